"""Behind each figure of each page stands at least one sentence, with the report that it is in."""

from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from dateline.store import Store
from dateline.web.app import create_app

from .conftest import fill

PLAIN = (
    "/", "/events", "/statements", "/incidents", "/calendar", "/pair/COD/north-front", "/actor/north-front", "/actor/COD",
    "/place/COD", "/place/COD/Nord-Kivu", "/incident/i3-1", "/story/story-r1", "/article/r1",
)  # fmt: skip
PAGES = (*PLAIN, *(f"{page}?as_of=2021-11-10" for page in PLAIN[4:8]), "/place/COD?from=2021-11-05&to=2021-11-12")
TABLES = ("/events", "/statements", "/incidents", "/calendar")
_ASKED_AT_ONCE = 60  # of one application, below what it serves a reader in a minute


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of six reports."""
    file = tmp_path_factory.mktemp("evidence") / "s.db"
    with Store(file) as store:
        fill(store, 6)
    return file


@pytest.mark.parametrize("page", PAGES)
def test_each_figure_leads_to_a_sentence_and_its_report(path: Path, page: str) -> None:
    """Every link that opens evidence opens a quotation and names the report it stands in."""
    client = TestClient(create_app(path))
    figures = _figures(html.fromstring(client.get(page).text))
    assert figures
    for n, href in enumerate(figures, 1):
        if n % _ASKED_AT_ONCE == 0:
            client = TestClient(create_app(path))
        answer = client.get(f"{href}&part=1")
        assert answer.status_code == 200, href
        tree = html.fromstring(answer.text)
        assert tree.xpath("//blockquote"), href
        assert any((a.get("href") or "").startswith("/article/") for a in tree.iter("a")), href


@pytest.mark.parametrize("page", TABLES)
def test_each_row_of_a_table_leads_to_its_evidence(path: Path, page: str) -> None:
    """No row of events, statements, incidents or what is announced stands alone."""
    tree = html.fromstring(TestClient(create_app(path)).get(page).text)
    rows = tree.xpath("//tr[@data-id]")
    assert rows
    for row in rows:
        reports = row.xpath(".//a[starts-with(@href, '/article/')]")  # beside the sentence itself
        assert reports or _figures(row), row.get("data-id")


def _figures(tree: html.HtmlElement) -> list[str]:
    found = (a.get("href") or "" for a in tree.iter("a"))
    return list(dict.fromkeys(href for href in found if href.startswith("/evidence?")))
