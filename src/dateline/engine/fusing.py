"""Fuses what a store holds: copies, stories, incidents.

Only what changed since the last fusion is done again, with all that it can reach. The end is the same, byte for byte, as
if everything had been fused at once: each room says what a decision rests on, and a change is followed that far.
"""

from collections.abc import Sequence

from dateline.engine.copying import settle_copies
from dateline.engine.linking import settle_incidents
from dateline.engine.settling import decisions, settle, today
from dateline.store import Store
from dateline.store.answers import Correction
from dateline.store.decisions import recorded, standing
from dateline.store.shelving import settle_stories

METHOD = "2"
"""Raised when copies, stories or incidents are made in another way: every store is then fused whole once."""


def fuse_store(store: Store, *, at: str) -> tuple[int, int, int]:
    """Bring copies, stories and incidents up to date with the articles that stand now and with what people decided.

    Args:
        store: open for writing.
        at: now, ISO, UTC; dates the changes that subscribers are told of.
    Returns:
        incidents added, revised and removed.
    """
    with store.batch():
        kept = store.upkeep()
        dirty = kept.changed(METHOD)
        if dirty is None:
            kept.begin_anew()
            dirty = kept.everything()
        corrections = store.corrections()
        touched = _decided_since(store, corrections, kept.last_correction())
        copies, sources = settle_copies(kept, dirty)
        dirty |= copies
        decided = decisions(store)
        moved = settle_stories(kept, dirty, decided, touched)
        last = kept.last_change()
        settle(store, at=at)
        dirty |= sources | moved | touched | kept.events_changed(last)
        counts = settle_incidents(kept, dirty, decided, at=at)
        kept.finish(METHOD, correction=max((c.number for c in corrections), default=0))
        return counts


def _decided_since(store: Store, corrections: Sequence[Correction], last: int) -> set[str]:
    """Ids of the reports of decisions that were made or undone after a correction's number."""
    then = {decision.number for decision in standing(c for c in corrections if c.number <= last)}
    now = {decision.number for decision in standing(corrections)}
    other = [decision for decision in recorded(corrections) if decision.number in then ^ now]
    marked = {m.article for d in (*other, *today(store, other)) for group in d.groups for m in group}
    return marked | {article for decision in other for group in decision.articles for article in group}
