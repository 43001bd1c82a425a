"""Spread: an actor in an area where it had not been. Several incidents on different days; one stray is no spread."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from dateline.picture.method import Method
from dateline.picture.series import Calendar, Record
from dateline.values.warning import EarlyWarning

Area = tuple[str | None, str | None]
Row = tuple[int, int, int, str]  # week known, week, day, id
_KNOWN_WEEKS = 26  # of an actor's record before an area can be new to it


def arrivals(
    record: Record, calendar: Calendar, neighbours: Iterable[tuple[str, str]], method: Method
) -> list[EarlyWarning]:
    """The first time that an actor is active in an area, for each that it comes to.

    Args:
        record: all incidents by series.
        calendar: the weeks.
        neighbours: pairs of adjoining areas, each "COUNTRY/ADMIN1".
        method: how many incidents make a presence.
    """
    beside = _beside(neighbours)
    found = []
    areas_of = _Areas(record)
    for actor in areas_of.actors():
        areas = areas_of.of(actor)
        arrived = {area: areas_of.known_from(actor, area) for area in areas}
        names = {area: _name(area) for area in areas}
        start = min(arrived.values())
        for area in areas:
            near = beside.get(names[area], ())
            close = [arrived[other] for other in areas if other != area and names[other] in near] if near else ()
            since = min(close, default=None)
            warning = _arrival(areas_of.rows(actor, area), since, method)
            if warning is not None and warning[0] >= start + _KNOWN_WEEKS:
                now, seen, before, is_near = warning
                found.append(_raise(actor, area, calendar.end(now), seen, before, is_near, method))
    return found


def _beside(pairs: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    beside: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        beside[a].add(b)
        beside[b].add(a)
    return beside


class _Areas:
    """The rows of a record by actor and area, whatever the type of act."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._group: dict[str, dict[Area, int]] = defaultdict(dict)
        group = np.zeros(len(record.keys), dtype=np.int64)
        for n, (actor, country, admin1, _) in enumerate(record.keys):
            areas = self._group[actor]
            group[n] = areas.setdefault((country, admin1), n)
        of_row = group[record.series]
        self._order: np.ndarray = np.argsort(of_row, kind="stable")
        self._starts: np.ndarray = np.searchsorted(of_row[self._order], np.arange(len(record.keys) + 1))

    def actors(self) -> list[str]:
        return sorted(self._group)

    def of(self, actor: str) -> list[Area]:
        return sorted(self._group[actor], key=lambda a: (a[0] or "", a[1] or ""))

    def known_from(self, actor: str, area: Area) -> int:
        """The week in which its first incident there became known."""
        return int(self._record.known[self._order[self._starts[self._group[actor][area]]]])

    def rows(self, actor: str, area: Area) -> list[Row]:
        """Its incidents there, in order of becoming known."""
        n = self._group[actor][area]
        part = self._order[self._starts[n] : self._starts[n + 1]]
        r = self._record
        ids = [r.ids[k] for k in part.tolist()]
        return list(zip(r.known[part].tolist(), r.week[part].tolist(), r.day[part].tolist(), ids, strict=True))


def _arrival(rows: Sequence[Row], near_since: int | None, method: Method) -> tuple[int, list[Row], int, bool] | None:
    """The week of arrival, what it stands on, how many strays came before, and whether it is near; None where it is none."""
    for k in range(1, len(rows)):
        now = rows[k][0]
        seen = _recent(rows[: k + 1], now, method.spread_weeks)
        before = k + 1 - len(seen)
        if before > 1:
            return None  # it was here before
        is_near = near_since is not None and near_since < now - method.spread_weeks
        close = _recent(rows[: k + 1], now, method.spread_weeks_near)
        if len({r[2] for r in seen}) >= method.spread_incidents or (
            is_near and before == 0 and len({r[2] for r in close}) >= method.spread_incidents_near
        ):
            return now, seen, before, is_near
    return None


def _recent(rows: Sequence[Row], now: int, weeks: int) -> list[Row]:
    return [row for row in rows if row[1] > now - weeks]


def _raise(
    actor: str, area: Area, day: str, seen: Sequence[Row], before: int, is_near: bool, method: Method
) -> EarlyWarning:
    beside_word = " beside an area where it is active" if is_near else ""
    return EarlyWarning(
        kind="spread",
        raised_on=day,
        country=area[0],
        admin1=area[1],
        actor=actor,
        type=None,
        observed=float(len(seen)),
        expected=0.1,
        p=0.001,
        incidents=tuple(sorted(r[3] for r in seen)),
        why=(
            f"{len(seen)} incidents in {method.spread_weeks} weeks in {_name(area)}{beside_word}, "
            f"where {before or 'none'} had been known before."
        ),
    )


def _name(area: Area) -> str:
    return f"{area[0]}/{area[1]}"
