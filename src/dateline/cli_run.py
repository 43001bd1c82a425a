"""`dateline run`: from files to the picture, with a table that adds up."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli_options import Mark, store_option, verbs_option

if TYPE_CHECKING:
    from dateline.engine.run import Summary
    from dateline.values import Refused

_SHOWN = 20  # refusals printed; the store keeps all


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@store_option
@click.option(
    "--cores", type=click.IntRange(0), default=0, metavar="N", help="Processes to use; 0 (default): all cores."
)
@click.option(
    "--translators",
    "translators_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Translation engines; default: translators.toml beside the store, else Apertium where it is installed.",
)
@click.option(
    "--out", metavar="DIR", help="For archives: write shards of Parquet there (a folder or s3://..) and touch no store."
)
@click.option(
    "--engine",
    type=click.Choice(["local", "daft", "ray"]),
    default="local",
    show_default=True,
    help="Where archives are read with --out: this machine's cores, Daft, or Daft on a Ray cluster.",
)
@click.option(
    "--address", metavar="ADDR", help="Of the Ray cluster, such as ray://head:10001; default: start one here."
)
@click.option(
    "--patience",
    type=click.FloatRange(1),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="With --out: when nothing comes back for so long, what runs is ended and given out again.",
)
@click.option(
    "--mark",
    type=Mark(),
    metavar="MARK",
    help="How far these reports may be passed on: TLP:CLEAR, GREEN, AMBER, AMBER+STRICT, RED, or your own words.",
)
@verbs_option
@click.option("--json", "as_json", is_flag=True, help="Print the table as one JSON object.")
def run(
    paths: tuple[str, ...],
    store_path: str,
    cores: int,
    translators_file: str | None,
    out: str | None,
    engine: str,
    address: str | None,
    patience: float,
    mark: str | None,
    verbs: Path | None,
    as_json: bool,
) -> None:
    """Read reports, find what they say, and add it to the picture.

    PATH is a folder, a text file, an HTML page, a JSON Lines file (one report a line: "text", and if known "id",
    "title", "published", "publisher", "url", "language", "byline", "mark"), or - for standard input. Folders are read to the
    bottom. Nothing is fetched.

    Reports in other languages are read through a translation engine, and every figure from them says so; where none is
    there they are kept, and translated by a later run that has one (`dateline languages` shows how). A report that was read before is not read again,
    so the same command picks up where it stopped. The table at the end adds up: read = accepted + refused + duplicate.

    \b
    Example:
      dateline run reports/ extra.jsonl --store kunduz.db
      dateline serve --store kunduz.db
      dateline run archive/*.warc.gz --out found/ && dateline load found/
    """
    if out is not None:
        if mark is not None:
            raise click.UsageError("--mark is of reports that go into a store: without --out, or in their JSON lines.")
        from dateline.cli_archives import run_archives
        from dateline.engine.catalogue import user_file
        from dateline.engine.cluster import Coder
        from dateline.engine.translators.settings import Settings
        from dateline.values.address import StoreAddress

        actors = user_file(StoreAddress(store_path).beside).resolve()  # a worker has a folder of its own to start from
        settings = Settings(os.path.abspath(translators_file)) if translators_file else None
        coder = Coder(actors if actors.is_file() else None, verbs and verbs.resolve(), settings)
        run_archives(paths, out, coder, engine=engine, address=address, cores=cores, patience_s=patience)
        return
    if engine != "local":
        raise click.UsageError(f"--engine {engine} writes shards: name a folder for them with --out.")
    from dateline.engine.local import cores_here
    from dateline.engine.run import run as run_all
    from dateline.engine.translators.settings import Settings
    from dateline.reading import read
    from dateline.store import Store
    from dateline.values.mark import marked

    given = read(*paths)
    is_terminal = sys.stderr.isatty()
    with Store(store_path) as store:
        summary = run_all(
            (marked(item, mark) for item in given),
            store,
            seen_at=datetime.now(UTC).isoformat(timespec="seconds"),
            cores=cores or cores_here(),
            settings=Settings(translators_file) if translators_file else Settings.beside(store_path),
            user_verbs=verbs,
            progress=_show_progress if is_terminal else lambda read: None,
        )
        if is_terminal:
            click.echo("\r" + " " * 40 + "\r", err=True, nl=False)
        if as_json:
            import msgspec

            click.echo(msgspec.json.encode({**msgspec.to_builtins(summary), "passed_over": given.passed_over}))
        else:
            print_summary(summary, given.passed_over, store_path)


def _show_progress(read: int) -> None:
    click.echo(f"\r{read:,} reports read ..", err=True, nl=False)


def print_summary(summary: "Summary", passed_over: list[str], store_path: str) -> None:
    """What a run did, as a table that adds up, with what was refused and how to mend it."""
    counts = {name: getattr(summary, name) for name in ("read", "accepted", "refused", "duplicate")}
    width = max(len(f"{n:,}") for n in counts.values())
    notes = {"accepted": _languages(summary), "duplicate": "known already, not read again"}
    for name, n in counts.items():
        note = notes.get(name) if n else None
        click.echo(f"{name:<10} {n:>{width},}" + (f"   {note}" if note else ""))
    if summary.late:
        click.echo(f"\n{summary.late:,} reports that waited for a translator are translated now")
    if summary.incidents is not None:
        added, revised, removed = summary.incidents
        click.echo(f"\nincidents: {added:,} new, {revised:,} revised, {removed:,} gone")
    if summary.refusals:
        click.echo("\nrefused, and how to mend it:")
        for refused in summary.refusals[:_SHOWN]:
            click.echo(f"  {_where(refused)}: {refused.why}")
        if len(summary.refusals) > _SHOWN:
            click.echo(
                f"  .. and {len(summary.refusals) - _SHOWN:,} more: `dateline status --refusals --store {store_path}`"
            )
    if passed_over:
        click.echo(f"\npassed over, because such files are no reports: {', '.join(passed_over[:8])}", nl=False)
        click.echo(f" and {len(passed_over) - 8} more" if len(passed_over) > 8 else "")
    if summary.accepted:
        click.echo(f"\nSee it: dateline serve --store {store_path}")
    elif not summary.refused:
        click.echo("\nNothing new.")


def _where(refused: "Refused") -> str:
    return refused.where or refused.id or "an article without an id"


def _languages(summary: "Summary") -> str | None:
    """What became of reports in other languages: how many were translated, how many wait."""
    translated = ", ".join(f"{n:,} {code}" for code, n in summary.translated.items())
    waiting = {
        code: n - summary.translated.get(code, 0)
        for code, n in summary.languages.items()
        if code != "en" and n > summary.translated.get(code, 0)
    }
    kept = ", ".join(f"{n:,} {'of unknown language' if code == 'und' else code}" for code, n in waiting.items())
    notes = [f"of these machine translated: {translated}"] if translated else []
    notes += [f"kept but not translated yet: {kept} (`dateline languages` says how)"] if kept else []
    return "; ".join(notes) or None
