"""One happening, however many reports tell of it."""

from msgspec import Struct

from dateline.values.actor import Actor
from dateline.values.review import Review


class Site(Struct, frozen=True):
    """Where an incident was, at the finest place that its reports agree on. WGS84 degrees, UCDP GED precision."""

    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    radius_km: float | None = None


class ReportedToll(Struct, frozen=True):
    """The number that one report gives. `event` and `article` are ids; `known_on` is the report's ISO day."""

    kind: str  # killed, injured
    low: int
    best: int
    high: int
    article: str
    event: str
    publisher: str | None = None
    known_on: str | None = None


class Count(Struct, frozen=True):
    """A number of people with its bounds."""

    low: int
    best: int
    high: int


class Incident(Struct, frozen=True, kw_only=True):
    """Events of several reports taken for one happening.

    `events` and `articles` are ids in a stable order; `origins` counts independent origins (copies count once).
    `days`: first and last ISO day it may have happened on. `known_on`: the day of the first report. `outcome` is for
    planned ones: held, postponed, cancelled, or None for no word; `matched` is the incident that decided it,
    and `outcome_on` the ISO day from which that is known. `mutual`: those named as `actors` acted on each other, as in a
    clash or in talks, and `recipients` is empty; without it several actors did the same side by side.
    """

    id: str
    type: str
    of: str | None = None
    mode: str | None = None
    quad: str
    score: float = 0.0
    modality: str = "asserted"
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    mutual: bool = False
    site: Site | None = None
    days: tuple[str, str] | None = None
    date: str | None = None
    date_precision: int | None = None
    killed: Count | None = None
    injured: Count | None = None
    tolls: tuple[ReportedToll, ...] = ()
    events: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    reports: int = 0
    outlets: int = 0
    origins: int = 0
    known_on: str
    outcome: str | None = None
    outcome_on: str | None = None
    matched: str | None = None
    why: str = ""
    review: Review | None = None  # by whom it was joined or split

    @property
    def sides(self) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Who acted, and on whom: those who acted on each other stand on both sides."""
        return self.actors, self.actors if self.mutual else self.recipients


class Copy(Struct, frozen=True):
    """`article` reprints `copy_of`, the earliest report of its words; never in a chain."""

    article: str
    copy_of: str
    why: str = ""


class Story(Struct, frozen=True):
    """One happening retold: the ids of the articles that tell it. `id` follows from its earliest member."""

    id: str
    articles: tuple[str, ...]
    title: str | None = None
    why: str = ""
    review: Review | None = None
