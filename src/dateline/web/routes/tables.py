"""The tables, and the same rows as files: events, statements, incidents, sources, calendar, warnings."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response, StreamingResponse

from dateline.engine.watching import picture_warnings
from dateline.exports import rows
from dateline.picture.calendar import calendar as announced
from dateline.store import ArticleFilter, IncidentFilter
from dateline.values.picture import CalendarEntry
from dateline.values.warning import EarlyWarning
from dateline.web.asked import ROWS_A_PAGE, Asked
from dateline.web.desk import Desk, ask

router = APIRouter()
_RECORD_WEEKS = 60  # of record that early warning needs before it can say anything
_AT_ONCE = 500
COMING = ("ahead", "due")


@router.get("/events")
def events(request: Request) -> Response:
    """All events that a filter keeps."""
    desk, asked = ask(request)
    wanted = asked.events()
    total = desk.store.count_events(wanted)
    found = desk.store.events(wanted, limit=ROWS_A_PAGE, offset=_offset(asked))
    facets = [
        (key, label, desk.store.event_facets(column, asked.events(**{field: None}), limit=16))  # type: ignore[arg-type]
        for key, label, column, field in (
            ("type", "act", "type", "type"),
            ("quad", "quad", "quad", "quad"),
            ("modality", "standing", "modality", "modality"),
            ("country", "country", "country", "country"),
            ("outlet", "outlet", "publisher", "publisher"),
            ("language", "language", "language", "language"),
        )
    ]
    return desk.page(
        request,
        "events.html",
        asked=asked,
        total=total,
        found=[(f, rows.event_row(f)) for f in found],
        facets=facets,
        forms=("csv", "json", "geojson"),
        pages=_pages(total),
        drawing=desk.map(asked, wanted, found if total <= len(found) else None),
        ruler=desk.ruler(asked, asked.events(since=None, until=None)),
    )


@router.get("/statements")
def statements(request: Request) -> Response:
    """All statements that a filter keeps."""
    desk, asked = ask(request)
    wanted = asked.statements()
    total = desk.store.count_statements(wanted)
    found = desk.store.statements(wanted, limit=ROWS_A_PAGE, offset=_offset(asked))
    facets = [
        (key, label, desk.store.statement_facets(column, asked.statements(**{field: None}), limit=16))  # type: ignore[arg-type]
        for key, label, column, field in (
            ("by", "speaker", "source", "by"),
            ("stance", "stance", "stance", "stance"),
            ("kind", "kind", "kind", "kind"),
            ("outlet", "outlet", "publisher", "publisher"),
            ("language", "language", "language", "language"),
        )
    ]
    return desk.page(
        request,
        "statements.html",
        asked=asked,
        total=total,
        found=[(f, rows.statement_row(f)) for f in found],
        facets=facets,
        forms=("csv", "json"),
        pages=_pages(total),
    )


@router.get("/incidents")
def incidents(request: Request) -> Response:
    """All incidents that a filter keeps."""
    desk, asked = ask(request)
    wanted = asked.incidents()
    total = desk.store.count_incidents(wanted)
    found = desk.with_events(desk.store.incidents(wanted, limit=ROWS_A_PAGE, offset=_offset(asked)), as_of=asked.as_of)
    events = asked.events()
    facets = [
        (key, label, list(desk.store.event_facets(key, asked.events(**{key: None}), limit=16)))  # type: ignore[arg-type]
        for key, label in (("type", "act"), ("quad", "quad"), ("modality", "standing"), ("country", "country"))
    ]
    return desk.page(
        request,
        "incidents.html",
        asked=asked,
        total=total,
        found=[(i, rows.incident_row(i, own)) for i, own in found],
        facets=facets,
        forms=("csv", "json", "geojson"),
        pages=_pages(total),
        drawing=desk.map(asked, events),
        ruler=desk.ruler(asked, asked.events(since=None, until=None)),
    )


@router.get("/sources")
def sources(request: Request) -> Response:
    """What was read: outlets, days, refusals."""
    desk, asked = ask(request)
    wanted = _articles(asked)
    total = desk.store.count_articles(wanted)
    found = desk.store.articles(wanted, limit=ROWS_A_PAGE, offset=_offset(asked))
    outlets: dict[tuple[str, str | None], dict[str, int]] = {}
    for row in desk.store.coverage(since=asked.since, until=asked.until, as_of=asked.as_of):
        by_month = outlets.setdefault((row.publisher or "unnamed", row.country), {})
        by_month[row.day[:7]] = by_month.get(row.day[:7], 0) + row.articles
    months = sorted({m for counts in outlets.values() for m in counts})[-24:]
    most = max((n for counts in outlets.values() for n in counts.values()), default=1)
    return desk.page(
        request,
        "sources.html",
        asked=asked,
        total=total,
        found=[(r, rows.article_row(r)) for r in found],
        forms=("csv", "json"),
        pages=_pages(total),
        outlets=sorted(outlets.items(), key=lambda kv: (-sum(kv[1].values()), kv[0][0])),
        months=months,
        most=most,
        refusals=desk.store.refusals(limit=50),
    )


@router.get("/calendar")
def calendar(request: Request) -> Response:
    """What is announced, and what became of it."""
    desk, asked = ask(request)
    entries = _entries(desk, asked)
    shown = entries[_offset(asked) : _offset(asked) + ROWS_A_PAGE]
    by_id = {i.id: own for i, own in desk.with_events(_incidents_of(desk, shown), as_of=asked.as_of)}
    return desk.page(
        request,
        "calendar.html",
        asked=asked,
        coming=sum(1 for e in shown if e.state in COMING),
        found=[(e, rows.calendar_row(e), by_id.get(e.incident, [])) for e in shown],
        total=len(entries),
        pages=_pages(len(entries)),
        forms=("csv", "json"),
    )


@router.get("/warnings")
def warnings(request: Request) -> Response:
    """What rose, spread, fell or went dark."""
    desk, asked = ask(request)
    found, weeks = _warnings(desk, asked)
    return desk.page(
        request,
        "warnings.html",
        asked=asked,
        found=[(w, rows.warning_row(w)) for w in found],
        total=len(found),
        weeks=weeks,
        needed=_RECORD_WEEKS,
        forms=("csv", "json"),
    )


@router.get("/{table}.{form}")
def download(request: Request, table: str, form: str) -> Response:
    """Exactly the rows that a table has under this address, all pages of it, as a file."""
    desk, asked = ask(request)
    if table not in _TABLES or form not in _FORMS or (form == "geojson" and table not in ("events", "incidents")):
        raise HTTPException(
            404, "No such file. Tables are offered as .csv and .json, events and incidents as .geojson."
        )
    found, columns = _TABLES[table](desk, asked), _COLUMNS[table]
    kind = _FORMS[form]
    lines: Iterator[str]
    if form == "csv":
        lines = rows.as_csv(found, columns)
    else:
        lines = rows.as_json(found) if form == "json" else rows.as_geojson(found)
    headers = {"Content-Disposition": f'attachment; filename="dateline-{table}.{form}"'}
    return StreamingResponse(lines, media_type=kind, headers=headers)


def _all_events(desk: Desk, asked: Asked) -> Iterator[rows.Row]:
    return _paged(lambda at: [rows.event_row(f) for f in desk.store.events(asked.events(), limit=_AT_ONCE, offset=at)])


def _all_statements(desk: Desk, asked: Asked) -> Iterator[rows.Row]:
    return _paged(
        lambda at: [rows.statement_row(f) for f in desk.store.statements(asked.statements(), limit=_AT_ONCE, offset=at)]
    )


def _all_incidents(desk: Desk, asked: Asked) -> Iterator[rows.Row]:
    def ask_for(at: int) -> list[rows.Row]:
        found = desk.store.incidents(asked.incidents(), limit=_AT_ONCE, offset=at)
        return [rows.incident_row(i, own) for i, own in desk.with_events(found, as_of=asked.as_of)]

    return _paged(ask_for)


def _all_articles(desk: Desk, asked: Asked) -> Iterator[rows.Row]:
    return _paged(
        lambda at: [rows.article_row(r) for r in desk.store.articles(_articles(asked), limit=_AT_ONCE, offset=at)]
    )


def _all_entries(desk: Desk, asked: Asked) -> Iterable[rows.Row]:
    return (rows.calendar_row(e) for e in _entries(desk, asked))


def _all_warnings(desk: Desk, asked: Asked) -> Iterable[rows.Row]:
    return (rows.warning_row(w) for w in _warnings(desk, asked)[0])


_TABLES: dict[str, Any] = {
    "events": _all_events,
    "statements": _all_statements,
    "incidents": _all_incidents,
    "sources": _all_articles,
    "calendar": _all_entries,
    "warnings": _all_warnings,
}
_COLUMNS = {
    "events": rows.EVENT,
    "statements": rows.STATEMENT,
    "incidents": rows.INCIDENT,
    "sources": rows.ARTICLE,
    "calendar": rows.CALENDAR,
    "warnings": rows.WARNING,
}
_FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json", "geojson": "application/geo+json"}


def _paged(ask_for: Any) -> Iterator[rows.Row]:
    at = 0
    while found := ask_for(at):
        yield from found
        at += len(found)
        if len(found) < _AT_ONCE:
            return


def _articles(asked: Asked) -> ArticleFilter:
    return ArticleFilter(
        publisher=asked.outlet,
        language=asked.language,
        story=asked.story,
        actor=asked.actor,
        since=asked.since,
        until=asked.until,
        as_of=asked.as_of,
        standing=asked.as_of is not None,
    )


def _entries(desk: Desk, asked: Asked) -> tuple[CalendarEntry, ...]:
    wanted = IncidentFilter(
        modality="planned", actor=asked.actor, type=asked.type, of=asked.of, country=asked.country, as_of=asked.as_of
    )
    planned = desk.as_known(desk.store.incidents(wanted, limit=5000), asked.as_of)
    entries = announced(planned, at=desk.now(asked), since=asked.since, until=asked.until)
    coming = tuple(e for e in entries if e.state in COMING)
    past = [e for e in entries if e.state not in COMING]
    return coming + tuple(sorted(past, key=lambda e: (e.days or ("", ""), e.announced_on), reverse=True))


def _incidents_of(desk: Desk, entries: tuple[CalendarEntry, ...]) -> list[Any]:
    ids = tuple(e.incident for e in entries[:900])
    return desk.store.incidents(IncidentFilter(ids=ids)) if ids else []


def _warnings(desk: Desk, asked: Asked) -> tuple[list[EarlyWarning], int]:
    """The warnings of the record up to the day asked for, newest first, and how many weeks the record has."""
    reports = desk.reports_by_day(asked.as_of)
    if not reports:
        return [], 0
    first, last = min(reports), max(reports)
    weeks = (date.fromisoformat(last) - date.fromisoformat(first)).days // 7
    raised = desk.raised(asked.as_of, lambda: list(picture_warnings(desk.store, as_of=asked.as_of)))
    kept = [
        w
        for w in raised
        if (asked.since is None or w.raised_on >= asked.since)
        and (asked.until is None or w.raised_on <= asked.until)
        and (asked.country is None or w.country == asked.country)
        and (asked.actor is None or w.actor == asked.actor)
        and (asked.type is None or w.type == asked.type)
    ]
    return sorted(kept, key=lambda w: (w.raised_on, w.why), reverse=True), weeks


def _offset(asked: Asked) -> int:
    return (asked.page - 1) * ROWS_A_PAGE


def _pages(total: int) -> int:
    return max(1, -(-total // ROWS_A_PAGE))
