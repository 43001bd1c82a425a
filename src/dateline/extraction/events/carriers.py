"""Words that carry an act told by their clause or object: "agreed to withdraw", "held talks", "the threat to attack"."""

from dateline.extraction.events.acts import Act
from dateline.extraction.events.lexicon import Carrier
from dateline.extraction.events.nouns import Nouns
from dateline.extraction.events.plover import FORCEFUL
from dateline.extraction.events.sides import PERSONAL
from dateline.extraction.text.tokens import Token

_CARRYING_NOUNS = {
    "demand": "REQUEST", "call": "REQUEST", "request": "REQUEST", "appeal": "REQUEST", "order": "REQUEST", "plea": "REQUEST",
    "threat": "THREATEN", "pledge": "AGREE", "promise": "AGREE", "commitment": "AGREE", "offer": "AGREE",
    "agreement": "AGREE", "vow": "AGREE", "willingness": "AGREE", "readiness": "AGREE", "refusal": "REJECT",
    "plan": "PLAN", "decision": "PLAN", "intention": "PLAN", "attempt": "TRY", "bid": "TRY", "effort": "TRY", "plot": "PLAN",
}  # fmt: skip
_SPANS = frozenset("day hour week month round year series".split())  # "ended two days of talks": they were held
_ENDS = frozenset("end halt termination suspension".split())
_HOSTILE = frozenset(
    "ban bar block stop repeal cut eliminate abolish fight oppose veto dismantle tear rip scrap kill destroy undo gut punish".split()
)
_TELLING = frozenset("say comment answer discuss speak confirm elaborate disclose reveal specify explain".split())
_PURSUING = frozenset({"pursue", "seek", "want", "court"})
_CALLING = frozenset("call push press appeal argue".split())
_MEANING = frozenset("mean imply signify constitute".split())
_VENGEFUL = frozenset({"avenge", "retaliate", "revenge"})
_STATES = frozenset({"commit", "involve", "engage", "embroil", "lock"})
_SPEAKING = frozenset({"SUPPORT", "REJECT", "ACCUSE"})


