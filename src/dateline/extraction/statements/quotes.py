"""Which words stand between quotation marks.

Marks are paired paragraph by paragraph, in the page's own characters: “ ” " « » „ ‟ ‹ › '' `` and single marks where
they cannot be apostrophes. A quotation that runs over several paragraphs reopens in each without closing; an unpaired
mark never swallows more than its sentence. One pass over the text, so a page of a million marks costs a million steps.
"""

import re
from bisect import bisect_left

from dateline.extraction.text.tokens import Parse

_MARK = re.compile(r"[“”„‟«»‹›\"‘’'`]{1,2}")
_DOUBLE = {"“", "”", '"', "„", "‟", "«", "»", "‹", "›", "''", "``", "‘‘", "’’"}
_OPENERS = {"“", "„", "«", "‹", "``", "‘‘", "‟"}
_CLOSERS = {"”", "»", "›", "’’"}
_BEFORE_OPENING = " \t\n\xa0([{-–—―/:…"
_AFTER_CLOSING = " \t\n\xa0)]}-–—―/:;,.!?…\"'”’»"


class Quote:
    """One stretch in quotation marks: tokens `first` to `last` (exclusive), marks included.

    `start` and `end` are the text offsets of the same stretch. `is_closed` is False where the closing mark is missing
    and `runs_on` says that the quotation goes on in the next paragraph.
    """

    __slots__ = ("end", "first", "is_closed", "last", "mark", "paragraph", "runs_on", "start", "words")

    def __init__(self, start: int, end: int, paragraph: int, mark: str, *, is_closed: bool = True) -> None:
        self.start = start
        self.end = end
        self.paragraph = paragraph
        self.mark = mark
        self.is_closed = is_closed
        self.runs_on = False
        self.first = self.last = self.words = 0

    def __repr__(self) -> str:
        return f"Quote({self.start}, {self.end}, paragraph={self.paragraph}, words={self.words})"


class Quotes:
    """All quotations of one article, in text order, not overlapping; marks inside a quotation belong to it."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.all: list[Quote] = []
        self._inside: list[Quote | None] = [None] * len(parse.tokens)
        self.paragraphs = _paragraphs(parse)
        before: Quote | None = None
        for number, start, end in self.paragraphs:
            found = _pair(parse, start, end, number)
            if before is not None and found and _reopens(parse.text, found[0], start):
                before.end, before.runs_on = _paragraph_end(self.paragraphs, before.paragraph), True
                self._settle(before)
            self.all.extend(found)
            for quote in found:
                self._settle(quote)
            before = found[-1] if found and not found[-1].is_closed else None

    def at(self, i: int) -> Quote | None:
        """The quotation that token `i` stands in, marks included."""
        return self._inside[i]

    def within(self, first: int, last: int) -> list[Quote]:
        """The quotations that begin in tokens `first` to `last` (exclusive)."""
        at = bisect_left(self.all, first, key=lambda q: q.first)
        found = []
        while at < len(self.all) and self.all[at].first < last:
            found.append(self.all[at])
            at += 1
        return found

    def _settle(self, quote: Quote) -> None:
        """Find the quotation's tokens and note which they are."""
        tokens = self.parse.tokens
        starts = self.parse._starts
        quote.first = bisect_left(starts, quote.start)
        if quote.first and tokens[quote.first - 1].end > quote.start:
            quote.first -= 1
        quote.last = bisect_left(starts, quote.end)
        quote.words = 0
        for i in range(quote.first, quote.last):
            self._inside[i] = quote
            quote.words += tokens[i].pos != "PUNCT" and tokens[i].text[0].isalnum()


def _paragraphs(parse: Parse) -> list[tuple[int, int, int]]:
    """Number, start and end of each paragraph, in text offsets."""
    found: list[tuple[int, int, int]] = []
    for line in parse.lines:
        if line.last <= line.first:
            continue
        start, end = parse.tokens[line.first].start, parse.tokens[line.last - 1].end
        if found and found[-1][0] == line.paragraph:
            found[-1] = (line.paragraph, found[-1][1], end)
        else:
            found.append((line.paragraph, start, end))
    return found


