"""What is announced, and what became of it: talks, visits, deadlines, withdrawals with their day and place."""

from collections.abc import Iterable
from datetime import date, timedelta

from dateline.values import Incident
from dateline.values.picture import CalendarEntry

_GRACE_DAYS = 3  # after its last day, an announced event without word is "no word" and no longer "due"


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
    kept = [
        entry
        for entry in found
        if (since is None or entry.days is None or entry.days[1] >= since)
        and (until is None or entry.days is None or entry.days[0] <= until)
    ]
    return tuple(sorted(kept, key=lambda e: (e.days or ("9999", "9999"), e.incident)))


def _state(incident: Incident, at: str) -> str:
    if incident.outcome is not None:
        return incident.outcome
    if incident.days is None:
        return "ahead" if at <= _later(incident.known_on, 60) else "no word"
    if at < incident.days[0]:
        return "ahead"
    return "due" if at <= _later(incident.days[1], _GRACE_DAYS) else "no word"


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day[:10]) + timedelta(days=days)).isoformat()
