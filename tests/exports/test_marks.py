"""Marks of reports travel with what stands on them, into every format; what is marked too strictly can stay at home."""

import io
import json
from collections.abc import Iterator
from random import Random

import pytest
import stix2
from click.testing import CliRunner
from msgspec import structs
from stix2validator import ValidationOptions, validate_string

from dateline.cli import cli
from dateline.exports import FORMATS, Account, View, view_of, warning_rows, write
from dateline.store import ArticleFilter, EventFilter, IncidentFilter, StatementFilter, Store
from dateline.values import Incident, event_ids
from dateline.values.mark import LEVELS, is_within
from dateline.values.warning import EarlyWarning

from .conftest import SEEN, _incident, hidden, report

OWN = "not before Friday"
MARKS = (None, "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:RED", OWN)
_PUBLISHED = {  # as OASIS published them
    "TLP:CLEAR": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "TLP:GREEN": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "TLP:AMBER": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "TLP:RED": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A fatal attack told by a report of each mark; one incident rests on the green and the red one, others on one each."""
    path = tmp_path_factory.mktemp("marks") / "s.db"
    told: dict[str | None, Incident] = {}
    with Store(path) as made:
        for mark in MARKS:
            article, extraction = hidden()
            article = structs.replace(article, id=f"r-{mark}", mark=mark, text=article.text)
            made.add(article, extraction, seen_at=SEEN)
            (event,) = extraction.events
            told[mark] = _incident(article, extraction, event_ids(article, extraction.events)[0], event)
        green, red = told["TLP:GREEN"], told.pop("TLP:RED")
        told["TLP:GREEN"] = structs.replace(green, events=(*green.events, *red.events), reports=2)
        made.replace_incidents(told.values(), at=SEEN)
    with Store(path, readonly=True) as opened:
        yield opened


@pytest.mark.parametrize("wanted", [EventFilter(), StatementFilter(), ArticleFilter()])
def test_a_row_says_how_far_its_report_may_be_passed_on(store: Store, wanted: EventFilter) -> None:
    """Events, statements and reports."""
    assert {row["mark"] for row in view_of(store, wanted).rows()} == set(MARKS)


def test_what_rests_on_several_reports_carries_the_strictest_mark(store: Store) -> None:
    """An incident of a green and a red report is red; so is a warning that counts it."""
    rows = list(view_of(store, IncidentFilter()).rows())
    assert sorted(str(row["mark"]) for row in rows) == sorted(
        str(m) for m in (None, "TLP:CLEAR", "TLP:RED", "TLP:AMBER", OWN)
    )
    names = {row["mark"]: row["id"] for row in rows}
    raised = EarlyWarning(
        kind="rise", raised_on="2021-11-26", country="AFG", admin1=None, actor=None, type=None, observed=2, expected=0.1, p=0.001, why="more than usual",
        incidents=(names["TLP:RED"], names[OWN]),
    )  # fmt: skip
    (row,) = warning_rows(store, [raised])
    assert row["mark"] == f"TLP:RED; {OWN}"
    events = [event for i in store.incidents() for event in i.events]
    assert store.mark_of_events(events) == f"TLP:RED; {OWN}"
    assert store.mark_of_events([]) is None


@pytest.fixture(params=[EventFilter(), IncidentFilter()], ids=["events", "incidents"])
def table(request: pytest.FixtureRequest, store: Store) -> View:
    """Both tables that go into all formats."""
    return view_of(store, request.param)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_the_mark_or_tells_that_it_cannot(name: str, table: View) -> None:
    """By its own words in the file; GDELT's events have no column for it."""
    out = io.BytesIO()
    notes = write(FORMATS[name], table, out)
    assert notes.exported == len(list(table.rows()))
    assert notes.mark == f"TLP:RED; {OWN}"
    if name == "gdelt":
        assert notes.unsaid["how far it may be passed on: its mark is in the mentions"] == notes.exported - 1
    elif name != "parquet":
        text = out.getvalue().decode()
        assert all(mark in text for mark in ("TLP:CLEAR", "TLP:AMBER", "TLP:RED", OWN))


@pytest.mark.parametrize("most", LEVELS)
@pytest.mark.parametrize("name", FORMATS)
def test_what_is_marked_stricter_stays_out_and_is_counted(name: str, most: str, table: View) -> None:
    """Rows in the file and rows left out make up the view; of the rest, no report is named."""
    out = io.BytesIO()
    notes = write(FORMATS[name], structs.replace(table, most=most), out)
    rows = list(table.rows())
    stricter = [row for row in rows if not is_within(row["mark"], most)]
    assert notes.most == most
    assert notes.rows == len(rows) == notes.exported + sum(notes.left_out.values())
    assert notes.left_out == {f"marked stricter than {most}": len(stricter)}
    assert b"r-TLP:RED" not in out.getvalue() or most == "TLP:RED"
    assert OWN.encode() not in out.getvalue()


def test_stix_names_the_levels_by_the_ids_that_everybody_knows(table: View) -> None:
    """What tells of a happening refers to the published markings, own words to a statement; the validator finds no error."""
    text = b"".join(FORMATS["stix"].pieces(table)).decode()
    objects = {each.id: each for each in stix2.parse(text, allow_custom=False).objects}
    wanted = {row["id"]: row["mark"] for row in table.rows()}
    said = [each for each in objects.values() if each.type in ("incident", "sighting", "relationship")]
    assert said
    seen = set()
    for each in said:
        for ref in each.object_marking_refs[1:]:
            seen.add(objects[ref].get("name") or objects[ref].definition.statement)
    assert seen >= {mark for mark in wanted.values() if mark}
    for name, id_ in _PUBLISHED.items():
        assert id_ not in objects or objects[id_].name == name
    found = validate_string(text, ValidationOptions(version="2.1", enforce_refs=True))
    told = [found] if not isinstance(found, list) else found
    assert all(each.is_valid for each in told), [str(error) for each in told for error in each.errors]


def test_the_command_line_gives_a_mark_and_holds_back_by_it(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """`run --mark` adds to what a line says itself; `export --most` says how many stayed out."""
    monkeypatch.chdir(str(tmp_path))
    lines = [{"id": "a", "text": "Police arrested six men in Goma.", "published": "2021-11-20"}]
    lines.append({"id": "b", "text": "Villagers met in Bukavu.", "published": "2021-11-20", "mark": "red"})
    with open("in.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    run = CliRunner().invoke(cli, ["run", "in.jsonl", "--mark", "green"])
    assert run.exit_code == 0, run.output
    told = CliRunner().invoke(cli, ["export", "sources", "--as", "jsonl", "--most", "amber", "-o", "out.jsonl"])
    assert told.exit_code == 0, told.output
    assert "left out 1: marked stricter than TLP:AMBER" in told.output
    with open("out.jsonl", encoding="utf-8") as file:
        assert [(row["id"], row["mark"]) for row in map(json.loads, file)] == [("a", "TLP:GREEN")]
    wrong = CliRunner().invoke(cli, ["export", "--as", "csv", "--most", "secret"])
    assert wrong.exit_code == 2 and "Levels: CLEAR, GREEN" in wrong.output


def test_reading_again_with_another_mark_is_another_version(tmp_path: object, store: Store) -> None:
    """The newest reading holds: a report that was marked too late is marked from then on, and counted once."""
    article, extraction = report("x", Random(3))
    with Store(f"{tmp_path}/s.db") as made:
        made.add(article, extraction, seen_at="2026-11-22T12:00:00")
        made.add(structs.replace(article, mark="TLP:RED"), extraction, seen_at="2026-11-22T13:00:00")
        assert [row.mark for row in made.articles(ArticleFilter(standing=True))] == ["TLP:RED"]
        assert [found.evidence.mark for found in made.events()] == ["TLP:RED"]
        account = Account()
        b"".join(FORMATS["csv"].pieces(structs.replace(view_of(made, EventFilter()), most="TLP:GREEN"), account))
        assert (account.exported, account.rows) == (0, 1)
