"""The command line parses, calls one room and prints; scripts can trust its exit codes."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from dateline import cli as front
from dateline.store import Store
from dateline.values import Actor, Article, Entity, Event, Extraction, Party, Sentence, Span, Statement

SEEN = "2026-11-22T12:00:00+00:00"
TEXT = 'Norland attacked Sudland on Friday. "We regret it," Norland said.'
NORLAND, SUDLAND = Actor("NOR-X", "Norland", "NOR", "GOV"), Actor("sudland", "Sudland", "SUD", "GOV")
COMMANDS = [name for name, (module, *_) in front.COMMANDS.items() if importlib.util.find_spec(module)]
Run = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls `dateline` in an empty folder, without a process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_STORE", raising=False)
    return lambda *args: CliRunner().invoke(front.cli, args)


@pytest.fixture
def filled(tmp_path: Path, call: Run) -> Run:
    """The same, with a store of one report."""
    north, south = Party(0, 7, NORLAND), Party(17, 24, SUDLAND)
    extraction = Extraction(
        id="a1",
        language="en",
        coder="1",
        sentences=(Sentence(0, 35), Sentence(36, len(TEXT))),
        entities=(Entity(0, 7, "GPE", NORLAND), Entity(17, 24, "GPE", SUDLAND)),
        events=(
            Event(
                type="ASSAULT", quad="MX", score=-9, trigger=Span(8, 16), source=north, target=south, date="2021-11-19"
            ),
        ),
        statements=(
            Statement(source=north, cue=Span(60, 64), content=(Span(37, 49),), kind="direct", about=("sudland",)),
        ),
    )
    with Store(tmp_path / "dateline.db") as store:
        store.add(Article(id="a1", text=TEXT, published="2021-11-20", publisher="Post"), extraction, seen_at=SEEN)
    return call


def _lines(found: Result) -> list[dict[str, object]]:
    assert found.exit_code == 0, found.output
    return [json.loads(line) for line in found.stdout.splitlines()]


def _process(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dateline.cli", *args]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env={**os.environ, "COLUMNS": "100"})


def test_help_loads_no_room() -> None:
    """The list of commands is shown without importing one, or anything heavier than click."""
    script = (
        "import sys; from dateline.cli import cli; cli(['--help'], standalone_mode=False); "
        "heavy = {'sqlalchemy', 'spacy', 'numpy', 'trafilatura', 'msgspec', 'fastapi', 'dateline.store'}; "
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
    assert all(name in found.stdout for name in front.COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_teaches(name: str) -> None:
    """Its help says what it does in sentences, explains each option and gives an example."""
    command = front.cli.get_command(click.Context(front.cli), name)
    assert command is not None
    subcommands = list(command.commands.values()) if isinstance(command, click.Group) else [command]
    for one in [command, *subcommands]:
        assert "." in (one.help or ""), f"{name}: {one.name} says nothing"
        for option in one.params:
            if isinstance(option, click.Option):
                assert option.help, f"{name}: {option.opts} says nothing"
    assert any(f"dateline {name}" in (one.help or "") for one in [command, *subcommands]), "no example"


def test_events_come_with_their_sentence_in_all_three_forms(filled: Run) -> None:
    """Table, JSON Lines and CSV tell the same."""
    (row,) = _lines(filled("show", "events", "--json"))
    assert (row["source"], row["target"], row["type"], row["article"]) == ("NOR-X", "sudland", "ASSAULT", "a1")
    assert row["sentence"] == "Norland attacked Sudland on Friday."
    header, line = filled("show", "events", "--csv").stdout.splitlines()
    assert header.split(",") == list(row)
    assert "Norland attacked Sudland" in line
    table = filled("show", "events").stdout
    assert "ASSAULT" in table and "Norland attacked" in table


@pytest.mark.parametrize("kind", ["events", "statements", "relations", "actors", "places", "incidents"])
def test_every_kind_can_be_shown(filled: Run, kind: str) -> None:
    """And says so in words where there is nothing."""
    found = filled("show", kind)
    assert found.exit_code == 0
    assert found.stdout.strip()
    filled("show", kind, "--csv")
    _lines(filled("show", kind, "--json"))


def test_filters_take_names_ids_and_dates_of_any_grain(filled: Run) -> None:
    """An actor by name or id in any case; a month is a window."""
    assert len(_lines(filled("show", "events", "--json", "--actor", "norland", "--since", "2021-11"))) == 1
    assert len(_lines(filled("show", "events", "--json", "--by", "SUDLAND"))) == 0
    assert len(_lines(filled("show", "events", "--json", "--until", "2021-10"))) == 0
    assert len(_lines(filled("show", "events", "--json", "--as-of", "2021-11-19"))) == 0
    assert len(_lines(filled("show", "statements", "--json", "--by", "nor-x", "--about", "sudland"))) == 1


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (["show", "events", "--actor", "nordland"], "Near: NOR-X"),
        (["show", "events", "--since", "soon"], "2021-11-25"),
        (["show", "places", "--by", "norland"], "These do"),
        (["show", "everything"], "events"),
        (["shwo"], "Did you mean `dateline show`"),
        (["run"], "PATH"),
        (["withdraw", "a1"], "--why"),
    ],
)
def test_a_slip_of_the_pen_exits_with_2_and_a_hint(filled: Run, args: list[str], hint: str) -> None:
    """Never a silent empty answer."""
    found = filled(*args)
    assert found.exit_code == 2
    assert hint in found.output


def test_what_cannot_be_opened_exits_with_its_reason(tmp_path: Path) -> None:
    """2 for a path that is not there, 1 for a store that cannot be read; no traceback."""
    missing = _process("run", "nothing.txt", cwd=tmp_path)
    assert missing.returncode == 2 and "no such file" in missing.stderr and "Traceback" not in missing.stderr
    (tmp_path / "x.db").write_text("not a database " * 100)
    broken = _process("show", "events", "--store", "x.db", cwd=tmp_path)
    assert broken.returncode == 1 and "x.db" in broken.stderr and "Traceback" not in broken.stderr


def test_a_run_ends_with_a_table_that_adds_up(call: Run, tmp_path: Path) -> None:
    """Refusals say where, why and how to mend; nothing but refusals is still a run that worked."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text('{"id": "1"}\n{broken\n')
    (tmp_path / "in" / "b.txt").write_bytes(b"")
    (tmp_path / "in" / "notes.md").write_text("notes")
    found = call("run", "in")
    assert found.exit_code == 0, found.output
    words = found.stdout.split()
    counts = {name: int(words[words.index(name) + 1]) for name in ("read", "accepted", "refused", "duplicate")}
    assert counts == {"read": 3, "accepted": 0, "refused": 3, "duplicate": 0}
    assert "a.jsonl:1: No `text`." in found.stdout and "notes.md" in found.stdout
    assert len(call("status", "--refusals").stdout.splitlines()) == 3
    summary = json.loads(call("run", "in", "--json").stdout)
    assert summary["read"] == summary["accepted"] + summary["refused"] + summary["duplicate"]


