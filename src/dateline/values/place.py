"""Where: a place named in the text, resolved or honestly left open."""

from msgspec import Struct

from dateline.values.span import Span, Via


class Candidate(Struct, frozen=True):
    """A place in the gazetteer that a name may mean."""

    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    geonameid: int | None
    kind: str  # city, admin1, admin2, country, region, water, camp, crossing ..
    population: int = 0


class Place(Span, frozen=True):
    """A place mention. Unresolved: `lat`, `lon`, `geonameid` are None and `candidates` says what it might be.

    `precision` is UCDP GED's: 1 exact, 2 near, 3 second-order district, 4 province, 5 vague or between, 6 country,
    7 sea or air. `radius_km` bounds where the words allow it to be. `role` is `where` for a location and `actor`
    where the name stands for a government or team ("Washington said").
    """

    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    geonameid: int | None = None
    precision: int | None = None
    radius_km: float | None = None
    name: str | None = None
    role: str = "where"
    why: str = ""
    candidates: tuple[Candidate, ...] = ()
    anchor: str = "exact"
    via: Via | None = None
