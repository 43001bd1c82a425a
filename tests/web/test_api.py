"""The picture for programs: the same answers as the pages, described, fuzzed from its own description."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.testclient import TestClient

from dateline.engine.early import METHOD
from dateline.store import Store
from dateline.values import Incident
from dateline.values.warning import EarlyWarning
from dateline.web.api.endpoints import ENDPOINTS, ROOT
from dateline.web.app import create_app

from .conftest import SEEN, fill, report

TABLES = {"events": "events", "statements": "statements", "incidents": "incidents", "reports": "sources"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("api") / "small.db"
    with Store(path) as store:
        fill(store, 12)
    return path


@pytest.fixture(scope="module")
def api(path: Path) -> TestClient:
    return TestClient(create_app(path))


def ask(api: TestClient, address: str) -> Any:
    answer = api.get(ROOT + address)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(("address", "table"), TABLES.items())
def test_the_answers_are_those_of_the_page(api: TestClient, address: str, table: str) -> None:
    """Row for row what the page's own download holds, and as many as it counts."""
    listed = ask(api, f"/{address}?limit=1000")
    download = list(csv.DictReader(io.StringIO(api.get(f"/{table}.csv").text.removeprefix("\ufeff"))))
    assert listed["total"] == len(listed["items"]) == len(download) > 0
    assert [row["id"] for row in listed["items"]] == [row["id"] for row in download]
    assert set(listed["items"][0]) == set(download[0])


@pytest.mark.parametrize("address", TABLES)
def test_pages_follow_each_other_without_gap_or_repeat(api: TestClient, address: str) -> None:
    """Whatever the size of a page, all of them together are the whole."""
    whole = [row["id"] for row in ask(api, f"/{address}?limit=1000")["items"]]
    for limit in (1, 4, 7):
        walked: list[str] = []
        after: str | None = ""
        while after is not None:
            listed = ask(api, f"/{address}?limit={limit}" + (f"&after={after}" if after else ""))
            walked += [row["id"] for row in listed["items"]]
            after = listed["next"]
        assert walked == whole


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A store with plans on few days, some undated, and warnings of which several are of one day."""
    path = tmp_path_factory.mktemp("plans") / "plans.db"
    with Store(path) as store:
        fill(store, 3)
        store.replace_incidents(map(_plan, range(23)), at=SEEN)
        store.keep_warnings(list(map(_warning, range(17))), change=store.last_change(), method=METHOD)
    return TestClient(create_app(path))


def _plan(n: int) -> Incident:
    day = f"2021-12-{10 + n // 4}" if n % 5 else None
    return Incident(
        id=f"plan{n}", type="AGREE", of="CONSULT", quad="VC", modality="planned", days=(day, day) if day else None, date=day,
        known_on=f"2019-11-{10 + n % 3}",
    )  # fmt: skip


def _warning(n: int) -> EarlyWarning:
    return EarlyWarning(
        kind="rise", raised_on=f"2021-11-{10 + n // 5}", country="COD", admin1=f"Area {n}", actor="rebels", type="ASSAULT",
        observed=9.0, expected=1.0, p=0.001, why="more than usual",
    )  # fmt: skip


@pytest.mark.parametrize("address", ["/calendar", "/calendar?from=2021-12-12", "/warnings", "/warnings?to=2021-11-12"])
def test_plans_and_warnings_are_paged_as_well(planned: TestClient, address: str) -> None:
    """All pages together are the whole, which holds what the page's own download does, and nothing is cut in silence."""
    more = "&" if "?" in address else "?"
    whole = ask(planned, f"{address}{more}limit=1000")
    table, _, words = address[1:].partition("?")
    download = csv.DictReader(io.StringIO(planned.get(f"/{table}.csv?{words}").text.removeprefix("\ufeff")))
    assert whole["total"] == len(whole["items"]) == len(list(download)) > 5 and whole["next"] is None
    for limit in (1, 4, 7):
        walked: list[Any] = []
        after: str | None = ""
        while after is not None:
            listed = ask(planned, f"{address}{more}limit={limit}" + (f"&after={after}" if after else ""))
            assert listed["total"] == whole["total"]
            walked += listed["items"]
            after = listed["next"]
        assert walked == whole["items"]
    assert planned.get(f"{ROOT}/{table}?after=gone").status_code == 404


