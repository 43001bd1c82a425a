"""The ruler of time: events by week (or month) and quad, cooperation above the line and conflict below it.

The same under map and table. A period in which few reports were read is hatched: little was looked at, which is not
the same as little having happened.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from statistics import median

from msgspec import Struct

from dateline.store import Bar
from dateline.web import words
from dateline.web.tongues import _, ngettext

_WIDTH, _HEIGHT, _FOOT = 900, 120, 22
_MOST_WEEKS = 130
_SPARSE = 0.25  # of the usual number of reports; below it a period is hatched


class Block(Struct, frozen=True):
    """Events of one quad in one period."""

    quad: str
    y: float
    height: float
    events: int


class Period(Struct, frozen=True, kw_only=True):
    """A week or month. `x` and `width` in pixels, and those of its bars; `reports` read in it."""

    first: str
    last: str
    x: float
    width: float
    bar_x: float
    bar_width: float
    blocks: tuple[Block, ...]
    events: int
    reports: int
    is_sparse: bool
    is_inside: bool
    tick: str | None = None  # the ISO month or year that begins here


class Ruler(Struct, frozen=True, kw_only=True):
    """All periods of the record, and what lies before and after them."""

    periods: tuple[Period, ...]
    width: int
    height: int
    foot: int
    middle: float
    grain: str
    earlier: int
    later: int
    first: str
    last: str
    most: int


def rule(
    bars: Iterable[Bar],
    reports: Mapping[str, int],
    *,
    first: str | None,
    last: str | None,
    since: str | None,
    until: str | None,
) -> Ruler | None:
    """Lay out the ruler.

    Args:
        bars: events by day and quad, whatever the window; by month where `is_monthly`.
        reports: reports read by ISO day.
        first, last: days that the record spans.
        since, until: the window in force; periods outside it are drawn faintly.
    Returns:
        None when the record spans no day.
    """
    if first is None or last is None:
        return None
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    held = list(bars)
    ahead = max((b.when for b in held), default="")
    if ahead > last:  # what is announced shortly after the last report still stands on the ruler
        end = min(date.fromisoformat(ahead if len(ahead) > 7 else f"{ahead}-01"), end + timedelta(days=35))
    spans = _spans(begin, end)
    counts: list[Counter[str]] = [Counter() for _ in spans]
    index = _index(spans)
    earlier = later = 0
    for bar in held:
        at = index.get(bar.when)
        if at is not None:
            counts[at][bar.key or "VC"] += bar.events
        elif bar.when < spans[0][0]:
            earlier += bar.events
        else:
            later += bar.events
    read = [0] * len(spans)
    for day, n in reports.items():
        at = index.get(day)
        if at is not None:
            read[at] += n
    usual = median(read) if read else 0
    up = max((c["VC"] + c["MC"] for c in counts), default=0)
    down = max((c["VX"] + c["MX"] for c in counts), default=0)
    scale = (_HEIGHT - 8) / max(up + down, 1)
    middle = 4 + up * scale
    width = _WIDTH / len(spans)
    is_by_month = _is_monthly(begin, end)
    periods = []
    seen = ""
    for n, (span, count) in enumerate(zip(spans, counts)):
        month_of = span[0][:4] if is_by_month else max(span[0], span[1][:7] + "-01")[:7]
        tick = None
        if month_of != seen:
            tick = month_of
            seen = month_of
        if len(spans) > 70 and not is_by_month and tick and int(month_of[5:7]) % 3 != 1:
            tick = None
        periods.append(
            Period(
                first=span[0],
                last=span[1],
                x=round(n * width, 2),
                width=round(width, 2),
                bar_x=round((n + 0.14) * width, 1),
                bar_width=round(width * 0.72, 1),
                blocks=tuple(_blocks(count, middle, scale)),
                events=sum(count.values()),
                reports=read[n],
                is_sparse=read[n] < _SPARSE * usual or read[n] == 0,
                is_inside=(since is None or span[1] >= since) and (until is None or span[0] <= until),
                tick=tick,
            )
        )
    return Ruler(
        periods=tuple(periods),
        width=_WIDTH,
        height=_HEIGHT + _FOOT,
        foot=_HEIGHT,
        middle=round(middle, 1),
        grain="month" if is_by_month else "week",
        earlier=earlier,
        later=later,
        first=spans[0][0],
        last=spans[-1][1],
        most=max((p.events for p in periods), default=0),
    )


def in_words(period: Period) -> str:
    """A period for who does not see the bars."""
    counts: Counter[str] = Counter()
    for block in period.blocks:
        counts[block.quad] += block.events
    parts = [f"{words.number(counts[quad])} {words.QUADS.say(quad)}" for quad in words.QUADS if counts[quad]]
    read = ngettext("%(num)s report read", "%(num)s reports read", period.reports, num=words.number(period.reports))
    return f"{words.when(None, (period.first, period.last))}: {_(', ').join(parts) or _('no event')}; {read}"


def is_monthly(first: str, last: str) -> bool:
    """Whether the ruler of a record between two ISO days has a bar for each month, so that months are all it needs."""
    return _is_monthly(date.fromisoformat(first), date.fromisoformat(last))


def _is_monthly(begin: date, end: date) -> bool:
    return (end - begin).days > 7 * _MOST_WEEKS


def _spans(begin: date, end: date) -> list[tuple[str, str]]:
    spans: list[tuple[str, str]] = []
    if _is_monthly(begin, end):
        at = begin.replace(day=1)
        while at <= end and len(spans) < 600:
            after = (at.replace(day=28) + timedelta(days=4)).replace(day=1)
            spans.append((at.isoformat(), (after - timedelta(days=1)).isoformat()))
            at = after
        return spans
    at = begin - timedelta(days=begin.weekday())
    while at <= end or not spans:
        spans.append((at.isoformat(), (at + timedelta(days=6)).isoformat()))
        at += timedelta(days=7)
    return spans


def _index(spans: list[tuple[str, str]]) -> dict[str, int]:
    """The place of each day on the ruler, and of each month that is a period of its own."""
    index: dict[str, int] = {}
    day = date.fromisoformat(spans[0][0])
    for n, (first, last) in enumerate(spans):
        index[first[:7]] = n
        while day.isoformat() <= last:
            index[day.isoformat()] = n
            day += timedelta(days=1)
    return index


def _blocks(count: Counter[str], middle: float, scale: float) -> list[Block]:
    blocks = []
    y = middle
    for quad in ("VC", "MC"):
        if count[quad]:
            height = count[quad] * scale
            y -= height
            blocks.append(Block(quad, round(y, 1), round(height, 1), count[quad]))
    y = middle
    for quad in ("VX", "MX"):
        if count[quad]:
            height = count[quad] * scale
            blocks.append(Block(quad, round(y, 1), round(height, 1), count[quad]))
            y += height
    return blocks
