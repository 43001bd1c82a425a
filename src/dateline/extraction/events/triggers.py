"""Which words tell of an act: verbs, event nouns, and verbs that carry another's act.

A rule fits when all its tests hold on the words around it; the most demanding rule that fits decides. What the
act comes to once it is denied, planned or demanded is decided in `qualify`.
"""

from collections.abc import Container

from dateline.extraction.events.acts import OUTCOMES, Act
from dateline.extraction.events.carriers import Carriers
from dateline.extraction.events.figures import BODILY, is_make_believe
from dateline.extraction.events.flags import FLAGS
from dateline.extraction.events.lexicon import Rule
from dateline.extraction.events.plover import FORCEFUL
from dateline.extraction.events.sides import SAYING
from dateline.extraction.events.tolls import casualties
from dateline.extraction.text.tokens import Token

_DEEP = 5
_DEEDS = frozenset(
    "decision move effort initiative policy handling plan proposal request offer demand call statement remark action "
    "role conduct behavior behaviour stance position claim comment announcement appointment visit leadership".split()
)
_LAUNCHING = frozenset("launch lead mount level".split())
_FIRED = frozenset("fire gunfire shellfire missile rocket shell artillery warplane jet drone mortar".split())
_EXPLODING = frozenset("bomb grenade landmine rocket missile mortar shell blast explosion".split())
_DEADLY_NOUNS = {"siege": ("ASSAULT", None), "riot": ("PROTEST", "riot"), "unrest": ("PROTEST", "riot")}
_DEADLY = frozenset("execute bomb shell murder behead massacre slay burn".split())
_DOING_WORDS = ("tor", "ter", "ner", "ler", "ger", "cher", "ist", "ee")
_BLAMELESS = frozenset(
    "gas boiler fireworks firework refinery pipeline chemical factory earthquake quake flood storm hurricane cyclone crash "
    "collision avalanche landslide ferry virus disease outbreak accident stampede volcano lightning wildfire driver motorist "
    "motorcyclist cyclist dwi dui speeding collide overturn capsize derail temblor tornado ravine".split()
)


