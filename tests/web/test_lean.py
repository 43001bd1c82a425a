"""What a page costs does not grow with the store: as many questions, and no more rows than a page shows."""

from pathlib import Path

import pytest
from lxml import html
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from dateline.store import Store
from dateline.web.access import Access, Rate
from dateline.web.app import create_app
from dateline.web.asked import ROWS_A_PAGE

from .conftest import fill

PAGES = (
    "/", "/events", "/incidents", "/statements", "/calendar", "/sources", "/warnings", "/actor/north-front", "/actor/COD",
    "/pair/COD/north-front", "/place/COD", "/place/COD/Nord-Kivu", "/incidents?outlet=Post", "/events?as_of=2021-11-20",
)  # fmt: skip
MOST_BYTES = 250 * 1024
SLACK = 6  # a larger store may show one more pair, or a batch more of ids


def made(path: Path, reports: int) -> TestClient:
    """The page over a store of so many reports."""
    with Store(path) as store:
        fill(store, reports)
    return TestClient(create_app(path, access=Access(usual=Rate(1000.0, 10_000))))


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A store of a dozen reports."""
    return made(tmp_path_factory.mktemp("lean") / "few.db", 12)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A store of more events and incidents than a page has rows."""
    return made(tmp_path_factory.mktemp("lean") / "many.db", 30)


def questions(client: TestClient, page: str) -> int:
    """How many questions a page asks of the database."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert client.get(page).status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(asked)


@pytest.mark.parametrize("page", PAGES)
def test_a_larger_store_is_asked_no_more_questions(few: TestClient, many: TestClient, page: str) -> None:
    """None of them is asked once for each row."""
    for client in (few, many):
        client.get(page)  # so that both remember alike what rests on the whole store
    assert questions(many, page) <= questions(few, page) + SLACK


@pytest.mark.parametrize("page", PAGES)
def test_a_view_has_a_page_of_rows_and_weighs_little(many: TestClient, page: str) -> None:
    """However many there are; what does not fit is on the next page."""
    text = many.get(page).text
    assert len(text.encode()) < MOST_BYTES
    tables = html.fromstring(text).xpath("//table[.//tr[@data-id]]")
    assert all(len(table.xpath(".//tr[@data-id]")) <= ROWS_A_PAGE for table in tables)


def test_how_incidents_are_told_is_kept_with_them(few: TestClient) -> None:
    """The outlets beside the table count the incidents that following them lists, as of a day too."""
    for day in ("", "&as_of=2021-11-10"):
        tree = html.fromstring(few.get(f"/incidents?type=ASSAULT{day}").text)
        links = [a for a in tree.xpath("//div[@class='facets']//li/a") if "outlet=" in a.get("href")]
        assert links
        for link in links:
            wanted = int("".join(filter(str.isdigit, link.xpath("string(span[@class='n'])"))))
            assert len(few.get(link.get("href").replace("/incidents?", "/incidents.json?")).json()) == wanted
