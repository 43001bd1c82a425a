"""`dateline store`: whole stores moved, backed up and restored, and old texts let go."""

import getpass
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from dateline.cli_options import FROM, AtStore, store_option
from dateline.errors import InputError
from dateline.values.address import StoreAddress


@click.group()
def store() -> None:
    """Move a store, back it up and restore it, and let go of old texts.

    A store is one file (SQLite) or a PostgreSQL database; every command takes either.

    \b
    Example:
      dateline store backup kunduz-2026-11-22.db --store kunduz.db
    """


@store.command()
@click.argument("source", metavar="FROM", type=AtStore())
@click.argument("target", metavar="TO", type=AtStore())
def move(source: StoreAddress, target: StoreAddress) -> None:
    """Copy the store FROM into the empty store TO: from a file to a server, or back.

    FROM is not changed. The counts of every table are compared at the end; a move that was stopped leaves TO empty, so
    the same command starts anew.

    \b
    Example:
      dateline store move kunduz.db postgresql://desk@db.example/kunduz
    """
    from dateline.store import Store
    from dateline.store.moving import move as move_all

    if not source.is_there:
        raise InputError(f"{source}: there is no store here. Name the one to move.")
    with Store(source, readonly=True) as here, Store(target) as there:
        _tell(move_all(here, there, progress=_progress))
    click.echo(f"Moved: {target} holds all that {source} holds. Files beside the store (sources, watches) stay.")


@store.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@store_option
def backup(file: Path, store_path: str) -> None:
    """Write the store into FILE, one moment of it, while others go on reading and writing.

    FILE is itself a store, of a server as well: any command takes it with --store.

    \b
    Example:
      dateline store backup /backup/kunduz-$(date +%F).db --store kunduz.db
    """
    from dateline.store.moving import backup as back_up

    size = back_up(StoreAddress(store_path), file, progress=_progress)
    click.echo(f"{file}: {size / 1e6:,.1f} MB")


@store.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@store_option
def restore(file: Path, store_path: str) -> None:
    """Make the store anew from the backup FILE; nothing is overwritten.

    --store names a file that is not there yet, or an empty database. A backup of an older Dateline is brought up to date
    on the way; FILE stays as it is.

    \b
    Example:
      dateline store restore /backup/kunduz-2026-11-22.db --store kunduz.db
    """
    from dateline.store.moving import restore as bring_back

    _tell(bring_back(file, StoreAddress(store_path), progress=_progress))
    click.echo(f"Restored: {store_path}")


@store.command()
@click.option(
    "--texts-before", "before", type=FROM, required=True, metavar="DAY", help="Texts of reports out before it go."
)
@click.option(
    "--archive",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where `collect --archive` keeps pages: files that were finished before DAY go too.",
)
@click.option("--dry", is_flag=True, help="Say what would go; remove nothing.")
@click.option("--who", help="Who decided; default: your user name.")
@store_option
def purge(before: str, archive: Path | None, dry: bool, who: str | None, store_path: str) -> None:
    """Remove the texts of old reports, and keep what was read in them.

    What goes: the text, its words in the search index, and archived pages. What stays: source, title and dates of each
    report, every coded fact, and the one sentence that each fact stands on. Nothing of it can be brought back but from
    a backup. What went is printed and put on record (`dateline correct list`).

    \b
    Example:
      dateline store purge --texts-before 2024 --dry --store kunduz.db
    """
    from dateline.engine.retention import purge as let_go
    from dateline.store import Store

    if not StoreAddress(store_path).is_there:
        raise InputError(f"{store_path}: there is no store here. Name the one to purge with --store.")
    now = datetime.now(UTC)
    if before > now.date().isoformat():
        raise click.UsageError(f"--texts-before {before} lies ahead.")
    with Store(store_path, readonly=dry) as opened:
        at = now.isoformat(timespec="seconds")
        gone = let_go(opened, before=before, archive=archive, who=who or getpass.getuser(), at=at, is_dry=dry)
        left = opened.count_texts() - (gone.reports if dry else 0)
    word = "would go" if dry else "gone"
    span = f" of {gone.from_on} to {gone.to_on}" if gone.reports else ""
    click.echo(f"texts      {gone.reports:,} {word}{span}, {gone.text_bytes / 1e6:,.1f} MB; {left:,} stay")
    click.echo(f"archives   {len(gone.files):,} files {word}, {gone.file_bytes / 1e6:,.1f} MB")
    for name in gone.files:
        click.echo(f"  {name}")


def _tell(counts: dict[str, int]) -> None:
    for name, rows in counts.items():
        if rows:
            click.echo(f"{name:<16} {rows:>12,}")


def _progress(table: str, rows: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{table} {rows:,} ..".ljust(50), err=True, nl=False)
