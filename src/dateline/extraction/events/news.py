"""Whether an act has the sides that make it an event worth putting on file."""

from collections.abc import Sequence

from dateline.extraction.events.acts import Act
from dateline.extraction.events.fillers import is_general
from dateline.extraction.events.qualify import Qualified
from dateline.extraction.events.roles import Grammar
from dateline.extraction.events.sides import PERSONAL
from dateline.extraction.events.tolls import casualties
from dateline.values import Roles

SPOKEN = frozenset({"SUPPORT", "REQUEST", "AGREE", "REJECT", "THREATEN", "ACCUSE", "CONCEDE"})
_OFFICIAL = frozenset({"SUPPORT", "REQUEST", "AGREE", "REJECT", "CONCEDE", "CONSULT", "AID", "COOPERATE"})
_QUARRELS = frozenset({"confrontation", "hostility", "battle", "combat"})
_FAMILY = frozenset(
    "wife husband mother father son daughter brother sister parent girlfriend boyfriend fan friend child family baby".split()
)


def is_news(
    act: Act, told: Qualified, g: Grammar, sources: Sequence[int], targets: Sequence[int], roles: Roles
) -> bool:
    """Whether an act has the sides that make it an event worth putting on file."""
    doers = [k for k in sources if g.is_party(k) or g.tokens[k].lower in PERSONAL]
    others = [k for k in targets if g.is_side(k)]
    bare = act.kind == "noun" and act.carrier == act.head and act.how is None
    kind = told.type
    asks_office = kind in _OFFICIAL or told.mode in ("resign", "seize")
    if asks_office and not _is_public_matter(kind, act, g, (*sources, *targets)):
        return False
    if kind == "CONSULT" or told.of == "CONSULT":
        public = [k for k in (*doers, *others) if is_public(k, g) or g.in_class(k, "people")]
        if kind == "CONSULT" and act.kind == "noun" and len(public) < 2 and not (not bare and doers):
            return False
        if any(_is_family(k, g) for k in (*sources, *targets)):
            return False
        return any(is_public(k, g) for k in public) and (bool(doers) or kind != "CONSULT" or act.kind == "noun")
    if kind == "THREATEN" and act.kind == "noun" and told.of is None and not others and act.carrier != act.head:
        return False  # "faces a threat of unknown size"
    if kind in SPOKEN:
        passive = kind == "ACCUSE" and told.mode in ("allege", "investigate") and bool(others)
        if not doers and not passive and not (kind in ("THREATEN", "CONCEDE", "AGREE") and others and told.of):
            return False
        if bare and not (doers and targets):
            return False
        if (
            kind in ("REJECT", "AGREE")
            and told.of is None
            and act.inner is None
            and act.rule.startswith("carriers")
            and not others
        ):
            return False
        if act.rule.startswith("carriers") and told.of is None and kind in ("REJECT", "AGREE", "THREATEN"):
            return any(g.actor(k) is not None for k in doers) and bool(others)
        return bool(targets) or any(is_public(k, g) for k in doers)
    if kind == "ASSAULT" and act.kind == "verb" and not doers and others and all(is_general(k, g) for k in others):
        count = casualties(g, g.tokens[act.head].sent)
        return count.killed is not None or count.injured is not None
    if kind == "ASSAULT" and bare and not doers and g.tokens[act.head].tag == "NNS" and not roles.weapon:
        told_of = [k for k in g.tokens[act.head].children if g.tokens[k].dep in ("det", "nummod", "poss")]
        if not told_of and casualties(g, g.tokens[act.head].sent).killed is None:
            return False
    if kind == "ASSAULT" and bare and not doers and g.tokens[act.head].lemma in _QUARRELS and not roles.weapon:
        return casualties(g, g.tokens[act.head].sent).killed is not None or any(
            g.in_class(k, "armed") or (g.actor(k) is not None and g.label(k) != "GPE") for k in others
        )
    if kind == "AID" and act.kind == "verb" and g.tokens[act.carrier].dep == "relcl" and _is_habit(act, g):
        return False  # "the firm, which provides teachers with computers"
    if kind == "AID" and not others:  # "sent tanks" helps nobody
        return False
    if kind == "AID" and not doers and g.tokens[act.head].lemma in ("arm", "equip"):
        return False
    if kind == "AID" and doers and others and all(g.label(k) == "PER" for k in (*doers, *others)):
        return False
    if kind in ("AID", "COOPERATE", "SANCTION", "RETREAT") and not any(
        is_public(k, g) or g.label(k) for k in (*doers, *others)
    ):
        return any(g.in_class(k, "people") for k in doers) and bool(others)
    return True


def _is_public_matter(kind: str, act: Act, g: Grammar, sides: Sequence[int]) -> bool:
    """Whether somebody official takes part: what a doctor advises and whom a singer welcomes makes no event.

    Two that are only named do where their sentence speaks of a state: "Trump and Putin agreed .. on North Korea".
    """
    known = [k for k in sides if is_official(k, g) or (kind == "REQUEST" and g.in_class(k, "crowd"))]
    if kind == "CONSULT":  # "had calls from people in Peru"
        known = [k for k in known if (actor := g.actor(k)) is None or actor.sector != "CVL"]
    if known:
        return True
    if len(sides) < 2 or not all(g.label(k) == "PER" for k in sides):
        return False
    line = g.parse.sentence(act.head)
    found = (g.mentions.headed(k) for k in range(line.first, line.last))
    return any(e is not None and e.actor is not None and e.actor.kind in ("state", "government", "igo") for e in found)


def is_official(k: int, g: Grammar) -> bool:
    """A known actor, a body, a state, a force or an office; a name that nothing tells of is not enough."""
    if g.actor(k) is not None or k in g.speakers or g.label(k) in ("ORG", "GPE", "NORP"):
        return True
    if any(g.in_class(k, name) for name in ("government", "force", "armed", "official", "peacekeeper")):
        return True
    if g.tokens[k].lower in ("it", "they"):
        return any(is_official(j, g) for j in g.clause_subject_of_saying(k) if j != k)
    return any(
        g.label(j) in ("ORG", "GPE", "NORP") or g.actor(j) is not None for j in (*g.modifiers(k), *g.possessors(k))
    )


def _is_family(k: int, g: Grammar) -> bool:
    return g.tokens[k].lemma in _FAMILY or any(g.tokens[j].lemma == "family" for j in g.modifiers(k))


def _is_habit(act: Act, g: Grammar) -> bool:
    """Told in the plain present: what somebody does as a rule."""
    t = g.tokens[act.carrier]
    return t.tag in ("VBZ", "VBP") and not any(g.tokens[j].dep == "aux" for j in t.children)


def is_public(k: int, g: Grammar) -> bool:
    """A named actor, a state, a force or an office: not somebody's wife, not `the one`."""
    if g.actor(k) is not None or k in g.speakers:
        return True
    if g.tokens[k].lower in ("it", "they") and any(g.actor(j) is not None for j in g.clause_subject_of_saying(k)):
        return True
    if g.label(k) in ("PER", "ORG", "GPE", "NORP"):
        return True
    return g.in_class(k, "government") or g.in_class(k, "force") or g.tokens[k].pos == "PROPN" or g.in_class(k, "crowd")
