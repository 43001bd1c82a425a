"""All of GeoNames, for those who bring its dump: every populated place, area, water and landform as a row."""

import io
import zipfile
from collections.abc import Iterator
from math import log10
from pathlib import Path

from dateline.engine.places import tables
from dateline.errors import DataError
from dateline.extraction.places.packing import Row

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


def dump_rows(archive: Path, known: set[int]) -> Iterator[Row]:
    """The rows of a GeoNames archive, without those whose id is in `known`.

    Raises:
        DataError: the archive cannot be read or is no GeoNames dump.
    """
    codes = {c.iso: c.iso3 for c in tables.countries().values()}
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
