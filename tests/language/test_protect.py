"""What is kept out of a translator's hands, and how it comes back."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.language.glossary import Glossary, Term
from dateline.language.protect import CODE, Protected, protect
from dateline.language.repair import lost_numbers, mend, tidy
from dateline.language.verbs_spanish import spanish_verbs
from dateline.values import Span

WORDS = Glossary(
    "es",
    [
        ("Estado Islámico de Jorasán", Term("Islamic State Khorasan", "name")),
        ("Estado Islámico", Term("Islamic State", "name")),
        ("rebeldes", Term("rebels", "term")),
        ("al menos", Term("at least", "term")),
        ("armenios", Term("Armenian", "people")),
        *spanish_verbs([("atacar", "attack", True, ()), ("negociar", "negotiate", False, ())]),
        *spanish_verbs([("morir", "die", False, ("murió", "murieron", "morirá", "morirán", "muerto"))]),
        *spanish_verbs([("acordar", "agree", False, ())]),
    ],
)


def shown(text: str, **more: object) -> list[tuple[str, str]]:
    return [(slot.span.words(text), slot.english) for slot in kept(text, **more).slots]


def kept(text: str, **more: object) -> Protected:
    return protect(text, Span(0, len(text)), glossary=WORDS, **more)  # type: ignore[arg-type]


def english(text: str, answer: str) -> str:
    sentence = kept(text)
    mended = mend(tidy(answer.format(*(f"*{code[0]}" for code in CODE.finditer(sentence.template))))[0], sentence)
    return CODE.sub(lambda code: slot.english if (slot := sentence.slot(code)) else code[0], mended)


def test_the_longest_known_name_wins() -> None:
    """A branch is not taken for the group that it is a branch of."""
    assert shown("El Estado Islámico de Jorasán huyó.") == [("Estado Islámico de Jorasán", "Islamic State Khorasan")]


def test_names_are_known_by_their_capitals() -> None:
    """A run of capitals stays as printed; the first word of a sentence only where it is surely a name."""
    assert shown("Ayer habló Abdel Fattah al Burhan.")[-1] == ("Abdel Fattah al Burhan", "Abdel Fattah al Burhan")
    assert shown("Vecinos huyeron.") == []
    assert shown("Rosa huyó.", names=frozenset(["Rosa"])) == [("Rosa", "Rosa")]


def test_the_personal_a_goes() -> None:
    """ "Atacó a los rebeldes" has no "to" in English; also behind a day, and never before an hour."""
    assert " a " not in kept("El grupo atacó a los rebeldes.").template
    assert " a " not in kept("El grupo atacó el lunes a los rebeldes.").template
    assert kept("El grupo atacó al ejército.").template.endswith(" el ejército.")
    assert " a las 3" in kept("El grupo atacó a las 3.").template


def test_a_verb_before_an_infinitive_takes_to() -> None:
    """ "Acordaron negociar" is "agreed to negotiate"."""
    assert ("acordaron", "agreed to") in shown("Los dos acordaron negociar.")


def test_a_verb_that_opens_the_sentence_moves_behind_its_subject() -> None:
    """ "Murieron 12 personas en Goma" is "12 people died in Goma"."""
    assert english("Murieron 12 personas en Goma.", "{0} 12 people in {1}.") == "12 people died in Goma."


def test_adjectives_stand_before_their_noun() -> None:
    """Where the noun or the adjective was kept out, English order is put back."""
    assert english("Los soldados armenios huyeron.", "The soldiers {0} fled.") == "The Armenian soldiers fled."


def test_unknown_words_are_doubt() -> None:
    """The engine's mark goes, the word stays and is named."""
    assert tidy("The *zqbbx saw a *carguero .") == ("The zqbbx saw a carguero.", ("carguero",))


def test_numbers_are_checked() -> None:
    """A number that the translation has not is named, whatever mark groups its digits."""
    assert lost_numbers("1.200 soldados y 15 civiles", "1,200 soldiers and civilians") == ("15",)


@given(st.text(max_size=300))
def test_slots_are_words_of_the_text(text: str) -> None:
    """Slots lie in the text in no overlap, and the template names each once."""
    sentence = kept(text)
    spans = sorted(slot.span.start for slot in sentence.slots)
    assert len(set(spans)) == len(spans)
    assert all(0 <= slot.span.start < slot.span.end <= len(text) for slot in sentence.slots)
    assert len(CODE.findall(sentence.template)) >= len(sentence.slots)
