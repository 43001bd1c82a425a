"""A store that grows, shrinks and is read anew says in the end what one says that got all at once."""

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import select

from dateline.engine.fusing import fuse_store
from dateline.engine.local import extract_all
from dateline.fusion.incidents import fuse
from dateline.store import Store
from dateline.store import tables as t
from dateline.store import upkeep as u
from dateline.values import Article, Extraction

SEEN, LATER = "2023-06-01T12:00:00", "2023-06-02T12:00:00"
Pairs = list[tuple[Article, Extraction]]
_encode = msgspec.json.Encoder(order="deterministic").encode

WIRE = (
    "MANILA (Union Press) — Gunmen attacked a bus near Davao on Tuesday and killed four soldiers, the army said. "
    "The bus was on its way to the harbour when it was stopped at a bridge, and the driver fled into the fields. "
    "Nobody has said that they did it, and the road was closed until the evening while engineers looked for mines."
)
TEXTS = (
    ("wire", "2023-05-09T08:00:00", WIRE),
    ("copy", "2023-05-09T10:00:00", WIRE.replace("MANILA (Union Press) — ", "From our news service. ")),
    ("early", "2023-05-08T20:00:00", WIRE.split(" Nobody")[0]),
    ("other", "2023-05-10T09:00:00", "DAVAO, Philippines — Four soldiers were killed when gunmen attacked a bus near "
     "Davao on Tuesday. The president called the attack cowardly on Wednesday."),
    ("next", "2023-05-11T09:00:00", "DAVAO, Philippines — A bomb exploded at a market in Davao on Thursday, killing "
     "two traders, police said. On Tuesday gunmen killed four soldiers in a bus near the city."),
    ("plan", "2023-05-08T10:00:00", "MANILA — Japan and the Philippines will hold talks in Manila on Friday about "
     "patrol ships, the Japanese foreign ministry said on Monday."),
    ("held", "2023-05-12T18:00:00", "MANILA — The Philippines and Japan held talks in Manila on Friday about patrol "
     "ships and agreed to meet again."),
    ("echo", "2023-05-13T08:00:00", "Japan and the Philippines held talks in Manila on Friday, officials said."),
    ("march", "2023-05-12T12:00:00", "JAKARTA — Thousands of students protested in Jakarta on Friday against the price "
     "of rice, and police arrested nine of them."),
    ("march2", "2023-05-12T15:00:00", "JAKARTA — Police arrested nine students in Jakarta on Friday as thousands "
     "protested against the price of rice."),
    ("undated", None, "The army of Fiji visited New Zealand to talk about floods."),
)  # fmt: skip


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    """Reports with copies, plans, echoes and one without a date, really read, once."""
    articles = [Article(id=name, text=text, published=day, language="en") for name, day, text in TEXTS]
    found = list(extract_all(articles))
    assert all(isinstance(x, Extraction) for x in found)
    return list(zip(articles, found, strict=True))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def whole(pairs: Pairs) -> bytes:
    return state_of(pairs)


