"""`dateline show`: what the store holds, as a table, JSON Lines or CSV. The columns are the same in all three."""

import csv
import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from dateline.cli_options import FROM, UNTIL, actor_id, store_option

if TYPE_CHECKING:
    from dateline.store import Store
    from dateline.values import FoundEvent, FoundStatement, Incident

Row = dict[str, Any]
KINDS = ("events", "statements", "relations", "actors", "places", "incidents")


@click.command()
@click.argument("kind", metavar="WHAT", type=click.Choice(KINDS))
@store_option
@click.option("--actor", metavar="WHO", help="Only what has this actor on either side (an id or a name).")
@click.option("--by", metavar="WHO", help="Statements by, events from this actor.")
@click.option("--about", metavar="WHO", help="Statements about, events towards this actor.")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="PLOVER type, such as ASSAULT; may be repeated.")
@click.option("--country", metavar="ABC", help="Where it was: ISO 3166 alpha-3, such as AFG.")
@click.option("--since", type=FROM, help="From this day (or month, week, year) on.")
@click.option("--until", type=UNTIL, help="Up to and with this day.")
@click.option("--as-of", type=UNTIL, help="Only what was known on this day.")
@click.option("--mt", metavar="no|ENGINE", help="Without machine translations, or only what came through one engine.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N rows; a table shows 50 unless told.")
@click.option("--json", "form", flag_value="json", help="One JSON object a line.")
@click.option("--csv", "form", flag_value="csv", help="Comma-separated values with a header.")
def show(kind: str, store_path: str, form: str | None, limit: int | None, **asked: Any) -> None:
    """Print what the store holds, latest first, each row with the sentence and the report it stands on.

    WHAT is events, statements, relations, actors, places or incidents. Relations say how two parties
    stand, facet by facet (talks, aid, recognition ..), on the day of --as-of, else on that of the last report.

    \b
    Examples:
      dateline show events --actor taliban --since 2021-11 --type CONSULT
      dateline show statements --by USA --about taliban
      dateline show relations --by USA --about taliban --as-of 2021-11-20
      dateline show incidents --country AFG --csv > incidents.csv
    """
    from dateline.store import Store

    with Store(store_path, readonly=True) as store:
        for key in ("actor", "by", "about"):
            asked[key] = actor_id(store, asked[key])
        _refuse_what_does_not_fit(kind, asked)
        rows = _ROWS[kind](store, asked, limit or (50 if form is None else None))
        if form == "json":
            _write_json(rows)
        elif form == "csv":
            _write_csv(rows, _COLUMNS[kind])
        else:
            _write_table(list(rows), kind, store_path)


_FITS = {
    "events": {"actor", "by", "about", "types", "country", "since", "until", "as_of", "mt"},
    "statements": {"by", "about", "since", "until", "as_of", "mt"},
    "relations": {"actor", "by", "about", "as_of"},
    "actors": {"as_of"},
    "places": {"country", "as_of"},
    "incidents": {"actor", "types", "country", "since", "until", "as_of", "mt"},
}


def _refuse_what_does_not_fit(kind: str, asked: Row) -> None:
    """An option that would be ignored is an error: silence would look like an answer."""
    for key, value in asked.items():
        if value not in (None, ()) and key not in _FITS[kind]:
            option = {"types": "--type", "as_of": "--as-of"}.get(key, f"--{key}")
            fitting = ", ".join(sorted({"types": "--type", "as_of": "--as-of"}.get(k, f"--{k}") for k in _FITS[kind]))
            raise click.UsageError(f"{option} does not narrow {kind}. These do: {fitting}.")


def _event_filter(asked: Row) -> Any:
    from dateline.store import EventFilter

    return EventFilter(
        actor=asked["actor"],
        source=asked["by"],
        target=asked["about"],
        type=tuple(t.upper() for t in asked["types"]) or None,
        country=asked["country"].upper() if asked["country"] else None,
        since=asked["since"],
        until=asked["until"],
        as_of=asked["as_of"],
        **_translated(asked["mt"]),
    )


def _translated(mt: str | None) -> dict[str, Any]:
    if mt is None:
        return {}
    return {"machine_translated": False} if mt.lower() == "no" else {"engine": mt}


def _events(store: "Store", asked: Row, limit: int | None) -> Iterable[Row]:
    return (_event_row(found) for found in store.events(_event_filter(asked), limit=limit))


def _event_row(found: "FoundEvent") -> Row:
    event, place, evidence = found.event, found.place, found.evidence
    return {
        "date": event.date,
        "type": event.type,
        "of": event.of,
        "mode": event.mode,
        "source": _side(event.source, evidence),
        "target": _side(event.target, evidence),
        "modality": f"not {event.modality}" if event.negated else event.modality,
        "place": place.name if place else None,
        "admin1": place.admin1 if place else None,
        "country": place.country if place else None,
        "killed": event.killed.best if event.killed else None,
        "injured": event.injured.best if event.injured else None,
        "confidence": event.confidence,
        "sentence": evidence.words,
        "why": event.why,
        **_source(evidence),
        "id": found.id,
    }


