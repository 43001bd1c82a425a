"""A user's own actors are in every reading: `dateline extract --actors`, and the CSV beside a store in a run."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli_extract import extract
from dateline.engine.catalogue import user_file
from dateline.engine.run import run
from dateline.engine.user_actors import add_rows
from dateline.errors import DataError
from dateline.store import Store
from dateline.values import Article

TEXT = "The Riverbank Defence Group attacked the village of Dalori in Nigeria on Monday, killing four people."
ROW = {
    "id": "rdg-nigeria", "name": "Riverbank Defence Group", "aliases": "RDG", "kind": "armed_group", "country": "NGA",
    "sector": "PRM", "source": "own",
}  # fmt: skip


def test_extract_takes_a_file_of_own_actors(tmp_path: Path) -> None:
    """`--actors FILE` names the group that no table of ours has; without it the id is none of the user's."""
    own = tmp_path / "mine.actors.csv"
    add_rows(own, [ROW])
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "1", "text": TEXT, "published": "2021-11-25"}) + "\n")
    found = CliRunner().invoke(extract, [str(source), "--actors", str(own), "--cores", "1"])
    assert found.exit_code == 0, found.output
    assert '"rdg-nigeria"' in found.output
    plain = CliRunner().invoke(extract, [str(source), "--cores", "1"])
    assert '"rdg-nigeria"' not in plain.output


def test_a_run_takes_the_actors_beside_its_store(tmp_path: Path) -> None:
    """What `dateline actors add` wrote beside the store is known to the run into it."""
    path = tmp_path / "s.db"
    add_rows(user_file(path), [ROW])
    article = Article(id="1", text=TEXT, published="2021-11-25")
    with Store(path) as store:
        run([article], store, seen_at="2026-11-22T12:00:00+00:00")
        (reading,) = store.readings()
    assert "rdg-nigeria" in {entity.actor.id for entity in reading.extraction.entities if entity.actor is not None}


def test_a_bad_file_stops_the_run(tmp_path: Path) -> None:
    """A row that cannot be read is an error of the run, not a refusal of every article."""
    path = tmp_path / "s.db"
    user_file(path).write_text("id,name,kind,country\nx,X Group,armed_group,ZZZ\n")
    with Store(path) as store, pytest.raises(DataError, match=r"line 2|:2"):
        run([Article(id="1", text=TEXT)], store, seen_at="2026-11-22T12:00:00+00:00")
