"""Who said what."""

from msgspec import Struct

from dateline.values.actor import Party
from dateline.values.span import Span, Via


class Statement(Struct, frozen=True, kw_only=True):
    """One attribution: a source, a cue and the content in pieces.

    `kind`: direct, indirect or mixed. `stance`: said, believed, denied, promised, threatened, demanded, accused,
    praised, or asked. `about`: ids of the actors spoken of. `date`: when it was said, ISO.
    """

    source: Party | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: str
    about: tuple[str, ...] = ()
    date: str | None = None
    stance: str = "said"
    spoken_for: str | None = None  # the body a spokesperson speaks for (actor id)
    why: str = ""
    anchor: str = "exact"
    via: Via | None = None
