"""One act as an event: its type and status settled, its sides found and named, its reason said."""

from collections.abc import Sequence

from dateline.extraction.events.acts import Act
from dateline.extraction.events.confidence import confidence
from dateline.extraction.events.fillers import fill
from dateline.extraction.events.news import SPOKEN, is_news
from dateline.extraction.events.plover import quad_of, score_of
from dateline.extraction.events.qualify import Qualified, qualify
from dateline.extraction.events.reaching import (
    announcer,
    both_sides,
    deeper,
    far_side,
    is_occasion,
    named_sides,
    until,
    where,
)
from dateline.extraction.events.roles import POSTS, Grammar
from dateline.extraction.events.sides import DEITIES, PERSONAL
from dateline.extraction.events.tolls import casualties
from dateline.extraction.events.triggers import Finder
from dateline.values import Event, Party, Roles, Span, Statement

_NOBODYS = frozenset("part sake behalf way moment".split())  # "for its part"
_SHARED = frozenset({"COOPERATE", "AID", "SUPPORT", "AGREE", "SANCTION"})  # a bare noun tells of them with both sides
_SHARES = frozenset({"percent", "%"})
_GATHERINGS = frozenset({"protest", "demonstration", "unrest", "riot", "march", "sit-in"})
_SIGHTS = frozenset({"site", "scene", "wreckage", "rubble", "ruin", "grave", "memorial", "museum"})
_BLAMELESS = frozenset(
    "rain rainfall drought weather flood storm wind heat heatwave climate shortage inflation cold lack fog ice error price".split()
)
_HURT = frozenset("dead wounded injured homeless hurt stranded dying missing".split())
_BLASTS = frozenset({"bomb", "explosion", "blast", "explosive", "mine", "landmine", "ied"})
_PLACED = frozenset(
    {"RETREAT", "MOBILIZE", "AID", "COERCE", "ASSAULT", "PROTEST", "AGREE", "CONCEDE", "THREATEN", "SANCTION"}
)
_BY_THE_STATE = frozenset({("COERCE", "arrest"), ("SANCTION", "convict"), ("RETREAT", "release"), ("COERCE", "deport")})
_CAMPAIGNS = frozenset(
    "offensive operation fighting fight battle combat invasion invade incursion overthrow oust topple depose coup war "
    "genocide hostility confrontation capture seize retake recapture advance violate poison".split()
)
_BODILY_HARM = frozenset("kill wound injure murder behead execute stab".split())  # done to somebody, never to a place
_GUARDED = frozenset({"police", "policeman", "soldier", "peacekeeper", "patrol", "helicopter", "jet"})
_SPOKEN_OF = frozenset({"SUPPORT", "REJECT"})
_MUTUAL = frozenset({"CONSULT", "ASSAULT", "COOPERATE", "SUPPORT", "AGREE", "ACCUSE", "THREATEN"})
_FAR = frozenset(
    {"RETREAT", "AID", "AGREE", "CONCEDE", "SANCTION", "SUPPORT", "COOPERATE", "PROTEST", "MOBILIZE", "REJECT"}
)


