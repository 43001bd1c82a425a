"""What of a sentence is kept out of the translator's hands: names, dates, and words whose English is known.

Each such stretch becomes a slot: a made-up word goes to the engine in its place, and its English is put back after.
A slot knows its words in the original, which is how a name or a date found in the translation finds its way home.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from dateline.language.dates import dates_of
from dateline.language.glossary import Glossary, Term, Word, words_of
from dateline.values import Span

_JOINS = frozenset("al el bin ben ibn abu abd ul van von der ter bint ould mac da do das dos".split())
_AL = re.compile(r"(?:al|el|as|ash|at|ad|ar|an|az|ul|bin|ben)-[A-ZÀ-Ý]")
_OF = frozenset("de del du da dos des".split())
_CONSONANTS = "bcdfghklmnprst"
_MEASURES = frozenset(("at least", "more than"))
_CLITICS = {"es": frozenset("lo los la las le les nos me te se os".split()),
            "fr": frozenset("l' le la les lui leur y nous me se".split())}  # fmt: skip
_WITHOUT_A = {"a": "", "al": "el", "à": "", "au": "le", "aux": "les"}  # what is left where "a" only marks the object
_SAME_IN_PLURAL = ("ese", "ish", "ch", "ss")
_NUMBER = re.compile(r"\d")
_HOUR = re.compile(r"\s*las?\s+\d")
CODE = re.compile(r"[*#@]*zq([bcdfghklmnprst])([bcdfghklmnprst])x", re.I)
OBJECTLESS = re.compile(
    r"(?:(?:was|were) (?:not )?|(?:has|have|had|will) (?:not )?be(?:en)? )\w+|(?:(?:will|did|has|have|had) (?:not )?)?"
    r"(?:died?|explode?d?|resign(?:ed)?|me[et]t|flee|fled|surrender(?:ed)?|protest(?:ed)?|demonstrated?|march(?:ed)?|clash(?:ed)?)$"
)
NameOf = Callable[[str], str | None]


class Slot(Struct, frozen=True):
    """A stretch of the original and its English. `kind`: name, term, verb, date, phrase or kept (a name left as printed)."""

    span: Span
    english: str
    kind: str
    doing: str | None = None  # of an infinitive: its form in -ing


class Protected(Struct, frozen=True):
    """A sentence as the translator gets it: made-up words stand for its slots, in order.

    `first` is the number of the first slot's made-up word.
    """

    span: Span
    template: str
    slots: tuple[Slot, ...]
    first: int = 0
    hints: tuple[Slot, ...] = ()  # words whose English is known too, but which the engine translates by itself

    def slot(self, code: re.Match[str]) -> Slot | None:
        """The slot that a made-up word stands for; None for one of another hand."""
        n = number_of(code) - self.first
        return self.slots[n] if 0 <= n < len(self.slots) else None


def code_of(n: int) -> str:
    """The made-up word for slot `n`; letters only, so that no tokenizer splits it."""
    first, second = divmod(n, len(_CONSONANTS))
    return f"zq{_CONSONANTS[first % len(_CONSONANTS)]}{_CONSONANTS[second]}x"


def number_of(code: re.Match[str]) -> int:
    """The slot that a made-up word stands for."""
    return _CONSONANTS.index(code[1].lower()) * len(_CONSONANTS) + _CONSONANTS.index(code[2].lower())


def protect(
    text: str,
    span: Span,
    *,
    glossary: Glossary,
    name_of: NameOf = lambda words: None,
    names: frozenset[str] = frozenset(),
    phrases: Sequence[Slot] = (),
    terms: bool = True,
    first: int = 0,
) -> Protected:
    """Find the slots of one sentence and write its template.

    Args:
        text: the article's text.
        span: the sentence.
        glossary: names, terms and verb forms of its language.
        name_of: the English name of a place or actor by its name in any language, None for what nobody knows.
        names: words that the article prints with a capital inside sentences; they are names at the head of one too.
        phrases: slots that are known already, such as a toll; none of them overlap.
        terms: whether common words and verbs become slots too; an engine that reads whole sentences needs names only.
        first: number of the first made-up word, where the text holds some already.
    """
    dates = dates_of(text, span.start, span.end, language=glossary.language) if terms else ()
    days = {found.span.start: Slot(found.span, found.english, "date") for found in dates}
    ready = {**days, **{phrase.span.start: phrase for phrase in phrases}}
    return _Template(text, span, glossary, name_of, names, ready, days, terms, first).written()


def capitals_inside(sentences: Iterable[Span], text: str) -> frozenset[str]:
    """Words printed with a capital where no sentence begins: names, wherever they stand."""
    found: set[str] = set()
    for span in sentences:
        words = words_of(text, span.start, span.end)
        found.update(word.text for i, word in enumerate(words) if word.text[:1].isupper() and not _opens(words, i))
    return frozenset(found)


class _Template:
    """One sentence on its way: `at` is written up to, `i` is the word that is looked at next."""

    def __init__(
        self,
        text: str,
        span: Span,
        glossary: Glossary,
        name_of: NameOf,
        names: frozenset[str],
        ready: Mapping[int, Slot],
        days: Mapping[int, Slot],
        terms: bool,
        first: int,
    ) -> None:
        self.text, self.span, self.glossary, self.name_of, self.names = text, span, glossary, name_of, names
        self.ready, self.days, self.terms, self.first = ready, days, terms, first
        self.words = words_of(text, span.start, span.end)
        self.slots: list[Slot] = []
        self.hints: list[Slot] = []
        self.out: list[str] = []
        self.at, self.i = span.start, 0
        self.pending_a = False  # behind a verb whose object takes "a", until anything but a date or a measure comes

    def written(self) -> Protected:
        limit = len(_CONSONANTS) ** 2 // 2
        words = self.words
        while self.i < len(words) and len(self.slots) < limit:
            word = words[self.i]
            if word.start < self.at:
                self.i += 1
            elif self.pending_a and _is_personal_a(self.text, words, self.i):
                self._leave_out_a(word)
            elif word.start in self.ready:
                self._put(self.ready[word.start])
            else:
                opens = _opens(words, self.i)
                if not (self._term(opens) or self._name(opens)):
                    self.i += 1
        self.out.append(self.text[self.at : self.span.end])
        said = " ".join("".join(self.out).split())
        return Protected(self.span, said, tuple(self.slots), self.first, tuple(self.hints))

    def _leave_out_a(self, word: Word) -> None:
        self.out.append(self.text[self.at : word.start] + _WITHOUT_A[word.text])
        self.at = word.end
        self.pending_a = False
        self.i += 1

    def _put(self, slot: Slot) -> None:
        self.out.append(self.text[self.at : slot.span.start])
        self.out.append(self._next_code())
        self.slots.append(slot)
        self.at = slot.span.end

    def _next_code(self) -> str:
        return code_of(self.first + len(self.slots))

    def _term(self, opens: bool) -> bool:
        """Take what the glossary has here, if it has anything that goes into a slot or needs no help."""
        words, i = self.words, self.i
        found = self.glossary.match(words, i, opens=opens)
        if found is None:
            self.pending_a = False
            return False
        n, term = found
        if term.kind == "hint":
            self.hints.append(Slot(Span(words[i].start, words[i + n - 1].end), term.english, "hint"))
            self.i += n
            self.pending_a = False
            return True
        self.pending_a = self.pending_a and term.english in _MEASURES
        if not (self.terms or term.kind == "name") or _is_clitic_verb(words, i, term.kind, self.glossary.language):
            return False
        if term.kind == "name" and n == 1 and _name_run(words, i, opens=False) > n:
            return False
        self._put_term(n, term, opens)
        return True

    def _put_term(self, n: int, term: Term, opens: bool) -> None:
        words, word, last = self.words, self.words[self.i], self.words[self.i + n - 1]
        is_alone = term.kind == "people" and n == 1 and _stands_alone(words, self.i)
        self.i += n
        day_end = self._put_day_first(word, term, opens)
        english: str = term.english
        if term.with_a and self.i < len(words) and words[self.i].text in _WITHOUT_A:
            english = term.with_a
        is_spanish_verb = term.kind == "verb" and self.glossary.language == "es"
        skipped = _to_infinitive(words, self.i) if is_spanish_verb else None
        if is_alone and not english.endswith(_SAME_IN_PLURAL):
            english += "s"
        said = english + (" to" if skipped is not None else "")
        self._put(Slot(Span(word.start, last.end), said, term.kind, term.doing))
        self.at = max(self.at, day_end)
        if skipped or (term.kind == "verb" and not term.takes_a and _is_a_number(words, self.i)):
            self.at = words[self.i].end
            self.i += 1
            return
        self.pending_a = term.takes_a or (self.pending_a and term.english in _MEASURES)

    def _put_day_first(self, word: Word, term: Term, opens: bool) -> int:
        """A day behind a verb goes in front, so that the verb keeps its object; gives where the day ends, 0 for none."""
        words = self.words
        moves = term.kind == "verb" and (opens or OBJECTLESS.match(term.english) is None)
        day = self.days.get(words[self.i].start) if moves and self.i < len(words) else None
        if day is None:
            return 0
        self.out.append(self.text[self.at : word.start] + self._next_code() + " ")
        self.slots.append(day)
        self.at = word.start
        while self.i < len(words) and words[self.i].start < day.span.end:
            self.i += 1
        return day.span.end

    def _name(self, opens: bool) -> bool:
        """Keep a name out of the translator's hands, in English where it is known."""
        words, word = self.words, self.words[self.i]
        n = _name_run(words, self.i, opens=opens)
        if n == 1 and opens and (word.text.lower() in _STARTERS or self._is_unknown(word.text)):
            return False
        if not n:
            return False
        n, known = _named(self.text, words, self.i, n, self.name_of)
        kept = Span(word.start, words[self.i + n - 1].end)
        self._put(Slot(kept, known or kept.words(self.text), "name" if known else "kept"))
        self.i += n
        return True

    def _is_unknown(self, word: str) -> bool:
        return word not in self.names and self.name_of(word) is None


