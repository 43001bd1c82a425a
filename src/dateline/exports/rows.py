"""Rows of the tables: what a page shows is what its download holds, in the same order."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dateline.picture import acts
from dateline.picture.floor import Shown, shown_event, shown_incident
from dateline.store import ArticleRow
from dateline.values import FoundEvent, FoundStatement, Incident
from dateline.values.picture import CalendarEntry
from dateline.values.warning import EarlyWarning

Row = dict[str, Any]

EVENT = (
    "id", "date", "first", "last", "act", "type", "of", "mode", "quad", "source", "target", "doubt", "place", "admin1",
    "country", "precision", "lat", "lon", "killed_low", "killed", "killed_high", "injured_low", "injured",
    "injured_high", "confidence", "sentence", "why", "outlet", "known_on", "language", "machine_translated", "copy_of",
    "article", "url", "coder",
)  # fmt: skip
STATEMENT = (
    "id", "date", "source", "stance", "kind", "words", "about", "sentence", "outlet", "known_on", "language",
    "machine_translated", "copy_of", "article", "url", "coder",
)  # fmt: skip
INCIDENT = (
    "id", "date", "first", "last", "act", "type", "of", "mode", "quad", "actors", "recipients", "doubt", "place",
    "admin1", "country", "precision", "lat", "lon", "killed_low", "killed", "killed_high", "injured_low", "injured",
    "injured_high", "reports", "outlets", "origins", "known_on", "outcome", "why", "articles", "events",
)  # fmt: skip
CALENDAR = ("incident", "date", "first", "last", "act", "actors", "place", "country", "announced_on", "state", "events")
WARNING = (
    "raised_on", "kind", "actor", "country", "admin1", "type", "observed", "expected", "p", "why", "incidents",
)  # fmt: skip
ARTICLE = (
    "id", "title", "outlet", "published", "known_on", "language", "machine_translated", "words", "copy_of", "story",
    "withdrawn_on", "url",
)  # fmt: skip


def event_row(found: FoundEvent) -> Row:
    """One event, flat."""
    event = found.event
    return {
        "id": found.id,
        "date": event.date,
        "first": found.days[0] if found.days else None,
        "last": found.days[1] if found.days else None,
        "act": acts.act(event),
        "type": event.type,
        "of": event.of,
        "mode": event.mode,
        "quad": event.quad,
        "source": event.source.actor.id if event.source and event.source.actor else None,
        "target": event.target.actor.id if event.target and event.target.actor else None,
        "doubt": acts.doubt(event),
        **_place(shown_event(found)),
        **_toll("killed", event.killed),
        **_toll("injured", event.injured),
        "confidence": round(event.confidence, 3),
        "sentence": found.evidence.words,
        "why": event.why,
        **_evidence(found),
    }


def statement_row(found: FoundStatement) -> Row:
    """One statement, flat. `words` are the pieces of its sentence that are the statement."""
    said, at = found.statement, found.evidence.sentence.start
    pieces = [found.evidence.words[max(p.start - at, 0) : max(p.end - at, 0)] for p in said.content]
    return {
        "id": found.id,
        "date": said.date or found.evidence.known_on,
        "source": said.source.actor.id if said.source and said.source.actor else None,
        "stance": said.stance,
        "kind": said.kind,
        "words": " .. ".join(piece for piece in pieces if piece),
        "about": " ".join(said.about) or None,
        "sentence": found.evidence.words,
        **_evidence(found),
    }


def incident_row(incident: Incident, found: Sequence[FoundEvent] = ()) -> Row:
    """One incident, flat; its events decide how finely its place is shown."""
    doubts = list(dict.fromkeys(acts.doubt(f.event) for f in found))
    own = {"asserted": "reported", "negated": "denied"}.get(incident.modality, incident.modality)
    return {
        "id": incident.id,
        "date": incident.date,
        "first": incident.days[0] if incident.days else None,
        "last": incident.days[1] if incident.days else None,
        "act": acts.act(incident),
        "type": incident.type,
        "of": incident.of,
        "mode": incident.mode,
        "quad": incident.quad,
        "actors": " ".join(a.id for a in incident.actors) or None,
        "recipients": " ".join(a.id for a in incident.recipients) or None,
        "doubt": "claimed" if own == "reported" and doubts == ["claimed"] else own,
        **_place(shown_incident(incident, found)),
        **_toll("killed", incident.killed),
        **_toll("injured", incident.injured),
        "reports": incident.reports,
        "outlets": incident.outlets,
        "origins": incident.origins,
        "known_on": incident.known_on[:10],
        "outcome": incident.outcome,
        "why": incident.why,
        "articles": " ".join(incident.articles),
        "events": " ".join(incident.events),
    }


def calendar_row(entry: CalendarEntry) -> Row:
    """One announced happening, flat. Its place is shown to the area only where it is aid."""
    site = entry.site
    is_coarse = entry.act == "AID"
    return {
        "incident": entry.incident,
        "date": entry.date,
        "first": entry.days[0] if entry.days else None,
        "last": entry.days[1] if entry.days else None,
        "act": acts.act_of(entry.act),
        "actors": " ".join(dict.fromkeys(entry.actors)) or None,
        "place": (site.admin1 if is_coarse else site.name) if site else None,
        "country": site.country if site else None,
        "announced_on": entry.announced_on,
        "state": entry.state,
        "events": " ".join(entry.events),
    }


def warning_row(warning: EarlyWarning) -> Row:
    """One warning, flat."""
    return {key: getattr(warning, key) for key in WARNING[:-1]} | {"incidents": " ".join(warning.incidents)}


def article_row(row: ArticleRow) -> Row:
    """One report, flat."""
    return {
        "id": row.id, "title": row.title, "outlet": row.publisher, "published": row.published, "known_on": row.known_on,
        "language": row.language, "machine_translated": row.is_translated_page, "words": row.words,
        "copy_of": row.copy_of, "story": row.story, "withdrawn_on": row.withdrawn_on, "url": row.url,
    }  # fmt: skip


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[str]:
    """Lines of CSV. A cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])
        if buffer.tell() > 60_000:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def as_json(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A JSON array, one row a line."""
    join = "[\n"
    for row in rows:
        yield join + json.dumps(row, ensure_ascii=False)
        join = ",\n"
    yield "[]\n" if join == "[\n" else "\n]\n"


def as_geojson(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A FeatureCollection; a row without a point keeps its place in words and has no geometry."""
    join = '{"type":"FeatureCollection","features":[\n'
    for row in rows:
        has_point = row["lat"] is not None and row["lon"] is not None
        geometry = {"type": "Point", "coordinates": [row["lon"], row["lat"]]} if has_point else None
        feature = {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": dict(row)}
        yield join + json.dumps(feature, ensure_ascii=False)
        join = ",\n"
    yield ('{"type":"FeatureCollection","features":[' if join.startswith("{") else "\n") + "]}\n"


def _place(shown: Shown) -> Row:
    return {
        "place": shown.name, "admin1": shown.admin1, "country": shown.country, "precision": shown.precision,
        "lat": shown.lat, "lon": shown.lon,
    }  # fmt: skip


def _toll(kind: str, count: object | None) -> Row:
    parts = {f"{kind}_low": "low", kind: "best", f"{kind}_high": "high"}
    return {key: getattr(count, part) if count is not None else None for key, part in parts.items()}


def _evidence(found: FoundEvent | FoundStatement) -> Row:
    evidence = found.evidence
    return {
        "outlet": evidence.publisher,
        "known_on": evidence.known_on[:10],
        "language": evidence.language,
        "machine_translated": evidence.is_machine_translated,
        "copy_of": evidence.copy_of,
        "article": evidence.article,
        "url": evidence.url,
        "coder": evidence.coder,
    }


def _cell(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
