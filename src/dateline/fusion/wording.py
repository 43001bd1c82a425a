"""The words of a report as numbers, and how telling each is among others.

A word and a pair of words in a row are terms, each with a number of 64 bits that follows from its letters alone: what was
made of a report once can be kept, and compared with what is made of others at any time. Common words stand between a pair
without parting it.

Method: TF-IDF, unit length. A term that one report alone uses says nothing of its story, the less the more reports there are.
"""

import re
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
_MOST = 99  # of times that count
_STRENGTH = np.concatenate([[0.0], 1 + np.log(np.arange(1, _MOST + 1))])  # of a term, by how often it stands there
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # odd: a pair is not its reverse
_PAIR = np.uint64(1)  # the last bit says whether it is a pair


class Wording(Struct, frozen=True):
    """The terms of a report, each once, in the order of their numbers, and how often each stands there."""

    terms: NDArray[np.uint64]
    times: NDArray[np.uint8]


def wording(text: str, title: str | None) -> Wording:
    """What a report says in words; a title that its text does not begin with counts as the beginning."""
    if title and not text.lstrip().startswith(title):
        text = f"{title} {text}"
    words = np.array(
        [_number(w) for w in _WORD.findall(text.lower()) if len(w) > 1 and w not in _COMMON], dtype=np.uint64
    )
    pairs = (words[:-1] * _FIRST + words[1:] * _SECOND) | _PAIR
    terms, times = np.unique(np.concatenate([words, pairs]), return_counts=True)
    return Wording(terms, np.minimum(times, _MOST).astype(np.uint8))


def weigh(said: list[Wording], *, pair_weight: float, imagined: int) -> csr_matrix:
    """Unit rows of how telling each term is, a row for each report; terms that one report alone uses have no column.

    Args:
        said: the reports.
        pair_weight: of two words in a row, beside a word.
        imagined: reports added to every count, so that few reports do not make each word telling.
    """
    if not said:
        return csr_matrix((0, 1))
    terms, column, seen = np.unique(
        np.concatenate([one.terms for one in said]), return_inverse=True, return_counts=True
    )
    n = len(said) + imagined
    weight = 1 + np.log((1 + n) / (1 + seen))
    weight[seen == 1] *= imagined / n
    weight[(terms & _PAIR) == _PAIR] *= pair_weight
    values = _STRENGTH[np.concatenate([one.times for one in said])] * weight[column]
    sizes = np.array([len(one.terms) for one in said])
    row = np.repeat(np.arange(len(said)), sizes)
    length = np.sqrt(np.bincount(row, values * values, minlength=len(said)))
    length[length == 0] = 1.0
    shared = seen[column] > 1
    place = np.cumsum(seen > 1) - 1
    begins = np.concatenate([[0], np.cumsum(np.bincount(row[shared], minlength=len(said)))])
    width = max(1, int(place[-1]) + 1) if len(place) else 1
    return csr_matrix(((values / length[row])[shared], place[column][shared], begins), shape=(len(said), width))


@lru_cache(maxsize=1 << 15)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(errors="surrogatepass"), digest_size=8).digest(), "big") & ~1


_COMMON = frozenset(
    """a about above after again against all also although am among an and another any are as at back be because been before being below between both but by can could
    day days did do does doing down during each even every few first for from further get had has have having he her here hers him his how however i if in into is it its
    itself just last later like made make many may me might more most much must my new no nor not now of off on once one only or other our out over own people per said same
    say says she should since so some still such than that the their them then there these they this those through time to today told too two under until up us very was way we
    week weeks well were what when where which while who whom whose why will with would year years yesterday yet you your mr mrs ms according added monday tuesday wednesday
    thursday friday saturday sunday january february march april june july august september october november december reuters ap afp press associated news photo""".split()
)
