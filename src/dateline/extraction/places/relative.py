"""Places that are told from another: "20 km east of X", "northern X", "outside X", "near the border with X".

The span stays the name's; point, radius and precision become what the words say.
"""

import re
from math import cos, radians

from msgspec import structs

from dateline.extraction.places import words
from dateline.extraction.places.gazetteer import Spot
from dateline.extraction.places.mention import PlaceMention
from dateline.extraction.text.tokens import Parse
from dateline.values import Place

_NUMBERS = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0,
            "ten": 10.0, "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "dozen": 12.0}  # fmt: skip
_UNITS = {"km": 1.0, "kms": 1.0, "kilometers": 1.0, "kilometres": 1.0, "kilometer": 1.0, "kilometre": 1.0, "km.": 1.0,
          "mile": 1.609, "miles": 1.609, "mi": 1.609, "mi.": 1.609, "meters": 0.001, "metres": 0.001, "yards": 0.0009}  # fmt: skip
_DIRECTION_WORDS = (
    words.DIRECTIONS.keys()
    | _UNITS.keys()
    | _NUMBERS.keys()
    | words.word_set("of about some just the to from located away around due roughly")
)
BORDER = "; somewhere along the border with it"  # ends the reason of such a place
_DEGREE_KM = 111.2
_NUMBER = re.compile(r"^\d{1,3}(?:,\d{3})*(?:\.\d+)?$|^\d+(?:\.\d+)?$")
_MOST_SHIFT_KM = 150.0


def as_written(place: Place, mention: PlaceMention, parse: Parse, spot: Spot) -> Place:
    """The place with point, radius and precision as the words before the name ask."""
    tokens = parse.tokens
    first = mention.first
    line_first = parse.lines[tokens[first].sent].first
    before = [tokens[i].lower for i in range(max(line_first, first - 9), first)]
    while (
        before and before[-1] in ("the", "city", "town", "village", "capital", "of") and before[-2:] != ["east", "of"]
    ):
        if (
            before[-1] == "of"
            and len(before) > 1
            and (before[-2] in words.DIRECTIONS or before[-2] not in ("city", "town", "village", "capital"))
        ):
            break
        before.pop()
    if not before:
        return place
    if _is_apposition(parse, line_first, first):
        return place  # "Zuwara, west of Tripoli": Tripoli itself stays where it is
    if before[-1] == "of" and len(before) > 1:
        return _of(place, before[:-1], spot)
    if before[-1] == "from" and len(before) > 2 and _distance(before[:-1]) is not None:
        return _away(place, _distance(before[:-1]) or 0.0, None)
    if before[-1] in words.DIRECTIONS:
        return _part(place, words.DIRECTIONS[before[-1]], spot)
    if before[-1] == "central" and spot.kind in ("country", "admin1", "region"):
        return structs.replace(
            place,
            radius_km=round(spot.radius_km * 0.5, 1),
            precision=max(place.precision or 5, 4) if spot.kind == "admin1" else 5,
        )
    if before[-1] in ("near", "outside", "nearby", "around") or before[-2:] == ["close", "to"]:
        return _near(place, spot)
    if before[-1] in ("with", "to") and "border" in before[-3:]:
        return structs.replace(place, precision=5, why=f"{place.why}{BORDER}")
    if before[-1] in ("with", "to") and "frontier" in before[-3:]:
        return structs.replace(place, precision=5)
    if before[-1] == "off":
        return structs.replace(
            place, precision=7, radius_km=round((place.radius_km or 10.0) + 50.0, 1), why=f"{place.why}; at sea, off it"
        )
    is_between = before[-1] == "between" or (before[-1] == "and" and "between" in before[:-1])
    if is_between and spot.kind in ("city", "quarter", "camp", "crossing", "admin2"):
        return structs.replace(
            place,
            precision=5,
            radius_km=round(max(30.0, 3 * (place.radius_km or 10.0)), 1),
            why=f"{place.why}; somewhere between it and another place",
        )
    return place


def _is_apposition(parse: Parse, line_first: int, first: int) -> bool:
    """Whether the words of direction stand behind a comma and a name: they place that name, by this one."""
    tokens = parse.tokens
    i = first - 1
    while i > line_first and (tokens[i].lower in _DIRECTION_WORDS or tokens[i].tag == "CD"):
        i -= 1
    return i > line_first and i < first - 1 and tokens[i].text == "," and tokens[i - 1].text[:1].isupper()


