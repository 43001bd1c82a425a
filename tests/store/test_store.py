"""What goes in comes out with its sentence, and as it was known on any day."""

import pickle
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.errors import InputError, StoreError
from dateline.store import ArticleFilter, EventFilter, IncidentFilter, StatementFilter, Store
from dateline.values import Article, Copy, Extraction, Incident, Refused, Site, Story
from dateline.values.actor import Actor
from dateline.values.address import StoreAddress

SEEN = "2026-11-22T12:00:00+00:00"
Make = Callable[..., tuple[Article, Extraction]]
New = Callable[[], str]


def test_an_event_comes_back_with_the_sentence_it_stands_on(store: Store, coded: Make) -> None:
    """The words of the evidence are those of the article at the evidence's span."""
    article, extraction = coded("a")
    assert store.add(article, extraction, seen_at=SEEN) == "accepted"
    (found,) = store.events()
    assert found.event == extraction.events[0]
    assert found.place == extraction.places[0]
    assert found.days == ("2021-11-19", "2021-11-19")
    assert found.evidence.sentence.words(article.text) == found.evidence.words
    assert found.evidence.words.startswith("Rebels shelled homes in Goma")
    assert (found.evidence.article, found.evidence.publisher, found.evidence.coder) == ("a", "Post", "1")


def test_a_reading_comes_back_whole(store: Store, coded: Make) -> None:
    """Article and extraction survive the trip to disk, and their events carry the store's ids."""
    article, extraction = coded("a")
    store.add(article, extraction, seen_at=SEEN)
    found = store.reading("a")
    assert found is not None
    assert (found.article, found.extraction) == (article, extraction)
    assert found.events == tuple(event.id for event in store.events())
    assert found.statements == tuple(said.id for said in store.statements())


def test_the_same_article_twice_adds_nothing(store: Store, coded: Make) -> None:
    """Nor does it change anything that is there."""
    store.add(*coded("a"), seen_at=SEEN)
    before = _everything(store)
    assert store.add(*coded("a"), seen_at="2027-01-01") == "duplicate"
    assert _everything(store) == before


def test_filters_narrow_by_side_pair_type_place_and_day(store: Store, coded: Make) -> None:
    """Each filter keeps what fits and nothing else."""
    store.add(*coded("a"), seen_at=SEEN)
    store.add(*coded("b", date="2021-W45"), seen_at=SEEN)
    store.add(*coded("c", date=None), seen_at=SEEN)

    def count(**wanted: object) -> int:
        assert len(store.events(EventFilter(**wanted))) == store.count_events(EventFilter(**wanted))  # type: ignore[arg-type]
        return store.count_events(EventFilter(**wanted))  # type: ignore[arg-type]

    assert count() == 3
    assert count(source="north-rebels") == count(target="ali-hassan") == 3
    assert count(source="ali-hassan") == 0
    assert count(actor=("ali-hassan", "nobody")) == 3
    assert count(pair=("ali-hassan", "north-rebels")) == 3
    assert count(type="ASSAULT", country="COD") == 3
    assert count(type=("CONSULT", "AID")) == 0
    assert count(since="2021-11-19", until="2021-11-19") == 1
    assert count(since="2021-11-10", until="2021-11-11") == 1  # inside the week
    assert count(since="2021-11-20") == 1  # undated: the day of its report
    assert count(article="b") == 1


def test_statements_are_found_by_speaker_and_by_whom_they_are_about(store: Store, coded: Make) -> None:
    """A statement comes back with the sentence its words stand in."""
    store.add(*coded("a"), seen_at=SEEN)
    (said,) = store.statements(StatementFilter(by="ali-hassan", about="north-rebels"))
    assert "We did not" in said.evidence.words
    assert store.statements(StatementFilter(by="north-rebels")) == []


