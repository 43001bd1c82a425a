"""A store that is restored from a backup made under load answers every page, download and address alike, byte for byte.

Left out are the routes that speak of the process and its machine rather than of what is stored: `/health`, `/health.json`
and `/metrics` (age of the last report, size of the file), `/login` (sessions); of each answer its cookies and its tag. All
is asked by one browser, since the token of a form follows from its cookie.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from starlette.testclient import TestClient

from dateline.engine.fusing import fuse_store
from dateline.engine.reviewing import accept_event, fix_event, reject_event, reject_statement
from dateline.store import EventFilter, IncidentFilter, Store
from dateline.store.moving import backup, restore
from dateline.values import Refused
from dateline.values.address import StoreAddress
from dateline.values.alert import Alert, AlertStep, Looked
from dateline.web.access import Access, Rate
from dateline.web.app import create_app

from .conftest import SEEN, report
from .ways import filled, routes

OF_A_PROCESS = ("/health", "/health.json", "/metrics", "/login")
PARTS = {"one": "north-front", "other": "COD", "country": "COD", "admin1": "Nord-Kivu", "page": "figures"}
ASKED = (  # beside every route as it is
    "/?as-of=2021-11-06", "/?map=world", "/?lang=ar", "/events?as-of=2021-11-06", "/events?actor=north-front&part=2",
    "/incidents?type=ASSAULT&from=2021-11-03", "/actor/north-front?as-of=2021-11-06", "/evidence?type=ASSAULT&from=2021-11-05",
    "/search?q=barracks&lang=fr", "/api/v1/events?as_of=2021-11-06", "/api/v1/changes?changed_after=3", "/api/v1/search?q=clinic",
)  # fmt: skip


def _write(store: Store, first: int, reports: int) -> None:
    """Reports, read and fused; the words of some are hostile, and each third comes from another outlet."""
    for n in range(first, first + reports):
        hostile = {"hostile": ""} if n % 4 else {}
        store.add(*report(f"r{n}", n, publisher=("Post", "Herald", "Gazette")[n % 3], **hostile), seen_at=SEEN)
    fuse_store(store, at=SEEN)


def _fill(path: str) -> None:
    """Some reports, and everything that people and watches can have put on record."""
    said = {"who": "desk", "why": "looked at", "at": SEEN}
    with Store(path) as store:
        with store.batch():
            _write(store, 0, 7)
        first, second, third = (event.id for event in store.events(EventFilter(type="ASSAULT"), limit=3))
        accept_event(store, first, **said)
        fix_event(store, second, {"place": None, "killed": "3"}, **said)
        reject_event(store, third, **said)
        reject_statement(store, store.statements()[0].id, **said)
        store.withdraw("r3", **said)
        store.refuse(Refused(None, "reading", "It is empty.", "f:3"), seen_at=SEEN)
        words = "north-front outside COD"
        alert = Alert(id="x", watch="w", words=words, raised_on="2021-11-08", title="-", why="-", keys=())
        store.add_alert(alert, at=SEEN)
        store.add_alert_step(AlertStep(alert="x", step="staged", at=SEEN))
        store.add_look(Looked(watch="w", words=words, on="2021-11-08", verdict="raised", why="-", reports=3), at=SEEN)
        store.purge_texts(before="2021-11-03", who="desk", at=SEEN)
        with store.batch():
            fuse_store(store, at=SEEN)


@contextmanager
def _half_written(path: str) -> Iterator[None]:
    """While somebody is in the middle of a batch: half of it is written, and all of it follows afterwards."""
    is_half, may_end = Event(), Event()

    def write() -> None:
        with Store(path) as store, store.batch():
            _write(store, 20, 2)
            is_half.set()
            may_end.wait()
            _write(store, 22, 2)

    with Store(path, readonly=True) as store:
        before = store.count_articles()
        writer = Thread(target=write)
        writer.start()
        try:
            assert is_half.wait(300)
            yield
            assert store.count_articles() == before
        finally:
            may_end.set()
            writer.join()
        assert store.count_articles() == before + 4


def _answers(path: str) -> dict[str, tuple[int, str, bytes]]:
    """What every GET route answers, with every name that a path can take."""
    with Store(path, readonly=True) as store:
        event = store.events(EventFilter(type="ASSAULT"))[0].id
        names = {
            "/events/": event, "/review/event": event, "/review/statement": store.statements()[0].id,
            "/incident": store.incidents(IncidentFilter(type="ASSAULT"))[0].id, "/article": "r5", "/reports": "r5",
            "/story": store.stories()[0].id,
        }  # fmt: skip
    names |= {"/review/incident": names["/incident"], "/review/story": names["/story"]}
    client = TestClient(create_app(path, access=Access(usual=Rate(1e6, 10**6))), base_url="http://127.0.0.1")
    asked = [a for route in routes() if route not in OF_A_PROCESS for a in filled(route, names, PARTS)]
    found = {}
    for address in (*asked, *ASKED):
        client.cookies.clear()
        q = {"q": "barracks"} if address.endswith("/search") else None
        answer = client.get(address, params=q, headers={"cookie": "dateline_form=one-browser"})
        found[address] = answer.status_code, answer.headers.get("content-type", ""), answer.content
    assert {address for address, (code, _, _) in found.items() if code != 200} == set()
    return found


def _differences(one: dict[str, tuple[int, str, bytes]], other: dict[str, tuple[int, str, bytes]]) -> list[str]:
    return [address for address in one.keys() | other.keys() if one.get(address) != other.get(address)]


def test_what_is_restored_answers_every_route_alike(tmp_path: Path, new_database: Callable[[], str]) -> None:
    """On a file byte for byte; on a server too, but that a search finds the same reports in its own order of relevance."""
    here, there, server = str(tmp_path / "s.db"), tmp_path / "there.db", new_database()
    _fill(here)
    with _half_written(here):
        wanted = _answers(here)
        backup(StoreAddress(here), tmp_path / "b.db")
    assert len(wanted) > 80
    restore(tmp_path / "b.db", StoreAddress(there))
    assert _differences(_answers(str(there)), wanted) == []
    restore(tmp_path / "b.db", StoreAddress(server))
    served = _answers(server)
    assert [address for address in _differences(served, wanted) if "/search" not in address] == []
    for address in (address for address in wanted if address.startswith("/api/v1/search")):
        assert _hits(served[address][2]) == _hits(wanted[address][2]), address


def _hits(answer: bytes) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in json.loads(answer)["items"])
