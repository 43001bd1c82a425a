"""Where sentences of other languages end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.language.segment import sentences_of


def split(text: str, language: str = "es") -> list[str]:
    return [span.words(text) for span in sentences_of(text, 0, len(text), language=language)]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("es", ["El Sr. García llegó tarde.", "¿Quién lo esperaba?", "Nadie."]),
        ("es", ["EE. UU. firmó el acuerdo.", "«No hay plazo», dijo."]),
        ("fr", ["M. Dupont est parti.", "« Il reviendra », a dit Mme Roy."]),
        ("ar", ["غادر الوزير القاعة.", "هل يعود؟", "لا أحد يعلم."]),
        ("hi", ["मंत्री चले गए।", "वे लौटेंगे।"]),
    ],
)
def test_a_sentence_ends_at_its_stop_and_not_at_an_abbreviation(language: str, parts: list[str]) -> None:
    """Titles, initials and opening marks do not tear a sentence apart."""
    assert split(" ".join(parts), language) == parts


def test_chinese_needs_no_white_space() -> None:
    """A full-width stop ends a sentence wherever it stands."""
    assert split("部长离开了会场。他明天回来。", "zh") == ["部长离开了会场。", "他明天回来。"]


@given(st.text(max_size=3000))
def test_no_word_is_lost(text: str) -> None:
    """The sentences hold everything but white space, in order, and never overlap."""
    spans = sentences_of(text, 0, len(text), language="es")
    kept = "".join(span.words(text) for span in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
