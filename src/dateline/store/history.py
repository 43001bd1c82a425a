"""What became of one report: each version of its text, each reading of a version, and what was put on record about it."""

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, or_, select

from dateline.store import tables as t
from dateline.store.answers import Correction
from dateline.store.store import Store
from dateline.values import Article, Extraction

_article = msgspec.json.Decoder(Article)
_extraction = msgspec.json.Decoder(Extraction)


class StoredReading(Struct, frozen=True, kw_only=True):
    """What one coder, through one engine or none, found in a version; `made_at` ISO, UTC."""

    coder: str
    made_at: str
    is_current: bool
    extraction: Extraction


class ReportVersion(Struct, frozen=True, kw_only=True):
    """One text of a report. Days are ISO: `known_on` when it was out, `gone_on` from when it no longer counts."""

    article: Article
    known_on: str
    gone_on: str | None
    withdrawn_on: str | None
    readings: tuple[StoredReading, ...]


class History(Struct, frozen=True, kw_only=True):
    """All versions, oldest first, and what people and collecting put on record about the report."""

    versions: tuple[ReportVersion, ...]
    record: tuple[Correction, ...]


def history_of(store: Store, report: str) -> History:
    """The history of a report by its id or its address; without versions when nothing has that name."""
    with store.moment() as connection:
        versions = tuple(_versions(connection, report))
        ids = dict.fromkeys([version.article.id for version in versions])
        record = [found for name in ids for found in store.corrections(about="article", target=name)]
    return History(versions=versions, record=tuple(sorted(record, key=lambda one: one.number)))


def _versions(connection: Connection, report: str) -> list[ReportVersion]:
    a = t.articles.c
    addresses = select(a.address).where(or_(a.id == report, a.url == report))
    rows = connection.execute(
        select(a.row, a.value, a.known_on, a.gone_on, a.withdrawn_on)
        .where(or_(a.id == report, a.address.in_(addresses)))
        .order_by(a.known_at, a.seen_at, a.digest)
    ).all()
    return [
        ReportVersion(
            article=_article.decode(row.value),
            known_on=row.known_on,
            gone_on=row.gone_on,
            withdrawn_on=row.withdrawn_on,
            readings=tuple(_reading(found) for found in _readings(connection, row.row)),
        )
        for row in rows
    ]


def _readings(connection: Connection, article_row: int) -> list[Any]:
    x = t.extractions.c
    wanted = select(x.coder, x.made_at, x.is_current, x.value).where(x.article_row == article_row)
    return list(connection.execute(wanted.order_by(x.made_at, x.is_current, x.row)))


def _reading(row: Any) -> StoredReading:
    return StoredReading(
        coder=row.coder, made_at=row.made_at, is_current=row.is_current, extraction=_extraction.decode(row.value)
    )