def test_words_are_found_whatever_their_case_and_accents(store: Store, coded: Make) -> None:
    """All words must be there; a phrase in quotes must be there as such; marks stand where the words are."""
    article, extraction = coded("a")
    store.add(article, extraction, seen_at=SEEN)
    (hit,) = store.search("GOMA shelled")
    assert [mark.words(article.text) for mark in hit.marks] == ["shelled", "Goma"]
    assert store.search('"goma shelled"') == []
    assert len(store.search("shel*")) == 1
    assert store.search("goma nowhere") == []


@pytest.mark.parametrize("query", ['"', "", "AND", "NEAR(", "a OR", "col:x", "* -", "^goma )", "\x00", "'; DROP"])
def test_no_search_is_an_error(store: Store, coded: Make, query: str) -> None:
    """Search syntax of the index below never shows through."""
    store.add(*coded("a"), seen_at=SEEN)
    store.search(query)


def test_a_withdrawn_article_leaves_every_figure_but_not_the_past(store: Store, coded: Make) -> None:
    """From the day of the withdrawal nothing stands on it; before that day it is what was known."""
    store.add(*coded("a"), seen_at=SEEN)
    assert store.withdraw("a", why="retracted", who="desk", at="2021-12-01T10:00:00") == 1
    assert store.events() == [] == store.statements() == store.sightings("north-rebels")
    assert store.actors() == [] == store.places() == store.coverage() == store.search("goma") == store.articles()
    assert store.count_events(EventFilter(as_of="2021-11-30")) == 1
    assert store.count_events(EventFilter(as_of="2021-12-01")) == 0
    assert store.count_events(EventFilter(as_of="2021-11-19")) == 0  # not out yet
    found = store.reading("a")
    assert found is not None and found.row.withdrawn_on == "2021-12-01"
    assert [(c.kind, c.who, c.why) for c in store.corrections(target="a")] == [("withdraw", "desk", "retracted")]
    assert store.withdraw("a", why="again", who="desk", at="2021-12-02") == 0
    assert len(store.corrections()) == 1


def test_withdrawing_what_is_not_there_is_an_error(store: Store) -> None:
    """With the store's name."""
    with pytest.raises(InputError, match="no such article"):
        store.withdraw("x", why="-", who="-", at="2021-12-01")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_newest_version_of_a_report_stands_whichever_is_read_first(
    store: Store, coded: Make, order: tuple[int, int]
) -> None:
    """The older one keeps standing for the days before the newer was out."""
    text = "Rebels shelled homes in Goma on Friday, killing 4. “We did not,” Ali Hassan said. Talks in Doha. Corrected."
    versions = (
        coded("a", published="2021-11-20", url="https://example.org/1"),
        coded("b", published="2021-11-20", updated="2021-11-22T08:00:00Z", text=text, url="https://example.org/1"),
    )
    for i in order:
        store.add(*versions[i], seen_at=SEEN)
    assert [row.id for row in store.articles()] == ["b"]
    assert [row.id for row in store.articles(ArticleFilter(as_of="2021-11-21"))] == ["a"]
    assert [event.evidence.article for event in store.events()] == ["b"]


def test_the_same_id_with_other_words_is_a_new_version(store: Store, coded: Make) -> None:
    """Nothing is overwritten."""
    text = "Rebels shelled homes in Goma on Friday, killing 4. “We did not,” Ali Hassan said. Talks in Doha. Corrected."
    store.add(*coded("a"), seen_at=SEEN)
    assert store.add(*coded("a", text=text, updated="2021-11-22"), seen_at=SEEN) == "accepted"
    assert store.count_articles() == 1
    assert store.count_articles(ArticleFilter(standing=False)) == 2
    current = store.article("a")
    assert current is not None and current.text == text


def test_a_new_coder_adds_a_version_and_keeps_the_old(store: Store, coded: Make) -> None:
    """Ids of what both found are the same; figures follow the new one."""
    article, old = coded("a", coder="1")
    store.add(article, old, seen_at=SEEN)
    (before,) = store.events()
    new = replace(old, coder="2", statements=())
    assert store.revise(article, new, seen_at=SEEN) is True
    assert store.revise(article, new, seen_at=SEEN) is False
    (after,) = store.events()
    assert (after.id, after.evidence.coder) == (before.id, "2")
    assert store.statements() == []
    assert [coder for coder, _, _ in store.extraction_versions("a")] == ["1", "2"]


