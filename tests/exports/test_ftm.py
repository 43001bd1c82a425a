"""FollowTheMoney, held to the model's published properties.

The package itself needs ICU's headers to install, so what it would check is written out: each schema's properties, which
of them are required, and which lead to an entity of which schemata. Taken from the model as published in followthemoney
4.11, by name.
"""

import json
import re
from typing import Any

from dateline.exports import View

from .conftest import ACTORS, pairs, written

_THING = {
    "name", "alias", "country", "summary", "notes", "description", "sourceUrl", "publisher", "publisherUrl", "keywords",
    "topics", "address", "addressEntity", "proof", "createdAt", "modifiedAt", "retrievedAt",
}  # fmt: skip
_INTERVAL = {"startDate", "endDate", "date", "summary", "description", "recordId", "sourceUrl", "proof", "publisher", "publisherUrl", "modifiedAt", "retrievedAt"}  # fmt: skip
_PARTY = _THING | {"sector", "status", "jurisdiction", "mainCountry", "classification", "legalForm", "website"}
_SCHEMATA = {
    "Event": _THING
    | _INTERVAL
    | {"location", "important", "organizer", "involved", "detectedLanguage", "detectedCountry"},
    "Article": _THING | {"fileName", "title", "author", "language", "publishedAt", "bodyText", "date", "mimeType"},
    "Mention": {"document", "resolved", "name", "detectedSchema", "contextCountry"},
    "Address": _THING | {"full", "remarks", "street", "city", "postalCode", "region", "state", "latitude", "longitude"},
    "Person": _PARTY | {"title", "firstName", "lastName", "position", "nationality", "political"},
    "PublicBody": _PARTY,
    "Organization": _PARTY,
}
_REQUIRED = {"Event": {"name"}, "Article": {"fileName"}, "Mention": {"document", "name"}, "Address": set(),
             "Person": {"name"}, "PublicBody": {"name"}, "Organization": {"name"}}  # fmt: skip
_LEADS_TO = {
    "involved": {"Person", "PublicBody", "Organization"},
    "resolved": {"Person", "PublicBody", "Organization"},
    "document": {"Article"},
    "proof": {"Article"},
    "addressEntity": {"Address"},
}
_DATES = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def _entities(view: View) -> dict[str, dict[str, Any]]:
    lines = [json.loads(line) for line in written(view, "ftm")[0].splitlines()]
    by_id = {entity["id"]: entity for entity in lines}
    assert len(by_id) == len(lines)
    return by_id


def test_every_entity_is_of_the_model(view: View) -> None:
    """Known schema and properties, texts in lists, required ones there, references that lead somewhere fitting."""
    entities = _entities(view)
    for entity in entities.values():
        properties = entity["properties"]
        assert re.fullmatch(r"[A-Za-z0-9.\-]+", entity["id"]) and entity["datasets"] == ["dateline"]
        assert set(properties) <= _SCHEMATA[entity["schema"]]
        assert set(properties) >= _REQUIRED[entity["schema"]]
        for name, values in properties.items():
            assert values and all(isinstance(value, str) and value for value in values), name
            for value in values:
                assert name not in _LEADS_TO or entities[value]["schema"] in _LEADS_TO[name]
                assert ("Date" not in name and name != "date") or _DATES.fullmatch(value)
                assert "ountry" not in name or re.fullmatch(r"[a-z]{2}", value)
                assert "Url" not in name or value.startswith("https://")


def test_the_events_are_the_rows_of_the_view(view: View) -> None:
    """In its order, with their days, their standing, who was involved and that a machine coded them."""
    events = [entity["properties"] for entity in _entities(view).values() if entity["schema"] == "Event"]
    rows = pairs(view)
    assert [event["recordId"][0] for event in events] == list(rows)
    for event in events:
        row = rows[event["recordId"][0]]
        first = (event.get("date") or event.get("startDate") or [None])[0]
        assert first == row["first"]
        assert row["doubt"] in event["keywords"] and any("Machine-coded" in note for note in event["notes"])


def test_actors_are_those_of_the_store(view: View) -> None:
    """A person only where in a public role."""
    parties = [e for e in _entities(view).values() if e["schema"] in ("Person", "PublicBody", "Organization")]
    assert {party["properties"]["name"][0] for party in parties} == {actor.name for actor in ACTORS}
    assert [p["properties"]["name"] for p in parties if p["schema"] == "Person"] == [["Tom West"]]
