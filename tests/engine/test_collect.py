"""Collecting from a real web on loopback addresses: manners, limits, changes, and nothing lost or fetched twice."""

import gzip
import importlib
import json
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.engine.collect import Collected, collect
from dateline.engine.differences import difference
from dateline.engine.discover import discover
from dateline.engine.fetching import Client, FetchError, Limits, Policy, is_public
from dateline.reading.sources import Source, Sources
from dateline.reading.warc import Archive, Page, read_warc
from dateline.store import Store
from dateline.store.history import history_of
from dateline.store.sources import SourceState
from dateline.values import Article, Extraction, Refused

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
lw = importlib.import_module("local_web")
bench = importlib.import_module("collect_10k")

CONTACT = "desk@harbour.example"
START = 1_795_348_800.0  # 2026-11-22T12:00Z
HOUR, DAY = 3600.0, 86_400.0
LOOPBACK = tuple(f"127.0.0.{n}" for n in range(2, 9))
DELAY = 0.02
_BOMB = gzip.compress(bytes(20_000_000))


def stub(articles: list[Article]) -> Iterable[Extraction | Refused]:
    """Finds nothing, quickly."""
    return [Extraction(id=a.id, language="en", coder="stub") for a in articles]


class Desk:
    """A store, its record of sources, a client and a clock that can be moved on."""

    def __init__(self, folder: Path, web: Any) -> None:
        self.web = web
        self.now = START
        self.folder = folder
        self.store = Store(folder / "news.db")
        self.state = SourceState(folder / "news-sources.db")
        self.sources: list[Source] = []
        self.client = self.new_client()
        self.archive: Archive | None = None

    def new_client(self, **given: Any) -> Client:
        limits = Limits(total_seconds=1.5, connect_seconds=1.0, most_bytes=400_000)
        return Client(
            CONTACT, self.state, **{"delay_seconds": DELAY, "limits": limits, "now": lambda: self.now, **given}
        )

    def feed(self, url: str, **given: Any) -> None:
        self.add("feed", url, **given)

    def add(self, kind: Any, address: str, **given: Any) -> None:
        self.sources.append(Source(kind=kind, address=address, name=address, **{"allow_private": LOOPBACK, **given}))

    def collect(self, *, later: float = 0.0, **given: Any) -> Collected:
        self.now += later
        wanted = Sources(contact=CONTACT, sources=tuple(self.sources))
        archive = {"archive": self.archive} if self.archive else {}
        return collect(
            wanted, self.store, self.state, self.client, now=lambda: self.now, extract=stub, **archive, **given
        )

    def titles(self) -> list[str]:
        """Titles of the reports that stand, in order of the alphabet."""
        return sorted(row.title or "" for row in self.store.articles() if row.gone_on is None)

    def health(self, n: int = 0) -> Any:
        return self.state.health(self.sources[n].address, now=self.now)

    def close(self) -> None:
        self.client.close()
        self.state.close()
        self.store.close()


@pytest.fixture
def web() -> Iterator[Any]:
    with lw.LocalWeb(4) as found:
        yield found


@pytest.fixture
def desk(tmp_path: Path, web: Any) -> Iterator[Desk]:
    found = Desk(tmp_path, web)
    yield found
    found.close()


_MANNERS = ["/robots.txt", "/.well-known/tdmrep.json"]  # what a host is asked before anything else


def put_report(web: Any, host: int, name: str, *sentences: str) -> tuple[str, str]:
    words = sentences or (f"The {name} council met on Friday and agreed on the new quay.", "Work starts in spring.")
    return web.put(host, f"/news/{name}", lw.report(f"Council of {name}", *words)), f"Council of {name}"


