"""Who is a public person and who stays private, and under which name."""

from typing import Any

import pytest


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


def test_a_title_beside_one_mention_counts_for_all(read: Any) -> None:
    """The short form in front of the full one is the same person."""
    text = "Rivas denied it. Venezuelan army colonel Luis Rivas said so on Monday."
    found = {e.actor and e.actor.id for e in read(text) if text[e.start : e.end].endswith("Rivas")}
    assert found == {"luis-rivas"}
