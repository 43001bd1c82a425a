"""RSS, Atom and JSON Feed into entries: where a report is, and what the feed says about it.

A malformed feed is accepted as long as it can be told what it is; entries that were cancelled, or are held back until
a time, say so. Nothing is fetched.
"""

import calendar
import io
import re
from datetime import UTC, datetime
from typing import Any

import feedparser
import msgspec
from msgspec import Struct

from dateline.reading.links import joined, tidy
from dateline.values import Refused

_MOST_ENTRIES = 5_000
_MOST_TAGS = 75_000  # feedparser takes some 70 microseconds for each that stands where none should
# Of who wrote something so many letters are read: feedparser looks for an address of mail from each letter to the end of its word.
_ENDLESS_NAME = re.compile(
    rb"(<(?:[\w.-]{1,40}:)?(?:author|creator|contributor|owner|publisher|managingeditor|webmaster|name|email)\b[^>]{0,500}>"
    rb"\s{0,100}(?:<!\[CDATA\[)?[^<]{2000})([^<]+)",
    re.IGNORECASE,
)
_CANCELLED = re.compile(r"cancell?ed|withheld|withdrawn", re.IGNORECASE)
_EMBARGO_KEYS = ("embargoed", "embargo", "embargodate", "available")


class Entry(Struct, frozen=True, kw_only=True):
    """One report that a feed or sitemap names.

    Attributes:
        url: one spelling, see `links.tidy`.
        updated: whatever changes when the report changes; compared, not computed with.
        held_until: ISO, UTC; the report may not be used before it.
        html: the report itself where the feed carries it.
    """

    url: str
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    byline: str | None = None
    language: str | None = None
    held_until: str | None = None
    is_cancelled: bool = False
    html: str | None = None


class Feed(Struct, frozen=True, kw_only=True):
    """What a feed holds, in its own order; `trouble` says what is wrong with one that was accepted all the same."""

    title: str | None
    language: str | None
    entries: tuple[Entry, ...]
    trouble: str | None = None


