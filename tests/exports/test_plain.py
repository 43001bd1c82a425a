"""Tables as they are, read back by other people's readers, equal the store."""

import csv
import datetime
import io
import json
from pathlib import Path

import duckdb
import geojson
import jsonschema
import polars
import pyarrow.parquet
import pyogrio
import pytest

from dateline.exports import FORMATS, View, view_of
from dateline.store import ArticleFilter, EventFilter, IncidentFilter, StatementFilter, Store
from dateline.web.api.describing import row_schema

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


def test_lines_are_what_the_api_describes(table: View) -> None:
    """Each line of JSON Lines validates against the row of the API's own description."""
    schema = row_schema(table.table)
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for line in written(table, "jsonl")[0].splitlines():
        checker.validate(json.loads(line))


def test_duckdb_reads_the_same_from_parquet_csv_and_json_lines(table: View, tmp_path: Path) -> None:
    """The rows of the view, three times."""
    rows = list(table.rows())
    for name, read in (("parquet", "read_parquet"), ("jsonl", "read_ndjson"), ("csv", "read_csv")):
        path = tmp_path / f"table.{name}"
        path.write_bytes(written(table, name)[0])
        if name == "jsonl" and not rows:
            continue  # nothing to tell columns by
        how = (
            ", header=true, all_varchar=true, delim=',', quote='\"', escape='\"', new_line='\\r\\n'"
            if name == "csv"
            else ""
        )
        found = duckdb.sql(f"SELECT * FROM {read}('{path}'{how})")
        assert tuple(found.columns) == table.columns, name
        ids = [row[0] for row in found.project("id").fetchall()]
        assert sorted(ids) == sorted(str(row["id"]) for row in rows), name


def test_gdal_reads_the_features(view: View, tmp_path: Path) -> None:
    """As many, with their points and their properties, by the library that maps are made with."""
    path = tmp_path / "view.geojson"
    path.write_bytes(written(view, "geojson")[0])
    about, features = pyogrio.read_arrow(path)
    assert about["crs"] == "EPSG:4326" and about["geometry_type"] in ("Point", "Unknown")
    rows = pairs(view)
    assert features.num_rows == len(rows)
    for feature in features.to_pylist():
        row = rows[feature["id"]]
        assert (feature["wkb_geometry"] is None) == (row["lat"] is None)
        assert (feature["act"], feature["killed"], feature["coded"]) == (row["act"], row["killed"], row["coded"])
