"""`dateline gazetteer`: build the gazetteer, look a name up in it, add a place, bring all of GeoNames."""

from pathlib import Path

import click
import msgspec

from dateline.engine import gazetteer as edge
from dateline.engine.user_places import KINDS_OF_OWN, add_place, own_places_path
from dateline.errors import DatelineError


@click.group()
def gazetteer() -> None:
    """The gazetteer: what place names may mean.

    \b
    Example:
      dateline gazetteer find goma
    """


@gazetteer.command()
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write here instead of the user's cache.")
def build(out: Path | None) -> None:
    """Compile the gazetteer from the installed packages and Dateline's own tables (about half a minute)."""
    _run(lambda: click.echo(edge.build(out)))


@gazetteer.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--limit", default=10, show_default=True, help="The most places to show.")
def find(name: str, as_json: bool, limit: int) -> None:
    """Show the places that NAME may mean, best known first."""
    _run(lambda: _find(name, as_json, limit))


@gazetteer.command()
@click.argument("name")
@click.option("--at", "point", required=True, metavar="LAT,LON", help="Where, in degrees, such as 15.33,35.60.")
@click.option("--country", metavar="ABC", default="", help="ISO 3166 alpha-3, such as SDN; none for the high seas.")
@click.option("--kind", type=click.Choice(KINDS_OF_OWN), default="city", show_default=True, help="What it is.")
@click.option("--alias", "aliases", multiple=True, help="Another name; give it several times.")
@click.option("--radius-km", default=5.0, show_default=True, help="How far it reaches from that point.")
@click.option("--population", default=0, help="In persons, where known.")
def add(
    name: str, point: str, country: str, kind: str, aliases: tuple[str, ...], radius_km: float, population: int
) -> None:
    """Add a place of your own, or more names for one that is known (the same point, within 30 km).

    The row goes to a table in your data folder, and the gazetteer is made anew (half a minute). `dateline recode --all`
    reads old reports again with it.

    \b
    Example:
      dateline gazetteer add "New Halfa" --country SDN --at 15.33,35.60 --alias "Halfa al-Jadida"
    """
    lat, _, lon = point.partition(",")
    row = {
        "name": name.strip(), "other_names": "|".join(aliases), "kind": kind, "lat": lat.strip(), "lon": lon.strip(),
        "radius_km": f"{radius_km:g}", "country": country.upper(), "population": str(population or ""),
    }  # fmt: skip
    _run(lambda: _add(row))


def _add(row: dict[str, str]) -> None:
    if not add_place(row):
        click.echo(f"{own_places_path()} has it already.")
        return
    edge.open_gazetteer()
    click.echo(f"{own_places_path()}: added {row['name']}.")


@gazetteer.command("import")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(archive: Path) -> None:
    """Compile a gazetteer with all of GeoNames from ARCHIVE (allCountries.zip of geonames.org, CC BY 4.0)."""
    _run(lambda: click.echo(edge.import_geonames(archive)))


def _find(name: str, as_json: bool, limit: int) -> None:
    opened = edge.open_gazetteer()
    spots = (opened.abbreviation(name) + opened.look_up(name))[:limit]
    if not spots and not as_json:
        raise click.ClickException(
            f"No place is called {name!r} here. Try another spelling, or import all of GeoNames."
        )
    for spot in spots:
        place = spot.candidate()
        if as_json:
            click.echo(msgspec.json.encode(place).decode())
        else:
            where = ", ".join(w for w in (place.admin1, place.country) if w)
            click.echo(
                f"{place.name} ({place.kind}){' in ' + where if where else ''}: {place.lat:.3f} {place.lon:.3f}"
                f"{f', {place.population:,} people' if place.population else ''}"
                f"{f', GeoNames {place.geonameid}' if place.geonameid else ''}"
            )


def _run(act):  # type: ignore[no-untyped-def]
    try:
        act()
    except DatelineError as error:
        raise click.ClickException(str(error)) from error
