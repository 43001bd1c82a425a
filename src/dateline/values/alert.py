"""What a watch has to say: an alert with what it stands on, and what became of it."""

from msgspec import Struct


class Quote(Struct, frozen=True, kw_only=True):
    """One sentence that an alert stands on, with its report.

    `known_on`: the ISO day on which the report was out. `mark`: how far it may be passed on.
    """

    event: str
    article: str
    words: str
    known_on: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    is_machine_translated: bool = False
    mark: str | None = None


class RuleRecord(Struct, frozen=True):
    """How a watch did so far: alerts raised, how many a person judged when closing them, and how many were false."""

    raised: int = 0
    judged: int = 0
    false: int = 0


class Alert(Struct, frozen=True, kw_only=True):
    """One alert as it was raised, from what was known on that day.

    `id` follows from the watch, its words and the news, so that the same news never raises two. `words` are the watch's
    own. `keys` name the news: what an earlier alert has named is not raised again. `events` and `incidents` are ids, newest
    first; `news` are those of the events that were new. `observed` and `expected` count over `window_days` where the watch counts. `reports` were looked at.
    `mark`: how far it may be passed on, the strictest of the reports of its events.
    """

    id: str
    watch: str
    words: str
    raised_on: str
    title: str
    why: str
    keys: tuple[str, ...]
    events: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    observed: float | None = None
    expected: float | None = None
    window_days: int | None = None
    reports: int = 0
    deliver: tuple[str, ...] = ()
    record: RuleRecord = RuleRecord()
    is_first_run: bool = False
    mark: str | None = None

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The events without which there would be no alert."""
        return self.news or self.events


class AlertStep(Struct, frozen=True, kw_only=True):
    """One step in the life of an alert, never changed.

    `step`: staged, released, sent, failed (will be tried again), refused (will not), acknowledged, closed; revised (some of
    what it rests on has fallen, or stands again), withdrawn (nothing of it is left). `channel`: for sent, failed and refused.
    `verdict`: for closed, true or false, None where nobody judged. `gone`: for revised and withdrawn, the events that no
    longer stand, or no longer say so.
    """

    alert: str
    step: str
    at: str
    who: str = ""
    why: str = ""
    channel: str | None = None
    verdict: str | None = None
    gone: tuple[str, ...] = ()


class Raised(Struct, frozen=True, kw_only=True):
    """An alert with its steps, oldest first."""

    alert: Alert
    steps: tuple[AlertStep, ...] = ()

    @property
    def state(self) -> str:
        """staged, released, acknowledged, withdrawn or closed: the newest of its life, whatever its deliveries did."""
        lived = [s.step for s in self.steps if s.step in ("staged", "released", "acknowledged", "closed")]
        if "closed" in lived:
            return "closed"
        if self.revision is not None and self.revision.step == "withdrawn":
            return "withdrawn"
        return lived[-1] if lived else "staged"

    def as_of(self, day: str | None) -> "Raised":
        """The alert with the steps that were taken by the end of an ISO day; with all of them where none is given."""
        return self if day is None else Raised(alert=self.alert, steps=tuple(s for s in self.steps if s.at[:10] <= day))

    @property
    def revision(self) -> AlertStep | None:
        """The newest word of what has fallen under it; None where all of it stands as it did."""
        return self.revisions[-1] if self.revisions else None

    @property
    def revisions(self) -> tuple[AlertStep, ...]:
        """Every such word, oldest first."""
        return tuple(s for s in self.steps if s.step in ("revised", "withdrawn"))

    @property
    def is_released(self) -> bool:
        """Whether it may leave: sent at once, or released by a person."""
        return any(s.step == "released" for s in self.steps)

    def is_due(self, channel: str) -> bool:
        """Whether a channel waits for it: for the alert itself, or, where it took that, for the newest revision."""
        if not self.is_released:
            return False
        is_told = is_done = False
        for step in self.steps:
            if step.channel == channel and step.step in ("sent", "refused"):
                is_told, is_done = is_told or step.step == "sent", True
            elif (step.step == "released" and not is_told) or (step.step in ("revised", "withdrawn") and is_told):
                is_done = False
        return not is_done and (is_told or self.state not in ("closed", "withdrawn"))


class Looked(Struct, frozen=True, kw_only=True):
    """One look of a watch at the picture.

    `verdict`: raised; nothing (to show); still (an earlier alert says so); quiet (held back by the quiet period);
    old (it holds, but nothing new was heard lately). `reports` were looked at, out from `from_on` to `to_on`.
    """

    watch: str
    words: str
    on: str
    verdict: str
    why: str
    reports: int
    from_on: str | None = None
    to_on: str | None = None
    is_first: bool = False
    alert: str | None = None
