"""Tables as frames. Each takes the filters of the store by name, and `to`: "polars" (unless told) or "pandas"."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from dateline.engine.early import ACCEPT, picture_warnings
from dateline.errors import InputError
from dateline.exports import View, rows, view_of, warning_rows
from dateline.exports.foretold import warnings_of
from dateline.exports.parquet import arrow_table
from dateline.store import ArticleFilter, EventFilter, IncidentFilter, StatementFilter, Store

To = Literal["polars", "pandas"]
Frame = Any  # polars.DataFrame or pandas.DataFrame


def events(store: Store, *, to: To = "polars", **filters: Any) -> Frame:
    """Events, a row each, latest first; filters are those of `EventFilter`: actor, type, country, since, as_of .."""
    return _frame(view_of(store, EventFilter(**filters)), to)


def incidents(store: Store, *, to: To = "polars", **filters: Any) -> Frame:
    """Incidents (many reports of one happening), latest first; filters of `IncidentFilter`."""
    return _frame(view_of(store, IncidentFilter(**filters)), to)


def statements(store: Store, *, to: To = "polars", **filters: Any) -> Frame:
    """Who said what, latest first; filters of `StatementFilter`: by, about, stance .."""
    return _frame(view_of(store, StatementFilter(**filters)), to)


def sources(store: Store, *, to: To = "polars", **filters: Any) -> Frame:
    """The reports that everything rests on, latest first; filters of `ArticleFilter`."""
    return _frame(view_of(store, ArticleFilter(**filters)), to)


def relation(store: Store, a: str, b: str, *, at: str | None = None, to: To = "polars") -> Frame:
    """Every change in how two parties stand, oldest first, with the ids of the events it stands on.

    Columns: facet, state, since, last_word, is_stale, is_now, evidence, counter, why. `at`: an ISO day; only what was
    known by then is looked at.
    """
    found = store.picture(as_of=at).relation(a, b, at=at)
    now = {(f.facet, f.since) for f in found.facets}
    held = [
        {
            "facet": f.facet,
            "state": f.state,
            "since": f.since,
            "last_word": f.last_word,
            "is_stale": f.is_stale,
            "is_now": (f.facet, f.since) in now,
            "evidence": " ".join(f.evidence),
            "counter": " ".join(f.counter),
            "why": f.why,
        }
        for f in found.changes
    ]
    return _of(held, ("facet", "state", "since", "last_word", "is_stale", "is_now", "evidence", "counter", "why"), to)


def presence(store: Store, actor: str, *, since: str, until: str, as_of: str | None = None, to: To = "polars") -> Frame:
    """Where an actor is present and active between two ISO days, an area a row, against the window before."""
    found = store.picture(as_of=as_of).presence(actor, since=since, until=until)
    columns = (
        "country",
        "admin1",
        "status",
        "incidents",
        "before",
        "claimed",
        "reported",
        "first_on",
        "last_on",
        "evidence",
    )
    held = [{**msgspec.structs.asdict(area), "evidence": " ".join(area.evidence)} for area in found.areas]
    return _of([{key: row[key] for key in columns} for row in held], columns, to)


def series(
    store: Store,
    *,
    by: Literal["day", "month", "year"] = "month",
    split: Literal["type", "of", "quad", "modality", "country"] | None = "quad",
    to: To = "polars",
    **filters: Any,
) -> Frame:
    """Events counted over time, beside the reports read: columns when, key, events, reports.

    A count means little without `reports`: whoever reads twice as much finds twice as much.
    """
    wanted = EventFilter(**filters)
    length = {"day": 10, "month": 7, "year": 4}[by]
    read: dict[str, int] = {}
    for row in store.coverage(as_of=wanted.as_of):
        read[row.day[:length]] = read.get(row.day[:length], 0) + row.articles
    bars = store.event_series(wanted, by=by, split=split)
    held = [{"when": bar.when, "key": bar.key, "events": bar.events, "reports": read.get(bar.when, 0)} for bar in bars]
    return _of(held, ("when", "key", "events", "reports"), to)


def warnings(store: Store, *, as_of: str | None = None, accept: float = ACCEPT, to: To = "polars") -> Frame:
    """What rose, spread, fell or went dark, as the page says it; `accept`: false rises a year and series."""
    raised = warnings_of(store, as_of) if accept == ACCEPT else picture_warnings(store, as_of=as_of, accept=accept)
    held = warning_rows(store, raised)
    return _frame(View(table="warnings", columns=rows.WARNING, rows=lambda: held), to)


def _frame(view: View, to: To) -> Frame:
    table = arrow_table(view)
    if to == "pandas":
        return table.to_pandas()
    if to != "polars":
        raise InputError(f"to={to!r}: frames are made for polars or pandas.")
    return _library("polars").from_arrow(table)


def _of(held: Sequence[Mapping[str, Any]], columns: Sequence[str], to: To) -> Frame:
    """A frame of plain rows; its columns are there also when no row is."""
    if to not in ("polars", "pandas"):
        raise InputError(f"to={to!r}: frames are made for polars or pandas.")
    return _library(to).DataFrame({column: [row[column] for row in held] for column in columns})


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(
            f"Frames need {name}, which is not here. Install it: pip install 'dateline[frames]'."
        ) from error
