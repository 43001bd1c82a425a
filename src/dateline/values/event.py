"""Who did what to whom, where and when."""

from msgspec import Struct

from dateline.values.actor import Party
from dateline.values.span import Span, Via


class RoleFiller(Span, frozen=True):
    """Words that fill a role. `kind`: individual or organisation; `entity` is shared by spans of one filler."""

    kind: str | None = None
    entity: str | None = None


class Roles(Struct, frozen=True):
    """Who did it, to whom, against which thing, with what."""

    perpetrator: tuple[RoleFiller, ...] = ()
    victim: tuple[RoleFiller, ...] = ()
    target: tuple[RoleFiller, ...] = ()
    weapon: tuple[RoleFiller, ...] = ()


class Toll(Span, frozen=True):
    """A count of people with its bounds; `start` and `end` are the words it stands on."""

    low: int
    best: int
    high: int


class Pinned(Struct, frozen=True):
    """Where each part of an event was found: same (sentence as the trigger), other, inherited, or None."""

    actor: str | None = None
    place: str | None = None
    date: str | None = None


class Event(Struct, frozen=True, kw_only=True):
    """One coded event, as in the data contract.

    `place` is an index into the article's places, `said_by` one into its statements. `date` is when it happened
    (ISO; `2021-W48` and `2021-08` are dates too), with UCDP's date precision 1 day .. 5 year.
    """

    type: str
    mode: str | None = None
    of: str | None = None
    quad: str
    score: float
    trigger: Span
    source: Party | None = None
    target: Party | None = None
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    place: int | None = None
    date: str | None = None
    date_precision: int | None = None
    negated: bool = False
    modality: str = "asserted"
    said_by: int | None = None
    roles: Roles = Roles()
    killed: Toll | None = None
    injured: Toll | None = None
    pinned: Pinned = Pinned()
    confidence: float = 0.5
    contexts: tuple[str, ...] = ()
    why: str = ""
    anchor: str = "exact"
    via: Via | None = None
