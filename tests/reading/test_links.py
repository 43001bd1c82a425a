"""Addresses, links, robots, lists of feeds and lists of sources."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.reading.links import feeds_of, links_of, tidy
from dateline.reading.opml import Outline, read_opml
from dateline.reading.robots import MiningRules, Reservation, Rules, is_behind_paywall, reservation_of
from dateline.reading.sources import read_sources, written


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("HTTP://News.Example:80/a?utm_source=x&id=2#top", "http://news.example/a?id=2"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example:8443/ä?q=1", "https://news.example:8443/ä?q=1"),
        ("http://[::1]/a", "http://[::1]/a"),
        ("ftp://news.example/a", None),
        ("http://user:word@news.example/", None),
        ("http://news.example:99999/", None),
        ("javascript:alert(1)", None),
        ("http://a b/", None),
        ("", None),
    ],
)
def test_one_spelling(given_: str, wanted: str | None) -> None:
    """One address has one spelling; what is no web address has none."""
    assert tidy(given_) == wanted


@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing(text: str) -> None:
    """Tidy addresses stay as they are."""
    once = tidy("http://a.example/" + text)
    assert once is None or tidy(once) == once


def test_links_and_feeds_of_a_page() -> None:
    """Links on the own host that look like reports, or match; feeds that the head names."""
    page = b"""<html><head><link rel="alternate" type="application/atom+xml" href="/atom"></head><body>
    <a href="/2026/11/20/quay">Quay</a><a href="/about">About</a><a href="/news/the-new-quay-of-selm/">Quay</a>
    <a href="http://other.example/2026/11/20/x">Other</a><a href="/2026/11/pic.jpg">Picture</a></body></html>"""
    assert links_of(page, url="http://a.example/") == (
        "http://a.example/2026/11/20/quay",
        "http://a.example/news/the-new-quay-of-selm/",
    )
    assert links_of(page, url="http://a.example/", match="/about$") == ("http://a.example/about",)
    assert feeds_of(page, url="http://a.example/") == ("http://a.example/atom",)
    assert links_of(b"", url="http://a.example/") == feeds_of(b"\x00", url="http://a.example/") == ()


def test_robots() -> None:
    """Rules for us by name win over those for everybody; an empty file allows everything."""
    rules = Rules(
        "User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nDisallow: /x\nCrawl-delay: 3\nSitemap: http://a.example/s"
    )
    assert rules.allows("http://a.example/a") and not rules.allows("http://a.example/x/1")
    assert rules.delay_seconds() == 3.0 and rules.sitemaps() == ("http://a.example/s",)
    assert Rules("").allows("http://a.example/")


@pytest.mark.parametrize(
    ("headers", "page", "wanted"),
    [
        ({}, b"", Reservation()),
        ({"x-robots-tag": "noindex, nofollow"}, b"", Reservation(False, False, "noindex")),
        ({"x-robots-tag": "nofollow"}, b"", Reservation()),
        ({"x-robots-tag": "noai"}, b"", Reservation(False, False, "noai")),
        ({"x-robots-tag": "otherbot: noai, noarchive"}, b"", Reservation()),
        ({"x-robots-tag": "dateline: noarchive"}, b"", Reservation(True, False, "noarchive")),
        ({"tdm-reservation": "1"}, b"", Reservation(False, False, "tdm-reservation")),
        (
            {"tdm-reservation": "0"},
            b"<meta content='1' name=tdm-reservation>",
            Reservation(False, False, "tdm-reservation"),
        ),
        ({}, b'<META NAME="ROBOTS" CONTENT="NoArchive">', Reservation(True, False, "noarchive")),
    ],
)
def test_reservations(headers: dict[str, str], page: bytes, wanted: Reservation) -> None:
    """Headers and meta tags that concern us are obeyed, those of others are not."""
    assert reservation_of(headers, page) == wanted


def test_a_list_that_is_not_indexed_is_read() -> None:
    """Many feeds say "noindex" of themselves; what they reserve, they reserve."""
    assert reservation_of({"x-robots-tag": "noindex, follow"}, is_list=True).may_read
    assert not reservation_of({"x-robots-tag": "noindex, noai"}, is_list=True).may_read


@pytest.mark.parametrize(
    ("text", "url", "reserved"),
    [
        ('[{"location": "/", "tdm-reservation": 1}]', "https://a.example/news/1", True),
        ('[{"location": "/news/*.html$", "tdm-reservation": "1"}]', "https://a.example/news/1.html", True),
        ('[{"location": "/news/*.html$", "tdm-reservation": "1"}]', "https://a.example/news/1.html?x", False),
        ('[{"location": "/free", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]', "https://a.example/free/1", False),
        ('{"location": "/"}', "https://a.example/", False),
        ("[1, null, {}]", "https://a.example/", False),
        ("<html>not here</html>", "https://a.example/", False),
        ("", "https://a.example/", False),
    ],
)  # fmt: skip
def test_what_a_host_reserves_as_a_whole(text: str, url: str, reserved: bool) -> None:
    """The first rule that fits decides; what cannot be understood reserves nothing."""
    assert MiningRules(text).reserves(url) is reserved


def test_a_paywall_says_so() -> None:
    """schema.org's own word for it, as truth value or text."""
    assert is_behind_paywall(b'{"isAccessibleForFree": false}') and is_behind_paywall(
        b'{"isAccessibleForFree":"False"}'
    )
    assert not is_behind_paywall(b'{"isAccessibleForFree": true}')


