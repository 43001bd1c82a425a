"""Which of several places of one name is meant most often, where population alone would mislead."""

from dateline.engine.places.tables import table
from dateline.extraction.places import folding
from dateline.extraction.places.packing import Row, distance_km


def weigh_namesakes(rows: list[Row]) -> None:
    """A province or district named after its town is meant less often than the town, unless words ask for it."""
    best_town: dict[tuple[str, str | None], Row] = {}
    for row in rows:
        if row.kind == "city":
            key = (folding.fold(row.name), row.country)
            if key not in best_town or row.weight > best_town[key].weight:
                best_town[key] = row
    for row in rows:
        if row.kind in ("admin1", "admin2"):
            for name in (row.name, *row.names):
                town = best_town.get((folding.fold(name), row.country))
                if town is not None and distance_km(town.lat, town.lon, row.lat, row.lon) < max(
                    60.0, 1.5 * row.radius_km
                ):
                    row.weight = min(row.weight, town.weight - 0.3)
                    break


def weigh_as_told(rows: list[Row]) -> None:
    """Weights told by hand, each with its reason in the table."""
    told = {int(r["geonameid"]): float(r["weight"]) for r in table("known_better.tsv")}
    for row in rows:
        row.weight = told.get(row.geonameid, row.weight)
