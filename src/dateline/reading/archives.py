"""Archives into raw records: lines of JSON Lines, pages of WARC, rows of Parquet, files of folders.

A record is cheap to cut and to ship; what costs time, parsing a page into an article, is done by whoever reads it, on
whichever machine. Archives lie on disk or, where pyarrow is installed, in object storage (`s3://`, `gs://` ..).
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from typing import IO, Any

import msgspec
from msgspec import Struct

from dateline.errors import InputError
from dateline.reading.folders import read
from dateline.reading.jsonl import bounded_lines, read_line
from dateline.reading.pages import archived_article
from dateline.reading.warc import Page, read_warc_stream
from dateline.values import Article, Refused

_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_WARC = (".warc", ".warc.gz")
_PARQUET = (".parquet",)
_ROWS = 256


class Raw(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One record as it lies in an archive: exactly one of `line`, `page`, `article`, `refused` is there."""

    where: str
    line: bytes | None = None
    page: Page | None = None
    article: Article | None = None
    refused: Refused | None = None

    def digest(self) -> bytes:
        """A name for what the record holds, wherever it lies."""
        return sha256(msgspec.msgpack.encode((self.line, self.page, self.article, self.refused))).digest()


def read_archives(paths: Iterable[str]) -> Iterator[Raw]:
    """Records of archives, in the order given; files of a folder by name.

    Args:
        paths: files, folders, or addresses of objects and, ended by a slash, of folders of them. `.jsonl`, `.warc`, both
            also `.gz`, `.parquet` with a column `text` (and those of an article); anything else is read as
            `dateline run` reads it.
    Raises:
        InputError: a path is not there, its storage does not answer, or it needs pyarrow and there is none.
    """
    for path in paths:
        if "://" in path:
            for address in _objects(path) if path.endswith("/") else [path]:
                yield from _read_archive(address)
        elif Path(path).is_dir():
            for file in sorted(Path(path).rglob("*"), key=lambda p: p.parts):
                is_hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
                if file.is_file() and not is_hidden:
                    yield from _read_archive(str(file))
        elif Path(path).exists():
            yield from _read_archive(path)
        else:
            raise InputError(f"{path}: no such file or folder.")


def read_raw(raw: Raw) -> Article | Refused:
    """A record as an article, or why it is none."""
    if raw.line is not None:
        return read_line(raw.line, where=raw.where)
    if raw.page is not None:
        return archived_article(raw.page)
    return raw.article or raw.refused or Refused(None, "reading", "The record is empty.", raw.where)


@contextmanager
def storage_errors(address: str) -> Iterator[None]:
    """What object storage cannot do, told with its address: pyarrow's errors become `InputError`."""
    try:
        yield
    except (OSError, ValueError) as error:  # pyarrow's own errors are one or the other
        if "://" not in address:
            raise
        why = str(error).partition(" Detail:")[0].rstrip(".")
        raise InputError(
            f"{address}: {why}. See that the address is right, and that the keys and AWS_ENDPOINT_URL "
            "(or what your storage wants) are set."
        ) from error


def _read_archive(path: str) -> Iterator[Raw]:
    kind = path.lower()
    if kind.endswith(_LINES):
        with _opened(path) as file:
            yield from _lines(gzip.GzipFile(fileobj=file) if kind.endswith(".gz") else file, path)
    elif kind.endswith(_WARC):
        with _opened(path) as file:
            for found in read_warc_stream(file, where=path):
                yield Raw(where=path, refused=found) if isinstance(found, Refused) else Raw(where=path, page=found)
    elif kind.endswith(_PARQUET):
        yield from _rows(path)
    elif "://" in path:
        raise InputError(f"{path}: only .jsonl, .warc and .parquet are read from object storage.")
    else:
        for item in read(path):
            yield Raw(where=path, refused=item) if isinstance(item, Refused) else Raw(where=path, article=item)


def _lines(file: IO[bytes] | gzip.GzipFile, path: str) -> Iterator[Raw]:
    number = 0
    try:
        for line in bounded_lines(file):
            number += 1
            if line.strip():
                yield Raw(where=f"{path}:{number}", line=line.strip())
    except (OSError, EOFError, zlib.error) as error:
        why = f"The archive is cut short or broken after line {number:,} ({error}); what comes before it was read. "
        yield Raw(where=path, refused=Refused(None, "reading", why + "Fetch the file again for the rest.", path))


def _rows(path: str) -> Iterator[Raw]:
    parquet = _pyarrow("parquet", path)
    with _opened(path) as file:
        table = parquet.ParquetFile(file)
        if "text" not in table.schema_arrow.names:
            raise InputError(f"{path}: no column `text`. Name the column with the report's body `text`.")
        number = 0
        for batch in table.iter_batches(_ROWS):
            for row in batch.to_pylist():
                number += 1
                given = {key: value for key, value in row.items() if value is not None}
                yield Raw(where=f"{path}:{number}", line=msgspec.json.encode(given, order="sorted"))


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    if "://" not in path:
        with open(path, "rb") as local:
            yield local
        return
    fs = _pyarrow("fs", path)
    with storage_errors(path):
        storage, name = fs.FileSystem.from_uri(path)
        remote = BufferedReader(storage.open_input_file(name))
    with remote, storage_errors(path):
        yield remote


def _objects(folder: str) -> list[str]:
    """Addresses of what lies under a folder of object storage, by name, hidden ones left out."""
    fs = _pyarrow("fs", folder)
    with storage_errors(folder):
        storage, inside = fs.FileSystem.from_uri(folder)
        found = storage.get_file_info(fs.FileSelector(inside, recursive=True))
    names = sorted(file.path for file in found if file.type == fs.FileType.File)
    scheme = folder.partition("://")[0]
    within = len(inside.rstrip("/"))
    return [f"{scheme}://{name}" for name in names if "/." not in name[within:]]


def _pyarrow(module: str, path: str) -> Any:
    try:
        from importlib import import_module

        return import_module(f"pyarrow.{module}")
    except ImportError as error:
        raise InputError(
            f"{path}: needs pyarrow, which is not here. Install it: pip install 'dateline[cluster]'."
        ) from error
