"""Who is quoted as saying what."""

from collections.abc import Sequence

from dateline.extraction.text.tokens import Parse
from dateline.values import Entity, Statement, Time


def attribute(
    parse: Parse, *, entities: Sequence[Entity], times: Sequence[Time], at: str | None
) -> tuple[Statement, ...]:
    """Find the statements of one article with their speakers, in text order."""
    return ()
