"""The kinds of input that are spoiled: whole files of our own to begin with, and what reads each.

A reader either gives values or raises one of our own errors. Each function here reads one spoiled file, checks that what was
read adds up (each line, page or entry came back accepted or refused, and what was accepted is fit to be kept), and returns
how many were accepted and refused.
"""

import gzip
import io
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import msgspec

from dateline.errors import DatelineError
from dateline.reading.feeds import Entry, read_feed
from dateline.reading.jsonl import read_lines
from dateline.reading.links import feeds_of, host_of, links_of, tidy
from dateline.reading.opml import read_opml
from dateline.reading.pages import archived_article, article_of, readable_stamp, seconds_of
from dateline.reading.robots import MiningRules, Rules, is_behind_paywall, reservation_of
from dateline.reading.sitemaps import MOST_BYTES, inflate, read_sitemap
from dateline.reading.sources import read_sources
from dateline.reading.text import read_text
from dateline.reading.warc import Counted, read_warc_stream
from dateline.values import Article, Refused

Counts = tuple[int, int]  # accepted, refused

_TEXT = (
    "Guards shell the harbour of Selm\n\nSELM (Harbour Gazette) - Guards shelled the harbour of Selm on Friday, killing 3 people, "
    "the mayor said.\n\n\u201cWe shall not leave,\u201d said Ay\u015fe Demir, a nurse. \u0645\u0631\u062d\u0628\u0627 \U0001f6a2\n"
).encode()
_LINE = (
    b'{"id": "a1", "text": "Guards shelled the harbour of Selm on Friday, killing 3 people.", "title": "Selm", "published": '
    b'"2026-11-20T08:00:00+02:00", "updated": "2026-11-21", "language": "en", "url": "https://example.org/2026/11/20/selm?x=1", '
    b'"publisher": "Harbour Gazette", "byline": "A. Demir", "outlet": {"country": "GBR", "lat": 51.5, "lon": -0.1}}\n'
)
_LINES = (
    _LINE
    + b'{"id": 7, "text": "The council met. \\ud83d\\udea2"}\n\n'
    + _LINE.replace(b"a1", b"a2").replace(b"Selm", b"Orva")
)
_PAGE = (
    b'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Guards shell Selm</title><link rel="canonical" href="/selm">'
    b'<meta property="article:published_time" content="2026-11-20T08:00:00+02:00"><meta name="author" content="A. Demir">'
    b'<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Guards shell Selm", "datePublished": '
    b'"2026-11-20T08:00:00Z", "dateModified": "2026-11-21T08:00:00Z", "author": [{"name": "A. Demir"}], "publisher": {"name": "Gazette"}}]}'
    b'</script><link rel="alternate" type="application/rss+xml" href="/rss"></head><body><nav><a href="/2026/11/20/selm-harbour-shelled-again">'
    b"More</a></nav><article><h1>Guards shell Selm</h1><p>Guards shelled the harbour of Selm on Friday, killing 3 people, the mayor said.</p>"
    b"<p>Boats lay where they had sunk, and the ferry to Orva did not sail. \xe2\x80\x9cWe shall not leave,\xe2\x80\x9d a nurse said.</p>"
    b'<p>The council meets on Monday.</p><img src="x.png" alt="A quay"></article><footer>&copy; 2026</footer></body></html>'
)
_BARE_PAGE = b"<html><body><p>Rebels took Orva on 3 May 2026, officials said.</p><a href=news/2026/05/03/orva>x</a></body></html>"
_RSS = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:nitf="http://iptc.org/std/NITF/2006-10-18/" '
    b'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Gazette</title>'
    b"<language>en-GB</language><item><title>Guards shell Selm</title><link>https://example.org/a?utm_source=x</link><guid>1</guid>"
    b"<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate><dc:creator>A. Demir</dc:creator><content:encoded><![CDATA[<p>Guards</p>]]>"
    b"</content:encoded><nitf:pubstatus>usable</nitf:pubstatus></item><item><title>B</title><link>/b</link>"
    b"<pubDate>2026-11-21T08:00:00Z</pubDate><embargoed>2027-01-01T00:00:00Z</embargoed></item></channel></rss>"
)
_ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title type="html">&lt;b&gt;Digue&lt;/b&gt;</title><entry><title>Selm</title>'
    b'<link rel="alternate" href="https://example.org/s"/><id>urn:1</id><published>2026-11-20T08:00:00+02:00</published>'
    b'<updated>2026-11-21T08:00:00Z</updated><author><name>A</name></author><content type="html">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>'
)
_JSON_FEED = (
    b'{"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "language": "en", "items": [{"id": "https://example.org/1", '
    b'"url": "https://example.org/1", "title": "Selm", "content_html": "<p>Guards</p>", "date_published": "2026-11-20T08:00:00Z", '
    b'"authors": [{"name": "A. Demir"}]}, {"id": "https://example.org/2", "content_text": "Two", "_pubstatus": "canceled"}]}'
)
_SITEMAP = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
    b"<url><loc>https://example.org/a</loc><lastmod>2026-11-20</lastmod><news:news><news:publication><news:language>en</news:language>"
    b"</news:publication><news:publication_date>2026-11-20T08:00:00Z</news:publication_date><news:title>Selm</news:title></news:news></url>"
    b"<url><loc>https://example.org/b</loc></url></urlset>"
)
_SITEMAP_INDEX = (
    b"<sitemapindex><sitemap><loc>https://example.org/1.xml</loc><lastmod>2026-11-20</lastmod></sitemap></sitemapindex>"
)
_ROBOTS = (
    b"User-agent: *\nDisallow: /private\nAllow: /private/open$\nCrawl-delay: 5\n\nUser-agent: dateline\nDisallow: /*.pdf\n"
    b"Sitemap: https://example.org/sitemap.xml\n"
)
_MINING = (
    b'[{"location": "/news/*", "tdm-reservation": 1}, {"location": "https://example.org/a$", "tdm-reservation": "0"}]'
)
_OPML = (
    b'<?xml version="1.0"?><opml version="2.0"><body><outline text="World"><outline type="rss" text="Gazette" '
    b'xmlUrl="https://example.org/rss" title="Gazette"/></outline></body></opml>'
)


