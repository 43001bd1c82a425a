"""Files are written in turns: however many are asked for, pages come first.

A file of everything takes seconds of work, and Python works on one thing at a time: ten files at once would leave a page a
tenth of it. So pieces of files are made one after another, whoever asked; a reader who takes a piece slowly holds nobody up,
because the turn ends with the piece.
"""

from collections.abc import AsyncIterator, Iterator

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

_AT_ONCE = 1
_turns: RunVar[CapacityLimiter] = RunVar("turns")
_END = b""


async def in_turn(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces, each made when its turn has come."""
    limiter = _turns.get(None)
    if limiter is None:
        limiter = CapacityLimiter(_AT_ONCE)
        _turns.set(limiter)
    made = filter(None, pieces)
    while piece := await to_thread.run_sync(next, made, _END, limiter=limiter):
        yield piece
