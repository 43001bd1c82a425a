"""Dates in context: our own sentences, each with the words, type and value that must be read from it."""

from collections.abc import Callable
from pathlib import Path

from dateline.values import Time

_ITEMS = Path(__file__).with_name("items.tsv")


def test_at_least_95_of_100_dates_in_context_are_right(read: Callable[..., tuple[Time, ...]]) -> None:
    """Words, type and value are those a careful reader would give, in 95 of 100 sentences."""
    rows = [line.split("\t") for line in _ITEMS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    wrong = []
    for anchor, sentence, words, type_, value in rows:
        times = read(sentence, None if anchor == "-" else anchor)
        got = [(sentence[t.start : t.end], t.type, t.value) for t in times]
        if (words, type_, value) not in got:
            wrong.append(f"{anchor} {sentence} wants {(words, type_, value)}, got {got}")
    assert len(rows) >= 150
    assert len(wrong) <= 0.05 * len(rows), "\n".join(wrong)