def test_a_refusal_is_kept_once_with_its_reason(store: Store) -> None:
    """Reading the same bad file again does not pile up."""
    for seen in (SEEN, "2026-12-01"):
        store.refuse(Refused(None, "reading", "It is empty. Leave it out.", "f:3"), seen_at=seen)
    assert [(row.where, row.why) for row in store.refusals()] == [("f:3", "It is empty. Leave it out.")]


def test_actors_places_pairs_series_and_coverage_count_what_stands(store: Store, coded: Make) -> None:
    """Every count can be followed to rows."""
    store.add(*coded("a"), seen_at=SEEN)
    store.add(*coded("b", date="2021-12-03", published="2021-12-04", publisher="Herald"), seen_at=SEEN)
    assert [(r.actor.id, r.articles, r.events, r.statements) for r in store.actors()] == [
        ("ali-hassan", 2, 2, 2),
        ("north-rebels", 2, 2, 0),
    ]
    assert {(p.name, p.articles, p.events) for p in store.places()} == {("Goma", 2, 2), ("Doha", 2, 0)}
    assert [(p.source, p.target, p.by_quad) for p in store.pairs()] == [("north-rebels", "ali-hassan", {"MX": 2})]
    assert store.busiest_pairs() == [("north-rebels", "ali-hassan", 2)]
    assert store.pairs(among=[("ali-hassan", "north-rebels")]) == store.pairs(among=[]) == []
    assert store.pairs(among=[("north-rebels", "ali-hassan"), ("ali-hassan", "north-rebels")]) == store.pairs()
    assert [(b.when, b.events) for b in store.event_series(by="month")] == [("2021-11", 1), ("2021-12", 1)]
    assert [(c.day, c.publisher, c.articles) for c in store.coverage()] == [
        ("2021-11-20", "Post", 1),
        ("2021-12-04", "Herald", 1),
    ]
    assert store.event_areas() == [("COD", "Nord-Kivu", 2)]
    assert [(f.value, f.rows) for f in store.event_facets("publisher")] == [("Herald", 1), ("Post", 1)]
    assert [s.place.name for s in store.sightings("north-rebels", since="2021-12")] == ["Goma"]


def _incident(name: str, **fields: object) -> Incident:
    base = Incident(
        id=name,
        type="ASSAULT",
        quad="MX",
        known_on="2021-11-20",
        days=("2021-11-19", "2021-11-19"),
        site=Site("Goma", "COD", "Nord-Kivu"),
        actors=(Actor("north-rebels", "Rebels"),),
        recipients=(Actor("ali-hassan", "Ali Hassan"),),
        events=("e1",),
        articles=("a",),
    )
    return replace(base, **fields)


def test_a_clash_is_found_between_its_parties_whichever_comes_first(store: Store) -> None:
    """Who fought each other stand on both sides of a pair; two who acted side by side are no pair."""
    both = (Actor("north-rebels", "Rebels"), Actor("ali-hassan", "Ali Hassan"))
    clash = _incident("i1", actors=both, recipients=(), mutual=True)
    store.replace_incidents([clash, _incident("i2", actors=both, recipients=())], at=SEEN)
    for pair in (("ali-hassan", "north-rebels"), ("north-rebels", "ali-hassan")):
        assert [i.id for i in store.incidents(IncidentFilter(pair=pair))] == ["i1"]


