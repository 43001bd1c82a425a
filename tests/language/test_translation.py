"""An English article with the map home."""

from dateline.language.glossary import Glossary, Term
from dateline.language.translation import Answered, Engine, Paragraph, Plan, Translation, assemble, plan
from dateline.values import Article

WORDS = Glossary("es", [("Ejército del Norte", Term("Northern Army", "name"))])
TEXT = "GOMA — El Ejército del Norte llegó el lunes. Trajo 1.500 soldados."
ARTICLE = Article(id="1", text=TEXT, language="es")
PARAGRAPHS = (Paragraph(0, 6, "dateline"), Paragraph(7, len(TEXT), "body"))


def made(*, word_by_word: bool = True):  # type: ignore[no-untyped-def]
    return plan(
        ARTICLE, PARAGRAPHS, language="es", glossary=WORDS, name_of=lambda words: None, word_by_word=word_by_word
    )


def answered(planned: Plan, answers: list[str]) -> Translation:
    """The English article from an engine's answers."""
    return assemble(ARTICLE, [Answered(planned, tuple(answers), Engine("Test", "1", "es"))], language="es")


def test_names_and_days_come_back_where_they_stand() -> None:
    """The English holds them, and each knows its words in the original."""
    planned = made()
    answers = [
        t.replace("El ", "The ").replace("llegó", "arrived").replace("Trajo", "It brought") for t in planned.templates
    ]
    found = answered(planned, answers)
    assert found.english.text == "GOMA — The Northern Army arrived on Monday. It brought 1,500 soldados."
    homes = [
        (slot.english.words(found.english.text), slot.home.words(TEXT)) for s in found.sentences for slot in s.slots
    ]
    assert homes == [("GOMA", "GOMA"), ("Northern Army", "Ejército del Norte"), ("on Monday", "el lunes")]


def test_sentences_know_their_home() -> None:
    """Each English sentence points to the one it came from."""
    planned = made()
    found = answered(planned, planned.templates)
    assert [s.home.words(TEXT) for s in found.sentences] == [
        "GOMA —", "El Ejército del Norte llegó el lunes.", "Trajo 1.500 soldados.",
    ]  # fmt: skip


def test_what_was_lost_is_said() -> None:
    """A name or number that the answer dropped is a doubt of that sentence alone."""
    found = answered(made(), ["GOMA", "Somebody arrived.", "It brought soldiers."])
    assert [s.doubts for s in found.sentences] == [
        (), ("“Ejército del Norte” was lost", "“el lunes” was lost"), ("the number 1.500 was lost",),
    ]  # fmt: skip


def test_engines_that_read_sentences_get_them_whole() -> None:
    """Names are looked for in the answer afterwards, and missed aloud."""
    planned = made(word_by_word=False)
    assert planned.templates[1] == "El Ejército del Norte llegó el lunes."
    found = answered(
        planned,
        ["GOMA —", "The Northern Army came on Monday.", "It brought 1,500 soldiers."],
    )
    assert [slot.home.words(TEXT) for slot in found.sentences[1].slots] == ["Ejército del Norte"]
    assert not any(s.doubts for s in found.sentences)
