"""What our own tables and the user's add: areas and towns, and other names of places that the packages have."""

from collections import defaultdict
from collections.abc import Callable
from itertools import chain
from math import log10

from dateline.engine.places.tables import table
from dateline.engine.user_places import own_places
from dateline.extraction.places import folding
from dateline.extraction.places.packing import Row, distance_km

_WEIGHT_OF_KIND = {
    "continent": 8.8, "region": 6.3, "sea": 6.6, "river": 5.3, "lake": 5.3, "mountain": 5.2, "desert": 5.6,
    "island": 5.4, "camp": 5.2, "crossing": 4.8, "airbase": 5.0, "site": 5.4, "area": 5.2, "quarter": 5.5,
    "admin1": 5.6, "admin2": 5.0, "city": 4.6, "water": 5.3,
}  # fmt: skip
_POINTS = frozenset("city camp crossing airbase site quarter admin2".split())


def add_our_own(rows: list[Row]) -> None:
    """Our own areas and towns, and the user's; one that the packages have lends it names, weight and, by its id, point."""
    by_id = {r.geonameid: r for r in rows if r.geonameid}
    provinces = _provinces_by_name(rows)
    towns: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == "city":
            towns[folding.fold(row.name)].append(row)
    admin1_of = _nearest_admin1(rows)
    for line in chain(table("areas.tsv"), table("towns.tsv"), own_places()):
        names = _names(line["other_names"])
        own = _own_row(line, names)
        province = provinces.get((folding.fold(own.name), own.country or ""))
        if (
            province is not None
            and own.kind in ("region", "admin1")
            and distance_km(own.lat, own.lon, province.lat, province.lon) < 250
        ):
            province.usual_names = [*province.usual_names, own.name, *own.usual_names]
            province.weight = max(province.weight, own.weight - 0.3)
            continue
        known = by_id.get(own.geonameid)
        if known is not None:
            known.lat, known.lon, known.kind = own.lat, own.lon, own.kind
        elif own.kind in ("city", "admin2"):
            known = _namesake_near(towns, own.name, names, own.lat, own.lon)
        if known is not None:
            known.usual_names = [*known.usual_names, own.name, *names]
            known.weight = max(known.weight, own.weight)
            continue
        if own.kind in _POINTS and own.country:
            own.admin1 = admin1_of(own.lat, own.lon, own.country)
        rows.append(own)


def add_other_names(rows: list[Row]) -> None:
    """Old, new and otherwise spelt names of places that the packages have, found by usual name and country."""
    wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in table("other_names.tsv"):
        wanted[(folding.fold(line["name"]), line["country"])].extend(_names(line["other_names"]))
    best: dict[tuple[str, str], Row] = {}
    keys = {k for k, _ in wanted}
    for row in rows:
        usual = folding.fold(row.name)
        if usual in keys and row.country and (usual, row.country) in wanted:
            held = best.get((usual, row.country))
            if held is None or (row.kind == "city", row.weight) > (held.kind == "city", held.weight):
                best[(usual, row.country)] = row
    for key, row in best.items():
        shorts = [n for n in wanted[key] if n.isupper() and len(n.replace(".", "")) < 5]
        row.usual_names = [*row.usual_names, *(n for n in wanted[key] if n not in shorts)]
        row.abbreviations = [*row.abbreviations, *shorts]


def _names(cell: str) -> list[str]:
    return [name for name in cell.split("|") if name]


def _own_row(line: dict[str, str], names: list[str]) -> Row:
    kind, radius_km = line["kind"], float(line["radius_km"])
    weight = _WEIGHT_OF_KIND[kind]
    if kind in ("river", "lake", "mountain", "region", "desert", "island"):
        weight += min(0.8, log10(radius_km / 100 + 0.1) * 0.4)
    shorts = [n for n in names if n.replace(".", "").isupper() and len(n.replace(".", "")) < 5]
    return Row(
        line["name"], float(line["lat"]), float(line["lon"]), line["country"] or None, kind,
        int(line.get("population") or 0), int(line.get("geonameid") or 0), radius_km=radius_km, weight=weight,
        usual_names=[n for n in names if n not in shorts], abbreviations=shorts,
    )  # fmt: skip


def _namesake_near(towns: dict[str, list[Row]], name: str, names: list[str], lat: float, lon: float) -> Row | None:
    """A town of the packages that is the one our row means: a name of it within 30 km."""
    near = [t for n in (name, *names) for t in towns[folding.fold(n)] if distance_km(lat, lon, t.lat, t.lon) < 30]
    return max(near, key=lambda t: (t.weight, -t.geonameid), default=None)


def _provinces_by_name(rows: list[Row]) -> dict[tuple[str, str], Row]:
    """Provinces by any folded name and country; the first in the packages' order wins."""
    provinces: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row.kind == "admin1" and row.country:
            for name in (row.name, *row.names):
                provinces.setdefault((folding.fold(name), row.country), row)
    return provinces


def _nearest_admin1(rows: list[Row]) -> Callable[[float, float, str], int]:
    """A function that gives the province of a point: that of the nearest town in the same country."""
    towns: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == "city" and row.admin1 >= 0:
            towns[row.country].append(row)

    def admin1(lat: float, lon: float, country: str) -> int:
        near = [t for t in towns[country] if abs(t.lat - lat) < 1.5 and abs(t.lon - lon) < 2]
        if not near:
            return -1
        return min(near, key=lambda t: (distance_km(lat, lon, t.lat, t.lon), t.geonameid)).admin1

    return admin1
