"""The roles of a violent incident: who did it, to whom, against which thing, with what.

Fillers come from the sides of the act, from weapons named beside it, and from what the article says elsewhere about
who did it ("claimed responsibility", "attributed to"). Mentions of one filler share an id.
"""

import re
from collections.abc import Iterable, Sequence

from dateline.extraction.events.acts import Act
from dateline.extraction.events.lexicon import Lexicon
from dateline.extraction.events.roles import Grammar
from dateline.extraction.events.sides import PERSONAL
from dateline.values import RoleFiller, Roles

_TOOLS = frozenset(
    "bomb explosive dynamite grenade rocket missile mortar shell gun rifle pistol revolver shotgun machinegun machine-gun "
    "submachine-gun submachinegun knife machete axe mine landmine torpedo bazooka cannon molotov rock stone brick acid "
    "poison car-bomb truck-bomb ied device tnt cocktail bullet carbine launcher warhead projectile charge burst".split()
)
_FIREARMS = frozenset(
    "gun rifle pistol revolver shotgun machinegun machine-gun submachine-gun submachinegun carbine bullet".split()
)
_BOMBS = frozenset("bomb explosive device charge".split())
_BANDS = frozenset(
    "guerrilla guerilla rebel terrorist subversive insurgent extremist militant gunman assailant attacker kidnapper "
    "commando fighter bomber assassin hitman killer murderer individual subject man person stranger trafficker criminal "
    "delinquent".split()
)
_OWNED = frozenset(
    "member group commando cell unit column squad band front faction fighter guerrilla rebel militant terrorist gunman troop soldier".split()
)
_THINGS = frozenset("act attack action explosion bomb blast incident fire shot bullet violence crime event war".split())
_MILITARY_THINGS = frozenset(
    "position post outpost camp base stronghold hideout enclave city town village territory area district region province country place street zone neighborhood island border frontier capital suburb outskirts road highway".split()
)
_CLAIMS = frozenset({"claim", "take", "assume", "acknowledge", "accept", "admit"})


_DONE_TO_PEOPLE = frozenset(
    "kill murder assassinate kidnap abduct killing assassination kidnapping kidnaping abduction slay slaying wound injure "
    "massacre behead execute rape torture gun hostage beat".split()
)


class Found:
    """Fillers of one act: head tokens by role, with kind and id."""

    __slots__ = ("of_people", "perpetrator", "target", "victim", "weapon")

    def __init__(self, of_people: bool = False) -> None:
        self.of_people = of_people
        self.perpetrator: list[RoleFiller] = []
        self.victim: list[RoleFiller] = []
        self.target: list[RoleFiller] = []
        self.weapon: list[RoleFiller] = []

    def roles(self) -> Roles:
        """As a value, without repeats."""
        return Roles(
            perpetrator=_once(self.perpetrator),
            victim=_once(self.victim),
            target=_once(self.target),
            weapon=_once(self.weapon),
        )

    def __bool__(self) -> bool:
        return bool(self.perpetrator or self.victim or self.target or self.weapon)


def fill(act: Act, g: Grammar, lexicon: Lexicon, sources: Sequence[int], targets: Sequence[int]) -> Roles:
    """The roles of one violent act.

    Args:
        act: the act.
        g: the predicates of its article.
        lexicon: word classes.
        sources: heads of who does it.
        targets: heads of what it is done to.
    """
    found = Found(g.tokens[act.head].lemma in _DONE_TO_PEOPLE)
    for k in sources:
        _perpetrator(k, g, lexicon, found)
    for k in [*targets, *_also_hit(act, g)]:
        _suffering(k, g, lexicon, found)
    _weapons(act, g, found)
    return found.roles()


def claimed(g: Grammar, lexicon: Lexicon) -> tuple[RoleFiller, ...]:
    """Who the article says did it, away from the act: who claimed responsibility, is blamed, suspected or behind it."""
    found = Found()
    for t in g.tokens:
        if t.lemma in ("responsibility", "credit"):
            head = g.tokens[t.head]
            if g.is_verb(head) and head.lemma in _CLAIMS:
                _all(g.subjects(t.head), g, lexicon, found)
        elif t.lower == "responsible":
            holder = g.tokens[t.head]
            heads = (
                g.objects(t.head)
                if holder.lemma in ("hold", "find", "consider")
                else g.surface(t.i) or g.surface(t.head)
            )
            _all([k for k in heads if g.is_party(k)], g, lexicon, found)
        elif not g.is_verb(t):
            continue
        elif t.lemma in ("attribute", "ascribe"):
            _all(g.preps(t.i).get("to", []), g, lexicon, found)
        elif t.lemma in ("blame", "accuse", "suspect") and _of_crime(g, t.i):
            _all(g.objects(t.i), g, lexicon, found)
        elif t.lemma in ("implicate", "involve", "participate") and _of_crime(g, t.i):
            _all(g.objects(t.i) if g.is_passive(t.i) else g.surface(t.i), g, lexicon, found)
        elif t.lemma in (
            "plan",
            "direct",
            "order",
            "mastermind",
            "organize",
            "plot",
            "commit",
            "perpetrate",
            "instigate",
        ):
            if any(g.tokens[k].lemma in _CRIMES for k in g.objects(t.i)):
                _all(g.subjects(t.i), g, lexicon, found)
        elif t.lemma == "be" and any(g.tokens[k].lemma in _CRIMES for k in g.preps(t.i).get("behind", ())):
            _all(g.surface(t.i), g, lexicon, found)
    return _once(found.perpetrator)


