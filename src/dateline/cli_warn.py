"""`dateline warn`: early warning over any incident table, ours or one that a user brings."""

import csv
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import click
import msgspec

from dateline.values.warning import CountedIncident


@click.command()
@click.argument("incidents", metavar="INCIDENTS.jsonl", default="-")
@click.option(
    "--coverage",
    "coverage_file",
    required=True,
    metavar="COVERAGE.csv",
    help="date,articles[,country]: the volume read each day.",
)
@click.option(
    "--accept",
    type=float,
    default=0.5,
    show_default=True,
    metavar="F",
    help="False rises accepted for a series and year.",
)
@click.option("--neighbours", metavar="PAIRS.csv", help="a,b: areas that adjoin, each COUNTRY/ADMIN1.")
@click.option(
    "-o", "--output", default="-", metavar="WARNINGS.jsonl", help="Where to write; - or nothing: standard output."
)
def warn(incidents: str, coverage_file: str, accept: float, neighbours: str | None, output: str) -> None:
    """Say what rose, spread, fell or went dark, from what was known on each day.

    A line of INCIDENTS.jsonl is {"id","date","known_on","type","actors":[..],"country","admin1"}. A rise names the
    whole series (actor, country, admin1, type); F sets how many false ones a year you accept for each.

    \b
    Example:
      dateline warn incidents.jsonl --coverage coverage.csv --accept 0.5 -o warnings.jsonl
    """
    from dateline.picture.warnings import warn as raise_warnings

    if accept <= 0:
        raise click.UsageError(f"--accept {accept}: give a number above 0, such as 0.5 false alarms a year.")
    rows = _incidents(incidents)
    coverage = _coverage(coverage_file)
    pairs = _pairs(neighbours) if neighbours else []
    encode = msgspec.json.Encoder().encode
    lines = b"".join(encode(w) + b"\n" for w in raise_warnings(rows, coverage, accept=accept, neighbours=pairs))
    if output == "-":
        sys.stdout.buffer.write(lines)
    else:
        Path(output).write_bytes(lines)


def _incidents(name: str) -> list[CountedIncident]:
    decoder = msgspec.json.Decoder(CountedIncident)
    raw = sys.stdin.buffer.read() if name == "-" else _path(name).read_bytes()
    rows = []
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = decoder.decode(line)
            date.fromisoformat(row.date[:10])
            date.fromisoformat(row.known_on[:10])
        except (msgspec.DecodeError, ValueError) as error:
            raise click.ClickException(
                f"{name}:{number}: {error}. A line needs id, date, known_on (ISO days), type, actors, country, admin1."
            ) from error
        rows.append(row)
    return rows


def _coverage(name: str) -> dict[str | None, dict[date, float]]:
    found: dict[str | None, dict[date, float]] = defaultdict(dict)
    with _path(name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames is None or not {"date", "articles"} <= set(reader.fieldnames):
            raise click.ClickException(f"{name}:1: the header must name date and articles (and may name country).")
        for number, row in enumerate(reader, 2):
            try:
                day, articles = date.fromisoformat(row["date"][:10]), float(row["articles"])
            except (ValueError, TypeError) as error:
                raise click.ClickException(
                    f"{name}:{number}: {error}. Write date as 2021-11-25 and articles as a number."
                ) from error
            country = (row.get("country") or "").strip() or None
            found[country][day] = found[country].get(day, 0.0) + articles
    return dict(found)


def _pairs(name: str) -> list[tuple[str, str]]:
    with _path(name).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    bad = next((n for n, row in enumerate(rows, 1) if len(row) < 2), None)
    if bad is not None:
        raise click.ClickException(f"{name}:{bad}: a row is two areas, such as AFG/Kunduz,AFG/Takhar.")
    return [(row[0], row[1]) for row in rows if (row[0], row[1]) != ("a", "b")]


def _path(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise click.UsageError(f"{name}: no such file.")
    return path


if __name__ == "__main__":
    warn()
