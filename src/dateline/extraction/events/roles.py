"""Whom a side stands for: from the head of a phrase to its words and the actor they mean, pronouns included."""

from collections.abc import Sequence
from functools import cached_property

from dateline.extraction.actors.compose import some_of_state
from dateline.extraction.actors.roles import AGENTS, NO_LONGER, STANCES, TITLES
from dateline.extraction.events.pairs import Pairs
from dateline.extraction.events.sides import NO_PARTY, PERSONAL, SAYING, Sides
from dateline.extraction.text.tokens import Token
from dateline.values import Actor, Entity, Party

_WOMEN = frozenset("woman girl mother wife daughter sister queen princess actress mrs. ms. mrs ms".split())
_MEN = frozenset("man boy father husband son brother king prince actor mr. mr".split())
_FOLLOWERS = frozenset(
    "fighter man member force soldier troop army police militant militia guard gunman bomber navy military commander "
    "spokesman spokeswoman government ministry minister envoy delegation jet warplane drone aircraft unit cell".split()
)
_SOMEBODY = frozenset("guy man woman boy girl gunman suspect attacker bomber killer shooter person kid fellow".split())
_HE_SHE = frozenset({"he", "she", "him", "her", "his"})
_BY_THE_STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
_OF_THE_STATE = frozenset(
    "counterpart aide adviser advisor attache consul chief head deputy delegate mediator boss".split()
)
POSTS = frozenset("post base outpost checkpoint barracks garrison convoy patrol stronghold hideout warship".split())
_GARRISONED = frozenset({"state", "military", "police", "armed_group", "igo", "agency"})
_SERVICES = frozenset("service army navy military police security government embassy cabinet state".split())
_OF_ITS_OWN = frozenset(
    "party newspaper paper magazine bank company firm union church university team club airline league conglomerate charity "
    "cartel gang mafia network tribe clan community minority diaspora".split()
)  # bodies that a country is home to, and that are not the state


