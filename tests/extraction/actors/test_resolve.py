"""Who a mention is, case by case."""

from typing import Any


def actors_of(entities: Any, text: str) -> dict[str, Any]:
    return {text[e.start : e.end]: e.actor for e in entities}


def test_every_actor_says_why(read: Any) -> None:
    """No actor without the row, title or words that decided."""
    text = "The Syrian army shelled Aleppo. Gen Omar Haddad said it had no choice. The Taliban and the AU objected."
    found = [e.actor for e in read(text) if e.actor is not None]
    assert len(found) >= 4
    assert all(actor.why for actor in found)


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


def test_the_government_of_a_state_is_the_state(read: Any) -> None:
    """In capitals as in small letters."""
    for text in (
        "France thanked the Government of Iraq.",
        "France thanked the government of Iraq.",
        "The Iraqi Government thanked France.",
    ):
        assert {e.actor.id for e in read(text) if e.actor is not None} == {"FRA", "IRQ"}


def test_a_party_of_every_country_is_not_that_of_another(read: Any) -> None:
    """A "Conservative Party" in Georgia is not the British one."""
    text = "Georgian crowds gathered in Tbilisi. The Conservative Party called for new polls in Georgia."
    assert "gbr-conservative-party" not in {e.actor.id for e in read(text) if e.actor is not None}
    text = "The Conservative Party lost seats in London and Leeds."
    assert "gbr-conservative-party" in {e.actor.id for e in read(text) if e.actor is not None}


def test_a_part_of_a_state_and_those_against_it_are_not_the_state(read: Any) -> None:
    """The state of North Carolina, a state's Supreme Court, opposition leaders."""
    text = "The suit against the state of North Carolina in the United States was filed. The state Supreme Court will hear it."
    assert {e.actor.id for e in read(text) if e.actor is not None} == {"USA"}
    text = "Georgian opposition leaders rallied in Tbilisi."
    assert "geo-opposition" in {e.actor.id for e in read(text) if e.actor is not None}