def _record(kind: str, headers: str, block: bytes) -> bytes:
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{len(kind) % 10}>\r\n{headers}"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def _response(n: int, body: bytes, headers: str = "") -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n".encode() + body
    about = f"WARC-Target-URI: https://example.org/{n}\r\nWARC-Date: 2026-11-20T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    return _record("response", about, block)


_CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(_BARE_PAGE), _BARE_PAGE)
_RECORDS = (
    _record(
        "warcinfo", "WARC-Date: 2026-11-20T08:00:00Z\r\nContent-Type: application/warc-fields\r\n", b"software: x\r\n"
    ),
    _response(1, _PAGE),
    _response(2, gzip.compress(_BARE_PAGE, mtime=0), "Content-Encoding: gzip\r\n"),
    _response(3, _CHUNKED, "Transfer-Encoding: chunked\r\n"),
)
_WARC = b"".join(_RECORDS)
_PACKED_WARC = b"".join(gzip.compress(record, mtime=0) for record in _RECORDS)
_SOURCES = (
    b'[collect]\ncontact = "desk@example.org"\ndelay_seconds = 1.5\n\n[[feed]]\nurl = "https://example.org/rss"\nname = "Gazette"\n'
    b'every_minutes = 30\ntake = "feed"\nallow_private = ["192.168.7.0/24"]\n\n[[site]]\nsitemap = "https://example.org/s.xml"\nmatch = "/20\\\\d\\\\d/"\n'
    b'since_days = 7\n\n[[site]]\nindex = "https://example.net/latest"\n\n[[folder]]\npath = "reports/"\n\n[[warc]]\npath = "x.warc.gz"\n'
)
_WATCHES = (
    b'accept = 0.5\n[deliver.desk]\nkind = "webhook"\nurl = "https://example.org/hook"\nsecret_env = "KEY"\n[deliver.file]\nkind = "feed"\npath = "alerts.xml"\n'
    b'[[watch]]\nname = "outside"\nwhen = "isis-k outside AFG"\nquiet_days = 14\nsend = "staged"\n[[watch]]\nname = "many"\n'
    b'when = "more than 5 incidents of taliban in AFG in 30 days"\ndeliver = ["file"]\nfresh_days = 7\n'
)
_TRANSLATORS = (
    b'[[translators]]\nengine = "libretranslate"\nurl = "http://127.0.0.1:5000"\nfrom = ["fr", "ar"]\n[[translators]]\nengine = "command"\n'
    b'command = ["cat"]\nfrom = ["de"]\nversion = "1"\n[[translators]]\nengine = "apertium"\n'
)
_TOKENS = (
    b'[[token]]\nname = "Ana"\nrole = "keeper"\nsha256 = "'
    + b"0a" * 32
    + b'"\n[[token]]\nname = "Ben"\nrole = "reader"\nsha256 = "'
    + b"1b" * 32
    + b'"\n'
)
_ACTORS = (
    b"id,name,aliases,kind,country,sector,office,title,from,to,known_until,qid,source\nselm-guard,Selm Guard,The Guard|SG,group,COD,REB,,,"
    b'2020-01-01,,,Q1,ours\nay-demir,"Demir, Ay\xc5\x9fe",,person,TUR,GOV,,,2021-02-29,,2026-01-01,,ours\n'
)
_VERBS = b"verbs\ttype\tmode\ttarget\twhen\nmortar strafe\tASSAULT\tfirearms\tobj\tharm hurt\nparley\tCONSULT\t\twith\tnoharm\n"
_STAMPS = b"2026-11-20T08:00:00+02:00\n2026-11-20\nFri, 20 Nov 2026 08:00:00 GMT\nhttps://example.org:443/a?utm_source=x&b=1#c\nHTTP://Example.ORG./\n"


