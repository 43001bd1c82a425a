"""Web archives: WARC files into pages, and pages into WARC records.

Reads whole, truncated and compressed archives (CC-NEWS among them), one record in memory at a time; writes WARC 1.1
with a gzip member a record, so that a file cut short is whole up to its last record.
"""

import gzip
import io
import uuid
import zlib
from base64 import b32encode
from collections.abc import Iterator, Mapping
from hashlib import sha1
from pathlib import Path
from typing import IO, Any

from fastwarc.warc import ArchiveIterator, WarcRecordType
from msgspec import Struct

from dateline.reading.text import LARGEST_BYTES
from dateline.values import Refused

_KINDS = {
    int(getattr(WarcRecordType, name)): name
    for name in ("warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation")
}
_HTML = ("text/html", "application/xhtml+xml")


class Page(Struct, frozen=True, kw_only=True):
    """One page as it was answered: address, ISO stamp of the visit, content type with charset, body without coding."""

    url: str
    visited: str
    content_type: str
    body: bytes


class Counted:
    """What an archive held: `records` of any kind, `pages` given, `skipped` (no page, by why), `is_truncated`."""

    def __init__(self) -> None:
        self.records = 0
        self.pages = 0
        self.skipped: dict[str, int] = {}
        self.is_truncated = False

    def skip(self, why: str) -> None:
        self.skipped[why] = self.skipped.get(why, 0) + 1


def read_warc(path: Path, *, counted: Counted | None = None) -> Iterator[Page | Refused]:
    """Pages of an archive, in order: successful HTTP answers that are HTML. The rest is counted and let pass.

    Args:
        path: `.warc` or `.warc.gz`.
        counted: filled while reading.
    """
    with path.open("rb") as file:
        yield from read_warc_stream(file, where=str(path), counted=counted)


def read_warc_stream(file: IO[bytes], *, where: str, counted: Counted | None = None) -> Iterator[Page | Refused]:
    """Pages of an archive that is open already; `where` names it to whoever must mend it. The file must seek."""
    counted = counted if counted is not None else Counted()
    last_at = 0
    records = iter(ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=True, fsspec_args=False))
    while True:
        try:
            record = next(records)
            counted.records += 1
            last_at = record.stream_pos
            found = _page(record, counted)
        except StopIteration:
            break
        except Exception as error:  # FastWARC raises OSError, ValueError .. for what is cut short or broken
            yield _broken(counted, where, str(error))
            break
        if found is not None:
            counted.pages += 1
            yield found
    if counted.records and not counted.is_truncated and not _ends_whole(file, last_at):
        yield _broken(counted, where, "the file ends inside a record")
    if not counted.records and not counted.is_truncated:
        yield Refused(None, "reading", "No WARC record in it. Name a .warc or .warc.gz file.", where)


def _broken(counted: Counted, where: str, how: str) -> Refused:
    counted.is_truncated = True
    why = (
        f"The archive is cut short or broken at record {counted.records:,} ({how}); what comes before it was read. "
        "Fetch the file again for the rest."
    )
    return Refused(None, "reading", why, where)


def _ends_whole(file: IO[bytes], last_at: int) -> bool:
    """Whether the file goes on to the end of its last record: FastWARC itself is silent about a cut in a header."""
    file.seek(last_at)
    chunk = file.read(65536)
    if not chunk.startswith(b"\x1f\x8b"):
        file.seek(max(last_at, file.seek(0, 2) - 4))
        return file.read(4) == b"\r\n\r\n"
    unpacker = zlib.decompressobj(wbits=31)
    while chunk:
        try:
            unpacker.decompress(chunk, 65536)
        except zlib.error:
            return False
        chunk = unpacker.unconsumed_tail or unpacker.unused_data
        if unpacker.eof and chunk:
            unpacker = zlib.decompressobj(wbits=31)
        chunk = chunk or file.read(65536)
    return unpacker.eof