def _paragraph_end(paragraphs: list[tuple[int, int, int]], number: int) -> int:
    at = bisect_left(paragraphs, (number, 0, 0))
    return paragraphs[at][2]


def _pair(parse: Parse, start: int, end: int, paragraph: int) -> list[Quote]:
    """Pair the marks of one paragraph; an opening mark without a partner ends with its sentence."""
    text = parse.text
    found: list[Quote] = []
    opened: tuple[int, str] | None = None
    inner = 0  # how deep inside further marks of the other kind
    singles = _closing_singles(text, start, end)
    for match in _MARK.finditer(text, start, end):
        for mark, at in _split(match):
            before = text[at - 1] if at > start else " "
            after = text[at + len(mark)] if at + len(mark) < end else " "
            if opened is None:
                if _opens(mark, before, after) and (mark in _DOUBLE or _has_partner(singles, at)):
                    opened, inner = (at, mark), 0
                continue
            if opened[1] in {"'", "‘"}:
                if mark in {"'", "’"} and _closes_single(before, after):
                    found.append(Quote(opened[0], at + 1, paragraph, opened[1]))
                    opened = None
                elif mark in _DOUBLE and _opens(mark, before, after):
                    opened, inner = (at, mark), 0
                continue
            if mark not in _DOUBLE:
                continue
            if _is_partner(opened[1], mark, before, after):
                if inner and mark != '"':
                    inner -= 1
                    continue
                found.append(Quote(opened[0], at + len(mark), paragraph, opened[1]))
                opened = None
            elif mark in _OPENERS and mark == opened[1]:
                found.append(_unpaired(parse, opened, at, paragraph))
                opened = (at, mark)
    if opened is not None and opened[1] in _DOUBLE:
        found.append(_unpaired(parse, opened, end, paragraph))
    return [q for q in found if q.end - q.start > 2]


def _split(match: re.Match[str]) -> list[tuple[str, int]]:
    """One mark, or two that stand together."""
    marks, at = match.group(), match.start()
    if marks in _DOUBLE or len(marks) == 1:
        return [(marks, at)]
    return [(marks[0], at), (marks[1], at + 1)]


def _opens(mark: str, before: str, after: str) -> bool:
    if mark in _CLOSERS:
        return mark == "»" and before in _BEFORE_OPENING and after.isalnum()
    if after.isspace() and mark not in {"«", "„"}:
        return False
    if mark in _OPENERS:
        return True
    return mark != "’" and (before in _BEFORE_OPENING or before in "\"“'‘")


def _is_partner(opener: str, mark: str, before: str, after: str) -> bool:
    """Whether `mark` closes what `opener` opened."""
    if opener == "„":
        return mark in {"“", "”", '"', "‟"}
    if opener == "«":
        return mark == "»"
    if opener == "»":
        return mark == "«"
    if opener == "‹":
        return mark == "›"
    if opener in {"''", "``"}:
        return mark == "''"
    if opener == '"':
        return mark in {'"', "”"} and not (before.isspace() and after.isalnum() and mark == '"')
    return mark in {"”", '"', "’’"}


def _closes_single(before: str, after: str) -> bool:
    return not before.isspace() and after in _AFTER_CLOSING


def _closing_singles(text: str, start: int, end: int) -> list[int]:
    """Where a single mark may close a quotation."""
    found = []
    for match in re.finditer("['’]", text[start:end]):
        at = start + match.start()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if _closes_single(before, after):
            found.append(at)
    return found


def _has_partner(singles: list[int], at: int) -> bool:
    return bisect_left(singles, at + 2) < len(singles)


def _unpaired(parse: Parse, opened: tuple[int, str], limit: int, paragraph: int) -> Quote:
    """What an opening mark holds when nothing closes it: the rest of its sentence."""
    at = parse.at(opened[0])
    end = limit
    if at is not None:
        line = parse.sentence(at)
        end = min(limit, parse.tokens[line.last - 1].end)
    return Quote(opened[0], max(end, opened[0] + 1), paragraph, opened[1], is_closed=False)


def _reopens(text: str, quote: Quote, paragraph_start: int) -> bool:
    """Whether a paragraph begins with an opening mark, as each paragraph of a long quotation does."""
    return quote.start - paragraph_start <= 1 and not text[paragraph_start : quote.start].strip()