def test_incidents_are_replaced_and_only_what_changed_is_told(store: Store) -> None:
    """Followers see ids that were added, revised and removed."""
    assert store.replace_incidents([_incident("i1"), _incident("i2")], at=SEEN) == (2, 0, 0)
    assert store.replace_incidents([_incident("i1"), _incident("i2")], at=SEEN) == (0, 0, 0)
    assert store.replace_incidents([_incident("i2", origins=3), _incident("i3")], at=SEEN) == (1, 1, 1)
    assert [(c.kind, c.target) for c in store.changes(after=2)] == [
        ("added", "i3"),
        ("revised", "i2"),
        ("removed", "i1"),
    ]
    assert [i.id for i in store.incidents(IncidentFilter(pair=("ali-hassan", "north-rebels")))] == ["i3", "i2"]
    assert [i.id for i in store.incidents(IncidentFilter(event="e1", country="COD", since="2021-11-19"))] == [
        "i3",
        "i2",
    ]
    found = store.incident("i2")
    assert found is not None and found.origins == 3


def test_the_store_knows_whether_its_incidents_are_up_to_date(store: Store, coded: Make) -> None:
    """An article that came or went since the last fusion makes them stale."""
    assert store.is_fused()
    store.add(*coded("a"), seen_at=SEEN)
    assert not store.is_fused()
    store.replace_incidents([], at=SEEN)
    assert store.is_fused()
    store.withdraw("a", why="-", who="-", at="2021-12-01")
    assert not store.is_fused()


def test_copies_and_stories_are_replaced_whole(store: Store, coded: Make) -> None:
    """An article says which story it belongs to and which report it reprints."""
    for name in "ab":
        store.add(*coded(name), seen_at=SEEN)
    store.replace_copies([Copy("b", "a", "same words")])
    store.replace_stories([Story("s1", ("a", "b"))])
    assert [(row.id, row.copy_of, row.story) for row in store.articles()] == [("a", None, "s1"), ("b", "a", "s1")]
    assert store.count_events(EventFilter(story="s1")) == 2
    assert [s.id for s in store.stories(article="a")] == ["s1"]
    store.replace_stories([])
    assert store.stories() == []


def test_a_batch_is_kept_whole_or_not_at_all(store: Store, coded: Make) -> None:
    """An error in the middle leaves nothing behind."""
    with pytest.raises(RuntimeError), store.batch():
        store.add(*coded("a"), seen_at=SEEN)
        assert store.count_events() == 1  # seen from inside
        raise RuntimeError
    assert store.count_articles() == 0


def test_readers_go_on_while_a_writer_writes(new_store: New, coded: Make) -> None:
    """Each sees whole articles only: as many events as articles."""
    path = new_store()
    with Store(path) as writer, Store(path, readonly=True) as reader, ThreadPoolExecutor(2) as pool:

        def look() -> bool:
            with reader._ask() as connection:
                from dateline.store import counting

                articles = counting.count_articles(connection, ArticleFilter())
                return articles == counting.count_events(connection, EventFilter())

        looks = []
        for i in range(20):
            looks.append(pool.submit(look))
            writer.add(*coded(f"a{i}"), seen_at=SEEN)
        assert all(found.result() for found in looks)


def test_a_store_is_the_same_in_whatever_order_it_was_fed(new_store: New, coded: Make) -> None:
    """Ids, counts and what stands do not depend on the order."""
    readings = [
        coded(f"a{i}", published=f"2021-11-2{i % 5}", url=f"https://example.org/{i % 7}", publisher="PH"[i % 2])
        for i in range(12)
    ]
    seen = set()
    for seed in range(4):
        Random(seed).shuffle(readings)
        with Store(new_store()) as store:
            for one in readings:
                store.add(*one, seen_at=SEEN)
            seen.add(repr(_everything(store)))
    assert len(seen) == 1


def test_rebuilding_the_index_changes_nothing(store: Store, coded: Make) -> None:
    """Rows beside the truth can be made from it at any time."""
    store.add(*coded("a"), seen_at=SEEN)
    store.add(*coded("b", url="https://example.org/1"), seen_at=SEEN)
    store.withdraw("b", why="-", who="-", at="2021-12-01")
    before = _everything(store)
    store.rebuild()
    assert _everything(store) == before


