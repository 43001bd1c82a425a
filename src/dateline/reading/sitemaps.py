"""Sitemaps into addresses: page lists, lists of lists, the news extension, plain text, compressed or not."""

import zlib

from lxml import etree
from msgspec import Struct

from dateline.reading.feeds import Entry
from dateline.reading.links import tidy
from dateline.values import Refused

MOST_BYTES = 52_428_800  # the protocol's own limit for one sitemap, uncompressed
_MOST_PAGES = 50_000  # likewise


class Sitemap(Struct, frozen=True):
    """Pages that a sitemap names, and further sitemaps with the stamp of their last change."""

    pages: tuple[Entry, ...] = ()
    children: tuple[tuple[str, str | None], ...] = ()


def read_sitemap(raw: bytes, *, url: str) -> Sitemap | Refused:
    """A sitemap, or why it is none; broken XML gives what can be read of it."""
    body = inflate(raw, most_bytes=MOST_BYTES) if raw.startswith(b"\x1f\x8b") else raw
    if body is None or len(body) > MOST_BYTES:
        why = (
            f"The sitemap is broken, or holds more than {MOST_BYTES:,} bytes, the protocol's limit. Name a smaller one."
        )
        return Refused(None, "reading", why, url)
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"http://", b"https://")):
        lines = (tidy(line.decode("utf-8", "replace")) for line in body.splitlines()[:_MOST_PAGES])
        return Sitemap(tuple(Entry(url=line) for line in dict.fromkeys(lines) if line is not None))
    try:
        found = _read_xml(body)
    except UnicodeDecodeError:  # lxml passes over bytes that are no words, and stumbles when they are asked for
        found = None
    if found is None:
        why = "This is no sitemap: neither `urlset` nor `sitemapindex`. Its robots.txt may name the right one."
        return Refused(None, "reading", why, url)
    return found


def _read_xml(body: bytes) -> Sitemap | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or _name(root) not in ("urlset", "sitemapindex"):
        return None
    pages: dict[str, Entry] = {}
    children: dict[str, str | None] = {}
    for item in root:
        said = {_name(part): (part.text or "").strip() for part in item.iter() if isinstance(part.tag, str)}
        address = tidy(said.get("loc", ""))
        if address is None:
            continue
        if _name(item) == "sitemap":
            children.setdefault(address, said.get("lastmod") or None)
        elif _name(item) == "url" and len(pages) < _MOST_PAGES:
            entry = Entry(
                url=address,
                title=said.get("title") or None,
                published=said.get("publication_date") or None,
                updated=said.get("lastmod") or None,
                language=said.get("language") or None,
            )
            pages.setdefault(address, entry)
    return Sitemap(tuple(pages.values()), tuple(children.items()))


def inflate(raw: bytes, *, most_bytes: int) -> bytes | None:
    """Gzip data of any number of members, unpacked; None when broken or longer than `most_bytes`."""
    found: list[bytes] = []
    size = 0
    rest = raw
    while rest:
        unpacker = zlib.decompressobj(wbits=31)
        try:
            part = unpacker.decompress(rest, most_bytes - size + 1)
        except zlib.error:
            return None if not found else b"".join(found)
        size += len(part)
        if size > most_bytes or not unpacker.eof:
            return None
        found.append(part)
        rest = unpacker.unused_data
    return b"".join(found)


def _name(element: etree._Element) -> str:
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""