def _page(record: Any, counted: Counted) -> Page | None:
    if record.record_type != WarcRecordType.response or not record.is_http:
        counted.skip(f"{_KINDS.get(int(record.record_type), 'unknown')} record")
        return None
    headers = {str(name).lower(): str(value) for name, value in record.http_headers.items()}
    kind = headers.get("content-type", "")
    if record.http_headers.status_code != 200:
        counted.skip("not answered with 200")
        return None
    if kind.split(";")[0].strip().lower() not in _HTML:
        counted.skip("no HTML")
        return None
    raw = record.reader.read(LARGEST_BYTES + 1)
    if len(raw) > LARGEST_BYTES:
        counted.skip("larger than a report")
        return None
    if len(raw) < record.content_length:  # the file ends inside this record
        raise EOFError("the last record is incomplete")
    if "chunked" in headers.get("transfer-encoding", "").lower():
        raw = _unchunked(raw)
    body = unpacked(raw, headers.get("content-encoding", ""), most_bytes=LARGEST_BYTES)
    if body is None:
        counted.skip("compression broken, unknown or beyond measure")
        return None
    url = str(record.headers.get("WARC-Target-URI") or "").strip("<>")
    return Page(url=url, visited=str(record.headers.get("WARC-Date") or ""), content_type=kind, body=body)


def unpacked(raw: bytes, coding: str, *, most_bytes: int) -> bytes | None:
    """A body without its content coding; None when broken, unknown, coded twice, or longer than `most_bytes`."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        return raw if len(raw) <= most_bytes else None
    if coding in ("gzip", "x-gzip"):
        from dateline.reading.sitemaps import inflate

        return inflate(raw, most_bytes=most_bytes)
    if coding == "deflate":
        for bits in (15, -15):
            try:
                unpacker = zlib.decompressobj(wbits=bits)
                body = unpacker.decompress(raw, most_bytes + 1)
                return body if unpacker.eof and len(body) <= most_bytes else None
            except zlib.error:
                continue
    return None


def _unchunked(raw: bytes) -> bytes:
    """A chunked body put together; as it is where the archiver had done that already."""
    found: list[bytes] = []
    at = 0
    while True:
        end = raw.find(b"\r\n", at, at + 40)
        try:
            size = int(raw[at:end].split(b";")[0], 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return raw if not found else b"".join(found)
        if size == 0:
            return b"".join(found)
        found.append(raw[end + 2 : end + 2 + size])
        at = end + 4 + size


class Archive:
    """A WARC file that is being written: a gzip member a record, each flushed before the next.

    Args:
        folder: where; made when it is not there.
        name: of the file, without ending; a file of that name is never written over.
        made_at: ISO, UTC.
        agent: who fetched, for the `warcinfo` record.
    """

    def __init__(self, folder: Path, name: str, *, made_at: str, agent: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{name}.warc.gz"
        self._file = self.path.open("xb", buffering=0)  # what was refused once is not tried again behind our back
        about = f"software: {agent}\r\nformat: WARC File Format 1.1\r\n".encode()
        self._write("warcinfo", about, {"WARC-Date": made_at, "Content-Type": "application/warc-fields"})

    def keep(self, url: str, *, visited: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """One answer, with its body as it was unpacked.

        Args:
            url: the address that answered.
            visited: ISO, UTC.
            headers: of the answer; those of transport are left out, because the body is stored plain.
        """
        kept = {
            k: v for k, v in headers.items() if k not in ("content-encoding", "transfer-encoding", "content-length")
        }
        lines = [
            f"HTTP/1.1 {status} -",
            *(f"{k}: {v}" for k, v in kept.items()),
            f"content-length: {len(body)}",
            "",
            "",
        ]
        block = "\r\n".join(lines).encode("latin-1", "replace") + body
        digest = f"sha1:{b32encode(sha1(body, usedforsecurity=False).digest()).decode()}"
        extra = {"WARC-Target-URI": url, "WARC-Date": visited, "WARC-Payload-Digest": digest}
        self._write("response", block, {**extra, "Content-Type": "application/http; msgtype=response"})

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    def _write(self, kind: str, block: bytes, extra: Mapping[str, str]) -> None:
        head = {
            "WARC-Type": kind,
            "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
            **extra,
            "Content-Length": str(len(block)),
        }
        record = "WARC/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in head.items()) + "\r\n"
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as member:
            member.write(record.encode("utf-8") + block + b"\r\n\r\n")
        whole, done = memoryview(packed.getvalue()), 0
        start = self._file.tell()
        try:
            while done < len(whole):
                done += self._file.write(whole[done:])
        except OSError:
            self._file.seek(start)
            self._file.truncate()  # no half record: the next one follows the last whole one
            raise
