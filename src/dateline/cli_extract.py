"""`dateline extract`: articles in, everything found in them out, a line for a line."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import click
import msgspec

from dateline.cli_options import verbs_option
from dateline.values import Article, Refused


@click.command()
@click.argument("source", metavar="IN.jsonl", default="-")
@click.option("-o", "--output", default="-", metavar="OUT.jsonl", help="Where to write; - or nothing: standard output.")
@click.option("--cores", type=int, default=0, metavar="N", help="Processes to use; 0: all cores, 1: this one alone.")
@click.option(
    "--translators",
    "translators_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Translation engines; default: Apertium where it is installed.",
)
@click.option(
    "--actors",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV of your own actors, as `dateline actors add` writes it beside a store.",
)
@verbs_option
def extract(
    source: str, output: str, cores: int, translators_file: str | None, actors: Path | None, verbs: Path | None
) -> None:
    """Find actors, places, times, statements and events in each article of IN.jsonl.

    A line in is {"id", "text"} and optionally title, published, updated, language, url, publisher, byline, outlet.
    A line out answers each line in, in order; an article that cannot be read answers with "refused" and why.

    \b
    Example:
      echo '{"id":"1","text":"Rebels shelled Goma on Friday.","published":"2021-11-25"}' | dateline extract -
    """
    from functools import partial

    from dateline.engine.local import cores_here, extract_one, pool_map
    from dateline.engine.translators.settings import Settings

    incoming = _lines(source)
    out = sys.stdout.buffer if output == "-" else Path(output).open("wb")  # noqa: SIM115 - closed below
    try:
        incoming_list = _peek(incoming, 12)
        wanted = cores if cores > 0 else cores_here()
        few = len(incoming_list) < 12
        settings = Settings(translators_file)
        read = _Reader(partial(extract_one, settings=settings, user_actors=actors, user_verbs=verbs))
        with pool_map(1 if few else wanted, actors, verbs) as mapped:
            _write(mapped(read, _chain(incoming_list, incoming)), out)
    finally:
        if out is not sys.stdout.buffer:
            out.close()


class _Reader:
    """Decodes one line and reads it; a class so that it can be sent to another process."""

    def __init__(self, read: Any) -> None:
        self._read = read

    def __call__(self, line: tuple[int, bytes]) -> bytes:
        number, raw = line
        given = decode_article(raw, number)
        outcome = given if isinstance(given, Refused) else self._read(given)
        return encode_outcome(outcome)


def decode_article(raw: bytes, number: int) -> Article | Refused:
    """One line as an article; what is wrong with it as a `Refused`, with the line's number."""
    try:
        return _DECODER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Refused(_id_of(raw), "reading", f"line {number}: {error}. A line is a JSON object with `id` and `text`.")


def encode_outcome(outcome: Any) -> bytes:
    """An extraction, or a refusal in the contract's shape, as one line of JSON."""
    if isinstance(outcome, Refused):
        return _ENCODER.encode({"id": outcome.id, "refused": {"room": outcome.room, "why": outcome.why}})
    return _ENCODER.encode(outcome)


_DECODER = msgspec.json.Decoder(Article)
_ENCODER = msgspec.json.Encoder()


def _id_of(raw: bytes) -> str | None:
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    name = found.get("id") if isinstance(found, dict) else None
    return str(name) if name is not None else None


def _lines(source: str) -> Iterator[tuple[int, bytes]]:
    if source == "-":
        yield from _numbered(sys.stdin.buffer)
        return
    path = Path(source)
    if not path.is_file():
        raise click.UsageError(f"{source}: no such file. Name a JSON Lines file, or - for standard input.")
    with path.open("rb") as file:
        yield from _numbered(file)


def _numbered(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, raw in enumerate(file, 1):
        line = raw.strip()
        if line:
            yield number, line


def _peek(lines: Iterator[tuple[int, bytes]], n: int) -> list[tuple[int, bytes]]:
    found = []
    for line in lines:
        found.append(line)
        if len(found) >= n:
            break
    return found


def _chain(first: list[tuple[int, bytes]], rest: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    yield from first
    yield from rest


def _write(lines: Any, out: IO[bytes]) -> None:
    for line in lines:
        out.write(line + b"\n")


if __name__ == "__main__":
    extract()