def test_a_feed_becomes_reports(desk: Desk, web: Any) -> None:
    """Every entry of a feed is fetched once, robots.txt first, and stands in the store under its address."""
    items = [put_report(web, 0, f"{name}") for name in ("Selm", "Orva", "Tarn")]
    desk.feed(web.put(0, "/rss", lw.rss(*items), kind="application/rss+xml"))
    done = desk.collect()
    assert done.summary.accepted == 3 and done.sources == {"asked": 1} and done.found == 3
    assert desk.titles() == ["Council of Orva", "Council of Selm", "Council of Tarn"]
    assert {row.url for row in desk.store.articles()} == {url for url, _ in items}
    assert not lw.broken_manners(web, delay_seconds=DELAY, contact=CONTACT)
    assert [asked.path for asked in web.requests()][:2] == _MANNERS
    assert len(web.requests()) == 6


def test_a_second_round_asks_for_nothing_known(desk: Desk, web: Any) -> None:
    """A source is asked again only when it is due, with its validators; a 304 costs no page."""
    body = lw.rss(put_report(web, 0, "Selm")).encode()

    def page(asked: Any) -> Any:
        is_known = asked.headers.get("if-none-match") == '"v1"'
        return (304, {"ETag": '"v1"'}, b"") if is_known else (200, {"ETag": '"v1"', "Content-Type": "text/xml"}, body)

    desk.feed(web.put(0, "/rss", page))
    desk.collect()
    assert desk.collect(later=60).sources == {"not_due": 1}
    assert desk.collect(later=HOUR).sources == {"unchanged": 1}
    assert [a.status for a in web.requests(0, "/rss")] == [200, 304]
    assert len(web.requests(0, "/news/Selm")) == 1


def test_pages_are_marked_as_their_source_is(desk: Desk, web: Any) -> None:
    """The mark is no part of a report's words: looked at again unchanged, it is no new version."""
    desk.feed(web.put(0, "/rss", lw.rss(put_report(web, 0, "Selm"))), mark="TLP:AMBER")
    desk.collect()
    desk.collect(later=24 * HOUR)
    assert len(web.requests(0, "/news/Selm")) == 2
    assert [row.mark for row in desk.store.articles()] == ["TLP:AMBER"]


def test_one_address_in_two_feeds_is_fetched_once(desk: Desk, web: Any) -> None:
    """Tracking parameters and fragments do not make another report of it."""
    url, title = put_report(web, 0, "Selm")
    desk.feed(web.put(0, "/a", lw.rss((url, title)), kind="text/xml"))
    desk.feed(web.put(1, "/b", lw.rss((url + "?utm_source=b#top", title)), kind="text/xml"))
    desk.collect()
    assert len(web.requests(0, "/news/Selm")) == 1 and desk.titles() == [title]


def test_what_robots_forbid_is_not_asked_for(desk: Desk, web: Any) -> None:
    """A disallowed page is refused without a request, and the reason is on record."""
    web.put(0, "/robots.txt", "User-agent: *\nDisallow: /private\n", kind="text/plain")
    url = web.put(0, "/private/plan", lw.report("Plan", "Nobody should read this page by machine."))
    desk.feed(web.put(0, "/rss", lw.rss((url, "Plan")), kind="text/xml"))
    done = desk.collect()
    page = desk.state.page(url)
    assert done.pages == {"refused": 1} and page is not None and "robots.txt" in (page.note or "")
    assert not lw.broken_manners(web, delay_seconds=DELAY, contact=CONTACT)


def test_robots_that_cannot_be_had_forbid_everything(desk: Desk, web: Any) -> None:
    """A 5xx on robots.txt means: not now; it is asked again after a while, and then everything goes on."""
    web.put(0, "/robots.txt", lambda asked: (503, {}, b"busy"))
    desk.feed(web.put(0, "/rss", lw.rss(put_report(web, 0, "Selm")), kind="text/xml"))
    assert desk.collect().sources == {"failed": 1}
    desk.collect(later=60)
    assert [a.path for a in web.requests()] == ["/robots.txt"]
    web.put(0, "/robots.txt", "User-agent: *\nAllow: /\n", kind="text/plain")
    assert desk.collect(later=HOUR).summary.accepted == 1