def _fit(article: Article) -> None:
    """What every accepted article must be: it has words, an id, dates that are dates, and survives a trip to disk."""
    if not (article.id and any(c.isalpha() for c in article.text)):
        raise AssertionError("an article without id or words")
    article.text.encode()
    for stamp in (article.published, article.updated):
        if stamp is not None and len(stamp) < 4:
            raise AssertionError(f"no date: {stamp!r}")
    if msgspec.json.decode(msgspec.json.encode(article), type=Article) != article:
        raise AssertionError("an article that changes on disk")


def _counted(found: list[Article | Refused], read: int) -> Counts:
    accepted = [item for item in found if isinstance(item, Article)]
    for article in accepted:
        _fit(article)
    refused = [item for item in found if isinstance(item, Refused) and item.why]
    if len(accepted) + len(refused) != read:
        raise AssertionError(f"{read} read, {len(accepted)} accepted and {len(refused)} refused")
    return len(accepted), len(refused)


def _entries(found: tuple[Entry, ...]) -> Counts:
    for entry in found:
        if tidy(entry.url) is None:
            raise AssertionError(f"no address: {entry.url!r}")
        msgspec.json.encode(entry)
    return len(found), 0


def lines(raw: bytes) -> Counts:
    """JSON Lines: one value for each line."""
    given = raw.splitlines(keepends=True)
    return _counted(list(read_lines(given, where="f")), sum(1 for line in given if line.strip()))


def text(raw: bytes) -> Counts:
    """A text file."""
    return _counted([read_text(raw, where="f")], 1)


def page(raw: bytes) -> Counts:
    """A page of the web, and its links, feeds and reservations."""
    found = links_of(raw, url="https://example.org/")
    for address in (*found, *feeds_of(raw, url="https://example.org/")):
        if tidy(address) is None:
            raise AssertionError(f"no address: {address!r}")
    reservation_of({"x-robots-tag": raw[:300].decode("latin-1")}, raw)
    is_behind_paywall(raw)
    return _counted([article_of(raw, "text/html", "https://example.org/a")], 1)


def links(raw: bytes) -> Counts:
    """An index page, and what pages reserve."""
    for address in links_of(raw, url="https://example.org/", match="[a-z]+"):
        if tidy(address) != address:
            raise AssertionError(f"two spellings: {address!r}")
    return (1, 0) if reservation_of({"x-robots-tag": raw[-300:].decode("latin-1")}, raw).may_read else (0, 1)


def feed(raw: bytes) -> Counts:
    """RSS, Atom, JSON Feed."""
    found = read_feed(raw, url="https://example.org/rss", content_type="application/xml")
    return (0, 1) if isinstance(found, Refused) else _entries(found.entries)


def sitemap(raw: bytes) -> Counts:
    """A sitemap of any kind."""
    found = read_sitemap(raw, url="https://example.org/s")
    return (0, 1) if isinstance(found, Refused) else _entries(found.pages)


def packed(raw: bytes) -> Counts:
    """What says that it is gzip."""
    found = inflate(raw, most_bytes=MOST_BYTES)
    return (0, 1) if found is None else (1, 0)


def manners(raw: bytes) -> Counts:
    """robots.txt, and what a host reserves from mining."""
    words = raw.decode("utf-8", "replace")
    rules = Rules(words)
    rules.delay_seconds()
    rules.sitemaps()
    MiningRules(words).reserves("https://example.org/news/a?b")
    return (1, 0) if rules.allows("https://example.org/private/a.pdf") else (0, 1)


def stamps(raw: bytes) -> Counts:
    """Dates and addresses, a line each."""
    accepted = refused = 0
    for line in raw.decode("utf-8", "surrogateescape").split("\n"):
        seconds_of(line)
        readable_stamp(line)
        host_of(line)
        address = tidy(line)
        if address is not None and tidy(address) != address:
            raise AssertionError(f"two spellings: {address!r}")
        accepted, refused = accepted + (address is not None), refused + (address is None)
    return accepted, refused


