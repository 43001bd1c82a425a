"""Versions of events: a store of before is brought to them, and what was rejected there stays so until it is undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from dateline.engine.fusing import fuse_store
from dateline.engine.reviewing import undo
from dateline.store import EventFilter, Store
from dateline.store import tables as t
from dateline.store.migrations import SCHEMA_VERSION
from dateline.values import Article, Extraction

SEEN, LATER = "2026-11-22T12:00:00+00:00", "2026-11-23T12:00:00+00:00"
TEXT = "Rebels shelled homes in Goma on Friday, killing 4. “We did not,” Ali Hassan said. Talks follow 🕊 in Doha."
_NEW = ("version", "ended_on", "decision", "review")


def as_version_two(path: Path) -> None:
    """Turn the table of events into that of version 2, where an event had one row."""
    kept = [column for column in t.events.columns if column.name not in _NEW]
    engine = create_engine(f"sqlite:///{path}")
    names = ", ".join(f'"{column.name}"' for column in kept)
    types = ", ".join(
        f'"{column.name}" {column.type.compile(engine.dialect)}'
        + {"row": " PRIMARY KEY", "id": " NOT NULL UNIQUE"}.get(column.name, "")
        for column in kept
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE before ({types})")
        connection.exec_driver_sql(f"INSERT INTO before ({names}) SELECT {names} FROM events WHERE version = 0")
        connection.exec_driver_sql("DELETE FROM event_actors WHERE event_row NOT IN (SELECT row FROM before)")
        connection.exec_driver_sql("DROP TABLE events")
        connection.exec_driver_sql("ALTER TABLE before RENAME TO events")
        connection.exec_driver_sql("UPDATE meta SET value = '2' WHERE key = 'schema'")
    engine.dispose()


@pytest.mark.parametrize("is_undone", [True, False])
def test_a_store_of_version_two_is_upgraded(
    tmp_path: Path, coded: Callable[..., tuple[Article, Extraction]], is_undone: bool
) -> None:
    """Events stand as they did; a rejection of then, whose mark was a bare place in the text, holds and can be undone."""
    path = tmp_path / "s.db"
    with Store(path) as store:
        store.add(*coded("a", text=TEXT + " Shops were shut." * 40), seen_at=SEEN)
        store.add(*coded("b", publisher="Herald", text=TEXT + " So it went on." * 40), seen_at=SEEN)
        fuse_store(store, at=SEEN)
        (found,) = store.events(EventFilter(article="a"))
        trigger = found.event.trigger
        mark = {"id": found.id, "article": "a", "type": "ASSAULT", "start": trigger.start, "end": trigger.end}
        store.correct("reject", "event", found.id, who="ann", why="none", at=LATER, value=[[mark]])
        fuse_store(store, at=LATER)
        before = [e.id for e in store.events()]
        assert len(before) == 1
    as_version_two(path)
    with Store(path) as store:
        assert store.status().schema == SCHEMA_VERSION
        assert [e.id for e in store.events()] == before and store.event(found.id) is None
        if is_undone:
            undo(store, 1, who="ben", why="it was one", at=LATER)
        fuse_store(store, at=LATER)
        assert (store.event(found.id) is not None) is is_undone
        (rejected,) = store.rejected_events([found.id]) or (None,)
        assert (rejected is None) is is_undone
        assert store.event(found.id, as_of="2026-11-22") is not None