def make_event(act: Act, g: Grammar, finder: Finder, statements: Sequence[Statement]) -> Event | None:
    told = qualify(act, g)
    if told is None:
        return None
    if told.type == "RETREAT" and g.tokens[act.head].lemma == "leave" and _leaves_dead(act.head, g):
        return None
    source_heads = [k for k in told.sayer or act.sources if g.tokens[k].tag not in ("WDT", "DT", "WP")]
    target_heads = [k for k in told.asked or act.targets if g.tokens[k].tag not in ("WDT", "WP", "WRB")]
    source_heads = [k for k in source_heads if not g.is_verb(g.tokens[k]) or g.is_party(k)]
    target_heads = [k for k in target_heads if g.tokens[k].lemma not in _NOBODYS or not g.possessors(k)]
    if told.type in _PLACED and target_heads and not any(g.is_side(k) for k in target_heads):
        bodies = told.type == "ASSAULT" and g.tokens[act.head].lemma in _BODILY_HARM
        nearby = [] if bodies else where(act, g, source_heads)
        struck = told.type == "ASSAULT"
        target_heads = deeper(target_heads, g, source_heads, is_struck=struck) or nearby or target_heads
    if len(source_heads) == 2 and target_heads and all(_is_each_other(k, g) for k in target_heads):
        source_heads, target_heads, act.reciprocal = source_heads[:1], source_heads[1:], True
    if act.reciprocal or told.type == "AGREE":
        if act.reciprocal and not target_heads:
            source_heads = named_sides(source_heads, g)
        before = source_heads
        agreed = told.type == "AGREE" and told.of != "CONSULT"  # "the two sides agreed to exchange prisoners"
        source_heads, target_heads = both_sides(source_heads, target_heads, g, only_known=agreed)
        act.reciprocal = act.reciprocal or (told.of == "RETREAT" and source_heads != before)
    if act.reciprocal and told.modality == "planned" and len(source_heads) + len(target_heads) == 1:
        said_by = [k for k in announcer(act, g) if k not in (*source_heads, *target_heads)]
        source_heads, target_heads = said_by[:1], [*source_heads, *target_heads]
    if not target_heads and told.type in _PLACED:
        target_heads = where(act, g, source_heads)
    if (
        (told.type in _FAR or told.mode == "third-party")
        and not any(g.is_side(k) for k in target_heads)
        and not (target_heads and told.type in _SPOKEN_OF)
    ):
        far = far_side(act, g, source_heads)
        if told.of is None and act.rule.startswith("carriers"):
            far = [k for k in far if g.label(k) in ("GPE", "LOC")]
        if far:
            target_heads, act.how = far, "FAR"
    if not target_heads and told.type in ("REJECT", "THREATEN"):
        target_heads = [k for k in until(act, g) if k not in source_heads]
    if (
        not source_heads and target_heads and told.type == "MOBILIZE" and g.is_passive(act.head)
    ):  # "troops were deployed": they came
        source_heads = [k for k in g.objects(act.head) if g.is_party(k) and k not in target_heads]
    if not source_heads and (told.type, told.mode) in _BY_THE_STATE:
        source_heads = [k for k in _of_state(act, told, g, target_heads) if g.label(k) == "GPE" and k not in g.local][
            :1
        ]
        target_heads = [k for k in target_heads if k not in source_heads]
    mode = told.mode
    if told.type == "CONSULT" and target_heads and all(g.tokens[k].lemma in POSTS | _SIGHTS for k in target_heads):
        return None  # a visit to troops, or to where something happened
    if told.type == "PROTEST" and mode == "riot" and any(g.in_class(k, "armed") for k in source_heads):
        return None  # "insurgents attacked a village, looting food"
    if told.type == "PROTEST":  # "protests rocked Haiti": nobody is named
        source_heads = [k for k in source_heads if g.tokens[k].lemma not in _GATHERINGS]
    if told.type == "ASSAULT":
        if mode is None and any(g.tokens[k].lemma in _BLASTS for k in source_heads):
            mode = "explosives"
        source_heads = [k for k in source_heads if not _is_thing(k, g)]
    if any(_is_share(k, g) for k in source_heads) or any(g.tokens[k].lemma in _SHARES for k in target_heads):
        return None  # a poll, a budget
    if told.type == "ACCUSE" and not target_heads and g.tokens[act.head].lemma in ("claim", "allege"):
        return None  # "30 were killed, it claimed"
    if told.type == "ACCUSE" and target_heads and all(g.tokens[k].lemma in _BLAMELESS for k in target_heads):
        return None  # "blamed heavy rain"
    if any(g.tokens[k].lower in DEITIES for k in (*source_heads, *target_heads)):
        return None  # "thank God"
    sources = _parties(source_heads, act.head, g)
    if len(sources) == 1 and all(g.tokens[k].lower in PERSONAL for k in source_heads):
        sources = _not_the_target(sources, source_heads[0], target_heads, act, g)
    target_heads = [k for k in target_heads if not _is_own(k, sources, g)]
    if told.type == "REQUEST":  # "lobbied for support for its position": the position is asked for nothing
        mine = {k for k in target_heads if any(g.tokens[j].lower in PERSONAL for j in g.possessors(k))}
        target_heads = [k for k in target_heads if g.is_party(k) or k not in mine]
    targets = [p for p in _parties(target_heads, act.head, g) if not any(p.overlaps(s) for s in sources)]
    known = [k for k in (*source_heads, *target_heads) if g.is_party(k)]
    spared = False
    if told.type == "ASSAULT" and not known and finder.counts(g.tokens[act.head].sent):
        known = [k for k in target_heads if g.is_side(k)]
        spared = not targets and act.kind == "noun" and _nobody_hurt(act, g)
    if told.type in ("ASSAULT", "PROTEST") and not targets and (told.type == "ASSAULT" or act.rule == "tolls"):
        targets = _counted(act, g, sources)
        known = known or [act.head] * len(targets)
    roles = Roles()
    if told.type == "ASSAULT" or _violence_in(act) is not None:
        roles = _roles(act, told, g, finder, source_heads, target_heads)
    bare = not known or not (sources or targets)
    one_sided = act.kind == "noun" and act.carrier == act.head and act.how is None and not (sources and targets)
    if one_sided and told.type in _SHARED:
        return None
    if bare and not spared and not (told.type == "ASSAULT" and (roles.target or roles.weapon)):
        return None
    if not is_news(act, told, g, source_heads if sources else [], target_heads if targets else [], roles):
        return None
    if told.type == "REQUEST" and target_heads and all(_is_let_go(k, g) for k in target_heads):
        targets = []  # "called for the release of Khan": nothing is asked of him
    if told.type in SPOKEN and targets and not any(g.is_side(k) for k in target_heads) and told.type == "REQUEST":
        targets = []
    trigger = _trigger(act, g)
    actors, recipients = list(sources), list(targets)
    if act.reciprocal and told.type in _MUTUAL:
        actors, recipients = [*sources, *targets], []
    return Event(
        type=told.type,
        mode=mode,
        of=told.of,
        quad=quad_of(told.type),
        score=score_of(told.type),
        trigger=trigger,
        source=sources[0] if sources else None,
        target=targets[0] if targets else None,
        actors=tuple(actors),
        recipients=tuple(recipients),
        negated=told.negated,
        modality=told.modality,
        said_by=_said_by(trigger, statements),
        roles=roles,
        confidence=confidence(act, told, g, source_heads, target_heads),
        why=_why(act, told, g) + _named_before([*sources, *targets], act, g),
    )


