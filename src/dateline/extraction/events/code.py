"""Who did what to whom: the events of one article.

Reads a parse with its entities, places, times and statements, and gives events; remembers nothing, loads nothing.
`triggers` finds the words that tell of an act, `roles` its sides, `qualify` what it comes to, `tolls` the dead and
injured, `fillers` the roles of an incident, `placing` where and when.
"""

from collections.abc import Sequence

from dateline.extraction.events.lexicon import Lexicon, own_lexicon
from dateline.extraction.events.plover import quad_of, score_of
from dateline.extraction.events.qualify import Qualified, qualify
from dateline.extraction.events.roles import Grammar
from dateline.extraction.events.triggers import Act, Finder
from dateline.extraction.text.mentions import Mentions
from dateline.extraction.text.tokens import Parse
from dateline.values import Entity, Event, Party, Place, Span, Statement, Time


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
    grammar = Grammar(parse, Mentions(parse, entities), lexicon)
    finder = Finder(grammar, lexicon)
    events: list[Event] = []
    for act in finder.find():
        event = _event(act, grammar, finder, statements)
        if event is not None:
            events.append(event)
    events.sort(key=lambda e: (e.trigger.start, e.trigger.end, e.type))
    return tuple(events)


def _event(act: Act, g: Grammar, finder: Finder, statements: Sequence[Statement]) -> Event | None:
    told = qualify(act, g)
    if told is None:
        return None
    source_heads = list(told.sayer) or act.sources
    target_heads = list(told.asked) or act.targets
    sources = _parties(source_heads, act.head, g)
    targets = [p for p in _parties(target_heads, act.head, g) if not any(p.overlaps(s) for s in sources)]
    known = [k for k in (*source_heads, *target_heads) if g.is_party(k)]
    if not known or not (sources or targets):
        return None
    trigger = _trigger(act, g)
    actors, recipients = list(sources), list(targets)
    if act.reciprocal and told.type in ("CONSULT", "ASSAULT", "COOPERATE", "SUPPORT"):
        if len(sources) > 1 and not targets:
            targets = sources[1:]
            sources = sources[:1]
        elif len(targets) > 1 and not sources:
            sources, targets = targets[:1], targets[1:]
        actors, recipients = [*sources, *targets], []
    elif len(sources) > 1 and not targets and act.reciprocal:
        targets = sources[1:]
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
        confidence=0.7,
        why=_why(act, told, g),
    )


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
