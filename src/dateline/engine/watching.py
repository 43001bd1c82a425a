"""Watches over a store: reads watch.toml, looks, raises what is news, and sends what may leave.

A watch's first look on a store never sends by itself: what the record already holds is staged for a person. Looks at a
past day are always dry. Every look is kept, also those that found nothing.
"""

import os
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from dateline.engine.catalogue import load_catalogue, user_file
from dateline.engine.delivery import (
    Channel,
    Email,
    Feed,
    Outcome,
    Sleep,
    Webhook,
    channel_error,
    check_channel,
    send_email,
    send_webhook,
    write_feed,
)
from dateline.engine.settling import decisions
from dateline.errors import InputError
from dateline.extraction.actors.catalogue import key_of
from dateline.fusion.incidents import fuse
from dateline.fusion.stories import group
from dateline.picture.method import DEFAULT, Method
from dateline.picture.sides import members
from dateline.picture.warnings import warn
from dateline.picture.watch_words import (
    Announced,
    Between,
    Counted,
    CoverageLost,
    Names,
    Rule,
    Spread,
    Standing,
    Trend,
    Where,
    read_rule,
)
from dateline.picture.watches import Finding, Known, Past, decide, look
from dateline.store import ArticleFilter, EventFilter, IncidentFilter, Store
from dateline.values import FoundEvent, Incident
from dateline.values.alert import Alert, AlertStep, Looked, Quote, Raised, RuleRecord
from dateline.values.warning import CountedIncident, EarlyWarning

ACCEPT = 0.5  # false rises accepted for a series and year
_QUOTES = 5  # sentences that travel with an alert
_MOST_NAMES = 900  # ids in one question to the store
_CARDS = 4000  # actors, most named first, among whom those who act for a state are looked for
_LEAST_USUAL = 20.0  # reports a week; of fewer, chance alone may leave out most
_MANY_USUAL = 200.0  # reports a week from which two in five missing is no chance; below it, seven in ten
_FEW = msgspec.structs.replace(DEFAULT, dark_share=0.3)
_KEYS = ("name", "when", "deliver", "quiet_days", "fresh_days", "send")


class Watch(Struct, frozen=True, kw_only=True):
    """One watch as configured. `send`: staged for a person, or at once; `line`: where it stands in the file."""

    name: str
    words: str
    rule: Rule
    deliver: tuple[str, ...] = ()
    quiet_days: int = 14
    fresh_days: int = 30
    send: str = "staged"
    line: int = 0


class Config(Struct, frozen=True, kw_only=True):
    """A watch.toml, checked. `accept`: false rises accepted for a series and year."""

    path: Path
    watches: tuple[Watch, ...]
    channels: Mapping[str, Channel]
    accept: float = ACCEPT


class Ran(Struct, frozen=True, kw_only=True):
    """What a run did: every look with its alert, if one was raised, and how deliveries went (alert, channel, outcome)."""

    looks: tuple[Looked, ...]
    alerts: tuple[Alert, ...]
    deliveries: tuple[tuple[str, str, Outcome], ...] = ()


def names_of(store_path: str) -> Names:
    """Who and where a watch may name: the catalogue, the user's own actors, and everybody the store knows."""
    is_file = "://" not in store_path
    catalogue = load_catalogue(user_file(Path(store_path)) if is_file else None)
    titles = {row.id: row.name for row in catalogue.tables.actors}
    actors = dict(catalogue.tables.names)
    states = {row.id for row in catalogue.tables.actors if row.kind == "state"}
    countries = {key: id_ for key, ids in actors.items() for id_ in ids if id_ in states}
    if not is_file or Path(store_path).is_file():
        with Store(store_path, readonly=True) as store:
            for id_, name in store.actor_names().items():
                titles.setdefault(id_, name)
                actors.setdefault(key_of(name), (id_,))
    for id_ in titles:
        actors[key_of(id_)] = (id_,)
    countries |= {key_of(code): code for code in sorted(states)}
    return Names(actors, countries, titles)


