"""Tables as they are: CSV, JSON, JSON Lines and GeoJSON say every column of every row, so nothing is left out."""

import csv
import io
import json
from collections.abc import Iterator, Mapping

from dateline.exports.format import Format
from dateline.exports.notes import Account
from dateline.exports.rows import Row
from dateline.exports.view import View

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CHUNK = 60_000  # characters
_ALL = ("events", "statements", "incidents", "sources", "calendar", "warnings")


def cell(value: object) -> object:
    """A value as a spreadsheet may have it: words that it would take for a formula get an apostrophe in front."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _csv(view: View, account: Account) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(view.columns)
    for row in _counted(view, account):
        writer.writerow([cell(row[column]) for column in view.columns])
        if buffer.tell() > _CHUNK:
            yield _bytes(buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()
    yield _bytes(buffer.getvalue())


def _json(view: View, account: Account) -> Iterator[bytes]:
    join = "[\n"
    for row in _counted(view, account):
        yield _bytes(join + _line(row))
        join = ",\n"
    yield b"[]\n" if join == "[\n" else b"\n]\n"


def _jsonl(view: View, account: Account) -> Iterator[bytes]:
    for row in _counted(view, account):
        yield _bytes(_line(row) + "\n")


def _geojson(view: View, account: Account) -> Iterator[bytes]:
    """A FeatureCollection; a row without a point keeps its place in words and has no geometry. Notes stand at its end."""
    yield b'{"type":"FeatureCollection","features":['
    join = "\n"
    for row in _counted(view, account):
        has_point = row["lat"] is not None and row["lon"] is not None
        if not has_point:
            account.tell("no geometry: the place is an area, a country, unknown, or may not be shown as a point")
        geometry = {"type": "Point", "coordinates": [row["lon"], row["lat"]]} if has_point else None
        yield _bytes(join + _line({"type": "Feature", "id": row["id"], "geometry": geometry, "properties": dict(row)}))
        join = ",\n"
    yield _bytes('\n],"notes":' + GEOJSON.notes(view, account).decode() + "}\n")


def _counted(view: View, account: Account) -> Iterator[Row]:
    for row in view.rows():
        account.keep(row)
        yield row


def _line(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


CSV = Format(
    name="csv",
    title="CSV",
    about="comma-separated values with a header, as spreadsheets read them",
    suffix="csv",
    media_type="text/csv; charset=utf-8",
    tables=_ALL,
    write=_csv,
)
JSON = Format(
    name="json",
    title="JSON",
    about="one array of objects",
    suffix="json",
    media_type="application/json",
    tables=_ALL,
    write=_json,
)
JSONL = Format(
    name="jsonl",
    title="JSON Lines",
    about="one object a line",
    suffix="jsonl",
    media_type="application/jsonl",
    tables=_ALL,
    write=_jsonl,
)
GEOJSON = Format(
    name="geojson",
    title="GeoJSON",
    about="RFC 7946 features, [longitude, latitude]; a point only where one may be shown",
    suffix="geojson",
    media_type="application/geo+json",
    tables=("events", "incidents"),
    write=_geojson,
    carries_notes=True,
)