def test_robots_are_kept_for_a_day(desk: Desk, web: Any) -> None:
    """robots.txt is asked for once a day, also by the next process."""
    desk.feed(web.put(0, "/rss", lw.rss(put_report(web, 0, "Selm")), kind="text/xml"))
    desk.collect()
    desk.client = desk.new_client()
    desk.collect(later=HOUR)
    assert len(web.requests(0, "/robots.txt")) == 1
    desk.collect(later=DAY)
    assert len(web.requests(0, "/robots.txt")) == 2


def test_crawl_delay_is_kept(desk: Desk, web: Any) -> None:
    """A host that asks for a longer pause gets it."""
    web.put(0, "/robots.txt", "User-agent: *\nCrawl-delay: 0.15\n", kind="text/plain")
    desk.feed(web.put(0, "/rss", lw.rss(*[put_report(web, 0, n) for n in ("Selm", "Orva")]), kind="text/xml"))
    desk.collect()
    assert not lw.broken_manners(web, delay_seconds=0.15, contact=CONTACT)[1:]  # robots.txt itself cannot know


def test_429_pauses_the_whole_host(desk: Desk, web: Any) -> None:
    """After a 429 nothing of that host is asked before Retry-After, other hosts go on, and nothing is lost."""
    items = [put_report(web, 0, name) for name in ("Selm", "Orva", "Tarn")]
    answers = iter([429])

    def busy_once(asked: Any) -> Any:
        if next(answers, None):
            return 429, {"Retry-After": "120"}, b""
        return 200, {"Content-Type": "text/html"}, lw.report("Council of Selm", "It met at last on Friday.").encode()

    web.put(0, "/news/Selm", busy_once)
    desk.feed(web.put(1, "/rss", lw.rss(*items, put_report(web, 2, "Mirn")), kind="text/xml"))
    done = desk.collect()
    assert desk.titles() == ["Council of Mirn"] and done.waiting == 3
    desk.collect(later=60)
    assert len(web.requests(0)) == 3  # what the host allows, and the 429
    assert desk.collect(later=61).summary.accepted == 3 and len(desk.titles()) == 4


@pytest.mark.parametrize("status", [500, 503, 404])
def test_a_failing_source_is_left_alone_longer_and_longer(desk: Desk, web: Any, status: int) -> None:
    """Back-off doubles up to 48 hours and never gives up; one success heals it."""
    web.put(0, "/rss", lambda asked: (status, {}, b""))
    desk.feed(web.url(0, "/rss"))
    waits = []
    for _ in range(12):
        desk.collect()
        waits.append(desk.health().next_at - desk.now)
        desk.now = desk.health().next_at
    assert waits[:3] == [300.0, 600.0, 1200.0] and waits[-1] == 2 * DAY
    web.put(0, "/rss", lw.rss(put_report(web, 0, "Selm")), kind="text/xml")
    assert desk.collect().summary.accepted == 1 and desk.health().failures == 0


def test_a_304_after_a_broken_feed_does_not_heal(desk: Desk, web: Any) -> None:
    """Validators of what could not be parsed are not kept, so the feed is fetched whole until it is well."""
    web.put(0, "/rss", lambda asked: (200, {"ETag": '"x"', "Content-Type": "text/xml"}, b"<html>moved</html>"))
    desk.feed(web.url(0, "/rss"))
    desk.collect()
    desk.collect(later=HOUR)
    assert desk.health().failures == 2 and all("if-none-match" not in a.headers for a in web.requests(0, "/rss"))


def test_a_malformed_feed_is_read_as_far_as_it_goes(desk: Desk, web: Any) -> None:
    """Broken XML that is plainly a feed is accepted, and the trouble is told."""
    broken = lw.rss(put_report(web, 0, "Selm")).replace("</channel></rss>", "<item><title>A & B")
    desk.feed(web.put(0, "/rss", broken, kind="text/xml"))
    assert desk.collect().summary.accepted == 1 and desk.health().note


