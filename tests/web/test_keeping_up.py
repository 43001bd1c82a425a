"""After a change the start page is made ready before it is asked for, while somebody looks."""

import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dateline.store import Store
from dateline.web import app as served
from dateline.web.desk import Desk

from .conftest import SEEN, report


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of one report, looked at often."""
    monkeypatch.setattr(served, "_LOOKS_EVERY_S", 0.02)
    with Store(tmp_path / "s.db") as store:
        store.add(*report("r1", 1), seen_at=SEEN)
    return tmp_path / "s.db"


def _change(path: Path) -> None:
    with Store(path) as store:
        store.add(*report("r2", 2), seen_at=SEEN)


def _is_caught_up(desk: Desk) -> bool:
    until = time.monotonic() + 20
    while desk.is_stale() and time.monotonic() < until:
        time.sleep(0.02)
    return not desk.is_stale()


def test_a_change_is_taken_up_while_somebody_looks(path: Path) -> None:
    """Without that anybody asks again."""
    app = served.create_app(path)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        client.get("/")
        _change(path)
        assert app.state.desk.is_stale()
        assert _is_caught_up(app.state.desk)
        assert "2 reports" in client.get("/").text


def test_nobody_looks_nothing_is_done(path: Path) -> None:
    """A page that nobody opened has nothing to keep up with."""
    desk = served.create_app(path).state.desk
    _change(path)
    assert not desk.is_stale()


def test_what_goes_wrong_meanwhile_is_told_to_who_looks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next change is taken up all the same."""
    app = served.create_app(path)
    prepare = served.start.prepare
    failed = []

    def fail_once(desk: Desk) -> None:
        if not failed:
            failed.append(True)
            raise OSError("disk gone")
        prepare(desk)

    monkeypatch.setattr(served.start, "prepare", fail_once)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        client.get("/")
        _change(path)
        assert _is_caught_up(app.state.desk)
    assert failed
