"""Stories of a store, brought up to date with the reports that came, went or changed.

Reports are decided in the order in which they came out, and each rests on earlier ones alone. So a change is followed
forwards only, to the later reports that it can reach, until nothing changes any more: the end is the same as if all had
been read at once.
"""

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from dateline.fusion.corrections import Decision, regroup_stories
from dateline.fusion.purged import Shelved, with_purged
from dateline.fusion.stories import DEFAULT, Report, as_story, looked_back, shelve
from dateline.store.upkeep import Upkeep
from dateline.store.wordings import wordings
from dateline.values.days import day_after


def settle_stories(kept: Upkeep, dirty: set[str], decided: Sequence[Decision], redecided: set[str]) -> set[str]:
    """Put reports on the shelves of stories.

    Args:
        kept: what fusion keeps.
        dirty: ids of reports that came, went, changed, or copy another one than before.
        decided: what people decided.
        redecided: ids of reports of which people decided since the last fusion.
    Returns:
        ids of reports that are of another story than before.
    """
    moved, firsts = _shelve_days(kept, dirty)
    return _tell_stories(kept, moved | redecided, firsts, [d for d in decided if d.about == "story"])


def _shelve_days(kept: Upkeep, dirty: set[str]) -> tuple[set[str], set[str]]:
    """Shelve anew the days that changed and those that rest on them: reports that moved, and the stories concerned."""
    standing = kept.standing(dirty)
    days = kept.shelf_days(dirty) | {report.on for report in standing.values()}
    counts: dict[str, int] = {}
    queue: list[str] = []
    for day in sorted(days):
        queue += [day, *_days_on(kept, day, counts)]
    heapq.heapify(queue)
    reports: dict[str, list[Report]] = {}
    done: set[str] = set()
    moved: set[str] = set()
    firsts: set[str] = set()
    while queue:
        day = heapq.heappop(queue)
        if day in done:
            continue
        done.add(day)
        for old in [name for name in reports if name < day_after(day, -DEFAULT.days_back)]:
            del reports[old]
        before = kept.shelf_of_day(day)
        now = _shelve_day(kept, day, before, reports, counts)
        changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
        if changed:
            gone = [name for name in sorted(changed) if name not in now]
            kept.put_shelf(day, {name: now[name] for name in sorted(changed) if name in now}, gone=gone)
            for later in _days_on(kept, day, counts):
                heapq.heappush(queue, later)
            moved |= changed
            firsts |= {shelf[name] for name in changed for shelf in (before, now) if name in shelf}
    return moved | dirty, firsts


def _days_on(kept: Upkeep, day: str, counts: dict[str, int]) -> list[str]:
    """The days after one that rest on it and have reports."""
    return sorted(_counted(kept, day_after(day, 1), day_after(day, DEFAULT.days_back), counts))


def _counted(kept: Upkeep, first: str, last: str, counts: dict[str, int]) -> dict[str, int]:
    """Reports by day, of days that have any; asked once."""
    days = [day_after(first, n) for n in range((date.fromisoformat(last) - date.fromisoformat(first)).days + 1)]
    if any(day not in counts for day in days):
        found = kept.counts(first, last)
        counts.update({day: found.get(day, 0) for day in days})
    return {day: counts[day] for day in days if counts[day]}


def _shelve_day(
    kept: Upkeep, day: str, before: Mapping[str, str], reports: dict[str, list[Report]], counts: dict[str, int]
) -> dict[str, str]:
    ordinal = date.fromisoformat(day).toordinal()
    near = _counted(kept, day_after(day, -DEFAULT.days_back), day_after(day, -1), counts)
    back = looked_back(ordinal, {date.fromisoformat(then).toordinal(): n for then, n in near.items()})
    fresh = _reports(kept, day, reports)
    earlier = [report for then in back for report in _reports(kept, date.fromordinal(then).isoformat(), reports)]
    copies = kept.copies(report.id for report in fresh)
    here = {report.id for report in fresh}
    asked = [report.id for report in earlier]
    asked += [copy.copy_of for copy in copies.values() if copy.copy_of not in here]
    stood = {
        name: first for then in back for name, first in kept.shelf_of_day(date.fromordinal(then).isoformat()).items()
    }
    stood = {name: stood[name] for name in asked if name in stood}
    stood |= kept.shelved(name for name in asked if name not in stood)
    told = [report for report in fresh if report.wording is not None]
    stood |= {report.id: before.get(report.id, report.id) for report in fresh if report.wording is None}
    copy_of = {
        name: copy.copy_of
        for name, copy in copies.items()
        if copy.copy_of in stood or any(report.id == copy.copy_of for report in told)
    }
    placed = shelve(told, [r for r in earlier if r.wording is not None and r.id in stood], stood, copy_of=copy_of)
    return placed | {report.id: stood[report.id] for report in fresh if report.wording is None}


def _reports(kept: Upkeep, day: str, reports: dict[str, list[Report]]) -> list[Report]:
    if day not in reports:
        ordinal = date.fromisoformat(day).toordinal()
        listed = kept.on_day(day)
        said = wordings(kept, listed)
        reports[day] = [Report(r.id, ordinal, said.get(r.row), r.title) for r in listed]
    return reports[day]


def _tell_stories(kept: Upkeep, moved: set[str], firsts: set[str], decided: Sequence[Decision]) -> set[str]:
    """Write the stories that changed: as they are shelved, as people decided, with the reports whose text is gone."""
    names = set(moved)
    while True:  # whatever a decision speaks of is decided together
        told_before = set(kept.stories_of(names).values())
        named = names | kept.members(told_before)
        firsts = firsts | set(kept.shelved(named).values())
        named |= kept.shelved_with(firsts).keys()
        for decision in decided:
            articles = {article for group in decision.articles for article in group}
            if not articles.isdisjoint(named):
                named |= articles
        if named == names:
            break
        names = named
    before = kept.stories_of(names)
    shelf = kept.shelved(names)
    standing = sorted(kept.listed(names), key=lambda report: report.order)
    members: dict[str, list[Report]] = defaultdict(list)
    for report in standing:
        if report.has_text:
            members[shelf[report.id]].append(Report(report.id, None, None, report.title))
    shelved = [Shelved(r.id, None, f"story-{shelf[r.id]}", r.title, r.has_text) for r in standing]
    stories, _ = with_purged([as_story(held[0].id, held) for held in members.values()], (), shelved)
    order = {report.id: n for n, report in enumerate(standing)}
    titles = {report.id: report.title for report in standing}
    told = regroup_stories(stories, decided, order=order, titles=titles)
    kept.put_stories(told, gone=set(before.values()))
    now = {article: story.id for story in told for article in story.articles}
    return {name for name in names if before.get(name) != now.get(name)}
