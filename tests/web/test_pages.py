"""Every page answers, every link leads somewhere, every figure has its sentence, and no report's words become markup."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html
from starlette.testclient import TestClient

from dateline.store import Store
from dateline.web.app import create_app

from .conftest import SEEN, fill, report

PAGES = (
    "/", "/?map=world", "/?as_of=2021-11-12", "/?from=2021-11-05&to=2021-11-20", "/pair/COD/north-front",
    "/actor/north-front", "/actor/COD", "/place/COD", "/place/COD/Nord-Kivu", "/incident/i0-0", "/story/story-r1",
    "/review", "/article/r1", "/article/..%2F..%2Fetc%2Fpasswd", "/events", "/statements", "/incidents", "/sources", "/calendar",
    "/calendar?as_of=2021-11-20", "/warnings", "/search?q=barracks", "/search", "/about", "/evidence?type=ASSAULT",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers(small: TestClient, path: str) -> None:
    """Each address of the page has an answer, under 250 KB without the map."""
    answer = small.get(path)
    assert answer.status_code == 200
    without_map = re.sub(r"<figure class=\"map\">.*?</figure>", "", answer.text, flags=re.S)
    assert len(without_map.encode()) < 250_000


@pytest.mark.parametrize("path", PAGES)
def test_the_words_of_reports_never_become_markup(small: TestClient, path: str) -> None:
    """No script but ours, no handler, no style in the page, no link to anything but a page or a report's address."""
    tree = html.fromstring(small.get(path).text)
    assert [s.get("src") for s in tree.iter("script")] == ["/static/desk.js", "/static/review.js"]
    assert not list(tree.iter("img", "iframe", "object", "embed", "style"))
    for element in tree.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        for link in (element.get("href"), element.get("src"), element.get("action")):
            assert link is None or link.startswith(("/", "#", "?", "https://www.geonames.org/"))


@pytest.mark.parametrize("path", ["/", "/nothing", "/events.csv", "/static/desk.css", "/evidence?event=x&part=1"])
def test_the_browser_is_told_to_take_nothing_from_elsewhere(small: TestClient, path: str) -> None:
    """Every answer, errors and files too, carries the policy."""
    headers = small.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_every_link_leads_somewhere(small: TestClient) -> None:
    """From the start page two links deep, nothing is missing."""
    seen: set[str] = set()
    ahead = ["/"]
    for depth in range(3):
        found: list[str] = []
        for path in ahead:
            if path in seen or len(seen) > 130:
                continue
            seen.add(path)
            answer = small.get(path)
            assert answer.status_code == 200, path
            if depth < 2 and answer.headers["content-type"].startswith("text/html"):
                tree = html.fromstring(answer.text)
                hrefs = [urljoin(path, a.get("href")) for a in tree.iter("a") if a.get("href")]
                found += [h.split("#")[0] for h in hrefs if h.startswith("/")]
        ahead = list(dict.fromkeys(found))
    assert len(seen) > 100


@pytest.mark.parametrize("path", ["/", "/pair/COD/north-front", "/actor/north-front", "/place/COD", "/incident/i3-1"])
def test_every_figure_has_its_sentence(small: TestClient, path: str) -> None:
    """What opens the drawer opens at least one sentence."""
    tree = html.fromstring(small.get(path).text)
    figures = list(dict.fromkeys(a.get("href") for a in tree.iter("a") if "ev" in (a.get("class") or "").split()))
    assert figures
    for href in figures[:60]:
        part = small.get(href + "&part=1")
        assert "<blockquote" in part.text, href


def test_the_drawer_is_a_page_for_who_has_no_script(small: TestClient) -> None:
    """The same address gives a whole page, or the part that the drawer shows."""
    whole, part = small.get("/evidence?type=ASSAULT"), small.get("/evidence?type=ASSAULT&part=1")
    assert "<html" in whole.text and "<html" not in part.text


