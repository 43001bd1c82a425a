"""Review on the page: without script, from our own pages only, seen at once everywhere, undone from the same place."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from lxml import html
from starlette.testclient import TestClient

from dateline.store import EventFilter, Store
from dateline.web.app import create_app

SEEN = "2026-11-22T12:00:00+00:00"
SENT = {"Sec-Fetch-Site": "same-origin", "Origin": "null", "Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def path(tmp_path: Path, sample_store: Path) -> Path:
    """A part of the sample, to decide in."""
    copied = tmp_path / "s.db"
    copied.write_bytes(sample_store.read_bytes())
    return copied


@pytest.fixture
def desk(path: Path) -> Iterator[TestClient]:
    """The page over it."""
    with TestClient(create_app(path), follow_redirects=False) as client:
        yield client


def event_of(desk: TestClient, kind: str = "ASSAULT", nth: int = 0) -> str:
    """The id of an event that stands."""
    return str(desk.get(f"/events.json?type={kind}").json()[nth]["id"])


def fields(page: str, action: str) -> dict[str, str]:
    """What the form with this address would send as it stands."""
    (form,) = [f for f in html.fromstring(page).forms if f.action == action and f.method == "POST"]
    return dict(form.form_values())


def decide(desk: TestClient, event: str, decision: str, **more: str) -> str:
    """Fill in the form of an event and send it; the page that it leads to."""
    action = f"/review/event/{event}"
    form = fields(desk.get(action).text, action)
    answer = desk.post(action, content=urlencode({**form, "who": "Ann", "decision": decision, **more}), headers=SENT)
    assert answer.status_code == 303, answer.text
    return str(desk.get(answer.headers["location"]).text)


def undo(desk: TestClient, event: str) -> None:
    """Press the button that takes back what was decided of an event."""
    page = desk.get(f"/review/event/{event}").text
    action = re.search(r"/review/undo/\d+", page)
    assert action is not None
    form = fields(page.split("<section", 1)[0], action[0])
    assert desk.post(action[0], content=urlencode({**form, "who": "Ann"}), headers=SENT).status_code == 303


def figures(desk: TestClient) -> list[str]:
    """What every way out says."""
    paths = ("/events.json", "/events.csv", "/incidents.json", "/calendar.json", "/warnings.json", "/events.geojson")
    return [desk.get(path).text for path in paths]


def test_rejected_is_gone_everywhere_and_comes_back(desk: TestClient) -> None:
    """From tables, downloads, incidents and counts; struck where it was decided; undone, all is as it was."""
    before, event = figures(desk), event_of(desk)
    assert "wrong?" in desk.get(f"/evidence?event={event}&part=1").text
    decide(desk, event, "reject", why="a drill")
    assert all(event not in text for text in figures(desk))
    part = desk.get(f"/evidence?event={event}&part=1").text
    assert "rejected" in part and "by Ann" in part and "a drill" in part and "change or undo" in part
    assert event in desk.get("/events.json?as_of=2021-12-01").text, "what was known then is as it was"
    undo(desk, event)
    assert figures(desk) == before
    log = desk.get("/review").text
    assert "a drill" in log and "undone by" in log


def test_a_fix_is_seen_and_says_by_whom(desk: TestClient) -> None:
    """In the table, its download, the drawer and the report, with what the machine had read."""
    event = event_of(desk)
    decide(desk, event, "fix", date="2021-11-25", type="COERCE", why="arrests")
    (row,) = [r for r in desk.get("/events.json").json() if r["id"] == event]
    assert (row["type"], row["date"], row["quad"]) == ("COERCE", "2021-11-25", "MX")
    assert re.fullmatch(r"fixed by Ann on \d{4}-\d\d-\d\d", row["coded"])
    others = [r["coded"] for r in desk.get("/events.json").json() if r["id"] != event]
    assert set(others) == {"machine"}
    table = html.fromstring(desk.get("/events").text)
    marked = table.xpath("//tr[@data-id][.//*[contains(@class, 'reviewed')]]/@data-id")
    assert marked in ([event], [])  # on the first page of the table, or not
    for page in (f"/evidence?event={event}&part=1", f"/article/{row['article'].replace('/', '%2F')}"):
        text = desk.get(page).text
        assert "fixed" in text and "by Ann" in text and "arrests" in text and "ASSAULT" in text


def test_the_name_is_typed_once(desk: TestClient) -> None:
    """It is kept in a cookie that no script reads, and stands beside every decision."""
    event = event_of(desk)
    assert 'name="who"' in desk.get(f"/review/event/{event}").text
    action = f"/review/event/{event}"
    form = fields(desk.get(action).text, action)
    refused = desk.post(action, content=urlencode({**form, "decision": "accept"}), headers=SENT)
    assert refused.status_code == 400 and "Who decides" in refused.text
    decide(desk, event, "accept")
    assert "Goes on record as Ann" in desk.get(f"/review/event/{event}").text
    answer = desk.get("/review")
    assert all("HttpOnly" in c and "SameSite=strict" in c for c in answer.headers.get_list("set-cookie"))


@pytest.mark.parametrize(
    ("headers", "spoil"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, {}),
        ({"Sec-Fetch-Site": "same-site"}, {}),
        ({"Sec-Fetch-Site": "none"}, {}),
        ({"Origin": "http://evil.example"}, {}),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver.evil.example"}, {}),
        ({"Origin": "null"}, {}),
        ({}, {}),
        ({"Sec-Fetch-Site": "same-origin", "Host": "rebound.example:8321"}, {}),
        (SENT, {"token": "0" * 64}),
        (SENT, {"token": ""}),
    ],
)
def test_a_form_from_elsewhere_is_refused(
    desk: TestClient, path: Path, headers: dict[str, str], spoil: dict[str, str]
) -> None:
    """Another site, another name for this machine, a guessed token: refused, and nothing is on record."""
    event = event_of(desk)
    action = f"/review/event/{event}"
    form = {**fields(desk.get(action).text, action), "who": "Eve", "decision": "reject", **spoil}
    body, plain = urlencode(form), {"Content-Type": SENT["Content-Type"]}
    assert desk.post(action, content=body, headers={**plain, **headers}).status_code in (403, 421)
    with Store(path, readonly=True) as store:
        assert not store.corrections() and store.event(event) is not None


def test_every_form_that_changes_something_is_guarded(desk: TestClient) -> None:
    """Taken from the list of routes, so that a new one is included: without a token each is refused."""
    posting = [r.path for r in _routes(desk.app) if "POST" in (getattr(r, "methods", None) or ())]
    ours = [p for p in posting if p.startswith("/review")]
    assert len(ours) >= 3
    for path in ours:
        address = re.sub(r"\{kind\}", "incident", re.sub(r"\{number\}", "1", path))
        answer = desk.post(re.sub(r"\{\w+\}", "x", address), content="", headers=SENT)
        assert answer.status_code == 403, path


def _routes(app: object) -> list[object]:
    found: list[object] = []
    for route in getattr(app, "routes", ()):
        inner = getattr(route, "original_router", None)
        found += _routes(inner) if inner is not None else [route]
    return found


def test_a_form_leads_back_to_a_page_of_ours_only(desk: TestClient) -> None:
    """Whatever address a form names."""
    for nth, back in enumerate(("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:1")):
        event = event_of(desk, nth=nth)
        action = f"/review/event/{event}"
        form = {**fields(desk.get(action).text, action), "who": "Ann", "decision": "accept", "back": back}
        answer = desk.post(action, content=urlencode(form), headers=SENT)
        assert answer.headers["location"] == action


def test_what_people_write_is_only_ever_text(desk: TestClient) -> None:
    """A reason or a name with markup in it is shown as it was typed."""
    event = event_of(desk)
    decide(desk, event, "accept", who="<b onclick=x>Ann</b>", why="<script>alert(1)</script>")
    for page in ("/review", f"/review/event/{event}", f"/evidence?event={event}", "/events"):
        text = desk.get(page).text
        assert "<script>alert" not in text and "<b onclick" not in text


def test_no_private_person_becomes_an_actor(desk: TestClient, path: Path) -> None:
    """The form refuses a name that no report speaks of as an actor, says why, and offers none."""
    event = event_of(desk)
    action = f"/review/event/{event}"
    page = desk.get(action).text
    form = {**fields(page, action), "who": "Ann", "decision": "fix", "target": "Maria Lindt"}
    answer = desk.post(action, content=urlencode(form), headers=SENT)
    assert answer.status_code == 400 and "private person" in answer.text
    with Store(path, readonly=True) as store:
        assert not store.corrections() and store.actor("maria-lindt") is None
        offered = set(html.fromstring(page).xpath("//datalist[starts-with(@id, 'actors')]/option/@value"))
        assert offered and all(store.actor(name) is not None for name in offered)


def test_a_place_shown_by_area_stays_so(desk: TestClient, path: Path) -> None:
    """The form does not name the town, and setting another part does not free it."""
    with Store(path, readonly=True) as store:
        attacks = store.events(EventFilter(type="ASSAULT"))
        clinic = next(e.id for e in attacks if "hospital" in e.evidence.words and e.place is not None)
    assert fields(desk.get(f"/review/event/{clinic}").text, f"/review/event/{clinic}")["place"] == "="
    decide(desk, clinic, "fix", type="CONSULT", target="taliban", place="=")
    (row,) = [r for r in desk.get("/events.json").json() if r["id"] == clinic]
    assert (row["type"], row["place"], row["lat"]) == ("CONSULT", None, None) and row["country"] == "AFG"


def test_a_join_is_shown_before_it_is_made(desk: TestClient, path: Path) -> None:
    """The preview says what would change and changes nothing; sent, it is so, and says by whom; undone, as before."""
    found = desk.get("/incidents.json?type=ASSAULT").json()
    one = found[0]["id"]
    other = next(r["id"] for r in found if r["first"] != found[0]["first"])
    before = figures(desk)
    action = f"/review/incident/{one}"
    preview = desk.get(f"{action}?join={other}").text
    assert "What would change" in preview and figures(desk) == before
    form = fields(preview, action)
    assert desk.post(action, content=urlencode({**form, "who": "Ann"}), headers=SENT).status_code == 303
    with Store(path, readonly=True) as store:
        (joined,) = [i for i in store.incidents() if i.review is not None]
        assert joined.review is not None and joined.review.says.startswith("joined by Ann")
    page = desk.get(f"/incident/{joined.id}").text
    assert "joined" in page and "by Ann" in page and "one happening" in page
    assert "joined" in desk.get("/incidents?type=ASSAULT").text
    log = desk.get("/review").text
    form = fields(log, "/review/undo/1")
    assert desk.post("/review/undo/1", content=urlencode(form), headers=SENT).status_code == 303
    assert figures(desk) == before


def test_a_split_is_shown_before_it_is_made(desk: TestClient) -> None:
    """Splitting takes some sentences and leaves some; what cannot be split is explained."""
    many = next(r for r in desk.get("/incidents.json").json() if len(r["events"].split()) > 1)
    action = f"/review/incident/{many['id']}"
    preview = desk.get(f"{action}?split={many['events'].split()[0]}").text
    assert "What would change" in preview
    whole = "&".join(f"split={event}" for event in many["events"].split())
    assert desk.get(f"{action}?{whole}").status_code == 400


def test_a_story_is_split_with_a_preview(desk: TestClient) -> None:
    """The same for reports of a story."""
    rows = desk.get("/sources.json").json()
    story = next(r["story"] for r in rows if sum(r["story"] == other["story"] for other in rows) > 1)
    (first, *_rest) = [r["id"] for r in rows if r["story"] == story]
    action = f"/review/story/{story}"
    preview = desk.get(f"{action}?split={first}").text
    assert "What would change" in preview
    form = fields(preview, action)
    assert desk.post(action, content=urlencode({**form, "who": "Ann"}), headers=SENT).status_code == 303
    assert len({r["story"] for r in desk.get("/sources.json").json()}) == len({r["story"] for r in rows}) + 1
    assert "two happenings" in desk.get("/review").text


def test_the_queue_has_reasons_and_loses_what_was_reviewed(desk: TestClient) -> None:
    """Each line says why it is worth a look; a reviewed one is gone."""
    queue = html.fromstring(desk.get("/review").text)
    first, *_rest = queue.xpath("//ol[contains(@class, 'queue')]/li/@data-event")
    assert all(reason.strip() for reason in queue.xpath("//span[@class='reasons']/text()"))
    decide(desk, first, "accept")
    again = html.fromstring(desk.get("/review").text)
    assert first not in again.xpath("//ol[contains(@class, 'queue')]/li/@data-event")


def test_what_is_not_there_is_explained(desk: TestClient) -> None:
    """Unknown events, incidents, stories and decisions."""
    for path in ("/review/event/none", "/review/incident/none", "/review/story/none"):
        assert desk.get(path).status_code == 404
    event = event_of(desk)
    action = f"/review/event/{event}"
    form = {**fields(desk.get(action).text, action), "who": "Ann"}
    assert desk.post(action, content=urlencode({**form, "decision": "burn"}), headers=SENT).status_code == 400
    assert desk.post("/review/undo/99", content=urlencode(form), headers=SENT).status_code == 400


def test_a_statement_is_fixed_rejected_and_brought_back(desk: TestClient) -> None:
    """Speaker and stance are set from the drawer's form; the row and its file say by whom; rejected it is gone; undone it is back."""
    first = desk.get("/statements.json").json()[0]["id"]
    action = f"/review/statement/{first}"
    assert f'data-review="{first}"' in desk.get(f"/evidence?statement={first}&part=1").text
    form = {**fields(desk.get(f"{action}?part=1").text, action), "who": "Ann", "why": "misread"}
    sent = urlencode({**form, "decision": "fix", "stance": "denied"})
    assert desk.post(action, content=sent, headers=SENT).status_code == 303
    (row,) = [r for r in desk.get("/statements.json?stance=denied").json() if r["id"].startswith(first)]
    assert re.fullmatch(r"fixed by Ann on \d{4}-\d\d-\d\d", row["coded"])
    assert "fixed" in desk.get("/statements?stance=denied").text
    drawer = desk.get(f"/evidence?statement={row['id']}&part=1").text
    assert "by Ann" in drawer and "misread" in drawer and "change or undo" in drawer
    assert desk.post(action, content=urlencode({**form, "decision": "reject"}), headers=SENT).status_code == 303
    assert first not in desk.get("/statements.csv").text
    assert "rejected" in desk.get(f"/evidence?statement={first}&part=1").text
    assert "misread" in desk.get("/review").text and action in desk.get("/review").text
    for _ in range(2):
        number = re.search(r"/review/undo/(\d+)", desk.get(action).text)
        assert number is not None
        again = fields(desk.get(action).text.split("<section", 1)[0], number[0])
        assert desk.post(number[0], content=urlencode({**again, "who": "Ann"}), headers=SENT).status_code == 303
    assert desk.get("/statements.json").json()[0]["id"] == first
