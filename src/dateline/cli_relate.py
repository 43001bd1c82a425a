"""`dateline relate`: one relation for a given pair of sides, line by line."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import click
import msgspec

from dateline.values.span import Span

_AT_ONCE = 256  # lines judged together: enough to fill batches of like length, little to hold
_VETO = 0.95  # a pair that someone names is likely to be related: answer "none" only when it is sure


@click.command()
@click.argument("source", metavar="IN.jsonl", type=click.File("rb"), default="-")
@click.option(
    "-o",
    "--output",
    type=click.File("wb", lazy=False),
    default="-",
    metavar="OUT.jsonl",
    help="Where to write; - or nothing: standard output.",
)
@click.option(
    "--veto",
    type=click.FloatRange(0.0, 1.0),
    default=_VETO,
    show_default=True,
    help="Answer null from this probability of no relation.",
)
def relate(source: BinaryIO, output: BinaryIO, veto: float) -> None:
    """Say what one side did to the other, for pairs that you name.

    A line of IN.jsonl is {"id","text","source": {"start","end"},"target": {"start","end"}}; offsets are code points,
    a span may be null. OUT has {"id","type","mode","scores","why","modality"} for each line, in order.

    \b
    Example:
      dateline relate pairs.jsonl -o relations.jsonl
    """
    for answer in _answers(source, veto):
        output.write(answer + b"\n")


def _answers(lines: BinaryIO, veto: float) -> Iterator[bytes]:
    held: list[bytes] = []
    for line in lines:
        if not line.strip():
            continue
        held.append(line)
        if len(held) == _AT_ONCE:
            yield from _judge(held, veto)
            held = []
    yield from _judge(held, veto)


def _judge(lines: list[bytes], veto: float) -> Iterator[bytes]:
    from dateline.engine.model import load_relation_model
    from dateline.extraction.events.relate import relate_all

    asked: list[tuple[str, Span | None, Span | None]] = []
    results: list[dict[str, Any] | int] = []
    names: list[object] = []
    for line in lines:
        name, question = _question(line)
        names.append(name)
        if isinstance(question, str):
            results.append({"refused": {"room": "relate", "why": question}})
        else:
            results.append(len(asked))
            asked.append(question)
    relations = relate_all(asked, load_relation_model(veto=veto)) if asked else ()
    encode = msgspec.json.Encoder().encode
    for name, result in zip(names, results, strict=True):
        yield encode({"id": name} | (msgspec.to_builtins(relations[result]) if isinstance(result, int) else result))


def _question(line: bytes) -> tuple[object, tuple[str, Span | None, Span | None] | str]:
    try:
        given = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return None, f"not a JSON line ({error}). Write one object a line, in UTF-8."
    if not isinstance(given, dict):
        return None, "not a JSON object. Write {id, text, source, target}."
    name, text = given.get("id"), given.get("text")
    if not isinstance(text, str):
        return name, "no text. Give the sentence as `text`."
    spans: list[Span | None] = []
    for side in ("source", "target"):
        span = _span(given.get(side), len(text))
        if isinstance(span, str):
            return name, f"{side}: {span}"
        spans.append(span)
    return name, (text, spans[0], spans[1])


def _span(given: object, length: int) -> Span | str | None:
    if given is None:
        return None
    if not isinstance(given, dict):
        return "not an object. Give start and end, or null."
    start, end = given.get("start"), given.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
        return f"{start}..{end} lies outside the text of {length} code points. Count code points, end exclusive."
    return Span(start, end)


if __name__ == "__main__":
    relate()
