"""`dateline run`: from files to the picture, with a table that adds up."""

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from dateline.cli_options import store_option

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
@click.option("--json", "as_json", is_flag=True, help="Print the table as one JSON object.")
def run(paths: tuple[str, ...], store_path: str, cores: int, as_json: bool) -> None:
    """Read reports, find what they say, and add it to the picture.

    PATH is a folder, a text file, an HTML page, a JSON Lines file (one report a line: "text", and if known "id",
    "title", "published", "publisher", "url", "language", "byline"), or - for standard input. Folders are read to the
    bottom. Nothing is fetched.

    Reports in a language that cannot be read yet are kept and counted. A report that was read before is not read again,
    so the same command picks up where it stopped. The table at the end adds up: read = accepted + refused + duplicate.

    \b
    Example:
      dateline run reports/ extra.jsonl --store kunduz.db
      dateline serve --store kunduz.db
    """
    from dateline.engine.run import run as run_all
    from dateline.reading import read
    from dateline.store import Store

    given = read(*paths)
    is_terminal = sys.stderr.isatty()
    with Store(store_path) as store:
        summary = run_all(
            given,
            store,
            seen_at=datetime.now(UTC).isoformat(timespec="seconds"),
            cores=cores or _cores(),
            progress=_show_progress if is_terminal else lambda read: None,
        )
        if is_terminal:
            click.echo("\r" + " " * 40 + "\r", err=True, nl=False)
        if as_json:
            import msgspec

            click.echo(msgspec.json.encode({**msgspec.to_builtins(summary), "passed_over": given.passed_over}))
        else:
            _print(summary, given.passed_over, store_path)


def _show_progress(read: int) -> None:
    click.echo(f"\r{read:,} reports read ..", err=True, nl=False)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _print(summary: "Summary", passed_over: list[str], store_path: str) -> None:
    counts = {name: getattr(summary, name) for name in ("read", "accepted", "refused", "duplicate")}
    width = max(len(f"{n:,}") for n in counts.values())
    notes = {"accepted": _languages(summary.languages), "duplicate": "known already, not read again"}
    for name, n in counts.items():
        note = notes.get(name) if n else None
        click.echo(f"{name:<10} {n:>{width},}" + (f"   {note}" if note else ""))
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


def _languages(languages: dict[str, int]) -> str | None:
    others = {code: n for code, n in languages.items() if code != "en"}
    if not others:
        return None
    kept = ", ".join(f"{n:,} {'of unknown language' if code == 'und' else code}" for code, n in others.items())
    return f"of these kept but not translated yet: {kept}"
