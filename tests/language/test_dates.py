"""Days and dates of Spanish and French, said in English."""

import pytest

from dateline.language.dates import dates_of


@pytest.mark.parametrize(
    ("language", "text", "words", "english"),
    [
        ("es", "Llegó el lunes a la capital.", "el lunes", "on Monday"),
        ("es", "Llegó el 3 de agosto de 2021 a la capital.", "el 3 de agosto de 2021", "on August 3, 2021"),
        ("es", "Habló el viernes 12 de marzo.", "el viernes 12 de marzo", "on Friday, March 12"),
        ("es", "Murió en la noche del jueves.", "en la noche del jueves", "on Thursday night"),
        ("es", "Vuelve la próxima semana.", "la próxima semana", "next week"),
        ("es", "Empezó hace tres años.", "hace tres años", "3 years ago"),
        ("es", "Gobierna desde hace 5 meses.", "desde hace 5 meses", "for 5 months"),
        ("es", "Cerró desde el 1 de mayo.", "desde el 1 de mayo", "since May 1"),
        ("es", "Llegó a finales de octubre de 2020.", "a finales de octubre de 2020", "in late October 2020"),
        ("es", "Votarán mañana, dijo.", "mañana", "tomorrow"),
        ("fr", "Il est arrivé mardi dernier.", "mardi dernier", "last Tuesday"),
        ("fr", "Il est arrivé le 1er août 2021.", "le 1er août 2021", "on August 1, 2021"),
        ("fr", "Il est parti il y a deux semaines.", "il y a deux semaines", "2 weeks ago"),
        ("fr", "Il revient l'an prochain.", "l'an prochain", "next year"),
    ],
)
def test_a_date_is_said_in_english(language: str, text: str, words: str, english: str) -> None:
    """The whole expression is one piece, its preposition with it."""
    (found,) = dates_of(text, 0, len(text), language=language)
    assert (found.span.words(text), found.english) == (words, english)


def test_a_word_that_only_looks_like_one_is_left() -> None:
    """ "La mañana" is a morning, the 45th is no day, and a language without rules gives nothing."""
    assert dates_of("Por la mañana llovió.", 0, 21, language="es") == []
    assert dates_of("El 45 de mayo", 0, 13, language="es") == []
    assert dates_of("el lunes", 0, 8, language="gl") == []
