"""Asking the web for something, politely and within limits: one address at a time, or an error that says why not.

Manners: robots.txt before the first request to a host and once a day after, one connection a host with a pause between
requests, Retry-After, an honest User-Agent. Safety: no private address unless allowed, looked at after DNS and at each
redirect, and the connection goes to the very address that was looked at; limits on time, size, redirects and
decompression. TLS errors are errors. No cookies, no proxies from the environment, no referrer.
"""

import socket
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Lock
from typing import Any, Protocol

import httpx
from msgspec import Struct

from dateline.engine.connection import Answer, FetchError, Host, Limits
from dateline.reading import robots
from dateline.reading.links import joined, tidy
from dateline.reading.sources import Source

DAY = 86_400.0
LONGEST_WAIT = 2 * DAY
_FIRST_BACKOFF = 300.0
_ROBOTS_KEPT = DAY


class Policy(Struct, frozen=True):
    """What one source may do beyond the usual: private networks it may ask, and its own pause between requests."""

    allow_private: tuple[str, ...] = ()
    delay_seconds: float | None = None


class Memory(Protocol):
    """Where robots.txt and pauses are kept between runs."""

    def robots(self, origin: str) -> tuple[str | None, float, int] | None: ...
    def keep_robots(self, origin: str, body: str | None, *, now: float) -> None: ...
    def paused_until(self, host: str) -> float: ...
    def pause(self, host: str, *, until: float) -> None: ...


_USUAL = Policy()


def policy_of(source: Source) -> Policy:
    """What a source may do beyond the usual."""
    return Policy(source.allow_private, source.delay_seconds)


def backoff_seconds(failures: int) -> float:
    """How long to leave something alone that failed so often in a row: doubling from 5 minutes, at most 48 hours."""
    return min(LONGEST_WAIT, _FIRST_BACKOFF * 2.0 ** min(max(failures, 1) - 1, 20))


def agent_of(contact: str) -> str:
    """The User-Agent: who asks, which version, and whom to write to."""
    return f"Dateline/{version('dateline')} (news reader; +{contact})"


