"""Where sentences begin."""

import pytest

from dateline.extraction.text.sentences import sentence_starts


def split(text: str) -> list[str]:
    """Sentences of a text whose tokens are parted by blanks; `_` glues a token to the one before."""
    words, spaced = [], []
    for token in text.split(" "):
        if token.startswith("_"):
            spaced[-1] = False
            token = token[1:]
        words.append(token)
        spaced.append(True)
    starts = sentence_starts(words, spaced)
    found: list[list[str]] = []
    for word, begins in zip(words, starts, strict=True):
        if begins:
            found.append([])
        found[-1].append(word)
    return [" ".join(sentence) for sentence in found]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He left _. She stayed _.", 2),
        ("Gen. Moreau left _. He was tired _.", 2),
        ("The U.S. envoy left _.", 1),
        ("He lives in the U.S. The envoy does not _.", 2),
        ("Why _? he asked _.", 1),
        ('" I left _. _" He sat down _.', 2),
        ("It cost 3.5 million _. Nobody paid _.", 2),
        ("Dr. A. B. Moreau spoke _.", 1),
        ("Well … perhaps not _.", 1),
    ],
)
def test_stops_end_sentences_and_abbreviations_do_not(text: str, count: int) -> None:
    """A stop ends a sentence unless it belongs to an abbreviation, an initial or what goes on in small letters."""
    assert len(split(text)) == count


def test_an_endless_sentence_is_cut() -> None:
    """A text without a full stop is cut into pieces, so that no rule over a sentence grows with the page."""
    starts = sentence_starts(["word"] * 10_000, [True] * 10_000)
    assert sum(starts) > 20
