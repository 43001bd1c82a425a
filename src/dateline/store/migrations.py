"""The schema's versions: a new store gets the newest, an older one is brought there step by step, a newer one is refused.

Version 1 is the first. A change adds a function to `_STEPS` that takes a store from the version before; what only
indexes the truth may be rebuilt instead (`Store.rebuild`).
"""

from collections.abc import Callable

import msgspec
from sqlalchemy import Connection, bindparam, delete, inspect, select, update

from dateline.errors import StoreError
from dateline.store.cards import described_in, keep_descriptions
from dateline.store.dialect import analyse, create_full_text, restart_numbers
from dateline.store.sketches import copy_keys
from dateline.store.tables import (
    alert_steps,
    alerts,
    articles,
    changes,
    descriptions,
    event_actors,
    events,
    extractions,
    incident_told,
    incidents,
    looks,
    mentions,
    meta,
    metadata,
    statements,
    warned,
)
from dateline.store.upkeep import make_tables
from dateline.store.writing import tell
from dateline.values import Extraction


def _add_alerts(connection: Connection) -> None:
    """2: what watches raised and saw."""
    metadata.create_all(connection, tables=[alerts, alert_steps, looks])


def _version_events(connection: Connection) -> None:
    """An event may have versions, by decisions of people; a rejection of before is one that ended its event."""
    names = [column["name"] for column in inspect(connection).get_columns("events")]
    copied = ", ".join(f'"{name}"' for name in names)
    for table in ("event_actors", "events"):
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")
        connection.exec_driver_sql(f"DROP TABLE {table}")
    metadata.create_all(connection, tables=[events, event_actors])
    connection.exec_driver_sql(f"INSERT INTO events ({copied}, version) SELECT {copied}, 0 FROM kept_events")
    connection.exec_driver_sql("INSERT INTO event_actors SELECT * FROM kept_event_actors")
    for table in ("event_actors", "events"):
        connection.exec_driver_sql(f"DROP TABLE kept_{table}")
    restart_numbers(connection, events)
    article_gone = select(articles.c.gone_on).where(articles.c.row == events.c.article_row).scalar_subquery()
    rejected = update(events).where(events.c.gone_on.is_distinct_from(article_gone))
    connection.execute(rejected.values(ended_on=events.c.gone_on))


def _index_counts(connection: Connection) -> None:
    """Every count is read off an index of its own."""
    for name in ("articles_known", "articles_publisher", "statements_by_day", "statements_by_source"):
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")
    for table in (articles, extractions, statements):
        for index in sorted(table.indexes, key=lambda i: str(i.name)):
            if "_of_" in str(index.name) or index.name in ("articles_out", "extractions_by_coder", "statements_latest"):
                index.create(connection, checkfirst=True)
    analyse(connection)


def _three(connection: Connection) -> None:
    """3: events have versions; fusion keeps what it needs to go on from where it was; early warnings are kept; counts have indexes."""
    _version_events(connection)
    make_tables(connection)
    metadata.create_all(connection, tables=[warned])
    _index_counts(connection)


def _four(connection: Connection) -> None:
    """4: keys of hashes say more (see `sketches`): the next fusion, whose method is another, makes them anew."""
    connection.execute(delete(copy_keys))


def _mark_articles(connection: Connection) -> None:
    """5: reports may be marked with how far they may be passed on."""
    _add_column(connection, "articles", "mark TEXT")
    next(index for index in articles.indexes if index.name == "articles_marked").create(connection, checkfirst=True)


def _describe_mentions(connection: Connection) -> None:
    """5: each mention names how its report describes the actor (see `cards`)."""
    metadata.create_all(connection, tables=[descriptions])
    _add_column(connection, "mentions", 'description INTEGER REFERENCES descriptions("row")')
    m, x = mentions.c, extractions.c
    change = update(mentions).where(m.article_row == bindparam("article"), m.actor == bindparam("name"))
    change = change.values(description=bindparam("kept"))
    query = select(x.article_row, x.value).where(x.is_current).execution_options(yield_per=500)
    for part in connection.execute(query).partitions():
        described = {row.article_row: described_in(msgspec.json.decode(row.value, type=Extraction)) for row in part}
        kept = keep_descriptions(connection, [actor for told in described.values() for actor in told.values()])
        rows = [
            {"article": article, "name": name, "kept": kept[actor]}
            for article, told in described.items()
            for name, actor in told.items()
        ]
        if rows:
            connection.execute(change, rows)


_NEW_INDEXES = ("events_ended", "incidents_by_day", "incidents_retold", "incidents_planned", "changes_by_kind")


def _tell_incidents(connection: Connection) -> None:
    """6: how incidents are told is kept with them, and what is told in a language or by no machine is read off indexes."""
    for column in ("plain_on TEXT", "last_told_on TEXT", "language TEXT"):
        _add_column(connection, "incidents", column)
    connection.exec_driver_sql("DROP TABLE IF EXISTS incident_told")  # 4 and 5 kept less of it
    metadata.create_all(connection, tables=[incident_told])
    tell(connection)
    for name in ("incidents_by_type", "incidents_by_place"):
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")
    for table in (events, incidents, changes):
        for index in sorted(table.indexes, key=lambda i: str(i.name)):
            if "_of_" in str(index.name) or index.name in _NEW_INDEXES:
                connection.exec_driver_sql(f"DROP INDEX IF EXISTS {index.name}")
                index.create(connection)
    analyse(connection)


def _add_column(connection: Connection, table: str, column: str) -> None:
    """A column in the words of SQL, unless the table has it."""
    if column.split()[0] not in {found["name"] for found in inspect(connection).get_columns(table)}:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {column}")


def _five(connection: Connection) -> None:
    """5: see those above."""
    _mark_articles(connection)
    _describe_mentions(connection)


SCHEMA_VERSION = 6
_STEPS: dict[int, Callable[[Connection], None]] = {
    2: _add_alerts,
    3: _three,
    4: _four,
    5: _five,
    6: _tell_incidents,
}  # version -> what leads from the one before to it


def version_of(connection: Connection) -> int | None:
    """The schema version of a store; None for an empty database.

    Raises:
        StoreError: the database holds something else.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "meta" not in tables or "articles" not in tables:
        raise StoreError("This database is no Dateline store. Name another file with --store.")
    found = connection.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar()
    return int(found) if found is not None else None


def check(connection: Connection) -> int | None:
    """The version of a store that this program can read; see `version_of`.

    Raises:
        StoreError: the store was written by a newer Dateline.
    """
    version = version_of(connection)
    if version is not None and version > SCHEMA_VERSION:
        raise StoreError(
            f"The store has schema version {version}, and this Dateline knows up to {SCHEMA_VERSION}. "
            "Update Dateline, or name another file with --store."
        )
    return version


def upgrade(connection: Connection) -> None:
    """Make or modernise the schema, inside the caller's transaction."""
    version = check(connection)
    if version is None:
        metadata.create_all(connection)
        create_full_text(connection)
        connection.execute(meta.insert().values(key="schema", value=str(SCHEMA_VERSION)))
        return
    for step in range(version + 1, SCHEMA_VERSION + 1):
        _STEPS[step](connection)
        connection.execute(meta.update().where(meta.c.key == "schema").values(value=str(step)))
