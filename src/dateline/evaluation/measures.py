"""What was found against what is right, part by part: spans, places in kilometres, dates, statements, events, relations.

Each measure counts in one article and knows nothing of others; `Tally` adds up. Spans are paired one to one, the same
ones first, then by how much they share.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import TypeVar

from msgspec import Struct

from dateline.evaluation.annotated import Annotated, GoldEvent, GoldStatement
from dateline.values import Event, Extraction, Span, Statement

NEAR_KM = 161.0  # 100 miles, the distance that papers on geoparsing count as right
_RADIUS_KM = 6371.0
_WORD = re.compile(r"\w+")
_EDGES = re.compile(r"^(?:(?:the|an?)\s+|\W+)+|(?:['’]s|\W)+$", re.IGNORECASE)
_ALIKE = {"GPE": {"GPE", "LOC", "ORG"}, "LOC": {"LOC", "GPE", "FAC"}, "ORG": {"ORG", "GPE"}}
_REPEATS = 400  # resamplings of articles behind an interval
G = TypeVar("G", bound=Span)
F = TypeVar("F", bound=Span)


class Figure(Struct, frozen=True, kw_only=True):
    """One figure in percent. `precision` and `recall` are None for shares. `low`, `high`: 95 of 100 resamplings lie between.

    `right` of `gold` (of `found`, for precision) were right.
    """

    part: str
    name: str
    value: float
    precision: float | None
    recall: float | None
    right: int
    found: int | None
    gold: int
    low: float
    high: float


class Mistake(Struct, frozen=True):
    """One thing that was missed, found where nothing is, or found wrongly: for reading, which mends more than figures."""

    article: str
    part: str
    kind: str  # missed, spurious, wrong
    words: str
    about: str = ""


class Tally:
    """Counts by article, so that figures come with an interval."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self._counts: dict[tuple[str, str], list[tuple[int, int | None, int]]] = {}

    def add(self, part: str, name: str, right: int, found: int | None, gold: int) -> None:
        """Count one article; `found` None: a share of `gold`, no precision."""
        self._counts.setdefault((part, name), []).append((right, found, gold))

    def figures(self) -> Iterator[Figure]:
        """All figures in the order in which they were first counted."""
        for (part, name), counts in self._counts.items():
            value, precision, recall = _score(counts)
            low, high = _interval(counts)
            right, gold = sum(c[0] for c in counts), sum(c[2] for c in counts)
            is_share = counts[0][1] is None
            yield Figure(
                part=part, name=name, value=value, precision=None if is_share else precision,
                recall=None if is_share else recall, right=right,
                found=None if is_share else sum(c[1] or 0 for c in counts), gold=gold, low=low, high=high,
            )  # fmt: skip


def measure(gold: Annotated, found: Extraction | None, tally: Tally) -> None:
    """Count one article in every part that was annotated; `found` None: it was refused, so all is missed."""
    text = gold.article.text
    if gold.entities is not None:
        _entities(gold, found, tally, text)
    if gold.places is not None:
        _places(gold, found, tally, text)
    if gold.times is not None:
        _times(gold, found, tally, text)
    if gold.statements is not None:
        _statements(gold.statements, found.statements if found else (), tally, gold.article.id, text)
    if gold.events is not None:
        _events(gold, found, tally, text)


def pair(gold: Sequence[G], found: Sequence[F]) -> list[tuple[G, F]]:
    """Gold and found spans one to one: the same ones first, then those that share most characters."""
    shared = sorted(
        (
            (-_shared(g, f), abs(g.start - f.start), i, j)
            for i, g in enumerate(gold)
            for j, f in enumerate(found)
            if g.overlaps(f)
        ),
        key=lambda item: (
            gold[item[2]].start != found[item[3]].start or gold[item[2]].end != found[item[3]].end,
            *item,
        ),
    )
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for *_, i, j in shared:
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            pairs.append((gold[i], found[j]))
    return pairs


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance of two points in degrees."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * _RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def _entities(gold: Annotated, found: Extraction | None, tally: Tally, text: str) -> None:
    """Named mentions (those with a capital, where the script has them), without articles and edge punctuation."""
    right = [(_trim(e, text), e) for e in gold.entities or () if _is_named(e, text)]
    told = [
        (_trim(e, text), e) for e in (found.entities if found else ()) if e.form != "pronoun" and _is_named(e, text)
    ]
    by_gold = {(s.start, s.end): e for s, e in right}
    by_found = {(s.start, s.end): e for s, e in told}
    spans, others = [Span(*key) for key in by_gold], [Span(*key) for key in by_found]
    pairs = pair(spans, others)
    typed = actors = judged = 0
    for g, f in pairs:
        wanted, got = by_gold[g.start, g.end], by_found[f.start, f.end]
        typed += wanted.type is None or got.type in _ALIKE.get(wanted.type, {wanted.type})
        if wanted.actor_id is not None:
            judged += 1
            actors += got.actor is not None and got.actor.id == wanted.actor_id
    exact = len(set(by_gold) & set(by_found))
    tally.add("entities", "span, exact", exact, len(others), len(spans))
    tally.add("entities", "span, overlap", len(pairs), len(others), len(spans))
    tally.add("entities", "span and type, overlap", typed, len(others), len(spans))
    if judged or any(e.actor_id is not None for _, e in right):
        tally.add("entities", "actor", actors, None, sum(e.actor_id is not None for _, e in right))
    _note(tally, gold.article.id, "entities", text, spans, others, pairs)


