"""Words of a report with what was found in them marked, in five marks that are the same everywhere.

Gives pieces, never HTML: the template escapes every word, because a report is hostile until shown otherwise.
"""

import itertools
from collections.abc import Iterable, Sequence

from msgspec import Struct

from dateline.values import Extraction, FoundEvent, FoundStatement, Place, Span
from dateline.web import words
from dateline.web.tongues import Vocabulary, _, pgettext, word

MARKS = ("actor", "act", "target", "place", "date")
_SIDES = Vocabulary(actor=word("mark", "actor"), target=word("mark", "target"))


class Mark(Struct, frozen=True):
    """A stretch and what it is: one of MARKS, or said, cue, notice. `says` is told to who points at it or listens."""

    start: int
    end: int
    kind: str
    says: str = ""
    link: str | None = None


class Piece(Struct, frozen=True):
    """Words that carry the same marks."""

    words: str
    kinds: tuple[str, ...] = ()
    says: str = ""
    link: str | None = None


def pieces(text: str, marks: Iterable[Mark], *, start: int = 0, end: int | None = None) -> list[Piece]:
    """Cut `text[start:end]` wherever a mark begins or ends."""
    end = len(text) if end is None else end
    held = [m for m in marks if m.start < end and m.end > start and m.start < m.end]
    cuts = sorted({start, end, *(max(m.start, start) for m in held), *(min(m.end, end) for m in held)})
    found = []
    for a, b in itertools.pairwise(cuts):
        over = [m for m in held if m.start <= a and m.end >= b]
        kinds = tuple(dict.fromkeys(m.kind for m in over))
        says = "; ".join(dict.fromkeys(m.says for m in over if m.says))
        found.append(Piece(text[a:b], kinds, says, next((m.link for m in over if m.link), None)))
    return found


def event_marks(found: FoundEvent, extraction: Extraction | None = None) -> list[Mark]:
    """The marks of one event: who, what, whom, where, when. The date needs the extraction of its report."""
    event = found.event
    if event.anchor != "exact":  # found in a translation: the sentence as a whole is all that can be pointed at
        return []
    marks = [Mark(event.trigger.start, event.trigger.end, "act", pgettext("mark", "act"))]
    for side, kind in ((event.source, "actor"), (event.target, "target")):
        if side is not None and side.start < side.end:
            name = f": {side.actor.name}" if side.actor is not None else ""
            marks.append(Mark(side.start, side.end, kind, f"{_SIDES.say(kind)}{name}"))
    marks += [Mark(s.start, s.end, "actor", _SIDES.say("actor")) for s in event.actors]
    marks += [Mark(s.start, s.end, "target", _SIDES.say("target")) for s in event.recipients]
    if found.place is not None:
        marks.append(Mark(found.place.start, found.place.end, "place", place_says(found.place)))
    if extraction is not None and event.date is not None:
        marks += [
            Mark(time.start, time.end, "date", _("date: %(date)s", date=time.value))
            for time in extraction.times
            if time.value[:10] == event.date[:10]
        ]
    return marks


def place_says(place: Place) -> str:
    """What a marked place was taken for."""
    return _("place: %(place)s", place=place.name or _("not settled"))


def sentence(found: FoundEvent, extraction: Extraction | None = None) -> list[Piece]:
    """The sentence of an event with its marks."""
    return _in_sentence(found.evidence.words, found.evidence.sentence, event_marks(found, extraction))


def said(found: FoundStatement) -> list[Piece]:
    """The sentence of a statement: speaker, cue and words said."""
    statement = found.statement
    marks = [Mark(piece.start, piece.end, "said", pgettext("mark", "said")) for piece in statement.content]
    if statement.source is not None:
        marks.append(Mark(statement.source.start, statement.source.end, "actor", pgettext("mark", "speaker")))
    if statement.cue is not None:
        marks.append(Mark(statement.cue.start, statement.cue.end, "act", pgettext("mark", "cue")))
    return _in_sentence(found.evidence.words, found.evidence.sentence, marks)


def lines(text: str, marks: Sequence[Mark]) -> list[list[Piece]]:
    """The whole text by line, blank ones left out, with its marks."""
    found = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            found.append(pieces(text, marks, start=at, end=at + len(line)))
        at += len(line) + 1
    return found


def article_marks(extraction: Extraction, places: Sequence[str] = ()) -> list[Mark]:
    """Every mark of a report."""
    found_notices = extraction.notices
    marks = [Mark(n.start, n.end, "notice", _("not the report")) for n in extraction.notices]
    for entity in extraction.entities:
        if entity.actor is not None:
            marks.append(Mark(entity.start, entity.end, "actor", f"{entity.actor.name} ({entity.actor.why})"))
    for event in extraction.events:
        marks.append(Mark(event.trigger.start, event.trigger.end, "act", f"{event.type}: {event.why}"))
        if event.target is not None and event.target.start < event.target.end:
            marks.append(
                Mark(event.target.start, event.target.end, "target", _("target of %(act)s", act=words.act(event)))
            )
    for place in extraction.places:
        if place.role == "where":
            marks.append(Mark(place.start, place.end, "place", place_says(place)))
    marks += [Mark(t.start, t.end, "date", _("date: %(date)s", date=t.value)) for t in extraction.times]
    for statement in extraction.statements:
        marks += [
            Mark(p.start, p.end, "said", _("%(kind)s statement", kind=words.STANCES.say(statement.kind)))
            for p in statement.content
        ]
    return [
        m for m in marks if m.kind == "notice" or not any(n.start < m.end and m.start < n.end for n in found_notices)
    ]


def _in_sentence(words: str, at: Span, marks: Sequence[Mark]) -> list[Piece]:
    moved = [Mark(m.start - at.start, m.end - at.start, m.kind, m.says, m.link) for m in marks]
    return pieces(words, moved)
