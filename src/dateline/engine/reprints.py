"""A report that says the same again is not read again: its reading is carried over, to the last byte.

A reading rests on a report's words, its headline, the language it declares, the day it was published and where its outlet is
at home. Where all of these are the same, only what the report says of itself is put in: its id and its stamps. Whatever
rests on an engine that may come or go (a report that waits for its translation), or was refused, is read each time.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from dateline.values import Article, Extraction, Refused

MOST = 4_096  # readings that are remembered, packed: some 20 MB, and days of a busy desk
_packer, _unpacker = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Extraction)

Outcome = Extraction | Refused


class Readings:
    """The latest readings by what they rest on; of one coder with one set of tables and engines.

    Args:
        is_open: whether a reading may come out otherwise later: it is not remembered then.
        most: readings that are remembered; the one that was used longest ago goes first.
    """

    def __init__(self, *, is_open: Callable[[Extraction], bool], most: int = MOST) -> None:
        self._is_open = is_open
        self._most = most
        self._kept: dict[bytes, bytes] = {}

    def read(self, articles: list[Article], read: Callable[[list[Article]], Iterable[Outcome]]) -> Iterator[Outcome]:
        """Read articles in order; those that say what an earlier one said are not handed to `read`.

        Args:
            articles: what to read.
            read: gives an outcome for each article handed to it, in order.
        """
        keys = [_rests_on(article) for article in articles]
        first: dict[bytes, int] = {}
        for n, key in enumerate(keys):
            if key not in self._kept:
                first.setdefault(key, n)
        fresh = iter(read([articles[n] for n in first.values()]) if first else ())
        again: dict[bytes, bytes] = {}  # of this list, whatever is forgotten meanwhile
        for n, (article, key) in enumerate(zip(articles, keys, strict=True)):
            kept = again.get(key) or self._kept.get(key)
            if first.get(key) == n:
                outcome = next(fresh)
                if isinstance(outcome, Extraction) and not self._is_open(outcome):
                    again[key] = _encode(outcome)
                    self._remember(key, again[key])
                yield outcome
            elif kept is not None:
                self._remember(key, kept)
                yield _as_of(article, _decode(kept))
            else:  # the one before it was refused, or waits
                yield from read([article])

    def _remember(self, key: bytes, value: bytes) -> None:
        self._kept.pop(key, None)
        self._kept[key] = value
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]


def _encode(found: Extraction) -> bytes:
    return zlib.compress(_packer.encode(found), 1)


def _decode(kept: bytes) -> Extraction:
    return _unpacker.decode(zlib.decompress(kept))


def _rests_on(article: Article) -> bytes:
    """A digest of all that a reading of an article rests on."""
    day = article.published[:10] if article.published else None
    stamp = article.updated if not article.published else article.updated is not None
    what = (article.text, article.title, article.language, day, stamp, article.outlet)
    return blake2b(_packer.encode(what), digest_size=16).digest()


def _as_of(article: Article, found: Extraction) -> Extraction:
    """The reading of the same words, as that of another report."""
    reference = article.published if found.reference_from == "published" else found.reference
    return replace(found, id=article.id, reference=reference, updated=article.updated or found.updated)
