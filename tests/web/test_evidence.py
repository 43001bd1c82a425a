"""Behind each figure of each page stands at least one sentence, with the report that it is in."""

from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from dateline.store import Store
from dateline.web.access import Access, Rate
from dateline.web.app import create_app

from .conftest import fill

PLAIN = (
    "/", "/events", "/statements", "/incidents", "/calendar", "/pair/COD/north-front", "/actor/north-front", "/actor/COD",
    "/place/COD", "/place/COD/Nord-Kivu", "/incident/i3-1", "/story/story-r1", "/article/r1",
)  # fmt: skip
PAGES = (*PLAIN, *(f"{page}?as_of=2021-11-10" for page in PLAIN[4:8]), "/place/COD?from=2021-11-05&to=2021-11-12")
TABLES = ("/events", "/statements", "/incidents", "/calendar")


class Reader:
    """Asks the page, as often as it takes, and remembers which evidence it has seen."""

    def __init__(self, path: Path) -> None:
        self._client = TestClient(create_app(path, access=Access(usual=Rate(1000.0, 10_000))))
        self._wrong: dict[str, str] = {}

    def page(self, address: str) -> html.HtmlElement:
        """A page, read."""
        answer = self._client.get(address)
        assert answer.status_code == 200, address
        return html.fromstring(answer.text)

    def wrong_with(self, href: str) -> str:
        """What is wrong with the evidence that a figure opens; nothing where it quotes a sentence and names its report."""
        if href not in self._wrong:
            tree = self.page(f"{href}&part=1")
            has_report = any((a.get("href") or "").startswith("/article/") for a in tree.iter("a"))
            self._wrong[href] = "" if tree.xpath("//blockquote") and has_report else "no sentence, or no report"
        return self._wrong[href]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A reader of a store of six reports."""
    file = tmp_path_factory.mktemp("evidence") / "s.db"
    with Store(file) as store:
        fill(store, 6)
    return Reader(file)


@pytest.mark.parametrize("page", PAGES)
def test_each_figure_leads_to_a_sentence_and_its_report(reader: Reader, page: str) -> None:
    """Every link that opens evidence opens a quotation and names the report it stands in."""
    figures = _figures(reader.page(page))
    assert figures
    assert {href: wrong for href in figures if (wrong := reader.wrong_with(href))} == {}


@pytest.mark.parametrize("page", TABLES)
def test_each_row_of_a_table_leads_to_its_evidence(reader: Reader, page: str) -> None:
    """No row of events, statements, incidents or what is announced stands alone."""
    tree = reader.page(page)
    rows = tree.xpath("//tr[@data-id]")
    assert rows
    for row in rows:
        reports = row.xpath(".//a[starts-with(@href, '/article/')]")  # beside the sentence itself
        assert reports or _figures(row), row.get("data-id")


def _figures(tree: html.HtmlElement) -> list[str]:
    found = (a.get("href") or "" for a in tree.iter("a"))
    return list(dict.fromkeys(href for href in found if href.startswith("/evidence?")))
