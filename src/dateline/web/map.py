"""A quiet map as plain SVG: areas shaded by how many events lie there, dots only where the words name a spot.

An event known only to its country colours the country's edge; one without a place is counted beside the map.
Coordinates of the drawing are pixels from the upper left; the projection keeps shapes true at the middle latitude.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import cos, dist, radians, sqrt
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from dateline.picture.floor import shown_event
from dateline.values import FoundEvent
from dateline.web import words
from dateline.web.tongues import _, ngettext

Box = tuple[float, float, float, float]  # west, south, east, north in degrees
Areas = Sequence[tuple[str | None, str | None, int]]
_SHAPES = Path(__file__).parent / "shapes"
_WIDTH = 900
_ASPECT = 1.62
_WORLD: Box = (-170.0, -56.0, 180.0, 76.0)
_KM_A_DEGREE = 111.2
_LEAST = 9.0  # degrees from south to north, so that a small state is seen among its neighbours
_DETAILED = 4  # countries whose first-order areas are drawn
_SAME_SPOT = 16.0  # pixels within which spots of one name are drawn as one: a city known by two points
# how much larger letters and spots are drawn than on a wide screen; desk.css says the same of a phone
_SCREENS = {"wide": (1.0, 1.0), "narrow": (2.3, 1.9)}


class Outline(Struct, frozen=True):
    """A country or area: its path, how dark (0 to 5), and what a click opens."""

    path: str
    name: str
    events: int = 0
    shade: int = 0
    country: str | None = None
    admin1: str | None = None


class Label(Struct, frozen=True):
    """Where the name of a spot stands on a `wide` screen or a `narrow` one, whose letters are larger on the drawing."""

    screen: str
    x: float
    y: float
    anchor: str


class Dot(Struct, frozen=True):
    """Events at one spot, or within `radius` pixels of it (then `is_near`); a name only where it covers nothing."""

    x: float
    y: float
    radius: float
    name: str
    quad: str
    events: tuple[str, ...]
    is_near: bool = False
    labels: tuple["Label", ...] = ()


class Drawing(Struct, frozen=True, kw_only=True):
    """The map, and beside it what has no place on it."""

    width: int
    height: int
    countries: tuple[Outline, ...]
    areas: tuple[Outline, ...]
    edges: tuple[Outline, ...]
    dots: tuple[Dot, ...]
    unplaced: int
    outside: tuple[tuple[str, int], ...]  # (country code, events) beyond the frame
    listed: tuple[tuple[str | None, str | None, int], ...]  # the same in rows, for who does not see it
    total: int
    drawn: int  # events looked at for dots
    is_world: bool
    by_country: tuple[tuple[str, int], ...]


def draw(events: Iterable[FoundEvent], areas: Areas, *, is_world: bool = False) -> Drawing:
    """Draw events on the map.

    Args:
        events: those that may become dots, the latest ones.
        areas: (country, admin1, events) of all events asked for.
        is_world: the whole world instead of where most of it happens.
    """
    held = list(events)
    by_country: Counter[str] = Counter()
    for country, _area, n in areas:
        if country is not None:
            by_country[country] += n
    box = _WORLD if is_world or not by_country else _frame(by_country)
    project = _Projection(box)
    unplaced = sum(n for country, _, n in areas if country is None)
    inside = [c for c, _ in by_country.most_common() if _overlaps(_box_of(c), box)]
    return Drawing(
        width=_WIDTH,
        height=project.height,
        countries=_land(box),
        areas=tuple(_areas(areas, held, inside[: 0 if is_world else _DETAILED], project)),
        edges=tuple(_edges(areas, inside, project)),
        dots=tuple(_dots(held, project)),
        unplaced=unplaced,
        outside=tuple((c, n) for c, n in by_country.most_common() if c not in inside),
        listed=tuple(areas[:40]),
        total=sum(n for _, _, n in areas),
        drawn=len(held),
        is_world=is_world,
        by_country=tuple(by_country.most_common()),
    )


def in_words(drawing: Drawing) -> str:
    """The map for who does not see it: how many events where, most first."""
    if not drawing.total:
        return _("No event is in view.")
    countries = _(", ").join(
        _("%(n)s in %(place)s", n=words.number(n), place=words.country(c)) for c, n in drawing.by_country[:5]
    )
    finest = [(a, n) for _country, a, n in drawing.listed if a is not None][:4]
    areas = _(", ").join(_("%(n)s in %(place)s", n=words.number(n), place=a) for a, n in finest)
    said = [ngettext("Of %(num)s event:", "Of %(num)s events:", drawing.total, num=words.number(drawing.total))]
    said += [f"{countries}."] if countries else [_("none has a place.")]
    said += [_("By area, most are: %(areas)s.", areas=areas)] if areas else []
    said += [_("For %(n)s no place is given.", n=words.number(drawing.unplaced))]
    return " ".join(said)


def load_borders() -> None:
    """Read the borders once, before anybody waits for them."""
    _all_countries()


class _Projection:
    def __init__(self, box: Box) -> None:
        self.box = box
        west, south, east, north = box
        self.scale_y = 0.0
        self.cos = max(cos(radians((south + north) / 2)), 0.2)
        self.scale = _WIDTH / ((east - west) * self.cos)
        self.height = round((north - south) * self.scale)

    def __call__(self, lon: float, lat: float) -> tuple[float, float]:
        west, _, _, north = self.box
        return (lon - west) * self.cos * self.scale, (north - lat) * self.scale

    def path(self, rings: Iterable[Sequence[Sequence[float]]], slack: float = 0.06) -> str:
        """SVG path of rings, cut to the frame and thinned to what a pixel shows."""
        west, south, east, north = self.box
        dx, dy = (east - west) * slack, (north - south) * slack
        frame = (west - dx, south - dy, east + dx, north + dy)
        parts = []
        for ring in rings:
            cut = _clip(ring, frame)
            points: list[tuple[float, float]] = []
            for lon, lat in cut:
                x, y = self(lon, lat)
                if not points or abs(points[-1][0] - x) + abs(points[-1][1] - y) >= 1.6:
                    points.append((round(x, 1), round(y, 1)))
            if len(points) >= 4:
                parts.append("M" + "L".join(f"{x:g},{y:g}" for x, y in points) + "Z")
        return "".join(parts)


@cache
def _all_countries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((_SHAPES / "countries.json").read_text(encoding="utf-8"))
    for row in found:
        row["rings"] = [_unbroken(ring) for ring in row["rings"]]
    return found


def _unbroken(ring: list[list[float]]) -> list[list[float]]:
    """A ring over the date line runs on past 180 degrees, so that no line crosses the whole map."""
    if any(abs(one[0] - two[0]) > 180 for one, two in pairwise(ring)):
        return [[lon + 360 if lon < 0 else lon, lat] for lon, lat in ring]
    return ring


@cache
def _all_areas(country: str) -> list[dict[str, Any]]:
    path = _SHAPES / "admin1" / f"{country}.json"
    if not re.fullmatch(r"[A-Z]{3}", country) or not path.is_file():
        return []
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def _box_of(country: str) -> Box | None:
    """The frame of a country's largest piece, so that islands far away do not stretch it."""
    rings = [ring for row in _all_countries() if row["code"] == country for ring in row["rings"]]
    if not rings:
        return None
    boxes = [_bounds(ring) for ring in rings]
    return max(boxes, key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))