_WORDS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=30)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=_WORDS, title=_WORDS | st.none(), publisher=_WORDS | st.none())
def test_any_text_survives_the_trip(
    coded: Make, new_store: New, before: str, title: str | None, publisher: str | None
) -> None:
    """Emoji, right-to-left and combining marks: what comes out is what went in, and spans say what they claim."""
    text = (
        before + "\nRebels shelled homes in Goma on Friday, killing 4. “We did not,” Ali Hassan said. Talks 🕊 in Doha."
    )
    article, extraction = coded("a", text=text)
    article = replace(article, title=title, publisher=publisher)
    with Store(new_store()) as store:
        store.add(article, extraction, seen_at=SEEN)
        found = store.reading("a")
        assert found is not None and (found.article, found.extraction) == (article, extraction)
        for event in store.events():
            assert event.evidence.sentence.words(text) == event.evidence.words


# -- opening ----------------------------------------------------------------------------------------------------


def test_a_newer_store_is_refused(new_store: New) -> None:
    """An old program never touches what it does not understand."""
    path = new_store()
    with Store(path) as store, store._write() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '999' WHERE key = 'schema'")
    for readonly in (True, False):
        with pytest.raises(StoreError, match="Update Dateline"):
            Store(path, readonly=readonly)


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    """A text file, another program's database, a missing file, a folder: each with the way to mend it."""
    import sqlite3

    (tmp_path / "a.txt").write_text("Talks. " * 1000)
    with pytest.raises(StoreError, match="--store"):
        Store(tmp_path / "a.txt")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE things(x)")
    other.close()
    with pytest.raises(StoreError, match="no Dateline store"):
        Store(tmp_path / "other.db")
    with pytest.raises(StoreError, match="no store here"):
        Store(tmp_path / "missing.db", readonly=True)
    with pytest.raises(StoreError):
        Store(tmp_path)


def test_a_reader_never_writes(new_store: New, coded: Make) -> None:
    """Opened for reading, a store refuses to change."""
    path = new_store()
    Store(path).close()
    with Store(path, readonly=True) as store, pytest.raises(StoreError, match="reading only"):
        store.add(*coded("a"), seen_at=SEEN)


def _everything(store: Store) -> object:
    return (
        sorted(
            (row.id, row.known_on, row.gone_on or "", row.words)
            for row in store.articles(ArticleFilter(standing=False))
        ),
        store.events(),
        store.statements(),
        store.actors(),
        store.places(),
        store.sightings(("north-rebels", "ali-hassan")),
        store.coverage(),
        [(row.actor.id, row.events) for row in store.actors(as_of="2021-11-22")],
    )


# -- where a store is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("kunduz.db", "kunduz.db"),
        ("postgresql://desk:se@cret@db.example:5433/kunduz", "postgresql://desk@db.example:5433/kunduz"),
        ("postgresql://db/kunduz?password=se@cret&sslmode=require", "postgresql://db/kunduz?sslmode=require"),
        ("postgresql:///kunduz?host=/run/postgresql", "postgresql:///kunduz?host=/run/postgresql"),
        ("postgresql://desk:se@cret@[::1/kunduz", "postgresql://.."),
    ],
)
def test_an_address_never_shows_its_secret(written: str, shown: str) -> None:
    """As words it has none; whole it is kept apart, also on the way to another process."""
    address = pickle.loads(pickle.dumps(StoreAddress(written)))
    assert (f"{address}", str(address), address.full) == (shown, shown, written)
    assert StoreAddress(address) is address
    assert "se@cret" not in repr(address)


@pytest.mark.parametrize(
    "name",
    [
        "postgresql://desk:se%40cret@127.0.0.1:1/x",
        "postgresql://desk:se@cret@127.0.0.1:1/x",
        "mysql://desk:se@cret@h/x",
        "postgresql://a:se@cret@[::1/x",
    ],
)
def test_a_server_that_cannot_be_used_is_an_error_without_its_secret(name: str) -> None:
    """Neither the message nor any error below it carries the password."""
    for readonly in (True, False):
        with pytest.raises(StoreError) as caught:
            Store(name, readonly=readonly)
        assert (
            "--store" in str(caught.value) or "Check the address" in str(caught.value) or "Write" in str(caught.value)
        )
        shown = "".join(traceback.format_exception(caught.value))
        assert "se@cret" not in shown and "se%40cret" not in shown


