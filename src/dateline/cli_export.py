"""`dateline export`: a view of the store, or all of it, in a form that other tools read."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from dateline.cli_options import Mark, asked_words, narrowing, store_option

if TYPE_CHECKING:
    from dateline.exports import Format, Notes, View
    from dateline.store import Store
    from dateline.store.narrowing import Table

KINDS = ("events", "incidents", "statements", "sources", "calendar", "warnings")


def _list_formats(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from dateline.exports.formats import FORMATS

    width = max(map(len, FORMATS))
    for form in FORMATS.values():
        click.echo(f"{form.name:<{width}}  {form.title}: {form.about} ({', '.join(form.tables)})")
    ctx.exit()


@click.command()
@click.argument("kind", metavar="[WHAT]", type=click.Choice(KINDS), default="events")
@click.option("--as", "form_name", required=True, metavar="FORMAT", help="How: --formats lists them.")
@click.option("-o", "--output", "out_path", metavar="FILE", help="Where to; standard output unless told.")
@store_option
@narrowing
@click.option(
    "--most",
    type=Mark(is_level=True),
    metavar="LEVEL",
    help="Leave out what is marked stricter: CLEAR, GREEN, AMBER, AMBER+STRICT or RED. Own words are stricter than any.",
)
@click.option(
    "--formats", is_flag=True, is_eager=True, expose_value=False, callback=_list_formats, help="List formats."
)
def export(kind: str, form_name: str, out_path: str | None, store_path: str, most: str | None, **asked: Any) -> None:
    """Write events (or incidents, statements, sources, the calendar, warnings) in a form that other tools read.

    Without a filter, all of the store. What a format cannot say is left out and told: beside FILE, in FILE.notes.json, and
    in a line on standard error. Everything says that it is machine-coded, and by whom it was reviewed.

    \b
    Examples:
      dateline export --as parquet -o events.parquet
      dateline export incidents --as acled --country AFG --since 2021-09 -o afg.csv
      dateline export --as stix --actor taliban --as-of 2021-11-20 -o bundle.json
      dateline export incidents --as csv --most GREEN -o for-partners.csv
    """
    from msgspec.structs import replace

    from dateline.store import Store

    form = _format(form_name)
    with Store(store_path, readonly=True) as store:
        view = _view(store, kind, asked)
        notes = _write(form, replace(view, most=most), out_path)
    click.echo(_summary(notes), err=True)


def _view(store: "Store", kind: str, asked: dict[str, Any]) -> "View":
    from dateline.exports import view_of
    from dateline.exports.foretold import WORDS, foretold_view
    from dateline.store import narrowed, words_for

    if kind in WORDS:
        return foretold_view(store, kind, asked_words(store, kind, asked, WORDS[kind]))
    return view_of(store, narrowed(cast("Table", kind), asked_words(store, kind, asked, words_for(kind))))


def _format(name: str) -> "Format":
    from difflib import get_close_matches

    from dateline.exports import FORMATS

    if name.lower() in FORMATS:
        return FORMATS[name.lower()]
    near = get_close_matches(name.lower(), FORMATS, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise click.UsageError(f"--as {name}: no such format.{hint} There are: {', '.join(FORMATS)}.")


def _write(form: "Format", view: "View", out_path: str | None) -> "Notes":
    """Into a file and its notes beside it, or to standard output. A file that could not be finished does not stay."""
    from dateline.exports import write

    if out_path is None or out_path == "-":
        notes = write(form, view, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return notes
    path = Path(out_path)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            notes = write(form, view, out)
        part.replace(path)
        path.with_name(path.name + ".notes.json").write_bytes(_pretty(notes))
    except OSError as error:
        raise click.ClickException(f"{error.filename or path}: {error.strerror}. Name another file with -o.") from error
    finally:
        part.unlink(missing_ok=True)
    return notes


def _pretty(notes: "Notes") -> bytes:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(notes), indent=1) + b"\n"


def _summary(notes: "Notes") -> str:
    """What went out and what did not, in a few lines."""
    lines = [f"{notes.exported:,} of {notes.rows:,} {notes.table} written as {notes.format}; {_by_whom(notes)}."]
    lines += [f"  left out {n:,}: {why}" for why, n in sorted(notes.left_out.items(), key=lambda item: -item[1])]
    lines += [f"  not said of {n:,}: {what}" for what, n in sorted(notes.unsaid.items(), key=lambda item: -item[1])]
    return "\n".join(lines)


def _by_whom(notes: "Notes") -> str:
    said = [f"machine-coded, {notes.reviewed:,} reviewed"]
    if notes.machine_translated:
        said.append(f"{notes.machine_translated:,} through {', '.join(notes.translated_by) or 'a translation'}")
    if notes.coarsened:
        said.append(f"{notes.coarsened:,} places given by area only")
    if notes.mark is not None:
        said.append(f"strictest mark {notes.mark}")
    return "; ".join(said)
