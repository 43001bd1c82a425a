"""A small web on this machine: several hosts on loopback addresses, real sockets, and a record of who asked for what.

The record is what manners are judged by: who asked, when, how many at a time. Pages are functions, so that they can
change, vanish, be slow or lie.
"""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from types import TracebackType
from typing import Any, Self

Body = bytes | Iterator[bytes]
Reply = tuple[int, dict[str, str], Body]
Page = Callable[["Asked"], Reply]


@dataclass
class Asked:
    """One request: host, path with query, headers by lower-case name, when it began and ended, and its answer."""

    host: str
    path: str
    headers: dict[str, str]
    began: float
    ended: float = 0.0
    status: int = 0
    reply_headers: dict[str, str] = field(default_factory=dict)


class LocalWeb:
    """Hosts 127.0.0.2, 127.0.0.3 .. with pages that tests put there; use it as a context manager.

    Args:
        hosts: how many.
        tls: serve https with it; None serves http.
    """

    def __init__(self, hosts: int, *, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.asked: list[Asked] = []
        self.most_at_once: dict[str, int] = {}
        self._now: dict[str, int] = {}
        self._pages: dict[tuple[str, str], Page] = {}
        self._lock = threading.Lock()
        self._servers = [self._serve(f"127.0.0.{n + 2}") for n in range(hosts)]
        self.hosts = [str(server.server_address[0]) for server in self._servers]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def url(self, host: int, path: str) -> str:
        """The address of a path on the n-th host."""
        server = self._servers[host]
        return f"http://{self.hosts[host]}:{server.server_address[1]}{path}"

    def put(self, host: int, path: str, page: Page | bytes | str, *, kind: str = "text/html; charset=utf-8") -> str:
        """Put a page there, in place of what was there; its address."""
        if not callable(page):
            raw = page.encode() if isinstance(page, str) else page

            def page(asked: Asked, raw: bytes = raw) -> Reply:
                return 200, {"Content-Type": kind}, raw

        self._pages[self.hosts[host], path] = page
        return self.url(host, path)

    def drop(self, host: int, path: str) -> None:
        """Take a page away: 404 from now on."""
        self._pages.pop((self.hosts[host], path), None)

    def requests(self, host: int | None = None, path: str | None = None) -> list[Asked]:
        """What was asked for, in order."""
        name = self.hosts[host] if host is not None else None
        return [a for a in self.asked if (name is None or a.host == name) and (path is None or a.path == path)]

    def _serve(self, address: str) -> ThreadingHTTPServer:
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 20
            disable_nagle_algorithm = True
            wbufsize = 65536

            def do_GET(self) -> None:
                web._answer(self, address)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # a client that was killed or had enough

        server = Server((address, 0), Handler)
        if self._tls is not None:
            server.socket = self._tls.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return server

    def _answer(self, handler: BaseHTTPRequestHandler, host: str) -> None:
        asked = Asked(host, handler.path, {k.lower(): v for k, v in handler.headers.items()}, time.monotonic())
        with self._lock:
            self.asked.append(asked)
            self._now[host] = self._now.get(host, 0) + 1
            self.most_at_once[host] = max(self.most_at_once.get(host, 0), self._now[host])
        try:
            page = self._pages.get((host, handler.path), _missing)
            asked.status, asked.reply_headers, body = page(asked)
            handler.send_response_only(asked.status)
            for name, value in asked.reply_headers.items():
                handler.send_header(name, value)
            if isinstance(body, bytes):
                if asked.status != 304:
                    handler.send_header("Content-Length", str(len(body)))
                handler.end_headers()
                handler.wfile.write(body)
            else:
                handler.send_header("Connection", "close")
                handler.end_headers()
                for part in body:
                    handler.wfile.write(part)
                    handler.wfile.flush()
                handler.close_connection = True
        finally:
            with self._lock:
                self._now[host] -= 1
                asked.ended = time.monotonic()  # before the client can have the last byte and ask again
            handler.wfile.flush()


def _missing(asked: Asked) -> Reply:
    return 404, {"Content-Type": "text/plain"}, b"not here"


def broken_manners(web: LocalWeb, *, delay_seconds: float, contact: str, disallowed: str = "/private") -> list[str]:
    """Every rule of manners that a record breaks, in words; empty when none is.

    Looks at: robots.txt first, nothing below `disallowed`, one request at a time, the pause between two, Retry-After
    in whole seconds, a User-Agent with the contact.
    """
    found = [f"{host}: {n} requests at once" for host, n in web.most_at_once.items() if n > 1]
    by_host: dict[str, list[Asked]] = {}
    for asked in web.asked:
        by_host.setdefault(asked.host, []).append(asked)
    for host, requests in by_host.items():
        if requests[0].path != "/robots.txt":
            found.append(f"{host}: {requests[0].path} before robots.txt")
        for before, after in pairwise(requests):
            rest = before.ended + delay_seconds - after.began
            if rest > 0.005:
                found.append(f"{host}: {after.path} {rest:.3f} s too early after {before.path}")
            wait = before.reply_headers.get("Retry-After", "")
            if before.status in (429, 503) and wait.isdigit() and after.began < before.ended + float(wait) - 0.01:
                found.append(f"{host}: {after.path} before the {wait} s that it asked for")
        found += [f"{host}: {a.path} is disallowed" for a in requests if a.path.startswith(disallowed)]
        found += [
            f"{host}: no contact in the User-Agent" for a in requests if contact not in a.headers.get("user-agent", "")
        ]
    return found


def report(title: str, *sentences: str, published: str = "2026-11-20T08:00:00+00:00") -> str:
    """A news page."""
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="{published}"></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def rss(*items: tuple[str, str], extra: dict[str, str] | None = None) -> str:
    """An RSS feed of (address, title); `extra` adds elements to the item of an address."""
    extra = extra or {}
    inside = "".join(
        f"<item><title>{title}</title><link>{url}</link><guid>{url}</guid>"
        f"<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>{extra.get(url, '')}</item>"
        for url, title in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:nitf="http://iptc.org/std/NITF/2006-10-18/" '
        f'xmlns:dcterms="http://purl.org/dc/terms/"><channel><title>Harbour Gazette</title>{inside}</channel></rss>'
    )