def _of(place: Place, before: list[str], spot: Spot) -> Place:
    if before[-1] in words.DIRECTIONS:
        way = words.DIRECTIONS[before[-1]]
        km = _distance(before[:-1])
        if km is not None:
            return _away(place, km, way)
        if before[-2:-1] == ["the"] or before[-2:-1] == ["in"]:
            return _part(place, way, spot)
        return _away(
            place, max(10.0, 2 * spot.radius_km) if spot.kind == "city" else spot.radius_km, way, is_vague=True
        )
    if before[-1] in ("outskirts", "edge", "vicinity", "suburbs", "suburb"):
        return _near(place, spot)
    if before[-1] == "coast" and ("off" in before[-4:]):
        return structs.replace(
            place,
            precision=7,
            radius_km=round((place.radius_km or 10.0) + 50.0, 1),
            why=f"{place.why}; at sea, off its coast",
        )
    if before[-1] in ("miles", "kilometers", "kilometres", "km") and ("within" in before):
        km = _distance(before) or 10.0
        return structs.replace(place, precision=2 if km <= 30 else 5, radius_km=round(km, 1))
    if before[-1] in ("north", "south", "west", "east"):
        return _part(place, words.DIRECTIONS[before[-1]], spot)
    return place


def _distance(before: list[str]) -> float | None:
    """Kilometres told by the last words: "20 km", "about 12 miles (20 km)", "some 5 kilometres to the"."""
    words_ = [w for w in before if w not in ("to", "the", "away", ")", "(", "just", "due", "-")]
    if not words_:
        return None
    unit = words_[-1]
    if unit in _UNITS and len(words_) > 1:
        number = words_[-2]
        if _NUMBER.match(number):
            return float(number.replace(",", "")) * _UNITS[unit]
        if number in _NUMBERS:
            return _NUMBERS[number] * _UNITS[unit]
    return None


def _away(place: Place, km: float, way: tuple[float, float] | None, *, is_vague: bool = False) -> Place:
    """A point `km` away in a direction; without a direction, the ring's radius."""
    if place.lat is None or place.lon is None or km > 1500:
        return place
    precision = 2 if km <= 60 else 5
    if way is None:
        return structs.replace(
            place, precision=precision, radius_km=round(max(km * 1.1, 2.0), 1), why=f"{place.why}; {km:.0f} km from it"
        )
    length = (way[0] ** 2 + way[1] ** 2) ** 0.5
    lat = max(-89.9, min(89.9, place.lat + km * way[0] / length / _DEGREE_KM))
    lon = place.lon + km * way[1] / length / (_DEGREE_KM * max(0.05, cos(radians(place.lat))))
    lon = (lon + 180.0) % 360.0 - 180.0
    radius = max(3.0, km * (1.0 if is_vague else 0.35))
    told = "somewhere that way" if is_vague else f"{km:.0f} km that way"
    return structs.replace(
        place, lat=round(lat, 5), lon=round(lon, 5), precision=precision, radius_km=round(radius, 1), geonameid=None if not is_vague else place.geonameid,
        why=f"{place.why}; {told} from it",
    )  # fmt: skip


def _part(place: Place, way: tuple[float, float], spot: Spot) -> Place:
    """A side of an area: half a radius that way, and no more exact than the area."""
    if place.lat is None or place.lon is None:
        return place
    if spot.kind in ("city", "quarter", "site", "camp"):
        return structs.replace(place, why=f"{place.why}; a part of it")
    if spot.kind not in ("country", "admin1", "admin2", "region", "island", "desert"):
        return place
    shift = min(0.45 * spot.radius_km, _MOST_SHIFT_KM)
    moved = _away(place, shift, way, is_vague=True)
    precision = 5 if spot.kind != "admin1" else 4
    if spot.kind == "admin2":
        precision = 3
    return structs.replace(
        moved, precision=precision, radius_km=round(0.75 * spot.radius_km, 1), why=f"{place.why}; that side of it"
    )


def _near(place: Place, spot: Spot) -> Place:
    if spot.kind in ("city", "quarter", "site", "camp", "crossing", "airbase", "mountain", "lake", "area"):
        return structs.replace(
            place, precision=2, radius_km=round((place.radius_km or 5.0) + 20.0, 1), why=f"{place.why}; near it"
        )
    return structs.replace(place, precision=5 if spot.kind in ("country", "region") else place.precision)
