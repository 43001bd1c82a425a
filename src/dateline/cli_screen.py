"""What is printed to a terminal: words of reports, names of files and addresses cannot steer it.

A file or a pipe gets every character as it is; only on a screen are those that command it shown as a mark instead: control
characters (C0, C1, delete) and the marks that turn the direction of what follows.
"""

import sys
from typing import Any, TextIO

_KEPT = frozenset("\n\t")
_STEERING = (*range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SHOWN = {code: "\ufffd" for code in _STEERING if chr(code) not in _KEPT}


def guard() -> None:
    """Guard standard output and standard error where they are terminals. Progress goes to standard error and may go back."""
    sys.stdout = _guarded(sys.stdout, _SHOWN)
    sys.stderr = _guarded(sys.stderr, {code: shown for code, shown in _SHOWN.items() if code != 0x0D})


def _guarded(stream: TextIO, shown: dict[int, str]) -> TextIO:
    return _Screen(stream, shown) if stream.isatty() else stream  # type: ignore[return-value]


class _Screen:
    """A terminal that is written to as any text stream."""

    def __init__(self, stream: TextIO, shown: dict[int, str]) -> None:
        self._stream = stream
        self._shown = shown
        self.buffer = _Bytes(self)

    def write(self, text: str) -> int:
        self._stream.write(text.translate(self._shown))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Bytes:
    """The same for what is written as bytes, whole characters at a time."""

    def __init__(self, screen: _Screen) -> None:
        self._screen = screen

    def write(self, data: bytes) -> int:
        self._screen.write(data.decode("utf-8", "replace"))
        return len(data)

    def flush(self) -> None:
        self._screen.flush()
