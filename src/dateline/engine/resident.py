"""How a process behaves that stays for months beside others: little memory, and no core that somebody waits for.

The C library keeps a heap for each thread that ever asked for memory, and what one of them gives back no other may use: a
page with twenty readers grew by a megabyte a minute where it held nothing more. Two heaps serve all threads as quickly here,
because Python lets one of them run at a time.
"""

import ctypes
import os
import platform
import sys
from typing import Any

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h
_BEHIND = 5  # as `nice` counts


def share_heaps(count: int = 2) -> bool:
    """Let all threads of this process share few heaps; before they are started.

    Args:
        count: heaps at most.
    Returns:
        whether the C library knows of this; another one than glibc may not.
    """
    libc = _glibc()
    return libc is not None and bool(libc.mallopt(_ARENA_MAX, count))


def give_back() -> None:
    """Hand memory that is free to the system, after work that took much of it for a moment."""
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


def _glibc() -> Any:
    """The C library where it is glibc, else None."""
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None


def give_way() -> None:
    """Let whoever waits for a page go first where both want a core; for this process and those it starts."""
    if sys.platform != "win32":
        os.nice(_BEHIND)
