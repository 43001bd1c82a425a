"""One function for each address of the API, and the table that they are served and described from."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import msgspec
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from msgspec import Struct

from dateline import __version__
from dateline.engine.as_known import with_events
from dateline.exports import rows, warning_rows
from dateline.picture.calendar import Plan
from dateline.picture.relations import relate
from dateline.store import IncidentFilter, StatementFilter
from dateline.store.answers import Change
from dateline.values import Incident
from dateline.values.picture import Presence
from dateline.values.warning import EarlyWarning
from dateline.web.api.answers import (
    ActorAnswer,
    Decision,
    EventAnswer,
    IncidentAnswer,
    Listed,
    RelationAnswer,
    ReportAnswer,
    StatusAnswer,
    WarningsListed,
)
from dateline.web.api.asking import KNOWN, PAGING, WINDOW, Query, check
from dateline.web.desk import Desk
from dateline.web.routes import actor as actor_page
from dateline.web.routes import tables
from dateline.web.routes.pair import resolve

ROOT = "/api/v1"
NOTE = "Machine-coded. No row has been reviewed by a person unless it says so. Read the sentence before you use the figure."
_RELATED = 50
_BETWEEN = 600
_OF_ONE = 1000  # events or statements of one report

_EVENTS = (
    *("type", "of", "quad", "modality", "country", "admin1", "outlet", "language"),
    *("actor", "by", "about", "one", "other", "mt", "story"),
)
_STATEMENTS = ("by", "about", "stance", "kind", "outlet", "language", "mt")
_INCIDENTS = ("type", "of", "quad", "modality", "country", "admin1", "actor", "one", "other")


class Endpoint(Struct, frozen=True):
    """An address: its path, what it answers in one line, the parameters it takes, and the shape of the answer."""

    path: str
    about: str
    takes: tuple[str, ...]
    gives: Any
    table: str | None  # whose rows they are, where it answers with rows
    answer: Callable[..., Any]


ENDPOINTS: list[Endpoint] = []
router = APIRouter(prefix=ROOT)


def endpoint(
    path: str, gives: Any, *, takes: tuple[str, ...] = (), table: str | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Serve a function under a path: its query is checked, its answer becomes JSON with an ETag."""

    def keep(answer: Callable[..., Any]) -> Callable[..., Any]:
        ENDPOINTS.append(Endpoint(path, (answer.__doc__ or "").strip(), takes, gives, table, answer))

        def serve(request: Request) -> Response:
            desk: Desk = request.app.state.desk
            query = check(request.query_params, takes)
            tag = _tag(desk, request)
            headers = {"ETag": tag}
            if tag in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers=headers)
            found = answer(desk, query, **request.path_params)
            return Response(msgspec.json.encode(found), media_type="application/json", headers=headers)

        router.add_api_route(path, serve, methods=["GET"])
        return answer

    return keep


@endpoint("/events", Listed, takes=(*KNOWN, *WINDOW, *_EVENTS, *PAGING), table="events")
def events(desk: Desk, query: Query) -> Listed:
    """Events, latest first."""
    wanted = query.asked.events()
    _still_there(query, lambda name: desk.store.event(name))
    found = desk.store.events(msgspec.structs.replace(wanted, after=query.after), limit=query.limit)
    return _listed([rows.event_row(f) for f in found], desk.store.count_events(wanted), query)


@endpoint("/events/{name}", EventAnswer, takes=KNOWN, table="events")
def event(desk: Desk, query: Query, name: str) -> EventAnswer:
    """One event with its sentence, by its id."""
    found = desk.store.event(name, as_of=query.asked.as_of)
    if found is None:
        raise HTTPException(404, "No event has this id, or had it on that day. A later reading may have dropped it.")
    incident = next(iter(desk.store.incidents(IncidentFilter(event=name, as_of=query.asked.as_of))), None)
    review = found.review
    return EventAnswer(
        event=rows.event_row(found),
        incident=incident.id if incident else None,
        review=Decision(kind=review.kind, who=review.who, at=review.at, why=review.why, number=review.number)
        if review
        else None,
    )


@endpoint("/statements", Listed, takes=(*KNOWN, *WINDOW, *_STATEMENTS, *PAGING), table="statements")
def statements(desk: Desk, query: Query) -> Listed:
    """Statements, latest first."""
    wanted = query.asked.statements()
    _still_there(query, lambda name: desk.store.count_statements(StatementFilter(ids=(name,))) or None)
    found = desk.store.statements(msgspec.structs.replace(wanted, after=query.after), limit=query.limit)
    return _listed([rows.statement_row(f) for f in found], desk.store.count_statements(wanted), query)


