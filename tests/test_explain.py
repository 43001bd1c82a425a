"""`dateline explain` shows each decision with its reason, beside the sentence it was made in."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline import cli as front
from dateline.cli_explain import explained
from dateline.store import Store
from dateline.values import Actor, Article, Entity, Event, Extraction, Party, Sentence, Span, Time, Toll

TEXT = "Rebels shelled a clinic in Goma on Friday, killing two nurses.\n\nThe mayor condemned the attack."
ACTOR = Actor("cod-rebels", "Rebels", "COD", "REB", "rule: the word Rebels.")
FOUND = Extraction(
    id="a1",
    language="en",
    coder="1",
    sentences=(Sentence(0, 62), Sentence(64, len(TEXT))),
    entities=(Entity(0, 6, "ORG", ACTOR), Entity(64, 73, "PER")),
    times=(Time(35, 41, "DATE", "2021-11-19", "the Friday before."),),
    events=(
        Event(
            type="ASSAULT",
            quad="MX",
            score=-9,
            trigger=Span(7, 14),
            source=Party(0, 6, ACTOR),
            target=Party(15, 23),
            killed=Toll(51, 54, 2, 2, 2),
            date="2021-11-19",
            confidence=0.83,
            why="rule: shelled.",
        ),
    ),
)


def test_every_decision_stands_with_its_sentence() -> None:
    """An item is listed once, in the sentence it begins in."""
    first, second = explained(Article(id="a1", text=TEXT), FOUND)
    assert [item["actor"] for item in first["entities"]] == ["cod-rebels"]
    assert first["times"][0]["value"] == "2021-11-19"
    assert first["events"][0] | {"killed": "2", "source": "Rebels (cod-rebels)", "place": None} == first["events"][0]
    assert [item["words"] for item in second["entities"]] == ["The mayor"] and not second["events"]


def test_a_stored_report_is_explained_from_the_store(tmp_path: Path) -> None:
    """What is shown is what the store holds, with every reason; JSON says the same."""
    path = str(tmp_path / "d.db")
    with Store.open(path) as store:
        store.add(Article(id="a1", text=TEXT), FOUND, seen_at="2026-11-22T12:00:00+00:00")
    shown = CliRunner().invoke(front.cli, ["explain", "a1", "--store", path])
    assert shown.exit_code == 0, shown.output
    assert "1. Rebels shelled a clinic" in shown.output and "2. The mayor" in shown.output
    assert "because: rule: shelled." in shown.output and "confidence 0.83" in shown.output
    assert "because: the Friday before." in shown.output
    as_json = CliRunner().invoke(front.cli, ["explain", "a1", "--store", path, "--json"])
    rows = [json.loads(line) for line in as_json.output.splitlines()]
    assert [row["sentence"] for row in rows] == [1, 2] and rows[0]["events"][0]["why"] == "rule: shelled."


@pytest.mark.parametrize("name", ["nothing-of-that-name"])
def test_an_unknown_report_is_said_to_be_unknown(tmp_path: Path, name: str) -> None:
    """No traceback: the message says what to do."""
    shown = CliRunner().invoke(front.cli, ["explain", name, "--store", str(tmp_path / "none.db")])
    assert shown.exit_code == 2 and "--store" in shown.output


def test_a_text_on_standard_input_is_read_and_explained() -> None:
    """Text of one's own is read on the spot; the event names the row of the table that decided."""
    shown = CliRunner().invoke(front.cli, ["explain", "-", "--published", "2021-11-25"], input=TEXT)
    assert shown.exit_code == 0, shown.output
    assert "ASSAULT" in shown.output and "verbs.tsv" in shown.output and "2021-11-19" in shown.output
