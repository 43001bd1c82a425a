"""Which report reprints which."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.fusion.copies import find_copies
from dateline.values import Article

HARBOUR = (
    "The harbour master of Portmouth closed the northern pier on Monday after divers found cracks in its oldest pillars. "
    "Engineers from the capital will measure them this week and report to the council before the end of the month. "
    "Fishing crews were told to land their catch at the southern quay, where only four boats can tie up at a time. "
    "The mayor promised to pay for lost days, but the union of crews said that nobody had spoken to its members. "
    "Two winters ago a storm tore away part of the same pier and the repair took eleven months to finish."
)
BRIDGE = (
    "A bridge over the river Sorn will be opened to lorries in spring, the road office of the valley said on Tuesday. "
    "Its deck was made in three pieces that were floated down from the yard at Elmstead on barges during the autumn. "
    "Farmers on the western bank have waited nine years for it and drive an hour to the nearest market until then. "
    "The office would not say what the work had cost, and the auditor of the province has asked for the bills twice. "
    "Snow stopped the painters in December, and the last railings will be put up when the frost has gone."
)


def article(id: str, text: str, published: str) -> Article:
    return Article(id=id, text=text, published=published)


def copies_of(*articles: Article) -> dict[str, str]:
    return {copy.article: copy.copy_of for copy in find_copies(articles)}


def test_a_framed_and_a_cut_copy_point_at_the_earliest() -> None:
    """A publisher's lead and tail, or a missing end, do not hide a copy; copies never form a chain."""
    framed = f"From our wire. {HARBOUR} Read more in the morning letter."
    cut = " ".join(HARBOUR.split()[:60])
    found = copies_of(
        article("a", HARBOUR, "2020-01-01"), article("b", framed, "2020-01-02"), article("c", cut, "2020-01-03")
    )
    assert found == {"b": "a", "c": "a"}


def test_reordered_sentences_and_small_edits_are_a_copy() -> None:
    """Sentences in another order, with a word changed here and there, are the same report."""
    sentences = HARBOUR.replace("closed", "shut").replace("found", "discovered").split(". ")
    assert copies_of(
        article("a", HARBOUR, "2020-01-01"), article("b", ". ".join(reversed(sentences)), "2020-01-02")
    ) == {"b": "a"}


def test_two_reports_glued_together_are_no_copy() -> None:
    """A report with no single source for most of its words is nobody's copy."""
    glued = f"{HARBOUR}\n\n{BRIDGE}"
    found = copies_of(
        article("a", HARBOUR, "2020-01-01"), article("b", BRIDGE, "2020-01-01"), article("c", glued, "2020-01-02")
    )
    assert found == {}


def test_a_paragraph_of_background_makes_no_copy() -> None:
    """A report that borrows one sentence stands on its own."""
    borrowed = f"{BRIDGE} {HARBOUR.split('. ')[0]}."
    assert copies_of(article("a", HARBOUR, "2020-01-01"), article("b", borrowed, "2020-01-02")) == {}


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(rng: random.Random) -> None:
    """Any order in gives the same copies."""
    given_ = [
        article("a", HARBOUR, "2020-01-01"),
        article("b", HARBOUR + " It was late.", "2020-01-02"),
        article("c", BRIDGE, "2020-01-01"),
        article("d", "The wire says: " + BRIDGE, "2020-01-05"),
    ]
    rng.shuffle(given_)
    assert copies_of(*given_) == {"b": "a", "d": "c"}