@pytest.mark.parametrize(
    ("path", "reply", "kind"),
    [
        ("loop", lambda a: (302, {"Location": a.path}, b""), "redirect"),
        ("on", lambda a: (302, {"Location": a.path + "x"}, b""), "missing"),
        ("inside", lambda a: (302, {"Location": "http://127.0.0.1:1/secret"}, b""), "private"),
        ("cloud", lambda a: (301, {"Location": "http://169.254.169.254/latest/"}, b""), "private"),
        ("mapped", lambda a: (302, {"Location": "http://[::ffff:10.0.0.1]/"}, b""), "private"),
        ("file", lambda a: (302, {"Location": "file:///etc/passwd"}, b""), "redirect"),
        ("bomb", lambda a: (200, {"Content-Encoding": "gzip"}, _BOMB), "coding"),
        ("twice", lambda a: (200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(gzip.compress(b"x"))), "coding"),
        ("large", lambda a: (200, {}, b"x" * 400_001), "size"),
        ("endless", lambda a: (200, {}, (b"x" * 4096 for _ in range(10_000))), "size"),
        ("slow", lambda a: (200, {}, (time.sleep(0.1) or b"x" for _ in range(40))), "slow"),
        ("silent", lambda a: (time.sleep(2.0) or 200, {}, b"x"), "slow"),
        ("pay", lambda a: (402, {}, b""), "closed"),
    ],
)  # fmt: skip
def test_what_is_unsafe_or_beyond_measure_is_an_error(desk: Desk, web: Any, path: str, reply: Any, kind: str) -> None:
    """Loops, private addresses, bombs, slow and endless bodies end in an error that says so, in time."""
    web.put(0, f"/{path}", reply)
    before = time.monotonic()
    with pytest.raises(FetchError) as error:
        desk.client.fetch(web.url(0, f"/{path}"), policy=Policy(LOOPBACK))
    assert error.value.kind == kind and time.monotonic() - before < 6.0


def test_many_redirects_end(desk: Desk, web: Any) -> None:
    """After five redirects it is enough."""
    for n in range(9):
        web.put(0, f"/r{n}", lambda a, n=n: (302, {"Location": f"/r{n + 1}"}, b""))
    with pytest.raises(FetchError, match="after 5 redirects"):
        desk.client.fetch(web.url(0, "/r0"), policy=Policy(LOOPBACK))


def test_private_addresses_are_not_asked(desk: Desk, web: Any) -> None:
    """Without leave nothing goes to a loopback or private address, whatever name hides it."""
    with pytest.raises(FetchError, match="allow_private"):
        desk.client.fetch(web.url(0, "/rss"))
    hiding = desk.new_client(resolve=lambda host, port: ["203.0.113.9", "10.0.0.7"])
    with pytest.raises(FetchError, match="private address"):
        hiding.fetch("http://news.example/")
    assert not web.requests()


def test_the_connection_goes_to_the_address_that_was_looked_at(desk: Desk, web: Any) -> None:
    """A name that means something else a moment later cannot lead the connection astray."""
    url = web.put(0, "/a", lw.report("Quay", "The quay was opened on Friday."))
    answers = iter([["127.0.0.2"]] * 3)
    client = desk.new_client(resolve=lambda host, port: next(answers, ["127.0.0.1"]))
    answer = client.fetch(url.replace("127.0.0.2", "quay.example"), policy=Policy(("127.0.0.2",)))
    assert answer.status == 200 and web.requests(0, "/a")[0].headers["host"].startswith("quay.example")


@pytest.mark.parametrize(
    ("address", "yes"),
    [("8.8.8.8", True), ("2606:4700::1111", True), ("10.1.2.3", False), ("127.0.0.1", False), ("0.0.0.0", False),
     ("100.64.0.1", False), ("::1", False), ("fe80::1%eth0", False), ("::ffff:192.168.0.1", False), ("224.0.0.1", False),
     ("64:ff9b::a00:1", False), ("2002:7f00:1::", False), ("255.255.255.255", False)],
)  # fmt: skip
def test_public_addresses(address: str, yes: bool) -> None:
    """Private networks are known in every spelling."""
    assert is_public(address) is yes


