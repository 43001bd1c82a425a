"""Reads a translation and brings everything found in it home to the original.

What stands literally in the original sentence (a name, a number, a date) is anchored to those very words; all else is
anchored to its sentence. Every item says `via` which engine it was found, also one whose words are in the original.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeVar

from msgspec.structs import replace

from dateline.extraction.article import CODER, Tools, extract
from dateline.extraction.text.layout import Layout, lay_out
from dateline.extraction.times.stamps import read_stamp
from dateline.language.translation import Carried, Paragraph, Translation
from dateline.values import (
    Article,
    Event,
    Extraction,
    Party,
    Place,
    RoleFiller,
    Roles,
    Sentence,
    Span,
    Statement,
    Toll,
    Via,
)

KEPT = "untranslated"  # stands in the coder's name of a report that waits for a translator
_TRUST = 0.85  # what is left of an event's confidence behind a translation engine
_TRUST_IN_DOUBT = 0.6  # and where the translation of its sentence is doubtful
_LEADING = re.compile(r"(?:(?:the|a|an|on|in|at|of|since|until|before|after|from|for)\s+)+", re.I)
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_LITTLE = frozenset("the a an of and".split())
_Found = TypeVar("_Found", bound=Span)


def paragraphs_of(article: Article) -> tuple[Layout, tuple[Paragraph, ...]]:
    """What of a report in another language is to be translated: all its blocks, notices and stamps left out."""
    layout = lay_out(article)
    return layout, tuple(Paragraph(block.start, block.end, block.part) for block in layout.blocks)


def with_stamp(article: Article, layout: Layout) -> Article:
    """The article with the update that its page prints: what is left out of a translation still dates it."""
    if article.updated or article.published:
        return article
    stamps = [stamp for span in layout.stamps if (stamp := read_stamp(span.words(article.text))) is not None]
    return replace(article, updated=stamps[-1]) if stamps else article


def extract_translated(translation: Translation, *, layout: Layout, tools: Tools) -> Extraction:
    """Read the English of a translated report; all offsets of the result count in the original.

    Args:
        translation: the English article and the map home.
        layout: of the original.
        tools: what the English reading needs.
    """
    return bring_home(extract(translation.english, tools=tools, language="en"), translation, layout=layout)


def bring_home(found: Extraction, translation: Translation, *, layout: Layout) -> Extraction:
    """An extraction of the English article as one of the original."""
    home = _Home(translation)
    engines = [f"{engine.provider} {engine.version}" for engine in translation.engines]
    return replace(
        found,
        language=translation.language,
        title=layout.title,
        is_translated_page=layout.is_translated,
        coder=", ".join([CODER, *dict.fromkeys(engines)]),
        notices=layout.notices,
        sentences=tuple(home.sentences(found.sentences)),
        entities=tuple(home.item(entity) for entity in found.entities),
        places=tuple(home.item(place) for place in found.places),
        times=tuple(home.item(time) for time in found.times),
        statements=tuple(home.statement(said) for said in found.statements),
        events=tuple(
            home.event(event, found.places[event.place] if event.place is not None else None) for event in found.events
        ),
    )


class _Home:
    """The way from words of the English article to words of the original."""

    def __init__(self, translation: Translation) -> None:
        self._original = translation.original.text
        self._english = translation.english.text
        self._sentences = translation.sentences
        self._starts = [carried.english.start for carried in translation.sentences]

    def sentences(self, found: Sequence[Sentence]) -> Iterator[Sentence]:
        """The sentences of the original: those that were translated, and those found in its English paragraphs."""
        for carried in self._sentences:
            if carried.part == "dateline":
                continue
            if carried.engine is not None:
                yield Sentence(carried.home.start, carried.home.end, carried.part)
                continue
            by = carried.home.start - carried.english.start
            for sentence in found:
                if carried.english.holds(sentence):
                    yield Sentence(sentence.start + by, sentence.end + by, sentence.part)

    def span(self, english: Span) -> tuple[Span, str]:
        """Where words of the translation come from, and whether `exact` or only the `sentence`."""
        first, last = self._at(english.start), self._at(max(english.start, english.end - 1))
        if first is not last:
            return Span(min(first.home.start, last.home.start), max(first.home.end, last.home.end)), "sentence"
        if first.engine is None:
            by = first.home.start - first.english.start
            return Span(english.start + by, english.end + by), "exact"
        words = self._english[english.start : english.end]
        lead = _LEADING.match(words)
        bare = Span(english.start + lead.end(), english.end) if lead and lead.end() < len(words) else english
        for slot in first.slots:
            if slot.english.start <= bare.start and bare.end <= slot.english.end:
                inner = self._english[slot.english.start : slot.english.end]
                inner_lead = _LEADING.match(inner)
                begin = slot.english.start + (inner_lead.end() if inner_lead else 0)
                if slot.kind in ("date", "verb", "phrase") or (bare.start <= begin and bare.end == slot.english.end):
                    return slot.home, "exact"
        return self._literal(bare, first)

    def item(self, one: _Found) -> _Found:
        """An entity, place or time, anchored."""
        span, anchor = self.span(one)
        return replace(one, start=span.start, end=span.end, anchor=anchor, via=self._via(self._words(one), one))

    def statement(self, said: Statement) -> Statement:
        """A statement, its content the sentences of the original that it was read from, or its words where they are English."""
        via = self._via(" .. ".join(self._words(piece) for piece in said.content), *said.content, said.cue, said.source)
        pieces = dict.fromkeys(self._piece(piece) for piece in said.content)
        return replace(
            said,
            source=self._party(said.source),
            cue=self.span(said.cue)[0] if said.cue else None,
            content=tuple(sorted(pieces, key=lambda piece: (piece.start, piece.end))),
            anchor="sentence" if via is not None else said.anchor,
            via=via,
        )

    def event(self, event: Event, place: Place | None) -> Event:
        """An event; its trigger is the word of the original where it is known, else the sentence, and doubts about its translation are said."""
        carried = self._at(event.trigger.start)
        doubts = f" Doubtful translation: {'; '.join(carried.doubts)}." if carried.doubts else ""
        trigger, anchor = self.span(event.trigger)
        parties = (event.source, event.target, *event.actors, *event.recipients, event.killed, event.injured, place)
        words = self._english[carried.english.start : carried.english.end] if carried.engine is not None else ""
        via = self._via(words or self._words(event.trigger), event.trigger, *parties)
        trust = 1.0 if via is None else _TRUST_IN_DOUBT if carried.doubts else _TRUST
        return replace(
            event,
            trigger=trigger,
            source=self._party(event.source),
            target=self._party(event.target),
            actors=tuple(self._party(party) for party in event.actors),
            recipients=tuple(self._party(party) for party in event.recipients),
            roles=Roles(
                *(
                    tuple(self._filler(filler) for filler in getattr(event.roles, role))
                    for role in Roles.__struct_fields__
                )
            ),
            killed=self._toll(event.killed),
            injured=self._toll(event.injured),
            confidence=round(event.confidence * trust, 3) if via is not None else event.confidence,
            why=f"{event.why.rstrip('.')}.{doubts}" if doubts else event.why,
            anchor=anchor,
            via=via,
        )

    def _party(self, party: Party | None) -> Party | None:
        if party is None:
            return None
        span, _ = self.span(party)
        return replace(party, start=span.start, end=span.end)

    def _filler(self, filler: RoleFiller) -> RoleFiller:
        span, _ = self.span(filler)
        return replace(filler, start=span.start, end=span.end)

    def _toll(self, toll: Toll | None) -> Toll | None:
        if toll is None:
            return None
        span, _ = self.span(toll)
        return replace(toll, start=span.start, end=span.end)

    def _piece(self, english: Span) -> Span:
        first, last = self._at(english.start), self._at(max(english.start, english.end - 1))
        if first is last and first.engine is None:
            return self.span(english)[0]
        return Span(min(first.home.start, last.home.start), max(first.home.end, last.home.end))

    def _at(self, offset: int) -> Carried:
        return self._sentences[max(bisect_right(self._starts, offset) - 1, 0)]

    def _literal(self, english: Span, carried: Carried) -> tuple[Span, str]:
        """The same words in the original sentence, where they stand there once."""
        words = self._words(english)
        if len(words) >= 3 or words.isdigit():
            sentence = carried.home.words(self._original)
            hits = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", sentence)]
            if len(hits) == 1:
                start = carried.home.start + hits[0]
                return Span(start, start + len(words)), "exact"
        pieces = self._pieces(english, carried)
        if pieces:
            hull = Span(min(piece.start for piece in pieces), max(piece.end for piece in pieces))
            if hull.end - hull.start <= 2 * len(words):
                return hull, "exact"
        return carried.home, "sentence"

    def _pieces(self, english: Span, carried: Carried) -> list[Span]:
        """Where each word of a phrase stands in the original; nothing where one of them is not known to."""
        sentence = carried.home.words(self._original)
        found: list[Span] = []
        at = english.start
        while at < english.end:
            slot = next((s for s in carried.slots if s.english.start <= at < s.english.end), None)
            if slot is not None:
                found.append(slot.home)
                at = slot.english.end
                continue
            word = _WORD.match(self._english, at, english.end)
            if word is None:
                at += 1
                continue
            at = word.end()
            if word[0].lower() in _LITTLE:
                continue
            hits = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(word[0])}(?!\w)", sentence)]
            if len(hits) != 1:
                return []
            start = carried.home.start + hits[0]
            found.append(Span(start, start + len(word[0])))
        return found

    def _words(self, english: Span) -> str:
        return self._english[english.start : english.end]

    def _via(self, words: str, *spans: Span | None) -> Via | None:
        """The engine that any of some English words came through; None where all of them are the original's."""
        for span in spans:
            if span is not None:
                for at in (span.start, max(span.start, span.end - 1)):
                    engine = self._at(at).engine
                    if engine is not None:
                        return Via(engine.provider, engine.version, engine.language, words)
        return None
