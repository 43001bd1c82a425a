"""What is announced, and what became of it: talks, visits, deadlines, withdrawals with their day and place."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from dateline.values import Incident
from dateline.values.picture import CalendarEntry

COMING = ("ahead", "due")
_UNDATED = ("9999", "9999")
_GRACE_DAYS = 3  # after its last day, an announced event without word is "no word" and no longer "due"


class Plan(Struct, frozen=True, kw_only=True):
    """The part of a planned incident that says where in the calendar it stands. `days`, `known_on`: ISO."""

    id: str
    days: tuple[str, str] | None = None
    known_on: str
    outcome: str | None = None


def listed(
    plans: Iterable[Plan], *, at: str, since: str | None = None, until: str | None = None
) -> tuple[list[Plan], list[Plan]]:
    """What is to come by day, and what has passed, the latest first; the arguments are those of `calendar`."""
    kept = sorted(
        (p for p in plans if p.known_on[:10] <= at and _is_inside(p.days, since, until)),
        key=lambda p: (p.days or _UNDATED, p.id),
    )
    coming = [plan for plan in kept if _state(plan, at) in COMING]
    past = [plan for plan in kept if _state(plan, at) not in COMING]
    return coming, sorted(past, key=lambda p: (p.days or ("", ""), p.known_on[:10]), reverse=True)


def calendar(
    incidents: Iterable[Incident], *, at: str, since: str | None = None, until: str | None = None
) -> tuple[CalendarEntry, ...]:
    """The announced happenings, by day.

    Args:
        incidents: all incidents known at `at`.
        at: the ISO day that "ahead" and "due" count from.
        since: keep entries whose days reach this one or later.
        until: keep entries that begin by this day.
    Returns:
        entries by first day; undated ones last.
    """
    found = [
        CalendarEntry(
            incident=incident.id,
            act=incident.of or incident.type,
            actors=tuple(a.id for a in (*incident.actors, *incident.recipients)),
            days=incident.days,
            date=incident.date,
            date_precision=incident.date_precision,
            site=incident.site,
            announced_on=incident.known_on[:10],
            state=_state(incident, at),
            matched=incident.matched,
            events=incident.events,
        )
        for incident in incidents
        if incident.modality == "planned" and incident.known_on[:10] <= at
    ]
    kept = [entry for entry in found if _is_inside(entry.days, since, until)]
    return tuple(sorted(kept, key=lambda e: (e.days or _UNDATED, e.incident)))


def _is_inside(days: tuple[str, str] | None, since: str | None, until: str | None) -> bool:
    """Whether days overlap a window; what is undated is in every one."""
    return days is None or ((since is None or days[1] >= since) and (until is None or days[0] <= until))


def _state(incident: Incident | Plan, at: str) -> str:
    if incident.outcome is not None:
        return incident.outcome
    if incident.days is None:
        return "ahead" if at <= _later(incident.known_on, 60) else "no word"
    if at < incident.days[0]:
        return "ahead"
    return "due" if at <= _later(incident.days[1], _GRACE_DAYS) else "no word"


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day[:10]) + timedelta(days=days)).isoformat()
