"""Two that were named before and are taken up as two: "the two countries", "both sides", "the two leaders", "the two"."""

from dateline.extraction.events.sides import SAYING, Sides
from dateline.extraction.text.mentions import Mentions
from dateline.values import Entity

_LANDS = frozenset("country nation state neighbour neighbor republic government capital power".split())
_PEOPLE = frozenset("leader president minister premier man official diplomat chief envoy counterpart".split())
_SIDES = frozenset("side party group faction force army military ally rival foe".split())
_SPANS = frozenset("day week month year hour minute round article document deal missile time side".split())
_THESE = frozenset({"the", "these", "those"})
_BACK = 2  # sentences before its own in which a pair may have been named
_PARTS = frozenset({"amod", "compound", "nmod", "poss"})
_WHERE = frozenset({"in", "at", "near", "outside", "across", "throughout"})


class Pairs:
    """Whom the words for two stand for, in one article.

    Args:
        sides: the sides of its predicates.
        mentions: its entities.
    """

    def __init__(self, sides: Sides, mentions: Mentions) -> None:
        self.sides, self.mentions = sides, mentions
        self.parse, self.tokens = sides.parse, sides.tokens
        self._known: dict[int, list[int]] = {}
        self._by_sentence: dict[int, list[tuple[int, Entity]]] = {}
        for entity in mentions.entities:
            first, last = self.parse.covering(entity)
            if first < last:
                head = self.parse.head_of(first, last)
                self._by_sentence.setdefault(self.tokens[head].sent, []).append((head, entity))

    def meant(self, i: int) -> list[int]:
        """The heads of the two that the phrase headed by token `i` takes up; empty where it is no such phrase or unsure."""
        if i not in self._known:
            self._known[i] = []  # a loop in the parse ends here
            self._known[i] = self._meant(i)
        return self._known[i]

    def _meant(self, i: int) -> list[int]:
        t = self.tokens[i]
        if t.tag == "NNS":  # "leaders of the two countries", "the two countries' leaders"
            for k in t.children:
                child = self.tokens[k]
                inner = [j for j in child.children if self.tokens[j].dep == "pobj"] if child.lower == "of" else []
                for j in [k] if child.dep == "poss" else inner:
                    if self._is_two(j):
                        return self.meant(j)
        if not self._is_two(i):
            return []
        first, _ = self.mentions.phrase(i)
        for back in range(_BACK + 1):
            found = self._named_in(t.sent - back, first, t.lemma)
            if found is None:
                return []
            if found:
                return found
        return []

    def _is_two(self, i: int) -> bool:
        t = self.tokens[i]
        beside = {self.tokens[k].lower for k in t.children if k < i}
        if any(self.tokens[k].dep in ("prep", "relcl", "acl") for k in t.children if k > i):
            return False  # "the two countries that share the river"
        if t.lower == "two":
            return "the" in beside and not self.tokens[t.head].tag.startswith("NN")
        if t.lower == "both":
            return t.dep in ("nsubj", "nsubjpass")
        if t.lemma not in _LANDS | _PEOPLE | _SIDES:
            return False
        return (
            "both" in beside or ("two" in beside and bool(beside & _THESE)) or (t.lower == "sides" and "the" in beside)
        )

    def _named_in(self, number: int, before: int, noun: str) -> list[int] | None:
        """The two named in a sentence; empty where it names fewer, None where it names others too."""
        if noun not in _LANDS and any(self._counts_two(k) for k in self._sentence(number, before)):
            return None  # "arrested two lawmakers. Both were released"
        found: dict[str, int] = {}
        for head, entity in self._by_sentence.get(number, ()):
            if head >= before or not self._may_be(head, entity, noun):
                continue
            who = entity.actor.id if entity.actor is not None else self.parse.words(*self.mentions.phrase(head))
            if who not in found:
                found[who] = head
        heads = sorted(found.values())
        if len(heads) < 2:
            return []
        if len(heads) > 2:
            heads = [k for k in heads if not self._only_says(k)]
        known = all((e := self.mentions.headed(k)) is not None and e.actor is not None for k in heads)
        return heads if len(heads) == 2 and known else None

    def _sentence(self, number: int, before: int) -> range:
        if number < 0:
            return range(0)
        line = self.parse.lines[number]
        return range(line.first, min(line.last, before))

    def _counts_two(self, k: int) -> bool:
        """Whether two others are counted there who may be meant: not two days, and no pair that is taken up itself."""
        t = self.tokens[k]
        if t.lower not in ("two", "2", "both") or t.dep != "nummod":
            return False
        head = self.tokens[t.head]
        return head.tag == "NNS" and head.lemma not in _SPANS and not self.meant(t.head)

    def _may_be(self, head: int, entity: Entity, noun: str) -> bool:
        t, actor = self.tokens[head], entity.actor
        up = self.tokens[t.head]
        if t.dep == "pobj" and up.lower in _WHERE:
            return False
        if noun in _LANDS:
            return actor is not None and actor.kind == "state"
        if noun in _PEOPLE:
            return t.dep not in _PARTS and (entity.type == "PER" or (actor is not None and actor.kind == "person"))
        return t.dep not in _PARTS and actor is not None and actor.kind not in ("media", "company")

    def _only_says(self, k: int) -> bool:
        """ "The agency reported that A and B met": of the two it is none."""
        verb = self.tokens[self.tokens[k].head]
        return self.tokens[k].dep == "nsubj" and verb.lemma in SAYING
