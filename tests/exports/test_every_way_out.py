"""What holds for every format: the account adds up, the floor holds, nobody private is named, hostile words stay words."""

import csv
import io
import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.exports import FORMATS, View, view_of
from dateline.exports import rows as table_rows
from dateline.exports.coding import coded, coded_incident
from dateline.exports.happening import of_event, web_address
from dateline.store import EventFilter, IncidentFilter, Store
from dateline.values import Incident
from dateline.values.review import Review

from .conftest import HIDDEN, HIDDEN_ID, HIDDEN_LAT, HIDDEN_LON, PRIVATE, found_in, report, written

_DAYS = st.sampled_from([None, "2021-11-20", "2021-11-24"])
_STATES = st.fixed_dictionaries(
    {
        "since": _DAYS,
        "until": _DAYS,
        "as_of": _DAYS,
        "type": st.sampled_from([None, "ASSAULT", ("PROTEST", "AID")]),
        "country": st.sampled_from([None, "AFG"]),
        "actor": st.sampled_from([None, "AFG", "tom-west"]),
        "modality": st.sampled_from([None, "planned"]),
    }
)


@settings(max_examples=40)
@given(state=_STATES, name=st.sampled_from(sorted(FORMATS)), is_incidents=st.booleans())
def test_what_is_exported_and_what_is_left_out_make_up_the_view(
    store: Store, state: dict[str, Any], name: str, is_incidents: bool
) -> None:
    """Whatever is asked, as of any day, in any format."""
    wanted = IncidentFilter(**state) if is_incidents else EventFilter(**state)
    held = store.count_incidents(wanted) if isinstance(wanted, IncidentFilter) else store.count_events(wanted)
    _, account = written(view_of(store, wanted), name)
    assert account.rows == held == account.exported + sum(account.left_out.values())
    assert all(n > 0 and len(why) > 5 for why, n in account.left_out.items())


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_everything_says_that_it_is_machine_coded(view: View, name: str) -> None:
    """In the file where the format has a place for it, and in its notes always."""
    data, account = written(view, name)
    notes = json.loads(FORMATS[name].notes(view, account))
    assert "Machine-coded" in notes["coding"] and "reviewed" in notes
    assert notes["coders"] == ["9"]
    assert notes["translated_by"] == (["apertium 3.8.3"] if notes["machine_translated"] else [])
    if name != "gdelt":  # 61 columns, and none for it
        assert b"machine" in data


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_place_that_must_not_be_shown_is_in_no_export(view: View, name: str) -> None:
    """Neither its name nor its coordinates nor its number; the area is."""
    text = written(view, name)[0].decode("utf-8", "replace")
    for secret in (HIDDEN, str(HIDDEN_LAT), str(HIDDEN_LON), str(HIDDEN_ID), "33.12", "66.65"):
        assert secret not in text
    if name not in ("parquet", "gdelt-mentions"):
        assert "Ghor" in text


def test_a_private_person_is_named_by_nothing_but_the_sentence_as_printed(view: View) -> None:
    """No id, no column and no key is made of somebody who is in no public role."""
    for row in view.rows():
        assert PRIVATE not in json.dumps({**row, "sentence": None})
    assert view.happenings is not None
    for _, happening in view.happenings():
        assert PRIVATE not in {actor.name for actor in (*happening.actors, *happening.recipients)}
    for name in ("gdelt", "polecat"):  # the two without sentences
        assert PRIVATE.casefold() not in written(view, name)[0].decode().casefold()
    for line in written(view, "ftm")[0].splitlines():
        entity = json.loads(line)
        assert entity["schema"] == "Event" or PRIVATE not in line.decode()


def test_a_reviewed_row_never_looks_like_a_machines(store: Store) -> None:
    """Who, what and when stand where `machine` stood; an incident is reviewed when all of its events are."""
    found = store.events(limit=2)
    review = Review(kind="accepted", who="ann", at="2026-11-22T10:00:00Z", why="read it", number=3)
    seen = [replace(each, review=review) for each in found]
    assert coded(seen[0]) == table_rows.event_row(seen[0])["coded"] == "accepted by ann on 2026-11-22"
    assert coded(found[0]) == "machine" and of_event(seen[0]).coded != "machine"
    incident = Incident(id="i", type="AID", quad="MC", known_on="2021-11-20")
    assert coded_incident(incident, [seen[0], found[1]]) == "machine"
    assert coded_incident(incident, seen) == "accepted by ann on 2026-11-22"
    assert coded_incident(replace(incident, review=replace(review, kind="joined")), found).startswith("joined by ann")


def test_no_cell_is_a_formula_in_any_table(view: View) -> None:
    """A spreadsheet that opens the file runs nothing."""
    for name, form in FORMATS.items():
        if not form.suffix.endswith((".csv", ".txt")) and form.suffix != "csv":
            continue
        delimiter = "\t" if form.media_type.startswith("text/tab") else ","
        for line in csv.reader(io.StringIO(written(view, name)[0].decode(), newline=""), delimiter=delimiter):
            for cell in line:
                assert cell[:1] not in ("=", "+", "@", "\t", "＝"), name
                assert cell[:1] != "-" or cell[1:].replace(".", "").isdigit(), name


_STRANGE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("=+-@\t\r\n\"',;|<>&\u202e\u2028\u0000\u0085\ufeff{}[]\\"),
    ),
    max_size=60,
)


@settings(max_examples=50)
@given(words=_STRANGE)
def test_hostile_words_change_nothing_but_themselves(words: str) -> None:
    """The same rows, the same number of lines and cells, whatever a report says."""
    assert _shapes(words) == _shapes("calmly")


def _shapes(words: str) -> dict[str, Any]:
    """What each format makes of four reports that hold some words."""
    held = [found_in(*report(f"r{n}", Random(n + 40), words=words)) for n in range(4)]
    rows = [table_rows.event_row(found) for found in held]
    both = [(row, of_event(found)) for row, found in zip(rows, held, strict=True)]
    view = View(table="events", columns=table_rows.EVENT, rows=lambda: rows, happenings=lambda: both)
    return {name: shape(written(view, name)[0]) for name, shape in _SHAPES.items()}


def _cells(delimiter: str) -> Callable[[bytes], Any]:
    return lambda data: [len(line) for line in csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter)]


def _types(data: bytes) -> Any:
    return sorted(each["type"] for each in json.loads(data)["objects"] if each["type"] != "identity")


_SHAPES: dict[str, Callable[[bytes], Any]] = {
    "csv": _cells(","),
    "acled": _cells(","),
    "hxl": _cells(","),
    "gdelt": lambda data: [line.count(b"\t") for line in data.split(b"\n")],
    "polecat": lambda data: [line.count(b"\t") for line in data.split(b"\n")],
    "jsonl": lambda data: [sorted(json.loads(line)) for line in data.split(b"\n") if line],
    "ftm": lambda data: [json.loads(line)["schema"] for line in data.split(b"\n") if line],
    "geojson": lambda data: len(json.loads(data)["features"]),
    "stix": _types,
    "prov": lambda data: {name: len(part) for name, part in json.loads(data).items() if name != "agent"},
}


def test_only_web_addresses_leave() -> None:
    """Scripts, files and addresses with room for tricks do not."""
    assert web_address("https://example.org/a?b=c") == "https://example.org/a?b=c"
    for bad in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a b",
        'https://a"onclick',
        "data:text/html,x",
        None,
    ):
        assert web_address(bad) is None