def test_copies_are_folded_into_their_origin(small: TestClient) -> None:
    """A reprint is told beside its origin and never counted as another."""
    ids = [row["id"] for row in small.get("/events.json?type=ASSAULT").json() if row["article"] in ("r1", "r2")]
    part = small.get("/evidence?part=1&" + "&".join(f"event={i}" for i in ids)).text
    assert "1 independent origin" in part and "Also printed by" in part


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("/actor/some-private-person", 404, "Private persons have none"),
        ("/incident/none", 404, "No incident has this id"),
        ("/place/ZZZ", 404, "is no state"),
        ("/events?from=tomorrow", 400, "not a day"),
        ("/events?page=0", 400, "numbered from 1"),
        ("/articles.exe", 404, "No such file"),
        ("/nowhere/at/all", 404, "no such page"),
    ],
)
def test_what_is_not_there_is_explained(small: TestClient, path: str, code: int, words: str) -> None:
    """An error says what happened and what to do."""
    answer = small.get(path)
    assert answer.status_code == code
    assert words in answer.text.replace("&#39;", "'")


@pytest.mark.parametrize(
    "path", ["/", "/events", "/statements", "/incidents", "/calendar", "/warnings", "/sources", "/search?q=x", "/about"]
)
def test_an_empty_store_explains_itself(empty: TestClient, path: str) -> None:
    """Pages without rows say what was looked at and what would fill them."""
    answer = empty.get(path)
    assert answer.status_code == 200
    if path not in ("/about", "/sources"):
        assert "Looked at" in answer.text or "Too early" in answer.text


def test_machine_coded_is_said_on_every_page(small: TestClient) -> None:
    """With the coder's version and the day it ran."""
    for path in ("/", "/events", "/article/r1", "/about"):
        text = small.get(path).text
        assert "Machine-coded." in text and "coder 7" in text and "22 Nov 2026" in text


def test_as_of_leaves_out_what_was_not_known(small: TestClient) -> None:
    """A page as of a day holds only reports out by then."""
    rows = small.get("/events.json?as_of=2021-11-06").json()
    assert rows and all(row["known_on"] <= "2021-11-06" for row in rows)


def test_without_machine_translations_nothing_translated_is_left(small: TestClient) -> None:
    """`mt=no` is kept in the links and obeyed by the rows."""
    assert not any(row["machine_translated"] for row in small.get("/events.json?mt=no").json())
    assert "mt=no" in small.get("/events?mt=no").text


def test_versions_of_a_report_show_what_changed(tmp_path: Path) -> None:
    """Sentences taken out and put in, newest version first; a report with one text says nothing of versions."""
    first, found = report("r1", 1, hostile="The toll stood at nine.", url="https://a.example/1")
    second, again = report("r1", 1, hostile="The toll stands at ten.", url="https://a.example/1")
    with Store(tmp_path / "versions.db") as store:
        store.add(first, found, seen_at=SEEN)
        store.add(second, again, seen_at="2026-11-22T18:00:00+00:00")
    client = TestClient(create_app(tmp_path / "versions.db"))
    text = client.get("/article/r1").text
    assert "What changed in it" in text
    assert re.search(r"<del>[^<]*stood at nine", text) and re.search(r"<ins>[^<]*stands at ten", text)


def test_a_report_whose_text_was_let_go_says_so(tmp_path: Path) -> None:
    """When, by which rule, and what stays: the sentences of what was found in it."""
    with Store(tmp_path / "s.db") as store:
        fill(store, 4)
        before = TestClient(create_app(tmp_path / "s.db")).get("/article/r1").text
        store.purge_texts(before="2021-11-20", who="keeper", at=SEEN)
    page = TestClient(create_app(tmp_path / "s.db")).get("/article/r1").text
    assert "kept until 22 Nov 2026" in page and "from before 20 Nov 2021" in page and "kept until" not in before
    paper = re.sub(r"<[^>]+>", "", page.split('class="found"')[0])
    assert "shelled a barracks" in paper and "will meet" in paper


def test_a_question_that_cannot_be_read_leads_back_to_the_page(small: TestClient) -> None:
    """The same page without what was wrong in its address is one click away."""
    page = small.get("/events?from=soon")
    assert page.status_code == 400 and 'href="/events"' in page.text.split("<main")[1].split("</main>")[0]
