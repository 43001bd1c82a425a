"""Who did what to whom: the events of one article.

Reads a parse with its entities, places, times and statements, and gives events; remembers nothing, loads nothing.
`triggers` finds the words that tell of an act, `roles` its sides, `qualify` what it comes to, `tolls` the dead and
injured, `fillers` the roles of an incident, `placing` where and when.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from dateline.extraction.events.fillers import claimed, fill
from dateline.extraction.events.lexicon import Lexicon, own_lexicon
from dateline.extraction.events.plover import quad_of, score_of
from dateline.extraction.events.qualify import Qualified, qualify
from dateline.extraction.events.roles import Grammar
from dateline.extraction.events.triggers import Act, Finder
from dateline.extraction.text.mentions import Mentions
from dateline.extraction.text.tokens import Parse
from dateline.values import Entity, Event, Party, Place, RoleFiller, Roles, Span, Statement, Time


def code(
    parse: Parse,
    *,
    entities: Sequence[Entity],
    places: Sequence[Place],
    times: Sequence[Time],
    statements: Sequence[Statement],
    at: str | None,
    model: object | None = None,
    lexicon: Lexicon | None = None,
) -> tuple[Event, ...]:
    """Code the events of one article, in text order.

    Args:
        parse: the article's parse.
        entities: whom its words stand for.
        places: its places; events point at them by index.
        times: its time expressions with their values.
        statements: who says what; events inside a statement point at it by index.
        at: the article's date, ISO, None where it has none.
        model: asked where rules are unsure; None decides by rules alone.
        lexicon: the words that may carry an act; our own tables when left out.
    """
    lexicon = lexicon or own_lexicon()
    grammar = Grammar(parse, Mentions(parse, entities), lexicon, _local(parse, places))
    finder = Finder(grammar, lexicon)
    events: list[Event] = []
    for act in finder.find():
        event = _event(act, grammar, finder, statements)
        if event is not None:
            events.append(event)
    events = _with_claims(events, claimed(grammar, lexicon))
    events.sort(key=lambda e: (e.trigger.start, e.trigger.end, e.type))
    return tuple(events)


def _local(parse: Parse, places: Sequence[Place]) -> frozenset[int]:
    found: set[int] = set()
    for place in places:
        if place.role == "where" and place.precision is not None and place.precision < 6:
            found.update(range(*parse.covering(place)))
    return frozenset(found)


def _event(act: Act, g: Grammar, finder: Finder, statements: Sequence[Statement]) -> Event | None:
    told = qualify(act, g)
    if told is None:
        return None
    source_heads = list(told.sayer) or act.sources
    target_heads = list(told.asked) or act.targets
    if told.type in _PLACED and target_heads and not any(g.is_side(k) for k in target_heads):
        target_heads = _deeper(target_heads, g, source_heads) or target_heads
    if act.reciprocal or told.type == "AGREE":
        source_heads, target_heads = _both_sides(source_heads, target_heads, g)
    if not target_heads and told.type in _PLACED:
        target_heads = _where(act, g, source_heads)
    if not target_heads and told.type in _FAR:
        target_heads = _far(act, g, source_heads)
    if not source_heads and (told.type, told.mode) in _BY_THE_STATE:
        source_heads = [k for k in _where(act, g, target_heads) if g.label(k) == "GPE"][:1]
        target_heads = [k for k in target_heads if k not in source_heads]
    sources = _parties(source_heads, act.head, g)
    targets = [p for p in _parties(target_heads, act.head, g) if not any(p.overlaps(s) for s in sources)]
    known = [k for k in (*source_heads, *target_heads) if g.is_party(k)]
    roles = Roles()
    if "ASSAULT" in (told.type, told.of):
        roles = _roles(act, told, g, finder, source_heads, target_heads)
    if (not known or not (sources or targets)) and not (told.type == "ASSAULT" and (roles.target or roles.weapon)):
        return None
    trigger = _trigger(act, g)
    actors, recipients = list(sources), list(targets)
    if act.reciprocal and told.type in ("CONSULT", "ASSAULT", "COOPERATE", "SUPPORT", "AGREE"):
        actors, recipients = [*sources, *targets], []
    return Event(
        type=told.type,
        mode=told.mode,
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
        confidence=0.7,
        why=_why(act, told, g),
    )


def _with_claims(events: list[Event], claims: tuple[RoleFiller, ...]) -> list[Event]:
    """Who claimed it or is held responsible joins the first incident that has roles."""
    if not claims:
        return events
    for n, event in enumerate(events):
        if event.type == "ASSAULT" and (event.roles.victim or event.roles.target or event.roles.weapon):
            perpetrators = event.roles.perpetrator + claims
            events[n] = replace(event, roles=replace(event.roles, perpetrator=perpetrators))
            break
    return events


_PLACED = frozenset({"RETREAT", "MOBILIZE", "AID", "COERCE", "ASSAULT", "PROTEST", "AGREE", "CONCEDE", "THREATEN", "SANCTION"})
_BY_THE_STATE = frozenset({("COERCE", "arrest"), ("SANCTION", "convict"), ("RETREAT", "release"), ("COERCE", "deport")})


def _roles(
    act: Act, told: Qualified, g: Grammar, finder: Finder, sources: Sequence[int], targets: Sequence[int]
) -> Roles:
    """Roles of the violence that the act is or speaks of."""
    violent = act
    while violent.inner is not None and violent.type != "ASSAULT":
        violent = violent.inner
    if violent.reciprocal or (told.modality == "hypothetical"):
        return Roles()
    if violent is not act or told.type != "ASSAULT":
        sources, targets = violent.sources, violent.targets
        if told.type == "ACCUSE":
            sources = sources or act.targets
    armed = finder.lexicon.words("armed")
    if targets and all(g.tokens[k].lemma in armed and g.tokens[k].lemma not in _GUARDED for k in targets):
        return Roles()
    return fill(violent, g, finder.lexicon, sources, targets)


_GUARDED = frozenset({"police", "policeman", "soldier", "peacekeeper", "patrol", "helicopter", "jet"})
_FAR = frozenset({"RETREAT", "AID", "AGREE", "CONCEDE", "SANCTION", "SUPPORT", "COOPERATE", "PROTEST", "MOBILIZE", "REJECT"})
_NAMED = frozenset({"GPE", "ORG", "NORP", "PER", "LOC"})
_DOWN = frozenset("prep pobj poss conj compound amod advcl xcomp acl dobj pcomp dative nmod".split())


def _deeper(heads: Sequence[int], g: Grammar, taken: Sequence[int]) -> list[int]:
    """The party inside a thing: "a ban on Egyptian products", "the army's positions"."""
    todo = list(heads)
    for _ in range(3):
        below: list[int] = []
        for k in todo:
            for j in [*g.possessors(k), *g.modifiers(k)]:
                if g.label(j) in _NAMED and j not in taken:
                    return [j]
            for found in g.preps(k).values():
                for j in found:
                    if g.label(j) in _NAMED and j not in taken:
                        return [j]
                    below.append(j)
        todo = below
    return []


def _far(act: Act, g: Grammar, taken: Sequence[int]) -> list[int]:
    """The first named party further down the phrase: "money to fight hunger in Mali"."""
    first = max(act.head, act.carrier)
    todo, found = [act.carrier, act.head], []
    while todo:
        i = todo.pop()
        for k in g.tokens[i].children:
            if g.tokens[k].dep not in _DOWN:
                continue
            todo.append(k)
            if k > first and g.label(k) in _NAMED and k not in taken and g.tokens[k].dep != "dobj":
                found.append(k)
    return [min(found)] if found else []


def _both_sides(sources: list[int], targets: list[int], g: Grammar) -> tuple[list[int], list[int]]:
    """Two that act on each other stand on both sides: "A and B met", "talks between A and B"."""
    if len(sources) > 1 and not any(g.is_party(k) for k in targets):
        return sources[:1], sources[1:]
    if len(targets) > 1 and not sources:
        return targets[:1], targets[1:]
    return sources, targets


def _where(act: Act, g: Grammar, taken: Sequence[int]) -> list[int]:
    """The named place that the act hangs on, for acts whose other side is where they happen."""
    todo = list(dict.fromkeys([*act.place_from, act.carrier, act.head, *act.targets]))
    if act.inner is not None:
        todo += act.inner.place_from
    for i in todo:
        for name, heads in g.preps(i).items():
            if name in ("in", "at", "near", "along", "into", "outside", "across", "to"):
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


def _parties(heads: Sequence[int], near: int, g: Grammar) -> list[Party]:
    found: list[Party] = []
    for k in heads:
        party = g.party(k, near)
        if party is not None and not any(party.overlaps(p) for p in found):
            found.append(party)
    return found


def _trigger(act: Act, g: Grammar) -> Span:
    near = [k for k in act.tokens if abs(k - act.head) <= 4]
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


def _why(act: Act, told: Qualified, g: Grammar) -> str:
    words = g.parse.text[_trigger(act, g).start : _trigger(act, g).end]
    reason = f"rule {act.rule}: “{words}” tells of {act.type}"
    if told.type != act.type:
        reason += f", made {told.type} by {', '.join(told.words) or 'its carrier'}"
    elif told.words:
        reason += f", qualified by {', '.join(told.words)}"
    return reason + "."
