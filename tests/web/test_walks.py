"""The walks of the page, in a real browser, on a part of the sample."""

import csv
import io
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from dateline.web.app import create_app

CHROMIUM = "/usr/bin/chromium"
_ARGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page served on this machine, over a store of its own: a walk decides in it."""
    store = tmp_path_factory.mktemp("walks") / "sample.db"
    store.write_bytes(sample_store.read_bytes())
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        server = uvicorn.Server(uvicorn.Config(create_app(store), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium; a test without it is skipped aloud."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no /usr/bin/chromium here. On Debian: apt install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is missing: make test installs it")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=list(_ARGS))
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A fresh page; it fails when anything was asked of another machine or the console complained."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address, accept_downloads=True)
    context.set_default_timeout(60_000)  # a slow machine fails no claim
    opened = context.new_page()
    elsewhere: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda r: elsewhere.append(r.url) if not r.url.startswith((address, "data:")) else None)
    opened.on("pageerror", lambda e: complaints.append(str(e)))
    opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    yield opened
    context.close()
    assert not elsewhere and not complaints


def test_are_they_partners(page: Any) -> None:
    """Walk 1: from the start to the sentence that rules partnership out, in two clicks; back with the browser's button."""
    page.goto("/")
    page.click(".pairs a:has-text('United States and Taliban')")
    page.click("tr:has(th:text-is('partnership')) a.ev")
    assert "ruled out cooperation" in page.inner_text("#drawer .origin blockquote")
    assert "Meridian Wire" in page.inner_text("#drawer .over")
    assert page.locator("#drawer .m-act").first.inner_text()
    page.go_back()
    assert page.url.endswith("/") and page.locator("h1:has-text('How things stand')").count()


def test_where_is_it_and_is_it_spreading(page: Any) -> None:
    """Walk 2: areas by month with the coverage under them; one area opened to its sentences."""
    page.goto("/actor/isis-k")
    assert page.locator(".verdict b").inner_text()
    assert page.locator(".matrix thead th").count() >= 4
    assert "reports read" in page.inner_text(".matrix tfoot")
    page.locator(".matrix tbody a.ev").first.click()
    page.wait_for_selector("#drawer .origin blockquote")
    page.locator(".matrix tbody th a").first.click()
    assert "/place/" in page.url and page.locator("h1").inner_text()


def test_what_is_planned_next_week(page: Any) -> None:
    """Walk 3: talks ahead, with who and where and their sentence; later, what became of earlier ones."""
    page.goto("/calendar?as_of=2021-11-24")
    row = page.locator("tr:has-text('week of 29 Nov 2021')")
    said = row.inner_text()
    for word in ("talks", "United States", "Taliban", "Qatar", "ahead", "next week"):
        assert word in said
    page.goto("/calendar?as_of=2021-12-20")
    page.locator("tr:has-text('9 Oct 2021') .state", has_text="held").first.click()
    assert "/incident/" in page.url and page.locator(".origin blockquote").count()


def test_how_many_died(page: Any) -> None:
    """Walk 4: the numbers side by side with their outlets."""
    page.goto("/incidents?from=2021-10-08&to=2021-10-08&type=ASSAULT")
    page.locator("#rows tr:has(td[data-label='killed'] a):has-text('Kunduz') td[data-label='what'] a").first.click()
    rows = page.locator("table.tolls tbody tr")
    assert rows.count() >= 2
    outlets = page.locator("table.tolls tbody th").all_inner_texts()
    assert {"Meridian Wire", "Khyber Observer"} <= set(outlets)
    page.locator("table.tolls tbody a.ev").first.click()
    page.wait_for_selector("#drawer .origin blockquote")