def _leaves_dead(i: int, g: Grammar) -> bool:
    """ "Leaving dozens of soldiers dead": nobody goes."""
    return any(g.tokens[k].lower in _HURT for k in g.tokens[i].children)


def _is_let_go(k: int, g: Grammar) -> bool:
    """ "The release of the party's founder": whoever is to be freed."""
    of = g.tokens[g.tokens[k].head]
    return of.lower == "of" and g.tokens[of.head].lemma in ("release", "freedom", "liberation", "freeing")


def _is_each_other(k: int, g: Grammar) -> bool:
    """ "Accused each other of breaking the truce": both are on both sides."""
    pair = (g.tokens[k - 1].lower, g.tokens[k].lower) if k else ("", "")
    return pair in (("each", "other"), ("one", "another"))


def _of_state(act: Act, told: Qualified, g: Grammar, targets: Sequence[int]) -> list[int]:
    """The state in whose country somebody is arrested, tried or let go, or out of which somebody is sent."""
    if told.mode != "deport":
        return where(act, g, targets)
    return [k for i in (act.carrier, act.head) for k in g.preps(i).get("from", ()) if k not in targets]


def _not_the_target(sources: list[Party], pronoun: int, targets: Sequence[int], act: Act, g: Grammar) -> list[Party]:
    """ "Khan said that Trump had insulted him, and he accused Trump": `he` is not Trump."""
    ids = {actor.id for k in targets if (actor := g.actor(k)) is not None}
    if sources[0].actor is None or sources[0].actor.id not in ids:
        return sources
    others = [k for k in g.clause_subject_of_saying(pronoun) if (a := g.actor(k)) is None or a.id not in ids]
    return _parties(others, act.head, g)


def _is_own(k: int, sources: Sequence[Party], g: Grammar) -> bool:
    """ "Pledged to expand its military": nobody does it to a part of itself."""
    if not any(g.tokens[j].lower in PERSONAL for j in g.possessors(k)):
        return False
    actor = g.actor(k)
    return actor is not None and any(p.actor is not None and p.actor.id == actor.id for p in sources)


def _is_share(k: int, g: Grammar) -> bool:
    """A share of those asked or an amount of money does nothing, nor does "they" who are 22 percent."""
    first, last = g.mentions.phrase(k)
    if g.label(k) in ("PERCENT", "MONEY") or any(g.tokens[j].lemma in _SHARES for j in range(first, last)):
        return True
    if g.tokens[k].lower != "they":
        return False
    return any(g.tokens[j].lemma in _SHARES for j in g.clause_subject_of_saying(k))


def _is_thing(k: int, g: Grammar) -> bool:
    """A bomb, a blast or a building is nobody's doer: it is with what or where it was done."""
    t = g.tokens[k]
    if (
        g.actor(k) is not None
        or (g.in_class(k, "force") and t.lemma != "drone")
        or g.label(k) in ("PER", "ORG", "GPE", "NORP")
    ):
        return False
    if g.is_crewed(k):
        return False
    if g.in_class(k, "weapon") or t.lemma in g.lexicon.nouns or t.lemma in ("drone", "missile", "rocket"):
        return True
    return g.in_class(k, "built") and not g.in_class(k, "government") and not g.in_class(k, "vehicle")