def test_reserved_pages_are_left_alone(desk: Desk, web: Any) -> None:
    """noai, TDM reservations and paywalls are recorded and obeyed; noarchive is read but not kept as WARC."""
    page = lw.report("Quay", "The quay was opened on Friday by the mayor of Selm.").encode()
    html = {"Content-Type": "text/html; charset=utf-8"}
    web.put(0, "/noai", lambda a: (200, {**html, "X-Robots-Tag": "noai"}, page))
    web.put(0, "/tdm", lambda a: (200, {**html, "TDM-Reservation": "1"}, page))
    web.put(0, "/meta", page.replace(b"<head>", b'<head><meta name="robots" content="noai, noimageai">'))
    web.put(0, "/paid", page.replace(b"<head>", b'<head><script>{"isAccessibleForFree": "False"}</script>'))
    web.put(0, "/other", lambda a: (200, {**html, "X-Robots-Tag": "googlebot: noai"}, page.replace(b"Quay", b"Pier")))
    web.put(0, "/unkept", lambda a: (200, {**html, "X-Robots-Tag": "noarchive"}, page.replace(b"Quay", b"Dock")))
    web.put(0, "/mine/hidden", page)
    web.put(0, "/mine/open", page.replace(b"Quay", b"Mole"))
    rules = [{"location": "/mine/open"}, {"location": "/mine/*", "tdm-reservation": 1}]
    web.put(0, "/.well-known/tdmrep.json", json.dumps(rules), kind="application/json")
    names = ("noai", "tdm", "meta", "paid", "other", "unkept", "mine/hidden", "mine/open")
    desk.feed(web.put(0, "/rss", lw.rss(*[(web.url(0, f"/{n}"), n) for n in names]), kind="text/xml"))
    desk.archive = Archive(desk.folder / "pages", "a", made_at="2026-11-22T12:00:00+00:00", agent="test")
    done = desk.collect()
    desk.archive.close()
    assert done.pages == {"fetched": 3, "refused": 5} and desk.titles() == ["Dock", "Mole", "Pier"]
    assert not web.requests(0, "/mine/hidden")
    left = {page.url: page.note or "" for page in desk.state.refused()}
    assert len(left) == 5 and "text and data mining" in left[web.url(0, "/mine/hidden")]
    kept = [p for p in read_warc(desk.archive.path) if isinstance(p, Page)]
    assert [p.url for p in kept] == [web.url(0, "/other"), web.url(0, "/mine/open")]


def test_a_changed_page_is_a_new_version(desk: Desk, web: Any) -> None:
    """Changed words at one address replace the earlier ones from the day we saw them; both stay on record."""
    url, _ = put_report(web, 0, "Selm", "Two people were hurt at the quay on Friday, the harbour master said.")
    desk.feed(web.put(0, "/rss", lw.rss((url, "Selm")), kind="text/xml"))
    desk.collect()
    assert desk.collect(later=7 * HOUR).summary.duplicate == 0  # looked at again: the same words
    put_report(web, 0, "Selm", "Three people were hurt at the quay on Friday, the harbour master said.")
    desk.collect(later=3 * DAY)
    rows = desk.store.articles()
    standing = [row for row in rows if row.gone_on is None]
    assert desk.store.status().replaced == 1 and len(standing) == 1
    found = desk.store.reading(standing[0].id)
    assert found is not None and "Three people" in found.article.text
    assert found.article.updated == "2026-11-25T19:00:00+00:00"
    old, new = history_of(desk.store, url).versions
    assert old.gone_on == new.known_on == "2026-11-25" and new.gone_on is None
    changed = difference(*((v.article, v.readings[-1].extraction) for v in (old, new)))
    assert [words.split()[0] for words in (*changed.words_out, *changed.words_in)] == ["Two", "Three"]


