"""Shards through an engine, wave by wave: what fails is tried again, then halved until the one bad record is found.

An engine may lose a worker or a node at any moment. A wave that fails is run again, and when it keeps failing it is
halved, until a single record is left that no worker survives: that one is refused with the reason, and all the others
are read. So one poisonous page never costs a wave, and no record is tried more often than the halvings need.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Protocol

import msgspec
from msgspec import Struct

from dateline.engine.shards import Outcome, Shard, Shelf
from dateline.errors import EngineError
from dateline.reading.archives import Raw
from dateline.values import Refused

WAVE = 16  # shards given to an engine at once: bounds memory, and what a lost wave costs
_TRIES = 2  # of a whole wave, before it is halved: a lost node is not the fault of a record


class Engine(Protocol):
    """Applies one function to many records, on one machine or many, keeping their order."""

    def map(self, records: Sequence[bytes]) -> list[bytes]:
        """The outcomes of the records, one each, in order.

        Raises:
            EngineError: a worker or a node was lost; nothing of this call is kept.
        """


class Done(Struct, frozen=True, kw_only=True):
    """What a run over archives did: `read` is accepted + refused + known, those of shards finished before."""

    read: int
    accepted: int
    refused: int
    known: int
    shards: int
    quarantined: tuple[Refused, ...]


def run_waves(
    shards: Iterable[Shard],
    shelf: Shelf,
    engine: Engine,
    *,
    wave: int = WAVE,
    progress: Callable[[int], None] = lambda read: None,
) -> Done:
    """Bring all shards to the shelf that are not there yet.

    Args:
        shards: in order; the same shard twice is done once.
        shelf: where finished ones lie.
        engine: maps `code_record`, or what a test hands in, over records.
        wave: shards given to the engine at once.
        progress: called with the number of records read so far.
    """
    counts = {"accepted": 0, "refused": 0, "known": 0, "shards": 0}
    quarantined: list[Refused] = []
    coming = iter(shards)
    while batch := list(islice(coming, wave)):
        new = {shard.name: shard for shard in batch if not shelf.has(shard.name)}
        counts["shards"] += len(batch)
        counts["known"] += sum(len(s.records) for s in batch) - sum(len(s.records) for s in new.values())
        records = [record for shard in new.values() for record in shard.records]
        outcomes = iter(_survive(engine, records, quarantined)) if records else iter(())
        for shard in new.values():
            part = list(islice(outcomes, len(shard.records)))
            shelf.put(shard.name, part)
            accepted = sum(outcome.found is not None for outcome in part)
            counts["accepted"] += accepted
            counts["refused"] += len(part) - accepted
        progress(counts["accepted"] + counts["refused"] + counts["known"])
    read = counts["accepted"] + counts["refused"] + counts["known"]
    return Done(read=read, quarantined=tuple(quarantined), **counts)


def _survive(engine: Engine, records: list[Raw], quarantined: list[Refused], tries: int = _TRIES) -> list[Outcome]:
    encoded = [msgspec.msgpack.encode(record) for record in records]
    trouble: EngineError | None = None
    for _ in range(tries):
        try:
            return [msgspec.msgpack.decode(outcome, type=Outcome) for outcome in engine.map(encoded)]
        except EngineError as error:
            trouble = error
    if len(records) == 1:
        why = f"No worker survived this report ({trouble}). It is left out; please report it with the article."
        quarantined.append(Refused(None, "engine", why, records[0].where))
        return [Outcome(refused=quarantined[-1])]
    middle = len(records) // 2
    first = _survive(engine, records[:middle], quarantined, 1)
    return first + _survive(engine, records[middle:], quarantined, 1)
