"""A user's own places: rows of one table in the user's data folder, which the gazetteer is made with.

The columns are those of `data/places/towns.tsv`. What would not load is not written.
"""

import csv
import io
import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from dateline.errors import DataError
from dateline.extraction.places.packing import KINDS

COLUMNS = ("name", "other_names", "kind", "lat", "lon", "radius_km", "country", "population")
KINDS_OF_OWN = tuple(kind for kind in KINDS if kind not in ("country", "continent", "admin1"))


def own_places_path() -> Path:
    """Where the table lies; one for all stores of a user, as the gazetteer is."""
    return Path(platformdirs.user_data_dir("dateline")) / "places.tsv"


def own_places() -> list[dict[str, str]]:
    """The rows of the table, checked; none where there is no table.

    Raises:
        DataError: a row cannot be used; names file, line and mend.
    """
    path = own_places_path()
    return _read(path.read_bytes(), path) if path.exists() else []


def add_place(row: Mapping[str, str]) -> bool:
    """Add a row; False where it stands there already.

    Raises:
        DataError: the row cannot be used, or the table cannot be written; nothing is changed.
    """
    path = own_places_path()
    had = own_places()
    new = {column: str(row.get(column) or "") for column in COLUMNS}
    if new in had:
        return False
    text = "\n".join("\t".join(line[c] for c in COLUMNS) for line in ({c: c for c in COLUMNS}, *had, new)) + "\n"
    _read(text.encode(), path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, "utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise DataError(f"{path}: {error.strerror}. Set XDG_DATA_HOME to a folder that can be written.") from error
    return True


def _read(raw: bytes, path: Path) -> list[dict[str, str]]:
    try:
        reader = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = list(reader)
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 ({error}). Save it as UTF-8.") from error
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise DataError(f"{path}:1: the first line names the columns, with a tab between two: {' '.join(COLUMNS)}.")
    for number, row in enumerate(rows, 2):
        wrong = _complaint(row)
        if wrong is not None:
            raise DataError(f"{path}:{number}: {wrong}")
    return rows


def _complaint(row: Mapping[str, str | None]) -> str | None:
    """What is wrong with a row, in words."""
    if None in row or None in row.values() or any("\n" in (cell or "") for cell in row.values()):
        return f"a row has {len(COLUMNS)} cells, with one tab between two and no line ends."
    if not (row["name"] or "").strip():
        return "a place needs a name."
    if row["kind"] not in KINDS_OF_OWN:
        return f"{row['kind']!r} is no kind. Write one of: {', '.join(KINDS_OF_OWN)}."
    country = row["country"] or ""
    if not (len(country) == 3 and country.isascii() and country.isupper()) and country:
        return f"{country!r} is no country. Write its ISO 3166 alpha-3 code, such as SDN."
    try:
        lat, lon, radius = (float(row[column] or "") for column in ("lat", "lon", "radius_km"))
        int(row["population"] or 0)
    except ValueError:
        return "lat, lon, radius_km and population are numbers, such as 15.33, 35.6, 5 and 40000."
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 < radius < 5000):
        return "lat is -90 to 90, lon -180 to 180, radius_km more than 0."
    return None
