"""`/actor/ID`: where an actor is, month by month, with the coverage that the answer rests on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response
from msgspec import Struct

from dateline.engine.neighbours import load_neighbours
from dateline.picture.presence import presence_of
from dateline.values.picture import Activity, AreaPresence, Naming, Presence
from dateline.web.asked import Asked
from dateline.web.desk import Desk, ask
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
    first, _, until = _window(desk, asked)
    wanted = asked.events(actor=name)
    there, active, named = presence(desk, asked, name)
    reports = desk.reports_by_day(asked.as_of)
    months = _months(first, until)[-_MONTHS:]
    row = desk.store.actors([name], as_of=asked.as_of)
    own = asked.incidents(actor=desk.side(name))
    return desk.page(
        request,
        "actor.html",
        asked=asked,
        who=name,
        card=desk.store.actor(name),
        row=row[0] if row else None,
        presence=there,
        months=[(m, sum(n for day, n in reports.items() if day[:7] == m)) for m in months],
        areas=_area_rows(there.areas, active, named, months),
        relations=[
            (other, quads, sum(quads.values()))
            for other, quads in desk.store.partners(name, as_of=asked.as_of, limit=_ROWS)
        ],
        incidents=desk.with_events(desk.store.incidents(own, limit=_ROWS), as_of=asked.as_of),
        incident_count=desk.store.count_incidents(own),
        statements=desk.store.statements(asked.statements(by=name), limit=_ROWS),
        statement_count=desk.store.count_statements(asked.statements(by=name)),
        about=desk.store.statements(asked.statements(about=name), limit=5),
        drawing=desk.map(asked, wanted),
        ruler=desk.ruler(asked, asked.events(actor=name, since=None, until=None)),
    )


def presence(desk: Desk, asked: Asked, name: str) -> tuple[Presence, Sequence[Activity], Sequence[Naming]]:
    """Where an actor is in the window asked for, and what that rests on."""
    _, since, until = _window(desk, asked)
    active = desk.store.activity(name, desk.side(name), as_of=asked.as_of)
    named = desk.store.namings(name, as_of=asked.as_of)
    reports = desk.reports_by_day(asked.as_of)
    there = presence_of(active, named, reports, actor=name, since=since, until=until, neighbours=load_neighbours())
    return there, active, named


def _window(desk: Desk, asked: Asked) -> tuple[str, str, str]:
    """First day shown, and the window: without one asked for, the later half of the record."""
    now = desk.now(asked)
    first = asked.since or desk.status(asked.as_of).from_on or now
    until = min(asked.until or now, now)
    return first, max(first, _middle(first, until)) if asked.since is None else first, until


def _area_rows(
    areas: Iterable[AreaPresence], active: Sequence[Activity], named: Sequence[Naming], months: Sequence[str]
) -> list[AreaRow]:
    month_of = {act.id: act.day[:7] for act in active}
    seen: dict[tuple[str | None, str | None, str], set[str]] = defaultdict(set)
    for one in named:
        seen[one.country, one.admin1, one.day[:7]].add(one.article)
    found = []
    for area in areas:
        by_month: dict[str, list[str]] = defaultdict(list)
        for id_ in area.evidence:
            by_month[month_of[id_]].append(id_)
        cells = []
        for month in months:
            sighted = len(seen.get((area.country, area.admin1, month), ()))
            cells.append(Cell(tuple(by_month.get(month, ())), sighted, f"{month}-01", f"{month}-31"))
        found.append(AreaRow(area, tuple(cells)))
    order = {"new": 0, "continuing": 1, "silent": 2, "reported": 3}
    return sorted(found, key=lambda r: (order.get(r.area.status, 9), -r.area.incidents, -r.area.reported))


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