def test_an_unchanged_page_is_no_version(desk: Desk, web: Any) -> None:
    """A new stamp in the feed over the same words adds nothing."""
    url, title = put_report(web, 0, "Selm")
    desk.feed(web.put(0, "/rss", lw.rss((url, title)), kind="text/xml"))
    desk.collect()
    web.put(0, "/rss", lw.rss((url, title)).replace("08:00:00", "09:30:00"), kind="text/xml")
    done = desk.collect(later=HOUR)
    assert done.pages["same_text"] == 1 and done.summary.read == 0 and desk.store.status().articles == 1


def test_a_vanished_page_is_noted_and_kept(desk: Desk, web: Any) -> None:
    """A page that is gone when it is looked at again is noted as vanished, and the report stays."""
    url, title = put_report(web, 0, "Selm")
    desk.feed(web.put(0, "/rss", lw.rss((url, title)), kind="text/xml"))
    desk.collect()
    web.drop(0, "/news/Selm")
    for _ in range(4):
        desk.collect(later=7 * HOUR)
    assert [page.url for page in desk.state.vanished()] == [url] and desk.health().vanished == 1
    assert desk.titles() == [title]
    desk.collect(later=HOUR)
    (noted,) = history_of(desk.store, url).record
    assert noted.kind == "vanished" and noted.who == "dateline collect" and "404" in noted.why


def test_cancelled_and_embargoed_entries(desk: Desk, web: Any) -> None:
    """What is cancelled is not read, or withdrawn if it was; what is held back waits for its hour."""
    items = [put_report(web, 0, name) for name in ("Selm", "Orva", "Tarn")]
    extra = {
        items[0][0]: "<nitf:pubstatus>canceled</nitf:pubstatus>",
        items[1][0]: "<dcterms:available>2026-11-22T18:00:00Z</dcterms:available>",
    }
    desk.feed(web.put(0, "/rss", lw.rss(*items, extra=extra), kind="text/xml"))
    desk.collect()
    assert desk.titles() == ["Council of Tarn"] and not web.requests(0, "/news/Orva")
    desk.collect(later=7 * HOUR)
    assert desk.titles() == ["Council of Orva", "Council of Tarn"] and not web.requests(0, "/news/Selm")
    extra[items[2][0]] = "<nitf:pubstatus>canceled</nitf:pubstatus>"
    web.put(0, "/rss", lw.rss(*items, extra=extra), kind="text/xml")
    desk.collect(later=HOUR)
    assert desk.titles() == ["Council of Orva"] and desk.store.status().withdrawn == 1


def test_sitemaps_and_index_pages(desk: Desk, web: Any) -> None:
    """A sitemap index, compressed sitemaps and index pages lead to reports; old pages are left out."""
    new, _ = put_report(web, 0, "Selm")
    old, _ = put_report(web, 0, "Orva")
    ns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    inner = (
        f"<urlset {ns}><url><loc>{new}</loc><lastmod>2026-11-20</lastmod></url>"
        f"<url><loc>{old}</loc><lastmod>2020-01-01</lastmod></url></urlset>"
    )
    child = web.put(0, "/s1.xml.gz", gzip.compress(inner.encode()), kind="application/gzip")
    index = f"<sitemapindex {ns}><sitemap><loc>{child}</loc></sitemap></sitemapindex>"
    desk.add("sitemap", web.put(0, "/sitemap.xml", index, kind="text/xml"))
    put_report(web, 1, "2026/11/22/tarn-council")
    links = '<a href="/news/2026/11/22/tarn-council">Tarn</a><a href="/about">About us</a><a href="http://x.example/2026/11/1">'
    desk.add("index", web.put(1, "/latest", f"<html><body>{links}</body></html>"))
    desk.collect()
    assert desk.titles() == ["Council of 2026/11/22/tarn-council", "Council of Selm"]


