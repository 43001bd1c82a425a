"""What readings say, as the rows that questions are asked by: made from extractions, and made again when these change.

Many readings are indexed at once: a table gets the rows of all of them by one statement. Each function runs inside the
transaction of its caller.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Table, bindparam, delete, select, update

from dateline.picture.sightings import is_told_there
from dateline.store import tables as t
from dateline.store.cards import described_in, keep_descriptions
from dateline.store.dialect import take_numbers
from dateline.values import (
    Actor,
    Article,
    Entity,
    Event,
    Extraction,
    Party,
    Place,
    Sentence,
    Span,
    days_of,
    event_ids,
    statement_ids,
)

_encode = msgspec.json.Encoder(order="deterministic").encode
_MANY = 500  # names asked for at once
_Rows = dict[Table, list[dict[str, Any]]]


class Indexed(Struct, frozen=True):
    """A reading at the row of its article. `known_on`, `gone_on`: the ISO days from which the report stands, and no longer."""

    row: int
    article: Article
    extraction: Extraction
    known_on: str
    gone_on: str | None
    publisher: str | None


def index(connection: Connection, readings: Sequence[Indexed], *, is_first: bool = False) -> None:
    """Rows for everything that readings say, in place of those of the readings before (unless these are the first)."""
    if not is_first:
        for reading in readings:
            _forget(connection, reading.row)
    rows: _Rows = defaultdict(list)
    events: list[Event] = []
    about: list[Sequence[str]] = []
    described = [described_in(reading.extraction) for reading in readings]
    kept = keep_descriptions(connection, [actor for found in described for actor in found.values()])
    for reading, actors in zip(readings, described, strict=True):
        sentences = _Sentences(reading.article.text, reading.extraction.sentences)
        rows[t.events] += _events(reading, sentences)
        events += reading.extraction.events
        rows[t.statements] += _statements(reading, sentences)
        about += [sorted(set(said.about)) for said in reading.extraction.statements]
        _add_mentions(rows, reading, {name: kept[actor] for name, actor in actors.items()}, sentences)
    for table in (t.events, t.statements):
        for number, row in zip(take_numbers(connection, table, len(rows[table])), rows[table], strict=True):
            row["row"] = number
    rows[t.statement_about] = [
        {"statement_row": row["row"], "actor": actor}
        for row, actors in zip(rows[t.statements], about, strict=True)
        for actor in actors
    ]
    for table in (t.events, t.statements, t.statement_about, t.mentions, t.place_mentions, t.sightings):
        _insert(connection, table, rows[table])
    add_sides(connection, [(row["row"], row, event) for row, event in zip(rows[t.events], events, strict=True)])
    _add_actors(connection, list(zip((r.known_on for r in readings), described, strict=True)), is_again=not is_first)


def event_columns(event: Event, place: Place | None, *, undated_on: str) -> dict[str, Any]:
    """The columns that an event is asked by, and its value; `undated_on` is the day of its report."""
    first_on, last_on = days_of(event.date) or (undated_on, undated_on)
    return {
        "type": event.type,
        "mode": event.mode,
        "of": event.of,
        "quad": event.quad,
        "score": event.score,
        "source": _actor_id(event.source),
        "target": _actor_id(event.target),
        "date": event.date,
        "first_on": first_on,
        "last_on": last_on,
        "modality": event.modality,
        "negated": event.negated,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "geonameid": place.geonameid if place else None,
        "place_precision": place.precision if place else None,
        "killed": event.killed.best if event.killed else None,
        "injured": event.injured.best if event.injured else None,
        "confidence": event.confidence,
        "value": _encode(event),
        "place": _encode(place) if place else None,
    }


def add_sides(connection: Connection, events: Iterable[tuple[int, Mapping[str, Any], Event]]) -> None:
    """Who is on which side of events: each with its row's number and columns."""
    sides = [
        {
            "event_row": number,
            "side": side,
            "actor": actor,
            "first_on": row["first_on"],
            "known_on": row["known_on"],
            "gone_on": row["gone_on"],
        }
        for number, row, event in events
        for side, parties in (("source", (event.source, *event.actors)), ("target", (event.target, *event.recipients)))
        for actor in sorted({name for name in map(_actor_id, parties) if name is not None})
    ]
    _insert(connection, t.event_actors, sides)


