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
def address(sample_store: Path) -> Iterator[str]:
    """The page served on this machine."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        server = uvicorn.Server(uvicorn.Config(create_app(sample_store), log_level="error"))
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
    context.set_default_timeout(8000)
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


def test_send_this_to_a_colleague(page: Any) -> None:
    """Walk 6: the address is the state, and the file holds the rows of the screen."""
    page.goto("/events")
    page.click(".facets a:has-text('attack')")
    page.fill("[name=to]", "2021-10")
    page.click("#asked button")
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
    page.mouse.up()
    page.wait_for_url("**from=*to=*")


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
