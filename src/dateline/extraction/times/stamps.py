"""The date a page prints on itself: "Updated: November 25, 2021, 6:14 AM", a dateline, a stamp in any of ten languages.

One given line in, one ISO date or date-time out. A stamp without a zone stays without; no year is ever guessed.
"""

import re
from datetime import date

from dateline.extraction.times import calendar
from dateline.extraction.times.month_names import GREGORIAN, HIJRI, MONTH_NAMES, PERSIAN, fold

_MONTH = "|".join(re.escape(name) for name in sorted(MONTH_NAMES, key=len, reverse=True))
_JOIN = r"(?:\s*(?:de|del|of|di|do|da|d'|the|/|-|,|\.)\s*|\s+)"
_NAMED = (
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})\s*(?:st|nd|rd|th|er|\.|[ºª°o])?{_JOIN}?(?P<m>{_MONTH})(?!\w)\.?(?:{_JOIN}?,?\s*(?P<y>\d{{4}}|\d\d(?![\d:.h])))?"),
    re.compile(rf"(?<!\w)(?P<m>{_MONTH})(?!\w)\.?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:\s*,?\s*(?P<y>\d{{4}}))?"),
    re.compile(rf"(?<!\d)(?P<y>\d{{4}})[\s,]+(?P<m>{_MONTH})(?!\w)\.?\s*(?P<d>\d{{1,2}})(?!\d)"),
)  # fmt: skip
_EAST_ASIAN = re.compile(r"(?P<y>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日號号일]")
_YEAR_FIRST = re.compile(r"(?<![\d:])(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?![\d])")
_YEAR_LAST = re.compile(r"(?<![\d:])(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d\d)(?![\d:])")
_CLOCK = re.compile(
    r"""(?<![\d/.-])(?P<h>\d{1,2})(?:\s*[:時时시h]\s*|\.(?=\d\d(?:\D|$)))(?P<min>\d\d)(?:(?::|\s*分\s*)(?P<s>\d\d)(?:[.,]\d+)?)?(?!\d)
        \s*[分분]?\s*(?:uhr|hrs?|hours|h)?\s*(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?|صباحا|مساء|ص\b|م\b)?
        |(?<!\d)(?P<h2>\d{1,2})\s*(?P<half2>[ap]\.?m\b\.?)""",
    re.VERBOSE,
)
_ZONE = re.compile(
    r"\s*[,(]?\s*(?:(?P<name>gmt|utc|z|est|edt|cst|cdt|mst|mdt|pst|pdt|bst|cet|cest|eet|eest|msk|мск|jst|kst|hkt|pkt|trt|aft)\b"
    r"\s*)?(?P<offset>[+-−]\s?\d{1,2}(?::?\d\d)?)?(?!\d)"
)
_OFFSETS = {
    "gmt": "Z", "utc": "Z", "z": "Z", "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00",
    "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00", "bst": "+01:00", "cet": "+01:00",
    "cest": "+02:00", "eet": "+02:00", "eest": "+03:00", "msk": "+03:00", "мск": "+03:00", "jst": "+09:00",
    "kst": "+09:00", "hkt": "+08:00", "pkt": "+05:00", "trt": "+03:00", "aft": "+04:30",
}  # fmt: skip
_UPDATED = re.compile(
    r"up-?dated|modified|revised|actualiza|mis a jour|modifie|aktualisiert|atualiza|aggiornat|обновлен|оновлен|guncel|"
    + fold("تحديث")
    + "|更新|最終更新"
)
_AFTERNOON = ("下午", "午後", "오후", "pm", "p.m")
_DAY_FIRST = re.compile(
    r"[^\x00-\x7f]|actualiza|publicad|mis a jour|publie|modifie|\ble\b|aktualisiert|stand|veroffentlicht|uhr|atualiza|"
    r"aggiornat|pubblicat|guncel|yayin|\bas\b|alle"
)


def read_stamp(text: str, *, year: int | None = None) -> str | None:
    """The date or date-time of one stamp or dateline.

    Args:
        text: the stamp alone, in any of the languages of `month_names`.
        year: the year of a stamp that prints none ("KABUL, Nov 25 (Reuters)"); None leaves such a stamp unread.
    Returns:
        `2021-11-25`, `2021-11-25T06:14` (no zone printed) or `2021-11-25T06:14Z`; Persian, Islamic and Buddhist
        dates as our own; None where there is no full date. Of two dates the one behind "updated" is taken.
    """
    line = fold(text)[:400]
    found = [hit for hit in _dates(line, year) if hit[2] is not None]
    if not found:
        return None
    updated = _UPDATED.search(line)
    after = [hit for hit in found if updated is not None and hit[0] >= updated.end()]
    start, end, day, _ = min(after or found, key=lambda hit: (hit[3], hit[0]))
    assert day is not None
    return day.isoformat() + _clock(line, start, end)


