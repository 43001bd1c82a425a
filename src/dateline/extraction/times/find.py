"""Words to time expressions: where an article speaks of time, and what each expression says.

Rules are regular expressions over the class string of `words` (one character a word), so a rule reads like the
phrase it finds. What a phrase means on the calendar is `resolve`'s business; no date is computed here.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from msgspec import Struct, structs

from dateline.extraction.text.tokens import Parse
from dateline.extraction.times.numbers import CARDINALS, ORDINALS, amount, ordinal, year
from dateline.extraction.times.words import (
    ABBREVIATED_MONTHS,
    ABBREVIATED_WEEKDAYS,
    DECADES,
    PARTS,
    SEASONS,
    UNITS,
    Words,
    pattern,
)


class TimeMention(Struct, frozen=True):
    """A time expression before it is resolved: where it stands and what its words say.

    Attributes:
        start, end: code points into `Article.text`, end exclusive.
        kind: the rule family: date, day, shift, ago, span, set, ref, decade, century, quarter, half, season, holiday,
            year, clock, numeric.
        shift: which one is meant: last, past, this, that, same, next, following, the, ago, later; "" where unsaid.
        unit: S M H D W F MO Q Y DE CE WE SE ML N, as in `words.UNITS`.
        count: how many units; None where the words are vague.
        words: lower-case words of the expression.
    """

    start: int
    end: int
    kind: str
    words: tuple[str, ...] = ()
    shift: str = ""
    unit: str = ""
    count: float | None = None
    has_count: bool = False
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: str = ""
    clock: str = ""
    season: str = ""
    quarter: int | None = None
    ref: str = ""


_APPROX = """(?:ABOUT|MORE THAN|LESS THAN|AT LEAST|AT MOST|UP TO|NO MORE THAN|NO LESS THAN|SOME)?"""
_WORDS = "(?:CARDINAL(?:HYPHEN?(?:CARDINAL|SCALE|DOZEN)){0,5}|A?(?:SCALE|DOZEN)(?:HYPHEN?(?:CARDINAL|SCALE)){0,5})"
_NUMBER = f"""(?:(?:DAY|FIGURE)(?:HYPHEN?DAY SLASH DAY)?|{_WORDS}(?:AND CARDINAL{{1,2}})?)(?:HYPHEN?AND HYPHEN?A HYPHEN?HALF)?"""
_RANGE = f"(?:{_NUMBER}(?:TO|OR|HYPHEN))?"
_VAGUE = "(?:A?FEW|SEVERAL|A?COUPLE OF?|SOME|MANY|DOZENS OF)"
_QTY = f"(?P<cnt>{_RANGE}{_NUMBER}|{_VAGUE})"
_UNITS = "(?P<unit>UNIT|UNITS|QUARTERS|QUARTER|WEEKENDS|SECOND|PARTS)"
_PLURAL = "(?P<unit>UNITS|QUARTERS|WEEKENDS|PARTS)"
_UNIT = "(?P<unit>UNIT|QUARTER|SECOND)"
_SPOKEN = "(?:(?:CARDINAL|SCALE) HYPHEN?){2,5}"
_EDGE = """(?:THE?(?:BEGIN|END|MIDDLE)OF|(?:EARLY|LATE|MID|MIDDLE|EARLIER|LATER)(?:HYPHEN|IN|ON|OF)?)?"""
_SOON = "(?:THE?(?:BEGIN|END|MIDDLE)OF|(?:EARLY|LATE|MID|EARLIER|LATER)HYPHEN?)?"
_DOW = "(?P<dow>WEEKDAY|WD DOT?)"
_MON = "(?P<mon>MONTH|MO DOT?)"
_MDAY = "(?P<day>DAY|NTH|(?:CARDINAL HYPHEN?)?(?:ORDINAL|SECOND))"
_YR = "(?:COMMA? (?P<yr>FOUR)|COMMA?(?:THIS|(?P<shift>LAST|NEXT))(?P<yword>UNIT))?"
_DATES = (
    f"(?:{_DOW}COMMA?(?:THE|ON)?)?{_MON}THE?{_MDAY}{_YR}",
    f"(?:{_DOW}COMMA?)?(?:THE?{_MDAY}(?:OF|HYPHEN)?{_MON}(?:HYPHEN?OF?{_YR}))",
)
_CLOCK = """(?:ABOUT?(?P<clk>(?:CLOCK|DAY)(?:AM|[A P] DOT M DOT?|OH APOS FACE)|CLOCK|FOUR(?=ZONE)|NOON)
    (?:OPEN?(?:ZONE|LOCAL TIME)CLOSE?)?(?:LOCAL TIME)?)"""
_PART = "(?P<part>PART|NOON|DAWN)"


class _Around(NamedTuple):
    """The nearest words on both sides of a match, as printed; before is read backwards."""

    before: list[str]
    after: list[str]


_Check = Callable[[list[str], _Around], bool]


class _Rule:
    __slots__ = ("check", "kind", "pattern")

    def __init__(self, kind: str, source: str, check: _Check | None = None) -> None:
        self.kind = kind
        self.pattern = pattern(source)
        self.check = check


_NUMBERED = frozenset(
    "flight resolution article route no number room boeing airbus channel highway section page apartment unit code"
    " windows error model nearly about almost over than least most some roughly approximately another".split()
)
_STREETS = frozenset(
    "st street ave avenue road rd drive dr lane ln blvd boulevard court ct way place pl parkway pkwy circle highway"
    " hwy n s e w north south east west".split()
)
_COUNTED = frozenset("people men women children troops police feet percent per miles km metres meters tons".split())


def _is_year(words: list[str], near: _Around) -> bool:
    """A four-digit number that counts nothing, numbers nothing and stands in no address or telephone number."""
    figure = int(words[-1][:4])
    before, after = near.before, near.after
    if not 1500 <= figure <= 2100 or (before and before[0].lower() in _NUMBERED):
        return False
    if before and before[0].lower() == "at" and figure < 1960 and (not after or not after[0].isalpha()):
        return False  # "at 1625," is an hour
    if len(before) > 1 and before[0] in "-/" and before[1].isdigit() and len(before[1]) != 4:
        return False
    if after and (after[0].lower() in _COUNTED or after[0] == "%"):
        return False
    if after and not figure % 100 and after[0].islower() and after[0].endswith("s") and len(after[0]) > 3:
        return False
    return not (after and after[0].istitle() and any(w.lower() in _STREETS for w in after[:4]))


def _is_spoken_year(words: list[str], near: _Around) -> bool:
    value = year(words)
    return value is not None and 1500 <= value <= 2100


_VERBS_BEFORE_LAST = frozenset("to will can could would may might should must and not it they".split())


def _is_no_verb(words: list[str], near: _Around) -> bool:
    return words[0] != "last" or not near.before or near.before[0].lower() not in _VERBS_BEFORE_LAST


def _is_span(words: list[str], near: _Around) -> bool:
    """No fraction ("three-quarters") and no "some day"."""
    if words[-1] == "quarters" and ("-" in words or near.after[:1] == ["of"]):
        return False
    return words[0] != "some" or words[-1].endswith("s")


def _is_decade(words: list[str], near: _Around) -> bool:
    """ "The 1990s", "the '80s", "the 80s" - but not an age: "in her 20s"."""
    return words[0] == "the" or len(words[-1]) > 4 or not words[-1][0].isdigit()


_RULES: tuple[_Rule, ...] = (
    _Rule("numeric", f"(?P<num>ISO|SLASHED)(?:COMMA?{_CLOCK})?"),
    # a clock time, alone or with its day
    *(
        _Rule("clock", f"{_CLOCK}COMMA?{date}")
        for date in (*_DATES, _DOW, "(?P<near>TODAY|TOMORROW|YESTERDAY)", "THIS (?P<part>PART)")
    ),
    *(_Rule("clock", f"{date}COMMA?(?:AT)?{_CLOCK}") for date in _DATES),
    _Rule("clock", f"{_DOW}COMMA?{_CLOCK}"),
    _Rule("clock", "ABOUT?(?P<clk>(?:CLOCK|DAY|CARDINAL)(?:AM|[A P] DOT M DOT?|OH APOS FACE))(?:OPEN?(?:ZONE|LOCAL TIME)CLOSE?)?(?:IN THE (?P<part>PART))?"),
    _Rule("clock", "(?P<clk>CLOCK|FOUR)OPEN?(?:ZONE|LOCAL TIME)CLOSE?"),
    _Rule("clock", "(?:AT|BY|UNTIL|ABOUT|SINCE|FROM)(?P<x>(?P<clk>CLOCK|NOON)(?:IN THE (?P<part>PART))?)"),
    _Rule("clock", "(?P<clk>DAY|CARDINAL)IN THE (?P<part>PART)"),
    # days from .. to ..: two dates, the month or year of the one shared with the other
    _Rule("range", f"(?:{_DOW}COMMA?)?{_MON}(?P<day>DAY)(?:HYPHEN|TO|THROUGH)(?P<day2>DAY)(?!HYPHEN)(?:COMMA?(?P<yr>FOUR))?"),
    _Rule("range", f"{_MON}(?P<day>DAY)AND(?P<day2>DAY)(?=COMMA|DOT|IN|AT|ON|FOR|BY|CLOSE)(?:COMMA(?P<yr>FOUR))?"),
    _Rule("range", f"(?P<day>DAY)(?:HYPHEN|TO|AND|THROUGH)(?P<day2>DAY){_MON}(?:COMMA?(?P<yr>FOUR))?"),
    # dates, with a part of the day
    *(_Rule("date", f"(?:{_EDGE}|ABOUT){date}(?:COMMA?{_PART})?") for date in _DATES),
    *(_Rule("date", f"THE{_PART}OF THE?{date}") for date in (*_DATES, _DOW)),
    _Rule("date", f"{_EDGE}{_MON}COMMA?OF?(?P<yr>FOUR)"),
    _Rule("date", f"{_EDGE}{_MON}OF?(?P<shift>LAST|THIS|NEXT|THAT)(?P<yword>UNIT)"),
    _Rule("date", f"{_EDGE}{_MON}(?P<yrw>{_SPOKEN})"),
    _Rule("date", f"{_EDGE}(?P<mon>MONTH)"),
    _Rule("date", "(?:IN|SINCE|OF|BY|LAST|UNTIL|FROM|TO)(?P<x>(?P<mon>MO DOT))"),
    _Rule("date", f"{_EDGE}(?:{_DOW}COMMA?)(?:THE (?P<day>NTH))"),
    _Rule("date", "ON (?P<x>THE (?P<day>NTH))(?=COMMA|DOT|OF|AND|IN|BY|AFTER|TO|FROM|AT|BEFORE|$|_)"),
    _Rule("date", f"{_EDGE}(?P<dow>WEEKDAY)(?:{_PART}|(?P<part2>OVERNIGHT))?"),
    _Rule("date", f"{_EDGE}(?P<shift>LAST|PAST|THIS|NEXT|PREVIOUS|FOLLOWING|THAT SAME|THIS COMING|THIS PAST)(?P<dow>WEEKDAY){_PART}?"),
    _Rule("date", f"THE (?P<shift>PREVIOUS|FOLLOWING|NEXT)(?P<dow>WEEKDAY){_PART}?"),
    _Rule("date", f"THIS COMING (?P<dow>WEEKDAY)COMMA?(?:{_MON}{_MDAY})?"),
    _Rule("date", f"{_EDGE}(?P<shift>LAST|PAST|THIS|NEXT|PREVIOUS|FOLLOWING|THIS PAST|THIS COMING|COMING)(?P<mon>MONTH)(?:THE?{_MDAY})?"),
    # near days
    _Rule("day", f"{_EDGE}(?P<near>TODAY|YESTERDAY|TOMORROW){_PART}?"),
    _Rule("day", "(?P<part>TONIGHT|OVERNIGHT)"),
    _Rule("day", "(?:EARLY|LATE|EARLIER|LATER)?(?P<shift>THIS|LAST|THAT|NEXT|THAT SAME|PREVIOUS)MID?HYPHEN?(?P<part>PART|DAWN)"),
    _Rule("day", "(?:EARLY|LATE|LATER|EARLIER)?(?:THE)(?P<shift>PREVIOUS|NEXT|FOLLOWING|SAME)(?P<part>PART|DAWN)"),
    _Rule("day", "(?:MID)HYPHEN?(?P<part>PART)(?:(?P<near>TODAY|YESTERDAY|TOMORROW))?"),
    _Rule("day", "(?:IN|DURING|BY|OVER|THROUGH|UNTIL)(?P<x>(?:THE (?:EARLY|LATE)?)(?P<part>PART))(?!OF)"),
    _Rule("day", "(?:AT|BY|BEFORE|UNTIL|AFTER|SINCE)(?P<x>(?P<part>DAWN))"),
    # last, this, next ..
    _Rule("shift", f"{_SOON}(?P<shift>LAST|THIS|NEXT|THAT|THAT SAME)(?P<unit>UNIT|QUARTER|WEEKEND)"),
    _Rule("shift", f"{_SOON}THE (?P<shift>PREVIOUS|NEXT|FOLLOWING|SAME|CURRENT|COMING)(?:FISCAL)?(?P<unit>UNIT|QUARTER|WEEKEND)"),
    _Rule("shift", "(?:EARLIER|LATER|LATE|EARLY)IN THE (?P<unit>UNIT)", lambda w, n: w[-1] != "day"),
    _Rule("shift", "THE(?:BEGIN|END|MIDDLE)OF(?P<shift>THE)(?P<unit>UNIT|QUARTER|WEEKEND)"),
    _Rule("shift", "(?:(?:IN|OVER|DURING|ON|FOR|THROUGH|OF|UNTIL|BY|SINCE|BEFORE|AFTER)(?P<x>(?P<shift>THE)(?:FISCAL)?(?P<unit>WEEKEND|QUARTER)))(?!HYPHEN|OF)"),
    _Rule("shift", "(?:FOR|DURING)(?P<x>(?P<shift>THE)FULL?(?P<unit>UNIT))(?=COMMA|DOT)", lambda w, n: w[-1] in ("year", "week", "month")),
    _Rule("shift", "THE(?:LATEST|CURRENT)(?:FISCAL)?(?P<unit>QUARTER|PERIOD|UNIT)"),
    _Rule("shift", "THE (?P<unit>UNIT)OF(?P<mon>MONTH)(?P<day>DAY)"),
    _Rule("edge", "ABOUT?(?:THE (?P<unit>UNIT)APOS S|(?P<unit2>UNIT)APOS S|(?P<unit3>UNIT)HYPHEN?)(?P<end>END)", lambda w, n: "year" in w or "month" in w),
    # so long ago, so much later
    _Rule("ago", f"(?:{_APPROX}|OVER)(?:{_QTY}|A?HALF A|A){_UNITS}(?:OR SO|OR MORE)?(?P<shift>AGO|EARLIER|LATER|HENCE|FROM NOW|FROM TODAY)"),
    _Rule("ago", "(?P<unit>UNIT)HYPHEN?(?P<shift>AGO|EARLIER)"),
    _Rule("ago", "THE (?P<unit>UNIT)HYPHEN?(?P<shift>AGO|EARLIER)(?:(?P<ord>ORDINAL|SECOND))?(?:QUARTER|PERIOD|UNIT)"),
    # spans of time
    _Rule("span", f"{_APPROX}{_QTY}HYPHEN?(?:MORE|FULL|EXTRA)?{_UNITS}(?:HYPHEN?LONG)?(?P<half>AND A HALF)?(?:OR SO|OR MORE)?(?!HYPHEN?OLD|A UNIT)", _is_span),
    _Rule("span", f"(?:AT LEAST)?THE(?:NEXT|LAST|PAST|PREVIOUS|COMING|FOLLOWING|LATEST|ORDINAL)?{_QTY}HYPHEN?(?:EXTRA)?{_PLURAL}(?:OR SO)?(?!HYPHEN?OLD|HYPHEN(?!_))"),
    _Rule("span", f"(?:LAST|PAST|NEXT|COMING|PREVIOUS){_QTY}(?:EXTRA)?{_UNITS}", _is_no_verb),
    _Rule("span", f"(?:ABOUT|MORE THAN|LESS THAN|AT LEAST|UP TO|OVER|UNDER)A(?:FULL|EXTRA)?{_UNIT}(?P<half>AND A HALF)?(?:OR SO|OR CARDINAL)?(?!HYPHEN?OLD)"),
    _Rule("span", f"(?:FOR|IN|WITHIN|AFTER|OVER|OF|TAKE|DURING|BY)(?P<x>A(?:FULL|EXTRA)?{_UNIT}(?P<half>AND A HALF)?(?:OR SO|OR CARDINAL|OR MORE)?)(?!HYPHEN|AGO)"),
    _Rule("span", f"(?P<x>A(?:FULL)?{_UNIT})(?=AFTER|BEFORE)"),
    _Rule("span", "THE(?P<pst>PAST|LAST)(?P<unit>UNIT)", lambda w, n: w[1] == "past" or w[2] in ("decade", "century", "year")),
    _Rule("span", "(?:FOR|IN|WITHIN|AFTER|OVER|OF|TAKE|DURING|UNTIL|BY|SINCE|FROM)(?P<x>(?P<unit>UNITS)(?:(?:OR|AND|TO)UNITS)?)(?!HYPHEN?OLD)", lambda w, n: w[-1] not in ("seconds", "mins", "hrs")),
    _Rule("span", f"{_APPROX}A{_UNIT}(?P<half>AND A HALF)"),
    _Rule("span", "A?HALF(?:A|HYPHEN)(?P<unit>UNIT)"),
    _Rule("span", "(?P<unit>UNIT|UNITS)HYPHEN LONG"),
    _Rule("span", "THE(?P<unit>UNIT)(?=ENDED)"),
    _Rule("span", "THE(?P<unit>UNITS)AHEAD"),
    # again and again
    _Rule("set", f"EVERY(?:OTHER|ORDINAL|{_QTY})?(?P<unit>UNIT|UNITS|QUARTER|WEEKEND|PART)(?!OF)"),
    _Rule("set", "EVERY(?:OTHER)?(?P<dow>WEEKDAY)(?P<part>PART)?"),
    _Rule("set", "EVERY(?P<mon>MONTH)"),
    _Rule("set", "EVERY(?P<season>SEASON)"),
    _Rule("set", f"(?:ONCE|TWICE|{_QTY}TIMES)(?:A|EVERY|PER)(?P<unit>UNIT|QUARTER)"),
    _Rule("set", "(?P<often>DAILY|OFTEN)"),
    _Rule("set", "(?P<dows>WEEKDAYS)(?:PARTS)?"),
    _Rule("set", "(?P<dow>WEEKDAY)(?P<part>PARTS)"),
    # the vague past, present and future
    _Rule("ref", "RIGHT?(?P<now>NOW)"),
    _Rule("ref", "(?P<now>CURRENTLY|CURRENT)"),
    _Rule("ref", "(?P<now>THESE UNITS)", lambda w, n: w[1] == "days"),
    _Rule("ref", "AT(?P<x>(?P<now>PRESENT|THE MOMENT))(?!OF)"),
    _Rule("ref", "(?:MORE|MOST)?(?P<then>RECENTLY)"),
    _Rule("ref", "(?:THE|MORE|MOST)?(?P<then>RECENT UNITS|RECENT QUARTERS)(?:AND UNITS)?"),
    _Rule("ref", "(?:THE)?(?P<then>PAST UNITS)", lambda w, n: True),
    _Rule("ref", "IN(?P<x>(?P<then>THE PAST))(?=COMMA|DOT|_)"),
    _Rule("ref", "(?P<soon>AS SOON AS POSSIBLE)"),
    _Rule("ref", "(?P<soon>SOON)(?!AFTER|AS)"),
    _Rule("ref", "(?P<soon>THE NEAR?FUTURE)(?!OF)"),
    _Rule("ref", "(?:THE)?(?P<soon>COMING (?:UNITS|QUARTERS)|FUTURE QUARTERS)"),
    # seasons, quarters, halves, decades, centuries, years, feasts
    _Rule("season", f"{_SOON}THE?(?P<season>SEASON)OF?(?:(?P<yr>FOUR)|(?P<shift>LAST|THIS|NEXT)(?P<yword>UNIT))"),
    _Rule("season", f"{_SOON}(?P<season>SEASON)OF(?P<yrw>{_SPOKEN})"),
    _Rule("season", f"THE (?P<season>SEASON)OF(?P<yrw>{_SPOKEN})"),
    _Rule("season", f"{_SOON}(?P<shift>LAST|THIS|NEXT|THIS PAST|THIS COMING|THE PREVIOUS|THE FOLLOWING|THE COMING|THAT)(?P<season>SEASON)"),
    _Rule("season", "(?:IN|DURING|BY|SINCE|OVER|UNTIL|THROUGH)(?P<x>(?:THE (?:EARLY|LATE)?|(?:EARLY|LATE|MID)HYPHEN?)?(?P<season>SEASON))"),
    _Rule("season", "(?P<x>THE (?:EARLY|LATE)?(?P<season>SEASON))(?=COMMA|DOT|_)", lambda w, n: w[-1] != "fall"),
    _Rule("quarter", "(?:THE?FISCAL?HYPHEN?(?P<ord>ORDINAL|SECOND|NTH)QUARTER(?:OF?FISCAL?(?:(?P<yr>FOUR)|(?P<shift>LAST|THIS|NEXT)UNIT))?)"),
    _Rule("quarter", "(?P<ord>ORDINAL|SECOND|NTH)HYPHEN QUARTER", lambda w, n: n.before[:1] != ["-"]),
    _Rule("quarter", "THE (?P<yr>FOUR)(?:QUARTER|PERIOD)"),
    _Rule("quarter", "THE (?P<yr>FOUR)(?P<ord>ORDINAL|SECOND)HYPHEN?QUARTER"),
    _Rule("quarter", "(?P<shift>LAST|THIS|NEXT)UNIT APOS S (?P<ord>ORDINAL|SECOND)?HYPHEN?QUARTER"),
    _Rule("quarter", "(?P<ord>QN)OF?(?P<yr>FOUR)?"),
    _Rule("half", "THE?(?P<ord>ORDINAL|SECOND|LAST)HALF OF(?:(?P<yr>FOUR)|THE?(?P<dec>DECADE)|(?P<shift>LAST|THIS|NEXT|THE)(?P<yword>UNIT))"),
    _Rule("decade", "(?:THE?(?:EARLY|LATE|MID)HYPHEN?|THE)?(?P<dec>DECADE)", _is_decade),
    _Rule("decade", "(?:THE(?:EARLY|LATE|MID)?HYPHEN?)(?P<dec>TENS)"),
    _Rule("decade", "(?:THE?(?:EARLY|LATE|MID)HYPHEN?|THE)?(?P<dec>CARDINAL HYPHEN?TENS)"),
    _Rule("century", "(?:THE?(?:EARLY|LATE|MID)HYPHEN?|THE)?(?P<ord>NTH|ORDINAL|CARDINAL HYPHEN ORDINAL)HYPHEN?(?P<unit>UNIT)", lambda w, n: w[-1] == "century"),
    _Rule("year", f"{_SOON}(?P<yr>FOUR)", _is_year),
    _Rule("year", f"{_SOON}(?:THE UNIT|FISCAL UNIT?)(?P<yr>FOUR)", _is_year),
    _Rule("year", f"(?P<yrw>{_SPOKEN}(?:AND CARDINAL)?)", _is_spoken_year),
    _Rule("year", f"THE UNIT (?P<yrw>{_SPOKEN})", _is_spoken_year),
    _Rule("holiday", "(?:(?P<shift>LAST|THIS|NEXT))?(?P<hol>HOLIDAY)(?:UNIT|EVE|WEEKEND)?(?:COMMA?(?P<yr>FOUR))?"),
    _Rule("holiday", "(?:(?P<shift>LAST|THIS|NEXT))?(?P<hol>HOLIDAYOF)(?:APOS S|S)?UNIT", lambda w, n: w[-1] == "day"),
    _Rule("holiday", "(?P<hol>NEW UNIT APOS S (?:UNIT|EVE))", lambda w, n: w[1] == "year"),
)  # fmt: skip


def find(parse: Parse) -> tuple[TimeMention, ...]:
    """Find the time expressions of one article, in text order.

    Method: every rule runs over the class string; the leftmost match wins, then the longest, then the earlier rule.
    """
    words = Words(parse.reading)
    classes = words.classes
    if not classes:
        return ()
    found: list[tuple[int, int, int, re.Match[str]]] = []
    for number, rule in enumerate(_RULES):
        for match in rule.pattern.finditer(classes):
            first, last = match.span("x") if "x" in rule.pattern.groupindex else match.span()
            if first < last:
                found.append((first, -last, number, match))
    found.sort(key=lambda hit: hit[:3])
    mentions: list[TimeMention] = []
    taken = 0
    for first, minus_last, number, match in found:
        if first < taken:
            continue
        mention = _read(words, first, -minus_last, _RULES[number], match)
        if mention is not None:
            mentions.extend(_parted(mention, words, match) if mention.kind == "range" else (mention,))
            taken = -minus_last
    return tuple(mentions)


def _read(text: Words, first: int, last: int, rule: _Rule, match: re.Match[str]) -> TimeMention | None:
    """What a match says; None where its words turn out to mean something else."""
    words = _lower(text, first, last)
    if rule.check is not None and not rule.check(words, _around(text, text.where[first], text.where[last - 1])):
        return None
    said: dict[str, list[str]] = {}
    for name in rule.pattern.groupindex:
        lo, hi = match.span(name)
        if name != "x" and lo >= 0:
            said[name] = _lower(text, lo, hi)
    fields: dict[str, object] = {}
    for name, group in said.items():
        read = _READERS.get(name)
        if read is not None and not read(group, fields):
            return None
    if rule.kind in ("span", "ago", "set") and "has_count" not in fields:
        fields["count"], fields["has_count"] = (0.5 if words[0] == "half" or words[:2] == ["a", "half"] else 1.0), False
        if rule.kind == "span" and "unit" in said and said["unit"][0].endswith("s"):
            fields["count"] = None
    if "half" in said:
        fields["count"] = (fields.get("count") or 0) + 0.5  # type: ignore[operator]
    end = text.where[last - 1]
    return TimeMention(text.starts[text.where[first]], text.starts[end + 1], rule.kind, tuple(words), **fields)  # type: ignore[arg-type]


def _around(text: Words, first: int, last: int) -> _Around:
    before = [p for p in text.parts[max(0, first - 6) : first][::-1] if not p.isspace()]
    return _Around(before, [p for p in text.parts[last + 1 : last + 9] if not p.isspace()])


def _parted(mention: TimeMention, text: Words, match: re.Match[str]) -> tuple[TimeMention, TimeMention]:
    """The two days of a range: "March 19-21" is "March 19" and "21", both of March."""
    first_ends = text.starts[text.where[match.end("day") - 1] + 1]
    second, second_starts = text.where[match.start("day2")], text.starts[text.where[match.start("day2")]]
    return (
        structs.replace(mention, kind="date", end=first_ends),
        structs.replace(mention, kind="date", start=second_starts, day=int(text.parts[second]), weekday=None),
    )


def _lower(text: Words, first: int, last: int) -> list[str]:
    return [text.parts[text.where[i]].lower() for i in range(first, last)]


_Fields = dict[str, object]


def _put(name: str, value: object, fields: _Fields) -> bool:
    if value is None:
        return False
    fields[name] = value
    return True


def _count(group: list[str], fields: _Fields) -> bool:
    split = max((i for i, w in enumerate(group) if w in ("to", "or")), default=-1)
    low = group[:split] if split > 0 else group
    fields["has_count"] = True
    fields["count"] = amount([w for w in low if w not in ("-", "and", "of")])
    return True


def _unit(group: list[str], fields: _Fields) -> bool:
    word = group[-1]
    known = {"hrs": "H", "mins": "M", "decades": "DE", "centuries": "CE"}
    return _put("unit", known.get(word) or UNITS.get(word) or UNITS.get(word.removesuffix("s"), "P"), fields)


def _month(group: list[str], fields: _Fields) -> bool:
    return _put("month", ABBREVIATED_MONTHS.get(group[0][:3]), fields)


def _day(group: list[str], fields: _Fields) -> bool:
    value = ordinal(group)
    return value is not None and 1 <= value <= 31 and _put("day", value, fields)


def _decade(group: list[str], fields: _Fields) -> bool:
    word = group[-1]
    if word in DECADES:
        tens = DECADES[word]
        century = CARDINALS.get(group[0], 0) if len(group) > 1 else 19
        return 15 <= century <= 20 and _put("year", century * 100 + tens * 10, fields)
    digits = re.sub(r"\D", "", word)
    if len(digits) == 2:
        return _put("year", (1900 if int(digits) >= 20 else 2000) + int(digits), fields)
    return 1500 <= int(digits) <= 2100 and _put("year", int(digits), fields)


def _ordinal(group: list[str], fields: _Fields) -> bool:
    if group[0] == "last":
        return _put("quarter", -1, fields)
    if group[0][0] == "q":
        return _put("quarter", int(group[0][1]), fields)
    value = ORDINALS.get(group[0]) if len(group) == 1 and group[0] in ORDINALS else ordinal(group)
    return _put("quarter", value, fields)


_READERS: dict[str, Callable[[list[str], _Fields], bool]] = {
    "cnt": _count,
    "unit": _unit,
    "unit2": _unit,
    "unit3": _unit,
    "mon": _month,
    "day": _day,
    "dow": lambda g, f: _put("weekday", ABBREVIATED_WEEKDAYS.get(g[0][:3]), f),
    "dows": lambda g, f: _put("weekday", ABBREVIATED_WEEKDAYS.get(g[0][:3]), f),
    "yr": lambda g, f: _put("year", int(g[0]), f),
    "yrw": lambda g, f: _put("year", year(g), f),
    "yword": lambda g, f: g[-1] == "year",
    "shift": lambda g, f: _put("shift", " ".join(g), f),
    "part": lambda g, f: _put("part", PARTS.get(g[0]), f),
    "part2": lambda g, f: _put("part", PARTS.get(g[0]), f),
    "near": lambda g, f: _put("ref", g[0], f),
    "now": lambda g, f: _put("ref", "PRESENT_REF", f),
    "then": lambda g, f: _put("ref", "PAST_REF", f),
    "soon": lambda g, f: _put("ref", "FUTURE_REF", f),
    "often": lambda g, f: _put("ref", g[0], f),
    "clk": lambda g, f: _put("clock", " ".join(g), f),
    "season": lambda g, f: _put("season", SEASONS.get(g[0].removesuffix("s")), f),
    "ord": _ordinal,
    "dec": _decade,
    "hol": lambda g, f: _put("ref", " ".join(g).replace(" ' s", "'s").replace(" ’ s", "'s"), f),
    "num": lambda g, f: _put("ref", g[0], f),
}
