"""The other side of an act where it does not stand beside its word: inside a thing, down the phrase, where it happened."""

from collections.abc import Sequence

from dateline.extraction.events.acts import Act
from dateline.extraction.events.roles import Grammar
from dateline.extraction.events.sides import PERSONAL

_NAMED = frozenset({"GPE", "ORG", "NORP", "PER", "LOC"})
_DOWN = frozenset("prep pobj poss conj compound amod advcl xcomp acl dobj pcomp dative nmod".split())
_ANSWERS = frozenset("response retaliation reaction reply revenge reprisal punishment".split())
_ASIDE = frozenset("including like than as despite since unlike besides except over near".split())


def until(act: Act, g: Grammar) -> list[int]:
    """Who has to move first: "will not end the strike until the authorities meet its demands"."""
    for k in g.tokens[act.carrier].children:
        t = g.tokens[k]
        if t.dep == "advcl" and any(g.tokens[j].lower in ("until", "unless") for j in t.children):
            return [j for j in g.surface(k) if g.is_party(j) and g.tokens[j].lower not in PERSONAL]
    return []


_BESIDE = frozenset({"near", "outside", "around", "along", "behind"})
_LAY_OF_THE_LAND = frozenset("river sea lake gulf strait basin valley desert mountain ocean dam canal forest".split())
_HELD = frozenset({"talk", "negotiation", "meeting", "summit", "conference", "dialogue", "process"})


def deeper(heads: Sequence[int], g: Grammar, taken: Sequence[int], *, is_struck: bool = False) -> list[int]:
    """The party inside a thing: "a ban on Egyptian products", "the army's positions".

    Args:
        is_struck: whether the thing was attacked: "a ceremony in Niger's north" is not Niger.
    """
    todo = list(heads)
    for _ in range(3):
        below: list[int] = []
        for k in todo:
            for j in [*g.possessors(k), *g.modifiers(k)]:
                if g.label(j) in _NAMED and j not in taken and g.names_actor(j):
                    return [j]
            for prep, found in g.preps(k).items():
                if prep in ("in", "at") and (is_struck or g.tokens[k].lemma in _HELD):
                    continue  # "talks in Angola" are not Angola's
                if prep in _BESIDE or g.tokens[k].lemma in ("border", "frontier"):
                    continue  # nor is an airbase near the border with Chad
                for j in found:
                    if g.label(j) in _NAMED and j not in taken:
                        return [j]
                    below.append(j)
        todo = below
    return []


def far_side(act: Act, g: Grammar, taken: Sequence[int]) -> list[int]:
    """The first named party further down the phrase: "money to fight hunger in Mali"."""
    first = max(act.head, act.carrier)
    todo, found = [act.carrier, act.head], []
    while todo:
        i = todo.pop()
        for k in g.tokens[i].children:
            if g.tokens[k].dep not in _DOWN or g.tokens[k].lower in _ASIDE or _is_told_apart(k, g):
                continue
            if g.tokens[k].lower in ("in", "at") and g.tokens[i].lemma in _HELD:
                continue
            todo.append(k)
            beside = (
                g.tokens[i].dep in ("nmod", "compound") and g.tokens[k].dep == "conj"
            )  # "the Tigris and Euphrates rivers"
            noun = g.tokens[g.tokens[i].head if beside else i]
            named_after = g.label(k) == "NORP" or noun.lemma in _LAY_OF_THE_LAND
            if (beside or g.tokens[k].dep in ("amod", "compound", "nmod")) and named_after:
                continue
            if k <= first or g.label(k) not in _NAMED or k in taken or g.tokens[k].dep == "dobj":
                continue
            if g.label(k) != "LOC" or g.actor(k) is not None:  # "off its west coast" is nobody
                found.append(k)
    return [min(found)] if found else []


def where(act: Act, g: Grammar, taken: Sequence[int]) -> list[int]:
    """The named place that the act hangs on, for acts whose other side is where they happen."""
    todo = list(dict.fromkeys([*act.place_from, act.carrier, act.head, *act.targets]))
    if act.inner is not None:
        todo += act.inner.place_from
    for i in todo:
        for name, heads in g.preps(i).items():
            if name in ("in", "at", "near", "along", "into", "outside", "across", "to"):
                if name in ("in", "at") and act.type == "SANCTION" and g.tokens[i].lemma in _HELD:
                    continue
                found = [k for k in heads if g.label(k) in ("GPE", "LOC", "FAC", "NORP") and k not in taken]
                if found:
                    return found
    for i in todo:
        for k in g.objects(i) if g.is_verb(g.tokens[i]) else []:
            for name, heads in g.preps(k).items():
                if name in ("in", "at", "near", "along", "from", "of"):
                    found = [h for h in heads if g.label(h) in ("GPE", "LOC", "FAC") and h not in taken]
                    if found:
                        return found
    return []


def announcer(act: Act, g: Grammar) -> list[int]:
    """Who announces a meeting of theirs: "the ministry's announcement that talks with the rebels would resume"."""
    for k in g.parse.ancestors(act.head):
        if g.tokens[k].lemma in ("announcement", "statement", "declaration"):
            return [p for p in g.possessors(k) if g.actor(p) is not None]
    return [k for k in g.clause_subject_of_saying(act.carrier) if g.actor(k) is not None]


def named_sides(sources: list[int], g: Grammar) -> list[int]:
    """The two that one noun stands for: "army and rebel fighters clashed"."""
    if len(sources) != 1:
        return sources
    of = [k for k in g.preps(sources[0]).get("of", ()) if g.actor(k) is not None]
    if len(of) == 2 and g.tokens[sources[0]].tag == "NNS":  # "the foreign ministers of Armenia and Azerbaijan met"
        return of
    for k in g.tokens[sources[0]].children:
        joined = g.conjuncts(k) if k < sources[0] and g.tokens[k].dep in ("nmod", "compound", "amod") else []
        if len(joined) == 2 and all(g.actor(j) is not None or g.in_class(j, "force") for j in joined):
            return joined
    return sources


def both_sides(
    sources: list[int], targets: list[int], g: Grammar, *, only_known: bool = False
) -> tuple[list[int], list[int]]:
    """Two that act on each other stand on both sides: "A and B met", "talks between A and B".

    Args:
        only_known: whether another side counts only where it is a known actor: prisoners agree to nothing.
    """
    others = g.actor if only_known and all(g.actor(k) is not None for k in sources) else g.is_party
    if len(sources) > 1 and not any(others(k) for k in targets):
        return sources[:1], sources[1:]
    if len(targets) > 1 and not sources:
        return targets[:1], targets[1:]
    return sources, targets


def is_occasion(act: Act, g: Grammar) -> bool:
    """ "In response to the attack", "in retaliation for a raid": the dead are of what answered it."""
    prep = g.tokens[g.tokens[act.head].head]
    return act.kind == "noun" and prep.dep == "prep" and g.tokens[prep.head].lemma in _ANSWERS


def _is_told_apart(k: int, g: Grammar) -> bool:
    """A clause with a subject of its own, which speaks of others."""
    t = g.tokens[k]
    return g.is_verb(t) and not g.infinitive(t) and any(g.tokens[j].dep == "nsubj" for j in t.children)
