"""Whole sets, read from the text files beside this one: who a mention was on a date, and chains through reports."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_MARK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def dated_mentions() -> Iterator[tuple[str, int, int, str, str]]:
    for line in (HERE / "mentions.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        marked, dates = line.rsplit(" | ", 1)
        found = re.search(r"\[([^\]]*)\]", marked)
        assert found is not None, line
        full, word = found[1].split("|")[0], found[1].split("|")[-1]
        text = marked[: found.start()] + full + marked[found.end() :]
        start = found.start() + full.rindex(word)
        for pair in dates.split():
            at, wanted = pair.split("=", 1)
            yield text, start, start + len(word), at, wanted


def chained_reports() -> Iterator[tuple[str, str, list[tuple[int, int, str]]]]:
    lines = (HERE / "chains.txt").read_text("utf-8").splitlines(keepends=True)
    for block in "".join(line for line in lines if not line.startswith("#")).split("---\n"):
        at, marked = block.strip().split("\n", 1)
        text, spans, done = "", [], 0
        for mark in _MARK.finditer(marked):
            text += marked[done : mark.start()]
            spans.append((len(text), len(text) + len(mark[1]), mark[2]))
            text += mark[1]
            done = mark.end()
        yield at, text + marked[done:], spans


def test_a_mention_is_who_it_was_on_its_date(read: Any, helpers: Any) -> None:
    """Nine in ten dated mentions get the right actor, and at most four in a hundred a wrong one."""
    who, judged = helpers
    tally: Counter[str] = Counter()
    years = set()
    for text, start, end, at, wanted in dated_mentions():
        years.add(at[:4])
        tally[judged(who(read(text, at), start, end), wanted)] += 1
    total = tally.total()
    assert total >= 500
    assert len(years) >= 30
    assert tally["right"] / total >= 0.95, tally
    assert tally["wrong"] / total <= 0.03, tally


def test_a_chain_holds_through_a_report(read: Any, helpers: Any) -> None:
    """Short forms, descriptions and pronouns go to the right actor in 85 of 100, to a wrong one in at most 5."""
    who, judged = helpers
    tally: Counter[str] = Counter()
    reports = list(chained_reports())
    for at, text, spans in reports:
        entities = read(text, at)
        for start, end, wanted in spans:
            tally[judged(who(entities, start, end), wanted)] += 1
    total = tally.total()
    assert len(reports) >= 62
    assert tally["right"] / total >= 0.85, tally
    assert tally["wrong"] / total <= 0.05, tally
