"""Which reports tell of one happening.

Works on the words of reports, without knowing how many stories there are. Copies are settled first and go where their
source goes. What the reports' events say is fused elsewhere (`incidents.py`); a story is a shelf, not a claim.

Days are taken one after the other. The reports of a day are put together with each other and with the stories of the days
before; stories of the past take reports up and are never joined to each other. So a day rests on the days before it alone:
a store shelves what is new, and gets the stories that it would get from all reports at once. Undated reports are a day of
their own.

Method: TF-IDF over words and word pairs, cosine; average linkage, stopped where two groups are less alike than the
threshold (Sparck Jones 1972; UPGMA). Reports far apart in time are less alike.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

import numpy as np
from msgspec import Struct
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from dateline.fusion.copies import day_of, find_copies, in_time
from dateline.fusion.linkage import average_link
from dateline.fusion.wording import Wording, weigh, wording
from dateline.values import Article
from dateline.values.incident import Copy, Story


class Method(Struct, frozen=True):
    """Settings of the grouping; swept on development topics, see docs/fusion.md."""

    alike: float = 0.148  # mean cosine at which two groups are one story
    pair_weight: float = 1.7  # of two words in a row
    half_alike_days: float = 10.0  # days apart at which likeness has halved
    least_alike: float = 0.01  # pairs below are not looked at
    imagined: int = 30  # reports added to every count of words, so that few reports do not make each word telling
    days_back: int = 7  # a story that nobody told of for longer is over
    most_at_once: int = 1000  # reports of a day that are put together with each other; the next as if on a later day
    most_back: int = 1000  # reports of earlier days that are looked at, whole days, the day before always


DEFAULT = Method()


class Report(Struct, frozen=True):
    """A report as far as it is shelved. `day` is an ordinal, None where nobody knows it; without wording its text is gone."""

    id: str
    day: int | None
    wording: Wording | None
    title: str | None = None


def group(articles: Iterable[Article], *, method: Method = DEFAULT) -> tuple[tuple[Story, ...], tuple[Copy, ...]]:
    """Group a batch of reports into stories, whatever its order.

    Args:
        articles: reports; `title` and `published` help where they are known.
        method: the settings.
    Returns:
        the stories, each with the ids of its reports by time, and the copies among the reports.
    """
    ordered = in_time(articles)
    copies = find_copies(ordered)
    source = {copy.article: copy.copy_of for copy in copies}
    reports = [Report(a.id, day_of(a), wording(a.text, a.title), a.title) for a in ordered]
    shelf: dict[str, str] = {}
    by_day: dict[int, list[Report]] = {}
    for day, of_day in groupby(sorted(reports, key=_by_day), key=attrgetter("day")):
        back = looked_back(day, {then: len(held) for then, held in by_day.items()}, method=method)
        fresh = list(of_day)
        before = [report for then in back for report in by_day[then]]
        shelf |= shelve(fresh, before, shelf, copy_of=source, method=method)
        if day is not None:
            by_day[day] = fresh
    members: dict[str, list[Article]] = defaultdict(list)
    for article in ordered:
        members[shelf[article.id]].append(article)
    return tuple(as_story(first, held) for first, held in members.items()), copies


def shelve(
    fresh: Sequence[Report],
    before: Sequence[Report],
    shelf: Mapping[str, str],
    *,
    copy_of: Mapping[str, str],
    method: Method = DEFAULT,
) -> dict[str, str]:
    """Put the reports of one day on the shelves of stories.

    Args:
        fresh: reports of one day, in order, with their wording.
        before: reports of earlier days, as `looked_back` gives them, with their wording.
        shelf: where earlier reports stand: report id -> id of the report that their story began with.
        copy_of: the source of each report that is a copy.
    Returns:
        the same for the reports of the day.
    """
    placed: dict[str, str] = {}
    most = method.most_at_once
    for begin in range(0, len(fresh), most):
        just_before = fresh[max(0, begin - method.most_back) : begin]
        part = fresh[begin : begin + most]
        placed |= _shelve_part(part, [*before, *just_before], {**shelf, **placed}, copy_of, method)
    return placed


def _shelve_part(
    fresh: Sequence[Report],
    before: Sequence[Report],
    shelf: Mapping[str, str],
    copy_of: Mapping[str, str],
    method: Method,
) -> dict[str, str]:
    here = {report.id for report in fresh}
    placed = {
        report.id: shelf[copy_of[report.id]]
        for report in fresh
        if report.id in copy_of and copy_of[report.id] not in here
    }
    told = [report for report in fresh if report.id not in placed]
    standing = list(dict.fromkeys(shelf[report.id] for report in before))
    number = {first: n for n, first in enumerate(standing)}
    held = [number[shelf[report.id]] for report in before]
    number |= {report.id: n for n, report in enumerate(told, start=len(standing))}
    pairs = _likeness(told, before, held, len(standing), method)
    for report in told:
        if report.id in copy_of:  # more than any likeness: a copy goes where its source goes
            one, other = sorted((number[report.id], number[copy_of[report.id]]))
            pairs[one, other] = 1.0 + 1e-9
    sizes = Counter(held)
    sizes_of_standing = [sizes[n] for n in range(len(standing))]
    labels = average_link(len(standing) + len(told), pairs, method.alike, standing=sizes_of_standing)
    firsts = [*standing, *(report.id for report in told)]
    return placed | {report.id: firsts[labels[number[report.id]]] for report in told}


def looked_back(day: int | None, counts: Mapping[int, int], *, method: Method = DEFAULT) -> list[int]:
    """The earlier days whose stories may go on: some days back, as many whole days as hold not too many reports.

    Args:
        day: the ordinal of the day that is shelved; None looks at no other.
        counts: reports by day.
    Returns:
        ordinals, earliest first.
    """
    found: list[int] = []
    reports = 0
    for then in range(day - 1, day - 1 - method.days_back, -1) if day is not None else ():
        held = counts.get(then, 0)
        reports += held
        if found and reports > method.most_back:
            break
        if held:
            found.append(then)
    return found[::-1]


def as_story(first: str, members: Sequence[Article | Report]) -> Story:
    """The story that begins with a report; `members` by time."""
    return Story(
        id=f"story-{first}",
        articles=tuple(report.id for report in members),
        title=next((report.title for report in members if report.title), None),
        why=why_one_story(len(members)),
    )


def why_one_story(reports: int) -> str:
    """What a story of so many reports rests on."""
    return "one report" if reports == 1 else f"{reports} reports alike in words, names and time"


def _by_day(report: Report) -> int:
    return report.day if report.day is not None else date.max.toordinal()


def _likeness(
    told: Sequence[Report], before: Sequence[Report], held: Sequence[int], standing: int, method: Method
) -> dict[tuple[int, int], float]:
    """Cosines of a day's reports with each other, and summed over the stories of before; smaller by the days between.

    Left out are pairs that cannot come together: those that no chain of pairs links which are alike enough by themselves.

    Args:
        held: for each report of before the number of its story, of `standing` ones; reports of the day follow these.
    """
    said = [report.wording for report in (*before, *told) if report.wording is not None]
    vectors = weigh(said, pair_weight=method.pair_weight, imagined=method.imagined)
    place = np.array([*held, *range(standing, standing + len(told))], dtype=np.int64)
    days = np.array([report.day or 0 for report in (*before, *told)])
    parts = []
    step = 512
    transposed = vectors.T.tocsr()
    for begin in range(len(before), len(days), step):
        block = (vectors[begin : begin + step] @ transposed).tocoo()
        rows, columns, values = block.row + begin, block.col, block.data
        values = values * 0.5 ** ((days[rows] - days[columns]) / method.half_alike_days)
        kept = (columns < rows) & (values >= method.least_alike)
        parts.append((place[columns[kept]], place[rows[kept]], values[kept]))
    if not parts:
        return {}
    size = standing + len(told)
    one, other, values = (np.concatenate(part) for part in zip(*parts, strict=True))
    total = csr_matrix((values, (one, other)), shape=(size, size))
    total.sum_duplicates()
    pairs = total.tocoo()
    members = np.bincount(place, minlength=size)
    is_alike = pairs.data >= method.alike * members[pairs.row]  # of the day each is one
    strong = csr_matrix((pairs.data[is_alike], (pairs.row[is_alike], pairs.col[is_alike])), shape=(size, size))
    _, island = connected_components(strong, directed=False)
    together = island[pairs.row] == island[pairs.col]
    chosen = zip(pairs.row[together].tolist(), pairs.col[together].tolist(), pairs.data[together].tolist(), strict=True)
    return {(a, b): value for a, b, value in chosen}
