"""`dateline explain`: one report, sentence by sentence, with what was decided there and why."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli_options import store_option, verbs_option
from dateline.values.address import StoreAddress

if TYPE_CHECKING:
    from dateline.values import Article, Event, Extraction, Party


@click.command()
@click.argument("source", metavar="ARTICLE")
@store_option
@click.option("--published", metavar="DATE", help="The day of the report, when ARTICLE is a file or -; ISO 8601.")
@verbs_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a sentence.")
def explain(source: str, store_path: str, published: str | None, verbs: Path | None, as_json: bool) -> None:
    """Show what was decided in each sentence of a report, and why.

    ARTICLE is the id of a report in the store, a text file, or - for text on standard input. For a stored report the
    decisions shown are those in the store; with --verbs it is read anew. Each sentence lists the actors, places, times, statements and events that
    begin in it; after each "because" stands the row, title or words that decided.

    \b
    Example:
      echo "Rebels shelled Goma on Friday, killing two nurses." | dateline explain - --published 2021-11-25
    """
    article, found = _found(source, store_path, published, verbs)
    rows = explained(article, found)
    if as_json:
        import msgspec

        for row in rows:
            click.echo(msgspec.json.encode(row).decode())
        return
    click.echo(_heading(found))
    for row in rows:
        number, part = f"{row['sentence']}. " if row["sentence"] else "", row["part"]
        click.echo(f"\n{number}{row['words']}" + (f"  [{part}]" if part not in ("body", "outside") else ""))
        for kind in _KINDS:
            for item in row[kind]:
                click.echo(_line(kind, item))


def explained(article: "Article", found: "Extraction") -> list[dict[str, Any]]:
    """What was decided in each sentence, as plain values.

    Args:
        article: the report.
        found: what was found in it; offsets count in the text of `article`.
    Returns:
        a row a sentence in text order, with its words and what begins in it: entities, places, times, statements and
        events. What begins in none of them (an item of a translation) stands in a last row whose `sentence` is None.
    """
    text = article.text
    kinds: dict[str, list[tuple[int, dict[str, Any]]]] = {
        "entities": [(e.start, _entity(e, text)) for e in found.entities if e.form != "pronoun" or e.actor],
        "places": [(p.start, _place(p, text)) for p in found.places],
        "times": [(t.start, {"words": t.words(text), "value": t.value, "why": t.why}) for t in found.times],
        "statements": [(_start_of(s), _statement(s, text)) for s in found.statements],
        "events": [(e.trigger.start, _event(e, text, found)) for e in found.events],
    }
    rows = []
    placed: set[tuple[str, int]] = set()
    for number, sentence in enumerate(found.sentences, 1):
        row: dict[str, Any] = {"sentence": number, "part": sentence.part, "words": _flat(sentence.words(text))}
        for kind in _KINDS:
            here = [n for n, (at, _) in enumerate(kinds[kind]) if sentence.start <= at < sentence.end]
            placed.update((kind, n) for n in here)
            row[kind] = [kinds[kind][n][1] for n in here]
        rows.append(row)
    rest = {kind: [it for n, (_, it) in enumerate(kinds[kind]) if (kind, n) not in placed] for kind in _KINDS}
    if any(rest.values()):
        rows.append({"sentence": None, "part": "outside", "words": "(outside the sentences)", **rest})
    return rows


_KINDS = ("entities", "places", "times", "statements", "events")


def _found(source: str, store_path: str, published: str | None, verbs: Path | None) -> "tuple[Article, Extraction]":
    if source == "-":
        return _read(sys.stdin.buffer.read(), "standard input", published, verbs)
    if Path(source).is_file():
        return _read(Path(source).read_bytes(), source, published, verbs)
    if not StoreAddress(store_path).is_there:
        raise click.UsageError(f"{source}: no such file, and there is no store at {store_path}. Name one with --store.")
    from dateline.store import Store

    with Store.open(store_path, readonly=True) as store:
        reading = store.reading(source)
    if reading is None:
        raise click.UsageError(
            f"{source}: neither a file nor a report in {store_path}. `dateline show articles` lists the reports."
        )
    return reading.article, reading.extraction if verbs is None else _extracted(reading.article, source, verbs)


def _read(raw: bytes, where: str, published: str | None, verbs: Path | None) -> "tuple[Article, Extraction]":
    from msgspec.structs import replace

    from dateline.reading.text import read_text
    from dateline.values import Refused

    article = read_text(raw, where=where)
    if isinstance(article, Refused):
        raise click.UsageError(f"{where}: {article.why}")
    article = replace(article, published=published)
    return article, _extracted(article, where, verbs)


def _extracted(article: "Article", where: str, verbs: Path | None) -> "Extraction":
    from dateline.engine.local import extract_all
    from dateline.values import Refused

    found = next(extract_all([article], user_verbs=verbs))
    if isinstance(found, Refused):
        raise click.UsageError(f"{where}: {found.why}")
    return found


def _heading(found: "Extraction") -> str:
    if found.reference is None:
        dated = "no date is known, so relative times stay open"
    else:
        dated = f"relative times count from {found.reference} ({found.reference_from})"
    return f"Report {found.id}, language {found.language}, coder {found.coder or 'unknown'}; {dated}."


def _entity(entity: Any, text: str) -> dict[str, Any]:
    actor = entity.actor
    return {
        "words": _flat(entity.words(text)),
        "type": entity.type,
        "form": entity.form,
        "actor": actor.id if actor else None,
        "name": actor.name if actor else None,
        "country": actor.country if actor else None,
        "sector": actor.sector if actor else None,
        "why": actor.why if actor else "",
    }


def _place(place: Any, text: str) -> dict[str, Any]:
    return {
        "words": _flat(place.words(text)),
        "name": place.name,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "role": place.role,
        "why": place.why,
    }


def _statement(statement: Any, text: str) -> dict[str, Any]:
    return {
        "source": _side(statement.source, text),
        "stance": statement.stance,
        "kind": statement.kind,
        "words": " .. ".join(_flat(piece.words(text)) for piece in statement.content),
        "why": statement.why,
    }


def _start_of(statement: Any) -> int:
    """Where a statement begins: its first word, of speaker, cue or content."""
    spans = [*statement.content, *(s for s in (statement.cue,) if s is not None)]
    return min((span.start for span in spans), default=-1)


def _event(event: "Event", text: str, found: "Extraction") -> dict[str, Any]:
    place = found.places[event.place] if event.place is not None else None
    return {
        "type": event.type,
        "mode": event.mode,
        "of": event.of,
        "trigger": _flat(event.trigger.words(text)),
        "source": _side(event.source, text),
        "target": _side(event.target, text),
        "modality": event.modality,
        "negated": event.negated,
        "date": event.date,
        "place": (place.name or _flat(place.words(text))) if place is not None else None,
        "place_from": event.pinned.place,
        "date_from": event.pinned.date,
        "killed": _toll(event.killed),
        "injured": _toll(event.injured),
        "said_by": _side(found.statements[event.said_by].source, text) if event.said_by is not None else None,
        "confidence": round(event.confidence, 2),
        "why": event.why,
    }


def _side(party: "Party | None", text: str) -> str | None:
    if party is None:
        return None
    words = _flat(party.words(text))
    return f"{words} ({party.actor.id})" if party.actor else words


def _toll(toll: Any) -> str | None:
    if toll is None:
        return None
    return str(toll.best) if toll.low == toll.high else f"{toll.best} ({toll.low} to {toll.high})"


def _line(kind: str, item: dict[str, Any]) -> str:
    why = f" - because: {item['why']}" if item["why"] else ""
    return f"   {_LABELS[kind]:<10} {_SAID[kind](item)}{why}"


def _said_of_entity(item: dict[str, Any]) -> str:
    if item["actor"] is None:
        return f"“{item['words']}” {item['type']}, no known actor"
    about = ", ".join(part for part in (item["country"], item["sector"]) if part)
    return f"“{item['words']}” {item['type']} is {item['actor']}" + (f" ({about})" if about else "")


def _said_of_place(item: dict[str, Any]) -> str:
    if item["lat"] is None:
        return f"“{item['words']}” left open"
    stands = " stands for an actor," if item["role"] == "actor" else ""
    country = f", {item['country']}" if item["country"] else ""
    return f"“{item['words']}”{stands} is {item['name']}{country} at {item['lat']:.3f}, {item['lon']:.3f}"


def _said_of_time(item: dict[str, Any]) -> str:
    return f"“{item['words']}” is {item['value']}"


def _said_of_statement(item: dict[str, Any]) -> str:
    return f"{item['source'] or 'somebody'} {item['stance']} ({item['kind']}): {item['words']}"


def _said_of_event(item: dict[str, Any]) -> str:
    act = item["type"] + (f" {item['mode']}" if item["mode"] else "") + (f" of {item['of']}" if item["of"] else "")
    facts = [
        f"{item['source'] or 'nobody named'} -> {item['target'] or 'nobody named'}",
        ("not " if item["negated"] else "") + item["modality"],
        f"on {item['date']} ({item['date_from']})" if item["date"] else "no date",
        f"at {item['place']} ({item['place_from']})" if item["place"] else "no place",
        *(f"{word} {item[word]}" for word in ("killed", "injured") if item[word]),
        *([f"said by {item['said_by']}"] if item["said_by"] else []),
        f"confidence {item['confidence']:.2f}",
    ]
    return f"{act} “{item['trigger']}”: " + "; ".join(facts)


_LABELS = {"entities": "actor", "places": "place", "times": "time", "statements": "statement", "events": "event"}
_SAID = {
    "entities": _said_of_entity,
    "places": _said_of_place,
    "times": _said_of_time,
    "statements": _said_of_statement,
    "events": _said_of_event,
}


def _flat(words: str) -> str:
    return " ".join(words.split())


if __name__ == "__main__":
    explain()
