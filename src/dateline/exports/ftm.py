"""FollowTheMoney entities, one a line: events, who was involved, the articles that tell of them, and where it was.

An Event has no coordinates there, so its place is an Address of its own. A Mention ties each actor to the article that
names it. Ids follow from ours, so the same actor is one entity in every export.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from unicodedata import normalize

import msgspec

from dateline.exports.coding import MACHINE
from dateline.exports.countries import country
from dateline.exports.format import Format
from dateline.exports.happening import Happening, web_address
from dateline.exports.languages import three_letters
from dateline.exports.notes import MACHINE_CODED, Account
from dateline.exports.shapes import is_state, one_line
from dateline.exports.view import View
from dateline.values import Actor, Evidence

Entity = dict[str, Any]
_LANGUAGES = frozenset(
    "ara bul ces dan deu ell eng est fas fin fra heb hin hrv hun hye ind isl ita jpn kat kor lav lit mkd msa nld nor pol "
    "por ron rus slk slv spa sqi srp swa swe tur ukr urd zho cat".split()
)  # of ours, those that the model knows


def _write(view: View, account: Account) -> Iterator[bytes]:
    said: set[str] = set()
    for row, happening in (view.happenings or tuple)():
        account.keep(row)
        if happening.killed or happening.injured:
            account.tell("killed or injured: in the event's notes only")
        for entity in _entities(happening):
            if entity["id"] not in said:
                said.add(entity["id"])
                yield msgspec.json.encode(entity) + b"\n"


def _entities(happening: Happening) -> Iterator[Entity]:
    place = _address(happening)
    if place is not None:
        yield place
    actors = {actor.id: actor for actor in (*happening.actors, *happening.recipients)}
    for actor in actors.values():
        yield _party(actor)
    articles = {f.evidence.article: f.evidence for f in happening.found}
    for evidence in articles.values():
        yield _article(evidence)
    for found in happening.found:
        sides = (found.event.source, *found.event.actors, found.event.target, *found.event.recipients)
        for actor in (side.actor for side in sides if side is not None and side.actor is not None):
            if actor.id in actors:
                yield _mention(actor, found.evidence)
    yield _event(happening, place, list(articles))


def _event(happening: Happening, place: Entity | None, articles: list[str]) -> Entity:
    first, last = happening.days or ("", "")
    sides = [" and ".join(a.name for a in side) for side in (happening.actors, happening.recipients)]
    who = " > ".join(one_line(side) for side in sides if side)
    return _entity(
        "Event",
        _id("event", happening.id),
        name=[f"{happening.act}: {who}" if who else happening.act],
        summary=list(happening.sentences),
        description=[one_line(happening.why)] if happening.why else [],
        date=[first] if first and first == last else [],
        startDate=[first] if first != last else [],
        endDate=[last] if first != last else [],
        country=_country(happening.place.country),
        location=place["properties"]["full"] if place else [],
        addressEntity=[place["id"]] if place else [],
        involved=[_id("actor", a.id) for a in dict.fromkeys((*happening.actors, *happening.recipients))],
        proof=[_id("article", article) for article in articles],
        publisher=list(happening.publishers),
        sourceUrl=list(happening.urls),
        recordId=[happening.id],
        modifiedAt=[happening.known_on],
        keywords=[happening.type, *([happening.mode] if happening.mode else []), happening.doubt, *happening.contexts],
        notes=_remarks(happening),
    )


def _remarks(happening: Happening) -> list[str]:
    remarks = [f"Coded by: {happening.coded}.", f"Standing: {happening.doubt}."]
    remarks += [f"Translated by {engine}." for engine in happening.engines]
    for kind, toll in (("Killed", happening.killed), ("Injured", happening.injured)):
        if toll is not None:
            remarks.append(f"{kind}: {toll.best} ({toll.low} to {toll.high}).")
    if happening.mark is not None:
        remarks.append(f"Mark: {happening.mark}.")
    if happening.coder:
        remarks.append(f"Coder: Dateline {happening.coder}.")
    return [*remarks, MACHINE_CODED] if happening.coded == MACHINE else remarks


def _party(actor: Actor) -> Entity:
    schema = "Person" if actor.kind == "person" else "PublicBody" if is_state(actor) else "Organization"
    return _entity(schema, _id("actor", actor.id), name=[one_line(actor.name)], country=_country(actor.country))


def _article(evidence: Evidence) -> Entity:
    url = web_address(evidence.url)
    return _entity(
        "Article",
        _id("article", evidence.article),
        fileName=[one_line(evidence.article)],
        title=[one_line(evidence.title)] if evidence.title else [],
        publishedAt=[evidence.known_on[:10]],
        publisher=[one_line(evidence.publisher)] if evidence.publisher else [],
        language=_language(evidence.language),
        sourceUrl=[url] if url else [],
        notes=[f"Mark: {evidence.mark}."] if evidence.mark is not None else [],
    )


def _mention(actor: Actor, evidence: Evidence) -> Entity:
    return _entity(
        "Mention",
        _id("mention", f"{evidence.article} {actor.id}"),
        document=[_id("article", evidence.article)],
        resolved=[_id("actor", actor.id)],
        name=[one_line(actor.name)],
        contextCountry=_country(actor.country),
    )


def _address(happening: Happening) -> Entity | None:
    place, known = happening.place, country(happening.place.country)
    parts = [part for part in (place.name, place.admin1, known.name if known else place.country) if part]
    if place.kind == "none" or not parts:
        return None
    return _entity(
        "Address",
        _id("place", f"{place.country} {place.admin1} {place.name} {place.lat} {place.lon}"),
        full=[", ".join(dict.fromkeys(parts))],
        city=[place.name] if place.name and (place.precision or 7) <= 2 else [],
        state=[place.admin1] if place.admin1 else [],
        country=_country(place.country),
        latitude=[str(place.lat)] if place.lat is not None else [],
        longitude=[str(place.lon)] if place.lon is not None else [],
        remarks=[f"within {place.radius_km:g} km"] if place.radius_km else [],
    )


def _country(code: str | None) -> list[str]:
    known = country(code)
    return [known.alpha2.lower()] if known else []


def _language(code: str) -> list[str]:
    long = three_letters(code)
    return [long] if long in _LANGUAGES else []


def _entity(schema: str, id_: str, **properties: list[str]) -> Entity:
    cleaned = {name: [text for text in map(_clean, values) if text] for name, values in properties.items()}
    return {
        "id": id_,
        "schema": schema,
        "properties": {name: values for name, values in cleaned.items() if values},
        "datasets": ["dateline"],
    }


def _clean(text: str) -> str:
    """Words as the model keeps them: on one line, composed (NFC), without control characters."""
    return one_line("".join(" " if c < " " or "\x7f" <= c <= "\x9f" else c for c in normalize("NFC", text)))


def _id(kind: str, name: str) -> str:
    return f"dateline-{kind}-{sha256(name.encode()).hexdigest()[:20]}"


FTM = Format(
    name="ftm",
    title="FollowTheMoney",
    about="entities of the FollowTheMoney model, one a line, as Aleph and its kin read them",
    suffix="ftm.jsonl",
    media_type="application/jsonl",
    tables=("events", "incidents"),
    write=_write,
    cannot_say=(
        "who did it and to whom: both are `involved`; the event's name says it in words",
        "standing, mode and type are keywords; precision of place and date is in words or not at all",
        "where a word stands in its article; languages that the model has no code for",
    ),
)
