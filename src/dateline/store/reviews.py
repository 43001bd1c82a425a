"""Events as people decided they stand: versions beside the coder's own row, each from the day of its decision on.

Version 0 is what the coder read; it is gone from the day of the first decision. A later version has `known_on` at its
decision's day, so that every question as of a day before it gets what stood then; so has one that an undoing gave back to the
coder. A rejected version never stands: it is kept so that a page can say who rejected the event, and offer to undo it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, delete, literal_column, select, union, update

from dateline.fusion.corrections import Version
from dateline.store import asking
from dateline.store import tables as t
from dateline.store.indexing import add_sides, event_columns
from dateline.store.terms import stands
from dateline.store.writing import add_change
from dateline.values import FoundEvent, Incident

_encode = msgspec.json.Encoder(order="deterministic").encode
_incident = msgspec.json.Decoder(Incident)
_FIRST: ColumnElement[int] = literal_column(
    "0"
)  # as the index of unsure events has it: of a bound value nothing could be told beforehand
_COMPARED = ("version", "known_on", "ended_on", "decision", "review", "value", "place")


def machine_events(connection: Connection, articles: Sequence[str]) -> list[FoundEvent]:
    """Events as the coder reads them, standing or not, of these reports, of their copies and of what they copy."""
    e, a, c = t.events.c, t.articles.c, t.copies.c
    names = set(articles)
    for one, other in ((c.article, c.copy_of), (c.copy_of, c.article)):  # what they copy, then all that copies any
        for batch in _batches(sorted(names)):
            names |= set(connection.execute(select(other).where(one.in_(batch))).scalars())
    found: dict[str, FoundEvent] = {}
    for batch in _batches(sorted(names)):
        query = asking.found_events().where(a.id.in_(batch), e.version == 0)
        found |= {row.id: asking.found_event(row) for row in connection.execute(query)}
    return [found[name] for name in sorted(found)]


def rejected_events(connection: Connection, ids: Sequence[str], as_of: str | None = None) -> list[FoundEvent]:
    """Those of these events that a person had rejected (by a day), as they last read, each with who rejected it."""
    e = t.events.c
    found: list[FoundEvent] = []
    for batch in _batches(ids):
        query = asking.found_events().where(e.id.in_(batch), e.decision == "rejected", e.known_on == e.ended_on)
        if as_of is not None:
            query = query.where(e.known_on <= as_of)
        latest = {row.id: asking.found_event(row) for row in connection.execute(query.order_by(e.version))}
        standing = select(e.id).where(e.id.in_(batch), *stands(e.known_on, e.gone_on, as_of))
        gone = latest.keys() - set(connection.execute(standing).scalars())
        found += [latest[name] for name in sorted(gone)]
    return found


def unsure_events(connection: Connection, types: Sequence[str], *, limit: int) -> list[FoundEvent]:
    """Standing events of some types that nobody has reviewed, those first that the coder is least sure of."""
    e = t.events.c
    least: list[Any] = []
    for kind in types:  # an index gives each in order; all together would have to be sorted
        unsure = select(e.confidence, e.id, e.row).where(e.gone_on.is_(None), e.version == _FIRST, e.type == kind)
        least += connection.execute(unsure.order_by(e.confidence, e.id).limit(limit)).all()
    rows = [row.row for row in sorted(least, key=lambda r: (r.confidence, r.id))[:limit]]
    found = connection.execute(asking.found_events().where(e.row.in_(rows)))
    return sorted(map(asking.found_event, found), key=lambda f: (f.event.confidence, f.id))


def incidents_of(connection: Connection, ids: Sequence[str]) -> dict[str, Incident]:
    """The incident of each of these events, by the event's id."""
    i, m = t.incidents.c, t.incident_events.c
    found: dict[str, Incident] = {}
    for batch in _batches(ids):
        query = select(m.event, i.value).join(t.incidents, i.id == m.incident).where(m.event.in_(batch))
        found |= {row.event: _incident.decode(row.value) for row in connection.execute(query)}
    return found


def settle_events(connection: Connection, wanted: Mapping[str, Sequence[Version]], *, at: str) -> None:
    """Let these events, and no others, stand by decisions; what changes by it is told to followers."""
    e, a = t.events.c, t.articles.c
    decided = union(select(e.id).where(e.version > 0), select(e.id).where(e.ended_on.is_not(None)))  # an index each
    ids = sorted({*wanted, *connection.execute(decided).scalars()})
    changed = []
    for batch in _batches(ids):
        query = (
            select(t.events, a.known_on.label("out_on"), a.gone_on.label("article_gone"))
            .join(t.articles, a.row == e.article_row)
            .where(e.id.in_(batch))
            .order_by(e.id, e.version)
        )
        rows: dict[str, list[Row[Any]]] = {}
        for row in connection.execute(query):
            rows.setdefault(row.id, []).append(row)
        changed += [name for name, held in rows.items() if _settle(connection, held, wanted.get(name, ()))]
    add_change(connection, "revised", "event", changed, at=at)


def _settle(connection: Connection, held: Sequence[Row[Any]], versions: Sequence[Version]) -> bool:
    machine = held[0]
    ends = [version.from_on for version in versions]
    first_end = ends[0] if ends else None
    rows = [
        _row(machine, number, version, ended_on=version.from_on if _is_rejected(version) else until)
        for number, (version, until) in enumerate(zip(versions, [*ends[1:], None]), start=1)
    ]
    before = [tuple(getattr(row, key) for key in _COMPARED) for row in held[1:]]
    if machine.ended_on == first_end and before == [tuple(row[key] for key in _COMPARED) for row in rows]:
        return False
    later = [row.row for row in held[1:]]
    connection.execute(delete(t.event_actors).where(t.event_actors.c.event_row.in_(later)))
    connection.execute(delete(t.events).where(t.events.c.row.in_(later)))
    gone_on = _first((first_end, machine.article_gone))
    one, sides = update(t.events).where(t.events.c.row == machine.row), update(t.event_actors)
    connection.execute(one.values(ended_on=first_end, gone_on=gone_on))
    connection.execute(sides.where(t.event_actors.c.event_row == machine.row).values(gone_on=gone_on))
    for row, version in zip(rows, versions):
        inserted = connection.execute(t.events.insert().values(**row))
        number = int(inserted.inserted_primary_key[0])  # type: ignore[index]
        add_sides(connection, [(number, row, version.found.event)])
    return True


def _row(machine: Row[Any], number: int, version: Version, *, ended_on: str | None) -> dict[str, Any]:
    """The columns of a version: the coder's own, and those that follow from what a person set."""
    found = version.found
    kept = {column.name: getattr(machine, column.name) for column in t.events.columns if column.name != "row"}
    return {
        **kept,
        **event_columns(found.event, found.place, undated_on=machine.out_on),
        "version": number,
        "known_on": version.from_on,
        "ended_on": ended_on,
        "gone_on": _first((ended_on, machine.article_gone)),
        "decision": found.review.kind if found.review is not None else None,
        "review": _encode(found.review) if found.review is not None else None,
    }


def _is_rejected(version: Version) -> bool:
    return version.found.review is not None and version.found.review.kind == "rejected"


def _first(days: Iterable[str | None]) -> str | None:
    return min((day for day in days if day is not None), default=None)


def _batches(names: Sequence[str], size: int = 400) -> Iterable[Sequence[str]]:
    for i in range(0, len(names), size):
        yield names[i : i + size]