def test_i_do_not_believe_that_row(page: Any) -> None:
    """Walk 5: rejected in two keys, gone everywhere at once, undone in two from the same place, on record."""
    page.goto("/events?type=ASSAULT")
    row = page.locator("#events-rows tbody tr").first
    event = row.get_attribute("data-id")
    total = page.inner_text("h1 .on")
    row.locator("a.ev").first.click()
    line = page.locator(f"#drawer .line[data-event='{event}']")
    line.locator("a.wrong").wait_for()
    page.keyboard.press("x")
    page.locator("#drawer .review-box").wait_for()
    page.locator("#drawer input[name=who]").fill("Ann")  # once: the name is kept
    page.locator("#drawer button[value=reject]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("#drawer .line.rejected .reviewed").wait_for()
    assert "by Ann" in page.locator("#drawer .line.rejected .reviewed").inner_text()
    assert not page.locator(f"#events-rows tr[data-id='{event}']").count() and page.inner_text("h1 .on") != total
    assert event not in page.request.get("/events.csv").text()
    assert event not in page.request.get("/incidents.json").text()
    page.keyboard.press("u")
    page.locator("#drawer .review-box form.undo button:focus").wait_for()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(f"#events-rows tr[data-id='{event}']").wait_for()
    assert page.inner_text("h1 .on") == total
    page.goto("/review")
    log = page.inner_text("#log")
    assert "Ann" in log and "reject" in log and "undone by" in log


def test_a_fix_and_an_accept_by_keys(page: Any) -> None:
    """Once the name is known it is two keys; a fix is seen in the row at once, with who set it."""
    page.goto("/review/event/" + page.request.get("/events.json?type=ASSAULT").json()[0]["id"])
    page.fill("main input[name=who]", "Ben")
    with page.expect_navigation():
        page.click("main button[value=accept]")
    page.goto("/events?type=ASSAULT")
    row = page.locator("#events-rows tbody tr:not(:has(.reviewed))").first
    event = row.get_attribute("data-id")
    row.locator("a.ev").first.click()
    page.locator(f"#drawer .line[data-event='{event}'] a.wrong").wait_for()
    page.keyboard.press("a")
    page.locator("#drawer button[value=accept]:focus").wait_for()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "accepted by Ben" in page.locator(f"#events-rows tr[data-id='{event}'] .reviewed").inner_text()
    page.locator("#drawer .line .reviewed").wait_for()
    page.keyboard.press("e")
    page.locator("#drawer details[open] select[name=type]:focus").wait_for()
    page.locator("#drawer input[name=date]").fill("2021-10-02")
    with page.expect_navigation():
        page.locator("#drawer button[value=fix]").click()
    said = page.locator(f"#events-rows tr[data-id='{event}']").inner_text()
    assert "fixed by Ben" in said and "2 Oct 2021" in said
    page.keyboard.press("?")
    assert "undo what was decided" in page.inner_text("#keys")


def test_deciding_works_without_script(browser: Any, address: str) -> None:
    """The same by links and buttons alone."""
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/evidence?type=PROTEST")
    page.goto("/evidence?type=ASSAULT")
    page.locator("a.wrong").last.click()
    page.fill("main input[name=who]", "Cy")
    page.click("main button[value=reject]")
    assert "/evidence" in page.url
    page.goto("/review")
    page.locator("#log form.undo button").first.click()
    assert "undone by" in page.inner_text("#log li:nth-child(2)")
    context.close()


def test_send_this_to_a_colleague(page: Any) -> None:
    """Walk 6: the address is the state, and the file holds the rows of the screen."""
    page.goto("/events")
    page.click(".facets a:has-text('attack')")
    page.wait_for_url("**type=ASSAULT**")
    page.fill("[name=to]", "2021-10")
    page.click("#asked button")
    page.wait_for_url("**to=2021-10**")
    shown = page.locator("tbody tr[data-id]").evaluate_all("rows => rows.map(r => r.dataset.id)")
    assert shown and "type=ASSAULT" in page.url and "to=2021-10" in page.url
    with page.expect_download() as saved:
        page.click(".downloads a:text-is('CSV')")
    rows = list(csv.DictReader(io.StringIO(Path(saved.value.path()).read_text(encoding="utf-8"))))
    assert [row["id"] for row in rows] == shown
    colleague = page.context.new_page()
    colleague.goto(page.url)
    assert colleague.locator("tbody tr[data-id]").evaluate_all("rows => rows.map(r => r.dataset.id)") == shown


def test_the_drawer_by_keys(page: Any) -> None:
    """Arrows walk from figure to figure, Enter opens, Escape closes and leads back, a question mark lists the keys."""
    page.goto("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer:not([hidden]) blockquote")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("a.ev.open:focus")
    figure = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Escape")
    assert page.locator("#drawer").is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('href')") == figure
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()


def test_the_drawer_covers_nothing_that_was_clicked(page: Any) -> None:
    """Beside it on a desk, under it on a phone."""
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto("/pair/USA/taliban")
        link = page.locator(".states a.ev").first
        link.click()
        page.wait_for_selector("#drawer:not([hidden]) blockquote")
        box, sheet = link.bounding_box(), page.locator("#drawer").bounding_box()
        assert box["x"] + box["width"] <= sheet["x"] or box["y"] + box["height"] <= sheet["y"]


def test_dragging_the_ruler_sets_the_window(page: Any) -> None:
    """Over two weeks or more; the map and table follow, because the address does."""
    page.goto("/events")
    bars = page.locator("[data-ruler]").bounding_box()
    page.mouse.move(bars["x"] + bars["width"] * 0.3, bars["y"] + 20)
    page.mouse.down()
    page.mouse.move(bars["x"] + bars["width"] * 0.45, bars["y"] + 20, steps=4)
    page.mouse.move(bars["x"] + bars["width"] * 0.6, bars["y"] + 20, steps=4)
    assert "2021" in page.inner_text(".ruler output")  # the window is told while it is dragged
    page.mouse.up()
    page.wait_for_url("**from=*to=*")


def test_the_window_moves_in_place_by_keys_too(page: Any) -> None:
    """The ends of the window are sliders; the page is not left, map and rows follow, and back brings them again."""
    page.goto("/events")
    page.evaluate("window.isSame = true")
    total, rows = page.inner_text("h1 .on"), page.locator("#events-rows tbody tr").count()
    page.locator(".handle[data-end=to]").focus()
    for _ in range(3):
        page.keyboard.press("PageDown")
    page.wait_for_url("**to=*")
    page.wait_for_function("total => document.querySelector('h1 .on').textContent !== total", arg=total)
    assert page.evaluate("window.isSame && document.activeElement.dataset.end") == "to"
    assert page.locator("#events-rows tbody tr").count() < rows
    assert page.locator("#asked [name=to]").input_value() in page.url
    page.go_back()
    page.wait_for_function("total => document.querySelector('h1 .on').textContent === total", arg=total)
    assert "to=" not in page.url and page.evaluate("window.isSame")


@pytest.mark.parametrize(
    "path", ["/", "/pair/USA/taliban", "/actor/isis-k", "/events", "/incidents", "/statements", "/calendar", "/sources"]
)
def test_nothing_runs_out_of_a_phone(page: Any, path: str) -> None:
    """At 390 pixels nothing is wider than the screen."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_script_figures_are_links(browser: Any, address: str) -> None:
    """Everything is reachable as linked pages and tables."""
    context = browser.new_context(java_script_enabled=False, base_url=address)
    plain = context.new_page()
    plain.goto("/")
    plain.locator(".pairs .facets-line a.ev").first.click()
    assert "/evidence?" in plain.url and plain.locator(".origin blockquote").count()
    context.close()


def test_nothing_serious_stands_in_anyones_way(page: Any) -> None:
    """Axe finds nothing serious or critical for screen readers and keyboards, light and dark, with the drawer open too."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is missing: make test installs it"
    ).Axe()
    found = []
    for path in ("/", "/pair/USA/taliban", "/actor/isis-k", "/events", "/sources", "/calendar", "/review"):
        page.emulate_media(color_scheme="light")
        page.goto(path)
        if path == "/pair/USA/taliban":
            page.locator("main a.ev:visible").first.click()
            page.wait_for_selector("#drawer .origin")
        rounds = [axe.run(page, options={"resultTypes": ["violations"]})]
        page.emulate_media(color_scheme="dark")
        rounds.append(axe.run(page, options={"runOnly": ["color-contrast"], "resultTypes": ["violations"]}))
        found += [
            (path, wrong["id"], wrong["nodes"][0]["html"][:120])
            for seen in rounds
            for wrong in seen.response["violations"]
            if wrong["impact"] in ("serious", "critical")
        ]
    assert not found
