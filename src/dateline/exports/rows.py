"""Rows of the tables: what a page shows is what its download holds, in the same order.

A row is flat and plain: text, numbers, yes or no, or nothing. Lists of ids are joined by spaces. Each says by whom it was
coded (`machine`, or who reviewed it), by which engine what it stands on was translated, and how far it may be passed on.
"""

from collections.abc import Sequence
from typing import Any

from dateline.exports.coding import MACHINE, coded, coded_incident, doubt_of, engine_of, mark_of_all, translated_by
from dateline.picture import acts
from dateline.picture.floor import Shown, is_exposed, shown_event, shown_incident, shown_place
from dateline.store import ArticleRow
from dateline.values import FoundEvent, FoundStatement, Incident
from dateline.values.picture import CalendarEntry
from dateline.values.warning import EarlyWarning

Row = dict[str, Any]

EVENT = (
    "id", "date", "first", "last", "act", "type", "of", "mode", "quad", "source", "target", "doubt", "place", "admin1",
    "country", "precision", "lat", "lon", "radius_km", "coarsened", "killed_low", "killed", "killed_high",
    "injured_low", "injured", "injured_high", "confidence", "coded", "sentence", "why", "outlet", "known_on",
    "language", "machine_translated", "translated_by", "copy_of", "article", "url", "coder", "mark",
)  # fmt: skip
STATEMENT = (
    "id", "date", "source", "stance", "kind", "words", "about", "coded", "sentence", "outlet", "known_on", "language",
    "machine_translated", "translated_by", "copy_of", "article", "url", "coder", "mark",
)  # fmt: skip
INCIDENT = (
    "id", "date", "first", "last", "act", "type", "of", "mode", "quad", "actors", "recipients", "doubt", "place",
    "admin1", "country", "precision", "lat", "lon", "radius_km", "coarsened", "killed_low", "killed", "killed_high",
    "injured_low", "injured", "injured_high", "coded", "reports", "outlets", "origins", "known_on",
    "machine_translated", "translated_by", "outcome", "why", "articles", "events", "coder", "mark",
)  # fmt: skip
CALENDAR = (
    "incident", "date", "first", "last", "act", "actors", "place", "country", "announced_on", "state", "coded", "events",
    "mark",
)  # fmt: skip
WARNING = (
    "raised_on", "kind", "actor", "country", "admin1", "type", "observed", "expected", "p", "why", "coded", "incidents", "mark",
)  # fmt: skip
ARTICLE = (
    "id", "title", "outlet", "published", "known_on", "language", "machine_translated", "words", "copy_of", "story",
    "withdrawn_on", "url", "mark",
)  # fmt: skip

COLUMNS = {
    "events": EVENT, "statements": STATEMENT, "incidents": INCIDENT, "sources": ARTICLE, "calendar": CALENDAR,
    "warnings": WARNING,
}  # fmt: skip


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
        "coded": coded(found),
        "sentence": found.evidence.words,
        "why": event.why,
        **_evidence(found, translated_by(found)),
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
        "coded": found.review.says if found.review is not None else MACHINE,
        "sentence": found.evidence.words,
        **_evidence(found, engine_of(said.via, found.evidence)),
    }


def incident_row(incident: Incident, found: Sequence[FoundEvent] = ()) -> Row:
    """One incident, flat; its events decide how finely its place is shown."""
    engines = sorted({engine for f in found if (engine := translated_by(f)) is not None})
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
        "doubt": doubt_of(incident, found),
        **_place(shown_incident(incident, found)),
        **_toll("killed", incident.killed),
        **_toll("injured", incident.injured),
        "coded": coded_incident(incident, found),
        "reports": incident.reports,
        "outlets": incident.outlets,
        "origins": incident.origins,
        "known_on": incident.known_on[:10],
        "machine_translated": bool(engines),
        "translated_by": "; ".join(engines) or None,
        "outcome": incident.outcome,
        "why": incident.why,
        "articles": " ".join(incident.articles),
        "events": " ".join(incident.events),
        "coder": "; ".join(sorted({f.evidence.coder for f in found if f.evidence.coder})) or None,
        "mark": mark_of_all(found),
    }


def calendar_row(entry: CalendarEntry, found: Sequence[FoundEvent]) -> Row:
    """One announced happening, flat; the events that announce it decide how finely its place is shown."""
    shown = shown_place(entry.site, is_exposed=entry.act == "AID" or any(map(is_exposed, found)))
    return {
        "incident": entry.incident,
        "date": entry.date,
        "first": entry.days[0] if entry.days else None,
        "last": entry.days[1] if entry.days else None,
        "act": acts.act_of(entry.act),
        "actors": " ".join(dict.fromkeys(entry.actors)) or None,
        "place": shown.name or shown.admin1,
        "country": shown.country,
        "announced_on": entry.announced_on,
        "state": entry.state,
        "coded": MACHINE,
        "events": " ".join(entry.events),
        "mark": mark_of_all(found),
    }


def warning_row(warning: EarlyWarning, mark: str | None = None) -> Row:
    """One warning, flat; `mark`: the strictest of the reports of its incidents."""
    own = {key: getattr(warning, key) for key in WARNING if key not in ("coded", "incidents", "mark")}
    return own | {"coded": MACHINE, "incidents": " ".join(warning.incidents), "mark": mark}


def article_row(row: ArticleRow) -> Row:
    """One report, flat."""
    return {
        "id": row.id, "title": row.title, "outlet": row.publisher, "published": row.published, "known_on": row.known_on,
        "language": row.language, "machine_translated": row.is_translated_page, "words": row.words,
        "copy_of": row.copy_of, "story": row.story, "withdrawn_on": row.withdrawn_on, "url": row.url,
        "mark": row.mark,
    }  # fmt: skip


def _place(shown: Shown) -> Row:
    return {
        "place": shown.name, "admin1": shown.admin1, "country": shown.country, "precision": shown.precision,
        "lat": shown.lat, "lon": shown.lon, "radius_km": shown.radius_km, "coarsened": shown.is_coarsened,
    }  # fmt: skip


def _toll(kind: str, count: object | None) -> Row:
    parts = {f"{kind}_low": "low", kind: "best", f"{kind}_high": "high"}
    return {key: getattr(count, part) if count is not None else None for key, part in parts.items()}


def _evidence(found: FoundEvent | FoundStatement, engine: str | None) -> Row:
    evidence = found.evidence
    return {
        "outlet": evidence.publisher,
        "known_on": evidence.known_on[:10],
        "language": evidence.language,
        "machine_translated": evidence.is_machine_translated,
        "translated_by": engine,
        "copy_of": evidence.copy_of,
        "article": evidence.article,
        "url": evidence.url,
        "coder": evidence.coder,
        "mark": evidence.mark,
    }
