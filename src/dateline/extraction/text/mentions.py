"""Which noun phrase is whom: from a token to the words of its phrase and the actor they stand for."""

from collections.abc import Sequence

from dateline.extraction.text.tokens import Parse
from dateline.values import Entity, Party

_INSIDE = {"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "case", "predet", "advmod", "neg"}


class Mentions:
    """The entities of one article by token.

    Args:
        parse: the article's parse.
        entities: what `actors.resolve` found; may overlap (a name inside a longer phrase).
    """

    def __init__(self, parse: Parse, entities: Sequence[Entity]) -> None:
        self.parse = parse
        self.entities = tuple(entities)
        self._covering: list[Entity | None] = [None] * len(parse.tokens)
        self._headed: dict[int, Entity] = {}
        for entity in sorted(entities, key=lambda e: (e.end - e.start, e.start)):  # the longest is written last
            first, last = parse.covering(entity)
            if first == last:
                continue
            for i in range(first, last):
                self._covering[i] = entity
            head = parse.head_of(first, last)
            known = self._headed.get(head)
            if known is None or known.actor is None or entity.actor is not None:
                self._headed[head] = entity

    def at(self, i: int) -> Entity | None:
        """The longest entity that covers token `i`."""
        return self._covering[i]

    def headed(self, i: int) -> Entity | None:
        """The entity whose head word is token `i`: whom the phrase headed by `i` stands for."""
        return self._headed.get(i)

    def phrase(self, i: int) -> tuple[int, int]:
        """The tight noun phrase headed by token `i`: determiners, adjectives and compounds, no clauses behind it."""
        tokens = self.parse.tokens
        lo, hi = i, i + 1
        entity = self._headed.get(i)
        if entity is not None:
            first, last = self.parse.covering(entity)
            lo, hi = min(lo, first), max(hi, last)
        todo = [i]
        while todo:
            for k in tokens[todo.pop()].children:
                if k < i and tokens[k].dep in _INSIDE:
                    lo = min(lo, k)
                    todo.append(k)
        while (
            lo > 1 and tokens[lo - 1].text == "-" and tokens[lo - 2].end == tokens[lo - 1].start == tokens[lo].start - 1
        ):
            lo -= 2  # "Russian-backed separatists", where the parser hangs "Russian" elsewhere
        return lo, hi

    def party(self, i: int) -> Party:
        """The phrase headed by token `i` and the actor it stands for, None where it stands for nobody known."""
        lo, hi = self.phrase(i)
        entity = self._headed.get(i)
        span = self.parse.span(lo, hi)
        return Party(span.start, span.end, entity.actor if entity else None)
