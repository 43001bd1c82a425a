"""All rows of the gazetteer: countries, provinces and districts, towns, then our own areas, towns, names and weights."""

from dateline.engine.places import tables
from dateline.engine.places.areas import add_areas, place_areas
from dateline.engine.places.countries import country_rows
from dateline.engine.places.own import add_other_names, add_our_own
from dateline.engine.places.towns import add_towns
from dateline.engine.places.weights import weigh_as_told, weigh_namesakes
from dateline.extraction.places.packing import Row


def all_rows() -> list[Row]:
    """Everything the packages and our own tables know, in an order that never changes."""
    countries, towns = tables.countries(), tables.towns()
    rows = list(country_rows(countries))
    codes = {c.iso: c.iso3 for c in countries.values()}
    row_of_line = add_areas(rows, codes)
    inside = add_towns(rows, codes, {c.iso: c.capital for c in countries.values()}, towns, row_of_line)
    place_areas(rows, inside)
    add_our_own(rows)
    add_other_names(rows)
    weigh_namesakes(rows)
    weigh_as_told(rows)
    return rows
