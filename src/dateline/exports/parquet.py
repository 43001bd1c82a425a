"""Tables as Parquet: the same rows with types, and the notes in the file's own metadata (key `dateline`)."""

import io
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from dateline.errors import InputError
from dateline.exports.columns import kind_of
from dateline.exports.format import Format
from dateline.exports.notes import Account
from dateline.exports.view import View

if TYPE_CHECKING:
    import pyarrow

_GROUP = 10_000  # rows


def arrow_table(view: View) -> "pyarrow.Table":
    """A view as one Arrow table in memory, typed as its Parquet file is.

    Raises:
        InputError: pyarrow is not installed.
    """
    arrow, _ = _load()
    return arrow.Table.from_pylist([_typed(row, view) for row in view.rows()], schema=_schema(view, arrow))


def _write(view: View, account: Account) -> Iterator[bytes]:
    arrow, parquet = _load()
    schema, pipe = _schema(view, arrow), _Pipe()
    rows = iter(view.rows())
    with parquet.ParquetWriter(pipe, schema, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP)):
            for row in group:
                account.keep(row)
            writer.write_table(arrow.Table.from_pylist([_typed(row, view) for row in group], schema=schema))
            yield pipe.take()
        writer.add_key_value_metadata({"dateline": PARQUET.notes(view, account).decode()})
    yield pipe.take()


def _load() -> tuple[Any, Any]:
    """pyarrow and its Parquet half, which only this format needs."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise InputError(
            "Parquet needs pyarrow, which is not here. Install it: pip install 'dateline[parquet]'."
        ) from error
    return pyarrow, parquet


def _schema(view: View, arrow: Any) -> "pyarrow.Schema":
    made = {
        "whole": arrow.int64(),
        "number": arrow.float64(),
        "day": arrow.date32(),
        "truth": arrow.bool_(),
        "text": arrow.string(),
    }
    return arrow.schema([(column, made[kind_of(view.table, column)]) for column in view.columns])


def _typed(row: dict[str, Any], view: View) -> dict[str, Any]:
    return {
        column: date.fromisoformat(row[column][:10])
        if row[column] and kind_of(view.table, column) == "day"
        else row[column]
        for column in view.columns
    }


class _Pipe(io.RawIOBase):
    """A file that only grows, and whose bytes are taken as they come."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        data = bytes(piece)
        self._pieces.append(data)
        self._length += len(data)
        return len(data)

    def tell(self) -> int:
        return self._length

    def take(self) -> bytes:
        """What came since it was last asked."""
        held, self._pieces = b"".join(self._pieces), []
        return held


PARQUET = Format(
    name="parquet",
    title="Parquet",
    about="typed columns, for Polars, pandas, DuckDB, R",
    suffix="parquet",
    media_type="application/vnd.apache.parquet",
    tables=("events", "statements", "incidents", "sources", "calendar", "warnings"),
    write=_write,
    carries_notes=True,
    needs="parquet",
)
