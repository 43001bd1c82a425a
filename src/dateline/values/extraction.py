"""All that was found in one article."""

from msgspec import Struct

from dateline.values.actor import Entity
from dateline.values.event import Event
from dateline.values.place import Place
from dateline.values.span import Notice, Sentence, Span
from dateline.values.statement import Statement
from dateline.values.time import Time


class Extraction(Struct, frozen=True, kw_only=True):
    """What one article says. `reference` is the date that relative times count from, None where there is none.

    `is_translated_page`: the page itself carries a notice that it was machine translated. `untranslated`: paragraphs in
    another language that no engine could read here; only names in them were.
    """

    id: str
    language: str
    title: Span | None = None
    reference: str | None = None
    reference_from: str | None = None  # published, dateline, updated
    updated: str | None = None
    is_translated_page: bool = False
    coder: str = ""
    notices: tuple[Notice, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    untranslated: tuple[Span, ...] = ()
