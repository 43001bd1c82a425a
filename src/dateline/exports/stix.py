"""STIX 2.1: a bundle of incidents with their parties, places and sightings in reports.

STIX's incident is a stub, so what a happening says stands in an extension, whose definition travels in the bundle; every
object carries a marking that says it is machine-coded, and what tells of a happening those of its reports: TLP 2.0's own
or a statement. Who or where something is, apart from it, is no secret of theirs. Ids are made from ours (UUID 5), so the same thing has one id in
every bundle.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

import msgspec

from dateline.exports.countries import country
from dateline.exports.format import Format
from dateline.exports.happening import Happening, web_address
from dateline.exports.notes import FLOOR, MACHINE_CODED, Account
from dateline.exports.shapes import is_state, one_line
from dateline.exports.view import View
from dateline.picture.floor import Shown
from dateline.values import Actor, FoundEvent
from dateline.values.mark import parts_of

Object = dict[str, Any]
SPACE = UUID("6f0c5f0e-6d1c-5f53-9b0e-0d1f2a7c4e10")  # ours, so that ids are the same in every bundle
_FIXED = "2026-01-01T00:00:00.000Z"  # when what never changes was made


def _id(kind: str, name: str) -> str:
    return f"{kind}--{uuid5(SPACE, f'{kind} {name}')}"


_TOOL = _id("identity", "dateline")
_MARKING = _id("marking-definition", "machine-coded")
EXTENSION = _id("extension-definition", "happening")
_TLP = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"  # OASIS's, which names the levels of TLP 2.0
_LEVELS = {
    "TLP:CLEAR": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "TLP:GREEN": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "TLP:AMBER": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "TLP:AMBER+STRICT": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "TLP:RED": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
_TLP_MADE = "2022-10-01T00:00:00.000Z"
_FRAME: tuple[Object, ...] = (
    {
        "type": "identity", "spec_version": "2.1", "id": _TOOL, "created": _FIXED, "modified": _FIXED,
        "name": "Dateline", "identity_class": "system", "description": "Reads news reports and codes what they say.",
    },
    {
        "type": "marking-definition", "spec_version": "2.1", "id": _MARKING, "created": _FIXED,
        "definition_type": "statement", "definition": {"statement": MACHINE_CODED},
    },
    {
        "type": "extension-definition", "spec_version": "2.1", "id": EXTENSION, "created": _FIXED,
        "modified": _FIXED, "created_by_ref": _TOOL, "name": "Dateline happening", "version": "1.0.0",
        "description": "What reports say happened: the act in PLOVER's terms, how it stands, when, how many, on which words.",
        "extension_types": ["property-extension"],
        "schema": "act, plover_type, of, mode, quad, standing, coded, coder, first_day, last_day, date_precision, place_precision, "
        "killed and injured (low, best, high), reports, outlets, origins, sentences, translated_by: as in docs/exports.md",
    },
)  # fmt: skip


def _write(view: View, account: Account) -> Iterator[bytes]:
    yield _encode({"type": "bundle", "id": _id("bundle", f"{view.table} {sorted(view.asked.items())}")})[:-1]
    yield b',"objects":[\n' + b",\n".join(_encode(each) for each in _FRAME)
    said = {each["id"] for each in _FRAME}
    for row, happening in (view.happenings or tuple)():
        account.keep(row)
        for each in _objects(happening):
            if each["id"] not in said:
                said.add(each["id"])
                yield b",\n" + _encode(each)
    yield b",\n" + _encode(_note(STIX.notes(view, account).decode())) + b"\n]}\n"


def _objects(happening: Happening) -> Iterator[Object]:
    marks = (happening.mark, *(f.evidence.mark for f in happening.found))
    yield from map(_marking, dict.fromkeys(part for mark in marks for part in parts_of(mark)))
    incident = _incident(happening)
    yield incident
    where = _location(happening.place)
    if where is not None:
        yield where
        yield _relation(incident, "located-at", where)
    for side, kind in ((happening.actors, "attributed-to"), (happening.recipients, "targets")):
        for actor in side:
            party = _identity(actor)
            yield party
            yield _relation(incident, kind, party)
    for found in happening.found:
        publisher = _publisher(found)
        yield publisher
        yield _sighting(incident, publisher, found)


def _incident(happening: Happening) -> Object:
    stamps = [_stamp(f.evidence.known_on) for f in happening.found] or [_stamp(happening.known_on)]
    first, last = happening.days or (None, None)
    says: Object = {
        "extension_type": "property-extension",
        "act": happening.act,
        "plover_type": happening.type,
        "of": happening.of,
        "mode": happening.mode,
        "quad": happening.quad,
        "standing": happening.doubt,
        "coded": happening.coded,
        "coder": happening.coder or None,
        "first_day": first,
        "last_day": last,
        "date_precision": happening.date_precision,
        "place_precision": happening.place.precision,
        "killed": _toll(happening.killed),
        "injured": _toll(happening.injured),
        "reports": happening.reports,
        "outlets": happening.outlets,
        "origins": happening.origins,
        "sentences": list(happening.sentences),
        "translated_by": list(happening.engines),
    }
    made = {
        **_common("incident", happening.id, min(stamps), max(stamps), happening.mark),
        "name": happening.act,
        "description": " | ".join(happening.sentences),
        "labels": [happening.doubt, f"coded: {happening.coded}"],
        "confidence": round((happening.confidence or 0) * 100),
        "extensions": {EXTENSION: {key: value for key, value in says.items() if value not in (None, [])}},
        "external_references": [
            {"source_name": one_line(f.evidence.publisher) or "a report", "url": url}
            for f in happening.found
            if (url := web_address(f.evidence.url)) is not None
        ],
    }
    return {key: value for key, value in made.items() if value not in (None, "", [])}


def _marking(part: str) -> Object:
    """A level of TLP 2.0 as OASIS defines it, own words as a statement."""
    made: Object = {"type": "marking-definition", "spec_version": "2.1", "id": _marking_id(part)}
    if part in _LEVELS:
        level = part.removeprefix("TLP:").lower()
        extension = {"extension_type": "property-extension", "tlp_2_0": level}
        return {**made, "created": _TLP_MADE, "name": part, "extensions": {_TLP: extension}}
    return {**made, "created": _FIXED, "definition_type": "statement", "definition": {"statement": part}}


def _marking_id(part: str) -> str:
    return _LEVELS.get(part) or _id("marking-definition", f"mark {part}")


def _identity(actor: Actor) -> Object:
    kind = "individual" if actor.kind == "person" else "organization" if is_state(actor) else "group"
    made = _common("identity", f"actor {actor.id}", _FIXED, _FIXED)
    return {**made, "name": one_line(actor.name) or actor.id, "identity_class": kind}


def _publisher(found: FoundEvent) -> Object:
    name = one_line(found.evidence.publisher) or "an unnamed outlet"
    made = _common("identity", f"outlet {name}", _FIXED, _FIXED)
    return {**made, "name": name, "identity_class": "organization"}


def _location(place: Shown) -> Object | None:
    known = country(place.country)
    has_point = place.lat is not None and place.lon is not None
    if not has_point and known is None:
        return None
    name = f"place {place.country} {place.admin1} {place.name} {place.lat} {place.lon} {place.radius_km}"
    made: Object = _common("location", name, _FIXED, _FIXED)
    named = place.name or place.admin1 or (known.name if known else None)
    if named:
        made["name"] = named
    if known is not None:
        made["country"] = known.alpha2
    if place.admin1:
        made["administrative_area"] = place.admin1
    if has_point:
        made |= {"latitude": place.lat, "longitude": place.lon}
        if place.radius_km:
            made["precision"] = place.radius_km * 1000.0  # metres
    return made


def _relation(incident: Object, kind: str, other: Object) -> Object:
    made = _common("relationship", f"{incident['id']} {kind} {other['id']}", incident["created"], incident["modified"])
    ends = {"relationship_type": kind, "source_ref": incident["id"], "target_ref": other["id"]}
    return {**made, **ends, "object_marking_refs": incident["object_marking_refs"]}


def _sighting(incident: Object, publisher: Object, found: FoundEvent) -> Object:
    """One report of it: when it was out, by whom, and its sentence."""
    evidence, stamp = found.evidence, _stamp(found.evidence.known_on)
    made: Object = {
        **_common("sighting", f"{incident['id']} {found.id}", stamp, stamp, evidence.mark),
        "sighting_of_ref": incident["id"],
        "where_sighted_refs": [publisher["id"]],
        "first_seen": stamp,
        "count": 1,
        "description": one_line(evidence.words),
    }
    url = web_address(evidence.url)
    if url is not None:
        made["external_references"] = [{"source_name": publisher["name"], "url": url}]
    return made


def _note(account: str) -> Object:
    made = _common("note", f"account {account}", _FIXED, _FIXED)
    return {**made, "abstract": f"What this bundle holds. {FLOOR}", "content": account, "object_refs": [_TOOL]}


def _common(kind: str, name: str, created: str, modified: str, mark: str | None = None) -> Object:
    return {
        "type": kind, "spec_version": "2.1", "id": _id(kind, name), "created": created, "modified": modified,
        "created_by_ref": _TOOL, "object_marking_refs": [_MARKING, *map(_marking_id, parts_of(mark))],
    }  # fmt: skip


def _toll(toll: Any) -> Object | None:
    return {"low": toll.low, "best": toll.best, "high": toll.high} if toll is not None else None


def _stamp(day: str) -> str:
    """A day as the instant it began, UTC: STIX knows no days."""
    return f"{day[:10]}T00:00:00.000Z"


def _encode(each: Object) -> bytes:
    return msgspec.json.encode(each)


STIX = Format(
    name="stix",
    title="STIX 2.1",
    about="a bundle of incidents, identities, locations and sightings",
    suffix="stix.json",
    media_type="application/stix+json;version=2.1",
    tables=("events", "incidents"),
    write=_write,
    carries_notes=True,
    cannot_say=(
        "incident is a stub in STIX 2.1: what it says stands in an extension that other tools may pass over",
        "STIX knows instants and no days: a report is stamped with the beginning of its day, UTC",
        "relationships attributed-to, targets and located-at from an incident are of this bundle, not of the standard",
    ),
)
