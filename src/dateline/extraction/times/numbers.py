"""Numbers as news writes them: figures, words, fractions, ordinals and years in words. No dates here."""

import re

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINAL_ONES = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_ORDINAL_TENS = ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"]

CARDINALS: dict[str, int] = {word: n for n, word in enumerate(_ONES)} | {
    word: 10 * n for n, word in enumerate(_TENS, 2)
}
SCALES: dict[str, int] = {"hundred": 100, "thousand": 1000}
ORDINALS: dict[str, int] = {word: n for n, word in enumerate(_ORDINAL_ONES, 1)} | {
    word: 10 * n for n, word in enumerate(_ORDINAL_TENS, 2)
}
_VAGUE = frozenset({"few", "several", "some", "many", "dozens", "numerous", "various", "hundreds", "thousands"})
_DIGITS = re.compile(r"\d")


def amount(words: list[str]) -> float | None:
    """How many: 2.5 for "two and a half", 24 for "twenty four"; None where the words are vague ("a few").

    Args:
        words: lower-case words of one count; articles, "and", "of" and hyphens may be among them.
    """
    total, current, seen = 0.0, 0.0, False
    fraction: list[float] = []
    for word in words:
        if word in _VAGUE:
            return None
        if _DIGITS.match(word):
            if len(word) > 12:  # no count of anything
                return None
            value = float(word.replace(",", ""))
            if fraction or (seen and not current % 1):
                fraction.append(value)
            else:
                current += value
            seen = True
        elif word in CARDINALS:
            current, seen = current + CARDINALS[word], True
        elif word in ORDINALS:
            current, seen = current + ORDINALS[word], True
        elif word in SCALES:
            current, seen = max(current, 1.0) * SCALES[word], True
            if word == "thousand":
                total, current = total + current, 0.0
        elif word == "couple" or word == "pair":
            current, seen = current + 2, True
        elif word == "dozen":
            current, seen = max(current, 1.0) * 12, True
        elif word == "half":
            current, seen = current + 0.5, True
    if len(fraction) == 2 and fraction[1]:
        current += fraction[0] / fraction[1]
    if not seen:
        return 1.0 if words and words[0] in ("a", "an", "one") else None
    return total + current


def ordinal(words: list[str]) -> int | None:
    """3 for "third", 21 for "21st" or "twenty-first"; None where no ordinal or plain number is among the words."""
    total, seen = 0, False
    for word in words:
        if word[:1].isdigit():
            return int(re.sub(r"\D", "", word)[:4])
        if word in ORDINALS or word in CARDINALS:
            total, seen = total + (ORDINALS.get(word) or CARDINALS.get(word, 0)), True
    return total if seen else None


def year(words: list[str]) -> int | None:
    """1996 for "nineteen ninety-six", 2001 for "two thousand and one"; None where the words name no year."""
    words = [w for w in words if w not in ("-", "and", "the", "year")]
    if not words:
        return None
    if words[0].isdigit():
        return int(words[0])
    if words[:2] == ["two", "thousand"]:
        rest = amount(words[2:]) if len(words) > 2 else 0
        return 2000 + int(rest or 0) if rest is None or rest < 100 else None
    century = CARDINALS.get(words[0], 0)
    if not 15 <= century <= 20 or len(words) < 2:
        return None
    if words[1] == "hundred":
        return 100 * century + int(amount(words[2:]) or 0)
    if CARDINALS.get(words[1], 0) < 10:
        return None
    rest = amount(words[1:])
    return 100 * century + int(rest) if rest is not None and rest < 100 else None
