"""Questions about incidents, as they are today or as they were on a past day.

As of a day, today's incidents answer but for the few that were otherwise then (`Known`, made by `then`): these are left out
of what SQL finds, and those in their place are looked through one by one.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, select

from dateline.picture.calendar import Plan
from dateline.picture.picture import BareIncident, counted
from dateline.store import asking, counting
from dateline.store import tables as t
from dateline.store.answers import Facet
from dateline.store.filters import IncidentFilter
from dateline.store.terms import incident_terms, names_in, report_terms, stands
from dateline.values import Incident
from dateline.values.warning import CountedIncident

_OWN = ("type", "of", "quad", "modality", "country", "admin1")


class Known(Struct, frozen=True):
    """How the incidents of a day differ from today's: `gone` were not so then, `held` were in their place, latest first."""

    gone: frozenset[str] = frozenset()
    held: tuple[Incident, ...] = ()

    def of_events(self) -> dict[str, str]:
        """The incident that an event was of, by the event's id; of those in `held`."""
        return {event: incident.id for incident in self.held for event in incident.events}


_bare = msgspec.json.Decoder(BareIncident)
_plan = msgspec.json.Decoder(Plan)


def place_in_time(incident: Incident) -> tuple[str, str]:
    """By what incidents are listed: the first day, then the id."""
    return (incident.days or (incident.known_on,))[0], incident.id


def incidents(
    connection: Connection, wanted: IncidentFilter, known: Known, *, limit: int | None, offset: int
) -> list[Incident]:
    """Incidents, latest first."""
    if not known.gone and not known.held:
        return asking.incidents(connection, wanted, limit=limit, offset=offset)
    after = _after(connection, wanted, known)
    others = keeps(connection, msgspec.structs.replace(wanted, after=None), known.held)
    if after is not None:
        others = [incident for incident in others if place_in_time(incident) < after]
    until = offset + limit if limit is not None else None
    found = asking.incidents(connection, wanted, limit=until, offset=0, but=known.gone, after=after)
    found = sorted([*found, *others], key=place_in_time, reverse=True)
    return found[offset:until]


def counted_incidents(connection: Connection, as_of: str | None, known: Known) -> list[CountedIncident]:
    """All asserted incidents with what early warning needs of them, and no more: a value is long."""
    wanted = IncidentFilter(modality="asserted", as_of=as_of)
    query = select(t.incidents.c.value).where(*incident_terms(wanted, but=known.gone))
    return _counted(connection, query) + counted(known.held)


def counted_alike(connection: Connection, day: str, known: Known) -> bool:
    """Whether early warning would count the incidents that were otherwise on a day as it counts what they are today."""
    i, ids = t.incidents.c, sorted(known.gone)
    today: list[CountedIncident] = []
    for at in range(0, len(ids), 500):
        wanted = IncidentFilter(modality="asserted", as_of=day, ids=tuple(ids[at : at + 500]))
        today += _counted(connection, select(i.value).where(*incident_terms(wanted)))
    return sorted(today, key=lambda c: c.id) == sorted(counted(known.held), key=lambda c: c.id)


def _counted(connection: Connection, query: Select[Any]) -> list[CountedIncident]:
    return counted(map(_bare.decode, connection.execute(query).scalars()))


def plans(connection: Connection, wanted: IncidentFilter, known: Known) -> list[Plan]:
    """The planned incidents that a filter keeps, in no order, with what a calendar is laid out by."""
    wanted = msgspec.structs.replace(wanted, modality="planned")
    values = connection.execute(select(t.incidents.c.value).where(*incident_terms(wanted, but=known.gone))).scalars()
    others = [
        Plan(id=i.id, days=i.days, known_on=i.known_on, outcome=i.outcome)
        for i in keeps(connection, wanted, known.held)
    ]
    return [_plan.decode(value) for value in values] + others


def count_incidents(connection: Connection, wanted: IncidentFilter, known: Known) -> int:
    """How many incidents a filter keeps."""
    standing = counting.count_incidents(connection, wanted, but=known.gone)
    return standing + len(keeps(connection, wanted, known.held))


