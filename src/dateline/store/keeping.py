"""How long texts are kept: the words of old reports can go, and what was read in them stays.

What stays of a report is its source and title, every coded fact, and the one sentence that each fact stands on: a figure
never loses its evidence. What goes is the text itself and every word of it in the full-text index. A report without text
is never read again, and searching does not find it.
"""

from typing import Any

import msgspec
from sqlalchemy import Connection, func, select, update

from dateline.store import tables as t
from dateline.store.dialect import remove_texts
from dateline.values import Article
from dateline.values.identity import encoded
from dateline.values.keeping import Purged

_article = msgspec.json.Decoder(Article)
_ROWS = 500


def purge_texts(connection: Connection, *, before: str) -> Purged:
    """Remove the texts of reports that were out before an ISO day."""
    reports = text_bytes = 0
    first = last = None
    while rows := _next(connection, before):
        remove_texts(connection, [row.row for row in rows])
        for row in rows:
            article = _article.decode(row.value)
            bare = msgspec.structs.replace(article, text="")
            connection.execute(update(t.articles).where(t.articles.c.row == row.row).values(value=encoded(bare)))
            text_bytes += len(article.text.encode())
            first, last = min(first or row.known_on, row.known_on), max(last or row.known_on, row.known_on)
        reports += len(rows)
    return Purged(before=before, reports=reports, text_bytes=text_bytes, from_on=first, to_on=last)


def texts_before(connection: Connection, *, before: str) -> Purged:
    """What a purge would remove."""
    a = t.articles.c
    query = select(a.known_on, a.value).join(t.texts, t.texts.c.row == a.row).where(a.known_on < before)
    days, size = [], 0
    for row in connection.execute(query.execution_options(yield_per=_ROWS)):
        days.append(row.known_on)
        size += len(_article.decode(row.value).text.encode())
    first, last = min(days, default=None), max(days, default=None)
    return Purged(before=before, reports=len(days), text_bytes=size, from_on=first, to_on=last)


def count_texts(connection: Connection, *, before: str | None = None) -> int:
    """Reports whose text is still here; of those that were out before an ISO day, where one is given."""
    query = select(func.count()).select_from(t.texts).join(t.articles, t.articles.c.row == t.texts.c.row)
    return int(connection.execute(query.where(t.articles.c.known_on < before) if before else query).scalar_one())


def _next(connection: Connection, before: str) -> list[Any]:
    a = t.articles.c
    query = select(a.row, a.known_on, a.value).join(t.texts, t.texts.c.row == a.row).where(a.known_on < before)
    return list(connection.execute(query.order_by(a.row).limit(_ROWS)).all())
