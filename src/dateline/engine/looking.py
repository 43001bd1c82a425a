"""One look of a watch at a store: what it may see on a day, what it found, and whether that is news."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from hashlib import sha256

from dateline.engine.early import picture_warnings
from dateline.engine.neighbours import load_neighbours
from dateline.engine.watch_file import Watch
from dateline.picture.sides import members
from dateline.picture.watch_words import Announced, Between, Counted, CoverageLost, Rule, Spread, Standing, Trend, Where
from dateline.picture.watches import Finding, Known, Past, decide, look
from dateline.store import EventFilter, IncidentFilter, Store
from dateline.values import Actor, FoundEvent, Incident
from dateline.values.alert import Alert, Looked, Quote, Raised, RuleRecord
from dateline.values.warning import EarlyWarning

_QUOTES = 5  # sentences that travel with an alert
_MOST_NAMES = 900  # ids in one question to the store


class View:
    """What the watches of one run look at, asked for when the first of them needs it."""

    def __init__(self, store: Store, day: str, *, accept: float) -> None:
        self._store, self._day, self._accept = store, day, accept

    def known(self, rule: Rule) -> Known:
        """What a rule looks at."""
        match rule:
            case Where() | Spread():
                return Known(
                    events=tuple(self._events(EventFilter(actor=self._side(rule.actor), as_of=self._day))),
                    sightings=tuple(self._store.sightings(rule.actor, as_of=self._day)),
                    incidents=self.incidents,
                    reports=self.reports,
                    neighbours=load_neighbours(),
                )
            case Between() | Standing():
                return Known(events=self._shared(rule.a, rule.b), incidents=self.incidents, reports=self.reports)
            case Counted() | Announced():
                return Known(incidents=self.incidents, reports=self.reports)
            case Trend() | CoverageLost():
                return Known(incidents=self.incidents, reports=self.reports, warnings=self.warnings)

    def quotes(self, events: Sequence[str]) -> tuple[Quote, ...]:
        """The sentences of the first events."""
        ids = tuple(events[:_QUOTES])
        found = {f.id: f for f in self._events(EventFilter(ids=ids, as_of=self._day))} if ids else {}
        return tuple(_quote(found[id_]) for id_ in ids if id_ in found)

    def mark(self, events: Sequence[str]) -> str | None:
        """How far what stands on these events may be passed on."""
        return self._store.mark_of_events(events)

    @cached_property
    def reports(self) -> dict[str, int]:
        """Reports out on each ISO day."""
        return self._store.reports_by_day(as_of=self._day)

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """Those of the day: no later report has a say in them."""
        return tuple(self._store.incidents(IncidentFilter(as_of=self._day)))

    @cached_property
    def warnings(self) -> tuple[EarlyWarning, ...]:
        """The early warnings of the record up to the day."""
        asserted = [i for i in self.incidents if i.modality == "asserted"]
        return picture_warnings(self._store, as_of=self._day, until=self._day, accept=self._accept, incidents=asserted)

    def _side(self, actor: str) -> tuple[str, ...]:
        return members(self._cards.values(), actor)[:_MOST_NAMES]

    @cached_property
    def _cards(self) -> dict[str, Actor]:
        return self._store.cards(as_of=self._day)

    def _shared(self, one: str, other: str) -> tuple[FoundEvent, ...]:
        return tuple(self._events(EventFilter(pair=(self._side(one), self._side(other)), as_of=self._day)))

    def _events(self, wanted: EventFilter) -> list[FoundEvent]:
        return self._store.events(wanted)


def look_of(store: Store, watch: Watch, view: View, day: str) -> tuple[Looked, Alert | None]:
    """One look of a watch, and the alert that it raises where it saw news; keeps nothing."""
    earlier = [r for r in store.alerts(watch=watch.name, words=watch.words) if r.alert.raised_on <= day]
    last = store.last_look(watch.name, watch.words)
    finding = look(watch.rule, view.known(watch.rule), at=day)
    past = Past(
        keys=frozenset(key for r in earlier for key in r.alert.keys),
        events=frozenset(event for r in earlier for event in r.alert.events),
        last_verdict=last.verdict if last is not None else None,
        last_raised_on=earlier[0].alert.raised_on if earlier else None,
    )
    verdict, fresh = decide(finding, past, at=day, quiet_days=watch.quiet_days, fresh_days=watch.fresh_days)
    alert = None
    if verdict == "raised":
        alert = _alert(watch, finding, fresh, view, day, record_of(earlier), is_first_run=last is None)
    looked = Looked(
        watch=watch.name,
        words=watch.words,
        on=day,
        verdict=verdict,
        why=finding.why,
        reports=finding.reports,
        from_on=finding.from_on,
        to_on=finding.to_on,
        is_first=last is None,
        alert=alert.id if alert is not None else None,
    )
    return looked, alert


def record_of(raised: Iterable[Raised]) -> RuleRecord:
    """How often alerts were raised, judged, and judged false."""
    verdicts = [[s.verdict for s in r.steps if s.step == "closed" and s.verdict is not None] for r in raised]
    judged = [v[-1] for v in verdicts if v]
    return RuleRecord(len(verdicts), len(judged), judged.count("false"))


def _alert(
    watch: Watch,
    finding: Finding,
    fresh: tuple[str, ...],
    view: View,
    day: str,
    record: RuleRecord,
    *,
    is_first_run: bool,
) -> Alert:
    id_ = sha256("\0".join((watch.name, watch.words, *sorted(fresh))).encode()).hexdigest()[:12]
    news = {event for key in fresh for event in finding.parts.get(key, ())}
    ordered = [e for e in finding.events if e in news] + [e for e in finding.events if e not in news]
    return Alert(
        id=id_,
        watch=watch.name,
        words=watch.words,
        raised_on=day,
        title=f"{watch.name}: {watch.words}",
        why=finding.why,
        keys=finding.keys,
        events=finding.events,
        incidents=finding.incidents,
        news=tuple(e for e in finding.events if e in news),
        quotes=view.quotes(ordered),
        observed=finding.observed,
        expected=finding.expected,
        window_days=finding.window_days,
        reports=finding.reports,
        deliver=watch.deliver,
        record=record,
        is_first_run=is_first_run,
        mark=view.mark(finding.events),
    )


def _quote(found: FoundEvent) -> Quote:
    evidence = found.evidence
    return Quote(
        event=found.id,
        article=evidence.article,
        words=evidence.words,
        known_on=evidence.known_on[:10],
        title=evidence.title,
        publisher=evidence.publisher,
        url=evidence.url,
        is_machine_translated=evidence.is_machine_translated,
        mark=evidence.mark,
    )
