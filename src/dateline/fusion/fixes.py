"""What a person may set in an event, and the event as it reads then.

A fix names only the parts that it sets; all others stay as the coder reads them, also a later one. Sides keep the words
they stood on: who is shown how finely (`picture.floor`) must not follow from a fix.
"""

from typing import Any

from msgspec import UNSET, Struct, UnsetType, structs

from dateline.errors import InputError
from dateline.extraction.events.plover import MODES, TYPES, Modality, quad_of, score_of
from dateline.values import Actor, Candidate, Count, Event, FoundEvent, Party, Place, Toll, days_of
from dateline.values.review import Fixed
from dateline.values.time import date_precision

PARTS = ("type", "of", "mode", "standing", "source", "target", "place", "date", "killed", "injured")
TOLLS = ("killed", "injured")
STANDINGS = tuple(str(modality) for modality in Modality)
_PRECISION = {"country": 6, "admin1": 4, "admin2": 3, "region": 5, "continent": 5, "sea": 7}


class Changes(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The parts of an event that a person set. None says that there is none; what is left out is not touched.

    `standing` is a modality; `denied` also negates. `date` is an ISO or TIMEX3 value of any grain.
    """

    type: str | UnsetType = UNSET
    of: str | UnsetType | None = UNSET
    mode: str | UnsetType | None = UNSET
    standing: str | UnsetType = UNSET
    source: Actor | UnsetType | None = UNSET
    target: Actor | UnsetType | None = UNSET
    place: Candidate | UnsetType | None = UNSET
    date: str | UnsetType | None = UNSET
    killed: Count | UnsetType | None = UNSET
    injured: Count | UnsetType | None = UNSET

    def then(self, later: "Changes") -> "Changes":
        """Both, the later one last."""
        return structs.replace(self, **later.told())

    def told(self) -> dict[str, Any]:
        """The parts that are set, by name."""
        return {part: value for part in PARTS if (value := getattr(self, part)) is not UNSET}


def check(changes: Changes, *, of: FoundEvent) -> None:
    """Whether an event may be read so.

    Raises:
        InputError: nothing is set, or a word that no event can have.
    """
    told = changes.told()
    if not told:
        raise InputError("Nothing was changed. Say what is wrong, or accept the event as it is.")
    for part in ("type", "of"):
        if told.get(part) is not None and told[part] not in TYPES:
            raise InputError(f"{told[part]}: no such act. The acts are {', '.join(TYPES)}.")
    if "standing" in told and told["standing"] not in STANDINGS:
        raise InputError(f"{told['standing']}: an act is {', '.join(STANDINGS)}.")
    kind = told.get("type", of.event.type)
    if told.get("mode") is not None and told["mode"] not in MODES.get(kind, ()):
        modes = ", ".join(sorted(MODES.get(kind, ()))) or "no mode"
        raise InputError(f"{told['mode']}: {kind} has {modes}.")
    if told.get("date") is not None and days_of(told["date"]) is None:
        raise InputError(f"{told['date']}: no date. Write 2021-11-25, 2021-11, 2021-W48 or 2021.")


def read_so(found: FoundEvent, changes: Changes) -> FoundEvent:
    """An event with the parts that a person set."""
    told = changes.told()
    event = found.event
    new: dict[str, Any] = {part: told[part] for part in ("of", "mode") if part in told}
    if "type" in told and told["type"] != event.type:
        new |= {"type": told["type"], "quad": quad_of(told["type"]), "score": score_of(told["type"])}
        if "mode" not in told and event.mode not in MODES.get(told["type"], ()):
            new["mode"] = None
    if "standing" in told:
        new |= {"modality": told["standing"], "negated": told["standing"] == Modality.DENIED}
    for side, others in (("source", "actors"), ("target", "recipients")):
        if side in told:
            party = _side(event, getattr(event, side), told[side])
            rest = [p for p in getattr(event, others) if p != getattr(event, side)]
            new |= {side: party, others: tuple(rest if party is None or not rest else [party, *rest])}
    days = found.days
    if "date" in told:
        days = days_of(told["date"])
        new |= {"date": told["date"], "date_precision": date_precision(told["date"]) if days else None}
    for kind in TOLLS:
        if kind in told:
            new[kind] = _toll(event, getattr(event, kind), told[kind])
    place = _place(found, told["place"]) if "place" in told else found.place
    return structs.replace(found, event=structs.replace(event, **new), place=place, days=days)


def fixed(machine: FoundEvent, person: FoundEvent) -> tuple[Fixed, ...]:
    """The parts that the two read differently, as short words."""
    pairs = zip(PARTS, _described(machine), _described(person), strict=True)
    return tuple(Fixed(part, one, other) for part, one, other in pairs if one != other)


def described(found: FoundEvent) -> dict[str, str | None]:
    """The parts of an event that a person may set, as short words: codes, ids of actors, a place with its area."""
    return dict(zip(PARTS, _described(found), strict=True))


def words_of(changes: Changes) -> dict[str, str | None]:
    """The parts that a fix sets, as the same short words."""
    return {part: _words_of(value) for part, value in changes.told().items()}


def count_of(words: str) -> Count:
    """The count that words such as `46`, `43-55` or `43-50-55` (lowest, best, highest) mean; of two, the lower is best.

    Raises:
        InputError: no such count.
    """
    parts = [part.strip().replace(",", "") for part in words.replace("–", "-").split("-")]
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 9]
    if len(numbers) != len(parts) or len(numbers) > 3 or numbers != sorted(numbers):
        raise InputError(f"{words}: no count. Write 46, or 43-55, or lowest-best-highest as 43-50-55.")
    return Count(numbers[0], numbers[len(numbers) // 3], numbers[-1])


def _words_of(value: str | Actor | Candidate | Count | None) -> str | None:
    if isinstance(value, Actor):
        return value.id
    if isinstance(value, Count):
        return _count(value)
    return _spot(value.name, value.admin1, value.country) if isinstance(value, Candidate) else value


def _count(toll: Count | Toll | None) -> str | None:
    if toll is None:
        return None
    numbers = (toll.low, toll.best, toll.high)
    return str(toll.best) if len(set(numbers)) == 1 else "-".join(map(str, numbers))


def _spot(*parts: str | None) -> str | None:
    return ", ".join(dict.fromkeys(part for part in parts if part)) or None


def _described(found: FoundEvent) -> tuple[str | None, ...]:
    event, place = found.event, found.place
    sides = [
        side.actor.id if side is not None and side.actor is not None else None for side in (event.source, event.target)
    ]
    where = _spot(place.name, place.admin1, place.country) if place is not None else None
    standing = "denied" if event.negated else event.modality
    return (
        event.type,
        event.of,
        event.mode,
        standing,
        *sides,
        where,
        event.date,
        _count(event.killed),
        _count(event.injured),
    )


def _side(event: Event, before: Party | None, actor: Actor | None) -> Party | None:
    """A side with the words it stood on; with none of its own where the coder saw no side."""
    if actor is None:
        return None
    start, end = (before.start, before.end) if before is not None else (event.trigger.start, event.trigger.start)
    return Party(start, end, actor)


def _toll(event: Event, before: Toll | None, count: Count | None) -> Toll | None:
    """A toll with the words it stood on; with those of the act where the coder saw none."""
    if count is None:
        return None
    at = before or event.trigger
    return Toll(at.start, at.end, count.low, count.best, count.high)


def _place(found: FoundEvent, spot: Candidate | None) -> Place | None:
    if spot is None:
        return None
    before = found.place
    start, end = (before.start, before.end) if before is not None else (found.event.trigger.start,) * 2
    return Place(
        start, end, lat=spot.lat, lon=spot.lon, country=spot.country, admin1=spot.admin1, geonameid=spot.geonameid,
        precision=_PRECISION.get(spot.kind, 1), name=spot.name, why="set by a person",
    )  # fmt: skip
