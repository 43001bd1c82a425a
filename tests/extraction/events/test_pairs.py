"""Two that are taken up as two: whose words they are, and where they were named."""

import pytest

from dateline.engine.tools import load_tools
from dateline.extraction import article
from dateline.values import Article, Event


def last(text: str) -> Event:
    """The event told last."""
    return article.extract(Article(id="t", text=text, published="2026-03-11"), tools=load_tools()).events[-1]


def sides(event: Event) -> list[str | None]:
    return [p.actor.id if p is not None and p.actor is not None else None for p in (event.source, event.target)]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Kenya and Uganda held talks in Entebbe on Monday. The two countries signed a trade pact.", ["KEN", "UGA"]),
        ("Sudan's army and the RSF are fighting in Omdurman. Both sides agreed to a truce.", ["sdn-saf", "rsf"]),
        ("Israel and Hamas agreed to a ceasefire in January. Both sides accused each other of breaking it.", ["ISR", "hamas"]),
        ("India accused Pakistan of shelling a village. Troops of the two countries clashed on Monday.", ["IND", "PAK"]),
    ],
)  # fmt: skip
def test_two_stand_for_the_pair_that_was_named(text: str, pair: list[str]) -> None:
    """The sides are the words that name them, in the sentence before; the event says that they stand elsewhere."""
    event = last(text)
    assert sides(event) == pair
    assert event.source is not None and event.pinned.actor == "other"
    assert event.source.start < text.index(". ") < event.trigger.start
    assert "Taken up from a sentence before" in event.why


@pytest.mark.parametrize(
    "text",
    [
        "Chad, Niger and Libya held talks in Sebha on Monday. The two countries signed a trade pact.",
        "Chad recalled its envoy. The two countries will hold talks in May.",
        "Kenya and Uganda sent troops. The two countries that border the lake signed a trade pact.",
    ],
)
def test_where_the_pair_is_unsure_the_sides_stay_words(text: str) -> None:
    """Three named, one named, or two others that the phrase itself tells of: nobody is made a side."""
    assert all("two countries" in text[p.start : p.end] for p in last(text).actors)
    assert sides(last(text)) in ([None, None],)