def test_an_empty_database_is_no_store_to_read(new_database: New) -> None:
    """It is made by the first run."""
    with pytest.raises(StoreError, match="no store here"):
        Store(new_database(), readonly=True)


def test_what_a_hostile_page_claims_is_kept(store: Store, coded: Make) -> None:
    """A publisher without end, an address without end, a NUL: each goes in, and the report comes out as it was."""
    article, extraction = coded("a\x00b" * 900, url="https://example.org/" + "x1" * 5000, publisher="Post" * 5000)
    article = replace(article, title="Talks\x00 in Goma", text=article.text + "\x00 " + "w" * 5000)
    store.add(article, extraction, seen_at=SEEN)
    store.refuse(Refused(None, "reading", "why" * 3000, "where" * 3000), seen_at=SEEN)
    store.refuse(Refused(None, "reading", "why" * 3000, "where" * 3000), seen_at=SEEN)
    (row,) = store.articles()
    found = store.reading(article.id) or store.reading(row.id)
    assert found is not None and found.article == article
    assert len(store.refusals()) == 1
    assert [hit.evidence.article for hit in store.search("goma talks")] == [row.id]


def test_writers_on_two_connections_wait_for_each_other(new_store: New, coded: Make) -> None:
    """Four collectors adding versions of the same reports end where one would."""
    path = new_store()
    Store(path).close()
    versions = [coded(f"a{i}", published=f"2021-11-{10 + i}", url="https://example.org/1") for i in range(8)]

    def add(turn: int) -> None:
        with Store(path) as store:
            for one in versions[turn::2] + versions[: 2 + turn]:
                store.add(*one, seen_at=SEEN)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, (0, 1, 0, 1)))
    with Store(path, readonly=True) as store:
        assert [row.id for row in store.articles()] == ["a7"]
        assert store.count_articles(ArticleFilter(standing=False)) == 8


def test_a_day_that_had_not_come_when_it_was_read_is_no_day_of_a_report(
    store: Store, coded: Callable[..., tuple[Article, Extraction]]
) -> None:
    """A report that calls itself of 2099 is of the day it was read; the last day of the record stays where it was."""
    for name, stamp in (("now", "2026-11-22T09:00:00Z"), ("wrong", "2099-12-31T09:00:00Z"), ("zone", "2026-11-23")):
        store.add(*coded(name, published=stamp), seen_at=SEEN)
    assert sorted(store.reports_by_day()) == ["2026-11-22", "2026-11-23"]
    assert {row.id: row.known_on for row in store.articles()}["wrong"] == "2026-11-22"


def test_a_clock_of_before_this_program_dates_no_report(
    store: Store, coded: Callable[..., tuple[Article, Extraction]]
) -> None:
    """A machine that wakes up in 1970 takes the stamps as they are."""
    store.add(*coded("a", published="2026-11-22T09:00:00Z"), seen_at="1970-01-01T00:00:10+00:00")
    assert list(store.reports_by_day()) == ["2026-11-22"]


def test_a_server_is_analysed_no_further_than_the_store(new_database: New, coded: Make) -> None:
    """Others keep tables in the same database: one that they hold locked neither stops a run nor keeps it waiting."""
    address = new_database()
    with (
        Store(f"{address}%20-clock_timeout%3D2000") as store,
        psycopg.connect(address) as neighbour,
    ):
        store.add(*coded("a"), seen_at=SEEN)
        neighbour.execute("CREATE TABLE theirs (n integer)")
        neighbour.commit()
        neighbour.execute("LOCK TABLE theirs IN ACCESS EXCLUSIVE MODE")
        store.tune()
        looked_at = "SELECT reltuples FROM pg_class WHERE oid = 'articles'::regclass"
        assert neighbour.execute(looked_at).fetchone() == (1.0,)
