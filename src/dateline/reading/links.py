"""Addresses: one spelling for each, the links of an index page, and the feeds that a page names.

Works on bytes and strings only; nothing is fetched here.
"""

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

import lxml.html

_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|yclid|ocid|cmpid|ns_campaign|ns_mchannel)$"
)
_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/json"}
_NOT_PAGES = re.compile(r"\.(jpe?g|png|gif|webp|svg|css|js|ico|pdf|zip|gz|mp3|mp4|xml|rss|json|woff2?)$", re.IGNORECASE)
_DATED = re.compile(r"/(19|20)\d\d[/-]?(0?[1-9]|1[0-2])\b|\d{6,}")
_UNSAID = re.compile(r"[\s\x00-\x20\x7f-\xa0<>\"\ud800-\udfff]")  # what no address may hold as it is
_MOST_LINKS = 5_000


def tidy(address: str) -> str | None:
    """One spelling of an address: no fragment, no tracking parameters, host in lower case, no default port.

    Returns:
        None when it is no http or https address, or carries a user name or password.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not host or parts.username or parts.password or re.search(r"[\s<>\"]", host):
        return None
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != {"http": 80, "https": 443}[scheme]:
        host = f"{host}:{port}"
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [pair for pair in pairs if not _TRACKING.match(pair[0].lower())]
        query = query if len(kept) == len(pairs) else urlencode(kept, errors="replace")
    path, query = (_UNSAID.sub(_escaped, part) for part in (parts.path or "/", query))
    return urlunsplit((scheme, host, path, query, ""))


def joined(base: str, link: str | None) -> str | None:
    """The address that a page or feed at `base` means by a link, in one spelling; None where nothing can be asked for."""
    try:
        return tidy(urljoin(base, link.strip())) if link else None
    except ValueError:  # brackets that hold no address of a machine
        return None


def _escaped(found: re.Match[str]) -> str:
    return quote(found[0].encode("utf-8", "replace"))


def host_of(address: str) -> str:
    """The host's name in lower case, without port; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def links_of(raw: bytes, *, url: str, match: str | None = None) -> tuple[str, ...]:
    """Addresses that an index page links to on its own host, in page order, each once.

    Args:
        raw: the page.
        url: where it was found.
        match: a regular expression that an address must hold somewhere; None takes what looks like a report: a date or
            long number in the path, or a last part of at least four hyphenated words.
    """
    tree = _tree(raw)
    if tree is None:
        return ()
    wanted = re.compile(match) if match else None
    here = host_of(url)
    found: dict[str, None] = {}
    for anchor in tree.iterfind(".//a"):
        address = joined(url, anchor.get("href"))
        if address is None or host_of(address) != here or address == tidy(url):
            continue
        if wanted.search(address) if wanted else _looks_like_report(address):
            found[address] = None
            if len(found) >= _MOST_LINKS:
                break
    return tuple(found)


def feeds_of(raw: bytes, *, url: str) -> tuple[str, ...]:
    """Feeds that a page names in its head, in page order, each once."""
    tree = _tree(raw)
    if tree is None:
        return ()
    found: dict[str, None] = {}
    for link in tree.iterfind(".//link"):
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        if "alternate" in (link.get("rel") or "").lower().split() and kind in _FEED_TYPES:
            address = joined(url, link.get("href"))
            if address is not None:
                found[address] = None
    return tuple(found)


def _tree(raw: bytes) -> lxml.html.HtmlElement | None:
    try:
        return lxml.html.document_fromstring(raw)
    except Exception:  # lxml raises several kinds for what is no page; such a page has no links
        return None


def _looks_like_report(address: str) -> bool:
    path = urlsplit(address).path
    if _NOT_PAGES.search(path):
        return False
    last = path.rstrip("/").rsplit("/", 1)[-1]
    return bool(_DATED.search(path)) or len([word for word in re.split(r"[-_]", last) if word]) >= 4
