"""`/about`: how the page is made, by whom the data are, and where its limits lie."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dateline.web.desk import ask

router = APIRouter()


@router.get("/about")
def about(request: Request) -> Response:
    """How the page is made."""
    desk, asked = ask(request)
    return desk.page(request, "about.html", asked=asked, held=desk.status(asked.as_of))
