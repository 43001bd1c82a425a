"""Turn the grammar's patterns into sentences with marked sides: one seed, one result.

A pattern line holds `{source}` and `<target>`, choices `(a|b|)` and slots `@gov`; the heading above it names type, mode
and modality. `read_patterns` reads them, `sentence` draws one wording.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from actors import AFTER, BEFORE, FIRST, LAST, MORE_STATES, SLOTS, STATES

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_SLOT = re.compile(r"@([a-zA-Z]+2?)")
_PAIRS = [tuple(pair.split("/")) for pair in STATES.split()] + [*MORE_STATES] * 2
_ARTICLE = re.compile(r"\b([Aa]) (?=[AEIOUaeiou](?!ne\b|uro|ni|N\b|S\b))")


class Example(NamedTuple):
    """One labelled sentence; the sides are code points of `text`, or None."""

    type: str
    mode: str
    modality: str
    text: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None


class Pattern(NamedTuple):
    """One line of the grammar with its labels."""

    type: str
    mode: str
    modality: str
    line: str


def read_patterns(folder: Path) -> list[Pattern]:
    """All patterns of a folder's *.txt files, in file and line order."""
    found: list[Pattern] = []
    for path in sorted(folder.glob("*.txt")):
        kind = ("NONE", "-", "-")
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                kind = tuple(line[2:].split())[:3]  # type: ignore[assignment]
            elif line.strip():
                found.append(Pattern(*kind, line.strip()))
    return found


def unmark(labels: tuple[str, str, str], marked: str) -> Example:
    """Take `{source}` and `<target>` out of a marked sentence."""
    text, spans, opened = "", {}, {}
    for ch in marked:
        if ch in "{<":
            opened[ch] = len(text)
        elif ch in "}>":
            start = "{" if ch == "}" else "<"
            spans[start] = (opened.pop(start), len(text))
        else:
            text += ch
    return Example(*labels, text, spans.get("{"), spans.get("<"))


def sentence(pattern: Pattern, rng: random.Random, *, dress: float = 0.6) -> Example:
    """One wording of a pattern; with probability `dress` with words before or after it."""
    line = _choose(pattern.line, rng)
    if rng.random() < dress:
        spot = rng.random()
        if spot < 0.6:
            line = _lower_first(rng.choice(BEFORE), line)
        if spot > 0.4:
            line = line.rstrip(" .") + rng.choice(AFTER)
    filled = _tidy(_fill(line, rng, _World(rng)))
    return unmark((pattern.type, pattern.mode, pattern.modality), filled)


def draws(patterns: list[Pattern], count: int, seed: int) -> Iterator[Example]:
    """`count` wordings, each pattern in turn, in an order that follows from the seed."""
    rng = random.Random(seed)
    order: list[Pattern] = []
    for _ in range(count):
        if not order:
            order = rng.sample(patterns, len(patterns))
        yield sentence(order.pop(), rng)


class _World:
    """The states of one sentence: no two slots draw the same one."""

    def __init__(self, rng: random.Random) -> None:
        self._left = rng.sample(_PAIRS, 12)

    def state(self) -> tuple[str, str]:
        return self._left.pop() if len(self._left) > 1 else self._left[0]


def _choose(line: str, rng: random.Random) -> str:
    while match := _CHOICE.search(line):
        line = line[: match.start()] + rng.choice(match[1].split("|")) + line[match.end() :]
    return line


def _fill(line: str, rng: random.Random, world: _World) -> str:
    for _ in range(40):
        match = _SLOT.search(line)
        if match is None:
            return line
        line = line[: match.start()] + _draw(match[1], rng, world) + line[match.end() :]
    return line


def _draw(slot: str, rng: random.Random, world: _World) -> str:
    if slot == "state":
        return world.state()[0]
    if slot == "dem":
        return world.state()[1]
    if slot == "first":
        return rng.choice(FIRST)
    if slot == "last":
        return rng.choice(LAST)
    if slot == "TOWN":
        return rng.choice(SLOTS["town"]).upper()
    if slot in SLOTS:
        return rng.choice(SLOTS[slot])
    raise KeyError(f"the grammar names an unknown slot @{slot}")


def _lower_first(before: str, line: str) -> str:
    if line[:1] in "{<" or line[1:2].isupper():
        return before + line
    return before + line[:1].lower() + line[1:]


def _tidy(line: str) -> str:
    line = re.sub(r"\s+", " ", line).strip()
    line = re.sub(r" +([,.;])", r"\1", line)
    line = re.sub(r",([>}]?),", r",\1", line).rstrip(" ,")
    line = _ARTICLE.sub(r"\1n ", line)
    line = re.sub(r"\bof (men|people|suspects) of\b", r"of \1 from", line)
    for i, ch in enumerate(line):
        if ch.isalnum():
            line = line[:i] + ch.upper() + line[i + 1 :]
            break
    if not line.endswith((".", "!", "?")):
        line += "."
    return line