def test_withdrawing_leaves_a_trail(filled: Run) -> None:
    """The report is out of every figure, on record, and still there for the days before."""
    assert "Withdrawn: a1" in filled("withdraw", "a1", "--why", "retracted", "--who", "desk").stdout
    assert _lines(filled("show", "events", "--json")) == []
    assert len(_lines(filled("show", "events", "--json", "--as-of", "2021-11-30"))) == 1
    assert "withdrawn    1" in filled("status").stdout
    assert "nothing changed" in filled("withdraw", "a1", "--why", "again").stdout


def test_words_of_reports_cannot_steer_the_terminal(tmp_path: Path, call: Run) -> None:
    """Escape sequences in a text are not printed."""
    text = "Norland \x1b[31mattacked\x1b[0m Sudland."
    event = Event(type="ASSAULT", quad="MX", score=-9, trigger=Span(0, 7))
    extraction = Extraction(id="a", language="en", sentences=(Sentence(0, len(text)),), events=(event,))
    with Store(tmp_path / "dateline.db") as store:
        store.add(Article(id="a", text=text), extraction, seen_at=SEEN)
    assert "\x1b" not in call("show", "events").stdout


def test_an_ended_pipe_is_no_error(filled: Run, tmp_path: Path) -> None:
    """`dateline show .. | head` ends quietly."""
    command = f"{sys.executable} -m dateline.cli show actors --json | true"
    found = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True)
    assert found.stderr == ""
