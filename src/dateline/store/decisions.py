"""What people decided, read off the corrections on record."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from dateline.fusion.corrections import ON_EVENTS, Decision, EventMark
from dateline.fusion.fixes import Changes
from dateline.fusion.said import SaidChanges, SaidDecision, SaidMark
from dateline.store.answers import Correction

GROUPING = ("join", "split")


class OnEvent(Struct, frozen=True, omit_defaults=True):
    """What is written beside a decision on events: which, how the machine read the first, and what a fix sets."""

    marks: tuple[tuple[EventMark, ...], ...]
    machine: dict[str, str | None] = {}
    coder: str = ""
    changes: Changes = Changes()


class OnStatement(Struct, frozen=True, omit_defaults=True):
    """What is written beside a decision on a statement: which, how the machine read it, and what a fix sets."""

    mark: SaidMark
    machine: dict[str, str | None] = {}
    coder: str = ""
    changes: SaidChanges = SaidChanges()


def standing(corrections: Iterable[Correction]) -> tuple[Decision, ...]:
    """The decisions that were not undone, in the order they were made. An undoing can itself be undone."""
    held = list(corrections)
    gone = undone(held)
    return tuple(decision for decision in recorded(held) if decision.number not in gone)


def recorded(corrections: Iterable[Correction]) -> tuple[Decision, ...]:
    """Every decision, undone or not, in the order they were made."""
    return tuple(_decision(c) for c in corrections if c.kind in (*ON_EVENTS, *GROUPING) and c.about != "statement")


def recorded_said(corrections: Iterable[Correction]) -> tuple[SaidDecision, ...]:
    """Every decision about a statement, undone or not, in the order they were made."""
    return tuple(
        SaidDecision(
            kind=c.kind,
            number=c.number,
            who=c.who,
            why=c.why,
            made_at=c.made_at,
            mark=beside.mark,
            changes=beside.changes,
        )
        for c in corrections
        if c.about == "statement"
        for beside in (on_statement(c),)
    )


def on_statement(correction: Correction) -> OnStatement:
    """What was written beside a decision on a statement."""
    return msgspec.convert(correction.value, OnStatement)


def undone(corrections: Sequence[Correction]) -> dict[int, int]:
    """The number of each correction that no longer holds, and of the undoing that ended it."""
    gone: dict[int, int] = {}
    for correction in reversed(corrections):
        if correction.kind == "undo" and correction.number not in gone:
            gone.setdefault(int(correction.target), correction.number)
    return gone


def turns(corrections: Sequence[Correction]) -> dict[int, tuple[tuple[str, bool], ...]]:
    """For each decision that was ever undone: the ISO days on which it ceased to hold, or held again."""
    found: dict[int, list[tuple[str, bool]]] = {}
    for day in sorted({c.made_at[:10] for c in corrections if c.kind == "undo"}):
        gone = undone([c for c in corrections if c.made_at[:10] <= day])
        for number in gone.keys() - found.keys():
            found[number] = [(day, False)]
        for number, days in found.items():
            if days[-1][1] == (number in gone):
                days.append((day, number not in gone))
    return {number: tuple(days) for number, days in found.items()}


def beside_of(correction: Correction) -> OnEvent:
    """What was written beside a decision on events or incidents. Stores up to version 2 wrote the marks alone."""
    if isinstance(correction.value, dict):
        return msgspec.convert(correction.value, OnEvent)
    return OnEvent(msgspec.convert(correction.value or (), tuple[tuple[EventMark, ...], ...]))


def _decision(correction: Correction) -> Decision:
    made = Decision(
        kind=correction.kind,
        number=correction.number,
        who=correction.who,
        why=correction.why,
        made_at=correction.made_at,
        about=correction.about,
    )
    if correction.about == "story":
        articles = msgspec.convert(correction.value, tuple[tuple[str, ...], ...])
        return msgspec.structs.replace(made, articles=articles)
    beside = beside_of(correction)
    return msgspec.structs.replace(made, groups=beside.marks, changes=beside.changes)
