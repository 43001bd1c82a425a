"""FollowTheMoney, read by the package that keeps the model: every entity validates, every value survives its cleaning.

The package is held below version 4, whose cleaning needs ICU's headers to install; the model's schemata that we use are
the same in both.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model
from followthemoney.proxy import EntityProxy
from followthemoney.types import registry

from dateline.exports import View
from dateline.exports.countries import country

from .conftest import ACTORS, pairs, written


def _entities(view: View) -> dict[str, EntityProxy]:
    lines = [json.loads(line) for line in written(view, "ftm")[0].splitlines()]
    by_id = {line["id"]: model.get_proxy(line, cleaned=False) for line in lines}
    assert len(by_id) == len(lines)
    return by_id


def test_every_entity_validates_and_loses_nothing(view: View) -> None:
    """The model's own check finds no fault, and what it makes of each value is the value: nothing is dropped or mended."""
    for line in map(json.loads, written(view, "ftm")[0].splitlines()):
        schema = model.get(line["schema"])
        assert schema is not None and schema.validate(line) is None
        assert re.fullmatch(r"[A-Za-z0-9.\-]+", line["id"]) and line["datasets"] == ["dateline"]
        read = model.get_proxy(line, cleaned=False)
        for name, values in line["properties"].items():
            assert sorted(read.get(name)) == sorted(set(values)), name
            assert "Url" not in name or all(value.startswith("https://") for value in values)


def test_references_lead_to_what_the_model_lets_them_lead_to(view: View) -> None:
    """To an entity of the file, of the schema that the property is for."""
    entities = _entities(view)
    links = 0
    for entity in entities.values():
        for prop, value in entity.itervalues():
            if prop.type == registry.entity:
                assert prop.range is not None
                assert entities[value].schema.is_a(prop.range), (entity.schema.name, prop.name)
                links += 1
    assert links > len(entities)


def test_the_packages_own_command_takes_the_file(view: View, tmp_path: Path) -> None:
    """`ftm validate` gives back as many entities as it got."""
    given, got = tmp_path / "given.jsonl", tmp_path / "got.jsonl"
    given.write_bytes(written(view, "ftm")[0])
    command = [str(Path(sys.executable).with_name("ftm")), "validate", "-i", str(given), "-o", str(got)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert len(got.read_text().splitlines()) == len(given.read_text().splitlines())


def test_the_events_are_the_rows_of_the_view(view: View) -> None:
    """In its order, with their days, their standing, their place, who was involved, and that a machine coded them."""
    entities = _entities(view)
    events = [entity for entity in entities.values() if entity.schema.name == "Event"]
    rows = pairs(view)
    assert [event.first("recordId") for event in events] == list(rows)
    for event in events:
        row = rows[str(event.first("recordId"))]
        assert (event.first("date") or event.first("startDate")) == row["first"]
        assert (event.first("date") or event.first("endDate")) == row["last"]
        assert row["doubt"] in event.get("keywords") and row["type"] in event.get("keywords")
        notes = event.get("notes")
        assert any("Machine-coded" in note for note in notes) and "Coder: Dateline 9." in notes
        assert (f"Killed: {row['killed']} ({row['killed_low']} to {row['killed_high']})." in notes) == (
            row["killed"] is not None
        )
        where = event.first("addressEntity")
        place = entities[where] if where else None
        for name, column in (("latitude", "lat"), ("longitude", "lon")):
            told = place.first(name) if place else None
            assert told == (None if row[column] is None else str(row[column]))


def test_actors_are_those_of_the_store(view: View) -> None:
    """A person only where in a public role."""
    parties = [e for e in _entities(view).values() if e.schema.name in ("Person", "PublicBody", "Organization")]
    assert {party.first("name") for party in parties} == {actor.name for actor in ACTORS}
    assert [p.get("name") for p in parties if p.schema.name == "Person"] == [["Tom West"]]


@pytest.mark.parametrize("code", ["AFG", "XKX", "PSE", "TWN", "GBR", "COD", "SSD", "ESH"])
def test_countries_are_the_models(code: str) -> None:
    """Contested ones too."""
    known: Any = country(code)
    assert registry.country.clean(known.alpha2) == known.alpha2.lower()
