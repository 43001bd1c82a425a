"""`correct`, `withdraw` and `recode`: each decision is on record, obeyed at once, told in figures, and can be undone."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline import cli as front
from dateline.engine import run as running
from dateline.errors import DatelineError
from dateline.store import Store
from dateline.values import Actor, Article, Event, Extraction, Party, Place, Sentence, Span

Run = Callable[..., Result]
NORTH, SOUTH = Actor("NOR-X", "Norland", "NOR", "GOV"), Actor("sudland", "Sudland", "SUD", "GOV")


def report(name: str, town: str) -> Article:
    """One attack in a town."""
    return Article(
        id=name, text=f"Norland attacked Sudland in {town}, {name} says.", published="2021-11-20", publisher=name
    )


def reading(article: Article, *, type: str = "ASSAULT") -> Extraction:
    """What is read in it."""
    at = article.text.index(" in ") + 4
    town = article.text[at : article.text.index(",")]
    place = Place(at, at + len(town), float(len(town)), 2.0, "NOR", town, len(town), 1, name=town)
    event = Event(
        type=type, quad="MX", score=-9, trigger=Span(8, 16), source=Party(0, 7, NORTH), target=Party(17, 24, SOUTH),
        place=0, date="2021-11-19", date_precision=1,
    )  # fmt: skip
    sentences = (Sentence(0, len(article.text)),)
    return Extraction(id=article.id, language="en", coder="1", sentences=sentences, places=(place,), events=(event,))


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls `dateline` beside a store of three reports: two of one attack, one of another."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_STORE", raising=False)
    reports = [report("Post", "Selm"), report("Echo", "Selm"), report("Star", "Northport")]
    with Store(tmp_path / "dateline.db") as store:
        running.run(reports, store, seen_at="2021-11-21T08:00:00", extract=lambda given: map(reading, given))
    return lambda *args: CliRunner().invoke(front.cli, args)


def events() -> dict[str, str]:
    """The events that stand, by report."""
    with Store("dateline.db", readonly=True) as store:
        return {found.evidence.article: found.id for found in store.events()}


def incidents() -> list[tuple[str, ...]]:
    """The reports of each incident."""
    with Store("dateline.db", readonly=True) as store:
        return sorted(tuple(sorted(incident.articles)) for incident in store.incidents())


def test_a_rejected_event_counts_nowhere_until_that_is_undone(call: Run) -> None:
    """Rejected, listed with who and why, undone: each answer says what became of incidents."""
    before, event = events(), events()["Star"]
    done = call("correct", "reject", event, "--why", "a film was shot", "--who", "ann")
    assert (done.exit_code, done.stdout) == (0, "Correction 1. Incidents: 0 new, 0 revised, 1 gone.\n")
    assert "Star" not in events() and incidents() == [("Echo", "Post")]
    listed = call("correct", "list").stdout
    assert "ann" in listed and "a film was shot" in listed
    undone = call("correct", "undo", "1", "--why", "it was none", "--who", "bob")
    assert undone.stdout == "Correction 2. Incidents: 1 new, 0 revised, 0 gone.\n"
    assert events() == before


def test_incidents_are_split_and_joined(call: Run) -> None:
    """Two reports of one attack are told apart by a person, and two attacks put together."""
    assert incidents() == [("Echo", "Post"), ("Star",)]
    with Store("dateline.db", readonly=True) as store:
        (both,) = [i for i in store.incidents() if i.reports == 2]
    assert call("correct", "split", both.id, events()["Echo"], "--why", "another gate").exit_code == 0
    assert incidents() == [("Echo",), ("Post",), ("Star",)]
    with Store("dateline.db", readonly=True) as store:
        names = [i.id for i in store.incidents() if i.articles in (("Echo",), ("Star",))]
    assert call("correct", "join", *names, "--why", "one convoy").exit_code == 0
    assert incidents() == [("Echo", "Star"), ("Post",)]


def test_a_fixed_part_is_told_and_exported(call: Run) -> None:
    """The type that a person set goes before the coder's, and comes out as an example to learn from."""
    event = events()["Star"]
    assert call("correct", "fix", event, "--type", "COERCE", "--why", "they were detained").exit_code == 0
    with Store("dateline.db", readonly=True) as store:
        assert {e.evidence.article: e.event.type for e in store.events()}["Star"] == "COERCE"
    (row,) = [json.loads(line) for line in call("correct", "export").stdout.splitlines()]
    assert "they were detained" in json.dumps(row)


@pytest.mark.parametrize(
    "words",
    [
        ("correct", "accept", "nobody", "--why", "x"),
        ("correct", "undo", "9", "--why", "x"),
        ("correct", "reject", "nobody"),
        ("correct", "list", "--store", "none.db"),
        ("recode", "--store", "none.db"),
        ("withdraw", "nobody", "--why", "x"),
    ],
)
def test_what_is_not_there_is_a_slip(call: Run, words: tuple[str, ...]) -> None:
    """Said as one of our errors, or with the usage; nothing is written."""
    found = call(*words)
    assert found.exit_code != 0 and (found.output.strip() or isinstance(found.exception, DatelineError))
    assert not Path("none.db").exists()
    with Store("dateline.db", readonly=True) as store:
        assert store.corrections() == []


def test_a_withdrawn_report_leaves_every_figure(call: Run) -> None:
    """Its events and incidents go, another report's stay; why is on record."""
    done = call("withdraw", "Star", "--why", "the outlet took it back")
    assert done.exit_code == 0, done.output
    assert set(events()) == {"Post", "Echo"} and incidents() == [("Echo", "Post")]
    with Store("dateline.db", readonly=True) as store:
        assert "the outlet took it back" in str(store.corrections())


def test_a_new_coder_reads_again_and_says_what_changed(call: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each report whose events differ is named, then the totals; a second time nothing is left to read."""

    def read(_: object, articles: Iterable[Article]) -> list[Extraction]:
        from msgspec.structs import replace

        from dateline.extraction.article import CODER

        type_ = {"Star": "COERCE"}
        return [replace(reading(a, type=type_.get(a.id, "ASSAULT")), coder=CODER) for a in articles]

    monkeypatch.setattr(running.Extractor, "__call__", read)
    done = call("recode", "--cores", "1")
    assert done.exit_code == 0, done.output
    assert "Star: -1 ASSAULT, +1 COERCE" in done.stdout and "Post:" not in done.stdout
    assert "read again 3: 1 with other events or statements; 0 as before" in done.stdout
    assert incidents() == [("Echo", "Post"), ("Star",)]
    again = json.loads(call("recode", "--cores", "1", "--json").stdout)
    assert (again["read"], again["passed_over"]) == (0, 3)


def test_nothing_decided_and_nothing_refused_are_said(call: Run) -> None:
    """An empty list says so, and the reader is not left to guess."""
    assert "Nobody has decided anything" in call("correct", "list").output
    assert "Nothing was refused" in call("status", "--refusals").output