def test_pages_stay_true_while_reports_come_in(tmp_path: Path) -> None:
    """What arrives on top between two pages neither repeats a row nor hides one."""
    path = tmp_path / "growing.db"
    with Store(path) as store:
        fill(store, 6)
    api = TestClient(create_app(path))
    first = ask(api, "/events?limit=3")
    whole = [row["id"] for row in ask(api, "/events?limit=1000")["items"]]
    with Store(path) as store, store.batch():
        for n in range(50, 54):
            article, found = report(f"new{n}", n)
            store.add(article, found, seen_at=SEEN)
    rest = [row["id"] for row in ask(api, f"/events?limit=1000&after={first['next']}")["items"]]
    kept = [name for name in rest if name in whole]
    assert [row["id"] for row in first["items"]] + kept == whole


def test_an_answer_that_did_not_change_is_not_sent_again(path: Path, api: TestClient) -> None:
    """The ETag holds until the store changes, and then no longer."""
    tag = api.get(f"{ROOT}/status").headers["etag"]
    assert api.get(f"{ROOT}/status", headers={"If-None-Match": tag}).status_code == 304
    with Store(path) as store, store.batch():
        article, found = report("new90", 90)
        store.add(article, found, seen_at=SEEN)
    assert api.get(f"{ROOT}/status", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("address", "code", "why"),
    [
        ("/events?typ=ASSAULT", 400, "Did you mean type?"),
        ("/events?type=WAR", 400, "it is one of AGREE"),
        ("/events?limit=0", 400, "from 1 to 1000"),
        ("/events?limit=1&limit=2", 400, "Give it once"),
        ("/events?from=soon", 400, "First day of the window"),
        ("/events?from=2021-02-29", 400, "not a day"),
        ("/events?after=gone", 404, "Begin again"),
        ("/events/none", 404, "No event has this id"),
        ("/search", 400, "q is missing"),
        ("/relations/COD/COD", 404, "two sides"),
        ("/nothing", 404, "Not Found"),
    ],
)
def test_errors_explain(api: TestClient, address: str, code: int, why: str) -> None:
    """As JSON, with what would do."""
    answer = api.get(ROOT + address)
    assert answer.status_code == code
    assert answer.json()["error"]["code"] == code
    assert why in answer.json()["error"]["why"]


def test_one_thing_names_the_others(api: TestClient) -> None:
    """From an event to its incident and its report, and back."""
    row = ask(api, "/events?limit=1")["items"][0]
    event = ask(api, f"/events/{row['id']}")
    assert event["event"] == row
    if event["incident"] is not None:
        assert row["id"] in [e["id"] for e in ask(api, f"/incidents/{event['incident']}")["events"]]
    assert row in ask(api, f"/reports/{row['article']}")["events"]


def test_private_persons_have_no_address(api: TestClient) -> None:
    """A name that no catalogue or role makes an actor is not found as one."""
    assert api.get(f"{ROOT}/actors/jane-doe").status_code == 404
    assert api.get(f"{ROOT}/presence/jane-doe").status_code == 404


def test_every_address_is_described(api: TestClient) -> None:
    """The document names all there are, each with every way it may answer."""
    document = api.get(f"{ROOT}/openapi.json").json()
    assert len(document["paths"]) == len(ENDPOINTS)
    for operations in document["paths"].values():
        assert {"200", "304", "400", "401", "403", "404", "421", "429"} <= set(operations["get"]["responses"])


def _schema() -> Any:
    """The API over a small store, for the fuzzer; made when the tests are collected, so small and of plain words."""
    import atexit
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with Store(folder / "fuzzed.db") as store:
        fill(store, 3)
    return schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", create_app(folder / "fuzzed.db"))


@_schema().parametrize()
@settings(max_examples=25, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_question_breaks_it(case: Any) -> None:
    """Whatever is asked of whichever address: no error of ours, and no answer that the document does not describe."""
    case.call_and_validate()
