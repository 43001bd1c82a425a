"""One fact, one event: acts of one sentence that tell one deed, and what is told again a sentence later."""

from msgspec.structs import replace

from dateline.extraction.events.acts import OUTCOMES, Act
from dateline.extraction.events.reaching import is_occasion
from dateline.extraction.events.roles import Grammar
from dateline.values import Event, Party, RoleFiller, Roles

_SLAYING = frozenset("behead execute massacre slaughter shoot hack stab slay murder martyr butcher".split())


def merged(told: list[tuple[Act, Event]], g: Grammar) -> list[tuple[Act, Event]]:
    """One fact, one event: acts of one sentence that tell the same deed become one.

    "Attacked the base and killed 26 soldiers" is one ASSAULT; so are a bombing and the deaths it caused.
    """
    found: list[tuple[Act, Event]] = []
    for act, event in told:
        twin = next((n for n, (other, e) in enumerate(found) if _same_deed(act, event, other, e, g)), None)
        if twin is None:
            found.append((act, event))
            continue
        other, first = found[twin]
        if _is_fought(event, first):
            other.used |= {act.head, *act.used}
            continue
        if g.tokens[other.head].lemma in OUTCOMES and g.tokens[act.head].lemma not in OUTCOMES:
            act.used |= {other.head, *other.used}
            act.place_from += [k for k in other.place_from if k not in act.place_from]
            found[twin] = (act, _joined(event, first))
        else:
            other.used |= {act.head, *act.used}
            other.place_from += [k for k in act.place_from if k not in other.place_from]
            found[twin] = (other, _joined(first, event))
    return found


def _is_fought(event: Event, first: Event) -> bool:
    """ "Killed in a clash with soldiers": whom the clash was with did it."""
    return (
        event.source is None
        and event.target is not None
        and first.source is not None
        and event.target.overlaps(first.source)
    )


def retold(told: list[tuple[Act, Event]], g: Grammar) -> list[tuple[Act, Event]]:
    """Fold "the attack left 12 dead" into the attack that the sentence or two before told of."""
    found: list[tuple[Act, Event]] = []
    for act, event in told:
        n = _told_before(act, event, found, g)
        if n is None:
            found.append((act, event))
            continue
        other, first = found[n]
        joined = _joined(first, event)
        found[n] = (other, replace(joined, killed=first.killed or event.killed, injured=first.injured or event.injured))
    return found


def _told_before(act: Act, event: Event, found: list[tuple[Act, Event]], g: Grammar) -> int | None:
    if event.type != "ASSAULT" or event.source is not None or event.modality != "asserted" or event.negated:
        return None
    t = g.tokens[act.head]
    pointed = act.kind == "noun" and any(g.tokens[k].lower in ("the", "this", "that") for k in t.children)
    outcome = act.kind == "verb" and t.lemma in OUTCOMES and g.is_passive(act.head)
    if not (pointed or outcome) or (outcome and event.pinned.place == "same"):
        return None
    for n in range(len(found) - 1, -1, -1):
        other, first = found[n]
        gap = t.sent - g.tokens[other.head].sent
        if gap > 3:
            return None
        if gap > 0 and first.type == "ASSAULT" and first.modality == "asserted" and not first.negated:
            clash = event.pinned.place == "same" and first.pinned.place == "same" and event.place != first.place
            both = event.killed is not None and first.killed is not None
            return None if clash or (both and outcome) else n
    return None


def _same_deed(act: Act, event: Event, other: Act, first: Event, g: Grammar) -> bool:
    if g.tokens[act.head].sent != g.tokens[other.head].sent or event.type != first.type or event.of != first.of:
        return False
    if event.modality != first.modality or event.negated != first.negated:
        return False
    if (act.reciprocal or other.reciprocal) and event.target is not None and first.target is not None:
        return _equal(event.source, first.source)
    if event.type == "RETREAT" and _equal(event.source, first.source) and _hands_over(act, g):
        return first.mode == "release"
    if is_occasion(act, g) or is_occasion(other, g):
        return False
    if event.type != "ASSAULT":
        return _equal(event.source, first.source) and _equal(event.target, first.target)
    if event.source is not None and first.source is not None and not event.source.overlaps(first.source):
        return False
    if event.mode in ("abduct", "sexual", "torture") or first.mode in ("abduct", "sexual", "torture"):
        return event.mode == first.mode and _equal(event.target, first.target)
    if event.target is not None and first.target is not None:
        return (
            event.target.overlaps(first.target)
            or g.tokens[act.head].lemma in OUTCOMES
            or g.tokens[other.head].lemma in OUTCOMES
            or _is_done_there(act, other, g)
        )
    return True


def _is_done_there(act: Act, other: Act, g: Grammar) -> bool:
    """ "Attacked a village, beheading three": one deed."""
    t = g.tokens[act.head]
    return t.dep == "advcl" and t.tag == "VBG" and t.head == other.head and t.lemma in _SLAYING


def _hands_over(act: Act, g: Grammar) -> bool:
    """ "Freed three hostages and handed them over to the Red Cross": let go once."""
    over = g.tokens[act.head].lemma in ("hand", "turn", "give")
    return over and any(g.tokens[k].lower in ("them", "him", "her") for k in g.objects(act.head))


def _equal(a: Party | None, b: Party | None) -> bool:
    if a is None or b is None:
        return a is b
    return (a.start, a.end) == (b.start, b.end)


def _joined(first: Event, other: Event) -> Event:
    def together(a: tuple[Party, ...], b: tuple[Party, ...]) -> tuple[Party, ...]:
        return a + tuple(p for p in b if not any(p.overlaps(q) for q in a))

    roles = Roles(
        perpetrator=_unique(first.roles.perpetrator + other.roles.perpetrator),
        victim=_unique(first.roles.victim + other.roles.victim),
        target=_unique(first.roles.target + other.roles.target),
        weapon=_unique(first.roles.weapon + other.roles.weapon),
    )
    return replace(
        first,
        mode=first.mode or other.mode,
        source=first.source or other.source,
        target=first.target or other.target,
        actors=together(first.actors, other.actors),
        recipients=together(first.recipients, other.recipients),
        roles=roles,
    )


def _unique(fillers: tuple[RoleFiller, ...]) -> tuple[RoleFiller, ...]:
    seen = {(f.start, f.end): f for f in reversed(fillers)}
    return tuple(seen[key] for key in sorted(seen))
