"""Folders, files and standard input into a stream of articles and refusals, in an order that never changes."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import msgspec

from dateline.errors import InputError
from dateline.reading.jsonl import bounded_lines, read_lines, read_record
from dateline.reading.text import LARGEST_BYTES, read_text, refusal_of_bytes
from dateline.values import Article, Refused

_TEXT = {".txt", ".text", ""}
_HTML = {".html", ".htm", ".xhtml"}
_LINES = {".jsonl", ".ndjson"}
_NOT_REPORTS = {
    ".md",
    ".rst",
    ".toml",
    ".yaml",
    ".yml",
    ".csv",
    ".tsv",
    ".py",
    ".db",
    ".db-wal",
    ".db-shm",
    ".ini",
    ".lock",
}


class Read:
    """What a path holds, one article or refusal at a time; iterate it once.

    Attributes:
        passed_over: files in folders that are no reports by their kind (notes, tables, settings), told and not read.
    """

    def __init__(self, paths: Iterable[str | Path]) -> None:
        self.paths = [str(path) for path in paths]
        self.passed_over: list[str] = []
        for path in self.paths:
            if path != "-" and not Path(path).exists():
                raise InputError(f"{path}: no such file or folder. Name a file, a folder, or - for standard input.")

    def __iter__(self) -> Iterator[Article | Refused]:
        for path in self.paths:
            if path == "-":
                yield from _read_stream(sys.stdin.buffer)
            elif Path(path).is_dir():
                yield from self._read_folder(Path(path))
            else:
                yield from _read_file(Path(path))

    def _read_folder(self, folder: Path) -> Iterator[Article | Refused]:
        for path in sorted(folder.rglob("*"), key=lambda p: p.parts):
            if any(part.startswith(".") for part in path.relative_to(folder).parts) or not path.is_file():
                continue
            if path.suffix.lower() in _NOT_REPORTS:
                self.passed_over.append(str(path))
            else:
                yield from _read_file(path)


def read(*paths: str | Path) -> Read:
    """Read reports from folders, text files, HTML pages, JSON Lines or standard input (`-`).

    Args:
        paths: what to read; folders are read to the bottom, in the order of their names.
    Returns:
        an iterable of one `Article` or `Refused` for each report, in a fixed order.
    Raises:
        InputError: a path does not exist. Whatever a file holds comes back as a value instead.
    """
    return Read(paths)


def _read_file(path: Path) -> Iterator[Article | Refused]:
    where, kind = str(path), path.suffix.lower()
    try:
        if kind in _LINES:
            with path.open("rb") as file:
                yield from read_lines(bounded_lines(file), where=where)
            return
        if path.stat().st_size > LARGEST_BYTES and kind != ".json":
            size = path.stat().st_size
            why = f"{size:,} bytes, more than the {LARGEST_BYTES:,} of one report. Split it, or make it JSON Lines."
            yield Refused(None, "reading", why, where)
            return
        yield from _read_bytes(path.read_bytes(), kind, where)
    except OSError as error:
        why = f"The file cannot be read: {error.strerror or error}. Check that it is there and that you may read it."
        yield Refused(None, "reading", why, where)


def _read_bytes(raw: bytes, kind: str, where: str) -> Iterator[Article | Refused]:
    if kind in _HTML or (kind in _TEXT and _looks_like_html(raw)):
        from dateline.reading.html import read_html  # trafilatura takes a second to load: only for those who need it

        yield read_html(raw, where=where)
    elif kind == ".json":
        yield from _read_json(raw, where)
    else:
        yield read_text(raw, where=where)


def _read_json(raw: bytes, where: str) -> Iterator[Article | Refused]:
    """A JSON file that holds one article, or a list of them; or JSON Lines under the wrong name."""
    if not raw.strip():
        yield Refused(None, "reading", refusal_of_bytes(raw) or "The file is empty.", where)
        return
    try:
        found = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        yield from read_lines(raw.splitlines(), where=where)
        return
    for number, record in enumerate(found if isinstance(found, list) else [found], 1):
        yield read_record(record, where=f"{where}[{number}]" if isinstance(found, list) else where)


def _read_stream(stream: IO[bytes]) -> Iterator[Article | Refused]:
    first = stream.readline(4 * LARGEST_BYTES)
    while first and not first.strip():
        first = stream.readline(4 * LARGEST_BYTES)
    if first.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        yield from read_lines(_chain(first, bounded_lines(stream)), where="standard input")
        return
    raw = first + stream.read(LARGEST_BYTES + 1)
    yield from _read_bytes(raw, "", "standard input")


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _looks_like_html(raw: bytes) -> bool:
    start = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<?xml")) and b"<html" in raw[:4096].lower()
