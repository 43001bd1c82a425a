"""Copies of a store, brought up to date with the reports that came, went or changed.

Reports are decided in the order in which they came out, and each rests on earlier ones alone. So a change is followed
forwards only, to the later reports that it can reach, until nothing changes any more: the end is the same as if all had
been decided at once.

A hash that more than so many earlier originals have says nothing. So a change is followed along a hash only until that many
originals have come after it: whoever is later passed the hash over before, and does so now. This holds the cost of reports
that all share their phrases.
"""

import heapq
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import attrgetter

from dateline.fusion.copies import DAYS_APART, MOST_SOURCES, Words, judge, proposed
from dateline.store.sketches import Posted
from dateline.store.upkeep import Standing, Upkeep
from dateline.values import Copy
from dateline.values.days import day_after

_Order = tuple[str, int, str]
_order = attrgetter("order")
_WORDS_HELD = 3_000  # texts taken apart that are held in memory


def settle_copies(kept: Upkeep, dirty: set[str]) -> tuple[set[str], set[str]]:
    """Decide which reports are copies.

    Args:
        kept: what fusion keeps.
        dirty: ids of reports that came, went or changed.
    Returns:
        ids of reports that copy another one than before, and of the sources that they had or have.
    """
    changes = _Settling(kept, dirty).changes()
    kept.put_copies({name: now for name, (_, now) in changes.items()})
    sources = {copy.copy_of for both in changes.values() for copy in both if copy is not None}
    return set(changes), sources


class _Settling:
    """One round: who is to be decided, and what was found."""

    def __init__(self, kept: Upkeep, dirty: set[str]) -> None:
        self._kept = kept
        self._sketches = kept.sketches
        self._dirty = dirty
        self._standing = kept.standing(dirty)
        self._before = kept.copies(dirty)
        self._fresh = {name: Words(name, r.text) for name, r in self._standing.items() if r.text}
        self._queue: list[tuple[_Order, str]] = [(self._standing[name].order, name) for name in self._fresh]
        heapq.heapify(self._queue)
        self._queued: set[str] = set()
        self._seen_until = ""
        self._others = self._days_of_others()
        self._that_day: dict[str, dict[int, list[Posted]]] = defaultdict(dict)
        self._day = _Day(kept, "")
        self._words: dict[int, Words] = {}

    def changes(self) -> dict[str, tuple[Copy | None, Copy | None]]:
        """What reports copied and copy, of those where it is not the same."""
        found: dict[str, tuple[Copy | None, Copy | None]] = {
            name: (copy, None) for name, copy in self._before.items() if name not in self._standing
        }
        self._push_from_dirty()
        by_day: dict[str, list[str]] = defaultdict(list)
        for name in self._fresh:
            by_day[self._standing[name].on].append(name)
        while self._queue:
            _, name = heapq.heappop(self._queue)
            report = self._standing.get(name) or self._kept.standing([name])[name]
            if report.on != self._day.day:
                self._day.close()
                self._day = _Day(self._kept, report.on)
                self._prepare([self._fresh[other] for other in by_day.pop(report.on, ())])
            before = self._before.get(name) or (None if name in self._dirty else self._kept.copies([name]).get(name))
            now = self._decide(report, before)
            if now != before:
                found[name] = before, now
        self._day.close()
        return found

    def _prepare(self, fresh: Sequence[Words]) -> None:
        """Look up at once what the reports of a day are likely to be held against."""
        self._day.load({h for words in fresh for h in words.sketch})
        wanted = {row for words in fresh for row in self._day.likely(words.sketch)}
        for row, source in sorted(self._kept.by_row(wanted - self._words.keys()).items()):
            self._remember(row, Words(source.id, source.text))

    def _days_of_others(self) -> Counter[str]:
        """How many reports that are not dirty stand on the days that a change can reach."""
        days = [r.on for r in self._standing.values()] + list(self._kept.versions(self._dirty).values())
        if not days:
            return Counter()
        self._seen_until = day_after(max(days), DAYS_APART)
        others = Counter(self._kept.counts(min(days), self._seen_until))
        others.subtract(Counter(r.on for r in self._standing.values()))
        return +others

    def _has_others(self, first: str, last: str) -> bool:
        """Whether reports that are not dirty stand between two days; a change that goes on may reach beyond the dirty ones' month."""
        if last > self._seen_until:
            self._others.update(self._kept.counts(day_after(self._seen_until, 1), last))
            self._seen_until = last
        return any(first <= day <= last for day in self._others)

    def _push_from_dirty(self) -> None:
        """Have those decided whom a report reaches that came, or that is gone or was otherwise."""
        moved: list[tuple[_Order, str, Collection[int]]] = [
            (r.order, r.on, self._fresh[r.id].sketch) for r in self._standing.values() if r.id in self._fresh
        ]
        versions = self._kept.placed(self._dirty)
        moved += [(*versions[row], kept) for row, kept in self._sketches.of(versions).items()]
        self._sketches.forget(versions)
        wanted: dict[str, set[int]] = defaultdict(set)
        for _, on, hashes in moved:
            wanted[on].update(hashes)
        for on, hashes in wanted.items():
            if self._others[on]:
                self._that_day[on] = self._sketches.on_day(hashes, on)
        for order, on, hashes in moved:
            self._push_later(order, on, hashes)

    def _push_later(self, order: _Order, on: str, hashes: Collection[int]) -> None:
        """Have those decided that share a hash with a report and came out in the month after it."""
        held = self._that_day[on]
        for hash_ in hashes:
            posted = held.get(hash_, [])
            originals = 0
            for other in posted[bisect_right(posted, order, key=_order) :]:
                self._push(other.order, other.id)
                originals += other.is_original
                if originals > MOST_SOURCES:
                    break
        first, last = day_after(on, 1), day_after(on, DAYS_APART)
        if self._has_others(first, last):
            for later, name in self._sketches.later(hashes, first, last, most=MOST_SOURCES + 1):
                self._push(later, name)

    def _push(self, order: _Order, name: str) -> None:
        if name not in self._dirty and name not in self._queued:
            self._queued.add(name)
            heapq.heappush(self._queue, (order, name))

    def _decide(self, report: Standing, before: Copy | None) -> Copy | None:
        """The copy that a report is; keeps its hashes under what it is."""
        if not report.text:
            return before
        words = self._fresh.pop(report.id, None) or Words(report.id, report.text)
        copy = before if before is not None and self._is_purged(before.copy_of) else self._found(report, words)
        posted = Posted(report.row, report.order, copy is None)
        if report.id in self._dirty:
            self._day.put(posted, words.sketch)
        elif (copy is None) != (before is None):  # it is a source now, or no longer
            self._day.turn(posted, words.sketch)
            held = self._that_day[report.on]
            held |= self._sketches.on_day([h for h in words.sketch if h not in held], report.on)
            self._push_later(report.order, report.on, words.sketch)
        if copy is None:
            self._remember(report.row, words)
        return copy

    def _is_purged(self, name: str) -> bool:
        """Whether a source stands without its text: what was said while it was there holds."""
        source = self._kept.standing([name]).get(name)
        return source is not None and not source.text

    def _found(self, report: Standing, words: Words) -> Copy | None:
        return judge(words, self._words_of(_proposed(self._day.before(report.order, words.sketch))))

    def _words_of(self, rows: list[int]) -> Iterator[Words]:
        """The words of sources, looked up one after the other: often the first one decides."""
        for row in rows:
            if row not in self._words:
                source = self._kept.by_row([row])[row]
                self._remember(row, Words(source.id, source.text))
            yield self._words[row]

    def _remember(self, row: int, words: Words) -> None:
        if len(self._words) >= _WORDS_HELD:
            del self._words[next(iter(self._words))]
        self._words[row] = words


