"""A user's own verbs are in every reading: `--verbs` of extract, explain, run and recode, and `verbs.tsv` beside a store."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli_explain import explain
from dateline.cli_extract import extract
from dateline.engine.local import extract_all, pool_map
from dateline.engine.recode import recode
from dateline.engine.run import run
from dateline.errors import DataError
from dateline.store import Store
from dateline.values import Article, Extraction

TEXT = "Rebels quadcoptered three soldiers near Goma on Friday."
TABLE = "verbs\ttype\tmode\ttarget\twhen\nquadcopter\tASSAULT\tdrone\tobj\tobj=@\n"
NOW = "2026-11-22T12:00:00+00:00"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "mine.tsv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_extract_takes_a_table_of_own_verbs(tmp_path: Path, table: Path) -> None:
    """`--verbs FILE` makes an event of a verb that no table of ours has, and names the user's row."""
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "1", "text": TEXT}) + "\n")
    found = CliRunner().invoke(extract, [str(source), "--verbs", str(table), "--cores", "1"])
    assert found.exit_code == 0, found.output
    assert [e["mode"] for e in json.loads(found.output)["events"]] == ["drone"]
    assert "mine.tsv:2" in found.output
    plain = CliRunner().invoke(extract, [str(source), "--cores", "1"])
    assert json.loads(plain.output)["events"] == []


def test_explain_shows_the_users_row(tmp_path: Path, table: Path) -> None:
    """A user who tries a verb sees at once which line of theirs decided."""
    report = tmp_path / "report.txt"
    report.write_text(TEXT)
    shown = CliRunner().invoke(explain, [str(report), "--verbs", str(table)])
    assert "mine.tsv:2" in shown.output


def test_other_processes_know_them_too(table: Path) -> None:
    """Verbs are loaded before the processes are forked."""
    with pool_map(2, None, table) as mapped:
        found = list(extract_all([Article(id=str(n), text=TEXT) for n in range(4)], user_verbs=table, map=mapped))
    assert all(isinstance(x, Extraction) and len(x.events) == 1 for x in found)


def test_a_bad_line_stops_the_run(tmp_path: Path, table: Path) -> None:
    """A line that cannot be used is an error of the run with its line, not a refusal of every article."""
    table.write_text(TABLE.replace("ASSAULT", "ATTACK"), encoding="utf-8")
    with Store(tmp_path / "s.db") as store, pytest.raises(DataError, match=r"mine\.tsv:2: `ATTACK` is no PLOVER type"):
        run([Article(id="1", text=TEXT)], store, seen_at=NOW, user_verbs=table)


def test_recode_and_later_runs_take_the_verbs_beside_the_store(tmp_path: Path) -> None:
    """`verbs.tsv` beside a store is taken by itself; reports read before are read again with `--all`."""
    with Store(tmp_path / "s.db") as store:
        run([Article(id="1", text=TEXT)], store, seen_at=NOW)
        assert [len(r.extraction.events) for r in store.readings()] == [0]
        (tmp_path / "verbs.tsv").write_text(TABLE, encoding="utf-8")
        done = recode(store, seen_at=NOW, everything=True)
        assert done.added == {"ASSAULT": 1}
