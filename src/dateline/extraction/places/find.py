"""Words to place mentions."""

from msgspec import Struct

from dateline.extraction.places.gazetteer import Gazetteer
from dateline.extraction.text.tokens import Parse


class PlaceMention(Struct, frozen=True):
    """A place name before it is resolved: tokens `first` to `last` (exclusive)."""

    first: int
    last: int


def find(parse: Parse, *, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """Find the place names of one article, in text order."""
    return ()