def _opens(words: Sequence[Word], i: int) -> bool:
    """Whether a word opens the sentence or a quotation in it."""
    return all(not word.text[0].isalnum() for word in words[:i]) or words[i - 1].text in '«“"¿¡:'


def _is_personal_a(text: str, words: Sequence[Word], i: int) -> bool:
    """Whether "a" or "al" only marks the object; not in "a las 3" and "al menos"."""
    if words[i].text in ("al", "au"):
        return i + 1 < len(words) and words[i + 1].text not in ("menos", "moins")
    return words[i].text in _WITHOUT_A and not _HOUR.match(text, words[i].end)


def _stands_alone(words: Sequence[Word], i: int) -> bool:
    """Whether a word for a people is a noun in the plural ("los armenios"), and no adjective behind one."""
    if not words[i].text.endswith("s"):
        return False
    if words[i].text[0].isupper():
        return True
    before = words[i - 1].text.lower() if i else "los"
    return before in _PLURALS or before[0].isdigit()


def _to_infinitive(words: Sequence[Word], i: int) -> int | None:
    """Whether an infinitive follows a verb, and how many words ("con", "a") stand between; None for none."""
    skipped = 1 if i < len(words) and words[i].text in ("con", "a") else 0
    if i + skipped >= len(words):
        return None
    word = words[i + skipped].text
    is_one = len(word) > 3 and word.islower() and word.endswith(("ar", "er", "ir", "arse", "erse", "irse"))
    return skipped if is_one and word not in _NO_INFINITIVES else None


