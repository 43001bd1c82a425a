"""W3C PROV, read by the prov package: every event leads back to its sentence, report, outlet and coder."""

import io

import prov.model as prov
from prov.identifier import QualifiedName

from dateline.exports import View

from .conftest import pairs, written


def test_every_row_can_be_followed_to_its_report_and_coder(view: View) -> None:
    """Derivation from the sentence, quotation from the report, generation by a reading, association with a coder."""
    document = prov.ProvDocument.deserialize(io.BytesIO(written(view, "prov")[0]), format="json")
    records = list(document.get_records())
    entities = {record.identifier: record for record in records if isinstance(record, prov.ProvEntity)}
    derived: dict[QualifiedName, list[QualifiedName]] = {}
    for record in records:
        if isinstance(record, prov.ProvDerivation):
            made, used = record.args[0], record.args[1]
            derived.setdefault(made, []).append(used)
    generated = {record.args[0]: record.args[1] for record in records if isinstance(record, prov.ProvGeneration)}
    coders = {record.args[0] for record in records if isinstance(record, prov.ProvAssociation)}
    rows = pairs(view)
    kind = "incident" if view.table == "incidents" else "event"
    told = [
        e for e in entities.values() if str(e.identifier).startswith(f"dl:{kind}-") and e.get_attribute("dl:standing")
    ]
    assert len(told) == len(rows)
    assert {str(next(iter(e.get_attribute("dl:coded")))) for e in told} == {"machine"}
    for entity in told:
        events = derived[entity.identifier] if kind == "incident" else [entity.identifier]
        for event in events:
            (sentence,) = derived[event]
            assert next(iter(entities[sentence].get_attribute("prov:value")))
            (report,) = derived[sentence]
            assert report in entities
            assert generated[event] in coders


def test_a_reprint_is_derived_from_what_it_reprints(view: View) -> None:
    """The original stands behind it."""
    data = written(view, "prov")[0]
    document = prov.ProvDocument.deserialize(io.BytesIO(data), format="json")
    pairs_of = [r.args[:2] for r in document.get_records() if isinstance(r, prov.ProvDerivation)]
    assert any(str(a).startswith("dl:report-") and str(b).startswith("dl:report-") for a, b in pairs_of)


def test_the_document_says_the_same_as_xml(view: View) -> None:
    """Written by the package as PROV-XML and read again: PROV-XML cannot hold every character that JSON can."""
    document = prov.ProvDocument.deserialize(io.BytesIO(written(view, "prov")[0]), format="json")
    turned = io.BytesIO()
    document.serialize(turned, format="xml")
    assert prov.ProvDocument.deserialize(io.BytesIO(turned.getvalue()), format="xml") == document