class Client:
    """Fetches for everybody; safe to use from several threads.

    Args:
        contact: a mail or web address that goes into the User-Agent.
        memory: keeps robots.txt and pauses.
        delay_seconds: between two requests to a host; a longer Crawl-delay wins.
        limits: of each request.
        now: seconds since 1970.
        resolve: host and port to addresses; DNS unless told.
    """

    def __init__(
        self,
        contact: str,
        memory: Memory,
        *,
        delay_seconds: float = 1.0,
        limits: Limits | None = None,
        now: Callable[[], float] = time.time,
        resolve: Callable[[str, int], list[str]] | None = None,
    ) -> None:
        self.agent = agent_of(contact)
        self._memory = memory
        self._delay = delay_seconds
        self._limits = limits or Limits()
        self._now = now
        self._resolve = resolve or _ask_dns
        self._tls = httpx.create_ssl_context(trust_env=False)
        self._hosts: dict[str, Host] = {}
        self._lock = Lock()

    def close(self) -> None:
        """Close all connections."""
        for host in self._hosts.values():
            host.close()

    def fetch(
        self,
        url: str,
        *,
        policy: Policy = _USUAL,
        etag: str | None = None,
        modified: str | None = None,
        accept: str = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
        most_bytes: int | None = None,
        stop_at: Callable[[str], bool] | None = None,
    ) -> Answer:
        """Get one address, following redirects, each hop with all checks.

        Args:
            url: http or https.
            policy: of the source that wants it.
            etag, modified: validators of what is kept; the answer may be a 304.
            most_bytes: of the body, packed and unpacked; None for the usual limit.
            stop_at: an address that a redirect leads to and that need not be fetched.
        Raises:
            FetchError: `kind` private, robots, robots_unreachable, paused, redirect, known, size, coding, slow, network,
                tls, busy (429), server (5xx), closed (401, 402, 403, 451), gone (410), missing (404), status (others).
        """
        headers = {"Accept": accept}
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        answer = self._follow(
            url, headers, policy, most_bytes or self._limits.most_bytes, obey_robots=True, stop_at=stop_at
        )
        return _checked(answer, self._now())

    def rules(self, origin: str, *, policy: Policy = _USUAL) -> robots.Rules | None:
        """The robots.txt of an origin such as `https://example.org`; None where it cannot be had."""
        host = self._host(httpx.URL(origin).host)
        with host.robots_lock:
            return self._rules(origin, host, policy)

    def _follow(
        self,
        url: str,
        headers: Mapping[str, str],
        policy: Policy,
        most_bytes: int,
        *,
        obey_robots: bool,
        stop_at: Callable[[str], bool] | None = None,
    ) -> Answer:
        seen: list[str] = []
        here = tidy(url)
        while here is not None:
            if here in seen or len(seen) > self._limits.redirects:
                how = "in a circle" if here in seen else f"on after {self._limits.redirects} redirects"
                raise FetchError("redirect", f"{url} leads {how}. Name the address it should lead to.")
            if seen and stop_at is not None and stop_at(here):
                raise FetchError("known", here)
            seen.append(here)
            delay = self._check_robots(here, policy) if obey_robots else self._own_delay(policy)
            answer = self._ask(here, headers, policy, most_bytes, delay)
            target = answer.headers.get("location")
            if answer.status not in (301, 302, 303, 307, 308) or not target:
                return answer
            here = joined(here, _as_written(target))
        raise FetchError("redirect", f"{url} leads to what is no http or https address.")

    def _check_robots(self, url: str, policy: Policy) -> float:
        """The pause between requests that holds for an address.

        Raises:
            FetchError: robots.txt forbids it, or cannot be had.
        """
        target = _parsed(url)
        origin = f"{target.scheme}://{target.netloc.decode('ascii')}"
        rules = self.rules(origin, policy=policy)
        if rules is None:
            known = self._memory.robots(origin)
            again = (known[1] if known else self._now()) + _robots_backoff(known[2] if known else 1)
            why = f"{origin}/robots.txt cannot be had, which forbids everything until it can."
            raise FetchError("robots_unreachable", why, retry_at=again)
        if not rules.allows(url):
            raise FetchError("robots", f"{origin}/robots.txt does not allow {url}.")
        if self._mining(origin, rules, policy).reserves(url):
            raise FetchError("reserved", f"{origin}{robots.MINING} reserves {url} from text and data mining.")
        return max(self._own_delay(policy), rules.delay_seconds() or 0.0)

    def _own_delay(self, policy: Policy) -> float:
        return policy.delay_seconds if policy.delay_seconds is not None else self._delay

    def _rules(self, origin: str, host: "Host", policy: Policy) -> robots.Rules | None:
        known = self._memory.robots(origin)
        if known is not None:
            body, asked_at, failures = known
            kept_for = _ROBOTS_KEPT if body is not None else _robots_backoff(failures)
            if 0 <= self._now() - asked_at < kept_for:
                if body is None:
                    return None
                cached = host.rules.get(origin)
                if cached is None or cached[0] != asked_at:
                    host.rules[origin] = cached = (asked_at, robots.Rules(body))
                return cached[1]
        found = self._fetch_robots(origin, policy)
        self._memory.keep_robots(origin, found, now=self._now())
        return robots.Rules(found) if found is not None else None

    def _mining(self, origin: str, rules: robots.Rules, policy: Policy) -> robots.MiningRules:
        """What an origin reserves as a whole (TDMRep), kept for a day; one that has no such file reserves nothing."""
        where = f"{origin}{robots.MINING}"
        host = self._host(_parsed(origin).host)
        with host.robots_lock:
            known = self._memory.robots(where)
            if known is None or not 0 <= self._now() - known[1] < _ROBOTS_KEPT:
                body = self._fetch_mining(where, policy) if rules.allows(where) else ""
                self._memory.keep_robots(where, body, now=self._now())
                known = (body, self._now(), 0)
            cached = host.mining.get(where)
            if cached is None or cached[0] != known[0]:
                host.mining[where] = cached = (known[0], robots.MiningRules(known[0] or ""))
            return cached[1]

    def _fetch_mining(self, where: str, policy: Policy) -> str:
        try:
            answer = self._follow(where, {"Accept": "application/json"}, policy, robots.MOST_BYTES, obey_robots=False)
        except FetchError as error:
            if error.kind in ("private", "paused"):
                raise
            return ""
        if answer.status == 429:
            self._pause(where, answer)
        return answer.body.decode("utf-8", "replace") if answer.status == 200 else ""

    def _fetch_robots(self, origin: str, policy: Policy) -> str | None:
        """The file; empty where the host has none (4xx); None where it cannot be had (5xx, 429, network)."""
        url = f"{origin}/robots.txt"
        try:
            answer = self._follow(
                url, {"Accept": "text/plain,*/*;q=0.1"}, policy, robots.MOST_BYTES * 4, obey_robots=False
            )
        except FetchError as error:
            if error.kind in ("private", "paused"):
                raise
            return "" if error.kind == "redirect" else None  # RFC 9309: too many redirects count as having none
        if answer.status == 429:
            self._pause(origin, answer)
        if answer.status == 429 or answer.status >= 500:
            return None
        return answer.body[: robots.MOST_BYTES].decode("utf-8", "replace") if answer.status == 200 else ""

    def _ask(self, url: str, headers: Mapping[str, str], policy: Policy, most_bytes: int, delay: float) -> Answer:
        target = _parsed(url)
        until = self._memory.paused_until(target.host)
        if until > self._now():
            raise FetchError("paused", f"{target.host} asked not to be asked for now.", retry_at=until)
        address = self._checked_address(target, policy)
        host = self._host(target.host)
        with host.gate:
            host.wait(delay)
            try:
                answer = host.get(target, address, {**headers, "User-Agent": self.agent}, self._limits, most_bytes)
            finally:
                host.last_at = time.monotonic()
        if answer.status in (429, 503):
            self._pause(url, answer)
        return answer

    def _pause(self, url: str, answer: Answer) -> None:
        until = _retry_at(answer, self._now())
        if until is not None:
            self._memory.pause(httpx.URL(url).host, until=until)

    def _checked_address(self, target: httpx.URL, policy: Policy) -> str:
        """One address of the host, after all of them were looked at."""
        port = target.port or {"http": 80, "https": 443}[target.scheme]
        try:
            found = self._resolve(target.host, port)
        except (OSError, UnicodeError) as error:
            raise FetchError("network", f"{target.host}: no such host ({error}). Check the address.") from error
        allowed = [ip_network(network) for network in policy.allow_private]
        for address in found:
            if not is_public(address) and not any(_lies_in(address, network) for network in allowed):
                why = f"{target.host} is {address}, a private address. If that is meant, add it to `allow_private`."
                raise FetchError("private", why)
        if not found:
            raise FetchError("network", f"{target.host}: no address. Check it.")
        return found[0]

    def _host(self, name: str) -> "Host":
        with self._lock:
            if name not in self._hosts:
                self._hosts[name] = Host(self._tls)
            return self._hosts[name]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also when written as IPv6 around IPv4."""
    ip: IPv4Address | IPv6Address = ip_address(address.split("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ip_network("64:ff9b::/96"):
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _parsed(url: str) -> httpx.URL:
    try:
        return httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("address", f"{url}: no address that can be asked for ({error}).") from error


def _lies_in(address: str, network: Any) -> bool:
    ip = ip_address(address.split("%")[0])
    return ip.version == network.version and ip in network


def _ask_dns(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _robots_backoff(failures: int) -> float:
    return min(DAY, 900.0 * 2.0 ** min(failures - 1, 10))


def _retry_at(answer: Answer, now: float) -> float | None:
    """When a host wants to be asked again, at most two days off; None where it does not say."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isdigit():
        return now + min(float(said), LONGEST_WAIT)
    try:
        when = parsedate_to_datetime(said).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return now + 60.0 if answer.status == 429 else None
    return min(max(when, now), now + LONGEST_WAIT)


def _checked(answer: Answer, now: float) -> Answer:
    status, url = answer.status, answer.url
    if status in (200, 304):
        return answer
    if status == 429:
        raise FetchError("busy", f"{url} answered 429: asked too often.", retry_at=_retry_at(answer, now))
    if status >= 500:
        raise FetchError("server", f"{url} answered {status}.", retry_at=_retry_at(answer, now))
    if status in (401, 402, 403, 451):
        raise FetchError("closed", f"{url} answered {status}: it is not open to us, and is left alone.")
    if status == 404:
        raise FetchError("missing", f"{url} answered 404: not there.")
    if status == 410:
        raise FetchError("gone", f"{url} answered 410: taken away for good.")
    raise FetchError("status", f"{url} answered {status}.")


def _as_written(header: str) -> str:
    """A header's words where they are UTF-8 against the standard, as many a Location is."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
