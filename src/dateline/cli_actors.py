"""`dateline actors`: look the catalogue up, and add a newsroom's own actors to it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from dateline.cli_options import store_option
from dateline.values.address import StoreAddress

if TYPE_CHECKING:
    from dateline.extraction.actors.catalogue import Catalogue


@click.group()
def actors() -> None:
    """The catalogue of actors: who is known, by which names, in which office, and when."""


@actors.command()
@click.argument("name")
@click.option("--at", metavar="DATE", help="As of this day (YYYY-MM-DD); the latest standing where left out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--limit", default=20, show_default=True, help="The most actors to show.")
@store_option
def find(name: str, at: str | None, as_json: bool, limit: int, store_path: str) -> None:
    """Show the actors and offices that NAME may mean, whole names first.

    \b
    dateline actors find taliban --at 2019-05-01
    dateline actors find "prime minister" --at 2016-01-01
    """
    catalogue = _catalogue(store_path)
    _check_day(at)
    shown = [actor for id in catalogue.search(name)[:limit] if (actor := catalogue.actor(id, at)) is not None]
    holdings = [catalogue.holder(office.id, at) for office in catalogue.offices_titled(name.casefold())][:limit]
    if not shown and not holdings:
        raise click.ClickException(f"No actor is called {name!r} here. Try another spelling, or `dateline actors add`.")
    for actor in shown:
        if as_json:
            click.echo(msgspec.json.encode(actor).decode())
        else:
            where = " ".join(filter(None, (actor.country, actor.sector)))
            click.echo(f"{actor.id:32} {where:8} {actor.name}  ({actor.why})")
    for holding in holdings:
        if holding is None:
            continue
        if as_json:
            click.echo(
                msgspec.json.encode(
                    {"office": holding.office.id, "person": holding.person, "why": holding.why}
                ).decode()
            )
        else:
            click.echo(f"{holding.office.id:32} {holding.person.name if holding.person else '-'}  ({holding.why})")


@actors.command()
@click.argument("id")
@store_option
def show(id: str, store_path: str) -> None:
    """Show all rows and terms of the actor, person or office with this ID."""
    catalogue = _catalogue(store_path)
    lines = [
        f"{row.name}  {row.kind} {row.country or '-'} {row.sector or '-'}  {row.since or '..'} to {row.until or '..'}  "
        f"{row.qid or ''} {row.where}"
        for row in catalogue.rows(id)
    ]
    terms = list(catalogue.career(id)) + [term for term in catalogue.tables.terms if term.office == id]
    lines += [
        f"{term.name}  {term.office}  {term.since or '..'} to {term.until or 'known until ' + (term.known_until or '?')}  "
        f"{term.qid or ''} {term.where}"
        for term in terms
    ]
    if not lines:
        raise click.ClickException(f"No actor has the id {id!r}. `dateline actors find NAME` shows ids.")
    names = [key for key, ids in catalogue.tables.names.items() if id in ids]
    click.echo("\n".join(lines))
    if names:
        click.echo("names: " + ", ".join(names))


@actors.command()
@click.argument("name")
@click.option("--id", "id_", help="The id; made from the name where left out.")
@click.option("--kind", help="armed_group, party, ngo, company ..; docs/actors.md lists them.")
@click.option("--country", help="ISO 3166 alpha-3, such as GHA.")
@click.option("--sector", help="PLOVER sector, such as GOV, MIL or REB.")
@click.option("--alias", "aliases", multiple=True, help="Another name; give it several times.")
@click.option("--office", help="For a person: the id of the office held.")
@click.option("--title", help="For a person: the office as it is printed.")
@click.option("--from", "since", metavar="DATE", help="First day in this role.")
@click.option("--to", "until", metavar="DATE", help="Last day in this role.")
@store_option
def add(
    name: str, id_: str | None, kind: str | None, country: str | None, sector: str | None, aliases: tuple[str, ...],
    office: str | None, title: str | None, since: str | None, until: str | None, store_path: str,
) -> None:  # fmt: skip
    """Add an actor of your own, or more names for a listed one (give its --id and no --kind).

    The row goes to a CSV beside the store; `dateline recode` reads old reports again with it.
    """
    from dateline.engine.catalogue import user_file
    from dateline.engine.user_actors import add_rows
    from dateline.extraction.actors.catalogue import slug

    row = {
        "id": id_ or slug(name), "name": name, "aliases": "|".join(aliases), "kind": kind or "", "country": country or "",
        "sector": sector or "", "office": office or "", "title": title or "", "from": since or "", "to": until or "",
        "source": "own",
    }  # fmt: skip
    path = user_file(StoreAddress(store_path).beside)
    brought = add_rows(path, [row])
    click.echo(f"{row['id']}: {'added to' if brought.added else 'already in'} {path}")


@actors.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@store_option
def import_(file: Path, store_path: str) -> None:
    """Add the rows of FILE: a CSV with our columns, or the JSON of a Wikidata query on offices and their holders.

    All or nothing: one row that clashes, and none is added; each complaint names its row and how to mend it.
    """
    from dateline.engine.catalogue import user_file
    from dateline.engine.user_actors import add_rows, rows_of

    path = user_file(StoreAddress(store_path).beside)
    brought = add_rows(path, rows_of(file))
    click.echo(f"{brought.added} added to {path}, {brought.known} were there already")


def _catalogue(store_path: str) -> "Catalogue":
    from dateline.engine.catalogue import load_catalogue, user_file

    return load_catalogue(user_file(StoreAddress(store_path).beside))


def _check_day(at: str | None) -> None:
    from dateline.values.days import days_of

    if at is not None and days_of(at) is None:
        raise click.UsageError(f"{at!r} is no date. Write YYYY-MM-DD.")
