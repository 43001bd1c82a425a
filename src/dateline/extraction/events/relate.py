"""One relation for a given pair of sides, with a plain reason.

For a person or a program that already knows who the sides are; the event coder finds sides by itself.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from dateline.extraction.events.model import Judgement, RelationModel
from dateline.values.span import Span


class Relation(Struct, frozen=True):
    """What was asked for: a PLOVER type or None, its mode, a probability for each type, and why."""

    type: str | None
    mode: str | None
    scores: dict[str, float]
    why: str
    modality: str = "asserted"


def relate(text: str, source: Span | None, target: Span | None, model: RelationModel) -> Relation:
    """Say what `source` did to `target` in `text`.

    Args:
        text: a sentence, or a longer text around the pair.
        source: who did or said it, code points of `text`; None where nobody is named.
        target: to whom or about what; None where nobody is named.
        model: the loaded pair-relation model.
    """
    return relate_all([(text, source, target)], model)[0]


def relate_all(questions: Sequence[tuple[str, Span | None, Span | None]], model: RelationModel) -> tuple[Relation, ...]:
    """The same for many pairs, in order; faster than one by one."""
    judged = model.judge_all(questions)
    return tuple(
        Relation(j.type, j.mode, j.scores, _why(question, j), j.modality)
        for question, j in zip(questions, judged, strict=True)
    )


def _why(question: tuple[str, Span | None, Span | None], judgement: Judgement) -> str:
    text, source, target = question
    sides = f"{_named(text, source)} and {_named(text, target)}"
    if judgement.type is None:
        return f"the pair model reads no relation between {sides} ({judgement.none:.2f})"
    mode = f" ({judgement.mode})" if judgement.mode else ""
    mood = "" if judgement.modality == "asserted" else f", {judgement.modality}"
    second = _runner_up(judgement.scores.items(), judgement.type)
    return f"the pair model reads {judgement.type}{mode}{mood} between {sides} at {judgement.score:.2f}{second}"


def _named(text: str, span: Span | None) -> str:
    if span is None:
        return "nobody named"
    words = " ".join(span.words(text).split())
    return f"'{words if len(words) <= 40 else words[:39] + '…'}'"


def _runner_up(scores: Iterable[tuple[str, float]], chosen: str) -> str:
    name, score = max(((n, s) for n, s in scores if n != chosen), key=lambda item: item[1], default=("", 0.0))
    return f", next {name} at {score:.2f}" if score >= 0.05 else ""