def _side(party: Any, evidence: Any) -> str | None:
    """The actor's id; the words in quotes where they stand for no actor we know."""
    if party is None or party.actor is not None:
        return party.actor.id if party is not None else None
    at = evidence.sentence.start
    words = evidence.words[party.start - at : party.end - at] if party.start >= at else ""
    return f'"{" ".join(words.split())}"' if words.strip() else None


def _statements(store: "Store", asked: Row, limit: int | None) -> Iterable[Row]:
    from dateline.store import StatementFilter

    wanted = StatementFilter(
        by=asked["by"],
        about=asked["about"],
        since=asked["since"],
        until=asked["until"],
        as_of=asked["as_of"],
        **_translated(asked["mt"]),
    )
    return (_statement_row(store, found) for found in store.statements(wanted, limit=limit))


def _statement_row(store: "Store", found: "FoundStatement") -> Row:
    said, evidence = found.statement, found.evidence
    text = _text_of(store, evidence.article)
    return {
        "date": said.date,
        "source": said.source.actor.id if said.source and said.source.actor else None,
        "who": said.source.words(text) if said.source else None,
        "stance": said.stance,
        "kind": said.kind,
        "words": " .. ".join(piece.words(text) for piece in said.content),
        "about": " ".join(said.about),
        "sentence": evidence.words,
        **_source(evidence),
        "id": found.id,
    }


_last_text: dict[str, str] = {}


def _text_of(store: "Store", article: str) -> str:
    """The text of a report; rows of one report come together, so the last one is kept."""
    if article not in _last_text:
        found = store.article(article)
        _last_text.clear()
        _last_text[article] = found.text if found is not None else ""
    return _last_text[article]


def _relations(store: "Store", asked: Row, limit: int | None) -> Iterable[Row]:
    """One row for each facet of each pair, the pairs with most events first."""
    from dateline.picture.relations import relate
    from dateline.store import EventFilter

    at = asked["as_of"] or store.status().to_on or ""
    wanted = {name for name in (asked["actor"], asked["by"], asked["about"]) if name is not None}
    between: dict[tuple[str, str], list[FoundEvent]] = {}
    for found in store.events(EventFilter(as_of=asked["as_of"])):
        for pair in _pairs_of(found, wanted):
            if wanted <= set(pair):
                between.setdefault(pair, []).append(found)
    rows = 0
    for (a, b), events in sorted(between.items(), key=lambda item: (-len(item[1]), item[0])):
        by_id = {found.id: found for found in events}
        for facet in relate(events, a=a, b=b, at=at).facets:
            if limit is not None and rows >= limit:
                return
            rows += 1
            newest = by_id.get(facet.evidence[0]) if facet.evidence else None
            yield {
                "a": a,
                "b": b,
                "facet": facet.facet,
                "state": facet.state,
                "since": facet.since,
                "last_word": facet.last_word,
                "stale": facet.is_stale,
                "when": facet.when,
                "where": facet.where,
                "for": len(facet.evidence),
                "against": len(facet.counter),
                "at": at,
                "sentence": newest.evidence.words if newest else None,
                "article": newest.evidence.article if newest else None,
                "event": newest.id if newest else None,
            }


def _pairs_of(found: "FoundEvent", wanted: set[str]) -> list[tuple[str, str]]:
    """The pairs of parties that an event is between.

    Whoever acts for a state stands for it, but not who was asked for by name, and not a government that goes by a name
    of its own (`taliban`), which others may not take for the state.
    """
    from dateline.picture.sides import acts_for, sources, targets

    def party(actor: Any) -> str:
        has_own_name = actor.kind == "government" and not actor.id.startswith(f"{actor.country}-".lower())
        if actor.id in wanted or has_own_name or not actor.country or not acts_for(actor, actor.country):
            return str(actor.id)
        return str(actor.country)

    here, there = ({party(actor) for actor in side(found.event)} for side in (sources, targets))
    return sorted({(min(a, b), max(a, b)) for a in here for b in there if a != b})


def _actors(store: "Store", asked: Row, limit: int | None) -> Iterable[Row]:
    for row in store.actors(as_of=asked["as_of"], limit=limit):
        yield {
            "id": row.actor.id,
            "name": row.actor.name,
            "country": row.actor.country,
            "sector": row.actor.sector,
            "articles": row.articles,
            "events": row.events,
            "statements": row.statements,
            "first": row.first_on,
            "last": row.last_on,
        }


