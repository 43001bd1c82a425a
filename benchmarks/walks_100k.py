"""The walks of the page in a real browser, over a store of a hundred thousand incidents.

    python benchmarks/walks_100k.py --store /tmp/big.db [--at http://127.0.0.1:8321]

Makes the store where it is not there (some minutes; see big_store.py) and serves a page over it, unless one is already
served at `--at`. Walks as a reader would: how two stand, where a group is, what is planned, how many died, a row that is
not believed, a window sent to a colleague. Prints what each walk took in seconds; ends with 1 where one fails. It decides
about one event and takes that back, so give it a store of its own.
"""

import argparse
import csv
import io
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from big_store import fill

from dateline.web.app import create_app

CHROMIUM = "/usr/bin/chromium"
_ARGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
_PATIENCE_MS = 60_000


def partners(page: Any) -> None:
    """From the start to the sentence that a state stands on, in two clicks; back with the browser's button."""
    page.goto("/")
    page.locator(".pairs .head a").first.click()
    page.locator(".states a.ev").first.click()
    page.wait_for_selector("#drawer .origin blockquote")
    page.go_back()
    assert page.locator(".pairs").count()


def spreading(page: Any) -> None:
    """Areas by month with the coverage under them; one area opened to its incidents and their sentences."""
    group = next(
        r for r in page.request.get("/incidents.json?quad=MX&from=2023-12-01").json() if "front" in str(r["actors"])
    )
    page.goto(f"/actor/{group['actors'].split()[0]}")
    assert page.locator(".verdict b").inner_text() and page.locator(".matrix tfoot td").count()
    page.locator(".matrix tbody th a").first.click()
    page.locator("#main .items .item a.ev").first.click()
    page.wait_for_selector("#drawer .origin blockquote")


def planned(page: Any) -> None:
    """What is announced as of a past day, and what became of it."""
    page.goto("/calendar?as_of=2021-06-01")
    page.locator("#rows tbody a.ev").first.click()
    page.wait_for_selector("#drawer .origin blockquote")
    assert page.locator("#rows .state").count()


def died(page: Any) -> None:
    """The numbers of an incident with their outlets, and the sentence under one."""
    page.goto("/incidents?type=ASSAULT&from=2023-06-01&to=2023-06-07")
    page.locator("#rows tr:has(td[data-label=killed] a) td[data-label=what] a").first.click()
    page.locator("table.tolls tbody a.ev").first.click()
    page.wait_for_selector("#drawer .origin blockquote")


def disbelieved(page: Any) -> None:
    """Rejected by keys, gone at once from the table; undone from the same place."""
    page.goto("/events?type=ASSAULT&from=2023-06-01&to=2023-06-07")
    row = page.locator("#events-rows tbody tr").first
    event, total = row.get_attribute("data-id"), page.inner_text("h1 .on")
    row.locator("a.ev").first.click()
    page.locator(f"#drawer .line[data-event='{event}'] a.wrong").wait_for()
    page.keyboard.press("x")
    page.locator("#drawer .review-box input[name=who]").fill("Ann")
    page.locator("#drawer button[value=reject]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("#drawer .line.rejected .reviewed").wait_for()
    assert page.inner_text("h1 .on") != total
    page.keyboard.press("u")
    page.locator("#drawer form.undo button:focus").wait_for()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(f"#events-rows tr[data-id='{event}']").wait_for()
    assert page.inner_text("h1 .on") == total


def sent(page: Any) -> None:
    """The window is moved in place; the address gives the same rows again, and so does the file."""
    page.goto("/events?type=AID&country=AFG")
    page.locator(".handle[data-end=from]").focus()
    for _ in range(15):
        page.keyboard.press("PageUp")
    page.wait_for_url("**from=*")
    page.goto(page.url)
    shown = page.locator("#events-rows tr[data-id]").evaluate_all("rows => rows.map(r => r.dataset.id)")
    rows = csv.DictReader(io.StringIO(page.request.get(page.url.replace("/events?", "/events.csv?")).text()))
    assert shown and shown == [row["id"] for row in rows][: len(shown)]


WALKS: tuple[Callable[[Any], None], ...] = (partners, spreading, planned, died, disbelieved, sent)


def main() -> int:
    """Serve, walk, tell."""
    parser = argparse.ArgumentParser(description="The walks of the page over 100,000 incidents.")
    parser.add_argument("--store", type=Path, default=Path("/tmp/big.db"))
    parser.add_argument("--at", help="a page that is served already")
    given = parser.parse_args()
    if not given.at and not given.store.exists():
        fill(given.store)
    failed = 0
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=list(_ARGS))
        for walk in WALKS:
            context = browser.new_context(
                viewport={"width": 1280, "height": 900}, base_url=given.at or _serve(given.store)
            )
            context.set_default_timeout(_PATIENCE_MS)
            page = context.new_page()
            begun = time.perf_counter()
            try:
                walk(page)
                says = "walked"
            except Exception as error:
                failed, says = 1, f"STOPPED: {str(error).splitlines()[0]}"
            print(f"{walk.__name__:12} {time.perf_counter() - begun:6.1f} s  {says}", flush=True)
            context.close()
        browser.close()
    return failed


_served: dict[Path, str] = {}


def _serve(store: Path) -> str:
    """The address of a page over a store, begun once."""
    if store not in _served:
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(store), log_level="error"))
        threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
        while not server.started:
            time.sleep(0.05)
        _served[store] = f"http://127.0.0.1:{listening.getsockname()[1]}"
    return _served[store]


if __name__ == "__main__":
    sys.exit(main())
