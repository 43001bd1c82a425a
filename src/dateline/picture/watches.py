"""What a watch sees in the picture on a day, and whether that is news.

`look` holds a rule against what was known; `decide` holds what it found against what was said before, so that one piece
of news is told once. Nothing known after the day is looked at. Where nothing is found, that is said with the number of
reports that were looked at: silence without reading says nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from dateline.picture.calendar import calendar
from dateline.picture.presence import presence
from dateline.picture.relations import relate
from dateline.picture.sides import acts_for
from dateline.picture.watch_words import (
    Announced,
    Between,
    Counted,
    CoverageLost,
    Rule,
    Spread,
    Standing,
    Trend,
    Where,
)
from dateline.values import FoundEvent, Incident, Sighting
from dateline.values.picture import AreaPresence, FacetState
from dateline.values.warning import EarlyWarning

_BASE_WINDOWS = 6  # a count is held against the windows of the same length before it, where the record has two or more
_RANKS = ("fighting", "hostile", "strained", "working", "partners")  # worst first
_DAYS_BEFORE_OLD = 56  # early warnings and days that passed are looked at so far back; freshness decides within that


class Known(Struct, frozen=True):
    """What a watch may look at.

    `reports`: how many were out on each ISO day; `warnings`: the early warnings; `neighbours`: areas beside each area.
    """

    events: tuple[FoundEvent, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    incidents: tuple[Incident, ...] = ()
    reports: Mapping[str, int] = {}
    warnings: tuple[EarlyWarning, ...] = ()
    neighbours: Mapping[str, Collection[str]] = {}


class Finding(Struct, frozen=True, kw_only=True):
    """What a rule found on a day.

    `keys` name the news; empty: nothing to show. `is_level`: a state that holds rather than a happening, so that it is
    news when it begins. `newest`: the ISO day of the newest word. `events`, `incidents`: ids it stands on, newest first.
    `parts`: the events of the keys that are happenings: one that was told under another id is no news.
    """

    why: str
    keys: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = {}
    is_level: bool = False
    newest: str | None = None
    events: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    observed: float | None = None
    expected: float | None = None
    window_days: int | None = None
    reports: int = 0
    from_on: str | None = None
    to_on: str | None = None


class Past(Struct, frozen=True):
    """What a watch, in these words, did before. `last_verdict` is None on its first look.

    `keys`, `events`: all that its earlier alerts named and stood on.
    """

    keys: Collection[str] = ()
    events: Collection[str] = ()
    last_verdict: str | None = None
    last_raised_on: str | None = None


def look(rule: Rule, known: Known, *, at: str) -> Finding:
    """What a rule finds in what was known on a day.

    Args:
        rule: see `watch_words.read_rule`.
        known: may hold later knowledge; it is left out.
        at: the ISO day.
    """
    then = _as_known(known, at)
    days = sorted(then.reports)
    found = _find(rule, then, at)
    if not found.keys:
        n = sum(then.reports.values())
        span = f", {days[0]} to {days[-1]}" if days else ""
        basis = f"{n} report{'' if n == 1 else 's'} looked at{span}"
        found = replace(found, why=f"Nothing to show as of {at}: {found.why.rstrip('.')} ({basis}).")
    return replace(
        found,
        reports=sum(then.reports.values()),
        from_on=days[0] if days else None,
        to_on=days[-1] if days else None,
    )


def decide(finding: Finding, past: Past, *, at: str, quiet_days: int, fresh_days: int) -> tuple[str, tuple[str, ...]]:
    """Whether a finding is news.

    Args:
        finding: what was found.
        past: what was said before.
        at: the ISO day of the look.
        quiet_days: after an alert nothing is raised for so long; what comes meanwhile is raised afterwards.
        fresh_days: news is at most so old.
    Returns:
        raised, nothing, still, quiet or old (see `Looked`), and the keys that are new.
    """
    if not finding.keys:
        return "nothing", ()
    fresh = tuple(
        key
        for key in finding.keys
        if key not in past.keys and not any(event in past.events for event in finding.parts.get(key, ()))
    )
    if not fresh or (finding.is_level and past.last_verdict in ("raised", "still")):
        return "still", ()
    if finding.newest is not None and finding.newest < _before(at, fresh_days):
        return "old", ()
    if past.last_raised_on is not None and at < _before(past.last_raised_on, -quiet_days):
        return "quiet", ()
    return "raised", fresh


def _as_known(known: Known, at: str) -> Known:
    """Only what was known by the end of a day; what became of plans is forgotten where it was decided later."""
    incidents = {i.id: i for i in known.incidents if i.known_on[:10] <= at}
    return Known(
        events=tuple(f for f in known.events if f.evidence.known_on[:10] <= at),
        sightings=tuple(s for s in known.sightings if s.evidence.known_on[:10] <= at),
        incidents=tuple(
            replace(i, outcome=None, matched=None) if i.matched is not None and i.matched not in incidents else i
            for i in incidents.values()
        ),
        reports={day: n for day, n in known.reports.items() if day <= at},
        warnings=tuple(w for w in known.warnings if w.raised_on <= at),
        neighbours=known.neighbours,
    )


def _find(rule: Rule, known: Known, at: str) -> Finding:
    match rule:
        case Where():
            return _where(rule, known, at)
        case Counted():
            return _counted(rule, known, at)
        case Between():
            return _between(rule, known, at)
        case Standing():
            return _standing(rule, known, at)
        case Spread():
            return _spread(rule, known, at)
        case Trend():
            return _trend(rule, known, at)
        case CoverageLost():
            return _coverage(rule, known, at)
        case Announced():
            return _announced(rule, known, at)


def _where(rule: Where, known: Known, at: str) -> Finding:
    first = min((f.days[0] for f in known.events if f.days is not None), default=at)
    since = min([first, at, *known.reports])
    found = presence(
        known.events, known.sightings, known.reports, actor=rule.actor, since=since, until=at,
        incident_of=_incident_of(known), neighbours=known.neighbours,
    )  # fmt: skip
    mine = [area for area in found.areas if _is_meant(rule, area)]
    active = [area for area in mine if area.incidents]
    side = f"{'outside' if rule.is_outside else 'in'} {', '.join(rule.countries)}{'/' + rule.admin1 if rule.admin1 else ''}"
    if not active:
        named = sum(area.reported for area in mine)
        seen = f"; it is named there in {named} report{'' if named == 1 else 's'}, with no incident" if named else ""
        return Finding(why=f"no incident of {rule.actor} {side}{seen}")
    events = tuple(dict.fromkeys(id_ for area in active for id_ in area.evidence))
    return _on_events(
        events, known,
        why=f"{rule.actor} is active {side}: {'; '.join(f'{_area(a)} ({_incidents(a.incidents)}, last on {a.last_on})' for a in active)}.",
        observed=float(sum(area.incidents for area in active)),
    )  # fmt: skip


def _is_meant(rule: Where, area: AreaPresence) -> bool:
    if rule.is_outside:
        return area.country is not None and area.country not in rule.countries
    same_area = rule.admin1 is None or (area.admin1 or "").casefold() == rule.admin1.casefold()
    return area.country in rule.countries and same_area


def _counted(rule: Counted, known: Known, at: str) -> Finding:
    mine = [i for i in known.incidents if _is_counted(i, rule) and _day(i) <= at]
    begin = _before(at, rule.window_days - 1)
    now = sorted((i for i in mine if _day(i) >= begin), key=lambda i: (_day(i), i.id), reverse=True)
    expected = _expected(mine, known, begin, rule.window_days)
    usual = f", where {expected:.1f} are usual" if expected is not None else ""
    said = f"{_incidents(len(now))} from {begin} to {at}{usual}; the limit is {rule.over}"
    if len(now) <= rule.over:
        return Finding(why=said, observed=float(len(now)), expected=expected, window_days=rule.window_days)
    return Finding(
        why=f"{said}.",
        keys=tuple(i.id for i in now),
        parts={i.id: i.events for i in now},
        is_level=True,
        newest=max(i.known_on[:10] for i in now),
        events=tuple(dict.fromkeys(e for i in now for e in i.events)),
        incidents=tuple(i.id for i in now),
        observed=float(len(now)),
        expected=expected,
        window_days=rule.window_days,
    )


def _is_counted(incident: Incident, rule: Counted) -> bool:
    site = incident.site
    return (
        incident.modality == "asserted"
        and (not rule.types or incident.type in rule.types)
        and (rule.actor is None or any(acts_for(actor, rule.actor) for actor in incident.actors))
        and (rule.country is None or (site is not None and site.country == rule.country))
        and (rule.admin1 is None or (site is not None and (site.admin1 or "").casefold() == rule.admin1.casefold()))
    )


def _expected(incidents: Iterable[Incident], known: Known, begin: str, window_days: int) -> float | None:
    """The mean of the windows before; None where the record holds fewer than two."""
    record = (date.fromisoformat(begin) - date.fromisoformat(min(known.reports, default=begin))).days
    windows = min(_BASE_WINDOWS, record // window_days)
    if windows < 2:
        return None
    first = _before(begin, windows * window_days)
    return round(sum(first <= _day(i) < begin for i in incidents) / windows, 2)


def _between(rule: Between, known: Known, at: str) -> Finding:
    relation = relate(known.events, a=rule.a, b=rule.b, at=at)
    runs = [run for run in relation.changes if run.facet == rule.facet]
    pair = f"{rule.a} and {rule.b}"
    if not runs or runs[-1].state != rule.state:
        now = f"; {rule.facet} stands at {runs[-1].state} since {runs[-1].since}" if runs else ""
        return Finding(why=f"no word of {rule.facet} {rule.state} between {pair}{now}")
    run = runs[-1]
    if run.is_stale:
        return Finding(
            why=f"no recent word of {rule.facet} {rule.state} between {pair}: its last day is {run.last_word}"
        )
    when = f" for {run.when}" if run.when else ""
    where = f" in {run.where}" if run.where else ""
    return _on_events(
        run.evidence, known, why=f"{rule.facet.capitalize()} {rule.state} between {pair}{when}{where}. {run.why}"
    )


def _standing(rule: Standing, known: Known, at: str) -> Finding:
    relation = relate(known.events, a=rule.a, b=rule.b, at=at)
    runs = [run for run in relation.changes if run.facet == "standing"]
    pair = f"{rule.a} with {rule.b}"
    if len(runs) < 2:
        now = f"it is {runs[0].state} since {runs[0].since}" if runs else "there is no word of it"
        return Finding(why=f"the standing of {pair} has not changed: {now}")
    before, now_run = runs[-2], runs[-1]
    turn = _turn(before, now_run)
    if rule.turn not in ("changes", turn):
        return Finding(
            why=f"the standing of {pair} last went from {before.state} to {now_run.state}, on {now_run.since}"
        )
    found = _on_events(
        now_run.evidence,
        known,
        why=f"The standing of {pair} {turn}: {now_run.state} since {now_run.since}, before that {before.state}. {now_run.why}",
    )
    return replace(found, keys=(f"{before.state} to {now_run.state} on {now_run.since}",), parts={})


def _turn(before: FacetState, now: FacetState) -> str:
    return "rises" if _RANKS.index(now.state) > _RANKS.index(before.state) else "falls"


def _spread(rule: Spread, known: Known, at: str) -> Finding:
    since = _before(at, rule.window_days - 1)
    found = presence(
        known.events, known.sightings, known.reports, actor=rule.actor, since=since, until=at,
        incident_of=_incident_of(known), neighbours=known.neighbours,
    )  # fmt: skip
    fresh = [area for area in found.areas if area.status == "new"]
    if found.verdict != "spreading":
        return Finding(why=f"{rule.actor} does not spread: {found.verdict}. {found.why}", window_days=rule.window_days)
    events = tuple(dict.fromkeys(id_ for area in fresh for id_ in area.evidence))
    told = _on_events(events, known, why=f"{rule.actor} spreads. {found.why}", observed=float(len(fresh)))
    return replace(told, keys=tuple(_area(area) for area in fresh), parts={}, window_days=rule.window_days)


def _trend(rule: Trend, known: Known, at: str) -> Finding:
    mine = [
        w
        for w in known.warnings
        if w.kind == rule.kind and w.actor == rule.actor and (rule.country is None or w.country == rule.country)
    ]
    weeks = _weeks(known)
    short = f"; the record has {weeks} weeks and a {rule.kind} is judged from 57 on" if weeks < 57 else ""
    word = {"rise": "rise", "fall": "fall"}[rule.kind]
    return _on_warnings(mine, known, at, nothing=f"no {word} of {rule.actor} beyond what is usual{short}")


def _coverage(rule: CoverageLost, known: Known, at: str) -> Finding:
    mine = [w for w in known.warnings if w.kind == "coverage_lost" and w.country == rule.country]
    area = f" of {rule.country}" if rule.country else ""
    weeks = _weeks(known)
    short = f"; the record has {weeks} weeks and coverage is judged from 9 on" if weeks < 9 else ""
    return _on_warnings(mine, known, at, nothing=f"no loss of coverage{area}{short}")


def _announced(rule: Announced, known: Known, at: str) -> Finding:
    by_id = {i.id: i for i in known.incidents}
    entries = []
    for entry in calendar(known.incidents, at=at):
        plan = by_id[entry.incident]
        sides = (*plan.actors, *plan.recipients)
        if (not rule.acts or entry.act in rule.acts) and all(
            any(acts_for(side, party) for side in sides) for party in rule.actors
        ):
            entries.append(entry)
    begin = _before(at, _DAYS_BEFORE_OLD)
    due = [e for e in entries if e.state in rule.states and _turned(e.days, e.announced_on) >= begin]
    if not due:
        of = f" with {' and '.join(rule.actors)}" if rule.actors else ""
        states = ", ".join(f"{e.state} ({e.date or 'no date'})" for e in entries[-4:])
        return Finding(
            why=f"nothing announced{of} is {' or '.join(rule.states).replace('no word', 'without word')}{'; the calendar has: ' + states if states else ''}"
        )
    told = "; ".join(
        f"{e.act} of {', '.join(e.actors)}, announced on {e.announced_on} for {e.date or 'no date'}, is "
        f"{'without word' if e.state == 'no word' else e.state}"
        for e in due
    )
    return Finding(
        why=f"{told}.",
        keys=tuple(f"{e.incident} {e.state}" for e in due),
        newest=max(_turned(e.days, e.announced_on) for e in due),
        events=tuple(dict.fromkeys(id_ for e in due for id_ in e.events)),
        incidents=tuple(e.incident for e in due),
        observed=float(len(due)),
    )  # fmt: skip


def _turned(days: tuple[str, str] | None, announced_on: str) -> str:
    """The day from which something announced was due."""
    return max(days[1], announced_on) if days is not None else _before(announced_on, -60)


def _on_warnings(warnings: Iterable[EarlyWarning], known: Known, at: str, *, nothing: str) -> Finding:
    recent = sorted(
        (w for w in warnings if w.raised_on >= _before(at, _DAYS_BEFORE_OLD)), key=lambda w: w.raised_on, reverse=True
    )
    if not recent:
        return Finding(why=nothing)
    of = {i.id: i.events for i in known.incidents}
    incidents = tuple(dict.fromkeys(id_ for w in recent for id_ in w.incidents))
    places = (f"{w.country or 'all sources'}{'/' + w.admin1 if w.admin1 else ''}" for w in recent)
    return Finding(
        why=" ".join(f"{w.raised_on}, {place}: {w.why}" for w, place in zip(recent, places, strict=True)),
        keys=tuple(f"{w.kind} {w.country} {w.admin1} {w.actor} {w.type} {w.raised_on}" for w in recent),
        newest=recent[0].raised_on,
        events=tuple(dict.fromkeys(e for id_ in incidents for e in of.get(id_, ()))),
        incidents=incidents,
        observed=recent[0].observed,
        expected=recent[0].expected,
    )


def _on_events(events: tuple[str, ...], known: Known, *, why: str, observed: float | None = None) -> Finding:
    """A finding that stands on events: what is new about it are the happenings."""
    of = _incident_of(known)
    parts = {i.id: i.events for i in known.incidents}
    told = {f.id: f for f in known.events}
    ordered = sorted(events, key=lambda e: (told[e].evidence.known_on, e), reverse=True)
    happenings = tuple(dict.fromkeys(of.get(e, e) for e in ordered))
    return Finding(
        why=why,
        keys=happenings,
        parts={key: parts.get(key, (key,)) for key in happenings},
        newest=told[ordered[0]].evidence.known_on[:10],
        events=tuple(ordered),
        incidents=tuple(h for h in happenings if h not in told),
        observed=observed,
    )


def _incident_of(known: Known) -> dict[str, str]:
    return {event: i.id for i in known.incidents for event in i.events}


def _weeks(known: Known) -> int:
    if not known.reports:
        return 0
    return (date.fromisoformat(max(known.reports)) - date.fromisoformat(min(known.reports))).days // 7


def _day(incident: Incident) -> str:
    return incident.days[0] if incident.days is not None else incident.known_on[:10]


def _area(area: AreaPresence) -> str:
    return f"{area.country}{'/' + area.admin1 if area.admin1 else ''}"


def _incidents(n: int) -> str:
    return f"{n} incident{'' if n == 1 else 's'}"


def _before(day: str, days: int) -> str:
    return (date.fromisoformat(day[:10]) - timedelta(days=days)).isoformat()
