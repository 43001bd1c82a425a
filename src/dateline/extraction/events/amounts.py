"""Numbers as reports give them: digits, number words, ranges, vague amounts, and bounds such as "at least".

Works on the tokens of one sentence; what is counted is `tolls`' business.
"""

from collections.abc import Sequence

from msgspec import Struct

from dateline.extraction.events.roles import Grammar

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}
VAGUE = {
    "dozens": (24, 24, 99), "scores": (40, 40, 99), "hundreds": (200, 200, 999), "thousands": (2000, 2000, 9999),
    "several": (3, 3, 9), "few": (2, 3, 5), "handful": (3, 4, 6), "couple": (2, 2, 2), "many": (3, 10, 99),
    "pair": (2, 2, 2), "both": (2, 2, 2), "tens": (20, 20, 99),
}  # fmt: skip
_MANIFOLD = {"hundreds": 100, "thousands": 1000, "millions": 1_000_000}
_TIME_UNITS = frozenset("year month week day hour minute second decade century dollar euro pound percent".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.".split()
)


class Count(Struct, frozen=True):
    """An amount with its bounds, and the tokens `first` to `last` (exclusive) that give it."""

    low: int
    best: int
    high: int
    first: int
    last: int


def sum_of(counts: Sequence[Count]) -> Count:
    """The sum of amounts of different people, over all their words."""
    return Count(
        sum(c.low for c in counts), sum(c.best for c in counts), sum(c.high for c in counts),
        min(c.first for c in counts), max(c.last for c in counts),
    )  # fmt: skip


def vague(g: Grammar, j: int) -> Count:
    """The amount of a word such as "dozens" at token `j`, with the words it is multiplied by."""
    low, best, high = VAGUE[g.tokens[j].lower]
    first, last = j, j + 1
    words = [t.lower for t in g.tokens[max(0, j - 2) : j + 3]]
    at = min(j, 2)
    if words[at] in _MANIFOLD and at == 2 and words[1] == "of" and words[0] in VAGUE:  # at "thousands" of the below
        first, unit, low, best, high = j - 2, _MANIFOLD[words[at]], *VAGUE[words[0]]
    elif words[at + 1 : at + 2] == ["of"] and len(words) > at + 2 and words[at + 2] in _MANIFOLD:
        last, unit = j + 3, _MANIFOLD[words[at + 2]]
    else:
        return Count(low, best, high, first, last)
    return Count(low * unit, best * unit, (high + 1) * unit - 1, first, last)  # "hundreds of thousands"