class _Sentences:
    """The sentence that a span stands in; the span's own paragraph where no sentence covers it."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self._text = text
        self._sentences = sorted(sentences, key=lambda s: s.start)
        self._starts = [s.start for s in self._sentences]

    def number(self, offset: int) -> int | None:
        i = bisect_right(self._starts, offset) - 1
        return i if i >= 0 and offset < self._sentences[i].end else None

    def between(self, a: Span, b: Span) -> str:
        """The words that part two spans; none where they touch or overlap."""
        return self._text[min(a.end, b.end) : max(a.start, b.start)]

    def before(self, span: Span) -> str:
        """The words of its sentence before a span."""
        i = self.number(span.start)
        return self._text[self._sentences[i].start : span.start] if i is not None else ""

    def at(self, start: int, end: int) -> dict[str, Any]:
        i = self.number(start)
        if i is not None:
            start, end = self._sentences[i].start, self._sentences[i].end
        else:
            start = self._text.rfind("\n", 0, start) + 1
            line_end = self._text.find("\n", end)
            end = len(self._text) if line_end < 0 else line_end
        return {"sentence_start": start, "sentence_end": end, "sentence": self._text[start:end]}


def _stands(reading: Indexed) -> dict[str, Any]:
    return {"article_row": reading.row, "known_on": reading.known_on, "gone_on": reading.gone_on}


def _events(reading: Indexed, sentences: _Sentences) -> Iterable[dict[str, Any]]:
    extraction = reading.extraction
    ids = event_ids(reading.article, extraction.events)
    for n, (name, event) in enumerate(zip(ids, extraction.events)):
        place = extraction.places[event.place] if event.place is not None else None
        yield {
            **_stands(reading),
            **sentences.at(event.trigger.start, event.trigger.end),
            **event_columns(event, place, undated_on=reading.known_on),
            "publisher": reading.publisher,
            "language": extraction.language,
            "id": name,
            "n": n,
            "is_machine_translated": extraction.is_translated_page or event.via is not None,
        }


def _statements(reading: Indexed, sentences: _Sentences) -> Iterable[dict[str, Any]]:
    extraction = reading.extraction
    ids = statement_ids(reading.article, extraction.statements)
    for n, (name, said) in enumerate(zip(ids, extraction.statements)):
        days = days_of(said.date)
        pieces = [*said.content, *([said.cue] if said.cue else []), *([said.source] if said.source else [])]
        first = min(pieces, key=lambda p: p.start, default=None)
        start, end = (first.start, first.end) if first is not None else (0, 0)
        yield {
            **_stands(reading),
            **sentences.at(start, end),
            "publisher": reading.publisher,
            "language": extraction.language,
            "id": name,
            "n": n,
            "source": _actor_id(said.source),
            "source_words": said.source.words(reading.article.text) if said.source else None,
            "spoken_for": said.spoken_for,
            "kind": said.kind,
            "stance": said.stance,
            "date": said.date,
            "said_on": days[0] if days else reading.known_on,
            "is_machine_translated": extraction.is_translated_page or said.via is not None,
            "value": _encode(said),
        }


def _add_mentions(rows: _Rows, reading: Indexed, described: Mapping[str, int], sentences: _Sentences) -> None:
    """Who and where is named, and who is told to be where; `described`: the row that keeps how each actor is described."""
    extraction, stands = reading.extraction, _stands(reading)
    named = Counter(e.actor.id for e in extraction.entities if e.actor is not None)
    rows[t.mentions] += [
        {**stands, "actor": a, "times": n, "description": described[a]} for a, n in sorted(named.items())
    ]
    where = [(n, place) for n, place in enumerate(extraction.places) if place.role == "where" and place.country]
    rows[t.place_mentions] += [
        {
            **stands,
            "n": n,
            "name": place.name or "",
            "country": place.country,
            "admin1": place.admin1,
            "geonameid": place.geonameid,
            "lat": place.lat,
            "lon": place.lon,
            "precision": place.precision,
        }
        for n, place in where
    ]
    actors_in: dict[int, list[tuple[str, Entity]]] = {}
    for entity in extraction.entities:
        number = sentences.number(entity.start)
        if entity.actor is not None and number is not None:
            actors_in.setdefault(number, []).append((entity.actor.id, entity))
    seen = set()
    for _, place in where:
        number = sentences.number(place.start)
        there = {
            actor
            for actor, entity in (actors_in.get(number, ()) if number is not None else ())
            if is_told_there(sentences.between(entity, place), sentences.before(place))
        }
        for actor in sorted(there):
            key = (actor, number, place.geonameid, place.country, place.admin1)
            if key in seen:
                continue
            seen.add(key)
            area = {"country": place.country, "admin1": place.admin1, "geonameid": place.geonameid}
            spot = sentences.at(place.start, place.end)
            rows[t.sightings].append({**stands, **spot, **area, "actor": actor, "place": _encode(place)})


def _add_actors(connection: Connection, found: Sequence[tuple[str, Mapping[str, Actor]]], *, is_again: bool) -> None:
    """Who an id is, as the latest report that speaks of it describes it; order of reading does not matter.

    What that report says when it is read again counts, as after a row of the user's own says more of the actor.
    `found`: the day of each report, and whom it describes.
    """
    a = t.actors.c
    names = sorted({name for _, actors in found for name in actors})
    before = {
        row.id: (row.described_at, row.value)
        for at in range(0, len(names), _MANY)
        for row in connection.execute(select(a.id, a.described_at, a.value).where(a.id.in_(names[at : at + _MANY])))
    }
    latest = dict(before)
    described: dict[str, Actor] = {}
    for known_on, actors in found:
        for name, actor in actors.items():
            value = _encode(actor)
            held = latest.get(name)
            if held is None or (known_on, value) > held or (is_again and known_on == held[0]):
                latest[name] = known_on, value
                described[name] = actor
    rows = [
        {
            "name_of": name,
            "name": actor.name,
            "country": actor.country,
            "sector": actor.sector,
            "kind": actor.kind,
            "described_at": latest[name][0],
            "value": latest[name][1],
        }
        for name, actor in sorted(described.items())
    ]
    _insert(connection, t.actors, [{**row, "id": row.pop("name_of")} for row in rows if row["name_of"] not in before])
    changed = [row for row in rows if row.get("name_of") in before]
    if changed:
        columns: dict[str, Any] = {key: bindparam(key) for key in changed[0] if key != "name_of"}
        connection.execute(update(t.actors).where(a.id == bindparam("name_of")).values(columns), changed)


def _forget(connection: Connection, row: int) -> None:
    """Drop the index rows of one article; the truth stays in its extraction."""
    for child, parent in (
        (t.event_actors.c.event_row, t.events),
        (t.statement_about.c.statement_row, t.statements),
    ):
        mine = select(parent.c.row).where(parent.c.article_row == row)
        connection.execute(delete(child.table).where(child.in_(mine)))
    for table in t.STANDING:
        connection.execute(delete(table).where(table.c.article_row == row))


def _actor_id(party: Party | None) -> str | None:
    return party.actor.id if party is not None and party.actor is not None else None


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)
