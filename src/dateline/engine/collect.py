"""Collecting: from `sources.toml` to reports in the store, then the rest runs by itself.

In order: ask each source that is due what it has; fetch the pages that are due, hosts side by side, one request at a
time each; read what came into the store in batches. What was fetched is on disk before the next request goes out, and
is forgotten only when the store has it, so a process killed at any moment loses nothing and asks nothing twice but the
very request it was killed in. The clock is handed in.
"""

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from dateline.engine.fetching import Client
from dateline.engine.listing import Listing
from dateline.engine.run import Extract, Summary, run
from dateline.engine.translators.settings import Settings
from dateline.engine.versions import as_version, to_article
from dateline.engine.visiting import Visits, again_at
from dateline.reading import read
from dateline.reading.pages import archived_article
from dateline.reading.sources import Source, Sources
from dateline.reading.warc import Archive, read_warc
from dateline.store import Store
from dateline.store.sources import SourceState
from dateline.values import Article, Refused
from dateline.values.days import moment_of
from dateline.values.mark import marked

BATCH = 64  # reports in one transaction
_NOTED = " (on record)"

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
        self._state, self._now, self._batch = state, now, batch
        self._listing = Listing(self._sources.values(), state, client, now, workers)
        self._visits = Visits(
            self._sources, state, client, now, workers=workers, archive=archive, most_pages=most_pages
        )
        self._unsettled: list[Callable[[], None]] = []

    def go(
        self,
        store: Store,
        cores: int,
        extract: Extract | None,
        settings: Settings | None,
        progress: Callable[[int], None],
    ) -> Collected:
        self._listing.ask()
        self._withdraw_cancelled(store)
        seen_at = moment_of(self._now())
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
            sources=dict(sorted(self._listing.asked.items())),
            found=self._listing.found,
            pages=dict(sorted(self._visits.outcomes.items())),
            summary=summary,
            waiting=self._state.backlog(),
            next_at=self._state.next_due(),
        )

    def _withdraw_cancelled(self, store: Store) -> None:
        """What a publisher cancelled after we read it no longer counts, and the record says why."""
        for page in self._state.vanished():
            if page.note == "cancelled by its publisher" and page.article is not None:
                why = "Cancelled by its publisher in the feed that had announced it."
                store.withdraw(page.article, why=why, who="dateline collect", at=moment_of(self._now()))
                note = "cancelled by its publisher, and withdrawn"
                self._state.page_settled(page.url, state="gone", note=note, now=page.gone_at or self._now())

    def _note_vanished(self, store: Store) -> None:
        """That a report is no longer at its address goes on the store's own record, once; what was read still counts."""
        for page in self._state.vanished():
            note = page.note or ""
            if page.article is not None and not note.endswith((_NOTED, "withdrawn")):
                at = moment_of(page.gone_at or self._now())
                why = f"No longer at {page.url}: {note}"
                store.correct("vanished", "article", page.article, who="dateline collect", why=why, at=at)
                self._state.page_settled(page.url, state="gone", note=note + _NOTED, now=page.gone_at or self._now())

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
        with closing(self._visits.fetched()) as fetched:
            for url in fetched:
                yield from self._read_page(url)

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
        self._listing.asked["failed"] += 1

    def _file_done(self, path: Path, stamp: str) -> Callable[[], None]:
        return lambda: self._state.keep_file(str(path), stamp)

    def _read_page(self, url: str) -> Iterator[_Item]:
        page = self._state.page(url)
        if page is None or page.state != "fetched":
            return
        source = self._sources.get(page.source)
        article = to_article(page, self._state.body(url), source)
        if isinstance(article, Refused):
            yield article, self._page_refused(url, article.why)
            return
        again = again_at(page, page.fetched_at or self._now())
        if source is not None and source.take == "feed":
            again = None
        article, digest = as_version(article, page)
        if digest is None:
            self._state.pages_read([(url, None, None, again)], now=self._now())
            self._visits.count("same_text")
            return
        settle = self._page_read(url, digest, article.id, again)
        yield marked(article, source.mark if source is not None else None), settle

    def _page_refused(self, url: str, why: str) -> Callable[[], None]:
        return lambda: self._state.page_settled(url, state="refused", note=why, now=self._now())

    def _page_read(self, url: str, digest: str, article: str, again: float | None) -> Callable[[], None]:
        return lambda: self._state.pages_read([(url, digest, article, again)], now=self._now())


def _marked(items: Iterator[_Item], source: Source) -> Iterator[_Item]:
    """The same, its articles marked as their source is."""
    return ((marked(item, source.mark) if item is not None else None, settle) for item, settle in items)


def _nothing() -> None:
    """What there is to do when an article of a file stands: the file is marked when all of it does."""


def _stamp_of(path: Path) -> str:
    about = path.stat()
    return f"{about.st_size}:{about.st_mtime_ns}"
