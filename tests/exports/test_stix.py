"""STIX 2.1, read by OASIS's own library without allowance for custom objects."""

import json
from typing import Any

import stix2
from stix2validator import ValidationOptions, validate_string

from dateline.exports import View
from dateline.exports.stix import EXTENSION

from .conftest import pairs, written


def _read(view: View) -> list[Any]:
    bundle = stix2.parse(written(view, "stix")[0].decode(), allow_custom=False)
    assert bundle.type == "bundle"
    return list(bundle.objects)


def test_every_object_is_valid_marked_and_refers_to_one_in_the_bundle(view: View) -> None:
    """The library refuses what the standard does not know; references stay inside."""
    objects = _read(view)
    ids = {each.id for each in objects}
    assert len(ids) == len(objects)
    for each in objects:
        if each.type in ("marking-definition", "extension-definition") or each.id == objects[0].id:
            continue
        assert [ref for ref in each.object_marking_refs if ref in ids], each.id
        for key in ("source_ref", "target_ref", "sighting_of_ref", "created_by_ref"):
            assert key not in each or each[key] in ids
        assert all(ref in ids for ref in each.get("where_sighted_refs", []))
    marking = next(each for each in objects if each.type == "marking-definition")
    assert "Machine-coded" in marking.definition.statement


def test_the_incidents_are_the_rows_of_the_view(view: View) -> None:
    """Act, standing, days and tolls as in the store; a place only as finely as it may be shown."""
    objects = _read(view)
    by_id = {each.id: each for each in objects}
    incidents = [each for each in objects if each.type == "incident"]
    rows = list(pairs(view).values())
    assert len(incidents) == len(rows)
    where = {
        each.source_ref: by_id[each.target_ref]
        for each in objects
        if each.type == "relationship" and each.relationship_type == "located-at"
    }
    for incident, row in zip(incidents, rows, strict=True):
        says = incident.extensions[EXTENSION]
        assert (incident.name, says["standing"], says["plover_type"]) == (row["act"], row["doubt"], row["type"])
        assert (says.get("first_day"), says.get("last_day")) == (row["first"], row["last"])
        assert (says.get("killed") or {}).get("best") == row["killed"]
        assert f"coded: {row['coded']}" in incident.labels
        place = where.get(incident.id)
        assert (place.get("latitude") if place else None) == row["lat"]
        if place is not None and row["radius_km"]:
            assert place.precision == float(str(row["radius_km"])) * 1000


def test_the_same_view_is_the_same_bundle(view: View) -> None:
    """Ids follow from what they stand for, so bundles can be merged."""
    assert written(view, "stix")[0] == written(view, "stix")[0]
    assert json.loads(written(view, "stix")[0])["id"].startswith("bundle--")


def test_the_standards_own_validator_finds_no_error(view: View) -> None:
    """OASIS's validator with references enforced; of what it only warns of, each kind is known and meant."""
    found = validate_string(written(view, "stix")[0].decode(), ValidationOptions(version="2.1", enforce_refs=True))
    told = [found] if not isinstance(found, list) else found
    assert all(each.is_valid for each in told), [str(error) for each in told for error in each.errors]
    kinds = {str(warning)[str(warning).find("{") :][:5] for each in told for warning in each.warnings}
    assert kinds <= {
        "{103}",
        "{202}",
        "{302}",
    }  # ids made from ours and not by chance; relationships; links without hash
