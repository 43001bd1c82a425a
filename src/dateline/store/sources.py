"""What collecting remembers: the health of each source, the queue of pages, robots.txt, pauses that hosts asked for.

A file of its own beside the store (SQLite, write-ahead log): it is no evidence, and losing it costs requests, not
reports. Every change is one short transaction, so a process killed at any moment leaves each page either waiting or
fetched with its body kept.
"""

import fcntl
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any, Self

from msgspec import Struct

from dateline.errors import StoreError
from dateline.values.address import StoreAddress
from dateline.values.days import moment_of

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE sources (
  address TEXT PRIMARY KEY, etag TEXT, modified TEXT, seen TEXT, failures INTEGER NOT NULL DEFAULT 0,
  next_at REAL NOT NULL DEFAULT 0, checked_at REAL, ok_at REAL, new_at REAL, trouble TEXT, note TEXT);
CREATE TABLE pages (
  row INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, source TEXT NOT NULL, host TEXT NOT NULL, state TEXT NOT NULL,
  next_at REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0, checks INTEGER NOT NULL DEFAULT 0, hint TEXT,
  stamp TEXT, found_at REAL NOT NULL, fetched_at REAL, final_url TEXT, content_type TEXT, etag TEXT, modified TEXT,
  body BLOB, digest TEXT, article TEXT, note TEXT, gone_at REAL);
