"""Who did what to whom: the events of one article."""

from collections.abc import Sequence

from dateline.extraction.text.tokens import Parse
from dateline.values import Entity, Event, Place, Statement, Time


def code(
    parse: Parse,
    *,
    entities: Sequence[Entity],
    places: Sequence[Place],
    times: Sequence[Time],
    statements: Sequence[Statement],
    at: str | None,
    model: object | None = None,
) -> tuple[Event, ...]:
    """Code the events of one article, in text order."""
    return ()
