"""The words time is told with: each word of a text becomes one character of a class string.

News is read once, word by word, with one dictionary look-up each; the rules of `find` then run as ordinary
regular expressions over the class string, where one character is one word. The pieces are cut here and not
taken from the parser, so that "52-week", "2021-11-25" and "10am" look the same whatever cut them before.
"""

import re
from itertools import accumulate

from dateline.extraction.times.numbers import CARDINALS, ORDINALS, SCALES

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
UNITS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "fortnight": "F", "month": "MO",
    "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE", "weekend": "WE", "night": "N",
    "semester": "SE", "millennium": "ML",
}  # fmt: skip
PARTS = {
    "morning": "TMO", "mornings": "TMO", "dawn": "TMO", "daybreak": "TMO", "sunrise": "TMO",
    "afternoon": "TAF", "afternoons": "TAF", "lunchtime": "TMI",
    "evening": "TEV", "evenings": "TEV", "dusk": "TEV", "sunset": "TEV", "nightfall": "TNI", "daytime": "TDT",
    "night": "TNI", "nights": "TNI", "tonight": "TNI", "overnight": "TNI",
    "noon": "T12:00", "midday": "T12:00", "midnight": "T24:00",
}  # fmt: skip
ABBREVIATED_MONTHS = {m[:3]: i for i, m in enumerate(MONTHS, 1)} | {"sept": 9}
ABBREVIATED_WEEKDAYS = {d[:3]: i for i, d in enumerate(WEEKDAYS, 1)} | {"tues": 2, "thur": 4, "thurs": 4, "weds": 3}
DECADES = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7,
           "eighties": 8, "nineties": 9}  # fmt: skip
ZONES = [
    "gmt",
    "utc",
    "est",
    "edt",
    "et",
    "pst",
    "pdt",
    "pt",
    "cst",
    "cdt",
    "ct",
    "mst",
    "mdt",
    "bst",
    "cet",
    "cest",
    "eet",
    "eest",
    "ist",
    "msk",
    "jst",
    "kst",
    "hkt",
    "sgt",
    "aest",
    "aedt",
    "wib",
    "pkt",
    "eat",
    "wat",
    "cat",
    "sast",
]

