"""Corrections are obeyed and outlive a new reading; a withdrawn report leaves nothing behind; order does not matter."""

import random
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.engine.fusing import fuse_store
from dateline.engine.local import extract_all
from dateline.engine.recode import Change, recode
from dateline.engine.reviewing import join_incidents, reject_event, split_incident, undo
from dateline.errors import InputError
from dateline.picture.relations import relate
from dateline.reading import read
from dateline.store import Store
from dateline.values import Article, Extraction, Incident, Refused

SEEN = "2026-11-22T12:00:00+00:00"
LATER = "2026-11-23T12:00:00+00:00"
SAMPLE = Path(__file__).parents[2] / "sample/afghanistan-2021/reports.jsonl"
Pairs = list[tuple[Article, Extraction]]
_encode = msgspec.json.Encoder(order="deterministic").encode
PICKED = ("kunduz", "jalalabad", "hospital", "doha", "airport", "nangarhar", "eidgah", "hg-1012-eu", "pl-1011-aid")


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    """Some reports of the sample, really read, once."""
    articles = [a for a in read(str(SAMPLE)) if isinstance(a, Article) and any(word in a.id for word in PICKED)]
    articles = [a for a in articles if a.language in (None, "en")]
    found = list(extract_all(articles))
    assert all(isinstance(x, Extraction) for x in found)
    return list(zip(articles, found))  # type: ignore[arg-type]


