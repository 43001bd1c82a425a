"""How far a report may be passed on is said wherever its evidence is shown, and in the answers for programs."""

import pytest
from starlette.testclient import TestClient

from dateline.store import Store
from dateline.web.app import create_app

from .conftest import SEEN, fill_incidents, report

OWN = "not before <b>Friday</b>"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The page over three reports: one unmarked, one amber, and its reprint with words of its own."""
    path = tmp_path_factory.mktemp("marked") / "s.db"
    coded = [report("r0", 0), report("r1", 1, mark="TLP:AMBER"), report("r2", 1, mark=OWN)]
    with Store(path) as store:
        fill_incidents(store, coded, seen_at=SEEN, title="A story")
    return TestClient(create_app(path))


@pytest.mark.parametrize(
    "path", ["/events", "/statements", "/incidents", "/sources", "/article/r1", "/incident/i1-0", "/story/story-r1",
             "/calendar", "/evidence?actor=north-front", "/evidence?actor=north-front&part=1", "/actor/north-front",
             "/place/COD/Nord-Kivu", "/", "/pair/north-front/COD", "/search?q=barracks"],
)  # fmt: skip
def test_a_page_says_the_mark_of_what_it_shows(client: TestClient, path: str) -> None:
    """By its level; words of one's own are words and no markup."""
    page = client.get(path)
    assert page.status_code == 200
    assert '<bdi class="mark"' in page.text and "TLP:AMBER" in page.text
    assert "<b>Friday" not in page.text


def test_a_report_without_one_says_nothing(client: TestClient) -> None:
    """No mark is made up."""
    assert 'class="mark"' not in client.get("/article/r0").text


def test_a_figure_on_several_reports_says_the_strictest(client: TestClient) -> None:
    """At the head of the drawer: the level, and the own words of the reprint."""
    head = client.get("/evidence?actor=north-front&part=1").text.split("<article")[0]
    assert "TLP:AMBER; not before &lt;b&gt;Friday&lt;/b&gt;" in head


def test_the_interface_answers_with_marks(client: TestClient) -> None:
    """In the column that downloads have."""
    for table in ("events", "statements", "incidents", "reports", "calendar"):
        items = client.get(f"/api/v1/{table}").json()["items"]
        assert {row["mark"] for row in items} == {None, "TLP:AMBER", OWN}, table