def read_config(path: Path, names: Names) -> Config:
    """A watch.toml, wholly checked.

    Raises:
        InputError: one line for each thing that is wrong, with file, line and mend.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{path}: {error.strerror}. Name your watch.toml, or make one; see docs/warnings.md."
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8. Save the file as UTF-8.") from error
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            f"{path}: no TOML: {error}. Put text in double quotes and each watch under [[watch]]."
        ) from error
    return _Reader(path, text, names).read(raw)


def run_watches(
    store: Store,
    config: Config,
    *,
    day: str,
    seen_at: str,
    is_dry: bool = False,
    is_past: bool = False,
    env: Mapping[str, str] = os.environ,
    sleep: Sleep = time.sleep,
) -> Ran:
    """Let every watch look, keep what it saw, raise what is news, and send what may leave.

    Args:
        store: open for writing, unless dry.
        config: see `read_config`.
        day: the ISO day of the look; nothing known later is looked at.
        seen_at: now, ISO, UTC.
        is_dry: write and send nothing; say what would be raised.
        is_past: `day` lies back, so incidents are made anew from what was known then; always dry.
        env: where keys and passwords are.
        sleep: waits between tries.
    """
    is_dry = is_dry or is_past
    picture = _Picture(store, day, is_past=is_past, accept=config.accept)
    looks, alerts = [], []
    for watch in config.watches:
        looked, alert = _look(store, watch, picture, day)
        looks.append(looked)
        if alert is not None:
            alerts.append(alert)
        if not is_dry:
            _keep(store, watch, looked, alert, seen_at)
    deliveries = () if is_dry else deliver_due(store, config, seen_at=seen_at, env=env, sleep=sleep)
    return Ran(looks=tuple(looks), alerts=tuple(alerts), deliveries=deliveries)


def deliver_due(
    store: Store,
    config: Config,
    *,
    seen_at: str,
    env: Mapping[str, str] = os.environ,
    sleep: Sleep = time.sleep,
) -> tuple[tuple[str, str, Outcome], ...]:
    """Send each released alert to each of its channels that has not taken it yet; each outcome is kept as it comes."""
    waiting = [r for r in reversed(store.alerts()) if r.is_released and r.state != "closed"]
    done: list[tuple[str, str, Outcome]] = []
    down: set[str] = set()  # a channel that failed is left in peace for the rest of the run
    for raised in waiting:
        for name in raised.alert.deliver:
            channel = config.channels.get(name)
            if channel is None or name in down or raised.is_done(name):
                continue
            outcome = _deliver(name, channel, raised, store, config, seen_at, env, sleep)
            if outcome.step == "failed":
                down.add(name)
            store.add_alert_step(
                AlertStep(alert=raised.alert.id, step=outcome.step, at=seen_at, why=outcome.why, channel=name)
            )
            done.append((raised.alert.id, name, outcome))
    return tuple(done)


def release(store: Store, alert_id: str, *, who: str, at: str, why: str = "") -> Raised:
    """Let an alert leave; `deliver_due` then sends it.

    Raises:
        InputError: no such alert, or it is closed.
    """
    _step(store, alert_id, "released", who=who, at=at, why=why)
    return _one(store, alert_id)


def acknowledge(store: Store, alert_id: str, *, who: str, at: str, why: str = "") -> Raised:
    """Put on record that somebody has taken an alert up.

    Raises:
        InputError: no such alert, or it is closed.
    """
    _step(store, alert_id, "acknowledged", who=who, at=at, why=why)
    return _one(store, alert_id)


def close(store: Store, alert_id: str, *, who: str, at: str, why: str = "", verdict: str | None = None) -> Raised:
    """Close an alert; `verdict` true or false goes into the record of its watch.

    Raises:
        InputError: no such alert, or it is closed.
    """
    _step(store, alert_id, "closed", who=who, at=at, why=why, verdict=verdict)
    return _one(store, alert_id)


def record_of(raised: Iterable[Raised]) -> RuleRecord:
    """How often alerts were raised, judged, and judged false."""
    verdicts = [[s.verdict for s in r.steps if s.step == "closed" and s.verdict is not None] for r in raised]
    judged = [v[-1] for v in verdicts if v]
    return RuleRecord(len(verdicts), len(judged), judged.count("false"))


def picture_warnings(
    store: Store,
    *,
    as_of: str | None = None,
    until: str | None = None,
    accept: float = ACCEPT,
    incidents: Sequence[Incident] | None = None,
) -> tuple[EarlyWarning, ...]:
    """The early warnings of a store: rises, falls and spread of what is asserted, and coverage lost, whole and by country.

    Args:
        store: the store.
        as_of: only what was known on this ISO day.
        until: the record runs to this ISO day, also where nothing was read lately; left out: to the last report.
        accept: false rises accepted for a series and year.
        incidents: in place of those of the store.

    A country's volume is the reports that name a place in it: what is read of it, however much is read in all, so rises
    are scaled by the volume of all reports. Where fewer than some twenty a week are usual no loss is called.
    """
    reports: dict[str, int] = {}
    for row in store.coverage(as_of=as_of):
        reports[row.day] = reports.get(row.day, 0) + row.articles
    if not reports:
        return ()
    last = max(until or "", max(reports))
    if incidents is None:
        incidents = store.incidents(IncidentFilter(modality="asserted", as_of=as_of))
    counted = _counted(incidents, min(reports), last)
    found = [w for w in warn(counted, {None: _volume(reports, last)}, accept=accept) if w.kind != "coverage_lost"]
    for country, days in ((None, reports), *sorted(store.reports_by_country(as_of=as_of).items())):
        named = " Counted are reports that name a place there." if country else ""
        for w in warn((), {country: _volume(days, last)}, method=_method(days)):
            if w.expected >= _LEAST_USUAL:
                found.append(msgspec.structs.replace(w, why=f"{w.why}{named}"))
    found.sort(key=lambda w: (w.raised_on, w.kind, w.country or "", w.admin1 or "", w.actor or "", w.type or ""))
    return tuple(found)


def _method(days: Mapping[str, int]) -> Method:
    """How great a loss of volume is called one: much is steadier than little."""
    weeks = ((date.fromisoformat(max(days)) - date.fromisoformat(min(days))).days + 7) / 7
    return DEFAULT if sum(days.values()) / weeks >= _MANY_USUAL else _FEW


class _Reader:
    """Checks a parsed watch.toml; collects every complaint before it gives up."""

    def __init__(self, path: Path, text: str, names: Names) -> None:
        self._path, self._names = path, names
        self._watch_lines, self._other_lines = _lines_of(text)
        self._wrong: list[tuple[int, str]] = []

    def read(self, raw: Mapping[str, Any]) -> Config:
        for key in raw:
            if key not in ("watch", "deliver", "accept"):
                self._say(
                    self._other_lines.get(key, 1), f"{key!r} is unknown. A file has [[watch]], [deliver.NAME], accept."
                )
        channels = self._channels(raw.get("deliver", {}))
        accept = raw.get("accept", ACCEPT)
        if isinstance(accept, bool) or not isinstance(accept, int | float) or not 0 < accept <= 52:
            self._say(
                self._other_lines.get("accept", 1), f"accept = {accept!r}: write false alarms a year, such as 0.5."
            )
            accept = ACCEPT
        rows = raw.get("watch", [])
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            self._say(1, 'no watch. Add one: [[watch]], then name = ".." and when = "isis-k outside AFG".')
            rows = []
        watches = [w for n, row in enumerate(rows) if (w := self._watch(n, row, channels)) is not None]
        seen: dict[str, int] = {}
        for watch in watches:
            if watch.name in seen:
                self._say(watch.line, f"{watch.name!r} stands at line {seen[watch.name]} too. Give each its own name.")
            seen.setdefault(watch.name, watch.line)
        if self._wrong:
            raise InputError("\n".join(f"{self._path}:{line}: {what}" for line, what in sorted(self._wrong)))
        return Config(path=self._path, watches=tuple(watches), channels=channels, accept=float(accept))

    def _say(self, line: int, what: str) -> None:
        self._wrong.append((line, what))

    def _channels(self, raw: object) -> dict[str, Channel]:
        channels: dict[str, Channel] = {}
        if not isinstance(raw, dict):
            self._say(self._other_lines.get("deliver", 1), "deliver is no table. Write [deliver.NAME].")
            return channels
        for name, fields in raw.items():
            line = self._other_lines.get(f"deliver.{name}", 1)
            try:
                channel: Channel = msgspec.convert(fields, Feed | Webhook | Email)
            except msgspec.ValidationError as error:
                self._say(
                    line, f"[deliver.{name}]: {error}. docs/warnings.md lists the fields of feed, webhook and email."
                )
                channels[name] = Feed(path="unreadable")
                continue
            wrong = check_channel(channel)
            if wrong is not None:
                self._say(line, f"[deliver.{name}]: {wrong}")
            channels[name] = channel
        return channels

    def _watch(self, n: int, row: Mapping[str, Any], channels: Mapping[str, Channel]) -> Watch | None:
        lines = self._watch_lines[n] if n < len(self._watch_lines) else {"": 1}
        before = len(self._wrong)

        def say(key: str, what: str) -> None:
            self._say(lines.get(key, lines[""]), what)

        for key in row:
            if key not in _KEYS:
                near = get_close_matches(key, _KEYS, n=1)
                say(
                    key,
                    f"{key!r} is unknown.{f' Did you mean {near[0]!r}?' if near else ''} A watch has: {', '.join(_KEYS)}.",
                )
        name, words = row.get("name"), row.get("when")
        if not isinstance(name, str) or not name.strip() or len(name) > 100:
            say("name", 'a watch needs a name, such as name = "border".')
        days = {}
        for key, usual in (("quiet_days", 14), ("fresh_days", 30)):
            value = row.get(key, usual)
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3650:
                say(key, f"{key} = {value!r}: write a whole number of days from 0 to 3650, such as {usual}.")
                value = usual
            days[key] = value
        send = row.get("send", "staged")
        if send not in ("staged", "at once"):
            say("send", f'send = {send!r}: write "staged" (a person lets it go) or "at once".')
        deliver = row.get("deliver", [])
        if not isinstance(deliver, list) or not all(isinstance(d, str) for d in deliver):
            say("deliver", 'deliver is no list of names. Write deliver = ["desk"].')
            deliver = []
        for channel in deliver:
            if channel not in channels:
                say("deliver", str(channel_error(channel, tuple(channels))))
        if send == "at once" and not deliver:
            say("send", 'sent at once to nobody. Name channels: deliver = ["desk"].')
        rule: Rule | None = None
        if not isinstance(words, str) or not words.strip():
            say("when", 'a watch needs words, such as when = "isis-k outside AFG".')
        else:
            try:
                rule = read_rule(words, self._names)
            except InputError as error:
                say("when", str(error))
        if len(self._wrong) > before or rule is None:
            return None
        return Watch(
            name=str(name).strip(),
            words=" ".join(str(words).split()),
            rule=rule,
            deliver=tuple(dict.fromkeys(deliver)),
            quiet_days=days["quiet_days"],
            fresh_days=days["fresh_days"],
            send=str(send),
            line=lines[""],
        )


def _lines_of(text: str) -> tuple[list[dict[str, int]], dict[str, int]]:
    """Lines of each [[watch]] and its keys, and of other tables and top keys; tomllib does not tell."""
    watches: list[dict[str, int]] = []
    others: dict[str, int] = {}
    inside: dict[str, int] | None = None
    is_top = True
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.split("#")[0].strip() if raw.lstrip().startswith(("[", "#")) else raw.strip()
        if line.replace(" ", "") == "[[watch]]":
            inside = {"": number}
            watches.append(inside)
            is_top = False
        elif line.startswith("[") and line.endswith("]") and "=" not in line and not line.startswith("[["):
            others.setdefault(line.strip("[] ").replace('"', ""), number)
            inside, is_top = None, False
        elif "=" in line:
            key = line.partition("=")[0].strip().strip("\"'")
            if inside is not None:
                inside.setdefault(key, number)
            elif is_top:
                others.setdefault(key, number)
    return watches, others


class _Picture:
    """What the watches of one run look at, asked for when the first of them needs it."""

    def __init__(self, store: Store, day: str, *, is_past: bool, accept: float) -> None:
        self._store, self._day, self._is_past, self._accept = store, day, is_past, accept

    def known(self, rule: Rule) -> Known:
        """What a rule looks at."""
        match rule:
            case Where() | Spread():
                return Known(
                    events=tuple(self._events(EventFilter(actor=self._side(rule.actor), as_of=self._day))),
                    sightings=tuple(self._store.sightings(rule.actor, as_of=self._day)),
                    incidents=self.incidents,
                    reports=self.reports,
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

    @cached_property
    def reports(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in self._store.coverage(as_of=self._day):
            found[row.day] = found.get(row.day, 0) + row.articles
        return found

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """Those of the store; for a past day made anew, so that no later report has a say in them."""
        if not self._is_past:
            return tuple(self._store.incidents(IncidentFilter(as_of=self._day)))
        articles = [reading.article for reading in self._store.readings(ArticleFilter(as_of=self._day))]
        stories, _ = group(articles)
        shelf = {article: story.id for story in stories for article in story.articles}
        decided = decisions(self._store, until=self._day)
        return fuse(self._events(EventFilter(as_of=self._day)), stories=shelf, decisions=decided)

    @cached_property
    def warnings(self) -> tuple[EarlyWarning, ...]:
        asserted = [i for i in self.incidents if i.modality == "asserted"]
        return picture_warnings(self._store, as_of=self._day, until=self._day, accept=self._accept, incidents=asserted)

    @cached_property
    def _cards(self) -> list[Any]:
        return [row.actor for row in self._store.actors(limit=_CARDS, as_of=self._day)]

    def _side(self, actor: str) -> tuple[str, ...]:
        return members(self._cards, actor)[:_MOST_NAMES]

    def _shared(self, one: str, other: str) -> tuple[FoundEvent, ...]:
        a, b = self._side(one), self._side(other)
        found = {f.id: f for f in self._events(EventFilter(source=a, actor=b, as_of=self._day))}
        found |= {f.id: f for f in self._events(EventFilter(source=b, actor=a, as_of=self._day))}
        return tuple(found.values())

    def _events(self, wanted: EventFilter) -> list[FoundEvent]:
        return self._store.events(wanted)


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
    )


def _look(store: Store, watch: Watch, picture: _Picture, day: str) -> tuple[Looked, Alert | None]:
    earlier = [r for r in store.alerts(watch=watch.name, words=watch.words) if r.alert.raised_on <= day]
    last = store.last_look(watch.name, watch.words)
    finding = look(watch.rule, picture.known(watch.rule), at=day)
    past = Past(
        keys=frozenset(key for r in earlier for key in r.alert.keys),
        events=frozenset(event for r in earlier for event in r.alert.events),
        last_verdict=last.verdict if last is not None else None,
        last_raised_on=earlier[0].alert.raised_on if earlier else None,
    )
    verdict, fresh = decide(finding, past, at=day, quiet_days=watch.quiet_days, fresh_days=watch.fresh_days)
    alert = None
    if verdict == "raised":
        alert = _alert(watch, finding, fresh, picture, day, record_of(earlier), is_first_run=last is None)
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


def _alert(
    watch: Watch,
    finding: Finding,
    fresh: tuple[str, ...],
    picture: _Picture,
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
        quotes=picture.quotes(ordered),
        observed=finding.observed,
        expected=finding.expected,
        window_days=finding.window_days,
        reports=finding.reports,
        deliver=watch.deliver,
        record=record,
        is_first_run=is_first_run,
    )


def _keep(store: Store, watch: Watch, looked: Looked, alert: Alert | None, seen_at: str) -> None:
    with store.batch():
        if alert is not None and store.add_alert(alert, at=seen_at):
            is_staged = watch.send == "staged" or alert.is_first_run
            why = "first look of this watch on this store" if alert.is_first_run else f'send = "{watch.send}"'
            step = "staged" if is_staged else "released"
            store.add_alert_step(AlertStep(alert=alert.id, step=step, at=seen_at, who="watch", why=why))
        store.add_look(looked, at=seen_at)


def _deliver(
    name: str,
    channel: Channel,
    raised: Raised,
    store: Store,
    config: Config,
    seen_at: str,
    env: Mapping[str, str],
    sleep: Callable[[float], None],
) -> Outcome:
    match channel:
        case Webhook():
            return send_webhook(channel, raised.alert, env=env, sleep=sleep)
        case Email():
            return send_email(channel, raised.alert, at=seen_at, env=env)
        case Feed():
            path = config.path.parent / channel.path
            try:
                write_feed(path, channel, [r for r in store.alerts() if r.is_released and name in r.alert.deliver])
            except OSError as error:
                return Outcome("failed", f"{path}: {error.strerror or error}. Name a file that can be written.")
            return Outcome("sent", str(path))


def _step(
    store: Store, alert_id: str, step: str, *, who: str, at: str, why: str = "", verdict: str | None = None
) -> None:
    if _one(store, alert_id).state == "closed":
        raise InputError(f"{alert_id} is closed. What comes after is a new alert; `dateline watch list` shows it.")
    store.add_alert_step(AlertStep(alert=alert_id, step=step, at=at, who=who, why=why, verdict=verdict))


def _one(store: Store, alert_id: str) -> Raised:
    found = store.alerts(alert=alert_id)
    if not found:
        raise InputError(f"{alert_id}: no such alert in {store.path}. `dateline watch list` shows their ids.")
    return found[0]


def _volume(days: Mapping[str, int], last: str) -> dict[date, float]:
    volume = {date.fromisoformat(day): float(n) for day, n in days.items()}
    volume.setdefault(date.fromisoformat(last), 0.0)
    return volume


def _counted(incidents: Iterable[Incident], first: str, last: str) -> list[CountedIncident]:
    return [
        CountedIncident(
            id=i.id,
            date=i.days[0],
            known_on=max(i.known_on[:10], i.days[0]),
            type=i.type,
            actors=tuple(a.id for a in i.actors),
            country=i.site.country if i.site else None,
            admin1=i.site.admin1 if i.site else None,
        )
        for i in incidents
        if i.days is not None and first <= i.days[0] <= last
    ]
