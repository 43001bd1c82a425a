"""Spoils inputs in all the ways that the world does, and some that only an enemy would.

The same dice give the same bytes. An input is a whole file; what comes out is the file with one to six things done to it:
bits and bytes changed, cut off, taken out, doubled, mixed with a piece of another file; words put in that parsers stumble
over; another encoding, with or without saying so; nesting without end; gzip, broken gzip and gzip bombs; numbers and
dates beyond measure; values of another kind.
"""

import gzip
import random
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

_LONGEST = 2_000_000  # bytes of what comes out, bombs apart
_ENCODINGS = (
    "utf-16",
    "utf-16-be",
    "utf-32",
    "latin-1",
    "cp1252",
    "cp1251",
    "shift_jis",
    "utf-7",
    "gb18030",
    "utf-8-sig",
)
_WORDS: tuple[bytes, ...] = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"\x1b[2J", b"\r", b"\n\n\n", b"\t", b"\x85", b"\x0b\x0c",
    "\u202e".encode(), "\u2028".encode(), "\U0001f469\u200d\U0001f680".encode(), "e\u0301".encode() * 40, "\u0660\u0661".encode(),
    "\ufeff".encode(), "\u0130".encode(), "\u1e9e".encode(), b"\\ud800", b"\\u0000", b"\\", b"\\x", b"%00", b"%", b"%zz",
    b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml version='1.1' encoding='utf-16'?>", b"&", b"&#0;",
    b"&#x110000;", b"&#55296;", b"&nbsp;", b"&lol9;", b"<script>", b"</html>", b"<base href='//x'>", b"<svg onload=1>",
    b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", b"<!ENTITY % p 'q'>", b"<meta charset=utf-7>",
    b"<meta charset=rot13>", b"<meta charset=idna>", b"charset=undefined", b"charset=unicode_escape", b"charset=hex",
    b'"', b"'", b'"""', b"'''", b"[", b"]", b"[[", b"{", b"}", b",", b":", b"=", b"#", b"true", b"null", b"nan", b"inf", b"-inf",
    b"http://[::1", b"http://[v1.x]/", b"http://\xe2\x84\x80.example/", b"https://a:99999/", b"//", b"http://a:b@c/", b"javascript:alert(1)",
    b"http://xn--/", b"http://" + b"a" * 300, b"http://1.2.3.4:0x50/", b"file:///etc/passwd", b"../../../etc/passwd", b"data:text/html,x",
    b"WARC/1.0\r\n", b"WARC/9.9\r\n", b"Content-Length: -1\r\n", b"Content-Length: 99999999999999999999\r\n", b"Content-Length: 0\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"Content-Encoding: br\r\n", b"HTTP/1.1 999 \r\n", b"ffffffffffffffff\r\n", b"\r\n\r\n",
    b"Fri, 31 Feb 2026 25:61:61 +9999", b"Thu, 01 Jan 1970 00:00:00 GMT", b"Mon, 99 Zzz 0000 00:00:00 -0000", b"(((((((((", b"*" * 60, b"a" * 5000,
)  # fmt: skip
_NUMBERS: tuple[bytes, ...] = (
    b"0", b"-1", b"-0", b"9" * 40, b"9" * 5000, b"1e309", b"1e-400", b"0x7fffffffffffffff", b"2147483648", b"18446744073709551616",
    b"1.7976931348623157e308", b"0.1e1000000", b"1_000", b"00000000000000000007", b"NaN", b"-Infinity", b"+5", b".5", b"5.",
)  # fmt: skip
_DATES: tuple[bytes, ...] = (
    b"0000-00-00", b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-23:59", b"10000-01-01", b"1969-12-31T23:59:59Z", b"1600-02-29",
    b"2021-02-29", b"2024-02-29", b"2100-02-29", b"2026-12-31T24:00:00", b"2026-W53-7", b"2026-366", b"20261122T120000Z", b"2016-12-31T23:59:60Z",
    b"2026-11-22T12:00:00.123456789123456789Z", b"2026-11-22T12:00:00+24:00", b"-0044-03-15", b"2026-11-22 ", b"99999999999999", b"now", b"2026-13-45T99:99",
)  # fmt: skip
_VALUES = (b"null", b"true", b"[]", b"{}", b"3", b"-0.5", b'""', b'["a",1,null]', b'{"a":{"b":[]}}', b'"x"', b"1e400")
_STRING = re.compile(rb'"[^"\n]{0,300}"')
_NUMBER = re.compile(rb"\d+(?:\.\d+)?")
_DATE = re.compile(rb"\d{4}-\d\d-\d\d[^\s\"<]*")
_NESTS = ((b"<div>", b"</div>"), (b"<b>", b""), (b"[", b"]"), (b"[", b""), (b'{"a":', b"}"), (b"<a><p>", b"</p>"), (b"(", b")"),
          (b"<table><tr><td>", b""), (b"<!--", b""), (b"&amp;", b""), (b"<span class=", b">"), (b'[["', b'"]]'))  # fmt: skip


