"""Which report reprints which: verbatim, cut, reordered, framed by the publisher or lightly edited.

Looks at words only, in the order in which the reports came out. A report is a copy when one earlier report of the last
month that is no copy itself holds more than the set share of its words; two articles glued together are therefore no copy,
nor is one that took a paragraph of background.

Method: the smallest hashes of a report's 5-word shingles propose sources (Broder 1997), so that the cost of a report does
not grow with their number; the share of words in runs common to both, small gaps bridged, decides. Containment and not
resemblance, because a cut copy resembles its source little.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate
from zlib import crc32

from msgspec import Struct

from dateline.values import Article
from dateline.values.incident import Copy

_WORD = re.compile(r"\w+")
_LEAST_WORDS = 12  # a shorter text is a copy only of the same words
_SHINGLE = 5
_RUN = 4  # words in a row that both texts hold
_GAP = 2  # words between two common runs that count with them: an edited word or two
_SKETCH = 48  # hashes of shingles kept of a report: a cut, framed and edited copy still shares several
_ASKED = 4  # sources looked at word by word
MOST_SOURCES = 24  # originals that share a shingle: what more share is a publisher's frame
DAYS_APART = 30  # a reprint comes within a month

COPIED_SHARE = 0.66
"""Share of a report's words that one source must hold.

A careful reader's line is 60 %; glued articles reach just that, so the line stands above it by what chance runs
and bridged gaps add (swept .60 to .72 on made syndication: .66 loses no kind of copy and calls 1 % of glued pairs).
"""


class Words(Struct, frozen=True, dict=True):
    """The words of a report, as they are compared. Headline and furniture may be in it; what both texts share counts."""

    article: str
    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """In lower case."""
        return tuple(_WORD.findall(self.text.lower()))

    @cached_property
    def in_runs(self) -> Sequence[int]:
        """Hashes of all runs of four words, in order."""
        return self._hashes(_RUN)

    @cached_property
    def runs(self) -> frozenset[int]:
        """The same, each once."""
        return frozenset(self.in_runs)

    @cached_property
    def sketch(self) -> tuple[int, ...]:
        """Hashes by which reports that share much of their words find each other."""
        if len(self.words) < _LEAST_WORDS:
            return tuple(self._hashes(len(self.words))) if self.words else ()
        return tuple(sorted(set(self._hashes(_SHINGLE)))[:_SKETCH])

    @cached_property
    def _coded(self) -> tuple[bytes, list[int]]:
        """The words with a space between them, and where each begins; the end of all as if one more did."""
        coded = [word.encode() for word in self.words]
        return b" ".join(coded), list(accumulate((len(word) + 1 for word in coded), initial=0))

    def _hashes(self, n: int) -> list[int]:
        """Hashes of all runs of `n` words, in order; of all words where there are fewer."""
        said, begins = self._coded
        if len(self.words) < n:
            return [crc32(said)] if self.words else []
        return [crc32(said[begin : end - 1]) for begin, end in zip(begins, begins[n:])]


def find_copies(articles: Iterable[Article]) -> tuple[Copy, ...]:
    """The copies among a batch of reports, whatever its order.

    Args:
        articles: `published`, else `updated`, says which came first; undated ones come after dated ones, the longest
            of them first.
    Returns:
        one `Copy` for each report that reprints an earlier one, by the order of appearance in time.
    """
    originals: list[tuple[Words, int | None]] = []
    index: dict[int, list[int]] = defaultdict(list)
    copies = []
    for article in in_time(articles):
        report, day = Words(article.id, article.text), day_of(article)
        sharing = {
            key: [n for n in index[key] if _is_near(day, originals[n][1])] for key in report.sketch if key in index
        }
        copy = judge(report, [originals[n][0] for n in proposed(sharing)])
        if copy is not None:
            copies.append(copy)
            continue
        for key in report.sketch:
            index[key].append(len(originals))
        originals.append((report, day))
    return tuple(copies)


def proposed(sharing: Mapping[int, Sequence[int]]) -> list[int]:
    """The sources worth looking at word by word, those that share most first.

    Args:
        sharing: by hash the earlier originals that share it, as numbers that follow their order in time.
    """
    votes = Counter(n for originals in sharing.values() if len(originals) <= MOST_SOURCES for n in originals)
    return sorted(votes, key=lambda n: (-votes[n], n))[:_ASKED]


def judge(report: Words, sources: Iterable[Words]) -> Copy | None:
    """The copy that a report is of one of some sources, the first that holds enough of it; None where none does."""
    for source in sources:
        if source.words == report.words:
            return Copy(report.article, source.article, "the same words")
        if len(report.words) < _LEAST_WORDS:
            continue
        share = shared_words(report, source.runs)
        if share > COPIED_SHARE:
            return Copy(report.article, source.article, f"{share:.0%} of its words stand in the earlier report")
    return None


def in_time(articles: Iterable[Article]) -> list[Article]:
    """Reports by the day and hour they came out; the same for any input order."""
    return sorted(articles, key=lambda a: (a.published or a.updated or "9999", -len(a.text), a.id))


def shared_words(report: Words, runs: frozenset[int]) -> float:
    """Share of a report's words that stand in runs of four that the source holds too, gaps of two bridged.

    0 where these are so few that they cannot make it a copy: each covers itself and a gap at most.
    """
    n = len(report.words)
    if sum(map(runs.__contains__, report.in_runs)) * (_RUN + _GAP) <= COPIED_SHARE * n:
        return 0.0
    covered = bytearray(n)
    last = -1  # the last covered word
    for at, key in enumerate(report.in_runs):
        if key in runs:
            begin = last + 1 if last >= 0 and at - last - 1 <= _GAP else at
            for k in range(min(begin, at), at + _RUN):
                covered[k] = 1
            last = at + _RUN - 1
    return sum(covered) / n


def day_of(article: Article) -> int | None:
    """The day a report came out, as an ordinal; None where nobody says."""
    stamp = article.published or article.updated
    try:
        return date.fromisoformat(stamp[:10]).toordinal() if stamp else None
    except ValueError:
        return None


def _is_near(day: int | None, earlier: int | None) -> bool:
    return day is None or earlier is None or day - earlier <= DAYS_APART