def _violence_in(act: Act) -> Act | None:
    """The act of violence that another act speaks of."""
    inner: Act | None = act
    while inner is not None and inner.type != "ASSAULT":
        inner = inner.inner
    return inner


def _roles(
    act: Act, told: Qualified, g: Grammar, finder: Finder, sources: Sequence[int], targets: Sequence[int]
) -> Roles:
    """Roles of the violence that the act is or speaks of."""
    violent = act if told.type == "ASSAULT" else _violence_in(act) or act
    if violent.reciprocal or told.modality not in ("asserted", "denied", "historical"):
        return Roles()
    presupposed = violent.kind == "noun" and violent is not act and "ACCUSE" in (told.type, told.of)
    if (told.type not in ("ASSAULT", "ACCUSE") and not presupposed) or g.tokens[violent.head].lemma in _CAMPAIGNS:
        return Roles()
    if violent is not act or told.type != "ASSAULT":
        sources, targets = violent.sources, violent.targets
        if told.type == "ACCUSE":
            sources = sources or act.targets
    armed = finder.lexicon.words("armed")
    if targets and all(g.tokens[k].lemma in armed and g.tokens[k].lemma not in _GUARDED for k in targets):
        return Roles()
    roles = fill(violent, g, finder.lexicon, sources, targets)
    return roles


def _counted(act: Act, g: Grammar, sources: Sequence[Party]) -> list[Party]:
    """The dead and wounded of its sentence, for an act of violence that names nobody else it is done to."""
    if is_occasion(act, g):
        return []
    count = casualties(g, g.tokens[act.head].sent)
    if any(at is not None and _is_of_another(at, act, g) for at in (count.killed_at, count.injured_at)):
        return []
    for toll in (count.killed, count.injured):
        if toll is not None and toll.best > 0:
            party = Party(toll.start, toll.end, None)
            return [] if any(party.overlaps(p) for p in sources) else [party]
    return []


def _nobody_hurt(act: Act, g: Grammar) -> bool:
    count = casualties(g, g.tokens[act.head].sent)
    return any(toll is not None and toll.best == 0 for toll in (count.killed, count.injured))


def _is_of_another(at: int, act: Act, g: Grammar) -> bool:
    """Whether a verb of killing tells what another act did: "the raid followed a bombing, which killed five"."""
    if not g.is_verb(g.tokens[at]) or g.is_passive(at) or at == act.head:
        return False
    for k in range(at - 1, g.parse.sentence(at).first - 1, -1):
        t = g.tokens[k]
        if t.tag[:2] == "NN" and any(r.type == "ASSAULT" for r in g.lexicon.nouns.get(t.lemma, ())):
            return k != act.head
    return False


def _parties(heads: Sequence[int], near: int, g: Grammar) -> list[Party]:
    found: list[Party] = []
    for k in heads:
        party = g.party(k, near)
        if party is not None and not any(party.overlaps(p) for p in found):
            found.append(party)
    return found


def _trigger(act: Act, g: Grammar) -> Span:
    near = act.named or [k for k in act.tokens if abs(k - act.head) <= 4]
    return g.parse.span(min(near), max(near) + 1)


def _said_by(trigger: Span, statements: Sequence[Statement]) -> int | None:
    best: tuple[int, int] | None = None
    for index, statement in enumerate(statements):
        for piece in statement.content:
            if piece.start <= trigger.start and trigger.end <= piece.end:
                size = piece.end - piece.start
                if best is None or size < best[0]:
                    best = (size, index)
    return best[1] if best is not None else None


def _named_before(parties: Sequence[Party], act: Act, g: Grammar) -> str:
    """Who the words for two stand for, where a sentence before names them."""
    here = g.tokens[g.parse.sentence(act.head).first].start
    before = [g.parse.text[p.start : p.end] for p in parties if p.start < here]
    return f" Taken up from a sentence before: {', '.join(before)}." if before else ""


def _why(act: Act, told: Qualified, g: Grammar) -> str:
    words = g.parse.text[_trigger(act, g).start : _trigger(act, g).end]
    reason = f"rule {act.rule}: “{words}” tells of {act.type}"
    if told.type != act.type:
        reason += f", made {told.type} by {', '.join(told.words) or 'its carrier'}"
    elif told.words:
        reason += f", qualified by {', '.join(told.words)}"
    return reason + "."
