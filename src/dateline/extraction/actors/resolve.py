"""Who a mention is: an actor of the catalogue at the article's date, one composed from the words, or nobody."""

from collections.abc import Sequence

from dateline.extraction.actors.catalogue import Catalogue
from dateline.extraction.actors.find import ActorMention
from dateline.extraction.text.tokens import Parse
from dateline.values import Entity, Place


def resolve(
    mentions: Sequence[ActorMention], *, parse: Parse, catalogue: Catalogue, at: str | None, places: Sequence[Place]
) -> tuple[Entity, ...]:
    """Say who each mention is. `at`: the article's date, ISO, or None."""
    return ()