CREATE INDEX pages_due ON pages (state, host, next_at);
CREATE INDEX pages_final ON pages (final_url);
CREATE TABLE volume (source TEXT NOT NULL, day TEXT NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (source, day));
CREATE TABLE robots (origin TEXT PRIMARY KEY, body TEXT, asked_at REAL NOT NULL, failures INTEGER NOT NULL DEFAULT 0);
CREATE TABLE pauses (host TEXT PRIMARY KEY, until REAL NOT NULL);
CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL);
"""


def state_path(store: StoreAddress) -> Path:
    """Where the record of collecting into a store is: beside it."""
    return store.beside.with_name(f"{store.beside.stem}-sources.db")


class Health(Struct, frozen=True, kw_only=True):
    """How a source does. Times are seconds since 1970, UTC; `usual_a_day` is the median day of the last four weeks."""

    address: str
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    next_at: float = 0.0
    checked_at: float | None = None
    ok_at: float | None = None
    new_at: float | None = None
    trouble: str | None = None
    note: str | None = None
    waiting: int = 0
    vanished: int = 0
    last_day: int = 0
    usual_a_day: float | None = None


class Totals(Struct, frozen=True, kw_only=True):
    """All sources together: how many were ever asked, how many failed when last asked, the last success (ISO, UTC)."""

    sources: int
    failing: int
    ok_at: str | None
    waiting: int


class QueuedPage(Struct, frozen=True, kw_only=True):
    """One address that is to be read, or was. `state`: waiting, fetched, done, gone, refused, alias."""

    url: str
    source: str
    host: str
    state: str
    next_at: float
    tries: int
    checks: int
    hint: dict[str, Any]
    stamp: str | None
    found_at: float
    fetched_at: float | None
    final_url: str | None
    content_type: str | None
    etag: str | None
    modified: str | None
    digest: str | None
    article: str | None
    note: str | None
    gone_at: float | None


class NewPage(Struct, frozen=True, kw_only=True):
    """One address that a source names: `stamp` changes when the report does, `next_at` holds it back."""

    url: str
    host: str
    stamp: str | None
    hint: dict[str, Any]
    next_at: float
    is_cancelled: bool = False
    body: bytes | None = None  # what the feed itself carries, where the page is not wanted


_COLUMNS = ", ".join(name for name in QueuedPage.__struct_fields__)


class SourceState:
    """The record of collecting. Safe to use from several threads; one process at a time writes.

    Args:
        path: the file; made when it is not there.
        exclusive: hold the file's lock, as a collecting process does.
    Raises:
        StoreError: another process is collecting, or the file cannot be used.
    """

    def __init__(self, path: str | Path, *, exclusive: bool = True) -> None:
        self.path = Path(path)
        self._lock = RLock()
        self._held = None
        try:
            if exclusive:
                self._held = self.path.with_name(self.path.name + ".lock").open("w")
                try:
                    fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as error:
                    self._held.close()
                    raise StoreError(
                        f"{path}: another `dateline collect` is at work here. Wait for it, or stop it."
                    ) from error
            self._db = sqlite3.connect(self.path, timeout=30.0, check_same_thread=False, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA secure_delete = ON")  # of a page that was read no word stays here
            self._upgrade()
        except (sqlite3.Error, OSError) as error:
            raise self._error(error) from error

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
        if self._held is not None:
            self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One transaction around several writes."""
        with self._lock:
            if self._db.in_transaction:
                yield
                return
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield
                self._db.execute("COMMIT")
            except BaseException as error:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise self._error(error) from error
                raise

    # -- sources ------------------------------------------------------------------------------------------------

    def health(self, address: str, *, now: float) -> Health:
        """How a source does; one that was never asked has no dates."""
        day = 86_400
        days = [_day(now - n * day) for n in range(28)]
        with self._lock:
            row = self._one("SELECT * FROM sources WHERE address = ?", address)
            states: dict[str, int] = _pairs(
                self._all(
                    "SELECT CASE WHEN state = 'waiting' AND checks > 0 THEN 'done' ELSE state END, count(*)"
                    " FROM pages WHERE source = ? GROUP BY 1",
                    address,
                )
            )
            counts: dict[str, int] = _pairs(
                self._all("SELECT day, articles FROM volume WHERE source = ? AND day >= ?", address, days[-1])
            )
        known = [counts.get(name, 0) for name in days[1:] if counts and name >= min(counts)]
        return Health(
            **({key: row[key] for key in row.keys() if key != "seen"} if row else {"address": address}),  # noqa: SIM118
            waiting=states.get("waiting", 0) + states.get("fetched", 0),
            vanished=states.get("gone", 0),
            last_day=counts.get(days[0], 0),
            usual_a_day=sorted(known)[len(known) // 2] if len(known) >= 3 else None,
        )

    def source_ok(
        self,
        address: str,
        *,
        now: float,
        next_at: float,
        etag: str | None,
        modified: str | None,
        note: str | None = None,
    ) -> None:
        """A source was read: its validators are kept, its failures forgotten."""
        self._put_source(
            address, checked_at=now, ok_at=now, next_at=next_at, etag=etag, modified=modified, failures=0, trouble=None,
            note=note,
        )  # fmt: skip

    def source_unchanged(self, address: str, *, now: float, next_at: float) -> None:
        """A source said that nothing changed since it was read well."""
        self._put_source(address, checked_at=now, ok_at=now, next_at=next_at)

    def source_failed(self, address: str, *, now: float, next_at: float, trouble: str, is_failure: bool = True) -> None:
        """A source could not be read; its validators are dropped, so that no 304 can hide what is wrong."""
        before = self._one("SELECT failures FROM sources WHERE address = ?", address)
        failures = (before["failures"] if before else 0) + (1 if is_failure else 0)
        self._put_source(
            address, checked_at=now, next_at=next_at, failures=failures, trouble=trouble, etag=None, modified=None
        )

    def _put_source(self, address: str, **values: Any) -> None:
        with self.batch():
            self._db.execute("INSERT OR IGNORE INTO sources (address) VALUES (?)", (address,))
            names = ", ".join(f"{name} = ?" for name in values)
            self._db.execute(f"UPDATE sources SET {names} WHERE address = ?", (*values.values(), address))

    # -- pages --------------------------------------------------------------------------------------------------

    def enqueue(self, source: str, pages: Iterable[NewPage], *, now: float) -> int:
        """Queue what is new or has another stamp than before.

        Returns:
            how many addresses were not known before.
        """
        fresh = 0
        with self.batch():
            for page in pages:
                known = self._one("SELECT state, stamp, source FROM pages WHERE url = ?", page.url)
                if known is None:
                    state = "gone" if page.is_cancelled else "fetched" if page.body is not None else "waiting"
                    fresh += state != "gone"
                    self._db.execute(
                        "INSERT INTO pages (url, source, host, state, next_at, hint, stamp, found_at, note, gone_at,"
                        " body, fetched_at, content_type, final_url) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                        (
                            page.url, source, page.host, state, page.next_at, json.dumps(page.hint), page.stamp, now,
                            "cancelled by its publisher" if page.is_cancelled else None,
                            now if page.is_cancelled else None, page.body,
                            now if page.body is not None else None, "text/html; charset=utf-8" if page.body else None,
                            page.url if page.body is not None else None,
                        ),
                    )  # fmt: skip
                elif page.is_cancelled:
                    if known["state"] != "gone":
                        self._set(page.url, state="gone", gone_at=now, note="cancelled by its publisher", body=None)
                elif known["source"] == source and page.stamp != known["stamp"] and page.stamp is not None:
                    changes: dict[str, Any] = {"stamp": page.stamp, "hint": json.dumps(page.hint)}
                    if known["state"] == "waiting":
                        changes["next_at"] = page.next_at
                    if known["state"] in ("done", "gone", "refused"):
                        changes |= {"state": "waiting", "next_at": page.next_at, "tries": 0}
                        if page.body is not None:
                            changes |= {"state": "fetched", "body": page.body, "fetched_at": now}
                    self._set(page.url, **changes)
        return fresh

    def due_hosts(self, *, now: float) -> list[str]:
        """Hosts with pages that may be asked for now."""
        found = self._all(
            "SELECT DISTINCT host FROM pages WHERE state = 'waiting' AND next_at <= ? "
            "AND host NOT IN (SELECT host FROM pauses WHERE until > ?) ORDER BY host", now, now,
        )  # fmt: skip
        return [row[0] for row in found]

    def next_page(self, host: str, *, now: float) -> QueuedPage | None:
        """The page of a host that is due first; oldest find first."""
        row = self._one(
            f"SELECT {_COLUMNS} FROM pages WHERE state = 'waiting' AND host = ? AND next_at <= ? ORDER BY row LIMIT 1",
            host, now,
        )  # fmt: skip
        return _page(row) if row else None

    def page(self, url: str) -> QueuedPage | None:
        """One page by its address."""
        row = self._one(f"SELECT {_COLUMNS} FROM pages WHERE url = ?", url)
        return _page(row) if row else None

    def is_read(self, url: str) -> bool:
        """Whether the page at an address was fetched, under this address or one that led to it."""
        row = self._one(
            "SELECT 1 FROM pages WHERE (url = ? OR final_url = ?) AND (state IN ('fetched', 'done') OR checks > 0) LIMIT 1",
            url,
            url,
        )
        return row is not None

    def fetched(self) -> list[str]:
        """Addresses whose bodies wait to be read, in the order they were found."""
        return [row[0] for row in self._all("SELECT url FROM pages WHERE state = 'fetched' ORDER BY row")]

    def body(self, url: str) -> bytes:
        """The body that was kept for a fetched page."""
        row = self._one("SELECT body FROM pages WHERE url = ?", url)
        return bytes(row[0]) if row and row[0] is not None else b""

    def page_fetched(
        self,
        url: str,
        *,
        now: float,
        final_url: str,
        body: bytes,
        content_type: str,
        etag: str | None,
        modified: str | None,
    ) -> None:
        """A page came; its body is kept until it stands in the store. Another address that leads here is settled too."""
        with self.batch():
            self._set(
                url, state="fetched", fetched_at=now, final_url=final_url, body=body, content_type=content_type,
                etag=etag, modified=modified, note=None, tries=0, gone_at=None,
            )  # fmt: skip
            if final_url != url:
                self._db.execute(
                    "UPDATE pages SET state = 'alias', note = ? WHERE url = ? AND state = 'waiting' AND checks = 0",
                    (f"read through {url}", final_url),
                )

    def page_later(self, url: str, *, next_at: float, note: str | None, is_try: bool = True) -> None:
        """A page could not be had now."""
        with self.batch():
            self._db.execute(
                "UPDATE pages SET state = 'waiting', next_at = ?, note = ?, tries = tries + ? WHERE url = ?",
                (next_at, note, int(is_try), url),
            )

    def page_settled(self, url: str, *, state: str, note: str | None, now: float) -> None:
        """A page will not be read: refused, gone, or an alias of another."""
        self._set(url, state=state, note=note, body=None, **({"gone_at": now} if state == "gone" else {}))

    def pages_read(self, read: Sequence[tuple[str, str | None, str | None, float | None]], *, now: float) -> None:
        """Pages stand in the store: (address, digest of the text, article, when to look again or None for never)."""
        with self.batch():
            for url, digest, article, again_at in read:
                row = self._one("SELECT source, article, fetched_at FROM pages WHERE url = ?", url)
                if row is None:
                    continue
                self._db.execute(
                    "UPDATE pages SET state = ?, body = NULL, digest = coalesce(?, digest), article = coalesce(?, article),"
                    " checks = checks + 1, next_at = ? WHERE url = ?",
                    ("waiting" if again_at is not None else "done", digest, article, again_at or 0.0, url),
                )
                if article is not None and article != row["article"]:
                    self._db.execute("UPDATE sources SET new_at = ? WHERE address = ?", (now, row["source"]))
                    if row["article"] is None:
                        self._count(row["source"], _day(row["fetched_at"] or now))

    def unchanged(self, url: str, *, again_at: float | None) -> None:
        """A page said that nothing changed."""
        with self.batch():
            self._db.execute(
                "UPDATE pages SET state = ?, checks = checks + 1, tries = 0, next_at = ?, note = NULL WHERE url = ?",
                ("waiting" if again_at is not None else "done", again_at or 0.0, url),
            )

    def totals(self) -> Totals:
        """How collecting does as a whole."""
        row = self._all("SELECT count(*), count(nullif(failures, 0)), max(ok_at) FROM sources")[0]
        ok_at = moment_of(row[2]) if row[2] is not None else None
        return Totals(sources=row[0], failing=row[1], ok_at=ok_at, waiting=self.backlog())

    def backlog(self) -> int:
        """How many pages were never read and are to be."""
        row = self._one("SELECT count(*) FROM pages WHERE state = 'fetched' OR (state = 'waiting' AND checks = 0)")
        return int(row[0]) if row else 0

    def vanished(self) -> list[QueuedPage]:
        """Pages that were read and are no longer there, or were cancelled; latest first."""
        rows = self._all(f"SELECT {_COLUMNS} FROM pages WHERE state = 'gone' ORDER BY gone_at DESC, row")
        return [_page(row) for row in rows]

    def refused(self) -> list[QueuedPage]:
        """Pages that were left alone: closed, reserved by their publisher, or nothing that can be read; by address."""
        return [_page(row) for row in self._all(f"SELECT {_COLUMNS} FROM pages WHERE state = 'refused' ORDER BY url")]

    def next_due(self) -> float | None:
        """When the next page may be asked for."""
        row = self._one("SELECT min(max(p.next_at, coalesce(u.until, 0))) FROM pages p LEFT JOIN pauses u"
                        " ON u.host = p.host WHERE p.state = 'waiting'")  # fmt: skip
        return row[0] if row else None

    # -- hosts, files -------------------------------------------------------------------------------------------

    def robots(self, origin: str) -> tuple[str | None, float, int] | None:
        """The kept robots.txt of an origin, when it was asked for, failures in a row; a body of None: not to be had."""
        row = self._one("SELECT body, asked_at, failures FROM robots WHERE origin = ?", origin)
        return (row["body"], row["asked_at"], row["failures"]) if row else None

    def keep_robots(self, origin: str, body: str | None, *, now: float) -> None:
        """Keep a robots.txt, or that it could not be had (None)."""
        with self.batch():
            known = self.robots(origin)
            failures = 0 if body is not None else (known[2] if known else 0) + 1
            self._db.execute("REPLACE INTO robots VALUES (?, ?, ?, ?)", (origin, body, now, failures))

    def paused_until(self, host: str) -> float:
        """Until when a host asked not to be asked; 0 when it did not."""
        row = self._one("SELECT until FROM pauses WHERE host = ?", host)
        return float(row[0]) if row else 0.0

    def pause(self, host: str, *, until: float) -> None:
        """A host asked to be left alone."""
        with self.batch():
            self._db.execute("REPLACE INTO pauses VALUES (?, ?)", (host, max(until, self.paused_until(host))))

    def file_stamp(self, path: str) -> str | None:
        """What a file looked like when it was read to the end."""
        row = self._one("SELECT stamp FROM files WHERE path = ?", path)
        return row[0] if row else None

    def keep_file(self, path: str, stamp: str) -> None:
        """A file was read to the end."""
        with self.batch():
            self._db.execute("REPLACE INTO files VALUES (?, ?)", (path, stamp))

    # -- inside -------------------------------------------------------------------------------------------------

    def _upgrade(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise StoreError(f"{self.path}: written by a newer Dateline. Update Dateline.")
        if version == 0:
            with self.batch():
                for statement in _SCHEMA.split(";"):
                    if statement.strip():
                        self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _set(self, url: str, **values: Any) -> None:
        with self.batch():
            names = ", ".join(f"{name} = ?" for name in values)
            self._db.execute(f"UPDATE pages SET {names} WHERE url = ?", (*values.values(), url))

    def _count(self, source: str, day: str) -> None:
        self._db.execute(
            "INSERT INTO volume VALUES (?, ?, 1) ON CONFLICT (source, day) DO UPDATE SET articles = articles + 1",
            (source, day),
        )

    def _one(self, query: str, *values: Any) -> sqlite3.Row | None:
        return next(iter(self._all(query, *values)), None)

    def _all(self, query: str, *values: Any) -> list[sqlite3.Row]:
        try:
            with self._lock:
                return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise self._error(error) from error

    def _error(self, error: Exception) -> StoreError:
        mend = "Check that there is room and that the folder can be written, or move the file away: collecting then starts anew."
        return StoreError(f"{self.path}: {error}. {mend}")


def _pairs(rows: Sequence[sqlite3.Row]) -> dict[str, int]:
    return {row[0]: row[1] for row in rows}


def _page(row: sqlite3.Row) -> QueuedPage:
    values = dict(row)
    return QueuedPage(**{**values, "hint": json.loads(values["hint"] or "{}")})


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()
