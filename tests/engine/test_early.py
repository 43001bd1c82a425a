"""The early warnings that a store keeps: those of the store as it is, or none."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dateline.engine import early
from dateline.engine.early import METHOD, keep_warnings, picture_warnings, standing_warnings, warnings_on
from dateline.engine.fusing import fuse_store
from dateline.engine.reviewing import reject_event
from dateline.engine.run import run
from dateline.store import Store
from dateline.values import Actor, Article, Event, Extraction, Party, Place, Refused, Sentence, Span
from dateline.web.app import create_app

SEEN = "2026-11-22T12:00:00+00:00"
FIRST = date(2020, 1, 1)
CALM = [7 * n for n in range(75)]  # days on which a report tells of one attack
BURST = [7 * 75 + n for n in range(8)]  # and of one each day, in another area
ISISK = Actor("isis-k", "ISIS-K", "AFG", "REB", kind="armed_group")
TOWNS = ("Kabul", "Jalalabad")


def article(n: int) -> Article:
    """A report of the n-th day."""
    day = (FIRST + timedelta(days=n)).isoformat()
    town = TOWNS[n >= BURST[0]]
    return Article(id=f"r{n}", text=f"ISIS-K bombed {n} posts in {town}.", published=day, publisher="Post")


def extract(articles: Iterable[Article]) -> Iterator[Extraction | Refused]:
    """Stands in for the reading: one attack a report."""
    for given in articles:
        town = given.text.split()[-1].rstrip(".")
        at = given.text.index(town)
        places = (Place(at, at + len(town), 34.5, 69.2, "AFG", town, TOWNS.index(town) + 1, 1, name=town),)
        event = Event(
            type="ASSAULT", quad="MX", score=-9.0, trigger=Span(7, 13), source=Party(0, 6, ISISK), place=0,
            date=given.published, date_precision=1,
        )  # fmt: skip
        whole = (Sentence(0, len(given.text)),)
        yield Extraction(id=given.id, language="en", coder="1", sentences=whole, places=places, events=(event,))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of a year and a half, read by `run`: an attack a week, then one a day somewhere else."""
    with Store(tmp_path / "s.db") as store:
        run(map(article, CALM + BURST), store, seen_at=SEEN, extract=extract)
    return tmp_path / "s.db"


def test_a_run_keeps_the_warnings_of_the_whole_record(path: Path) -> None:
    """What is kept is what would be made now, and there is something to keep."""
    with Store(path, readonly=True) as store:
        kept = store.kept_warnings(METHOD)
        assert kept
        assert kept == picture_warnings(store)


@pytest.mark.parametrize("change", ["withdrawn", "rejected", "new", "revised"])
def test_every_change_makes_them_stale(path: Path, change: str) -> None:
    """Before the next run they are made from what stands; after it they are kept again."""
    last = f"r{BURST[-1]}"
    with Store(path) as store:
        if change == "withdrawn":
            store.withdraw(last, why="a hoax", who="the desk", at="2026-11-23T08:00:00+00:00")
        elif change == "rejected":
            event = next(f.id for f in store.events(limit=1))
            reject_event(store, event, who="the desk", why="no attack", at="2026-11-23T08:00:00+00:00")
            fuse_store(store, at="2026-11-23T08:00:00+00:00")  # by which a decision comes into force
        elif change == "new":
            store.add(article(600), next(extract([article(600)])), seen_at=SEEN)  # type: ignore[arg-type]
        else:
            bare = Extraction(id=last, language="en", coder="2", sentences=())
            store.revise(article(BURST[-1]), bare, seen_at=SEEN)
        assert store.kept_warnings(METHOD) is None
        fuse_store(store, at="2026-11-23T08:00:00+00:00")
        assert standing_warnings(store) == picture_warnings(store)
        run((), store, seen_at="2026-11-23T09:00:00+00:00", extract=extract)
        assert store.kept_warnings(METHOD) == picture_warnings(store)


