"""Engines for large work: the cores of this machine, Daft on this machine, Daft on a Ray cluster.

All three apply the same function to the same records and give the same bytes; they differ in where the work is done
and in what a lost worker costs. What is found is decided nowhere here.
"""

import gc
import logging
import multiprocessing
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from dateline.engine.apart import PATIENCE_S, Apart, Engine
from dateline.engine.catalogue import load_catalogue
from dateline.engine.local import cores_here, extract_one
from dateline.engine.shards import Outcome
from dateline.engine.translators.settings import Settings
from dateline.errors import EngineError, EngineGone, InputError
from dateline.extraction.events.lexicon import OWN_TABLES, read_lexicon
from dateline.reading.archives import Raw, read_raw
from dateline.values import Refused

# Daft and Ray phone home unless told not to before they are imported
_QUIET = {
    "DO_NOT_TRACK": "1",
    "SCARF_NO_ANALYTICS": "1",
    "DAFT_ANALYTICS_ENABLED": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
}
_AT_ONCE = 8  # records a worker is handed at a time
_TASK = 128  # records of a task of Ray's: what is done again when its node is lost
_ANSWER_S = 10.0
_ONE_LIFE = {"max_restarts": 0, "max_task_retries": 0}

Code = Callable[[bytes], bytes]


class Coder:
    """Reads one raw record and codes it; a plain value, so that it travels to other processes and machines.

    Args:
        user_actors: a CSV of the user's own actors; it must lie at the same path on every machine.
        user_verbs: a table or folder of the user's own words of acts, likewise.
        settings: translation engines; None takes those installed where the work is done.
    Raises:
        DataError: a line of the user's tables that cannot be used; it would else refuse every article.
    """

    def __init__(
        self,
        user_actors: Path | None = None,
        user_verbs: Path | None = None,
        settings: Settings | None = None,
    ) -> None:
        if user_actors is not None:
            load_catalogue(user=user_actors)
        if user_verbs is not None:
            read_lexicon([OWN_TABLES, user_verbs])
        self._read = partial(extract_one, settings=settings, user_actors=user_actors, user_verbs=user_verbs)

    def __call__(self, record: bytes) -> bytes:
        article = read_raw(msgspec.msgpack.decode(record, type=Raw))
        if isinstance(article, Refused):
            return msgspec.msgpack.encode(Outcome(refused=article))
        found = self._read(article)
        if isinstance(found, Refused):
            return msgspec.msgpack.encode(Outcome(article=article, refused=found))
        return msgspec.msgpack.encode(Outcome(article=article, found=found))


