"""`dateline show`: what the store holds, as a table, JSON Lines or CSV. Rows are those of the page and its downloads."""

import csv
import shutil
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from dateline.cli_options import asked_words, narrowing, store_option

if TYPE_CHECKING:
    from dateline.store import Store
    from dateline.values import Evidence, FoundEvent, Party

Row = dict[str, Any]
KINDS = ("events", "statements", "relations", "actors", "places", "incidents")
_FITS = {
    "relations": {"actor", "by", "about", "as_of"},
    "actors": {"as_of"},
    "places": {"country", "as_of"},
}  # what narrows what is no table of the page


@click.command()
@click.argument("kind", metavar="WHAT", type=click.Choice(KINDS))
@store_option
@narrowing
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N rows; a table shows 50 unless told.")
@click.option("--json", "form", flag_value="json", help="One JSON object a line.")
@click.option("--csv", "form", flag_value="csv", help="Comma-separated values with a header.")
def show(kind: str, store_path: str, form: str | None, limit: int | None, **asked: Any) -> None:
    """Print what the store holds, latest first, each row with the sentence and the report it stands on.

    WHAT is events, statements, relations, actors, places or incidents. Relations say how two parties
    stand, facet by facet (talks, aid, recognition ..), on the day of --as-of, else on that of the last report.
    Places where people were harmed who must not be found are given by area, as everywhere.

    \b
    Examples:
      dateline show events --actor taliban --since 2021-11 --type CONSULT
      dateline show statements --by USA --about taliban
      dateline show relations --by USA --about taliban --as-of 2021-11-20
      dateline show incidents --country AFG --csv > incidents.csv
    """
    from dateline.store import Store, words_for

    with Store(store_path, readonly=True) as store:
        words = asked_words(store, kind, asked, _FITS.get(kind) or words_for(kind))
        if form is None:
            lines = _ON_SCREEN.get(kind, _ROWS[kind])(store, words, limit or 50)
            _write_table(list(lines), kind, store_path)
        elif form == "json":
            _write_json(_ROWS[kind](store, words, limit))
        else:
            _write_csv(_ROWS[kind](store, words, limit), _columns(kind))


def _events(store: "Store", words: Row, limit: int | None) -> Iterable[Row]:
    from dateline.exports.rows import event_row
    from dateline.store import narrowed

    return map(event_row, store.events(narrowed("events", words), limit=limit))


def _statements(store: "Store", words: Row, limit: int | None) -> Iterable[Row]:
    from dateline.exports.rows import statement_row
    from dateline.store import narrowed

    return map(statement_row, store.statements(narrowed("statements", words), limit=limit))


def _incidents(store: "Store", words: Row, limit: int | None) -> Iterable[Row]:
    from dateline.exports import view_of
    from dateline.store import narrowed

    return islice(view_of(store, narrowed("incidents", words)).rows(), limit)


def _relations(store: "Store", words: Row, limit: int | None) -> Iterable[Row]:
    """One row for each facet of each pair, the pairs with most events first."""
    from dateline.picture.relations import relate
    from dateline.store import EventFilter

    at = words.get("as_of") or store.status().to_on or ""
    wanted = {words[key] for key in ("actor", "by", "about") if key in words}
    between: dict[tuple[str, str], list[FoundEvent]] = {}
    for found in store.events(EventFilter(as_of=words.get("as_of"))):
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


def _actors(store: "Store", words: Row, limit: int | None) -> Iterable[Row]:
    for row in store.actors(as_of=words.get("as_of"), limit=limit):
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


def _places(store: "Store", words: Row, limit: int | None) -> Iterable[Row]:
    """What reports name; events are counted by area only, since some may be those of people who must not be found."""
    for row in store.places(country=words.get("country"), as_of=words.get("as_of"), limit=limit):
        is_area = row.precision is None or row.precision >= 4
        yield {**{key: getattr(row, key) for key in _COLUMNS["places"]}, "events": row.events if is_area else None}


