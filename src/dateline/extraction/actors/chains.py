"""Inside an article: which short form, description or pronoun goes on with an actor named before.

A chain is taken up only where the article makes it certain: number and gender agree, one candidate stands out by
being the subject just before, and no other possible one stands between.
"""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from dateline.extraction.actors.roles import AGENTS, DEFINITE, FEMALE, MALE, PRIVATE, TITLES
from dateline.extraction.text.tokens import Parse
from dateline.values import Actor

_PERSON_NOUNS = frozenset(
    "man woman boy girl child person baby mother father teenager passenger leader who aide ally critic rival predecessor "
    "successor candidate".split()
)
_SUBJECTS = ("nsubj", "nsubjpass")
_FIGHTERS = frozenset({"armed_group", "movement"})


class Link(Struct, frozen=True):
    """One mention in the chain of the article: its head token, sentence, actor and how it can be taken up."""

    head: int
    first: int
    last: int
    sent: int
    kind: str  # person, group, state
    actor: Actor | None
    gender: str | None
    is_subject: bool
    who: str  # what tells persons without an actor apart
    kinds: frozenset[str] = frozenset()  # all kinds the actor has had


class Chains:
    """The mentions of one article so far, in text order.

    Args:
        parse: the article's parse.
    """

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.links: list[Link] = []
        self.quoted = _quoted(parse)
        self._by_sent: dict[int, list[Link]] = {}
        self._by_head: dict[int, Link] = {}
        self._subjects: dict[int, list[int]] = {}
        for t in parse.tokens:
            if t.dep in _SUBJECTS:
                self._subjects.setdefault(t.sent, []).append(t.i)

    def add(
        self, first: int, last: int, actor: Actor | None, type: str, gender: str | None, who: str,
        kinds: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        """Put a resolved (or a person's) mention on the chain."""
        head = self.parse.head_of(first, last)
        token = self.parse.tokens[head]
        if type == "PER" or (actor is not None and actor.kind in ("person", "office")):
            kind = "person"
        else:
            kind = "state" if actor is not None and actor.kind == "state" else "group"
        link = Link(head, first, last, token.sent, kind, actor, gender, token.dep in _SUBJECTS, who, kinds)
        self.links.append(link)
        self._by_sent.setdefault(token.sent, []).append(link)
        self._by_head[head] = link

    def pronoun(self, i: int) -> tuple[Link, str] | None:
        """The mention that a pronoun of the third person takes up, and why; None where that is not certain."""
        token = self.parse.tokens[i]
        word = token.lower
        if word in ("he", "him", "his"):
            return self._person(i, "m")
        if word in ("she", "her"):
            return self._person(i, "f")
        if word in ("it", "its"):
            if word == "it" and token.dep not in _SUBJECTS:
                return None
            if word == "it" and _is_empty_it(self.parse, i):
                return None
            return self._group(i, is_plural=False)
        return self._group(i, is_plural=True)

    def description(self, i: int, noun: str) -> tuple[Link, str] | None:
        """The mention that "the group", "the ministry" or "the general" takes up."""
        if noun in DEFINITE:
            kinds = DEFINITE[noun]
            fits = [
                link
                for link in self._before(i, 12)
                if link.actor is not None
                and self._may_be(noun, link, i)
                and (
                    link.kinds & kinds
                    or link.actor.kind in kinds
                    or (link.actor.sector in kinds and link.kind == "group")
                )
            ]
            return self._one(fits, i, f"the {noun}")
        return None

    def _may_be(self, noun: str, link: Link, i: int) -> bool:
        """Whether a noun that many bodies bear fits this one: a coalition is called so, a firm is the one just named."""
        assert link.actor is not None
        if link.actor.sector == "CVL":
            return False  # civilians are no group, and no guerrillas
        if noun == "coalition":
            return link.actor.kind == "bloc" or noun in link.actor.name.lower()
        if noun in ("company", "firm"):
            return not any(
                name.label == "ORG" and link.last <= name.first and name.last <= i for name in self.parse.names
            )
        return True

    def titled(self, i: int, roles: dict[str, set[str]], noun: str, title: str) -> tuple[Link, str] | None:
        """The person whose title was said before: "the general" after "Army Gen Richard Clarke"."""
        fits = [
            link
            for link in self._before(i, 40)
            if link.kind == "person" and link.actor is not None and _fits(roles.get(link.actor.id, ()), noun, title)
        ]
        return self._one(fits, i, f"the {noun}")

    def _one(self, fits: list[Link], i: int, words: str) -> tuple[Link, str] | None:
        ids = {link.actor.id for link in fits if link.actor}
        if not fits:
            return None
        if len(ids) == 1:
            return fits[0], f"{words}: the only one of its kind before"
        sent = self.parse.tokens[i].sent
        near = [link for link in fits if sent - link.sent <= 1]
        if near and len({link.actor.id for link in near if link.actor}) == 1:
            return near[0], f"{words}: the one of its kind just before"
        subjects = [link for link in near if link.is_subject]
        if subjects and len({link.actor.id for link in subjects if link.actor}) == 1:
            return subjects[0], f"{words}: subject of its kind just before"
        if not near:
            tally = Counter(link.actor.id for link in fits if link.actor)
            (first, n), (_, m) = tally.most_common(2)
            if n >= 2 * m:
                return next(
                    x for x in fits if x.actor and x.actor.id == first
                ), f"{words}: by far the most named before"
        return None

    def _person(self, i: int, gender: str) -> tuple[Link, str] | None:
        quote = self.quoted[i]
        beside = self._beside(i)
        for sent, heads in self._clauses(i):
            for head in heads:
                link = self._by_head.get(head)
                if link is None:
                    if self._is_other_person(head, gender):
                        return None
                    continue
                if link.kind != "person" or link.gender not in (None, gender):
                    continue
                if quote and self.quoted[head] != quote:
                    continue
                if self._same_clause(i, head) or link.who in beside:
                    continue
                if self._is_joined(head):
                    return None
                return link, "pronoun: the subject before it"
            others = [
                link
                for link in self._by_sent.get(sent, ())
                if link.head < i and link.kind == "person" and link.gender in (None, gender)
                and not self._same_clause(i, link.head) and link.who not in beside and (not quote or self.quoted[link.head] == quote)
            ]  # fmt: skip
            if len({link.who for link in others}) == 1:
                return others[-1], "pronoun: the only person before it"
            if others:
                return None
        return None

    def _group(self, i: int, *, is_plural: bool) -> tuple[Link, str] | None:
        beside = self._beside(i)
        for sent, heads in self._clauses(i)[:2]:
            for head in heads:
                link = self._by_head.get(head)
                token = self.parse.tokens[head]
                plural = token.tag in ("NNS", "NNPS") or self._is_joined(head)
                if link is None:
                    if token.pos == "PRON":
                        if (token.lower in ("they", "we")) == is_plural and token.lower not in (
                            "he",
                            "she",
                            "i",
                            "you",
                        ):
                            return None
                        continue
                    if plural == is_plural:
                        return None
                    continue
                if link.kind == "person":
                    if is_plural and self._is_joined(head):
                        return None
                    continue
                if link.actor is None or self._same_clause(i, head):
                    if link.actor is None and not self._same_clause(i, head):
                        return None
                    continue
                if link.actor.id in beside:
                    continue
                if self._is_joined(head):
                    if is_plural:
                        return None
                    continue
                if is_plural and link.kind == "state" and token.tag not in ("NNS", "NNPS"):
                    continue
                if (
                    not is_plural
                    and plural
                    and not token.text.isupper()
                    and link.actor.kind not in ("igo", "company", "media", "state")
                ):
                    continue
                return link, "pronoun: the subject before it"
            if is_plural and sent <= self.parse.tokens[i].sent:
                groups = [
                    link
                    for link in self._by_sent.get(sent, ())
                    if link.head < i and link.kind == "group" and link.actor is not None
                    and (link.kinds & _FIGHTERS or link.actor.kind in _FIGHTERS or self.parse.tokens[link.head].tag == "NNS")
                    and not self._same_clause(i, link.head) and link.actor.id not in beside
                ]  # fmt: skip
                if len({link.actor.id for link in groups if link.actor}) == 1 and not self._plurals(sent, i, groups):
                    return groups[-1], "pronoun: the only group before it"
        return None

    def _plurals(self, sent: int, i: int, groups: Sequence[Link]) -> bool:
        """Whether other plural nouns in a sentence could be meant as well."""
        line = self.parse.lines[sent]
        for t in self.parse.tokens[line.first : min(line.last, i)]:
            if t.tag == "NNS" and not any(g.first <= t.i < g.last for g in groups) and _is_people(t.lower):
                return True
        return False

    def _clauses(self, i: int) -> list[tuple[int, list[int]]]:
        """Subjects of this sentence before token `i`, nearest first, then of the two sentences before, first one first."""
        sent = self.parse.tokens[i].sent
        found = [(sent, [h for h in reversed(self._subjects.get(sent, ())) if h < i])]
        for back in (1, 2):
            if sent - back >= 0:
                found.append((sent - back, self._main_first(sent - back)))
        return found

    def _main_first(self, sent: int) -> list[int]:
        tokens = self.parse.tokens
        heads = self._subjects.get(sent, [])
        return sorted(heads, key=lambda h: (tokens[tokens[h].head].dep != "ROOT", h))

    def _same_clause(self, i: int, head: int) -> bool:
        """Whether pronoun and candidate are arguments of one verb, so that they cannot be the same."""
        tokens = self.parse.tokens
        t = tokens[i]
        if t.dep == "poss" or t.sent != tokens[head].sent:
            return False
        up = t.head
        if tokens[up].pos == "ADP":
            up = tokens[up].head
        return tokens[head].head == up and t.dep not in _SUBJECTS

    def _beside(self, i: int) -> frozenset[str]:
        """Who stands in the clause of a pronoun, and so cannot be meant by it: the group in "the group freed them"."""
        links = [link for link in self._by_sent.get(self.parse.tokens[i].sent, ()) if link.head < i]
        found = [link for link in links if self._same_clause(i, link.head)]
        return frozenset(name for link in found for name in (link.who, link.actor.id if link.actor else link.who))

    def _is_joined(self, head: int) -> bool:
        return any(self.parse.tokens[k].dep == "conj" for k in self.parse.tokens[head].children)

    def _is_other_person(self, head: int, gender: str) -> bool:
        token = self.parse.tokens[head]
        if token.pos == "PRON":
            return token.lower in (("she", "who") if gender == "m" else ("he", "who"))
        word = token.lower
        if token.tag == "NNS" or (word in MALE and gender == "f") or (word in FEMALE and gender == "m"):
            return False
        return word in _PERSON_NOUNS or word in PRIVATE or word in TITLES or (word in AGENTS and token.tag == "NN")

    def _before(self, i: int, sentences: int) -> list[Link]:
        sent = self.parse.tokens[i].sent
        found = []
        for link in reversed(self.links):
            if link.first >= i:
                continue
            if sent - link.sent > sentences:
                break
            found.append(link)
        return found


def gender_of(words: Sequence[str]) -> str | None:
    """`m` or `f` where courtesy or a title says so."""
    for word in words:
        if word in MALE:
            return "m"
        if word in FEMALE:
            return "f"
    return None


def _fits(titles: Sequence[str] | set[str], noun: str, title: str) -> bool:
    return any(title == known or known.endswith(" " + title) or noun == known.rsplit(" ", 1)[-1] for known in titles)


def _is_people(word: str) -> bool:
    return word in AGENTS or word in (
        "men",
        "women",
        "children",
        "people",
        "countries",
        "groups",
        "leaders",
        "families",
    )


def _is_empty_it(parse: Parse, i: int) -> bool:
    """Whether "it" points at no one: "it is clear that", "it emerged", "it will take"."""
    head = parse.tokens[parse.tokens[i].head]
    if head.lemma in (
        "be",
        "seem",
        "appear",
        "emerge",
        "happen",
        "rain",
        "snow",
        "take",
        "become",
        "turn",
        "come",
        "make",
    ):
        return True
    return any(parse.tokens[k].dep in ("expl",) for k in head.children)


def _quoted(parse: Parse) -> list[int]:
    """For each token the number of the quotation it stands in, 0 outside; marks are paired paragraph by paragraph."""
    found = [0] * len(parse.tokens)
    number, is_open, paragraph = 0, False, -1
    for line in parse.lines:
        if line.paragraph != paragraph:
            is_open, paragraph = False, line.paragraph
        for i in range(line.first, line.last):
            word = parse.tokens[i].text
            if word in ('"', "“", "”", "``", "''", "«", "»"):
                is_open = word not in ("”", "''", "»") and (not is_open or word in ("“", "``", "«"))
                number += is_open
            elif is_open:
                found[i] = number
    return found
