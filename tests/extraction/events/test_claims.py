"""Claims of responsibility: whose act it was, and what the article had told of it."""

from dateline.engine.tools import load_tools
from dateline.extraction import article
from dateline.values import Article, Event


def assaults(text: str) -> list[Event]:
    found = article.extract(Article(id="t", text=text, published="2021-11-25"), tools=load_tools())
    return [e for e in found.events if e.type == "ASSAULT"]


BLAST = "A bomb exploded at a market in Mogadishu on Tuesday, killing nine people and wounding twenty."


def test_a_claim_points_at_the_act_told_before() -> None:
    """Who claims "the attack" is the doer of an act with the place, day and dead of the one told before."""
    first, claim = assaults(f"{BLAST}\n\nAl-Shabab claimed responsibility for the attack.")
    assert claim.source is not None
    assert claim.source.actor is not None
    assert claim.source.actor.id == "al-shabaab"
    assert (claim.place, claim.date) == (first.place, first.date)
    assert claim.killed == first.killed
    assert claim.pinned.date == "other"
    assert "claimed" in claim.why


def test_nobody_claims_nothing() -> None:
    """ "No group claimed responsibility" is no event, and "has yet to claim" is none either."""
    for words in ("No group claimed responsibility for the attack.", "Al-Shabab could claim responsibility for it."):
        assert len(assaults(f"{BLAST}\n\n{words}")) == 1


def test_what_somebody_else_did_is_not_claimed_by_the_next() -> None:
    """A claim passes over an act whose doer the article names."""
    events = assaults("Kenya bombed a camp near Kismayo on Monday.\n\nAl-Shabab claimed responsibility for the attack.")
    assert [e.source.actor.id for e in events if e.source is not None and e.source.actor is not None] == ["KEN"]
