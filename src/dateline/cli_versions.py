"""`dateline versions`: what became of one report, text by text and reading by reading."""

from typing import TYPE_CHECKING, Any

import click

from dateline.cli_options import store_option
from dateline.errors import InputError

if TYPE_CHECKING:
    from dateline.engine.differences import Difference
    from dateline.store.history import History


@click.command()
@click.argument("report", metavar="REPORT")
@store_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a version or reading.")
def versions(report: str, store_path: str, as_json: bool) -> None:
    """Show each version of a report with what changed: words its publisher changed, and what other readings found.

    REPORT is an id (`dateline show events --json` names it on every row) or an address. A report has a version for each
    text that was found at its address, and a version a reading for each coder and translation engine that read it. When
    it vanished from its address, or was withdrawn, that is said too.

    \b
    Example:
      dateline versions https://example.org/2026/11/talks.html
    """
    from dateline.store import Store
    from dateline.store.history import history_of

    with Store(store_path, readonly=True) as store:
        history = history_of(store, report)
    if not history.versions:
        raise InputError(f"{report}: no such report in {store_path}. Name its id or its address.")
    if as_json:
        import msgspec

        for row in _rows(history):
            click.echo(msgspec.json.encode(row))
        return
    for row in _rows(history):
        _print(row)


def _rows(history: "History") -> list[dict[str, Any]]:
    from dateline.engine.differences import difference

    rows: list[dict[str, Any]] = []
    before = None
    for number, version in enumerate(history.versions, 1):
        for n, reading in enumerate(version.readings):
            here = (version.article, reading.extraction)
            changed = difference(before, here) if before is not None else None
            rows.append(
                {
                    "kind": "reading" if n else "text",
                    "version": number,
                    "article": version.article.id,
                    "url": version.article.url,
                    "title": version.article.title,
                    "known_on": version.known_on,
                    "gone_on": version.gone_on,
                    "withdrawn_on": version.withdrawn_on,
                    "coder": reading.coder,
                    "read_at": reading.made_at,
                    "is_current": reading.is_current,
                    "changed": changed,
                }
            )
            before = here
    rows += [
        {"kind": one.kind, "article": one.target, "at": one.made_at, "who": one.who, "why": one.why}
        for one in history.record
    ]
    return rows


def _print(row: dict[str, Any]) -> None:
    if row["kind"] == "text":
        until = f", until {row['gone_on']}" if row["gone_on"] else ""
        click.echo(
            f"version {row['version']}  out {row['known_on']}{until}  {row['title'] or row['url'] or row['article']}"
        )
    elif row["kind"] != "reading":
        click.echo(f"{row['at'][:10]}  {row['kind']}, by {row['who']}: {row['why']}")
        return
    click.echo(f"  read {row['read_at'][:16].replace('T', ' ')} by {row['coder'] or 'an unnamed coder'}")
    if row["changed"] is not None:
        _print_change(row["changed"])


def _print_change(changed: "Difference") -> None:
    for mark, lines in (("-", changed.words_out), ("+", changed.words_in)):
        for line in lines:
            click.echo(f"    {mark} {line}")
    for mark, lines in (("found no more", changed.found_no_more), ("found anew", changed.found_anew)):
        for line in lines:
            click.echo(f"    {mark}: {line}")
    if changed == type(changed)():
        click.echo("    nothing changed in what it says")
