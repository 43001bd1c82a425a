"""HXL, read by the library that the standard's keepers made."""

import io
import subprocess
import sys
from pathlib import Path

import hxl

from dateline.exports import View
from dateline.exports.hxl import TAGS

from .conftest import pairs, written


def test_the_hashtags_are_found_and_the_rows_equal_the_view(view: View) -> None:
    """The second line is taken for the tags, the rest for data."""
    options = hxl.InputOptions(allow_local=True)
    source = hxl.data(io.BytesIO(written(view, "hxl")[0]), options)
    assert [column.display_tag for column in source.columns] == [
        hxl.model.Column.parse(t).display_tag for t in TAGS.values()
    ]
    read = list(source)
    rows = list(pairs(view).values())
    assert len(read) == len(rows)
    for got, row in zip(read, rows, strict=True):
        assert got.get("#event+id") == row["id"]
        assert got.get("#event+status") == row["doubt"]
        assert got.get("#meta+coded") == row["coded"]
        assert got.get("#meta+coder") == f"Dateline {row['coder']}"
        for tag, column in (("#affected+killed-min-max", "killed"), ("#affected+killed+min", "killed_low"),
                            ("#geo+lat", "lat"), ("#country+code", "country"), ("#adm1+name", "admin1")):  # fmt: skip
            assert (got.get(tag) or "") == ("" if row[column] is None else str(row[column])), tag


def test_the_librarys_own_command_finds_no_error(view: View) -> None:
    """`hxlvalidate`, with the schema that comes with it."""
    command = [str(Path(sys.executable).with_name("hxlvalidate")), "-e", "error"]
    done = subprocess.run(command, input=written(view, "hxl")[0], capture_output=True, timeout=120)
    assert done.returncode == 0, done.stdout[-500:]
