"""`sources.toml`: what to collect from, and the manners that may be set for it.

[collect]
contact = "desk@example.org"     # goes into the User-Agent, so that whoever runs a site can write to you

[[feed]]
url = "https://example.org/rss.xml"

[[site]]
sitemap = "https://example.org/news-sitemap.xml"

[[site]]
index = "https://example.net/latest/"
match = "/2026/"

[[folder]]
path = "reports/"
mark = "TLP:AMBER"               # how far it may be passed on; any source may have one

[[warc]]
path = "CC-NEWS-20261101.warc.gz"
"""

import re
from collections.abc import Mapping, Sequence
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from dateline.errors import InputError
from dateline.reading.links import tidy
from dateline.reading.toml import read_toml
from dateline.values.mark import mark_of

Kind = Literal["feed", "sitemap", "index", "folder", "warc"]
_KEYS = {
    "feed": {"url", "name", "publisher", "every_minutes", "take", "allow_private", "delay_seconds", "mark"},
    "site": {
        "sitemap", "index", "match", "since_days", "name", "publisher", "every_minutes", "allow_private", "delay_seconds",
        "mark",
    },
    "folder": {"path", "name", "mark"},
    "warc": {"path", "name", "mark"},
}  # fmt: skip
_COLLECT = {"contact", "delay_seconds"}


class Source(Struct, frozen=True, kw_only=True):
    """One place to collect from.

    Attributes:
        address: a URL, or a path for folders and archives; also its name in the record of its health.
        take: `page` reads the page behind each entry, `feed` what the feed itself carries.
        match: for sites, what an address must hold (a regular expression).
        since_days: for sitemaps, pages whose stamp is older are left out; pages without a stamp are taken.
        allow_private: networks that may be asked although they are private or loopback.
        delay_seconds: at least this long between two requests to a host; None for the file's own.
        mark: how far its reports may be passed on (`values/mark.py`).
    """

    kind: Kind
    address: str
    name: str
    publisher: str | None = None
    every_minutes: float = 30.0
    take: Literal["page", "feed"] = "page"
    match: str | None = None
    since_days: float = 30.0
    allow_private: tuple[str, ...] = ()
    delay_seconds: float | None = None
    mark: str | None = None


class Sources(Struct, frozen=True, kw_only=True):
    """A whole file."""

    contact: str
    sources: tuple[Source, ...]
    delay_seconds: float = 1.0


def read_sources(raw: bytes, *, where: str) -> Sources:
    """The sources of a file, in its order.

    Raises:
        InputError: names the file, the entry and the mend.
    """
    try:
        found = read_toml(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: no TOML: {error}. `dateline sources --help` shows an example.") from error
    collect = found.pop("collect", {})
    if not isinstance(collect, dict):
        raise InputError(f"{where}: `collect` is no table. Write [collect] and its keys below.")
    _check_keys(collect, _COLLECT, f"{where}: [collect]")
    sources: list[Source] = []
    for kind, entries in found.items():
        if kind not in _KEYS or not isinstance(entries, list):
            raise InputError(
                f"{where}: [[{kind}]] is no kind of source. Write [[feed]], [[site]], [[folder]] or [[warc]]."
            )
        for number, entry in enumerate(entries, 1):
            sources.append(_source(kind, entry, f"{where}: [[{kind}]] number {number}", Path(where).parent))
    doubled = [s.address for n, s in enumerate(sources) if any(s.address == o.address for o in sources[:n])]
    if doubled:
        raise InputError(f"{where}: {doubled[0]} is named twice. Take one of the two out.")
    delay = _number(collect, "delay_seconds", 1.0, f"{where}: [collect]")
    return Sources(contact=str(collect.get("contact") or "").strip(), sources=tuple(sources), delay_seconds=delay)


def written(source: Source) -> str:
    """A source as lines to append to a file."""
    key = {"feed": "url", "sitemap": "sitemap", "index": "index"}.get(source.kind, "path")
    table = "site" if source.kind in ("sitemap", "index") else source.kind
    lines = [f"[[{table}]]", f"{key} = {_quoted(source.address)}"]
    if source.name != source.address:
        lines.append(f"name = {_quoted(source.name)}")
    if source.mark is not None:
        lines.append(f"mark = {_quoted(source.mark)}")
    if source.allow_private:
        lines.append(f"allow_private = [{', '.join(map(_quoted, source.allow_private))}]")
    return "\n".join(lines) + "\n"


def _source(kind: str, entry: Any, where: str, folder: Path) -> Source:
    if not isinstance(entry, dict):
        raise InputError(f"{where}: not a table. Write [[{kind}]] and its keys below.")
    _check_keys(entry, _KEYS[kind], where)
    if kind in ("folder", "warc"):
        path = entry.get("path")
        if not isinstance(path, str) or not path:
            raise InputError(f'{where}: no `path`. Write path = "reports/".')
        return Source(
            kind=kind,  # type: ignore[arg-type]
            address=str(folder / path),
            name=str(entry.get("name") or path),
            mark=_mark(entry, where),
        )
    keys = ["url"] if kind == "feed" else [key for key in ("sitemap", "index") if key in entry]
    if len(keys) != 1:
        raise InputError(f"{where}: write either `sitemap` or `index`.")
    address = tidy(str(entry.get(keys[0]) or ""))
    if address is None:
        raise InputError(f"{where}: `{keys[0]}` is no http or https address.")
    take = entry.get("take", "page")
    if take not in ("page", "feed"):
        raise InputError(f'{where}: take = {take!r}. Write "page" or "feed".')
    match = entry.get("match")
    try:
        re.compile(match or "")
    except (re.error, TypeError, RecursionError, OverflowError) as error:
        raise InputError(f"{where}: `match` is no regular expression: {error}.") from error
    return Source(
        kind="feed" if kind == "feed" else keys[0],  # type: ignore[arg-type]
        address=address,
        name=str(entry.get("name") or address),
        publisher=str(entry["publisher"]) if entry.get("publisher") else None,
        every_minutes=max(1.0, _number(entry, "every_minutes", 30.0, where)),
        take=take,
        match=match,
        since_days=_number(entry, "since_days", 30.0, where),
        allow_private=_networks(entry.get("allow_private", ()), where),
        delay_seconds=_number(entry, "delay_seconds", 0.0, where) if "delay_seconds" in entry else None,
        mark=_mark(entry, where),
    )


def _check_keys(entry: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(entry) - known)
    if unknown:
        raise InputError(f"{where}: unknown key `{unknown[0]}`. Known: {', '.join(sorted(known))}.")


def _number(entry: Mapping[str, Any], key: str, default: float, where: str) -> float:
    value = entry.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        raise InputError(f"{where}: `{key}` is {value!r}, which is no number of that kind.")
    return float(value)


def _mark(entry: Mapping[str, Any], where: str) -> str | None:
    words = entry.get("mark")
    if words is None:
        return None
    try:
        found = mark_of(words) if isinstance(words, str) else None
    except ValueError as error:
        raise InputError(f"{where}: `mark`: {error}") from error
    if found is None:
        raise InputError(f'{where}: `mark` is {words!r}. Write "TLP:AMBER", or how far it may be passed on in words.')
    return found


def _networks(found: Any, where: str) -> tuple[str, ...]:
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise InputError(f'{where}: `allow_private` is a list of networks, such as ["192.168.7.0/24"].')
    for network in found:
        try:
            ip_network(network)
        except ValueError as error:
            raise InputError(f"{where}: `allow_private`: {error}. Write an address or a network.") from error
    return tuple(map(str, found))


def _quoted(text: str) -> str:
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in text) + '"'
