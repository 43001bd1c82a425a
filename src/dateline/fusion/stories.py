"""Which reports tell of one happening.

Works on the words of reports, without knowing how many stories there are. Copies are settled first and go where their
source goes. What the reports' events say is fused elsewhere (`incidents.py`); a story is a shelf, not a claim.

Method: TF-IDF over words and word pairs, cosine; average linkage, stopped where two
groups are less alike than the threshold (Sparck Jones 1972; UPGMA). Reports far apart in time are less alike.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

import numpy as np
from msgspec import Struct
from scipy.sparse import csr_matrix

from dateline.fusion.copies import find_copies, in_time
from dateline.fusion.linkage import average_link
from dateline.values import Article
from dateline.values.incident import Copy, Story


class Method(Struct, frozen=True):
    """Settings of the grouping; swept on development topics, see docs/fusion.md."""

    alike: float = 0.148  # mean cosine at which two groups are one story
    pair_weight: float = 1.7  # of two words in a row
    half_alike_days: float = 10.0  # days apart at which likeness has halved
    least_alike: float = 0.01  # pairs below are not looked at


DEFAULT = Method()
_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")


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
    members: dict[int, list[str]] = defaultdict(list)
    for article, label in zip(ordered, _link(ordered, copies, method), strict=True):
        members[label].append(article.id)
    titles = {article.id: article.title for article in ordered}
    stories = [
        Story(
            id=f"story-{ids[0]}",
            articles=tuple(ids),
            title=next((titles[i] for i in ids if titles[i]), None),
            why=why_one_story(len(ids)),
        )
        for ids in members.values()
    ]
    return tuple(stories), copies


def why_one_story(reports: int) -> str:
    """What a story of so many reports rests on."""
    return "one report" if reports == 1 else f"{reports} reports alike in words, names and time"


def _link(articles: Sequence[Article], copies: Sequence[Copy], method: Method) -> list[int]:
    """A group number for each report: average linkage over the sparse likeness of pairs, copies joined first."""
    if not articles:
        return []
    pairs = _likeness(_vectors(articles, method), articles, method)
    at = {article.id: n for n, article in enumerate(articles)}
    for copy in copies:
        a, b = sorted((at[copy.article], at[copy.copy_of]))
        pairs[a, b] = 1.0 + 1e-9  # more than any likeness: a copy goes where its source goes
    return average_link(len(articles), pairs, method.alike)


def _vectors(articles: Sequence[Article], method: Method) -> csr_matrix:
    """Unit TF-IDF rows. A word that one report alone uses says nothing of its story and would only make it shorter."""
    counts = [_weights(article, method) for article in articles]
    frequency: Counter[str] = Counter()
    for words in counts:
        frequency.update(words.keys())
    n = len(articles)
    vocabulary = {word: k for k, word in enumerate(sorted(w for w, seen in frequency.items() if seen > 1))}
    rows, columns, values = [], [], []
    for row, words in enumerate(counts):
        for word in sorted(words):
            column = vocabulary.get(word)
            if column is not None:
                idf = 1 + math.log((1 + n) / (1 + frequency[word]))
                rows.append(row)
                columns.append(column)
                values.append((1 + math.log(words[word])) * idf * (method.pair_weight if " " in word else 1.0))
    matrix = csr_matrix((values, (rows, columns)), shape=(n, max(1, len(vocabulary))))
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    length[length == 0] = 1.0
    return csr_matrix(matrix.multiply(1 / length[:, None]))


def _weights(article: Article, method: Method) -> dict[str, float]:
    """Telling words of a report and their pairs, counted; common words stand between a pair without parting it."""
    words = [w for w in _WORD.findall(article.text.lower()) if len(w) > 1 and w not in _COMMON]
    if article.title and not article.text.lstrip().startswith(article.title):
        words = [w for w in _WORD.findall(article.title.lower()) if len(w) > 1 and w not in _COMMON] + words
    found: dict[str, float] = defaultdict(float)
    for word in words:
        found[word] += 1
    for a, b in pairwise(words):
        found[f"{a} {b}"] += 1
    return found


def _likeness(vectors: csr_matrix, articles: Sequence[Article], method: Method) -> dict[tuple[int, int], float]:
    """Cosine of all pairs that share enough, made smaller by the days between them."""
    days = [_day(article) for article in articles]
    found: dict[tuple[int, int], float] = {}
    step = 512
    transposed = vectors.T.tocsr()
    for begin in range(0, vectors.shape[0], step):
        block = (vectors[begin : begin + step] @ transposed).tocoo()
        for i, j, value in zip(block.row.tolist(), block.col.tolist(), block.data.tolist(), strict=True):
            i += begin
            if i < j and value >= method.least_alike:
                a, b = days[i], days[j]
                if a is not None and b is not None:
                    value *= 0.5 ** (abs((a - b).days) / method.half_alike_days)
                if value >= method.least_alike:
                    found[i, j] = value
    return found


def _day(article: Article) -> date | None:
    stamp = article.published or article.updated
    try:
        return date.fromisoformat(stamp[:10]) if stamp else None
    except ValueError:
        return None


_COMMON = frozenset(
    """a about above after again against all also although am among an and another any are as at back be because been before being below between both but by can could
    day days did do does doing down during each even every few first for from further get had has have having he her here hers him his how however i if in into is it its
    itself just last later like made make many may me might more most much must my new no nor not now of off on once one only or other our out over own people per said same
    say says she should since so some still such than that the their them then there these they this those through time to today told too two under until up us very was way we
    week weeks well were what when where which while who whom whose why will with would year years yesterday yet you your mr mrs ms according added monday tuesday wednesday
    thursday friday saturday sunday january february march april june july august september october november december reuters ap afp press associated news photo""".split()
)
