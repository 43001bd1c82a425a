"""Files are written by a clerk, in a process of its own: however many are asked for, pages come first.

A file of everything takes seconds of work, and a Python process works on one thing at a time: written here, files would
leave each page a part of it. The clerk makes pieces of files one after another, whoever asked, so a reader who takes a
piece slowly holds nobody up; who waits for a turn takes no thread from pages. It starts with the first file, follows the store as the page does, and ends with the page.
"""

import multiprocessing
import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

from dateline.engine.resident import give_back, give_way, share_heaps
from dateline.errors import DatelineError, EngineError
from dateline.store import Store
from dateline.web.desk import Desk

Make = Callable[..., Iterator[bytes]]
_PIECE = 1 << 16  # bytes at least, but for the last piece of a file
_turns: RunVar[CapacityLimiter] = RunVar("turns")


class Clerk:
    """Who writes the files of one store. Safe to use from several threads.

    Args:
        store: the address of the store; the clerk opens it for questions only.
    """

    def __init__(self, store: str) -> None:
        self._store = store
        self._line: Connection | None = None
        self._turn = Lock()  # one piece after another
        self._names = count()

    async def write(self, make: Make, *given: object) -> AsyncIterator[bytes]:
        """The pieces that `make(desk, *given)` gives, each made when it is asked for and its turn has come.

        Args:
            make: a function of a module, because only its name travels to the clerk.
            given: plain values that travel with it.
        Raises:
            DatelineError: what `make` raised before its first piece, or the clerk's process was killed.
        """
        name = next(self._names)
        first = await to_thread.run_sync(self._ask, name, make, given, limiter=_turn())
        return self._pieces(name, first)

    async def _pieces(self, name: int, piece: bytes | None) -> AsyncIterator[bytes]:
        try:
            while piece is not None:
                yield piece
                piece = await to_thread.run_sync(self._ask, name, limiter=_turn())
        finally:
            if piece is not None:  # whoever asked has left
                self._drop(name)

    def _ask(self, name: int, make: Make | None = None, given: tuple[object, ...] = ()) -> bytes | None:
        """The next piece of a file, None after the last."""
        with self._turn:
            line = self._line or self._start()
            try:
                line.send((name, make, given))
                said: bytes | DatelineError | None = line.recv()
            except (EOFError, OSError) as error:
                self._line = None
                raise EngineError("The process that writes files was killed. Ask for the file again.") from error
        if isinstance(said, DatelineError):
            raise said
        return said

    def _drop(self, name: int) -> None:
        """Tell the clerk that nobody waits for a file any more; it answers nothing to that."""
        with self._turn, suppress(OSError):
            if self._line is not None:
                self._line.send((name, None, None))

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._line, its_line = context.Pipe()
        process = context.Process(target=_work, args=(its_line, self._store), daemon=True)
        process.start()
        its_line.close()
        weakref.finalize(self, _end, process, self._line)
        return self._line


def _turn() -> CapacityLimiter:
    """One at a time, in the order of asking."""
    limiter = _turns.get(None)
    if limiter is None:
        limiter = CapacityLimiter(1)
        _turns.set(limiter)
    return limiter


def _end(process: BaseProcess, line: Connection) -> None:
    line.close()
    process.kill()
    process.join()


def _work(line: Connection, store: str) -> None:
    """The clerk's whole life: a piece of the file that is asked for, until the line is cut."""
    give_way()
    share_heaps()
    begun: dict[int, Iterator[bytes]] = {}
    try:
        with Store(store, readonly=True) as opened:
            desk = Desk(opened)
            while True:
                name, make, given = line.recv()
                if given is None:
                    begun.pop(name, None)
                    continue
                said: bytes | DatelineError | None
                try:
                    if make is not None:
                        begun[name] = _in_pieces(make(desk, *given))
                    said = next(begun[name], None)
                except DatelineError as error:
                    said = error
                except Exception as error:
                    said = EngineError(f"The file could not be written: {type(error).__name__}: {error}")
                if not isinstance(said, bytes):
                    begun.pop(name, None)
                line.send(said)
                if not begun:  # a file of all events takes ten times what a page does, and for a moment only
                    give_back()
    except (EOFError, OSError):
        pass  # the page is closed


def _in_pieces(lines: Iterator[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= _PIECE:
            yield b"".join(held)
            held, size = [], 0
    if size:
        yield b"".join(held)
