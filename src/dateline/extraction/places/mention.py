"""The words of an article that name a place, before it is decided which place they mean."""

from msgspec import Struct


class PlaceMention(Struct, frozen=True):
    """A place name before it is resolved: tokens `first` to `last` (exclusive), the words at `start` to `end`.

    `name` is what to look up; `kind` the kind of place that the words ask for ("X County"), None where they ask
    for none. `is_street`: a street or road, placed by the town it is in. `is_short`: an abbreviation.
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    kind: str | None = None
    is_short: bool = False
    is_street: bool = False
    found_by: str = "gazetteer"