def read_feed(raw: bytes, *, url: str, content_type: str = "") -> Feed | Refused:
    """A feed of any of the three kinds, or why it is none.

    Args:
        raw: the body, decompressed.
        url: where it was found; relative links start there.
        content_type: of the answer; its charset counts.
    """
    start = raw[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return Refused(None, "reading", "The feed is empty. Look at its address in a browser.", url)
    if start.startswith(b"{"):
        return _read_json_feed(raw, url)
    if b"<!ENTITY" in raw[:100_000].upper():
        return Refused(None, "reading", "The feed declares XML entities, which no feed needs. Not read.", url)
    tags = raw.count(b"<")
    if tags > _MOST_TAGS:
        why = (
            f"The feed holds {tags:,} tags, more than {_MOST_TAGS:,}. Ask its publisher for one of the latest reports."
        )
        return Refused(None, "reading", why, url)
    try:
        found = feedparser.parse(
            io.BytesIO(_ENDLESS_NAME.sub(_cut, raw)),
            response_headers={"content-type": content_type, "content-location": url},
        )
    except Exception as error:  # feedparser's fallbacks raise many kinds on what is no feed
        return Refused(None, "reading", f"The feed cannot be parsed ({type(error).__name__}: {error}).", url)
    if not found.get("version") and not found.get("entries"):
        why = "This is no RSS, Atom or JSON feed. `dateline sources add` with the site's address looks for its feed."
        return Refused(None, "reading", why, url)
    language = _short_language(found.feed.get("language"))
    entries = [_entry(item, url, language) for item in found.entries[:_MOST_ENTRIES]]
    trouble = str(found.get("bozo_exception")) if found.get("bozo") else None
    return _feed(found.feed.get("title"), language, entries, len(found.entries), trouble)


def _cut(name: re.Match[bytes]) -> bytes:
    return name[1] + (b"]]>" if b"]]>" in name[2] else b"")


def _feed(title: Any, language: str | None, entries: list[Entry | None], items: int, trouble: str | None) -> Feed:
    usable = tuple(entry for entry in entries if entry is not None)
    lost = items - len(usable)
    troubles = [
        trouble,
        f"{lost:,} of {items:,} items left out: no address, or beyond {_MOST_ENTRIES:,}" if lost else None,
    ]
    return Feed(
        title=_words(title),
        language=language,
        entries=usable,
        trouble="; ".join(filter(None, troubles)) or None,
    )


def _entry(item: Any, base: str, language: str | None) -> Entry | None:
    url = joined(base, item.get("feedburner_origlink") or item.get("link"))
    if url is None and item.get("guidislink") is not False:
        url = tidy(item.get("id") or "")  # a name may be an address, but is never part of one
    if url is None:
        return None
    content = item.get("content") or []
    return Entry(
        url=url,
        title=_words(item.get("title")),
        published=_stamp(item.get("published_parsed")),
        updated=_stamp(item["updated_parsed"]) if "updated_parsed" in item else None,  # no fallback to published
        byline=_words(item.get("author")),
        language=language,
        held_until=next((when for key in _EMBARGO_KEYS if (when := _iso(_field(item, key))) is not None), None),
        is_cancelled=_CANCELLED.search(_field(item, "pubstatus")) is not None,
        html=content[0].get("value") if content else item.get("summary"),
    )


def _field(item: Any, name: str) -> str:
    """A field of any namespace prefix: `nitf_pubstatus` as well as `pubstatus`."""
    for key in sorted(item.keys()):
        if key == name or key.endswith("_" + name):
            value = item.get(key)
            if isinstance(value, dict):
                value = value.get("value") or value.get("qcode") or value.get("type") or ""
            return str(value or "")
    return ""


def _read_json_feed(raw: bytes, url: str) -> Feed | Refused:
    try:
        found = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Refused(None, "reading", f"Malformed JSON: {error}. The feed's publisher must mend it.", url)
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(found.get("version", "")):
        return Refused(None, "reading", "JSON, but no JSON Feed (no `version` of jsonfeed.org or no `items`).", url)
    language = _short_language(found.get("language"))
    entries = [_json_entry(item, url, language) for item in items[:_MOST_ENTRIES]]
    return _feed(found.get("title"), language, entries, len(items), None)


def _json_entry(item: Any, base: str, language: str | None) -> Entry | None:
    if not isinstance(item, dict):
        return None
    link, name = (value if isinstance(value, str) else "" for value in (item.get("url"), item.get("id")))
    url = joined(base, link) or tidy(name)
    if url is None:
        return None
    authors = item.get("authors")
    names = [_words(a.get("name")) for a in authors if isinstance(a, dict)] if isinstance(authors, list) else []
    plain = _words(item.get("content_text"))
    html = item.get("content_html")
    return Entry(
        url=url,
        title=_words(item.get("title")),
        published=_iso(item.get("date_published")),
        updated=_iso(item.get("date_modified")),
        byline=", ".join(name for name in names if name) or None,
        language=_short_language(item.get("language")) or language,
        held_until=_iso(item.get("embargoed") or item.get("_embargoed")),
        is_cancelled=_CANCELLED.search(str(item.get("pubstatus") or item.get("_pubstatus") or "")) is not None,
        html=html if isinstance(html, str) else plain,
    )


def _words(found: Any) -> str | None:
    words = " ".join(found.split()) if isinstance(found, str) else ""
    return words or None


def _short_language(found: Any) -> str | None:
    return found.strip()[:2].lower() or None if isinstance(found, str) else None


def _stamp(parsed: Any) -> str | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _iso(found: Any) -> str | None:
    """An ISO stamp in UTC; a stamp without a zone is taken as UTC."""
    if not isinstance(found, str) or not found.strip():
        return None
    try:
        when = datetime.fromisoformat(found.strip())
    except ValueError:
        return None
    when = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
    try:
        return when.astimezone(UTC).isoformat()
    except OverflowError:
        return None
