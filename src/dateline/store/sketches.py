"""The hashes by which reports find the sources that they may be copies of.

A key holds, in this order, thirty-two days, a hash, whether its report is an original, and the day among these. So what comes
now is written beside what came lately, however many reports there are; the originals of some days that have a hash lie
beside each other; and a hash that very many reports have costs no more than one that few have, because what is asked for
stops where nothing more can matter.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from msgspec import Struct
from sqlalchemy import BigInteger, Column, Connection, Index, Integer, Table, TextClause, delete, select, text, update

from dateline.store import tables as t

_SPAN = 32  # days whose hashes lie together
_COPY = _SPAN  # what a key of a copy has more
_HASH = 2 * _COPY
_SPAN_KEYS = _HASH << 32
_MOST_HELD = 20_000  # rows whose place in time is remembered

copy_keys = Table(
    "copy_keys",
    t.metadata,
    Column("key", BigInteger, primary_key=True),
    Column("article_row", Integer, primary_key=True),
    Index("copy_keys_by_article", "article_row"),
    sqlite_with_rowid=False,
)

_BETWEEN = "k.key BETWEEN asked.hash * {hash} + :since AND asked.hash * {hash} + :until"
_WITH = f"SELECT k.key, k.article_row FROM {{asked}} CROSS JOIN copy_keys k WHERE {_BETWEEN}"
_COUNTED = f"SELECT asked.hash, (SELECT count(*) FROM (SELECT 1 FROM copy_keys k WHERE {_BETWEEN} LIMIT :most) AS few) FROM {{asked}}"
_LAST = (
    "coalesce((SELECT l.key FROM copy_keys l WHERE l.key BETWEEN asked.hash * {hash} + :since AND asked.hash * {hash} + :until "
    "ORDER BY l.key LIMIT 1 OFFSET :most), asked.hash * {hash} + :until)"
)
_LATER = (
    "SELECT DISTINCT k.article_row FROM {asked} CROSS JOIN copy_keys k "
    "WHERE k.key BETWEEN asked.hash * {hash} + :kind + :since AND :kind + " + _LAST
)


_PUT_IN_FILE = text(
    "INSERT INTO copy_keys (key, article_row) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:keys)"
)
_PUT_ON_SERVER = text(
    "INSERT INTO copy_keys (key, article_row) SELECT * FROM unnest(CAST(:keys AS bigint[]), CAST(:rows AS integer[]))"
)


class Posted(Struct, frozen=True):
    """A report that has a hash. `order`: its place in time, the longest of one moment first."""

    row: int
    order: tuple[str, int, str]
    is_original: bool

    @property
    def id(self) -> str:
        """Of the report."""
        return self.order[2]


class Sketches:
    """The hashes of all reports that stand, inside the transaction of the caller. Days are ISO, both ends included."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._orders: dict[int, tuple[str, int, str]] = {}

    def of(self, rows: Iterable[int]) -> dict[int, list[int]]:
        """The hashes kept of some rows."""
        k = copy_keys.c
        found: dict[int, list[int]] = {}
        for part in _batches(sorted(rows)):
            query = select(k.article_row, k.key).where(k.article_row.in_(part))
            for row, key in self._connection.execute(query):
                found.setdefault(row, []).append(_hash_of(key))
        return found

    def put(self, rows: Sequence[tuple[int, str, bool, Collection[int]]]) -> None:
        """Keep hashes of reports: the row, its day, whether it is an original, the hashes."""
        keys = []
        for row, day, is_original, hashes in rows:
            begin = _first_key(date.fromisoformat(day).toordinal()) + (0 if is_original else _COPY)
            keys += [(begin + h * _HASH, row) for h in set(hashes)]
        keys.sort()
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
        counts: Counter[int] = Counter()
        for bounds in _spans(since, until):
            counts.update(self._counted(hashes, bounds, most + 1))
        crowded = {hash_ for hash_, n in counts.items() if n > most}
        return self._posted([h for h in counts if h not in crowded], since, until, 0), crowded

    def later(
        self, hashes: Collection[int], since: str, until: str, *, most: int
    ) -> set[tuple[tuple[str, int, str], str]]:
        """Order and id of the reports of some days that have a hash, up to the day on which `most` originals had it."""
        left = dict.fromkeys(hashes, most)
        rows: set[int] = set()
        for bounds in _spans(since, until):
            by_left: dict[int, list[int]] = {}
            for hash_, n in left.items():
                by_left.setdefault(n, []).append(hash_)
            for n, some in by_left.items():
                for kind in (0, _COPY):
                    rows.update(row for (row,) in self._ask(_LATER, some, **bounds, kind=kind, most=n - 1))
            passed = self._counted(left, bounds, most)
            left = {hash_: n - passed.get(hash_, 0) for hash_, n in left.items() if n > passed.get(hash_, 0)}
        self._look_up(rows)
        return {(self._orders[row], self._orders[row][2]) for row in rows}

    def _counted(self, hashes: Collection[int], bounds: Mapping[str, int], most: int) -> dict[int, int]:
        """How many originals have a hash, counted up to `most`; only hashes that any has."""
        return {hash_: n for hash_, n in self._ask(_COUNTED, hashes, **bounds, most=most) if n}

    def _posted(self, hashes: Collection[int], since: str, until: str, kind: int) -> dict[int, list[Posted]]:
        asked = [tuple(row) for b in _spans(since, until, kind) for row in self._ask(_WITH, hashes, **b)]
        self._look_up(row for _, row in asked)
        posted = {row: Posted(row, self._orders[row], not kind) for row in {row for _, row in asked}}
        found: dict[int, list[Posted]] = {}
        for key, row in asked:
            found.setdefault(_hash_of(key), []).append(posted[row])
        return found

    def _look_up(self, rows: Iterable[int]) -> None:
        """Have the place in time of some rows at hand."""
        wanted = set(rows)
        if len(self._orders) > _MOST_HELD:
            self._orders.clear()
        a = t.articles.c
        for part in _batches(sorted(wanted - self._orders.keys())):
            query = select(a.row, a.known_at, a.words, a.id).where(a.row.in_(part))
            self._orders.update({row: (at, -words, id_) for row, at, words, id_ in self._connection.execute(query)})

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


def _first_key(ordinal: int) -> int:
    """The key of an original of a day with the hash 0."""
    return ordinal // _SPAN * _SPAN_KEYS + ordinal % _SPAN


def _hash_of(key: int) -> int:
    return key % _SPAN_KEYS // _HASH


def _spans(since: str, until: str, kind: int = 0) -> list[dict[str, int]]:
    """The first and last key of some days, for the hash 0, in each span that they touch."""
    first, last = date.fromisoformat(since).toordinal(), date.fromisoformat(until).toordinal()
    cuts = [first, *range((first // _SPAN + 1) * _SPAN, last + 1, _SPAN), last + 1]
    return [{"since": _first_key(begin) + kind, "until": _first_key(end - 1) + kind} for begin, end in pairwise(cuts)]


def _batches(rows: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    for i in range(0, len(rows), size):
        yield rows[i : i + size]
