"""A store of any released schema is brought up to date, by opening it for writing or by restoring it.

`schema_2.db.gz` was written by the program of that schema: two reports of ours, the event of one rejected. A store of schema
1 is the same without the three tables that 2 added.
"""

import gzip
import sqlite3
from pathlib import Path

import pytest

from dateline.errors import StoreError
from dateline.store import EventFilter, Store
from dateline.store.migrations import SCHEMA_VERSION
from dateline.store.moving import backup, restore
from dateline.values.address import StoreAddress

OLD = Path(__file__).with_name("schema_2.db.gz")


@pytest.fixture(params=[1, 2])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store as an older program left it."""
    path = tmp_path / f"schema{request.param}.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    if request.param == 1:
        with sqlite3.connect(path) as connection:
            for table in ("alert_steps", "alerts", "looks"):
                connection.execute(f"DROP TABLE {table}")
            connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    return path


def _check(path: Path) -> None:
    with Store(path, readonly=True) as store:
        assert store.status().schema == SCHEMA_VERSION
        assert [row.id for row in store.articles()] == ["b", "a"]
        assert [event.evidence.article for event in store.events()] == ["a"]
        assert store.count_events(EventFilter(as_of="2021-11-30")) == 2  # before the rejection
        assert {hit.evidence.article for hit in store.search("goma shel*")} == {"a", "b"}
        assert store.alerts() == [] == store.last_looks()


def test_opening_it_for_writing_brings_it_up_to_date(old: Path) -> None:
    """A reader says so before; afterwards everything answers."""
    with pytest.raises(StoreError, match="older schema"):
        Store(old, readonly=True)
    Store(old).close()
    _check(old)
    Store(old).close()


def test_it_can_be_backed_up_before_and_restored_up_to_date(old: Path, tmp_path: Path) -> None:
    """The backup keeps the old schema, the restored store has the new one."""
    backup(StoreAddress(old), tmp_path / "b.db")
    with sqlite3.connect(tmp_path / "b.db") as found:
        assert int(found.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0]) < SCHEMA_VERSION
    restore(tmp_path / "b.db", StoreAddress(tmp_path / "new.db"))
    _check(tmp_path / "new.db")
