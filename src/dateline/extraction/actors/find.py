"""Words to mentions of actors."""

from collections.abc import Sequence

from msgspec import Struct

from dateline.extraction.actors.catalogue import Catalogue
from dateline.extraction.text.tokens import Parse
from dateline.values import Place


class ActorMention(Struct, frozen=True):
    """A mention before it is resolved: tokens `first` to `last` (exclusive), its type and form."""

    first: int
    last: int
    type: str
    form: str


def find(parse: Parse, *, catalogue: Catalogue, places: Sequence[Place]) -> tuple[ActorMention, ...]:
    """Find names, descriptions and pronouns that may stand for an actor, in text order."""
    return ()
