"""`/article/ID`: one report with all that was found in it marked in its text."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from msgspec import Struct

from dateline.engine.decided import history, shown_fixes
from dateline.engine.differences import Difference, difference
from dateline.picture.floor import Shown, shown_event
from dateline.store import EventFilter
from dateline.store.history import history_of
from dateline.values import Article, Event, Extraction, FoundEvent, FoundStatement, Party, Statement
from dateline.web import marks, words
from dateline.web.asked import Asked
from dateline.web.desk import Desk, ask
from dateline.web.tongues import _

router = APIRouter()
_VERSIONS = 8  # of one report that are held against each other


class Version(Struct, frozen=True):
    """One text of a report: sentences taken out of the one before, and put in."""

    id: str
    known_on: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


@router.get("/article/{name:path}")
def article(request: Request, name: str) -> Response:
    """One report."""
    desk, asked = ask(request)
    reading = desk.store.reading(name, as_of=asked.as_of)
    if reading is None:
        raise HTTPException(404, _("No report has this id. The table of sources lists all that were read."))
    text, found = reading.article.text, reading.extraction
    decided = (
        *desk.store.events(EventFilter(article=name, as_of=asked.as_of)),
        *desk.store.rejected_events(reading.events, as_of=asked.as_of),
    )
    as_told = {f.id: f for f in decided}
    now = {
        id_: said
        for id_, said in desk.store.statements_now(reading.statements).items()
        if asked.as_of is None or said.review is None or said.review.at[:10] <= asked.as_of
    }
    purged = None
    if not text:
        purged = _purged(desk, reading.row.known_on)
        text = _kept((*decided, *now.values()))
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
        statements=[_said(id_, now.get(id_), said, text) for id_, said in zip(reading.statements, found.statements)],
        stories=desk.store.stories(article=name, as_of=asked.as_of),
        entries=history(desk.record(asked.as_of), events=(*reading.events, *reading.statements), articles=(name,)),
        versions=_versions(desk, asked, name),
        has_text=bool(reading.article.text),
        purged=purged,
    )


def _purged(desk: Desk, known_on: str) -> tuple[str, str] | None:
    """The purge that removed a report's text: the day it was done, and the day before which texts were let go."""
    found = [c for c in desk.store.corrections() if c.kind == "purge" and known_on < c.target]
    return (found[0].made_at[:10], found[0].target) if found else None


def _kept(found: Iterable[FoundEvent | FoundStatement]) -> str:
    """The sentences that findings keep of a text, each where it stood, with line ends for all that is gone."""
    text = ""
    for start, said in sorted({f.evidence.sentence.start: f.evidence.words for f in found}.items()):
        if start >= len(text):
            text = text.ljust(start, "\n") + said
    return text


def _versions(desk: Desk, asked: Asked, name: str) -> list[Version]:
    """The texts of a report, newest first, each with what changed in it; none where there is only one."""
    held = [v for v in history_of(desk.store, name).versions if asked.as_of is None or v.known_on <= asked.as_of]
    if len(held) < 2:
        return []
    found: list[Version] = []
    before: tuple[Article, Extraction] | None = None
    for version in held[-_VERSIONS:]:
        current = [r.extraction for r in version.readings if r.is_current] or [r.extraction for r in version.readings]
        now = (version.article, current[-1]) if current else None
        changed = difference(before, now) if before is not None and now is not None else Difference()
        found.append(Version(version.article.id, version.known_on, changed.words_out, changed.words_in))
        before = now or before
    return found[::-1]


def _event(id_: str, event: Event, found: FoundEvent | None, text: str) -> tuple[Any, ...]:
    """An event as it stands, by machine or person: id, event, sides, place, who decided and what was set."""
    place = _place(shown_event(found)) if found is not None else None
    fixed = shown_fixes(found) if found is not None else ()
    event = found.event if found is not None else event
    review = found.review if found is not None else None
    return id_, event, *(_side(s, text, event.anchor) for s in (event.source, event.target)), place, review, fixed


def _said(id_: str, found: FoundStatement | None, said: Statement, text: str) -> tuple[Any, ...]:
    """A statement as it stands, by machine or person: id, statement, speaker, words, who decided."""
    said = found.statement if found is not None else said
    review = found.review if found is not None else None
    return id_, said, _side(said.source, text, said.anchor), _content(said, text), review


def _side(party: Party | None, text: str, anchor: str) -> tuple[str | None, str] | None:
    """(actor id, name or words) of a side; no words where only the whole sentence can be pointed at."""
    if party is None or (party.actor is None and anchor != "exact"):
        return None
    if party.actor is not None:
        return party.actor.id, party.actor.name
    return None, text[party.start : party.end]


def _place(shown: Shown) -> str | None:
    return shown.name or (words.area(shown.country, shown.admin1) if shown.country else None)


def _content(said: Statement, text: str) -> str:
    return " … ".join(text[p.start : p.end] for p in said.content)
