"""What rose, spread, fell or went dark: early warning over counted incidents.

Works week by week on what was known by then, so that a replay of the past gives the same warnings. Knows nothing
of places or actors but their codes; the volume that was read is handed in as coverage.

Method: for each series (actor, country, admin1, type) the counts of the last one, two, four and eight weeks are held
against a baseline with a half-life of 26 weeks that stops short of the window, scaled by the volume read and by the
share of incidents that is usually known so soon after they happen. The tail is negative-binomial, its dispersion
estimated per series and drawn to that of all series. The dial - accepted false alarms a series and year - sets no
constant: every week the past of all series is replayed under many limits, and the loosest limit that kept within the
accepted number is the one in force.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from msgspec import Struct
from scipy.special import betainc

from dateline.values.warning import CountedIncident, EarlyWarning

Coverage = Mapping[str | None, Mapping[date, float]]
Area = tuple[str | None, str | None]


class Method(Struct, frozen=True):
    """The settings of the method; the defaults were swept on simulated worlds, see docs/warnings.md."""

    windows: tuple[int, ...] = (1, 2, 4, 8)  # weeks
    half_life_weeks: float = 26.0
    gap_weeks: int = 5  # between the baseline's end and the present, for windows up to four weeks
    warm_weeks: int = 52  # of record before a series can warn
    rest_weeks: int = 8  # a raised series rests
    prior_weeks: float = 10.0  # what the dispersion of all series weighs in that of one
    least: int = 2  # incidents in the window; one is never a rise
    steps: int = 48  # limits that are replayed
    memory_weeks: float = 104.0  # half-life of the replayed past that sets the limit
    dark_share: float = 0.6  # of the usual volume; below it coverage is lost
    spread_weeks: int = 8
    spread_incidents: int = 3
    spread_weeks_near: int = 4  # beside an area where the actor is already active, two incidents are enough
    spread_incidents_near: int = 2


DEFAULT = Method()


def warn(
    incidents: Iterable[CountedIncident],
    coverage: Coverage,
    *,
    accept: float = 0.5,
    neighbours: Iterable[tuple[str, str]] = (),
    method: Method = DEFAULT,
) -> tuple[EarlyWarning, ...]:
    """Raise the warnings of a whole record, each from what was known on its day.

    Args:
        incidents: in any order; of a repeated id the earliest `known_on` counts.
        coverage: articles read on each day by country; the key None is the volume of all countries together.
        accept: false rises accepted for a series and year.
        neighbours: pairs of adjoining areas, each "COUNTRY/ADMIN1".
        method: the method's settings.
    Returns:
        warnings by day, kind and series.
    """
    calendar = _Calendar.of(coverage)
    if calendar is None:
        return ()
    found = list(_coverage_lost(coverage, calendar, method))
    record = _Record.of(incidents, calendar)
    if record.keys:
        volume = _volume(record, coverage, calendar)
        found += _follow(record, volume, calendar, accept, method)
        found += _arrivals(record, calendar, _adjoining(neighbours), method)
    found.sort(key=lambda w: (w.raised_on, w.kind, w.country or "", w.admin1 or "", w.actor or "", w.type or ""))
    return tuple(found)


class _Calendar(Struct, frozen=True):
    """Whole weeks from the Monday of the first covered day to the last Sunday covered."""

    monday: date
    last: date
    weeks: int

    @staticmethod
    def of(coverage: Coverage) -> "_Calendar | None":
        days = [day for volume in coverage.values() for day in volume]
        if not days:
            return None
        first, last = min(days), max(days)
        monday = first - timedelta(days=first.weekday())
        return _Calendar(monday, last, ((last - monday).days + 1) // 7)

    def week(self, day: date) -> int:
        return (day - self.monday).days // 7

    def end(self, week: int) -> str:
        return (self.monday + timedelta(days=7 * week + 6)).isoformat()


class _Record(Struct, frozen=True):
    """Incidents by series: (week known, week of the incident, series, id, day of the incident), in order of becoming known."""

    keys: tuple[tuple[str, str | None, str, str], ...]
    rows: tuple[tuple[int, int, int, str, int], ...]

    @staticmethod
    def of(incidents: Iterable[CountedIncident], calendar: _Calendar) -> "_Record":
        first: dict[str, CountedIncident] = {}
        for incident in incidents:
            known = first.get(incident.id)
            if known is None or incident.known_on < known.known_on:
                first[incident.id] = incident
        keyed: dict[tuple[str, str | None, str, str], list[tuple[int, int, str, int]]] = defaultdict(list)
        for incident in first.values():
            if incident.admin1 is None:
                continue
            happened = date.fromisoformat(incident.date[:10])
            known_on = max(happened, date.fromisoformat(incident.known_on[:10]))
            week, known_week = calendar.week(happened), calendar.week(known_on)
            if 0 <= week <= known_week < calendar.weeks:
                row = (known_week, week, incident.id, (happened - calendar.monday).days)
                for actor in incident.actors:
                    keyed[actor, incident.country, incident.admin1, incident.type].append(row)
        keys = sorted(keyed, key=lambda k: tuple(part or "" for part in k))
        rows = [(known, week, n, id_, day) for n, key in enumerate(keys) for known, week, id_, day in keyed[key]]
        rows.sort(key=lambda r: (r[0], r[2], r[1], r[3]))
        return _Record(tuple(keys), tuple(rows))


def _volume(record: _Record, coverage: Coverage, calendar: _Calendar) -> np.ndarray:
    """Articles read a week for each series (S x W); one for all where nothing is known of its country."""
    weekly: dict[str | None, np.ndarray] = {}
    for country, days in coverage.items():
        sums = np.zeros(calendar.weeks)
        for day, articles in days.items():
            week = calendar.week(day)
            if 0 <= week < calendar.weeks:
                sums[week] += articles
        weekly[country] = sums
    flat = np.ones(calendar.weeks)
    whole = weekly.get(None, flat)
    return np.array([weekly.get(key[1], whole) for key in record.keys])


class _Dial:
    """The limits in force: the loosest whose replay over all past series-weeks kept to the accepted rate.

    A limit that is right for a series of one incident a day is not for one of two a year, so busy and sparse series
    have dials of their own, each drawn to that of all while its record is short.
    """

    _BUSY = (0.7, 2.5, 10.0)  # incidents expected in four weeks: where one class of series ends and the next begins
    _PRIOR_WEEKS = (
        520.0  # of series record: what the textbook's rate weighs, so that one short series is not its own judge
    )
    _NOMINAL = 0.35  # alarms a week for each unit of the limit, from looks that overlap and series that rest
    _POOL_YEARS = 15.0  # of series record: what the replay of all series weighs in that of one class

    def __init__(self, series: int, accept: float, method: Method) -> None:
        self.limits = np.geomspace(1e-7, 0.5, method.steps)
        classes = len(self._BUSY) + 1
        self._quiet_until = np.full((series, method.steps), -1)
        self._alarms = np.zeros((classes, method.steps))
        self._weeks = np.zeros(classes)
        self._accept = accept
        self._rest = method.rest_weeks
        self._keep = 0.5 ** (1 / method.memory_weeks)

    def limit(self, expected: np.ndarray) -> np.ndarray:
        """The limit for each series this week, near the textbook's until years of series-weeks were replayed.

        Args:
            expected: incidents expected of each series in four weeks.
        """
        nominal = self._NOMINAL * self.limits
        pooled = (self._alarms.sum(axis=0) + self._PRIOR_WEEKS * nominal) / (self._weeks.sum() + self._PRIOR_WEEKS)
        pull = self._POOL_YEARS * 52
        by_class = np.array(
            [self._loosest((a + pull * pooled) / (w + pull)) for a, w in zip(self._alarms, self._weeks, strict=True)]
        )
        return np.asarray(by_class[np.digitize(expected, self._BUSY)])

    def replay(self, week: int, p: np.ndarray, awake: np.ndarray, expected: np.ndarray) -> None:
        """Take this week into the replayed past."""
        hit = (p[:, None] < self.limits) & (week > self._quiet_until) & awake[:, None]
        self._quiet_until[hit] = week + self._rest - 1
        kind = np.digitize(expected, self._BUSY)
        for k in range(len(self._weeks)):
            self._alarms[k] = self._keep * self._alarms[k] + hit[kind == k].sum(axis=0)
            self._weeks[k] = self._keep * self._weeks[k] + float(awake[kind == k].sum())

    def _loosest(self, rate_a_week: np.ndarray) -> float:
        rate = rate_a_week * (365.25 / 7)
        fit = np.nonzero(rate <= self._accept)[0]
        if not len(fit):
            return float(self.limits[0])
        k = int(fit[-1])
        if k + 1 == len(self.limits):
            return float(self.limits[k])
        low, high = rate[k], rate[k + 1]
        share = (self._accept - low) / (high - low) if high > low else 0.0
        return float(self.limits[k] * (self.limits[k + 1] / self.limits[k]) ** share)


class _Soon:
    """How much of what happened is known so soon: by series, drawn to all series."""

    _SPAN = 14  # weeks looked back; what comes later is a backlog, not a delay

    def __init__(self, series: int) -> None:
        self._count = np.zeros((series, self._SPAN))

    def learn(self, series: int, delay: int) -> None:
        if delay < self._SPAN:
            self._count[series, delay] += 1

    def known(self, weeks_ago: int) -> np.ndarray:
        """For each series, the share of a week's incidents usually known `weeks_ago` weeks later."""
        whole = self._count.sum(axis=0) + np.array([1.0] + [0.0] * (self._SPAN - 1))
        whole = np.cumsum(whole) / whole.sum()
        own = np.cumsum(self._count, axis=1)
        k = min(weeks_ago, self._SPAN - 1)
        return np.asarray((own[:, k] + 10 * whole[k]) / (own[:, -1] + 10))


