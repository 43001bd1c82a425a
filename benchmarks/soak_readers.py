"""One reader of the page, as a person is: opens something, looks at it for a while, follows a link, takes a file along.

Each is a process of its own with one kept connection, as a browser has. What it asks is chosen by chance among the kinds
of address that the page before linked to, so that rare pages are read as often as common ones; now and then a table as of
a past day, a drawer, a download, an address of the API. Each answer becomes a line of a file: second, route, status,
milliseconds, bytes.
"""

import gzip
import http.client
import random
import re
import time
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlsplit

STARTS = (
    "/", "/events", "/statements", "/incidents", "/sources", "/calendar", "/warnings", "/about", "/review", "/health",
    "/actor/taliban", "/actor/USA", "/place/AFG", "/pair/USA/taliban", "/search?q=market+fighting", "/?lang=de",
)  # fmt: skip
FILES = ("events.csv", "incidents.csv", "statements.csv", "sources.csv", "calendar.csv", "warnings.csv", "events.json",
         "incidents.geojson", "events.parquet", "incidents.hxl", "events.csv.notes", "events.stix", "events.ftm",
         "incidents.prov", "incidents.acled", "incidents.gdelt", "events.polecat", "incidents.ucdp", "statements.jsonl")  # fmt: skip
API = ("events", "statements", "incidents", "reports", "calendar", "warnings", "actors/taliban", "presence/taliban",
       "relations/USA/taliban", "search?q=police", "changes", "status", "openapi.json")  # fmt: skip
_LINK = re.compile(r'href="(/[^"#]*)')
_WHOLE = re.compile(r"/(static|api/v1/[a-z]+|[a-z]+\.[a-z]+(?:\.notes)?|review/[a-z]+|[a-z.]+)")


def route_of(address: str) -> str:
    """The kind of an address: what stands before its first name."""
    path, _, query = address.partition("?")
    if path == "/":
        return "/"
    found = _WHOLE.match(path)
    kind = found[0] if found else path
    if kind == "/place" and path.count("/") > 2:
        kind = "/place/area"
    return kind + ("?part" if "part=" in query else "")


def read(port: int, seed: int, until: float, log: Path, pause: tuple[float, float]) -> None:
    """Read until a moment of `time.time`; pauses are chosen evenly from a range of seconds."""
    dice = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    address, links = "/", []
    time.sleep(dice.uniform(0, pause[1]))
    with log.open("w", buffering=1) as out:
        while time.time() < until:
            began = time.time()
            clock = time.monotonic()
            try:
                status, kind, body = _ask(connection, address)
            except (OSError, http.client.HTTPException) as error:
                status, kind, body = 0, "", b""
                address = f"{address} {type(error).__name__}"
                connection.close()
            took = (time.monotonic() - clock) * 1000
            out.write(f"{began:.1f}\t{route_of(address)}\t{status}\t{took:.1f}\t{len(body)}\t{address}\n")
            if "html" in kind and status == 200:
                links = [unescape(link) for link in _LINK.findall(body.decode("utf-8", "replace"))]
            address = _next(dice, links)
            time.sleep(max(0.0, min(dice.uniform(*pause), until - time.time())))
    connection.close()


def _ask(connection: http.client.HTTPConnection, address: str) -> tuple[int, str, bytes]:
    """Status, kind and body; asked once more where a connection that had rested was closed meanwhile, as browsers do."""
    for is_kept in (connection.sock is not None, False):
        try:
            connection.request("GET", address, headers={"Accept-Encoding": "gzip", "Connection": "keep-alive"})
            answer = connection.getresponse()
            break
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            connection.close()
            if not is_kept:
                raise
    body = answer.read()
    if answer.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return answer.status, answer.headers.get("Content-Type", ""), body


def _next(dice: random.Random, links: list[str]) -> str:
    chance = dice.random()
    if chance < 0.05:
        return f"/{dice.choice(FILES)}"
    if chance < 0.15:
        return f"/api/v1/{dice.choice(API)}"
    if chance < 0.30 or not links:
        address = dice.choice(STARTS)
    else:
        by_route: dict[str, list[str]] = {}
        for link in links:
            by_route.setdefault(route_of(link), []).append(link)
        for kind in [kind for kind in by_route if kind in ("/static", "/login") or "." in kind]:
            del by_route[kind]  # files are taken along above, as often as people do
        address = dice.choice(by_route[dice.choice(sorted(by_route))]) if by_route else "/"
    path, query = urlsplit(address).path, urlsplit(address).query
    address = quote(address, safe="%/:?#[]@!$&'()*+,;=~")  # as a browser sends it
    if path == "/evidence" and dice.random() < 0.7:  # the drawer beside a page, not the page of its own
        return f"{address}&part=1"
    if (
        dice.random() < 0.12
        and "as_of" not in query
        and not path.startswith(("/static", "/review", "/health", "/metrics"))
    ):
        return f"{address}{'&' if query else '?'}as_of={dice.choice(('2021-10-01', '2021-12-15', '2026-11-22'))}"
    return address