def _bounds(ring: Sequence[Sequence[float]]) -> Box:
    lons, lats = [p[0] for p in ring], [p[1] for p in ring]
    return min(lons), min(lats), max(lons), max(lats)


def _frame(by_country: Counter[str]) -> Box:
    """From the country with most events outwards, as long as the frame does not grow far for little."""
    box: Box | None = None
    for country, _n in by_country.most_common():
        own = _box_of(country)
        if own is None:
            continue
        if box is None:
            box = own
            continue
        wide = (min(box[0], own[0]), min(box[1], own[1]), max(box[2], own[2]), max(box[3], own[3]))
        if _size(wide) <= max(2.2 * _size(box), 420):
            box = wide
    if box is None:
        return _WORLD
    west, south, east, north = box
    pad = max((east - west) * 0.07, (north - south) * 0.07, (_LEAST - (north - south)) / 2, 0.5)
    west, south, east, north = west - pad, max(south - pad, -80), east + pad, min(north + pad, 83)
    middle = max(cos(radians((south + north) / 2)), 0.2)
    width, height = (east - west) * middle, north - south
    if width / height < _ASPECT:
        more = (height * _ASPECT - width) / middle / 2
        west, east = west - more, east + more
    else:
        more = (width / _ASPECT - height) / 2
        south, north = south - more, north + more
    return max(west, -180.0), max(south, -80.0), min(east, 180.0), min(north, 83.5)


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _overlaps(one: Box | None, other: Box) -> bool:
    if one is None:
        return False
    x, y = (one[0] + one[2]) / 2, (one[1] + one[3]) / 2
    return other[0] <= x <= other[2] and other[1] <= y <= other[3]