class Finder(Carriers):
    """Finds the acts of one article.

    Args:
        grammar: sides of its predicates.
        lexicon: words that may carry an act.
    """

    def find(self) -> list[Act]:
        """All acts of the article in text order, those swallowed by others left out."""
        found: list[Act] = []
        swallowed: set[int] = set()
        longest: dict[int, int] = {}
        for t in self.tokens:
            act = self.act(t.i)
            if act is not None:
                found.append(act)
                swallowed |= act.used
                longest[act.head] = max(longest.get(act.head, 0), len(act.carried))
        return [
            a for a in found
            if a.head not in swallowed and a.carrier not in swallowed and len(a.carried) == longest[a.head]
            and not (a.type in FORCEFUL and is_make_believe(self, a))
        ]  # fmt: skip

    def told_by_toll(self, bloody: Container[int]) -> list[Act]:
        """Acts told by their dead alone: "3 killed in Nairobi blast", "eight bodies in the bombed school".

        Args:
            bloody: sentences that tell of an act of violence already, which the count may belong to.
        """
        found = []
        for number, line in enumerate(self.g.parse.lines):
            if any(n in bloody for n in (number, number - 1, number - 2)) or not self.counts(number):
                continue
            here = range(line.first, line.last)
            if any(self.tokens[k].lemma in _BLAMELESS for k in here):
                continue
            act = None
            for k in here:
                act = self._of_violence(self.tokens[k])
                if act is not None:
                    break
            else:
                act = self._of_gunmen(here)
            if act is not None and not is_make_believe(self, act):
                found.append(act)
        return found

    def act(self, i: int, depth: int = 0) -> Act | None:
        """The act that token `i` tells of, None where it tells of none."""
        if i in self._known:
            return self._known[i]
        if depth > _DEEP:
            return None
        self._known[i] = None  # a loop in the parse ends here
        t = self.tokens[i]
        act = None
        if (t.tag == "VBZ" and self._misread(t)) or (t.tag == "VBG" and t.dep[:5] == "nsubj" and not self.g.objects(i)):
            act = self.noun(t)
        elif (t.tag[:2] == "VB" and t.dep not in ("aux", "auxpass", "amod", "compound")) or (
            t.tag == "NN" and t.dep == "ccomp" and t.lower in self.lexicon.verbs
        ):
            act = self._verb(t, depth)
        elif t.tag[:2] == "NN":
            act = self.noun_clause(t, depth) or self.noun(t)
        self._known[i] = act
        return act

    def flag(self, flag: str, t: Token, carrier: Token | None) -> bool:
        check = FLAGS.get(flag)
        return True if check is None else check(self, t, carrier)

    def _misread(self, t: Token) -> bool:
        """A plural event noun that the tagger took for a verb: "that talks with the rebels would resume"."""
        if t.i == 0 or t.lemma not in self.lexicon.nouns:
            return False
        before = self.tokens[t.i - 1]
        if before.sent != t.sent or before.tag not in ("IN", "JJ", "CC", "VBG", "VBD"):
            return False
        line = self.g.parse.sentence(t.i)
        return any(self.tokens[k].tag in ("MD", "VBD", "VBP") for k in range(t.i + 1, min(line.last, t.i + 9)))

    def _verb(self, t: Token, depth: int) -> Act | None:
        lemma = self._lemma(t)
        carriers = self.lexicon.carriers.get(lemma, ())
        rules = self.lexicon.verbs.get(lemma, ())
        if not carriers and not rules:
            return None
        if lemma == "be" and not any(
            self.tokens[k].dep == "acomp" or self.tokens[k].lower == "behind" for k in t.children
        ):
            return None
        particles = self.g.particles(t.i)
        if any(self.tokens[k].lemma == "anonymity" for k in t.children):
            return None
        frame = self._frame(t, rules, particles)
        if frame is not None and "toleave" in frame.flags:  # an envoy who is told to leave is expelled, not asked
            return self._from_frame(t, frame)
        if carriers:
            act = self.clause(t, carriers, particles, depth)
            if act is not None:
                return act
        if frame is not None and any(k == "obj" and not v & {"@", "#"} for k, v in frame.tests):
            return self._from_frame(t, frame)
        if carriers:
            act = self.carried_noun(t, carriers, particles)
            if act is not None:
                return act
        act = self._from_frame(t, frame) if frame is not None else None
        return None if act is not None and frame is not None and "said" in frame.flags and not act.targets else act

    def _lemma(self, t: Token) -> str:
        """The lemma, mended where the lemmatizer cut too much ("raped" is no rapping)."""
        if t.lemma in self.lexicon.verbs or t.lemma in self.lexicon.carriers:
            return t.lemma
        low = t.lower
        for ending, back in (("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""), ("es", "e"), ("s", "")):
            if low.endswith(ending):
                word = low[: -len(ending)] + back
                if word in self.lexicon.verbs or word in self.lexicon.carriers:
                    return word
        return t.lemma

    def _frame(self, t: Token, rules: tuple[Rule, ...], particles: frozenset[str]) -> Rule | None:
        for rule in rules:
            if self.fits(rule, t, particles):
                return rule
        return None

    def _from_frame(self, t: Token, rule: Rule) -> Act:
        act = Act("verb", rule.type, rule.mode, t.i, rule.where, rule.weight)
        act.sources = list(self.g.subjects(t.i))
        act.reciprocal = "recip" in rule.flags
        act.targets = self.slots(t.i, rule.slots)
        if act.targets and act.targets == act.sources:
            act.targets = []
        if "taken" in rule.flags:
            act.sources, act.targets = act.targets, act.sources
        if not act.sources and (rule.type, rule.mode) == ("REJECT", "meet"):
            self._called_off(act)
        for k in t.children:
            if self.tokens[k].dep == "prt":
                act.tokens.append(k)
        if "said" in rule.flags:
            act.targets = act.sources
            act.sources = [k for k in self.g.clause_subject_of_saying(t.i) if k not in act.targets]
            act.targets = [k for k in act.targets if not self.g.speaks_of_itself(k, act.sources)]
        objects = self.g.objects(t.i)
        for k in objects:
            noun = self.noun(self.tokens[k]) if self.tokens[k].tag[:2] == "NN" else None
            if noun is not None and rule.type in ("ACCUSE", "SUPPORT", "REJECT", "REQUEST", "THREATEN", "AGREE"):
                act.of = noun.type
                act.inner = noun
                told_of = rule.type == "ACCUSE" and noun.type == "ASSAULT" and noun.targets
                if not told_of or t.lemma in _LAUNCHING:
                    act.used.add(k)
            elif noun is not None and self._same(rule.type, noun.type):
                act.used.add(k)
                if not act.targets:
                    act.targets = noun.targets
        if rule.type == "ASSAULT" and not self.g.is_passive(t.i):
            act.sources = [x for k in act.sources for x in self._gunners(k)]
        for k in self.g.surface(t.i):
            noun = self.noun(self.tokens[k]) if self.tokens[k].tag[:2] == "NN" else None
            if noun is not None and rule.type == "ASSAULT" and noun.type == "ASSAULT" and not self.g.is_passive(t.i):
                act.sources, targets = noun.sources, act.targets
                act.targets = [*(x for x in noun.targets if self.g.is_side(x)), *act.targets]
                act.used.add(k)
                if set(noun.targets) & set(self.g.preps(k).get("in", ())) and any(self.g.is_party(x) for x in targets):
                    act.targets = [*targets, *noun.targets]  # "airstrikes in the valley killed fighters"
                if t.lemma in OUTCOMES:
                    act.named, act.mode = list(noun.tokens), noun.mode or act.mode
                    act.place_from += [x for x in noun.place_from if x not in act.place_from]
        if rule.type in ("ACCUSE", "SUPPORT", "REJECT"):
            act.targets = self._blamed(act)
        return act

    def _gunners(self, k: int) -> list[int]:
        """ "Israeli fire killed four": whose fire it was; any other doer stands for itself."""
        if self.tokens[k].lemma not in _FIRED:
            return [k]
        return [
            j for j in self.g.modifiers(k) if self.g.label(j) in ("GPE", "NORP", "ORG") or self.g.in_class(j, "armed")
        ] or [k]

    def _called_off(self, act: Act) -> None:
        """ "Talks between A and B were called off": A and B have called them off."""
        for k in self.g.objects(act.head):
            noun = self.noun(self.tokens[k]) if self.tokens[k].tag[:2] == "NN" else None
            sides = [*noun.sources, *noun.targets] if noun is not None else []
            if len(sides) > 1:
                act.sources, act.targets = sides[:1], sides[1:]
                act.used.add(k)

    @staticmethod
    def _same(kind: str, other: str) -> bool:
        pair = {kind, other}
        return kind == other or pair <= {"SANCTION", "AID", "RETREAT", "COERCE", "CONSULT", "ASSAULT", "PROTEST",
                                         "COOPERATE", "SUPPORT", "CONCEDE"}  # fmt: skip

    def _blamed(self, act: Act) -> list[int]:
        """The party behind a blamed, praised or refused thing, else the thing itself."""
        found: list[int] = []
        for k in act.targets:
            suffered = self._suffered_by(k, act.head)
            if suffered is not None:
                found += suffered
                continue
            if self.g.is_party(k):
                found.append(k)
                continue
            behind = [p for p in self.g.possessors(k) if self.g.is_party(p)]
            behind = behind or [p for p in self.g.authors(k) if self.g.is_party(p)]
            if not behind and self.tokens[k].lemma in _DEEDS:
                behind = [p for p in self.g.preps(k).get("of", []) if self.g.is_party(p)]
            if not behind and act.inner is not None and act.inner.head == k:
                behind = [p for p in act.inner.sources if self.g.is_party(p)]
            if not behind:
                somebody = self.tokens[k].lemma.endswith(_DOING_WORDS)  # "the California instructor" is not California
                behind = (
                    []
                    if somebody
                    else [
                        m
                        for m in self.g.modifiers(k)
                        if self.g.label(m) in ("GPE", "NORP", "ORG") and self.g.names_actor(m)
                    ][:1]
                )
            found += behind or [k]
        return found

    def _suffered_by(self, k: int, verb: int) -> list[int] | None:
        """Who did what a party suffered ("concern about killings of soldiers"), else the deed; None if it did not suffer."""
        for up in self.g.parse.ancestors(k):
            if up == verb or (self.tokens[up].head == verb and self.tokens[verb].lemma in _LAUNCHING):
                return None
            noun = self.noun(self.tokens[up]) if self.tokens[up].tag[:2] == "NN" else None
            if noun is not None and noun.type in ("ASSAULT", "COERCE") and k in noun.targets:
                return [p for p in noun.sources if self.g.is_party(p)] or [up]
        return None

    def _of_violence(self, t: Token) -> Act | None:
        """The act that a word of violence stands for where the dead beside it are all that is told."""
        if any(self.tokens[k].lower in BODILY for k in self.g.modifiers(t.i)):
            return None
        if t.tag[:2] == "NN" and t.pos == "NOUN":
            if t.lemma in _EXPLODING:
                return Act("noun", "ASSAULT", "explosives", t.i, "tolls", 3)
            rules = self.lexicon.nouns.get(t.lemma) or self.lexicon.nouns.get(t.lower) or ()
        elif t.tag == "VBN" and t.dep == "amod" and t.lemma in _DEADLY:
            rules = self.lexicon.verbs.get(t.lemma, ())
        else:
            return None
        if t.lemma in _DEADLY_NOUNS and t.tag[:2] == "NN":
            return Act("noun", *_DEADLY_NOUNS[t.lemma], t.i, "tolls", 3)
        rule = next((r for r in rules if r.type == "ASSAULT" and self._is_named(r, t.i)), None)
        return Act("noun", "ASSAULT", rule.mode, t.i, rule.where, 3) if rule is not None else None

    def _is_named(self, rule: Rule, i: int) -> bool:
        """ "Rocket fire" is violence and a fire is none: what a rule asks to stand before its noun stands there."""
        before = {self.tokens[k].lower for k in self.g.modifiers(i)}
        return all(before & words for key, words in rule.tests if key == "mod")

    def _of_gunmen(self, here: range) -> Act | None:
        """ "15 dead after gunmen storm church": the count tells it where the words between are lost on the parser."""
        armed = [k for k in here if self.g.in_class(k, "armed")]
        if all(self.tokens[self.tokens[k].head].lemma in SAYING for k in armed):  # "police said"
            return None
        told = casualties(self.g, self.tokens[here[0]].sent)
        at = told.killed_at if told.killed_at is not None else told.injured_at
        if at is None or self.tokens[at].lower not in ("dead", "killed", "wounded", "injured", "hurt"):
            return None
        return Act("noun", "ASSAULT", None, at, "tolls", 3)
