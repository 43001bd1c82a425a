"""Who an actor was known to be on a past day: as the latest report out by then describes it.

Today's card says it of all that no later report speaks of; the others are read off the reports of the last day on which
they were named before.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from dateline.store import tables as t
from dateline.store.indexing import described_in
from dateline.values import Actor, Extraction

_actor = msgspec.json.Decoder(Actor)
_extraction = msgspec.json.Decoder(Extraction)
_encode = msgspec.json.Encoder(order="deterministic").encode


def cards(connection: Connection, as_of: str | None, names: Sequence[str] | None = None) -> dict[str, Actor]:
    """Every actor (of some) that any report speaks of, by id; with `as_of`, any report that was out by that ISO day."""
    a = t.actors.c
    query = select(a.id, a.described_at, a.value).order_by(a.id)
    queries = [query] if names is None else [query.where(a.id.in_(part)) for part in _batches(set(names))]
    rows = [row for one in queries for row in connection.execute(one)]
    if as_of is None:
        return {row.id: _actor.decode(row.value) for row in rows}
    later = {row.id for row in rows if row.described_at > as_of}
    then = _described_by(connection, later, as_of)
    found = {row.id: then.get(row.id) if row.id in later else _actor.decode(row.value) for row in rows}
    return {name: actor for name, actor in found.items() if actor is not None}


def _described_by(connection: Connection, actors: set[str], day: str) -> dict[str, Actor]:
    """The descriptions of some actors in the last reports that name them, out by a day."""
    m, x = t.mentions.c, t.extractions.c
    last: dict[str, str] = {}
    for part in _batches(actors):
        named = select(m.actor, func.max(m.known_on)).where(m.actor.in_(part), m.known_on <= day).group_by(m.actor)
        last |= {row[0]: row[1] for row in connection.execute(named)}
    wanted: dict[int, list[str]] = defaultdict(list)
    for actor, known_on in sorted(last.items()):
        rows = select(m.article_row).where(m.actor == actor, m.known_on == known_on)
        for row in connection.execute(rows).scalars():
            wanted[row].append(actor)
    best: dict[str, tuple[bytes, Actor]] = {}
    for part in _batches(wanted):
        query = select(x.article_row, x.value).where(x.article_row.in_(part), x.is_current)
        for row, value in connection.execute(query):
            described = described_in(_extraction.decode(value))
            for actor in wanted[row]:
                said = described.get(actor)
                if said is not None and (actor not in best or _encode(said) > best[actor][0]):
                    best[actor] = _encode(said), said
    return {actor: said for actor, (_, said) in best.items()}


def _batches(names: Iterable[Any], size: int = 500) -> list[list[Any]]:
    held = sorted(names)
    return [held[at : at + size] for at in range(0, len(held), size)]
