"""Early warning over a store: rises, falls and spread of what is asserted, and coverage lost, whole and by country.

Those of the whole record are made once for each state of the store, by `dateline run` and `dateline follow`, and kept there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256

import msgspec

from dateline.engine.neighbours import adjoining
from dateline.picture.method import DEFAULT, Method
from dateline.picture.picture import counted
from dateline.picture.series import Calendar
from dateline.picture.warnings import warn
from dateline.store import Store
from dateline.store.answers import KeptWarnings
from dateline.values import Incident
from dateline.values.warning import CountedIncident, EarlyWarning

METHOD = "2"
"""Raised when the same record gives other warnings: those that a store keeps are then made anew."""

ACCEPT = 0.5  # false rises accepted for a series and year
_LEAST_USUAL = 20.0  # reports a week; of fewer, chance alone may leave out most
_MANY_USUAL = 200.0  # reports a week from which two in five missing is no chance; below it, seven in ten
_FEW = msgspec.structs.replace(DEFAULT, dark_share=0.3)


def keep_warnings(store: Store) -> None:
    """Make the warnings of the whole record and keep them; nothing where those of this state are there.

    Those of series follow from whole weeks: while nothing changed in these, they are taken from those kept last. What is
    written meanwhile by others makes all of them stale, as every later change does; no lock is held while they are made.
    """
    if store.has_warnings(METHOD):
        return
    change = store.last_change()
    reports = store.reports_by_day()
    happened = store.counted_incidents()
    basis = _basis(happened, reports)
    before = store.warnings_from(METHOD, basis)
    if before is None:
        made = picture_warnings(store)
    else:
        made = _in_order([*(w for w in before if w.kind != "coverage_lost"), *_unseen(store, reports, None)])
    store.keep_warnings(made, change=change, method=METHOD, basis=basis)


def standing_warnings(store: Store) -> tuple[EarlyWarning, ...]:
    """The warnings of the whole record: those that the store keeps, made now where something changed since."""
    kept = store.kept_warnings(METHOD)
    return kept if kept is not None else picture_warnings(store)


def last_warnings(store: Store) -> KeptWarnings:
    """The warnings of the whole record that were made last, and whether they are of the store as it is.

    For a page, which cannot wait until they are made anew, as the next run does. Made here where there never were any.
    """
    kept = store.last_warnings(METHOD)
    return kept if kept is not None else KeptWarnings(warnings=picture_warnings(store))


def warnings_on(store: Store, day: str) -> tuple[EarlyWarning, ...]:
    """The early warnings of the record as it was on an ISO day: what `picture_warnings` makes as of it.

    A week's warnings of series follow from what was known by its end, and from nothing later. So they are taken from those
    kept of the whole record, where all that was counted and read by the day is so still; else they are made.
    """
    reports = store.reports_by_day(as_of=day)
    kept = store.kept_warnings(METHOD)
    is_alike = reports == {on: n for on, n in store.reports_by_day().items() if on <= day} and store.counted_alike(day)
    if kept is None or not reports or not is_alike:
        return picture_warnings(store, as_of=day)
    last = max(reports)
    raised = [w for w in kept if w.kind != "coverage_lost" and w.raised_on <= last]
    return _in_order([*raised, *_unseen(store, reports, last, as_of=day)])


def picture_warnings(
    store: Store,
    *,
    as_of: str | None = None,
    until: str | None = None,
    accept: float = ACCEPT,
    incidents: Sequence[Incident] | None = None,
) -> tuple[EarlyWarning, ...]:
    """The early warnings of a store: rises, falls and spread of what is asserted, and coverage lost, whole and by country.

    Args:
        store: the store.
        as_of: only what was known on this ISO day.
        until: the record runs to this ISO day, also where nothing was read lately; left out: to the last report.
        accept: false rises accepted for a series and year.
        incidents: in place of those of the store.

    A country's volume is the reports that name a place in it: what is read of it, however much is read in all, so rises
    are scaled by the volume of all reports. Where fewer than some twenty a week are usual no loss is called.
    """
    reports = store.reports_by_day(as_of=as_of)
    if not reports:
        return ()
    first, last = min(reports), max(until or "", max(reports))
    counts = store.counted_incidents(as_of=as_of) if incidents is None else counted(incidents)
    happened = [i for i in counts if first <= i.date <= last]
    raised = warn(happened, {None: _volume(reports, last)}, accept=accept, neighbours=adjoining())
    found = [w for w in raised if w.kind != "coverage_lost"]
    return _in_order([*found, *_unseen(store, reports, last, as_of=as_of)])


def _unseen(
    store: Store, reports: Mapping[str, int], last: str | None, *, as_of: str | None = None
) -> Iterator[EarlyWarning]:
    """Coverage lost, whole and by country."""
    if not reports:
        return
    last = last or max(reports)
    for country, days in ((None, reports), *sorted(store.reports_by_country(as_of=as_of).items())):
        named = " Counted are reports that name a place there." if country else ""
        for w in warn((), {country: _volume(days, last)}, method=_method(days)):
            if w.expected >= _LEAST_USUAL:
                yield msgspec.structs.replace(w, why=f"{w.why}{named}")


def _in_order(found: Iterable[EarlyWarning]) -> tuple[EarlyWarning, ...]:
    return tuple(
        sorted(found, key=lambda w: (w.raised_on, w.kind, w.country or "", w.admin1 or "", w.actor or "", w.type or ""))
    )


def _basis(happened: Iterable[CountedIncident], reports: Mapping[str, int]) -> str:
    """A digest of all that the warnings of series follow from: what was known by the end of the last whole week."""
    calendar = Calendar.of({None: _volume(reports, max(reports))}) if reports else None
    if calendar is None or not calendar.weeks:
        return ""
    first, end = min(reports), calendar.end(calendar.weeks - 1)
    counts = sorted(((i.id, i) for i in happened if first <= i.date and i.known_on <= end), key=lambda pair: pair[0])
    read = sorted((day, n) for day, n in reports.items() if day <= end)
    return sha256(msgspec.json.encode([ACCEPT, read, [i for _, i in counts]])).hexdigest()


def _method(days: Mapping[str, int]) -> Method:
    """How great a loss of volume is called one: much is steadier than little."""
    weeks = ((date.fromisoformat(max(days)) - date.fromisoformat(min(days))).days + 7) / 7
    return DEFAULT if sum(days.values()) / weeks >= _MANY_USUAL else _FEW


def _volume(days: Mapping[str, int], last: str) -> dict[date, float]:
    volume = {date.fromisoformat(day): float(n) for day, n in days.items()}
    volume.setdefault(date.fromisoformat(last), 0.0)
    return volume