def test_what_comes_within_a_week_leaves_those_of_series(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They follow from whole weeks: only a week that ends, or a change in one that did, has them made again."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("made anew")

    last = BURST[-1]
    monday = last + 7 - (FIRST + timedelta(days=last)).weekday()  # the week after
    with Store(path) as store:
        run(map(article, [monday]), store, seen_at=SEEN, extract=extract)
        with monkeypatch.context() as patch:
            patch.setattr(early, "picture_warnings", never)
            run(map(article, [monday + 1, monday + 5]), store, seen_at=SEEN, extract=extract)
        assert store.kept_warnings(METHOD) == picture_warnings(store)
        store.withdraw("r0", why="a hoax", who="the desk", at="2026-11-23T08:00:00+00:00")
        run(map(article, [monday + 7]), store, seen_at=SEEN, extract=extract)
        assert store.kept_warnings(METHOD) == picture_warnings(store)


def test_warnings_of_another_method_are_not_taken(path: Path) -> None:
    """A program that warns otherwise makes its own, in their place."""
    with Store(path) as store:
        assert store.kept_warnings("of old") is None
        store.keep_warnings((), change=store.last_change(), method="of old")
        assert store.kept_warnings(METHOD) is None
        keep_warnings(store)
        assert store.kept_warnings("of old") is None
        assert store.kept_warnings(METHOD) == picture_warnings(store)


def test_what_changes_while_they_are_made_makes_them_stale(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are kept as of the state that they began with."""
    with Store(path) as store:
        store.withdraw("r0", why="a hoax", who="the desk", at="2026-11-23T08:00:00+00:00")

        def slow(given: Store) -> tuple[()]:
            given.withdraw("r7", why="a hoax", who="the desk", at="2026-11-23T08:00:01+00:00")
            return ()

        monkeypatch.setattr(early, "picture_warnings", slow)
        keep_warnings(store)
        assert store.kept_warnings(METHOD) is None


def test_the_page_reads_those_that_are_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It makes none, fresh or not: of those that are not it says so, on the page and to programs."""
    shown = TestClient(create_app(path)).get("/warnings.json").json()
    assert shown

    def never(*_: object, **__: object) -> None:
        raise AssertionError("made anew")

    with monkeypatch.context() as patch:
        patch.setattr(early, "picture_warnings", never)
        fresh = TestClient(create_app(path))
        assert fresh.get("/warnings.json").json() == shown
        assert fresh.get("/api/v1/warnings").json()["is_fresh"]
        with Store(path) as store:
            store.withdraw("r0", why="a hoax", who="the desk", at="2026-11-23T08:00:00+00:00")
        stale = TestClient(create_app(path))
        assert stale.get("/warnings.json").json() == shown
        assert "1 report came, changed or went since" in stale.get("/warnings").text
        said = stale.get("/api/v1/warnings").json()
        assert (said["is_fresh"], said["made_on"], said["reports_since"]) == (False, SEEN[:10], 1)


def test_each_incident_that_a_warning_counts_has_its_sentence(path: Path) -> None:
    """A warning leads to incidents, and each of them to its events."""
    with Store(path, readonly=True) as store:
        ids = {id_ for w in standing_warnings(store) if w.kind != "coverage_lost" for id_ in w.incidents}
    assert ids
    client = TestClient(create_app(path))
    page = client.get("/warnings").text
    for id_ in sorted(ids):
        assert f"/incident/{id_}" in page
        told = client.get(f"/incident/{id_}").text
        assert "<blockquote" in told and 'href="/article/' in told


def test_those_of_a_past_day_are_taken_from_those_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is taken is what would be made as of the day, on each Sunday and in between."""
    days = [(FIRST + timedelta(days=n)).isoformat() for n in (0, 100, 7 * 76, BURST[2], BURST[-1])]
    with Store(path, readonly=True) as store:
        made = [picture_warnings(store, as_of=day) for day in days]
        assert made[-1] and made[0] == ()
        monkeypatch.setattr(early, "picture_warnings", None)
        assert [warnings_on(store, day) for day in days] == made


def test_those_of_a_past_day_are_made_where_its_reports_are_no_longer_the_same(path: Path) -> None:
    """A report withdrawn since was counted on that day."""
    day = (FIRST + timedelta(days=BURST[-1])).isoformat()
    with Store(path) as store:
        before = picture_warnings(store, as_of=day)
        store.withdraw(f"r{BURST[0]}", why="a hoax", who="the desk", at="2026-11-23T08:00:00+00:00")
        fuse_store(store, at="2026-11-23T08:00:00+00:00")
        keep_warnings(store)
        assert warnings_on(store, day) == picture_warnings(store, as_of=day) == before
