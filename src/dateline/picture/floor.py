"""How finely a place may be shown: never finer than the words allow, nor than is safe for those it was done to.

The one rule about victims, shelters, aid and hospitals: such an event is shown by its first-order area, without
coordinates or town, on maps, in tables and in every download. The sentences stay as they were printed.
"""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from dateline.values import Actor, FoundEvent, Incident, Place, RoleFiller, Site

_EXPOSED_SECTORS = frozenset({"CVL", "MED", "EDU", "REF", "IDP", "NGO", "JOU"})
_PEOPLE = re.compile(
    r"(?i)\b(?:civilians?|patients?|doctors?|nurses?|medics?|pupils?|students?|teachers?|child(?:ren)?|girls?|boys?|women"
    r"|woman|people|persons?|residents?|villagers?|famil(?:y|ies)|passengers?|bystanders?|crowds?|mourners?|worshipp?ers?"
    r"|pilgrims?|refugees?|displaced|aid\s+workers?|witness(?:es)?|survivors?|detainees?|hostages?|journalists?)\b"
)
_SHELTERS = re.compile(
    r"(?i)\b(?:hospitals?|clinics?|maternity|schools?|universit(?:y|ies)|camps?|shelters?|orphanages?|safe\s+houses?"
    r"|mosques?|church(?:es)?|temples?|synagogues?|shrines?|aid\s+convoys?|warehouses?\s+of\s+aid)\b"
)
_HARMS = frozenset({"ASSAULT", "COERCE", "THREATEN"})


class Shown(Struct, frozen=True):
    """A place as it may be shown. `kind`: point, near (a circle of `radius_km`), area, country or none."""

    kind: str
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    precision: int | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    is_coarsened: bool = False


def shown_event(found: FoundEvent) -> Shown:
    """Where an event may be shown."""
    return shown_place(found.place, is_exposed=is_exposed(found))


def shown_incident(incident: Incident, found: Sequence[FoundEvent]) -> Shown:
    """Where an incident may be shown; `found` are its events."""
    exposed = incident.type == "AID" or incident.of == "AID" or _has_exposed(incident.recipients)
    return shown_place(incident.site, is_exposed=exposed or any(is_exposed(f) for f in found))


def is_exposed(found: FoundEvent) -> bool:
    """Whether an event's finest place could lead to people who must not be found: the rule, in one place.

    What the coder read of a fixed event counts too: no edit makes a place finer than it may be shown.
    """
    review = found.review
    if review is not None and review.machine is not None and _is_exposed(replace(found, event=review.machine)):
        return True
    return _is_exposed(found)


def _is_exposed(found: FoundEvent) -> bool:
    event = found.event
    if event.type == "AID" or event.of == "AID":
        return True
    sides = (event.source, *event.actors, event.target, *event.recipients)
    if _has_exposed([side.actor for side in sides if side is not None and side.actor is not None]):
        return True
    if event.type in _HARMS and _SHELTERS.search(found.evidence.words):
        return True
    fillers = (*event.roles.victim, *event.roles.target)
    sides_met = [side for side in (event.target, *event.recipients) if side is not None]
    words = [_words(found, span.start, span.end) for span in (*fillers, *sides_met)]
    return any(_PEOPLE.search(text) or _SHELTERS.search(text) for text in (*words, *_entities(fillers)))


def shown_place(place: Place | Site | None, *, is_exposed: bool) -> Shown:
    """A place at the precision of its words, or of its area where it is exposed."""
    if place is None or (place.country is None and place.lat is None):
        return Shown("none")
    precision = place.precision or 6
    if precision == 6 or (is_exposed and place.admin1 is None):
        return Shown("country", None, place.country, None, 6, is_coarsened=is_exposed and precision < 6)
    if is_exposed or precision == 4:
        coarse = is_exposed and precision < 4
        return Shown("area", None, place.country, place.admin1, max(precision, 4), is_coarsened=coarse)
    kind = "point" if precision == 1 or (precision == 2 and not place.radius_km) else "near"
    if place.lat is None or place.lon is None:
        kind = "area" if place.admin1 else "country" if place.country else "none"
    return Shown(
        kind, place.name, place.country, place.admin1, precision, place.lat, place.lon, place.radius_km
    )  # fmt: skip


def _has_exposed(actors: Sequence[Actor]) -> bool:
    return any(actor.sector in _EXPOSED_SECTORS for actor in actors)


def _words(found: FoundEvent, start: int, end: int) -> str:
    offset = found.evidence.sentence.start
    return found.evidence.words[max(start - offset, 0) : max(end - offset, 0)]


def _entities(fillers: Sequence[RoleFiller]) -> list[str]:
    return [(filler.entity or "").replace("-", " ") for filler in fillers]
