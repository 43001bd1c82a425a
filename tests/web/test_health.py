"""How an installation does is said to persons, programs and Prometheus alike, and tells nothing of what was read."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dateline.engine.health import as_metrics, look
from dateline.engine.pulse import Pulse, pulse_path, write_pulse
from dateline.store import Store
from dateline.store.sources import SourceState, state_path

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "s.db")


def _beat(store: Store, *, minutes_ago: float, doing: str = "waiting", failures: int = 0) -> None:
    at = (NOW - timedelta(minutes=minutes_ago)).isoformat()
    pulse = Pulse(pid=1, started_at=at, at=at, doing=doing, rounds=7, failures=failures)
    write_pulse(pulse_path(store.path), pulse)


def test_the_three_forms_say_the_same(small: TestClient) -> None:
    """Every number of the JSON is in the metrics, and the page shows the main ones."""
    found = small.get("/health.json")
    health = json.loads(found.content)
    assert found.status_code == (503 if health["problems"] else 200)
    metrics = small.get("/metrics")
    assert metrics.headers["content-type"].startswith("text/plain; version=0.0.4")
    gauges = dict(line.rsplit(" ", 1) for line in metrics.text.splitlines() if not line.startswith("#"))
    for name in ("reports", "events", "statements", "incidents", "refusals", "queue"):
        assert float(gauges[f"dateline_{name}"]) == health[name]
    assert health["coder"] in small.get("/health").text


def test_nothing_private_is_told(small: TestClient) -> None:
    """No title, address, outlet or actor of what was read."""
    told = small.get("/health.json").text + small.get("/metrics").text
    for private in ("http", "Goma", "north-front", "Herald", "Post", "/tmp"):
        assert private not in told


def test_a_silent_a_failing_and_a_paused_follower_are_problems(store: Store) -> None:
    """One that was stopped on purpose is none, and neither is one that just spoke."""
    status = store.status()
    assert look(store, status, now=NOW).follower is None
    for given, problems in (
        ({"minutes_ago": 1}, ()),
        ({"minutes_ago": 30}, ("follower_silent",)),
        ({"minutes_ago": 30, "doing": "stopped"}, ()),
        ({"minutes_ago": 1, "doing": "paused"}, ("paused",)),
        ({"minutes_ago": 1, "failures": 3}, ("rounds_failing",)),
    ):
        _beat(store, **given)  # type: ignore[arg-type]
        assert look(store, status, now=NOW).problems == problems
    pulse_path(store.path).write_text("{")
    assert look(store, status, now=NOW).follower is None


def test_collecting_is_counted(store: Store) -> None:
    """Sources that fail are a problem when they are most of them."""
    with SourceState(state_path(store.path)) as state:
        state.source_ok("a", now=1e9, next_at=2e9, etag=None, modified=None)
        state.source_failed("b", now=1e9, next_at=2e9, trouble="no")
        health = look(store, store.status(), now=NOW)
        assert (health.sources, health.sources_failing, health.problems) == (2, 1, ())
        assert health.last_collected_at == "2001-09-09T01:46:40+00:00"
        state.source_failed("a", now=1e9, next_at=2e9, trouble="no")
    health = look(store, store.status(), now=NOW)
    assert health.problems == ("sources_failing",)
    assert 'dateline_problem{kind="sources_failing"} 1\n' in as_metrics(health)
    assert "dateline_last_collected_at_seconds 1000000000\n" in as_metrics(health)
