"""`/login`: a token is typed once, and the browser keeps a session of half a day."""

from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from dateline.web.access import SESSION, SESSION_SECONDS, Access
from dateline.web.asked import Asked
from dateline.web.desk import Desk
from dateline.web.tongues import _

router = APIRouter()
_LONGEST_BODY = 4096


@router.get("/login")
def login(request: Request) -> Response:
    """The form; on a server that asks nobody there is nothing to type."""
    return _page(request, why=None)


@router.post("/login")
async def enter(request: Request) -> Response:
    """A session for a token, or why there is none."""
    access: Access = request.app.state.access
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_BODY:
            return _page(request, why=_("That is longer than any token."))
    token = dict(parse_qsl(body.decode("utf-8", "replace"))).get("token", "")
    session = access.login(token, client=request.client.host if request.client else "unknown")
    if session is None:
        return _page(request, why=_("Nobody has this token. Copy it whole, or ask whoever keeps this Dateline."))
    answer = RedirectResponse("/", status_code=303)
    is_secure = request.url.scheme == "https"
    answer.set_cookie(SESSION, session, max_age=SESSION_SECONDS, httponly=True, samesite="strict", secure=is_secure)
    return answer


@router.post("/logout")
def leave(request: Request) -> Response:
    """The session ends."""
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(SESSION)
    return answer


def _page(request: Request, *, why: str | None) -> Response:
    desk: Desk = request.app.state.desk
    access: Access = request.app.state.access
    code = 401 if why is not None else 200
    return desk.page(request, "login.html", asked=Asked(), status_code=code, why=why, is_asked=access.asks)