class Carriers(Nouns):
    """The acts that are carried, by verbs and by nouns."""

    def clause(self, t: Token, carriers: tuple[Carrier, ...], particles: frozenset[str], depth: int) -> Act | None:
        complements = [
            k
            for k in t.children
            if self.tokens[k].dep in ("xcomp", "ccomp", "advcl", "pcomp", "oprd", "acl") and self.tokens[k].i > t.i - 1
        ]
        for k in t.children:
            if self.tokens[k].dep == "prep" and self.tokens[k].lower in ("of", "for", "from", "to", "on", "with"):
                complements += [j for j in self.tokens[k].children if self.tokens[j].dep == "pcomp"]
        for k in t.children:
            if self.tokens[k].dep == "dobj" and self.g.is_blamed(self.tokens[k]):
                complements += [
                    j for p in self.tokens[k].children if self.tokens[p].dep == "prep"
                    for j in self.tokens[p].children if self.tokens[j].dep == "pcomp"
                ]  # fmt: skip
            if self.tokens[k].dep == "dobj" and self.tokens[k].lemma not in self.lexicon.nouns:
                complements += [
                    j for j in self.tokens[k].children
                    if self.tokens[j].dep in ("acl", "relcl") and self.g.infinitive(self.tokens[j])
                ]  # fmt: skip
        for carrier in carriers:
            if carrier.link == "noun" or (carrier.particle is not None and carrier.particle not in particles):
                continue
            led = carrier.particle if carrier.how == "ACCUSE" else None  # "charged *with* killing"
            if (
                carrier.how == "END"
                and carrier.particle is None
                and any(self.tokens[k].dep == "prt" for k in t.children)
            ):
                continue  # "end up passing"
            for k in complements:
                c = self.tokens[k]
                if led is not None and self.tokens[c.head].lower != led:
                    continue
                if c.dep == "advcl" and not (
                    self.g.infinitive(c) and carrier.how in ("REQUEST", "FORCE", "ALLOW", "PLAN", "AGREE")
                ):
                    continue
                inner = self.act(k, depth + 1)
                finite = c.dep == "ccomp" and not self.g.infinitive(c)
                made = self._wrap(t, carrier, inner, k, finite)
                if made is not None:
                    return made
        return None

    def carried_noun(self, t: Token, carriers: tuple[Carrier, ...], particles: frozenset[str]) -> Act | None:
        g = self.g
        prepositional = g.preps(t.i)
        apart = any(self.tokens[k].dep == "prt" for k in t.children)
        for carrier in carriers:
            if carrier.link == "act" or (apart and carrier.particle is None and carrier.how in _SPEAKING):
                continue
            if t.lemma in _STATES and g.objects(t.i) and not g.is_passive(t.i):
                continue  # "locked in support among nurses" is in nothing
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
                inner = self.noun(self.tokens[k], carrier=t)
                if inner is None:
                    continue
                made = self._carry(t, carrier, inner)
                if made is not None:
                    return made
        return None

    def noun_clause(self, t: Token, depth: int) -> Act | None:
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
        subject = self._holding(t)
        below = g.surface(k)
        if how == "END":
            assert inner is not None
            return self._ended(t, inner, subject)
        if how == "REQUEST":
            if finite and (t.lemma in ("tell", "ask") or not self._wished(k, t)):
                return None
            if finite and t.lemma == "insist" and not any(g.is_party(a) and not g.is_pronoun(a) for a in below):
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
            if finite and not g.objects(t.i) and g.is_passive(k):  # "demanded that the boy be freed" asks no boy
                return self._made(t, "REQUEST", subject, g.agents(k), inner, k)
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
            if t.lemma == "want" and not any(a not in subject and not g.is_pronoun(a) for a in below):
                return None  # "wants to talk" asks nobody
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
                targets = self.slots(k, ("obj", "with", "to", "from", "against", "on", "in", "for", "of"))
                if inner is not None:
                    targets = [x for x in targets if g.is_side(x)]
            kind = how
            if inner is None and how == "AGREE" and self.tokens[k].lemma in _VENGEFUL:
                return self._revenge(t, subject, k)
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

    def _revenge(self, t: Token, subject: list[int], k: int) -> Act:
        """ "Vowed to avenge the killing": a threat of violence, whoever it falls on."""
        act = self._made(t, "THREATEN", subject, [], None, k)
        act.of = "ASSAULT"
        return act

    def _holding(self, t: Token) -> list[int]:
        """Who carries an act; "the army was involved in", "Norway is committed to" are no passives in sense."""
        if t.lemma in _STATES and self.g.is_passive(t.i):
            return self.g.surface(t.i)
        return self.g.subjects(t.i)

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

    def _ended_by_noun(self, t: Token, k: int) -> Act | None:
        """ "Declared an end to its ceasefire": the act that hangs on the noun is ended."""
        here = self.g.preps(k)
        for j in [*here.get("to", ()), *here.get("of", ())]:
            inner = self.noun(self.tokens[j], carrier=t) if self.tokens[j].tag[:2] == "NN" else None
            ended = self._ended(t, inner, self.g.subjects(t.i)) if inner is not None else None
            if ended is not None:
                return ended
        return None

    def _carry(self, t: Token, carrier: Carrier, inner: Act) -> Act | None:
        g = self.g
        how = carrier.how
        subject = self._holding(t)
        if t.lemma in ("have", "attend", "join", "do") and inner.type not in ("CONSULT", "COOPERATE", "ASSAULT"):
            return None
        if t.lemma == "deliver" and inner.type not in ("AID", "THREATEN"):
            return None
        if t.lemma in ("take", "find") and inner.type == "AID":
            return None  # "took refuge in a school"
        if t.lemma == "defend" and any(self.tokens[k].lower in PERSONAL for k in g.possessors(inner.head)):
            return None  # "defended his pledge"
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
                act.targets = self.slots(t.i, self.slots_of(inner))
            act.targets = [k for k in act.targets if k not in act.sources]
            return act
        if how == "END":
            ended = self._ended(t, inner, subject)
            if ended is not None and not ended.targets:
                ended.targets = self.slots(t.i, self.slots_of(inner))
            return ended
        if t.lemma == "accept" and inner.type == "AID":
            return None
        if how == "AGREE" and inner.type in ("THREATEN", "ACCUSE", *FORCEFUL):
            return None
        kind = how
        targets = list(inner.targets)
        if how == "REQUEST":
            asked = [k for k in self.slots(t.i, ("from", "by")) if g.is_party(k)]
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
            targets = targets or inner.sources or self.slots(t.i, ("with", "to", "from", "by", "for"))
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

    def _noun_of_noun(self, t: Token, how: str) -> Act | None:
        """A noun that carries an event noun: "plans for a partnership", "calls for talks", "threat of sanctions"."""
        g = self.g
        here = g.preps(t.i)
        for k in [*here.get("for", ()), *here.get("of", ())]:
            inner = self.noun(self.tokens[k]) if self.tokens[k].tag[:2] == "NN" else None
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
