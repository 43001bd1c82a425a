"""Hostile words in reports, in names of files and in addresses: on a terminal they are words."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.store import Store
from dateline.values import Article, Event, Extraction, Refused, Sentence, Span

HOSTILE = {
    "colour": "\x1b[31mred",
    "title of the window": "\x1b]0;owned\x07",
    "clear": "\x1b[2J\x1b[H",
    "cursor up": "line\x1b[1A\x1b[2K",
    "hyperlink": "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "keys typed back": "\x1b[6n\x1b[c",
    "clipboard": "\x1b]52;c;cm0gLXJmIC8=\x07",
    "one byte": "\x9b31m\x9d0;owned\x9c",
    "back over the line": "harmless\rdangerous",
    "backspaces": "safe\x08\x08\x08\x08evil",
    "bell and shifts": "\x07\x0e\x0f",
    "delete": "\x7f\x7f",
    "turned around": "\u202egnp.exe\u202c \u2067x\u2069",
    "device control": "\x1bP1$tq\x1b\\",
}
_SIGNS = [*map(chr, range(0x09)), *map(chr, range(0x0E, 0x20)), *map(chr, range(0x7F, 0xA0)), "\u202e", "\u2067"]


def _on_a_terminal(folder: Path, *words: str) -> str:
    """What a terminal gets of a command."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "dateline.cli", *words], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    told = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        told += piece
    process.wait(timeout=120)
    os.close(ours)
    return told.decode("utf-8").replace("\r\n", "\n")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a report of each kind, and refusals whose names are hostile."""
    folder = tmp_path_factory.mktemp("screen")
    with Store(folder / "dateline.db") as store, store.batch():
        for n, words in enumerate(HOSTILE.values()):
            text = f"Rebels attacked {words} today."
            event = Event(type="ASSAULT", quad="MX", score=-9.0, trigger=Span(7, 15), why=f"rule: {words}")
            found = Extraction(id=f"r{n}", language="en", sentences=(Sentence(0, len(text)),), events=(event,))
            article = Article(id=f"r{n}", text=text, title=words, publisher=f"Post {words}", published="2021-11-20")
            store.add(article, found, seen_at="2026-11-22T12:00:00+00:00")
            store.refuse(
                Refused(f"x{n}", "reading", f"Not read: {words}", f"in/{words}.txt"),
                seen_at="2026-11-22T12:00:00+00:00",
            )
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ("show", "events"), ("show", "events", "--csv"), ("show", "events", "--json"), ("status", "--refusals"),
        ("export", "--as", "csv"), ("versions", "r0"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_command_lets_a_report_steer_the_terminal(folder: Path, words: tuple[str, ...]) -> None:
    """No character that commands a terminal gets to it, whichever way rows are printed."""
    told = _on_a_terminal(folder, *words)
    assert "red" in told  # of the first kind, whose colour is not switched on
    assert not [sign for sign in _SIGNS if sign in told]
    assert "\r" not in told