@endpoint("/incidents", Listed, takes=(*KNOWN, *WINDOW, *_INCIDENTS, *PAGING), table="incidents")
def incidents(desk: Desk, query: Query) -> Listed:
    """Incidents, each once however many reports tell of it, latest first."""
    wanted = query.asked.incidents()
    _still_there(query, lambda name: desk.store.incident(name))
    found = desk.store.incidents(msgspec.structs.replace(wanted, after=query.after), limit=query.limit)
    own = with_events(desk.store, found, as_of=query.asked.as_of)
    return _listed([rows.incident_row(i, its) for i, its in own], desk.store.count_incidents(wanted), query)


@endpoint("/incidents/{name}", IncidentAnswer, takes=KNOWN, table="incidents")
def incident(desk: Desk, query: Query, name: str) -> IncidentAnswer:
    """One incident with its events, by its id."""
    found = desk.store.incidents(IncidentFilter(ids=(name,), as_of=query.asked.as_of))
    if not found:
        raise HTTPException(404, "No incident has this id, or had it on that day.")
    ((one, its),) = with_events(desk.store, found, as_of=query.asked.as_of)
    return IncidentAnswer(incident=rows.incident_row(one, its), events=[rows.event_row(f) for f in its])


@endpoint("/reports", Listed, takes=(*KNOWN, *WINDOW, "actor", "outlet", "language", "story", *PAGING), table="sources")
def reports(desk: Desk, query: Query) -> Listed:
    """Reports, latest first. Their text stays in the store."""
    wanted = query.asked.sources()
    _still_there(query, lambda name: desk.store.article(name))
    found = desk.store.articles(msgspec.structs.replace(wanted, after=query.after), limit=query.limit)
    return _listed([rows.article_row(r) for r in found], desk.store.count_articles(wanted), query)


@endpoint("/reports/{name:path}", ReportAnswer, takes=(), table="sources")
def report(desk: Desk, query: Query, name: str) -> ReportAnswer:
    """One report with what was found in it, by its id."""
    found = desk.store.reading(name)
    if found is None:
        raise HTTPException(404, "No report has this id.")
    asked = query.asked
    return ReportAnswer(
        report=rows.article_row(found.row),
        events=[rows.event_row(f) for f in desk.store.events(asked.events(article=name), limit=_OF_ONE)],
        statements=[
            rows.statement_row(f) for f in desk.store.statements(asked.statements(article=name), limit=_OF_ONE)
        ],
    )


@endpoint("/calendar", Listed, takes=(*KNOWN, *WINDOW, "actor", "type", "of", "country", *PAGING), table="calendar")
def calendar(desk: Desk, query: Query) -> Listed:
    """What is announced, and what became of it; the latest first."""
    plans = sorted(tables.plans_asked(desk, query.asked), key=_day_and_id, reverse=True)
    ids = [plan.id for plan in plans]
    if query.after is not None:
        after = desk.store.incident(query.after, as_of=query.asked.as_of)
        _still_there(query, lambda _: after)
        ids = [plan.id for plan in plans if after is not None and _day_and_id(plan) < _day_and_id(after)]
    found = tables.calendar_rows(desk, query.asked, ids[: query.limit])
    return Listed(items=found, total=len(plans), next=ids[query.limit - 1] if len(ids) > query.limit else None)


def _day_and_id(plan: Plan | Incident) -> tuple[str, str]:
    return (plan.days or (plan.known_on,))[0][:10], plan.id


@endpoint("/warnings", WarningsListed, takes=(*KNOWN, *WINDOW, "actor", "type", "country", *PAGING), table="warnings")
def warnings(desk: Desk, query: Query) -> WarningsListed:
    """What rose, spread, fell or went dark, newest first."""
    raised = tables.warnings_asked(desk, query.asked)
    at = 0
    if query.after is not None:
        names = {_name_of(warning): n for n, warning in enumerate(raised, start=1)}
        _still_there(query, names.get)
        at = names[query.after]
    shown = raised[at : at + query.limit]
    is_more = at + query.limit < len(raised)
    made = tables.made_warnings(desk, query.asked)
    return WarningsListed(
        items=warning_rows(desk.store, shown),
        total=len(raised),
        next=_name_of(shown[-1]) if is_more else None,
        made_on=made.made_on,
        is_fresh=made.is_fresh,
        reports_since=made.reports_since,
    )


