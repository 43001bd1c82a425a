"""`dateline versions` as a person meets it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from dateline.cli import cli
from dateline.errors import InputError
from dateline.store import Store
from dateline.values import Article, Event, Extraction, Party, Sentence, Span

URL = "https://paper.example/goma"
FIRST = Article(id="goma-1", text="Troops left Goma. Twelve are dead.", url=URL, title="Goma", published="2026-11-20")
SECOND = replace(FIRST, id="goma-2", text="Troops left Goma. Fifteen are dead.", updated="2026-11-21")


def read(article: Article, *, coder: str, events: tuple[Event, ...] = ()) -> Extraction:
    end = article.text.index(".") + 1
    sentences = (Sentence(0, end), Sentence(end + 1, len(article.text)))
    return Extraction(id=article.id, language="en", coder=coder, sentences=sentences, events=events)


def retreat() -> Event:
    return Event(
        type="RETREAT", quad="MC", score=5.0, trigger=Span(7, 11), source=Party(0, 6), target=None,
        modality="asserted", date="2026-11-20", date_precision=1, confidence=0.9, why="“left” is a retreat.",
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> str:
    path = tmp_path / "s.db"
    with Store(path) as store:
        store.add(FIRST, read(FIRST, coder="1, untranslated"), seen_at="2026-11-20T10:00:00+00:00")
        store.revise(FIRST, read(FIRST, coder="1, Engine 2", events=(retreat(),)), seen_at="2026-11-20T12:00:00+00:00")
        later = read(SECOND, coder="1, Engine 2", events=(retreat(),))
        store.add(SECOND, later, seen_at="2026-11-21T10:00:00+00:00")
        store.correct(
            "vanished", "article", "goma-2", who="dateline collect", why="410", at="2026-11-22T00:00:00+00:00"
        )
    return str(path)


def test_versions_readings_and_the_end_are_told_in_order(store: str) -> None:
    """What the publisher changed, what another engine found, and that the page is gone."""
    said = CliRunner().invoke(cli, ["versions", URL, "--store", store]).output
    wanted = [
        "version 1  out 2026-11-20, until 2026-11-21", "by 1, untranslated", "by 1, Engine 2",
        "found anew: RETREAT: “Troops” > ?, 2026-11-20", "version 2", "- Twelve are dead.", "+ Fifteen are dead.",
        "2026-11-22  vanished, by dateline collect: 410",
    ]  # fmt: skip
    places = [said.index(words) for words in wanted]
    assert places == sorted(places)
    assert said.count("found") == 1  # the second text says what the first said


def test_json_has_the_same(store: str) -> None:
    """A line for each reading and each entry of the record; an id names the report as well as its address."""
    rows = [
        json.loads(line)
        for line in CliRunner().invoke(cli, ["versions", "goma-2", "--json", "--store", store]).output.splitlines()
    ]
    assert [row["kind"] for row in rows] == ["text", "reading", "text", "vanished"]
    assert rows[2]["changed"]["words_in"] == ["Fifteen are dead."] and rows[0]["changed"] is None


def test_an_unknown_report_is_said_to_be_none(store: str) -> None:
    """The error names what can be named."""
    found = CliRunner().invoke(cli, ["versions", "nothing", "--store", store])
    assert isinstance(found.exception, InputError) and "address" in str(found.exception)