class Cores:
    """The cores of this machine, as processes; a killed process is an error, and new ones start for the next call."""

    def __init__(self, code: Code, *, cores: int) -> None:
        self._code = code
        self._cores = cores
        self._pool: ProcessPoolExecutor | None = None

    def map(self, records: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
        """The outcomes of the records, each with the place of its record, as they come.

        Raises:
            EngineError: a process was killed.
        """
        if self._pool is None:
            kind = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
            gc.freeze()
            self._pool = ProcessPoolExecutor(self._cores, mp_context=multiprocessing.get_context(kind))
        try:
            waiting = {
                self._pool.submit(_all_of, self._code, records[first : first + _AT_ONCE]): first
                for first in range(0, len(records), _AT_ONCE)
            }
            for done in as_completed(waiting):
                yield from enumerate(done.result(), waiting[done])
        except BrokenProcessPool as error:
            self._pool = None
            raise EngineError("a process was killed while it read") from error

    def close(self) -> None:
        """Let the processes go."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


class Here:
    """This process, one record after the other: what a worker of Daft's keeps in a process apart."""

    def __init__(self, code: Code) -> None:
        self._code = code

    def map(self, records: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
        """The outcomes of the records, in order."""
        return enumerate(map(self._code, records))

    def close(self) -> None:
        """Nothing is held."""


class Daft:
    """Daft, with its own runner on this machine or on a Ray cluster: the same query on both.

    Ray would give a record that kills its worker to all the others, one by one, and then wait for ever. So a worker reads in
    a process apart (`Apart`): what dies or hangs there is that process, and the worker says which record it was.

    Args:
        code: applied to each record, one row at a time.
        workers: processes or actors over the whole cluster; 0 takes as many as it has processors.
        address: of a Ray cluster (`auto`, `local`, `ray://head:10001` ..); None runs on this machine without Ray.
        patience_s: seconds that one record may take.
    Raises:
        InputError: Daft, or Ray where an address is given, is not installed.
        EngineGone: no cluster answers at the address.
    """

    def __init__(
        self, code: Code, *, workers: int = 0, address: str | None = None, patience_s: float = PATIENCE_S / 2
    ) -> None:
        os.environ.update({name: value for name, value in _QUIET.items() if name not in os.environ})
        self._daft = _module("daft")
        self._ray = None if address is None else _module("ray")
        self._apart = partial(Apart, partial(Here, code), patience_s=patience_s)
        self._workers = workers
        if self._ray is None:
            self._daft.set_runner_native()
            return
        assert address is not None
        try:
            if not self._ray.is_initialized():
                _knock(address)
                self._ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        except (OSError, RuntimeError, ValueError) as error:
            raise EngineGone(
                f"No Ray cluster answers at {address} ({_last_line(error)}). See that it runs: ray status --address .."
            ) from error
        self._daft.set_runner_ray(noop_if_initialized=True)

    def map(self, records: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
        """The outcomes of the records, each with the place of its record, as they come.

        Raises:
            EngineError: records that killed their process or took too long, all others came back; or the query failed,
                most often because a node was lost.
        """
        daft, lost = self._daft, 0
        try:
            workers = self._living_workers()
            table = daft.from_pydict({"n": list(range(len(records))), "record": list(records)})
            if self._ray is not None:  # one table is one partition, and one worker has it, unless it is cut
                table = table.into_partitions(max(workers, len(records) // _TASK))
            outcome = self._function(workers)(daft.col("record")).alias("outcome")
            for part in table.into_batches(_AT_ONCE).select(daft.col("n"), outcome).to_arrow_iter():
                for n, found in zip(part["n"].to_pylist(), part["outcome"].to_pylist(), strict=True):
                    if found is None:
                        lost += 1
                    else:
                        yield n, found
        except Exception as error:  # Daft has no error of its own for a lost worker
            raise EngineError(f"{type(error).__name__}: {_last_line(error)}") from error
        if lost:
            raise EngineError("a process was killed or stuck while it read")

    def close(self) -> None:
        """Leave the cluster."""
        if self._ray is not None:
            self._ray.shutdown()

    def _living_workers(self) -> int:
        """No more than the living nodes have processors for: a query waits two minutes for a worker that has no place."""
        if self._ray is None:
            return self._workers or cores_here()
        processors = sum(node["Resources"].get("CPU", 0) for node in self._ray.nodes() if node["Alive"])
        return max(1, min(self._workers or int(processors), int(processors)))

    def _function(self, workers: int) -> Any:
        daft = self._daft

        class Worker:
            def __init__(self, apart: Callable[[], Apart]) -> None:
                self._apart = apart()

            @daft.method(return_dtype=daft.DataType.binary())
            def outcome(self, record: bytes) -> bytes | None:
                try:
                    return next(outcome for _, outcome in list(self._apart.map([record])))
                except EngineGone:
                    raise
                except EngineError:
                    return None

        # One attempt: what a lost worker had is tried again by whoever counts the tries. And one life: Ray would wait
        # for ever for a place to bring a worker back to whose node is gone, where Daft gives its work to the others.
        kept: Any = daft.cls(
            Worker,
            max_concurrency=workers,
            use_process=True,
            max_retries=0,
            ray_options=None if self._ray is None else _ONE_LIFE,
        )
        return kept(self._apart).outcome


def engine_named(
    name: str, code: Code, *, cores: int = 0, address: str | None = None, patience_s: float = PATIENCE_S
) -> Apart:
    """An engine by the name that `dateline run --engine` takes.

    Args:
        name: `local`, `daft` or `ray`.
        code: what is applied to each record.
        cores: processes on this machine, or workers over the cluster; 0 takes all there are.
        address: of the Ray cluster; `ray` without one starts Ray on this machine.
        patience_s: seconds without an outcome after which what runs is ended and tried again.
    Raises:
        InputError: what the engine needs is not installed.
    """
    for needed in {"local": (), "daft": ("daft",), "ray": ("daft", "ray")}[name]:
        if find_spec(needed) is None:
            raise _missing(needed)
    make: Callable[[], Engine]
    if name == "local":
        make = partial(Cores, code, cores=cores or cores_here())
    else:
        make = partial(
            Daft,
            code,
            workers=cores or (cores_here() if name == "daft" else 0),
            address=(address or "local") if name == "ray" else None,
            patience_s=patience_s / 2,
        )
    return Apart(make, patience_s=patience_s)


def _all_of(code: Code, records: Sequence[bytes]) -> list[bytes]:
    return [code(record) for record in records]


def _knock(address: str) -> None:
    """See that somebody listens at a `host:port`, where Ray itself would try for many minutes."""
    host, _, port = address.rpartition(":")
    if port.isdigit() and "/" not in host:
        socket.create_connection((host, int(port)), timeout=_ANSWER_S).close()


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise _missing(name) from error


def _missing(name: str) -> InputError:
    return InputError(f"This engine needs {name.capitalize()}. Install it: pip install 'dateline[cluster]'.")


def _last_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[-1][:200]
