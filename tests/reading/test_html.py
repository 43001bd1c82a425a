"""A page gives its report, and says about itself when, by whom and in which language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reading.html import read_html
from dateline.values import Article, Refused

_BODY = """
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Talks resume</h1>
<p>Delegates met in the harbour town on Friday to take up the talks about grain and passage again.</p>
<p>A second round is to follow “within days”, the mediators said in a short note.</p></article>
<footer>All rights reserved. Subscribe to our newsletter.</footer></body>
"""
_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebPage"},
{"@type": ["NewsArticle"], "headline": "Talks resume", "datePublished": "2021-11-25T06:14:00+04:00",
"dateModified": "2021-11-25T09:00:00+04:00", "author": [{"name": "A. Writer"}, {"name": "B. Stringer"}],
"publisher": {"@type": "Organization", "name": "The Post"}, "url": "https://example.org/talks"}]}</script>"""
_META = """<meta property="og:title" content="Talks resume"><meta property="og:site_name" content="The Herald">
<meta property="article:published_time" content="2021-11-24T23:00:00Z"><meta name="author" content="C. Editor">
<link rel="canonical" href="https://example.org/herald">"""


def _page(head: str = "", body: str = _BODY) -> bytes:
    return f'<!doctype html><html lang="en-GB"><head><title>x</title>{head}</head>{body}</html>'.encode()


def _read(raw: bytes) -> Article:
    found = read_html(raw, where="p.html")
    assert isinstance(found, Article), found
    return found


def test_the_body_is_read_without_the_furniture() -> None:
    """Menus and footers are no part of the report."""
    text = _read(_page()).text
    assert "Delegates met" in text and "“within days”" in text
    assert "newsletter" not in text and "Home" not in text


def test_what_json_ld_says_is_believed_first() -> None:
    """Stamps keep their zone, authors are joined."""
    found = _read(_page(_META + _LD))
    assert (found.title, found.publisher, found.byline) == ("Talks resume", "The Post", "A. Writer, B. Stringer")
    assert (found.published, found.updated) == ("2021-11-25T06:14:00+04:00", "2021-11-25T09:00:00+04:00")
    assert (found.url, found.language) == ("https://example.org/talks", "en")


def test_meta_tags_serve_where_there_is_no_json_ld() -> None:
    """Older pages say it in their head."""
    found = _read(_page(_META))
    assert (found.publisher, found.byline, found.url) == ("The Herald", "C. Editor", "https://example.org/herald")
    assert found.published == "2021-11-24T23:00:00Z"


@pytest.mark.parametrize("broken", ["{", "[[[[[[[[", '{"@type": "NewsArticle", "datePublished": "soon", "author": 5}'])
def test_a_slip_in_what_the_page_says_does_not_lose_the_report(broken: str) -> None:
    """Broken JSON-LD and impossible dates are left out, the body stays."""
    found = _read(_page(f'<script type="application/ld+json">{broken}</script>'))
    assert found.published is None
    assert "Delegates met" in found.text


@pytest.mark.parametrize(
    ("said", "published"),
    [
        ('<time datetime="2021-11-25T10:00:00">Thursday</time>', "2021-11-25"),
        ('<p class="date">25 November 2021</p>', "2021-11-25"),
        ("<p>Published: 25 November 2021</p>", "2021-11-25"),
        ("<p>Posted by A. Writer</p><p>Updated: 25 November 2021</p>", "2021-11-25"),
        ("<p>By A. Writer | 25 November 2021 | 10:45</p>", "2021-11-25"),
        ("<p>On 5 May 2010 rebels took the town and held it for two years.</p>", None),
        ("<footer>Copyright 2019 The Post</footer>", None),
    ],
)
def test_a_page_that_says_no_stamp_is_dated_by_its_stamp_line_only(said: str, published: str | None) -> None:
    """The day of a happening, or of a copyright, is no day of publication: rather none than a wrong one."""
    assert _read(_page().replace(b"<body>", f"<body>{said}".encode())).published == published


def test_the_declared_encoding_is_used_as_browsers_do() -> None:
    """Latin-1 means Windows-1252, where the curly quotes live."""
    raw = _page('<meta charset="iso-8859-1">').decode().encode("cp1252")
    assert "“within days”" in _read(raw).text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"<html><body><script>var a = 1</script></body></html>", "No report"),
        (_page().decode().encode("cp1252"), "encoding"),
        (b"%PDF-1.4", "PDF"),
    ],
)
def test_a_page_without_a_report_is_refused(raw: bytes, reason: str) -> None:
    """With the reason."""
    found = read_html(raw, where="p.html")
    assert isinstance(found, Refused)
    assert reason in found.why


def test_an_address_of_a_million_letters_is_let_go() -> None:
    """Written out once more, as the search for a date does, it would take an hour; the report beside it is read at once."""
    endless = f"<a href=n{'<!--' * 250_000}>more</a>"
    assert _read(_page(endless)).text == _read(_page()).text


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(["<p>", "</div>", "<a href=", "<!--", "&#0;", "text ", "<table><tr>", "\x01", "é", "]]>"]))
)
def test_no_page_can_break_it(parts: list[str]) -> None:
    """Broken markup gives an article or a refusal."""
    assert isinstance(read_html("".join(parts).encode(), where="x"), Article | Refused)
