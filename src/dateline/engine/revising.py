"""Alerts whose evidence has fallen: revised, or withdrawn where nothing is left, with a trail that subscribers hear of.

What an alert rests on may be withdrawn by its outlet or by a person, replaced by a newer version of the report, rejected,
or corrected so that it says something else. What stands again - a rejection undone - is told as well.
"""

from collections.abc import Sequence

from dateline.engine.watch_file import Config
from dateline.picture.watch_words import Counted
from dateline.store import EventFilter, IncidentFilter, Store
from dateline.values import FoundEvent
from dateline.values.alert import AlertStep, Raised

_AT_ONCE = 900  # ids in one question to the store


def revise_alerts(store: Store, config: Config, *, day: str, seen_at: str) -> tuple[AlertStep, ...]:
    """Hold every alert against what stands now, and put on record where less (or again more) of it does.

    Args:
        store: open for writing.
        config: the watches in force; where one counts, fewer than its limit are none.
        day: the ISO day of the look.
        seen_at: now, ISO, UTC.
    Returns:
        the steps that were added.
    """
    done = []
    for raised in store.alerts():
        step = _revision(store, raised, _limit(config, raised), day=day, seen_at=seen_at)
        if step is not None:
            store.add_alert_step(step)
            done.append(step)
    return tuple(done)


def _revision(store: Store, raised: Raised, limit: int, *, day: str, seen_at: str) -> AlertStep | None:
    basis = raised.alert.rests_on
    told = raised.revision.gone if raised.revision is not None else ()
    standing = _standing(store, basis, day)
    fixed = {f.id: f.review.says for f in standing if f.review is not None and _is_changed(f, raised)}
    gone = tuple(e for e in basis if e in fixed or all(f.id != e for f in standing))
    if set(gone) == set(told):
        return None
    left = [e for e in basis if e not in gone]
    is_over = not left or (limit > 0 and _happenings(store, left) <= limit)
    return AlertStep(
        alert=raised.alert.id,
        step="withdrawn" if is_over else "revised",
        at=seen_at,
        who="watch",
        why=_why(basis, gone, told, fixed, limit if is_over and left else 0),
        gone=gone,
    )


def _standing(store: Store, ids: Sequence[str], day: str) -> list[FoundEvent]:
    found: list[FoundEvent] = []
    for at in range(0, len(ids), _AT_ONCE):
        found += store.events(EventFilter(ids=tuple(ids[at : at + _AT_ONCE]), as_of=day))
    return found


def _is_changed(found: FoundEvent, raised: Raised) -> bool:
    """Whether a person has corrected an event since its sentence was quoted."""
    review = found.review
    return review is not None and review.kind == "fixed" and review.at > _made_at(raised)


def _made_at(raised: Raised) -> str:
    return raised.steps[0].at if raised.steps else raised.alert.raised_on


def _limit(config: Config, raised: Raised) -> int:
    """The limit that a counting watch must pass; 0 for others, and where the watch is no longer configured."""
    for watch in config.watches:
        if (watch.name, watch.words) == (raised.alert.watch, raised.alert.words) and isinstance(watch.rule, Counted):
            return watch.rule.over
    return 0


def _happenings(store: Store, events: Sequence[str]) -> int:
    """How many happenings some events tell of."""
    told = {i.id for event in events for i in store.incidents(IncidentFilter(event=event))}
    return len(told)


def _why(basis: Sequence[str], gone: Sequence[str], told: Sequence[str], fixed: dict[str, str], limit: int) -> str:
    if not gone:
        return f"All {len(basis)} sentences that it rests on stand again."
    count = f"{len(gone)} of {len(basis)}" if len(gone) < len(basis) else "All" if len(basis) > 1 else "The only"
    corrected = f" ({'; '.join(dict.fromkeys(fixed.values()))})" if fixed else ""
    again = " Others stand again." if set(told) - set(gone) else ""
    below = f" What is left does not pass the limit of {limit}." if limit else ""
    return f"{count} of the sentences that it rests on no longer stand: withdrawn, replaced, rejected or corrected{corrected}.{again}{below}"
