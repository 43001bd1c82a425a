"""Whether a sense of a word fits where it stands: the tests of a rule, and where its other side is found.

What a bare flag asks for is in `flags`; here are the tests on objects, subjects, particles and phrases, and what a
sentence says of arms and casualties.
"""

import re

from dateline.extraction.events.acts import Act
from dateline.extraction.events.lexicon import Lexicon, Rule
from dateline.extraction.events.plover import FORCEFUL
from dateline.extraction.events.roles import Grammar
from dateline.extraction.events.tolls import casualties
from dateline.extraction.text.tokens import Token

_HURTING = frozenset(
    "kill wound injure dead casualty troop soldier army military militant rebel guerrilla gunman terrorist militia "
    "insurgent bomb missile rocket shell artillery drone airstrike strike weapon gunfire shrapnel warplane jet tank "
    "bomber fighter civilian victim violence raid explosive blast ceasefire truce war death bullet gun rifle knife "
    "checkpoint die toll dead death life deadly bodyguard paramilitary navy fleet army airbase base mortar police separatist armed".split()
)
_FIRM = frozenset({"against", "on", "of", "with", "into", "upon", "for", "to"})
_HAPPENING = frozenset(
    "erupt break flare resume continue begin start ensue rage intensify escalate take open occur".split()
)
SURE_SECTORS = frozenset({"MIL", "REB", "UAF", "PRM", "COP"})
_MEASURES = frozenset(
    "number worth series amount ton tonne set group team package total dozen hundred thousand million billion lot "
    "part piece couple handful shipment consignment batch string wave round variety range portion some most all one "
    "dollar euro pound flow delivery supply provision kilogram box truckload increase rest percent % $ state".split()
)
_SAID_OF = ("acomp", "oprd", "xcomp", "attr", "ccomp", "advmod")
_DEBATED = frozenset(
    "control issue issues right rights law laws policy policies reform reforms lobby owner owners penalty penalties powers "
    "debate legislation tax taxes chest room record vote debt safety manufacturer manufacturers industry".split()
)
_WON = frozenset("beat win lose draw defeat thrash edge victory loss triumph lead score trail equalise".split())
_VOTED = frozenset("vote council court resolution ballot seat committee ruling".split())
_SCORE = re.compile(r"\b(\d{1,3}) ?[-–] ?(\d{1,3})\b")


