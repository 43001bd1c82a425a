"""A second opinion on the events that the rules are least sure of: what the pair model reads in their sentence.

The model takes nothing away and changes no type: where it sees another relation or none, the event is less likely
right, and both its confidence and its `why` say so.
"""

from collections.abc import Sequence
from typing import Protocol

from msgspec.structs import replace

from dateline.extraction.events.model import Judgement
from dateline.extraction.text.tokens import Parse
from dateline.values import Event, Party, Span

UNSURE = 0.65
"""Asserted events below this confidence are asked about."""
_DOUBT = 0.2  # what a contrary opinion takes off: of such events four in ten were right, of the others eight
_NONE, _OWN = 0.5, 0.1


class Judge(Protocol):
    """What is used of `model.RelationModel`."""

    def judge(self, text: str, pairs: Sequence[tuple[Span | None, Span | None]]) -> list[Judgement]:
        """What the text says that each source does to its target."""


def second_opinion(events: Sequence[Event], parse: Parse, model: Judge) -> list[Event]:
    """Ask the model about unsure events; one call a sentence.

    Args:
        events: the events of an article.
        parse: its parse.
        model: the pair model.
    """
    asked: dict[int, list[int]] = {}
    for n, event in enumerate(events):
        at = parse.at(event.trigger.start)
        if event.confidence < UNSURE and event.modality == "asserted" and not event.negated and at is not None:
            asked.setdefault(parse.tokens[at].sent, []).append(n)
    found = list(events)
    for number, these in asked.items():
        line = parse.lines[number]
        sentence = parse.span(line.first, line.last)
        pairs = [(_inside(events[n].source, sentence), _inside(events[n].target, sentence)) for n in these]
        for n, judged in zip(these, model.judge(parse.text[sentence.start : sentence.end], pairs), strict=True):
            found[n] = _weighed(events[n], judged)
    return found


def _inside(party: Party | None, sentence: Span) -> Span | None:
    if party is None or party.start < sentence.start or party.end > sentence.end:
        return None
    return Span(party.start - sentence.start, party.end - sentence.start)


def _weighed(event: Event, judged: Judgement) -> Event:
    if judged.none <= _NONE and judged.scores.get(event.type, 0.0) >= _OWN:
        return event
    reads = "no relation" if judged.none > _NONE else judged.type or "another relation"
    why = f"{event.why.removesuffix('.')}; the model reads {reads} here."
    return replace(event, confidence=round(max(0.2, event.confidence - _DOUBT), 2), why=why)
