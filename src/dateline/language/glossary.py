"""What a word or a name of another language is in English: terms, names, verb forms.

A `Glossary` is built at the edge from tables and handed in. It is asked word by word, the longest entry wins.
"""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

_TOKEN = re.compile(r"[^\W\d_]+['’](?=\w)|\d+(?:[.,:]\d+)*|[^\W_]+(?:-[^\W_]+)*|\S")


class Term(Struct, frozen=True):
    """One entry. `kind`: name, term, verb, or date; `takes_a`: the personal "a" behind a Spanish verb is no "to"."""

    english: str
    kind: str
    takes_a: bool = False
    with_a: str | None = None  # the English where that "a" follows: "asked for help", "asked Russia"
    doing: str | None = None  # of an infinitive behind "de": the form in -ing, for "accused of targeting"


class Word(Struct, frozen=True):
    """One word or mark of a source text: code points `start` to `end`."""

    text: str
    start: int
    end: int


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words and marks of a stretch of text; an elided article ("l'") is a word of its own."""
    return [Word(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text, start, len(text) if end is None else end)]


class Glossary:
    """Entries of one language.

    Args:
        language: ISO 639-1.
        entries: words of that language, as printed, and what they are in English; of two equal ones the first counts.
    """

    def __init__(self, language: str, entries: Iterable[tuple[str, Term]] = ()) -> None:
        self.language = language
        self._by_first: dict[str, dict[tuple[str, ...], Term]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        for words, term in entries:
            key = tuple(_plain(word.text) for word in words_of(words))
            if key:
                self._by_first.setdefault(key[0], {}).setdefault(key, term)
        for first, found in self._by_first.items():
            self._lengths[first] = tuple(sorted({len(key) for key in found}, reverse=True))

    def __len__(self) -> int:
        return sum(len(found) for found in self._by_first.values())

    def match(self, words: Sequence[Word], at: int, *, opens: bool = False) -> tuple[int, Term] | None:
        """The longest entry that begins at a word: how many words it has, and what it is in English.

        Args:
            words: the words of a sentence.
            at: where to look.
            opens: whether the word opens the sentence, where a capital means nothing.
        """
        first = _plain(words[at].text)
        for form in (first, first[:1].lower() + first[1:]) if opens and first[:1].isupper() else (first,):
            known = self._by_first.get(form)
            if known is None:
                continue
            for n in self._lengths[form]:
                if at + n <= len(words):
                    term = known.get((form, *(_plain(word.text) for word in words[at + 1 : at + n])))
                    if term is not None:
                        return n, term
        return None


def _plain(word: str) -> str:
    return word.replace("’", "'")
