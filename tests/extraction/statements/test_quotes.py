"""Which words stand between quotation marks."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.extraction.statements.quotes import Quotes
from dateline.extraction.text.tokens import Line, Parse, Token

Parsed = Callable[[str], Parse]


def _quoted(text: str, parsed: Parsed) -> list[str]:
    return [text[q.start : q.end] for q in Quotes(parsed(text)).all]


@pytest.mark.parametrize(
    "quoted",
    [
        "“we stay”",
        '"we stay"',
        "''we stay''",
        "„we stay“",
        "«we stay»",
        "« we stay »",
        "‘we stay’",
        "»we stay«",
        "‹we stay›",
    ],
)
def test_marks_of_many_languages_pair(quoted: str, parsed: Parsed) -> None:
    """A quotation is found whatever marks the page uses, marks included."""
    assert _quoted(f"The mayor said {quoted} and left.", parsed) == [quoted]


def test_an_apostrophe_opens_nothing(parsed: Parsed) -> None:
    """Possessives and contractions are no quotation marks."""
    assert _quoted("The miners' wives don't want the owners' money.", parsed) == []


def test_an_inner_quotation_belongs_to_the_outer(parsed: Parsed) -> None:
    """Marks of the other kind inside a quotation open nothing of their own."""
    text = "“He called it ‘a door’ and we laughed,” she said."
    assert _quoted(text, parsed) == ["“He called it ‘a door’ and we laughed,”"]


def test_an_unpaired_mark_ends_with_its_sentence(parsed: Parsed) -> None:
    """A mark that nothing closes does not swallow the rest of the page."""
    text = "He said “we will wait. The rain went on all night.\n\nNobody came."
    assert _quoted(text, parsed) == ["“we will wait."]


def test_a_long_quotation_reopens_in_each_paragraph(parsed: Parsed) -> None:
    """A paragraph that begins with a mark carries on the open quotation before it."""
    text = "“We came by boat. We had no map.\n\n“In the end the river took us home,” she said."
    first, second = Quotes(parsed(text)).all
    assert first.runs_on and text[first.start : first.end] == "“We came by boat. We had no map."
    assert text[second.start : second.end].endswith("home,”")


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["“", "”", '"', "'", "’", "„", "«", "»", "a", "b.", ",", "''", "é"]), max_size=40))
def test_quotations_lie_in_the_text_and_do_not_overlap(words: list[str]) -> None:
    """Whatever the marks, quotations are in order, inside the text and apart."""
    text, tokens, at = " ".join(words), [], 0
    for i, word in enumerate(words):
        tokens.append(Token(i, at, at + len(word), word, word, "X", "XX", "dep", i, 0))
        at += len(word) + 1
    quotes = Quotes(Parse(text, text, tokens, [Line(0, len(tokens), 0, "body")] if tokens else [], [])).all
    for q in quotes:
        assert 0 <= q.start < q.end <= len(text)
    assert all(a.end <= b.start for a, b in pairwise(quotes))