def _events_on_screen(store: "Store", words: Row, limit: int | None) -> Iterator[Row]:
    """A line each; a side that is no actor we know is told in its own words, as the sentence beside it has them."""
    from dateline.exports.rows import event_row
    from dateline.store import narrowed

    for found in store.events(narrowed("events", words), limit=limit):
        row, event = event_row(found), found.event
        yield {
            **{key: row[key] for key in ("date", "type", "of")},
            "source": row["source"] or _quoted(event.source, found.evidence),
            "target": row["target"] or _quoted(event.target, found.evidence),
            "doubt": row["doubt"],
            "place": row["place"] or row["admin1"] or row["country"],
            "sentence": row["sentence"],
        }


def _quoted(party: "Party | None", evidence: "Evidence") -> str | None:
    at = evidence.sentence.start
    if party is None or party.start < at:
        return None
    words = " ".join(evidence.words[party.start - at : party.end - at].split())
    return f'"{words}"' if words else None


def _statements_on_screen(store: "Store", words: Row, limit: int | None) -> Iterator[Row]:
    for row in _statements(store, words, limit):
        yield {key: row[key] for key in ("date", "source", "stance", "about", "words")}


def _incidents_on_screen(store: "Store", words: Row, limit: int | None) -> Iterator[Row]:
    for row in _incidents(store, words, limit):
        kept = ("first", "type", "of", "actors", "recipients", "doubt", "killed", "reports", "origins")
        yield {**{key: row[key] for key in kept}, "place": row["place"] or row["admin1"] or row["country"]}


def _relations_on_screen(store: "Store", words: Row, limit: int | None) -> Iterator[Row]:
    for row in _relations(store, words, limit):
        yield {key: row[key] for key in ("a", "b", "facet", "state", "since", "last_word", "stale", "sentence")}


_ROWS = {
    "events": _events,
    "statements": _statements,
    "relations": _relations,
    "actors": _actors,
    "places": _places,
    "incidents": _incidents,
}
_ON_SCREEN = {
    "events": _events_on_screen,
    "statements": _statements_on_screen,
    "relations": _relations_on_screen,
    "incidents": _incidents_on_screen,
}
_COLUMNS: dict[str, tuple[str, ...]] = {
    "relations": (
        "a", "b", "facet", "state", "since", "last_word", "stale", "when", "where", "for", "against", "at", "sentence",
        "article", "event",
    ),
    "actors": ("id", "name", "country", "sector", "articles", "events", "statements", "first", "last"),
    "places": ("name", "country", "admin1", "geonameid", "lat", "lon", "precision", "articles", "events"),
}  # fmt: skip


def _columns(kind: str) -> tuple[str, ...]:
    from dateline.exports import rows

    return _COLUMNS.get(kind) or rows.COLUMNS[kind]


def _write_json(rows: Iterable[Row]) -> None:
    import msgspec

    for row in rows:
        sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
    sys.stdout.buffer.flush()


def _write_csv(rows: Iterable[Row], columns: tuple[str, ...]) -> None:
    from dateline.exports.plain import cell

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(row[column]) for column in columns] for row in rows)


def _write_table(rows: list[Row], kind: str, store_path: str) -> None:
    if not rows:
        click.echo(f"No {kind} match in {store_path}. `dateline status` says what it holds.")
        return
    cells = [[_cell(value) for value in row.values()] for row in rows]
    columns = list(rows[0])
    widths = [max(len(column), *(len(line[i]) for line in cells)) for i, column in enumerate(columns)]
    free = shutil.get_terminal_size((160, 24)).columns
    for line in [columns, *cells]:
        click.echo(_fitted("  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths)).rstrip(), free))


def _cell(value: Any) -> str:
    """One line of plain words: text from reports may hold line ends and terminal escapes."""
    if value is None:
        return "-"
    words = " ".join(str(value).split())
    return "".join(c if c.isprintable() else "\ufffd" for c in words)


def _fitted(line: str, width: int) -> str:
    return line if len(line) <= width else line[: max(width - 1, 1)] + "…"
