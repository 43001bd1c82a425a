"""Tables as they are, read back by other people's readers, equal the store."""

import csv
import datetime
import io
import json

import geojson
import polars
import pyarrow.parquet
import pytest

from dateline.exports import FORMATS, View, view_of
from dateline.store import ArticleFilter, EventFilter, IncidentFilter, StatementFilter, Store

from .conftest import pairs, written

_FILTERS = (EventFilter(), IncidentFilter(), StatementFilter(), ArticleFilter(), EventFilter(type="NONE"))


@pytest.fixture(params=_FILTERS, ids=lambda wanted: type(wanted).__name__)
def table(request: pytest.FixtureRequest, store: Store) -> View:
    """Every table, and an empty one."""
    return view_of(store, request.param)


def test_rows_are_those_of_the_store_in_its_order(store: Store) -> None:
    """Nothing is lost between the store and a view."""
    assert [row["id"] for row in view_of(store, EventFilter()).rows()] == [f.id for f in store.events()]
    assert [row["id"] for row in view_of(store, IncidentFilter()).rows()] == [i.id for i in store.incidents()]
    assert [row["id"] for row in view_of(store, StatementFilter()).rows()] == [f.id for f in store.statements()]
    assert [row["id"] for row in view_of(store, ArticleFilter()).rows()] == [r.id for r in store.articles()]


def test_csv_says_every_cell(table: View) -> None:
    """Text goes over as it is, with an apostrophe before what a spreadsheet would run."""
    read = list(csv.DictReader(io.StringIO(written(table, "csv")[0].decode(), newline="")))
    rows = list(table.rows())
    assert len(read) == len(rows)
    for cells, row in zip(read, rows, strict=True):
        assert tuple(cells) == table.columns
        for column, value in row.items():
            assert _uncelled(cells[column], value) == value, column
            assert not cells[column].startswith(("=", "+", "@", "\t")), column


def _uncelled(cell: str, value: object) -> object:
    if value is None:
        return None if cell == "" else cell
    if isinstance(value, bool):
        return {"yes": True, "no": False}[cell]
    if isinstance(value, (int, float)):
        return type(value)(cell)
    return cell[1:] if cell.startswith("'") and not str(value).startswith("'") else cell


def test_json_and_json_lines_say_every_cell(table: View) -> None:
    """Types included."""
    rows = list(table.rows())
    assert json.loads(written(table, "json")[0]) == rows
    lines = written(table, "jsonl")[0].decode().split("\n")
    assert [json.loads(line) for line in lines if line] == rows


def test_parquet_says_every_cell_and_carries_its_notes(table: View) -> None:
    """Polars reads the rows, with numbers, days and truths as such; the notes stand in the file."""
    data, account = written(table, "parquet")
    frame = polars.read_parquet(io.BytesIO(data))
    rows = list(table.rows())
    assert tuple(frame.columns) == table.columns
    for read, row in zip(frame.to_dicts(), rows, strict=True):
        for column, value in row.items():
            told = read[column]
            assert (told.isoformat() if isinstance(told, datetime.date) else told) == value, column
    notes = json.loads(pyarrow.parquet.read_metadata(io.BytesIO(data)).metadata[b"dateline"])
    assert notes["rows"] == notes["exported"] == len(rows) == account.rows


def test_geojson_is_valid_and_has_points_only_where_they_may_be_shown(view: View) -> None:
    """Every row is a feature; coordinates are longitude first; notes stand beside the features."""
    read = geojson.loads(written(view, "geojson")[0])
    assert isinstance(read, geojson.FeatureCollection) and read.is_valid, read.errors()
    rows = pairs(view)
    assert [feature["id"] for feature in read["features"]] == list(rows)
    for feature in read["features"]:
        row = rows[feature["id"]]
        assert dict(feature["properties"]) == row
        point = feature["geometry"]
        assert (point["coordinates"] if point else [None, None]) == [row["lon"], row["lat"]]
        assert row["precision"] is None or row["precision"] <= 5 or row["country"] is None or point is None
    assert read["notes"]["rows"] == len(rows) and "achine-coded" in read["notes"]["coding"]


def test_a_table_that_a_format_cannot_hold_is_an_error(store: Store) -> None:
    """Statements have no place, so they are no GeoJSON."""
    with pytest.raises(Exception, match="GeoJSON holds no statements"):
        FORMATS["geojson"].pieces(view_of(store, StatementFilter()))
