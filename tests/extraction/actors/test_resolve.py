"""Who a mention is, case by case."""

from typing import Any

import pytest


def actors_of(entities: Any, text: str) -> dict[str, Any]:
    return {text[e.start : e.end]: e.actor for e in entities}


@pytest.mark.parametrize(
    "text",
    [
        "The victim, John Carter, was a father of two.",
        "Witness Amina Yusuf said she hid in a cupboard.",
        "Maria Lopez, a shopkeeper in Bogota, saw the blast.",
        "Police arrested Tom Reed, 34, a driver from Leeds.",
        "The minister's wife, Anna Petrova, opened the clinic.",
        "Suspect Brian Doyle was charged with murder.",
        "Juma Said lost his brother Ali Said in the flood.",
        "Peter Okello, a student, told the court that his mother Grace Okello had fled.",
    ],
)
def test_private_persons_never_become_actors(read: Any, text: str) -> None:
    """Victims, witnesses, suspects and relatives stay words in a sentence, their pronouns too."""
    for entity in read(text):
        if entity.type == "PER" or entity.form == "pronoun":
            assert entity.actor is None, (text[entity.start : entity.end], entity.actor)


def test_every_actor_says_why(read: Any) -> None:
    """No actor without the row, title or words that decided."""
    text = "The Syrian army shelled Aleppo. Gen Omar Haddad said it had no choice. The Taliban and the AU objected."
    found = [e.actor for e in read(text) if e.actor is not None]
    assert len(found) >= 4
    assert all(actor.why for actor in found)


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


def test_a_title_beside_one_mention_counts_for_all(read: Any) -> None:
    """The short form in front of the full one is the same person."""
    text = "Rivas denied it. Venezuelan army colonel Luis Rivas said so on Monday."
    found = {e.actor and e.actor.id for e in read(text) if text[e.start : e.end].endswith("Rivas")}
    assert found == {"luis-rivas"}


def test_names_are_trimmed(read: Any) -> None:
    """Articles, titles and possessives are no part of a name."""
    text = "The Taliban's envoy met President Emmanuel Macron's adviser."
    words = [text[e.start : e.end] for e in read(text) if e.form == "name"]
    assert "Taliban" in words
    assert "Emmanuel Macron" in words


def test_a_shouted_headline_gives_the_same_actors(read: Any) -> None:
    """Capitals do not hide who it is."""
    text = "TALIBAN FIGHTERS CLASH WITH PAKISTANI TROOPS NEAR BORDER"
    found = {e.actor.id for e in read(text) if e.actor is not None}
    assert "taliban" in found
    assert any(e.actor and e.actor.country == "PAK" for e in read(text))


def test_a_capital_is_a_place_or_a_government(read: Any) -> None:
    """Washington says; but one also lives there."""
    text = "Washington said it would wait. The envoy lives in Washington."
    first, second = [e for e in read(text) if text[e.start : e.end] == "Washington"]
    assert first.actor is not None and first.actor.id == "USA"
    assert second.actor is None


def test_a_list_gives_each_its_actor(read: Any) -> None:
    """Countries side by side are each their own."""
    text = "France, Germany and Poland recalled their ambassadors."
    assert [e.actor.id for e in read(text) if e.type == "GPE"] == ["FRA", "DEU", "POL"]


def test_empty_and_hostile_texts_are_read(read: Any) -> None:
    """Nothing to find is no error."""
    for text in (
        "",
        "\n\n",
        "....",
        "\U0001f600 \U0001f600",
        "((((",
        "'s 's 's",
        "US US US US",
        "President President President",
    ):
        read(text, None)


def test_spans_hold_their_words(read: Any) -> None:
    """Spans count code points of the text, emoji and right-to-left words included."""
    text = "\U0001f600 قالت حركة طالبان. The Taliban's envoy met Ban Ki-moon \U0001f680 in Doha."
    for entity in read(text):
        words = text[entity.start : entity.end]
        assert words and words == words.strip()
