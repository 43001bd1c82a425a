"""`/place/COUNTRY[/AREA]`: what happened in a country or area, and who is there."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from dateline.web import words
from dateline.web.desk import ask
from dateline.web.tongues import _

router = APIRouter()
_ROWS = 12


@router.get("/place/{country}")
def in_country(request: Request, country: str) -> Response:
    """A country."""
    return _show(request, country, None)


@router.get("/place/{country}/{admin1}")
def in_area(request: Request, country: str, admin1: str) -> Response:
    """A first-order area."""
    return _show(request, country, admin1)


def _show(request: Request, country: str, admin1: str | None) -> Response:
    desk, asked = ask(request)
    country = country.upper()
    if country not in words.country_names():
        raise HTTPException(
            404, _("“%(code)s” is no state. An address here is /place/AFG or /place/AFG/Kunduz.", code=country[:20])
        )
    wanted = asked.events(country=country, admin1=admin1)
    by_area = desk.areas(wanted)
    pairs = desk.store.pairs(wanted, limit=_ROWS)
    incidents = desk.store.incidents(asked.incidents(country=country, admin1=admin1), limit=_ROWS)
    return desk.page(
        request,
        "place.html",
        asked=asked,
        country=country,
        admin1=admin1,
        total=sum(n for _, _, n in by_area),
        areas=[row for row in by_area if row[1] is not None],
        vague=next((n for _, area, n in by_area if area is None), 0),
        types=desk.store.event_facets("type", wanted),
        pairs=pairs,
        incidents=desk.with_events(incidents, as_of=asked.as_of),
        incident_count=desk.store.count_incidents(asked.incidents(country=country, admin1=admin1)),
        drawing=desk.map(asked, wanted),
        ruler=desk.ruler(asked, asked.events(country=country, admin1=admin1, since=None, until=None)),
    )
