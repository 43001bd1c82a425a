"""Incidents as they were known on a day: with the reports, numbers and outcomes that were out by then, and no others."""

from collections.abc import Iterable, Sequence

from msgspec import structs

from dateline.store import EventFilter, IncidentFilter, Store
from dateline.values import Count, FoundEvent, Incident, ReportedToll

_AT_ONCE = 900  # ids in one question


def with_events(
    store: Store, incidents: Iterable[Incident], *, as_of: str | None = None
) -> list[tuple[Incident, list[FoundEvent]]]:
    """Each incident with its events, asked for together; with `as_of` (ISO day), both as they were known then."""
    held = as_known(store, incidents, as_of)
    ids = tuple(dict.fromkeys(e for i in held for e in i.events))
    found: dict[str, FoundEvent] = {}
    for at in range(0, len(ids), _AT_ONCE):
        found |= {f.id: f for f in store.events(EventFilter(ids=ids[at : at + _AT_ONCE], as_of=as_of))}
    pairs = [(i, [found[e] for e in i.events if e in found]) for i in held]
    return pairs if as_of is None else [(_trimmed(i, own, as_of), own) for i, own in pairs]


def as_known(store: Store, incidents: Iterable[Incident], as_of: str | None) -> list[Incident]:
    """Incidents without an outcome that only a later report tells of."""
    held = list(incidents)
    wanted = tuple({i.matched for i in held if i.matched is not None}) if as_of is not None else ()
    if as_of is None or not wanted:
        return held
    known: dict[str, str] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        found = store.incidents(IncidentFilter(ids=wanted[at : at + _AT_ONCE]))
        known |= {i.id: i.known_on[:10] for i in found}
    return [
        structs.replace(i, outcome=None, matched=None)
        if i.matched is not None and known.get(i.matched, as_of) > as_of
        else i
        for i in held
    ]


def _trimmed(incident: Incident, found: Sequence[FoundEvent], as_of: str) -> Incident:
    """An incident with only the reports and numbers that were out by a day."""
    tolls = tuple(t for t in incident.tolls if t.known_on is None or t.known_on[:10] <= as_of)
    if len(found) == len(incident.events) and len(tolls) == len(incident.tolls):
        return incident
    return structs.replace(
        incident,
        tolls=tolls,
        killed=_count([t for t in tolls if t.kind == "killed"]),
        injured=_count([t for t in tolls if t.kind == "injured"]),
        events=tuple(f.id for f in found),
        articles=tuple(dict.fromkeys(f.evidence.article for f in found)),
        reports=len({f.evidence.article for f in found}),
        outlets=len({f.evidence.publisher for f in found}),
        origins=len({f.evidence.copy_of or f.evidence.article for f in found}),
    )


def _count(tolls: Sequence[ReportedToll]) -> Count | None:
    """The numbers of some reports together; the newest one is taken for the best."""
    if not tolls:
        return None
    newest = max(tolls, key=lambda t: (t.known_on or "", t.best))
    return Count(min(t.low for t in tolls), newest.best, max(t.high for t in tolls))
