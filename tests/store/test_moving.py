"""A store goes from one place to another whole, and comes back the same."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from dateline.errors import InputError, StoreError
from dateline.store import ArticleFilter, EventFilter, Store
from dateline.store.moving import backup, move, restore
from dateline.values import Article, Copy, Extraction, Refused, Story
from dateline.values.address import StoreAddress
from dateline.values.alert import Alert, AlertStep, Looked

SEEN = "2026-11-22T12:00:00+00:00"
Make = Callable[..., tuple[Article, Extraction]]
New = Callable[[], str]


def _fill(path: str, coded: Make, reports: int = 3) -> None:
    with Store(path) as store, store.batch():
        for n in range(reports):
            store.add(*coded(f"a{n}", published=f"2021-11-{10 + n}", url=f"https://example.org/{n % 2}"), seen_at=SEEN)
        store.withdraw("a0", why="retracted", who="desk", at="2021-12-01T10:00:00")
        store.refuse(Refused(None, "reading", "It is empty.", "f:3"), seen_at=SEEN)
        store.replace_copies([Copy("a1", "a0", "same words")])
        store.replace_stories([Story("s1", ("a0", "a1"))])
        store.add_alert(
            Alert(id="x", watch="w", words="isis-k outside AFG", raised_on="2021-12-01", title="-", why="-", keys=()),
            at=SEEN,
        )
        store.add_alert_step(AlertStep(alert="x", step="staged", at=SEEN))
        store.add_look(
            Looked(watch="w", words="isis-k outside AFG", on="2021-12-01", verdict="raised", why="-", reports=3),
            at=SEEN,
        )


def _answers(store: Store) -> list[object]:
    """What pages are made of; numbers of rows apart, nothing may differ."""
    return [
        store.status(),
        store.events(),
        store.events(EventFilter(as_of="2021-11-12")),
        store.statements(),
        store.articles(ArticleFilter(standing=False)),
        store.actors(),
        store.places(),
        store.stories(),
        store.search("goma shel*"),
        store.search('"in Goma on Friday"'),
        store.corrections(),
        store.changes(),
        store.alerts(),
        store.last_looks(),
        store.refusals(),
        [store.reading(f"a{n}") for n in range(3)],
    ]


def test_a_move_there_and_back_changes_nothing(new_store: New, tmp_path: Path, coded: Make) -> None:
    """Counts agree both ways, every answer is the same, and both go on numbering where they were."""
    here = str(tmp_path / "here.db")
    _fill(here, coded)
    there, back = new_store(), str(tmp_path / "back.db")
    with Store(here) as one, Store(there) as two, Store(back) as three:
        moved = move(one, two)
        assert moved == move(two, three)
        assert moved["articles"] == 3 and moved["alert_steps"] == 1
        assert _answers(one) == _answers(two) == _answers(three)
        for store in (one, two, three):
            store.add(*coded("new", published="2022-01-01"), seen_at=SEEN)
        assert _answers(one) == _answers(two) == _answers(three)


def test_a_move_into_what_holds_something_is_refused(new_store: New, tmp_path: Path, coded: Make) -> None:
    """And leaves it as it was."""
    here, there = str(tmp_path / "here.db"), new_store()
    _fill(here, coded)
    with Store(there) as two:
        two.add(*coded("other"), seen_at=SEEN)
    with Store(here) as one, Store(there) as two:
        with pytest.raises(InputError, match="not empty"):
            move(one, two)
        assert [row.id for row in two.articles()] == ["other"]


def test_a_move_that_is_stopped_leaves_nothing(new_store: New, tmp_path: Path, coded: Make) -> None:
    """The same command then starts anew."""
    here, there = str(tmp_path / "here.db"), new_store()
    _fill(here, coded)

    def stop(table: str, rows: int) -> None:
        if table == "events":
            raise KeyboardInterrupt

    with Store(here) as one, Store(there) as two:
        with pytest.raises(KeyboardInterrupt):
            move(one, two, progress=stop)
        assert two.count_articles() == 0
        move(one, two)
        assert _answers(one) == _answers(two)


def test_a_backup_under_load_is_one_moment(new_store: New, tmp_path: Path, coded: Make) -> None:
    """While somebody writes, each backup holds whole batches; restored, it answers like the store did then."""
    path = new_store()
    _fill(path, coded)
    with Store(path, readonly=True) as store:
        first = store.count_articles()
    done = Event()

    def write() -> None:
        with Store(path) as store:
            n = 0
            while not done.is_set() and n < 400:
                with store.batch():
                    for _ in range(2):
                        store.add(
                            *coded(f"w{n}", published="2022-01-01", url=f"https://example.org/w{n}"), seen_at=SEEN
                        )
                        n += 1

    writer = Thread(target=write)
    writer.start()
    try:
        for n in range(3):
            backup(StoreAddress(path), tmp_path / f"backup{n}.db")
    finally:
        done.set()
        writer.join()
    for n in range(3):
        with Store(tmp_path / f"backup{n}.db", readonly=True) as store:
            reports = store.count_articles()
            assert (reports - first) % 2 == 0
            assert store.count_events() == reports
    assert not list(tmp_path.glob(".*"))
    backup(StoreAddress(path), tmp_path / "last.db")
    target = new_store()
    restore(tmp_path / "last.db", StoreAddress(target))
    with Store(path, readonly=True) as one, Store(target, readonly=True) as two:
        assert _answers(one) == _answers(two)


def test_nothing_is_overwritten(new_store: New, tmp_path: Path, coded: Make) -> None:
    """Neither by a backup nor by a restore, and what is no backup is said."""
    path = new_store()
    _fill(path, coded)
    (tmp_path / "there.db").write_text("mine")
    with pytest.raises(InputError, match="nothing is overwritten"):
        backup(StoreAddress(path), tmp_path / "there.db")
    assert (tmp_path / "there.db").read_text() == "mine"
    backup(StoreAddress(path), tmp_path / "b.db")
    with pytest.raises(InputError, match=r"not empty|nothing is overwritten"):
        restore(tmp_path / "b.db", StoreAddress(path))
    with pytest.raises(InputError, match="no such backup"):
        restore(tmp_path / "missing.db", StoreAddress(tmp_path / "x.db"))
    with pytest.raises(InputError, match="no folder"):
        backup(StoreAddress(path), tmp_path / "nowhere" / "b.db")


def test_a_damaged_backup_is_no_store(tmp_path: Path, coded: Make) -> None:
    """Pages that were overwritten are found before anything stands on them."""
    _fill(str(tmp_path / "s.db"), coded)
    backup(StoreAddress(tmp_path / "s.db"), tmp_path / "b.db")
    with (tmp_path / "b.db").open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 20_000)
    with pytest.raises(StoreError):
        restore(tmp_path / "b.db", StoreAddress(tmp_path / "new.db"))
    assert not (tmp_path / "new.db").exists()
    assert not list(tmp_path.glob(".*"))


def test_a_backup_is_one_file(tmp_path: Path, coded: Make) -> None:
    """No log lies beside it, so that it can be carried away."""
    _fill(str(tmp_path / "s.db"), coded)
    backup(StoreAddress(tmp_path / "s.db"), tmp_path / "b.db")
    assert sorted(path.name for path in tmp_path.glob("b.db*")) == ["b.db"]
    with sqlite3.connect(tmp_path / "b.db") as found:
        assert found.execute("PRAGMA journal_mode").fetchone() == ("delete",)
