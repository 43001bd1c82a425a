"""What a question may be narrowed by. Days are ISO text, inclusive; None asks for everything.

`as_of`: only what was known on that day: reports out by then, and not yet withdrawn or replaced. `actor` and the sides
take one id or several (the members of a bloc). `after`: only rows that come after the one with this id, in the order in
which they are answered: pages that follow each other this way stay true while new rows come in.
"""

from msgspec import Struct

Actors = str | tuple[str, ...]


class EventFilter(Struct, frozen=True, kw_only=True):
    """Which events. `since`/`until` keep events whose days overlap the window; an undated one counts on its report's day."""

    actor: Actors | None = None  # on either side
    source: Actors | None = None
    target: Actors | None = None
    pair: tuple[Actors, Actors] | None = None  # the two on opposite sides, whichever way round
    type: str | tuple[str, ...] | None = None
    of: str | tuple[str, ...] | None = None
    quad: str | tuple[str, ...] | None = None
    modality: str | tuple[str, ...] | None = None
    negated: bool | None = None
    country: str | None = None
    admin1: str | None = None
    geonameid: int | None = None
    publisher: str | None = None
    language: str | None = None
    machine_translated: bool | None = None
    engine: str | None = None  # the translation engine they were read through, "Apertium" or "Apertium 3.8.3 .."
    min_confidence: float | None = None
    article: str | None = None
    story: str | None = None
    incident: str | None = None
    ids: tuple[str, ...] | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    after: str | None = None


class StatementFilter(Struct, frozen=True, kw_only=True):
    """Which statements. `by`: the speaker, or the body a speaker speaks for; `about`: an actor spoken of."""

    by: Actors | None = None
    about: Actors | None = None
    kind: str | None = None
    stance: str | tuple[str, ...] | None = None
    publisher: str | None = None
    language: str | None = None
    machine_translated: bool | None = None
    engine: str | None = None  # the translation engine they were read through, "Apertium" or "Apertium 3.8.3 .."
    article: str | None = None
    ids: tuple[str, ...] | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    after: str | None = None


class IncidentFilter(Struct, frozen=True, kw_only=True):
    """Which incidents. `planned_or_past`: `planned` for what was announced, `past` for what is said to have happened."""

    actor: Actors | None = None
    other: Actors | None = None  # on any side too
    pair: tuple[str, str] | None = None
    type: str | tuple[str, ...] | None = None
    of: str | tuple[str, ...] | None = None
    quad: str | tuple[str, ...] | None = None
    modality: str | tuple[str, ...] | None = None
    country: str | None = None
    admin1: str | None = None
    # an event of it is told so: by this outlet, in this language, without an engine (False), through this one
    publisher: str | None = None
    language: str | None = None
    machine_translated: bool | None = None
    engine: str | None = None
    event: str | None = None
    ids: tuple[str, ...] | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    after: str | None = None


class ArticleFilter(Struct, frozen=True, kw_only=True):
    """Which reports. `standing`: True leaves out withdrawn and replaced ones."""

    publisher: str | None = None
    language: str | None = None
    story: str | None = None
    actor: Actors | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    after: str | None = None
    standing: bool = True
