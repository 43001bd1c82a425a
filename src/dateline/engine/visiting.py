"""Fetching the pages that are due, one host beside another: what each answered, and when to look again.

A page is on disk before the next request to its host goes out.
"""

from collections import Counter
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, Queue
from threading import Event, Lock

from dateline.engine.fetching import DAY, Answer, Client, FetchError, backoff_seconds, policy_of
from dateline.errors import StoreError
from dateline.reading.pages import seconds_of
from dateline.reading.robots import is_behind_paywall, reservation_of
from dateline.reading.sources import Source
from dateline.reading.warc import Archive
from dateline.store.sources import QueuedPage, SourceState
from dateline.values.days import moment_of

_LOOK_AGAIN = (DAY / 4, 2 * DAY, 7 * DAY)  # corrections come early; after a week a report is left alone
_MISSES = 2  # a 404 may be a slip of the server: asked again so often before it counts as gone


def again_at(page: QueuedPage, now: float) -> float | None:
    """When to look at a page again for corrections; old reports are not looked at again."""
    published = seconds_of(page.hint.get("published")) or page.found_at
    if page.checks >= len(_LOOK_AGAIN) or now - published > _LOOK_AGAIN[-1]:
        return None
    return now + _LOOK_AGAIN[page.checks]


class Visits:
    """One round of fetching pages.

    Args:
        sources: by address; a page of none of them is refused.
        workers: hosts that are asked side by side.
        archive: keeps each page as it was answered, None for none.
        most_pages: fetch no more than about so many.

    Attributes:
        outcomes: how many pages were fetched, unchanged, later, refused, gone, alias; `same_text` where `count` was told so.
    """

    def __init__(
        self,
        sources: Mapping[str, Source],
        state: SourceState,
        client: Client,
        now: Callable[[], float],
        *,
        workers: int,
        archive: Archive | None,
        most_pages: int | None,
    ) -> None:
        self._sources, self._state, self._client, self._now = sources, state, client, now
        self._workers, self._archive, self._most_pages = workers, archive, most_pages
        self.outcomes: Counter[str] = Counter()
        self._lock = Lock()
        self._stop = Event()

    def fetched(self) -> Generator[str, None, None]:
        """Addresses of pages as they come, from as many hosts at a time as there are workers."""
        come: Queue[str] = Queue()
        with ThreadPoolExecutor(self._workers) as pool:
            try:
                jobs = [pool.submit(self._fetch_host, host, come) for host in self._state.due_hosts(now=self._now())]
                while not (all(job.done() for job in jobs) and come.empty()):
                    try:
                        yield come.get(timeout=0.05)
                    except Empty:
                        continue
                for job in jobs:
                    job.result()  # an error of ours is not swallowed
            finally:
                self._stop.set()

    def count(self, what: str) -> None:
        """One more page of an outcome."""
        with self._lock:
            self.outcomes[what] += 1

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
                self.outcomes[what] += 1
                if self._most_pages is not None and self.outcomes["fetched"] >= self._most_pages:
                    self._stop.set()

    def _fetch_page(self, page: QueuedPage, source: Source) -> str:
        try:
            answer = self._client.fetch(
                page.url,
                policy=policy_of(source),
                etag=page.etag,
                modified=page.modified,
                stop_at=self._state.is_read if not page.checks else None,
            )
        except FetchError as error:
            return self._not_fetched(page, error)
        if answer.is_unchanged:
            self._state.unchanged(page.url, again_at=again_at(page, self._now()))
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
                    visited=moment_of(self._now()),
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
        if page.article is not None and error.kind in ("closed", "robots", "reserved"):
            # read while it was open: leave it at that
            self._state.unchanged(page.url, again_at=None)
            return "refused"
        self._state.page_settled(page.url, state="refused", note=str(error), now=now)
        return "refused"
