"""When a mention is: the TIMEX3 value of a time expression, counted from the article's own date."""

from collections.abc import Sequence

from dateline.extraction.text.tokens import Parse
from dateline.extraction.times.find import TimeMention
from dateline.values import Time


def resolve(mentions: Sequence[TimeMention], *, parse: Parse, anchor: str | None) -> tuple[Time, ...]:
    """Give each mention its value. `anchor`: ISO date or date-time that relative expressions count from, or None."""
    return ()
