"""What tests send to other processes and nodes; a module of its own, since those import it by name."""

import os
import signal
import time

from dateline.engine.cluster import Coder


def shout(record: bytes) -> bytes:
    """The record in capitals; some records do to their worker what bad ones do."""
    if record == b"poison":
        os.kill(os.getpid(), signal.SIGKILL)
    if record == b"stuck":
        time.sleep(3600)
    return record.upper()


class SlowCoder(Coder):
    """The coder, so slow that there is a middle in which a node can be killed."""

    def __call__(self, record: bytes) -> bytes:
        time.sleep(0.1)
        return super().__call__(record)


class MortalCoder(Coder):
    """The coder, but for a report that no worker survives."""

    def __call__(self, record: bytes) -> bytes:
        if b"poison" in record:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(record)
