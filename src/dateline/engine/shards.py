"""Large work in shards: cut from archives, named by content, kept as Parquet.

A shard that is there is done: written beside and renamed, it is whole or absent, so that a run killed at any moment goes
on where it stopped, and a run over the same archives on any engine leaves the same files, byte for byte.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from dateline.errors import InputError
from dateline.reading.archives import Raw, storage_errors
from dateline.values import Article, Extraction, Refused

SIZE = 256  # records in a shard: some ten seconds of work for a core


class Shard(Struct, frozen=True):
    """Records that are worked on and kept together; the name follows from what they hold."""

    name: str
    records: tuple[Raw, ...]


class Outcome(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one record: an article with what was found in it, or a refusal."""

    article: Article | None = None
    found: Extraction | None = None
    refused: Refused | None = None


def cut(records: Iterable[Raw], *, size: int = SIZE) -> Iterator[Shard]:
    """Records into shards, in order; the last may be smaller."""
    part: list[Raw] = []
    for record in records:
        part.append(record)
        if len(part) == size:
            yield _shard(part)
            part = []
    if part:
        yield _shard(part)


class Shelf:
    """The folder, or place in object storage, where finished shards lie.

    Args:
        place: a folder, made when it is not there, or an address that pyarrow knows (`s3://bucket/found`).
    Raises:
        InputError: pyarrow is missing, or the storage cannot be used; says why.
    """

    def __init__(self, place: str) -> None:
        try:
            import pyarrow
            import pyarrow.fs
        except ImportError as error:
            raise InputError(
                "Shards are Parquet, which needs pyarrow. Install it: pip install 'dateline[cluster]'."
            ) from error
        self._place = place
        self._is_local = "://" not in place
        if self._is_local:
            Path(place).mkdir(parents=True, exist_ok=True)
            self._storage, self._folder = pyarrow.fs.LocalFileSystem(), place
        else:
            with self._told():
                self._storage, self._folder = pyarrow.fs.FileSystem.from_uri(place)
                bucket = self._folder.partition("/")[0]
                if self._storage.get_file_info(bucket).type == pyarrow.fs.FileType.NotFound:
                    raise FileNotFoundError(f"there is no bucket {bucket}")

    def has(self, name: str) -> bool:
        """Whether a shard is finished."""
        from pyarrow.fs import FileType

        with self._told():
            return bool(self._storage.get_file_info(self._path(name)).type == FileType.File)

    def names(self) -> list[str]:
        """All finished shards, sorted."""
        from pyarrow.fs import FileSelector

        with self._told():
            files = self._storage.get_file_info(FileSelector(self._folder, allow_not_found=True))
        return sorted(f.base_name.removesuffix(".parquet") for f in files if f.base_name.endswith(".parquet"))

    def put(self, name: str, outcomes: list[Outcome]) -> None:
        """Keep a finished shard: whole or not at all."""
        import pyarrow
        from pyarrow import parquet

        rows = [_row(n, outcome) for n, outcome in enumerate(outcomes)]
        kinds = [("n", pyarrow.int32())] + [(c, pyarrow.string()) for c in ("id", "article", "found", "refused")]
        table = pyarrow.Table.from_pylist(rows, schema=pyarrow.schema(kinds))
        whole = BytesIO()
        parquet.write_table(table, whole, compression="zstd")
        if not self._is_local:  # object storage shows an object when its stream is closed, so it is made before
            with self._told(), self._storage.open_output_stream(self._path(name)) as remote:
                remote.write(whole.getvalue())
            return
        beside = Path(self._folder, f".{name}.{os.getpid()}")
        try:
            with beside.open("wb") as file:
                file.write(whole.getvalue())
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path(name))
        finally:
            beside.unlink(missing_ok=True)

    def get(self, name: str) -> Iterator[Outcome]:
        """What a finished shard holds, in the order of its records."""
        from pyarrow import parquet

        with self._told(), self._storage.open_input_file(self._path(name)) as file:
            rows = parquet.read_table(file).to_pylist()
        for row in rows:
            yield Outcome(
                article=_decoded(row["article"], Article),
                found=_decoded(row["found"], Extraction),
                refused=_decoded(row["refused"], Refused),
            )

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}.parquet"

    def _told(self) -> AbstractContextManager[None]:
        return storage_errors(self._place)


def _shard(records: list[Raw]) -> Shard:
    digest = sha256()
    for record in records:
        digest.update(record.digest())
    return Shard(f"shard-{digest.hexdigest()[:24]}", tuple(records))


def _row(n: int, outcome: Outcome) -> dict[str, Any]:
    parts = {name: getattr(outcome, name) for name in ("article", "found", "refused")}
    known = outcome.article.id if outcome.article is not None else outcome.refused and outcome.refused.id
    return {"n": n, "id": known, **{k: v and msgspec.json.encode(v).decode() for k, v in parts.items()}}


def _decoded(text: str | None, kind: Any) -> Any:
    return None if text is None else msgspec.json.decode(text, type=kind)
