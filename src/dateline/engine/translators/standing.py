"""A pipe of programs that stays open: each reads up to a zero byte, answers, and waits for more.

Apertium's programs do so with `-z`. Starting the dozen of them costs half a second, an answer a hundredth of it. A pipe
belongs to the process that opened it; one that was forked opens its own.
"""

import os
import select
import subprocess
import threading
import time
from collections.abc import Sequence

from dateline.errors import TranslationError

_CHUNK = 1 << 16


class StandingPipe:
    """The stages of one pair, started when the first text comes.

    Args:
        stages: program and arguments of each, without `-z`.
        timeout_seconds: for one answer.
    """

    def __init__(self, stages: Sequence[Sequence[str]], timeout_seconds: float) -> None:
        self._stages = [[stage[0], "-z", *stage[1:]] for stage in stages]
        self._timeout = timeout_seconds
        self._lock = threading.Lock()
        self._running: list[subprocess.Popen[bytes]] = []
        self._writer: threading.Thread | None = None
        self._owner = 0

    def ask(self, text: str) -> str:
        """What the pipe makes of a text, which holds no zero byte.

        Raises:
            TranslationError: a program is missing, died, or gave no answer in time; the pipe is closed then.
        """
        with self._lock:
            if self._owner != os.getpid() or any(stage.poll() is not None for stage in self._running):
                self._open()
            try:
                return self._answer(text.encode("utf-8") + b"\0")
            except BaseException:
                self._close()
                raise

    def _open(self) -> None:
        if self._owner == os.getpid():
            self._close()
        self._running, self._writer, self._owner = [], None, os.getpid()
        try:
            for words in self._stages:
                source = self._running[-1].stdout if self._running else subprocess.PIPE
                stage = subprocess.Popen(
                    words, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
                )
                if self._running and self._running[-1].stdout is not None:
                    self._running[-1].stdout.close()
                self._running.append(stage)
        except OSError as error:
            self._close()
            raise TranslationError(f"{error.filename or 'Apertium'}: {error.strerror}.") from error

    def _answer(self, data: bytes) -> str:
        self._writer = threading.Thread(target=self._write, args=(data,), daemon=True)
        self._writer.start()  # a long text fills the pipe before the first answer comes
        last = self._running[-1].stdout
        assert last is not None
        found = bytearray()
        deadline = time.monotonic() + self._timeout
        while not found.endswith(b"\0"):
            ready, _, _ = select.select([last], [], [], max(0.0, deadline - time.monotonic()))
            more = os.read(last.fileno(), _CHUNK) if ready else b""
            if not more:
                why = "closed its pipe" if ready else f"gave no answer in {self._timeout:g} seconds"
                raise TranslationError(f"Apertium ({self._stages[-1][0]}) {why}.")
            found += more
        return found[:-1].decode("utf-8", "replace")

    def _write(self, data: bytes) -> None:
        first = self._running[0].stdin
        try:
            while data and first is not None:
                data = data[os.write(first.fileno(), data) :]
        except OSError:
            return  # the stage died: whoever reads the answer sees the end of it

    def _close(self) -> None:
        for stage in self._running:
            stage.kill()
        if self._writer is not None:
            self._writer.join()
        for stage in self._running:
            for stream in (stage.stdin, stage.stdout):
                if stream is not None:
                    stream.close()
            stage.wait()
        self._running = []
