"""Whole stores from one place to another: moved between a file and a server, backed up while in use, restored.

A move is one transaction on either side: it copies one moment of the source, row for row with the rows' own numbers,
and a move that is stopped leaves the target empty. A backup is one file, whole or not there at all.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import SQLAlchemyError

from dateline.errors import InputError, StoreError
from dateline.store import migrations
from dateline.store import tables as t
from dateline.store.dialect import add_texts, connect, restart_numbers
from dateline.store.store import Store
from dateline.values.address import StoreAddress

_ROWS = 1_000  # in one go: with whole articles in them some ten megabytes
Progress = Callable[[str, int], None]


def move(source: Store, target: Store, *, progress: Progress = lambda table, rows: None) -> dict[str, int]:
    """Copy everything that a store holds into an empty one, on a file or a server.

    Args:
        source: is not changed, and may be in use.
        target: open for writing, and empty.
        progress: called with a table's name and the rows copied so far.
    Returns:
        rows by table; each was counted again in the target.
    Raises:
        InputError: the target holds something.
        StoreError: a count does not agree; then nothing was copied.
    """
    moved: dict[str, int] = {}
    with source.moment() as here, target.batch(), target.moment() as there:
        held = [table.name for table in t.metadata.sorted_tables if table is not t.meta and _count(there, table)]
        if held:
            raise InputError(
                f"{target.path}: this store is not empty (it has {held[0]}). Name a new file or an empty database."
            )
        for table in t.metadata.sorted_tables:
            moved[table.name] = _copy(here, there, table, progress)
        for table in t.metadata.sorted_tables:
            found = _count(there, table)
            if found != _count(here, table):
                raise StoreError(
                    f"{target.path}: {found:,} rows of {table.name} arrived, and {_count(here, table):,} were sent. "
                    "Nothing was kept: check both databases and move again."
                )
    target.tune()
    return moved


def backup(source: StoreAddress, file: Path, *, progress: Progress = lambda table, rows: None) -> int:
    """Write one moment of a store into one file, while others read and write it.

    Args:
        source: a file or a server.
        file: must not be there yet.
        progress: called with a table's name and the rows copied so far, where rows are copied.
    Returns:
        bytes written.
    Raises:
        InputError: the file is there.
        StoreError: the store cannot be read, or the file not written; then no file is left.
    """
    _refuse_existing(file)
    beside = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        if source.is_server:
            with Store(source, readonly=True) as here, Store(beside) as there:
                move(here, there, progress=progress)
        else:
            _check(source)
            _copy_file(Path(source), beside)
        return _finish(beside, file)
    finally:
        _remove(beside)


def restore(file: Path, target: StoreAddress, *, progress: Progress = lambda table, rows: None) -> dict[str, int]:
    """Make a store from a backup, also from one that an older Dateline wrote.

    Args:
        file: what `backup` wrote, or any store's file that nobody uses.
        target: a file that is not there yet, or an empty database.
        progress: called with a table's name and the rows copied so far, where rows are copied.
    Returns:
        rows by table.
    Raises:
        InputError: the target is there, or the backup is not.
        StoreError: the backup is damaged or of a newer Dateline, or the target cannot be written.
    """
    if not file.is_file():
        raise InputError(f"{file}: there is no such backup. Name the file that `dateline store backup` wrote.")
    if not target.is_server:
        _refuse_existing(Path(target))
    home = file if target.is_server else Path(target)
    beside = home.with_name(f".{home.name}.{os.getpid()}.tmp")
    try:
        _copy_file(file, beside)
        with Store(beside) as whole:  # brings an older schema up to date
            if target.is_server:
                with Store(target) as there:
                    return move(whole, there, progress=progress)
            with whole.moment() as here:
                counts = {table.name: _count(here, table) for table in t.metadata.sorted_tables}
        _finish(beside, Path(target))
        return counts
    finally:
        _remove(beside)


def _copy(here: Connection, there: Connection, table: Table, progress: Progress) -> int:
    done = 0
    query = select(table).order_by(*table.primary_key.columns)
    if table is t.meta:  # the target has its own schema's version
        query = query.where(t.meta.c.key != "schema")
    for rows in here.execute(query.execution_options(yield_per=_ROWS)).mappings().partitions():
        values = [dict(row) for row in rows]
        if table is t.texts:
            add_texts(there, values)
        else:
            there.execute(table.insert(), values)
        done += len(values)
        progress(table.name, done)
    if "row" in table.c:
        restart_numbers(there, table)
    return done


def _check(source: StoreAddress) -> None:
    """It may be of an older schema: whoever is about to upgrade wants a backup first."""
    if not source.is_there:
        raise StoreError(f"{source}: there is no store here. Name the one to back up with --store.")
    engine = connect(source, readonly=True)
    try:
        with engine.connect() as connection:
            migrations.check(connection)
    except SQLAlchemyError as error:
        raise StoreError(f"{source}: this is no store that can be read ({error.__cause__ or error}).") from error
    finally:
        engine.dispose()


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _copy_file(source: Path, target: Path) -> None:
    """One moment of a SQLite file, by the database's own online backup; checked, and one file without a log."""
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as here,
            closing(sqlite3.connect(target)) as there,
        ):
            here.backup(there)
            there.execute("PRAGMA journal_mode = DELETE")
            found = there.execute("PRAGMA quick_check(1)").fetchone()[0]
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"{target.parent}: the copy of {source} could not be made: {error}. "
            "Check that the store is whole, and that there is room and leave to write."
        ) from error
    if found != "ok":
        raise StoreError(f"{source}: the store is damaged ({found}). Restore the last good backup instead.")


def _finish(beside: Path, file: Path) -> int:
    """Put a whole file in its place; after a power cut it is there whole or not at all."""
    try:
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        _refuse_existing(file)
        beside.replace(file)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return file.stat().st_size
    except OSError as error:
        raise StoreError(f"{file}: {error.strerror}. Make room, or name another place; nothing was kept.") from error


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise InputError(f"{file}: there is something here already. Name a new file; nothing is overwritten.")
    if not file.absolute().parent.is_dir():
        raise InputError(f"{file}: there is no folder {file.parent}. Make it, or name another place.")


def _remove(beside: Path) -> None:
    for name in (beside.name, f"{beside.name}-wal", f"{beside.name}-shm", f"{beside.name}-journal"):
        beside.with_name(name).unlink(missing_ok=True)
