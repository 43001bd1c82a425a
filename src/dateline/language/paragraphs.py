"""Which language each paragraph of an article is in, where an article mixes several.

A paragraph has the article's language until it is long enough and clearly something else: a quotation or a list of names
makes no other language. What is plainly English is told by its small words, which costs next to nothing.
"""

import re
from collections.abc import Sequence

from dateline.language.identify import certain

_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset(
    "the of and to in a is that for on was with said by as at from it be he his are has have had will not were".split()
)
_ENGLISH = 0.15  # share of small words from which nothing else need be asked; English news has about 0.4
_LEAST_LETTERS = 60
_LEAST_WORDS = 8  # of a script that parts its words


def languages_of(paragraphs: Sequence[str], *, article: str) -> tuple[str, ...]:
    """The ISO 639-1 code of each paragraph.

    Args:
        paragraphs: their words, in order.
        article: the language of the article as a whole.
    """
    return tuple(_language_of(words, article) for words in paragraphs)


def may_mix(text: str) -> bool:
    """Whether a line of an English article may be in another language: cheap, and right when it says no."""
    lines = (line for line in text.split("\n") if len(line) >= _LEAST_LETTERS // 3)
    return any(not _is_plainly_english(line) and _is_long(line) for line in lines)


def _language_of(words: str, article: str) -> str:
    if not _is_long(words) or (article == "en" and _is_plainly_english(words)):
        return article
    if article != "en" and _is_plainly_english(words):
        return "en"
    return certain(words) or article


def _is_long(words: str) -> bool:
    letters = len(_LETTERS.findall(words[:400]))
    if letters < _LEAST_LETTERS // 3:
        return False
    if not words.isascii() and letters > 20 and len(_WORD.findall(words[:400])) < letters / 12:
        return True  # a script without white space between words
    return letters >= _LEAST_LETTERS and len(_WORD.findall(words[:400])) >= _LEAST_WORDS


def _is_plainly_english(words: str) -> bool:
    found = words[:400].lower().split()
    return sum(word in _SMALL for word in found) >= _ENGLISH * len(found)
