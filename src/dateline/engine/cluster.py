"""Engines for large work: the cores of this machine, Daft on this machine, Daft on a Ray cluster.

All three apply the same function to the same records and give the same bytes; they differ in where the work is done
and in what a lost worker costs. What is found is decided nowhere here.
"""

import gc
import logging
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from dateline.engine.local import extract_one
from dateline.engine.shards import Outcome
from dateline.engine.translators.settings import Settings
from dateline.errors import EngineError, InputError
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

Code = Callable[[bytes], bytes]


class Coder:
    """Reads one raw record and codes it; a plain value, so that it travels to other processes and machines.

    Args:
        user_actors: a CSV of the user's own actors; it must lie at the same path on every machine.
        user_verbs: a table or folder of the user's own words of acts, likewise.
        settings: translation engines; None takes those installed where the work is done.
    """

    def __init__(
        self,
        user_actors: Path | None = None,
        user_verbs: Path | None = None,
        settings: Settings | None = None,
    ) -> None:
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

    def map(self, records: Sequence[bytes]) -> list[bytes]:
        """The outcomes of the records, one each, in order.

        Raises:
            EngineError: a process was killed.
        """
        if self._pool is None:
            kind = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
            gc.freeze()
            self._pool = ProcessPoolExecutor(self._cores, mp_context=multiprocessing.get_context(kind))
        try:
            return list(self._pool.map(self._code, records, chunksize=_AT_ONCE))
        except BrokenProcessPool as error:
            self._pool = None
            raise EngineError("a process was killed while it read") from error

    def close(self) -> None:
        """Let the processes go."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


class Daft:
    """Daft, with its own runner on this machine or on a Ray cluster: the same query on both.

    Args:
        code: applied to each record, one row at a time.
        workers: processes or actors over the whole cluster.
        address: of a Ray cluster (`auto`, `local`, `ray://head:10001` ..); None runs on this machine without Ray.
    Raises:
        InputError: Daft, or Ray where an address is given, is not installed.
    """

    def __init__(self, code: Code, *, workers: int, address: str | None = None) -> None:
        os.environ.update({name: value for name, value in _QUIET.items() if name not in os.environ})
        try:
            import daft
        except ImportError as error:
            raise InputError("This engine needs Daft. Install it: pip install 'dateline[cluster]'.") from error
        self._daft = daft
        self._workers = workers
        self._is_ray = address is not None
        if address is None:
            daft.set_runner_native()
        else:
            self._join(address)
        self._column = self._function(code)

    def map(self, records: Sequence[bytes]) -> list[bytes]:
        """The outcomes of the records, one each, in order.

        Raises:
            EngineError: the query failed, most often because a worker or node was lost.
        """
        daft = self._daft
        table = daft.from_pydict({"n": list(range(len(records))), "record": list(records)})
        if self._is_ray:  # one table is one partition, and one worker has it, unless it is cut
            table = table.into_partitions(max(1, min(self._workers, len(records) // _AT_ONCE)))
        table = table.into_batches(_AT_ONCE)
        try:
            found = table.select(daft.col("n"), self._column(daft.col("record")).alias("outcome")).to_pydict()
        except Exception as error:  # Daft has no error of its own for a lost worker
            raise EngineError(f"{type(error).__name__}: {str(error).strip().splitlines()[-1][:200]}") from error
        outcomes: dict[int, bytes] = dict(zip(found["n"], found["outcome"], strict=True))
        if len(outcomes) != len(records):
            raise EngineError(f"{len(records) - len(outcomes)} of {len(records)} records came back without an outcome")
        return [outcomes[n] for n in range(len(records))]

    def close(self) -> None:
        """Nothing is held."""

    def _join(self, address: str) -> None:
        try:
            import ray
        except ImportError as error:
            raise InputError("This engine needs Ray. Install it: pip install 'dateline[cluster]'.") from error
        if not ray.is_initialized():
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        self._daft.set_runner_ray(noop_if_initialized=True)

    def _function(self, code: Code) -> Any:
        daft = self._daft

        class Worker:
            def __init__(self, code: Code) -> None:
                self._code = code

            @daft.method(return_dtype=daft.DataType.binary())
            def outcome(self, record: bytes) -> bytes:
                return self._code(record)

        # one attempt: what a lost worker had is tried again by whoever counts the tries
        kept: Any = daft.cls(Worker, max_concurrency=self._workers, use_process=True, max_retries=0)
        return kept(code).outcome


def engine_named(name: str, code: Code, *, cores: int, address: str | None = None) -> "Cores | Daft":
    """An engine by the name that `dateline run --engine` takes.

    Args:
        name: `local`, `daft` or `ray`.
        code: what is applied to each record.
        cores: processes on this machine, or workers over the cluster.
        address: of the Ray cluster; `ray` without one starts Ray on this machine.
    """
    if name == "local":
        return Cores(code, cores=cores)
    return Daft(code, workers=cores, address=(address or "local") if name == "ray" else None)
