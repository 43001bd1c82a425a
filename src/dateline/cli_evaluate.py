"""`dateline evaluate`: how right Dateline is on articles that a person annotated, yours or a public corpus."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dateline.evaluation.measures import Figure

_CORPORA = ("own", "lgl", "timeml", "re3d", "polnear", "plv")


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--corpus",
    type=click.Choice(_CORPORA),
    default="own",
    show_default=True,
    help="What PATH is: your own JSON Lines, or a public corpus.",
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the first N articles.")
@click.option("--cores", type=int, default=0, metavar="N", help="Processes to use; 0: all cores, 1: this one alone.")
@click.option("--json", "json_path", metavar="FILE", help="Write the figures as JSON as well.")
@click.option("--mistakes", "mistakes_path", metavar="FILE", help="Write every mistake, one JSON object a line.")
def evaluate(
    paths: tuple[Path, ...],
    corpus: str,
    limit: int | None,
    cores: int,
    json_path: str | None,
    mistakes_path: str | None,
) -> None:
    """Measure Dateline on annotated articles: spans, places, times, statements, events.

    A line of your own is an article as for `dateline extract`, with the lists that it should give (docs/evaluate.md).
    A figure stands with the interval in which 95 of 100 resamplings of the articles lie.

    \b
    Examples:
      dateline evaluate mine.jsonl --mistakes mistakes.jsonl
      dateline evaluate --corpus lgl lgl.xml
      dateline evaluate --corpus polnear PolNeAR/data/dev
    """
    from itertools import islice

    from dateline.engine.local import cores_here, extract_all, pool_map
    from dateline.evaluation.corpora import CORPORA
    from dateline.evaluation.evaluate import evaluate as measure_all

    annotated = [found for path in paths for found in islice(CORPORA[corpus](path), limit)][:limit]
    if not annotated:
        raise click.UsageError(f"No annotated article in {', '.join(map(str, paths))}.")
    wanted = (cores or cores_here()) if len(annotated) > 12 else 1
    with pool_map(wanted) as mapped:
        figures, mistakes, refused = measure_all(annotated, read=lambda articles: extract_all(articles, map=mapped))
    click.echo(f"{len(annotated):,} articles, {len(refused):,} refused")
    for why in refused[:5]:
        click.echo(f"  refused {why}", err=True)
    _print(figures)
    _keep(json_path, figures)
    if mistakes_path is not None:
        _lines(mistakes_path, mistakes)


def _print(figures: "Sequence[Figure]") -> None:
    """A table: F1 (or a share) with its interval, precision and recall, and what they count."""
    width = max((len(f.name) for f in figures), default=4)
    click.echo(f"{'part':<11} {'':<{width}}     F1   95 in 100      P      R   right   found    gold")
    for f in figures:
        sides = f"{f.precision:6.1f} {f.recall:6.1f}" if f.precision is not None else f"{'share':>13}"
        found = "" if f.found is None else f"{f.found:,}"
        click.echo(
            f"{f.part:<11} {f.name:<{width}} {f.value:6.1f}  {f.low:5.1f}-{f.high:5.1f} {sides} {f.right:7,} {found:>7} {f.gold:7,}"
        )


def _keep(path: str | None, figures: "Sequence[Figure]") -> None:
    if path is not None:
        import msgspec

        Path(path).write_bytes(msgspec.json.format(msgspec.json.encode(list(figures)), indent=1) + b"\n")


def _lines(path: str, values: "Sequence[object]") -> None:
    import msgspec

    Path(path).write_bytes(b"".join(msgspec.json.encode(value) + b"\n" for value in values))