_LEXICON: dict[str, str] = {
    "THE": "the", "A": "a an", "THIS": "this", "THESE": "these", "THAT": "that", "THOSE": "those",
    "ITS": "its their his her our my", "LAST": "last", "PAST": "past", "PREVIOUS": "previous preceding prior",
    "NEXT": "next", "COMING": "coming upcoming", "FOLLOWING": "following ensuing subsequent", "SAME": "same",
    "CURRENT": "current", "RECENT": "recent", "LATEST": "latest", "EVERY": "every each", "OTHER": "other alternate",
    "AGO": "ago", "EARLIER": "earlier", "LATER": "later", "BEFORE": "before", "AFTER": "after afterward afterwards",
    "AHEAD": "ahead", "HENCE": "hence", "FROM": "from", "NOW": "now", "RIGHT": "right",
    "CURRENTLY": "currently presently nowadays", "RECENTLY": "recently lately", "SOON": "soon", "FUTURE": "future",
    "PRESENT": "present", "EARLY": "early", "LATE": "late", "MID": "mid", "MIDDLE": "middle midst",
    "BEGIN": "beginning start outset", "END": "end close", "OF": "of", "IN": "in", "ON": "on", "AT": "at",
    "FOR": "for", "WITHIN": "within", "DURING": "during throughout", "SINCE": "since", "UNTIL": "until till",
    "BY": "by", "TO": "to", "THROUGH": "through", "BETWEEN": "between", "THAN": "than", "PER": "per",
    "TAKE": "take takes took taken last lasts lasted spend spent wait waited",
    "ABOUT": "about around nearly almost roughly approximately", "MORE": "more", "LESS": "less fewer", "LEAST": "least",
    "MOST": "most", "UP": "up", "OVER": "over", "UNDER": "under", "NO": "no", "AS": "as",
    "FEW": "few", "SEVERAL": "several numerous", "SOME": "some", "MANY": "many", "COUPLE": "couple pair",
    "DOZEN": "dozen", "DOZENS": "dozens hundreds thousands", "HALF": "half", "AND": "and", "OR": "or", "SO": "so",
    "FULL": "full whole entire", "EXTRA": "additional extra further consecutive straight trading successive working"
    " business",
    "UNIT": " ".join(u for u in UNITS if u not in ("second", "quarter", "weekend", "night")),
    "UNITS": "seconds minutes hours days weeks fortnights months years decades centuries hrs mins semesters",
    "QUARTER": "quarter", "QUARTERS": "quarters", "WEEKEND": "weekend", "WEEKENDS": "weekends", "PERIOD": "period",
    "PART": "morning afternoon evening night", "PARTS": "mornings afternoons evenings nights",
    "NOON": "noon midday midnight", "DAWN": "dawn dusk daybreak sunrise sunset lunchtime nightfall",
    "OVERNIGHT": "overnight", "TONIGHT": "tonight", "TODAY": "today", "YESTERDAY": "yesterday",
    "TOMORROW": "tomorrow", "FISCAL": "fiscal", "ONCE": "once", "TWICE": "twice thrice", "TIMES": "times",
    "DAILY": "daily", "OFTEN": "weekly monthly annually yearly hourly nightly",
    "LONG": "long", "OLD": "old", "ENDED": "ended ending", "LOCAL": "local", "TIME": "time", "OH": "o", "FACE": "clock",
    "AM": "am pm", "P": "p", "M": "m", "S": "s",
    "CARDINAL": " ".join(CARDINALS), "SCALE": " ".join(SCALES), "ORDINAL": " ".join(w for w in ORDINALS if w != "second"),
    "SECOND": "second", "SEASON": " ".join(SEASONS), "SEASONS": "summers winters autumns",
    "WEEKDAY": " ".join(WEEKDAYS), "WEEKDAYS": " ".join(d + "s" for d in WEEKDAYS),
    "TENS": " ".join(DECADES), "HOLIDAY": "christmas easter thanksgiving halloween passover",
    "HOLIDAYOF": "independence labor labour memorial veterans valentine boxing election inauguration columbus"
    " armistice bastille canada australia anzac",
    "NEW": "new", "EVE": "eve", "POSSIBLE": "possible", "MOMENT": "moment", "FORESEEABLE": "foreseeable", "NEAR": "near",
    "ZONE": " ".join(ZONES), "THEREABOUTS": "thereabouts", "TERM": "term", "YEARLONG": "yearlong monthlong weeklong daylong",
    "ANNIVERSARY": "anniversary",
}  # fmt: skip

# Words that are something else unless written with a capital.
_CAPITAL: dict[str, str] = {
    "MO": " ".join(ABBREVIATED_MONTHS), "MONTH": " ".join(MONTHS), "WD": " ".join(ABBREVIATED_WEEKDAYS),
}  # fmt: skip
_FIGURES = ("DAY", "FOUR", "FIGURE", "NTH", "DECADE", "CLOCK", "ISO", "SLASHED", "QN")
_MARKS = {",": "COMMA", "-": "HYPHEN", "–": "HYPHEN", "—": "HYPHEN", "‑": "HYPHEN", ".": "DOT", "'": "APOS",
          "’": "APOS", "/": "SLASH", "(": "OPEN", ")": "CLOSE"}  # fmt: skip

ATOMS: dict[str, str] = {
    name: chr(0xE000 + i) for i, name in enumerate(dict.fromkeys([*_LEXICON, *_CAPITAL, *_FIGURES, *_MARKS.values()]))
}
NOTHING = "_"
_BLANK = " "


def _lexicon() -> dict[str, str]:
    atoms: dict[str, str] = {}
    for name, words in _LEXICON.items():
        for word in words.split():
            for form in (word, word.capitalize(), word.upper()):
                atoms.setdefault(form, ATOMS[name])
    for name, words in _CAPITAL.items():
        for word in words.split():
            for form in (word.capitalize(), word.upper()):
                atoms[form] = ATOMS[name]
    for mark, name in _MARKS.items():
        atoms[mark] = ATOMS[name]
    for word in ("SECOND", "US"):
        atoms.pop(word, None)
    for n in "1234":
        atoms["Q" + n] = ATOMS["QN"]
    atoms[" "] = atoms["\n"] = _BLANK
    return atoms


LOOKUP = _lexicon()

