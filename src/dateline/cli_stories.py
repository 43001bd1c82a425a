"""`dateline stories`: which reports tell of one happening, and which reprint another."""

import sys
from pathlib import Path

import click
import msgspec

from dateline.cli_extract import decode_article
from dateline.values import Article, Refused


@click.command()
@click.argument("source", metavar="IN.jsonl", default="-")
@click.option("-o", "--output", default="-", metavar="OUT.jsonl", help="Where to write; - or nothing: standard output.")
def stories(source: str, output: str) -> None:
    """Label each report of IN.jsonl with its story, and with the report that it is a copy of.

    A line out is {"id", "story", "copy_of"}: story is equal for reports of one happening; copy_of is the id of the
    earliest report that this one reprints, or null. The order of lines in does not matter.

    \b
    Example:
      dateline stories reports.jsonl -o stories.jsonl
    """
    from dateline.fusion.stories import group

    if source != "-" and not Path(source).is_file():
        raise click.UsageError(f"{source}: no such file. Name a JSON Lines file, or - for standard input.")
    raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    given = [decode_article(line, n) for n, line in enumerate(raw.splitlines(), 1) if line.strip()]
    found, copies = group([article for article in given if isinstance(article, Article)])
    story = {article: s.id for s in found for article in s.articles}
    copy_of = {copy.article: copy.copy_of for copy in copies}
    encode = msgspec.json.Encoder().encode
    lines = b"".join(
        encode(
            {"id": each.id, "refused": {"room": each.room, "why": each.why}}
            if isinstance(each, Refused)
            else {"id": each.id, "story": story[each.id], "copy_of": copy_of.get(each.id)}
        )
        + b"\n"
        for each in given
    )
    if output == "-":
        sys.stdout.buffer.write(lines)
    else:
        Path(output).write_bytes(lines)


if __name__ == "__main__":
    stories()