def _follow(
    record: _Record, volume: np.ndarray, calendar: _Calendar, accept: float, method: Method
) -> list[EarlyWarning]:
    """Rises and falls of all series, week by week."""
    series, weeks = volume.shape
    keep = 0.5 ** (1 / method.half_life_weeks)
    counts = np.zeros((series, weeks))
    ids: dict[tuple[int, int], list[str]] = defaultdict(list)
    base = [_Baseline(series, keep), _Baseline(series, keep)]  # ends gap_weeks ago; and four weeks before that
    gaps = [method.gap_weeks, method.gap_weeks + 4]
    moments = {n: np.zeros((2, series)) for n in method.windows}
    first_week = np.full(series, weeks)
    soon = _Soon(series)
    rises, falls = _Dial(series, accept, method), _Dial(series, accept, method)
    quiet = {"rise": np.full(series, -1), "fall": np.full(series, -1)}
    found: list[EarlyWarning] = []
    at = 0
    for t in range(weeks):
        while at < len(record.rows) and record.rows[at][0] <= t:
            known, week, n, id_, _ = record.rows[at]
            counts[n, week] += 1
            ids[n, week].append(id_)
            first_week[n] = min(first_week[n], t)
            soon.learn(n, known - week)
            for baseline, gap in zip(base, gaps, strict=True):
                if week <= t - 1 - gap:
                    baseline.late(n, t - 1 - gap - week)
            at += 1
        for baseline, gap in zip(base, gaps, strict=True):
            if t - gap >= 0:
                if gap == method.gap_weeks:
                    _learn_dispersion(moments, baseline, counts, volume, t - gap, keep)
                baseline.add(counts[:, t - gap], volume[:, t - gap])
        awake = (t >= first_week + method.warm_weeks) & (base[1].exposure > 0)
        if not awake.any():
            continue
        shares = [soon.known(k) for k in range(max(method.windows))]
        best_p = np.ones(series)
        best_n = np.zeros(series, dtype=int)
        best_mean = np.zeros(series)
        low_p = np.ones(series)
        four_mean = np.zeros(series)
        for n in method.windows:
            baseline = base[0] if n <= 4 else base[1]
            norm = baseline.exposure / max(baseline.weeks, 1e-9)
            seen = np.zeros(series)
            for k in range(n):
                if t - k >= 0:
                    seen += np.maximum(volume[:, t - k], 0.25 * norm) * shares[k]
            mean = baseline.rate(norm) * seen
            size = 1 / np.maximum(_dispersion(moments, baseline.weeks, awake, n, method), 1e-3)
            observed = counts[:, max(0, t - n + 1) : t + 1].sum(axis=1)
            p = _upper(observed, mean, size)
            better = (p < best_p) & (observed > mean) & (observed >= method.least)
            best_p, best_n, best_mean = (
                np.where(better, p, best_p),
                np.where(better, n, best_n),
                np.where(better, mean, best_mean),
            )
            if n == 4:
                four_mean = mean
                dark = volume[:, max(0, t - n + 1) : t + 1].min(axis=1) <= method.dark_share * norm
                low_p = np.where((observed < mean) & ~dark, 1 - _upper(observed + 1, mean, size), 1.0)
        rise_limit = rises.limit(four_mean)
        _raise(
            found, "rise", record, calendar, t, best_p, best_n, best_mean, counts, ids, rise_limit, quiet, awake, method
        )
        four = np.full(series, 4)
        _raise(
            found,
            "fall",
            record,
            calendar,
            t,
            low_p,
            four,
            four_mean,
            counts,
            ids,
            falls.limit(four_mean),
            quiet,
            awake,
            method,
        )
        rises.replay(t, best_p, awake, four_mean)
        falls.replay(t, low_p, awake, four_mean)
    return found