_PIECE = re.compile(
    r"""[^\W\d_]+(?!\w)
    |\s+
    |\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])
    |(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{4}/\d\d/\d\d|\d{1,2}\.\d{1,2}\.\d{4})(?![\w/])
    |(?:\d{1,2}:\d\d(?::\d\d)?|\d{1,2}\.\d\d(?=\s?[apAP]\.?[mM]\b))(?!\d)
    |\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH)(?!\w)
    |(?:\d{3}0|['’`]\d0|[2-9]0)['’]?s(?!\w)
    |[$€£¥]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+)(?:\s?%)?(?:(?!\w)|(?=[ap]m\b))
    |\w+
    |[^\w\s]""",
    re.VERBOSE,
)
_FIGURE_ATOMS = tuple(
    (re.compile(shape), ATOMS[name] if name else NOTHING)
    for shape, name in (
        (r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d{5,}|\d{3}", "FIGURE"),
        (r"\d{4}-\d\d-\d\d(?:T.+)?", "ISO"),
        (r"[\d]+/[\d]+/[\d]+|\d+\.\d+\.\d{4}", "SLASHED"),
        (r"\d{1,2}[:.]\d\d(?::\d\d)?", "CLOCK"),
        (r"\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH)", "NTH"),
        (r"(?:\d{3}0|['’`]?\d0)['’]?s", "DECADE"),
    )
)
_CORE_NAMES = """UNIT UNITS QUARTER QUARTERS WEEKEND WEEKENDS PART PARTS NOON DAWN OVERNIGHT TONIGHT TODAY YESTERDAY TOMORROW
    DAILY OFTEN WEEKDAY WEEKDAYS MONTH MO WD SEASON SEASONS TENS HOLIDAY HOLIDAYOF DECADE CLOCK ISO SLASHED FOUR QN NOW
    CURRENTLY CURRENT RECENTLY RECENT SOON FUTURE PAST PRESENT MOMENT NTH FACE AM PERIOD"""


class Words:
    """A text cut into words, figures and marks, and those of them that may speak of time.

    Attributes:
        parts: the pieces of the text, white space among them; together they are the text.
        starts: where each part starts, in code points.
        classes: one character for each piece of the passages that may speak of time; passages are kept apart.
        where: for each character of `classes`, the number of its part.
    """

    __slots__ = ("classes", "parts", "starts", "where")

    def __init__(self, text: str) -> None:
        atom = LOOKUP.get
        self.parts: list[str] = _PIECE.findall(text)
        row = "".join([atom(p) or (NOTHING if p[0] > "9" else _figure_atom(p)) for p in self.parts])
        kept: list[str] = []
        self.where: list[int] = []
        for island in _ISLAND.finditer(row):
            if _CORE.search(island.group()) is None:
                continue
            for i in range(*island.span()):
                if row[i] != _BLANK:
                    kept.append(row[i])
                    self.where.append(i)
            kept.append(NOTHING)
            self.where.append(island.end() - 1)
        self.classes = "".join(kept)
        self.starts: list[int] = list(accumulate(map(len, self.parts), initial=0)) if kept else []


def _figure_atom(part: str) -> str:
    if part.isspace():
        return NOTHING if part.count("\n") > 1 else _BLANK
    if part.isdigit() and part.isascii():
        if len(part) <= 2 and int(part) <= 31:
            return ATOMS["DAY"]
        return ATOMS["FOUR"] if len(part) == 4 else ATOMS["FIGURE"]
    for shape, atom in _FIGURE_ATOMS:
        if shape.fullmatch(part):
            return atom
    return NOTHING


def pattern(source: str) -> re.Pattern[str]:
    """Compile a rule: upper-case names stand for word classes, the rest is a regular expression without blanks."""
    packed = re.sub(r"\s+", "", re.sub(r"(?<!\(\?)\b[A-Z]+\b", lambda m: f"{ATOMS[m.group()]}", source))
    return re.compile(packed)


_ISLAND = re.compile(f"[^{NOTHING}]+")
_CORE = re.compile(
    f"[{''.join(ATOMS[n] for n in _CORE_NAMES.split())}]"
    f"|{ATOMS['CARDINAL']}[ {ATOMS['HYPHEN']}]*[{ATOMS['CARDINAL']}{ATOMS['SCALE']}]"  # nineteen ninety
    f"|[{ATOMS['A']}{ATOMS['P']}]{ATOMS['DOT']} ?{ATOMS['M']}"  # a.m.
)
