"""A user's own places: one table, checked before it is written, part of the next gazetteer."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli_gazetteer import gazetteer
from dateline.engine import gazetteer as edge
from dateline.engine.places import own
from dateline.engine.user_places import own_places, own_places_path
from dateline.extraction.places.packing import Row

PLACE = ("add", "Zurnabad", "--country", "IRN", "--at", "36.1,52.2", "--alias", "Zernabad")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(edge, "open_gazetteer", lambda: None)  # making it takes half a minute


def _type(*words: str) -> str:
    return CliRunner().invoke(gazetteer, words).output


def test_a_place_that_was_added_goes_into_the_gazetteer() -> None:
    """Under each of its names, and the gazetteer's file is another one."""
    before = edge.built_path()
    assert "added Zurnabad" in _type(*PLACE)
    rows: list[Row] = []
    own.add_our_own(rows)
    (row,) = [r for r in rows if r.name == "Zurnabad"]
    assert (row.country, row.kind, list(row.usual_names)) == ("IRN", "city", ["Zernabad"])
    assert edge.built_path() != before


def test_the_same_place_twice_stands_once() -> None:
    """A command may be typed again."""
    _type(*PLACE)
    assert "has it already" in _type(*PLACE)
    assert len(own_places()) == 1


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("add", "X", "--country", "IR", "--at", "36,52"), "alpha-3"),
        (("add", "X", "--country", "IRN", "--at", "36"), "numbers"),
        (("add", "X", "--country", "IRN", "--at", "96,52"), "-90 to 90"),
        (("add", " ", "--country", "IRN", "--at", "36,52"), "a name"),
        (("add", "X\tY", "--country", "IRN", "--at", "36,52"), "cells"),
    ],
)
def test_what_would_not_load_is_not_written(words: tuple[str, ...], mend: str) -> None:
    """The complaint names the file and its line, and says how to write it."""
    said = _type(*words)
    assert "places.tsv:2: " in said and mend in said
    assert not own_places_path().exists()


def test_a_table_written_by_hand_is_checked_too() -> None:
    """The head names the columns, as in our own tables."""
    own_places_path().parent.mkdir(parents=True)
    own_places_path().write_text("name\tlat\nX\t1\n")
    assert "places.tsv:1: the first line names the columns" in _type(*PLACE)
