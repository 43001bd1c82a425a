"""`/health`, `/health.json` and `/metrics`: how this installation does, for a person, a program and Prometheus."""

from datetime import UTC, datetime

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from dateline.engine.health import Health, as_metrics, look
from dateline.web.desk import Desk, ask

router = APIRouter()


@router.get("/health")
def page(request: Request) -> Response:
    """How it does, in words."""
    desk, asked = ask(request)
    return desk.page(request, "health.html", asked=asked, health=_look(desk))


@router.get("/health.json")
def as_json(request: Request) -> Response:
    """The same as one JSON object; 503 where somebody should look, so that any monitor understands."""
    health = _look(request.app.state.desk)
    code = 503 if health.problems else 200
    return Response(msgspec.json.encode(health), status_code=code, media_type="application/json")


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """The same as Prometheus text."""
    text = as_metrics(_look(request.app.state.desk))
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def _look(desk: Desk) -> Health:
    return look(desk.store, desk.status(), now=datetime.now(UTC))
