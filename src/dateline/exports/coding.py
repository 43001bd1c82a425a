"""By whom a row was coded, how it stands, and through which translation: said in every export, in the same words."""

from collections.abc import Sequence

from dateline.picture.acts import doubt
from dateline.values import Evidence, FoundEvent, Incident, Via
from dateline.values.mark import strictest

MACHINE = "machine"


def doubt_of(incident: Incident, found: Sequence[FoundEvent]) -> str:
    """How an incident stands: claimed where every report has it only from somebody's words."""
    own = {"asserted": "reported", "negated": "denied"}.get(incident.modality, incident.modality)
    if own == "reported" and found and all(doubt(f.event) == "claimed" for f in found):
        return "claimed"
    return own


def coded(found: FoundEvent) -> str:
    """`machine`, or what a person did to it, who and when."""
    return found.review.says if found.review is not None else MACHINE


def coded_incident(incident: Incident, found: Sequence[FoundEvent]) -> str:
    """The same for an incident: reviewed where a person joined or split it, or looked at every event of it."""
    if incident.review is not None:
        return incident.review.says
    said = list(dict.fromkeys(coded(f) for f in found))
    return "; ".join(said) if said and MACHINE not in said else MACHINE


def mark_of_all(found: Sequence[FoundEvent]) -> str | None:
    """How far what stands on these events may be passed on: the strictest mark of their reports; None where none has one."""
    return strictest(f.evidence.mark for f in found)


def translated_by(found: FoundEvent) -> str | None:
    """The engine that translated what an event stands on."""
    return engine_of(found.event.via, found.evidence)


def engine_of(via: Via | None, evidence: Evidence) -> str | None:
    """`apertium 3.8.3`; `its publisher` where the page itself was translated; None for words of the original."""
    if via is not None:
        return f"{via.provider} {via.version}".strip()
    return "its publisher" if evidence.is_machine_translated else None
