"""What became of planned acts: held, cancelled, postponed, or no word.

A plan is matched with what later reports tell of the same act between the same sides, in the same country, within a few
days of its date.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from dateline.fusion.tellings import backers_of
from dateline.values import Incident

_SLACK_DAYS = 3  # a meeting announced for a day may be told as held a few days around it
HELD_MARGIN_DAYS = 7  # what has no day of its own was held around the day of its report
OPEN_DAYS = 60  # a plan without a date is matched with what is told within two months
_BREAKS_OFF = ("withdraw", "discontinue")  # modes of SANCTION: talks too are broken off
_MARGIN = timedelta(days=HELD_MARGIN_DAYS)
_TALKS = re.compile(r"\b(?:talks?|meetings?|negotiations?|summits?|visits?|dialogue|conference)\b", re.I)
_PUT_OFF = re.compile(r"\b(?:postpon\w+|put off|put back|delay\w*|reschedul\w+|deferr\w+)\b", re.I)


def is_plan(incident: Incident) -> bool:
    """Whether an outcome is looked for."""
    return incident.modality == "planned"


def answers(incident: Incident) -> tuple[str, str] | None:
    """The act that an incident says something of, and what: held or cancelled. None: it decides no plan."""
    if incident.modality == "negated":
        return incident.of or incident.type, "cancelled"
    if incident.modality != "asserted" or incident.type == "AGREE":
        return None
    if incident.type == "REJECT" and (incident.of or incident.mode == "meet"):
        return incident.of or "CONSULT", "cancelled"
    if incident.type == "SANCTION" and incident.mode in _BREAKS_OFF:
        return "CONSULT", "cancelled"
    return incident.type, "held"


def planned_act(plan: Incident) -> str:
    """The act that is planned: what was agreed on, or the act itself."""
    return plan.of or plan.type


def open_days(plan: Incident) -> tuple[str, str]:
    """First and last ISO day on which reports may tell what became of a plan."""
    last = plan.days[1] if plan.days is not None else plan.known_on[:10]
    until = max(date.fromisoformat(last), date.fromisoformat(plan.known_on[:10]))
    return plan.known_on[:10], (until + timedelta(days=OPEN_DAYS)).isoformat()


def tell_outcomes(incidents: Iterable[Incident], words_of: Callable[[Incident], Iterable[str]]) -> list[Incident]:
    """Planned incidents with what later ones say of them: held, postponed or cancelled; None where there is no word.

    Args:
        incidents: all of them, without outcomes.
        words_of: the sentences that an incident stands on.
    """
    held = list(incidents)
    by_act: dict[str, list[Incident]] = defaultdict(list)
    for incident in held:
        answer = answers(incident)
        if answer is not None:
            by_act[answer[0]].append(incident)
    return [
        tell_outcome(incident, by_act.get(planned_act(incident), ()), words_of) if is_plan(incident) else incident
        for incident in held
    ]


def tell_outcome(plan: Incident, others: Iterable[Incident], words_of: Callable[[Incident], Iterable[str]]) -> Incident:
    """A plan with what became of it, by the earliest report that says so; held goes before cancelled.

    Args:
        plan: a planned incident.
        others: incidents that may answer it.
        words_of: the sentences that an incident stands on.
    """
    sides = [backers_of([a]) for a in (*plan.actors, *plan.recipients)]
    since, until = open_days(plan)
    matches: dict[str, list[Incident]] = defaultdict(list)
    for other in others:
        answer = answers(other)
        if answer is None or answer[0] != planned_act(plan) or not since <= other.known_on[:10] <= until:
            continue
        if other.type == "SANCTION" and answer[1] == "cancelled" and not any(map(_TALKS.search, words_of(other))):
            continue  # it broke off something else
        if _meets(plan, other, sides, answer[1]):
            matches[answer[1]].append(other)
    for outcome in ("held", "cancelled"):
        if matches[outcome]:
            match = min(matches[outcome], key=lambda i: (i.known_on, i.id))
            if outcome == "cancelled" and any(_PUT_OFF.search(words) for words in words_of(match)):
                outcome = "postponed"
            return replace(plan, outcome=outcome, outcome_on=match.known_on[:10], matched=match.id)
    return replace(plan, outcome=None, outcome_on=None, matched=None)


def _meets(plan: Incident, other: Incident, sides: Sequence[frozenset[str]], outcome: str) -> bool:
    theirs = backers_of((*other.actors, *other.recipients))
    if not sides or sum(bool(side & theirs) for side in sides) < min(2, len(sides)):
        return False
    if plan.site is not None and other.site is not None and plan.site.country != other.site.country:
        return False
    if outcome == "cancelled":
        return True
    if plan.days is None:
        since, until = (date.fromisoformat(day) for day in open_days(plan))
        first, last = (date.fromisoformat(day) for day in other.days or (other.known_on[:10],) * 2)
        return first <= until + _MARGIN and last >= since - _MARGIN
    if other.days is None:
        told = date.fromisoformat(other.known_on[:10])
        return date.fromisoformat(plan.days[0]) <= told <= date.fromisoformat(plan.days[1]) + _MARGIN
    slack = timedelta(days=_SLACK_DAYS)
    first = date.fromisoformat(plan.days[0]) - slack
    last = date.fromisoformat(plan.days[1]) + slack
    return date.fromisoformat(other.days[0]) <= last and date.fromisoformat(other.days[1]) >= first
