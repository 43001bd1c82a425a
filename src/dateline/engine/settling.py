"""Brings what people decided into a store: decisions that stand are read off the record, and events follow them."""

from collections.abc import Sequence

from dateline.fusion.corrections import ON_EVENTS, Decision, found_again, versions
from dateline.fusion.said import SaidDecision, meant, said_versions
from dateline.store import Store
from dateline.store.answers import Correction
from dateline.store.decisions import recorded, recorded_said, standing, turns


def decisions(store: Store) -> tuple[Decision, ...]:
    """The decisions that stand, with the marks of the events that they mean today."""
    return today(store, standing(store.corrections()))


def today(store: Store, decided: Sequence[Decision]) -> tuple[Decision, ...]:
    """Decisions with the marks of the events that they mean today."""
    marked = sorted({mark.article for decision in decided for group in decision.groups for mark in group})
    return found_again(decided, store.machine_events(marked)) if marked else tuple(decided)


def settle(store: Store, *, at: str) -> None:
    """Let every event stand as people decided, from the day they did, and as the coder reads it where nobody does.

    Args:
        store: open for writing.
        at: now, ISO, UTC; dates the changes that subscribers are told of.
    """
    corrections = store.corrections()
    on_events = [d for d in recorded(corrections) if d.kind in ON_EVENTS]
    marked = sorted({mark.article for decision in on_events for group in decision.groups for mark in group})
    machine = store.machine_events(marked) if marked else []
    found = versions(machine, found_again(on_events, machine), turns(corrections))
    store.settle_events(found, at=at)
    _settle_statements(store, corrections, at=at)


def _settle_statements(store: Store, corrections: Sequence[Correction], *, at: str) -> None:
    decided = recorded_said(corrections)
    if not decided:
        return
    machine = store.machine_statements(sorted({d.mark.article for d in decided}))
    by_statement: dict[str, list[SaidDecision]] = {}
    for decision in decided:
        for found in meant(decision.mark, machine):
            by_statement.setdefault(found.id, []).append(decision)
    held = {found.id: found for found in machine}
    store.settle_statements(
        {name: said_versions(held[name], told, turns(corrections)) for name, told in by_statement.items()}, at=at
    )
