"""Archives: `dateline run --out` codes them on one machine or a cluster, `dateline load` takes the shards into a store."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from dateline.cli_options import store_option

if TYPE_CHECKING:
    from dateline.engine.cluster import Coder
    from dateline.engine.shards import Shelf
    from dateline.engine.waves import Done
    from dateline.values import Article, Extraction, Refused

_KEPT = 4096  # findings held for a batch that is being read; many times a batch


def run_archives(
    paths: tuple[str, ...],
    out: str,
    coder: "Coder",
    *,
    engine: str,
    address: str | None,
    cores: int,
    patience_s: float,
) -> None:
    """Code archives into shards of Parquet and print what became of them."""
    from dateline.engine.cluster import engine_named
    from dateline.engine.shards import Shelf, cut
    from dateline.engine.waves import run_waves
    from dateline.reading.archives import read_archives

    if address is not None and engine != "ray":
        raise click.UsageError(f"--address is of a Ray cluster; --engine {engine} has none. Add --engine ray.")
    shelf = Shelf(out)
    workers = engine_named(engine, coder, cores=cores, address=address, patience_s=patience_s)
    is_terminal = sys.stderr.isatty()
    try:
        done = run_waves(
            cut(read_archives(paths)),
            shelf,
            workers,
            progress=_show_progress if is_terminal else lambda read: None,
        )
    finally:
        workers.close()
    if is_terminal:
        click.echo("\r" + " " * 40 + "\r", err=True, nl=False)
    _print(done, out)


@click.command()
@click.argument("places", metavar="DIR...", nargs=-1, required=True)
@store_option
def load(places: tuple[str, ...], store_path: str) -> None:
    """Take what `dateline run --out` found into a store, and bring the picture up to date.

    DIR is the folder, or address in object storage, that the shards were written to. What the store knows already is
    counted and let pass, so the same command picks up where it stopped.

    \b
    Example:
      dateline run archive/*.warc.gz --engine ray --address auto --out found/
      dateline load found/ --store kunduz.db
    """
    from dateline.cli_run import print_summary
    from dateline.engine.run import run as run_all
    from dateline.engine.shards import Shelf
    from dateline.store import Store

    found = _Loaded([Shelf(place) for place in places])
    with Store(store_path) as store:
        summary = run_all(
            found.items(),
            store,
            seen_at=datetime.now(UTC).isoformat(timespec="seconds"),
            extract=found.extract,
        )
    print_summary(summary, [], store_path)


class _Loaded:
    """Shards as a run wants them: first the articles, then what was found in those that are new."""

    def __init__(self, shelves: "Iterable[Shelf]") -> None:
        self._shelves = list(shelves)
        self._found: dict[tuple[str, str], Extraction | Refused] = {}

    def items(self) -> "Iterator[Article | Refused]":
        from dateline.values import digest_of

        for shelf in self._shelves:
            for name in shelf.names():
                for outcome in shelf.get(name):
                    if outcome.article is None:
                        if outcome.refused is not None:
                            yield outcome.refused
                        continue
                    found = outcome.found or outcome.refused
                    if found is not None:
                        self._found[outcome.article.id, digest_of(outcome.article)] = found
                    if len(self._found) > _KEPT:  # the oldest was not asked for: the store knows it
                        del self._found[next(iter(self._found))]
                    yield outcome.article

    def extract(self, articles: "list[Article]") -> "Iterable[Extraction | Refused]":
        from dateline.values import digest_of

        return [self._found.pop((article.id, digest_of(article))) for article in articles]


def _show_progress(read: int) -> None:
    click.echo(f"\r{read:,} records ..", err=True, nl=False)


def _print(done: "Done", out: str) -> None:
    rows = {"read": done.read, "accepted": done.accepted, "refused": done.refused, "known": done.known}
    width = max(len(f"{n:,}") for n in rows.values())
    for name, n in rows.items():
        note = "   in shards that were finished before" if name == "known" and n else ""
        click.echo(f"{name:<10} {n:>{width},}{note}")
    for refused in done.quarantined:
        click.echo(f"  {refused.where}: {refused.why}")
    click.echo(f"\n{done.shards:,} shards in {out}. Take them in: dateline load {out}")
