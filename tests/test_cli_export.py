"""`dateline export`: a view into a file, its account beside it, nothing half-written left behind."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from dateline import Store
from dateline.cli import cli
from dateline.engine.fusing import fuse_store
from dateline.values import Actor, Article, Event, Extraction, Party, Place, Sentence, Span
from dateline.web.app import create_app

NORTH = Actor("north-front", "Front of the North", "AFG", "REB", "listed", "armed_group")
TEXT = "The Front of the North attacked a barracks in Kunduz."


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A store of two attacks, one of them planned."""
    with Store(tmp_path / "s.db") as store:
        for name, modality in (("a", "asserted"), ("b", "planned")):
            event = Event(
                type="ASSAULT", mode="aerial", quad="MX", score=-9.0, trigger=Span(23, 31), source=Party(4, 22, NORTH),
                place=0, date="2021-11-20", date_precision=1, modality=modality, actors=(Party(4, 22, NORTH),),
            )  # fmt: skip
            found = Extraction(
                id=name, language="en", coder="9", sentences=(Sentence(0, len(TEXT)),), events=(event,),
                places=(Place(46, 52, 36.7, 68.9, "AFG", "Kunduz", 1135690, 1, name="Kunduz"),),
            )  # fmt: skip
            article = Article(id=name, text=TEXT, published=f"2021-11-2{1 if name == 'a' else 5}", publisher="Post")
            store.add(article, found, seen_at="2021-12-01T00:00:00Z")
    return str(tmp_path / "s.db")


def _export(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["export", *words])
    return done.exit_code, done.stdout, done.stderr


def test_what_is_left_out_is_told_beside_the_file_and_on_the_screen(path: str, tmp_path: Path) -> None:
    """One of two events is planned, which ACLED's shape does not hold."""
    out = tmp_path / "out.csv"
    code, _, said = _export("--as", "acled", "--store", path, "-o", str(out))
    assert code == 0 and "1 of 2 events written as acled; machine-coded" in said
    notes = json.loads(Path(f"{out}.notes.json").read_text())
    assert (notes["rows"], notes["exported"]) == (2, 1) and list(notes["left_out"].values()) == [1]
    (row,) = csv.DictReader(out.read_text().splitlines())
    assert (row["event_type"], row["country"]) == ("Explosions/Remote violence", "Afghanistan")
    assert not list(tmp_path.glob("*.part"))


def test_the_same_filters_as_show(path: str) -> None:
    """An actor by its name, a type, a day of knowing; without -o to standard output."""
    code, out, _ = _export("--as", "jsonl", "--store", path, "--actor", "front of the north", "--as-of", "2021-11-22")
    assert code == 0 and [json.loads(line)["doubt"] for line in out.splitlines()] == ["reported"]
    code, out, _ = _export("sources", "--as", "csv", "--store", path)
    assert code == 0 and out.count("\n") == 3


def test_what_cannot_be_asked_says_how_to_mend_it(path: str, tmp_path: Path) -> None:
    """A format that is none, a table it cannot hold, an option that narrows nothing, a folder that is not there."""
    code, _, said = _export("--as", "acld", "--store", path)
    assert code == 2 and "Did you mean acled?" in said
    code, _, said = _export("statements", "--as", "csv", "--store", path, "--country", "AFG")
    assert code == 2 and "--country does not narrow statements" in said
    done = CliRunner().invoke(cli, ["export", "sources", "--as", "stix", "--store", path])
    assert "STIX 2.1 holds no sources" in str(done.exception)
    code, _, said = _export("--as", "csv", "--store", path, "-o", str(tmp_path / "nowhere" / "x.csv"))
    assert code == 1 and "nowhere" in said


def test_the_formats_are_listed(path: str) -> None:
    """Every one with what it is for."""
    code, out, _ = _export("--formats")
    assert code == 0 and len(out.splitlines()) == 14 and "stix" in out


@pytest.mark.parametrize("table", ["calendar", "warnings"])
def test_what_is_ahead_goes_out_as_from_the_page(path: str, table: str) -> None:
    """The calendar and the warnings: the bytes of the page's own download, narrowed by the same words."""
    with Store(path) as store:
        fuse_store(store, at="2021-12-01T00:00:00Z")
    client = TestClient(create_app(path))
    for words, query in (([], ""), (["--country", "AFG", "--since", "2021-11"], "?country=AFG&from=2021-11")):
        done = CliRunner().invoke(cli, ["export", table, "--as", "csv", "--store", path, *words])
        assert done.exit_code == 0, done.output
        assert done.stdout_bytes == client.get(f"/{table}.csv{query}").content
        assert (b"AFG" in done.stdout_bytes) == (table == "calendar")
    refused = CliRunner().invoke(cli, ["export", table, "--as", "csv", "--store", path, "--outlet", "Post"])
    assert refused.exit_code == 2 and f"does not narrow {table}" in refused.output
