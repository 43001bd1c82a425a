"""Puts what a person decides on record: events accepted, rejected or fixed, incidents and stories joined or split.

Each act is one line on an append-only record with who, when and why; undoing one is another line. Nothing follows from
it until the store is fused (`engine.fusing`), in the same batch where it should be seen at once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain

from msgspec import UNSET, Struct

from dateline.engine.fusing import fuse_store
from dateline.engine.gazetteer import open_gazetteer
from dateline.errors import InputError
from dateline.extraction.places.gazetteer import Gazetteer
from dateline.fusion.corrections import ON_EVENTS, EventMark
from dateline.fusion.fixes import PARTS, TOLLS, Changes, check, count_of, described, words_of
from dateline.fusion.said import SAID_PARTS, SaidChanges, SaidMark, check_said, described_statement
from dateline.store import Store
from dateline.store.answers import Reading
from dateline.store.decisions import GROUPING, OnEvent, OnStatement
from dateline.store.said import own_id
from dateline.values import Actor, Candidate, FoundEvent, FoundStatement, Incident, Story

_LONGEST = 2000  # characters of a reason or a name
_NOTHING, _NOTHING_SAID = Changes(), SaidChanges()
_OPTIONS = 6  # places named to somebody who has to choose


class Preview(Struct, frozen=True):
    """What an act would change: incidents and stories as they are now, and as they would be."""

    incidents: tuple[Incident, ...] = ()
    incidents_then: tuple[Incident, ...] = ()
    stories: tuple[Story, ...] = ()
    stories_then: tuple[Story, ...] = ()


def accept_event(store: Store, event_id: str, *, who: str, why: str, at: str) -> int:
    """Put on record that an event is right as it stands; gives the number of the decision.

    Raises:
        InputError: no such event stands, or nobody says who and why; so for all acts below.
    """
    return _on_event(store, "accept", event_id, who=who, why=why, at=at)


def reject_event(store: Store, event_id: str, *, who: str, why: str, at: str) -> int:
    """Put on record that an event is none; it leaves every figure with the next fusion."""
    return _on_event(store, "reject", event_id, who=who, why=why, at=at)


def fix_event(store: Store, event_id: str, parts: Mapping[str, str | None], *, who: str, why: str, at: str) -> int:
    """Put on record how an event is to be read.

    Args:
        store: open for writing.
        event_id: the event.
        parts: words by part (type, of, mode, standing, source, target, place, date, killed, injured); None or empty says there is none.
            Sides are ids or names of actors that reports of this store speak of, never private persons. A place is one
            that the report names, or one of the gazetteer, with its area or country where there are several.
    """
    found = _standing(store, event_id)
    changes = _changes(store, found, parts)
    check(changes, of=found)
    return _on_event(store, "fix", event_id, who=who, why=why, at=at, changes=changes)


def accept_statement(store: Store, statement_id: str, *, who: str, why: str, at: str) -> int:
    """Put on record that a statement is right as it stands."""
    return _on_statement(store, "accept", statement_id, who=who, why=why, at=at)


def reject_statement(store: Store, statement_id: str, *, who: str, why: str, at: str) -> int:
    """Put on record that a statement is none; it leaves every figure with the next fusion."""
    return _on_statement(store, "reject", statement_id, who=who, why=why, at=at)


def fix_statement(
    store: Store, statement_id: str, parts: Mapping[str, str | None], *, who: str, why: str, at: str
) -> int:
    """Put on record how a statement is to be read.

    Args:
        store: open for writing.
        statement_id: the statement.
        parts: words by part: `source`, the speaker by id or name, empty where no actor is named; `stance`.
    """
    found = _said(store, statement_id)
    strange = [part for part in parts if part not in SAID_PARTS]
    if strange:
        raise InputError(f"{strange[0]}: of a statement, {' and '.join(SAID_PARTS)} can be set.")
    now = described_statement(found.statement)
    wanted = {part: (words or "").strip() or None for part, words in parts.items()}
    given: dict[str, object] = {part: words for part, words in wanted.items() if words != now[part]}
    if given.get("source") is not None:
        given["source"] = _actor(store, store.reading(found.evidence.article), str(given["source"]))
    if given.get("stance", UNSET) is None:
        raise InputError("A statement has a stance. If it is none, reject it.")
    changes = SaidChanges(**given)  # type: ignore[arg-type]
    check_said(changes)
    return _on_statement(store, "fix", statement_id, who=who, why=why, at=at, changes=changes)


def join_incidents(store: Store, incident_ids: Sequence[str], *, who: str, why: str, at: str) -> int:
    """Put on record that incidents are one happening."""
    if len(set(incident_ids)) < 2:
        raise InputError(
            "Joining takes two incidents or more. Name them by id, as `dateline show incidents` prints them."
        )
    groups = [_marked(store, _events_of(store, incident)) for incident in incident_ids]
    return _record(store, "join", "incident", incident_ids[0], OnEvent(tuple(groups)), who=who, why=why, at=at)


def split_incident(store: Store, incident_id: str, event_ids: Sequence[str], *, who: str, why: str, at: str) -> int:
    """Put on record that some events of an incident are another happening."""
    events = _events_of(store, incident_id)
    out = _part(incident_id, event_ids, events, "event")
    rest = [event for event in events if event not in out]
    groups = (_marked(store, out), _marked(store, rest))
    return _record(store, "split", "incident", incident_id, OnEvent(groups), who=who, why=why, at=at)


def join_stories(store: Store, story_ids: Sequence[str], *, who: str, why: str, at: str) -> int:
    """Put on record that stories tell of one happening."""
    if len(set(story_ids)) < 2:
        raise InputError("Joining takes two stories or more. Name them by id, as the address of a story's page has it.")
    groups = [_articles_of(store, story) for story in story_ids]
    return _record(store, "join", "story", story_ids[0], groups, who=who, why=why, at=at)


def split_story(store: Store, story_id: str, article_ids: Sequence[str], *, who: str, why: str, at: str) -> int:
    """Put on record that some reports of a story tell of another happening."""
    articles = _articles_of(store, story_id)
    out = _part(story_id, article_ids, articles, "report")
    rest = [article for article in articles if article not in out]
    return _record(store, "split", "story", story_id, [out, rest], who=who, why=why, at=at)


def undo(store: Store, number: int, *, who: str, why: str, at: str) -> int:
    """Put on record that a correction no longer holds; an undoing can be undone.

    Raises:
        InputError: no such correction, or one that cannot be undone.
    """
    known = {correction.number: correction for correction in store.corrections()}
    if number not in known:
        raise InputError(f"{number}: no such correction. `dateline correct list` numbers them.")
    if known[number].kind not in (*ON_EVENTS, *GROUPING, "undo"):
        raise InputError(f"{number}: a {known[number].kind} cannot be undone; read the report again to bring it back.")
    return _record(store, "undo", "correction", str(number), None, who=who, why=why, at=at)


def preview(store: Store, act: Callable[[], object], *, at: str) -> Preview:
    """What an act would change, found by doing it and taking it back; the record stays as it is.

    Args:
        store: open for writing.
        act: one of the acts above, on this store.
        at: now, ISO, UTC.
    """
    last = store.last_change()
    then: dict[str, Incident | None] = {}
    stories = {story.id: story for story in store.stories()}
    try:
        with store.batch():
            act()
            fuse_store(store, at=at)
            touched = [c.target for c in store.changes(after=last, limit=100_000) if c.about == "incident"]
            then = {name: store.incident(name) for name in dict.fromkeys(touched)}
            stories_then = {story.id: story for story in store.stories()}
            raise _TakenBack
    except _TakenBack:
        pass
    now = [store.incident(name) for name in then]
    return Preview(
        incidents=tuple(i for i in now if i is not None),
        incidents_then=tuple(i for i in then.values() if i is not None),
        stories=tuple(s for name, s in stories.items() if stories_then.get(name) != s),
        stories_then=tuple(s for name, s in stories_then.items() if stories.get(name) != s),
    )


class _TakenBack(Exception):
    """Ends the batch of a preview, so that nothing of it is kept."""


def _on_event(
    store: Store, kind: str, event_id: str, *, who: str, why: str, at: str, changes: Changes = _NOTHING
) -> int:
    found = _standing(store, event_id)
    machine = _machine(store, found)
    beside = OnEvent(
        marks=((EventMark.of(machine),),), machine=described(machine), coder=found.evidence.coder, changes=changes
    )
    return _record(store, kind, "event", event_id, beside, who=who, why=why, at=at)


def _record(store: Store, kind: str, about: str, target: str, value: object, *, who: str, why: str, at: str) -> int:
    who, why = " ".join(who.split())[:_LONGEST], " ".join(why.split())[:_LONGEST]
    if not who or not why:
        raise InputError("A decision needs a name and a reason: both stay on record.")
    return store.correct(kind, about, target, who=who, why=why, at=at, value=value)


def _on_statement(
    store: Store,
    kind: str,
    statement_id: str,
    *,
    who: str,
    why: str,
    at: str,
    changes: SaidChanges = _NOTHING_SAID,
) -> int:
    found = _said(store, statement_id)
    machine = next(s for s in store.machine_statements([found.evidence.article]) if s.id == own_id(found.id))
    told = described_statement(machine.statement)
    beside = OnStatement(mark=SaidMark.of(machine), machine=told, coder=found.evidence.coder, changes=changes)
    return _record(store, kind, "statement", machine.id, beside, who=who, why=why, at=at)


def _said(store: Store, statement_id: str) -> FoundStatement:
    """A statement as it stands.

    Raises:
        InputError: none has this id, or it was rejected.
    """
    found = store.statements_now([statement_id]).get(own_id(statement_id))
    if found is None or (found.review is not None and found.review.kind == "rejected"):
        raise InputError(f"{statement_id}: no such statement stands in {store.path}.")
    return found


def _standing(store: Store, event_id: str) -> FoundEvent:
    found = store.event(event_id)
    if found is None:
        raise InputError(f"{event_id}: no such event stands in {store.path}. `dateline show events` lists them.")
    return found


def _machine(store: Store, found: FoundEvent) -> FoundEvent:
    """The event as the coder reads it."""
    return next(e for e in store.machine_events([found.evidence.article]) if e.id == found.id)


def _marked(store: Store, event_ids: Iterable[str]) -> tuple[EventMark, ...]:
    return tuple(EventMark.of(_machine(store, _standing(store, event_id))) for event_id in event_ids)


def _events_of(store: Store, incident_id: str) -> tuple[str, ...]:
    incident = store.incident(incident_id)
    if incident is None:
        raise InputError(f"{incident_id}: no such incident in {store.path}. `dateline show incidents` lists them.")
    return incident.events


def _articles_of(store: Store, story_id: str) -> tuple[str, ...]:
    story = store.story(story_id)
    if story is None:
        raise InputError(f"{story_id}: no such story in {store.path}. The page of a report names its story.")
    return story.articles


def _part(name: str, chosen: Sequence[str], whole: Sequence[str], what: str) -> tuple[str, ...]:
    """Those chosen of a whole.

    Raises:
        InputError: one is not of it, or nothing would be left on a side.
    """
    strange = [one for one in chosen if one not in whole]
    if strange:
        raise InputError(f"{strange[0]}: not of {name}. It has: {', '.join(whole)}.")
    if not chosen or set(chosen) == set(whole):
        raise InputError(f"{name}: splitting takes some {what}s and leaves some: {', '.join(whole)}.")
    return tuple(dict.fromkeys(chosen))


# -- words into values -----------------------------------------------------------------------------------------------


def _changes(store: Store, found: FoundEvent, parts: Mapping[str, str | None]) -> Changes:
    """The parts that differ from how the event reads now."""
    strange = [part for part in parts if part not in PARTS]
    if strange:
        raise InputError(f"{strange[0]}: an event has {', '.join(PARTS)}.")
    now = described(found)
    wanted = {part: (words or "").strip() or None for part, words in parts.items()}
    wanted = {part: words for part, words in wanted.items() if words != now[part]}
    report = store.reading(found.evidence.article)
    given: dict[str, object] = {}
    for part, words in wanted.items():
        if part in ("source", "target"):
            given[part] = _actor(store, report, words) if words is not None else None
        elif part == "place":
            given[part] = _place(report, words) if words is not None else None
        elif part in TOLLS:
            given[part] = count_of(words) if words is not None else None
        elif part in ("type", "of"):
            given[part] = words.upper() if words is not None else None
        else:
            given[part] = words
    if any(given.get(part, UNSET) is None for part in ("type", "standing")):
        raise InputError("An event has an act and a standing. If it is none, reject it.")
    read = words_of(Changes(**given))  # type: ignore[arg-type]
    given = {part: value for part, value in given.items() if read[part] != now[part]}
    return Changes(**given)  # type: ignore[arg-type]


def _actor(store: Store, report: Reading | None, words: str) -> Actor:
    """The actor that an id or a name means: as the report describes it, else as the store does.

    Only actors that some report speaks of as one are known here, so that no private person becomes one by hand.
    """
    low = words.casefold()
    if report is not None:
        extraction = report.extraction
        parties = chain.from_iterable((e.source, e.target) for e in extraction.events)
        named = [x.actor for x in (*extraction.entities, *parties) if x is not None and x.actor is not None]
        for actor in named:
            if low in (actor.id.casefold(), actor.name.casefold()):
                return actor
    known = store.actor(words)
    if known is not None:
        return known
    ids = [name for name, title in store.actor_names().items() if low in (name.casefold(), title.casefold())]
    if len(ids) > 1:
        raise InputError(f"{words}: several actors are called so. Name one by id: {', '.join(sorted(ids)[:_OPTIONS])}.")
    found = store.actor(ids[0]) if ids else None
    if found is None:
        raise InputError(
            f"{words}: no report here speaks of such an actor. Actors are states, bodies, groups and persons in a public "
            "role; a private person is none, and cannot be made one."
        )
    return found


def _place(report: Reading | None, words: str) -> Candidate:
    """The place that words such as `Goma`, `Goma, COD` or `Goma, Nord-Kivu, COD` mean."""
    name, *areas = [part.strip() for part in words.split(",") if part.strip()] or [""]
    if report is not None:
        for place in report.extraction.places:
            if place.lat is not None and place.lon is not None and (place.name or "").casefold() == name.casefold():
                named = Candidate(
                    place.name or name, place.lat, place.lon, place.country, place.admin1, place.geonameid,
                    _KIND_OF.get(place.precision or 0, "city"),
                )  # fmt: skip
                if _lies_in(named, areas):
                    return named
    spots = [spot.candidate() for spot in _gazetteer().look_up(name) if _lies_in(spot, areas)]
    if not spots:
        raise InputError(
            f"{words}: the gazetteer has no such place. Write a name, with its area or country after a comma."
        )
    first, *others = spots
    if others and not areas:
        near = {place.country for place in report.extraction.places} if report is not None else set()
        inside = [spot for spot in spots if spot.country in near]
        if len({(spot.country, spot.admin1) for spot in inside}) != 1:
            options = "; ".join(", ".join(p for p in (s.name, s.admin1, s.country) if p) for s in spots[:_OPTIONS])
            raise InputError(f"{words}: there are several. Write one of: {options}.")
        first = inside[0]
    return first


_KIND_OF = {3: "admin2", 4: "admin1", 5: "region", 6: "country", 7: "sea"}


def _lies_in(spot: Candidate, areas: Sequence[str]) -> bool:
    known = {part.casefold() for part in (spot.admin1, spot.country) if part}
    return all(area.casefold() in known for area in areas)


@cache
def _gazetteer() -> Gazetteer:
    return open_gazetteer()
