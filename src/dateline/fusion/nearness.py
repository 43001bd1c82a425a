"""Which tellings are worth comparing: those that share a country, a name, their sides or a story within a few days.

Each telling is filed under keys, and looks for others under keys. A key holds two days, by their number, and the kind of act, so
that what is compared, and what it costs, does not grow with what happens elsewhere or at other times. A store can keep keys,
those of the same days beside each other, and find the tellings that a new report may belong with.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from dateline.fusion.tellings import Kind, Telling
from dateline.fusion.weighing import HELD

Key = tuple[int, str]  # which two days, by their number, and what is shared
_CELL_DAYS = 2
_UNDATED_DAYS = 4  # an act without a date is taken for one of the days before its report
_WIDEST_DAYS = 40  # known to the month or year only: compared around the day on which it was reported


class Nearby:
    """Tellings by their keys."""

    def __init__(self, slack_days: int) -> None:
        self._slack = slack_days
        self._by_key: dict[Key, list[Telling]] = defaultdict(list)
        self._told: Counter[tuple[str, Kind]] = Counter()

    def file(self, tellings: Iterable[Telling]) -> None:
        """Make tellings known; each once."""
        for telling in tellings:
            for key in filed_under(telling):
                self._by_key[key].append(telling)
            self._told[telling.origin, telling.kind] += 1

    def is_alone(self, telling: Telling) -> bool:
        """Whether its origin tells no other act of the kind."""
        return self._told[telling.origin, telling.kind] == 1

    def of(self, telling: Telling) -> list[Telling]:
        """Other tellings that may be of the same happening, in order."""
        first, last = _span(telling)
        found = {
            other.order: other for key in looked_under(telling, self._slack) for other in self._by_key.get(key, ())
        }
        found.pop(telling.order, None)
        spans = ((order, _span(found[order])) for order in sorted(found))
        return [found[order] for order, (a, z) in spans if a <= last + self._slack and first <= z + self._slack]


def filed_under(telling: Telling) -> tuple[Key, ...]:
    """The keys under which a telling is found."""
    keys = _shared(telling)
    keys += [f"any {clue}" for clue in _clues(telling)]
    if telling.place is None:
        keys += [f"nowhere {clue}" for clue in _clues(telling)]
    return _in_cells(telling, keys, 0)


def looked_under(telling: Telling, slack_days: int) -> tuple[Key, ...]:
    """The keys under which those stand that a telling is compared with."""
    whose = "any" if telling.place is None else "nowhere"
    return _in_cells(telling, [*_shared(telling), *(f"{whose} {clue}" for clue in _clues(telling))], slack_days)


def _shared(telling: Telling) -> list[str]:
    keys = [f"by {telling.origin}"]
    place = telling.place
    if place is not None:
        keys.append(f"in {place.country or ''}")
        if place.name:
            keys.append(f"at {place.name}")
    if telling.story is not None:
        keys.append(f"story {telling.story}")
    if telling.kind[0] not in HELD and telling.targets:
        keys.append("of " + " ".join(sorted(telling.sources | telling.targets)))
    return keys


def _clues(telling: Telling) -> list[str]:
    """What can bring home an act that no place is told of: its sides and those they act for, and its toll."""
    clues = sorted(telling.backers[0] | telling.backers[1])
    if telling.killed is not None and telling.killed[1] > 1:
        clues.append(f"killed {telling.killed[1]}")
    return clues


def _in_cells(telling: Telling, keys: Iterable[str], slack_days: int) -> tuple[Key, ...]:
    first, last = _span(telling)
    kind = " ".join(part or "-" for part in telling.kind)
    cells = range((first - slack_days) // _CELL_DAYS, (last + slack_days) // _CELL_DAYS + 1)
    return tuple((cell, f"{kind} {key}") for key in keys for cell in cells)


def _span(telling: Telling) -> tuple[int, int]:
    """The days on which it may have happened, as ordinals."""
    first = telling.first if telling.first is not None else telling.known - _UNDATED_DAYS
    last = telling.last if telling.last is not None else telling.known
    if last - first > _WIDEST_DAYS:
        first = max(first, min(last, telling.known) - _WIDEST_DAYS)
        last = min(last, first + _WIDEST_DAYS)
    return first, last
