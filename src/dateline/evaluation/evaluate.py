"""Measures Dateline on annotated articles: reads each as `dateline extract` would, and counts what is right."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dateline.engine.local import Outcome, extract_all
from dateline.evaluation.annotated import Annotated
from dateline.evaluation.measures import Figure, Mistake, Tally, measure
from dateline.values import Extraction, Span


def evaluate(
    annotated: Sequence[Annotated],
    *,
    read: Callable[[Iterable[Any]], Iterable[Outcome]] = extract_all,
    relate: Callable[[Sequence[tuple[str, Span | None, Span | None]]], Sequence[Any]] | None = None,
) -> tuple[list[Figure], list[Mistake], list[str]]:
    """Figures, mistakes, and the ids of articles that were refused.

    Args:
        annotated: articles with what is right about them.
        read: gives one outcome for each article, in order.
        relate: gives one relation for each (text, source, target); None loads the model that `dateline relate` uses.
    """
    tally, refused = Tally(), []
    whole = [gold for gold in annotated if gold.relations is None]
    for gold, outcome in zip(whole, read(gold.article for gold in whole), strict=True):
        if not isinstance(outcome, Extraction):
            refused.append(f"{gold.article.id}: {outcome.why}")
        measure(gold, outcome if isinstance(outcome, Extraction) else None, tally)
    _relations([gold for gold in annotated if gold.relations is not None], relate or _relate, tally)
    return list(tally.figures()), tally.mistakes, refused


def _relations(annotated: Sequence[Annotated], relate: Callable[..., Sequence[Any]], tally: Tally) -> None:
    """Types of given pairs: how many are right, and by type."""
    asked = [(gold.article.text, pair.source, pair.target) for gold in annotated for pair in gold.relations or ()]
    if not asked:
        return
    wanted = [pair.type for gold in annotated for pair in gold.relations or ()]
    ids = [gold.article.id for gold in annotated for _ in gold.relations or ()]
    told = [_as_annotated(answer.type, wanted) for answer in relate(asked)]
    for right, answer in zip(wanted, told, strict=True):
        tally.add("relations", "type", int(right == answer), None, 1)
    by_type = Counter(zip(wanted, told, strict=True))
    for type_ in sorted({str(t) for t in wanted if t is not None}):
        found = sum(n for (_, answer), n in by_type.items() if answer == type_)
        tally.add("relations", f"of them {type_}", by_type[type_, type_], found, wanted.count(type_))
    for id_, right, answer in zip(ids, wanted, told, strict=True):
        if right != answer:
            tally.mistakes.append(Mistake(id_, "relations", "wrong", "", f"{answer}, right is {right}"))


def _as_annotated(type_: str | None, wanted: Sequence[str | None]) -> str | None:
    """An answer in the types of the annotation: older data has YIELD for what PLOVER now divides."""
    return "YIELD" if type_ in ("CONCEDE", "RETREAT") and "YIELD" in wanted else type_


def _relate(asked: Sequence[tuple[str, Span | None, Span | None]]) -> Sequence[Any]:
    from dateline.engine.model import load_relation_model
    from dateline.extraction.events.relate import relate_all

    return relate_all(list(asked), load_relation_model())
