"""The settings of early warning; the defaults were swept on simulated worlds, see docs/warnings.md."""

from msgspec import Struct


class Method(Struct, frozen=True):
    """How early warning looks. Weeks are weeks of record."""

    windows: tuple[int, ...] = (2, 4)  # weeks
    half_life_weeks: float = 39.0
    gap_weeks: int = 5  # between the baseline's end and the present, for windows up to four weeks
    warm_weeks: int = 52  # of record before a series can warn
    rest_weeks: int = 8  # a raised series rests
    prior_weeks: float = 10.0  # what the dispersion of all series weighs in that of one
    least: int = 2  # incidents in the window; one is never a rise
    proof_weeks: int = 8  # that follow an alarm decide whether it was false
    proof_p: float = 0.01  # the chance below which they bear it out
    steps: int = 48  # limits that are replayed
    memory_weeks: float = 104.0  # half-life of the replayed past that sets the limit
    dark_share: float = 0.6  # of the usual volume; below it coverage is lost
    spread_weeks: int = 8
    spread_incidents: int = 3
    spread_weeks_near: int = 4  # beside an area where the actor is already active, two incidents are enough
    spread_incidents_near: int = 2


DEFAULT = Method()
