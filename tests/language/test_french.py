"""French before a word-by-word engine gets it."""

import pytest

from dateline.language.french import smoothed, tolls_of
from dateline.language.glossary import Glossary, Term
from dateline.language.protect import protect
from dateline.language.verbs_french import french_verbs
from dateline.values import Span

WORDS = Glossary(
    "fr",
    [
        ("Mali", Term("Mali", "name")),
        ("Nations unies", Term("United Nations", "name")),
        *french_verbs([("demander", "ask for|ask", "n", ()), ("accuser", "accuse", "", ()), ("viser", "target", "", ())]),
        *french_verbs([("tuer", "kill", "", ()), ("promettre", "promise", "", ("promis", "promet", "promettent", "promettra", "promettait"))]),
    ],
)  # fmt: skip


@pytest.mark.parametrize(
    ("french", "template"),
    [
        ("Le Mali a demandé des armes.", "zqbbx zqbcx armes."),
        ("Il vit au Mali depuis 2 500 jours.", "Il vit en zqbbx depuis 2.500 jours."),
        ("Des soldats du Mali sont là.", "soldats de zqbbx sont là."),
        ("Les Nations unies et le Mali", "Les zqbbx et zqbcx"),
        ("Elle vote aux Nations unies.", "Elle vote aux zqbbx."),
    ],
)
def test_articles_and_figures_are_put_as_the_engine_needs_them(french: str, template: str) -> None:
    """Countries lose their article, "au" before a place becomes "en", and 2 500 is one figure."""
    made = protect(french, Span(0, len(french)), glossary=WORDS)
    assert smoothed(made, is_place=lambda name: name == "Mali").template == template


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("a demandé", "asked for"), ("n'a pas tué", "did not kill"), ("ont été tués", "were killed"),
        ("aurait tué", "may have killed"), ("accusait", "accused"), ("tuera", "will kill"), ("accuse", "accuses"),
        ("a également accusé", "also accused"), ("de viser", "to target"), ("accusant", "accusing"),
        ("ne sera pas accusée", "will not be accused"), ("a-t-il promis", "he promised"),
    ],
)  # fmt: skip
def test_verbs_keep_tense_voice_and_denial(french: str, english: str) -> None:
    """Each form has the English of its tense; the conditional of hearsay is only possible."""
    found = protect(french, Span(0, len(french)), glossary=WORDS)
    assert [slot.english for slot in found.slots] == [english]


def test_nouns_are_left_to_the_engine() -> None:
    """ "demande" may be a noun."""
    assert protect("la demande", Span(0, 10), glossary=WORDS).slots == ()


def test_an_accusation_is_of_doing() -> None:
    """ "de viser" behind "accuser" is "of targeting"."""
    text = "Il a accusé Paris de viser des civils."
    made = smoothed(protect(text, Span(0, len(text)), glossary=WORDS), is_place=lambda name: False)
    assert [slot.english for slot in made.slots if slot.kind == "verb"] == ["accused", "of targeting"]


def test_a_person_who_is_asked_takes_no_to() -> None:
    """ "demander à" is "ask", and the "à" is gone."""
    text = "Il a demandé au Mali des armes."
    made = smoothed(protect(text, Span(0, len(text)), glossary=WORDS), is_place=lambda name: name == "Mali")
    assert made.slots[0].english == "asked" and made.template == "Il zqbbx zqbcx des armes."


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("faisant au moins 12 morts et 30 blessés", "killing at least 12 people and wounding 30"),
        ("ont fait 1 200 morts", "killed 1,200 people"),
        ("avait fait plus de trois victimes", "had killed more than 3 people"),
    ],
)
def test_tolls_are_phrases(french: str, english: str) -> None:
    """The French idiom for how many died, as English says it; its words stay known."""
    (toll,) = tolls_of(french, 0, len(french))
    assert toll.english == english and toll.span.words(french) == french
