"""The calendar: steps of days, weeks, months and years, feasts, and other peoples' calendars turned into ours."""

from datetime import date, timedelta

_HIJRI_EPOCH = 227014  # ordinal of the day before 1 Muharram of the year 1, by the civil tables


def shift_months(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where that month is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, month_length(year, month + 1)))


def month_length(year: int, month: int) -> int:
    """Days in a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def valid(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= month_length(year, month)


def week(day: date) -> str:
    """The ISO week of a day: `2021-W47`."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


def weekday_near(anchor: date, weekday: int, direction: int) -> date:
    """The nearest such weekday (1 = Monday) on or before the anchor, or on or after it where `direction` is 1."""
    if direction > 0:
        return anchor + timedelta((weekday - anchor.isoweekday()) % 7)
    return anchor - timedelta((anchor.isoweekday() - weekday) % 7)


def easter(year: int) -> date:
    """Western Easter Sunday. Method: the anonymous Gregorian computus (Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    month, day = divmod(h + r - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month; the last one where `nth` is -1."""
    if nth < 0:
        last = date(year, month, month_length(year, month))
        return weekday_near(last, weekday, -1)
    return weekday_near(date(year, month, 1), weekday, 1) + timedelta(7 * (nth - 1))


def feast(name: str, year: int) -> date | None:
    """The day of a feast that news names by name alone; None for one we do not know."""
    fixed = _FIXED.get(name)
    if fixed is not None:
        return date(year, *fixed)
    floating = _FLOATING.get(name)
    if floating is not None:
        return nth_weekday(year, *floating)
    if name == "easter":
        return easter(year)
    if name == "election":
        return nth_weekday(year, 11, 1, 1) + timedelta(1)
    return None


def from_persian(year: int, month: int, day: int) -> date | None:
    """The day of a Solar Hijri (Jalali) date. Method: 33-year leap cycle (Borkowski 1996), right for 1178 to 1633 AP."""
    if not (1178 <= year <= 1633 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    years = year - 979
    days = 365 * years + years // 33 * 8 + (years % 33 + 3) // 4 + day - 1
    days += sum(31 if i < 6 else 30 for i in range(month - 1))
    gregorian = days + 79
    return date(1600, 1, 1) + timedelta(gregorian)


def from_hijri(year: int, month: int, day: int) -> date | None:
    """The day of an Islamic date by tabular reckoning: a day off, at most two, from the sighted moon."""
    if not (1200 <= year <= 1600 and 1 <= month <= 12 and 1 <= day <= 30):
        return None
    ordinal = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + _HIJRI_EPOCH
    return date.fromordinal(ordinal)


def from_buddhist(year: int, month: int, day: int) -> date | None:
    """The day of a Thai Buddhist date."""
    return date(year - 543, month, day) if valid(year - 543, month, day) and 2400 <= year <= 2700 else None


_FIXED = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "halloween": (10, 31),
    "new year's day": (1, 1), "new year's eve": (12, 31), "valentine": (2, 14), "boxing": (12, 26),
    "independence": (7, 4), "veterans": (11, 11), "armistice": (11, 11), "bastille": (7, 14), "canada": (7, 1),
    "australia": (1, 26), "anzac": (4, 25),
}  # fmt: skip
_FLOATING = {
    "thanksgiving": (11, 4, 4), "memorial": (5, 1, -1), "labor": (9, 1, 1), "labour": (9, 1, 1),
    "columbus": (10, 1, 2),
}  # fmt: skip