@lru_cache(maxsize=64)
def _land(box: Box) -> tuple[Outline, ...]:
    """The countries in a frame; the same frame is asked for again and again."""
    project = _Projection(box)
    drawn = [(row, project.path(row["rings"])) for row in _all_countries()]
    return tuple(Outline(path, row["name"], country=row["code"] or None) for row, path in drawn if path)


def _areas(areas: Areas, events: list[FoundEvent], detailed: list[str], project: _Projection) -> Iterable[Outline]:
    counts: dict[tuple[str, str], int] = {}
    for country, admin1, n in areas:
        if country is not None and admin1 is not None:
            counts[country, admin1] = n
    most = max(counts.values(), default=1)
    for country in detailed:
        shapes, by_name = _all_areas(country), _areas_by_name(country)
        matched: dict[int, tuple[str, int]] = {}
        for (c, admin1), n in counts.items():
            if c == country:
                at = by_name.get(_folded(admin1))
                at = _area_around(events, country, admin1) if at is None else at
                if at is not None:
                    matched[at] = (admin1, n)
        for at, path in enumerate(_area_paths(country, project.box)):
            if not path:
                continue
            name, n = matched.get(at, (None, 0))
            shade = 1 + round(4 * sqrt(n / most)) if n else 0
            yield Outline(path, name or shapes[at]["name"], n, min(shade, 5), country, name)


@cache
def _areas_by_name(country: str) -> dict[str, int]:
    return {_folded(shape["name"]): at for at, shape in enumerate(_all_areas(country))}


@lru_cache(maxsize=256)
def _area_paths(country: str, box: Box) -> tuple[str, ...]:
    """A country's areas in a frame, in the order of their shapes; the same frame is asked for again and again."""
    project = _Projection(box)
    return tuple(project.path(shape["rings"]) for shape in _all_areas(country))


def _area_around(events: list[FoundEvent], country: str, admin1: str) -> int | None:
    """The shape that holds a place of that area, where the names differ."""
    mine = (f.place for f in events if f.place is not None and (f.place.country, f.place.admin1) == (country, admin1))
    spots = dict.fromkeys((p.lon, p.lat) for p in mine if p.lat is not None and p.lon is not None)
    return next((at for lon, lat in spots if (at := _area_at(country, lon, lat)) is not None), None)


@lru_cache(maxsize=8192)
def _area_at(country: str, lon: float, lat: float) -> int | None:
    """The shape of a country that holds a spot."""
    shapes = _all_areas(country)
    return next(
        (at for at, shape in enumerate(shapes) if any(_is_inside(lon, lat, ring) for ring in shape["rings"])), None
    )


def _is_inside(x: float, y: float, ring: Sequence[Sequence[float]]) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _edges(areas: Areas, inside: list[str], project: _Projection) -> Iterable[Outline]:
    only = {country: n for country, admin1, n in areas if country is not None and admin1 is None}
    for outline in _land(project.box):
        n = only.get(outline.country or "", 0)
        if n and outline.country in inside:
            yield Outline(outline.path, outline.name, n, country=outline.country)


def _dots(events: list[FoundEvent], project: _Projection) -> list[Dot]:
    spots = sorted(_spots(events, project), key=lambda spot: (-len(spot.events), spot.x, spot.y))
    taken = {
        screen: [(s.x - r, s.y - r, s.x + r, s.y + r) for s in spots if not s.is_near and (r := s.radius * larger)]
        for screen, (_, larger) in _SCREENS.items()
    }
    return [
        structs.replace(
            spot, labels=tuple(found for screen in _SCREENS if (found := _label(spot, screen, taken[screen])))
        )
        if not any(_says_the_same(other, spot) for other in spots)
        else spot
        for spot in spots
    ]