class _Day:
    """The originals by hash while the reports of one day are decided: those of the month before, and of the day so far."""

    def __init__(self, kept: Upkeep, day: str) -> None:
        self.day = day
        self._sketches = kept.sketches
        self._loaded: set[int] = set()
        self._crowded: set[int] = set()
        self._earlier: dict[int, list[Posted]] = {}
        self._today: dict[int, list[Posted]] = {}
        self._new: list[tuple[int, str, bool, Collection[int]]] = []

    def load(self, hashes: Collection[int]) -> None:
        """Look up the originals that have some hashes, each once."""
        missing = set(hashes) - self._loaded
        if not missing:
            return
        self._loaded |= missing
        first, last = day_after(self.day, -DAYS_APART), day_after(self.day, -1)
        earlier, crowded = self._sketches.originals(missing, first, last, most=MOST_SOURCES)
        self._earlier |= earlier
        self._crowded |= crowded
        today = self._sketches.on_day(missing - crowded, self.day)
        self._today |= {hash_: [p for p in posted if p.is_original] for hash_, posted in today.items()}

    def before(self, order: _Order, hashes: Collection[int]) -> dict[int, list[Posted]]:
        """The originals earlier than a moment by hash; without those hashes that too many have."""
        self.load(hashes)
        found = {}
        for hash_ in set(hashes) - self._crowded:
            today, earlier = self._today.get(hash_), self._earlier.get(hash_, [])
            if today is None:
                if earlier:
                    found[hash_] = earlier
                continue
            until = len(today) if today and today[-1].order < order else bisect_left(today, order, key=_order)
            if 0 < len(earlier) + until <= MOST_SOURCES:
                found[hash_] = [*earlier, *today[:until]]
        return found

    def likely(self, hashes: Collection[int]) -> list[int]:
        """The rows of the originals of days before that share most hashes."""
        return _proposed({h: self._earlier[h] for h in set(hashes) if h in self._earlier})

    def put(self, posted: Posted, hashes: Collection[int]) -> None:
        """A report that came was decided; it is written when the day is closed."""
        self._new.append((posted.row, self.day, posted.is_original, hashes))
        if posted.is_original:
            self._add(posted, hashes)

    def turn(self, posted: Posted, hashes: Collection[int]) -> None:
        """A report is an original now, or no longer."""
        self._sketches.turn(posted.row, is_original=posted.is_original)
        if posted.is_original:
            self._add(posted, hashes)
            return
        for hash_ in set(hashes):
            self._today[hash_] = [p for p in self._today.get(hash_, ()) if p.row != posted.row]

    def close(self) -> None:
        """Write what was decided."""
        self._sketches.put(self._new)
        self._new = []

    def _add(self, posted: Posted, hashes: Collection[int]) -> None:
        for hash_ in set(hashes):
            if hash_ not in self._loaded or hash_ in self._crowded:
                continue
            held = self._today.setdefault(hash_, [])
            if not held or held[-1].order < posted.order:
                held.append(posted)
            else:
                insort(held, posted, key=_order)


def _proposed(sharing: Mapping[int, Sequence[Posted]]) -> list[int]:
    """The rows of the sources worth looking at word by word, of the originals that share each hash."""
    place = {posted.row: posted.order for held in sharing.values() for posted in held}
    numbers = {row: n for n, row in enumerate(sorted(place, key=place.__getitem__))}
    rows = list(numbers)
    return [rows[n] for n in proposed({h: [numbers[p.row] for p in held] for h, held in sharing.items()})]
