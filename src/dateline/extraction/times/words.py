"""The words time is told with: each word of a text becomes one character of a class string.

News is read once, word by word, with one dictionary look-up each; the rules of `find` then run as ordinary
regular expressions over the class string, where one character is one word. The pieces are cut here and not
taken from the parser, so that "52-week", "2021-11-25" and "10am" look the same whatever cut them before.
"""

import re

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
    "LONG": "long", "OLD": "old", "ENDED": "ended ending", "LOCAL": "local", "TIME": "time", "OCLOCK": "o'clock o’clock",
    "AM": "am pm", "P": "p", "M": "m", "S": "s", "DE": "decades'",
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
_FIGURES = ("DAY", "FOUR", "FIGURE", "NTH", "DECADE", "CLOCK", "ISO", "SLASHED", "MONEY", "QN")
_MARKS = {",": "COMMA", "-": "HYPHEN", "–": "HYPHEN", "—": "HYPHEN", "‑": "HYPHEN", ".": "DOT", "'": "APOS",
          "’": "APOS", "/": "SLASH", "(": "OPEN", ")": "CLOSE"}  # fmt: skip

ATOMS: dict[str, str] = {
    name: chr(0xE000 + i) for i, name in enumerate(dict.fromkeys([*_LEXICON, *_CAPITAL, *_FIGURES, *_MARKS.values()]))
}
NOTHING = "_"


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
    atoms["Decades"] = atoms["decades"]
    return atoms


LOOKUP = _lexicon()

_PIECE = re.compile(
    r"""(?P<word>(?:[oO]['’][cC]lock|[^\W\d_]+)(?!\w))
    |(?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?)(?![\w-])
    |(?P<slashed>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{4}/\d\d/\d\d|\d{1,2}\.\d{1,2}\.\d{4})(?![\w/])
    |(?P<clock>\d{1,2}:\d\d(?::\d\d)?|\d{1,2}\.\d\d(?=\s?[apAP]\.?[mM]\b))(?!\d)
    |(?P<nth>\d{1,2}(?:st|nd|rd|th)|\d{1,2}(?:ST|ND|RD|TH))(?!\w)
    |(?P<decade>(?:\d{3}0|['’`]\d0|[2-9]0)['’]?s)(?!\w)
    |(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+)(?:\s?(?P<percent>%))?(?:(?!\w)|(?=[ap]m\b))
    |(?P<money>[$€£¥]\s?\d[\d,]*(?:\.\d+)?)
    |(?P<gap>\n[ \t\r]*\n)
    |\w+
    |[^\w\s]""",
    re.VERBOSE,
)


def pieces(text: str) -> tuple[list[tuple[int, int]], str]:
    """Cut a text into words, figures and marks.

    Returns: the code-point spans, and the class string with one character a piece (see `ATOMS`).
    """
    spans: list[tuple[int, int]] = []
    classes: list[str] = []
    find_atom = LOOKUP.get
    for match in _PIECE.finditer(text):
        kind = match.lastgroup
        spans.append(match.span())
        if kind == "word" or kind is None:
            classes.append(find_atom(match.group(), NOTHING))
        elif kind == "figure":
            classes.append(_figure_atom(match.group()))
        elif kind in ("percent", "gap"):
            classes.append(NOTHING)
        else:
            classes.append(ATOMS[kind.upper()])
    return spans, "".join(classes)


def _figure_atom(figure: str) -> str:
    if figure.isdigit():
        if len(figure) <= 2 and int(figure) <= 31:
            return ATOMS["DAY"]
        if len(figure) == 4:
            return ATOMS["FOUR"]
    return ATOMS["FIGURE"]


def pattern(source: str) -> re.Pattern[str]:
    """Compile a rule: upper-case names stand for word classes, the rest is a regular expression without blanks."""
    packed = re.sub(r"\s+", "", re.sub(r"(?<!\(\?)\b[A-Z]+\b", lambda m: f"{ATOMS[m.group()]}", source))
    return re.compile(packed)
