"""`/review`: what is most worth a look, what people decided, and the forms to decide with.

Every form works without script. What it decides is on record with who, when and why, is seen in every figure with the
next view, and is undone from the same place or from the log.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from msgspec import Struct

from dateline.engine import decided, reviewing
from dateline.engine.fusing import fuse_store
from dateline.engine.queueing import queue
from dateline.extraction.events.plover import MODES, TYPES
from dateline.fusion.fixes import PARTS, STANDINGS, described
from dateline.fusion.said import SAID_PARTS, STANCES, described_statement
from dateline.picture import acts
from dateline.picture.floor import is_exposed
from dateline.store import ArticleFilter, IncidentFilter, Store
from dateline.store.answers import Reading
from dateline.store.said import own_id
from dateline.values import Incident
from dateline.web import reviewer
from dateline.web.asked import segment
from dateline.web.desk import Desk, ask
from dateline.web.reviewer import Fields
from dateline.web.routes.evidence import origins, origins_of_statements
from dateline.web.tongues import _

router = APIRouter(prefix="/review")
_QUEUED = 30
_LOGGED = 100
_NEAR_DAYS = 4
_NEAR = 12  # incidents or stories offered to be joined
_LONGEST = 300  # characters of a field
_AS_IT_IS = "="  # in the field of a place that is shown by area only
_USUAL = {"accept": "read and found right", "reject": "not what the sentence says", "fix": "read otherwise"}


class Group(Struct, frozen=True):
    """What a join or split makes or unmakes, in words for a preview."""

    id: str
    says: str
    when: str
    where: str | None
    killed: Any
    reports: int
    origins: int
    is_incident: bool


@router.get("")
def review(request: Request) -> Response:
    """The queue and the log."""
    desk, asked = ask(request)
    entries = desk.record()
    start = (asked.page - 1) * _LOGGED
    answer = desk.page(
        request,
        "review.html",
        asked=asked,
        queue=desk.once("review queue", lambda: queue(desk.store, limit=_QUEUED)),
        entries=entries[start : start + _LOGGED],
        decisions=len(entries),
        pages=max(1, -(-len(entries) // _LOGGED)),
        **_form(request),
    )
    return reviewer.keep(request, answer)


@router.get("/event/{name}")
def event(request: Request, name: str) -> Response:
    """The form for one event, and its history; with `part=1` the form alone, for the drawer."""
    desk, asked = ask(request)
    found = desk.store.event(name) or next(iter(desk.store.rejected_events([name])), None)
    if found is None:
        raise HTTPException(404, _("No event has this id now. A new reading of its report may have dropped it."))
    reading = desk.store.reading(found.evidence.article)
    answer = desk.page(
        request,
        "review_part.html" if request.query_params.get("part") == "1" else "review_one.html",
        asked=asked,
        kind="event",
        found=found,
        origins=origins(desk, [found]),
        now_reads={**described(found), "place": _AS_IT_IS} if is_exposed(found) else described(found),
        TYPES=list(TYPES),
        MODES=sorted(MODES.get(found.event.type, ())),
        STANDINGS=STANDINGS,
        actors=_actors(reading),
        places=_places(reading),
        entries=decided.history(desk.record(), events=[name]),
        back=request.query_params.get("back", "")[:2000],
        **_form(request),
    )
    return reviewer.keep(request, answer)


@router.post("/event/{name}")
async def decide_event(request: Request, name: str) -> Response:
    """Accept, reject or fix an event."""
    fields = await reviewer.sent(request)
    decision = _one(fields, "decision")

    def act(store: Store, told: dict[str, str]) -> None:
        why = told["why"] or _USUAL.get(decision, "")
        told = {**told, "why": why}
        if decision == "accept":
            reviewing.accept_event(store, name, **told)
        elif decision == "reject":
            reviewing.reject_event(store, name, **told)
        elif decision == "fix":
            given = {part: _one(fields, part) for part in PARTS if part in fields}
            parts = {part: words for part, words in given.items() if words != _AS_IT_IS}
            reviewing.fix_event(store, name, parts, **told)
        else:
            raise HTTPException(400, _("Accept, reject or fix: nothing else can be decided of an event."))

    return await _decide(request, fields, act, otherwise=f"/review/event/{segment(name)}")


@router.get("/statement/{name}")
def statement(request: Request, name: str) -> Response:
    """The same for one statement."""
    desk, asked = ask(request)
    found = desk.store.statements_now([name]).get(own_id(name))
    if found is None:
        raise HTTPException(404, _("No statement has this id now. A new reading of its report may have dropped it."))
    answer = desk.page(
        request,
        "review_part.html" if request.query_params.get("part") == "1" else "review_one.html",
        asked=asked,
        kind="statement",
        target=own_id(name),
        found=found,
        origins=origins_of_statements([found]),
        now_reads=described_statement(found.statement),
        STANCES=STANCES,
        actors=_actors(desk.store.reading(found.evidence.article)),
        entries=decided.history(desk.record(), events=[own_id(name)]),
        back=request.query_params.get("back", "")[:2000],
        **_form(request),
    )
    return reviewer.keep(request, answer)


@router.post("/statement/{name}")
async def decide_statement(request: Request, name: str) -> Response:
    """Accept, reject or fix a statement."""
    fields = await reviewer.sent(request)
    decision = _one(fields, "decision")

    def act(store: Store, told: dict[str, str]) -> None:
        told = {**told, "why": told["why"] or _USUAL.get(decision, "")}
        if decision == "accept":
            reviewing.accept_statement(store, name, **told)
        elif decision == "reject":
            reviewing.reject_statement(store, name, **told)
        elif decision == "fix":
            parts = {part: _one(fields, part) for part in SAID_PARTS if part in fields}
            reviewing.fix_statement(store, name, parts, **told)
        else:
            raise HTTPException(400, _("Accept, reject or fix: nothing else can be decided of a statement."))

    return await _decide(request, fields, act, otherwise=f"/review/statement/{segment(name)}")


@router.post("/undo/{number}")
async def undo(request: Request, number: int) -> Response:
    """A decision no longer holds."""
    fields = await reviewer.sent(request)

    def act(store: Store, told: dict[str, str]) -> None:
        reviewing.undo(store, number, **{**told, "why": told["why"] or "taken back"})

    return await _decide(request, fields, act, otherwise="/review")


@router.get("/incident/{name}")
def incident(request: Request, name: str) -> Response:
    """Forms to join and split an incident; with `join` or `split` in the address, what that would change."""
    desk, asked = ask(request)
    found = desk.store.incident(name)
    if found is None:
        raise HTTPException(404, _("No incident has this id now."))
    join, split = _chosen(request)
    (_found, events), *_rest = desk.with_events([found])
    told = {"who": reviewer.who(request) or "preview", "why": "preview"}
    answer = desk.page(
        request,
        "review_group.html",
        asked=asked,
        kind="incident",
        title=_says(desk, found),
        target=name,
        members=[(e.id, e.evidence, acts.act(e.event)) for e in events],
        near=[_group(desk, i) for i in _near(desk, found)],
        join=join,
        split=split,
        preview=_preview(desk, "incident", name, join, split, told),
        entries=decided.history(desk.record(), events=found.events),
        **_form(request),
    )
    return reviewer.keep(request, answer)


@router.get("/story/{name}")
def story(request: Request, name: str) -> Response:
    """The same for a story."""
    desk, asked = ask(request)
    found = desk.store.story(name)
    if found is None:
        raise HTTPException(404, _("No story has this id now."))
    join, split = _chosen(request)
    reports = sorted(desk.store.articles(ArticleFilter(story=name, standing=False)), key=lambda r: (r.known_on, r.id))
    told = {"who": reviewer.who(request) or "preview", "why": "preview"}
    answer = desk.page(
        request,
        "review_group.html",
        asked=asked,
        kind="story",
        title=found.title or _("A story"),
        target=name,
        members=[(r.id, r, None) for r in reports],
        near=_near_stories(desk, name, [r.known_on for r in reports]),
        join=join,
        split=split,
        preview=_preview(desk, "story", name, join, split, told),
        entries=decided.history(desk.record(), articles=found.articles),
        **_form(request),
    )
    return reviewer.keep(request, answer)


@router.post("/{kind}/{name}")
async def regroup(request: Request, kind: str, name: str) -> Response:
    """Join or split an incident or a story."""
    if kind not in ("incident", "story"):
        raise HTTPException(404, _("Incidents and stories can be joined and split."))
    fields = await reviewer.sent(request)
    join, split = tuple(fields.get("join", ())), tuple(fields.get("split", ()))

    def act(store: Store, told: dict[str, str]) -> None:
        why = told["why"] or ("one happening" if join else "two happenings")
        _regroup(store, kind, name, join, split, {**told, "why": why})

    return await _decide(request, fields, act, otherwise=f"/{kind}/{segment(name)}")


# -- doing -----------------------------------------------------------------------------------------------------------


async def _decide(
    request: Request, fields: Fields, act: Callable[[Store, dict[str, str]], None], *, otherwise: str
) -> Response:
    """Put a decision on record and bring every figure up to date, in one transaction."""
    desk, _asked = ask(request)
    name = reviewer.who(request) or _one(fields, "who")
    if not name:
        raise HTTPException(400, _("Who decides? Type your name once: it stands beside every decision on record."))

    def do() -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with Store(desk.store.path) as store, store.batch():
            act(store, {"who": name, "why": _one(fields, "why"), "at": at})
            fuse_store(store, at=at)

    await run_in_threadpool(do)
    answer = RedirectResponse(reviewer.path_back(fields, otherwise), status_code=303)
    return reviewer.keep(request, answer, name=name)


def _regroup(
    store: Store, kind: str, name: str, join: Sequence[str], split: Sequence[str], told: Mapping[str, str]
) -> None:
    if kind == "incident":
        if join:
            reviewing.join_incidents(store, [name, *join], **told)
        else:
            reviewing.split_incident(store, name, split, **told)
    elif join:
        reviewing.join_stories(store, [name, *join], **told)
    else:
        reviewing.split_story(store, name, split, **told)


def _preview(
    desk: Desk, kind: str, name: str, join: Sequence[str], split: Sequence[str], told: Mapping[str, str]
) -> tuple[list[Group], list[Group]] | None:
    """What stands now and what would stand; None where nothing was chosen yet."""
    if not join and not split:
        return None
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with Store(desk.store.path) as store:
        would = reviewing.preview(store, lambda: _regroup(store, kind, name, join, split, {**told, "at": at}), at=at)
    before = [_group(desk, i) for i in would.incidents]
    after = [_group(desk, i) for i in would.incidents_then]
    shelves = [(would.stories, before), (would.stories_then, after)]
    for stories, groups in shelves:
        groups += [Group(s.id, s.title or _("A story"), "", None, None, len(s.articles), 0, False) for s in stories]
    return before, after


# -- showing ---------------------------------------------------------------------------------------------------------


def _form(request: Request) -> dict[str, Any]:
    return {"token": reviewer.token_for(request), "who": reviewer.who(request)}


def _chosen(request: Request) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids to join with, or to split off, as the address names them; the page of an incident may be pasted as its id."""
    params = request.query_params
    join = [part.strip().rstrip("/").rsplit("/", 1)[-1] for part in params.getlist("join")[:20]]
    split = [part[:_LONGEST] for part in params.getlist("split")[:200]]
    return tuple(part[:_LONGEST] for part in join if part), tuple(part for part in split if part)


