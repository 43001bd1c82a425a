"""Old words go; what was read in them stays, with its sentence."""

from collections.abc import Callable
from pathlib import Path

from msgspec import structs
from sqlalchemy import inspect

from dateline.engine.fusing import fuse_store
from dateline.engine.recode import recode
from dateline.store import Store
from dateline.store.dialect import connect
from dateline.store.moving import backup, move, restore
from dateline.store.sources import NewPage, SourceState
from dateline.values import Article, Extraction, Sentence
from dateline.values.address import StoreAddress

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


def test_a_purged_text_goes_nowhere_any_more(new_store: Callable[[], str], tmp_path: Path, coded: Make) -> None:
    """On both databases: it stands in no table, and so in no backup, restored store or moved one that is made afterwards."""
    words = "xylophone quarrel beside the zeppelin"
    text = f"Rebels shelled homes in Goma on Friday, killing 4. “We did not,” Ali Hassan said. Talks in Doha. Then a {words}."
    address = StoreAddress(new_store())
    with Store(address) as store:
        for name, day in (("a", "2021-11-20"), ("b", "2021-11-21"), ("a", "2021-11-22")):  # a copy, and a newer version
            more = {"title": "A report", "published": day, "publisher": f"Post {name}"}
            article, extraction = coded(name, text=f"{text} {day}" if day == "2021-11-22" else text, **more)
            store.add(article, cut(extraction, text.index("Then")), seen_at=SEEN)
        with store.batch():
            fuse_store(store, at=SEEN)
        assert store.search("zeppelin")
        store.purge_texts(before="2022-01-01", who="desk", at=AT)
        assert store.search("zeppelin") == [] == store.search("zepp*")
        store.rebuild()
        with store.batch():
            fuse_store(store, at=AT)
    assert not [row for row in everything_in(address) if "zeppelin" in row or "xyloph" in row]
    moved, again = StoreAddress(tmp_path / "moved.db"), StoreAddress(tmp_path / "again.db")
    with Store(address, readonly=True) as here, Store(moved) as there:
        move(here, there)
    if not address.is_server:
        backup(address, tmp_path / "kept.db")
        restore(tmp_path / "kept.db", again)
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert len(files) >= 1
    for path in files:
        assert b"zeppelin" not in path.read_bytes() and b"xyloph" not in path.read_bytes(), path.name
    assert any(b"shelled homes" in path.read_bytes() for path in files)


def test_a_page_that_was_read_leaves_no_word_in_the_record_of_collecting(tmp_path: Path) -> None:
    """Its body is kept until it stands in the store; then its bytes are overwritten."""
    body = b"<p>" + b"a quarrel beside the zeppelin " * 900 + b"</p>"
    with SourceState(tmp_path / "s-sources.db") as state:
        page = NewPage(url="http://o.example/p", host="o.example", stamp=None, hint={}, next_at=0.0, body=body)
        state.enqueue("http://o.example/rss", [page], now=0.0)
        assert state.body(page.url) == body
        state.pages_read([(page.url, "digest", "a", None)], now=1.0)
    assert b"zeppelin" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def cut(extraction: Extraction, at: int) -> Extraction:
    """A reading whose last sentence ends there, so that what follows is a sentence of no fact."""
    *others, last = extraction.sentences
    sentences = (*others, Sentence(last.start, at), Sentence(at, last.end))
    return structs.replace(extraction, sentences=sentences)


def everything_in(address: StoreAddress) -> list[str]:
    """Every row of every table, in words; of the index of full text as well."""
    engine = connect(address, readonly=False)
    try:
        with engine.connect() as connection:
            names = [name for name in inspect(connection).get_table_names() if not name.startswith("sqlite_")]
            rows = []
            for name in names:
                for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'):
                    rows.append(" ".join(str(bytes(v) if isinstance(v, memoryview) else v) for v in row))
            return rows
    finally:
        engine.dispose()
