"""Which first-order areas and countries adjoin: `python tools/places/adjoining.py` writes data/places/adjoining.tsv.

Made from the shapes of the map (web/shapes, from Natural Earth) and the gazetteer. Shapes of one country share the
points of their common border; shapes of two countries were thinned apart, so there nearness decides. The shapes are of
an older vintage than the gazetteer's areas: a shape stands for an area where the area's towns lie in it, and where one
shape holds several areas, only those with towns near each other adjoin. A border at sea is none.
"""

import json
from collections import defaultdict
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from dateline.engine.gazetteer import open_gazetteer
from dateline.extraction.places.folding import fold

ROOT = Path(__file__).parents[2] / "src/dateline"
SHAPES = ROOT / "web/shapes"
OUT = ROOT / "data/places/adjoining.tsv"
_STEP = 0.04  # degrees between points laid along a border
_NEAR = 0.09  # degrees that two drawings of one border may lie apart
_POINTS = 4  # of them that must be near: a corner is no border
_TOWNS_KM = 130.0  # between the nearest towns of two areas that one shape holds


class Shape:
    """One drawn area: its country, name and rings as arrays of (lon, lat)."""

    def __init__(self, country: str, row: dict) -> None:
        self.country, self.name = country, row["name"]
        self.rings = [np.array(ring, dtype=float) for ring in row["rings"] if len(ring) > 2]
        self.edges = {frozenset(map(tuple, pair)) for ring in row["rings"] for pair in pairwise([*ring, ring[0]])}
        self.border = np.concatenate([_laid(ring) for ring in self.rings]) if self.rings else np.zeros((0, 2))

    def holds(self, points: np.ndarray) -> np.ndarray:
        """Which points lie inside."""
        inside = np.zeros(len(points), dtype=bool)
        for ring in self.rings:
            (x1, y1), (x2, y2) = ring.T, np.roll(ring, -1, axis=0).T
            x, y = points[:, :1], points[:, 1:]
            with np.errstate(divide="ignore", invalid="ignore"):
                crossed = ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
            inside ^= crossed.sum(axis=1) % 2 == 1
        return inside


def _laid(ring: np.ndarray) -> np.ndarray:
    parts = []
    for one, two in pairwise([*ring, ring[0]]):
        n = max(1, int(np.abs(two - one).max() / _STEP))
        parts.append(one + (two - one) * np.linspace(0, 1, n, endpoint=False)[:, None])
    return np.concatenate(parts)


def towns() -> dict[str, dict[str, np.ndarray]]:
    """Points (lon, lat) of the towns of each first-order area, by country."""
    gazetteer = open_gazetteer()
    found: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    for n in range(len(gazetteer)):
        spot = gazetteer.spot(n)
        if spot.country and spot.admin1 and spot.kind == "city":
            found[spot.country][spot.admin1].append((spot.lon, spot.lat))
    return {c: {a: np.array(points) for a, points in sorted(areas.items())} for c, areas in found.items()}


def areas_of(shapes: list[Shape], areas: dict[str, np.ndarray]) -> list[set[str]]:
    """For each shape the areas it stands for: most of the area's towns lie in it, or a good part of its towns are theirs."""
    inside = [{a: int(shape.holds(points).sum()) for a, points in areas.items()} for shape in shapes]
    by_name = {fold(a): a for a in areas}
    found = []
    for shape, counts in zip(shapes, inside, strict=True):
        whole = sum(counts.values())
        mine = {a for a, n in counts.items() if n and (n >= 0.3 * whole or n >= 0.5 * len(areas[a]))}
        named = by_name.get(fold(shape.name))
        found.append({named} if named and (not whole or counts[named] >= 0.5 * whole) else mine)
    return found


def adjoin(one: Shape, two: Shape) -> bool:
    """Whether two shapes have a border in common."""
    if one.country == two.country:
        return bool(one.edges & two.edges)
    if not len(one.border) or not len(two.border):
        return False
    low, high = two.border.min(axis=0) - _NEAR, two.border.max(axis=0) + _NEAR
    close = one.border[((one.border >= low) & (one.border <= high)).all(axis=1)]
    if len(close) < _POINTS:
        return False
    distance, _ = cKDTree(two.border).query(close, distance_upper_bound=_NEAR)
    return int(np.isfinite(distance).sum()) >= _POINTS


def near(one: np.ndarray, two: np.ndarray) -> bool:
    """Whether some towns of two areas are near each other."""
    scale = np.array([np.cos(np.radians(one[:, 1].mean())), 1.0]) * 111.2
    distance, _ = cKDTree(one * scale).query(two * scale)
    return float(distance.min()) <= _TOWNS_KM


def countries() -> set[tuple[str, str]]:
    """Pairs of countries with a common border."""
    rows = json.loads((SHAPES / "countries.json").read_text(encoding="utf-8"))
    shapes = [Shape(row["code"], row) for row in rows if row["code"]]
    return {tuple(sorted((a.country, b.country))) for a, b in combinations(shapes, 2) if a.edges & b.edges}  # type: ignore[misc]


def main() -> None:
    bordering = countries()
    known = towns()
    shapes = {
        path.stem: [Shape(path.stem, row) for row in json.loads(path.read_text(encoding="utf-8"))]
        for path in sorted((SHAPES / "admin1").glob("*.json"))
    }
    stands_for = {c: areas_of(drawn, known.get(c, {})) for c, drawn in shapes.items()}
    beside: dict[str, set[str]] = defaultdict(set)
    for a, b in bordering:
        beside[a].add(b)

    def join(ca: str, ones: set[str], cb: str, twos: set[str]) -> None:
        is_plain = len(ones) == len(twos) == 1
        for a in ones:
            for b in twos:
                if (ca, a) != (cb, b) and (is_plain or near(known[ca][a], known[cb][b])):
                    first, second = sorted((f"{ca}/{a}", f"{cb}/{b}"))
                    beside[first].add(second)

    for country, drawn in shapes.items():
        for n, one in enumerate(drawn):
            join(country, stands_for[country][n], country, stands_for[country][n])
            for m in range(n + 1, len(drawn)):
                if adjoin(one, drawn[m]):
                    join(country, stands_for[country][n], country, stands_for[country][m])
    for ca, cb in sorted(bordering):
        for n, one in enumerate(shapes.get(ca, ())):
            for m, two in enumerate(shapes.get(cb, ())):
                if stands_for[ca][n] and stands_for[cb][m] and adjoin(one, two):
                    join(ca, stands_for[ca][n], cb, stands_for[cb][m])
    lines = [f"{a}\t{'|'.join(sorted(beside[a]))}\n" for a in sorted(beside)]
    OUT.write_text("area\tbeside\n" + "".join(lines), encoding="utf-8")
    whole = sum(len(areas) for areas in known.values())
    told = {a for a, bs in beside.items() for a in (a, *bs) if "/" in a}
    print(f"{len(bordering)} pairs of countries; {len(told)} of {whole} areas, {sum(map(len, beside.values()))} pairs")


if __name__ == "__main__":
    main()
