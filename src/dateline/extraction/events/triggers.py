"""Which words tell of an act: verbs, event nouns, and verbs that carry another's act.

A rule fits when all its tests hold on the words around it; the most demanding rule that fits decides. What the
act comes to once it is denied, planned or demanded is decided in `qualify`.
"""

from collections.abc import Container

from dateline.extraction.events.lexicon import Carrier, Lexicon, Rule
from dateline.extraction.events.plover import FORCEFUL
from dateline.extraction.events.roles import PERSONAL, Grammar
from dateline.extraction.events.tolls import casualties
from dateline.extraction.text.tokens import Token

_HURTING = frozenset(
    "kill wound injure dead casualty troop soldier army military militant rebel guerrilla gunman terrorist militia "
    "insurgent bomb missile rocket shell artillery drone airstrike strike weapon gunfire shrapnel warplane jet tank "
    "bomber fighter civilian victim violence raid explosive blast ceasefire truce war death bullet gun rifle knife "
    "checkpoint die toll dead death life deadly bodyguard paramilitary navy fleet army airbase base mortar police separatist armed".split()
)
_FIRM = frozenset({"against", "on", "of", "with", "into", "upon", "for", "to"})
_SURE_SECTORS = frozenset({"MIL", "REB", "UAF", "PRM", "COP"})
_CARRYING_NOUNS = {
    "demand": "REQUEST", "call": "REQUEST", "request": "REQUEST", "appeal": "REQUEST", "order": "REQUEST", "plea": "REQUEST",
    "threat": "THREATEN", "pledge": "AGREE", "promise": "AGREE", "commitment": "AGREE", "offer": "AGREE",
    "agreement": "AGREE", "vow": "AGREE", "willingness": "AGREE", "readiness": "AGREE", "refusal": "REJECT",
    "plan": "PLAN", "decision": "PLAN", "intention": "PLAN", "attempt": "TRY", "bid": "TRY", "effort": "TRY", "plot": "PLAN",
}  # fmt: skip
_SUFFERED_TYPES = frozenset({"ASSAULT", "COERCE", "RETREAT", "SANCTION", "AID", "COOPERATE"})
_DEEDS = frozenset(
    "decision move effort initiative policy handling plan proposal request offer demand call statement remark action "
    "role conduct behavior behaviour stance position claim comment announcement appointment visit leadership".split()
)
_MEASURES = frozenset(
    "number worth series amount ton tonne set group team package total dozen hundred thousand million billion lot "
    "part piece couple handful shipment consignment batch string wave round variety range portion some most all one "
    "dollar euro pound flow delivery supply provision kilogram box truckload increase rest percent % $ state".split()
)
OUTCOMES = frozenset(
    {"kill", "wound", "injure", "hurt", "destroy", "damage", "fire", "open", "explode", "detonate", "maim"}
)
"""Verbs that tell what an act of violence did, beside the word that names the act."""
_DEEP = 5


_SPANS = frozenset("day hour week month round year series".split())  # "ended two days of talks": they were held
_ENDS = frozenset("end halt termination suspension".split())
_BUILT_DOERS = frozenset(
    "patrol parliament ministry border street silo ground gun line position land site base center centre state".split()
)


class Act:
    """One act as the words tell it, before it is qualified. Sides are head tokens."""

    __slots__ = (
        "carried", "carrier", "head", "how", "inner", "kind", "mode", "named", "of", "place_from", "reciprocal", "rule",
        "sources", "targets", "tokens", "type", "used", "weight",
    )  # fmt: skip

    def __init__(self, kind: str, type: str, mode: str | None, head: int, rule: str, weight: int) -> None:
        self.kind = kind  # verb or noun
        self.type = type
        self.mode = mode
        self.of: str | None = None
        self.head = head  # the token that names the act
        self.carrier = head  # the outermost verb: tense and negation hang on it
        self.rule = rule
        self.weight = weight
        self.sources: list[int] = []
        self.targets: list[int] = []
        self.tokens = [head]
        self.reciprocal = False
        self.how: str | None = None
        self.inner: Act | None = None
        self.used: set[int] = set()  # triggers that this act has swallowed
        self.carried: list[str] = []
        self.place_from: list[int] = [head]
        self.named: list[int] = []  # the words that name it, where those are not its head: "a bombing that killed 46"


