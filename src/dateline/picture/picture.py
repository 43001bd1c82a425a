"""The standing picture over everything a store holds, or over values of one's own.

Holds values and answers; nothing is fetched and nothing kept between questions. `Store.picture()` makes one.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct

from dateline.picture.calendar import calendar
from dateline.picture.presence import presence
from dateline.picture.relations import relate
from dateline.picture.warnings import warn
from dateline.values import FoundEvent, Incident, Sighting
from dateline.values.picture import CalendarEntry, Presence, Relation
from dateline.values.warning import CountedIncident, EarlyWarning


class Picture:
    """Relations, presence, calendar and warnings over one state of knowledge.

    Args:
        events: events with their evidence.
        incidents: the same, fused; series and warnings count these.
        sightings: of an actor id, the sentences that name it together with a place.
        articles_by_day: reports read each ISO day: the coverage that every absence rests on.
        at: the ISO day the picture is of; the last day covered where left out.

    >>> Picture(events=()).relation("USA", "taliban").facets
    ()
    """

    def __init__(
        self,
        *,
        events: Iterable[FoundEvent],
        incidents: Iterable[Incident] = (),
        sightings: Callable[[str], Iterable[Sighting]] = lambda actor: (),
        articles_by_day: Mapping[str, int] | None = None,
        at: str | None = None,
    ) -> None:
        self.events = tuple(events)
        self.incidents = tuple(incidents)
        self._sightings = sightings
        self.articles_by_day = dict(articles_by_day or {})
        known = [found.evidence.known_on[:10] for found in self.events]
        self.at = at or max([*self.articles_by_day, *known], default="9999-12-31")
        self._incident_of = {event: incident.id for incident in self.incidents for event in incident.events}

    def relation(self, a: str, b: str, *, at: str | None = None) -> Relation:
        """How two parties stand; a state stands with all who act for it (ISO alpha-3 code)."""
        return relate(self.events, a=a, b=b, at=at or self.at, incident_of=self._incident_of)

    def presence(self, actor: str, *, since: str, until: str) -> Presence:
        """Where an actor is present and active from one ISO day to another, against the window before it."""
        return presence(
            self.events,
            self._sightings(actor),
            self.articles_by_day,
            actor=actor,
            since=since,
            until=until,
            incident_of=self._incident_of,
        )

    def calendar(
        self, *, at: str | None = None, since: str | None = None, until: str | None = None
    ) -> tuple[CalendarEntry, ...]:
        """What is announced, and what became of it."""
        return calendar(self.incidents, at=at or self.at, since=since, until=until)

    def warnings(self, *, accept: float = 0.5) -> tuple[EarlyWarning, ...]:
        """What rose, spread, fell or went dark, with `accept` false rises a series and year."""
        coverage: dict[str | None, dict[date, float]] = {
            None: {date.fromisoformat(day): float(n) for day, n in self.articles_by_day.items()}
        }
        return warn(counted(self.incidents), coverage, accept=accept)


class _Named(Struct):
    id: str


class _Area(Struct):
    country: str | None = None
    admin1: str | None = None


class BareIncident(Struct):
    """As much of an incident as early warning counts: read from a store without the rest."""

    id: str
    type: str
    known_on: str
    modality: str = "asserted"
    days: tuple[str, str] | None = None
    actors: tuple[_Named, ...] = ()
    site: _Area | None = None


def counted(incidents: Iterable[Incident | BareIncident]) -> list[CountedIncident]:
    """Incidents as early warning counts them: what happened, dated and placed to a first-order area."""
    return [
        CountedIncident(
            id=incident.id,
            date=incident.days[0],
            known_on=max(incident.known_on[:10], incident.days[0]),
            type=incident.type,
            actors=tuple(actor.id for actor in incident.actors),
            country=incident.site.country if incident.site else None,
            admin1=incident.site.admin1 if incident.site else None,
        )
        for incident in incidents
        if incident.days is not None and incident.modality == "asserted"
    ]
