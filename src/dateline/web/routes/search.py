"""`/search`: reports that hold the words. It searches what was printed; there is no index of persons."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dateline.store import Hit
from dateline.web import marks
from dateline.web.desk import Desk, ask

router = APIRouter()
_HITS = 40


@router.get("/search")
def search(request: Request) -> Response:
    """Reports that hold all the words."""
    desk, asked = ask(request)
    query = asked.q or ""
    hits = desk.store.search(query, as_of=asked.as_of, limit=_HITS, offset=(asked.page - 1) * _HITS) if query else []
    return desk.page(
        request,
        "search.html",
        asked=asked,
        hits=[(hit, _pieces(hit)) for hit in hits],
        actors=_actors(desk, query, asked.as_of),
        is_full=len(hits) == _HITS,
    )


def _pieces(hit: Hit) -> list[marks.Piece]:
    at = hit.evidence.sentence.start
    found = [marks.Mark(m.start - at, m.end - at, "hit") for m in hit.marks]
    return marks.pieces(hit.evidence.words, found)


def _actors(desk: Desk, query: str, as_of: str | None) -> list[tuple[str, str]]:
    """Catalogued actors whose name holds the words."""
    low = query.casefold().strip()
    if len(low) < 2:
        return []
    return [
        (id_, card.name)
        for id_, card in desk.cards(as_of).items()
        if low in card.name.casefold() or low == id_.casefold()
    ][:12]
