"""A stretch of an article's text."""

from msgspec import Struct, field


class Span(Struct, frozen=True, omit_defaults=False):
    """Code points `start` (inclusive) to `end` (exclusive) of `Article.text`."""

    start: int
    end: int

    def words(self, text: str) -> str:
        """The words meant: `text[start:end]`."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


class Via(Struct, frozen=True):
    """The translation that an item was found in, for items with no word of their own in the original."""

    provider: str
    version: str
    source_language: str = field(name="from")  # `from` is a keyword in Python
    text: str  # the words of the translation that the item stands on


class Notice(Span, frozen=True):
    """Words of the page that are not the report: translated, credit, updated, dateline or furniture."""

    kind: str


class Sentence(Span, frozen=True):
    """One sentence, and the part of the page it stands in: headline, standfirst, caption or body."""

    part: str = "body"
