"""`/article/ID`: one report with all that was found in it marked in its text."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from dateline.engine.decided import history, shown_fixes
from dateline.picture.floor import Shown, shown_event
from dateline.store import EventFilter
from dateline.values import Event, FoundEvent, Party, Statement
from dateline.web import marks, words
from dateline.web.desk import ask
from dateline.web.tongues import _

router = APIRouter()


@router.get("/article/{name:path}")
def article(request: Request, name: str) -> Response:
    """One report."""
    desk, asked = ask(request)
    reading = desk.store.reading(name)
    if reading is None:
        raise HTTPException(404, _("No report has this id. The table of sources lists all that were read."))
    text, found = reading.article.text, reading.extraction
    decided = (*desk.store.events(EventFilter(article=name)), *desk.store.rejected_events(reading.events))
    as_told = {f.id: f for f in decided}
    return desk.page(
        request,
        "article.html",
        asked=asked,
        row=reading.row,
        title=reading.article.title,
        byline=reading.article.byline,
        extraction=found,
        lines=marks.lines(text, marks.article_marks(found)),
        has_own_title=bool(reading.article.title) and text.lstrip().startswith(reading.article.title or " "),
        events=[_event(id_, event, as_told.get(id_), text) for id_, event in zip(reading.events, found.events)],
        statements=[
            (id_, said, _side(said.source, text), _content(said, text))
            for id_, said in zip(reading.statements, found.statements)
        ],
        stories=desk.store.stories(article=name),
        entries=history(desk.record(), events=reading.events, articles=(name,)),
        versions=[],
    )


def _event(id_: str, event: Event, found: FoundEvent | None, text: str) -> tuple[Any, ...]:
    """An event as it stands, by machine or person: id, event, sides, place, who decided and what was set."""
    place = _place(shown_event(found)) if found is not None else None
    fixed = shown_fixes(found) if found is not None else ()
    event = found.event if found is not None else event
    review = found.review if found is not None else None
    return id_, event, _side(event.source, text), _side(event.target, text), place, review, fixed


def _side(party: Party | None, text: str) -> tuple[str | None, str] | None:
    """(actor id, name or words) of a side."""
    if party is None:
        return None
    if party.actor is not None:
        return party.actor.id, party.actor.name
    return None, text[party.start : party.end]


def _place(shown: Shown) -> str | None:
    return shown.name or (words.area(shown.country, shown.admin1) if shown.country else None)


def _content(said: Statement, text: str) -> str:
    return " … ".join(text[p.start : p.end] for p in said.content)
