"""When a mention is: the TIMEX3 value of a time expression, counted from the article's own date.

The anchor is what the article says of itself; the clock of this machine is never asked. Without an anchor a
relative expression keeps open what nobody can know (`XXXX-WXX-5`). "The next day" counts from the last date named.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from msgspec import structs

from dateline.extraction.text.tokens import Parse
from dateline.extraction.times import calendar
from dateline.extraction.times.find import TimeMention
from dateline.extraction.times.numbers import CARDINALS
from dateline.extraction.times.telling import Telling, anchor_day, day_of
from dateline.values import Time


def resolve(mentions: Sequence[TimeMention], *, parse: Parse, anchor: str | None) -> tuple[Time, ...]:
    """Give each mention its value. `anchor`: ISO date or date-time that relative expressions count from, or None."""
    told = Telling(parse, anchor_day(anchor))
    times: list[Time] = []
    for number, mention in enumerate(mentions):
        if _is_name(mention, parse):
            continue
        following = mentions[number + 1] if number + 1 < len(mentions) else None
        try:
            answer = _KINDS[mention.kind](_with_its_day(mention, following, parse.reading), told)
        except (ValueError, OverflowError):  # a date no calendar has: "February 30", the year 12000
            answer = None
        if answer is not None:
            type_, value, why = answer
            value = _at_its_day(mention, following, value, told)
            told.remember(mention, type_, value)
            times.append(Time(mention.start, mention.end, type_, value, why))
    return tuple(times)


_NAME_LIKE = frozenset("may march april june august sunday friday saturday monday daily now today tomorrow".split())
_NAMES = frozenset({"PERSON", "ORG", "WORK_OF_ART", "FAC", "PRODUCT"})
_ON = re.compile(r"\s*,?\s*(?:on|of)\s*")
_ON_OR_FROM = re.compile(r"\s*,?\s*(?:late |early )?(?:on|of|from)\s*(?:late |early )?")
_SINCE = re.compile(r"\bsince\s+$", re.IGNORECASE)
_SEPTEMBER_11 = re.compile(r"\s*(?:,\s*)?(?:terror(?:ist)?\s+)?attacks?\b", re.IGNORECASE)


def _is_name(m: TimeMention, parse: Parse) -> bool:
    """Whether a lone word is part of a name, or a verb: "June Carter", "the Sunday Times", "May God help us"."""
    if len(m.words) != 1 or m.words[0] not in _NAME_LIKE:
        return False
    i = parse.at(m.start)
    if i is None:
        return False
    if m.month is not None and parse.tokens[i].tag in ("MD", "VB", "VBP", "VBZ"):
        return True
    return any(n.first <= i < n.last and n.last - n.first > 1 and n.label in _NAMES for n in parse.names)


def _at_its_day(m: TimeMention, following: TimeMention | None, value: str, told: Telling) -> str:
    """A part of a day with the day right behind it: "before dawn on Tuesday", "overnight from Monday to Tuesday"."""
    bare = m.kind == "day" and bool(m.part) and len(m.words) == 1 and not m.ref and not m.shift
    if not bare or following is None or following.kind not in ("date", "day") or following.part:
        return value
    if following.start - m.end > 9 or _ON_OR_FROM.fullmatch(told.parse.reading, m.end, following.start) is None:
        return value
    answer = _KINDS[following.kind](following, told)
    day = day_of(answer[1]) if answer is not None else None
    return _iso(day) + m.part if day is not None else value


def _with_its_day(m: TimeMention, following: TimeMention | None, text: str) -> TimeMention:
    """A clock time with the day that stands right behind it: "6 a.m. on Thursday"."""
    if m.kind != "clock" or following is None or following.kind not in ("date", "day"):
        return m
    if m.month is not None or m.weekday is not None or m.ref or following.part:
        return m
    if following.start - m.end > 6 or _ON.fullmatch(text, m.end, following.start) is None:
        return m
    return structs.replace(
        m, month=following.month, day=following.day, weekday=following.weekday, year=following.year,
        shift=following.shift, ref=following.ref,
    )  # fmt: skip


_Answer = tuple[str, str, str] | None


def _date(m: TimeMention, told: Telling) -> _Answer:
    value, why = _date_value(m, told)
    if (m.part and len(value) == 10) or (m.part and "W" in value):
        return "TIME", value + m.part, why
    return "DATE", value, why


def _date_value(m: TimeMention, told: Telling) -> tuple[str, str]:
    if m.month is None and m.weekday is not None:
        return _weekday(m, told)
    if m.month is None:
        base = told.near
        if base is None:
            return f"XXXX-XX-{m.day:02d}", "day of a month nobody names"
        return f"{_day_in_month(base, m.day or 1, told.direction(m)):%Y-%m-%d}", "day of the month nearest"
    year, why = m.year, "said in full"
    if year is None and (m.month, m.day) == (9, 11) and _SEPTEMBER_11.match(told.parse.reading, m.end):
        year, why = 2001, "the attacks known by their day"
    if year is None:
        year, why = _year_for(m, told)
    head = f"{year:04d}" if year is not None else "XXXX"
    if m.day is None:
        return f"{head}-{m.month:02d}", why
    if year is not None and not calendar.valid(year, m.month, m.day):
        return f"{head}-{m.month:02d}", "no such day in the month"
    return f"{head}-{m.month:02d}-{m.day:02d}", why


def _day_in_month(base: date, day: int, direction: int) -> date:
    for step in (0, 1, 2) if direction > 0 else (0, -1, -2):
        month = calendar.shift_months(base.replace(day=1), step)
        if day <= calendar.month_length(month.year, month.month):
            found = month.replace(day=day)
            if direction == 0 and step == 0 and abs((found - base).days) <= 15:
                return found
            if found >= base if direction > 0 else found <= base:
                return found
    return base


def _weekday(m: TimeMention, told: Telling) -> tuple[str, str]:
    weekday = m.weekday or 1
    base = told.anchor
    if m.shift in ("previous", "following", "the previous", "the following", "that same"):
        base = told.near
    if base is None:
        return f"XXXX-WXX-{weekday}", "weekday without an article date"
    if m.shift in ("last", "past", "previous", "this past"):
        return _iso(calendar.weekday_near(base - timedelta(1), weekday, -1)), "last such day before the article"
    if m.shift in ("next", "following", "coming", "this coming"):
        found = calendar.weekday_near(base + timedelta(1), weekday, 1)
        if m.shift == "next" and (found - base).days <= _TOO_NEAR:
            return _iso(
                found + timedelta(7)
            ), "next such day after the article, of the week after: the one at hand is too near"
        return _iso(found), "next such day after the article"
    if m.shift == "this":
        return _iso(base - timedelta(base.isoweekday() - weekday)), "that day of the article's week"
    if told.direction(m) > 0:
        return _iso(
            calendar.weekday_near(base, weekday, 1)
        ), "weekday with a future verb: first on or after the article"
    return _iso(calendar.weekday_near(base, weekday, -1)), "weekday: last on or before the article"


def _year_for(m: TimeMention, told: Telling) -> tuple[int | None, str]:
    """The year a month or a day of a month falls in."""
    base, month = told.anchor, m.month or 1
    if base is None:
        return None, "no year and no article date"
    if "year" in m.words and m.shift in ("last", "next", "this", "", "that"):
        step = {"last": -1, "next": 1}.get(m.shift, 0)
        return base.year + step, "year counted from the article's"
    here, asked = (base.month, base.day), (month, m.day or (base.day if month == base.month else 1))
    if m.shift in ("last", "past", "previous", "this past"):
        return base.year - (month >= base.month), "last such month before the article"
    if m.shift in ("next", "coming", "following", "this coming"):
        return base.year + (month <= base.month), "next such month after the article"
    if m.shift == "this":
        return base.year, "month of the article's year"
    if m.weekday is not None and m.day is not None:
        fitting = [y for y in (base.year, base.year - 1, base.year + 1) if _falls_on(y, month, m.day, m.weekday)]
        if fitting:
            return fitting[0], "the near year in which the weekday fits"
    back = (base.month - month) % 12 * 30.4 + (base.day - m.day if m.day else 0)
    back += 365 if back < 0 else 0
    last, following = base.year - (asked > here), base.year + (asked < here)
    if _SINCE.search(told.parse.reading, max(0, m.start - 8), m.start):
        return last, "since: last on or before the article"
    way = told.direction(m)
    if way > 0 and (back > 65 or following == last):
        return following, "no year and a future verb: first on or after the article"
    if back <= (_FAR_DAYS if way < 0 else _FAR_DAYS - 90) or (way < 0 and m.day is None):
        return last, "no year: last on or before the article"
    return following, "no year: the last one is far back, so the next"


# A past verb with a month ten months back ("said .. until Jan. 2" in November) nearly always means the one to come:
# 210 to 330 days were tried on TBAQ, for past verbs and for none.
_TOO_NEAR = 2  # days: who means the day after tomorrow does not say "next Friday"
_FAR_DAYS = 300


def _falls_on(year: int, month: int, day: int, weekday: int) -> bool:
    return calendar.valid(year, month, day) and date(year, month, day).isoweekday() == weekday


def _near_day(m: TimeMention, told: Telling) -> _Answer:
    step = {"yesterday": -1, "tomorrow": 1}.get(m.ref, 0)
    base = told.anchor
    if m.ref or m.shift == "this" or m.words[0] == "tonight":
        why = "counted from the article's day"
    elif m.shift in ("last", "previous"):
        step, why = -1, "the day before"
        base = told.near if m.shift == "previous" else base
    elif m.shift in ("next", "following"):
        step, base, why = 1, told.near, "the day after the last day named"
    elif m.words[0] == "overnight":
        why = "night into the article's day"
    else:
        base, why = (told.near, "of the last day named") if m.shift else told.day_here(m)
    part = m.part or ""
    if base is None:
        return ("TIME", "XXXX-XX-XX" + part, "no article date") if part else ("DATE", "XXXX-XX-XX", "no article date")
    value = _iso(base + timedelta(step))
    return ("TIME" if part else "DATE"), value + part, why


def _shift(m: TimeMention, told: Telling) -> _Answer:
    if m.unit == "Q" or m.words[-1] in ("period", "quarter"):
        return _shift_quarter(m, told)
    step = _STEPS.get(m.shift, 0)
    chained = m.shift in ("that", "that same", "same", "following", "previous") or (
        m.shift == "next" and m.words[0] == "the"
    )
    base = told.near_for(m.unit) if chained else told.anchor
    if m.month is not None:
        value, why = _date_value(m, told)
        day = day_of(value)
        return ("DATE", calendar.week(day), "week of that day") if day is not None else ("DATE", value, why)
    if base is None:
        return "DATE", _OPEN.get(m.unit, "XXXX-XX-XX"), "no article date"
    why = "counted from the last day named" if chained and told.last_day else "counted from the article's day"
    if "the" in m.words and m.unit == "WE" and not m.shift.startswith(("next", "coming", "following")):
        step = -1 if told.direction(m) <= 0 and base.isoweekday() < 6 else 0
    if m.shift == "this" and m.unit == "WE" and base.isoweekday() < 5 and told.direction(m) < 0:
        step, why = -1, "the weekend behind the article, for a past verb"
    return _stepped(base, m.unit, step, why)


_STEPS = {"last": -1, "previous": -1, "past": -1, "next": 1, "following": 1, "coming": 1}
_OPEN = {"Y": "XXXX", "MO": "XXXX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "Q": "XXXX-QX", "DE": "XXX", "CE": "XX"}


def _stepped(base: date, unit: str, step: int, why: str) -> _Answer:
    """The unit that many steps from a day."""
    if unit in ("H", "M", "S"):
        return None
    if unit == "D":
        return "DATE", _iso(base + timedelta(step)), why
    if unit == "W":
        return "DATE", calendar.week(base + timedelta(7 * step)), why
    if unit == "F":
        return "DATE", calendar.week(base + timedelta(14 * step)), why
    if unit == "WE":
        return "DATE", calendar.week(base + timedelta(7 * step)) + "-WE", why
    if unit == "N":
        return "TIME", _iso(base + timedelta(step)) + "TNI", why
    if unit in ("MO", "SE"):
        return "DATE", f"{calendar.shift_months(base, step * (6 if unit == 'SE' else 1)):%Y-%m}", why
    if unit == "Q":
        moved = calendar.shift_months(base, 3 * step)
        return "DATE", f"{moved.year:04d}-Q{(moved.month + 2) // 3}", why
    if unit == "Y":
        return "DATE", f"{base.year + step:04d}", why
    if unit == "DE":
        return "DATE", f"{base.year // 10 + step:03d}", why
    if unit == "CE":
        return "DATE", f"{base.year // 100 + step:02d}", why
    return None


def _shift_quarter(m: TimeMention, told: Telling) -> _Answer:
    base = told.anchor
    if "latest" in m.words and told.last_quarter is not None and told.done_quarter is not None:
        return "DATE", "{:04d}-Q{}".format(*told.done_quarter), "the last quarter named that has ended"
    if m.words[-1] == "period" or m.shift in ("the", "same", "that", "that same") or "latest" in m.words:
        if told.last_quarter is not None:
            return "DATE", "{:04d}-Q{}".format(*told.last_quarter), "the quarter last named"
        if m.words[-1] == "period":
            return None
    if base is None:
        return "DATE", "XXXX-QX", "no article date"
    return _stepped(base, "Q", _STEPS.get(m.shift, 0), "counted from the article's quarter")


def _edge(m: TimeMention, told: Telling) -> _Answer:
    base = told.anchor
    if base is None:
        return "DATE", _OPEN.get(m.unit, "XXXX"), "no article date"
    if m.unit == "MO":
        return "DATE", f"{base:%Y-%m}", "end of the article's month"
    return "DATE", f"{base.year:04d}", "end of the article's year"


def _ago(m: TimeMention, told: Telling) -> _Answer:
    back = m.shift in ("ago", "earlier")
    from_anchor = m.shift == "ago" or m.shift in ("hence", "from now", "from today")
    if m.shift == "later":
        if not told.has_named(m.unit):
            return _span(m, told)
        base = told.near_for(m.unit)
    else:
        base = told.anchor if from_anchor or (m.unit == "Y" and told.anchor) else told.near
    if m.has_count and m.count is None:
        if back:
            return "DATE", "PAST_REF", "vaguely back"
        return ("DATE", "FUTURE_REF", "vaguely ahead") if from_anchor else _span(m, told)
    count, unit = m.count or 1.0, m.unit
    if count % 1 and unit in ("CE", "DE"):
        count, unit = count * (100 if unit == "CE" else 10), "Y"
    if m.unit == "Y" and count == 1 and back and told.last_quarter is not None and told.done_quarter is not None:
        year, quarter = told.done_quarter
        if told.anchor is None or (told.anchor.year - year) * 4 + (told.anchor.month + 2) // 3 - quarter <= 3:
            return "DATE", f"{year - 1:04d}-Q{quarter}", "a year before the quarter named"
    if base is None:
        return "DATE", _OPEN.get(unit, "XXXX-XX-XX"), "no date to count from"
    sign = -1 if back else 1
    if unit in ("H", "M", "S"):
        return _span(m, told)
    if count % 1:
        return (
            _stepped(calendar.shift_months(base, int(sign * count * 12)), "Y", 0, "counted")
            if unit == "Y"
            else _span(m, told)
        )
    why = "counted back" if back else "counted on"
    if unit == "DE":
        return "DATE", f"{base.year + sign * 10 * int(count):04d}", why
    if unit == "CE":
        return "DATE", f"{base.year // 100 + sign * int(count):02d}", why
    return _stepped(base, unit, sign * int(count), why)


_DURATIONS = {"MO": "P{}M", "DE": "P{}DE", "CE": "P{}CE", "WE": "P{}WE", "SE": "P{}M", "ML": "P{}L"}


def _span(m: TimeMention, told: Telling) -> _Answer:
    if m.unit == "P":
        return None
    return (
        "DURATION",
        _length(m.unit, m.count),
        "a stretch of time" if m.count is not None else "a vague stretch of time",
    )


def _length(unit: str, count: float | None) -> str:
    """A TIMEX3 duration; `X` for a count nobody gives. Halves become the smaller unit: P2Y6M."""
    if unit in ("H", "M", "S"):
        if count is None:
            return f"PTX{unit}"
        whole, rest = divmod(count, 1)
        smaller = {"H": "M", "M": "S"}.get(unit)
        if not rest or smaller is None:
            return f"PT{_figure(count)}{unit}"
        return f"PT{int(whole)}{unit}{round(rest * 60)}{smaller}" if whole else f"PT{round(rest * 60)}{smaller}"
    if unit == "N":
        return f"P{_figure(count)}N" if count is not None else "PXN"
    if unit == "F":
        return f"P{_figure(2 * count)}W" if count is not None else "PXW"
    if unit in ("DE", "CE") and count is not None:
        return f"P{_figure(count * (10 if unit == 'DE' else 100))}Y"
    if unit == "Y" and count is not None and count % 1 == 0.5:
        return f"P{int(count)}Y6M" if count > 1 else "P6M"
    template = _DURATIONS.get(unit, "P{}" + unit)
    return template.format("X" if count is None else _figure(count))


def _figure(count: float) -> str:
    return str(int(count)) if not count % 1 else f"{count:.10g}"


def _set(m: TimeMention, told: Telling) -> _Answer:
    if m.ref:
        return "SET", _OFTEN.get(m.ref, "P1D"), "again and again"
    if m.weekday is not None:
        return "SET", f"XXXX-WXX-{m.weekday}{m.part}", "each such weekday"
    if m.month is not None:
        return "SET", f"XXXX-{m.month:02d}", "each such month"
    if m.season:
        return "SET", f"XXXX-{m.season}", "each such season"
    if m.unit == "N" or m.words[-1] in ("morning", "afternoon", "evening"):
        return (
            "SET",
            "XXXX-XX-XX" + {"morning": "TMO", "afternoon": "TAF", "evening": "TEV"}.get(m.words[-1], "TNI"),
            "each",
        )
    if m.words[0] in ("once", "twice") or "times" in m.words:
        return "SET", _length(m.unit, 1), "so often in each"
    count = 2.0 if "other" in m.words or "second" in m.words else m.count
    return "SET", _length(m.unit, count), "again and again"


_OFTEN = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "annually": "P1Y", "yearly": "P1Y", "hourly": "PT1H",
          "nightly": "P1D", "quarterly": "P3M"}  # fmt: skip


def _ref(m: TimeMention, told: Telling) -> _Answer:
    return (
        "DATE",
        m.ref,
        {"PAST_REF": "the past", "PRESENT_REF": "the present"}.get(m.ref, "the future") + ", left vague",
    )


def _decade(m: TimeMention, told: Telling) -> _Answer:
    return "DATE", f"{(m.year or 0) // 10:03d}", "decade"


def _century(m: TimeMention, told: Telling) -> _Answer:
    return "DATE", f"{(m.quarter or 1) - 1:02d}", "century"


def _quarter(m: TimeMention, told: Telling) -> _Answer:
    base, quarter = told.anchor, m.quarter
    if quarter is None:
        if told.last_quarter is None:
            return ("DATE", f"{m.year:04d}", "said in full") if m.year is not None else None
        quarter = told.last_quarter[1]
    if quarter is None or not 1 <= quarter <= 4:
        return None
    if m.year is not None:
        return "DATE", f"{m.year:04d}-Q{quarter}", "said in full"
    if base is None:
        return "DATE", f"XXXX-Q{quarter}", "no article date"
    if m.shift:
        return "DATE", f"{base.year + _STEPS.get(m.shift, 0):04d}-Q{quarter}", "year counted from the article's"
    year = base.year - (quarter > (base.month + 2) // 3)
    if told.direction(m) > 0 and quarter > (base.month + 2) // 3:
        year = base.year
    return "DATE", f"{year:04d}-Q{quarter}", "last such quarter begun before the article"


def _half(m: TimeMention, told: Telling) -> _Answer:
    half = 2 if m.quarter == -1 else m.quarter
    if half not in (1, 2):
        return None
    if m.year is not None and m.words[-1].endswith("s"):
        return "DATE", f"{m.year // 10:03d}", "decade"
    if m.year is not None:
        return "DATE", f"{m.year:04d}-H{half}", "said in full"
    if told.anchor is None:
        return "DATE", f"XXXX-H{half}", "no article date"
    return "DATE", f"{told.anchor.year + _STEPS.get(m.shift, 0):04d}-H{half}", "year counted from the article's"


_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _season(m: TimeMention, told: Telling) -> _Answer:
    base = told.anchor
    if m.year is not None:
        return "DATE", f"{m.year:04d}-{m.season}", "said in full"
    if base is None:
        return "DATE", f"XXXX-{m.season}", "no article date"
    if m.words[-1] == "year":
        return "DATE", f"{base.year + _STEPS.get(m.shift, 0):04d}-{m.season}", "year counted from the article's"
    start = _SEASON_START[m.season]
    shift = m.shift.removeprefix("the ")
    if shift in ("next", "coming", "this coming", "following") or (shift in ("", "this") and told.direction(m) > 0):
        return "DATE", f"{base.year + (start <= base.month):04d}-{m.season}", "next such season"
    if shift == "this":
        return (
            "DATE",
            f"{base.year - (m.season == 'WI' and base.month < 3):04d}-{m.season}",
            "season of the article's year",
        )
    begun = start + 3 <= base.month if shift in ("last", "previous", "this past") else start <= base.month
    return "DATE", f"{base.year - (not begun):04d}-{m.season}", "last such season before the article"


def _year(m: TimeMention, told: Telling) -> _Answer:
    return "DATE", f"{m.year or 0:04d}", "said in full"


def _holiday(m: TimeMention, told: Telling) -> _Answer:
    name, words, base = m.ref, m.words, told.anchor
    if name == "christmas" and "eve" in words:
        name = "christmas eve"
    if name == "passover":
        return None
    year = m.year
    if year is None and base is None:
        day = calendar.feast(name, 2000)
        return ("DATE", f"XXXX-{day:%m-%d}", "feast, year open") if day and name in _FIXED_FEASTS else None
    if year is None and base is not None:
        here = calendar.feast(name, base.year)
        if here is None:
            return None
        year = _feast_year(m, name, base, here, told)
    day = calendar.feast(name, year or 2000)
    if day is None:
        return None
    if "week" in words:
        return "DATE", calendar.week(day), "week of the feast"
    if "weekend" in words:
        return "DATE", calendar.week(day) + "-WE", "weekend of the feast"
    return "DATE", _iso(day), "feast"


def _feast_year(m: TimeMention, name: str, base: date, here: date, told: Telling) -> int:
    """The year of a feast: the one to come under a future verb or when it is near, else the last."""
    if name == "election":  # voted on in even years: the nearest
        near = [y for y in (base.year - 1, base.year, base.year + 1) if y % 2 == 0]
        return min(near, key=lambda y: abs((here.replace(year=y) - base).days))
    if m.words[-1] == "year" and m.shift:
        return base.year + _STEPS.get(m.shift, 0)
    way = told.direction(m)
    if m.shift == "next" or (way > 0 and m.shift != "last"):
        return base.year + (here < base)
    if m.shift == "this" or here <= base:
        return base.year
    is_near = way == 0 and m.shift != "last" and (here - base).days <= 60
    return base.year if is_near else base.year - 1


_FIXED_FEASTS = frozenset({"christmas", "christmas eve", "halloween", "new year's day", "new year's eve", "boxing"})


def _clock(m: TimeMention, told: Telling) -> _Answer:
    clock = _hours(m)
    if clock is None:
        return None
    if m.month is not None or m.weekday is not None:
        value, why = _date_value(m, told)
    elif m.ref:
        value, why = (_near_day(m, told) or ("", "XXXX-XX-XX", ""))[1][:10], "clock time on that day"
    else:
        day, why = told.day_here(m)
        value = _iso(day) if day is not None else "XXXX-XX-XX"
    return "TIME", f"{value}T{clock}", why


def _hours(m: TimeMention) -> str | None:
    """`HH:MM` of a clock time in words or figures; None where there is no such hour."""
    words = [w for w in m.clock.replace(":", " ").replace(".", " ").split() if w]
    if not words:
        return None
    if words[0] in ("noon", "midday"):
        return "12:00"
    if words[0] == "midnight":
        return "24:00"
    hour_word = words[0]
    if len(hour_word) == 4 and hour_word.isdigit():
        hour, rest = int(hour_word[:2]), [hour_word[2:]]
    else:
        hour, rest = (int(hour_word) if hour_word.isdigit() else CARDINALS.get(hour_word, 99)), words[1:]
    minutes = [w for w in rest if w.isdigit()]
    half = next((w[0] for w in rest if w[0] in "ap"), "")
    if not half and m.part:
        half = "a" if m.part == "TMO" else "p"
    if hour > 24 or (half and hour > 12 and hour_word == words[0] and len(hour_word) < 3 and hour > 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if minutes and int(minutes[0]) > 59:
        return None
    return ":".join([f"{hour:02d}", minutes[0] if minutes else "00", *minutes[1:2]])


def _numeric(m: TimeMention, told: Telling) -> _Answer:
    figure = m.ref
    if figure[4:5] == "-":
        if day_of(figure[:10]) is None:
            return None
        return ("TIME" if len(figure) > 10 else "DATE"), figure.upper(), "said in full"
    pieces = [int(p) for p in figure.replace(".", "/").split("/")]
    if figure[4:5] == "/":
        year, month, day = pieces
    elif "." in figure or pieces[0] > 12:
        day, month, year = pieces
    else:
        month, day, year = pieces
    year += (2000 if year < 70 else 1900) if year < 100 else 0
    if not calendar.valid(year, month, day):
        return None
    value = f"{year:04d}-{month:02d}-{day:02d}"
    clock = _hours(m) if m.clock else None
    return ("TIME", f"{value}T{clock}", "said in full") if clock else ("DATE", value, "said in full")


def _iso(day: date) -> str:
    return day.isoformat()


_KINDS: dict[str, Callable[[TimeMention, Telling], _Answer]] = {
    "date": _date,
    "day": _near_day,
    "shift": _shift,
    "edge": _edge,
    "ago": _ago,
    "span": _span,
    "set": _set,
    "ref": _ref,
    "decade": _decade,
    "century": _century,
    "quarter": _quarter,
    "half": _half,
    "season": _season,
    "year": _year,
    "holiday": _holiday,
    "clock": _clock,
    "numeric": _numeric,
}