class Senses:
    """The tests of senses on the words of one article.

    Args:
        grammar: sides of its predicates.
        lexicon: words that may carry an act.
    """

    def __init__(self, grammar: Grammar, lexicon: Lexicon) -> None:
        self.g = grammar
        self.tokens = grammar.tokens
        self.lexicon = lexicon
        self._known: dict[int, Act | None] = {}
        self._harm: dict[int, bool] = {}
        self._words: dict[int, dict[str, int]] = {}

    def act(self, i: int, depth: int = 0) -> Act | None:
        """The act that token `i` tells of; `triggers.Finder` knows."""
        raise NotImplementedError

    def flag(self, flag: str, t: Token, carrier: Token | None) -> bool:
        """Whether what a bare flag asks for holds; `triggers.Finder` asks `flags`."""
        raise NotImplementedError

    def fits(self, rule: Rule, t: Token, particles: frozenset[str], carrier: Token | None = None) -> bool:
        g = self.g
        for key, allowed in rule.tests:
            if key == "obj":
                objects = g.objects(t.i)
                if not objects:
                    if "none" in allowed and g.is_passive(t.i):
                        continue
                    return False
                if not any(g.in_class(k, name) for k in self._measured(objects) for name in allowed):
                    return False
            elif key == "subj":
                if not any(g.in_class(k, name) for k in self.doers(t, carrier) for name in allowed):
                    return False
            elif key == "prt":
                if not allowed & particles:
                    return False
            elif key == "prep":
                near = [
                    t.i,
                    *(g.objects(t.i) if t.tag[:2] == "VB" else ()),
                    *([carrier.i] if carrier is not None else ()),
                ]
                if not any(allowed & g.preps(k).keys() for k in near):
                    return False
            elif key == "mod":
                if not any(
                    self.tokens[k].lower in allowed or self.tokens[k].lemma in allowed for k in g.modifiers(t.i)
                ):
                    return False
            elif key.startswith("pp:"):
                words = g.preps(t.i).get(key[3:], ())
                if not any(g.in_class(k, name) for k in words for name in allowed):
                    return False
            elif key in ("acomp", "oprd"):
                if not any(
                    self.tokens[k].dep in (("acomp",) if t.lemma == "be" else _SAID_OF)
                    and (self.tokens[k].lemma in allowed or self.tokens[k].lower in allowed
                         or any(self.tokens[j].lower in allowed for j in self.tokens[k].children))
                    for k in t.children
                ) and not any(
                    self.tokens[j].dep == "appos" and self.tokens[j].lemma in allowed
                    for k in g.objects(t.i) for j in self.tokens[k].children
                ):  # fmt: skip
                    return False
            elif key == "xcomp":
                if not any(self.tokens[k].dep == "xcomp" and self.tokens[k].lemma in allowed for k in t.children):
                    return False
            elif key == "comp":
                if not any(
                    self.tokens[k].dep in ("xcomp", "ccomp")
                    and (
                        self.tokens[k].lemma in allowed
                        or any(self.tokens[j].lower in allowed for j in self.tokens[k].children)
                    )
                    for k in t.children
                ):
                    return False
            elif key == "ccomp" and not (self.harm(t.i) and any(self._is_grave(k) for k in t.children)):
                return False
        return all(self.flag(flag, t, carrier) for flag in rule.flags)

    def slots(self, i: int, slots: tuple[str, ...]) -> list[int]:
        """The first slot that holds a likely side; else the first whose words may stand for one."""
        g = self.g
        reach = self._reach(i)
        second: list[int] = []
        for slot in slots:
            if slot == "_":
                return []
            if slot == "obj":
                found = g.objects(i) if self.tokens[i].tag[:2] == "VB" else []
            elif slot == "dat":
                found = g.datives(i)
            elif slot == "csubj":
                clause = next(iter(g.parse.children(i, "ccomp", "xcomp")), None)
                found = [] if clause is None else g.agents(clause) if g.is_passive(clause) else g.surface(clause)
            elif slot == "obj>poss":
                found = [p for k in g.objects(i) for p in g.possessors(k) if g.is_party(p)]
            else:
                name = slot.removeprefix("obj>")
                found = []
                for level, here in enumerate(reach):
                    heads = [k for k in here.get(name, []) if self.tokens[k].tag[:2] != "VB"]
                    if name == "of" and level == 0 and self.tokens[i].tag[:2] == "VB" and slot == "of":
                        pass
                    likely = [k for k in heads if g.is_side(k)]
                    if not likely:
                        likely = [j for k in heads for j in g.preps(k).get("of", ()) if g.is_side(j)]
                    if likely:
                        found = likely
                        break
                    if heads and not second and name in _FIRM:
                        second = heads
            found = [k for k in found if self.tokens[k].tag[:2] != "VB"]
            if found:
                return list(found)
        return second

    def doers(self, t: Token, carrier: Token | None) -> list[int]:
        if t.tag[:2] == "VB":
            return self.g.subjects(t.i)
        found = [*self.g.possessors(t.i), *self.g.agents(t.i), *self.g.modifiers(t.i)]
        return found + (self.g.subjects(carrier.i) if carrier is not None else [])

    def line(self, t: Token) -> range:
        """The tokens of the sentence of `t`."""
        line = self.g.parse.sentence(t.i)
        return range(line.first, line.last)

    def harm(self, i: int) -> bool:
        """Whether the sentence of token `i` speaks of arms, forces or casualties beside the token itself."""
        return self.arms(i) or self.counts(self.tokens[i].sent)

    def arms(self, i: int) -> bool:
        """Whether the sentence of token `i` speaks of arms or forces beside the token itself."""
        line = self.g.parse.sentence(i)
        for k in range(line.first, line.last):
            if k == i:
                continue
            t = self.tokens[k]
            if (t.lemma in _HURTING or t.lower in _HURTING) and not self.is_policy(k):
                return True
            entity = self.g.mentions.headed(k)
            if entity is not None and entity.actor is not None and entity.actor.sector in SURE_SECTORS:
                return True
        return False

    def counts(self, sentence: int) -> bool:
        """Whether a sentence counts dead or injured people."""
        known = self._harm.get(sentence)
        if known is None:
            told = casualties(self.g, sentence)
            known = self._harm[sentence] = told.killed is not None or told.injured is not None
        return known

    def is_policy(self, k: int) -> bool:
        """ "Gun control", "a death penalty", "war powers": a matter of debate, no arms."""
        return k + 1 < len(self.tokens) and self.tokens[k + 1].lower in _DEBATED

    def field(self, i: int, name: str) -> int:
        """How many words of a class the sentence of token `i` holds."""
        sentence = self.tokens[i].sent
        known = self._words.setdefault(sentence, {})
        if name not in known:
            words = self.lexicon.words(name)
            line = self.g.parse.lines[sentence]
            known[name] = sum(
                1 for k in range(line.first, line.last)
                if self.tokens[k].lower in words or (self.tokens[k].lemma in words and self.tokens[k].pos == "NOUN")
            )  # fmt: skip
            if name == "sport" and self.has_score(line.first, line.last):
                known[name] += 2
        return known[name]

    def has_score(self, first: int, last: int) -> bool:
        """ "Beat Brighton 3-1", "a 27-14 win": the more before the less, where somebody wins or loses.

        A vote of 5-4 is none, and "10-15 fighters" are a range.
        """
        tokens = self.tokens[first:last]
        if not any(t.lemma in _WON for t in tokens) or any(t.lemma in _VOTED for t in tokens):
            return False
        found = _SCORE.findall(self.g.parse.words(first, last))
        return any(int(ours) >= int(theirs) for ours, theirs in found)

    def _is_grave(self, k: int) -> bool:
        """Whether what is claimed is an act against somebody."""
        act = self.act(k) if self.tokens[k].dep == "ccomp" else None
        return act is not None and act.type in FORCEFUL

    def _measured(self, heads: list[int]) -> list[int]:
        """Heads, and what is counted where a head only measures: "tons *of food*", "a team *of experts*"."""
        more = [
            j for k in heads if self.tokens[k].lemma in _MEASURES
            for name in ("of", "in") for j in self.g.preps(k).get(name, ())
        ]  # fmt: skip
        return [*heads, *more]

    def _reach(self, i: int) -> list[dict[str, list[int]]]:
        """Preposition phrases of a predicate, of its objects, and of what those are made of."""
        g = self.g
        levels = [g.preps(i)]
        below = [k for k in (g.objects(i) if self.tokens[i].tag[:2] == "VB" else []) if not g.is_name(k)]
        below += [k for ks in levels[0].values() for k in ks if not g.is_side(k) and self.tokens[k].tag[:2] == "NN"]
        above = self.tokens[self.tokens[i].head]
        if self.tokens[i].dep == "nsubj" and above.lemma in _HAPPENING and self.tokens[i].tag[:2] == "NN":
            between = g.preps(above.i).get("between", [])  # "fighting erupted between the army and rebels"
            levels[0] = {**levels[0], "between": [*levels[0].get("between", ()), *between]} if between else levels[0]
        if self.tokens[i].lemma == "be":
            below += [k for k in self.tokens[i].children if self.tokens[k].dep == "acomp"]
        for _ in range(2):
            merged: dict[str, list[int]] = {}
            deeper: list[int] = []
            for k in below:
                for name, heads in g.preps(k).items():
                    merged.setdefault(name, []).extend(heads)
                    deeper += [h for h in heads if not g.is_side(h) and self.tokens[h].tag[:2] == "NN"]
            levels.append(merged)
            below = deeper
        return levels
