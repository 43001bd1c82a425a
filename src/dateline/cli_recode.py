"""`dateline recode`: reads history again with the present coder, and prints what changed."""

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli_options import store_option, verbs_option
from dateline.errors import InputError
from dateline.values.address import StoreAddress

if TYPE_CHECKING:
    from dateline.engine.recode import Change


@click.command()
@store_option
@click.option("--all", "everything", is_flag=True, help="Also reports that this coder has read: after new tables.")
@click.option(
    "--cores", type=click.IntRange(0), default=0, metavar="N", help="Processes to use; 0 (default): all cores."
)
@verbs_option
@click.option("--quiet", is_flag=True, help="Print the totals only.")
@click.option("--json", "as_json", is_flag=True, help="Print the totals as one JSON object.")
def recode(store_path: str, everything: bool, cores: int, verbs: Path | None, quiet: bool, as_json: bool) -> None:
    """Read stored reports again with the present coder, catalogue and gazetteer, and print what changed.

    Earlier readings are kept beside the new one. What people corrected stays corrected. A run that is stopped goes on
    where it stopped.

    \b
    Example:
      dateline recode --store kunduz.db
    """
    import msgspec

    from dateline.engine.local import cores_here
    from dateline.engine.recode import recode as recode_all
    from dateline.engine.translators.settings import Settings
    from dateline.store import Store

    if not StoreAddress(store_path).is_there:
        raise InputError(f"{store_path}: there is no store here. Name the one to read again with --store.")
    with Store(store_path) as store:
        done = recode_all(
            store,
            seen_at=datetime.now(UTC).isoformat(timespec="seconds"),
            everything=everything,
            cores=cores or cores_here(),
            settings=Settings.beside(store_path),
            user_verbs=verbs,
            tell=(lambda change: None) if quiet or as_json else _print_change,
            progress=_show_progress if sys.stderr.isatty() else lambda read: None,
        )
    if as_json:
        click.echo(msgspec.json.encode(done))
        return
    click.echo(f"read again {done.read:,}: {done.changed:,} with other events or statements; {done.same:,} as before")
    if done.passed_over:
        click.echo(f"passed over {done.passed_over:,}: this coder has read them (`--all` reads them too)")
    for name in sorted({*done.added, *done.dropped}):
        click.echo(f"  {name:<10} +{done.added.get(name, 0):,} -{done.dropped.get(name, 0):,}")
    if done.incidents is not None:
        new, revised, gone = done.incidents
        click.echo(f"incidents: {new:,} new, {revised:,} revised, {gone:,} gone")
    for refused in done.refusals:
        click.echo(f"refused, the earlier reading stays: {refused.id}: {refused.why}", err=True)


def _print_change(change: "Change") -> None:
    now = Counter(change.events_added)
    now.subtract(Counter(change.events_dropped))
    words = [f"{n:+d} {name}" for name, n in sorted(now.items()) if n]
    if not words and change.events_added:
        words = [f"{len(change.events_added)} events told otherwise"]
    if change.statements_added or change.statements_dropped:
        words.append(f"+{change.statements_added} -{change.statements_dropped} statements")
    click.echo(f"{change.article}: {', '.join(words)}")


def _show_progress(read: int) -> None:
    click.echo(f"\r{read:,} reports read again ..", err=True, nl=False)
