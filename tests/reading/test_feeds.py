"""Feeds of three kinds, whole and broken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reading.feeds import Feed, read_feed
from dateline.values import Refused

URL = "http://gazette.example/feeds/news"
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Gazette</title>
<entry><title>Le quai</title><link href="../a?utm_medium=x&amp;id=4"/><id>urn:1</id><author><name>A. Duval</name></author>
<published>2026-11-20T08:00:00+01:00</published><updated>2026-11-20T09:00:00Z</updated>
<content type="html">&lt;p&gt;Le quai est ouvert.&lt;/p&gt;</content></entry></feed>"""
RSS = """<rss version="2.0"><channel><title>Gazette</title><language>en-GB</language>
<item><title>Quay</title><link>http://gazette.example/q</link><pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>{extra}</item>
</channel></rss>"""


def read(text: str, content_type: str = "") -> Feed:
    found = read_feed(text.encode(), url=URL, content_type=content_type)
    assert isinstance(found, Feed), found
    return found


def test_atom() -> None:
    """Relative links start at the feed, tracking parameters fall away, stamps become UTC."""
    entry = read(ATOM).entries[0]
    assert entry.url == "http://gazette.example/a?id=4"
    assert (entry.published, entry.updated) == ("2026-11-20T07:00:00+00:00", "2026-11-20T09:00:00+00:00")
    assert entry.byline == "A. Duval" and entry.html == "<p>Le quai est ouvert.</p>"


def test_rss() -> None:
    """The channel's language holds for its items."""
    found = read(RSS.format(extra=""))
    assert found.title == "Gazette" and found.entries[0].language == "en"
    assert found.entries[0].published == "2026-11-20T08:00:00+00:00" and not found.entries[0].is_cancelled


@pytest.mark.parametrize("word", ["canceled", "stat:canceled", "withheld"])
def test_a_cancelled_item_says_so(word: str) -> None:
    """`pubstatus` counts under any prefix, declared or not."""
    assert read(RSS.format(extra=f"<nitf:pubstatus>{word}</nitf:pubstatus>")).entries[0].is_cancelled


def test_a_usable_item_is_not_cancelled() -> None:
    """The ordinary status changes nothing."""
    assert not read(RSS.format(extra="<pubstatus>usable</pubstatus>")).entries[0].is_cancelled


def test_an_embargo_is_read() -> None:
    """A report that is held back says until when, in UTC."""
    extra = "<embargoed>2026-11-21T06:00:00+02:00</embargoed>"
    assert read(RSS.format(extra=extra)).entries[0].held_until == "2026-11-21T04:00:00+00:00"


def test_json_feed() -> None:
    """Items without an address are left out, and that is told; the rest is read."""
    text = """{"version": "https://jsonfeed.org/version/1.1", "title": "G", "language": "en", "items": [
    {"id": "2", "title": "no address"}, {"id": "x", "url": "/q", "title": "Quay", "content_text": "The quay is open.",
    "date_published": "2026-11-20T08:00:00Z", "authors": [{"name": "B. Orr"}]}]}"""
    found = read(text)
    (entry,) = found.entries
    assert entry.url == "http://gazette.example/q" and entry.byline == "B. Orr"
    assert found.trouble is not None and found.trouble.startswith("1 of 2 items left out")


@pytest.mark.parametrize("link", ["http://[[[1", "http://[fe80::1%25eth0", "//[", "http://a.example:port/q"])
def test_a_link_that_is_no_address_costs_its_item_only(link: str) -> None:
    """In both kinds of feed: it is left out and told, and the items beside it are read."""
    good = "http://gazette.example/q"
    json = f"""{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"url": "{link}"}}, {{"url": "{good}"}}]}}"""
    rss = RSS.format(extra="").replace("</channel>", f"<item><link>{link}</link></item></channel>")
    for found in (read(json), read(rss)):
        assert [entry.url for entry in found.entries] == [good]
        assert "1 of 2 items left out" in str(found.trouble)


@pytest.mark.parametrize(
    "text",
    ["<rss><channel><item><link>http://a.example/1</link><title>A & B</title></item>", "<?xml version='1.0'?>\n\n" + RSS[:150]],
)  # fmt: skip
def test_a_broken_feed_is_read_as_far_as_it_goes(text: str) -> None:
    """What is plainly a feed is accepted with its trouble named."""
    found = read_feed(text.encode(), url=URL)
    assert isinstance(found, Feed) and found.trouble


@pytest.mark.parametrize(
    "raw",
    [b"", b"<html><body>Hello</body></html>", b'{"a": 1}', b"{", b"\x00\x01\x02", b"just words",
     b'<!DOCTYPE r [<!ENTITY a "b">]><rss><channel><item><link>http://a.example/&a;</link></item></channel></rss>'],
)  # fmt: skip
def test_what_is_no_feed_is_refused(raw: bytes) -> None:
    """Other things, and XML with entities of its own, are refused with a reason."""
    found = read_feed(raw, url=URL)
    assert isinstance(found, Refused) and found.why


def test_a_feed_of_endless_tags_is_refused_before_it_is_parsed() -> None:
    """The time that one source can take is bounded, and the refusal says by what."""
    refused = read_feed(b"<rss><channel>" + b"<a><p>" * 100_000, url="https://example.org/rss")
    assert isinstance(refused, Refused) and "200,002 tags" in refused.why


@pytest.mark.parametrize("tag", ["author", "dc:creator", "managingEditor", "itunes:author"])
def test_a_name_without_end_takes_no_time(tag: str) -> None:
    """It is cut, where the search for an address of mail in it would take hours; the item is read."""
    text = RSS.replace(
        "<rss ",
        '<rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" ',
    )
    extra = f"<{tag}><![CDATA[{'a' * 3_000_000}]]></{tag}><{tag}>{'b' * 3_000_000}</{tag}>"
    after = "<item><title>Pier</title><link>http://gazette.example/p</link></item></channel>"
    found = read(text.format(extra=extra).replace("</channel>", after), "application/rss+xml")
    assert [entry.url for entry in found.entries] == ["http://gazette.example/q", "http://gazette.example/p"]
    assert found.trouble is None


def test_a_wrong_charset_is_survived() -> None:
    """A feed that declares one encoding and is in another is still read."""
    raw = RSS.replace("<title>Quay</title>", "<title>Größe</title>").format(extra="").encode("cp1252")
    found = read_feed(b'<?xml version="1.0" encoding="utf-8"?>' + raw, url=URL, content_type="text/xml; charset=utf-8")
    assert isinstance(found, Feed) and len(found.entries) == 1


@settings(max_examples=60)
@given(st.binary(max_size=60), st.integers(0, len(ATOM) - 1), st.sampled_from([ATOM, RSS]))
def test_no_bytes_crash_it(noise: bytes, at: int, text: str) -> None:
    """Whatever comes is a feed or a refusal."""
    raw = text.encode()
    assert isinstance(read_feed(raw[:at] + noise + raw[at:], url=URL), Feed | Refused)
