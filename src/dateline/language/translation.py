"""An article in English with the map home: which sentence of the original each of its words came from.

`plan` cuts the original into sentences and takes out what must not be spoilt; the edge has the templates translated;
`assemble` puts the English article together. An engine is anything that answers to `Translator`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from dateline.language.french import smoothed, tolls_of
from dateline.language.glossary import Glossary
from dateline.language.protect import CODE, NameOf, Protected, Slot, capitals_inside, code_of, protect
from dateline.language.repair import figures, lost_numbers, mend, tidy
from dateline.language.segment import sentences_of
from dateline.values import Article, Span


class Translator(Protocol):
    """An engine. `provider` and `version` are named on every figure that came through it."""

    @property
    def provider(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def is_word_by_word(self) -> bool:
        """Whether it is a rule engine, which is helped by slots for words and verbs; others get whole sentences."""

    @property
    def leaves_machine(self) -> bool:
        """Whether the text is sent to another machine."""

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Languages it translates: (from, to), ISO 639-1."""
        ...

    def translate(self, sentences: Sequence[str], source: str) -> list[str]:
        """English for each sentence, in order. Raises `dateline.errors.TranslationError` when it cannot."""
        ...


class Paragraph(Struct, frozen=True):
    """A paragraph of the original and the part of the page it is, as layout sees them."""

    start: int
    end: int
    part: str


class Planned(Struct, frozen=True):
    """A sentence on its way to the translator; `paragraph` is where its paragraph begins.

    `is_coded`: made-up words stand for the slots in its template; else the engine gets the sentence as it is printed.
    """

    sentence: Protected
    paragraph: int
    part: str
    is_coded: bool


class Plan(Struct, frozen=True):
    """All that one translator is to be asked about one article: its paragraphs in one language."""

    article: Article
    language: str
    sentences: tuple[Planned, ...]

    @property
    def templates(self) -> list[str]:
        """What goes to the engine, a sentence each."""
        return [planned.sentence.template for planned in self.sentences]


class Landed(Struct, frozen=True):
    """Words of the English article that stand for known words of the original."""

    english: Span
    home: Span
    kind: str


class Engine(Struct, frozen=True):
    """What translated a sentence and from which language (ISO 639-1), as every figure from it says."""

    provider: str
    version: str
    language: str


class Answered(Struct, frozen=True):
    """A plan with the English of each template, in order; no engine where the paragraphs are English and stay as printed."""

    plan: Plan
    english: tuple[str, ...]
    engine: Engine | None


class Carried(Struct, frozen=True):
    """A sentence in both languages, or an English paragraph as it is printed, which no engine saw.

    `doubts`: why its translation may be wrong, each a plain clause.
    """

    home: Span
    english: Span
    part: str
    slots: tuple[Landed, ...] = ()
    doubts: tuple[str, ...] = ()
    engine: Engine | None = None


class Translation(Struct, frozen=True):
    """The English article and where each sentence of it came from; `language` is the original's, as a whole."""

    original: Article
    english: Article
    language: str
    sentences: tuple[Carried, ...]

    @property
    def engines(self) -> tuple[Engine, ...]:
        """Those that had a part in it, the first first."""
        return tuple(dict.fromkeys(one.engine for one in self.sentences if one.engine is not None))


