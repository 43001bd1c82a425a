"""`/`: how things stand, what changed, and how we know."""

import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response
from msgspec import Struct

from dateline.exports.foretold import entries_of, shown_entries
from dateline.picture.calendar import listed
from dateline.picture.relations import relate
from dateline.picture.sides import acts_for
from dateline.store import ArticleFilter, EventFilter, IncidentFilter
from dateline.values import Actor, FoundEvent, Incident
from dateline.values.picture import FacetState, Relation
from dateline.web.asked import Asked
from dateline.web.desk import Desk, ask
from dateline.web.visits import COOKIE, KEPT_DAYS, News, Visit, news, visit_of

router = APIRouter()
_PAIRS = 6
_PAIRS_RANKED = 200  # ways, of which those of one pair are added up
_EVENTS_EACH = 60  # the latest events of each side, enough to say how two stand
_LATEST = 8
_PLANS = 8
_CHANGED_DAYS = 14
_RAISED = 5
_CHANGES = 20_000  # looked at for what is new since a visit
_NEWEST = 3


class Standing(Struct, frozen=True):
    """Two actors, how they stand, and the counts of what they did to each other."""

    relation: Relation
    by_quad: dict[str, int]
    events: int


class Changed(Struct, frozen=True):
    """A facet that changed lately, with the event that changed it."""

    relation: Relation
    facet: FacetState
    found: FoundEvent | None


@router.get("/")
def start(request: Request) -> Response:
    """The standing picture."""
    desk, asked = ask(request)
    now = desk.now(asked)
    events, unbounded = asked.events(as_of=asked.as_of), asked.events(since=None, until=None)
    desk.frame_beside(asked, events, unbounded)
    standings = desk.once(f"standings {asked.query()} {now}", lambda: _standings(desk, asked, now))
    lately = _days_before(now, 45)
    plans = desk.store.plans(IncidentFilter(as_of=asked.as_of, since=lately))
    coming, past = listed(plans, at=now, since=lately)
    dated = sorted((p.days, p.id) for p in (*coming, *past) if p.days is not None)[-_PLANS:]
    latest = desk.store.incidents(asked.incidents(until=min(asked.until or now, now)), limit=_LATEST)
    visit, kept = visit_of(request.cookies.get(COOKIE), change=desk.store.last_change(), minute=int(time.time()) // 60)
    page = desk.page(
        request,
        "start.html",
        asked=asked,
        counts=desk.once(f"counts {asked.query()}", lambda: _counts(desk, asked)),
        drawing=desk.map(asked, events),
        ruler=desk.ruler(asked, unbounded),
        standings=standings,
        changed=_changed(desk, asked, standings, now),
        latest=desk.with_events(latest, as_of=asked.as_of),
        entries=shown_entries(
            desk.store,
            entries_of(desk.store, [name for _, name in dated], at=now, as_of=asked.as_of),
            as_of=asked.as_of,
        ),
        undated=sum(1 for p in (*coming, *past) if p.days is None),
        raised=desk.raised_by_watches(asked)[:_RAISED],
        visit=_news(desk, visit) if asked.as_of is None else None,
    )
    page.set_cookie(
        COOKIE, kept, max_age=KEPT_DAYS * 86_400, path="/", httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return page


def _news(desk: Desk, visit: Visit | None) -> tuple[News, list[tuple[Incident, list[FoundEvent]]]] | None:
    """What came in since a visit, with the latest of its incidents."""
    if visit is None:
        return None
    found = news(visit, desk.store.changes(after=visit.change, limit=_CHANGES))
    wanted = IncidentFilter(ids=found.incidents[:900])
    latest = desk.store.incidents(wanted, limit=_NEWEST) if found.incidents else []
    return found, desk.with_events(latest)


def prepare(desk: Desk) -> None:
    """Ask what the first view would wait for, before anybody looks."""
    asked = Asked()
    desk.map(asked, asked.events())
    desk.ruler(asked, asked.events())
    desk.once("counts ", lambda: _counts(desk, asked))
    now = desk.now(asked)
    desk.once(f"standings  {now}", lambda: _standings(desk, asked, now))
    desk.ran_on()


def _counts(desk: Desk, asked: Asked) -> tuple[int, int, int, int]:
    """Reports, incidents, events, statements."""
    return (
        desk.store.count_articles(_articles(asked)),
        desk.store.count_incidents(asked.incidents()),
        sum(n for _, _, n in desk.areas(asked.events())),
        desk.store.count_statements(asked.statements()),
    )


def _articles(asked: Asked) -> ArticleFilter:
    return ArticleFilter(since=asked.since, until=asked.until, as_of=asked.as_of)


def _standings(desk: Desk, asked: Asked, now: str) -> list[Standing]:
    """The pairs with most between them, whichever way round."""
    totals: Counter[tuple[str, str]] = Counter()
    for source, target, n in desk.store.busiest_pairs(asked.events(), limit=_PAIRS_RANKED):
        if source != target:
            one, other = sorted((source, target), key=lambda i: (not i.isupper(), i))
            totals[one, other] += n
    cards = desk.cards(asked.as_of)
    shown: list[tuple[str, str]] = []
    for one, other in sorted(totals, key=lambda pair: (-totals[pair], pair)):
        if any(_is_same(cards, one, pair) and _is_same(cards, other, pair) for pair in shown):
            continue  # a minister beside his state, a movement beside the state it governs: told once
        shown.append((one, other))
        if len(shown) == _PAIRS:
            break
    by_quad: dict[tuple[str, str], Counter[str]] = {pair: Counter() for pair in shown}
    both_ways = [way for one, other in shown for way in ((one, other), (other, one))]
    for row in desk.store.pairs(asked.events(), among=both_ways):
        way = (row.source, row.target)
        by_quad[way if way in by_quad else (row.target, row.source)].update(row.by_quad)
    return [
        Standing(
            relate(desk.between(one, other, as_of=asked.as_of, limit=_EVENTS_EACH), a=one, b=other, at=now),
            by_quad[one, other],
            by_quad[one, other].total(),
        )
        for one, other in shown
    ]


def _is_same(cards: Mapping[str, Actor], one: str, pair: tuple[str, str]) -> bool:
    """Whether an actor is, acts for, or is acted for by one side of a pair."""
    return any(
        one == side or (one in cards and acts_for(cards[one], side)) or (side in cards and acts_for(cards[side], one))
        for side in pair
    )


def _changed(desk: Desk, asked: Asked, standings: list[Standing], now: str) -> list[Changed]:
    """What changed between the pairs in view in the last days of the record, newest first."""
    since = _days_before(now, _CHANGED_DAYS)
    last: list[Changed] = []
    older: list[Changed] = []
    for standing in standings:
        for facet in standing.relation.changes:
            entry = Changed(standing.relation, facet, None)
            (last if facet.since >= since else older).append(entry)
    last.sort(key=lambda c: c.facet.since, reverse=True)
    older.sort(key=lambda c: c.facet.since, reverse=True)
    kept = [*last, *older][:6]
    first = {c.facet.evidence[-1]: c for c in kept if c.facet.evidence}
    found = {f.id: f for f in desk.store.events(EventFilter(ids=tuple(first), as_of=asked.as_of))} if first else {}
    return [Changed(c.relation, c.facet, found.get(c.facet.evidence[-1]) if c.facet.evidence else None) for c in kept]


def _days_before(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
