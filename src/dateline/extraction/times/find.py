"""Words to time expressions."""

from msgspec import Struct

from dateline.extraction.text.tokens import Parse


class TimeMention(Struct, frozen=True):
    """A time expression before it is resolved: tokens `first` to `last` (exclusive) and what it says."""

    first: int
    last: int


def find(parse: Parse) -> tuple[TimeMention, ...]:
    """Find the time expressions of one article, in text order."""
    return ()
