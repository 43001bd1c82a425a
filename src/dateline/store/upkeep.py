"""What fusion keeps between runs, so that a new report costs the same however many there are.

Hashes by which reports find their sources, keys by which tellings of one happening find each other, the shelf on which each
report stands, the incidents that a report is part of. All of it only indexes the truth: a store without it, or with that
of another method, is fused whole once.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    Row,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    or_,
    select,
)

from dateline.fusion.nearness import Key
from dateline.store import asking, writing
from dateline.store import tables as t
from dateline.store.sketches import Sketches, copy_keys
from dateline.store.terms import Where, stands
from dateline.values import Article, Copy, FoundEvent, Incident, Story

# Which tellings may be of one happening: keys of `fusion.nearness` as numbers, at the row of their origin.
near_keys = Table(
    "near_keys",
    t.metadata,
    Column("key", BigInteger, primary_key=True),
    Column("article_row", Integer, primary_key=True),
    Index("near_keys_by_article", "article_row"),
    sqlite_with_rowid=False,
)

# Where each report was shelved by its words alone: the report that its story began with.
shelf = Table(
    "shelf",
    t.metadata,
    Column("article", Text, primary_key=True),
    Column("known_on", Text, nullable=False),
    Column("first", Text, nullable=False),
    Index("shelf_by_story", "first"),
    Index("shelf_by_day", "known_on"),
)

incident_articles = Table(
    "incident_articles",
    t.metadata,
    Column("article", Text, primary_key=True),
    Column("incident", Text, primary_key=True),
    Index("incident_articles_by_incident", "incident"),
)

incidents_by_known = Index("incidents_by_known", t.incidents.c.known_on, t.incidents.c.type)

PLANNED: ColumnElement[str] = literal_column("'planned'")  # as the index of plans has it: of a bound value it is no use

_SHARED_BITS = 40  # of a hash among the keys of the same days

TABLES = (copy_keys, near_keys, shelf, incident_articles)

_article = msgspec.json.Decoder(Article)
_incident = msgspec.json.Decoder(Incident)
_encode = msgspec.json.Encoder(order="deterministic").encode

_i = t.incidents.c
_held = and_(
    _i.type == bindparam("act"),
    _i.modality == "asserted",
    _i.last_on >= bindparam("first"),
    _i.first_on <= bindparam("last"),
)
_off = or_(_i.type.in_(("REJECT", "SANCTION")), _i.modality == "negated")
_ANSWERING = (
    select(_i.value)
    .where(_i.known_on >= bindparam("since"), _i.known_on <= bindparam("until"), or_(_held, _off))
    .order_by(_i.id)
)


class Standing(msgspec.Struct, frozen=True):
    """A report that stands, as fusion sees it. `on`: the ISO day it was out. `text` is empty where it was purged."""

    row: int
    id: str
    at: str
    on: str
    words: int
    title: str | None
    text: str

    @property
    def order(self) -> tuple[str, int, str]:
        """Its place in time: the longest of one moment first."""
        return self.at, -self.words, self.id


class Listed(msgspec.Struct, frozen=True):
    """A report that stands, without its text."""

    row: int
    id: str
    at: str
    on: str
    words: int
    title: str | None = None
    has_text: bool = True
    digest: str = ""

    @property
    def order(self) -> tuple[str, int, str]:
        """As that of `Standing`."""
        return self.at, -self.words, self.id


class Upkeep:
    """What fusion keeps, inside the transaction of its caller; with an ISO day, the reports and events that stood then."""

    def __init__(self, connection: Connection, day: str | None = None) -> None:
        self.connection = connection
        self.day = day
        self.sketches = Sketches(connection)

    # -- what is new --------------------------------------------------------------------------------------------

    def changed(self, method: str) -> set[str] | None:
        """Ids of reports that came, went or were read anew since the last fusion; None: all, by another method."""
        if self._meta("fused_by") != method:
            return None
        a, c = t.articles.c, t.changes.c
        since = int(self._meta("fused") or 0)
        names = set(self._all(select(c.target).where(c.about == "article", c.row > since)))
        found = set(names)
        for batch in _batches(sorted(names)):
            addresses = select(a.address).where(a.id.in_(batch))
            found.update(self._all(select(a.id).where(a.address.in_(addresses))))
        return found

    def events_changed(self, after: int) -> set[str]:
        """Ids of reports whose events follow other decisions since a change's number."""
        c, e, a = t.changes.c, t.events.c, t.articles.c
        names = self._all(select(c.target).where(c.about == "event", c.row > after))
        found: set[str] = set()
        for batch in _batches(sorted(set(names))):
            found.update(self._all(select(a.id).join(t.events, e.article_row == a.row).where(e.id.in_(batch))))
        return found

    def last_change(self) -> int:
        """The number of the newest change."""
        return int(self.connection.execute(select(func.max(t.changes.c.row))).scalar() or 0)

    def last_correction(self) -> int:
        """The number of the newest correction that was obeyed."""
        return int(self._meta("fused_corrections") or 0)

    def begin_anew(self) -> None:
        """Forget all that was kept, before everything is fused again."""
        for table in (*TABLES, t.copies, t.story_articles, t.stories):
            self.connection.execute(delete(table))

    def finish(self, method: str, *, correction: int) -> None:
        """Remember that incidents rest on everything up to now."""
        writing.mark_fused(self.connection)
        for key, value in (("fused_by", method), ("fused_corrections", str(correction))):
            self.connection.execute(delete(t.meta).where(t.meta.c.key == key))
            self.connection.execute(t.meta.insert().values(key=key, value=value))

    # -- reports ------------------------------------------------------------------------------------------------

    def everything(self) -> set[str]:
        """Ids of all reports that stand."""
        return set(self._all(select(t.articles.c.id).where(*self.stand(t.articles))))

    def standing(self, ids: Iterable[str]) -> dict[str, Standing]:
        """Those of some reports that stand, by id."""
        found = {}
        for batch in _batches(sorted(set(ids))):
            for row in self.connection.execute(self._standing().where(t.articles.c.id.in_(batch))):
                found[row.id] = _as_standing(row)
        return found

    def by_row(self, rows: Iterable[int]) -> dict[int, Standing]:
        """Reports by their rows."""
        found = {}
        for batch in _batches(sorted(set(rows))):
            for row in self.connection.execute(self._standing().where(t.articles.c.row.in_(batch))):
                found[row.row] = _as_standing(row)
        return found

    def on_day(self, day: str) -> list[Listed]:
        """The reports of a day that stand, by time."""
        found = map(_as_listed, self.connection.execute(self._listed().where(t.articles.c.known_on == day)))
        return sorted(found, key=lambda report: report.order)

    def counts(self, first: str, last: str) -> dict[str, int]:
        """How many reports stand of each day from one to another."""
        a = t.articles.c
        query = select(a.known_on, func.count()).where(*self.stand(t.articles), a.known_on >= first, a.known_on <= last)
        return {row[0]: row[1] for row in self.connection.execute(query.group_by(a.known_on))}

    def versions(self, ids: Iterable[str]) -> dict[int, str]:
        """All versions of some reports: row -> the ISO day it was out."""
        a = t.articles.c
        query = lambda part: select(a.row, a.known_on).where(a.id.in_(part))  # noqa: E731
        return dict(self._pairs(query, sorted(set(ids))))

    def placed(self, ids: Iterable[str]) -> dict[int, tuple[tuple[str, int, str], str]]:
        """All versions of some reports: row -> its place in time, and the ISO day it was out."""
        a = t.articles.c
        found = {}
        for part in _batches(sorted(set(ids))):
            query = select(a.row, a.id, a.known_at, a.known_on, a.words).where(a.id.in_(part))
            for row in self.connection.execute(query):
                found[row.row] = (row.known_at, -row.words, row.id), row.known_on
        return found

    def listed(self, ids: Iterable[str]) -> list[Listed]:
        """Those of some reports that stand, without their texts."""
        query = lambda part: self._listed().where(t.articles.c.id.in_(part))  # noqa: E731
        parts = _batches(sorted(set(ids)))
        return [_as_listed(row) for part in parts for row in self.connection.execute(query(part))]

    # -- copies -------------------------------------------------------------------------------------------------

    def copies(self, ids: Iterable[str]) -> dict[str, Copy]:
        """Those of some reports that are copies."""
        c = t.copies.c
        found = {}
        for batch in _batches(sorted(set(ids))):
            for row in self.connection.execute(select(c.article, c.copy_of, c.why).where(c.article.in_(batch))):
                found[row.article] = Copy(row.article, row.copy_of, row.why)
        return found

    def reprints(self, ids: Iterable[str]) -> dict[str, str]:
        """The copies of some reports, with their source."""
        c = t.copies.c
        found = {}
        for batch in _batches(sorted(set(ids))):
            for row in self.connection.execute(select(c.article, c.copy_of).where(c.copy_of.in_(batch))):
                found[row.article] = row.copy_of
        return found

    def put_copies(self, copies: Mapping[str, Copy | None]) -> None:
        """Say what reports copy, or that they copy none."""
        self._delete(t.copies, t.copies.c.article, sorted(copies))
        self._insert(t.copies, [msgspec.structs.asdict(c) for _, c in sorted(copies.items()) if c is not None])

    # -- stories ------------------------------------------------------------------------------------------------

    def shelved(self, ids: Iterable[str]) -> dict[str, str]:
        """Where reports were shelved by their words: id -> the report that their story began with."""
        s = shelf.c
        query = lambda part: select(s.article, s.first).where(s.article.in_(part))  # noqa: E731
        return dict(self._pairs(query, sorted(set(ids))))

    def shelved_with(self, firsts: Iterable[str]) -> dict[str, str]:
        """All reports of some stories, as they were shelved by their words."""
        s = shelf.c
        query = lambda part: select(s.article, s.first).where(s.first.in_(part))  # noqa: E731
        return dict(self._pairs(query, sorted(set(firsts))))

    def shelf_days(self, ids: Iterable[str]) -> set[str]:
        """The days on which reports were shelved."""
        return set(
            self._in_batches(lambda part: select(shelf.c.known_on).where(shelf.c.article.in_(part)), sorted(set(ids)))
        )

    def shelf_of_day(self, day: str) -> dict[str, str]:
        """Where the reports of a day were shelved."""
        s = shelf.c
        return {
            row.article: row.first
            for row in self.connection.execute(select(s.article, s.first).where(s.known_on == day))
        }

    def put_shelf(self, day: str, placed: Mapping[str, str], *, gone: Iterable[str]) -> None:
        """Shelve reports of a day, in place of where they stood; take others off."""
        self._delete(shelf, shelf.c.article, sorted({*placed, *gone}))
        rows = [{"article": article, "known_on": day, "first": first} for article, first in sorted(placed.items())]
        self._insert(shelf, rows)

    def stories_of(self, ids: Iterable[str]) -> dict[str, str]:
        """The story that each of some reports is told to be of."""
        s = t.story_articles.c
        query = lambda part: select(s.article, s.story).where(s.article.in_(part))  # noqa: E731
        return dict(self._pairs(query, sorted(set(ids))))

    def members(self, stories: Iterable[str]) -> set[str]:
        """The reports of some stories."""
        s = t.story_articles.c
        return set(self._in_batches(lambda part: select(s.article).where(s.story.in_(part)), sorted(set(stories))))

    def put_stories(self, stories: Iterable[Story], *, gone: Iterable[str]) -> None:
        """Keep stories, in place of others."""
        found = list(stories)
        names = sorted({*gone, *(story.id for story in found)})
        self._delete(t.story_articles, t.story_articles.c.story, names)
        self._delete(t.stories, t.stories.c.id, names)
        self._insert(t.stories, [{"id": s.id, "title": s.title, "value": _encode(s)} for s in found])
        self._insert(t.story_articles, [{"story": s.id, "article": a} for s in found for a in s.articles])

    # -- incidents ----------------------------------------------------------------------------------------------

    def events_of(self, ids: Iterable[str]) -> list[FoundEvent]:
        """The events of some reports that stand."""
        found: list[FoundEvent] = []
        for part in _batches(sorted(set(ids))):
            query = asking.found_events().where(t.articles.c.id.in_(part), *self.stand(t.events))
            found += [asking.found_event(row) for row in self.connection.execute(query)]
        return found

    def events_named(self, ids: Iterable[str]) -> dict[str, str]:
        """The report that each of some standing events is of."""
        a, e = t.articles.c, t.events.c
        query = lambda part: (  # noqa: E731
            select(e.id, a.id.label("article")).join(t.articles, a.row == e.article_row).where(e.id.in_(part))
        )
        return dict(self._pairs(query, sorted(set(ids))))

    def file(self, keys_by_row: Mapping[int, Iterable[Key]], *, forget: Iterable[int]) -> None:
        """Keep the keys of tellings at the row of their origin, in place of what these rows were filed under."""
        self._delete(near_keys, near_keys.c.article_row, sorted({*keys_by_row, *forget}))
        rows = [
            {"key": key, "article_row": row}
            for row, keys in sorted(keys_by_row.items())
            for key in sorted({_hashed(key) for key in keys})
        ]
        self._insert(near_keys, rows)

    def filed_under(self, keys: Iterable[Key]) -> set[str]:
        """Ids of the reports with a telling under any of these keys."""
        k, a = near_keys.c, t.articles.c
        hashed = sorted({_hashed(key) for key in keys})
        query = lambda part: (  # noqa: E731
            select(a.id)
            .join(near_keys, k.article_row == a.row)
            .where(k.key.in_(part), *self.stand(t.articles))
            .distinct()
        )
        return set(self._in_batches(query, hashed))

    def incidents_of(self, articles: Iterable[str]) -> set[str]:
        """Ids of the incidents that reports are part of."""
        i = incident_articles.c
        return set(self._in_batches(lambda part: select(i.incident).where(i.article.in_(part)), sorted(set(articles))))

    def incidents_with(self, events: Iterable[str]) -> set[str]:
        """Ids of the incidents that events are part of."""
        i = t.incident_events.c
        return set(self._in_batches(lambda part: select(i.incident).where(i.event.in_(part)), sorted(set(events))))

    def incidents(self, ids: Iterable[str]) -> dict[str, Incident]:
        """Incidents by id."""
        i = t.incidents.c
        found = self._in_batches(lambda part: select(i.value).where(i.id.in_(part)), sorted(set(ids)))
        return {incident.id: incident for incident in map(_incident.decode, found)}

    def plans(self, act: str, *, known_until: str, open_on: str) -> list[Incident]:
        """Planned incidents of an act, known up to one ISO day and not over before another."""
        i = t.incidents.c
        query = select(i.value).where(
            i.modality == PLANNED,
            or_(i.of == act, and_(i.of.is_(None), i.type == act)),
            i.known_on <= known_until,
            or_(i.last_on >= open_on, i.known_on >= open_on),
        )
        return [_incident.decode(value) for value in self._all(query)]

    def answering(self, act: str, *, since: str, until: str, first: str, last: str) -> list[Incident]:
        """Incidents that may say what became of a planned act.

        Args:
            act: the planned act.
            since, until: ISO days between which they became known.
            first, last: ISO days around which the act itself was held.
        """
        asked = {"act": act, "since": since, "until": until, "first": first, "last": last}
        return [_incident.decode(value) for value in self.connection.execute(_ANSWERING, asked).scalars()]

    def put_incidents(self, now: Iterable[Incident], *, before: Collection[str], at: str) -> tuple[int, int, int]:
        """Keep incidents in place of those that are named; how many were added, revised and removed."""
        held = list(now)
        self._delete(incident_articles, incident_articles.c.incident, sorted({*before, *(i.id for i in held)}))
        counts = writing.replace_incidents(self.connection, held, at=at, among=before)
        self._insert(incident_articles, [{"article": a, "incident": i.id} for i in held for a in i.articles])
        return counts

    # -- rows ---------------------------------------------------------------------------------------------------

    def stand(self, table: Table) -> Where:
        """That a row of reports or events stands, or stood on the day."""
        return stands(table.c.known_on, table.c.gone_on, self.day)

    def _standing(self) -> Select[Any]:
        a = t.articles.c
        query = select(a.row, a.id, a.known_at, a.known_on, a.words, a.title, a.value)
        return query.where(*self.stand(t.articles))

    def _listed(self) -> Select[Any]:
        a, x = t.articles.c, t.texts.c
        found = select(a.row, a.id, a.known_at, a.known_on, a.words, a.title, a.digest, x.row.label("text_row"))
        return found.outerjoin(t.texts, x.row == a.row).where(*self.stand(t.articles))

    def _meta(self, key: str) -> str | None:
        return self.connection.execute(select(t.meta.c.value).where(t.meta.c.key == key)).scalar()

    def _all(self, query: Select[Any]) -> list[Any]:
        return list(self.connection.execute(query).scalars())

    def _in_batches(self, query: Any, names: Sequence[Any]) -> Iterator[Any]:
        for part in _batches(names):
            yield from self.connection.execute(query(part)).scalars()

    def _pairs(self, query: Any, names: Sequence[Any]) -> Iterator[Any]:
        for part in _batches(names):
            yield from self.connection.execute(query(part))

    def _insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self.connection.execute(table.insert(), list(rows))

    def _delete(self, table: Table, column: Column[Any], names: Sequence[Any]) -> None:
        for part in _batches(names):
            self.connection.execute(delete(table).where(column.in_(part)))


def make_tables(connection: Connection) -> None:
    """The tables of this file, and the incidents that reports are part of."""
    t.metadata.create_all(connection, tables=list(TABLES))
    incidents_by_known.create(connection, checkfirst=True)


def _as_standing(row: Row[Any]) -> Standing:
    text = _article.decode(row.value).text
    return Standing(row.row, row.id, row.known_at, row.known_on, row.words, row.title, text)


def _as_listed(row: Row[Any]) -> Listed:
    has_text = row.text_row is not None
    return Listed(row.row, row.id, row.known_at, row.known_on, row.words, row.title, has_text, row.digest)


def _hashed(key: Key) -> int:
    """A key as a number that begins with its days: what is near in time is written side by side."""
    days, shared = key
    return days << _SHARED_BITS | int.from_bytes(
        blake2b(shared.encode(), digest_size=_SHARED_BITS // 8).digest(), "big"
    )


def _batches(names: Sequence[Any], size: int = 500) -> Iterable[Sequence[Any]]:
    for i in range(0, len(names), size):
        yield names[i : i + size]
