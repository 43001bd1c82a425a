"""A text that was let go of is on no page, in no answer for programs and in no download, as soon as it went."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec import structs
from starlette.testclient import TestClient

from dateline import frames
from dateline.cli import cli
from dateline.cli_show import KINDS
from dateline.store import Store
from dateline.values import Article, Extraction, Sentence
from dateline.web.access import Access, Rate
from dateline.web.app import create_app

from .conftest import SEEN, fill_incidents, report
from .ways import filled, routes

SECRET = "The xylophone stood beside the zeppelin."
PARTS = {"one": "north-front", "other": "COD", "country": "COD", "admin1": "Nord-Kivu"}
NAMES = {"/events/": "", "/incident": "i0-0", "/story": "story-r1", "/article": "r1", "/reports": "r1", "/review": "r1"}


def _with_secret(name: str, n: int) -> tuple[Article, Extraction]:
    article, extraction = report(name, n, hostile="")
    start = len(article.text)
    article = structs.replace(article, text=f"{article.text}{SECRET}")
    sentences = (*extraction.sentences, Sentence(start, len(article.text)))
    return article, structs.replace(extraction, sentences=sentences)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three reports of November 2021, one of them a reprint."""
    with Store(tmp_path / "s.db") as store:
        fill_incidents(store, [_with_secret(f"r{n}", n) for n in range(3)], seen_at=SEEN, title="A story")
    return tmp_path / "s.db"


def _all_of_it(client: TestClient, event: str, *, but: str = "none") -> dict[str, bytes]:
    names = NAMES | {"/events/": event}
    addresses = [address for route in routes() if but not in route for address in filled(route, names, PARTS)]
    asked = {
        address: client.get(address, params={"q": "barracks"} if "search" in address else {}) for address in addresses
    }
    found = {address: answer.content for address, answer in asked.items() if answer.status_code == 200}
    found["/api/v1/search?q=zeppelin"] = client.get("/api/v1/search", params={"q": "zeppelin"}).content
    return found


def test_it_is_on_no_route_as_soon_as_it_went(path: Path) -> None:
    """Also of a server that had shown it: nothing is held back in memory."""
    client = TestClient(create_app(path, access=Access(usual=Rate(1e6, 10**6))))
    with Store(path, readonly=True) as store:
        event = store.events()[0].id
    before = _all_of_it(client, event, but="{form}")
    assert [address for address, said in before.items() if b"xylophone" in said]
    with Store(path) as store:
        assert store.purge_texts(before="2022-01-01", who="desk", at="2026-11-22T12:00:00").reports == 3
    after = _all_of_it(client, event)
    assert len(after) > 60
    assert after.keys() >= before.keys()
    assert [address for address, said in after.items() if b"xylophone" in said or b"zeppelin" in said] == []
    assert b"shelled a barracks" in after["/api/v1/events"]  # each fact keeps its sentence


def test_it_is_in_no_answer_of_the_shell_and_no_frame(path: Path, tmp_path: Path) -> None:
    """What `show`, `export`, `explain`, `versions` and `evaluate`'s examples would print of it."""
    with Store(path) as store:
        store.purge_texts(before="2022-01-01", who="desk", at="2026-11-22T12:00:00")
    told = []
    for command in [["show", kind] for kind in KINDS] + [
        ["versions", "r1"],
        ["explain", "r1"],
        ["correct", "examples"],
    ]:
        done = CliRunner().invoke(cli, [*command, "--store", str(path)])
        told.append(done.output)
    with Store(path, readonly=True) as store:
        for name in ("events", "incidents", "statements", "sources"):
            told.append(str(getattr(frames, name)(store).to_dicts()))
    assert any("barracks" in one for one in told)
    assert not [one for one in told if "xylophone" in one]
