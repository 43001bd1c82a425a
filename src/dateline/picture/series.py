"""Incidents as early warning counts them: by series, week by week, with the volume that was read.

A series is one actor in one first-order area doing one type of act; codes are opaque. Weeks are whole, Monday to Sunday,
from the first covered day on.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from msgspec import Struct

from dateline.values.warning import CountedIncident

Coverage = Mapping[str | None, Mapping[date, float]]
Key = tuple[str, str | None, str, str]  # actor, country, admin1, type


class Calendar(Struct, frozen=True):
    """Whole weeks from the Monday of the first covered day to the last Sunday covered."""

    monday: date
    last: date
    weeks: int

    @staticmethod
    def of(coverage: Coverage) -> "Calendar | None":
        """The weeks that a coverage spans; None where nothing is covered."""
        days = [day for volume in coverage.values() for day in volume]
        if not days:
            return None
        first, last = min(days), max(days)
        monday = first - timedelta(days=first.weekday())
        return Calendar(monday, last, ((last - monday).days + 1) // 7)

    def day(self, stamp: str) -> int:
        """Days from the calendar's Monday to an ISO day."""
        return (date.fromisoformat(stamp[:10]) - self.monday).days

    def end(self, week: int) -> str:
        """The Sunday of a week, ISO."""
        return (self.monday + timedelta(days=7 * week + 6)).isoformat()


class Record:
    """The incidents of all series, a row for each incident of a series, in order of becoming known, series, week and id.

    `keys`: the series, sorted. `known`, `week`, `day`: when it became known and happened, in weeks (days) of the calendar;
    `series`: index into keys; `ids`: one a row.
    """

    def __init__(self, incidents: Iterable[CountedIncident], calendar: Calendar) -> None:
        first: dict[str, CountedIncident] = {}
        for incident in incidents:
            held = first.get(incident.id)
            if held is None or incident.known_on < held.known_on:
                first[incident.id] = incident
        day_of = _Days(calendar)
        number: dict[Key, int] = {}
        rows: list[tuple[int, int, int]] = []
        ids: list[str] = []
        last = 7 * calendar.weeks
        for id_ in sorted(first):
            incident = first[id_]
            if incident.admin1 is None:
                continue
            happened = day_of[incident.date]
            known = max(happened, day_of[incident.known_on])
            if not 0 <= happened <= known < last:
                continue
            for actor in incident.actors:
                key = (actor, incident.country, incident.admin1, incident.type)
                rows.append((known, happened, number.setdefault(key, len(number))))
                ids.append(id_)
        self.keys: tuple[Key, ...] = tuple(sorted(number, key=lambda k: tuple(part or "" for part in k)))
        place = np.zeros(len(number), dtype=np.int64)
        place[[number[key] for key in self.keys]] = np.arange(len(number))
        known_day, day, drawn = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        series, week = place[drawn], day // 7
        order = np.lexsort((week, series, known_day // 7))  # stable, so ids stay in order
        self.known: np.ndarray = known_day[order] // 7
        self.week: np.ndarray = week[order]
        self.day: np.ndarray = day[order]
        self.series: np.ndarray = series[order]
        self.ids = [ids[n] for n in order.tolist()]

    def until(self, week: int) -> int:
        """How many rows were known by the end of a week."""
        return int(np.searchsorted(self.known, week, side="right"))

    def incidents(self, series: int, first: int, last: int) -> tuple[str, ...]:
        """Ids of a series' incidents of some weeks, as known at the end of the last of them."""
        order, starts = self._by_series
        rows = order[starts[series] : starts[series + 1]]
        rows = rows[(self.known[rows] <= last) & (self.week[rows] >= first) & (self.week[rows] <= last)]
        return tuple(sorted(self.ids[n] for n in rows.tolist()))

    @cached_property
    def _by_series(self) -> tuple[np.ndarray, np.ndarray]:
        order = np.argsort(self.series, kind="stable")
        return order, np.searchsorted(self.series[order], np.arange(len(self.keys) + 1))


def volume_of(record: Record, coverage: Coverage, calendar: Calendar) -> np.ndarray:
    """Articles read a week for each series (weeks x series); those of all countries where its own are not known."""
    weekly: dict[str | None, np.ndarray] = {}
    for country, days in coverage.items():
        sums = np.zeros(calendar.weeks)
        for day, articles in days.items():
            week = (day - calendar.monday).days // 7
            if 0 <= week < calendar.weeks:
                sums[week] += articles
        weekly[country] = sums
    whole = weekly.get(None, np.ones(calendar.weeks))
    return np.ascontiguousarray(np.array([weekly.get(key[1], whole) for key in record.keys]).T)


class _Days(dict[str, int]):
    """Days of the calendar by ISO stamp, each parsed once."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar

    def __missing__(self, stamp: str) -> int:
        self[stamp] = day = self._calendar.day(stamp)
        return day
