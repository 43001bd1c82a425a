"""What a host or page allows: robots.txt as RFC 9309 reads it, and the reservations that headers and pages carry.

Decides on text that was handed in; fetching and remembering belong to the engine.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct
from protego import Protego

AGENT = "dateline"  # the product token that robots.txt and X-Robots-Tag may name
MINING = "/.well-known/tdmrep.json"
MOST_BYTES = 512_000  # RFC 9309 asks to read at least 500 KiB; what comes after is not read

_META = re.compile(rb"<meta\b[^>]{0,400}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_UNREAD = ("noai", "noml", "noindex", "none")
_CLOSED = re.compile(rb'"isAccessibleForFree"\s*:\s*"?\s*false', re.IGNORECASE)


class Rules:
    """The robots.txt of one host.

    Args:
        text: the file; empty allows everything.
    """

    def __init__(self, text: str) -> None:
        self._parsed = Protego.parse(text)

    def allows(self, url: str, *, agent: str = AGENT) -> bool:
        """Whether an address may be asked for."""
        return bool(self._parsed.can_fetch(url, agent))

    def delay_seconds(self, *, agent: str = AGENT) -> float | None:
        """The pause between requests that the host asks for, in seconds."""
        delay = self._parsed.crawl_delay(agent)
        return float(delay) if delay is not None and delay >= 0 else None

    def sitemaps(self) -> tuple[str, ...]:
        """Sitemaps that the file names."""
        return tuple(self._parsed.sitemaps)


class MiningRules:
    """What a host reserves from text and data mining as a whole (TDM Reservation Protocol, `MINING` on each host).

    Args:
        text: the file; one that cannot be understood reserves nothing.
    """

    def __init__(self, text: str) -> None:
        try:
            rows = msgspec.json.decode(text) if text else []
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            rows = []
        self._rules = [
            (_Pattern(str(row.get("location", ""))), str(row.get("tdm-reservation")).strip() == "1")
            for row in (rows if isinstance(rows, list) else [])
            if isinstance(row, dict)
        ]

    def reserves(self, url: str) -> bool:
        """Whether an address is reserved: the first rule that fits it decides."""
        parts = urlsplit(url)
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        return next((is_reserved for pattern, is_reserved in self._rules if pattern.fits(path)), False)


class _Pattern:
    """A path as robots.txt writes it: what begins so, `*` for anything, `$` for the end.

    Its pieces are looked for from the left: a regular expression with many stars would take for ever on a long address.
    """

    def __init__(self, location: str) -> None:
        path = _path_of(location)
        self._ends = path.endswith("$")
        self._first, *self._pieces = path.removesuffix("$").split("*")

    def fits(self, path: str) -> bool:
        if not path.startswith(self._first):
            return False
        at = len(self._first)
        pieces = self._pieces
        if self._ends and not pieces:
            return at == len(path)
        if self._ends:
            last = pieces[-1]
            if not path.endswith(last) or len(path) - len(last) < at:
                return False
            path, pieces = path[: len(path) - len(last)], pieces[:-1]
        for piece in pieces:
            at = path.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        return True


def _path_of(location: str) -> str:
    try:
        return urlsplit(location).path if "://" in location else location
    except ValueError:  # no address that can be asked for
        return "$"


class Reservation(Struct, frozen=True):
    """What a page reserves: `may_read`, `may_archive`, and the words that say so."""

    may_read: bool = True
    may_archive: bool = True
    words: str = ""


def reservation_of(headers: Mapping[str, str], page: bytes = b"", *, is_list: bool = False) -> Reservation:
    """What the headers of an answer and the head of a page reserve.

    Args:
        headers: by lower-case name; several of one name joined by a comma.
        page: the HTML; only the first 64 KiB are looked at.
        is_list: whether it is a feed, sitemap or index page, of which "noindex" only says that it is no report itself.

    Obeyed: `X-Robots-Tag` and `<meta name=robots>` with noai, noml, noindex or none (not read) and noarchive (no copy
    kept), for everybody or for us by name; `tdm-reservation: 1` as header or meta (TDMRep; not read).
    """
    said = _directives(headers.get("x-robots-tag", ""))
    is_reserved = headers.get("tdm-reservation", "").strip() == "1"
    for tag in _META.findall(page[:65536]):
        pairs = _ATTRIBUTE.findall(tag.decode("latin-1"))
        found = {name.lower(): (a or b or c).strip() for name, a, b, c in pairs}
        name = found.get("name", "").lower()
        if name in ("robots", AGENT):
            said += _directives(found.get("content", ""))
        elif name == "tdm-reservation":
            is_reserved = is_reserved or found.get("content") == "1"
    unread = [word for word in said if word in _UNREAD and not (is_list and word == "noindex")] + (
        ["tdm-reservation"] if is_reserved else []
    )
    kept = ["noarchive"] if "noarchive" in said else []
    return Reservation(not unread, not (unread or kept), ", ".join(dict.fromkeys(unread + kept)))


def is_behind_paywall(page: bytes) -> bool:
    """Whether a page says of itself that it is not open to everybody (schema.org `isAccessibleForFree`)."""
    return _CLOSED.search(page) is not None


def _directives(value: str) -> list[str]:
    """The words that concern us; `googlebot: noindex` concerns somebody else, and so does what follows it."""
    found, is_for_us = [], True
    for part in value.lower().split(","):
        agent, colon, rest = part.partition(":")
        if colon and agent.strip() not in (
            "unavailable_after",
            "max-snippet",
            "max-image-preview",
            "max-video-preview",
        ):
            is_for_us = agent.strip() in (AGENT, "*")
            part = rest
        if is_for_us:
            found.append(part.strip())
    return found
