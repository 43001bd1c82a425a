"""Runs of words around two marked sides, as numbered features for the linear half of the pair-relation model.

The sides are replaced by a word each, so that what counts is what stands around them and not who they are. Numbers come
from a checksum: no vocabulary has to travel with the weights, and the same text always gives the same features.
"""

import re
from collections.abc import Iterator
from zlib import crc32

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

_WORD = re.compile(r"\w+|[^\w\s]")
_DIGITS = re.compile(r"\d+")
_SOURCE, _TARGET = "§s", "§t"


class Linear(Struct, frozen=True):
    """Fitted weights: for each feature a row of int8 by type, times `scale` of the type; `rarity` weighs features."""

    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    rarity: NDArray[np.float16]

    def shares(self, text: str, source: tuple[int, int] | None, target: tuple[int, int] | None) -> NDArray[np.float64]:
        """The types' shares, summing to 1, in the order of training. Method: TF-IDF, logistic one against the rest."""
        found = features(text, source, target, size=len(self.rarity))
        numbers = np.fromiter(found.keys(), dtype=np.int64, count=len(found))
        counts = np.fromiter(found.values(), dtype=np.float64, count=len(found))
        values = (1 + np.log(counts)) * self.rarity[numbers]
        values /= max(float(np.sqrt((values * values).sum())), 1e-9)
        sums = (values @ self.weights[numbers]) * self.scale + self.bias
        each = 1 / (1 + np.exp(-sums))
        shares: NDArray[np.float64] = each / each.sum()
        return shares


def features(
    text: str, source: tuple[int, int] | None, target: tuple[int, int] | None, *, size: int
) -> dict[int, float]:
    """How often each feature occurs, by number below `size`.

    Args:
        text: the sentence.
        source, target: the sides in code points, or None.
        size: how many numbers there are; the weights were fitted for one.
    """
    found: dict[int, float] = {}
    for feature in _named(_words(text, source, target)):
        number = crc32(feature.encode()) % size
        found[number] = found.get(number, 0.0) + 1.0
    return found


def _words(text: str, source: tuple[int, int] | None, target: tuple[int, int] | None) -> list[str]:
    pieces: list[str] = []
    at = 0
    sides = [(span, name) for span, name in ((source, _SOURCE), (target, _TARGET)) if span is not None]
    for (start, end), name in sorted(sides):
        if start >= at:
            pieces += _split(text[at:start])
        pieces += [name, *(f"{name}:{word}" for word in _split(text[max(at, start) : end])[-3:])]
        at = max(at, end)
    return pieces + _split(text[at:])


def _split(text: str) -> list[str]:
    return _WORD.findall(_DIGITS.sub("0", text.lower()))


def _named(words: list[str]) -> Iterator[str]:
    """Runs of one to three words; those between the sides once more, with the order of the sides."""
    plain = [word for word in words if not (word.startswith("§") and len(word) > 2)]
    yield from (word for word in words if word.startswith("§") and len(word) > 2)
    for length in (1, 2, 3):
        for start in range(len(plain) - length + 1):
            yield " ".join(plain[start : start + length])
    first, last = _SOURCE in plain, _TARGET in plain
    if first and last:
        one, two = plain.index(_SOURCE), plain.index(_TARGET)
        order = ">" if one < two else "<"
        between = plain[min(one, two) + 1 : max(one, two)][:12]
        for length in (1, 2):
            for start in range(len(between) - length + 1):
                yield order + " ".join(between[start : start + length])