@contextmanager
def empty_store() -> Iterator[Store]:
    """A store of its own; its tables are made once for all of them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "s.db"
        path.write_bytes(_empty())
        with Store(path) as store:
            yield store


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "s.db"
        Store(path).close()
        return path.read_bytes()


def state_of(pairs: Pairs, what: Callable[[Store], bytes] | None = None) -> bytes:
    """What a store says that got these at once."""
    with empty_store() as store:
        for article, extraction in pairs:
            store.add(article, extraction, seen_at=SEEN)
        fuse_store(store, at=SEEN)
        return (what or state)(store)


def figures(store: Store) -> bytes:
    """What pages draw from it: relations, presence, calendar, coverage."""
    picture = store.picture()
    sides = sorted({(a.id, b.id) for i in picture.incidents for a in i.actors for b in (*i.actors, *i.recipients)})
    return _encode(
        [
            store.coverage(),
            [picture.relation(a, b, at="2023-06-30") for a, b in sides if a != b],
            [picture.presence(a, since="2023-05-01", until="2023-05-31") for a in sorted({a for a, _ in sides})],
            picture.calendar(since="2023-05-01", until="2023-05-31"),
        ]
    )


def state(store: Store) -> bytes:
    """All that fusion keeps and tells."""
    with store.batch():
        connection = store.upkeep().connection
        derived = [t.copies, t.story_articles, t.incident_events, t.incident_actors, u.shelf, u.incident_articles]
        rows = [sorted(tuple(row) for row in connection.execute(table.select())) for table in derived]
        standing = t.articles.c.id, t.articles.c.row
        names = {row.row: row.id for row in connection.execute(select(*standing))}
        keys = [
            sorted((names[row.article_row], row.key) for row in connection.execute(table.select()))
            for table in (u.copy_keys, u.near_keys)
        ]
    return _encode(
        [
            sorted(store.incidents(), key=lambda i: i.id),
            sorted(store.stories(), key=lambda s: s.id),
            sorted(store.events(), key=lambda e: e.id),
            sorted(store.statements(), key=lambda s: s.id),
            rows,
            keys,
        ]
    )


def grown(store: Store, pairs: Iterable[tuple[Article, Extraction]], random_: random.Random) -> Iterator[None]:
    """Reports come one by one; now and then the store is fused."""
    for article, extraction in pairs:
        store.add(article, extraction, seen_at=SEEN)
        if random_.random() < 0.25:
            fuse_store(store, at=SEEN)
        yield


@settings(max_examples=50)
@given(seed=st.integers(0, 10**9))
def test_fifty_orders_and_batchings_are_one(pairs: Pairs, whole: bytes, seed: int) -> None:
    """In any order, fused after any of them: the same copies, stories, incidents and keys, byte for byte."""
    random_ = random.Random(seed)
    with empty_store() as store:
        for _ in grown(store, random_.sample(pairs, len(pairs)), random_):
            pass
        fuse_store(store, at=SEEN)
        assert state(store) == whole


@settings(max_examples=5)
@given(seed=st.integers(0, 10**9))
def test_whatever_is_withdrawn_leaves_nothing(pairs: Pairs, seed: int) -> None:
    """Reports go while others come: the end is a store that never had them, down to the last key and figure."""
    random_ = random.Random(seed)
    gone = {article.id for article, _ in random_.sample(pairs, random_.randint(1, 4))}
    with empty_store() as store:
        come: set[str] = set()
        order = random_.sample(pairs, len(pairs))
        for (article, _), _ in zip(order, grown(store, order, random_), strict=True):
            come.add(article.id)
            for name in sorted(gone & come):
                if random_.random() < 0.3:
                    store.withdraw(name, why="retracted", who="test", at=LATER)
        for name in sorted(gone):
            store.withdraw(name, why="retracted", who="test", at=LATER)
        fuse_store(store, at=LATER)
        told, drawn = state(store), figures(store)
    kept = [pair for pair in pairs if pair[0].id not in gone]
    assert (told, drawn) == (state_of(kept), state_of(kept, figures))


@settings(max_examples=4)
@given(seed=st.integers(0, 10**9))
def test_readings_may_change_at_any_time(pairs: Pairs, whole: bytes, seed: int) -> None:
    """Reports first read by a coder that found nothing, or half, and read again later: the same as read well at once."""
    random_ = random.Random(seed)
    with empty_store() as store:
        for article, extraction in random_.sample(pairs, len(pairs)):
            poor = replace(extraction, events=extraction.events[: random_.randint(0, 1)], statements=(), coder="poor")
            store.add(article, poor, seen_at=SEEN)
        fuse_store(store, at=SEEN)
        for article, extraction in random_.sample(pairs, len(pairs)):
            store.revise(article, extraction, seen_at=LATER)
            if random_.random() < 0.25:
                fuse_store(store, at=LATER)
        fuse_store(store, at=LATER)
        assert state(store) == whole


def test_a_store_and_the_pure_function_agree(pairs: Pairs) -> None:
    """What a store fuses bit by bit is what `fuse` makes of all its events at once."""
    with empty_store() as store:
        for _ in grown(store, pairs, random.Random(3)):
            fuse_store(store, at=SEEN)
        stories = {article: story.id for story in store.stories() for article in story.articles}
        made = fuse(store.events(), stories=stories)
        assert sorted(made, key=lambda i: i.id) == sorted(store.incidents(), key=lambda i: i.id)
        assert [i.outcome for i in made if i.modality == "planned" and i.of == "CONSULT"] == ["held"]


def test_fusing_again_tells_followers_nothing(pairs: Pairs, tmp_path: Path) -> None:
    """Nothing new: nothing is written. A new copy is told as a change of its own incidents and of no other."""
    late = next(pair for pair in pairs if pair[0].id == "copy")
    with Store(tmp_path / "s.db") as store:
        for article, extraction in pairs:
            if article.id != "copy":
                store.add(article, extraction, seen_at=SEEN)
        fuse_store(store, at=SEEN)
        assert fuse_store(store, at=LATER) == (0, 0, 0)
        before = store.changes()[-1].number
        store.add(*late, seen_at=LATER)
        fuse_store(store, at=LATER)
        told = {change.target for change in store.changes(after=before) if change.about == "incident"}
        assert told == {i.id for i in store.incidents() if "copy" in i.articles}


def test_an_outcome_is_known_from_its_report_on(pairs: Pairs, tmp_path: Path) -> None:
    """As of a day before the meeting the plan has no outcome; from the day of its report on it was held."""
    with Store(tmp_path / "s.db") as store:
        for article, extraction in pairs:
            store.add(article, extraction, seen_at=SEEN)
        fuse_store(store, at=SEEN)
        for day, outcome in (("2023-05-11", None), ("2023-05-12", "held")):
            (plan,) = [i for i in store.picture(as_of=day).incidents if i.modality == "planned" and i.of == "CONSULT"]
            assert plan.outcome == outcome
