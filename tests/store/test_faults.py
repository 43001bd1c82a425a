"""Whatever fails below the store - a full disk, a failing write, a file that may not be written - is a clean error.

No half record is left: what a failed batch had written is gone, what was there before stands, and the same batch goes in
once the fault is mended.
"""

import errno
import multiprocessing
import os
import random
import resource
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from runpy import run_path

import pytest
from click.testing import CliRunner
from sqlalchemy import event

from dateline.cli import cli
from dateline.engine.fusing import fuse_store
from dateline.engine.recode import Recoded, recode
from dateline.engine.shards import Outcome, Shelf
from dateline.errors import DatelineError, StoreError
from dateline.reading.warc import Archive, Page, read_warc
from dateline.store import Store
from dateline.store.moving import backup, move
from dateline.store.sources import NewPage, SourceState
from dateline.values import Article, Extraction, Refused
from dateline.values.address import StoreAddress

SEEN = "2026-11-22T12:00:00+00:00"
LATER = "2026-11-23T12:00:00+00:00"
TEXT = "Rebels shelled homes in Goma on Friday, killing 4. “We did not,” Ali Hassan said. Talks follow 🕊 in Doha. "
Make = Callable[..., tuple[Article, Extraction]]


@contextmanager
def _writes_fail_beyond(size: int) -> Iterator[None]:
    """Every write that would make a file longer fails, as on a disk with an error there."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def _fill(store: Store, coded: Make, name: str) -> None:
    with store.batch():
        for n in range(4):
            store.add(*coded(f"{name}{n}", url=f"https://example.org/{name}{n}"), seen_at=SEEN)


def _is_whole(path: Path) -> int:
    """How many reports there are, all of them with all that belongs to them."""
    with Store(path, readonly=True) as store:
        with store.moment() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            connection.exec_driver_sql("SELECT count(*) FROM words")
        reports = store.count_articles()
        assert reports == store.count_events() == len(store.search("goma", limit=1000))
        assert len(store.changes()) == reports
        return reports


def test_a_disk_that_is_full_at_any_page_leaves_no_half_record(tmp_path: Path, coded: Make) -> None:
    """For every number of pages that a batch may fall short of."""
    path = tmp_path / "s.db"
    Store(path).close()
    refused = reports = 0
    for spare in range(0, 40, 3):
        with Store(path) as store:
            with store.moment() as connection:
                most = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one()) + spare
            store._engine.dispose()

            @event.listens_for(store._engine, "connect")
            def _limit(connection: object, _record: object, most: int = most) -> None:
                connection.execute(f"PRAGMA max_page_count = {most}")  # type: ignore[attr-defined]

            try:
                _fill(store, coded, f"p{spare}-")
                reports += 4
            except StoreError as error:
                assert "disk is full" in str(error) and str(path) in str(error)
                refused += 1
        assert _is_whole(path) == reports
    assert refused and reports
    with Store(path) as store:
        _fill(store, coded, "p0-")
    assert _is_whole(path) == reports + (4 if refused else 0)


def test_a_write_that_fails_anywhere_leaves_no_half_record(tmp_path: Path, coded: Make) -> None:
    """In the log, in the file, at opening: the error names the store, and the batch goes in afterwards."""
    path = tmp_path / "s.db"
    with Store(path) as store:
        _fill(store, coded, "before")
    size = path.stat().st_size
    failed = 0
    for step in range(10):
        with _writes_fail_beyond(step * size // 6):
            try:
                with Store(path) as store:
                    _fill(store, coded, "new")
            except StoreError as error:
                assert str(path) in str(error)
                failed += 1
        assert _is_whole(path) in (4, 8)
    assert failed
    with Store(path) as store:
        _fill(store, coded, "new")
    assert _is_whole(path) == 8


def test_a_file_that_may_not_be_written_says_so(tmp_path: Path, coded: Make) -> None:
    """And what is there can still be read."""
    path = tmp_path / "s.db"
    with Store(path) as store:
        _fill(store, coded, "before")
    with Store(path) as store:
        event.listen(store._engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
        store._engine.dispose()
        with pytest.raises(StoreError, match="may not write"):
            _fill(store, coded, "new")
    assert _is_whole(path) == 4


def test_a_backup_that_cannot_be_finished_leaves_no_file(
    tmp_path: Path, coded: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither where the disk is too small nor where it cannot promise to keep it."""
    path = tmp_path / "s.db"
    with Store(path) as store:
        _fill(store, coded, "a")
    with _writes_fail_beyond(path.stat().st_size // 2), pytest.raises(StoreError, match="could not be made"):
        backup(StoreAddress(path), tmp_path / "b.db")

    def fail(number: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError, match="nothing was kept"):
        backup(StoreAddress(path), tmp_path / "b.db")
    monkeypatch.undo()
    assert not [p.name for p in tmp_path.iterdir() if not p.name.startswith("s.db")]
    backup(StoreAddress(path), tmp_path / "b.db")
    assert _is_whole(tmp_path / "b.db") == 4


def test_the_record_of_collecting_fails_cleanly(tmp_path: Path) -> None:
    """A page is queued whole or not at all, and the error is one of ours."""
    path = tmp_path / "sources.db"
    body = b"<p>" + b"words " * 40_000
    with SourceState(path) as state:
        pages = [
            NewPage(url=f"https://example.org/{n}", host="example.org", stamp=None, hint={}, next_at=0.0, body=body)
            for n in range(8)
        ]
        with _writes_fail_beyond(600_000), pytest.raises(StoreError, match=r"sources\.db"):
            state.enqueue("feed", pages, now=1.0)
        assert state.backlog() == 0
        assert state.enqueue("feed", pages, now=1.0) == 8
    with SourceState(path) as state:
        assert state.backlog() == 8 and state.body(pages[7].url) == body


def test_an_archive_has_whole_records_only(tmp_path: Path) -> None:
    """A record that could not be written to its end is cut off again; those after it are whole."""
    archive = Archive(tmp_path, "dateline-1", made_at=SEEN, agent="desk")
    noise = os.urandom(30_000)

    def keep(n: int) -> None:
        url = f"https://example.org/{n}"
        headers = {"content-type": "text/html"}
        archive.keep(url, visited=SEEN, status=200, headers=headers, body=b"<p>" + noise + str(n).encode())

    keep(1)
    with _writes_fail_beyond(archive.path.stat().st_size + 5_000), pytest.raises(OSError):
        keep(2)
    keep(3)
    archive.close()
    pages = list(read_warc(archive.path))
    assert [page.url for page in pages if isinstance(page, Page)] == ["https://example.org/1", "https://example.org/3"]
    assert len(pages) == 2


def test_a_shard_is_whole_or_absent(tmp_path: Path, coded: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is too small, or cannot promise to keep it; nothing lies beside, and the next try succeeds."""
    outcomes = [Outcome(article=coded(f"a{n}", text=TEXT + os.urandom(900).hex())[0]) for n in range(8)]
    shelf = Shelf(str(tmp_path / "found"))
    with _writes_fail_beyond(2_000), pytest.raises((OSError, DatelineError)):
        shelf.put("shard-1", outcomes)

    def fail(number: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((OSError, DatelineError)):
        shelf.put("shard-1", outcomes)
    monkeypatch.undo()
    assert list((tmp_path / "found").iterdir()) == []
    shelf.put("shard-1", outcomes)
    assert [outcome.article for outcome in shelf.get("shard-1")] == [outcome.article for outcome in outcomes]


def test_an_export_or_a_move_that_cannot_be_finished_leaves_nothing(tmp_path: Path, coded: Make) -> None:
    """An error in a line, no half file, no half store."""
    path = tmp_path / "s.db"
    with Store(path) as store:
        for n in range(20):
            _fill(store, coded, f"b{n}-")
    with _writes_fail_beyond(40_000):  # beyond what a reader shares with writers
        done = CliRunner().invoke(
            cli, ["export", "--as", "json", "--store", str(path), "-o", str(tmp_path / "out.json")]
        )
    assert done.exit_code == 1 and "File too large" in done.output
    there = tmp_path / "there.db"
    Store(there).close()
    with (
        Store(path, readonly=True) as one,
        Store(there) as two,
        _writes_fail_beyond(there.stat().st_size),
        pytest.raises(StoreError),
    ):
        move(one, two)
    assert _is_whole(there) == 0
    assert not [p.name for p in tmp_path.iterdir() if not p.name.startswith(("s.db", "there.db"))]


class _Recoding:
    """A store of a dozen reports, and what a recoding that nobody disturbs makes of it."""

    def __init__(self, folder: Path, coded: Make) -> None:
        self.path, self._coded = folder / "s.db", coded
        self._first = folder / "first.db"
        self._everything = run_path(str(Path(__file__).parents[2] / "benchmarks" / "soak_kills.py"))["everything"]
        with Store(self._first) as store, store.batch():
            for n in range(12):
                store.add(*coded(f"a{n}", published=f"2021-11-{20 + n // 4}"), seen_at=SEEN)
            fuse_store(store, at=SEEN)
        self.begin()
        self.statements = 0
        with self.open() as store:
            event.listen(store._engine, "before_cursor_execute", self._count)
            done = self.recode(store)
        assert (done.read, done.revised, len(done.refusals)) == (12, 11, 1)
        self._wanted = self._everything(str(self.path))

    def begin(self) -> None:
        """The store as it was before."""
        for path in self.path.parent.glob("s.db*"):
            path.unlink()
        shutil.copy(self._first, self.path)

    def open(self) -> Store:
        return Store(self.path)

    def recode(self, store: Store) -> Recoded:
        """All read by the next coder, which finds another day and cannot read one of them."""
        return recode(store, seen_at=LATER, coder="2", extract=self._read, batch=5)

    def ends_well(self) -> int:
        """Each report has one reading, whole; run again, everything is as if nothing had happened. Gives how many were new."""
        new = 0
        with self.open() as store:
            with store.moment() as connection:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            assert store.count_events() == len(store.search("goma", limit=1000)) == 12
            days = {found.evidence.article: found.event.date for found in store.events()}
            for n in range(12):
                name = f"a{n}"
                versions = [found for _, _, found in store.extraction_versions(name)]
                assert versions == [self._coded(name)[1], self._next(name)][: len(versions)]
                assert days[name] == versions[-1].events[0].date
                new += len(versions) == 2
            self.recode(store)
        assert self._everything(str(self.path)) == self._wanted
        return new

    def _read(self, articles: list[Article]) -> Iterable[Extraction | Refused]:
        for article in articles:
            yield Refused(article.id, "engine", "A defect.") if article.id == "a7" else self._next(article.id)

    def _next(self, name: str) -> Extraction:
        return self._coded(name, coder="2", date="2021-11-18")[1]

    def _count(self, *_: object) -> None:
        self.statements += 1


@pytest.fixture
def recoding(tmp_path: Path, coded: Make) -> _Recoding:
    return _Recoding(tmp_path, coded)


def test_a_recoding_that_runs_out_of_disk_leaves_whole_readings_and_goes_on(recoding: _Recoding) -> None:
    """Wherever room or the file ends: run again with room, it ends as one that was not disturbed."""
    kept, refused = set(), 0
    for spare in range(0, 24, 3):
        recoding.begin()
        with recoding.open() as store:
            with store.moment() as connection:
                most = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one()) + spare
            store._engine.dispose()
            limit = f"PRAGMA max_page_count = {most}"
            event.listen(store._engine, "connect", lambda connection, _, limit=limit: connection.execute(limit))
            try:
                recoding.recode(store)
            except StoreError as error:
                assert "disk is full" in str(error)
                refused += 1
        kept.add(recoding.ends_well())
    for share in (0.2, 0.5, 1.0, 1.2):
        recoding.begin()
        with _writes_fail_beyond(int(recoding.path.stat().st_size * share)):
            try:
                with recoding.open() as store:
                    recoding.recode(store)
            except StoreError as error:
                assert str(recoding.path) in str(error)
                refused += 1
        kept.add(recoding.ends_well())
    assert refused and kept <= {0, 5, 9, 11}


def test_a_recoding_that_is_killed_leaves_whole_readings_and_goes_on(recoding: _Recoding) -> None:
    """kill -9 before any of its statements, drawn by lot."""
    assert recoding.statements > 50
    kept = set()
    for at in sorted(random.Random(11).sample(range(1, recoding.statements), 16)):
        recoding.begin()
        process = multiprocessing.get_context("fork").Process(target=_recode_until, args=(recoding, at))
        process.start()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        kept.add(recoding.ends_well())
    assert len(kept) > 1 and kept <= {0, 5, 9, 11}


def _recode_until(recoding: _Recoding, at: int) -> None:
    with recoding.open() as store:
        said = 0

        def count(*_: object) -> None:
            nonlocal said
            said += 1
            if said == at:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(store._engine, "before_cursor_execute", count)
        recoding.recode(store)