def test_wrong_charsets(desk: Desk, web: Any) -> None:
    """The header's charset wins, and a page in another encoding than both say is still read."""
    words = "Die Bürger von Münster wählten am Freitag, sagte der Bürgermeister über die Größe des Hafens."
    page = f"<html><body><article><h1>Häfen</h1><p>{words}</p></article></body></html>"
    urls = [
        web.put(0, "/a", page.encode("iso-8859-1"), kind="text/html; charset=iso-8859-1"),
        web.put(0, "/b", page.replace("Freitag", "Montag").encode("cp1252"), kind="text/html; charset=utf-8"),
    ]
    desk.feed(web.put(0, "/rss", lw.rss(*[(url, "Häfen") for url in urls]), kind="text/xml"))
    desk.collect()
    texts = [found.article.text for row in desk.store.articles() if (found := desk.store.reading(row.id))]
    assert len(texts) == 2 and all("Bürgermeister über die Größe" in text for text in texts)


def test_what_a_feed_carries_can_be_enough(desk: Desk, web: Any) -> None:
    """With take = "feed" no page is asked for."""
    item = '{"id": "1", "url": "/a", "title": "Quay", "content_html": "<p>The quay of Selm was opened on Friday.</p>"}'
    feed = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "items": [{item}]}}'
    desk.feed(web.put(0, "/feed.json", feed, kind="application/feed+json"), take="feed")
    desk.collect()
    assert desk.titles() == ["Quay"] and [a.path for a in web.requests()] == [*_MANNERS, "/feed.json"]


def test_a_page_behind_a_redirect_is_looked_at_again(desk: Desk, web: Any) -> None:
    """The address that a feed names may lead elsewhere: corrections there are still seen."""
    url, title = put_report(web, 1, "Selm", "Two people were hurt at the quay on Friday.")
    desk.feed(web.put(0, "/rss", lw.rss((web.url(0, "/s"), title)), kind="text/xml"))
    web.put(0, "/s", lambda a: (302, {"Location": url}, b""))
    desk.collect()
    put_report(web, 1, "Selm", "Three people were hurt at the quay on Friday.")
    assert desk.collect(later=7 * HOUR).summary.accepted == 1 and desk.store.status().replaced == 1


def test_a_page_that_answers_503_comes_later(desk: Desk, web: Any) -> None:
    """Retry-After holds for the host, and the page is not lost."""
    answers = iter([503])
    url, title = put_report(web, 0, "Selm")
    page = lw.report(title, "It met at last on Friday.").encode()
    web.put(1, "/s", lambda a: (next(answers, 200), {"Retry-After": "600", "Content-Type": "text/html"}, page))
    desk.feed(web.put(0, "/rss", lw.rss((url, title), (web.url(1, "/s"), title)), kind="text/xml"))
    assert desk.collect().waiting == 1
    assert desk.collect(later=599).summary.accepted == 0 and len(web.requests(1)) == 3
    assert desk.collect(later=2).summary.accepted == 1


