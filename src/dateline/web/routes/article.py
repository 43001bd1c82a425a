"""`/article/ID`: one report with all that was found in it marked in its text."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from dateline.picture.floor import Shown, shown_event
from dateline.store import EventFilter
from dateline.values import Party, Statement
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
    places = {f.id: _place(shown_event(f)) for f in desk.store.events(EventFilter(article=name))}
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
        events=[
            (id_, event, _side(event.source, text), _side(event.target, text), places.get(id_))
            for id_, event in zip(reading.events, found.events)
        ],
        statements=[
            (id_, said, _side(said.source, text), _content(said, text))
            for id_, said in zip(reading.statements, found.statements)
        ],
        stories=desk.store.stories(article=name),
        trail=desk.trail((name, *reading.events, *reading.statements)),
        versions=[],
    )


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