class Grammar(Sides):
    """The sides of the predicates of one article, and whom they stand for."""

    def conjuncts(self, i: int) -> list[int]:
        """Token `i` and all that is joined to it by `and`; for "the two countries" the two, wherever they were named."""
        found = super().conjuncts(i)
        if len(found) > 1:
            return found
        if self.tokens[i].lower == "they":
            return self._two_who_say(i) or found
        return self.pairs.meant(i) or found

    def _two_who_say(self, i: int) -> list[int]:
        """ "Egypt and Ethiopia said they would meet": both states, where two say it."""
        verb = next((k for k in self.parse.ancestors(i) if self.tokens[k].lemma in SAYING), None)
        who = [k for k in self.tokens[verb].children if self.tokens[k].dep == "nsubj"] if verb is not None else []
        two = (self.pairs.meant(who[0]) or super().conjuncts(who[0])) if len(who) == 1 else []
        states = [a for k in two if (a := self.actor(k)) is not None and a.kind == "state"]
        return two if len(two) == len(states) == 2 else []

    @cached_property
    def pairs(self) -> Pairs:
        """Whom "the two sides" stand for."""
        return Pairs(self, self.mentions)

    def party(self, i: int, near: int) -> Party | None:
        """The words of the phrase headed by `i` and the actor they stand for.

        Args:
            i: head of the phrase.
            near: the trigger: pronouns are traced in its sentence.
        Returns:
            None where a pronoun stands for nobody known.
        """
        t = self.tokens[i]
        if t.lower in PERSONAL:
            return self._pronoun(i, near)
        first, last = self._extent(i)
        span = self.parse.span(first, last)
        return Party(span.start, span.end, self.actor(i) or self._leader(i))

    def actor(self, i: int) -> Actor | None:
        """Whom the phrase headed by `i` stands for, read from its head, else from the names that modify it."""
        for k in self.tokens[i].children:  # "his former ally Evo Morales", "the main opposition party, the CHP"
            named = self.mentions.headed(k) if self.tokens[k].dep == "appos" and k <= i + 4 else None
            if named is None or named.actor is None or self.tokens[i].pos != "NOUN":
                continue
            if named.type == "ORG" or (named.type == "PER" and k <= i + 2):
                return named.actor
        entity = self.mentions.headed(i)
        if entity is not None and entity.actor is not None:
            return entity.actor
        covering = self.mentions.at(i)
        if covering is not None and covering.actor is not None:
            return covering.actor
        if self.tokens[i].lemma in POSTS:
            return self._garrison(i)
        if not self.is_party(i) or self._is_past(i):
            return None
        for k in reversed(self.modifiers(i)):
            if self._is_sided(k):
                continue
            entity = self.mentions.headed(k) or self.mentions.at(k)
            if entity is not None and entity.actor is not None:
                return self._of(entity, i)
        for k in [*self.possessors(i), *self.preps(i).get("of", [])]:
            entity = self.mentions.headed(k)
            owns = entity is not None and (entity.type in ("GPE", "ORG", "NORP") or self.is_crewed(i))  # "its jets"
            if entity is not None and entity.actor is not None and owns:
                return self._of(entity, i)
        return None

    def _garrison(self, i: int) -> Actor | None:
        """Whose post it is: "a US base", "an Ethiopian army checkpoint", "a post of the Malian army"."""
        for k in [*reversed(self.modifiers(i)), *self.preps(i).get("of", ())]:
            entity = None if self._is_sided(k) else self.mentions.headed(k) or self.mentions.at(k)
            if entity is not None and entity.actor is not None and entity.actor.kind in _GARRISONED:
                return entity.actor
        return None

    def _of(self, owner: Entity, i: int) -> Actor | None:
        """Who "German ministers" and "German tourists" are: the state only where the noun is of those who act for it."""
        t = self.tokens[i]
        if owner.actor is None or (owner.actor.kind != "state" and owner.type != "GPE"):
            return owner.actor
        if t.lemma in _OF_ITS_OWN:
            return None
        if owner.actor.kind != "state":
            return owner.actor
        if t.lemma in _OF_THE_STATE:
            return owner.actor
        sector = AGENTS.get(t.lower) or AGENTS.get(t.lemma + "s") or TITLES.get(t.lemma)
        if sector is None and t.lemma in self._people and t.lemma not in (self._force | self._government):
            sector = "CVL"
        serves = any(self.tokens[k].lemma in _SERVICES for k in self.modifiers(i))  # "service members"
        if not sector or sector in _BY_THE_STATE or serves:
            return owner.actor
        first, last = self.mentions.phrase(i)
        return some_of_state(owner.actor, sector, self.parse.words(first, last))

    def names_actor(self, m: int) -> bool:
        """Whether a modifier names whose a thing is: "Egyptian exports" are Egypt's, "Jewish causes" are nobody's."""
        if self.tokens[m].tag != "JJ" or self.label(m) != "NORP":
            return True
        entity = self.mentions.headed(m) or self.mentions.at(m)
        return (
            entity is not None
            and entity.actor is not None
            and entity.actor.kind in ("state", "armed_group", "movement")
        )

    def _is_past(self, i: int) -> bool:
        """ "A former government minister": of no government any more."""
        return any(self.tokens[k].lower in NO_LONGER for k in self.tokens[i].children)

    def _is_sided(self, k: int) -> bool:
        """ "A non-Fatah candidate", "pro-Iran militias": for or against it, and not its own."""
        first, _ = self.mentions.phrase(k)
        first = max(j for j in range(first, k + 1) if j == first or self.tokens[j - 1].text == "-")
        return first > 1 and self.tokens[first - 1].text == "-" and self.tokens[first - 2].lower in STANCES

    def _leader(self, i: int) -> Actor | None:
        """Whose men they are: "its fighters", "one of its members" act for the group that `its` stands for."""
        t = self.tokens[i]
        if t.lemma == "one" or t.lower == "one":
            return next((self._leader(k) for k in self.preps(i).get("of", ()) if k != i), None)
        if t.lemma not in _FOLLOWERS:
            return None
        for k in self.possessors(i):
            if self.tokens[k].lower in ("its", "their", "our", "his"):
                entity = self.mentions.headed(k)
                leader = entity.actor if entity is not None else None
                leader = leader or next((self.actor(j) for j in self._sayers(i) if j != i), None)
                return leader if leader is None or leader.kind != "person" else None
        return None

    def speaks_of_itself(self, pronoun: int, sayers: Sequence[int]) -> bool:
        """Whether a pronoun in what somebody says stands for the sayer: "the group said *it* was behind the attack"."""
        if self.tokens[pronoun].lower not in ("it", "they", "he", "she", "we", "i"):
            return False
        entity = self.mentions.headed(pronoun)
        if entity is None or entity.actor is None:
            return True
        return any((a := self.actor(k)) is not None and a.id == entity.actor.id for k in sayers)

    def _pronoun(self, i: int, near: int) -> Party | None:
        speaker = self.speakers.get(i)
        if speaker is not None:
            return speaker
        t = self.tokens[i]
        entity = self.mentions.headed(i)
        actor = entity.actor if entity is not None else None
        if actor is not None:
            line = self.parse.sentence(i)
            for k in range(i - 1, line.first - 1, -1):
                other = self.mentions.headed(k)
                if (
                    other is not None
                    and other.actor is not None
                    and other.actor.id == actor.id
                    and other.form != "pronoun"
                ):
                    return self.party(k, near)
        if t.lower not in ("you", "your", "me", "i"):
            near_person = self._near_person(i)
            if not near_person and actor is None and self._has_rival(i):
                return None
            others = near_person or self._sayers(i)
            if t.lower in _HE_SHE:  # "He shot Omar, Khan said" tells of somebody else than Khan
                others = [k for k in others if k < i and (i not in self.spoken or k in self.spoken)]
            sayers = [k for k in others if self._agrees(t, k)]
            if sayers and (actor is None or t.lower in ("we", "our")):
                return self.party(sayers[0], near)
        if actor is None:
            return None
        return Party(t.start, t.end, actor)

    def _near_person(self, i: int) -> list[int]:
        """Whom `he` or `she` stands for: the subject of a clause between its own and the saying verb."""
        if self.tokens[i].lower not in _HE_SHE:
            return []
        for up in self.parse.ancestors(i):
            t = self.tokens[up]
            if not self.is_verb(t):
                continue
            found = self.surface(up)
            if i not in found and any(self.label(k) == "PER" for k in found):
                return [k for k in found if self.tokens[k].lower not in PERSONAL and self.label(k) == "PER"]
            if t.lemma in SAYING:
                break
        return []

    def _has_rival(self, i: int) -> bool:
        """Whether `he` may be "this guy", who is told of between the speaker and the pronoun."""
        if self.tokens[i].lower not in _HE_SHE:
            return False
        sayers = self._sayers(i)
        first = max(sayers) + 1 if sayers and max(sayers) < i else self.parse.sentence(i).first
        return any(self.tokens[k].tag == "NN" and self.tokens[k].lemma in _SOMEBODY for k in range(first, i))

    def _agrees(self, pronoun: Token, k: int) -> bool:
        """Whether a pronoun may stand for the phrase headed by `k`, as far as gender, number and kind are known."""
        t = self.tokens[k]
        if t.lemma in ("percent", "%") or self.label(k) in NO_PARTY:
            return False
        first, last = self.mentions.phrase(k)
        words = {self.tokens[j].lower for j in range(first, last)}
        low = pronoun.lower
        if low in ("it", "its", "itself"):
            return t.tag not in ("NNS", "NNPS") and self.label(k) != "PER"
        if low in ("he", "him", "his", "himself"):
            return not words & _WOMEN and t.tag not in ("NNS", "NNPS")
        if low in ("she", "her", "herself"):
            return not words & _MEN and t.tag not in ("NNS", "NNPS")
        if low in ("they", "them", "their", "themselves"):
            many = t.tag in ("NNS", "NNPS") or len(self.conjuncts(k)) > 1
            return many or self.label(k) != "PER" or self.actor(k) is not None  # who speaks for a body
        return True

    def _extent(self, i: int) -> tuple[int, int]:
        """The noun phrase with its `of` phrases, and a place that follows at once."""
        first, last = self.mentions.phrase(i)
        tokens = self.tokens
        while first < i and (tokens[first].tag in ("WRB", "IN") or tokens[first].dep == "acomp"):
            first += 1  # "when a few hundred youths", "shot dead two men"
        grown = True
        while grown and last < len(tokens) and last - first < 24:
            grown = False
            t = tokens[last]
            if t.dep == "prep" and first <= t.head < last and t.lower in ("of", "in", "from", "at", "for", "to"):
                pobj = [k for k in t.children if tokens[k].dep == "pobj"]
                if pobj and (
                    t.lower == "of" or (t.lower != "to" and self._raw.get(pobj[0]) in ("GPE", "LOC", "ORG", "FAC"))
                ):
                    if self._is_time(pobj[0]):
                        break
                    last = max(last, self.mentions.phrase(pobj[0])[1])
                    grown = True
        if last < len(tokens) and tokens[last].tag == "POS":
            pass
        return first, last
