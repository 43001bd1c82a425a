"""`dateline follow`: from the world to warnings, for weeks, by itself."""

import signal
import sys
import time
from pathlib import Path

import click

from dateline.cli_collect import read_plan, sources_option, state_path
from dateline.cli_options import store_option
from dateline.values.address import StoreAddress


@click.command()
@sources_option
@store_option
@click.option(
    "--watches",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A watch.toml: what to raise alerts for, and where to send them.",
)
@click.option(
    "--archive",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep pages as WARC, a file a day.",
)
@click.option(
    "--keep-days",
    type=click.IntRange(1),
    metavar="N",
    help="Let texts and archived pages go after N days; coded facts and their sentences stay. Default: keep all.",
)
@click.option(
    "--keep-free-mb",
    type=click.IntRange(0),
    default=1000,
    show_default=True,
    metavar="N",
    help="Take nothing in while less is free on the disk.",
)
@click.option(
    "--cores", type=click.IntRange(0), default=0, metavar="N", help="Processes to use; 0 (default): all cores."
)
def follow(
    sources_path: Path,
    store_path: str,
    watches: Path | None,
    archive: Path | None,
    keep_days: int | None,
    keep_free_mb: int,
    cores: int,
) -> None:
    """Collect, read, fuse and warn, for weeks, unattended.

    Writes a journal to standard output, one JSON object a line. Sources and watches are read again before each round. A
    round that fails is tried again after a pause; a disk that is nearly full stops the taking in until there is room.
    SIGTERM or Ctrl-C ends it at once and loses nothing: the same command goes on from there.

    \b
    Example:
      dateline follow --store kunduz.db --watches watch.toml --archive pages/ --keep-days 730
    """
    from dateline.engine import journal
    from dateline.engine.following import Follower, Plan, Stop
    from dateline.engine.local import cores_here
    from dateline.engine.resident import give_way, share_heaps
    from dateline.engine.watch_file import names_of, read_config
    from dateline.store import Store
    from dateline.store.sources import SourceState

    give_way()
    share_heaps()
    address = StoreAddress(store_path)
    read_plan(sources_path)  # what is wrong in a file is said before anything begins
    plan = Plan(
        sources=sources_path,
        watches=watches,
        archive=archive,
        keep_days=keep_days,
        keep_free_bytes=keep_free_mb * 1_000_000,
        cores=cores or cores_here(),
    )
    stop = Stop()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop.ask)
    journal.open_journal(sys.stdout)
    with SourceState(state_path(address)) as state, Store(address) as store:
        if watches is not None:
            read_config(watches, names_of(address))
        Follower(plan, store, state, now=time.time, sleep=time.sleep, stop=stop).follow()
