"""Words and how they hang together: the parse of one article, as plain values.

A `Parse` is what the other rooms of extraction read. It holds no spaCy object, so a rule is tested on
any machine and runs at the speed of list look-ups. Offsets are code points into `Article.text`.
"""

from bisect import bisect_right
from collections.abc import Iterator

from dateline.values import Sentence, Span


class Token:
    """One word. `head` and `children` are token numbers in the same parse; a root is its own head.

    `pos` is the universal tag, `tag` Penn's, `dep` ClearNLP's label as spaCy's English pipelines give it.
    """

    __slots__ = (
        "children", "dep", "end", "head", "i", "lemma", "lower", "pos", "sent", "start", "tag", "text",
    )  # fmt: skip

    def __init__(
        self, i: int, start: int, end: int, text: str, lemma: str, pos: str, tag: str, dep: str, head: int, sent: int
    ) -> None:
        self.i = i
        self.start = start
        self.end = end
        self.text = text
        self.lower = text.lower()
        self.lemma = lemma
        self.pos = pos
        self.tag = tag
        self.dep = dep
        self.head = head
        self.sent = sent
        self.children: list[int] = []

    def __repr__(self) -> str:
        return f"{self.i}:{self.text}/{self.tag}/{self.dep}<-{self.head}"


class Name:
    """A name as the statistical recogniser saw it: tokens `first` to `last` (exclusive) and its OntoNotes label."""

    __slots__ = ("first", "label", "last")

    def __init__(self, first: int, last: int, label: str) -> None:
        self.first = first
        self.last = last
        self.label = label

    def __repr__(self) -> str:
        return f"Name({self.first}, {self.last}, {self.label})"


class Line:
    """One sentence as token numbers `first` to `last` (exclusive), its paragraph and the part of the page."""

    __slots__ = ("first", "last", "paragraph", "part")

    def __init__(self, first: int, last: int, paragraph: int, part: str) -> None:
        self.first = first
        self.last = last
        self.paragraph = paragraph
        self.part = part


class Parse:
    """All tokens, sentences and raw names of one article.

    Attributes:
        text: `Article.text`, untouched.
        reading: the same length as `text`, what the pipeline read: notices blanked, quotes straightened,
            hard wraps joined, truecased where the page shouts or whispers. Index both with the same offsets.
        tokens: in text order; white space is no token.
        lines: sentences in text order.
        names: raw names of the recogniser, in text order, not overlapping.
    """

    __slots__ = ("_starts", "lines", "names", "reading", "text", "tokens")

    def __init__(self, text: str, reading: str, tokens: list[Token], lines: list[Line], names: list[Name]) -> None:
        self.text = text
        self.reading = reading
        self.tokens = tokens
        self.lines = lines
        self.names = names
        self._starts = [t.start for t in tokens]
        for t in tokens:
            if t.head != t.i:
                tokens[t.head].children.append(t.i)

    def span(self, first: int, last: int) -> Span:
        """The text span of tokens `first` to `last` (exclusive)."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def words(self, first: int, last: int) -> str:
        """The words of tokens `first` to `last` (exclusive), as the page prints them."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def at(self, offset: int) -> int | None:
        """The token that covers or follows a text offset; None after the last."""
        i = bisect_right(self._starts, offset) - 1
        if i >= 0 and offset < self.tokens[i].end:
            return i
        return i + 1 if i + 1 < len(self.tokens) else None

    def covering(self, span: Span) -> tuple[int, int]:
        """First and last (exclusive) token that a text span touches; equal numbers where it touches none."""
        first = bisect_right(self._starts, span.start) - 1
        if first < 0 or self.tokens[first].end <= span.start:
            first += 1
        last = first
        while last < len(self.tokens) and self.tokens[last].start < span.end:
            last += 1
        return first, last

    def head_of(self, first: int, last: int) -> int:
        """The token of a range that hangs on something outside it: its syntactic head."""
        for i in range(last - 1, first - 1, -1):
            h = self.tokens[i].head
            if (h < first or h >= last or h == i) and self.tokens[i].pos != "PUNCT":
                return i
        return last - 1

    def subtree(self, i: int) -> list[int]:
        """Token `i` and all that hangs on it, in text order."""
        found, todo = [], [i]
        while todo:
            j = todo.pop()
            found.append(j)
            todo.extend(self.tokens[j].children)
        found.sort()
        return found

    def extent(self, i: int) -> tuple[int, int]:
        """First and last (exclusive) token of the subtree of `i`."""
        lo = hi = i
        todo = [i]
        while todo:
            j = todo.pop()
            lo, hi = min(lo, j), max(hi, j)
            todo.extend(self.tokens[j].children)
        return lo, hi + 1

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above `i`, nearest first; ends at the root."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield i

    def children(self, i: int, *deps: str) -> list[int]:
        """Children of `i`, in text order; only those with one of the given labels, when labels are given."""
        kids = self.tokens[i].children
        return [k for k in kids if self.tokens[k].dep in deps] if deps else list(kids)

    def sentence(self, i: int) -> Line:
        """The sentence that token `i` stands in."""
        return self.lines[self.tokens[i].sent]

    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences as values."""
        return tuple(
            Sentence(self.tokens[s.first].start, self.tokens[s.last - 1].end, s.part)
            for s in self.lines
            if s.last > s.first
        )
