"""Abbreviations and parents' names, each meant as the article means it."""

from typing import Any


def test_a_name_from_the_article_itself_is_remembered(read: Any) -> None:
    """An abbreviation in brackets is the body it stands behind, though no table has it."""
    text = "The Riverside Peace Committee (RPC) met on Monday. The RPC asked both sides to stop."
    found = [e.actor.id for e in read(text) if e.actor is not None and e.type == "ORG"]
    assert found
    assert set(found) == {"riverside-peace-committee"}


def test_a_parent_is_its_branch_where_only_one_is_spoken_of(read: Any) -> None:
    """ISIS beside ISIS-K in a report on Afghanistan is ISIS-K."""
    text = "ISIS-K bombed a mosque in Afghanistan. The ISIS threat is growing, an Afghan official said."
    found = {e.actor.id for e in read(text) if text[e.start : e.end].startswith("ISIS")}
    assert found == {"isis-k"}
