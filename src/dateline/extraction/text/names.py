"""Names, by the pipeline's own recogniser, with all words of an article looked at in one step.

The recogniser is a greedy transition system. Outside a name its state is nothing but the word at hand, so what it
would do at every word is one matrix product; only the words inside names are walked one by one. The weights and the
decisions are the recogniser's, the time is a tenth. Nothing is loaded here: the component is handed in.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dateline.extraction.text.tokens import Name
from dateline.extraction.text.vectors import Vectors

_STATE_WORDS = 3  # the word at hand, the first word of the open name, the last word read into it
_BEGIN, _IN, _LAST, _UNIT, _OUT = "B", "I", "L", "U", "O"


class Recognizer:
    """The decisions of a spaCy entity recogniser, for one article at a time.

    Args:
        vocab: the pipeline's vocabulary.
        component: a loaded `ner` component with its own vectors, a state of three words and one hidden layer.
    Raises:
        ValueError: the component is of another make.
    """

    def __init__(self, vocab: Any, component: Any) -> None:
        model = component.model
        network, _, linear = model.get_ref("tok2vec").layers
        self._vectors, self._linear = Vectors(vocab, network), linear
        self._lower = model.get_ref("lower")
        upper = model.get_ref("upper")
        if self._lower.get_dim("nF") != _STATE_WORDS or self._lower.get_dim("nP") != 2 or not upper.has_param("W"):
            raise ValueError("This recogniser looks at other words than the one Dateline was written for.")
        moves = [component.moves.get_class_name(i) for i in range(component.moves.n_moves)]
        kinds = [name.partition("-")[::2] for name in moves]
        weights, bias = upper.get_param("W"), upper.get_param("b")
        # outside a name: begin one, take one word for a name, or go on; the last is open even at a sentence's end
        outside = [i for i, (act, label) in enumerate(kinds) if (act in (_BEGIN, _UNIT) and label) or act == _OUT]
        self._outside = [kinds[i] for i in outside]
        self._weights, self._bias = np.ascontiguousarray(weights[outside].T), bias[outside]
        self._begins = np.array([kinds[i][0] == _BEGIN for i in outside])
        # inside a name of one label: go on or end
        self._inside = {
            label: (weights[[moves.index(f"{_IN}-{label}"), i]].T, bias[[moves.index(f"{_IN}-{label}"), i]])
            for i, (act, label) in enumerate(kinds)
            if act == _LAST
        }

    def names(self, words: Sequence[str], spaced: Sequence[bool], starts: Sequence[bool]) -> list[Name]:
        """The names of one pass.

        Args:
            words: n words, in order.
            spaced: whether white space follows the word.
            starts: whether a sentence begins at the word; no name crosses such a place.
        Returns:
            names in text order, not overlapping, token numbers counted from the first word.
        """
        n = len(words)
        seen = self._lower.predict(self._linear.predict(self._vectors.read(words, spaced)))  # row 0: the absent word
        absent, bias = seen[0], self._lower.get_param("b")
        alone = seen[1:, 0] + (absent[1] + absent[2] + bias)
        scores = np.maximum(alone[:, :, 0], alone[:, :, 1]) @ self._weights + self._bias
        last = np.array([*starts[1:], True])
        scores[np.ix_(last, self._begins)] = -np.inf
        best = scores.argmax(axis=1).tolist()
        found: list[Name] = []
        i = 0
        while i < n:
            act, label = self._outside[best[i]]
            end = i + 1
            if act == _BEGIN:
                end = self._end(seen, bias, i, label, last)
            if act != _OUT:
                found.append(Name(i, end, label))
            i = end
        return found

    def _end(self, seen: np.ndarray, bias: np.ndarray, begin: int, label: str, last: np.ndarray) -> int:
        """Where the name that begins at `begin` ends (exclusive)."""
        weights, offset = self._inside[label]
        first = seen[begin + 1, 1] + bias
        i = begin + 1
        while not last[i]:
            state = seen[i + 1, 0] + first + seen[i, 2]
            go_on, end = np.maximum(state[:, 0], state[:, 1]) @ weights + offset
            if end > go_on:
                break
            i += 1
        return i + 1
