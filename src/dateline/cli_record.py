"""`dateline status` and `dateline withdraw`: what is on record, and what people add to it."""

import getpass
from datetime import UTC, datetime

import click

from dateline.cli_options import store_option
from dateline.errors import InputError
from dateline.values.address import StoreAddress


@click.command()
@store_option
@click.option("--refusals", is_flag=True, help="List every refused input with its reason and how to mend it.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def status(store_path: str, refusals: bool, as_json: bool) -> None:
    """Say what the store holds: reports and their days, languages, what was found, by which coder, what was refused.

    \b
    Example:
      dateline status --refusals --store kunduz.db
    """
    import msgspec

    from dateline.store import Store

    with Store(store_path, readonly=True) as store:
        if refusals:
            rows = store.refusals()
            if not rows and not as_json:
                click.echo(f"Nothing was refused in {store_path}.", err=True)
            for row in rows:
                click.echo(msgspec.json.encode(row) if as_json else f"{row.where or row.id}: {row.why}")
            return
        found = store.status()
    if as_json:
        click.echo(msgspec.json.encode(found))
        return
    lines = {
        "reports": f"{found.articles:,}{_outlets(found.outlets)}, {found.from_on or '-'} to {found.to_on or '-'}",
        "languages": ", ".join(f"{code} {n:,}" for code, n in found.languages.items()) or "-",
        "withdrawn": f"{found.withdrawn:,}, replaced by newer versions {found.replaced:,}",
        "found": f"{found.events:,} events, {found.statements:,} statements, {found.actors:,} actors",
        "fused": f"{found.incidents:,} incidents, {found.stories:,} stories, {found.copies:,} copies",
        "refused": f"{found.refusals:,}" + (" (`--refusals` lists them)" if found.refusals else ""),
        "corrections": f"{found.corrections:,}",
        "coder": ", ".join(f"{coder or 'none'} {n:,}" for coder, n in found.coders.items()) or "-",
        "schema": str(found.schema),
    }
    for name, words in lines.items():
        click.echo(f"{name:<12} {words}")


def _outlets(n: int) -> str:
    if not n:
        return ", no outlet named"
    return f" of {n:,} {'outlet' if n == 1 else 'outlets'}"


@click.command()
@click.argument("article")
@click.option("--why", required=True, metavar="REASON", help="Why, in a sentence; kept on record.")
@click.option("--who", metavar="NAME", help="Who decides; your user name unless told.")
@store_option
def withdraw(article: str, why: str, who: str | None, store_path: str) -> None:
    """Take a report out of every figure, with the reason on record.

    ARTICLE is the report's id (`dateline show events --json` names it on every row). The report itself is kept, and what
    was known before today can still be asked for with --as-of.

    \b
    Example:
      dateline withdraw 3f33546ccfa1bb02 --why "the agency retracted it"
    """
    from dateline.engine.fusing import fuse_store
    from dateline.store import Store

    if not StoreAddress(store_path).is_there:
        raise InputError(f"{store_path}: there is no store here. Name the one to withdraw from with --store.")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with Store(store_path) as store:
        done = store.withdraw(article, why=why, who=who or _user(), at=at)
        if done:
            fuse_store(store, at=at)
    click.echo(f"Withdrawn: {article}." if done else f"{article} was withdrawn before; nothing changed.")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name for this user, as in some containers
        return "unknown"
