"""`/pair/A/B`: how two actors stand, the sentence that made each change, and what they say about each other."""

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from msgspec import Struct

from dateline.exports.foretold import shown_entries
from dateline.picture.calendar import calendar
from dateline.picture.relations import relate
from dateline.store import EventFilter, IncidentFilter
from dateline.values import FoundEvent
from dateline.values.picture import FacetState, Relation
from dateline.web.asked import segment
from dateline.web.desk import Desk, ask
from dateline.web.map import draw
from dateline.web.tongues import _

router = APIRouter()
_STATEMENTS = 8
_CHANGES = 40
_MONTHS = 24
_WIDTH = 900
_INCIDENTS = 1500  # the latest; the series by month counts an event of an older one by itself


class Stretch(Struct, frozen=True):
    """One state of a facet on the band: pixels, days, and the events it stands on."""

    x: float
    width: float
    state: str
    since: str
    until: str
    evidence: tuple[str, ...]
    is_stale: bool


class Band(Struct, frozen=True):
    """A facet over time."""

    facet: str
    stretches: tuple[Stretch, ...]


@router.get("/pair/{one}/{other}")
def pair(request: Request, one: str, other: str) -> Response:
    """How two actors stand."""
    desk, asked = ask(request)
    one, other = resolve(desk, one), resolve(desk, other)
    if one == other:
        return RedirectResponse(asked.follow(f"/actor/{segment(one)}"), status_code=302)
    now = desk.now(asked)
    at = min(now, asked.until) if asked.until else now
    between = desk.between(one, other, as_of=asked.as_of)
    shared = IncidentFilter(actor=desk.side(one, asked.as_of), other=desk.side(other, asked.as_of), as_of=asked.as_of)
    incidents = desk.store.incidents(shared, limit=_INCIDENTS)
    incident_of = {event: i.id for i in incidents for event in i.events}
    relation = relate(between, a=one, b=other, at=at, incident_of=incident_of)
    by_id = {f.id: f for f in between}
    inside = [
        f
        for f in between
        if (asked.since is None or _last(f) >= asked.since) and (asked.until is None or _first(f) <= asked.until)
    ]
    months = sorted({c.month for c in relation.series}, reverse=True)[:_MONTHS]
    planned = [i for i in incidents if i.modality == "planned"]
    return desk.page(
        request,
        "pair.html",
        asked=asked,
        one=one,
        other=other,
        at=at,
        relation=relation,
        states=[(f, by_id.get(f.evidence[0]) if f.evidence else None) for f in relation.facets],
        changes=[
            (f, by_id.get(f.evidence[-1]) if f.evidence else None)
            for f in [c for c in reversed(relation.changes) if c.facet != "standing"][:_CHANGES]
        ],
        bands=_bands(relation, desk.extent(asked.as_of).from_on, at),
        months=[(m, {q: _ids(between, m, q) for q in ("VC", "MC", "VX", "MX")}) for m in months],
        events=sorted(inside, key=_first, reverse=True)[:40],
        total=len(inside),
        drawing=draw(inside, _areas(inside), is_world=asked.map == "world"),
        ruler=desk.ruler(
            asked, EventFilter(pair=(desk.side(one, asked.as_of), desk.side(other, asked.as_of)), as_of=asked.as_of)
        ),
        entries=shown_entries(desk.store, calendar(planned, at=now)[-12:], as_of=asked.as_of),
        one_said=desk.store.statements(
            asked.statements(by=desk.side(one, asked.as_of), about=desk.side(other, asked.as_of)), limit=_STATEMENTS
        ),
        other_said=desk.store.statements(
            asked.statements(by=desk.side(other, asked.as_of), about=desk.side(one, asked.as_of)), limit=_STATEMENTS
        ),
    )


def resolve(desk: Desk, name: str) -> str:
    """The id of an actor from an id in any case.

    Raises:
        HTTPException: 404, where no catalogued actor has it; private persons have no page.
    """
    for candidate in (name, name.upper() if len(name) == 3 else name.lower(), name.lower()):
        if candidate in desk.cards() or desk.store.actor(candidate) is not None:
            return candidate
    raise HTTPException(
        404,
        _(
            "No actor has the id “%(name)s”. Only actors with a public role have a page here: states, bodies, groups "
            "and people who speak or act for them. Private persons have none, and none can be made. "
            "The search finds the reports themselves.",
            name=name[:80],
        ),
    )


def _bands(relation: Relation, first: str | None, at: str) -> list[Band]:
    changes: dict[str, list[FacetState]] = {}
    for change in relation.changes:
        changes.setdefault(change.facet, []).append(change)
    if not changes or first is None:
        return []
    begin = date.fromisoformat(first)
    days = max((date.fromisoformat(at) - begin).days, 1)
    order = [f.facet for f in relation.facets]
    bands = []
    for facet in sorted(changes, key=lambda f: (order.index(f) if f in order else 99, f)):
        runs = sorted(changes[facet], key=lambda c: c.since)[-_CHANGES:]
        stretches = []
        for n, run in enumerate(runs):
            until = runs[n + 1].since if n + 1 < len(runs) else at
            since = max(run.since, first)
            if until < since:
                continue
            x = (date.fromisoformat(since) - begin).days / days * _WIDTH
            width = max((date.fromisoformat(until) - date.fromisoformat(since)).days / days * _WIDTH, 6)
            stretches.append(
                Stretch(
                    round(min(x, _WIDTH - 6), 1),
                    round(width, 1),
                    run.state,
                    run.since,
                    until,
                    run.evidence,
                    run.is_stale and n + 1 == len(runs),
                )
            )
        bands.append(Band(facet, tuple(stretches)))
    return bands


def _ids(events: Sequence[FoundEvent], month: str, quad: str) -> list[str]:
    return [f.id for f in events if f.event.quad == quad and _first(f)[:7] == month and not f.event.negated]


def _areas(events: Sequence[FoundEvent]) -> list[tuple[str | None, str | None, int]]:
    counts: dict[tuple[str | None, str | None], int] = {}
    for found in events:
        key = (found.place.country, found.place.admin1) if found.place is not None else (None, None)
        counts[key] = counts.get(key, 0) + 1
    return [(c, a, n) for (c, a), n in sorted(counts.items(), key=lambda kv: (-kv[1], str(kv[0])))]


def _first(found: FoundEvent) -> str:
    return found.days[0] if found.days is not None else found.evidence.known_on[:10]


def _last(found: FoundEvent) -> str:
    return found.days[1] if found.days is not None else found.evidence.known_on[:10]