def plan(
    article: Article,
    paragraphs: Sequence[Paragraph],
    *,
    language: str,
    glossary: Glossary,
    name_of: NameOf,
    word_by_word: bool,
    is_place: Callable[[str], bool] = lambda english: False,
) -> Plan:
    """Cut an article into sentences and take out names, dates and known words.

    Args:
        article: the original; never touched.
        paragraphs: what of it is to be translated, in order.
        language: ISO 639-1.
        glossary: what is known of that language.
        name_of: the English name of a place by its name in any language.
        word_by_word: whether the engine is helped with more than names.
        is_place: whether an English name is a place's.
    """
    spans = [
        (paragraph.start, paragraph.part, span)
        for paragraph in paragraphs
        for span in _sentences(article.text, paragraph, language)
    ]
    name_of = _with_surnames(article.text, spans, glossary, name_of)
    names = capitals_inside((span for _, part, span in spans if part != "headline"), article.text)
    planned = []
    for n, part, span in spans:
        if part == "dateline":
            found = _dateline(article.text, span, name_of)
        else:
            tolls = tolls_of(article.text, span.start, span.end) if word_by_word and language == "fr" else ()
            found = protect(
                article.text,
                span,
                glossary=glossary,
                name_of=name_of,
                names=names,
                phrases=tolls,
                terms=word_by_word,
            )
            if word_by_word and language == "fr":
                found = smoothed(found, is_place=is_place)
            if not word_by_word:
                found = Protected(span, " ".join(span.words(article.text).split()), found.slots)
        planned.append(Planned(found, n, part, word_by_word or part == "dateline"))
    return Plan(article, language, tuple(planned))


def as_printed(article: Article, paragraphs: Sequence[Paragraph]) -> Answered:
    """English paragraphs of an article that is translated elsewhere: read directly, each in one piece."""
    planned = tuple(
        Planned(Protected(Span(p.start, p.end), article.text[p.start : p.end], ()), p.start, p.part, False)
        for p in paragraphs
    )
    made = Plan(article, "en", planned)
    return Answered(made, tuple(made.templates), None)


def assemble(article: Article, answered: Sequence[Answered], *, language: str) -> Translation:
    """Put the English article together.

    Args:
        article: the original.
        answered: its paragraphs, by language; together they may leave some out.
        language: of the article as a whole.
    """
    text = ""
    carried: list[Carried] = []
    last: Planned | None = None
    title: str | None = None
    for planned, answer, engine in sorted(_all(answered), key=lambda one: one[0].sentence.span.start):
        if last is not None:
            text += _between(last, planned)
        english, slots, doubts = _restore(planned, answer, article.text) if engine is not None else (answer, [], ())
        base = len(text)
        text += english
        moved = tuple(Landed(_moved(slot.english, base), slot.home, slot.kind) for slot in slots)
        home = planned.sentence.span
        carried.append(Carried(home, Span(base, len(text)), planned.part, moved, doubts, engine))
        if planned.part == "headline":
            title = english
        last = planned
    english_article = replace(article, text=text, title=title, language="en", byline=None)
    return Translation(article, english_article, language, tuple(carried))


def _all(answered: Sequence[Answered]) -> Iterator[tuple[Planned, str, Engine | None]]:
    for one in answered:
        for planned, english in zip(one.plan.sentences, one.english, strict=True):
            yield planned, english, one.engine


def _sentences(text: str, paragraph: Paragraph, language: str) -> list[Span]:
    if paragraph.part in ("dateline", "headline"):
        return [Span(paragraph.start, paragraph.end)]
    return sentences_of(text, paragraph.start, paragraph.end, language=language)


def _with_surnames(text: str, spans: Sequence[tuple[int, str, Span]], glossary: Glossary, name_of: NameOf) -> NameOf:
    """The same look-up that also spells a surname alone as in the full name before it."""
    short: dict[str, str] = {}
    for _, _, span in spans:
        for slot in protect(text, span, glossary=glossary, name_of=name_of, terms=False).slots:
            printed, english = slot.span.words(text).split(), slot.english.split()
            if slot.kind == "name" and len(printed) > 1 and len(printed) == len(english) and printed[-1] != english[-1]:
                short.setdefault(printed[-1], english[-1])
    return (lambda words: short.get(words) or name_of(words)) if short else name_of


