"""What came in since a reader last looked, without knowing who reads: the browser keeps four numbers, the server none.

The cookie names no reader and no machine: the newest change and the minute of the visit before, and of this one. A visit
ends when nobody looked at the start page for half an hour.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct

from dateline.store import Change

COOKIE = "dateline_visit"
KEPT_DAYS = 400  # as long as browsers keep a cookie at most
_PAUSE_MINUTES = 30
_NONE = -1  # no change seen: there was no visit before


class Visit(Struct, frozen=True):
    """The visit before this one: its ISO day (UTC), and the newest change it saw."""

    on: str
    change: int


class News(Struct, frozen=True, kw_only=True):
    """What is new since a visit: reports, and incidents that are new or changed, latest first."""

    on: str
    reports: int
    incidents: tuple[str, ...]


def visit_of(cookie: str | None, *, change: int, minute: int) -> tuple[Visit | None, str]:
    """The visit before this one, and what the browser is to keep.

    Args:
        cookie: what it kept so far; anything that is not ours counts as nothing.
        change: the number of the store's newest change.
        minute: now, in minutes since 1970.
    """
    try:
        before, before_at, seen, seen_at = (int(part) for part in (cookie or "").split("."))
    except ValueError:
        before, before_at, seen, seen_at = _NONE, 0, _NONE, minute
    if minute - seen_at > _PAUSE_MINUTES:
        before, before_at = seen, seen_at
    is_ours = 0 <= before <= change and 0 < before_at <= minute
    if not is_ours:  # the first visit, or a cookie of another store
        return None, f"{_NONE}.0.{change}.{minute}"
    on = datetime.fromtimestamp(before_at * 60, tz=UTC).date().isoformat()
    return Visit(on, before), f"{before}.{before_at}.{change}.{minute}"


def news(visit: Visit, changes: Iterable[Change]) -> News:
    """What changes say that a reader has not seen; `changes` are those after the visit's own."""
    reports: dict[str, None] = {}
    incidents: dict[str, None] = {}
    for change in changes:
        if change.about == "article" and change.kind == "added":
            reports[change.target] = None
        elif change.about == "incident":
            incidents.pop(change.target, None)
            if change.kind != "removed":
                incidents[change.target] = None
    return News(on=visit.on, reports=len(reports), incidents=tuple(reversed(incidents)))