_CRIMES = frozenset(
    "attack murder killing assassination bombing crime kidnapping massacre assault death explosion abduction slaying "
    "kidnaping shooting raid sabotage".split()
)


def _of_crime(g: Grammar, i: int) -> bool:
    here = g.preps(i)
    for name in ("in", "of", "for"):
        for k in here.get(name, ()):
            t = g.tokens[k]
            if t.lemma in _CRIMES or (
                g.is_verb(t) and t.lemma in ("kill", "murder", "attack", "bomb", "kidnap", "assassinate", "participate")
            ):
                return True
    return False


def _all(heads: Iterable[int], g: Grammar, lexicon: Lexicon, found: Found) -> None:
    for k in heads:
        _perpetrator(k, g, lexicon, found)


def leading_band(g: Grammar) -> RoleFiller | None:
    """The armed group that the article names most, for `the guerrillas` of an incident; None where two tie."""
    counts: dict[str, int] = {}
    first: dict[str, tuple[int, int]] = {}
    for entity in g.mentions.entities:
        actor = entity.actor
        if actor is None or entity.form != "name":
            continue
        if actor.kind != "armed_group" and not (actor.kind in ("party", "movement") and _ARMED_NAME.search(actor.name)):
            continue
        counts[actor.id] = counts.get(actor.id, 0) + 1
        first.setdefault(actor.id, (entity.start, entity.end))
    if not counts:
        return None
    best = sorted(counts, key=lambda key: (-counts[key], first[key]))
    if len(best) > 1 and counts[best[0]] == counts[best[1]]:
        return None
    start, end = first[best[0]]
    return RoleFiller(start, end, "organisation", best[0])


_ARMED_NAME = re.compile(
    r"liberation|revolutionary|guerrilla|resistance|jihad|brigade|armed|insurgent|people's army", re.I
)


def _perpetrator(k: int, g: Grammar, lexicon: Lexicon, found: Found) -> None:
    t = g.tokens[k]
    if t.lemma in _THINGS or t.lemma in _TOOLS or t.lower in PERSONAL:
        if t.lower in PERSONAL:
            entity = g.mentions.headed(k)
            if entity is not None and entity.actor is not None:
                kind = "individual" if entity.actor.kind == "person" else "organisation"
                party = g.party(k, k)
                if party is not None and (party.start, party.end) != (t.start, t.end):
                    found.perpetrator.append(RoleFiller(party.start, party.end, kind, entity.actor.id))
        return
    label = g.label(k)
    named = label in ("ORG", "PER", "GPE", "NORP")
    if not (named or g.in_class(k, "people") or g.in_class(k, "force") or g.in_class(k, "government")):
        return
    if label == "GPE" and not g.in_class(k, "force"):
        return
    if (
        label == "ORG"
        or (named and _is_band(k, g))
        or (
            t.lemma in ("army", "police", "military", "government", "front", "cartel", "navy", "guard")
            and t.tag != "NNS"
        )
    ):
        found.perpetrator.append(_filler(k, g, "organisation"))
        return
    found.perpetrator.append(_filler(k, g, "individual", "band" if t.lemma in _BANDS and label != "PER" else None))
    if t.lemma in _OWNED or t.lemma in lexicon.words("armed"):
        for j in [*g.preps(k).get("of", []), *g.preps(k).get("from", []), *g.modifiers(k), *g.possessors(k)]:
            if (
                _is_band(j, g)
                or g.label(j) == "ORG"
                or (g.tokens[j].lemma in ("army", "police", "front", "cartel") and j != k)
            ):
                found.perpetrator.append(_filler(j, g, "organisation"))


def _is_band(k: int, g: Grammar) -> bool:
    entity = g.mentions.headed(k)
    return (
        entity is not None and entity.actor is not None and entity.actor.kind in ("armed_group", "military", "police")
    )


def _suffering(k: int, g: Grammar, lexicon: Lexicon, found: Found) -> None:
    t = g.tokens[k]
    if t.lower in PERSONAL or t.tag[:2] not in ("NN", "CD", "JJ", "VB"):
        return
    label = g.label(k)
    if label == "PER" and not (t.lemma in lexicon.words("built") and t.pos != "PROPN"):
        found.victim.append(_filler(k, g, None))
        return
    if t.lemma in lexicon.words("built") or t.lemma in lexicon.words("vehicle") or label == "FAC":
        if t.lemma in _MILITARY_THINGS or (label in ("GPE", "LOC") and t.pos == "PROPN"):
            return
        found.target.append(_filler(k, g, None))
        return
    if label in ("GPE", "LOC", "NORP"):
        return
    if t.pos == "PROPN" and label not in ("ORG", "FAC", "DATE", "EVENT") and found.of_people:
        found.victim.append(_filler(k, g, None))
        return
    if t.lemma in lexicon.words("people"):
        for j in g.tokens[k].children:
            if g.tokens[j].dep == "appos" and g.label(j) == "PER":
                found.victim.append(_filler(j, g, None))
                return
        if t.lemma not in _VAGUE and not is_general(k, g) and t.lemma not in _FIGHTERS:
            found.victim.append(_filler(k, g, None))