def _name_of(warning: EarlyWarning) -> str:
    """What a warning is told from others by: its day, kind and series."""
    of = (warning.kind, warning.country, warning.admin1, warning.actor, warning.type)
    return f"{warning.raised_on}-{sha256(msgspec.json.encode(of)).hexdigest()[:12]}"


@endpoint("/actors/{name}", ActorAnswer, takes=KNOWN)
def actor(desk: Desk, query: Query, name: str) -> ActorAnswer:
    """An actor, and with whom it has to do, events by quad."""
    name = resolve(desk, name)
    card = desk.cards(query.asked.as_of).get(name)
    if card is None:
        raise HTTPException(404, "No actor has this id.")
    partners = desk.store.partners(name, as_of=query.asked.as_of, limit=_RELATED)
    return ActorAnswer(actor=card, relations=[{"actor": other, **quads} for other, quads in partners])


@endpoint("/presence/{name}", Presence, takes=(*KNOWN, *WINDOW))
def presence(desk: Desk, query: Query, name: str) -> Presence:
    """Where an actor is present and active in a window, against the window before it, with the coverage."""
    return actor_page.presence(desk, query.asked, resolve(desk, name))[0]


@endpoint("/relations/{one}/{other}", RelationAnswer, takes=(*KNOWN, "to"))
def relation(desk: Desk, query: Query, one: str, other: str) -> RelationAnswer:
    """How two actors stand, with the events that each state stands on."""
    one, other = resolve(desk, one), resolve(desk, other)
    if one == other:
        raise HTTPException(404, "A relation has two sides. Name two actors.")
    asked = query.asked
    now = desk.now(asked)
    between = desk.between(one, other, as_of=asked.as_of, limit=_BETWEEN)
    shared = IncidentFilter(actor=desk.side(one, asked.as_of), other=desk.side(other, asked.as_of), as_of=asked.as_of)
    incident_of = {e: i.id for i in desk.store.incidents(shared, limit=2 * _BETWEEN) for e in i.events}
    found = relate(between, a=one, b=other, at=min(now, asked.until or now), incident_of=incident_of)
    return RelationAnswer(
        one=found.a, other=found.b, at=found.at, facets=found.facets, changes=found.changes, series=found.series,
        events=found.events,
    )  # fmt: skip


@endpoint("/search", Listed, takes=(*KNOWN, "q", "limit"))
def search(desk: Desk, query: Query) -> Listed:
    """Reports that hold all the words of `q`, best first, each with its best sentence."""
    hits = desk.store.search(query.asked.q or "", as_of=query.asked.as_of, limit=query.limit)
    found = [
        {
            "report": hit.evidence.article,
            "sentence": hit.evidence.words,
            "outlet": hit.evidence.publisher,
            "known_on": hit.evidence.known_on[:10],
            "language": hit.evidence.language,
            "machine_translated": hit.evidence.is_machine_translated,
        }
        for hit in hits
    ]
    return Listed(items=found, total=len(found))


@endpoint("/changes", list[Change], takes=("changed_after", "limit"))
def changes(desk: Desk, query: Query) -> list[Change]:
    """Ids that changed or went, in the order of their change: what a copy elsewhere has to ask anew."""
    return desk.store.changes(after=query.changed_after, limit=query.limit)


@endpoint("/status", StatusAnswer)
def status(desk: Desk, query: Query) -> StatusAnswer:
    """How much the store holds, and what coded it."""
    held = desk.status()
    kept = {
        f: getattr(held, f) for f in ("articles", "events", "statements", "incidents", "from_on", "to_on", "coders")
    }
    return StatusAnswer(**kept, last_change=desk.store.last_change(), note=NOTE)


@router.get("/openapi.json")
def openapi() -> Response:
    """The description of all this."""
    from dateline.web.api.describing import describe

    return Response(msgspec.json.encode(describe(ENDPOINTS, root=ROOT)), media_type="application/json")


def _listed(items: list[dict[str, Any]], total: int, query: Query) -> Listed:
    is_more = len(items) == query.limit
    return Listed(items=items, total=total, next=items[-1]["id"] if is_more else None)


def _still_there(query: Query, find: Callable[[str], object]) -> None:
    if query.after is not None and find(query.after) is None:
        raise HTTPException(404, f"What `after` names is no longer there. Begin again without it: {query.after[:60]}")


def _tag(desk: Desk, request: Request) -> str:
    """Two answers with one tag are the same bytes: the store has not changed, nor what was asked, nor the program."""
    state = f"{__version__} {desk.store.stamp()} {request.url.path}?{request.url.query}"
    return f'"{sha256(state.encode()).hexdigest()[:32]}"'
