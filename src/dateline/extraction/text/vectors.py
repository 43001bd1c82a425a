"""What the pipeline's networks read of the words of a page.

A network's first layer looks at one word at a time, and a newspaper uses few words often: so what it gives is kept, and
only words not met before are put through it. The layers that look at a word among its neighbours always run. The
numbers are those that spaCy would give, but for the last bits: a matrix product of short floats rounds by the place
of a row in it, and a word must read the same in any company, so the kept numbers come from a product of long ones.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

_MOST = 200_000  # words kept; 80 MB at the width of the small pipeline


class Vectors:
    """One token-to-vector network, for one article at a time.

    Args:
        vocab: the pipeline's vocabulary.
        model: a spaCy `Tok2Vec` of an embedding and an encoding layer, without static vectors.
    """

    def __init__(self, vocab: Any, model: Any) -> None:
        self._vocab = vocab
        embed, self._encode = model.layers
        *self._features, mix, _ = embed.layers
        layers = {layer.name: layer for layer in mix.walk()}
        self._maxout, self._norm = layers["maxout"], layers["layernorm"]
        self._known: dict[tuple[str, bool], int] = {}
        self._rows = np.zeros((0, model.get_dim("nO")), dtype=np.float32)

    def read(self, words: Sequence[str], spaced: Sequence[bool]) -> np.ndarray:
        """A vector for each word, as it stands among the others.

        Args:
            words: n words, in order.
            spaced: whether white space follows the word; some networks look at that too.
        Returns:
            n rows.
        """
        known = self._known
        keys = list(zip(words, spaced, strict=True))
        new = sorted({key for key in keys if key not in known})
        if new:
            if len(known) > _MOST:
                known.clear()
                self._rows = self._rows[:0]
                new = sorted(set(keys))
            self._learn(new)
        return self._encode.predict([self._rows[[known[key] for key in keys]]])[0]

    def _learn(self, keys: list[tuple[str, bool]]) -> None:
        first, needed = len(self._known), len(self._known) + len(keys)
        self._known.update((key, first + n) for n, key in enumerate(keys))
        if needed > len(self._rows):
            grown = np.zeros((max(needed, 2 * first, 4096), self._rows.shape[1]), dtype=np.float32)
            grown[:first] = self._rows[:first]
            self._rows = grown
        self._rows[first:needed] = self._alone(keys)

    def _alone(self, keys: list[tuple[str, bool]]) -> np.ndarray:
        """What the first layer gives for each word: hashed features, mixed by one maxout layer, normalised."""
        from spacy.tokens import Doc

        found: Any = [Doc(self._vocab, words=[word for word, _ in keys], spaces=[spaced for _, spaced in keys])]
        for layer in self._features:
            found = layer.predict(found)
        weights = self._maxout.get_param("W").astype(np.float64)
        width, pieces, _ = weights.shape
        mixed = found.data.astype(np.float64) @ weights.reshape(width * pieces, -1).T
        best = (mixed.reshape(-1, width, pieces) + self._maxout.get_param("b")).max(axis=2)
        centred = best - best.mean(axis=1, keepdims=True)
        scaled = centred / np.sqrt(centred.var(axis=1, keepdims=True) + 1e-8)  # the constant is thinc's
        return scaled * self._norm.get_param("G") + self._norm.get_param("b")
