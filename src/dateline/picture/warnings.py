"""What rose, spread, fell or went dark: early warning over counted incidents.

Works week by week on what was known by then, so that a replay of the past gives the same warnings. Knows nothing
of places or actors but their codes; the volume that was read is handed in as coverage.

Method: for each series (actor, country, admin1, type) the counts of the last two and four weeks are held
against a baseline with a half-life of 39 weeks that stops short of the window, scaled by the volume read and by the
share of incidents that is usually known so soon after they happen. The tail is negative-binomial, its dispersion
estimated per series and drawn to that of all series. The dial - accepted false alarms a series and year - sets no
constant: every week the past of all series is replayed under many limits, and the loosest limit that kept within the
accepted number is the one in force. A replayed alarm is false unless the eight weeks after it bear it out: they held more
(for a fall, fewer) than all but one in a hundred such weeks would have held without a change.
"""

from collections.abc import Iterable

import numpy as np
from msgspec import Struct

from dateline.picture.arrivals import arrivals
from dateline.picture.dial import Dial
from dateline.picture.method import DEFAULT, Method
from dateline.picture.series import Calendar, Coverage, Record, volume_of
from dateline.picture.silence import coverage_lost
from dateline.picture.usual import Baseline, Scatter, Soon, upper_tail
from dateline.values.warning import CountedIncident, EarlyWarning


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
    calendar = Calendar.of(coverage)
    if calendar is None:
        return ()
    found = coverage_lost(coverage, calendar, dark_share=method.dark_share)
    record = Record(incidents, calendar)
    if record.keys:
        found += _Follow(record, volume_of(record, coverage, calendar), calendar, accept, method).run()
        found += arrivals(record, calendar, neighbours, method)
    found.sort(key=lambda w: (w.raised_on, w.kind, w.country or "", w.admin1 or "", w.actor or "", w.type or ""))
    return tuple(found)


class _Look(Struct, frozen=True):
    """What a week looks like, an entry a series: chances, the window (weeks) of the smallest, and what was expected.

    `four`: incidents expected in four weeks; `size`: how little four weeks scatter about that.
    """

    rise_p: np.ndarray
    rise_window: np.ndarray
    rise_mean: np.ndarray
    fall_p: np.ndarray
    four: np.ndarray
    size: np.ndarray


