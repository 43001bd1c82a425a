"""What the store answers with: frozen values, each able to name the reports it rests on."""

from typing import Any

from msgspec import Struct

from dateline.values import Actor, Article, Evidence, Extraction, Span
from dateline.values.warning import EarlyWarning


class ArticleRow(Struct, frozen=True, kw_only=True):
    """One report as a table lists it.

    `gone_on`: the day from which it no longer stands; `copy_of`, `story`: ids; `mark`: how far it may be passed on.
    """

    id: str
    title: str | None
    publisher: str | None
    url: str | None
    language: str
    published: str | None
    known_on: str
    words: int
    is_translated_page: bool = False
    withdrawn_on: str | None = None
    gone_on: str | None = None
    copy_of: str | None = None
    story: str | None = None
    mark: str | None = None


class Reading(Struct, frozen=True, kw_only=True):
    """One report with all that the current coder found, and the ids its events and statements have in the store."""

    row: ArticleRow
    article: Article
    extraction: Extraction
    events: tuple[str, ...]
    statements: tuple[str, ...]


class ActorRow(Struct, frozen=True, kw_only=True):
    """An actor and how much there is on it. `articles` name it, `events` have it on a side."""

    actor: Actor
    articles: int
    events: int
    statements: int
    first_on: str | None
    last_on: str | None


class PlaceRow(Struct, frozen=True, kw_only=True):
    """A named place: in how many reports, and how many events were placed there."""

    name: str
    country: str | None
    admin1: str | None
    geonameid: int | None
    lat: float | None
    lon: float | None
    precision: int | None
    articles: int
    events: int


class PairRow(Struct, frozen=True, kw_only=True):
    """Events from one actor towards another, by quad (VC, MC, VX, MX: verbal or material, cooperation or conflict)."""

    source: str
    target: str
    events: int
    by_quad: dict[str, int]
    last_on: str


class Bar(Struct, frozen=True, kw_only=True):
    """A count in a period: `when` is a day, an ISO month or a year; `key` what it was split by."""

    when: str
    key: str | None
    events: int


class Facet(Struct, frozen=True):
    """A value that rows have, and how many have it."""

    value: str
    rows: int


class Coverage(Struct, frozen=True, kw_only=True):
    """How much was read: reports out on a day, by outlet."""

    day: str
    publisher: str | None
    country: str | None
    articles: int


class Hit(Struct, frozen=True, kw_only=True):
    """A report that holds the words searched for, its best sentence, and where the words stand in the article's text."""

    evidence: Evidence
    marks: tuple[Span, ...]


class Correction(Struct, frozen=True, kw_only=True):
    """What a person put on record; `value` is what was written beside it, `number` is what undoing it names."""

    number: int
    kind: str
    about: str
    target: str
    who: str
    why: str
    made_at: str
    value: Any = None


class Change(Struct, frozen=True, kw_only=True):
    """An id that changed; `number` grows, so that a follower asks for what came after its last."""

    number: int
    at: str
    kind: str
    about: str
    target: str


class KeptWarnings(Struct, frozen=True, kw_only=True):
    """The early warnings of the whole record that were made last.

    `made_on`: the ISO day of the newest change that they rest on, None before any; `is_fresh`: nothing changed since;
    `reports_since`: how many reports came, changed or went after.
    """

    warnings: tuple[EarlyWarning, ...]
    made_on: str | None = None
    is_fresh: bool = True
    reports_since: int = 0


class RefusalRow(Struct, frozen=True, kw_only=True):
    """An input that was refused, with the reason and how to mend it."""

    id: str | None
    room: str
    why: str
    where: str
    seen_at: str


class Extent(Struct, frozen=True, kw_only=True):
    """The reports that figures rest on. `from_on`, `to_on`: days of the first and last; `coders`: who read them."""

    articles: int
    outlets: int
    from_on: str | None
    to_on: str | None
    coders: tuple[str, ...]


class Status(Struct, frozen=True, kw_only=True):
    """What a store holds. `from_on`, `to_on`: days of the first and last report."""

    schema: int
    articles: int
    withdrawn: int
    replaced: int
    refusals: int
    outlets: int
    languages: dict[str, int]
    events: int
    statements: int
    actors: int
    incidents: int
    stories: int
    copies: int
    corrections: int
    coders: dict[str, int]
    from_on: str | None
    to_on: str | None
