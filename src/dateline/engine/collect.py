"""Collecting: from `sources.toml` to reports in the store, then the rest runs by itself.

In order: ask each source that is due what it has; fetch the pages that are due, hosts side by side, one request at a
time each; read what came into the store in batches. What was fetched is on disk before the next request goes out, and
is forgotten only when the store has it, so a process killed at any moment loses nothing and asks nothing twice but the
very request it was killed in. The clock is handed in.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Lock

from msgspec import Struct
from msgspec.structs import replace

from dateline.engine.fetching import LONGEST_WAIT, Answer, Client, FetchError, Policy
from dateline.engine.run import Extract, Summary, run
from dateline.engine.translators.settings import Settings
from dateline.errors import StoreError
from dateline.reading import read
from dateline.reading.feeds import Entry, read_feed
from dateline.reading.links import host_of, links_of
from dateline.reading.pages import archived_article, article_of, readable_stamp, seconds_of
from dateline.reading.robots import is_behind_paywall, reservation_of
from dateline.reading.sitemaps import MOST_BYTES, read_sitemap
from dateline.reading.sources import Source, Sources
from dateline.reading.warc import Archive, read_warc
from dateline.store import Store
from dateline.store.sources import NewPage, QueuedPage, SourceState
from dateline.values import Article, Refused, content_id
from dateline.values.mark import marked

BATCH = 64  # reports in one transaction
_HOUR, _DAY = 3_600.0, 86_400.0
_LOOK_AGAIN = (6 * _HOUR, 2 * _DAY, 7 * _DAY)  # corrections come early; after a week a report is left alone
_FIRST_BACKOFF = 300.0
_MOST_CHILDREN = 50  # sitemaps of one index that are read in one go
_NOTED = " (on record)"
_MISSES = 2  # a 404 may be a slip of the server: asked again so often before it counts as gone
_FEED_ACCEPT = "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"

_Item = tuple[Article | Refused | None, Callable[[], None]]


class Collected(Struct, frozen=True, kw_only=True):
    """What one round did.

    Attributes:
        sources: asked, unchanged, failed, not_due.
        found: addresses that were not known before.
        pages: fetched, unchanged, later, refused, gone, alias.
        summary: what became of the reports, as any run says it.
        waiting: pages that were never read and still are to be.
        next_at: when the next page is due, seconds since 1970.
    """

    sources: dict[str, int]
    found: int
    pages: dict[str, int]
    summary: Summary
    waiting: int
    next_at: float | None


def collect(
    wanted: Sources,
    store: Store,
    state: SourceState,
    client: Client,
    *,
    now: Callable[[], float] = time.time,
    cores: int = 1,
    workers: int = 8,
    extract: Extract | None = None,
    settings: Settings | None = None,
    archive: Archive | None = None,
    most_pages: int | None = None,
    progress: Callable[[int], None] = lambda read: None,
    batch: int = BATCH,
) -> Collected:
    """One round: everything that is due now, once.

    Args:
        wanted: what to collect from.
        store, state: open for writing.
        client: asks the web.
        now: seconds since 1970.
        cores: processes to extract with.
        workers: hosts that are asked side by side.
        extract, settings: as for `run`; tests hand in a small `extract`.
        archive: keeps each page as it was answered, None for none.
        most_pages: end the round after about so many, so that a long queue reaches the picture bit by bit.
        progress: called with the number of reports read so far.
        batch: reports in one transaction.
    """
    return _Round(wanted, state, client, now, workers, archive, most_pages, batch).go(
        store, cores, extract, settings, progress
    )


def backoff_seconds(failures: int) -> float:
    """How long to leave something alone that failed so often in a row: doubling from 5 minutes, at most 48 hours."""
    return min(LONGEST_WAIT, _FIRST_BACKOFF * 2.0 ** min(max(failures, 1) - 1, 20))


class _Round:
    def __init__(
        self,
        wanted: Sources,
        state: SourceState,
        client: Client,
        now: Callable[[], float],
        workers: int,
        archive: Archive | None,
        most_pages: int | None,
        batch: int,
    ) -> None:
        self._sources = {source.address: source for source in wanted.sources}
        self._state, self._client, self._now = state, client, now
        self._workers, self._archive, self._batch = workers, archive, batch
        self._most_pages = most_pages
        self._asked: Counter[str] = Counter()
        self._pages: Counter[str] = Counter()
        self._found = 0
        self._lock = Lock()
        self._stop = Event()
        self._unsettled: list[Callable[[], None]] = []

    def go(
        self,
        store: Store,
        cores: int,
        extract: Extract | None,
        settings: Settings | None,
        progress: Callable[[int], None],
    ) -> Collected:
        self._ask_sources()
        self._withdraw_cancelled(store)
        seen_at = _iso(self._now())
        with closing(self._arrivals()) as arrivals:
            summary = run(
                arrivals,
                store,
                seen_at=seen_at,
                cores=cores,
                extract=extract,
                settings=settings,
                progress=progress,
                batch=self._batch,
            )
        self._settle()
        self._note_vanished(store)
        return Collected(
            sources=dict(sorted(self._asked.items())),
            found=self._found,
            pages=dict(sorted(self._pages.items())),
            summary=summary,
            waiting=self._state.backlog(),
            next_at=self._state.next_due(),
        )

    # -- what the sources have ----------------------------------------------------------------------------------

    def _ask_sources(self) -> None:
        by_host: dict[str, list[Source]] = {}
        for source in self._sources.values():
            if source.kind not in ("folder", "warc"):
                by_host.setdefault(host_of(source.address), []).append(source)
        with ThreadPoolExecutor(self._workers) as pool:
            for _ in pool.map(self._ask_host, by_host.values()):
                pass

    def _ask_host(self, sources: Sequence[Source]) -> None:
        for source in sources:
            what = self._ask_source(source)
            with self._lock:
                self._asked[what] += 1

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
            self._found += found
        return "asked"

    def _fetch_source(self, source: Source, url: str, etag: str | None = None, modified: str | None = None) -> Answer:
        accept = _FEED_ACCEPT if source.kind == "feed" else "application/xml,text/html,*/*;q=0.5"
        return self._client.fetch(
            url, policy=_policy(source), etag=etag, modified=modified, accept=accept, most_bytes=MOST_BYTES
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
                is_old = ok_at is not None and stamp is not None and (seconds_of(stamp) or ok_at) < ok_at - _DAY
                if child not in seen and not is_old and len(seen) <= _MOST_CHILDREN:
                    seen.add(child)
                    queue.append((child, None))
        if troubles and not found:
            raise FetchError("content", troubles[0])
        oldest = self._now() - source.since_days * _DAY
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

    def _withdraw_cancelled(self, store: Store) -> None:
        """What a publisher cancelled after we read it no longer counts, and the record says why."""
        for page in self._state.vanished():
            if page.note == "cancelled by its publisher" and page.article is not None:
                why = "Cancelled by its publisher in the feed that had announced it."
                store.withdraw(page.article, why=why, who="dateline collect", at=_iso(self._now()))
                note = "cancelled by its publisher, and withdrawn"
                self._state.page_settled(page.url, state="gone", note=note, now=page.gone_at or self._now())

    def _note_vanished(self, store: Store) -> None:
        """That a report is no longer at its address goes on the store's own record, once; what was read still counts."""
        for page in self._state.vanished():
            note = page.note or ""
            if page.article is not None and not note.endswith((_NOTED, "withdrawn")):
                at = _iso(page.gone_at or self._now())
                why = f"No longer at {page.url}: {note}"
                store.correct("vanished", "article", page.article, who="dateline collect", why=why, at=at)
                self._state.page_settled(page.url, state="gone", note=note + _NOTED, now=page.gone_at or self._now())

    # -- pages --------------------------------------------------------------------------------------------------

    def _arrivals(self) -> Generator[Article | Refused, None, None]:
        """Everything to read, as it comes. Asked for more after a whole batch, the batch stands in the store."""
        given = 0
        for item, settle in self._items():
            self._unsettled.append(settle)
            if item is not None:
                given += 1
                yield item
                if given % self._batch == 0:
                    self._settle()

    def _settle(self) -> None:
        done, self._unsettled = self._unsettled, []
        with self._state.batch():
            for settle in done:
                settle()

    def _items(self) -> Iterator[_Item]:
        for source in self._sources.values():
            if source.kind == "folder":
                yield from _marked(self._read_folder(source), source)
            elif source.kind == "warc":
                yield from _marked(self._read_archives(source), source)
        for url in self._state.fetched():  # left by a round that was stopped, or carried by a feed
            yield from self._read_page(url)
        yield from self._fetch_pages()

    def _read_folder(self, source: Source) -> Iterator[_Item]:
        folder = Path(source.address)
        if not folder.exists():
            self._missing(source)
            return
        for path in sorted(p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else [folder]:
            if any(part.startswith(".") for part in path.relative_to(folder).parts):
                continue
            stamp = _stamp_of(path)
            if self._state.file_stamp(str(path)) != stamp:
                yield from ((item, _nothing) for item in read(path))
                yield None, self._file_done(path, stamp)
        yield None, self._source_done(source)

    def _read_archives(self, source: Source) -> Iterator[_Item]:
        place = Path(source.address)
        if not place.exists():
            self._missing(source)
            return
        paths = sorted((*place.rglob("*.warc"), *place.rglob("*.warc.gz"))) if place.is_dir() else [place]
        for path in paths:
            stamp = _stamp_of(path)
            if self._state.file_stamp(str(path)) != stamp:
                yield from ((archived_article(page), _nothing) for page in read_warc(path))
                yield None, self._file_done(path, stamp)
        yield None, self._source_done(source)

    def _source_done(self, source: Source) -> Callable[[], None]:
        return lambda: self._state.source_ok(source.address, now=self._now(), next_at=0.0, etag=None, modified=None)

    def _missing(self, source: Source) -> None:
        trouble = f"{source.address}: not there. Check `path`."
        self._state.source_failed(source.address, now=self._now(), next_at=0.0, trouble=trouble)
        with self._lock:
            self._asked["failed"] += 1

    def _file_done(self, path: Path, stamp: str) -> Callable[[], None]:
        return lambda: self._state.keep_file(str(path), stamp)

    def _fetch_pages(self) -> Iterator[_Item]:
        """Pages as they come, from as many hosts at a time as there are workers."""
        come: Queue[str] = Queue()
        with ThreadPoolExecutor(self._workers) as pool:
            try:
                jobs = [pool.submit(self._fetch_host, host, come) for host in self._state.due_hosts(now=self._now())]
                while not (all(job.done() for job in jobs) and come.empty()):
                    try:
                        yield from self._read_page(come.get(timeout=0.05))
                    except Empty:
                        continue
                for job in jobs:
                    job.result()  # an error of ours is not swallowed
            finally:
                self._stop.set()

    def _fetch_host(self, host: str, come: Queue[str]) -> None:
        while not self._stop.is_set():
            page = self._state.next_page(host, now=self._now())
            if page is None or self._state.paused_until(host) > self._now():
                return
            source = self._sources.get(page.source)
            if source is None:  # taken out of the file since
                self._state.page_settled(page.url, state="refused", note="its source was taken out", now=self._now())
                continue
            what = self._fetch_page(page, source)
            if what == "fetched":
                come.put(page.url)
            with self._lock:
                self._pages[what] += 1
                if self._most_pages is not None and self._pages["fetched"] >= self._most_pages:
                    self._stop.set()

    def _fetch_page(self, page: QueuedPage, source: Source) -> str:
        try:
            answer = self._client.fetch(
                page.url,
                policy=_policy(source),
                etag=page.etag,
                modified=page.modified,
                stop_at=self._state.is_read if not page.checks else None,
            )
        except FetchError as error:
            return self._not_fetched(page, error)
        if answer.is_unchanged:
            self._state.unchanged(page.url, again_at=self._again_at(page, self._now()))
            return "unchanged"
        reserved = reservation_of(answer.headers, answer.body)
        closed = is_behind_paywall(answer.body)
        if not reserved.may_read or closed:
            note = "not open to everybody, by its own word" if closed else f"reserved: {reserved.words}"
            self._state.page_settled(page.url, state="refused", note=note, now=self._now())
            return "refused"
        if self._archive is not None and reserved.may_archive:
            self._keep(self._archive, answer)
        self._state.page_fetched(
            page.url,
            now=self._now(),
            final_url=answer.url,
            body=answer.body,
            content_type=answer.headers.get("content-type", ""),
            etag=answer.headers.get("etag"),
            modified=answer.headers.get("last-modified"),
        )
        return "fetched"

    def _keep(self, archive: Archive, answer: Answer) -> None:
        """A page as it was answered; where it cannot be kept the round ends, and the page is asked for again."""
        try:
            with self._lock:
                archive.keep(
                    answer.url,
                    visited=_iso(self._now()),
                    status=answer.status,
                    headers=answer.headers,
                    body=answer.body,
                )
        except OSError as error:
            mend = "Make room or choose another folder with --archive; pages are asked for again then."
            raise StoreError(f"{archive.path}: {error.strerror}. {mend}") from error

    def _not_fetched(self, page: QueuedPage, error: FetchError) -> str:
        now = self._now()
        if error.kind == "known":
            self._state.page_settled(page.url, state="alias", note=str(error), now=now)
            return "alias"
        if error.kind == "gone" or (error.kind == "missing" and page.tries >= _MISSES):
            self._state.page_settled(page.url, state="gone", note=str(error), now=now)
            return "gone"
        if error.is_for_now or error.kind == "missing":
            at = max(now + backoff_seconds(page.tries + 1), error.retry_at or 0.0)
            is_asked_to_wait = error.kind in ("paused", "busy", "robots_unreachable")
            at = error.retry_at if is_asked_to_wait and error.retry_at is not None else at
            self._state.page_later(page.url, next_at=at, note=str(error), is_try=not is_asked_to_wait)
            return "later"
        if page.article is not None and error.kind in (
            "closed",
            "robots",
            "reserved",
        ):  # read while it was open: leave it at that
            self._state.unchanged(page.url, again_at=None)
            return "refused"
        self._state.page_settled(page.url, state="refused", note=str(error), now=now)
        return "refused"

    def _again_at(self, page: QueuedPage, now: float) -> float | None:
        """When to look at a page again for corrections; old reports are not looked at again."""
        published = seconds_of(page.hint.get("published")) or page.found_at
        if page.checks >= len(_LOOK_AGAIN) or now - published > _LOOK_AGAIN[-1]:
            return None
        return now + _LOOK_AGAIN[page.checks]

    def _read_page(self, url: str) -> Iterator[_Item]:
        page = self._state.page(url)
        if page is None or page.state != "fetched":
            return
        source = self._sources.get(page.source)
        article = _to_article(page, self._state.body(url), source)
        if isinstance(article, Refused):
            yield article, self._page_refused(url, article.why)
            return
        again_at = self._again_at(page, page.fetched_at or self._now())
        if source is not None and source.take == "feed":
            again_at = None
        article, digest = _as_version(article, page)
        if digest is None:
            self._state.pages_read([(url, None, None, again_at)], now=self._now())
            with self._lock:
                self._pages["same_text"] += 1
            return
        settle = self._page_read(url, digest, article.id, again_at)
        yield marked(article, source.mark if source is not None else None), settle

    def _page_refused(self, url: str, why: str) -> Callable[[], None]:
        return lambda: self._state.page_settled(url, state="refused", note=why, now=self._now())

    def _page_read(self, url: str, digest: str, article: str, again_at: float | None) -> Callable[[], None]:
        return lambda: self._state.pages_read([(url, digest, article, again_at)], now=self._now())


def _marked(items: Iterator[_Item], source: Source) -> Iterator[_Item]:
    """The same, its articles marked as their source is."""
    return ((marked(item, source.mark) if item is not None else None, settle) for item, settle in items)


def _nothing() -> None:
    """What there is to do when an article of a file stands: the file is marked when all of it does."""


def _policy(source: Source) -> Policy:
    return Policy(source.allow_private, source.delay_seconds)


def _stamp_of(path: Path) -> str:
    about = path.stat()
    return f"{about.st_size}:{about.st_mtime_ns}"


def _to_article(page: QueuedPage, body: bytes, source: Source | None) -> Article | Refused:
    """A fetched page as an article at its final address, with what the feed knows where the page is silent."""
    url = page.final_url or page.url
    article = article_of(body, page.content_type or "", url)
    if isinstance(article, Refused):
        return replace(article, room="collecting")
    hint = page.hint
    published = article.published
    if hint.get("published") and (
        published is None or len(published) == 10
    ):  # a bare day may be guessed: the feed knows
        published = readable_stamp(hint["published"]) or published
    article = replace(
        article,
        id="",
        url=url,
        published=published,
        title=article.title or hint.get("title"),
        byline=article.byline or hint.get("byline"),
        language=article.language or hint.get("language"),
        publisher=(source.publisher if source else None) or article.publisher or host_of(url).removeprefix("www."),
    )
    return replace(article, id=content_id(article))


def _as_version(article: Article, page: QueuedPage) -> tuple[Article, str | None]:
    """The article dated as the version it is, and its digest; None for the text that was read before.

    A publisher may change words and keep the stamp: then the version dates from when we saw it, so that no figure as of
    an earlier day rests on words that were not there yet.
    """
    words = sha256(f"{article.title}\n{article.text}".encode()).hexdigest()
    stamp = article.updated or article.published or ""
    before, _, old_stamp = (page.digest or "").partition(" ")
    if before == words:
        return article, None
    if before and stamp <= old_stamp:
        stamp = _iso(page.fetched_at or page.found_at)
        article = replace(article, id="", updated=stamp)
        article = replace(article, id=content_id(article))
    return article, f"{words} {stamp}"


def _as_page(title: str | None, html: str) -> bytes:
    body = html if "<" in html else "".join(f"<p>{escape(part)}</p>" for part in html.split("\n") if part.strip())
    head = f"<h1>{escape(title)}</h1>" if title else ""
    return f"<html><head><meta charset=utf-8></head><body><article>{head}{body}</article></body></html>".encode()


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
