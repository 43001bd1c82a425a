"""Which language a paragraph is in."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.language.paragraphs import languages_of, may_mix

ENGLISH = "The two ministers met in the capital on Monday and said that talks would go on after the summer."
FRENCH = (
    "Les deux ministres se sont vus lundi dans la capitale et ont dit que les discussions reprendraient après l'été."
)
RUSSIAN = "Министры встретились в столице в понедельник и сообщили, что переговоры продолжатся после лета."
CHINESE = "两国部长星期一在首都会面，并表示谈判将在夏天之后继续进行，双方都希望尽快达成协议。"


def test_each_paragraph_has_its_own_language() -> None:
    """Long paragraphs speak for themselves, in either direction and in any script."""
    assert languages_of([ENGLISH, FRENCH, RUSSIAN, CHINESE], article="en") == ("en", "fr", "ru", "zh")
    assert languages_of([FRENCH, ENGLISH], article="fr") == ("fr", "en")


def test_what_is_short_or_all_names_has_the_language_of_the_article() -> None:
    """A headline, a quotation of two words, a list of names: no other language."""
    few = ["Vive la paix!", "Abdoulaye Maïga, Assimi Goïta, Choguel Kokalla Maïga", "12 345 – 67 %", ""]
    assert languages_of(few, article="en") == ("en",) * 4
    assert languages_of(few, article="es") == ("es",) * 4


def test_plain_english_is_known_at_a_glance() -> None:
    """The cheap look never hides a paragraph that is something else."""
    assert not may_mix(f"{ENGLISH}\n\n{ENGLISH}")
    assert may_mix(f"{ENGLISH}\n\n{FRENCH}") and may_mix(RUSSIAN) and may_mix(CHINESE)


@given(st.lists(st.text(max_size=200), max_size=4))
def test_no_text_is_too_odd(paragraphs: list[str]) -> None:
    """Any Unicode has a language for each paragraph."""
    assert len(languages_of(paragraphs, article="en")) == len(paragraphs)
