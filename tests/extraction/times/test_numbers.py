"""Numbers in figures and words."""

import pytest

from dateline.extraction.times.numbers import amount, ordinal, year


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("2", 2), ("2,500", 2500), ("twenty four", 24), ("two and a half", 2.5), ("2 1 / 2", 2.5), ("a couple of", 2),
        ("a dozen", 12), ("two dozen", 24), ("a hundred", 100), ("two hundred and ten", 210), ("three thousand", 3000),
        ("a few", None), ("several", None), ("dozens of", None), ("9" * 30, None),
    ],
)  # fmt: skip
def test_a_count_is_read_or_left_vague(words: str, value: float | None) -> None:
    """Figures, words, dozens and fractions have a count; "a few" has none."""
    assert amount(words.split()) == value


@pytest.mark.parametrize(
    ("words", "value"), [("third", 3), ("21st", 21), ("twenty - first", 21), ("second", 2), ("rain", None)]
)
def test_an_ordinal_has_a_place(words: str, value: int | None) -> None:
    """Ordinals in figures and words."""
    assert ordinal(words.split()) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1996", 1996), ("nineteen ninety - six", 1996), ("two thousand", 2000), ("two thousand and one", 2001),
        ("twenty fourteen", 2014), ("nineteen hundred", 1900), ("thirty two", None), ("nineteen", None),
    ],
)  # fmt: skip
def test_a_year_in_words_is_a_year(words: str, value: int | None) -> None:
    """Spoken years are years; other numbers are none."""
    assert year(words.split()) == value
