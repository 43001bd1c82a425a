"""A process that stays: few heaps for many threads, and what is free goes back."""

import platform
from pathlib import Path

import pytest

from dateline.engine.resident import give_back, share_heaps

IS_GLIBC = platform.libc_ver()[0] == "glibc"


def test_heaps_are_shared_where_the_c_library_lets_us() -> None:
    """Asked for on glibc it is done, elsewhere it is left alone without an error."""
    assert share_heaps() is IS_GLIBC


@pytest.mark.skipif(not IS_GLIBC, reason="the C library is another")
def test_what_is_free_goes_back() -> None:
    """Memory that small things took for a moment, below others that stay, is the system's again."""
    taken = [bytearray(1000) for _ in range(100_000)]
    kept = taken[::2000]
    before = _own_mb()
    del taken
    give_back()
    assert _own_mb() < before - 50
    assert len(kept) == 50


def _own_mb() -> float:
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("RssAnon")).split()[1]) / 1024
