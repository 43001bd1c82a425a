"""From a site's address to what can be collected there: its feed, else its news sitemap, else the page itself."""

from typing import Literal
from urllib.parse import urlsplit

from dateline.engine.fetching import Client, FetchError, Policy
from dateline.errors import SourceError
from dateline.reading.feeds import read_feed
from dateline.reading.links import feeds_of, links_of, tidy
from dateline.reading.sitemaps import MOST_BYTES, read_sitemap
from dateline.reading.sources import Source
from dateline.values import Refused

_ANYTHING = "application/rss+xml,application/atom+xml,application/feed+json,text/html,application/xml;q=0.9,*/*;q=0.5"
_USUAL_PATHS = ("/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/feed.json")
_FEW = 3  # sitemaps that robots.txt names and we look at


def discover(address: str, client: Client, *, policy: Policy) -> Source:
    """What to collect at an address.

    Args:
        address: of a feed, a sitemap or any page of a site.
        policy: what may be asked.
    Raises:
        SourceError: nothing was found, or the address cannot be fetched.
    """
    url = tidy(address if "://" in address else f"https://{address}")
    if url is None:
        raise SourceError(f"{address}: no http or https address.")
    answer = client.fetch(url, policy=policy, accept=_ANYTHING, most_bytes=MOST_BYTES)
    found = _kind_of(answer.body, answer.url, answer.headers.get("content-type", ""))
    if found is not None:
        return _source(found[0], answer.url, found[1], policy)
    named = list(feeds_of(answer.body, url=answer.url))
    for candidate in [*named, *(f"{_origin(answer.url)}{path}" for path in _USUAL_PATHS)]:
        title = _feed_title(candidate, client, policy)
        if title is not None:
            return _source("feed", candidate, title, policy)
    for candidate in _sitemaps(answer.url, client, policy):
        return _source("sitemap", candidate, "", policy)
    if links_of(answer.body, url=answer.url):
        return _source("index", answer.url, "", policy)
    raise SourceError(f"{url}: no feed, no sitemap, and no links that look like reports. Name the feed itself.")


def _kind_of(body: bytes, url: str, content_type: str) -> tuple[Literal["feed", "sitemap"], str] | None:
    feed = read_feed(body, url=url, content_type=content_type)
    if not isinstance(feed, Refused) and (feed.entries or "html" not in content_type):
        return "feed", feed.title or ""
    return ("sitemap", "") if not isinstance(read_sitemap(body, url=url), Refused) else None


def _feed_title(candidate: str, client: Client, policy: Policy) -> str | None:
    try:
        answer = client.fetch(candidate, policy=policy, accept=_ANYTHING, most_bytes=MOST_BYTES)
    except FetchError:
        return None
    feed = read_feed(answer.body, url=answer.url, content_type=answer.headers.get("content-type", ""))
    return None if isinstance(feed, Refused) else feed.title or ""


def _sitemaps(url: str, client: Client, policy: Policy) -> list[str]:
    origin = _origin(url)
    rules = client.rules(origin, policy=policy)
    candidates = (*rules.sitemaps(), f"{origin}/sitemap.xml") if rules is not None else ()
    news_first = sorted(dict.fromkeys(candidates), key=lambda address: "news" not in address)
    found = []
    for candidate in news_first[:_FEW]:
        try:
            answer = client.fetch(candidate, policy=policy, accept=_ANYTHING, most_bytes=MOST_BYTES)
        except FetchError:
            continue
        if not isinstance(read_sitemap(answer.body, url=candidate), Refused):
            found.append(candidate)
            break
    return found


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _source(kind: Literal["feed", "sitemap", "index"], url: str, title: str, policy: Policy) -> Source:
    return Source(kind=kind, address=tidy(url) or url, name=title or url, allow_private=policy.allow_private)
