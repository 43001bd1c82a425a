"""When: a TIMEX3 time expression with its ISO value."""

from datetime import date

from dateline.values.days import days_of
from dateline.values.span import Span, Via


class Time(Span, frozen=True):
    """A time expression. `type` is DATE, TIME, DURATION or SET; `value` is TIMEX3's (`2021-W48`, `P2W`, `PAST_REF`)."""

    type: str
    value: str
    why: str = ""
    anchor: str = "exact"
    via: Via | None = None


def interval(value: str | None) -> tuple[date, date] | None:
    """First and last day of a DATE or TIME value: weeks, weekends, quarters, seasons, decades, centuries, `a/b` ranges.

    Returns: None where the value covers no known days (`PAST_REF`, `XXXX-11`, a duration).
    """
    days = days_of(value)
    return (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None


def date_precision(value: str | None) -> int:
    """UCDP's date precision of a value: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 a year or coarser, or unknown."""
    days = interval(value)
    if days is None:
        return 5
    length = (days[1] - days[0]).days + 1
    for precision, longest in ((1, 1), (2, 6), (3, 7), (4, 31)):
        if length <= longest:
            return precision
    return 5
