"""Capitals for a page that has none, or nothing else.

Agencies send copy in capitals, archives keep it in lower case, and headlines shout. The recogniser was taught on
mixed case, so such text is given capitals back before it is parsed: sentence starts, names that are known, what
follows a title or first name, and whatever the rest of the page prints with a capital. The length never changes.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from dateline.extraction.text.first_names import FIRST_NAMES

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?:(?<![ .][a-zA-Z])\.|[!?:])['\"”’)\]]*\s+$|\n\s*$")
_LONGEST = 7  # words in a known name
_LONGEST_PLACE = 4  # words in a place's
_PLACING = frozenset("in near at from to outside around throughout inside of".split())
_HEADLINES = 6  # lines at the top of a page that may be a headline

_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september october "
    "november december".split()
)
_TITLES = frozenset(
    "mr mrs ms dr president vice-president minister premier chancellor gen general col colonel capt captain lt lieutenant maj "
    "major adm admiral sgt sen senator rep gov governor ambassador secretary archbishop bishop cardinal pope king queen "
    "prince princess judge mayor commander brigadier marshal sheikh sheik ayatollah imam father deputy congressman".split()
)
_PARTICLES = frozenset("de la del los las van von der bin ibn al el y da dos du di".split())
_PLAIN = frozenset(
    "the a an and or but nor so yet of in on at to from by with for about against between into through during before after "
    "above below up down out off over under again further then once here there when where why how all any both each few "
    "more most other some such no not only own same than too very can will just should now is are was were be been being "
    "have has had having do does did doing would could may might must shall this that these those i you he she it we they "
    "me him her us them my your his its our their what which who whom whose if because as until while said says say told "
    "tell announced added stated reported denied confirmed declared asked called yesterday today tomorrow last next first "
    "second third one two three four five six seven eight nine ten new old great high small large national international "
    "general public people president minister police army government military officials official spokesman forces force "
    "group groups attack attacks killed wounded injured died dead year years month months week weeks day days night "
    "morning time state states party country city town village province department region area house street road office "
    "also still ever never however although though since against within without among toward towards upon via per "
    "elect designate republic who's met meets arrived left visited spoke warned accused signed made took gave came went "
    "himself herself itself themselves according including during following".split()
)

_VERBS = frozenset(
    "accept act agree answer appear ask attend become begin believe bring call claim come continue deal decide deny explain face "
    "feel find get give go hear hold keep know lead leave let live look make mean meet need obey order put receive remain "
    "resign run see seek seem send serve show speak stand stay step stop take talk think travel try turn use visit vote wait "
    "walk want win wish work write "
    "staff headquarters command assembly council secretariat election elections strike manager amnesty".split()
)  # "can the minister appear": no name behind a title
_HEADLINE_VERBS = frozenset(
    "accuses admits agrees aims announces appeals approves arrests asks backs bans begins blames blasts blocks bombs calls "
    "charges claims clashes condemns confirms considers criticises criticizes cuts declares defends demands denies detains "
    "discusses ends endorses expels faces fears fights finds fires gets gives halts hits holds hosts hurts imposes injures "
    "invades joins kills launches leaves lifts makes meets mourns names offers opens opposes orders ousts plans pledges praises "
    "pushes quits raids raises rebukes rejects releases reports resigns responds returns reveals seeks seizes sends sentences "
    "shuts signs slams slays stabs starts strikes sues suspends takes threatens torches urges vetoes visits votes vows "
    "warns welcomes wins withdraws wounds".split()
)


def truecase(reading: str, known: frozenset[str], is_place: Callable[[str], bool] = lambda words: False) -> str:
    """A text of the same length with names and sentence starts capitalised, where the page shouts or whispers.

    Args:
        reading: the text of a page.
        known: names as they are printed, such as `Boko Haram` or `NATO`.
        is_place: whether some words in lower case name a place; asked of words behind "in", "near" ..
    Returns:
        the text itself where its capitals are usual.
    """
    lines = reading.split("\n")
    whisper = _is_whispered(reading)
    shouted = [_is_shouted(line) for line in lines]
    titled = [_is_titled(line) for line in lines[:_HEADLINES]] if not whisper else []
    if not whisper and not any(shouted) and not any(titled):
        return reading
    names = _names(known)
    if whisper:
        return _recased(reading, names, {}, is_place)
    plain = [line for n, line in enumerate(lines) if not shouted[n] and not (n < len(titled) and titled[n])]
    seen = _seen(plain)
    given: list[str] = []
    at = 0
    while at < len(lines):
        until = at
        while until < len(lines) and shouted[until]:
            until += 1
        if until > at:
            loud = "\n".join(lines[at:until])
            given += _recased(_lowered(loud), names, seen, is_place, shouted=loud).split("\n")
            at = until
            continue
        given.append(_unlaced(lines[at], seen) if at < len(titled) and titled[at] else lines[at])
        at += 1
    return "\n".join(given)


def _is_titled(line: str) -> bool:
    """Whether a line Prints Most Words With a Capital, as headlines do; a sentence has no Verb with one."""
    if not 20 <= len(line) <= 160 or line.rstrip().endswith(":"):
        return False
    words = [word for word in _WORD.findall(line) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    if line.rstrip().endswith(".") and not any(w[0].isupper() and w.lower() in _HEADLINE_VERBS for w in words[1:]):
        return False
    return len(words) >= 4 and capitals * 5 >= len(words) * 4


def _unlaced(line: str, seen: dict[str, str]) -> str:
    """A headline without the capitals of words that the rest of the page prints small."""
    out = list(line)
    for n, match in enumerate(_WORD.finditer(line)):
        low = match[0].lower()
        small = seen.get(low) == low or (low not in seen and (low in _PLAIN or low in _HEADLINE_VERBS))
        if n and small and len(low) == len(match[0]) and not (len(low) > 1 and match[0].isupper()):
            out[match.start() : match.end()] = low
    return "".join(out)


def _is_whispered(text: str) -> bool:
    letters = sum(c.isalpha() and c.isascii() for c in text[:4000])
    capitals = sum("A" <= c <= "Z" for c in text[:4000])
    return letters >= 40 and capitals * 250 < letters


def _is_shouted(line: str) -> bool:
    """Whether a line is written in capitals; a lone acronym or two do not shout."""
    if sum(c.islower() for c in line[:80]) > 8:
        return False
    capitals = sum(c.isupper() for c in line)
    small = sum(c.islower() for c in line)
    return capitals >= 12 and small * 9 <= capitals and len(line.split()) >= 3


def _lowered(text: str) -> str:
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _capital(word: str) -> str:
    first = word[0].upper()
    return first + word[1:] if len(first) == 1 else word


def _seen(lines: Iterable[str]) -> dict[str, str]:
    """How the quieter lines of the page print their words: mid-sentence capitals win, then lower case."""
    found: dict[str, str] = {}
    for line in lines:
        for match in _WORD.finditer(line):
            word = match[0]
            low = word.lower()
            if len(low) != len(word):
                continue
            if word[0].isupper():
                opens = match.start() == 0 or _SENTENCE_END.search(line[max(0, match.start() - 4) : match.start()])
                if not opens or (word.isupper() and len(word) > 1):
                    found[low] = word
            elif low not in found:
                found[low] = low
    return found


@lru_cache(maxsize=4)
def _names(known: frozenset[str]) -> "Names":
    """Known names by their first lower-case word, the longest first."""
    found: Names = {}
    for name in sorted(known):
        words = tuple(word.lower() for word in _WORD.findall(name))
        if (
            words
            and len(words) <= _LONGEST
            and len(name.lower()) == len(name)
            and not (len(words) == 1 and words[0] in _PLAIN)
        ):
            found.setdefault(words[0], []).append((words, name))
    for rows in found.values():
        rows.sort(key=lambda row: -len(row[0]))
    return found


Names = dict[str, list[tuple[tuple[str, ...], str]]]


def _recased(
    text: str, names: Names, seen: dict[str, str], is_place: Callable[[str], bool], shouted: str | None = None
) -> str:
    page = _Page(text, seen)
    n = 0
    while n < len(page.words):
        n += page.write_known(n, names) or page.write_place(n, is_place) or 1
    for n in range(len(page.words)):
        if not page.done[n]:
            page.write_unknown(n, shouted)
    page.write_again()
    return "".join(page.out)


class _Page:
    """A text on its way to capitals: its words, and which of them are settled."""

    def __init__(self, text: str, seen: dict[str, str]) -> None:
        self.text, self.seen = text, seen
        self.words = list(_WORD.finditer(text))
        self.lows = [match[0].lower() for match in self.words]
        self.out = list(text)
        self.done = [False] * len(self.words)
        self.personal: set[str] = set()

    def put(self, n: int, word: str) -> None:
        start, end = self.words[n].span()
        if len(word) == end - start:
            self.out[start:end] = word
            self.done[n] = True

    def write_known(self, n: int, names: Names) -> int:
        """Write the longest known name that begins at word `n`; how many words it has, 0 for none."""
        low, words = self.lows[n], self.words
        for pattern, name in names.get(low, ()):
            size = len(pattern)
            last = n + size - 1
            if tuple(self.lows[n : last + 1]) == pattern and words[last].end() - words[n].start() <= len(name) + size:
                for k, printed in enumerate(_WORD.findall(name)):
                    self.put(n + k, printed)
                return size
        if low.endswith(("'s", "’s")):
            for pattern, name in names.get(low[:-2], ()):
                if len(pattern) == 1:
                    self.put(n, _WORD.findall(name)[0] + words[n][0][-2:])
                    return 1
        return 0

    def write_place(self, n: int, is_place: Callable[[str], bool]) -> int:
        """Write the longest place that begins at word `n` behind "in" or "near"; how many words it has, 0 for none."""
        if not n or self.lows[n - 1] not in _PLACING or not self._is_namelike(n):
            return 0
        for last in range(min(n + _LONGEST_PLACE, len(self.words)), n, -1):
            words = self.text[self.words[n].start() : self.words[last - 1].end()]
            if words.replace(" ", "").replace("-", "").isalpha() and is_place(words.lower()):
                for k in range(n, last):
                    if self.lows[k] not in _PARTICLES or k == n:
                        self.put(k, _capital(self.words[k][0]))
                return last - n
        return 0

    def write_unknown(self, n: int, shouted: str | None) -> None:
        """Capitals that the calendar, the rest of the page, a title or a first name give."""
        low, word = self.lows[n], self.words[n][0]
        if low in _CALENDAR or low in ("i", "i'm", "i've", "i'll", "i'd") or _is_month(self.lows, n):
            self.put(n, _capital(word))
        elif self.seen.get(low, low) != low:
            self.put(n, self.seen[low])
        elif low in FIRST_NAMES and low not in self.seen:
            self.put(n, _capital(word))
            self._name_behind(n)
        elif low in _TITLES:
            if n + 1 < len(self.words) and self._is_namelike(n + 1):
                self.put(n, _capital(word))
                self._name_behind(n)
        elif shouted is not None and low not in self.seen and _is_acronym(shouted[slice(*self.words[n].span())]):
            self.put(n, word.upper())

    def write_again(self) -> None:
        """Names found behind a title once are names everywhere; sentences begin with a capital."""
        for n, low in enumerate(self.lows):
            if not self.done[n] and low in self.personal:
                self.put(n, _capital(self.words[n][0]))
            start = self.words[n].start()
            if start == 0 or _SENTENCE_END.search(self.text[max(0, start - 4) : start]):
                self.out[start] = _capital(self.out[start])

    def _name_behind(self, n: int) -> None:
        for k in range(n + 1, min(n + 6, len(self.words))):
            low = self.lows[k]
            if low in _PARTICLES and k + 1 < len(self.words) and self._is_namelike(k + 1):
                continue
            if low.endswith(("'s", "’s")) and k > n and self._is_namelike(k, of=low[:-2]):
                self.put(k, _capital(self.words[k][0]))
                self.personal.add(low[:-2])
                break
            is_verb = (
                k > n + 1 and low.endswith("s") and self.lows[k - 1] not in FIRST_NAMES
            )  # "president ghani condemns"
            if self.done[k] or is_verb or not self._is_namelike(k):
                break
            self.put(k, _capital(self.words[k][0]))
            if len(self.lows[k]) > 3 and self.lows[k] not in _TITLES:
                self.personal.add(self.lows[k])

    def _is_namelike(self, n: int, of: str | None = None) -> bool:
        gap = self.text[self.words[n - 1].end() : self.words[n].start()] if n else ""
        low = of or self.lows[n]
        if (
            gap not in (" ", ". ", "-")
            or low in _PLAIN
            or low in _VERBS
            or low[0].isdigit()
            or self.seen.get(low, "") == low
        ):
            return False
        return not low.endswith(("ing", "ed", "ly", "tion", "ment", "ings", "tions", "'s"))


def _is_month(lows: list[str], n: int) -> bool:
    if lows[n] not in ("may", "march"):
        return False
    before, after = lows[n - 1] if n else "", lows[n + 1] if n + 1 < len(lows) else ""
    return before.isdigit() or after.isdigit() or before in ("in", "since", "until", "by", "last")


def _is_acronym(word: str) -> bool:
    return 2 <= len(word) <= 5 and word.isupper() and not any(c in "AEIOUY" for c in word)
