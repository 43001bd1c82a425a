"""A warning: something rose, spread, fell, or can no longer be seen."""

from msgspec import Struct


class EarlyWarning(Struct, frozen=True, kw_only=True):
    """One warning as it was raised, from what was known on that day.

    `kind`: rise, spread, fall or coverage_lost. `observed` and `expected` count incidents in the window that `why`
    names (articles, for coverage_lost); `p` is the chance of it if nothing had changed; `incidents` are the ids it
    stands on.
    """

    kind: str
    raised_on: str
    country: str | None
    admin1: str | None
    actor: str | None
    type: str | None
    observed: float
    expected: float
    p: float
    incidents: tuple[str, ...] = ()
    why: str = ""


class CountedIncident(Struct, frozen=True):
    """What early warning needs of an incident; codes are opaque. Dates are ISO days; `known_on` is never before `date`."""

    id: str
    date: str
    known_on: str
    type: str
    actors: tuple[str, ...] = ()
    country: str | None = None
    admin1: str | None = None
