"""What is exported: a table of the store, narrowed as a page narrows it, in the page's order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from dateline.engine.as_known import with_events
from dateline.exports import rows
from dateline.exports.happening import Happening, of_event, of_incident
from dateline.exports.rows import Row
from dateline.store import ArticleFilter, EventFilter, IncidentFilter, StatementFilter, Store
from dateline.values.mark import strictest
from dateline.values.warning import EarlyWarning

_AT_ONCE = 2000  # rows in one question: most views are of one moment
T = TypeVar("T")
Filter = EventFilter | StatementFilter | IncidentFilter | ArticleFilter


class View(Struct, frozen=True, kw_only=True):
    """Rows of one table. `rows` and `happenings` begin anew each time they are called.

    `happenings`: the same rows with all they stand on, for formats with a shape of their own; None for tables that are
    no events. `asked`: the filter in words of the API; what it leaves open is not in it. `most`: rows whose mark is
    stricter than this level stay out of files, which say how many.
    """

    table: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterable[Row]]
    happenings: Callable[[], Iterable[tuple[Row, Happening]]] | None = None
    asked: dict[str, Any] = {}
    most: str | None = None


def view_of(store: Store, wanted: Filter) -> View:
    """The table that a filter is for: events, statements, incidents or sources (the reports)."""
    asked = {key: value for key, value in msgspec.to_builtins(wanted).items() if value is not None}
    if isinstance(wanted, EventFilter):
        return View(
            table="events",
            columns=rows.EVENT,
            rows=lambda: (rows.event_row(f) for f in _events(store, wanted)),
            happenings=lambda: ((rows.event_row(f), of_event(f)) for f in _events(store, wanted)),
            asked=asked,
        )
    if isinstance(wanted, IncidentFilter):
        return View(
            table="incidents",
            columns=rows.INCIDENT,
            rows=lambda: (rows.incident_row(i, own) for i, own in _incidents(store, wanted)),
            happenings=lambda: ((rows.incident_row(i, own), of_incident(i, own)) for i, own in _incidents(store, wanted)),
            asked=asked,
        )  # fmt: skip
    if isinstance(wanted, StatementFilter):
        found = lambda at: store.statements(wanted, limit=_AT_ONCE, offset=at)  # noqa: E731
        return View(
            table="statements",
            columns=rows.STATEMENT,
            rows=lambda: (rows.statement_row(f) for f in _paged(found)),
            asked=asked,
        )
    return View(
        table="sources",
        columns=rows.ARTICLE,
        rows=lambda: (
            rows.article_row(r) for r in _paged(lambda at: store.articles(wanted, limit=_AT_ONCE, offset=at))
        ),
        asked=asked,
    )


def warning_rows(store: Store, raised: Sequence[EarlyWarning]) -> list[Row]:
    """Warnings, flat, each with the strictest mark of what it stands on."""
    marks = store.marks_of_incidents(name for warning in raised for name in warning.incidents)
    return [rows.warning_row(warning, strictest(map(marks.get, warning.incidents))) for warning in raised]


def _events(store: Store, wanted: EventFilter) -> Iterator[Any]:
    return _paged(lambda at: store.events(wanted, limit=_AT_ONCE, offset=at))


def _incidents(store: Store, wanted: IncidentFilter) -> Iterator[Any]:
    found = _paged(lambda at: store.incidents(wanted, limit=_AT_ONCE, offset=at))
    while batch := [incident for incident, _ in zip(found, range(_AT_ONCE), strict=False)]:
        yield from with_events(store, batch, as_of=wanted.as_of)


def _paged(ask_for: Callable[[int], list[T]]) -> Iterator[T]:
    """Everything, page by page; each row once, also where new ones arrive on top meanwhile and push others down."""
    at, said = 0, set()
    while found := ask_for(at):
        for row in found:
            name = getattr(row, "id", None)
            if name not in said:
                said.add(name)
                yield row
        at += len(found)
        if len(found) < _AT_ONCE:
            return