def _places(gold: Annotated, found: Extraction | None, tally: Tally, text: str) -> None:
    """Places of the world (not those that stand for a government), optional ones passed over on both sides."""
    required = [p for p in gold.places or () if not p.is_optional]
    optional = [p for p in gold.places or () if p.is_optional]
    told = [p for p in (found.places if found else ()) if not any(p.overlaps(o) for o in optional)]
    pairs = pair(required, told)
    exact = {(p.start, p.end) for p in required} & {(p.start, p.end) for p in told}
    tally.add("places", "span, exact", len(exact), len(told), len(required))
    tally.add("places", "span, overlap", len(pairs), len(told), len(required))
    placed = [g for g in required if g.lat is not None and g.lon is not None]
    near = 0
    for g, f in pairs:
        if g.lat is None or g.lon is None:
            continue
        if f.lat is not None and f.lon is not None and distance_km(g.lat, g.lon, f.lat, f.lon) <= NEAR_KM:
            near += 1
        else:
            words, said = f.words(text), f"{f.name or 'nowhere'}, right is {g.lat:.2f} {g.lon:.2f}"
            tally.mistakes.append(Mistake(gold.article.id, "places", "wrong", words, said))
    tally.add("places", "within 161 km", near, None, len(placed))
    _note(tally, gold.article.id, "places", text, required, told, pairs)


def _times(gold: Annotated, found: Extraction | None, tally: Tally, text: str) -> None:
    right, told = list(gold.times or ()), list(found.times if found else ())
    pairs = pair(right, told)
    strict = sum(_words(text, g) == _words(text, f) for g, f in pairs)
    values = sum(g.value is None or g.value == f.value for g, f in pairs)
    tally.add("times", "span, same words", strict, len(told), len(right))
    tally.add("times", "span, overlap", len(pairs), len(told), len(right))
    tally.add("times", "value", values, len(told), len(right))
    for g, f in pairs:
        if g.value is not None and g.value != f.value:
            tally.mistakes.append(
                Mistake(gold.article.id, "times", "wrong", f.words(text), f"{f.value}, right is {g.value}")
            )
    _note(tally, gold.article.id, "times", text, right, told, pairs)


