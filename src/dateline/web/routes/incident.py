"""`/incident/ID`: one happening, its reports by independent origin, and their numbers side by side."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from msgspec import Struct

from dateline.engine.decided import history
from dateline.picture import acts
from dateline.picture.floor import shown_incident
from dateline.store import ArticleRow
from dateline.values import FoundEvent, Incident, ReportedToll
from dateline.web.desk import Desk, ask
from dateline.web.routes.evidence import Origin, origins
from dateline.web.tongues import _

router = APIRouter()


class TollRow(Struct, frozen=True):
    """What one origin says of the dead or injured, and who reprints it."""

    origin: str
    outlet: str
    known_on: str
    killed: tuple[ReportedToll, ...]
    injured: tuple[ReportedToll, ...]
    copies: tuple[str, ...]


@router.get("/incident/{name}")
def incident(request: Request, name: str) -> Response:
    """One happening."""
    desk, asked = ask(request)
    found = desk.store.incident(name, as_of=asked.as_of)
    if found is None:
        raise HTTPException(
            404,
            _(
                "No incident has this id now. When new reports join or split happenings, their ids can change; "
                "the list of incidents has all that stand."
            ),
        )
    (found, events), *_rest = desk.with_events([found], as_of=asked.as_of)
    grouped = origins(desk, events)
    matched = desk.store.incident(found.matched, as_of=asked.as_of) if found.matched else None
    return desk.page(
        request,
        "incident.html",
        asked=asked,
        incident=found,
        shown=shown_incident(found, events),
        origins=grouped,
        tolls=_tolls(desk, found, grouped, asked.as_of),
        doubts=list(dict.fromkeys(_doubts(events))),
        matched=matched,
        stories=_stories(desk, found, asked.as_of),
        entries=history(desk.record(asked.as_of), events=found.events),
    )


def _doubts(events: Sequence[FoundEvent]) -> list[str]:
    return [acts.doubt(f.event) for f in events]


def _tolls(desk: Desk, incident: Incident, grouped: Sequence[Origin], as_of: str | None) -> list[TollRow]:
    """The numbers by origin, in the order they came out. A copy's number is its origin's."""
    rows = _rows(desk, incident.articles, as_of)
    by_origin: dict[str, list[ReportedToll]] = {}
    for toll in incident.tolls:
        row = rows.get(toll.article)
        by_origin.setdefault(row.copy_of or toll.article if row is not None else toll.article, []).append(toll)
    copies = {group.article: tuple(c.publisher or _("an unnamed outlet") for c in group.copies) for group in grouped}
    found = []
    for origin, tolls in by_origin.items():
        row = rows.get(origin) or rows.get(tolls[0].article)
        own = [t for t in tolls if t.article == origin] or tolls
        found.append(
            TollRow(
                origin=origin,
                outlet=(row.publisher if row is not None else None) or _("an unnamed outlet"),
                known_on=(row.known_on if row is not None else tolls[0].known_on) or "",
                killed=tuple(_distinct([t for t in own if t.kind == "killed"])),
                injured=tuple(_distinct([t for t in own if t.kind == "injured"])),
                copies=copies.get(origin, ()),
            )
        )
    return sorted(found, key=lambda r: (r.known_on, r.origin))


def _distinct(tolls: Sequence[ReportedToll]) -> list[ReportedToll]:
    seen: dict[tuple[int, int, int], ReportedToll] = {}
    for toll in tolls:
        seen.setdefault((toll.low, toll.best, toll.high), toll)
    return sorted(seen.values(), key=lambda t: -t.best)


def _rows(desk: Desk, articles: Sequence[str], as_of: str | None) -> Mapping[str, ArticleRow]:
    found = {}
    for name in articles:
        reading = desk.store.reading(name, as_of=as_of)
        if reading is not None:
            found[name] = reading.row
    return found


def _stories(desk: Desk, incident: Incident, as_of: str | None) -> list[tuple[str, str]]:
    """(id, title) of the stories that its reports belong to, where a story has several reports."""
    found: dict[str, str] = {}
    for name in incident.articles[:20]:
        for story in desk.store.stories(article=name, as_of=as_of):
            if len(story.articles) > 1:
                found[story.id] = story.title or ""
    return sorted(found.items())
