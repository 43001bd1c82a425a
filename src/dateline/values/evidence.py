"""A figure never travels without the sentence it stands on: found things together with their evidence."""

from msgspec import Struct

from dateline.values.event import Event
from dateline.values.place import Place
from dateline.values.review import Review
from dateline.values.span import Span
from dateline.values.statement import Statement


class Evidence(Struct, frozen=True, kw_only=True):
    """Where a found thing stands.

    `sentence` counts in the text of `article`; `words` are that sentence's words. `known_on`: the ISO day on which
    the report was out. `copy_of`: the report that this one reprints. `coder`: the coder version that read it. `mark`: how
    far the report may be passed on.
    """

    article: str
    sentence: Span
    words: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    known_on: str
    language: str
    is_machine_translated: bool = False
    copy_of: str | None = None
    coder: str = ""
    mark: str | None = None


class FoundEvent(Struct, frozen=True, kw_only=True):
    """One event as the store keeps it. `days`: first and last ISO day that its date covers, None when undated.

    `review`: by whom it stands as it does; None for what only the machine has read.
    """

    id: str
    event: Event
    place: Place | None
    days: tuple[str, str] | None
    evidence: Evidence
    review: Review | None = None


class FoundStatement(Struct, frozen=True, kw_only=True):
    """One statement as the store keeps it."""

    id: str
    statement: Statement
    evidence: Evidence
    review: Review | None = None


class Sighting(Struct, frozen=True, kw_only=True):
    """An actor and a place named in one sentence: the actor is reported there, which is no event yet."""

    actor: str
    place: Place
    evidence: Evidence
