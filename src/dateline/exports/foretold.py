"""The calendar and the early warnings as views: what is announced, and what is beyond the usual.

They are no tables of the store: both follow from its incidents, as of a day. Page, API and command line ask here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dateline.engine.as_known import with_events
from dateline.engine.early import standing_warnings, warnings_on
from dateline.exports import rows
from dateline.exports.rows import Row
from dateline.exports.view import View, warning_rows
from dateline.picture.calendar import Plan, calendar, listed
from dateline.store import IncidentFilter, Store
from dateline.values import FoundEvent, Incident
from dateline.values.picture import CalendarEntry
from dateline.values.warning import EarlyWarning

WORDS = {
    "calendar": ("actor", "type", "of", "country", "since", "until", "as_of"),
    "warnings": ("actor", "type", "country", "since", "until", "as_of"),
}  # what narrows each; values as in `store.narrowing`
_AT_ONCE = 900  # ids in one question


def foretold_view(store: Store, table: str, words: Mapping[str, Any]) -> View:
    """The `calendar` or the `warnings` that some words narrow, seen from the day asked for, else from the last report's."""
    found: list[Row] = []
    if table == "calendar":
        at = words.get("as_of") or store.status().to_on
        plans = plans_of(store, words, at=at) if at is not None else []
        entries = entries_of(store, [p.id for p in plans], at=at or "", as_of=words.get("as_of"))
        found = [row for _, row, _ in shown_entries(store, entries, as_of=words.get("as_of"))]
    else:
        found = warning_rows(store, narrowed_warnings(warnings_of(store, words.get("as_of")), words))
    return View(table=table, columns=rows.COLUMNS[table], rows=lambda: found, asked=dict(words))


def plans_of(store: Store, words: Mapping[str, Any], *, at: str) -> list[Plan]:
    """What the calendar holds, what is to come first; the past after it, latest first. `at`: the ISO day it is seen from."""
    asked = {word: words.get(word) for word in ("actor", "type", "of", "country", "as_of")}
    coming, past = listed(
        store.plans(IncidentFilter(**asked)), at=at, since=words.get("since"), until=words.get("until")
    )
    return [*coming, *past]


def entries_of(store: Store, ids: Sequence[str], *, at: str, as_of: str | None) -> tuple[CalendarEntry, ...]:
    """The entries of some plans, in their order."""
    planned: list[Incident] = []
    for n in range(0, len(ids), _AT_ONCE):
        planned += store.incidents(IncidentFilter(ids=tuple(ids[n : n + _AT_ONCE]), as_of=as_of))
    found = {entry.incident: entry for entry in calendar(planned, at=at)}
    return tuple(found[name] for name in ids if name in found)


def shown_entries(
    store: Store, entries: Sequence[CalendarEntry], *, as_of: str | None
) -> list[tuple[CalendarEntry, Row, list[FoundEvent]]]:
    """Each entry with its row, whose place is as finely given as it may be, and the events that announce it."""
    ids = tuple(dict.fromkeys(e.incident for e in entries))
    own: dict[str, list[FoundEvent]] = {}
    for at in range(0, len(ids), _AT_ONCE):
        wanted = IncidentFilter(ids=ids[at : at + _AT_ONCE], as_of=as_of)
        own |= {i.id: its for i, its in with_events(store, store.incidents(wanted), as_of=as_of)}
    return [(e, rows.calendar_row(e, own.get(e.incident, [])), own.get(e.incident, [])) for e in entries]


def warnings_of(store: Store, as_of: str | None) -> tuple[EarlyWarning, ...]:
    """The warnings of the whole record, or of what was known on an ISO day."""
    return warnings_on(store, as_of) if as_of is not None else standing_warnings(store)


def narrowed_warnings(raised: Sequence[EarlyWarning], words: Mapping[str, Any]) -> list[EarlyWarning]:
    """Those of some warnings that words keep, newest first."""
    since, until, types = words.get("since"), words.get("until"), words.get("type")
    kept = [
        w
        for w in raised
        if (since is None or w.raised_on >= since)
        and (until is None or w.raised_on <= until)
        and (types is None or w.type in ((types,) if isinstance(types, str) else types))
        and all(words.get(word) in (None, getattr(w, word)) for word in ("country", "actor"))
    ]
    return sorted(kept, key=lambda w: (w.raised_on, w.why), reverse=True)
