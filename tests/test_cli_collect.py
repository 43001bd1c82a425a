"""`dateline sources` and `dateline collect` as a person meets them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli
from dateline.errors import InputError


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> Result:
        return CliRunner().invoke(cli, words, catch_exceptions=True)

    return call


def test_a_list_of_feeds_is_brought_once(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Importing twice adds nothing; without a contact collecting says what is missing."""
    Path("f.opml").write_text('<opml><body><outline text="A" xmlUrl="http://a.example/rss"/></body></opml>')
    assert "1 added" in run("sources", "import", "f.opml").output
    assert "0 added, 1 known" in run("sources", "import", "f.opml").output
    found = run("collect")
    assert isinstance(found.exception, InputError) and "contact" in str(found.exception)


def test_health_of_what_was_never_asked(run) -> None:  # type: ignore[no-untyped-def]
    """A source without a past is listed with dashes."""
    Path("sources.toml").write_text('[[feed]]\nurl = "http://a.example/rss"\nname = "Gazette"\n')
    lines = run("sources").output.splitlines()
    assert lines[1].startswith("Gazette") and "-" in lines[1]


def test_a_private_address_is_refused_with_the_mend(run) -> None:  # type: ignore[no-untyped-def]
    """Nothing is asked of this machine unless it is allowed."""
    found = run("sources", "add", "http://127.0.0.1:9/", "--contact", "desk@a.example")
    assert "allow_private" in str(found.exception) and not Path("sources.toml").exists()


def test_without_a_file_the_way_in_is_shown(run) -> None:  # type: ignore[no-untyped-def]
    """The error names the command that makes the file."""
    assert "dateline sources add" in str(run("collect").exception)


def test_a_folder_is_collected(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """A folder needs no contact and no network; an empty one is fine."""
    Path("in").mkdir()
    Path("sources.toml").write_text('[[folder]]\npath = "in"\n')
    found = run("collect", "--json")
    assert found.exit_code == 0 and '"accepted":0' in found.output