class _Baseline:
    """Exponentially weighted counts and exposure of the past, by series."""

    def __init__(self, series: int, keep: float) -> None:
        self.counts = np.zeros(series)
        self.exposure = np.zeros(series)
        self.weeks = 0.0
        self._keep = keep

    def add(self, counts: np.ndarray, volume: np.ndarray) -> None:
        self.counts = self._keep * self.counts + counts
        self.exposure = self._keep * self.exposure + volume
        self.weeks = self._keep * self.weeks + 1

    def late(self, series: int, weeks_ago: int) -> None:
        self.counts[series] += self._keep**weeks_ago

    def rate(self, norm: np.ndarray) -> np.ndarray:
        """Incidents an article; half an incident in a usual week is added, so that an empty past is not a rate of zero."""
        return np.asarray((self.counts + 0.5) / np.maximum(self.exposure + norm, 1e-9))


def _learn_dispersion(
    moments: dict[int, np.ndarray], base: _Baseline, counts: np.ndarray, volume: np.ndarray, week: int, keep: float
) -> None:
    """How far windows that have passed into the baseline were from what it expected of them."""
    rate = base.counts / np.maximum(base.exposure, 1e-9)
    usable = (base.exposure > 0) & (base.counts > 0)
    for n, kept in moments.items():
        part = slice(max(0, week - n + 1), week + 1)
        mean = rate * volume[:, part].sum(axis=1)
        off = (counts[:, part].sum(axis=1) - mean) ** 2 - mean
        kept[0] = np.where(usable, keep * kept[0] + off, kept[0])
        kept[1] = np.where(usable, keep * kept[1] + mean * mean, kept[1])


