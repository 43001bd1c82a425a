"""The hashes by which reports find the sources that they may be copies of.

A key holds a hash, whether its report is an original, and the day on which it was out. So the originals of a month that have a
hash lie beside each other, and a hash that very many reports have costs no more than one that few have: what is asked for
stops where nothing more can matter.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import BigInteger, Column, Connection, Index, Integer, Table, TextClause, delete, select, text, update

from dateline.store import tables as t

_DAY_BITS = 22  # ordinals of days reach the year 9999
_COPY = 1 << _DAY_BITS
_HASH = 1 << (_DAY_BITS + 1)

copy_keys = Table(
    "copy_keys",
    t.metadata,
    Column("key", BigInteger, primary_key=True),
    Column("article_row", Integer, primary_key=True),
    Index("copy_keys_by_article", "article_row"),
    sqlite_with_rowid=False,
)

_WITH = (
    'SELECT k.key, a."row", a.id, a.known_at, a.words FROM {asked} CROSS JOIN copy_keys k CROSS JOIN articles a '
    'WHERE k.key BETWEEN asked.hash * {hash} + :since AND asked.hash * {hash} + :until AND a."row" = k.article_row'
)
_CROWDED = (
    "SELECT asked.hash FROM {asked} WHERE (SELECT count(*) FROM (SELECT 1 FROM copy_keys k "
    "WHERE k.key BETWEEN asked.hash * {hash} + :since AND asked.hash * {hash} + :until LIMIT :most + 1) AS few) > :most"
)
_LAST = (
    "coalesce((SELECT l.key FROM copy_keys l WHERE l.key BETWEEN asked.hash * {hash} + :since AND asked.hash * {hash} + :until "
    "ORDER BY l.key LIMIT 1 OFFSET :most), asked.hash * {hash} + :until)"
)
_LATER = (
    'SELECT a.id, a.known_at, a.words FROM {asked} CROSS JOIN copy_keys k CROSS JOIN articles a WHERE a."row" = k.article_row '
    "AND k.key BETWEEN asked.hash * {hash} + :kind + :since AND :kind + " + _LAST
)


_PUT_IN_FILE = text(
    "INSERT INTO copy_keys (key, article_row) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:keys)"
)
_PUT_ON_SERVER = text(
    "INSERT INTO copy_keys (key, article_row) SELECT * FROM unnest(CAST(:keys AS bigint[]), CAST(:rows AS integer[]))"
)


class Posted(Struct, frozen=True):
    """A report that has a hash. `at`: when it was out."""

    row: int
    id: str
    at: str
    words: int
    is_original: bool

    @property
    def order(self) -> tuple[str, int, str]:
        """Its place in time: the longest of one moment first."""
        return self.at, -self.words, self.id


class Sketches:
    """The hashes of all reports that stand, inside the transaction of the caller. Days are ISO, both ends included."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, rows: Iterable[int]) -> dict[int, list[int]]:
        """The hashes kept of some rows."""
        k = copy_keys.c
        found: dict[int, list[int]] = {}
        for part in _batches(sorted(rows)):
            query = select(k.article_row, k.key).where(k.article_row.in_(part))
            for row, key in self._connection.execute(query):
                found.setdefault(row, []).append(key // _HASH)
        return found

    def put(self, rows: Sequence[tuple[int, str, bool, Collection[int]]]) -> None:
        """Keep hashes of reports: the row, its day, whether it is an original, the hashes."""
        keys = sorted(
            (key, row)
            for row, day, is_original, hashes in rows
            for key in {h * _HASH + (0 if is_original else _COPY) + _ordinal(day) for h in hashes}
        )
        if keys:  # as one value each: fifty rows a report, and nothing in them to prepare
            is_sqlite = self._connection.dialect.name == "sqlite"
            listed = [[key for key, _ in keys], [row for _, row in keys]]
            given = {"keys": json.dumps(keys)} if is_sqlite else {"keys": listed[0], "rows": listed[1]}
            self._connection.execute(_PUT_IN_FILE if is_sqlite else _PUT_ON_SERVER, given)

    def turn(self, row: int, *, is_original: bool) -> None:
        """A copy is an original now, or the other way round."""
        k = copy_keys.c
        by = -_COPY if is_original else _COPY
        self._connection.execute(update(copy_keys).where(k.article_row == row).values(key=k.key + by))

    def forget(self, rows: Iterable[int]) -> None:
        """Drop the hashes of rows."""
        for part in _batches(sorted(rows)):
            self._connection.execute(delete(copy_keys).where(copy_keys.c.article_row.in_(part)))

    def on_day(self, hashes: Collection[int], day: str) -> dict[int, list[Posted]]:
        """All reports of a day that have a hash, by hash, in order."""
        found = self._posted(hashes, day, day, 0)
        for hash_, copies in self._posted(hashes, day, day, _COPY).items():
            found.setdefault(hash_, []).extend(copies)
        for posted in found.values():
            posted.sort(key=lambda p: p.order)
        return found

    def originals(
        self, hashes: Collection[int], since: str, until: str, *, most: int
    ) -> tuple[dict[int, list[Posted]], set[int]]:
        """The originals of some days by hash, and the hashes that more than `most` of them have, which are left out."""
        crowded = {
            row[0] for row in self._ask(_CROWDED, hashes, since=_ordinal(since), until=_ordinal(until), most=most)
        }
        return self._posted([h for h in hashes if h not in crowded], since, until, 0), crowded

    def later(
        self, hashes: Collection[int], since: str, until: str, *, most: int
    ) -> set[tuple[tuple[str, int, str], str]]:
        """Order and id of the reports of some days that have a hash, up to the day on which `most` originals had it."""
        found = set()
        for kind in (0, _COPY):
            bounds = {"since": _ordinal(since), "until": _ordinal(until), "kind": kind, "most": most - 1}
            found |= {((row.known_at, -row.words, row.id), row.id) for row in self._ask(_LATER, hashes, **bounds)}
        return found

    def _posted(self, hashes: Collection[int], since: str, until: str, kind: int) -> dict[int, list[Posted]]:
        found: dict[int, list[Posted]] = {}
        bounds = {"since": kind + _ordinal(since), "until": kind + _ordinal(until)}
        for key, row, id_, at, words in self._ask(_WITH, hashes, **bounds):
            found.setdefault(key // _HASH, []).append(Posted(row, id_, at, words, not kind))
        return found

    def _ask(self, query: str, hashes: Collection[int], **bounds: int) -> Iterable[Any]:
        """Rows for each of some hashes: the list travels as one value."""
        if not hashes:
            return ()
        is_sqlite = self._connection.dialect.name == "sqlite"
        given: Mapping[str, Any] = {"hashes": json.dumps(sorted(hashes)) if is_sqlite else sorted(hashes), **bounds}
        return self._connection.execute(_clause(query, is_sqlite), given)


@cache
def _clause(query: str, is_sqlite: bool) -> TextClause:
    listed = "json_each(:hashes)" if is_sqlite else "unnest(CAST(:hashes AS bigint[]))"
    asked = f"(SELECT {'value' if is_sqlite else 'unnest'} AS hash FROM {listed}) AS asked"
    return text(query.format(asked=asked, hash=_HASH))


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _batches(rows: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    for i in range(0, len(rows), size):
        yield rows[i : i + size]
