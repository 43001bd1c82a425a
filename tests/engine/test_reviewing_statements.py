"""What people decide about statements: rejected, or another speaker or stance; as of a day before, and undone, as it was."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec import structs

from dateline.cli import cli
from dateline.engine import reviewing
from dateline.engine.decided import examples
from dateline.engine.fusing import fuse_store
from dateline.engine.recode import recode
from dateline.engine.settling import settle
from dateline.errors import InputError
from dateline.store import StatementFilter, Store
from dateline.values import Actor, Article, Copy, Entity, Extraction, FoundStatement, Party, Sentence, Span, Statement

SEEN, LATER, LATEST = "2026-11-22T12:00:00+00:00", "2026-11-23T12:00:00+00:00", "2026-11-25T12:00:00+00:00"
STATE = Actor("COD", "DR Congo", "COD", "GOV", "listed", "state")
FRONT = Actor("north-front", "Front of the North", "COD", "REB", "listed", "armed_group")
TEXT = "DR Congo said the Front of the North had agreed to talks. It was raining."


def coded(coder: str = "1") -> tuple[Article, Extraction]:
    """One report with one statement about the Front."""

    def span(words: str) -> tuple[int, int]:
        return TEXT.index(words), TEXT.index(words) + len(words)

    said = Statement(
        source=Party(*span("DR Congo"), STATE),
        cue=Span(*span("said")),
        content=(Span(*span("the Front of the North had agreed to talks")),),
        kind="indirect",
        about=("north-front",),
        stance="said",
    )
    extraction = Extraction(
        id="a",
        language="en",
        coder=coder,
        sentences=(Sentence(0, 57), Sentence(58, len(TEXT))),
        entities=(Entity(*span("DR Congo"), "GPE", STATE), Entity(*span("Front of the North"), "ORG", FRONT)),
        statements=(said,),
    )
    return Article(id="a", text=TEXT, language="en", published="2021-11-20T08:00:00Z", publisher="Post"), extraction


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with that report."""
    with Store(tmp_path / "s.db") as opened:
        article, extraction = coded()
        opened.add(article, extraction, seen_at=SEEN)
        fuse_store(opened, at=SEEN)
        yield opened


def only(store: Store, as_of: str | None = None) -> FoundStatement:
    """The statement that stands."""
    (found,) = store.statements(StatementFilter(as_of=as_of))
    return found


def decide(store: Store, act: Callable[..., int], *given: object, at: str = LATER) -> int:
    """Put on record and obey."""
    number = act(store, *given, who="ann", why="read again", at=at)
    fuse_store(store, at=at)
    return number


def test_a_rejected_statement_leaves_every_figure_and_comes_back(store: Store) -> None:
    """From that day on; the day before has it still, and undone all is as it was."""
    before = only(store)
    number = decide(store, reviewing.reject_statement, before.id)
    assert not store.statements() and not store.count_statements() and not store.statement_facets("stance")
    assert not store.statements(StatementFilter(about="north-front"))
    assert only(store, as_of="2026-11-22") == before
    kept = store.statements_now([before.id])[before.id]
    assert kept.review is not None and kept.review.says == "rejected by ann on 2026-11-23"
    decide(store, reviewing.undo, number)
    assert only(store) == before


def test_speaker_and_stance_are_set(store: Store) -> None:
    """In the rows, the facets and the filters; the report is as old as it was; a fix by the same name again is none."""
    before = only(store)
    number = decide(store, reviewing.fix_statement, before.id, {"source": "north-front", "stance": "denied"})
    now = only(store)
    assert now.statement.source is not None and now.statement.source.actor == FRONT and now.statement.stance == "denied"
    assert now.review is not None and now.review.kind == "fixed" and "Set by ann" in now.statement.why
    assert [(f.part, f.machine, f.person) for f in now.review.fixed] == [
        ("source", "COD", "north-front"),
        ("stance", "said", "denied"),
    ]
    assert now.evidence.known_on == before.evidence.known_on and now.evidence.words == before.evidence.words
    assert [f.value for f in store.statement_facets("source")] == ["north-front"]
    assert store.count_statements(StatementFilter(by="north-front", about="north-front", stance="denied")) == 1
    assert only(store, as_of="2026-11-22") == before
    with pytest.raises(InputError, match="Nothing was changed"):
        reviewing.fix_statement(store, now.id, {"stance": "denied"}, who="ann", why="again", at=LATER)
    decide(store, reviewing.undo, number, at=LATEST)
    assert only(store).statement == before.statement
    assert only(store, as_of="2026-11-24").statement.stance == "denied", "as of the days on which it held"


