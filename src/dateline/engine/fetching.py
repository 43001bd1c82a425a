"""Asking the web for something, politely and within limits: one address at a time, or an error that says why not.

Manners: robots.txt before the first request to a host and once a day after, one connection a host with a pause between
requests, Retry-After, an honest User-Agent. Safety: no private address unless allowed, looked at after DNS and at each
redirect, and the connection goes to the very address that was looked at; limits on time, size, redirects and
decompression. TLS errors are errors. No cookies, no proxies from the environment, no referrer.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Lock
from typing import Any, Protocol
from urllib.parse import urljoin

import httpcore
import httpx
from msgspec import Struct

from dateline.errors import SourceError
from dateline.reading import robots
from dateline.reading.links import tidy
from dateline.reading.warc import unpacked

DAY = 86_400.0
LONGEST_WAIT = 2 * DAY
_ROBOTS_KEPT = DAY
_FOR_NOW = frozenset({"network", "tls", "slow", "server", "busy", "robots_unreachable", "paused"})


class FetchError(SourceError):
    """Something could not be fetched.

    Args:
        kind: what went wrong, one word.
        why: in a sentence, with the mend where there is one.
        retry_at: seconds since 1970 before which nobody should ask again, where that is known.
    """

    def __init__(self, kind: str, why: str, *, retry_at: float | None = None) -> None:
        super().__init__(why)
        self.kind = kind
        self.retry_at = retry_at

    @property
    def is_for_now(self) -> bool:
        """Whether asking later may help."""
        return self.kind in _FOR_NOW


class Answer(Struct, frozen=True, kw_only=True):
    """What came back: the address that answered in the end, status, headers by lower-case name, body unpacked."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_unchanged(self) -> bool:
        """A 304: what was kept still holds."""
        return self.status == 304


class Limits(Struct, frozen=True, kw_only=True):
    """How much one request may take. `total_seconds` covers everything from connecting to the last byte."""

    connect_seconds: float = 10.0
    total_seconds: float = 60.0
    redirects: int = 5
    most_bytes: int = 5_000_000


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
        self._hosts: dict[str, _Host] = {}
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
            try:
                here = tidy(urljoin(here, _as_written(target)))
            except ValueError:
                here = None
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
        return max(self._own_delay(policy), rules.delay_seconds() or 0.0)

    def _own_delay(self, policy: Policy) -> float:
        return policy.delay_seconds if policy.delay_seconds is not None else self._delay

    def _rules(self, origin: str, host: "_Host", policy: Policy) -> robots.Rules | None:
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

    def _host(self, name: str) -> "_Host":
        with self._lock:
            if name not in self._hosts:
                self._hosts[name] = _Host(self._tls)
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


class _Host:
    """The one connection to a host, and when it was used last."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self.gate = Lock()
        self.robots_lock = Lock()
        self.rules: dict[str, tuple[float, robots.Rules]] = {}
        self.last_at = time.monotonic()  # a process that was just started may follow one that was just killed
        self._tls = tls
        self._backend = _CheckedBackend()
        self._pool: httpcore.ConnectionPool | None = None

    def close(self) -> None:
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def wait(self, pause_seconds: float) -> None:
        rest = self.last_at + pause_seconds - time.monotonic()
        if rest > 0:
            time.sleep(rest)

    def get(
        self, target: httpx.URL, address: str, headers: Mapping[str, str], limits: Limits, most_bytes: int
    ) -> Answer:
        if self._pool is not None and self._backend.address != address:
            self.close()
        if self._pool is None:
            self._pool = httpcore.ConnectionPool(
                ssl_context=self._tls, max_connections=1, keepalive_expiry=30.0, network_backend=self._backend
            )
        self._backend.address = address
        self._backend.deadline = time.monotonic() + limits.total_seconds
        try:
            return self._get(self._pool, target, headers, limits, most_bytes)
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise FetchError("slow", f"{target} took longer than {limits.total_seconds:g} seconds.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            if isinstance(error, ssl.SSLError) or isinstance(error.__cause__ or error.__context__, ssl.SSLError):
                why = f"{target}: no secure connection ({error}). The site must mend its certificate."
                raise FetchError("tls", why) from error
            raise FetchError("network", f"{target}: {error or type(error).__name__}.") from error

    def _get(
        self,
        pool: httpcore.ConnectionPool,
        target: httpx.URL,
        headers: Mapping[str, str],
        limits: Limits,
        most_bytes: int,
    ) -> Answer:
        url = httpcore.URL(scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path)
        sent = {"Host": target.netloc.decode("ascii"), "Accept-Encoding": "gzip", "Connection": "keep-alive", **headers}
        each = min(limits.connect_seconds, limits.total_seconds)
        waits = {"connect": each, "read": limits.total_seconds, "write": each, "pool": each}
        with pool.stream(
            "GET",
            url,
            headers=[(k, v.encode("latin-1", "replace")) for k, v in sent.items()],
            extensions={"timeout": waits},
        ) as response:
            found = _headers(response.headers)
            raw = (
                b""
                if response.status in (301, 302, 303, 304, 307, 308)
                else _bounded(response.iter_stream(), most_bytes, target)
            )
            status = int(response.status)
        body = unpacked(raw, found.get("content-encoding", ""), most_bytes=most_bytes) if raw else b""
        if body is None:
            if status != 200:
                body = b""
            else:
                why = f"{target}: its compression is broken, unknown, or unpacks to more than {most_bytes:,} bytes."
                raise FetchError("coding", why)
        return Answer(url=str(target), status=status, headers=found, body=body)


def _bounded(chunks: Iterable[bytes], most_bytes: int, target: httpx.URL) -> bytes:
    found: list[bytes] = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most_bytes:
            raise FetchError("size", f"{target} is longer than {most_bytes:,} bytes.")
        found.append(chunk)
    return b"".join(found)


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _as_written(header: str) -> str:
    """A header's words where they are UTF-8 against the standard, as many a Location is."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects to the address that was looked at, whatever the name may mean by now, and keeps to a deadline."""

    def __init__(self) -> None:
        self.address = ""
        self.deadline = 0.0
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        stream = self._plain.connect_tcp(self.address, port, timeout, local_address, socket_options)
        return _TimedStream(stream, self)


class _TimedStream(httpcore.NetworkStream):
    """A stream that no slow drip can keep open beyond the deadline of its request."""

    def __init__(self, stream: httpcore.NetworkStream, backend: _CheckedBackend) -> None:
        self._stream = stream
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._left(timeout)), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _left(self, timeout: float | None) -> float:
        left = self._backend.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole request took too long")
        return min(left, timeout) if timeout is not None else left