def _dates(line: str, year: int | None) -> list[tuple[int, int, date | None, int]]:
    """All full dates: start, end, day, and rank (our own calendar before the others)."""
    found: list[tuple[int, int, date | None, int]] = []
    for match in _EAST_ASIAN.finditer(line):
        found.append((*match.span(), _gregorian(int(match["y"]), int(match["m"]), int(match["d"])), 0))
    for match in _YEAR_FIRST.finditer(line):
        day, rank = _any_calendar(int(match["y"]), int(match["m"]), int(match["d"]))
        found.append((*match.span(), day, rank))
    for match in _YEAR_LAST.finditer(line):
        first, second, years = int(match["a"]), int(match["b"]), _full_year(match["y"])
        if second > 12 or (first <= 12 and match["sep"] == "/" and _DAY_FIRST.search(line) is None):
            first, second = second, first
        day, rank = _any_calendar(years, second, first)
        found.append((*match.span(), day, rank))
    for pattern in _NAMED:
        for match in pattern.finditer(line):
            printed = match["y"]
            if printed is None and year is None:
                continue
            kind, month = MONTH_NAMES[match["m"]]
            day, rank = _in_calendar(kind, _full_year(printed) if printed else year or 0, month, int(match["d"]))
            found.append((*match.span(), day, rank))
    return found


def _full_year(figures: str) -> int:
    number = int(figures)
    return number if len(figures) > 2 else number + (2000 if number < 70 else 1900)


def _gregorian(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1900 <= year <= 2100 and calendar.valid(year, month, day) else None


def _any_calendar(year: int, month: int, day: int) -> tuple[date | None, int]:
    """A date in figures: years of 1300 to 1420 are Persian, to 1500 Islamic, of 2500 Buddhist, as of our own time."""
    if 1300 <= year <= 1420:
        return calendar.from_persian(year, month, day), 1
    if 1420 < year <= 1500:
        return calendar.from_hijri(year, month, day), 1
    if 2500 <= year <= 2650:
        return calendar.from_buddhist(year, month, day), 1
    return _gregorian(year, month, day), 0


def _in_calendar(kind: str, year: int, month: int, day: int) -> tuple[date | None, int]:
    if kind == PERSIAN:
        return calendar.from_persian(year, month, day), 1
    if kind == HIJRI:
        return calendar.from_hijri(year, month, day), 1
    assert kind == GREGORIAN
    return (calendar.from_buddhist(year, month, day), 0) if 2500 <= year <= 2650 else (_gregorian(year, month, day), 0)


def _clock(line: str, start: int, end: int) -> str:
    """`T06:14Z` of the clock time that stands behind the date, else of one before it; empty where there is none."""
    iso = re.match(r"t(?=\d\d:)", line[end:])
    tail = line[end + (1 if iso else 0) : end + 60]
    match = _CLOCK.search(tail)
    rest = tail[match.end() :] if match else ""
    if match is None:
        match = next(iter(_CLOCK.finditer(line[max(0, start - 30) : start])), None)
        rest = line[max(0, start - 30) + match.end() : start] if match else ""
    if match is None:
        return ""
    hour, minute = int(match["h"] or match["h2"]), match["min"] or "00"
    half = (match["half"] or match["half2"] or "").replace(".", "").replace(" ", "")
    if half in ("pm", "م", "مساء") or (not half and any(mark in line for mark in _AFTERNOON[:3])):
        hour = hour % 12 + 12
    elif half:
        hour %= 12
    if hour > 23 or int(minute) > 59:
        return ""
    seconds = f":{match['s']}" if match["s"] else ""
    return f"T{hour:02d}:{minute}{seconds}{_zone(rest)}"


def _zone(rest: str) -> str:
    match = _ZONE.match(rest)
    if match is None:
        return ""
    offset = match["offset"]
    if offset:
        figures = re.sub(r"\D", "", offset)
        hours, minutes = (figures[:-2], figures[-2:]) if len(figures) > 2 else (figures, "00")
        if int(hours) > 14 or int(minutes) > 59:
            return ""
        sign = "+" if offset[0] == "+" else "-"
        return f"{sign}{int(hours):02d}:{minutes}"
    return _OFFSETS.get(match["name"] or "", "")
