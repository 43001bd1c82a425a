"""What days an ISO or TIMEX3 date value covers, so that dates of any grain can be sorted and compared."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_WEEK = re.compile(r"(\d{4})-W(\d{2})(-WE|-[1-7])?$")
_MONTH = re.compile(r"(\d{4})-(\d{2})$")
_PART = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)$")
_YEARS = re.compile(r"(\d{2,4})$")
_MONTHS_OF = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12)}
_MONTHS_OF |= {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11)}


def days_of(value: str | None) -> tuple[str, str] | None:
    """First and last day (ISO, inclusive) that a date value covers.

    Args:
        value: `2021-11-19`, a date-time, `2021-W48`, `2021-W48-WE`, `2021-11`, `2021-Q3`, `2021-SU` (northern
            seasons, winter running into March of the next year), `2021`, `202` (a decade), or two joined by `/`.
    Returns:
        Two ISO days, or None where the value covers no known days (`PAST_REF`, `XXXX-11`, a duration).
    """
    if value is None:
        return None
    if "/" in value:
        first, last = (days_of(part) for part in value.split("/", 1))
        return (min(first[0], last[0]), max(first[1], last[1])) if first and last else None
    try:
        return _days_of_one(value)
    except (ValueError, OverflowError):  # a month 13, a week 54, the year 0000
        return None


def moment_of(seconds: float) -> str:
    """The ISO date-time in UTC, to the second, of seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def day_after(day: str, days: int) -> str:
    """The ISO day some days after another; before it where they are negative; never beyond the years 1 to 9999."""
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return (date.max if days > 0 else date.min).isoformat()


def _days_of_one(value: str) -> tuple[str, str] | None:
    if m := _DAY.match(value):
        day = date(int(m[1]), int(m[2]), int(m[3])).isoformat()
        return day, day
    if m := _WEEK.match(value):
        return _week(int(m[1]), int(m[2]), m[3])
    if m := _MONTH.match(value):
        return _months(int(m[1]), int(m[2]), int(m[2]))
    if m := _PART.match(value):
        if m[2] == "WI":
            return f"{m[1]}-12-01", _months(int(m[1]) + 1, 2, 2)[1]
        return _months(int(m[1]), *_MONTHS_OF[m[2]])
    if m := _YEARS.match(value):
        first, last = m[1].ljust(4, "0"), m[1].ljust(4, "9")
        return f"{date(int(first), 1, 1)}", f"{date(int(last), 12, 31)}"
    return None


def _week(year: int, week: int, part: str | None) -> tuple[str, str]:
    first, last = 1, 7
    if part == "-WE":
        first = 6
    elif part:
        first = last = int(part[1:])
    monday = date.fromisocalendar(year, week, 1)
    return (monday + timedelta(first - 1)).isoformat(), (monday + timedelta(last - 1)).isoformat()


def _months(year: int, first: int, last: int) -> tuple[str, str]:
    end = monthrange(year, last)[1]
    return date(year, first, 1).isoformat(), date(year, last, end).isoformat()