class _Follow:
    """Rises and falls of all series, week by week."""

    def __init__(self, record: Record, volume: np.ndarray, calendar: Calendar, accept: float, method: Method) -> None:
        self._record, self._volume, self._calendar, self._method = record, volume, calendar, method
        series = len(record.keys)
        keep = 0.5 ** (1 / method.half_life_weeks)
        self._counts = np.zeros(volume.shape)  # weeks x series, as known by now
        self._gaps = (method.gap_weeks, method.gap_weeks + 4)
        self._base = [Baseline(series, keep) for _ in self._gaps]  # for windows up to four weeks; for longer ones
        self._scatter = Scatter(series, method.windows, keep=keep, prior_weeks=method.prior_weeks)
        self._soon = Soon(series)
        self._first_week = np.full(series, calendar.weeks)
        self._rises, self._falls = Dial(series, accept, method), Dial(series, accept, method)
        self._quiet = {"rise": np.full(series, -1), "fall": np.full(series, -1)}
        self._found: list[EarlyWarning] = []
        self._looks: dict[int, _Look] = {}  # of weeks whose alarms are not judged yet

    def run(self) -> list[EarlyWarning]:
        """Every week in turn, each from what was known at its end."""
        at = 0
        for week in range(self._calendar.weeks):
            until = self._record.until(week)
            self._read(week, slice(at, until))
            at = until
            awake = (week >= self._first_week + self._method.warm_weeks) & (self._base[1].exposure > 0)
            if awake.any():
                look = self._look(week, awake)
                four = np.full(len(awake), 4)
                self._raise(
                    "rise", week, look.rise_p, look.rise_window, look.rise_mean, self._rises.limit(look.four), awake
                )
                self._raise("fall", week, look.fall_p, four, look.four, self._falls.limit(look.four), awake)
                self._rises.replay(week, look.rise_p, awake, look.four)
                self._falls.replay(week, look.fall_p, awake, look.four)
                self._looks[week] = look
            self._judge(week)
        return self._found

    def _read(self, now: int, rows: slice) -> None:
        """Take in what became known this week, and let the baselines move on by one."""
        weeks, series = self._record.week[rows], self._record.series[rows]
        np.add.at(self._counts, (weeks, series), 1)
        self._first_week[series] = np.minimum(self._first_week[series], now)
        self._soon.learn(series, now - weeks)
        for baseline, gap in zip(self._base, self._gaps, strict=True):
            ago = now - 1 - gap - weeks
            baseline.late(series[ago >= 0], ago[ago >= 0])
        for baseline, gap in zip(self._base, self._gaps, strict=True):
            if now - gap >= 0:
                if gap == self._method.gap_weeks:
                    self._scatter.learn(baseline, self._counts, self._volume, now - gap)
                baseline.add(self._counts[now - gap], self._volume[now - gap])

    def _look(self, now: int, awake: np.ndarray) -> _Look:
        """Hold the last weeks of each series against what is usual for it."""
        series, method = len(awake), self._method
        shares = self._soon.known(max(method.windows))
        best_p, best_window, best_mean = np.ones(series), np.zeros(series, dtype=int), np.zeros(series)
        low_p, four, four_size = np.ones(series), np.zeros(series), np.ones(series)
        for window in method.windows:
            baseline = self._base[0] if window <= 4 else self._base[1]
            norm = baseline.norm()
            part = slice(max(0, now - window + 1), now + 1)
            seen = np.zeros(series)
            for k in range(min(window, now + 1)):
                seen += np.maximum(self._volume[now - k], 0.25 * norm) * shares[k]
            mean = baseline.rate(norm) * seen
            size = 1 / np.maximum(self._scatter.dispersion(window, baseline.weeks, awake), 1e-3)
            observed = self._counts[part].sum(axis=0)
            p = upper_tail(observed, mean, size, (observed > mean) & (observed >= method.least))
            better = p < best_p
            best_p, best_mean = np.where(better, p, best_p), np.where(better, mean, best_mean)
            best_window = np.where(better, window, best_window)
            if window == 4:
                four, four_size = mean, size
                is_dark = self._volume[part].min(axis=0) <= method.dark_share * norm
                low_p = _lower_tail(observed, mean, size, (observed < mean) & ~is_dark)
        return _Look(best_p, best_window, best_mean, low_p, four, four_size)

    def _judge(self, now: int) -> None:
        """Hold what followed the alarms of some weeks ago against what was expected before them."""
        weeks = self._method.proof_weeks
        look = self._looks.pop(now - weeks, None)
        if look is None:
            return
        after, before = slice(now - weeks + 1, now + 1), slice(max(0, now - weeks - 3), now - weeks + 1)
        for dial, tail in ((self._rises, upper_tail), (self._falls, _lower_tail)):
            n = dial.raised(now - weeks)
            read = self._volume[after][:, n].sum(axis=0) / np.maximum(self._volume[before][:, n].sum(axis=0), 1e-9)
            p = tail(self._counts[after][:, n].sum(axis=0), look.four[n] * read, look.size[n], look.four[n] > 0)
            dial.judge(now - weeks, p < self._method.proof_p, weeks_ago=weeks)

    def _raise(
        self,
        kind: str,
        week: int,
        p: np.ndarray,
        windows: np.ndarray,
        mean: np.ndarray,
        limits: np.ndarray,
        awake: np.ndarray,
    ) -> None:
        """Warn of every series below its limit that does not rest."""
        quiet = self._quiet[kind]
        more = "more" if kind == "rise" else "fewer"
        for n in np.nonzero(awake & (p < limits) & (week > quiet))[0].tolist():
            quiet[n] = week + self._method.rest_weeks - 1
            window = int(windows[n])
            first = max(0, week - window + 1)
            observed = float(self._counts[first : week + 1, n].sum())
            actor, country, admin1, type_ = self._record.keys[n]
            self._found.append(
                EarlyWarning(
                    kind=kind,
                    raised_on=self._calendar.end(week),
                    country=country,
                    admin1=admin1,
                    actor=actor,
                    type=type_,
                    observed=observed,
                    expected=round(float(mean[n]), 6),
                    p=float(p[n]),
                    incidents=self._record.incidents(n, first, week),
                    why=(
                        f"{observed:.0f} {type_} incidents in {window} week{'s' if window > 1 else ''}, {more} than the "
                        f"{mean[n]:.1f} that the past three quarters of a year and the volume read lead one to expect "
                        f"(p {p[n]:.2g}; limit in force {limits[n]:.2g})."
                    ),
                )
            )


def _lower_tail(observed: np.ndarray, mean: np.ndarray, size: np.ndarray, where: np.ndarray) -> np.ndarray:
    """P(X <= observed); 1 elsewhere than `where`."""
    return np.where(where, 1 - upper_tail(observed + 1, mean, size, where), 1.0)