class Finder:
    """Finds the acts of one article.

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

    def _of_gunmen(self, here: range) -> Act | None:
        """ "15 dead after gunmen storm church": the count tells it where the words between are lost on the parser."""
        if not any(self.g.in_class(k, "armed") for k in here):
            return None
        told = casualties(self.g, self.tokens[here[0]].sent)
        at = told.killed_at if told.killed_at is not None else told.injured_at
        if at is None or self.tokens[at].lower not in ("dead", "killed", "wounded", "injured", "hurt"):
            return None
        return Act("noun", "ASSAULT", None, at, "tolls", 3)

    def _of_violence(self, t: Token) -> Act | None:
        """The act that a word of violence stands for where the dead beside it are all that is told."""
        if any(self.tokens[k].lower in _BODILY for k in self.g.modifiers(t.i)):
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
        rule = next((r for r in rules if r.type == "ASSAULT"), None)
        return Act("noun", "ASSAULT", rule.mode, t.i, rule.where, 3) if rule is not None else None

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
            act = self._noun(t)
        elif (t.tag[:2] == "VB" and t.dep not in ("aux", "auxpass", "amod", "compound")) or (
            t.tag == "NN" and t.dep == "ccomp" and t.lower in self.lexicon.verbs
        ):
            act = self._verb(t, depth)
        elif t.tag[:2] == "NN":
            act = self._noun_clause(t, depth) or self._noun(t)
        self._known[i] = act
        return act

    def _misread(self, t: Token) -> bool:
        """A plural event noun that the tagger took for a verb: "that talks with the rebels would resume"."""
        if t.i == 0 or t.lemma not in self.lexicon.nouns:
            return False
        before = self.tokens[t.i - 1]
        if before.sent != t.sent or before.tag not in ("IN", "JJ", "CC", "VBG", "VBD"):
            return False
        line = self.g.parse.sentence(t.i)
        return any(self.tokens[k].tag in ("MD", "VBD", "VBP") for k in range(t.i + 1, min(line.last, t.i + 9)))

    # -- verbs

    def _verb(self, t: Token, depth: int) -> Act | None:
        lemma = self._lemma(t)
        carriers = self.lexicon.carriers.get(lemma, ())
        rules = self.lexicon.verbs.get(lemma, ())
        if not carriers and not rules:
            return None
        particles = self.g.particles(t.i)
        if any(self.tokens[k].lemma == "anonymity" for k in t.children):
            return None
        if carriers:
            act = self._clause(t, carriers, particles, depth)
            if act is not None:
                return act
        frame = self._frame(t, rules, particles)
        if frame is not None and any(k == "obj" and not v & {"@", "#"} for k, v in frame.tests):
            return self._from_frame(t, frame)
        if carriers:
            act = self._carried_noun(t, carriers, particles)
            if act is not None:
                return act
        return self._from_frame(t, frame) if frame is not None else None

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
            if self._fits(rule, t, particles):
                return rule
        return None

    def _from_frame(self, t: Token, rule: Rule) -> Act:
        act = Act("verb", rule.type, rule.mode, t.i, rule.where, rule.weight)
        act.sources = list(self.g.subjects(t.i))
        act.reciprocal = "recip" in rule.flags
        act.targets = self._slots(t.i, rule.slots)
        if act.targets and act.targets == act.sources:
            act.targets = []
        if not act.sources and (rule.type, rule.mode) == ("REJECT", "meet"):
            self._called_off(act)
        for k in t.children:
            if self.tokens[k].dep == "prt":
                act.tokens.append(k)
        if "said" in rule.flags:
            act.targets = act.sources
            act.sources = [k for k in self.g.clause_subject_of_saying(t.i) if k not in act.targets]
        objects = self.g.objects(t.i)
        for k in objects:
            noun = self._noun(self.tokens[k]) if self.tokens[k].tag[:2] == "NN" else None
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
            noun = self._noun(self.tokens[k]) if self.tokens[k].tag[:2] == "NN" else None
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
            noun = self._noun(self.tokens[k]) if self.tokens[k].tag[:2] == "NN" else None
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
                behind = [m for m in self.g.modifiers(k) if self.g.label(m) in ("GPE", "NORP", "ORG")][:1]
            found += behind or [k]
        return found

    def _suffered_by(self, k: int, verb: int) -> list[int] | None:
        """Who did what a party suffered ("concern about killings of soldiers"), else the deed; None if it did not suffer."""
        for up in self.g.parse.ancestors(k):
            if up == verb or (self.tokens[up].head == verb and self.tokens[verb].lemma in _LAUNCHING):
                return None
            noun = self._noun(self.tokens[up]) if self.tokens[up].tag[:2] == "NN" else None
            if noun is not None and noun.type in ("ASSAULT", "COERCE") and k in noun.targets:
                return [p for p in noun.sources if self.g.is_party(p)] or [up]
        return None

    # -- verbs that carry an act told by their clause or object

    def _clause(self, t: Token, carriers: tuple[Carrier, ...], particles: frozenset[str], depth: int) -> Act | None:
        complements = [
            k
            for k in t.children
            if self.tokens[k].dep in ("xcomp", "ccomp", "advcl", "pcomp", "oprd", "acl") and self.tokens[k].i > t.i - 1
        ]
        for k in t.children:
            if self.tokens[k].dep == "prep" and self.tokens[k].lower in ("of", "for", "from", "to", "on", "with"):
                complements += [j for j in self.tokens[k].children if self.tokens[j].dep == "pcomp"]
        for k in t.children:
            if self.tokens[k].dep == "dobj" and self.tokens[k].lemma not in self.lexicon.nouns:
                complements += [
                    j for j in self.tokens[k].children
                    if self.tokens[j].dep in ("acl", "relcl") and self.g.infinitive(self.tokens[j])
                ]  # fmt: skip
        for carrier in carriers:
            if carrier.link == "noun" or (carrier.particle is not None and carrier.particle not in particles):
                continue
            if (
                carrier.how == "END"
                and carrier.particle is None
                and any(self.tokens[k].dep == "prt" for k in t.children)
            ):
                continue  # "end up passing"
            for k in complements:
                c = self.tokens[k]
                if c.dep == "advcl" and not (
                    self.g.infinitive(c) and carrier.how in ("REQUEST", "FORCE", "ALLOW", "PLAN", "AGREE")
                ):
                    continue
                inner = self.act(k, depth + 1)
                if inner is None:
                    inner = self._act_of_copula(k)
                finite = c.dep == "ccomp" and not self.g.infinitive(c)
                made = self._wrap(t, carrier, inner, k, finite)
                if made is not None:
                    return made
        return None

    def _act_of_copula(self, k: int) -> Act | None:
        return None

    def _wrap(self, t: Token, carrier: Carrier, inner: Act | None, k: int, finite: bool) -> Act | None:
        how = carrier.how
        g = self.g
        if how in ("DO", "PLAN", "TRY", "END", "AVOID", "DENY", "FAIL") and inner is None:
            return None
        if how in ("DO", "TRY", "PLAN", "FAIL", "AVOID", "DENY"):
            assert inner is not None
            act = self._over(inner, t, how)
            if not act.sources:
                act.sources = g.subjects(t.i)
            if how == "FAIL" and inner.type in ("SUPPORT", "AGREE", "CONSULT"):
                act.type, act.of, act.mode, act.carried = "REJECT", inner.type, None, inner.carried + ["REFUSED"]
            return act
        subject = g.subjects(t.i)
        below = g.surface(k)
        if how == "END":
            assert inner is not None
            return self._ended(t, inner, subject)
        if how == "REQUEST":
            if finite and (t.lemma in ("tell", "ask") or not self._wished(k, t)):
                return None
            if (
                not finite
                and not g.infinitive(self.tokens[k])
                and t.lemma in ("tell", "ask", "order", "advise", "call")
                and self.tokens[k].dep != "pcomp"
            ):
                return None
            if "out" in g.particles(t.i):
                return None
            asked = g.objects(t.i) or [s for s in below if s not in subject]
            if t.lemma in _CALLING and self.tokens[k].dep == "pcomp" and self.tokens[k].tag == "VBG":
                return self._made(t, "REQUEST", subject, [], inner, k) if inner is not None else None
            if t.lemma == "ask" and any(self.tokens[j].lemma == "question" for j in t.children):
                return None
            if t.lemma == "call" and not any(p in g.preps(t.i) for p in ("on", "upon", "for")):
                return None
            if t.lemma == "call" and not g.infinitive(self.tokens[k]):
                return None
            if any(
                self.tokens[j].tag in ("WP", "WRB") or self.tokens[j].lower in ("whether", "if")
                for j in self.tokens[k].children
            ):
                return None
            if t.lemma in ("call", "appeal", "press", "push", "plead") and not g.objects(t.i):
                asked = next((g.preps(t.i)[p] for p in ("on", "upon", "to") if p in g.preps(t.i)), asked)
            if t.lemma in ("want", "tell", "recommend", "encourage", "push") and not any(g.is_party(a) for a in asked):
                return None
            if not asked and t.lemma in ("call", "appeal", "push", "press"):
                asked = [x for x in g.preps(t.i).get("for", ()) if g.is_party(x)]
            if asked and not any(g.is_party(a) for a in asked):  # "demanded a meeting of the council"
                asked = [x for a in asked for x in g.preps(a).get("of", ()) if g.is_party(x)] or asked
            if not asked and inner is not None:
                asked = inner.targets
            if not asked or (t.lemma == "want" and inner is None):
                return None
            return self._made(t, "REQUEST", subject, asked, inner, k)
        if how == "FORCE":
            forced = g.objects(t.i) or below
            if not any(g.is_party(s) for s in forced) or not any(
                g.in_class(s, n) for s in subject for n in ("force", "ruler", "gpe")
            ):
                return None
            return self._made(t, "COERCE", subject, forced, None, k)
        if how == "ALLOW":
            if not any(g.in_class(s, n) for s in subject for n in ("force", "ruler", "gpe")):
                return None
            made = self._made(t, "RETREAT", subject, below or g.objects(t.i), inner, k)
            made.of = None
            made.mode = "access"
            return made if any(g.is_party(s) for s in made.targets) else None
        if how in ("AGREE", "REJECT", "THREATEN"):
            if finite and how == "AGREE" and t.lemma in ("agree", "accept"):
                return None
            if inner is None and how == "AGREE" and t.lemma not in ("agree", "pledge", "promise", "vow", "offer"):
                return None
            targets = [x for x in g.preps(t.i).get("with", []) if g.is_party(x)] if how == "AGREE" else []
            if not targets and inner is not None:
                targets = list(inner.targets)
            if not targets:
                targets = g.objects(t.i) or g.datives(t.i)
            if not targets:
                targets = self._slots(k, ("obj", "with", "to", "from", "against", "on", "in", "for", "of"))
                if inner is not None:
                    targets = [x for x in targets if g.is_side(x)]
            kind = how
            if (
                inner is None
                and how == "AGREE"
                and not g.particles(k)
                and any(r.type in ("ASSAULT", "SANCTION") for r in self.lexicon.verbs.get(self.tokens[k].lemma, ()))
            ):
                return None
            if (
                how == "AGREE"
                and inner is not None
                and inner.type in ("ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST")
            ):
                kind = "THREATEN" if t.lemma in ("pledge", "promise", "vow") else kind
            if how == "THREATEN" and t.lemma == "warn":
                if not (inner is not None and inner.type in ("ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST")):
                    return None
                if below and subject and not self._one(below, subject):
                    return None
                targets = g.objects(t.i) or targets
            if inner is None and kind == "AGREE" and self.tokens[k].lemma in _HOSTILE:
                return None
            if inner is None and kind == "REJECT" and self.tokens[k].lemma in _TELLING:
                return None
            made = self._made(t, kind, subject, targets, inner, k)
            made.reciprocal = kind == "AGREE" and inner is not None and inner.reciprocal
            return made
        if how == "ACCUSE":
            accused = g.objects(t.i) or below
            return self._made(t, "ACCUSE", subject, accused, inner, k) if accused else None
        return None

    def _wished(self, k: int, t: Token) -> bool:
        """Whether a finite clause is a wish: "demanded that he resign", "insisted they must leave"."""
        c = self.tokens[k]
        if t.lemma == "demand":
            return True
        modal = any(self.tokens[j].lower in ("must", "should", "ought") for j in c.children)
        bare = c.tag == "VB" and not any(self.tokens[j].dep == "aux" for j in c.children)
        return modal or (bare and t.lemma in ("demand", "insist", "request", "urge", "ask", "recommend"))

    def _one(self, a: list[int], b: list[int]) -> bool:
        return bool(set(a) & set(b)) or all(self.tokens[k].lower in PERSONAL for k in a)

    def _made(self, t: Token, kind: str, sources: list[int], targets: list[int], inner: Act | None, k: int) -> Act:
        act = Act("verb", kind, None, t.i, f"carriers.tsv:{t.lemma}", 4)
        act.sources = list(sources)
        act.targets = [x for x in targets if x not in act.sources]
        act.tokens = [t.i]
        act.how = kind
        if inner is not None:
            act.of = inner.of if inner.of and inner.type in ("REQUEST",) else inner.type
            if "AVOID" in inner.carried:  # "asked them to prevent attacks" asks for no attack
                act.of = None
            act.inner = inner
            act.used = {inner.head, inner.carrier, *inner.used}
            act.place_from = [t.i, *inner.place_from]
        if kind == "ACCUSE":
            act.mode = "allege"
        return act

    def _over(self, inner: Act, t: Token, how: str) -> Act:
        """The inner act seen through its carrier: what hangs on the carrier now qualifies it."""
        act = Act(inner.kind, inner.type, inner.mode, inner.head, inner.rule, inner.weight)
        act.of, act.inner, act.reciprocal = inner.of, inner.inner, inner.reciprocal
        act.sources, act.targets = list(inner.sources), list(inner.targets)
        act.tokens = [*inner.tokens, t.i] if abs(inner.head - t.i) < 9 else list(inner.tokens)
        act.carrier = t.i
        act.how = how if how != "DO" else inner.how
        act.carried = [*inner.carried, how]
        act.used = {*inner.used, inner.head, inner.carrier} - {act.head}
        act.place_from = [*inner.place_from, t.i]
        return act

    def _ended(self, t: Token, inner: Act, subject: list[int]) -> Act | None:
        kinds = {
            "COERCE": "RETREAT", "PROTEST": "RETREAT", "ASSAULT": "RETREAT", "MOBILIZE": "RETREAT",
            "AID": "SANCTION", "COOPERATE": "SANCTION", "CONSULT": "SANCTION", "SUPPORT": "SANCTION",
            "RETREAT": "SANCTION", "SANCTION": "RETREAT", "ACCUSE": "CONCEDE",
        }  # fmt: skip
        kind = kinds.get(inner.type)
        if inner.mode == "visit" and t.lemma in ("end", "conclude"):
            return self._over(inner, t, "DO")
        if kind is None or not any(self.g.is_party(k) for k in subject):
            return None
        if t.lemma in ("cancel", "call") and inner.type == "CONSULT":
            kind = "REJECT"
        truce = inner.type == "RETREAT" and inner.mode == "ceasefire"
        act = self._over(inner, t, "END")
        act.type = "REJECT" if truce else kind
        act.of = None
        act.mode = {"SANCTION": "discontinue", "RETREAT": None}.get(kind)
        if inner.type == "ASSAULT":
            act.mode = "ceasefire"
        if kind == "REJECT":
            act.mode, act.of = "meet", "CONSULT"
        if truce:
            act.mode, act.of, act.reciprocal = "yield", "RETREAT", False
        act.sources = list(subject)
        act.targets = [x for x in act.targets if x not in act.sources]
        return act

    def _carried_noun(self, t: Token, carriers: tuple[Carrier, ...], particles: frozenset[str]) -> Act | None:
        g = self.g
        prepositional = g.preps(t.i)
        apart = any(self.tokens[k].dep == "prt" for k in t.children)
        for carrier in carriers:
            if carrier.link == "act" or (apart and carrier.particle is None and carrier.how in _SPEAKING):
                continue
            nouns = g.objects(t.i)
            if carrier.particle is not None:
                if carrier.particle in prepositional:
                    nouns = prepositional[carrier.particle]
                elif carrier.particle not in particles:
                    continue
            if carrier.how in ("END", "DO"):
                spans = [
                    j for k in t.children if self.tokens[k].dep == "dobj" and self.tokens[k].lemma in _SPANS
                    for j in g.preps(k).get("of", ())
                ]  # fmt: skip
                if spans:
                    carrier, nouns = Carrier("DO", "noun", None), spans
            for k in nouns:
                if self.tokens[k].tag[:2] != "NN":
                    continue
                if carrier.how == "DO" and self.tokens[k].lemma in _ENDS:
                    ended = self._ended_by_noun(t, k)
                    if ended is not None:
                        return ended
                inner = self._noun(self.tokens[k], carrier=t)
                if inner is None:
                    continue
                made = self._carry(t, carrier, inner)
                if made is not None:
                    return made
        return None

    def _ended_by_noun(self, t: Token, k: int) -> Act | None:
        """ "Declared an end to its ceasefire": the act that hangs on the noun is ended."""
        here = self.g.preps(k)
        for j in [*here.get("to", ()), *here.get("of", ())]:
            inner = self._noun(self.tokens[j], carrier=t) if self.tokens[j].tag[:2] == "NN" else None
            ended = self._ended(t, inner, self.g.subjects(t.i)) if inner is not None else None
            if ended is not None:
                return ended
        return None

    def _carry(self, t: Token, carrier: Carrier, inner: Act) -> Act | None:
        g = self.g
        how = carrier.how
        subject = g.subjects(t.i)
        if t.lemma in ("have", "attend", "join", "do") and inner.type not in ("CONSULT", "COOPERATE", "ASSAULT"):
            return None
        if t.lemma == "deliver" and inner.type not in ("AID", "THREATEN"):
            return None
        if t.lemma in _MEANING:
            return self._meant(t, inner)
        if t.lemma in _PURSUING and inner.type in ("SUPPORT", "AID"):
            how = "REQUEST"
        if how == "DO" and inner.type == "ACCUSE" and t.lemma in ("take", "draw", "get", "attract", "earn", "receive"):
            how = "SUFFER"
        if how in ("DO", "PLAN", "TRY", "AVOID", "DENY", "SUFFER"):
            act = self._over(inner, t, how)
            if how == "SUFFER":
                act.targets = [k for k in subject if k not in act.sources] or act.targets
                return act
            if (
                not act.sources
                or act.type == "CONSULT"
                or (
                    subject
                    and t.lemma not in ("announce", "confirm", "declare", "report", "order", "see", "enter", "face")
                )
            ):
                act.sources = list(subject)
            if not act.targets:
                act.targets = self._slots(t.i, self._slots_of(inner))
            act.targets = [k for k in act.targets if k not in act.sources]
            return act
        if how == "END":
            ended = self._ended(t, inner, subject)
            if ended is not None and not ended.targets:
                ended.targets = self._slots(t.i, self._slots_of(inner))
            return ended
        if t.lemma == "accept" and inner.type == "AID":
            return None
        if how == "AGREE" and inner.type in ("THREATEN", "ACCUSE", *FORCEFUL):
            return None
        kind = how
        targets = list(inner.targets)
        if how == "REQUEST":
            asked = [k for k in self._slots(t.i, ("from", "by")) if g.is_party(k)]
            asked = asked or [k for k in g.preps(t.i).get("of", []) if g.is_party(k)]
            targets = asked or inner.sources or targets
        elif how in ("ACCUSE", "SUPPORT"):
            behind = inner.sources or g.authors(inner.head)
            targets = [k for k in behind if g.is_party(k)]
            if not targets and how == "SUPPORT":  # "backed aid to the refugees"
                targets = [k for k in inner.targets if g.is_party(k)]
            targets = targets or [inner.head]
        elif how == "THREATEN":
            targets = [k for k in g.objects(t.i) if g.is_party(k)] or targets
        elif how in ("REJECT", "AGREE") and inner.type in ("REQUEST", "AGREE", "ACCUSE", "THREATEN"):
            targets = [k for k in g.authors(inner.head) if g.is_party(k)] or inner.sources or targets
        elif how in ("REJECT", "AGREE"):
            targets = targets or inner.sources or self._slots(t.i, ("with", "to", "from", "by", "for"))
        made = self._made(t, kind, subject, targets, inner, inner.head)
        made.mode = "disapprove" if kind == "ACCUSE" else made.mode
        made.reciprocal = kind == "AGREE" and inner.reciprocal
        if kind == "ACCUSE" and inner.type == "ASSAULT" and inner.targets:
            made.used = set()
        return made

    def _meant(self, t: Token, inner: Act) -> Act | None:
        """ "The meeting does not mean recognition": who says so does not recognise."""
        if inner.type != "SUPPORT" or not any(self.tokens[k].dep == "neg" for k in t.children):
            return None
        act = self._over(inner, t, "DO")
        act.sources = [k for k in self.g.clause_subject_of_saying(t.i) if self.g.is_party(k)]
        return act

    def _slots_of(self, act: Act) -> tuple[str, ...]:
        for rule in self.lexicon.nouns.get(self.tokens[act.head].lemma, ()):
            if rule.type == act.type or rule.where == act.rule:
                return rule.slots
        return ("against", "on", "with", "to", "in")

    # -- nouns

    def _noun(self, t: Token, carrier: Token | None = None) -> Act | None:
        rules = self.lexicon.nouns.get(t.lemma) or self.lexicon.nouns.get(t.lower)
        if not rules or t.dep in ("compound", "amod", "nmod"):
            return None
        if t.tag[:3] == "NNP" and (self.g.mentions.at(t.i) is not None or self.g.is_raw_name(t.i)):
            return None
        if t.lemma == "assault" and any(k.lemma in ("weapon", "rifle") for k in self.tokens[t.i + 1 : t.i + 3]):
            return None
        if t.lemma == "attack" and any(self.tokens[k].lower in _BODILY for k in self.g.modifiers(t.i)):
            return None
        if t.lemma in ("conference", "release") and any(
            self.tokens[k].lower in ("press", "news") for k in self.g.modifiers(t.i)
        ):
            return None
        if self.g.mentions.headed(t.i) is not None and self.g.mentions.headed(t.i).actor is not None:  # type: ignore[union-attr]
            return None
        for rule in rules:
            if self._fits(rule, t, frozenset(), carrier):
                return self._from_noun(t, rule)
        return None

    def _from_noun(self, t: Token, rule: Rule) -> Act:
        g = self.g
        act = Act("noun", rule.type, rule.mode, t.i, rule.where, rule.weight)
        act.reciprocal = "recip" in rule.flags
        act.tokens = [t.i]
        for k in g.modifiers(t.i):
            if any(self.tokens[k].lower in allowed for key, allowed in rule.tests if key == "mod"):
                act.tokens.insert(0, k)
        act.targets = self._slots(t.i, rule.slots)
        doers = g.agents(t.i) or [p for p in g.possessors(t.i) if g.is_party(p)] or self._leading(t)
        at = [k for k in g.modifiers(t.i) if self._is_hit(k)] if rule.type == "ASSAULT" else []
        if not act.targets and at and not {"in", "at", "near"} & {self.tokens[k].lower for k in t.children}:
            act.targets = at[-1:]
        if not doers:
            doers = [
                k for k in g.modifiers(t.i)
                if (not any(k < j for j in at) and k not in at and (g.label(k) in ("NORP", "ORG", "PER") or (g.label(k) == "GPE" and k not in g.local and g.actor(k) is not None and rule.mode not in _PLACED_MODES)))
                or (self.tokens[k].lemma in self.lexicon.words("armed") and self.tokens[k].lemma != "terrorist")
            ][:2]  # fmt: skip
        if not doers:
            doers = [p for p in g.preps(t.i).get("from", []) if g.is_party(p)] if "from" not in rule.slots else []
            if rule.type == "ASSAULT":
                doers = [p for p in doers if g.label(p) not in ("GPE", "LOC")]
        hit = [k for k in g.preps(t.i).get("of", ()) if g.in_class(k, "built")] if rule.type == "ASSAULT" else []
        if hit and not act.targets:  # "the attack of the consulate"
            act.targets = hit
        if doers and t.lemma in _OF_PEOPLES and not g.agents(t.i) and all(g.label(k) == "NORP" for k in doers):
            act.targets, doers = act.targets or doers, []  # "the Armenian genocide"
        if not doers and "of" not in rule.slots:
            doers = [p for p in g.preps(t.i).get("of", []) if g.is_party(p) and p not in hit]
        if not act.targets and "of" in rule.slots and g.possessors(t.i) and rule.type in _SUFFERED_TYPES:
            act.targets = [p for p in g.possessors(t.i) if g.is_party(p)]
            doers = g.agents(t.i)
        if not doers and rule.type == "CONSULT" and t.dep == "pobj":
            above = self.tokens[self.tokens[t.head].head]
            if self.tokens[t.head].lower in ("on", "during", "at", "for", "after") and above.tag[:2] == "VB":
                doers = [p for p in g.subjects(above.i) if g.is_party(p)]
        act.sources = [d for d in doers if d not in act.targets]
        above = self.tokens[t.head]
        if t.dep in ("nsubj", "nsubjpass", "dobj") and above.tag[:2] == "VB":
            act.place_from.append(above.i)
        elif t.tag == "VBZ":
            act.place_from += [k for k in g.parse.ancestors(t.i) if self.tokens[k].tag[:2] == "VB"][:1]
        return act

    def _leading(self, t: Token) -> list[int]:
        """ "A Saudi-led strike": whose lead it is."""
        return [
            j for k in self.g.modifiers(t.i) if self.tokens[k].lower == "led"
            for j in self.tokens[k].children if self.g.label(j) in ("NORP", "GPE", "ORG")
        ]  # fmt: skip

    def _is_hit(self, k: int) -> bool:
        """Whether a noun before an event noun says what was hit: "the mosque bombing"."""
        t = self.tokens[k]
        words = self.lexicon
        return (
            t.tag[:2] == "NN"
            and t.lemma in words.words("built")
            and t.lemma not in (words.words("vehicle") | words.words("armed") | _BUILT_DOERS)
        )

    def _noun_clause(self, t: Token, depth: int) -> Act | None:
        """A noun that carries an act: "the threat to attack", "its demand that Iran withdraw"."""
        how = _CARRYING_NOUNS.get(t.lemma)
        if how is None:
            return None
        g = self.g
        act = self._noun_of_noun(t, how)
        if act is not None:
            return act
        for k in t.children:
            c = self.tokens[k]
            wish = how == "REQUEST" and c.tag == "VB" and any(self.tokens[j].dep == "mark" for j in c.children)
            told = c.dep in ("acl", "ccomp", "xcomp") and g.is_verb(c) and (c.dep != "acl" or g.infinitive(c) or wish)
            if not told and not (c.dep == "relcl" and c.tag == "VB" and g.infinitive(c)):
                continue
            inner = self.act(k, depth + 1)
            holder = [p for p in (g.possessors(t.i) or g.holder(t.i)) if g.is_party(p)]
            if how == "REQUEST":
                asked = [p for p in g.surface(k) if p not in holder and g.is_party(p)]
                if not asked and inner is None:
                    return None
                act = self._made(t, "REQUEST", holder, asked or (inner.targets if inner else []), inner, k)
            elif inner is None:
                return None
            elif how in ("PLAN", "TRY"):
                act = self._over(inner, t, how)
                act.sources = act.sources or holder
                return act
            else:
                kind = how
                if how == "AGREE" and inner.type in FORCEFUL:
                    kind = "THREATEN"
                act = self._made(t, kind, holder, inner.targets, inner, k)
            act.kind = "noun"
            act.head = t.i
            return act
        return None

    def _noun_of_noun(self, t: Token, how: str) -> Act | None:
        """A noun that carries an event noun: "plans for a partnership", "calls for talks", "threat of sanctions"."""
        g = self.g
        here = g.preps(t.i)
        for k in [*here.get("for", ()), *here.get("of", ())]:
            inner = self._noun(self.tokens[k]) if self.tokens[k].tag[:2] == "NN" else None
            if inner is None:
                continue
            holder = [p for p in (g.possessors(t.i) or g.holder(t.i)) if g.is_party(p)]
            if how in ("PLAN", "TRY"):
                act = self._over(inner, t, how)
                act.sources = act.sources or holder
                return act
            if how == "AGREE" and t.lemma == "agreement":
                continue
            targets = inner.targets if how != "REQUEST" else (inner.sources or inner.targets)
            act = self._made(t, how, holder, targets, inner, k)
            act.kind = "noun"
            return act
        return None

    # -- slots and tests

    def _slots(self, i: int, slots: tuple[str, ...]) -> list[int]:
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
                found = next((g.surface(k) for k in g.parse.children(i, "ccomp", "xcomp")), [])
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

    def _reach(self, i: int) -> list[dict[str, list[int]]]:
        """Preposition phrases of a predicate, of its objects, and of what those are made of."""
        g = self.g
        levels = [g.preps(i)]
        below = [k for k in (g.objects(i) if self.tokens[i].tag[:2] == "VB" else []) if not g.is_name(k)]
        below += [k for ks in levels[0].values() for k in ks if not g.is_side(k) and self.tokens[k].tag[:2] == "NN"]
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

    def _fits(self, rule: Rule, t: Token, particles: frozenset[str], carrier: Token | None = None) -> bool:
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
                if not any(g.in_class(k, name) for k in self._doers(t, carrier) for name in allowed):
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
        return all(self._flag(flag, t, carrier) for flag in rule.flags)

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

    def _doers(self, t: Token, carrier: Token | None) -> list[int]:
        if t.tag[:2] == "VB":
            return self.g.subjects(t.i)
        found = [*self.g.possessors(t.i), *self.g.agents(t.i), *self.g.modifiers(t.i)]
        return found + (self.g.subjects(carrier.i) if carrier is not None else [])

    def _flag(self, flag: str, t: Token, carrier: Token | None) -> bool:
        check = _FLAGS.get(flag)
        return True if check is None else check(self, t, carrier)

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
            if entity is not None and entity.actor is not None and entity.actor.sector in _SURE_SECTORS:
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
        return known[name]


_QUARREL = frozenset(
    "attack assault fight battle clash hit strike target beat fire shoot raid ambush confrontation pound pummel hammer".split()
)


def _is_civilian(f: Finder, k: int) -> bool:
    actor = f.g.actor(k)
    if actor is None:
        return f.g.label(k) == "PER" or f.tokens[k].lemma in _CONTENDERS
    return actor.kind in ("person", "party", "movement", "company", "media") and actor.sector not in _SURE_SECTORS


_DEBATED = frozenset(
    "control issue issues right rights law laws policy policies reform reforms lobby owner owners penalty penalties powers "
    "debate legislation tax taxes chest room record vote debt safety manufacturer manufacturers industry".split()
)
_CONTENDERS = frozenset(
    "rival opponent critic candidate nominee politician campaign senator congressman lawmaker democrat republican company firm contender incumbent challenger".split()
)
_FACING = ("on", "against", "with", "between")
_MEDIA = frozenset(
    "ad commercial spot video tweet statement column editorial article book report film campaign mailer".split()
)
_SPITEFUL = frozenset(
    "caustic personal verbal rhetorical scathing harsh vicious bitter racist sexist negative political partisan withering "
    "blistering stinging unfair legal online media heart panic ad advertising attack-ad character".split()
)
_SPITEFULLY = frozenset("viciously verbally personally publicly relentlessly politically online bitterly".split())
_GUNS = frozenset({"gun", "rifle"})
_FORCES = frozenset("soldier police troop war".split())
_TOWARDS = ("on", "against", "at", "upon", "of", "in", "into", "among", "near", "outside")


def _harmed(f: Finder, t: Token, carrier: Token | None) -> bool:
    """Whether bodies or buildings are hit, and not only a reputation."""
    if t.tag[:2] == "NN" and any(f.tokens[k].lower in _SPITEFUL for k in f.g.modifiers(t.i)):
        return False
    if t.tag[:2] == "VB" and any(f.tokens[k].lower in _SPITEFULLY for k in t.children):
        return False
    if any(f.tokens[k].lemma in _MEDIA for k in f._doers(t, carrier)):
        return False
    if t.lemma in _QUARREL and any(f.g.in_class(k, "armed") for k in f._doers(t, carrier)):
        return True
    near_by = f.g.preps(t.i)
    sides = [*f._doers(t, carrier), *(k for name in _FACING for k in near_by.get(name, ()))]
    if t.lemma in _QUARREL and any(_is_civilian(f, k) for k in sides):
        around = range(max(0, t.i - 6), min(len(f.tokens), t.i + 9))
        near = {f.tokens[k].lemma for k in around if k != t.i and not f.is_policy(k)}
        if not near & (_BODILY_HARM - _FORCES - _GUNS if t.tag[:2] == "NN" else _BODILY_HARM - _GUNS):
            return False
    if f.harm(t.i):
        return True
    here = f.g.preps(t.i)
    targets = f.g.objects(t.i) if t.tag[:2] == "VB" else [k for name in _TOWARDS for k in here.get(name, ())]
    built, people = f.lexicon.words("built"), f.lexicon.words("people") - _CONTENDERS
    for k in targets:
        word = f.tokens[k]
        if word.lemma in built:
            return True
        if word.lemma in people and t.tag[:2] != "VB":
            return not any(f.g.label(s) == "PER" or f.g.in_class(s, "people") for s in f._doers(t, carrier))
        if f.g.label(k) in ("GPE", "LOC") and carrier is not None and carrier.lemma in _COMMANDING:
            return True
        if f.g.label(k) == "GPE":
            return any(f.g.label(s) in ("GPE", "NORP") or f.g.in_class(s, "force") for s in f._doers(t, carrier))
    return False


def _compound_or_amod(f: Finder, t: Token, words: frozenset[str]) -> bool:
    return any(f.tokens[k].lower in words or f.tokens[k].lemma in words for k in f.g.modifiers(t.i))


_JOINT = frozenset("joint combined military naval bilateral multinational trilateral annual live-fire war air".split())
_AIDY = frozenset(
    "aid assistance funding fund loan grant support supply shipment sale arm delivery link flight tie relation cooperation".split()
)
_EMPLOYED = frozenset(
    "worker union employee teacher miner nurse driver strike staff labor labour general pay wage pilot railway rail transport doctor".split()
)


def _effective(f: Finder, t: Token, carrier: Token | None) -> bool:
    """A state of affairs counts only where some verb brings it about."""
    return carrier is not None


def _no_sport(f: Finder, t: Token, carrier: Token | None) -> bool:
    return f.field(t.i, "sport") < 2


def _person_pair(f: Finder, t: Token, carrier: Token | None) -> bool:
    g = f.g
    return any(
        g.label(k) in ("PER", "GPE", "NORP") or g.in_class(k, "people") or g.in_class(k, "government")
        for k in g.objects(t.i)
    )


def _elite(f: Finder, t: Token, carrier: Token | None) -> bool:
    """The one who travels or attends is an official or a state, not any person."""
    g = f.g
    official = frozenset(
        "president minister premier chancellor king prince secretary envoy ambassador official delegation leader chief "
        "governor senator representative commissioner general commander diplomat spokesman queen pope mediator "
        "negotiator adviser mp lawmaker chairman head team".split()
    )
    for k in g.subjects(t.i):
        actor = g.actor(k)
        if actor is not None and (
            actor.kind in ("state", "government", "igo") or actor.sector in ("GOV", "MIL", "IGO", "LEG", "REB")
        ):
            return True
        lo, hi = g.mentions.phrase(k)
        if any(f.tokens[j].lemma in official or f.tokens[j].lower in official for j in range(lo, hi)):
            return True
        if g.label(k) == "GPE":
            return True
    return False


def _literal(f: Finder, t: Token, carrier: Token | None) -> bool:
    """Bombs, not questions: what it is done with is a weapon, where that is said."""
    arms = f.lexicon.words("weapon")
    heads = f.g.preps(t.i).get("with", [])
    return not heads or any(f.tokens[k].lemma in arms for k in heads)


_COMMANDING = frozenset("order authorize authorise approve".split())
_LAUNCHING = frozenset("launch lead mount level".split())
_OF_PEOPLES = frozenset({"genocide", "extermination", "pogrom", "massacre", "slaughter"})
_SAID_OF = ("acomp", "oprd", "xcomp", "attr", "ccomp", "advmod")
_SPEAKING = frozenset({"SUPPORT", "REJECT", "ACCUSE"})
_HOSTILE = frozenset(
    "ban bar block stop repeal cut eliminate abolish fight oppose veto dismantle tear rip scrap kill destroy undo gut punish".split()
)
_PURSUING = frozenset({"pursue", "seek", "want", "court"})
_TELLING = frozenset("say comment answer discuss speak confirm elaborate disclose reveal specify explain".split())
_PLACED_MODES = frozenset({"explosives", "suicide-attack", "firearms", "targeted"})  # "the Turkey bomb attack": there
_CALLING = frozenset("call push press appeal argue".split())
_MEANING = frozenset("mean imply signify constitute".split())
_AWAY = frozenset({"away", "off", "down", "up", "out"})
_NOWHERE = frozenset("space orbit air sky sea ocean water".split())
_BODY = frozenset("head hand arm leg finger ear nose tongue foot throat hair".split())
_BEASTS = frozenset(
    "shark dog cat bear lion elephant crocodile bee swarm snake wolf tiger locust bird wasp insect leopard hippo bull".split()
)


_FLAGS = {
    "literal": _literal,
    "aimed": lambda f, t, c: not any(f.tokens[k].lemma in _NOWHERE for ks in f.g.preps(t.i).values() for k in ks),
    "noperson": lambda f, t, c: not any(_is_civilian(f, k) for k in f._doers(t, c)),
    "theirs": lambda f, t, c: any(f.tokens[j].lower in PERSONAL for k in f.g.objects(t.i) for j in f.g.possessors(k)),
    "harm": _harmed,
    "noharm": lambda f, t, c: not _harmed(f, t, c) and not f.g.particles(t.i) & {"out"},
    "armed": lambda f, t, c: any(f.g.in_class(k, "armed") for k in f._doers(t, c)),
    "nosport": _no_sport,
    "hurt": lambda f, t, c: not _accident(f, t),
    "effect": _effective,
    "joint": lambda f, t, c: _compound_or_amod(f, t, _JOINT)
    or any(_compound_or_amod(f, f.tokens[k], _JOINT) or f.tokens[k].lemma in ("wargame",) for k in f.g.objects(t.i))
    if t.tag[:2] == "VB" else _compound_or_amod(f, t, _JOINT) or t.lemma == "wargame",
    "aidy": lambda f, t, c: _compound_or_amod(f, t, _AIDY) or any(f.tokens[k].lemma in _AIDY for k in f.g.preps(t.i).get("of", []) + f.g.preps(t.i).get("in", [])),
    "workers": lambda f, t, c: f.field(t.i, "people") > 0 and any(f.tokens[k].lemma in _EMPLOYED for k in _line(f, t) if k != t.i),
    "ofpeople": lambda f, t, c: any(f.g.is_party(k) or f.g.in_class(k, "prisoner") or f.tokens[k].tag == "CD" for k in f.g.preps(t.i).get("of", [])) or any(f.g.label(k) == "PER" or f.g.in_class(k, "prisoner") for k in f.g.possessors(t.i)) or any(f.g.in_class(k, "prisoner") for k in f.g.modifiers(t.i)),
    "ofarmed": lambda f, t, c: any(f.g.in_class(k, "force") for k in [*f.g.preps(t.i).get("of", []), *f.g.modifiers(t.i)]) or any(f.g.label(k) in ("GPE", "NORP") for k in [*f.g.possessors(t.i), *f.g.modifiers(t.i), *f.g.agents(t.i)]),
    "bombword": lambda f, t, c: any(f.tokens[k].lemma in ("bomb", "explosive", "dynamite", "suicide", "terrorist", "terrorism", "grenade", "attacker", "claim", "militant", "landmine", "mine", "guerrilla", "rebel", "terror", "attack") for k in _line(f, t)),
    "notcourt": lambda f, t, c: True,
    "never": lambda f, t, c: False,
    "notouristic": lambda f, t, c: _elite(f, t, c) if t.tag[:2] == "VB" else _visitor(f, t, c),
    "passive": lambda f, t, c: f.g.is_passive(t.i),
    "noobj": lambda f, t, c: not f.g.objects(t.i),
    "comp": lambda f, t, c: any(f.tokens[k].dep in ("xcomp", "ccomp", "acl", "advcl") for k in t.children),
    "infcomp": lambda f, t, c: any(
        f.tokens[k].dep in ("xcomp", "ccomp", "advcl") and f.g.infinitive(f.tokens[k])
        and not any(f.tokens[j].tag in ("WP", "WRB", "WDT") for j in f.tokens[k].children)
        for k in t.children
    ),
    "ccomp": lambda f, t, c: any(f.tokens[k].dep == "ccomp" for k in t.children),
    "xcomp": lambda f, t, c: any(f.tokens[k].dep in ("xcomp",) for k in t.children),
    "neg": lambda f, t, c: any(f.tokens[k].dep == "neg" for k in t.children),
    "pcomp": lambda f, t, c: False,
    "modal": lambda f, t, c: any(f.tokens[k].tag == "MD" for k in t.children),
    "plural": lambda f, t, c: len(f.g.subjects(t.i)) > 1 or any(f.tokens[k].tag in ("NNS", "NNPS") for k in f.g.subjects(t.i)),
    "prsn": _person_pair,
    "elite": _elite,
    "noting": lambda f, t, c: all(f.g.is_party(k) for k in f.g.objects(t.i)),
    "nooprd": lambda f, t, c: not any(f.tokens[k].dep in ("oprd", "prt", "xcomp") and f.tokens[k].tag[:2] != "VB" for k in t.children),
    "finite": lambda f, t, c: t.tag in ("VBZ", "VBP", "VBD", "VB"),
    "noback": lambda f, t, c: not f.g.particles(t.i) & {"back"},
    "notit": lambda f, t, c: not any(f.tokens[k].lower in ("it", "them", "this", "that") and f.g.actor(k) is None for k in f.g.objects(t.i)),
    "noprt": lambda f, t, c: not any(f.tokens[k].dep == "prt" or (f.tokens[k].dep == "advmod" and f.tokens[k].lower in _AWAY) for k in t.children),
    "nobeast": lambda f, t, c: not any(f.tokens[k].lemma in _BEASTS or f.tokens[k].lemma == "dog" for k in f.g.objects(t.i)),
    "wordy": lambda f, t, c: not any((n := f._noun(f.tokens[k])) is not None and n.type == "COERCE" for k in f.g.objects(t.i) if f.tokens[k].tag[:2] == "NN"),
    "said": lambda f, t, c: any(f.g.is_party(k) for k in f.g.clause_subject_of_saying(t.i)),
    "nointo": lambda f, t, c: "into" not in f.g.preps(t.i),
    "uncounted": lambda f, t, c: not any(f.g.in_class(k, "counted") for k in f.g.objects(t.i)),
    "inearnest": lambda f, t, c: not any(f.tokens[k].lower in ("one", "example", "instance", "now", "nothing") for k in f.g.preps(t.i).get("for", ())),
    "noclause": lambda f, t, c: not any(f.tokens[k].dep == "ccomp" and not any(f.tokens[j].tag == "MD" for j in f.tokens[k].children) for k in t.children),
    "objthing": lambda f, t, c: not any(f.g.is_party(k) for k in f.g.objects(t.i)),
    "verbal": lambda f, t, c: all(f.g.label(k) in ("PER", "GPE") or f.g.in_class(k, "ruler") for k in f._doers(t, c)) and not any(f.g.in_class(k, "crowd") for k in f._doers(t, c)),
    "onafter": lambda f, t, c: any(k > t.i for name in ("on", "upon") for k in f.g.preps(t.i).get(name, ())),
    "noname": lambda f, t, c: "by" not in f.g.preps(t.i),
    "notbody": lambda f, t, c: not any(f.tokens[k].lemma in _BODY for k in f.g.objects(t.i)),
    "foes": lambda f, t, c: _foes(f, t, c),
    "intoplace": lambda f, t, c: all(f.g.is_side(k) for k in f.g.preps(t.i).get("into", ())),
    "noguilty": lambda f, t, c: not any(f.tokens[k].lower in ("guilty", "innocent") for k in t.children),
    "notabstract": lambda f, t, c: not any(f.g.in_class(k, n) for k in f.g.objects(t.i) for n in ("abstract", "opportunity", "chance", "moment", "initiative", "day", "power", "attention", "imagination", "favor", "favour", "compliment", "call", "fire", "serve", "salute", "gaze", "ball")),
    "notmedia": lambda f, t, c: not any(f.tokens[k].lemma in ("report", "statement", "album", "film", "video", "book", "data", "figure", "document", "photo", "song", "study", "survey", "poll", "plan", "result", "single", "tape", "email", "list", "detail", "record", "return", "image", "footage", "name", "game", "version", "transcript", "tax", "information", "letter", "ad", "audio", "recording", "fund") or f.g.label(k) == "MONEY" for k in f.g.objects(t.i)),
    "notmoney": lambda f, t, c: t.lemma != "charge" or any(f.tokens[k].lemma in ("file", "bring", "press", "face", "criminal", "police", "court", "prosecutor", "murder", "corruption", "fraud") for k in _line(f, t)),
    "nomoney": lambda f, t, c: not any(f.tokens[k].lemma in ("fee", "price", "rate", "customer", "interest", "$", "€", "£") for k in _line(f, t)),
    "noreporter": lambda f, t, c: not any(f.tokens[k].lemma in ("reporter", "journalist", "crowd", "audience", "supporter", "voter", "cnn", "reuters", "afp", "ap", "medium") or f.tokens[k].lower in ("reuters", "cnn", "afp", "media", "times", "post", "me", "us", "news", "nbc", "abc", "cbs", "fox", "msnbc") for k in f.g.preps(t.i).get("with", []) + f.g.preps(t.i).get("to", [])),
}  # fmt: skip


def _line(f: Finder, t: Token) -> range:
    line = f.g.parse.sentence(t.i)
    return range(line.first, line.last)


_FIRED = frozenset("fire gunfire shellfire missile rocket shell artillery warplane jet drone mortar".split())
_EXPLODING = frozenset("bomb grenade landmine rocket missile mortar shell blast explosion".split())
_DEADLY_NOUNS = {"siege": ("ASSAULT", None), "riot": ("PROTEST", "riot"), "unrest": ("PROTEST", "riot")}
_DEADLY = frozenset("execute bomb shell murder behead massacre slay burn".split())
_BLAMELESS = frozenset(
    "gas boiler fireworks firework refinery pipeline chemical factory earthquake quake flood storm hurricane cyclone crash "
    "collision avalanche landslide ferry virus disease outbreak accident stampede volcano lightning wildfire".split()
)


def _foes(f: Finder, t: Token, carrier: Token | None) -> bool:
    """Whether those who clash are forces, crowds or states, and not rivals at the polls."""
    g = f.g
    near = [k for name in ("between", "with", "against", "of", "in") for k in g.preps(t.i).get(name, ())]
    sides = [*f._doers(t, carrier), *near]
    if any(g.in_class(k, "armed") or g.in_class(k, "crowd") or g.in_class(k, "force") for k in sides):
        return True
    if any(_is_civilian(f, k) for k in sides):
        around = range(max(0, t.i - 9), min(len(f.tokens), t.i + 12))
        return bool({f.tokens[k].lemma for k in around if not f.is_policy(k)} & (_BODILY_HARM - _FORCES))
    states = any(g.label(k) in ("GPE", "NORP", "LOC") or k in g.local for k in sides)
    return states or f.harm(t.i)


def _visitor(f: Finder, t: Token, carrier: Token | None) -> bool:
    doers = f._doers(t, carrier)
    above = f.tokens[f.tokens[t.head].head]
    if t.dep == "pobj" and above.tag[:2] == "VB":
        doers = doers + f.g.subjects(above.i)
    return any(f.g.is_party(k) for k in doers)


_BODILY_HARM = frozenset(
    "kill wound injure dead bomb gun knife rifle rocket missile soldier police troop gunfire bullet death".split()
)
_HITTING = frozenset(
    "shellfire shrapnel violence fire gunfire crossfire shelling bombing fighting shot clash war force mob".split()
)
_BODILY = frozenset({"heart", "panic", "asthma", "anxiety", *_BEASTS})
_MISHAPS = frozenset({"crash", "collapse", "overturn", "capsize", "sink", "collide", "derail", "fall", "plunge"})


_OUTDOING = frozenset("slaughter butcher murder massacre kill slay execute gun shoot ambush crush".split())
_HIT_AT_EASE = frozenset(
    "theater theatre cinema screen shelf store street road headline ground brake stand market".split()
)
_IDIOMS = frozenset({("stab", "back"), ("shoot", "foot"), ("hit", "nerve"), ("hit", "snooze"), ("kick", "can")})


def _is_figure(f: Finder, t: Token) -> bool:
    """ "Stabbed in the back by allies", "hurt by going negative": figures of speech, where no body is in sight."""
    g = f.g
    near = {f.tokens[k].lemma for k in [*g.preps(t.i).get("in", ()), *g.objects(t.i)]}
    if any((t.lemma, word) in _IDIOMS for word in near) and not f.arms(t.i):
        return True
    if t.lemma == "hit" and near & _HIT_AT_EASE:
        return not any(g.in_class(k, "armed") or g.in_class(k, "weapon") for k in g.subjects(t.i))
    if t.lemma in _OUTDOING and not f.arms(t.i) and (f.field(t.i, "vote") or f.field(t.i, "sport")):
        return True
    if t.lemma not in ("hurt", "wound"):
        return False
    if any(f.tokens[j].dep == "pcomp" for k in t.children if f.tokens[k].dep == "agent" for j in f.tokens[k].children):
        return True
    if t.lemma != "hurt" or f.arms(t.i):
        return False
    return not any(g.in_class(k, "counted") or f.tokens[k].lower in ("nobody", "none") for k in g.objects(t.i))


def _to_oneself(f: Finder, t: Token) -> bool:
    """ "Killed himself": nobody else is hurt, where no bomber does it."""
    objects = f.g.objects(t.i)
    alone = bool(objects) and all(f.tokens[k].lower.endswith(("self", "selves")) for k in objects)
    return alone and not any(f.g.in_class(k, "armed") for k in f.g.subjects(t.i))


def _accident(f: Finder, t: Token) -> bool:
    """Killed, hurt or broken by nature, beast or mishap, not by anyone."""
    if _is_figure(f, t) or _to_oneself(f, t):
        return True
    words = f.lexicon.words("accident")
    vehicles = f.lexicon.words("vehicle")
    g = f.g
    does = [*g.surface(t.i), *g.agents(t.i)] if not g.is_passive(t.i) else g.agents(t.i)
    for k in does:
        lemma = f.tokens[k].lemma
        if lemma == "fire" and any(g.is_party(j) or g.in_class(j, "armed") for j in g.modifiers(k)):
            return False
        if (
            lemma in _BEASTS
            or f.tokens[k].lower in words
            or (lemma in vehicles and t.lemma in ("hit", "strike", "kill", "injure", "damage"))
        ):
            return True
        if lemma == "attack" and any(f.tokens[j].lower in _BODILY for j in g.modifiers(k)):
            return True
    if does and t.lemma in ("hurt", "wound", "injure", "kill", "destroy", "damage") and not any(
        g.is_party(k) or f.tokens[k].lower in _HITTING or f.tokens[k].lower in f.lexicon.words("weapon")
        or f.tokens[k].lemma in f.lexicon.words("weapon")
        or f.tokens[k].lemma in f.lexicon.nouns or g.in_class(k, "vehicle")
        for k in does
    ):  # fmt: skip
        return True
    near = list(does)
    for name in ("in", "by", "after", "from", "during", "of", "when"):
        near += g.preps(t.i).get(name, [])
    if any(f.tokens[k].lemma in words for k in near):
        return True
    return any(f.tokens[k].dep in ("advcl", "ccomp") and f.tokens[k].lemma in _MISHAPS for k in t.children)


_STORIES = frozenset(
    "film movie novel sequel series episode sitcom thriller opera play musical comic game videogame drama tale story "
    "book novelist storyline plot hero heroine villain protagonist fiction trailer festival chapter "
    "painting mural canvas fresco tapestry sculpture poem ballad epic "
    "documentary exhibition blockbuster saga cartoon fable legend myth reenactment re-enactment screenplay".split()
)
_PLAYED = frozenset({"actor", "hero", "villain", "character", "festival", "player", "gamer", "reenactor"})
_SOFT = frozenset(
    "attack beat invade clash shoot fire strike destroy bomb kill hit fight raid target blow storm battle seize capture "
    "burn bombard assault protest".split()
)


def _in_present(f: Finder, t: Token) -> bool:
    """Whether the clause is told in the present tense, as plots are."""
    if t.tag == "VB":
        return True
    for k in (t.i, *f.g.parse.ancestors(t.i)):
        verb = f.tokens[k]
        if verb.tag in ("VBZ", "VBP"):
            return True
        if verb.tag == "VBD":
            return False
        helpers = [f.tokens[j] for j in verb.children if f.tokens[j].dep in ("aux", "auxpass")]
        if any(h.lemma == "have" or h.tag == "VBD" for h in helpers):
            return False
        if any(h.tag in ("VBZ", "VBP") for h in helpers):
            return True
    return False


def is_make_believe(f: Finder, act: Act) -> bool:
    """Violence of the playing field, the screen or the page: sport, games, fiction."""
    t = f.tokens[act.head]
    sport = f.field(t.i, "sport")
    hurting = f.harm(t.i)
    if sport >= 2 and not hurting:
        return True
    if sport >= 1 and act.kind == "verb" and not hurting and t.lemma in _SOFT:
        return True
    stories = [k for k in _line(f, t) if f.tokens[k].lemma in _STORIES and f.tokens[k].tag[:2] == "NN"]
    fiction = f.field(t.i, "fiction")
    if not stories:
        return fiction >= 2 and not hurting and _in_present(f, t)
    if fiction >= 3 or _in_present(f, t):
        return True
    return any(f.tokens[k].lemma in _PLAYED for k in _line(f, t))
