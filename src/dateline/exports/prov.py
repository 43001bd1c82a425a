"""W3C PROV as PROV-JSON: from each event back to its sentence, the report, who published it, and what read it.

    event --wasDerivedFrom--> sentence --wasDerivedFrom (a quotation)--> report --wasAttributedTo--> outlet
      `----wasGeneratedBy--> the reading of that report --wasAssociatedWith--> the coder

An incident is derived from its events; a review is an activity of a person. The whole document is held in memory.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import msgspec

from dateline.exports.format import Format
from dateline.exports.happening import Happening, web_address
from dateline.exports.notes import MACHINE_CODED, Account
from dateline.exports.shapes import one_line
from dateline.exports.view import View
from dateline.values import FoundEvent

Section = dict[str, dict[str, Any]]
_PREFIX = {"dl": "urn:dateline:", "plover": "urn:plover:", "prov": "http://www.w3.org/ns/prov#"}


def _write(view: View, account: Account) -> Iterator[bytes]:
    told = _Document()
    for row, happening in (view.happenings or tuple)():
        account.keep(row)
        told.add(happening, is_incident=view.table == "incidents")
    told.entity("dl:export", {"prov:label": "this export", "dl:notes": PROV.notes(view, account).decode()})
    yield (
        msgspec.json.encode({"prefix": _PREFIX, **{name: part for name, part in told.sections.items() if part}}) + b"\n"
    )


class _Document:
    """The sections of a PROV-JSON document while they fill."""

    def __init__(self) -> None:
        names = ("entity", "activity", "agent", "wasGeneratedBy", "used", "wasDerivedFrom", "wasAttributedTo",
                 "wasAssociatedWith")  # fmt: skip
        self.sections: dict[str, Section] = {name: {} for name in names}

    def add(self, happening: Happening, *, is_incident: bool) -> None:
        for found in happening.found:
            self._reading(found)
            self._event(found)
        if is_incident:
            name = _name("incident", happening.id)
            self.entity(name, {**_said(happening), "prov:type": "dl:incident"})
            for found in happening.found:
                self._link("wasDerivedFrom", generatedEntity=name, usedEntity=_name("event", found.id))
        elif happening.found:
            self.entity(_name("event", happening.id), _said(happening))
        if happening.coded != "machine":
            self._review(_name("incident" if is_incident else "event", happening.id), happening.coded)

    def entity(self, name: str, attributes: dict[str, Any]) -> None:
        held = self.sections["entity"].setdefault(name, {})
        held.update({key: value for key, value in attributes.items() if value is not None})

    def _reading(self, found: FoundEvent) -> None:
        """The report, its outlet, and the coder that read it."""
        evidence = found.evidence
        report, coder = _name("report", evidence.article), _name("coder", evidence.coder)
        reading = _name("reading", f"{evidence.article} {evidence.coder}")
        self.entity(
            report,
            {
                "prov:type": "dl:report",
                "prov:label": _printable(one_line(evidence.title)) or evidence.article,
                "dl:url": web_address(evidence.url),
                "dl:published": evidence.published,
                "dl:language": evidence.language,
                "dl:mark": evidence.mark,
            },
        )
        self.sections["agent"][coder] = {
            "prov:type": "prov:SoftwareAgent", "prov:label": f"Dateline, coder {evidence.coder}", "dl:says": MACHINE_CODED,
        }  # fmt: skip
        self.sections["activity"][reading] = {"prov:type": "dl:reading"}
        self._link("used", activity=reading, entity=report)
        self._link("wasAssociatedWith", activity=reading, agent=coder)
        if evidence.publisher:
            outlet = _name("outlet", evidence.publisher)
            self.sections["agent"][outlet] = {
                "prov:type": "prov:Organization", "prov:label": _printable(one_line(evidence.publisher)),
            }  # fmt: skip
            self._link("wasAttributedTo", entity=report, agent=outlet)
        if evidence.copy_of is not None:
            original = _name("report", evidence.copy_of)
            self.entity(original, {"prov:type": "dl:report"})
            self._link("wasDerivedFrom", generatedEntity=report, usedEntity=original)

    def _event(self, found: FoundEvent) -> None:
        evidence, via = found.evidence, found.event.via
        report, event = _name("report", evidence.article), _name("event", found.id)
        sentence = _name("sentence", f"{evidence.article} {evidence.sentence.start} {evidence.sentence.end}")
        reading = _name("reading", f"{evidence.article} {evidence.coder}")
        self.entity(
            sentence,
            {
                "prov:type": "dl:sentence", "prov:value": _printable(evidence.words), "dl:start": evidence.sentence.start,
                "dl:end": evidence.sentence.end,
            },
        )  # fmt: skip
        self._link("wasDerivedFrom", {"prov:type": "prov:Quotation"}, generatedEntity=sentence, usedEntity=report)
        self.entity(
            event,
            {"prov:type": "dl:event", "plover:type": found.event.type, "dl:why": _printable(found.event.why) or None},
        )
        self._link("wasDerivedFrom", generatedEntity=event, usedEntity=sentence)
        self._link("wasGeneratedBy", entity=event, activity=reading)
        if via is not None:
            engine = _name("engine", f"{via.provider} {via.version}")
            self.sections["agent"][engine] = {
                "prov:type": "prov:SoftwareAgent", "prov:label": one_line(f"{via.provider} {via.version}"),
            }  # fmt: skip
            self._link("wasAssociatedWith", activity=reading, agent=engine)

    def _review(self, name: str, says: str) -> None:
        activity = _name("review", f"{name} {says}")
        self.sections["activity"][activity] = {"prov:type": "dl:review", "prov:label": says}
        self._link("used", activity=activity, entity=name)

    def _link(self, section: str, more: dict[str, Any] | None = None, **ends: str) -> None:
        parts = {f"prov:{end}": name for end, name in ends.items()}
        key = sha256(f"{section} {sorted(parts.items())}".encode()).hexdigest()[:20]
        self.sections[section][f"_:{key}"] = parts | (more or {})


def _said(happening: Happening) -> dict[str, Any]:
    """What a happening says, without what its provenance says better."""
    first, last = happening.days or (None, None)
    place = happening.place
    return {
        "prov:label": happening.act,
        "plover:type": happening.type,
        "plover:of": happening.of,
        "plover:mode": happening.mode,
        "plover:quad": happening.quad,
        "dl:standing": happening.doubt,
        "dl:coded": happening.coded,
        "dl:actors": " ".join(actor.id for actor in happening.actors) or None,
        "dl:recipients": " ".join(actor.id for actor in happening.recipients) or None,
        "dl:first": first,
        "dl:last": last,
        "dl:place": place.name,
        "dl:admin1": place.admin1,
        "dl:country": place.country,
        "dl:precision": place.precision,
        "dl:lat": place.lat,
        "dl:lon": place.lon,
        "dl:killed": happening.killed.best if happening.killed else None,
        "dl:injured": happening.injured.best if happening.injured else None,
        "dl:translated_by": "; ".join(happening.engines) or None,
        "dl:mark": happening.mark,
    }


def _printable(text: str) -> str:
    """The same text, as long as before, without what PROV's XML cannot hold."""
    return "".join(" " if c < " " or "\x7f" <= c <= "\x9f" or c in "\ufffe\uffff" else c for c in text)


def _name(kind: str, name: str) -> str:
    return f"dl:{kind}-{sha256(name.encode()).hexdigest()[:20]}"


PROV = Format(
    name="prov",
    title="W3C PROV",
    about="PROV-JSON: every event back to its sentence, report, outlet and coder",
    suffix="prov.json",
    media_type="application/json",
    tables=("events", "incidents"),
    write=_write,
    carries_notes=True,
    cannot_say=("when a reading was made: it is not kept with an event",),
)
