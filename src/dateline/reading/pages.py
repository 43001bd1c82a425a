"""An answer of a web server, or one kept in a web archive, into an article: charset first, then the page itself."""

import re
from datetime import UTC, datetime

from msgspec.structs import replace

from dateline.reading.jsonl import NEWS_YEARS
from dateline.reading.links import host_of
from dateline.reading.text import read_text
from dateline.reading.warc import Page
from dateline.values import Article, Refused, content_id

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_META_CHARSET = re.compile(r"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)


def archived_article(page: Page | Refused) -> Article | Refused:
    """A page of an archive; where it bears no date, the visit says by when it was out."""
    if isinstance(page, Refused):
        return page
    article = article_of(page.body, page.content_type, page.url)
    if isinstance(article, Refused):
        return article
    updated = article.updated if article.updated or article.published else readable_stamp(page.visited)
    publisher = article.publisher or host_of(page.url).removeprefix("www.") or None
    article = replace(article, id="", url=page.url, updated=updated, publisher=publisher)
    return replace(article, id=content_id(article))


def article_of(body: bytes, content_type: str, url: str) -> Article | Refused:
    """A body by its content type: HTML and plain text are read, anything else is refused."""
    kind = content_type.split(";")[0].strip().lower()
    if kind in ("", "text/html", "application/xhtml+xml"):
        from dateline.reading.html import read_html  # trafilatura takes a second to load

        return read_html(_as_utf8(body, content_type), where=url)
    if kind == "text/plain":
        return read_text(_as_utf8(body, content_type), where=url)
    return Refused(None, "reading", f"This is {kind}, no page of text. Only HTML and plain text are read.", url)


def readable_stamp(stamp: str | None) -> str | None:
    """The stamp when it is ISO 8601, else None."""
    return stamp.strip().replace("Z", "+00:00") if stamp and seconds_of(stamp) is not None else None


def seconds_of(stamp: str | None) -> float | None:
    """An ISO stamp of a year of news as seconds since 1970; without a zone it is taken as UTC."""
    if not stamp:
        return None
    try:
        when = datetime.fromisoformat(stamp.strip())
        if when.year not in NEWS_YEARS:
            return None
        return (when if when.tzinfo is not None else when.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _as_utf8(body: bytes, content_type: str) -> bytes:
    """The body with a UTF-8 mark in front, by what the answer or the page declares; guessed where both are wrong."""
    if body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return body
    names = [*_CHARSET.findall(content_type), *_META_CHARSET.findall(body[:4096].decode("latin-1")), "utf-8"]
    for name in names:
        name = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "utf-8"}.get(
            name.lower(), name
        )
        try:
            return b"\xef\xbb\xbf" + body.decode(name).encode()
        except (UnicodeError, LookupError, ValueError):
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(body[:200_000]).best()
    guessed = body.decode(best.encoding if best is not None else "utf-8", "replace")
    return b"\xef\xbb\xbf" + guessed.encode()
