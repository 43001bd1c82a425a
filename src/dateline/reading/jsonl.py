"""JSON Lines into articles: one object a line, as the data contract says.

A line is an article or a refusal with its line number; a broken line never spoils its neighbours. An article that
brings no id gets one from its content.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from gzip import GzipFile
from typing import IO, Any

import msgspec
from msgspec.structs import replace

from dateline.reading.text import LARGEST_BYTES, refusal_of_text
from dateline.values import Article, Refused, content_id
from dateline.values.mark import mark_of

_SHAPE = 'A line is one JSON object such as {"id": "a1", "text": "..."}.'
_STAMPS = ("published", "updated")
NEWS_YEARS = range(1900, 2100)  # a stamp beyond is a slip or a trap: what follows from it could not be counted with


def read_lines(lines: Iterable[bytes], *, where: str) -> Iterator[Article | Refused]:
    """One article or refusal for each line that is not blank.

    Args:
        lines: raw lines, with or without line ends.
        where: the file's name; refusals add the line number to it.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield read_line(line, where=f"{where}:{number}")


def bounded_lines(stream: IO[bytes] | GzipFile) -> Iterator[bytes]:
    """Lines, none longer than what is refused anyway, so that a file without line ends cannot fill the memory."""
    limit = 2 * LARGEST_BYTES + 1
    while line := stream.readline(limit):
        if len(line) == limit and not line.endswith(b"\n"):
            while (more := stream.readline(limit)) and not more.endswith(b"\n"):
                pass
        yield line


def read_line(line: bytes, *, where: str) -> Article | Refused:
    """One line as an article, or why it is none."""
    if len(line) > 2 * LARGEST_BYTES:
        return Refused(None, "reading", f"A line of {len(line):,} bytes is no single report. Split it.", where)
    try:
        found = msgspec.json.decode(line.strip().removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError:
        return Refused(None, "reading", "The line is not UTF-8. Export it again as UTF-8.", where)
    except msgspec.DecodeError as error:
        return Refused(None, "reading", f"Malformed JSON: {error}. {_SHAPE}", where)
    except RecursionError:
        return Refused(None, "reading", f"Malformed JSON: nested too deeply. {_SHAPE}", where)
    return read_record(found, where=where)


def read_record(found: Any, *, where: str) -> Article | Refused:
    """One decoded JSON object as an article, or why it is none. Unknown fields are let pass."""
    if not isinstance(found, dict):
        return Refused(None, "reading", f"Not a JSON object. {_SHAPE}", where)
    given = {key: value for key, value in found.items() if value is not None and value != ""}
    name = given.get("id")
    if isinstance(name, int) and not isinstance(name, bool):
        given["id"] = name = str(name)
    known = name if isinstance(name, str) else None
    if "text" not in given:
        return Refused(known, "reading", "No `text`. Give the report's body (or the whole page) as `text`.", where)
    try:
        article = msgspec.convert({"id": "", **given}, Article)
    except msgspec.ValidationError as error:
        return Refused(known, "reading", f"A field is of the wrong kind: {error}. See `dateline run --help`.", where)
    if why := refusal_of_text(article.text):
        return Refused(known, "reading", why, where)
    for field in _STAMPS:
        stamp = getattr(article, field)
        if stamp is None:
            continue
        iso = _iso(stamp)
        if iso is None:
            why = f"`{field}` is {stamp!r}, which is no ISO 8601 date of the years 1900 to 2099. Write 2021-11-25 or 2021-11-25T06:14Z, or leave it out."
            return Refused(known, "reading", why, where)
        article = replace(article, **{field: iso})
    try:
        article = replace(article, mark=mark_of(article.mark))
    except ValueError as error:
        return Refused(known, "reading", f"`mark`: {error}", where)
    return article if article.id else replace(article, id=content_id(article))


def _iso(stamp: str) -> str | None:
    """The stamp as it is when it is ISO 8601 (never given a zone it did not have); a mail-style date made ISO."""
    try:
        return stamp.strip() if datetime.fromisoformat(stamp.strip()).year in NEWS_YEARS else None
    except ValueError:
        pass
    try:
        when = parsedate_to_datetime(stamp)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when.isoformat() if when.year in NEWS_YEARS else None
