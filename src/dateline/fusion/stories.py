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

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby, pairwise
from operator import attrgetter

import numpy as np
from msgspec import Struct
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from dateline.fusion.copies import day_of, find_copies, in_time
from dateline.fusion.linkage import average_link
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
    most_back: int = 1000  # reports of earlier days that are looked at, whole days, the day before always


DEFAULT = Method()
_STRENGTH = [0.0, *(1 + math.log(times) for times in range(1, 100))]  # of a word, by how often it stands there
_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")


class Report(Struct, frozen=True, dict=True):
    """A report as far as it is shelved. `day` is an ordinal, None where nobody knows it."""

    id: str
    day: int | None
    text: str
    title: str | None = None

    @cached_property
    def words(self) -> Mapping[str, float]:
        """How strong telling words and their pairs are; common words stand between a pair without parting it."""
        text = self.text
        if self.title and not text.lstrip().startswith(self.title):
            text = f"{self.title} {text}"
        words = [w for w in _WORD.findall(text.lower()) if len(w) > 1 and w not in _COMMON]
        counted = Counter([*words, *(f"{a} {b}" for a, b in pairwise(words))])
        return {word: _STRENGTH[min(times, 99)] for word, times in counted.items()}


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
    reports = [Report(a.id, day_of(a), a.text, a.title) for a in ordered]
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
        fresh: reports of one day, in order.
        before: reports of earlier days, as `looked_back` gives them.
        shelf: where earlier reports stand: report id -> id of the report that their story began with.
        copy_of: the source of each report that is a copy.
    Returns:
        the same for the reports of the day.
    """
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
    vectors = _vectors([*before, *told], method)
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


def _vectors(reports: Sequence[Report], method: Method) -> csr_matrix:
    """Unit TF-IDF rows. A word that one report alone uses says nothing of its story, the less the more reports there are."""
    frequency: Counter[str] = Counter()
    for report in reports:
        frequency.update(report.words.keys())
    n = len(reports) + method.imagined
    alone = method.imagined / n
    rare = [1 + math.log((1 + n) / (1 + seen)) for seen in range(max(frequency.values(), default=0) + 1)]
    weight_of_word = [weight * (alone if seen == 1 else 1) for seen, weight in enumerate(rare)]
    weight_of_pair = [weight * method.pair_weight * (alone if seen == 1 else 1) for seen, weight in enumerate(rare)]
    vocabulary = {word: k for k, word in enumerate(sorted(w for w, seen in frequency.items() if seen > 1))}
    begins, columns, values = [0], [], []
    for report in reports:
        square = 0.0
        own = []
        for word, strength in report.words.items():
            value = strength * (weight_of_pair if " " in word else weight_of_word)[frequency[word]]
            square += value * value
            column = vocabulary.get(word)
            if column is not None:
                columns.append(column)
                own.append(value)
        length = math.sqrt(square) or 1.0
        values += [value / length for value in own]
        begins.append(len(columns))
    return csr_matrix(
        (np.array(values), np.array(columns, dtype=np.int32), begins), shape=(len(reports), max(1, len(vocabulary)))
    )


_COMMON = frozenset(
    """a about above after again against all also although am among an and another any are as at back be because been before being below between both but by can could
    day days did do does doing down during each even every few first for from further get had has have having he her here hers him his how however i if in into is it its
    itself just last later like made make many may me might more most much must my new no nor not now of off on once one only or other our out over own people per said same
    say says she should since so some still such than that the their them then there these they this those through time to today told too two under until up us very was way we
    week weeks well were what when where which while who whom whose why will with would year years yesterday yet you your mr mrs ms according added monday tuesday wednesday
    thursday friday saturday sunday january february march april june july august september october november december reuters ap afp press associated news photo""".split()
)