def ending_at(g: Grammar, j: int, first: int) -> Count | None:
    """The amount whose last token is `j`, with its range or bounds; nothing before token `first` is read."""
    number = number_at(g, j)
    if number is None:
        return None
    value, start = number
    before = g.tokens[start - 1].lower if start - 1 >= first else ""
    if before in ("to", "and", "-", "–", "or") and start - 2 >= first:
        low = number_at(g, start - 2)
        if low is not None and low[0] < value:
            lead = g.tokens[low[1] - 1].lower if low[1] - 1 >= first else ""
            if before in ("to", "-", "–", "or") or lead == "between":
                begin = low[1] - 1 if lead in ("between", "from") else low[1]
                return Count(low[0], value if before == "or" else (low[0] + value) // 2, value, begin, j + 1)
    return qualified(g, value, j, start, first)


def qualified(g: Grammar, value: int, j: int, start: int, first: int) -> Count:
    """Bounds from the words before a number: at least, more than, up to, nearly."""
    words = " ".join(g.tokens[k].lower for k in range(max(first, start - 3), start))
    after = g.tokens[j + 1].lower if j + 1 < len(g.tokens) else ""
    for pattern, low, best, high, length in _BOUNDS:
        if words.endswith(pattern):
            return Count(low(value), best(value), high(value), start - length, j + 1)
    if after == "or" and j + 2 < len(g.tokens) and g.tokens[j + 2].lower == "more":
        return Count(value, value, value, start, j + 3)
    return Count(value, value, value, start, j + 1)


def number_at(g: Grammar, j: int) -> tuple[int, int] | None:
    """A whole number that ends at token `j`: its value and first token."""
    t = g.tokens[j]
    value = _value(t.lower)
    if value is None or (t.text.isdigit() and len(t.text) > 5):  # a bare row of digits is some number of a page
        return None
    if j and g.tokens[j - 1].lower in _MONTHS and t.text.isdigit():  # "the June 24 murder"
        return None
    if (
        j + 2 < len(g.tokens)
        and g.tokens[j + 1].text == "-"
        and g.tokens[j + 2].lower in ("year", "month", "day", "week")
    ):
        return None
    if t.text.isdigit() and len(t.text) == 4 and t.text[:2] in ("19", "20") and g.label(j) == "DATE":
        return None
    counted = j + 1 < len(g.tokens) and g.tokens[j + 1].tag == "NNS" and g.tokens[j + 1].lemma not in _TIME_UNITS
    if g.label(j) in ("DATE", "TIME", "MONEY", "PERCENT") and t.dep != "nummod" and not counted:
        return None
    first = j
    if t.lower in SCALES:
        total = SCALES[t.lower]
        before = g.tokens[j - 1] if j else None
        if before is not None and before.sent == t.sent:
            lead = _value(before.lower)
            if lead is not None and before.lower not in SCALES:
                return _with_thousands(g, lead * total, j - 1)
            if before.lower in ("a", "an") and j >= 2 and g.tokens[j - 2].lower == "half":
                return total // 2, j - 2
            if before.lower in ("a", "an"):
                return total, j - 1
        return total, j
    if j >= 2 and g.tokens[j - 1].lower in ("and", "-") and g.tokens[j - 2].lower in SCALES and value < 100:
        above = number_at(g, j - 2)
        if above is not None:
            return above[0] + value, above[1]
    if (
        j >= 2
        and g.tokens[j - 1].text == "-"
        and g.tokens[j - 2].lower in UNITS
        and value < 10 <= UNITS[g.tokens[j - 2].lower]
    ):
        return _with_hundreds(g, UNITS[g.tokens[j - 2].lower] + value, j - 2)
    return value, first


def _with_hundreds(g: Grammar, value: int, first: int) -> tuple[int, int]:
    """ "One hundred and sixty-two": the hundreds before the tens."""
    at = first - 2 if first >= 2 and g.tokens[first - 1].lower == "and" else first - 1
    if at >= 1 and g.tokens[at].lower in ("hundred", "thousand"):
        above = number_at(g, at)
        if above is not None:
            return above[0] + value, above[1]
    return value, first


def _with_thousands(g: Grammar, value: int, first: int) -> tuple[int, int]:
    """ "One thousand two hundred": the thousands before the hundreds."""
    if value < 1000 and first >= 2 and g.tokens[first - 1].lower == "thousand":
        above = number_at(g, first - 1)
        if above is not None:
            return above[0] + value, above[1]
    return value, first


def _value(word: str) -> int | None:
    if word in UNITS:
        return UNITS[word]
    if word in SCALES:
        return SCALES[word]
    plain = word.replace(",", "")
    if plain.isascii() and plain.isdigit() and len(plain) < 8:
        return int(plain)
    if "-" in word:
        tens, _, unit = word.partition("-")
        if tens in UNITS and unit in UNITS and UNITS[tens] >= 20 and UNITS[unit] < 10:
            return UNITS[tens] + UNITS[unit]
    return None


def _same(v: int) -> int:
    return v


def _less(v: int) -> int:
    return max(1, round(v * 0.9))


def _more(v: int) -> int:
    return round(v * 1.1)


_BOUNDS = [
    ("upwards of", _same, _same, _more, 2), ("close to", _less, _same, _same, 2), ("just under", _less, _same, _same, 2),
    ("under", _less, _same, _same, 1), ("just over", _same, _same, _more, 2), ("no fewer than", _same, _same, _same, 3),
    ("no less than", _same, _same, _same, 3), ("at least", _same, _same, _same, 2), ("more than", _same, _same, _more, 2), ("as many as", _less, _same, _same, 3),
    ("up to", _less, _same, _same, 2), ("fewer than", _less, _same, _same, 2), ("less than", _less, _same, _same, 2),
    ("over", _same, _same, _more, 1), ("about", _less, _same, _more, 1), ("around", _less, _same, _more, 1),
    ("some", _less, _same, _more, 1), ("nearly", _less, _same, _same, 1), ("almost", _less, _same, _same, 1),
    ("roughly", _less, _same, _more, 1), ("approximately", _less, _same, _more, 1), ("an estimated", _less, _same, _more, 2),
]  # fmt: skip
