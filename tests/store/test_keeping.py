"""Old words go; what was read in them stays, with its sentence."""

from collections.abc import Callable
from pathlib import Path

from dateline.engine.fusing import fuse_store
from dateline.engine.recode import recode
from dateline.store import Store
from dateline.values import Article, Extraction

SEEN = "2026-11-22T12:00:00+00:00"
AT = "2027-01-01T00:00:00+00:00"
Make = Callable[..., tuple[Article, Extraction]]


def _two(store: Store, coded: Make) -> None:
    store.add(*coded("old", published="2021-11-20"), seen_at=SEEN)
    store.add(*coded("again", published="2021-11-20T06:00:00", publisher="Herald"), seen_at=SEEN)
    store.add(*coded("new", published="2022-11-20", publisher="Globe"), seen_at=SEEN)
    with store.batch():
        fuse_store(store, at=SEEN)


def test_a_purge_takes_the_words_and_keeps_the_facts(store: Store, coded: Make) -> None:
    """Text and full text go; events, statements, incidents, stories and their evidence are as before."""
    _two(store, coded)
    before = [store.events(), store.statements(), store.actors(), store.incidents(), store.stories(), store.pairs()]
    readings = [store.reading(name) for name in ("old", "again")]
    purged = store.purge_texts(before="2022-01-01", who="desk", at=AT)
    assert (purged.reports, purged.from_on, purged.to_on) == (2, "2021-11-20", "2021-11-20")
    assert purged.text_bytes == sum(len(r.article.text.encode()) for r in readings if r is not None)
    assert [hit.evidence.article for hit in store.search("goma")] == ["new"]
    for was in readings:
        assert was is not None
        now = store.reading(was.article.id)
        assert now is not None and now.article.text == ""
        assert (now.events, now.statements, now.extraction) == (was.events, was.statements, was.extraction)
    with store.batch():
        fuse_store(store, at=AT)
    after = [store.events(), store.statements(), store.actors(), store.incidents(), store.stories(), store.pairs()]
    assert after == before
    assert store.count_texts() == 1 and store.count_texts(before="2022-01-01") == 0


def test_a_purge_is_on_record_once(store: Store, coded: Make) -> None:
    """A second one finds nothing and says nothing."""
    _two(store, coded)
    store.purge_texts(before="2022-01-01", who="desk", at=AT)
    assert store.purge_texts(before="2022-01-01", who="desk", at=AT).reports == 0
    (record,) = store.corrections(about="store")
    assert (record.kind, record.target, record.who) == ("purge", "2022-01-01", "desk")
    assert record.value["reports"] == 2


def test_what_was_purged_is_neither_read_again_nor_added_again(store: Store, coded: Make) -> None:
    """A recoding and a rebuilding pass it over; the same report is known."""
    _two(store, coded)
    store.purge_texts(before="2022-01-01", who="desk", at=AT)
    assert store.add(*coded("old", published="2021-11-20"), seen_at=AT) == "duplicate"
    events = store.events()
    asked: list[str] = []

    def extract(articles: list[Article]) -> list[Extraction]:
        asked.extend(article.id for article in articles)
        return [coded(article.id, coder="2")[1] for article in articles]

    recode(store, seen_at=AT, coder="2", everything=True, extract=extract)
    assert asked == ["new"]
    store.rebuild()
    assert [event.id for event in store.events()] == [event.id for event in events]
    assert all(event.evidence.words for event in store.events())


def test_a_late_report_joins_a_story_through_a_member_with_words(store: Store, coded: Make) -> None:
    """A copy of what is purged stays its copy, and the story keeps its id. (Copies are looked for within a month.)"""
    text = "Rebels shelled homes in Goma on Friday, killing 4. “We did not,” Ali Hassan said. Talks follow 🕊 in Doha."
    store.add(*coded("a", published="2021-12-30", text=text), seen_at=SEEN)
    store.add(*coded("b", published="2022-01-02", text=text, publisher="Herald"), seen_at=SEEN)
    with store.batch():
        fuse_store(store, at=SEEN)
    before = (store.stories(), [(row.id, row.copy_of) for row in store.articles()])
    store.purge_texts(before="2022-01-01", who="desk", at=AT)
    store.add(*coded("c", published="2022-01-03", text=text, publisher="Globe"), seen_at=AT)
    with store.batch():
        fuse_store(store, at=AT)
    assert [(row.id, row.copy_of) for row in store.articles()][1:] == before[1]
    assert [(story.id, story.articles) for story in store.stories()] == [("story-a", ("a", "b", "c"))]


def test_no_byte_of_a_purged_text_is_left_in_the_file(tmp_path: Path, coded: Make) -> None:
    """Not in free pages, not in the index, not in the log."""
    words = "xylophone quarrel beside the zeppelin"
    text = "Rebels shelled homes in Goma on Friday, killing 4. “We did not,” Ali Hassan said. Talks in Doha."
    with Store(tmp_path / "s.db") as store:
        for n in range(30):
            filler = " ".join(f"{words} {n} {k}" for k in range(200))
            store.add(*coded(f"a{n}", text=f"{text}\n{filler}"), seen_at=SEEN)
        store.purge_texts(before="2022-01-01", who="desk", at=AT)
        found = b"".join(path.read_bytes() for path in tmp_path.glob("s.db*"))
        assert b"shelled homes" in found  # the sentence of the event stays
        assert b"zeppelin" not in found and b"xylophone" not in found