def _is_a_number(words: Sequence[Word], i: int) -> bool:
    """Whether "a" and a number follow ("envió a 38.000 soldados")."""
    return i + 1 < len(words) and words[i].text == "a" and words[i + 1].text[0].isdigit()


def _is_clitic_verb(words: Sequence[Word], i: int, kind: str, language: str) -> bool:
    """Whether an object stands before the verb ("los atacó"): word by word it would come out as an article."""
    return kind == "verb" and i > 0 and words[i - 1].text.lower().replace("’", "'") in _CLITICS.get(language, ())


def _name_run(words: Sequence[Word], i: int, *, opens: bool) -> int:
    """How many words from here are one name by their capitals; 0 for none."""
    if not words[i].text[0].isupper():
        return 0
    n = 1
    while i + n < len(words):
        word = words[i + n].text
        if (word[0].isupper() and word[-1].isalnum()) or _AL.match(word):
            n += 1
        elif word in _JOINS:
            joins = 1
            while i + n + joins < len(words) and words[i + n + joins].text in _JOINS:
                joins += 1
            if i + n + joins >= len(words) or not words[i + n + joins].text[0].isupper():
                break
            n += joins + 1
        else:
            break
    if opens and n > 1 and words[i].text.lower() in _STARTERS:
        return 0
    return n


def _named(text: str, words: Sequence[Word], i: int, n: int, name_of: NameOf) -> tuple[int, str | None]:
    """The longest known name that begins here, "of" included; the run as it stands where none is known."""
    longest = n
    while i + longest + 1 < len(words) and words[i + longest].text in _OF and words[i + longest + 1].text[0].isupper():
        longest += 2
    for length in range(longest, n, -1):
        english = name_of(text[words[i].start : words[i + length - 1].end])
        if english is not None:
            return length, english
    return n, name_of(text[words[i].start : words[i + n - 1].end])


_NO_INFINITIVES = frozenset(
    """mujer lugar poder militar hogar taller azar pilar dólar solar similar popular nuclear escolar ayer familiar auxiliar
    particular exmilitar electoral deber carácter cualquier tercer primer circular regular singular titular ejemplar""".split()
)
_PLURALS = frozenset(
    "los las les des unos unas otros otras varios varias muchos muchas dos tres cuatro cinco seis siete y".split()
)
_STARTERS = frozenset(
    """el la los las un una unos unas en según por tras para con sin desde hasta al del su sus este esta estos estas
    ese esa aquel otro otra otros otras más varios varias dos tres cuatro cinco seis siete ocho nueve diez miles cientos
    le les l' d' des du un une dans selon après pour avec sans depuis au aux son sa ses ce cette ces plusieurs deux trois
    quatre cinq six sept huit neuf dix mais et y à en chez vers sous entre face lors devant contre pero cuando mientras aunque si que se no ayer hoy il elle ils on""".split()
)
