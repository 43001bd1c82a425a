"""Small readings of our own, made without a pipeline."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dateline.store import Store
from dateline.values import (
    Actor,
    Article,
    Entity,
    Event,
    Extraction,
    Party,
    Place,
    Sentence,
    Span,
    Statement,
    Toll,
)

SEEN = "2026-11-22T12:00:00+00:00"
TEXT = "Rebels shelled homes in Goma on Friday, killing 4. “We did not,” Ali Hassan said. Talks follow 🕊 in Doha."
Coded = tuple[Article, Extraction]
REBELS = Actor("north-rebels", "Rebels of the north", "COD", "REB")
HASSAN = Actor("ali-hassan", "Ali Hassan", "COD", "GOV")


def reading(
    name: str = "a", *, text: str = TEXT, coder: str = "1", date: str | None = "2021-11-19", **fields: str
) -> Coded:
    """A report and what a coder may have found in it: one shelling, one denial, two places."""

    def span(words: str) -> tuple[int, int]:
        at = text.index(words)
        return at, at + len(words)

    cuts = [0, text.index(" “") + 1, text.index(" Talks") + 1, len(text)]
    rebels, hassan = Party(*span("Rebels"), REBELS), Party(*span("Ali Hassan"), HASSAN)
    extraction = Extraction(
        id=name,
        language="en",
        coder=coder,
        sentences=tuple(Sentence(a, b) for a, b in itertools.pairwise(cuts)),
        entities=(Entity(*span("Rebels"), "ORG", REBELS), Entity(*span("Ali Hassan"), "PER", HASSAN)),
        places=(
            Place(*span("Goma"), -1.67, 29.22, "COD", "Nord-Kivu", 216281, 1, name="Goma"),
            Place(*span("Doha"), 25.28, 51.53, "QAT", "Ad Dawhah", 290030, 1, name="Doha"),
        ),
        events=(
            Event(
                type="ASSAULT",
                quad="MX",
                score=-9.0,
                trigger=Span(*span("shelled")),
                source=rebels,
                target=hassan,
                place=0,
                date=date,
                date_precision=1,
                killed=Toll(*span("4"), 4, 4, 4),
                why="rule 1",
            ),
        ),
        statements=(
            Statement(
                source=hassan,
                cue=Span(*span("said")),
                content=(Span(*span("We did not")),),
                kind="direct",
                about=("north-rebels",),
                stance="denied",
            ),
        ),
    )
    article = Article(id=name, text=text, **{"published": "2021-11-20", "publisher": "Post", **fields})  # type: ignore[arg-type]
    return article, extraction


@pytest.fixture
def coded() -> Callable[..., Coded]:
    """Makes readings: `coded("a", published="2021-11-21", publisher="Herald")`."""
    return reading


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives the addresses of new, empty stores; every test that takes it runs on both databases."""
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("new_database")
        return make
    numbers = itertools.count(1)
    return lambda: str(tmp_path / f"s{next(numbers)}.db")


@pytest.fixture
def store(new_store: Callable[[], str]) -> Iterator[Store]:
    """An empty store."""
    with Store(new_store()) as opened:
        yield opened
