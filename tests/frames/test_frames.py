"""Frames hold the rows of the page; plots say what they rest on."""

import io
from pathlib import Path

import pandas
import polars
import pytest

from dateline import Store, frames
from dateline.errors import InputError
from dateline.exports import view_of
from dateline.store import EventFilter
from dateline.values import Actor, Article, Event, Extraction, Party, Place, Sentence, Span, Toll

NORTH = Actor("north-front", "Front of the North", "AFG", "REB", "listed", "armed_group")
STATE = Actor("AFG", "Afghanistan", "AFG", "GOV", "listed", "state")
TEXT = "The Front of the North attacked Afghanistan in Kunduz."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Six attacks of one group on a state, one a week, and one meeting."""
    made = Store(tmp_path_factory.mktemp("frames") / "s.db")
    for week in range(7):
        day = f"2021-11-{week * 4 + 1:02d}"
        type_, quad = ("CONSULT", "VC") if week == 3 else ("ASSAULT", "MX")
        event = Event(
            type=type_, quad=quad, score=0.0, trigger=Span(23, 31), source=Party(4, 22, NORTH),
            target=Party(32, 43, STATE), actors=(Party(4, 22, NORTH),), recipients=(Party(32, 43, STATE),), place=0,
            date=day, date_precision=1, killed=Toll(0, 3, 1, 2, 3), confidence=0.9,
        )  # fmt: skip
        found = Extraction(
            id=f"r{week}", language="en", coder="9", sentences=(Sentence(0, len(TEXT)),), events=(event,),
            places=(Place(47, 53, 36.7, 68.9, "AFG", "Kunduz", 1135690, 1, name="Kunduz"),),
        )  # fmt: skip
        made.add(Article(id=f"r{week}", text=TEXT, published=day, publisher="Post"), found, seen_at=f"{day}T12:00:00Z")
    return made


def test_a_frame_holds_the_rows_of_the_view(store: Store) -> None:
    """In either library, in its order, with the filters of the store and as of a day."""
    rows = list(view_of(store, EventFilter(type="ASSAULT", as_of="2021-11-20")).rows())
    frame = frames.events(store, type="ASSAULT", as_of="2021-11-20")
    assert isinstance(frame, polars.DataFrame) and frame["id"].to_list() == [row["id"] for row in rows]
    other = frames.events(store, type="ASSAULT", as_of="2021-11-20", to="pandas")
    assert isinstance(other, pandas.DataFrame) and list(other["killed_high"]) == [row["killed_high"] for row in rows]
    assert set(frame["coded"]) == {"machine"}


def test_every_table_has_a_frame_with_its_columns_also_when_empty(store: Store) -> None:
    """A script that filters to nothing goes on."""
    for made in (
        frames.incidents(store), frames.statements(store), frames.sources(store), frames.warnings(store),
        frames.relation(store, "USA", "FRA"), frames.series(store, type="AID"),
        frames.presence(store, "nobody", since="2021-01-01", until="2021-02-01"),
    ):  # fmt: skip
        assert len(made.columns) > 3


def test_a_series_stands_beside_the_reports_that_were_read(store: Store) -> None:
    """A count means little without what was looked at."""
    bars = {(row["when"], row["key"]): row for row in frames.series(store).to_dicts()}
    assert bars["2021-11", "MX"] == {"when": "2021-11", "key": "MX", "events": 6, "reports": 7}


def test_a_relation_names_the_events_it_stands_on(store: Store) -> None:
    """Every change leads to sentences."""
    changes = frames.relation(store, "north-front", "AFG")
    assert "fighting" in changes["state"].to_list()
    for ids in changes["evidence"]:
        assert all(store.event(name) is not None for name in ids.split())


def test_plots_are_drawn_without_a_window_and_say_what_they_rest_on(store: Store, tmp_path: Path) -> None:
    """Also of nothing."""
    for figure in (
        frames.plot_relation(store, "north-front", "AFG"), frames.plot_relation(store, "USA", "FRA"),
        frames.plot_presence(store, "north-front", since="2021-11-01", until="2021-11-30"),
        frames.plot_presence(store, "nobody", since="2021-11-01", until="2021-11-30"),
        frames.plot_series(store, by="day"), frames.plot_series(store, type="AID"),
    ):  # fmt: skip
        said = io.BytesIO()
        figure.savefig(said, format="png")
        assert said.getvalue()[:4] == b"\x89PNG"
        assert "Machine-coded" in figure.get_supxlabel()


def test_another_library_is_refused_with_its_name(store: Store) -> None:
    """Not with a traceback from inside."""
    with pytest.raises(InputError, match="polars or pandas"):
        frames.events(store, to="excel")  # type: ignore[arg-type]