def _statements(
    right: Sequence[GoldStatement], told: Sequence[Statement], tally: Tally, article: str, text: str
) -> None:
    """Content by words: half of them shared is the same statement; joint: source and cue right too."""
    gold_words = [_words(text, *s.content) for s in right]
    told_words = [_words(text, *s.content) for s in told]
    likely = sorted(
        (
            (-_jaccard(a, b), i, j)
            for i, a in enumerate(gold_words)
            for j, b in enumerate(told_words)
            if not a.isdisjoint(b) and _jaccard(a, b) >= 0.5
        ),
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in likely:
        if i not in taken and j not in used:
            taken[i] = j
            used.add(j)
    sources = sum(_same_source(right[i], told[j], text) for i, j in taken.items())
    joint = sum(_same_source(right[i], told[j], text) and _same_cue(right[i], told[j], text) for i, j in taken.items())
    tally.add("statements", "content, half the words", len(taken), len(told), len(right))
    tally.add("statements", "content and source", sources, len(told), len(right))
    tally.add("statements", "content, source and cue", joint, len(told), len(right))
    for i, said in enumerate(right):
        if i not in taken:
            tally.mistakes.append(
                Mistake(article, "statements", "missed", " .. ".join(p.words(text) for p in said.content))
            )
    for j, other in enumerate(told):
        if j not in used:
            words = " .. ".join(p.words(text) for p in other.content)
            tally.mistakes.append(Mistake(article, "statements", "spurious", words, other.why))


def _events(gold: Annotated, found: Extraction | None, tally: Tally, text: str) -> None:
    """An event is right when its type is, and its trigger overlaps (its sides, where no trigger is given)."""
    right, told = list(gold.events or ()), list(found.events if found else ())
    taken: dict[int, int] = {}
    for i, wanted in enumerate(right):
        fitting = [j for j, event in enumerate(told) if j not in taken.values() and _is_event(wanted, event)]
        if fitting:
            taken[i] = fitting[0]
    tally.add("events", "type and trigger", len(taken), len(told), len(right))
    for type_ in sorted({e.type for e in right} | {e.type for e in told}):
        mine = sum(right[i].type == type_ for i in taken)
        tally.add(
            "events", f"of them {type_}", mine, sum(e.type == type_ for e in told), sum(e.type == type_ for e in right)
        )
    _details(gold, found, tally, [(right[i], told[j]) for i, j in taken.items()])
    for i, wanted in enumerate(right):
        if i not in taken:
            words = wanted.trigger.words(text) if wanted.trigger else ""
            tally.mistakes.append(Mistake(gold.article.id, "events", "missed", words, wanted.type))
    for j, event in enumerate(told):
        if j not in taken.values():
            said = f"{event.type}: {event.why}"
            tally.mistakes.append(Mistake(gold.article.id, "events", "spurious", event.trigger.words(text), said))


def _details(gold: Annotated, found: Extraction | None, tally: Tally, pairs: list[tuple[GoldEvent, Event]]) -> None:
    """Of the events that are right: how many of their parts are, where the annotation says them."""
    for side in ("source", "target"):
        wanted = [(getattr(g, side), getattr(f, side)) for g, f in pairs if getattr(g, side) is not None]
        tally.add(
            "events",
            f"{side}, of those found",
            sum(f is not None and g.overlaps(f) for g, f in wanted),
            None,
            len(wanted),
        )
    standing = [(g, f) for g, f in pairs if g.modality is not None or g.negated is not None]
    same = sum((g.modality in (None, f.modality)) and g.negated in (None, f.negated) for g, f in standing)
    tally.add("events", "standing, of those found", same, None, len(standing))
    dated = [(g, f) for g, f in pairs if g.date is not None]
    tally.add("events", "date, of those found", sum(g.date == f.date for g, f in dated), None, len(dated))
    placed = [(g, f) for g, f in pairs if g.place is not None]
    places = found.places if found else ()
    right = sum(f.place is not None and _is_near(gold, g.place, places[f.place]) for g, f in placed)
    tally.add("events", "place, of those found", right, None, len(placed))


def _is_near(gold: Annotated, index: int | None, place: Span) -> bool:
    wanted = (gold.places or ())[index or 0]
    lat, lon = getattr(place, "lat", None), getattr(place, "lon", None)
    if wanted.lat is None or wanted.lon is None or lat is None or lon is None:
        return wanted.overlaps(place)
    return distance_km(wanted.lat, wanted.lon, lat, lon) <= NEAR_KM


def _is_event(wanted: GoldEvent, event: Event) -> bool:
    if wanted.type != event.type:
        return False
    if wanted.trigger is not None:
        return wanted.trigger.overlaps(event.trigger)
    sides = [(wanted.source, event.source), (wanted.target, event.target)]
    return all(g is None or (f is not None and g.overlaps(f)) for g, f in sides)


def _note(
    tally: Tally, article: str, part: str, text: str, gold: Sequence[Span], found: Sequence[Span],
    pairs: Iterable[tuple[Span, Span]],
) -> None:  # fmt: skip
    """Keep what was missed and what is spurious."""
    held = list(pairs)
    known, told = {id(g) for g, _ in held}, {id(f) for _, f in held}
    tally.mistakes += [Mistake(article, part, "missed", g.words(text)) for g in gold if id(g) not in known]
    tally.mistakes += [Mistake(article, part, "spurious", f.words(text)) for f in found if id(f) not in told]


def _same_source(right: GoldStatement, told: Statement, text: str) -> bool:
    if right.source is None or told.source is None:
        return right.source is None and told.source is None
    a, b = _words(text, right.source), _words(text, told.source)
    return 2 * len(a & b) >= 0.5 * (len(a) + len(b))


def _same_cue(right: GoldStatement, told: Statement, text: str) -> bool:
    if right.cue is None or told.cue is None:
        return right.cue is None and told.cue is None
    return not _words(text, right.cue).isdisjoint(_words(text, told.cue))


def _words(text: str, *spans: Span) -> frozenset[int]:
    """Where the words of some spans begin."""
    return frozenset(m.start() for span in spans for m in _WORD.finditer(text, span.start, span.end))


def _jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


def _shared(a: Span, b: Span) -> int:
    return min(a.end, b.end) - max(a.start, b.start)


def _is_named(span: Span, text: str) -> bool:
    """Whether a mention holds a capital, or is of a script without any."""
    words = span.words(text)
    return any(c.isupper() for c in words) or not any(c.islower() for c in words)


def _trim(span: Span, text: str) -> Span:
    words = span.words(text)
    kept = _EDGES.sub("", words)
    if not kept:
        return Span(span.start, span.end)
    start = span.start + words.find(kept)
    return Span(start, start + len(kept))


def _score(counts: Sequence[tuple[int, int | None, int]]) -> tuple[float, float, float]:
    """F1 (or the share), precision, recall in percent."""
    right, gold = sum(c[0] for c in counts), sum(c[2] for c in counts)
    recall = 100 * right / gold if gold else 0.0
    if counts and counts[0][1] is None:
        return recall, recall, recall
    found = sum(c[1] or 0 for c in counts)
    precision = 100 * right / found if found else 0.0
    return (2 * precision * recall / (precision + recall) if right else 0.0), precision, recall


def _interval(counts: Sequence[tuple[int, int | None, int]]) -> tuple[float, float]:
    """Where 95 of 100 resamplings of the articles lie; the same each time."""
    rng = Random(0)
    drawn = sorted(_score(rng.choices(counts, k=len(counts)))[0] for _ in range(_REPEATS))
    return drawn[int(0.025 * _REPEATS)], drawn[int(0.975 * _REPEATS) - 1]