class Mutator:
    """Spoils by the throw of dice that are handed in."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice

    def spoil(self, raw: bytes, others: Sequence[bytes]) -> bytes:
        """The file with something done to it; `others` lend their pieces."""
        for _ in range(self._dice.choice((1, 1, 1, 2, 2, 3, 6))):
            raw = self._dice.choice(_WAYS)(self, raw, others)[:_LONGEST]
        if self._dice.random() < 0.02:
            raw = self._packed(raw)
        return raw

    def _at(self, raw: bytes) -> int:
        return self._dice.randrange(len(raw) + 1)

    def _piece(self, raw: bytes) -> tuple[int, int]:
        a = self._at(raw)
        return a, min(len(raw), a + int(self._dice.paretovariate(0.7)))

    def bytes_changed(self, raw: bytes, others: Sequence[bytes]) -> bytes:
        changed = bytearray(raw)
        for _ in range(min(len(raw), int(self._dice.paretovariate(1)))):
            at = self._dice.randrange(len(raw))
            changed[at] = (
                changed[at] ^ (1 << self._dice.randrange(8)) if self._dice.random() < 0.5 else self._dice.randrange(256)
            )
        return bytes(changed)

    def cut(self, raw: bytes, others: Sequence[bytes]) -> bytes:
        return raw[: self._at(raw)] if self._dice.random() < 0.8 else raw[self._at(raw) :]

    def taken_out(self, raw: bytes, others: Sequence[bytes]) -> bytes:
        a, b = self._piece(raw)
        return raw[:a] + raw[b:]

    def doubled(self, raw: bytes, others: Sequence[bytes]) -> bytes:
        a, b = self._piece(raw)
        times = min(int(self._dice.paretovariate(0.5)), 200_000 // max(b - a, 1) + 1)
        return raw[:a] + raw[a:b] * times + raw[a:]

    def spliced(self, raw: bytes, others: Sequence[bytes]) -> bytes:
        other = self._dice.choice(others)
        a, b = self._piece(other)
        at = self._at(raw)
        return raw[:at] + (other[self._at(other) :] if self._dice.random() < 0.3 else other[a:b] + raw[at:])

    def words_put_in(self, raw: bytes, others: Sequence[bytes]) -> bytes:
        at = self._at(raw)
        return raw[:at] + self._dice.choice(_WORDS) * self._dice.choice((1, 1, 1, 2, 100)) + raw[at:]

    def number_changed(self, raw: bytes, others: Sequence[bytes]) -> bytes:
        return self._replaced(raw, _NUMBER, _NUMBERS)

    def date_changed(self, raw: bytes, others: Sequence[bytes]) -> bytes:
        return self._replaced(raw, _DATE, _DATES)

    def value_changed(self, raw: bytes, others: Sequence[bytes]) -> bytes:
        return self._replaced(raw, _STRING, _VALUES)

    def lines_moved(self, raw: bytes, others: Sequence[bytes]) -> bytes:
        lines = raw.split(b"\n")
        for _ in range(self._dice.choice((1, 1, 2, 5))):
            a, b = self._dice.randrange(len(lines)), self._dice.randrange(len(lines))
            how = self._dice.random()
            if how < 0.4:
                lines[a], lines[b] = lines[b], lines[a]
            elif how < 0.7:
                lines.insert(a, lines[b])
            elif len(lines) > 1:
                del lines[a]
        return b"\n".join(lines)

    def recoded(self, raw: bytes, others: Sequence[bytes]) -> bytes:
        text = raw.decode("utf-8", "replace")
        return text.encode(self._dice.choice(_ENCODINGS), "replace")

    def nested(self, raw: bytes, others: Sequence[bytes]) -> bytes:
        left, right = self._dice.choice(_NESTS)
        depth = self._dice.choice((10, 100, 300, 1_000, 5_000, 50_000))
        at = self._at(raw)
        return raw[:at] + left * depth + self._dice.choice((b"", b"x", b'"x"', b"1")) + right * depth + raw[at:]

    def _replaced(self, raw: bytes, what: re.Pattern[bytes], by: Sequence[bytes]) -> bytes:
        found = list(what.finditer(raw[:100_000]))
        if not found:
            return raw
        hit = self._dice.choice(found)
        return raw[: hit.start()] + self._dice.choice(by) + raw[hit.end() :]

    def _packed(self, raw: bytes) -> bytes:
        how = self._dice.randrange(6)
        packed = gzip.compress(raw, 1, mtime=0)
        if how == 0:
            return packed
        if how == 1:
            return packed[: self._at(packed)]
        if how == 2:
            return packed + packed + b"trailing"
        if how == 3:
            return self.bytes_changed(packed, ())
        return _bomb(self._dice.choice((5, 60, 200))) if how == 4 else gzip.compress(_bomb(60), mtime=0)


@lru_cache(maxsize=4)
def _bomb(megabytes: int) -> bytes:
    return gzip.compress(bytes(megabytes * 1_000_000), 9, mtime=0)


_WAYS: tuple[Callable[[Mutator, bytes, Sequence[bytes]], bytes], ...] = (
    Mutator.bytes_changed, Mutator.bytes_changed, Mutator.cut, Mutator.taken_out, Mutator.doubled, Mutator.spliced, Mutator.spliced,
    Mutator.words_put_in, Mutator.words_put_in, Mutator.words_put_in, Mutator.number_changed, Mutator.date_changed, Mutator.value_changed,
    Mutator.lines_moved, Mutator.recoded, Mutator.nested,
)  # fmt: skip
