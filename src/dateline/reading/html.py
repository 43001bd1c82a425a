"""A news page into an article: body by trafilatura, the rest from what the page says about itself.

JSON-LD (schema.org) is believed first, then meta tags, then what trafilatura guesses. The id follows from content,
so the same page read twice is one article, and a page that changed is another version of the same address.
"""

import re
from html import escape
from typing import Any

import htmldate
import lxml.etree
import lxml.html
import msgspec
import trafilatura
from msgspec.structs import replace

from dateline.reading.jsonl import read_record
from dateline.reading.text import refusal_of_bytes
from dateline.values import Article, Refused, content_id

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_ADDRESSES = ("href", "src", "action", "name")  # what libxml2 escapes as addresses
_LONGEST_ADDRESS = 8_000  # letters: more than any server takes
_LONGEST_STAMP = 80  # letters of a line that says when the page was published
_STAMPED = re.compile(
    r"(?:first |last )?(?:published|posted|publication date|date|updated|by [^|]{1,50}\|)", re.IGNORECASE
)
_KINDS = re.compile(r"(News|Report|Blog|Opinion|Analysis|Live)?(Article|BlogPosting|Posting)$")
_META = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "published": ("article:published_time", "og:article:published_time", "datepublished", "dc.date.issued", "date"),
    "updated": ("article:modified_time", "og:updated_time", "datemodified", "last-modified"),
    "publisher": ("og:site_name", "dc.publisher", "application-name"),
    "byline": ("author", "article:author", "dc.creator"),
    "url": ("og:url",),
    "language": ("og:locale", "content-language", "dc.language"),
}


def read_html(raw: bytes, *, where: str) -> Article | Refused:
    """A page as an article, or why it is none.

    Args:
        raw: the page's bytes; the encoding is taken from its byte order mark or `<meta charset>`, else UTF-8.
        where: the file's name or address, for whoever must mend it.
    """
    if why := refusal_of_bytes(raw):
        return Refused(None, "reading", why, where)
    page = _decode(raw)
    if page is None:
        why = "The page is not in the encoding that it declares (or UTF-8). Save it again as UTF-8."
        return Refused(None, "reading", why, where)
    try:
        return _read_page(page, where=where)
    except Exception as error:  # parsers of broken pages fail in many ways; the page is refused, the run goes on
        why = f"The page could not be parsed ({type(error).__name__}: {error}). Save its text as a .txt file."
        return Refused(None, "reading", why, where)


def _decode(raw: bytes) -> str | None:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return _strict(raw, encoding)
    declared = _CHARSET.search(raw[:4096])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    # browsers read latin-1 as Windows-1252, and so must we: the curly quotes of news live in the difference
    name = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252"}.get(name, name)
    found = _strict(raw, name)
    return found if found is not None else _strict(raw, "utf-8")


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _read_page(page: str, *, where: str) -> Article | Refused:
    tree = _bounded(lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page)))
    said = _json_ld(tree)
    meta = _meta(tree)
    found: dict[str, Any] = {
        field: said.get(field) or next((meta[name] for name in names if meta.get(name)), None)
        for field, names in _META.items()
    }
    body = trafilatura.extract(tree, fast=True, include_comments=False, include_tables=False, include_images=False)
    if not body or not any(c.isalpha() for c in body):
        body = said.get("text") or _paragraphs(tree)
    if not body:
        why = "No report was found in the page: it holds no running text. If it is built by script, save it from a browser."
        return Refused(None, "reading", why, where)
    record = {"text": body.replace("\r\n", "\n"), **{key: value for key, value in found.items() if value}}
    record["title"] = record.get("title") or _title(tree)
    record["language"] = (record.get("language") or tree.get("lang") or "")[:2].lower() or None
    record["url"] = record.get("url") or _canonical(tree)
    for stamp in ("published", "updated"):
        if isinstance(read_record({"text": "x", stamp: record.get(stamp)}, where=where), Refused):
            record.pop(stamp)  # a page's own slip is no reason to lose the report
    if not record.get("published") and not said:
        guessed = _guessed_date(page)
        if guessed:
            record["published"] = guessed
    article = read_record(record, where=where)
    return article if isinstance(article, Refused) else replace(article, id=content_id(replace(article, id="")))


def _guessed_date(page: str) -> str | None:
    """A date where pages put theirs, or behind a word that says so; not the year that they mention most, nor a happening's."""
    tree = _bounded(trafilatura.load_html(page))
    if tree is None:
        return None
    found = htmldate.find_date(tree, extensive_search=False, original_date=True)
    for node in tree.iter("p", "div", "span", "li", "td", "small", "em") if found is None else ():
        line = (node.text or "").strip()
        if found is None and len(line) <= _LONGEST_STAMP and _STAMPED.match(line):  # "Posted by Ana" has none
            found = htmldate.find_date(f"<html><body><p>{escape(line)}</p></body></html>", original_date=True)
    return found


def _bounded(tree: Any) -> Any:
    """A parsed page without what is too long for an address: libxml2 takes minutes to write one of a megabyte."""
    for node in tree.iter(lxml.etree.Element) if tree is not None else ():
        for name in _ADDRESSES:
            if len(node.get(name, "")) > _LONGEST_ADDRESS:
                del node.attrib[name]
    return tree


def _json_ld(tree: Any) -> dict[str, str]:
    """What the page's schema.org article says; empty where it has none."""
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            found = msgspec.json.decode((script.text or "").strip().encode())
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            continue
        for item in _items(found, 0):
            if any(isinstance(kind, str) and _KINDS.search(kind) for kind in _list(item.get("@type"))):
                return {key: value for key, value in _of_article(item).items() if value}
    return {}


def _items(found: Any, depth: int) -> list[dict[str, Any]]:
    if depth > 4:
        return []
    if isinstance(found, list):
        return [item for part in found for item in _items(part, depth + 1)]
    if isinstance(found, dict):
        return [found, *_items(found.get("@graph"), depth + 1)]
    return []


def _of_article(item: dict[str, Any]) -> dict[str, str | None]:
    return {
        "title": _word(item.get("headline")),
        "published": _word(item.get("datePublished")),
        "updated": _word(item.get("dateModified")),
        "publisher": _name(item.get("publisher")),
        "byline": ", ".join(n for n in (_name(a) for a in _list(item.get("author"))) if n) or None,
        "url": _word(item.get("url")) or _word(item.get("mainEntityOfPage")),
        "language": _name(item.get("inLanguage")),
        "text": _word(item.get("articleBody")),
    }


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def _word(found: Any) -> str | None:
    if isinstance(found, dict):
        found = found.get("@id")
    return found.strip() if isinstance(found, str) and found.strip() else None


def _name(found: Any) -> str | None:
    first = _list(found)[0] if _list(found) else None
    return _word(first.get("name")) if isinstance(first, dict) else _word(first)


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iterfind(".//meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        value = (tag.get("content") or "").strip()
        if name and value:
            found.setdefault(name.lower(), value)
    return found


def _title(tree: Any) -> str | None:
    for path in (".//h1", ".//title"):
        tag = tree.find(path)
        words = " ".join(tag.text_content().split()) if tag is not None else ""
        if words:
            return words
    return None


def _canonical(tree: Any) -> str | None:
    link = tree.find('.//link[@rel="canonical"]')
    return (link.get("href") or None) if link is not None else None


def _paragraphs(tree: Any) -> str:
    """The page's paragraphs, for pages too short for trafilatura's taste."""
    found = (" ".join(p.text_content().split()) for p in tree.iterfind(".//p"))
    return "\n".join(p for p in found if p)