def _dispersion(
    moments: dict[int, np.ndarray], weeks: float, awake: np.ndarray, window: int, method: Method
) -> np.ndarray:
    off, square = moments[window]
    own = np.where(square > 0, np.maximum(0.0, off / np.maximum(square, 1e-12)), 0.0)
    pool = awake & (square > 0)
    whole = float(np.clip(off[pool].sum() / square[pool].sum(), 0.05, 2.0)) if pool.any() else 0.3
    weight = np.minimum(weeks, square / 0.5)  # a series of near-zero counts says nothing of its own dispersion
    return np.asarray((weight * np.minimum(own, 4.0) + method.prior_weeks * whole) / (weight + method.prior_weeks))


def _upper(observed: np.ndarray, mean: np.ndarray, size: np.ndarray) -> np.ndarray:
    """P(X >= observed) of a negative binomial with this mean and size."""
    share = mean / (size + mean)
    return np.where(observed <= 0, 1.0, betainc(np.maximum(observed, 1), size, share))


def _raise(
    found: list[EarlyWarning],
    kind: str,
    record: _Record,
    calendar: _Calendar,
    week: int,
    p: np.ndarray,
    windows: np.ndarray,
    mean: np.ndarray,
    counts: np.ndarray,
    ids: Mapping[tuple[int, int], list[str]],
    limits: np.ndarray,
    quiet: dict[str, np.ndarray],
    awake: np.ndarray,
    method: Method,
) -> None:
    for n in np.nonzero(awake & (p < limits) & (week > quiet[kind]))[0].tolist():
        quiet[kind][n] = week + method.rest_weeks - 1
        window = int(windows[n])
        span = range(max(0, week - window + 1), week + 1)
        observed = float(counts[n, span.start : week + 1].sum())
        actor, country, admin1, type_ = record.keys[n]
        more = "more" if kind == "rise" else "fewer"
        found.append(
            EarlyWarning(
                kind=kind,
                raised_on=calendar.end(week),
                country=country,
                admin1=admin1,
                actor=actor,
                type=type_,
                observed=observed,
                expected=round(float(mean[n]), 6),
                p=float(p[n]),
                incidents=tuple(sorted(id_ for w in span for id_ in ids.get((n, w), ()))),
                why=(
                    f"{observed:.0f} {type_} incidents in {window} week{'s' if window > 1 else ''}, {more} than the {mean[n]:.1f} "
                    f"that the past half year and the volume read lead one to expect (p {p[n]:.2g}; limit in force {limits[n]:.2g})."
                ),
            )
        )


