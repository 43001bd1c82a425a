"""Word runs around two sides: what is counted, and what is not."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.extraction.events.ngrams import Linear, features

SIZE = 2**18


def test_who_the_sides_are_does_not_count_where_their_words_differ_only_in_digits() -> None:
    """Numbers are all alike."""
    assert features("Iran freed 12 men.", (0, 4), (11, 17), size=SIZE) == features(
        "Iran freed 46 men.", (0, 4), (11, 17), size=SIZE
    )


def test_direction_counts() -> None:
    """The same words with the sides changed over are other features."""
    assert features("Iran hit Iraq.", (0, 4), (9, 13), size=SIZE) != features(
        "Iran hit Iraq.", (9, 13), (0, 4), size=SIZE
    )


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_any_text_and_any_sides_give_features(text: str, a: int, b: int, c: int, d: int) -> None:
    """Overlapping, empty and far-off sides are no reason to fail."""
    found = features(text, (min(a, b), max(a, b)), (min(c, d), max(c, d)), size=97)
    assert all(0 <= number < 97 and count > 0 for number, count in found.items())


def test_shares_sum_to_one_even_for_an_empty_text() -> None:
    """Nothing said leaves the biases."""
    linear = Linear(
        weights=np.zeros((97, 3), dtype=np.int8),
        scale=np.ones(3, dtype=np.float32),
        bias=np.array([0.0, 1.0, -1.0], dtype=np.float32),
        rarity=np.ones(97, dtype=np.float16),
    )
    shares = linear.shares("", None, None)
    assert abs(shares.sum() - 1) < 1e-9
    assert shares.argmax() == 1
