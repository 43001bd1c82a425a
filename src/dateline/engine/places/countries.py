"""Countries: point, size, weight, and their names in the languages and scripts that news is written in."""

from collections import defaultdict
from collections.abc import Iterator
from math import log10, pi, sqrt

from babel import Locale, localedata

from dateline.engine.places.tables import Country, table
from dateline.extraction.places.packing import Row


def country_rows(countries: dict[str, Country]) -> Iterator[Row]:
    """A row for each country that our table has a point for, by its two letters."""
    points = {r["iso2"]: r for r in table("countries.tsv")}
    spoken = _names_of_countries()
    for iso in sorted(countries):
        country, point = countries[iso], points.get(iso)
        if point is None:
            continue
        others = [n for n in point["other_names"].split("|") if n]
        shorts = [n for n in others if "." in n or (n.isupper() and len(n) < 4)]
        yield Row(
            country.name, float(point["lat"]), float(point["lon"]), country.iso3, "country", country.population,
            country.geonameid, radius_km=max(3.0, sqrt(country.areakm2 / pi)),
            weight=4.0 + 0.6 * log10(country.population + 1),
            names=tuple(dict.fromkeys(spoken.get(iso, []))), usual_names=[n for n in others if n not in shorts],
            abbreviations=shorts,
        )  # fmt: skip


def _names_of_countries() -> dict[str, list[str]]:
    """Names of the countries in other scripts, and in the Latin-script languages that news quotes; English first.

    All Latin-script languages together would make Beni a spelling of Benin and Marawi one of Malawi.
    """
    names: dict[str, list[str]] = defaultdict(list)
    for identifier in sorted(localedata.locale_identifiers(), key=lambda i: (i != "en", i)):
        if "_" in identifier and identifier not in ("sr_Latn", "zh_Hant", "uz_Cyrl"):
            continue
        for iso, name in sorted(Locale.parse(identifier).territories.items()):
            if len(iso) != 2 or not iso.isalpha() or len(name) < 3:
                continue
            if identifier in ("en", "fr", "es", "de", "it") or not any(ord(c) < 0x250 for c in name):
                names[iso].append(name)
    return names
