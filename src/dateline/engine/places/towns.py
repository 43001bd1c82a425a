"""Towns: their names, weights, and the provinces and districts they lie in."""

from collections import defaultdict
from math import log10, sqrt

from dateline.engine.places.tables import Town, areas_of_towns
from dateline.extraction.places.packing import CAPITAL, PART, Row, distance_km


def add_towns(
    rows: list[Row],
    codes: dict[str, str],
    capitals: dict[str, str],
    towns: dict[str, Town],
    row_of: dict[int, int],
) -> dict[int, list[Town]]:
    """Towns, each in its province and district; gives the towns inside each area, by the area's row."""
    areas_of = areas_of_towns()
    inside: dict[int, list[Town]] = defaultdict(list)
    first_town = len(rows)
    areas = rows[:first_town]
    for key in sorted(towns, key=int):
        town = towns[key]
        within = [row_of[n] for n in areas_of.get(int(key), ()) if n in row_of]
        admin1 = next((n for n in within if areas[n].kind == "admin1"), -1)
        admin2 = next((n for n in within if areas[n].kind == "admin2"), -1)
        for n in within:
            inside[n].append(town)
        is_capital = town.name == capitals.get(town.countrycode) and town.population > 0
        population = town.population
        rows.append(
            Row(
                town.name,
                town.latitude,
                town.longitude,
                codes.get(town.countrycode),
                "city",
                population,
                town.geonameid,
                admin1,
                admin2,
                radius_km=max(1.5, min(25.0, sqrt(population) / 70)),
                weight=log10(population + 300) + (1.0 if is_capital else 0.0),
                flags=CAPITAL if is_capital else 0,
                names=_town_names(town),
            )
        )
    _mark_parts(rows, first_town)
    return inside


def _town_names(town: Town) -> list[str]:
    """Other names worth keeping: no airport codes, no bare abbreviations, nothing of one or two Latin letters."""
    names = []
    for name in town.alternatenames:
        if len(name) < 3 and name.isascii():
            continue
        if name.isascii() and name.isupper() and len(name) < 5:
            continue
        names.append(name)
    return names


def _mark_parts(rows: list[Row], first: int) -> None:
    """A town with its namesake next to it, twenty times as big, is a part or a double of it: it weighs less."""
    by_name: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for row in rows[first:]:
        by_name[(row.name, row.country)].append(row)
    for same in by_name.values():
        if len(same) < 2:
            continue
        biggest = max(same, key=lambda r: (r.population, -r.geonameid))
        for row in same:
            if row is not biggest and distance_km(row.lat, row.lon, biggest.lat, biggest.lon) < 30:
                row.flags |= PART
                row.weight -= 1.0
