"""A statement in the making, in token numbers: who speaks, which words are the cue, and how far the content runs."""

Range = tuple[int, int]


class Draft:
    """A statement in token numbers: `head` is the cue's main word, `frame` names the rule that found it."""

    __slots__ = ("cue", "frame", "head", "is_nested", "pieces", "source", "source_head")

    def __init__(
        self, head: int, cue: Range, source: Range | None, source_head: int | None, pieces: list[Range], frame: str
    ) -> None:
        self.head = head
        self.cue = cue
        self.source = source
        self.source_head = source_head
        self.pieces = pieces
        self.frame = frame
        self.is_nested = False

    def holds(self, i: int) -> bool:
        """Whether token `i` is part of the content."""
        return any(lo <= i < hi for lo, hi in self.pieces)

    @property
    def size(self) -> int:
        """Tokens of content."""
        return sum(hi - lo for lo, hi in self.pieces)
