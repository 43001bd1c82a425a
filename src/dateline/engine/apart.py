"""An engine in a process of its own: one that hangs is ended, and one that dies takes nothing with it.

A cluster can wait for ever for a node that is gone, a library can crash the process that called it, a parser can stay
with one page for good. None of that is to be mended from inside, so the process that gives out the work is a child:
when nothing comes back from it for too long, it is killed with all that it started, and the next call begins anew.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from dateline.errors import DatelineError, EngineError, EngineGone

PATIENCE_S = 600.0  # without one outcome: longer than a worker needs to start, load its model and read the longest text
_LEAVE_S = 30.0  # a child that was told to go may take so long to let a cluster go


class Engine(Protocol):
    """Applies one function to many records, on one machine or many."""

    def map(self, records: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
        """The outcomes of the records, each with the place of its record, as they come.

        Raises:
            EngineError: a worker or a node was lost; what came before holds.
            EngineGone: nothing can be done with this engine any more.
        """

    def close(self) -> None:
        """Let go of what is held."""


class Apart:
    """An engine that is made and used in a child process.

    Args:
        make: makes the engine, in the child; has to travel there, so a class or a `partial` of one.
        patience_s: seconds without an outcome after which the child is killed.
    """

    def __init__(self, make: Callable[[], Engine], *, patience_s: float = PATIENCE_S) -> None:
        self._make = make
        self._patience_s = patience_s
        self._process: BaseProcess | None = None
        self._line: Connection

    def map(self, records: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
        """The outcomes of the records, each with the place of its record, as they come.

        Raises:
            EngineError: a worker, a node or the child was lost, or nothing came back for too long.
            EngineGone: the engine cannot be started.
        """
        is_whole = False
        try:
            self._start()
            self._line.send(list(records))
            while (outcome := self._hear()) is not None:
                yield outcome
            is_whole = True
        except BrokenPipeError as error:
            raise EngineError("the process that gives out the work was killed") from error
        finally:
            if not is_whole:  # whatever state it is in, the next call begins anew
                self._end()

    def close(self) -> None:
        """Let the child go; it is killed where it does not."""
        if self._process is None:
            return
        self._line.close()
        self._process.join(_LEAVE_S)
        self._end()

    def _start(self) -> None:
        if self._process is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._line, its_line = context.Pipe()
        self._process = context.Process(target=_work, args=(its_line, self._make))
        self._process.start()
        its_line.close()
        try:
            self._hear()
        except EngineError as error:
            raise EngineGone(f"The engine could not be started: {error}.") from error

    def _hear(self) -> Any:
        assert self._process is not None
        # the child's own processes hold its end of the line as well, so its death is watched for beside it
        if not wait([self._line, self._process.sentinel], self._patience_s):
            raise EngineError(f"nothing came back for {self._patience_s:,.0f} seconds")
        try:
            said = self._line.recv() if self._line.poll() else EOFError()
        except (EOFError, ConnectionResetError) as error:
            said = error
        if isinstance(said, DatelineError):
            raise said
        if isinstance(said, Exception):
            raise EngineError("the process that gives out the work was killed") from said
        return said

    def _end(self) -> None:
        if self._process is None:
            return
        assert self._process.pid
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(ProcessLookupError):  # one that was only just starting has no group yet
            self._process.kill()
        self._process.join()
        self._line.close()
        self._process = None


def _work(line: Connection, make: Callable[[], Engine]) -> None:
    """The child's whole life: make the engine, then answer one call after the other until the line is cut."""
    os.setpgid(0, 0)
    try:
        engine = make()
    except DatelineError as error:
        line.send(error)
        return
    except Exception as error:
        line.send(EngineError(f"{type(error).__name__}: {error}"))
        return
    try:
        line.send(None)
        while True:
            records = line.recv()
            try:
                for outcome in engine.map(records):
                    line.send(outcome)
                line.send(None)
            except EngineError as error:
                line.send(error)
    except (EOFError, OSError):
        pass  # the caller is done, or dead
    finally:
        engine.close()
