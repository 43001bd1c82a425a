"""The linear half of the pair-relation model: word runs around the sides, fitted on many wordings of our own patterns.

It knows the plain phrases of the trade better than the small encoder does, and nothing of what a new word means: the two are
wrong in different places, so their answers are put together.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from corpus import TYPES, Example

from dateline.extraction.events.ngrams import Linear, features

SIZE = 2**18


def fit(examples: list[Example], seed: int) -> Linear:
    """One-against-the-rest logistic regressions by averaged gradient steps, rounded to int8 by type."""
    counts = _table(examples)
    rarity = np.log((1 + counts.shape[0]) / (1 + np.bincount(counts.indices, minlength=SIZE))) + 1
    rarity = rarity.astype(np.float16).astype(np.float32)
    rows = counts.copy()
    rows.data = (1 + np.log(rows.data)) * rarity[rows.indices]
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(1)).ravel())
    rows = csr_matrix(rows.multiply(1 / np.maximum(lengths, 1e-9)[:, None]))
    learner = SGDClassifier(loss="log_loss", alpha=2e-6, max_iter=8, tol=None, random_state=seed, average=True)
    learner.fit(rows, np.array([TYPES.index(example.type) for example in examples]))
    weights = np.ascontiguousarray(learner.coef_.T.astype(np.float32))
    scale = np.abs(weights).max(0) / 127
    return Linear(
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=learner.intercept_.astype(np.float32),
        rarity=rarity.astype(np.float16),
    )


def save(linear: Linear, path: Path) -> None:
    """Write the four arrays; the same arrays give the same bytes."""
    np.savez_compressed(path, weights=linear.weights, scale=linear.scale, bias=linear.bias, rarity=linear.rarity)
    print(f"wrote {path}: {path.stat().st_size / 1e6:.1f} MB")


def _table(examples: list[Example]) -> csr_matrix:
    starts, numbers, counts = [0], [], []
    for example in examples:
        found = features(example.text, example.source, example.target, size=SIZE)
        numbers += found.keys()
        counts += found.values()
        starts.append(len(numbers))
    return csr_matrix((counts, numbers, starts), shape=(len(examples), SIZE), dtype=np.float32)