def warc(raw: bytes) -> Counts:
    """A web archive; of one in eight the pages too, which take longest and have a kind of their own."""
    counted = Counted()
    pages = list(read_warc_stream(io.BytesIO(raw), where="f", counted=counted))
    for page in pages:
        msgspec.json.encode(page)
    found = [archived_article(page) for page in pages if crc32(raw) % 8 == 0 or isinstance(page, Refused)]
    skipped = sum(counted.skipped.values())
    if not counted.pages + skipped <= counted.records + 1:
        raise AssertionError(f"{counted.records} records, {counted.pages} pages, {skipped} passed over")
    return _counted(found, len(found))


def opml(raw: bytes) -> Counts:
    """A list of feeds."""
    return len(read_opml(raw, where="f")), 0


def sources(raw: bytes) -> Counts:
    """sources.toml."""
    return len(read_sources(raw, where="sources.toml").sources), 0


def watches(raw: bytes) -> Counts:
    """watch.toml."""
    from dateline.engine.watch_file import read_config

    return len(read_config(_file("watch.toml", raw), _names()).watches), 0


def translators(raw: bytes) -> Counts:
    """translators.toml."""
    from dateline.engine.translators.settings import Settings, open_translators

    return len(open_translators(Settings(str(_file("translators.toml", raw))))), 0


def tokens(raw: bytes) -> Counts:
    """tokens.toml."""
    from dateline.web.access import read_tokens

    return len(read_tokens(_file("tokens.toml", raw))), 0


def actors(raw: bytes) -> Counts:
    """A user's own actors, as CSV or as the JSON of a query."""
    from dateline.engine.user_actors import rows_of

    kind = "json" if raw.lstrip()[:1] in (b"[", b"{") else "csv"
    return len(rows_of(_file(f"actors.{kind}", raw))), 0


def verbs(raw: bytes) -> Counts:
    """A user's own verbs."""
    from dateline.extraction.events.lexicon import OWN_TABLES, read_lexicon

    return len(read_lexicon([OWN_TABLES, _file("verbs.tsv", raw)]).verbs), 0


def archive(raw: bytes) -> Counts:
    """JSON Lines in gzip, as `dateline run` takes archives."""
    from dateline.reading.archives import read_archives, read_raw

    kind = "jsonl.gz" if raw.startswith(b"\x1f\x8b") else "warc" if raw.startswith(b"WARC") else "jsonl"
    found = [read_raw(record) for record in read_archives([str(_file(f"a.{kind}", raw))])]
    return _counted(found, len(found))


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="dateline-mutations-"))


def _file(name: str, raw: bytes) -> Path:
    path = _folder() / name
    path.write_bytes(raw)
    return path


@cache
def _names() -> object:
    from dateline.engine.watch_file import names_of

    return names_of(str(_folder() / "none.db"))


class Kind(NamedTuple):
    """What is spoiled, how much of the whole it makes up, and who reads it."""

    name: str
    share: float
    read: Callable[[bytes], Counts]
    seeds: tuple[bytes, ...]


KINDS = (
    Kind("lines", 34, lines, (_LINES, _LINE)),
    Kind("text", 12, text, (_TEXT,)),
    Kind("stamps and addresses", 8, stamps, (_STAMPS,)),
    Kind("gzip", 3, packed, (gzip.compress(_SITEMAP, mtime=0), _PACKED_WARC)),
    Kind("warc", 12, warc, (_WARC, _PACKED_WARC, _RECORDS[0] + _RECORDS[2])),
    Kind("links", 5, links, (_PAGE, _BARE_PAGE)),
    Kind("sitemap", 5, sitemap, (_SITEMAP, _SITEMAP_INDEX, gzip.compress(_SITEMAP, mtime=0), b"https://example.org/a\n")),
    Kind("robots", 4, manners, (_ROBOTS, _MINING)),
    Kind("opml", 2, opml, (_OPML,)),
    Kind("sources.toml", 4, sources, (_SOURCES,)),
    Kind("watch.toml", 2, watches, (_WATCHES,)),
    Kind("translators.toml", 1, translators, (_TRANSLATORS,)),
    Kind("tokens.toml", 1.5, tokens, (_TOKENS,)),
    Kind("actors", 1, actors, (_ACTORS, b'[{"personLabel": "Ana Lind", "positionLabel": "minister of ports", "country": "SWE", "start": "2021-02-29"}]')),
    Kind("verbs", 0.2, verbs, (_VERBS,)),
    Kind("archive", 2, archive, (gzip.compress(_LINES, mtime=0), _LINES, _WARC)),
    Kind("feed", 2, feed, (_RSS, _ATOM, _JSON_FEED)),
    Kind("page", 1.5, page, (_PAGE, _BARE_PAGE)),
)  # fmt: skip
EVERYTHING = tuple(seed for kind in KINDS for seed in kind.seeds)
OURS = (DatelineError,)
