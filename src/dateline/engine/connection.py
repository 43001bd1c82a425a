"""One connection to a host: a request within limits of time and size, its answer, or an error that says why not.

The connection goes to the very address that was looked at, whatever the name may mean by then, and no slow drip keeps it
open beyond the deadline of its request.
"""

import ssl
import time
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

import httpcore
import httpx
from msgspec import Struct

from dateline.errors import SourceError
from dateline.reading import robots
from dateline.reading.warc import unpacked

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


class Host:
    """The one connection to a host, and when it was used last."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self.gate = Lock()
        self.robots_lock = Lock()
        self.rules: dict[str, tuple[float, robots.Rules]] = {}
        self.mining: dict[str, tuple[str | None, robots.MiningRules]] = {}
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
