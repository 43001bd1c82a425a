"""Finds what is most worth a person's look in a store: the candidates, and what hangs on each."""

from datetime import date, timedelta

from dateline.picture.relations import relate
from dateline.picture.review_queue import LOUD, Doubtful, worth_a_look
from dateline.store import EventFilter, IncidentFilter, Store
from dateline.values import FoundEvent

_UNSURE = 400  # events that the coder is least sure of
_ATTACKS = 600  # latest attacks whose numbers are compared
_PAIRS = 6
_EACH = 40  # latest events of a pair, enough to say what changed
_TURNED_DAYS = 60  # before the last report: changes of a relation that are news still


def queue(store: Store, *, limit: int = 100) -> list[Doubtful]:
    """Events to look at, most worth it first, one for each incident.

    Args:
        store: the store.
        limit: at most so many.
    """
    alerted = {event for raised in store.alerts() if raised.state != "closed" for event in raised.alert.events}
    turning = _turning(store)
    attacks = store.incidents(IncidentFilter(type="ASSAULT"), limit=_ATTACKS)
    disputed = {i.events[0] for i in attacks if i.killed is not None and i.killed.low != i.killed.high}
    pool = {found.id: found for found in store.unsure_events(LOUD, limit=_UNSURE)}
    wanted = sorted((alerted | turning | disputed) - pool.keys())
    for at in range(0, len(wanted), 400):
        pool |= {found.id: found for found in store.events(EventFilter(ids=tuple(wanted[at : at + 400])))}
    found = worth_a_look(pool.values(), incidents=store.incidents_of(sorted(pool)), alerted=alerted, turning=turning)
    return found[:limit]


def _turning(store: Store) -> set[str]:
    """Ids of the events that lately changed how the pairs with most events stand."""
    last = max(store.reports_by_day(), default=None)
    if last is None:
        return set()
    since = (date.fromisoformat(last) - timedelta(_TURNED_DAYS)).isoformat()
    found: set[str] = set()
    seen: set[frozenset[str]] = set()
    for one, other, _ in store.busiest_pairs(limit=2 * _PAIRS):
        pair = frozenset((one, other))
        if len(pair) < 2 or pair in seen or len(seen) >= _PAIRS:
            continue
        seen.add(pair)
        events: list[FoundEvent] = store.events(EventFilter(pair=((one,), (other,))), limit=_EACH)
        relation = relate(events, a=one, b=other, at=last)
        found |= {facet.evidence[0] for facet in relation.changes if facet.evidence and facet.since >= since}
    return found
