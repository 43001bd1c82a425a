"""Where a mention is: choose one place in the world, or say we cannot tell."""

from collections.abc import Sequence

from dateline.extraction.places.find import PlaceMention
from dateline.extraction.places.gazetteer import Gazetteer
from dateline.extraction.text.tokens import Parse
from dateline.values import Outlet, Place


def resolve(
    mentions: Sequence[PlaceMention], *, parse: Parse, gazetteer: Gazetteer, outlet: Outlet | None = None
) -> tuple[Place, ...]:
    """Choose the place each mention means, in the same order."""
    return ()