def _dateline(text: str, span: Span, name_of: NameOf) -> Protected:
    """A dateline is not translated: its place gets its English name, and the rest stays as it is printed."""
    words = span.words(text)
    place = re.match(r"[^,(/—–:]+?(?=\s*(?:[,(/—–:]|--|\s-))", words)
    name = place[0].strip() if place else ""
    english = name_of(name.title()) or name_of(name) or name
    if not name:
        return Protected(span, " ".join(words.split()), ())
    said = english.upper() if name.isupper() else english
    home = Span(span.start, span.start + len(name))
    return Protected(span, code_of(0) + words[len(name) :], (Slot(home, said, "name"),))


def _between(last: Planned, this: Planned) -> str:
    if last.part == "dateline" and this.part == "body":
        return " "
    return " " if last.paragraph == this.paragraph else "\n\n"


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _restore(planned: Planned, answer: str, text: str) -> tuple[str, list[Landed], tuple[str, ...]]:
    """English with the slots back in place, where they stand in it, and what is doubtful."""
    sentence = planned.sentence
    source = sentence.span.words(text)
    if not planned.is_coded:
        return _found_again(sentence, answer, text)
    english, unknown = tidy(answer if planned.part != "dateline" else sentence.template)
    doubts = [f"no word for “{word}”" for word in unknown if word[:1].islower()]
    english = mend(english, sentence)
    for printed, said in figures(source).items():
        english = english.replace(printed, said)
    out: list[str] = []
    landed: list[Landed] = []
    length = at = 0
    used = set()
    for code in CODE.finditer(english):
        slot = sentence.slot(code)
        before = english[at : code.start()]
        out.append(before)
        length += len(before)
        at = code.end()
        if slot is None:
            continue
        words = slot.english
        if length == 0:
            words = words[:1].upper() + words[1:]
        out.append(words)
        landed.append(Landed(Span(length, length + len(words)), slot.span, slot.kind))
        used.add(slot.span.start)
        length += len(words)
    out.append(english[at:])
    whole = "".join(out)
    if whole[:1].islower():
        whole = whole[0].upper() + whole[1:]
    landed += _hinted(whole, sentence, landed)
    lost = [slot.span.words(text) for slot in sentence.slots if slot.span.start not in used]
    doubts += [f"“{words}” was lost" for words in lost]
    dated = " ".join(slot.english for slot in sentence.slots)
    doubts += [f"the number {n} was lost" for n in lost_numbers(source, f"{whole} {dated}")]
    return whole, landed, tuple(doubts)


def _hinted(english: str, sentence: Protected, landed: Sequence[Landed]) -> list[Landed]:
    """Words that the engine translated as we would have: where they stand once, they know their home too."""
    found = []
    for hint in sentence.hints:
        hits = [*re.finditer(rf"(?<!\w){re.escape(hint.english)}(?!\w)", english, re.I)]
        twice = sum(other.english == hint.english for other in sentence.hints) > 1
        if len(hits) == 1 and not twice:
            span = Span(hits[0].start(), hits[0].end())
            if not any(span.overlaps(other.english) for other in landed):
                found.append(Landed(span, hint.span, "hint"))
    return found


def _found_again(sentence: Protected, answer: str, text: str) -> tuple[str, list[Landed], tuple[str, ...]]:
    """For engines that read whole sentences: the translation as it came, and the names of the original in it."""
    english = " ".join(answer.split())
    landed: list[Landed] = []
    doubts = []
    for slot in sentence.slots:
        printed = slot.span.words(text)
        for words in dict.fromkeys((slot.english, printed)):
            found = next(
                (
                    m
                    for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", english)
                    if all(m.start() >= other.english.end or m.end() <= other.english.start for other in landed)
                ),
                None,
            )
            if found is not None:
                landed.append(Landed(Span(found.start(), found.end()), slot.span, slot.kind))
                break
        else:
            doubts.append(f"“{printed}” was lost")
    doubts += [f"the number {n} was lost" for n in lost_numbers(sentence.span.words(text), english)]
    return english, sorted(landed, key=lambda one: one.english.start), tuple(doubts)