def test_a_decision_outlives_a_new_reading(store: Store) -> None:
    """A new coder reads the report again; the statement is known by its sentence, and fusing twice changes nothing."""
    decide(store, reviewing.fix_statement, only(store).id, {"stance": "promised"})
    recode(store, seen_at=LATEST, coder="2", extract=lambda articles: [coded("2")[1] for _ in articles])
    fuse_store(store, at=LATEST)
    first = only(store)
    fuse_store(store, at=LATEST)
    assert first.statement.stance == "promised" and only(store) == first and first.evidence.coder == "2"


@pytest.mark.parametrize("parts", [{}, {"stance": "sang"}, {"stance": ""}, {"source": "Jane Moss"}, {"place": "Goma"}])
def test_what_no_statement_can_be_is_refused(store: Store, parts: dict[str, str]) -> None:
    """No private person becomes a speaker by hand."""
    with pytest.raises(InputError):
        reviewing.fix_statement(store, only(store).id, parts, who="ann", why="read again", at=LATER)


def reprint(store: Store) -> None:
    """Another paper prints the same words a day later."""
    article, extraction = coded()
    article = structs.replace(article, id="b", publisher="Herald", published="2021-11-21T08:00:00Z")
    store.add(article, structs.replace(extraction, id="b"), seen_at=SEEN)
    store.replace_copies([Copy("b", "a", "the same words")])


def test_a_decision_reaches_the_same_words_in_a_reprint(store: Store) -> None:
    """A copy says nothing of its own: it is decided with its source, by either of the two, also when it comes later."""
    number = reviewing.fix_statement(store, only(store).id, {"stance": "denied"}, who="ann", why="read again", at=LATER)
    settle(store, at=LATER)
    reprint(store)
    settle(store, at=LATER)
    assert {(f.evidence.article, f.statement.stance) for f in store.statements()} == {("a", "denied"), ("b", "denied")}
    reviewing.undo(store, number, who="ann", why="read again", at=LATER)
    copy = next(f for f in store.statements() if f.evidence.article == "b")
    reviewing.reject_statement(store, copy.id, who="ann", why="nobody said so", at=LATEST)
    settle(store, at=LATEST)
    assert store.statements() == []
    store.replace_copies([])
    settle(store, at=LATEST)
    assert [f.evidence.article for f in store.statements()] == ["a"], "what is no copy any more speaks for itself"


def test_followers_are_told_which_statements_changed(store: Store) -> None:
    """Once for each turn, and not again where nothing did."""
    last, name = store.last_change(), only(store).id
    number = decide(store, reviewing.reject_statement, name)
    decide(store, reviewing.undo, number)
    fuse_store(store, at=LATEST)
    told = [(c.kind, c.target) for c in store.changes(after=last) if c.about == "statement"]
    assert told == [("revised", name), ("revised", name)]


def test_decisions_leave_as_examples(store: Store) -> None:
    """The sentence, where its words stand, how the machine read it and how the person did; none where it was undone."""
    name = only(store).id
    number = decide(store, reviewing.fix_statement, name, {"stance": "denied"})
    (row,) = examples(store)
    assert (row["statement"], row["text"], row["decision"]) == (name, TEXT[:57], "fix")
    assert [TEXT[w["start"] : w["end"]] for w in row["words"]] == ["the Front of the North had agreed to talks"]
    assert (row["machine"], row["person"]) == (
        {"source": "COD", "stance": "said"},
        {"source": "COD", "stance": "denied"},
    )
    decide(store, reviewing.reject_statement, name)
    assert [row["person"] and row["person"]["stance"] for row in examples(store)] == ["denied", None]
    decide(store, reviewing.undo, number)
    assert [row["decision"] for row in examples(store)] == ["reject"]


def test_the_command_line_decides_about_statements(store: Store) -> None:
    """By the same words as about events."""
    name, path = only(store).id, str(store.path)

    def correct(*words: str) -> Result:
        return CliRunner().invoke(cli, ["correct", *words, "--why", "read again", "--who", "ann", "--store", path])

    assert correct("fix", name, "--stance", "denied").exit_code == 0
    assert only(store).statement.stance == "denied"
    assert correct("accept", name).exit_code == 0
    wrong = correct("fix", name, "--place", "Goma")
    assert wrong.exit_code != 0 and "can be set" in str(wrong.exception)
    assert correct("reject", name).exit_code == 0
    assert store.statements() == []
