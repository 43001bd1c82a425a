"""`dateline store`: moved, backed up, restored and purged from the command line, with a table of what went where."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import cli
from dateline.errors import InputError
from dateline.store import Store
from dateline.values import Article, Extraction

SEEN = "2026-11-22T12:00:00+00:00"


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A store with a report of 2021 and one of 2025."""
    with Store(tmp_path / "s.db") as store:
        for year in ("2021", "2025"):
            article = Article(id=year, text=f"Talks were held in {year}.", published=f"{year}-05-03")
            store.add(article, Extraction(id=year, language="en"), seen_at=SEEN)
    return str(tmp_path / "s.db")


def _say(*words: str) -> str:
    found = CliRunner().invoke(cli, ["store", *words], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.output


def test_backup_restore_and_move_tell_what_they_did(path: str, tmp_path: Path) -> None:
    """Each leaves a store that answers alike."""
    backup, again, moved = (str(tmp_path / name) for name in ("b.db", "again.db", "moved.db"))
    assert "MB" in _say("backup", backup, "--store", path)
    assert "articles" in _say("restore", backup, "--store", again)
    assert "Moved" in _say("move", again, moved)
    with Store(path, readonly=True) as one, Store(moved, readonly=True) as other:
        assert one.status() == other.status()
    with pytest.raises(InputError, match="nothing is overwritten"):
        CliRunner().invoke(cli, ["store", "backup", backup, "--store", path], catch_exceptions=False)


def test_a_purge_says_what_would_go_before_it_goes(path: str, tmp_path: Path) -> None:
    """Texts and archives of before the day; a dry one changes nothing."""
    pages = tmp_path / "pages"
    pages.mkdir()
    import os

    for name in ("dateline-20210504000000000000.warc.gz", "dateline-20250504000000000000.warc.gz", "mine.warc.gz"):
        (pages / name).write_bytes(b"x" * 10)
        os.utime(pages / name, (1.62e9, 1.62e9))
    asked = ("purge", "--texts-before", "2024", "--archive", str(pages), "--store", path)
    assert "texts      1 would go of 2021-05-03 to 2021-05-03" in _say(*asked, "--dry")
    with Store(path, readonly=True) as store:
        assert store.count_texts() == 2
    told = _say(*asked, "--who", "desk")
    assert "texts      1 gone" in told and "1 stay" in told and "dateline-20210504" in told
    assert sorted(p.name for p in pages.iterdir()) == ["dateline-20250504000000000000.warc.gz", "mine.warc.gz"]
    with Store(path, readonly=True) as store:
        assert store.count_texts() == 1 and store.count_articles() == 2


def test_a_purge_of_days_ahead_is_a_slip(path: str) -> None:
    """Nothing is that old."""
    found = CliRunner().invoke(cli, ["store", "purge", "--texts-before", "2999", "--store", path])
    assert found.exit_code == 2 and "lies ahead" in found.output