def _places(store: "Store", asked: Row, limit: int | None) -> Iterable[Row]:
    country = asked["country"].upper() if asked["country"] else None
    for row in store.places(country=country, as_of=asked["as_of"], limit=limit):
        yield {key: getattr(row, key) for key in _COLUMNS["places"]}


def _incidents(store: "Store", asked: Row, limit: int | None) -> Iterable[Row]:
    from dateline.store import IncidentFilter

    wanted = IncidentFilter(
        actor=asked["actor"],
        type=tuple(t.upper() for t in asked["types"]) or None,
        country=asked["country"].upper() if asked["country"] else None,
        since=asked["since"],
        until=asked["until"],
        as_of=asked["as_of"],
        **_translated(asked["mt"]),
    )
    return (_incident_row(incident) for incident in store.incidents(wanted, limit=limit))


def _incident_row(incident: "Incident") -> Row:
    site = incident.site
    return {
        "first": incident.days[0] if incident.days else None,
        "last": incident.days[1] if incident.days else None,
        "type": incident.type,
        "of": incident.of,
        "source": " ".join(actor.id for actor in incident.actors) or None,
        "target": " ".join(actor.id for actor in incident.recipients) or None,
        "modality": incident.modality,
        "place": site.name if site else None,
        "admin1": site.admin1 if site else None,
        "country": site.country if site else None,
        "killed_low": incident.killed.low if incident.killed else None,
        "killed": incident.killed.best if incident.killed else None,
        "killed_high": incident.killed.high if incident.killed else None,
        "reports": incident.reports,
        "origins": incident.origins,
        "outcome": incident.outcome,
        "articles": " ".join(incident.articles),
        "id": incident.id,
    }


def _source(evidence: Any) -> Row:
    return {
        "publisher": evidence.publisher,
        "known_on": evidence.known_on,
        "machine_translated": evidence.is_machine_translated,
        "article": evidence.article,
        "url": evidence.url,
        "coder": evidence.coder,
    }


_ROWS = {
    "events": _events,
    "statements": _statements,
    "relations": _relations,
    "actors": _actors,
    "places": _places,
    "incidents": _incidents,
}
_SOURCE_COLUMNS = ("publisher", "known_on", "machine_translated", "article", "url", "coder", "id")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "events": (
        "date", "type", "of", "mode", "source", "target", "modality", "place", "admin1", "country", "killed", "injured",
        "confidence", "sentence", "why", *_SOURCE_COLUMNS,
    ),
    "statements": ("date", "source", "who", "stance", "kind", "words", "about", "sentence", *_SOURCE_COLUMNS),
    "relations": (
        "a", "b", "facet", "state", "since", "last_word", "stale", "when", "where", "for", "against", "at", "sentence",
        "article", "event",
    ),
    "actors": ("id", "name", "country", "sector", "articles", "events", "statements", "first", "last"),
    "places": ("name", "country", "admin1", "geonameid", "lat", "lon", "precision", "articles", "events"),
    "incidents": (
        "first", "last", "type", "of", "source", "target", "modality", "place", "admin1", "country", "killed_low",
        "killed", "killed_high", "reports", "origins", "outcome", "articles", "id",
    ),
}  # fmt: skip
_ON_SCREEN = {
    "events": ("date", "type", "of", "source", "target", "modality", "place", "sentence"),
    "statements": ("date", "source", "stance", "about", "words"),
    "relations": ("a", "b", "facet", "state", "since", "last_word", "stale", "sentence"),
    "incidents": ("first", "type", "of", "source", "target", "modality", "place", "killed", "reports", "origins"),
}


def _write_json(rows: Iterable[Row]) -> None:
    import msgspec

    for row in rows:
        sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
    sys.stdout.buffer.flush()


def _write_csv(rows: Iterable[Row], columns: tuple[str, ...]) -> None:
    writer = csv.DictWriter(sys.stdout, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _write_table(rows: list[Row], kind: str, store_path: str) -> None:
    if not rows:
        click.echo(f"No {kind} match in {store_path}. `dateline status` says what it holds.")
        return
    columns = _ON_SCREEN.get(kind, _COLUMNS[kind])
    cells = [[_cell(row[column]) for column in columns] for row in rows]
    widths = [max(len(column), *(len(line[i]) for line in cells)) for i, column in enumerate(columns)]
    free = shutil.get_terminal_size((160, 24)).columns
    for line in [list(columns), *cells]:
        click.echo(_fitted("  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths)).rstrip(), free))


def _cell(value: Any) -> str:
    """One line of plain words: text from reports may hold line ends and terminal escapes."""
    if value is None:
        return "-"
    words = " ".join(str(value).split())
    return "".join(c if c.isprintable() else "\ufffd" for c in words)


def _fitted(line: str, width: int) -> str:
    return line if len(line) <= width else line[: max(width - 1, 1)] + "…"
