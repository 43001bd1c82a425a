"""Fuses what a store holds: copies, stories, incidents - each in place of what was said before."""

import msgspec

from dateline.errors import InputError
from dateline.fusion.corrections import Decision, EventMark, rejected
from dateline.fusion.incidents import fuse
from dateline.fusion.stories import group
from dateline.store import Store
from dateline.store.answers import Correction

_marks = tuple[tuple[EventMark, ...], ...]


def fuse_store(store: Store, *, at: str) -> tuple[int, int, int]:
    """Bring copies, stories and incidents up to date with the articles that stand now and with what people decided.

    Args:
        store: open for writing.
        at: now, ISO, UTC; dates the changes that subscribers are told of.
    Returns:
        incidents added, revised and removed.
    """
    with store.batch():
        articles = [reading.article for reading in store.readings()]
        stories, copies = group(articles)
        store.replace_copies(copies)
        store.replace_stories(stories)
        shelf = {article: story.id for story in stories for article in story.articles}
        decided = decisions(store.corrections())
        store.reject_events({})  # all stand again, so that a decision that was undone leaves nothing behind
        events = store.events()
        store.reject_events(rejected(events, decided))
        return store.replace_incidents(fuse(events, stories=shelf, decisions=decided), at=at)


def decisions(corrections: list[Correction]) -> list[Decision]:
    """The decisions on events and incidents that were not undone, in the order they were made.

    An undoing can itself be undone: then the decision stands again.
    """
    undone: set[int] = set()
    for correction in reversed(corrections):
        if correction.kind == "undo" and correction.number not in undone:
            undone.add(int(correction.target))
    return [
        Decision(c.kind, msgspec.convert(c.value, _marks), c.number, c.made_at)
        for c in corrections
        if c.kind in ("reject", "join", "split") and c.number not in undone and c.value is not None
    ]


def reject_event(store: Store, event_id: str, *, who: str, why: str, at: str) -> None:
    """Put on record that an event is none; it leaves every figure with the next fusion.

    Raises:
        InputError: no such event stands.
    """
    store.correct("reject", "event", event_id, who=who, why=why, at=at, value=[_marked(store, [event_id])])


def join_incidents(store: Store, incident_ids: list[str], *, who: str, why: str, at: str) -> None:
    """Put on record that incidents are one happening.

    Raises:
        InputError: fewer than two, or no such incident.
    """
    if len(set(incident_ids)) < 2:
        raise InputError(
            "Joining takes two incidents or more. Name them by id, as `dateline show incidents` prints them."
        )
    groups = [_marked(store, _events_of(store, incident)) for incident in incident_ids]
    store.correct("join", "incident", incident_ids[0], who=who, why=why, at=at, value=groups)


def split_incident(store: Store, incident_id: str, event_ids: list[str], *, who: str, why: str, at: str) -> None:
    """Put on record that some events of an incident are another happening.

    Raises:
        InputError: no such incident, an event is not of it, or nothing would be left.
    """
    events = _events_of(store, incident_id)
    strange = [event for event in event_ids if event not in events]
    if strange:
        raise InputError(f"{strange[0]}: not an event of {incident_id}. It has: {', '.join(events)}.")
    rest = [event for event in events if event not in event_ids]
    if not rest or not event_ids:
        raise InputError(f"{incident_id}: splitting takes some of its events and leaves some: {', '.join(events)}.")
    groups = [_marked(store, event_ids), _marked(store, rest)]
    store.correct("split", "incident", incident_id, who=who, why=why, at=at, value=groups)


def undo(store: Store, number: int, *, who: str, why: str, at: str) -> None:
    """Put on record that a correction no longer holds; an undoing can be undone.

    Raises:
        InputError: no such correction, or one that cannot be undone.
    """
    known = {correction.number: correction for correction in store.corrections()}
    if number not in known:
        raise InputError(f"{number}: no such correction. `dateline correct list` numbers them.")
    if known[number].kind not in ("reject", "join", "split", "undo"):
        raise InputError(f"{number}: a {known[number].kind} cannot be undone; read the report again to bring it back.")
    store.correct("undo", "correction", str(number), who=who, why=why, at=at)


def _events_of(store: Store, incident_id: str) -> tuple[str, ...]:
    incident = store.incident(incident_id)
    if incident is None:
        raise InputError(f"{incident_id}: no such incident in {store.path}. `dateline show incidents` lists them.")
    return incident.events


def _marked(store: Store, event_ids: tuple[str, ...] | list[str]) -> list[EventMark]:
    marks = []
    for event_id in event_ids:
        found = store.event(event_id)
        if found is None:
            raise InputError(f"{event_id}: no such event stands in {store.path}. `dateline show events` lists them.")
        marks.append(EventMark.of(found))
    return marks
