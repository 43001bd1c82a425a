"""A stand-in for object storage: as much of S3 as reading and writing whole objects needs, in memory, on this machine.

    with object_storage() as (address, objects):
        ...   # AWS_ENDPOINT_URL=address; `objects` maps "bucket/key" to bytes

Unsigned and without owners. An object that comes in parts is there when it is whole, as on the real thing; a client that
asks for more than this gets 501, so that no test passes by accident.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


@contextmanager
def object_storage(*buckets: str) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Storage with the buckets named: its address, and what lies in it."""
    objects: dict[str, bytes] = {}

    class Answers(_Answers):
        kept = objects
        parts: ClassVar[dict[str, dict[int, bytes]]] = {}
        known = frozenset(buckets)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", objects
    finally:
        server.shutdown()
        server.server_close()


class _Answers(BaseHTTPRequestHandler):
    kept: dict[str, bytes]
    parts: ClassVar[dict[str, dict[int, bytes]]]
    known: frozenset[str]
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        bucket, key, asked = self._asked()
        if bucket not in self.known:
            return self._say(404, _error("NoSuchBucket"))
        if not key:
            return self._say(200, self._list(bucket, asked.get("prefix", [""])[0], asked.get("delimiter", [""])[0]))
        whole = self.kept.get(f"{bucket}/{key}")
        if whole is None:
            return self._say(404, _error("NoSuchKey"))
        wanted = self.headers.get("Range")
        if not wanted:
            return self._say(200, whole)
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        end = min(int(last) + 1 if last else len(whole), len(whole))
        self._say(206, whole[int(first) : end], {"Content-Range": f"bytes {first}-{end - 1}/{len(whole)}"})

    def do_PUT(self) -> None:
        bucket, key, asked = self._asked()
        body = self._body()
        if bucket not in self.known:
            return self._say(404, _error("NoSuchBucket"))
        if "partNumber" in asked:
            self.parts[asked["uploadId"][0]][int(asked["partNumber"][0])] = body
        else:
            self.kept[f"{bucket}/{key}"] = body
        self._say(200, b"", {"ETag": '"0"'})

    def do_POST(self) -> None:
        bucket, key, asked = self._asked()
        self._body()
        if bucket not in self.known:
            return self._say(404, _error("NoSuchBucket"))
        if "uploads" in asked:
            upload = str(len(self.parts))
            self.parts[upload] = {}
            return self._say(200, _element("InitiateMultipartUploadResult", UploadId=upload))
        if "uploadId" not in asked:
            return self._say(501, _error("NotImplemented"))
        parts = self.parts[asked["uploadId"][0]]
        self.kept[f"{bucket}/{key}"] = b"".join(parts[n] for n in sorted(parts))
        self._say(200, _element("CompleteMultipartUploadResult", Bucket=bucket, Key=key, ETag="0"))

    def _asked(self) -> tuple[str, str, dict[str, list[str]]]:
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        return bucket, key, parse_qs(parts.query, keep_blank_values=True)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked" and "aws-chunked" not in self.headers.get(
            "Content-Encoding", ""
        ):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Transfer-Encoding") == "chunked":
            return _unchunked(self._chunks())
        return _unchunked(self.rfile.read(int(self.headers["Content-Length"])))

    def _chunks(self) -> bytes:
        """A body in chunks of HTTP; inside it lie S3's own chunks."""
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _list(self, bucket: str, prefix: str, delimiter: str) -> bytes:
        keys = sorted(name.partition("/")[2] for name in self.kept if name.startswith(f"{bucket}/{prefix}"))
        folders = {prefix + key[len(prefix) :].partition(delimiter)[0] + delimiter for key in keys if delimiter and delimiter in key[len(prefix) :]}  # fmt: skip
        files = [key for key in keys if not (delimiter and delimiter in key[len(prefix) :])]
        rows = [
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.kept[f'{bucket}/{key}'])}</Size>"
            "<LastModified>2021-11-25T00:00:00.000Z</LastModified></Contents>"
            for key in files
        ] + [f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>" for folder in sorted(folders)]
        return (
            f"<ListBucketResult><Name>{bucket}</Name><Prefix>{escape(prefix)}</Prefix><KeyCount>{len(rows)}</KeyCount>"
            f"<IsTruncated>false</IsTruncated>{''.join(rows)}</ListBucketResult>"
        ).encode()

    def _say(self, status: int, body: bytes, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Thu, 25 Nov 2021 00:00:00 GMT")
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def _error(code: str) -> bytes:
    return _element("Error", Code=code, Message=code)


def _element(name: str, **fields: str) -> bytes:
    inside = "".join(f"<{key}>{escape(value)}</{key}>" for key, value in fields.items())
    return f"<{name}>{inside}</{name}>".encode()


def _unchunked(body: bytes) -> bytes:
    """What lies in S3's chunks, `size;signature\\r\\n..\\r\\n`, up to the empty one."""
    parts = []
    while body:
        head, _, rest = body.partition(b"\r\n")
        size = int(head.split(b";")[0], 16)
        if not size:
            break
        parts.append(rest[:size])
        body = rest[size + 2 :]
    return b"".join(parts)