_VAGUE = frozenset(
    "victim other many some several two three four five dozen member people person hundred thousand seven number group dead".split()
)
_FIGHTERS = frozenset(
    "soldier troop guerrilla rebel terrorist subversive insurgent militant fighter gunman enemy".split()
)


def is_general(k: int, g: Grammar) -> bool:
    """A bare plural or `many` of a kind: people at large, not the victims of one incident."""
    t = g.tokens[k]
    if t.tag != "NNS":
        return False
    words = [g.tokens[j] for j in t.children if j < k]
    if any(w.dep in ("nummod", "poss", "quantmod") or w.tag == "CD" for w in words):
        return False
    if any(w.lower in ("the", "these", "those", "two", "both") for w in words):
        return False
    return not any(g.tokens[j].dep == "appos" and g.label(j) == "PER" for j in t.children)


def _also_hit(act: Act, g: Grammar) -> Iterable[int]:
    """Things near which or at which it happened, for bombs and shots."""
    if act.mode not in (
        "explosives",
        "suicide-attack",
        "heavy-weapons",
        "firearms",
        "destroy",
        "aerial",
        "drone",
        None,
    ):
        return
    for i in {act.head, act.carrier}:
        here = g.preps(i)
        for name in ("at", "on", "against", "near", "outside", "inside", "in", "under", "of", "front"):
            yield from here.get(name, ())


def _weapons(act: Act, g: Grammar, found: Found) -> None:
    line = g.parse.sentence(act.head)
    for k in range(line.first, line.last):
        t = g.tokens[k]
        if t.tag[:2] != "NN" or t.lemma not in _TOOLS:
            continue
        if (
            t.dep == "compound"
            and g.tokens[t.head].lemma not in _TOOLS
            and g.tokens[t.head].lemma
            not in (
                "attack",
                "explosion",
                "blast",
                "fire",
                "round",
                "gel",
                "stick",
                "launcher",
            )
        ):
            continue
        if t.dep == "compound" and g.tokens[t.head].lemma in _TOOLS:
            continue
        if t.lemma in _FIREARMS and act.mode in ("explosives", "suicide-attack", "abduct"):
            continue
        if t.lemma in ("charge", "device", "burst", "shell", "round") and not any(
            g.tokens[j].lower in ("explosive", "dynamite", "incendiary", "bomb", "machinegun") for j in g.modifiers(k)
        ):
            continue
        entity = "w-bomb" if t.lemma in _BOMBS else "w-" + t.lemma
        first, last = _tight(k, g)
        span = g.parse.span(first, last)
        found.weapon.append(RoleFiller(span.start, span.end, None, entity))


def _tight(k: int, g: Grammar) -> tuple[int, int]:
    first, last = g.mentions.phrase(k)
    while first < k and g.tokens[first].tag in ("DT", "PRP$", "PDT", "CC"):
        first += 1
    return first, last


def _filler(k: int, g: Grammar, kind: str | None, entity: str | None = None) -> RoleFiller:
    named = _name_in(k, g) if kind is None or kind == "individual" else None
    if named is not None:
        return named
    headed = g.mentions.headed(k)
    if headed is not None and headed.form == "name" and g.label(k) in ("PER", "ORG"):
        first, last = g.parse.covering(headed)
        if first == last:
            first, last = _tight(k, g)
    else:
        first, last = _tight(k, g)
    span = g.parse.span(first, last)
    if entity is None:
        actor = headed.actor if headed is not None else None
        entity = (
            actor.id
            if actor is not None and headed is not None and headed.form == "name"
            else g.tokens[k].lemma.lower()
        )
    return RoleFiller(span.start, span.end, kind, entity)


def _name_in(k: int, g: Grammar) -> RoleFiller | None:
    """The person's own name inside a phrase that also names an office."""
    raw = [n for n in g.parse.names if n.label == "PERSON" and n.first <= k < n.last]
    if raw:
        span = g.parse.span(raw[0].first, raw[0].last)
        entity = g.mentions.headed(k)
        actor = entity.actor if entity is not None else None
        key = actor.id if actor is not None else g.tokens[raw[0].last - 1].lower
        return RoleFiller(span.start, span.end, "individual", key)
    return None


def _once(fillers: Sequence[RoleFiller]) -> tuple[RoleFiller, ...]:
    seen: dict[tuple[int, int], RoleFiller] = {}
    for filler in fillers:
        seen.setdefault((filler.start, filler.end), filler)
    return tuple(sorted(seen.values(), key=lambda f: (f.start, f.end)))
