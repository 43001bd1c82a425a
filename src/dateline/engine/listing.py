"""What the sources list: feeds, sitemaps and index pages asked when they are due, their pages put in the queue.

What a source answers is read in `reading`; how it fared stands in `SourceState` before the next one is asked.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from html import escape
from threading import Lock

from dateline.engine.fetching import DAY, Answer, Client, FetchError, backoff_seconds, policy_of
from dateline.reading.feeds import Entry, read_feed
from dateline.reading.links import host_of, links_of
from dateline.reading.pages import seconds_of
from dateline.reading.robots import reservation_of
from dateline.reading.sitemaps import MOST_BYTES, read_sitemap
from dateline.reading.sources import Source
from dateline.store.sources import NewPage, SourceState
from dateline.values import Refused

_MOST_CHILDREN = 50  # sitemaps of one index that are read in one go
_FEED_ACCEPT = "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"


class Listing:
    """One round of asking.

    Args:
        sources: what to ask; folders and archives are left out.
        workers: hosts that are asked side by side.

    Attributes:
        asked: how many sources were asked, unchanged, failed, not_due.
        found: addresses that were not known before.
    """

    def __init__(
        self, sources: Iterable[Source], state: SourceState, client: Client, now: Callable[[], float], workers: int
    ) -> None:
        self._sources = [source for source in sources if source.kind not in ("folder", "warc")]
        self._state, self._client, self._now = state, client, now
        self._workers = workers
        self.asked: Counter[str] = Counter()
        self.found = 0
        self._lock = Lock()

    def ask(self) -> None:
        """Ask every source that is due, hosts side by side, and queue the pages that were not known."""
        by_host: dict[str, list[Source]] = {}
        for source in self._sources:
            by_host.setdefault(host_of(source.address), []).append(source)
        with ThreadPoolExecutor(self._workers) as pool:
            for _ in pool.map(self._ask_host, by_host.values()):
                pass

    def _ask_host(self, sources: Sequence[Source]) -> None:
        for source in sources:
            what = self._ask_source(source)
            with self._lock:
                self.asked[what] += 1

    def _ask_source(self, source: Source) -> str:
        health = self._state.health(source.address, now=self._now())
        if health.next_at > self._now():
            return "not_due"
        try:
            answer = self._fetch_source(source, source.address, health.etag, health.modified)
            if answer.is_unchanged:
                if not (health.etag or health.modified):
                    raise FetchError("status", f"{source.address} answered 304 though nothing was known of it.")
                self._state.source_unchanged(source.address, now=self._now(), next_at=self._next(source))
                return "unchanged"
            reserved = reservation_of(answer.headers, is_list=True)
            if not reserved.may_read:
                raise FetchError("reserved", f"{source.address} reserves itself ({reserved.words}) and is left alone.")
            entries, note = self._entries(source, answer, health.ok_at)
        except FetchError as error:
            is_failure = error.kind != "paused"
            at = self._now() + (backoff_seconds(health.failures + 1) if is_failure else 0.0)
            self._state.source_failed(
                source.address, now=self._now(), next_at=max(at, error.retry_at or 0.0), trouble=str(error),
                is_failure=is_failure,
            )  # fmt: skip
            return "failed"
        with self._state.batch():
            found = self._state.enqueue(source.address, [self._new_page(source, e) for e in entries], now=self._now())
            self._state.source_ok(
                source.address, now=self._now(), next_at=self._next(source), note=note,
                etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"),
            )  # fmt: skip
        with self._lock:
            self.found += found
        return "asked"

    def _fetch_source(self, source: Source, url: str, etag: str | None = None, modified: str | None = None) -> Answer:
        accept = _FEED_ACCEPT if source.kind == "feed" else "application/xml,text/html,*/*;q=0.5"
        return self._client.fetch(
            url, policy=policy_of(source), etag=etag, modified=modified, accept=accept, most_bytes=MOST_BYTES
        )

    def _entries(self, source: Source, answer: Answer, ok_at: float | None) -> tuple[Sequence[Entry], str | None]:
        if source.kind == "index":
            found = [Entry(url=link) for link in links_of(answer.body, url=answer.url, match=source.match)]
            if not found:
                raise FetchError("content", f"{source.address}: no links to reports. Set `match` for it.")
            return found, None
        if source.kind == "feed":
            feed = read_feed(answer.body, url=answer.url, content_type=answer.headers.get("content-type", ""))
            if isinstance(feed, Refused):
                raise FetchError("content", feed.why)
            return feed.entries, feed.trouble
        return self._sitemap_entries(source, answer, ok_at), None

    def _sitemap_entries(self, source: Source, answer: Answer, ok_at: float | None) -> Sequence[Entry]:
        found: dict[str, Entry] = {}
        queue: list[tuple[str, Answer | None]] = [(answer.url, answer)]
        seen = {answer.url}
        troubles = []
        while queue:
            url, got = queue.pop(0)
            try:
                got = got if got is not None else self._fetch_source(source, url)
            except FetchError as error:
                if error.kind == "paused":
                    raise
                troubles.append(str(error))
                continue
            sitemap = read_sitemap(got.body, url=url)
            if isinstance(sitemap, Refused):
                if got is answer:
                    raise FetchError("content", sitemap.why)
                troubles.append(sitemap.why)
                continue
            found |= {entry.url: entry for entry in sitemap.pages}
            for child, stamp in sitemap.children:
                is_old = ok_at is not None and stamp is not None and (seconds_of(stamp) or ok_at) < ok_at - DAY
                if child not in seen and not is_old and len(seen) <= _MOST_CHILDREN:
                    seen.add(child)
                    queue.append((child, None))
        if troubles and not found:
            raise FetchError("content", troubles[0])
        oldest = self._now() - source.since_days * DAY
        return [
            entry
            for entry in found.values()
            if (seconds_of(entry.updated or entry.published) or oldest) >= oldest
            and (source.match is None or re.search(source.match, entry.url))
        ]

    def _new_page(self, source: Source, entry: Entry) -> NewPage:
        held = seconds_of(entry.held_until)
        kept = {"title": entry.title, "published": entry.published, "byline": entry.byline, "language": entry.language}
        hint = {key: value for key, value in kept.items() if value}
        body = None
        is_held = held is not None and held > self._now()
        if source.take == "feed" and entry.html and not is_held:
            body = _as_page(entry.title, entry.html)
        return NewPage(
            url=entry.url,
            host=host_of(entry.url),
            stamp=entry.updated or entry.published,
            hint=hint,
            next_at=held if is_held and held is not None else self._now(),
            is_cancelled=entry.is_cancelled,
            body=body,
        )

    def _next(self, source: Source) -> float:
        return self._now() + source.every_minutes * 60


def _as_page(title: str | None, html: str) -> bytes:
    body = html if "<" in html else "".join(f"<p>{escape(part)}</p>" for part in html.split("\n") if part.strip())
    head = f"<h1>{escape(title)}</h1>" if title else ""
    return f"<html><head><meta charset=utf-8></head><body><article>{head}{body}</article></body></html>".encode()
