"""Our training sentences: well formed, labelled from the ontology, and the same for the same seed."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2] / "training"
sys.path.insert(0, str(HERE))

import corpus  # noqa: E402
import expand  # noqa: E402


def test_every_written_sentence_has_a_known_label_and_marked_sides() -> None:
    """Types, modes and modalities come from the ontology; a relation has at least one side."""
    for example in corpus.sentences(HERE):
        assert example.type in corpus.TYPES, example
        assert example.mode == "-" or (example.type, example.mode) in corpus.MODES, example
        assert example.modality in (*corpus.MODALITIES, "-"), example
        assert example.source or example.target, example
        assert not set("{}<>@|\t") & set(example.text), example


def test_there_are_more_than_a_thousand_sentences_and_each_type_has_its_share() -> None:
    """No type is learned from a handful."""
    kinds = [example.type for example in corpus.sentences(HERE)]
    assert len(kinds) > 1000
    assert all(kinds.count(kind) >= 20 for kind in corpus.TYPES)


def test_no_sentence_is_written_twice() -> None:
    """A repeated sentence would weigh twice."""
    texts = [example.text for example in corpus.sentences(HERE)]
    assert len(texts) == len(set(texts))


def test_the_same_seed_draws_the_same_wordings() -> None:
    """Training can be repeated."""
    patterns = expand.read_patterns(HERE / "grammar")
    assert list(expand.draws(patterns, 50, 3)) == list(expand.draws(patterns, 50, 3))
    assert list(expand.draws(patterns, 50, 3)) != list(expand.draws(patterns, 50, 4))


def test_every_pattern_gives_a_clean_sentence_with_true_sides() -> None:
    """No slot, choice or marker is left over, and each span lies inside the text."""
    import random

    for n, pattern in enumerate(expand.read_patterns(HERE / "grammar")):
        example = expand.sentence(pattern, random.Random(n))
        assert not set("{}<>@|") & set(example.text), pattern.line
        assert pattern.mode == "-" or (pattern.type, pattern.mode) in corpus.MODES, pattern
        for span in (example.source, example.target):
            assert span is not None and 0 <= span[0] < span[1] <= len(example.text), pattern.line


def test_held_out_patterns_and_sentences_are_not_trained_on() -> None:
    """The held-out score is about wordings that training never saw."""
    held, (_, written) = corpus.held_out_and_rest(HERE)
    assert not {e.text for e in held} & {e.text for e in written}
    drawn = {e.text for e in corpus.passes(HERE, corpus.held_out_and_rest(HERE)[1], 400, 7)}
    assert len({e.text for e in held} & drawn) == 0


@pytest.mark.parametrize(
    ("marked", "text", "source", "target"),
    [
        ("{Peru} sued <Chile>.", "Peru sued Chile.", "Peru", "Chile"),
        ("<Chile> was sued by {Peru}.", "Chile was sued by Peru.", "Peru", "Chile"),
    ],
)
def test_marks_become_spans(marked: str, text: str, source: str, target: str) -> None:
    """The marked words are the span's words, in either order."""
    example = expand.unmark(("ACCUSE", "-", "asserted"), marked)
    assert example.text == text
    assert text[slice(*example.source)] == source and text[slice(*example.target)] == target


def test_a_sentence_moved_elsewhere_keeps_its_sides_and_label() -> None:
    """Other states, same act; the spans follow."""
    import random

    example = corpus.Example(
        *expand.unmark(("AID", "-", "asserted"), "{Chad} sent Kenya's doctors to <Togo and Peru>.")
    )
    moved = corpus._elsewhere(example, random.Random(1))
    assert moved.type == "AID" and moved.source is not None and moved.target is not None
    assert "Chad" not in moved.text and " sent " in moved.text
    assert moved.text[moved.source[1] :].startswith(" sent")
    assert moved.text[moved.target[0] :].startswith("Togo and ")


def test_training_and_reading_mark_the_sides_alike() -> None:
    """What the model learned to see is what it is shown."""
    from dateline.extraction.events.model import mark
    from dateline.values.span import Span

    for example in corpus.sentences(HERE)[::37]:
        sides = [None if span is None else Span(*span) for span in (example.source, example.target)]
        assert example.marked() == mark(example.text, *sides)
