"""Which report reprints which: verbatim, cut, reordered, framed by the publisher or lightly edited.

Looks at words only, in the order in which the reports came out. A report is a copy when one earlier report that is
no copy itself holds more than the set share of its words; two articles glued together are therefore no copy, nor is one
that took a paragraph of background.

Method: an inverted index over sampled 5-word shingles of the originals proposes sources (cost per report does not grow
with their number); the share of words in runs common to both, small gaps bridged, decides. Containment and not
resemblance, because a cut copy resembles its source little (Broder 1997).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from zlib import crc32

from msgspec import Struct

from dateline.values import Article
from dateline.values.incident import Copy

_WORD = re.compile(r"\w+")
_LEAST_WORDS = 12  # a shorter text is a copy only of the same words
_SHINGLE = 5
_RUN = 4  # words in a row that both texts hold
_GAP = 2  # words between two common runs that count with them: an edited word or two
_SAMPLE = 4  # every fourth shingle, by its hash, is kept in the index
_MOST_SOURCES = 24  # postings of one shingle: what more reports share is a publisher's frame

COPIED_SHARE = 0.66
"""Share of a report's words that one source must hold.

A careful reader's line is 60 %; glued articles reach just that, so the line stands above it by what chance runs
and bridged gaps add (swept .60 to .72 on made syndication: .66 loses no kind of copy and calls 1 % of glued pairs).
"""


class _Original(Struct):
    article: str
    words: tuple[str, ...]
    runs: frozenset[int]


class Copies:
    """The originals seen so far; asks of each new report whether it reprints one of them."""

    def __init__(self) -> None:
        self._originals: list[_Original] = []
        self._index: dict[int, list[int]] = {}
        self._same: dict[tuple[str, ...], int] = {}

    def add(self, article: str, text: str) -> Copy | None:
        """The copy that a report is, or None, in which case later reports may be copies of it.

        Args:
            article: its id.
            text: headline and furniture may be in it; what both texts share counts.
        """
        words = tuple(_WORD.findall(text.lower()))
        same = self._same.get(words)
        if same is not None:
            return Copy(article, self._originals[same].article, "the same words")
        if len(words) >= _LEAST_WORDS:
            sampled = _sampled(words)
            votes: Counter[int] = Counter()
            for key in sampled:
                votes.update(self._index.get(key, ()))
            for source, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0]))[:4]:
                original = self._originals[source]
                share = shared_words(words, original.runs)
                if share > COPIED_SHARE:
                    return Copy(article, original.article, f"{share:.0%} of its words stand in the earlier report")
            number = len(self._originals)
            for key in sampled:
                postings = self._index.setdefault(key, [])
                if len(postings) < _MOST_SOURCES:
                    postings.append(number)
        self._same[words] = len(self._originals)
        self._originals.append(_Original(article, words, frozenset(_hashes(words, _RUN))))
        return None


def find_copies(articles: Iterable[Article]) -> tuple[Copy, ...]:
    """The copies among a batch of reports, whatever its order.

    Args:
        articles: `published`, else `updated`, says which came first; undated ones come after dated ones, the longest
            of them first.
    Returns:
        one `Copy` for each report that reprints an earlier one, by the order of appearance in time.
    """
    seen = Copies()
    found = [seen.add(article.id, article.text) for article in in_time(articles)]
    return tuple(copy for copy in found if copy is not None)


def in_time(articles: Iterable[Article]) -> list[Article]:
    """Reports by the day and hour they came out; the same for any input order."""
    return sorted(articles, key=lambda a: (a.published or a.updated or "9999", -len(a.text), a.id))


def shared_words(words: Sequence[str], runs: frozenset[int]) -> float:
    """Share of `words` that stand in runs of four that the source holds too, gaps of two bridged."""
    if not words:
        return 0.0
    covered = bytearray(len(words))
    last = -1  # the last covered word
    for at, key in enumerate(_hashes(words, _RUN)):
        if key in runs:
            begin = last + 1 if last >= 0 and at - last - 1 <= _GAP else at
            for k in range(min(begin, at), at + _RUN):
                covered[k] = 1
            last = at + _RUN - 1
    return sum(covered) / len(words)


def _hashes(words: Sequence[str], n: int) -> list[int]:
    if len(words) < n:
        return [crc32(" ".join(words).encode())] if words else []
    return [crc32(" ".join(words[i : i + n]).encode()) for i in range(len(words) - n + 1)]


def _sampled(words: Sequence[str]) -> list[int]:
    keys = sorted(set(_hashes(words, _SHINGLE)))
    kept = [key for key in keys if key % _SAMPLE == 0]
    return kept if len(kept) >= 16 else keys
