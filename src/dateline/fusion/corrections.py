"""What people decided about events and incidents, as fusion obeys it: rejected events, joined and split incidents.

A decision names events by where they stand in their report, so that it outlives a new reading of it: an event whose id
changed with the coder is known again by its article, its type and its trigger.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from dateline.values import FoundEvent


class EventMark(Struct, frozen=True):
    """Where an event stands: its id when it was marked, its article, its type, and its trigger in that text."""

    id: str
    article: str
    type: str
    start: int
    end: int

    @staticmethod
    def of(found: FoundEvent) -> "EventMark":
        """Mark an event."""
        trigger = found.event.trigger
        return EventMark(found.id, found.evidence.article, found.event.type, trigger.start, trigger.end)


class Decision(Struct, frozen=True):
    """One decision that stands.

    `kind`: `reject` (the events of the only group are none), `join` (the events of all groups are one happening) or
    `split` (the events of the first group and of the second are not one). `number` is its place on the record.
    """

    kind: str
    groups: tuple[tuple[EventMark, ...], ...]
    number: int = 0
    made_at: str = ""


def rejected(events: Iterable[FoundEvent], decisions: Sequence[Decision]) -> dict[str, str]:
    """Event id -> ISO day of the decision that rejected it."""
    marks = [
        (mark, decision.made_at[:10])
        for decision in decisions
        if decision.kind == "reject"
        for group in decision.groups
        for mark in group
    ]
    by_article: dict[str, list[tuple[EventMark, str]]] = {}
    for mark, day in marks:
        by_article.setdefault(mark.article, []).append((mark, day))
    found: dict[str, str] = {}
    for event in events:
        days = [day for mark, day in by_article.get(event.evidence.article, ()) if _is(event, mark)]
        if days:
            found[event.id] = min(days)
    return found


def regroup(
    groups: Sequence[Sequence[FoundEvent]], decisions: Sequence[Decision]
) -> list[tuple[list[FoundEvent], tuple[int, ...]]]:
    """Join and split groups of events as people decided, the latest decision last.

    Args:
        groups: events taken for one happening each.
        decisions: those that stand.
    Returns:
        the groups, each with the numbers of the decisions that made it.
    """
    now: list[tuple[list[FoundEvent], tuple[int, ...]]] = [(list(group), ()) for group in groups]
    for decision in sorted(decisions, key=lambda d: d.number):
        if decision.kind == "join":
            now = _join(now, decision)
        elif decision.kind == "split":
            now = _split(now, decision)
    return now


def _join(
    groups: list[tuple[list[FoundEvent], tuple[int, ...]]], decision: Decision
) -> list[tuple[list[FoundEvent], tuple[int, ...]]]:
    marks = [mark for group in decision.groups for mark in group]
    chosen = [any(_is(e, m) for e in events for m in marks) for events, _ in groups]
    if sum(chosen) < 2:
        return groups
    joined = [e for (events, _), one in zip(groups, chosen) if one for e in events]
    numbers = {n for (_, made), one in zip(groups, chosen) if one for n in made} | {decision.number}
    rest = [group for group, one in zip(groups, chosen) if not one]
    joined.sort(key=lambda e: (e.evidence.known_on, e.id))
    return [*rest, (joined, tuple(sorted(numbers)))]


def _split(
    groups: list[tuple[list[FoundEvent], tuple[int, ...]]], decision: Decision
) -> list[tuple[list[FoundEvent], tuple[int, ...]]]:
    out, rest = decision.groups[0], decision.groups[1] if len(decision.groups) > 1 else ()
    now = []
    for events, made in groups:
        away = [e for e in events if any(_is(e, m) for m in out)]
        if not away or not any(_is(e, m) for e in events for m in rest):
            now.append((events, made))
            continue
        numbers = tuple(sorted({*made, decision.number}))
        now.append(([e for e in events if e not in away], numbers))
        now.append((away, numbers))
    return now


def _is(event: FoundEvent, mark: EventMark) -> bool:
    if event.id == mark.id:
        return True
    trigger = event.event.trigger
    return (
        event.evidence.article == mark.article
        and event.event.type == mark.type
        and trigger.start < mark.end
        and mark.start < trigger.end
    )
