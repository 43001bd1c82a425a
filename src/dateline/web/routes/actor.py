"""`/actor/ID`: where an actor is, month by month, with the coverage that the answer rests on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response
from msgspec import Struct

from dateline.picture.presence import presence
from dateline.picture.sides import sources, targets
from dateline.store import EventFilter
from dateline.values import FoundEvent, Sighting
from dateline.values.picture import AreaPresence
from dateline.web.desk import ask
from dateline.web.routes.pair import resolve

router = APIRouter()
_MONTHS = 12
_ROWS = 10


class Cell(Struct, frozen=True):
    """An area in a month: the events, and the reports that only name the actor there."""

    events: tuple[str, ...]
    sighted: int
    first: str
    last: str


class AreaRow(Struct, frozen=True):
    """An area, its status in the window, and its months."""

    area: AreaPresence
    cells: tuple[Cell, ...]


@router.get("/actor/{name}")
def actor(request: Request, name: str) -> Response:
    """Where an actor is and what it does."""
    desk, asked = ask(request)
    name = resolve(desk, name)
    now = desk.now(asked)
    first = asked.since or desk.status().from_on or now
    until = min(asked.until or now, now)
    since = max(first, _middle(first, until)) if asked.since is None else first
    wanted = asked.events(actor=name)
    held = desk.store.events(EventFilter(actor=desk.side(name), as_of=asked.as_of), limit=6000)
    sightings = desk.store.sightings(name, as_of=asked.as_of)
    reports = desk.reports_by_day(asked.as_of)
    incidents = desk.incidents_with(name, None, as_of=asked.as_of)
    incident_of = {event: i.id for i in incidents for event in i.events}
    there = presence(held, sightings, reports, actor=name, since=since, until=until, incident_of=incident_of)
    months = _months(first, until)[-_MONTHS:]
    row = desk.store.actors([name], as_of=asked.as_of)
    own = [
        i
        for i in incidents
        if (asked.since is None or i.days is None or i.days[1] >= asked.since)
        and (asked.until is None or i.days is None or i.days[0] <= asked.until)
    ]
    return desk.page(
        request,
        "actor.html",
        asked=asked,
        who=name,
        card=desk.store.actor(name),
        row=row[0] if row else None,
        presence=there,
        months=[(m, sum(n for day, n in reports.items() if day[:7] == m)) for m in months],
        areas=_area_rows(there.areas, held, sightings, months),
        relations=_relations(held, name),
        incidents=desk.with_events(own[:_ROWS], as_of=asked.as_of),
        incident_count=len(own),
        statements=desk.store.statements(asked.statements(by=name), limit=_ROWS),
        statement_count=desk.store.count_statements(asked.statements(by=name)),
        about=desk.store.statements(asked.statements(about=name), limit=5),
        drawing=desk.map(asked, wanted),
        ruler=desk.ruler(asked, asked.events(actor=name, since=None, until=None)),
    )


def _area_rows(
    areas: Iterable[AreaPresence], events: Sequence[FoundEvent], sightings: Sequence[Sighting], months: Sequence[str]
) -> list[AreaRow]:
    days: dict[str, FoundEvent] = {f.id: f for f in events}
    seen: dict[tuple[str | None, str | None, str], set[str]] = defaultdict(set)
    for s in sightings:
        admin1 = s.place.admin1 if (s.place.precision or 6) <= 4 else None
        seen[s.place.country, admin1, s.evidence.known_on[:7]].add(s.evidence.article)
    found = []
    for area in areas:
        cells = []
        for month in months:
            ids = tuple(i for i in area.evidence if i in days and _day(days[i])[:7] == month)
            sighted = len(seen.get((area.country, area.admin1, month), ()))
            cells.append(Cell(ids, sighted, f"{month}-01", f"{month}-31"))
        found.append(AreaRow(area, tuple(cells)))
    order = {"new": 0, "continuing": 1, "silent": 2, "reported": 3}
    return sorted(found, key=lambda r: (order.get(r.area.status, 9), -r.area.incidents, -r.area.reported))


def _relations(events: Sequence[FoundEvent], name: str) -> list[tuple[str, Mapping[str, int], int]]:
    """Those it has most to do with, by quad."""
    counts: dict[str, dict[str, int]] = {}
    for found in events:
        ids = dict.fromkeys(a.id for a in (*sources(found.event), *targets(found.event)))
        if name not in ids:
            continue
        for other in ids:
            if other != name:
                by_quad = counts.setdefault(other, {})
                by_quad[found.event.quad] = by_quad.get(found.event.quad, 0) + 1
    ranked = sorted(counts.items(), key=lambda kv: (-sum(kv[1].values()), kv[0]))
    return [(other, by_quad, sum(by_quad.values())) for other, by_quad in ranked[:_ROWS]]


def _months(first: str, last: str) -> list[str]:
    year, month = int(first[:4]), int(first[5:7])
    found: list[str] = []
    while f"{year}-{month:02d}" <= last[:7] and len(found) < 600:
        found.append(f"{year}-{month:02d}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def _middle(first: str, last: str) -> str:
    """The day halfway: without a window the later half of the record is held against the earlier."""
    begin, end = date.fromisoformat(first), date.fromisoformat(max(first, last))
    return (begin + (end - begin) / 2).isoformat()


def _day(found: FoundEvent) -> str:
    return found.days[0] if found.days is not None else found.evidence.known_on[:10]
