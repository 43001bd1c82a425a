"""Wordings of reports, kept within a process: a report of the last days is looked back on whenever another one comes."""

from collections.abc import Sequence
from threading import Lock

from dateline.fusion.wording import Wording, wording
from dateline.store.upkeep import Listed, Upkeep

_MOST_TERMS = 4_000_000  # held, 9 bytes each
_Name = tuple[str, str | None]  # what a wording follows from: the digest of an article, and its title


class _Held:
    """The wordings used last, of whatever store."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_name: dict[_Name, Wording] = {}
        self._terms = 0

    def get(self, name: _Name) -> Wording | None:
        with self._lock:
            found = self._by_name.pop(name, None)
            if found is not None:
                self._by_name[name] = found  # the last to go
            return found

    def put(self, name: _Name, made: Wording) -> None:
        with self._lock:
            before = self._by_name.pop(name, None)
            self._terms += len(made.terms) - (len(before.terms) if before is not None else 0)
            self._by_name[name] = made
            while self._terms > _MOST_TERMS:
                self._terms -= len(self._by_name.pop(next(iter(self._by_name))).terms)


_held = _Held()


def wordings(kept: Upkeep, reports: Sequence[Listed]) -> dict[int, Wording]:
    """The wordings of those reports that have their text, by row."""
    told = {report.row: report for report in reports if report.has_text}
    found = {row: held for row, r in told.items() if (held := _held.get((r.digest, r.title))) is not None}
    for row, report in kept.by_row(told.keys() - found.keys()).items():
        found[row] = wording(report.text, report.title)
        _held.put((told[row].digest, report.title), found[row])
    return found
