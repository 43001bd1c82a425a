"""Folders are read to the bottom, in one order, and every file is accounted for."""

import io
import json
import sys
from pathlib import Path

import pytest

from dateline.errors import InputError
from dateline.reading import read
from dateline.values import Article, Refused


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports of several kinds beside things that are none."""
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "x.txt").write_text("Not for us.")
    (tmp_path / "b" / "one.txt").write_text("Talks were held.")
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "Talks."}\nbroken\n{"id": "2", "text": "More talks."}\n')
    (tmp_path / "c.html").write_text("<!doctype html><html><body><p>Talks ended early.</p></body></html>")
    (tmp_path / "d.json").write_text(json.dumps([{"id": "3", "text": "Talks."}, {"id": "4"}]))
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "README.md").write_text("About this folder.")
    return tmp_path


def test_a_folder_is_read_in_the_order_of_its_names(folder: Path) -> None:
    """Each report or reason once."""
    found = list(read(folder))
    assert [(item.id if isinstance(item, Article) else "refused") for item in found][:3] == [
        "1",
        "refused",
        "2",
    ]
    assert sum(isinstance(item, Article) for item in found) == 5
    assert sum(isinstance(item, Refused) for item in found) == 3
    assert found == list(read(folder))


def test_files_that_are_no_reports_are_told_not_read(folder: Path) -> None:
    """Notes and tables in a folder are passed over by name."""
    reading = read(folder)
    list(reading)
    assert reading.passed_over == [str(folder / "README.md")]


def test_a_file_named_outright_is_read_whatever_its_kind(folder: Path) -> None:
    """Whoever names it means it."""
    assert [item.text for item in read(folder / "README.md") if isinstance(item, Article)] == ["About this folder."]


def test_a_path_that_is_not_there_stops_before_anything_is_read(tmp_path: Path) -> None:
    """A slip of the pen is an error of the command, not of a report."""
    with pytest.raises(InputError, match="no such file or folder"):
        read(tmp_path / "nothing")


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the others are read."""
    (tmp_path / "a.txt").write_text("Talks.")
    (tmp_path / "b.txt").write_text("More talks.")
    whole = Path.read_bytes

    def fails_once(path: Path) -> bytes:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", fails_once)
    found = list(read(tmp_path))
    assert isinstance(found[0], Refused) and "Permission denied" in found[0].why
    assert isinstance(found[1], Article)


@pytest.mark.parametrize(
    ("raw", "articles", "refused"),
    [
        (b'\n{"id": "1", "text": "Talks."}\n{"id": "2", "text": "More."}', 2, 0),
        (b"Talks were held.\n", 1, 0),
        (b"<!doctype html><html><body><p>Talks were held on Monday.</p></body></html>", 1, 0),
        (b"", 0, 1),
        (b"\x00\x01", 0, 1),
    ],
)
def test_standard_input_is_told_by_its_first_words(
    raw: bytes, articles: int, refused: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JSON Lines, a page or plain text."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    found = list(read("-"))
    assert sum(isinstance(item, Article) for item in found) == articles
    assert sum(isinstance(item, Refused) for item in found) == refused
