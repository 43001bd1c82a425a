"""`/actor/ID`: where an actor is, month by month, with the coverage that the answer rests on."""

from collections import defaultdict
from collections.abc import Collection, Sequence
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
_AREAS = 40  # shown month by month; of the others the events of the whole window
_ROWS = 10


class Cell(Struct, frozen=True):
    """An area in a month or window: how many events, on which days, and the reports that only name the actor there."""

    events: int
    first: str
    last: str
    sighted: int


class AreaRow(Struct, frozen=True):
    """An area, its status in the window, and its months."""

    area: AreaPresence
    cells: tuple[Cell, ...]
    whole: Cell


@router.get("/actor/{name}")
def actor(request: Request, name: str) -> Response:
    """Where an actor is and what it does."""
    desk, asked = ask(request)
    name = resolve(desk, name)
    first, _, until = _window(desk, asked)
    wanted, unbounded = asked.events(actor=name), asked.events(actor=name, since=None, until=None)
    desk.frame_beside(asked, wanted, unbounded)
    there, active, named = presence(desk, asked, name)
    reports = desk.reports_by_day(asked.as_of)
    months = _months(first, until)[-_MONTHS:]
    areas = _area_rows(there, active, named, months)
    row = desk.store.actors([name], as_of=asked.as_of)
    own = asked.incidents(actor=desk.side(name, asked.as_of))
    return desk.page(
        request,
        "actor.html",
        asked=asked,
        who=name,
        card=desk.cards(asked.as_of).get(name),
        row=row[0] if row else None,
        presence=there,
        months=[(m, sum(n for day, n in reports.items() if day[:7] == m)) for m in months],
        areas=areas[:_AREAS],
        more_areas=areas[_AREAS:],
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
        ruler=desk.ruler(asked, unbounded),
    )


def presence(desk: Desk, asked: Asked, name: str) -> tuple[Presence, Sequence[Activity], Sequence[Naming]]:
    """Where an actor is in the window asked for, and what that rests on."""
    _, since, until = _window(desk, asked)
    active = desk.store.activity(name, desk.side(name, asked.as_of), as_of=asked.as_of)
    named = desk.store.namings(name, as_of=asked.as_of)
    reports = desk.reports_by_day(asked.as_of)
    there = presence_of(active, named, reports, actor=name, since=since, until=until, neighbours=load_neighbours())
    return there, active, named


def _window(desk: Desk, asked: Asked) -> tuple[str, str, str]:
    """First day shown, and the window: without one asked for, the later half of the record."""
    now = desk.now(asked)
    first = asked.since or desk.extent(asked.as_of).from_on or now
    until = min(asked.until or now, now)
    return first, max(first, _middle(first, until)) if asked.since is None else first, until


def _area_rows(
    there: Presence, active: Sequence[Activity], named: Sequence[Naming], months: Sequence[str]
) -> list[AreaRow]:
    """The areas, those first where most is to be said."""
    day_of = {act.id: act.day for act in active}
    seen: dict[tuple[str | None, str | None], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in named:
        seen[one.country, one.admin1][one.day[:7]].add(one.article)
    found = []
    for area in there.areas:
        by_month: dict[str, list[str]] = defaultdict(list)
        for id_ in area.evidence:
            by_month[day_of[id_][:7]].append(day_of[id_])
        sighted = seen[area.country, area.admin1]
        cells = tuple(_cell(by_month.get(month, ()), sighted.get(month, ())) for month in months)
        found.append(AreaRow(area, cells, _cell([day_of[id_] for id_ in area.evidence], area.sighted_in)))
    order = {"new": 0, "continuing": 1, "silent": 2, "reported": 3}
    return sorted(found, key=lambda r: (order.get(r.area.status, 9), -r.area.incidents, -r.area.reported))


def _cell(days: Collection[str], sighted: Collection[str]) -> Cell:
    return Cell(len(days), min(days, default=""), max(days, default=""), len(sighted))


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