def _one(fields: Fields, key: str) -> str:
    return " ".join(fields.get(key, [""])[-1].split())[:_LONGEST]


def _actors(reading: Reading | None) -> list[tuple[str, str]]:
    """(id, name) of the actors that a report speaks of."""
    if reading is None:
        return []
    found = {e.actor.id: e.actor.name for e in reading.extraction.entities if e.actor is not None}
    return sorted(found.items(), key=lambda pair: pair[1].casefold())


def _places(reading: Reading | None) -> list[str]:
    """The places that a report names, as a fix takes them."""
    if reading is None:
        return []
    named = [p for p in reading.extraction.places if p.lat is not None and p.name]
    said = [", ".join(dict.fromkeys(part for part in (p.name, p.admin1, p.country) if part)) for p in named]
    return sorted(dict.fromkeys(said))


def _says(desk: Desk, incident: Incident) -> str:
    sides = [" + ".join(desk.name_of(a.id) for a in side[:3]) for side in (incident.actors, incident.recipients)]
    return f"{acts.act(incident)}: {' → '.join(side for side in sides if side) or _('nobody named')}"


def _group(desk: Desk, incident: Incident) -> Group:
    site = incident.site
    return Group(
        id=incident.id,
        says=_says(desk, incident),
        when=(incident.days or (incident.known_on,))[0][:10],
        where=(site.admin1 or site.country) if site is not None else None,
        killed=incident.killed,
        reports=incident.reports,
        origins=incident.origins,
        is_incident=True,
    )


def _near(desk: Desk, incident: Incident) -> list[Incident]:
    """Incidents of the same act and days that may be the same happening."""
    days = incident.days or (incident.known_on[:10],) * 2
    wanted = IncidentFilter(type=incident.type, since=_shift(days[0], -_NEAR_DAYS), until=_shift(days[1], _NEAR_DAYS))
    found = [i for i in desk.store.incidents(wanted, limit=60) if i.id != incident.id]
    country = incident.site.country if incident.site is not None else None
    same = [i for i in found if country is None or i.site is None or i.site.country in (None, country)]
    return same[:_NEAR]


def _near_stories(desk: Desk, name: str, days: Iterable[str]) -> list[Group]:
    """Stories whose reports were out in the same days."""
    held = sorted(days)
    if not held:
        return []
    wanted = ArticleFilter(since=_shift(held[0], -_NEAR_DAYS), until=_shift(held[-1], _NEAR_DAYS))
    found: dict[str, Group] = {}
    for row in desk.store.articles(wanted, limit=200):
        if row.story is not None and row.story != name and row.story not in found and len(found) < _NEAR:
            found[row.story] = Group(row.story, row.title or row.id, row.known_on, None, None, 1, 0, False)
    return list(found.values())


def _shift(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(by)).isoformat()