def test_a_certificate_that_nobody_vouches_for_is_an_error(desk: Desk, tmp_path: Path) -> None:
    """TLS is not waved through: a self-signed certificate ends the request."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    names = ["-keyout", str(tmp_path / "k.pem"), "-out", str(tmp_path / "c.pem"), "-subj", "/CN=quay.example"]
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", *names]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "c.pem", tmp_path / "k.pem")
    with lw.LocalWeb(1, tls=context) as secure:
        with pytest.raises(FetchError) as error:
            desk.client.fetch(secure.url(0, "/a").replace("http:", "https:"), policy=Policy(LOOPBACK))
        assert not secure.requests()
    assert (
        error.value.kind == "robots_unreachable"
    )  # the first request is for robots.txt, and what cannot be had forbids


def test_an_alias_is_not_fetched_again(desk: Desk, web: Any) -> None:
    """An address that leads to a page that was read is settled without reading it again."""
    url, title = put_report(web, 0, "Selm")
    short = web.put(1, "/s", lambda a: (301, {"Location": url}, b""))
    desk.feed(web.put(0, "/rss", lw.rss((url, title)), kind="text/xml"))
    desk.collect()
    desk.feed(web.put(1, "/rss", lw.rss((short, title)), kind="text/xml"))
    assert desk.collect(later=60).pages == {"alias": 1} and len(web.requests(0, "/news/Selm")) == 1


def test_folders_and_archives_are_read_once(desk: Desk, web: Any) -> None:
    """Files are read to the end once, and again when they change."""
    (desk.folder / "in").mkdir()
    (desk.folder / "in" / "a.txt").write_text("The quay of Selm was opened on Friday.")
    archive = Archive(desk.folder / "in", "w", made_at="2026-11-22T12:00:00+00:00", agent="test")
    body = lw.report("Pier", "The pier of Orva was closed on Monday.").encode()
    head = {"content-type": "text/html"}
    archive.keep("http://o.example/p", visited="2026-11-22T12:00:00Z", status=200, headers=head, body=body)
    archive.close()
    desk.sources += [
        Source(kind="warc", address=str(archive.path), name="w"),
        Source(kind="folder", address=str(desk.folder / "in" / "a.txt"), name="f", mark="TLP:RED"),
    ]
    assert desk.collect().summary.accepted == 2
    assert sorted(str(row.mark) for row in desk.store.articles()) == ["None", "TLP:RED"]
    assert desk.collect().summary.read == 0


def test_a_sites_feed_is_found(desk: Desk, web: Any) -> None:
    """`sources add` follows the page's own link, tries the usual paths, then sitemaps, then links."""
    policy = Policy(LOOPBACK)
    feed = lw.rss(put_report(web, 0, "Selm"))
    web.put(0, "/hidden.xml", feed, kind="text/xml")
    web.put(0, "/", '<html><head><link rel="alternate" type="application/rss+xml" href="/hidden.xml"></head></html>')
    web.put(1, "/", "<html><body>Welcome</body></html>")
    web.put(1, "/feed.xml", feed, kind="text/xml")
    web.put(2, "/", "<html><body>Welcome</body></html>")
    web.put(2, "/robots.txt", f"Sitemap: {web.url(2, '/news.xml')}\n", kind="text/plain")
    web.put(2, "/news.xml", "<urlset><url><loc>http://a.example/1</loc></url></urlset>", kind="text/xml")
    web.put(3, "/", '<html><body><a href="/2026/11/20/a">A</a></body></html>')
    found = [discover(web.url(n, "/"), desk.client, policy=policy) for n in range(4)]
    assert [(s.kind, s.address) for s in found] == [
        ("feed", web.url(0, "/hidden.xml")),
        ("feed", web.url(1, "/feed.xml")),
        ("sitemap", web.url(2, "/news.xml")),
        ("index", web.url(3, "/")),
    ]


def test_killed_at_any_moment_nothing_is_lost_or_fetched_twice(tmp_path: Path, web: Any) -> None:
    """kill -9 at several moments: every report arrives, and only a request that was under way is made again."""
    names = [f"{host}-{n}" for host in range(4) for n in range(60)]
    items = {name: put_report(web, int(name[0]), name) for name in names}
    feeds = []
    for host in range(4):
        web.put(host, "/robots.txt", "User-agent: *\nDisallow: /private\n", kind="text/plain")
        mine = [item for name, item in items.items() if name.startswith(f"{host}-")]
        feeds.append(web.put(host, "/rss", lw.rss(*mine), kind="text/xml"))
    sources, store_path = tmp_path / "sources.toml", str(tmp_path / "n.db")
    bench.write_sources(sources, feeds, [], delay_seconds=0.01)
    kills = 0
    context = bench.killable()
    for after in (4, 40, 90, 140, 200, None):
        process = context.Process(target=bench.collect_quietly, args=(str(sources), store_path))
        process.start()
        while process.is_alive() and (after is None or len(web.asked) < after):
            time.sleep(0.002)
        if process.is_alive():
            process.kill()
            kills += 1
        process.join()
    assert process.exitcode == 0 and kills == 5
    with Store(store_path, readonly=True) as store:
        assert store.status().articles == len(names)
    pages = [a.path for a in web.asked if a.path.startswith("/news/")]
    assert set(pages) == {f"/news/{name}" for name in names}
    assert len(pages) - len(set(pages)) <= kills * 4
    assert not lw.broken_manners(web, delay_seconds=0.01, contact=CONTACT)
