"""Who actors are: as the latest report describes them, or as the latest report out by a past day did.

Today's card says it of all that no later report speaks of. For the others each mention names how its report describes
the actor, and each such description is kept once.
"""

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from dateline.store import tables as t
from dateline.store.dialect import insert_new
from dateline.values import Actor, Extraction

_actor = msgspec.json.Decoder(Actor)
_encode = msgspec.json.Encoder(order="deterministic").encode


def cards(connection: Connection, as_of: str | None, names: Sequence[str] | None = None) -> dict[str, Actor]:
    """Every actor (of some) that any report speaks of, by id; with `as_of`, any report that was out by that ISO day."""
    a = t.actors.c
    query = select(a.id, a.described_at, a.value).order_by(a.id)
    queries = [query] if names is None else [query.where(a.id.in_(part)) for part in _batches(set(names))]
    rows = [row for one in queries for row in connection.execute(one)]
    if as_of is None:
        return {row.id: _actor.decode(row.value) for row in rows}
    then = _described_by(connection, {row.id for row in rows if row.described_at > as_of}, as_of)
    now = {row.id: row.value for row in rows if row.described_at <= as_of}
    return {row.id: _actor.decode(value) for row in rows if (value := now.get(row.id) or then.get(row.id))}


def keep_descriptions(connection: Connection, described: Iterable[Actor]) -> dict[Actor, int]:
    """The row that keeps each description, as `described_in` gives them; those that are new are kept."""
    values = {actor: _encode(actor) for actor in described}
    digests = {sha256(value).hexdigest(): value for value in values.values()}
    known = _rows_of(connection, digests)
    if new := sorted(digests.keys() - known.keys()):
        insert_new(connection, t.descriptions, [{"digest": name, "value": digests[name]} for name in new])
        known |= _rows_of(connection, new)
    rows = {digests[digest]: row for digest, row in known.items()}
    return {actor: rows[value] for actor, value in values.items()}


def described_in(extraction: Extraction) -> dict[str, Actor]:
    """Every actor that a report speaks of, by id, as it is described best there."""
    found: dict[str, Actor] = {}
    for actor in _all_actors(extraction):
        known = found.get(actor.id)
        if known is None or _described(actor) > _described(known):
            found[actor.id] = actor
    return {name: msgspec.structs.replace(actor, why="") for name, actor in found.items()}


def _all_actors(extraction: Extraction) -> Iterable[Actor]:
    for entity in extraction.entities:
        if entity.actor is not None:
            yield entity.actor
    for event in extraction.events:
        for party in (event.source, event.target, *event.actors, *event.recipients):
            if party is not None and party.actor is not None:
                yield party.actor
    for said in extraction.statements:
        if said.source is not None and said.source.actor is not None:
            yield said.source.actor


def _described(actor: Actor) -> tuple[int, int, str]:
    known = sum(value is not None for value in (actor.country, actor.sector, actor.kind))
    return known, len(actor.name), actor.name


def _described_by(connection: Connection, actors: Collection[str], day: str) -> dict[str, bytes]:
    """How the last reports that name some actors, out by a day, describe them; of several of one day the greatest."""
    m, d, a = t.mentions.c, t.descriptions.c, t.actors.c
    day_before = select(func.max(m.known_on)).where(m.actor == a.id, m.known_on <= day).scalar_subquery()
    found: dict[str, bytes] = {}
    for part in _batches(actors):
        last = select(a.id, day_before.label("last_on")).where(a.id.in_(part)).subquery()
        named = (
            select(m.actor, m.description)
            .join(last, (last.c.id == m.actor) & (last.c.last_on == m.known_on))
            .distinct()
            .subquery()
        )
        query = select(named.c.actor, d.value).join(t.descriptions, d.row == named.c.description)
        for actor, value in connection.execute(query):
            found[actor] = max(found.get(actor, b""), value)
    return found


def _rows_of(connection: Connection, digests: Collection[str]) -> dict[str, int]:
    d = t.descriptions.c
    queries = [select(d.digest, d.row).where(d.digest.in_(part)) for part in _batches(digests)]
    return {digest: row for query in queries for digest, row in connection.execute(query)}


def _batches(names: Collection[Any], size: int = 500) -> list[list[Any]]:
    held = sorted(names)
    return [held[at : at + size] for at in range(0, len(held), size)]
