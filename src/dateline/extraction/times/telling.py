"""What an article has said of time so far: what "the next day", "that year" and "a year earlier" count from."""

from datetime import date

from dateline.extraction.text.tokens import Parse
from dateline.extraction.times.find import TimeMention
from dateline.extraction.times.tense import direction


def anchor_day(anchor: str | None) -> date | None:
    """The day of an ISO date or date-time; None for none, and for what is no date."""
    return day_of(anchor[:10]) if anchor else None


def day_of(value: str) -> date | None:
    """The day `YYYY-MM-DD` names; None where there is no such day."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


class Telling:
    """The days, months, years and quarters named so far.

    Attributes:
        anchor: the article's own day, or None.
        last_day, last_month, last_year, last_quarter: the last ones named; a month as its first day.
    """

    __slots__ = ("anchor", "last_day", "last_day_at", "last_month", "last_quarter", "last_year", "parse")

    def __init__(self, parse: Parse, anchor: date | None) -> None:
        self.parse = parse
        self.anchor = anchor
        self.last_day: date | None = None
        self.last_day_at = 0
        self.last_month: date | None = None
        self.last_year: int | None = None
        self.last_quarter: tuple[int, int] | None = None

    def direction(self, mention: TimeMention) -> int:
        """1 where the words around a mention look ahead, -1 where they look back, else 0."""
        return direction(self.parse, mention.start)

    @property
    def near(self) -> date | None:
        """The last day named, else the anchor."""
        return self.last_day or self.anchor

    def remember(self, mention: TimeMention, type_: str, value: str) -> None:
        """Take note of a time just resolved."""
        if type_ not in ("DATE", "TIME") or len(value) < 4 or not value[:4].isdigit():
            return
        if len(value) == 4 or value[4] == "-":
            self.last_year = int(value[:4])
        if mention.kind == "quarter" and value[4:6] == "-Q" and value[6:].isdigit():
            told = int(value[:4]), int(value[6:])
            if self.anchor is None or told <= (self.anchor.year, (self.anchor.month + 2) // 3):
                self.last_quarter = max(told, self.last_quarter or told)
        elif value[5:7].isdigit():
            self.last_month = day_of(value[:7] + "-01")
            if len(value) >= 10:
                self.last_day = day_of(value[:10]) or self.last_day
                self.last_day_at = mention.end

    def day_here(self, m: TimeMention) -> tuple[date | None, str]:
        """The day of a bare clock time or part of a day: the last one named in its paragraph, else the article's."""
        if self.last_day is not None and "\n" not in self.parse.reading[self.last_day_at : m.start]:
            return self.last_day, "on the last day named"
        return self.anchor or self.last_day, "on the article's day"

    def near_for(self, unit: str) -> date | None:
        """What "the following year", "that month" count from: the last year or month named, else the day."""
        if unit == "Y" and self.last_year is not None:
            return date(self.last_year, 1, 1)
        return self.last_month if unit == "MO" and self.last_month is not None else self.near

    def has_named(self, unit: str) -> bool:
        """Whether the article has named a time that this unit can be counted on from."""
        if unit == "Y":
            return self.last_year is not None
        return self.last_day is not None or (unit == "MO" and self.last_month is not None)

    @property
    def done_quarter(self) -> tuple[int, int] | None:
        """The quarter last named that had ended by the article's date, else the one before the article's."""
        if self.anchor is None:
            return self.last_quarter
        here = self.anchor.year, (self.anchor.month + 2) // 3
        if self.last_quarter is not None and self.last_quarter < here:
            return self.last_quarter
        return (here[0], here[1] - 1) if here[1] > 1 else (here[0] - 1, 4)
