"""Incidents with the events that they are made of, today's or those of a past day."""

from collections.abc import Iterable

from dateline.store import EventFilter, Store
from dateline.values import FoundEvent, Incident

_AT_ONCE = 900  # ids in one question


def with_events(
    store: Store, incidents: Iterable[Incident], *, as_of: str | None = None
) -> list[tuple[Incident, list[FoundEvent]]]:
    """Each incident with its events, asked for together; `as_of` (ISO day): the day that the incidents were asked for."""
    held = list(incidents)
    ids = tuple(dict.fromkeys(e for i in held for e in i.events))
    found: dict[str, FoundEvent] = {}
    for at in range(0, len(ids), _AT_ONCE):
        found |= {f.id: f for f in store.events(EventFilter(ids=ids[at : at + _AT_ONCE], as_of=as_of))}
    return [(i, [found[e] for e in i.events if e in found]) for i in held]
