"""What the picture says: how two actors stand, where a group is, what is announced - each with what it stands on."""

from msgspec import Struct

from dateline.values.incident import Site


class FacetState(Struct, frozen=True, kw_only=True):
    """One side of a relation on a day.

    `since`: first day of the unbroken run of this state; `last_word`: day of the newest evidence. `evidence` and
    `counter` are event ids, newest first; `is_stale`: nothing was heard for longer than the facet keeps.
    """

    facet: str
    state: str
    since: str
    last_word: str
    evidence: tuple[str, ...]
    counter: tuple[str, ...] = ()
    is_stale: bool = False
    when: str | None = None  # the date of what is planned
    where: str | None = None
    why: str = ""


class QuadCount(Struct, frozen=True):
    """Happenings between the two in a month (ISO `2021-11`), by quad: VC, MC, VX, MX."""

    month: str
    quad: str
    count: int


class Relation(Struct, frozen=True, kw_only=True):
    """How `a` and `b` stand on day `at`; both directions are looked at."""

    a: str
    b: str
    at: str
    facets: tuple[FacetState, ...]
    changes: tuple[FacetState, ...] = ()  # every change of every facet up to `at`, oldest first
    series: tuple[QuadCount, ...] = ()
    events: int = 0


class Activity(Struct, frozen=True):
    """An event that shows its actor active: the area that its words allow, on an ISO day.

    `happening`: what retellings share, an incident's id where there is one. `is_claimed`: only a party says so.
    """

    id: str
    day: str
    country: str
    admin1: str | None
    happening: str
    is_claimed: bool = False


class Naming(Struct, frozen=True):
    """A report that names an actor as being in an area. `day`: the ISO day on which it was out."""

    article: str
    day: str
    country: str
    admin1: str | None


class AreaPresence(Struct, frozen=True, kw_only=True):
    """A group in one area (country, first-order area) in a window.

    `status`: new, continuing, silent (was active in the window before), reported (named there, no incident). `claimed`
    counts events that only a party claims; `evidence` are event ids and, for sightings, article ids. `beside`: adjoining
    areas, "COUNTRY/ADMIN1", where the group was active before or is known to be.
    """

    country: str | None
    admin1: str | None
    status: str
    incidents: int
    before: int
    claimed: int = 0
    reported: int = 0
    evidence: tuple[str, ...] = ()
    sighted_in: tuple[str, ...] = ()
    first_on: str | None = None
    last_on: str | None = None
    beside: tuple[str, ...] = ()


class Presence(Struct, frozen=True, kw_only=True):
    """Where an actor is present and active. `verdict`: spreading, contained, quiet or not known, with its `why`."""

    actor: str
    since: str
    until: str
    areas: tuple[AreaPresence, ...]
    articles: int
    articles_before: int
    verdict: str
    why: str


class CalendarEntry(Struct, frozen=True, kw_only=True):
    """Something announced: an incident of the planned kind, with what became of it.

    `outcome`: held, cancelled, or None; `state`: ahead, due, held, cancelled, or no word.
    """

    incident: str
    act: str
    actors: tuple[str, ...]
    days: tuple[str, str] | None
    date: str | None
    date_precision: int | None
    site: Site | None
    announced_on: str
    state: str
    matched: str | None
    events: tuple[str, ...]
