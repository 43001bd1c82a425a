"""The pulse of a following process: a small file beside the store that says what it is doing and how it does.

The page and the metrics read it; nothing depends on it, and losing it costs nothing.
"""

import os
from pathlib import Path

import msgspec
from msgspec import Struct

from dateline.values.address import StoreAddress


class Pulse(Struct, frozen=True, kw_only=True):
    """How following does. Times are ISO, UTC.

    Attributes:
        doing: collecting, watching, waiting, paused (the disk is nearly full), stopped.
        rounds, accepted, refused, alerts: since it was started.
        failures: rounds in a row that ended in an error; `trouble` is the last one's message.
        waiting: pages that were never read and still are to be.
        free_bytes: on the fullest disk that it writes to.
    """

    pid: int
    started_at: str
    at: str
    doing: str
    rounds: int = 0
    accepted: int = 0
    refused: int = 0
    alerts: int = 0
    failures: int = 0
    trouble: str | None = None
    waiting: int = 0
    free_bytes: int | None = None


def pulse_path(store: StoreAddress) -> Path:
    """Where the pulse of a store's follower is."""
    return store.beside.with_name(f"{store.beside.stem}-follow.json")


def write_pulse(path: Path, pulse: Pulse) -> None:
    """Replace the pulse; on a full disk the old one stays."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(msgspec.json.encode(pulse))
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)


def read_pulse(path: Path) -> Pulse | None:
    """The pulse, None where nobody follows or the file is of another time."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Pulse)
    except (OSError, msgspec.MsgspecError):
        return None