def incident_facets(
    connection: Connection, wanted: IncidentFilter, column: str, known: Known, *, limit: int
) -> list[Facet]:
    """How many incidents have each value: of their own, or (publisher, language) told by an event of theirs."""
    others = keeps(connection, wanted, known.held)
    if not known.gone and not others:
        return counting.incident_facets(connection, wanted, column, limit=limit)
    counts = Counter({f.value: f.rows for f in counting.incident_facets(connection, wanted, column, limit=None)})
    gone = sorted(known.gone if wanted.ids is None else known.gone.intersection(wanted.ids))
    for at in range(0, len(gone), 500):  # counted and taken off: left out in SQL, no index would do
        part = msgspec.structs.replace(wanted, ids=tuple(gone[at : at + 500]))
        counts.subtract({f.value: f.rows for f in counting.incident_facets(connection, part, column, limit=None)})
    told = {} if column in _OWN else _told(connection, wanted, column, others)
    for incident in others:
        values = [_own(incident)[column]] if column in _OWN else told.get(incident.id, ())
        counts.update(value for value in values if value is not None)
    return [Facet(value, n) for value, n in sorted((+counts).items(), key=lambda kv: (-kv[1], kv[0]))[:limit]]


def keeps(connection: Connection, wanted: IncidentFilter, incidents: Collection[Incident]) -> list[Incident]:
    """Those of some incidents that a filter keeps, as `incident_terms` does in SQL; `wanted.after` is not looked at."""
    kept = [incident for incident in incidents if _fits(wanted, incident)]
    told = report_terms(wanted)
    if told is None or not kept:
        return kept
    found = set(connection.execute(select(t.events.c.id).where(*told, _among(kept))).scalars())
    return [incident for incident in kept if not found.isdisjoint(incident.events)]


def _after(connection: Connection, wanted: IncidentFilter, known: Known) -> tuple[str, str] | None:
    """Where the incident stands behind which those are asked for."""
    if wanted.after is None:
        return None
    for incident in known.held:
        if incident.id == wanted.after:
            return place_in_time(incident)
    i = t.incidents.c
    day = connection.execute(select(i.first_on).where(i.id == wanted.after)).scalar()
    return (day or "", wanted.after)


def _own(incident: Incident) -> dict[str, str | None]:
    site = incident.site
    return {
        "type": incident.type,
        "of": incident.of,
        "quad": incident.quad,
        "modality": incident.modality,
        "country": site.country if site else None,
        "admin1": site.admin1 if site else None,
    }


def _fits(wanted: IncidentFilter, incident: Incident) -> bool:
    for name, value in _own(incident).items():
        asked = getattr(wanted, name)
        if asked is not None and value not in (asked if isinstance(asked, tuple) else (asked,)):
            return False
    first, last = incident.days or (incident.known_on, incident.known_on)
    if (wanted.since is not None and last < wanted.since) or (wanted.until is not None and first > wanted.until):
        return False
    if wanted.ids is not None and incident.id not in wanted.ids:
        return False
    if wanted.event is not None and wanted.event not in incident.events:
        return False
    sources, targets = ({a.id for a in side} for side in incident.sides)
    named = [set(names_in(names)) for names in (wanted.actor, wanted.other) if names is not None]
    if any((sources | targets).isdisjoint(names) for names in named):
        return False
    if wanted.pair is None:
        return True
    one, other = wanted.pair
    return (one in sources and other in targets) or (other in sources and one in targets)


def _told(
    connection: Connection, wanted: IncidentFilter, column: str, incidents: Collection[Incident]
) -> dict[str, set[str | None]]:
    """The values of a column of events, by the incident that these tell of."""
    e: Any = t.events.c
    terms = report_terms(wanted) or stands(e.known_on, e.gone_on, wanted.as_of)
    query = select(e.id, e[column]).where(*terms, _among(incidents))
    by_event = {row[0]: row[1] for row in connection.execute(query)}
    return {i.id: {by_event[event] for event in i.events if event in by_event} for i in incidents}


def _among(incidents: Collection[Incident]) -> ColumnElement[bool]:
    return t.events.c.id.in_(sorted({event for incident in incidents for event in incident.events}))
