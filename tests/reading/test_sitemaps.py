"""Sitemaps in all their forms."""

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reading.sitemaps import Sitemap, inflate, read_sitemap
from dateline.values import Refused

NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
NEWS = f"""<?xml version="1.0" encoding="UTF-8"?><urlset {NS}><url><loc> http://a.example/1#x </loc>
<lastmod>2026-11-20</lastmod><news:news><news:publication><news:name>A</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2026-11-19T10:00Z</news:publication_date><news:title>Quay</news:title></news:news>
</url><url><loc>ftp://a.example/2</loc></url></urlset>"""


def read(raw: bytes) -> Sitemap:
    found = read_sitemap(raw, url="http://a.example/sitemap.xml")
    assert isinstance(found, Sitemap), found
    return found


def test_the_news_extension() -> None:
    """Address, stamps, title and language are read; what is no web address is left out."""
    (entry,) = read(NEWS.encode()).pages
    assert (entry.url, entry.title, entry.language) == ("http://a.example/1", "Quay", "en")
    assert (entry.published, entry.updated) == ("2026-11-19T10:00Z", "2026-11-20")


def test_packed_or_plain_is_the_same() -> None:
    """A compressed sitemap of several members reads like a plain one."""
    raw = NEWS.encode()
    assert read(gzip.compress(raw[:200]) + gzip.compress(raw[200:])) == read(raw)


def test_an_index_names_further_ones() -> None:
    """Children come with the stamp of their last change."""
    index = f"<sitemapindex {NS}><sitemap><loc>http://a.example/s1</loc><lastmod>2026-11-20</lastmod></sitemap></sitemapindex>"
    assert read(index.encode()).children == (("http://a.example/s1", "2026-11-20"),)


def test_plain_text_and_broken_xml() -> None:
    """Addresses line by line are a sitemap too, and broken XML gives what it holds."""
    assert [e.url for e in read(b"http://a.example/1\nhttp://a.example/1\nnonsense\n").pages] == ["http://a.example/1"]
    assert len(read(NEWS[:-30].encode()).pages) == 1


@pytest.mark.parametrize("raw", [b"", b"<html></html>", b"\x1f\x8bbroken", gzip.compress(bytes(60_000_000), 9)])
def test_what_is_none_is_refused(raw: bytes) -> None:
    """Pages, broken packing and bombs are refused."""
    assert isinstance(read_sitemap(raw, url="u"), Refused)


def test_entities_are_not_followed() -> None:
    """An external entity brings nothing in."""
    raw = b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>http://a.example/&x;</loc></url></urlset>'
    found = read_sitemap(raw, url="u")
    assert isinstance(found, Refused) or all(e.url == "http://a.example/" for e in found.pages)


def test_a_bomb_is_not_unpacked() -> None:
    """Unpacking stops at the limit."""
    assert inflate(gzip.compress(bytes(1_000_000)), most_bytes=999_999) is None


@settings(max_examples=60)
@given(st.binary(max_size=60), st.integers(0, len(NEWS) - 1))
def test_no_bytes_crash_it(noise: bytes, at: int) -> None:
    """Whatever comes is a sitemap or a refusal."""
    raw = NEWS.encode()
    assert isinstance(read_sitemap(raw[:at] + noise + raw[at:], url="u"), Sitemap | Refused)