def test_opml() -> None:
    """Folders are flattened, broken ampersands mended, doubles dropped."""
    raw = b"""<opml><body><outline text="Ports"><outline text="A & B" xmlUrl="http://a.example/rss?x=1"/>
    <outline title="C" xmlurl="http://c.example/rss"/><outline xmlUrl="http://a.example/rss?x=1"/></outline></body></opml>"""
    found = read_opml(raw, where="f.opml")
    assert [o.url for o in found] == ["http://a.example/rss?x=1", "http://c.example/rss"]
    assert found[1] == Outline("http://c.example/rss", "C")
    with pytest.raises(InputError, match="no OPML"):
        read_opml(b"<html/>", where="f.opml")


def test_sources() -> None:
    """Every kind is read, and what `add` writes reads back the same."""
    raw = b"""[collect]\ncontact = "desk@a.example"\n[[feed]]\nurl = "http://a.example/rss"\nname = 'The "A"\\B'\nmark = "red"
    [[site]]\nsitemap = "http://a.example/s.xml"\nallow_private = ["10.0.0.0/8"]\n[[site]]\nindex = "http://a.example/"
    [[folder]]\npath = "in"\nmark = "for the desk"\n[[warc]]\npath = "w.warc.gz"\n"""
    found = read_sources(raw, where="sources.toml")
    assert [s.kind for s in found.sources] == ["feed", "sitemap", "index", "folder", "warc"]
    assert [s.mark for s in found.sources] == ["TLP:RED", None, None, "for the desk", None]
    again = read_sources("".join(map(written, found.sources)).encode(), where="sources.toml")
    assert again.sources == found.sources


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"[[feed]]\nurl = 3", "number 1"),
        (b"[[feed]]\nuri = 'http://a.example'", "unknown key `uri`"),
        (b"[[site]]\nname = 'x'", "`sitemap` or `index`"),
        (b"[[podcast]]\nurl = 'http://a.example'", "no kind of source"),
        (b"[[feed]]\nurl = 'http://a.example'\n[[feed]]\nurl = 'http://a.example/'", "named twice"),
        (b"[[feed]]\nurl = 'http://a.example'\nallow_private = ['home']", "allow_private"),
        (b"[[feed]]\nurl = 'http://a.example'\nevery_minutes = 'often'", "every_minutes"),
        (b"[[site]]\nindex = 'http://a.example'\nmatch = '('", "regular expression"),
        (b"[[feed]]\nurl = 'http://a.example'\nmark = 5", "`mark`"),
        (b"[[folder]]\npath = 'in'\nmark = ' '", "`mark`"),
        (b"[[feed]", "no TOML"),
        (b"[collect]\nagent = 'x'", "unknown key"),
    ],
)
def test_a_wrong_file_says_where_and_how_to_mend_it(raw: bytes, words: str) -> None:
    """Mistakes name the entry and the key."""
    with pytest.raises(InputError, match=r"sources\.toml") as error:
        read_sources(raw, where="sources.toml")
    assert words in str(error.value)
