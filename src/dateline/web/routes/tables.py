"""The tables, and the same rows as files: events, statements, incidents, sources, calendar, warnings."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response, StreamingResponse
from msgspec import structs

from dateline.engine.early import last_warnings, warnings_on
from dateline.exports import FORMATS, Account, Format, View, formats_for, rows, view_of, warning_rows
from dateline.exports.foretold import entries_of, narrowed_warnings, plans_of, shown_entries
from dateline.picture.calendar import COMING, Plan
from dateline.store import EventFilter, Facet, IncidentFilter
from dateline.store.answers import KeptWarnings
from dateline.store.store import EventColumn
from dateline.values import Incident
from dateline.values.picture import CalendarEntry
from dateline.values.warning import EarlyWarning
from dateline.web.asked import ROWS_A_PAGE, Asked
from dateline.web.clerk import Clerk
from dateline.web.desk import Desk, ask

router = APIRouter()
_RECORD_WEEKS = 60  # of record that early warning needs before it can say anything
_AT_ONCE = 900  # ids in one question
_MOST = 16  # values of a facet
_FACETS: tuple[tuple[str, EventColumn], ...] = (  # as the address names them, and as the store does
    ("type", "type"),
    ("quad", "quad"),
    ("modality", "modality"),
    ("country", "country"),
    ("outlet", "publisher"),
    ("language", "language"),
)


@router.get("/events")
def events(request: Request) -> Response:
    """All events that a filter keeps."""
    desk, asked = ask(request)
    wanted, unbounded = asked.events(), asked.events(since=None, until=None)
    desk.frame_beside(asked, wanted, unbounded)
    total = sum(n for _, _, n in desk.areas(wanted))
    found = desk.store.events(wanted, limit=ROWS_A_PAGE, offset=_offset(asked))
    facets = desk.once(f"facets {wanted}", lambda: _event_facets(desk, asked, wanted))
    return desk.page(
        request,
        "events.html",
        asked=asked,
        total=total,
        found=[(f, rows.event_row(f)) for f in found],
        facets=facets,
        forms=formats_for("events"),
        pages=_pages(total),
        drawing=desk.map(asked, wanted, found if total <= len(found) else None),
        ruler=desk.ruler(asked, unbounded),
    )


def _event_facets(desk: Desk, asked: Asked, wanted: EventFilter) -> list[tuple[str, list[Facet]]]:
    return [
        (key, _countries(desk, wanted) if key == "country" and asked.country is None else _facet(desk, asked, column))
        for key, column in _FACETS
    ]


def _facet(desk: Desk, asked: Asked, column: EventColumn) -> list[Facet]:
    return desk.store.event_facets(column, asked.events(**{column: None}), limit=_MOST)


def _countries(desk: Desk, wanted: EventFilter) -> list[Facet]:
    """The same for countries, off what the map was drawn from."""
    counts: Counter[str] = Counter()
    for country, _, n in desk.areas(wanted):
        if country is not None:
            counts[country] += n
    return [Facet(country, n) for country, n in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:_MOST]]


@router.get("/statements")
def statements(request: Request) -> Response:
    """All statements that a filter keeps."""
    desk, asked = ask(request)
    wanted = asked.statements()
    total = desk.store.count_statements(wanted)
    found = desk.store.statements(wanted, limit=ROWS_A_PAGE, offset=_offset(asked))
    facets = [
        (key, desk.store.statement_facets(column, asked.statements(**{field: None}), limit=_MOST))  # type: ignore[arg-type]
        for key, column, field in (
            ("by", "source", "by"),
            ("stance", "stance", "stance"),
            ("kind", "kind", "kind"),
            ("outlet", "publisher", "publisher"),
            ("language", "language", "language"),
        )
    ]
    return desk.page(
        request,
        "statements.html",
        asked=asked,
        total=total,
        found=[(f, rows.statement_row(f)) for f in found],
        facets=facets,
        forms=formats_for("statements"),
        pages=_pages(total),
    )


@router.get("/incidents")
def incidents(request: Request) -> Response:
    """All incidents that a filter keeps."""
    desk, asked = ask(request)
    wanted = asked.incidents()
    events, unbounded = asked.events(), asked.events(since=None, until=None)
    desk.frame_beside(asked, events, unbounded)
    total = desk.store.count_incidents(wanted)
    found = desk.with_events(desk.store.incidents(wanted, limit=ROWS_A_PAGE, offset=_offset(asked)), as_of=asked.as_of)
    facets = desk.once(
        f"facets {wanted}",
        lambda: [
            (key, desk.store.incident_facets(column, asked.incidents(**{column: None}), limit=_MOST))  # type: ignore[arg-type]
            for key, column in _FACETS
        ],
    )
    return desk.page(
        request,
        "incidents.html",
        asked=asked,
        total=total,
        found=[(i, rows.incident_row(i, own)) for i, own in found],
        facets=facets,
        forms=formats_for("incidents"),
        pages=_pages(total),
        drawing=desk.map(asked, events),
        ruler=desk.ruler(asked, unbounded),
    )


@router.get("/sources")
def sources(request: Request) -> Response:
    """What was read: outlets, days, refusals."""
    desk, asked = ask(request)
    wanted = asked.sources()
    total = desk.store.count_articles(wanted)
    found = desk.store.articles(wanted, limit=ROWS_A_PAGE, offset=_offset(asked))
    outlets: dict[tuple[str, str | None], dict[str, int]] = {}
    for row in desk.store.coverage(since=asked.since, until=asked.until, as_of=asked.as_of):
        by_month = outlets.setdefault((row.publisher or "", row.country), {})
        by_month[row.day[:7]] = by_month.get(row.day[:7], 0) + row.articles
    months = sorted({m for counts in outlets.values() for m in counts})[-24:]
    most = max((n for counts in outlets.values() for n in counts.values()), default=1)
    return desk.page(
        request,
        "sources.html",
        asked=asked,
        total=total,
        found=[(r, rows.article_row(r)) for r in found],
        forms=formats_for("sources"),
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
    plans = [plan.id for plan in plans_asked(desk, asked)]
    ids = plans[_offset(asked) : _offset(asked) + ROWS_A_PAGE]
    shown = entries_of(desk.store, ids, at=desk.now(asked), as_of=asked.as_of)
    return desk.page(
        request,
        "calendar.html",
        asked=asked,
        coming=sum(1 for e in shown if e.state in COMING),
        found=shown_entries(desk.store, shown, as_of=asked.as_of),
        outcomes=_outcomes(desk, shown, asked.as_of),
        total=len(plans),
        pages=_pages(len(plans)),
        forms=formats_for("calendar"),
    )


@router.get("/warnings")
def warnings(request: Request) -> Response:
    """What rose, spread, fell or went dark."""
    desk, asked = ask(request)
    found = warnings_asked(desk, asked)
    shown = found[_offset(asked) : _offset(asked) + ROWS_A_PAGE]
    return desk.page(
        request,
        "warnings.html",
        asked=asked,
        found=list(zip(shown, warning_rows(desk.store, shown), strict=True)),
        total=len(found),
        pages=_pages(len(found)),
        made=made_warnings(desk, asked),
        weeks=_weeks(desk, asked),
        raised=desk.raised_by_watches(asked),
        looks=desk.store.last_looks(),
        needed=_RECORD_WEEKS,
        forms=formats_for("warnings"),
    )


@router.get("/{table}.{form}.notes")
async def notes(request: Request, table: str, form: str) -> Response:
    """What the same download holds and what it leaves out, counted by writing it."""
    asked, _ = _asked_for(request, table, form)
    clerk: Clerk = request.app.state.clerk
    return StreamingResponse(await clerk.write(_notes, table, form, asked), media_type="application/json")


@router.get("/{table}.{form}")
async def download(request: Request, table: str, form: str) -> Response:
    """Exactly the rows that a table has under this address, all pages of it, as a file."""
    asked, made = _asked_for(request, table, form)
    headers = {
        "Content-Disposition": f'attachment; filename="dateline-{table}.{made.suffix}"',
        "Link": f'<{request.url.path}.notes{asked.query()}>; rel="describedby"',
    }
    clerk: Clerk = request.app.state.clerk
    pieces = await clerk.write(_pieces, table, form, asked)
    return StreamingResponse(pieces, media_type=made.media_type, headers=headers)


def _asked_for(request: Request, table: str, form: str) -> tuple[Asked, Format]:
    made = FORMATS.get(form)
    if table not in _VIEWS or made is None or table not in made.tables:
        offered = ", ".join(f".{each.name}" for each in formats_for(table if table in _VIEWS else "events"))
        raise HTTPException(404, f"No such file. Tables are {', '.join(_VIEWS)}; this one is offered as {offered}.")
    return ask(request)[1], made


def _pieces(desk: Desk, table: str, form: str, asked: Asked) -> Iterator[bytes]:
    return FORMATS[form].pieces(_VIEWS[table](desk, asked))


def _notes(desk: Desk, table: str, form: str, asked: Asked) -> Iterator[bytes]:
    view, made, account = _VIEWS[table](desk, asked), FORMATS[form], Account()
    for _ in made.pieces(view, account):
        pass
    yield made.notes(view, account)


def _calendar_view(desk: Desk, asked: Asked) -> View:
    entries = calendar_rows(desk, asked, [plan.id for plan in plans_asked(desk, asked)])
    return View(table="calendar", columns=rows.CALENDAR, rows=lambda: entries, asked=_said(asked))


def _warnings_view(desk: Desk, asked: Asked) -> View:
    raised = warning_rows(desk.store, warnings_asked(desk, asked))
    return View(table="warnings", columns=rows.WARNING, rows=lambda: raised, asked=_said(asked))


def _said(asked: Asked) -> dict[str, object]:
    return {key: value for key, value in structs.asdict(asked).items() if value is not None and key != "page"}


_VIEWS: dict[str, Callable[[Desk, Asked], View]] = {
    "events": lambda desk, asked: view_of(desk.store, asked.events()),
    "statements": lambda desk, asked: view_of(desk.store, asked.statements()),
    "incidents": lambda desk, asked: view_of(desk.store, asked.incidents()),
    "sources": lambda desk, asked: view_of(desk.store, asked.sources()),
    "calendar": _calendar_view,
    "warnings": _warnings_view,
}


def plans_asked(desk: Desk, asked: Asked) -> list[Plan]:
    """What the calendar holds, what is to come first."""
    at = desk.now(asked)
    return desk.once(f"plans {asked.query(page=1)} {at}", lambda: plans_of(desk.store, structs.asdict(asked), at=at))


def calendar_rows(desk: Desk, asked: Asked, ids: Sequence[str]) -> list[rows.Row]:
    """The rows of the calendar for some plans, in their order."""
    entries = entries_of(desk.store, ids, at=desk.now(asked), as_of=asked.as_of)
    return [row for _, row, _ in shown_entries(desk.store, entries, as_of=asked.as_of)]


def _outcomes(desk: Desk, entries: tuple[CalendarEntry, ...], as_of: str | None) -> dict[str, Incident]:
    """The incidents that tell what became of entries, by id."""
    ids = tuple(dict.fromkeys(e.matched for e in entries if e.matched is not None))[:_AT_ONCE]
    return {i.id: i for i in desk.store.incidents(IncidentFilter(ids=ids, as_of=as_of))} if ids else {}


def warnings_asked(desk: Desk, asked: Asked) -> list[EarlyWarning]:
    """The warnings of the record up to the day asked for, newest first."""
    if not desk.reports_by_day(asked.as_of):
        return []
    return narrowed_warnings(made_warnings(desk, asked).warnings, structs.asdict(asked))


def made_warnings(desk: Desk, asked: Asked) -> KeptWarnings:
    """The warnings made last for the record up to the day asked for, and whether they are of the store as it is."""
    if asked.as_of is None:
        return desk.once("warnings", lambda: last_warnings(desk.store))
    day = asked.as_of
    return desk.once(f"warnings {day}", lambda: KeptWarnings(warnings=warnings_on(desk.store, day)))


def _weeks(desk: Desk, asked: Asked) -> int:
    """How many weeks the record has."""
    reports = desk.reports_by_day(asked.as_of)
    return (date.fromisoformat(max(reports)) - date.fromisoformat(min(reports))).days // 7 if reports else 0


def _offset(asked: Asked) -> int:
    return (asked.page - 1) * ROWS_A_PAGE


def _pages(total: int) -> int:
    return max(1, -(-total // ROWS_A_PAGE))
