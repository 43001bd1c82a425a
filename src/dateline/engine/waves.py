"""Shards through an engine, wave by wave: what was lost is tried again, then halved until the one bad record is found.

An engine may lose a worker or a node at any moment. What came back before holds; the rest is given out again, and when
it is lost again it is halved, until a single record is left that no worker survives: that one is refused with the
reason, and all the others are read. So one poisonous page never costs a wave, no record is tried more often than the
halvings need, and an engine that does no work at all is never taken for a bad record: it is asked before one is blamed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

import msgspec
from msgspec import Struct

from dateline.engine.shards import Outcome, Shard, Shelf
from dateline.errors import EngineError, EngineGone
from dateline.reading.archives import Raw
from dateline.values import Refused

WAVE = 32  # shards given to an engine at once: bounds memory, and how often workers start
_TRIES = 2  # of what is missing, before it is halved: a lost node is not the fault of a record
_QUESTION = Raw(
    where="engine", refused=Refused(None, "engine", "Asks whether any work is done; no record of an archive.")
)


class Mapping(Protocol):
    """What a run needs of an engine: `engine.cluster` has those there are."""

    def map(self, records: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
        """The outcomes of the records, each with the place of its record, as they come; `EngineError` ends them."""


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
    engine: Mapping,
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
        for name, outcomes in _finished(engine, list(new.values()), quarantined):
            shelf.put(name, outcomes)
            accepted = sum(outcome.found is not None for outcome in outcomes)
            counts["accepted"] += accepted
            counts["refused"] += len(outcomes) - accepted
            progress(counts["accepted"] + counts["refused"] + counts["known"])
    read = counts["accepted"] + counts["refused"] + counts["known"]
    progress(read)
    return Done(read=read, quarantined=tuple(quarantined), **counts)


def _finished(engine: Mapping, shards: list[Shard], quarantined: list[Refused]) -> Iterator[tuple[str, list[Outcome]]]:
    """Each shard's outcomes, as soon as all of them are there."""
    places = [(shard, n) for shard in shards for n in range(len(shard.records))]
    parts: dict[str, dict[int, Outcome]] = {shard.name: {} for shard in shards}
    records = [shard.records[n] for shard, n in places]
    for place, outcome in _survive(engine, records, quarantined):
        shard, n = places[place]
        part = parts[shard.name]
        part[n] = outcome
        if len(part) == len(shard.records):
            yield shard.name, [part[k] for k in range(len(part))]
            part.clear()


def _survive(
    engine: Mapping, records: list[Raw], quarantined: list[Refused], tries: int = _TRIES
) -> Iterator[tuple[int, Outcome]]:
    """An outcome for every record, once, with its place; an engine may give one twice when it lost a worker."""
    missing = list(range(len(records)))
    trouble = EngineError("it came back without an outcome")
    for _ in range(tries):
        if not missing:
            return
        wanted = set(range(len(missing)))
        try:
            for k, outcome in engine.map([msgspec.msgpack.encode(records[n]) for n in missing]):
                if k in wanted:
                    wanted.remove(k)
                    yield missing[k], msgspec.msgpack.decode(outcome, type=Outcome)
        except EngineGone:
            raise
        except EngineError as error:
            trouble = error
        missing = [missing[k] for k in sorted(wanted)]
    if not missing:
        return
    _ask(engine, trouble)
    if len(missing) == 1:
        record = records[missing[0]]
        why = f"No worker survived this report ({trouble}). It is left out; please report it with the article."
        quarantined.append(Refused(None, "engine", why, record.where))
        yield missing[0], Outcome(refused=quarantined[-1])
        return
    middle = len(missing) // 2
    for half in (missing[:middle], missing[middle:]):
        for k, survived in _survive(engine, [records[n] for n in half], quarantined, _TRIES if len(half) == 1 else 1):
            yield half[k], survived


def _ask(engine: Mapping, trouble: EngineError) -> None:
    """See that the engine works at all, before records are blamed for what it lost."""
    try:
        answers = list(engine.map([msgspec.msgpack.encode(_QUESTION)]))
    except EngineError as error:
        trouble, answers = error, []
    if not answers:
        raise EngineGone(
            f"No worker does any work any more ({trouble}). What is finished is kept: "
            "see to the engine, then start the same command again."
        ) from trouble