def _adjoining(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    beside: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        beside[a].add(b)
        beside[b].add(a)
    return beside


def _arrivals(
    record: _Record, calendar: _Calendar, beside: Mapping[str, set[str]], method: Method
) -> list[EarlyWarning]:
    """An actor in an area where it had not been: several incidents on different days, one stray is no spread."""
    by_actor: dict[str, dict[Area, list[tuple[int, int, int, str]]]] = defaultdict(lambda: defaultdict(list))
    for known, week, n, id_, day in record.rows:
        actor, country, admin1, _ = record.keys[n]
        by_actor[actor][country, admin1].append((known, week, day, id_))
    found = []
    for actor in sorted(by_actor):
        areas = by_actor[actor]
        start = min(row[0] for rows in areas.values() for row in rows)
        arrived = {area: rows[0][0] for area, rows in areas.items()}
        for area in sorted(areas, key=lambda a: (a[0] or "", a[1] or "")):
            rows = areas[area]  # in order of becoming known
            here = f"{area[0]}/{area[1]}"
            for k in range(1, len(rows)):
                now = rows[k][0]
                is_near = any(
                    f"{other[0]}/{other[1]}" in beside.get(here, ()) and arrived[other] < now - method.spread_weeks
                    for other in areas
                    if other != area
                )
                seen = _recent(rows[: k + 1], now, method.spread_weeks)
                before = k + 1 - len(seen)
                if before > 1:
                    break  # it was here before
                close = _recent(rows[: k + 1], now, method.spread_weeks_near)
                enough = len({r[2] for r in seen}) >= method.spread_incidents or (
                    is_near and before == 0 and len({r[2] for r in close}) >= method.spread_incidents_near
                )
                if enough:
                    if now >= start + 26:
                        beside_word = " beside an area where it is active" if is_near else ""
                        found.append(
                            EarlyWarning(
                                kind="spread",
                                raised_on=calendar.end(now),
                                country=area[0],
                                admin1=area[1],
                                actor=actor,
                                type=None,
                                observed=float(len(seen)),
                                expected=0.1,
                                p=0.001,
                                incidents=tuple(sorted(r[3] for r in seen)),
                                why=(
                                    f"{len(seen)} incidents in {method.spread_weeks} weeks in {here}{beside_word}, "
                                    f"where {before or 'none'} had been known before."
                                ),
                            )
                        )
                    break
    return found


def _recent(rows: Sequence[tuple[int, int, int, str]], now: int, weeks: int) -> list[tuple[int, int, int, str]]:
    return [row for row in rows if row[1] > now - weeks]


def _coverage_lost(coverage: Coverage, calendar: _Calendar, method: Method) -> list[EarlyWarning]:
    """Days on which a week's volume fell far below its habit: silence is news."""
    found = []
    days = (calendar.last - calendar.monday).days + 1
    for country in sorted(coverage, key=lambda c: c or ""):
        volume = coverage[country]
        if not volume:
            continue
        first = (min(volume) - calendar.monday).days
        daily = np.zeros(days)
        for day, articles in volume.items():
            daily[(day - calendar.monday).days] = articles
        level: float | None = None
        is_lost = False
        for t in range(first + 6, days):
            week = float(daily[t - 6 : t + 1].sum())
            if level is not None and t >= first + 56 and week < method.dark_share * level:
                if not is_lost:
                    day = calendar.monday + timedelta(days=t)
                    found.append(
                        EarlyWarning(
                            kind="coverage_lost",
                            raised_on=day.isoformat(),
                            country=country,
                            admin1=None,
                            actor=None,
                            type=None,
                            observed=week,
                            expected=round(level, 3),
                            p=0.0,
                            why=(
                                f"{week:.0f} articles were read in the seven days to {day.isoformat()}, "
                                f"where {level:.0f} are usual: what happens there now may go unseen."
                            ),
                        )
                    )
                is_lost = True
                level *= 0.995
                level += 0.005 * week
            else:
                if level is not None and week > 0.75 * level:
                    is_lost = False
                level = week if level is None else 0.988 * level + 0.012 * week
    return found