def _says_the_same(other: Dot, near: Dot) -> bool:
    """A spot beside the circle around it carries the name for both."""
    is_close = dist((other.x, other.y), (near.x, near.y)) < _SAME_SPOT
    return near.is_near and not other.is_near and other.name == near.name and is_close


def _spots(events: list[FoundEvent], project: _Projection) -> list[Dot]:
    """One for each spot that events name; a city that is known by two points close by is one."""
    at: dict[tuple[float, float, str, float], list[FoundEvent]] = defaultdict(list)
    names: dict[tuple[float, float, str, float], str] = {}
    west, south, east, north = project.box
    for found in events:
        shown = shown_event(found)
        if shown.kind not in ("point", "near") or shown.lat is None or shown.lon is None:
            continue
        if not (west <= shown.lon <= east and south <= shown.lat <= north):
            continue
        x, y = project(shown.lon, shown.lat)
        radius = shown.radius_km or 0.0 if shown.kind == "near" else 0.0
        name = shown.name or "unnamed place"
        same = (
            k for k in at if k[2] == shown.kind == "point" and names[k] == name and dist((x, y), k[:2]) < _SAME_SPOT
        )
        key = next(same, (x, y, shown.kind, radius))
        at[key].append(found)
        names[key] = name
    return [_spot(names[key], key, held, project) for key, held in at.items()]


def _spot(name: str, key: tuple[float, float, str, float], held: list[FoundEvent], project: _Projection) -> Dot:
    x, y, kind, radius_km = key
    is_near = kind == "near"
    size = radius_km / _KM_A_DEGREE * project.scale if is_near else min(3.2 + 1.5 * sqrt(len(held)), 15)
    quads = Counter(f.event.quad for f in held)
    quad = max(sorted(quads), key=lambda q: quads[q])
    return Dot(round(x, 1), round(y, 1), round(max(size, 4.0), 1), name, quad, tuple(f.id for f in held), is_near)


def _label(spot: Dot, screen: str, taken: list[Box]) -> Label | None:
    """The name where it covers no other and no spot; else none, and the spot still says it."""
    letters, larger = _SCREENS[screen]
    long, half = 6.6 * len(spot.name) * letters, 7 * letters
    gap = min(spot.radius, 15) * (1 if spot.is_near else larger) + 4 * letters
    for anchor in ("start", "end"):
        x = spot.x + gap if anchor == "start" else spot.x - gap
        left = x if anchor == "start" else x - long
        box = (left, spot.y - half, left + long, spot.y + half)
        free = all(box[2] < t[0] or box[0] > t[2] or box[3] < t[1] or box[1] > t[3] for t in taken)
        if free and left > 4 and left + long < _WIDTH - 4:
            taken.append(box)
            return Label(screen, round(x, 1), round(spot.y + 4 * letters, 1), anchor)
    return None


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]", "", plain)


def _clip(ring: Sequence[Sequence[float]], frame: Box) -> list[tuple[float, float]]:
    """Sutherland-Hodgman: the part of a ring inside the frame."""
    west, south, east, north = frame
    points = [(p[0], p[1]) for p in ring]
    bounds = _bounds(points)
    if bounds[2] < west or bounds[0] > east or bounds[3] < south or bounds[1] > north:
        return []
    if bounds[0] >= west and bounds[2] <= east and bounds[1] >= south and bounds[3] <= north:
        return points
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept: list[tuple[float, float]] = []
        for one, two in zip(points, [*points[1:], *points[:1]]):
            in_one, in_two = sign * (one[axis] - limit) >= 0, sign * (two[axis] - limit) >= 0
            if in_one:
                kept.append(one)
            if in_one != in_two:
                share = (limit - one[axis]) / (two[axis] - one[axis])
                kept.append((one[0] + share * (two[0] - one[0]), one[1] + share * (two[1] - one[1])))
        points = kept
        if not points:
            return []
    return points
