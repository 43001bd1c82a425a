"""What the pipeline's networks read of the words of a page.

A network's first layer looks at one word at a time, and a newspaper uses few words often: so what it gives is kept, and
only words not met before are put through it. The layers that look at a word among its neighbours always run. The
numbers are those that spaCy would give.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

_MOST = 200_000  # words kept; 80 MB at the width of the small pipeline
_AT_ONCE = 64  # always as many: a matrix product rounds by its shape, and a word must read the same in any company


class Vectors:
    """One token-to-vector network, for one article at a time.

    Args:
        vocab: the pipeline's vocabulary.
        model: a spaCy `Tok2Vec` of an embedding and an encoding layer, without static vectors.
    """

    def __init__(self, vocab: Any, model: Any) -> None:
        self._vocab = vocab
        self._embed, self._encode = model.layers
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
        for at in range(0, len(keys), _AT_ONCE):
            batch = keys[at : at + _AT_ONCE]
            self._rows[first + at : first + at + len(batch)] = self._alone(batch)

    def _alone(self, keys: list[tuple[str, bool]]) -> np.ndarray:
        """What the embedding gives for each word, whichever words stand beside it."""
        from spacy.tokens import Doc

        filled = keys + keys[:1] * (_AT_ONCE - len(keys))
        doc = Doc(self._vocab, words=[word for word, _ in filled], spaces=[spaced for _, spaced in filled])
        return self._embed.predict([doc])[0][: len(keys)]
