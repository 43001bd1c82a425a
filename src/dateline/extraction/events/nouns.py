"""Event nouns: "the bombing of", "clashes between", "a Saudi-led strike on", with their sides."""

from dateline.extraction.events.acts import Act
from dateline.extraction.events.figures import BODILY
from dateline.extraction.events.lexicon import Rule
from dateline.extraction.events.senses import Senses
from dateline.extraction.text.tokens import Token

_SUFFERED_TYPES = frozenset({"ASSAULT", "COERCE", "RETREAT", "SANCTION", "AID", "COOPERATE"})
_BUILT_DOERS = frozenset(
    "patrol parliament ministry border street silo ground gun line position land site base center centre state".split()
)
_OF_PEOPLES = frozenset({"genocide", "extermination", "pogrom", "massacre", "slaughter"})
_PLACED_MODES = frozenset({"explosives", "suicide-attack", "firearms", "targeted"})  # "the Turkey bomb attack": there


class Nouns(Senses):
    """The acts that nouns tell of."""

    def noun(self, t: Token, carrier: Token | None = None) -> Act | None:
        rules = self.lexicon.nouns.get(t.lemma) or self.lexicon.nouns.get(t.lower)
        if not rules or t.dep in ("compound", "amod", "nmod"):
            return None
        if t.tag[:3] == "NNP" and (self.g.mentions.at(t.i) is not None or self.g.is_raw_name(t.i)):
            return None
        if t.lemma == "assault" and any(k.lemma in ("weapon", "rifle") for k in self.tokens[t.i + 1 : t.i + 3]):
            return None
        if t.lemma == "attack" and any(self.tokens[k].lower in BODILY for k in self.g.modifiers(t.i)):
            return None
        if t.lemma in ("conference", "release") and any(
            self.tokens[k].lower in ("press", "news") for k in self.g.modifiers(t.i)
        ):
            return None
        if self.g.mentions.headed(t.i) is not None and self.g.mentions.headed(t.i).actor is not None:  # type: ignore[union-attr]
            return None
        for rule in rules:
            if self.fits(rule, t, frozenset(), carrier):
                return self._from_noun(t, rule)
        return None

    def slots_of(self, act: Act) -> tuple[str, ...]:
        for rule in self.lexicon.nouns.get(self.tokens[act.head].lemma, ()):
            if rule.type == act.type or rule.where == act.rule:
                return rule.slots
        return ("against", "on", "with", "to", "in")

    def _from_noun(self, t: Token, rule: Rule) -> Act:
        g = self.g
        act = Act("noun", rule.type, rule.mode, t.i, rule.where, rule.weight)
        act.reciprocal = "recip" in rule.flags
        act.tokens = [t.i]
        for k in g.modifiers(t.i):
            if any(self.tokens[k].lower in allowed for key, allowed in rule.tests if key == "mod"):
                act.tokens.insert(0, k)
        act.targets = self.slots(t.i, rule.slots)
        by = [
            p for k in g.preps(t.i).get("of", ()) for p in g.preps(k).get("by", ()) if g.is_party(p)
        ]  # the parser's slip
        doers = g.agents(t.i) or by or [p for p in g.possessors(t.i) if g.is_party(p)] or self._leading(t)
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
        hit = [k for k in g.preps(t.i).get("of", ()) if self._is_struck(k, t)] if rule.type == "ASSAULT" else []
        if hit and not act.targets:  # "the attack of the consulate"
            act.targets = hit
        if (
            doers
            and t.lemma in _OF_PEOPLES
            and not g.agents(t.i)
            and all(g.label(k) in ("NORP", "GPE") and k in g.modifiers(t.i) for k in doers)
        ):  # "the Armenian genocide" names whom it was done to, "the Rwanda genocide" where
            act.targets, doers = act.targets or [k for k in doers if g.label(k) == "NORP"], []
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

    def _is_struck(self, k: int, t: Token) -> bool:
        """ "The attack of the consulate", "the assault of a child": done to it, where no force is named."""
        g = self.g
        if g.in_class(k, "built"):
            return True
        return (
            t.lemma == "assault" and g.in_class(k, "people") and not (g.in_class(k, "force") or g.in_class(k, "armed"))
        )

    def _is_hit(self, k: int) -> bool:
        """Whether a noun before an event noun says what was hit: "the mosque bombing"."""
        t = self.tokens[k]
        words = self.lexicon
        return (
            t.tag[:2] == "NN"
            and t.lemma in words.words("built")
            and t.lemma not in (words.words("vehicle") | words.words("armed") | _BUILT_DOERS)
        )
