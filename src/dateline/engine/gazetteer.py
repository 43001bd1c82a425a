"""The gazetteer at the edge: built once from packages and our own tables, then mapped from the user's cache.

What it is compiled from is read in `engine.places`. The file's name carries a digest of everything it is made of,
so new packages, new tables or a new format make a new file and never read an old one.
"""

import hashlib
import mmap
import os
import sys
import tempfile
from functools import cache
from importlib import metadata
from pathlib import Path

import platformdirs

from dateline.engine.places.geonames import dump_rows
from dateline.engine.places.rows import all_rows
from dateline.engine.places.tables import PACKAGES, TABLES, table_bytes
from dateline.engine.user_places import own_places_path
from dateline.errors import DataError
from dateline.extraction.places import packing
from dateline.extraction.places.gazetteer import Gazetteer
from dateline.extraction.places.packing import pack

_RECIPE = 9  # raise it when anything below changes what is compiled


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
    return _write(pack(all_rows()), path or built_path())


def import_geonames(archive: Path, path: Path | None = None) -> Path:
    """Compile a gazetteer with every populated place, area, water and landform of GeoNames' allCountries.zip.

    Args:
        archive: allCountries.zip or a country's zip as geonames.org offers them.
    Raises:
        DataError: the archive is missing or is no GeoNames dump.
    """
    rows = all_rows()
    known = {r.geonameid for r in rows if r.geonameid}
    rows.extend(dump_rows(archive, known))
    return _write(pack(rows), path or imported_path())


def _cache() -> Path:
    return Path(platformdirs.user_cache_dir("dateline"))


@cache
def _tell_once(what: str) -> None:
    print(f"dateline: {what}", file=sys.stderr)


def _digest_of_inputs() -> str:
    digest = hashlib.sha256()
    for package in PACKAGES:
        digest.update(f"{package} {metadata.version(package)}\n".encode())
    for table in TABLES:
        digest.update(table_bytes(table))
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
