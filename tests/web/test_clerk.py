"""Files are written beside the page: piece by piece, by a process that may die, never by the page itself."""

import os
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import anyio
import pytest

from dateline.errors import EngineError, InputError
from dateline.store import Store
from dateline.web.clerk import Clerk
from dateline.web.desk import Desk


def counted(desk: Desk, name: str, most: int) -> Iterator[bytes]:
    for n in range(most):
        yield f"{name}{n}".ljust(1 << 16).encode()


def small(desk: Desk) -> Iterator[bytes]:
    yield from (b"one ", b"", b"two")


def whoever(desk: Desk) -> Iterator[bytes]:
    yield str(os.getpid()).encode()


def refused(desk: Desk) -> Iterator[bytes]:
    raise InputError("No such day.")


def deadly(desk: Desk) -> Iterator[bytes]:
    os._exit(1)


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    with Store(tmp_path / "s.db"):
        pass
    return Clerk(str(tmp_path / "s.db"))


async def whole(pieces: AsyncIterator[bytes]) -> list[bytes]:
    return [piece.rstrip() async for piece in pieces]


def test_files_asked_for_together_are_made_side_by_side(clerk: Clerk) -> None:
    """A reader who stops in the middle, or leaves, keeps nobody from the rest of another file."""

    async def ask() -> None:
        slow, left = await clerk.write(counted, "a", 3), await clerk.write(counted, "b", 3)
        assert (await anext(slow)).startswith(b"a0") and (await anext(left)).startswith(b"b0")
        await left.aclose()  # type: ignore[attr-defined]
        assert await whole(await clerk.write(counted, "c", 2)) == [b"c0", b"c1"]
        assert await whole(slow) == [b"a1", b"a2"]
        assert await whole(await clerk.write(counted, "d", 0)) == []
        assert await whole(await clerk.write(small)) == [b"one two"], "small pieces travel together"

    anyio.run(ask)


def test_a_file_is_made_by_another_process(clerk: Clerk) -> None:
    """The page's own process stays free for pages; what is wrong with a question comes back as it was raised."""

    async def ask() -> None:
        assert await whole(await clerk.write(whoever)) != [str(os.getpid()).encode()]
        with pytest.raises(InputError, match="No such day"):
            await clerk.write(refused)

    anyio.run(ask)


def test_a_clerk_that_died_is_followed_by_another(clerk: Clerk) -> None:
    """The file that was being made ends with an error that says what to do; the next one is whole."""

    async def ask() -> None:
        with pytest.raises(EngineError, match="again"):
            await clerk.write(deadly)
        assert await whole(await clerk.write(counted, "a", 2)) == [b"a0", b"a1"]

    anyio.run(ask)


def test_readers_with_one_question_share_one_answer(tmp_path: Path) -> None:
    """Who asks what is being asked waits for that answer."""
    with Store(tmp_path / "s.db") as store, ThreadPoolExecutor(8) as readers:
        desk, go_on, asked = Desk(store), Event(), []

        def ask() -> int:
            asked.append(1)
            go_on.wait(1)  # whoever else would ask by itself comes here meanwhile
            return len(asked)

        waiting = [readers.submit(desk.once, "how many", ask) for _ in range(8)]
        assert [each.result(10) for each in waiting] == [1] * 8


def test_a_question_that_failed_is_asked_again(tmp_path: Path) -> None:
    """An error is told to who asked, and is no answer for the next."""
    with Store(tmp_path / "s.db") as store:
        desk, answers = Desk(store), iter((InputError("Not now."), 7))

        def ask() -> int:
            if isinstance(said := next(answers), InputError):
                raise said
            return said

        with pytest.raises(InputError, match="Not now"):
            desk.once("how many", ask)
        assert desk.once("how many", ask) == 7 == desk.once("how many", ask)
