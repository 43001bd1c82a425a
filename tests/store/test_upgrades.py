"""A store of any released schema is brought up to date, by opening it for writing or by restoring it.

`schema_2.db.gz` and those after it were written by the programs of those schemas (`old_stores.py`): two reports of ours, the
event of one rejected. A store of schema 1 is that of 2 without the three tables that 2 added.
"""

import gzip
import sqlite3
import sys
from pathlib import Path

import pytest

from dateline.engine.fusing import fuse_store
from dateline.errors import StoreError
from dateline.store import EventFilter, Store
from dateline.store.migrations import SCHEMA_VERSION
from dateline.store.moving import backup, restore
from dateline.values import Article, Extraction
from dateline.values.address import StoreAddress

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from old_stores import fill, reprint
from soak_kills import everything


@pytest.fixture(params=[1, 2, 3, 4, 5])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store as an older program left it."""
    path = tmp_path / f"schema{request.param}.db"
    kept = Path(__file__).with_name(f"schema_{max(request.param, 2)}.db.gz")
    path.write_bytes(gzip.decompress(kept.read_bytes()))
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


def test_it_has_every_table_column_and_index_of_a_new_one(old: Path, tmp_path: Path) -> None:
    """What a page asks is read off the same indexes, however old the store is."""
    Store(old).close()
    Store(tmp_path / "new.db").close()
    assert _shape(old) == _shape(tmp_path / "new.db")


def _shape(path: Path) -> tuple[dict[str, set[str]], dict[str, str | None]]:
    """The columns by table, the words of SQL by index."""
    with sqlite3.connect(path) as connection:
        names = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        columns = {name: {row[1] for row in connection.execute(f"PRAGMA table_info('{name}')")} for name in names}
        return columns, dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'"))


def test_it_can_be_backed_up_before_and_restored_up_to_date(old: Path, tmp_path: Path) -> None:
    """The backup keeps the old schema, the restored store has the new one."""
    backup(StoreAddress(old), tmp_path / "b.db")
    with sqlite3.connect(tmp_path / "b.db") as found:
        assert int(found.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0]) < SCHEMA_VERSION
    restore(tmp_path / "b.db", StoreAddress(tmp_path / "new.db"))
    _check(tmp_path / "new.db")


def test_hashes_of_schema_3_are_made_anew(tmp_path: Path) -> None:
    """The first fusion leaves the keys that it leaves in a new store: of an original, of its copy, and on their days."""
    path, words = tmp_path / "s.db", " ".join(f"word{n}" for n in range(40))
    with Store(path) as store:
        for id_, day in (("source", "2023-05-09"), ("reprint", "2023-06-01")):
            store.add(
                Article(id=id_, text=words, published=day), Extraction(id=id_, language="en"), seen_at="2023-06-02"
            )
        fuse_store(store, at="2023-06-02T00:00:00")
    with sqlite3.connect(path) as connection:
        kept = "SELECT key, article_row FROM copy_keys ORDER BY 1, 2"
        now = connection.execute(kept).fetchall()
        connection.execute("UPDATE copy_keys SET key = key / 8388608")
        connection.execute("UPDATE meta SET value = '3' WHERE key = 'schema'")
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'fused_by'")
    with Store(path) as store:
        fuse_store(store, at="2023-06-02T00:00:00")
    with sqlite3.connect(path) as connection:
        assert connection.execute(kept).fetchall() == now


@pytest.mark.parametrize("schema", [3, 4, 5])
def test_an_upgraded_store_goes_on_as_a_new_one(tmp_path: Path, schema: int) -> None:
    """What fusion keeps between runs is brought along: the next report leaves the rows that it leaves in a new store."""
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    old.write_bytes(gzip.decompress(Path(__file__).with_name(f"schema_{schema}.db.gz").read_bytes()))
    fill(new)
    for path in (old, new):
        reprint(path)
    told, expected = everything(str(old)), everything(str(new))
    assert len(told["copies"]) == len(told["corrections"]) == 1
    for table in expected.keys() - {"corrections"}:  # what a decision is told by stays as it was put on record
        assert told[table] == expected[table], table


def test_a_newer_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    """By a reader, a writer, a backup and a restore; each says that the program is to be updated. Not a byte changes."""
    path = tmp_path / "newer.db"
    fill(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA_VERSION + 1),))
    connection.close()
    before = path.read_bytes()
    for refused in (
        lambda: Store(path, readonly=True),
        lambda: Store(path),
        lambda: backup(StoreAddress(path), tmp_path / "b.db"),
        lambda: restore(path, StoreAddress(tmp_path / "r.db")),
    ):
        with pytest.raises(StoreError, match="Update Dateline"):
            refused()
    assert path.read_bytes() == before
    assert not [p.name for p in tmp_path.iterdir() if p.name.split(".")[0] not in ("newer",)]
