"""What a person should look at first: where a wrong event would do most harm, and is most likely.

Takes events that nobody has reviewed, with what hangs on them; gives them in order, each with its reasons. The weights
are set by hand: they only order a list, and no figure follows from them.
"""

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from dateline.values import FoundEvent, Incident

LOUD = ("ASSAULT", "COERCE", "MOBILIZE", "THREATEN", "SANCTION", "PROTEST")
_LOUDEST, _AS_LOUD, _QUIET = 2.0, 1.3, 1.0
_UNSURE = 0.6  # confidence below which the coder's doubt is a reason of its own
_WEIGHTS = {"alert": 2.0, "relation": 1.5, "tolls": 1.2, "unsure": 1.0, "single": 0.5, "translated": 0.6}


class Doubtful(Struct, frozen=True):
    """An event worth a look. `reasons`: alert, relation, tolls, unsure, single, translated, the gravest first."""

    found: FoundEvent
    incident: Incident | None
    reasons: tuple[str, ...]
    weight: float


def worth_a_look(
    events: Iterable[FoundEvent],
    *,
    incidents: Mapping[str, Incident],
    alerted: Collection[str] = (),
    turning: Collection[str] = (),
) -> list[Doubtful]:
    """The events to look at, most worth it first; one for each incident.

    Args:
        events: candidates; reviewed ones are passed over.
        incidents: the incident of each event, by the event's id.
        alerted: ids of events that a raised alert stands on.
        turning: ids of events that changed how two actors stand.
    """
    best: dict[str, Doubtful] = {}
    for found in events:
        if found.review is not None:
            continue
        one = _doubtful(found, incidents.get(found.id), alerted, turning)
        key = one.incident.id if one.incident is not None else found.id
        if one.reasons and (key not in best or _order(one) < _order(best[key])):
            best[key] = one
    return sorted(best.values(), key=_order)


def _order(one: Doubtful) -> tuple[float, str]:
    return -one.weight, one.found.id


def _doubtful(
    found: FoundEvent, incident: Incident | None, alerted: Collection[str], turning: Collection[str]
) -> Doubtful:
    event = found.event
    is_loud = event.type in LOUD
    killed = incident.killed if incident is not None else None
    facts = {
        "alert": found.id in alerted,
        "relation": found.id in turning,
        "tolls": killed is not None and killed.low != killed.high,
        "unsure": event.confidence < _UNSURE,
        "single": is_loud and incident is not None and incident.origins == 1,
        "translated": found.evidence.is_machine_translated,
    }
    reasons = tuple(reason for reason, holds in facts.items() if holds)
    loudness = _LOUDEST if event.type == "ASSAULT" else _AS_LOUD if is_loud else _QUIET
    weight = loudness * (sum(_WEIGHTS[reason] for reason in reasons) + (1 - event.confidence))
    return Doubtful(found, incident, reasons, round(weight, 4))