def fill(path: Path, pairs: Iterable[tuple[Article, Extraction]], *, batches: int = 1) -> Store:
    """A store of these, fused after each batch."""
    pairs = list(pairs)
    store = Store(path)
    size = max(1, -(-len(pairs) // batches))
    for start in range(0, len(pairs), size):
        with store.batch():
            for article, extraction in pairs[start : start + size]:
                store.add(article, extraction, seen_at=SEEN)
            fuse_store(store, at=SEEN)
    return store


def state(store: Store) -> bytes:
    """All that fusion said, and all that stands, as bytes."""
    return _encode(
        [
            sorted(store.incidents(), key=lambda i: i.id),
            sorted(store.stories(), key=lambda s: s.id),
            sorted(store.events(), key=lambda e: e.id),
            sorted(store.statements(), key=lambda s: s.id),
        ]
    )


@pytest.fixture(scope="module")
def whole(pairs: Pairs, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with fill(tmp_path_factory.mktemp("whole") / "s.db", pairs) as store:
        return state(store)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), batches=st.integers(1, 6))
def test_order_and_batches_do_not_matter(
    pairs: Pairs, whole: bytes, seed: int, batches: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A stream in any order and a batch agree at the end, byte for byte."""
    shuffled = random.Random(seed).sample(pairs, len(pairs))
    with fill(tmp_path_factory.mktemp("order") / "s.db", shuffled, batches=batches) as store:
        assert state(store) == whole


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_withdrawn_report_leaves_nothing(
    pairs: Pairs, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whichever report is withdrawn, the store says what one says that never had it."""
    article = data.draw(st.sampled_from([article.id for article, _ in pairs]))
    folder = tmp_path_factory.mktemp("withdraw")
    with (
        fill(folder / "a.db", pairs) as store,
        fill(folder / "b.db", [p for p in pairs if p[0].id != article]) as never,
    ):
        store.withdraw(article, why="retracted", who="test", at=LATER)
        fuse_store(store, at=LATER)
        assert state(store) == state(never)
        incidents = store.incidents()
        assert not [i for i in incidents if article in i.articles or any(t.article == article for t in i.tolls)]
        assert not [s for s in store.stories() if article in s.articles]
        assert not [e for e in store.events() if article in (e.evidence.article, e.evidence.copy_of)]
        assert article.encode() not in _encode(relate(store.events(), a="USA", b="taliban", at="2021-12-31"))


def _of(store: Store, article: str, type: str = "ASSAULT") -> Incident:
    return max(
        (i for i in store.incidents() if article in i.articles and i.type == type), key=lambda i: (i.reports, i.id)
    )


def test_a_rejected_event_leaves_every_figure_and_comes_back(pairs: Pairs, tmp_path: Path) -> None:
    """Rejected: gone from events and incidents, known still as of the day before; undone: as if nothing had been."""
    with fill(tmp_path / "s.db", pairs) as store:
        before = state(store)
        event = _of(store, "mw-0918-jalalabad").events[0]
        reject_event(store, event, who="ann", why="no attack", at=LATER)
        fuse_store(store, at=LATER)
        assert store.event(event) is None
        assert not [i for i in store.incidents() if event in i.events]
        assert store.event(event, as_of="2026-11-22") is not None
        (number,) = [c.number for c in store.corrections() if c.kind == "reject"]
        undo(store, number, who="ben", why="it was one", at=LATER)
        fuse_store(store, at=LATER)
        assert state(store) == before
        assert [(c.kind, c.who, c.why) for c in store.corrections()] == [
            ("reject", "ann", "no attack"),
            ("undo", "ben", "it was one"),
        ]


def test_joined_and_split_stay_so(pairs: Pairs, tmp_path: Path) -> None:
    """Joined incidents stay one and split ones two, fusion after fusion, and say who decided; undoing brings back."""
    with fill(tmp_path / "s.db", pairs) as store:
        before = state(store)
        one, two = _of(store, "mw-0918-jalalabad"), _of(store, "mw-1008-kunduz-1")
        join_incidents(store, [one.id, two.id], who="ann", why="one hand", at=LATER)
        for _ in range(2):
            fuse_store(store, at=LATER)
            joined = _of(store, "mw-1008-kunduz-1")
            assert set(joined.events) == {*one.events, *two.events}
            assert joined.id == one.id, "the older name stays"
            assert "correction 1" in joined.why
        split_incident(store, joined.id, list(two.events), who="ben", why="no, two", at=LATER)
        fuse_store(store, at=LATER)
        assert set(_of(store, "mw-1008-kunduz-1").events) == set(two.events)
        assert set(_of(store, "mw-0918-jalalabad").events) == set(one.events)
        for number in (2, 1):
            undo(store, number, who="cy", why="start over", at=LATER)
        fuse_store(store, at=LATER)
        assert state(store) == before


def test_corrections_of_nothing_are_refused(pairs: Pairs, tmp_path: Path) -> None:
    """Unknown ids, a join of one, a split that leaves nothing, undoing a withdrawal: each says how to mend it."""
    with fill(tmp_path / "s.db", pairs[:4]) as store:
        incident = store.incidents()[0]
        told = {"who": "ann", "why": "so", "at": LATER}
        store.withdraw(pairs[0][0].id, **told)
        for act in (
            lambda: reject_event(store, "nothing", **told),
            lambda: join_incidents(store, [incident.id, incident.id], **told),
            lambda: join_incidents(store, [incident.id, "nothing"], **told),
            lambda: split_incident(store, incident.id, ["nothing"], **told),
            lambda: split_incident(store, incident.id, list(incident.events), **told),
            lambda: undo(store, 99, **told),
            lambda: undo(store, 1, **told),
        ):
            with pytest.raises(InputError):
                act()


def test_recoding_keeps_both_readings_and_corrections(pairs: Pairs, tmp_path: Path) -> None:
    """A new coder's reading becomes current, the old one is kept, what changed is told, a rejected event stays out."""
    few = [p for p in pairs if "jalalabad" in p[0].id]
    by_id = {article.id: found for article, found in few}
    without = "ko-0818-jalalabad"

    def newer(articles: list[Article]) -> Iterable[Extraction | Refused]:
        for article in articles:
            found = replace(by_id[article.id], coder="next")
            events = tuple(replace(e, source=None) for e in found.events)  # ids of events change with their parties
            yield replace(found, events=() if article.id == without else events)

    with fill(tmp_path / "s.db", few) as store:
        rejected = _of(store, "mw-0918-jalalabad").events[0]
        words = store.event(rejected)
        assert words is not None
        reject_event(store, rejected, who="ann", why="none", at=LATER)
        fuse_store(store, at=LATER)
        told: list[Change] = []
        done = recode(store, seen_at=LATER, coder="next", extract=newer, tell=told.append, batch=2)
        assert (done.read, done.passed_over, done.read) == (len(few), 0, done.revised + done.same + len(done.refusals))
        assert without in {change.article for change in told if change.events_dropped and not change.events_added}
        assert sum(done.dropped.values()) == sum(len(change.events_dropped) for change in told) > 0
        assert [coder for coder, _, _ in store.extraction_versions(without)] == [by_id[without].coder, "next"]
        assert not [i for i in store.incidents() if without in i.articles]
        spot = (words.evidence.article, words.event.trigger)
        assert not [e for e in store.events() if (e.evidence.article, e.event.trigger) == spot], "rejected is rejected"
        again = recode(store, seen_at=LATER, coder="next", extract=newer)
        assert (again.read, again.passed_over) == (0, len(few))


def test_a_stopped_recoding_goes_on(pairs: Pairs, tmp_path: Path) -> None:
    """Whole batches are kept; the next call reads the rest and fuses."""
    few = pairs[:5]
    by_id = {article.id: found for article, found in few}
    seen: list[str] = []

    def newer(articles: list[Article]) -> Iterable[Extraction | Refused]:
        for article in articles:
            if len(seen) == 3:
                raise KeyboardInterrupt
            seen.append(article.id)
            yield replace(by_id[article.id], coder="next")

    with fill(tmp_path / "s.db", few) as store:
        with pytest.raises(KeyboardInterrupt):
            recode(store, seen_at=LATER, coder="next", extract=newer, batch=2)
        seen.clear()
        seen.append("the limit is not met again")
        done = recode(
            store, seen_at=LATER, coder="next", batch=2,
            extract=lambda articles: [replace(by_id[a.id], coder="next") for a in articles],
        )  # fmt: skip
        assert (done.read, done.passed_over) == (3, 2)
        assert store.is_fused()
