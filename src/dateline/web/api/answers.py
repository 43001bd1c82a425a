"""What comes back: lists with their total and what follows, single things, and errors that explain."""

from typing import Any

from msgspec import Struct

from dateline.values import Actor
from dateline.values.picture import FacetState, QuadCount


class Listed(Struct, frozen=True, kw_only=True):
    """Rows of a table, in the order of the page. `next`: what to ask `after` for the rows behind, None at the end."""

    items: list[dict[str, Any]]
    total: int
    next: str | None = None


class WarningsListed(Listed, frozen=True, kw_only=True):
    """Early warnings, and the record that they were made from.

    `made_on`: its ISO day; `is_fresh`: nothing changed since; `reports_since`: reports that came, changed or went after,
    which they do not count until the next run.
    """

    made_on: str | None = None
    is_fresh: bool = True
    reports_since: int = 0


class Decision(Struct, frozen=True, kw_only=True):
    """By whose decision something stands as it does. `kind`: accepted, fixed, rejected; `at`: ISO, UTC."""

    kind: str
    who: str
    at: str
    why: str
    number: int


class EventAnswer(Struct, frozen=True, kw_only=True):
    """One event, the incident it is part of, and what people decided of it."""

    event: dict[str, Any]
    incident: str | None
    review: Decision | None


class IncidentAnswer(Struct, frozen=True, kw_only=True):
    """One incident with the events it was fused of, one row each."""

    incident: dict[str, Any]
    events: list[dict[str, Any]]


class ReportAnswer(Struct, frozen=True, kw_only=True):
    """One report with what was found in it. Its text stays in the store."""

    report: dict[str, Any]
    events: list[dict[str, Any]]
    statements: list[dict[str, Any]]


class ActorAnswer(Struct, frozen=True, kw_only=True):
    """An actor with a public role; private persons are none, and have no address."""

    actor: Actor
    relations: list[dict[str, Any]]


class RelationAnswer(Struct, frozen=True, kw_only=True):
    """How two actors stand on a day, each state with the ids of the events it stands on."""

    one: str
    other: str
    at: str
    facets: tuple[FacetState, ...]
    changes: tuple[FacetState, ...]
    series: tuple[QuadCount, ...]
    events: int


class StatusAnswer(Struct, frozen=True, kw_only=True):
    """How much the store holds, and what coded it."""

    articles: int
    events: int
    statements: int
    incidents: int
    from_on: str | None
    to_on: str | None
    coders: dict[str, int]
    last_change: int
    note: str


class Trouble(Struct, frozen=True):
    """What went wrong and how to mend it."""

    code: int
    why: str


class ErrorAnswer(Struct, frozen=True):
    """The shape of every answer that is none."""

    error: Trouble
