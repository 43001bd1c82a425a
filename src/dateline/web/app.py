"""The page: what a store holds, on this machine only.

Answers GET and HEAD, changes nothing, loads nothing from elsewhere. Everything that a page runs or looks like is a file
under `static`; the browser is told to take nothing else, because the words of reports are hostile until shown otherwise.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import msgspec
from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.engine.resident import give_back
from dateline.errors import DatelineError, InputError
from dateline.store import Store
from dateline.web import api
from dateline.web.access import Access, Guard
from dateline.web.api.answers import ErrorAnswer, Trouble
from dateline.web.asked import Asked
from dateline.web.clerk import Clerk
from dateline.web.desk import HERE, Desk
from dateline.web.routes import ROUTERS, start
from dateline.web.tongues import Speaking, _

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_LOOKS_EVERY_S = 5.0  # whether the store has changed
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
}


def create_app(store_path: str | Path, *, access: Access | None = None) -> FastAPI:
    """The page over a store.

    Args:
        store_path: the store's file; it is opened for questions only, and followed while it grows.
        access: who may look, and by which names; None asks nobody and answers on this machine only.
    Raises:
        StoreError: there is no store, or it is of another time.
    """
    app = FastAPI(title="Dateline", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_keeping_up)
    app.state.desk = Desk(Store(store_path, readonly=True))
    app.state.desk.warm()
    start.prepare(app.state.desk)
    app.state.clerk = Clerk(str(store_path))
    app.add_middleware(GZipMiddleware, minimum_size=2000, compresslevel=5)
    app.state.access = access or Access()
    app.add_middleware(Guard, access=app.state.access)
    app.add_middleware(Headed)
    app.add_middleware(Speaking)
    app.add_exception_handler(HTTPException, _explain)
    app.add_exception_handler(DatelineError, _explain)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for router in (api.router, *ROUTERS):
        app.include_router(router)
    return app


@asynccontextmanager
async def _keeping_up(app: FastAPI) -> AsyncIterator[None]:
    """While somebody looks: after a change of the store the start page is made ready before it is asked for."""
    task = asyncio.create_task(_keep_up(app.state.desk))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _keep_up(desk: Desk) -> None:
    while True:
        await asyncio.sleep(_LOOKS_EVERY_S)
        with suppress(Exception):  # whoever looks is told
            if await to_thread.run_sync(desk.is_stale):
                await to_thread.run_sync(start.prepare, desk)
                await to_thread.run_sync(give_back)


class Headed:
    """Says with each answer what the browser may do with it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with our headers on the answer."""

        async def send_headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers["Cache-Control"] = "max-age=300" if scope["path"].startswith("/static/") else "no-cache"
            await send(message)

        await self._app(scope, receive, send_headed if scope["type"] == "http" else send)


def _explain(request: Request, error: Exception) -> Response:
    """An error as a page that says what happened and what to do."""
    desk: Desk = request.app.state.desk
    if isinstance(error, HTTPException):
        code, why = error.status_code, str(error.detail)
    else:
        code, why = (400 if isinstance(error, InputError) else 500), str(error)
    headers = getattr(error, "headers", None)  # which methods are answered
    if request.url.path.startswith("/api/"):
        told = ErrorAnswer(Trouble(code, why))
        return Response(msgspec.json.encode(told), code, headers=headers, media_type="application/json")
    if why in ("Not Found", "Method Not Allowed"):
        why = _("There is no such page. The address may be cut short; everything that exists is linked from the start.")
    again = request.url.path if code == 400 and request.method == "GET" and request.url.query else None
    page = desk.page(request, "error.html", asked=Asked(), status_code=code, code=code, why=why, again=again)
    page.headers.update(headers or {})
    return page
