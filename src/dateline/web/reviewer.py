"""Who reviews, and whether a form was really sent from our own page.

A decision changes the store, so its form is checked even on the loopback address: it must come from a page of ours
(Sec-Fetch-Site, Origin) and carry a token that only such a page could read. That the request names this server, and
carries a role that may decide, was seen to by `access` before.
"""

import hmac
import secrets
from hashlib import sha256
from urllib.parse import parse_qsl, quote, unquote

from fastapi import HTTPException, Request
from fastapi.responses import Response

from dateline.web.tongues import _

_NAME, _FORM = "dateline_who", "dateline_form"
_KEY = secrets.token_bytes(32)  # of this process: a form does not outlive it
_YEAR_SECONDS = 365 * 24 * 3600
_LONGEST_BODY = 64 * 1024
_MOST_FIELDS = 500

Fields = dict[str, list[str]]


def who(request: Request) -> str | None:
    """The name that decisions are put on record with: the token's, else the one that was typed once, None before."""
    person = getattr(request.state, "person", None)
    if person is not None:
        return str(person.name)
    name = unquote(request.cookies.get(_NAME, ""))[:80]
    return name if name.strip() and name.isprintable() else None


def token_for(request: Request) -> str:
    """What a form must carry to be taken; follows from a cookie that `keep` sets."""
    return _token(_cookie(request))


def keep(request: Request, response: Response, *, name: str | None = None) -> Response:
    """Set the cookies that forms need: never readable to scripts, never sent from another site."""
    is_secure = request.url.scheme == "https"
    if request.cookies.get(_FORM) != _cookie(request):
        response.set_cookie(_FORM, _cookie(request), httponly=True, samesite="strict", secure=is_secure)
    if name is not None and name != who(request):
        value = quote(name)
        response.set_cookie(_NAME, value, max_age=_YEAR_SECONDS, httponly=True, samesite="strict", secure=is_secure)
    return response


async def sent(request: Request) -> Fields:
    """The fields of a form that one of our own pages sent.

    Raises:
        HTTPException: 403 where it came from elsewhere, 413 where it is too long.
    """
    if int(request.headers.get("content-length") or 0) > _LONGEST_BODY:
        raise HTTPException(413, _("This form is longer than any of ours."))
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_BODY:
            raise HTTPException(413, _("This form is longer than any of ours."))
    fields: Fields = {}
    for key, value in parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS):
        fields.setdefault(key, []).append(value)
    given = fields.get("token", [""])[0]
    known = request.cookies.get(_FORM, "")
    if not _is_ours(request) or not known or not hmac.compare_digest(given.encode(), _token(known).encode()):
        raise HTTPException(
            403,
            _(
                "This form was not sent from a page of this Dateline, or the page is older than its last start. Reload the page and send it again."
            ),
        )
    return fields


def path_back(fields: Fields, otherwise: str) -> str:
    """Where to go after a decision: a page of ours, never another machine."""
    back = fields.get("back", [""])[0]
    is_ours = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if is_ours and len(back) < 4000 else otherwise


def _is_ours(request: Request) -> bool:
    host = request.headers.get("host", "")
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("origin")
    if origin in (None, "null"):  # our pages send no referrer, so that browsers name no origin either
        return site == "same-origin"
    return origin == f"{request.url.scheme}://{host}"


def _cookie(request: Request) -> str:
    """The cookie of this browser, made once for the time of a request."""
    known = request.cookies.get(_FORM)
    if known:
        return known
    if not hasattr(request.state, "form_cookie"):
        request.state.form_cookie = secrets.token_urlsafe(24)
    made: str = request.state.form_cookie
    return made


def _token(cookie: str) -> str:
    return hmac.new(_KEY, cookie.encode(), sha256).hexdigest()
