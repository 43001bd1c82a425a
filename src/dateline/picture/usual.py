"""What is usual for each series: a guarded baseline, how far counts scatter about it, and how soon they become known.

Works on all series at once: every array has one entry a series.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import betainc


class Baseline:
    """Exponentially weighted counts and exposure of the past, up to some weeks ago.

    `keep`: the weight that a week loses its share of with each week after it.
    """

    def __init__(self, series: int, keep: float) -> None:
        self.counts = np.zeros(series)
        self.exposure = np.zeros(series)
        self.weeks = 0.0
        self._keep = keep

    def add(self, counts: np.ndarray, volume: np.ndarray) -> None:
        """Take in the next week of the past."""
        self.counts = self._keep * self.counts + counts
        self.exposure = self._keep * self.exposure + volume
        self.weeks = self._keep * self.weeks + 1

    def late(self, series: np.ndarray, weeks_ago: np.ndarray) -> None:
        """Take in incidents of weeks that were taken in before, as many as are listed."""
        powers = np.array([self._keep**n for n in range(int(weeks_ago.max(initial=0)) + 1)])
        np.add.at(self.counts, series, powers[weeks_ago])

    def norm(self) -> np.ndarray:
        """The usual volume of a week."""
        return np.asarray(self.exposure / max(self.weeks, 1e-9))

    def rate(self, norm: np.ndarray) -> np.ndarray:
        """Incidents an article; half an incident in a usual week is added, so that an empty past is not a rate of zero."""
        return np.asarray((self.counts + 0.5) / np.maximum(self.exposure + norm, 1e-9))


class Scatter:
    """How far windows that have passed into the baseline were from what it expected of them, by length of window."""

    def __init__(self, series: int, windows: Sequence[int], *, keep: float, prior_weeks: float) -> None:
        self._moments = {n: np.zeros((2, series)) for n in windows}
        self._keep = keep
        self._prior_weeks = prior_weeks

    def learn(self, base: Baseline, counts: np.ndarray, volume: np.ndarray, week: int) -> None:
        """Hold the windows that end in a week against the baseline before it."""
        rate = base.counts / np.maximum(base.exposure, 1e-9)
        usable = (base.exposure > 0) & (base.counts > 0)
        for n, kept in self._moments.items():
            part = slice(max(0, week - n + 1), week + 1)
            mean = rate * volume[part].sum(axis=0)
            off = (counts[part].sum(axis=0) - mean) ** 2 - mean
            kept[0] = np.where(usable, self._keep * kept[0] + off, kept[0])
            kept[1] = np.where(usable, self._keep * kept[1] + mean * mean, kept[1])

    def dispersion(self, window: int, weeks: float, awake: np.ndarray) -> np.ndarray:
        """Variance beyond Poisson, as a share of the squared mean: each series' own, drawn to that of all.

        Args:
            window: weeks.
            weeks: of record behind the baseline.
            awake: series with enough record to count for all.
        """
        off, square = self._moments[window]
        own = np.where(square > 0, np.maximum(0.0, off / np.maximum(square, 1e-12)), 0.0)
        pool = awake & (square > 0)
        whole = float(np.clip(off[pool].sum() / square[pool].sum(), 0.05, 2.0)) if pool.any() else 0.3
        weight = np.minimum(weeks, square / 0.5)  # a series of near-zero counts says nothing of its own dispersion
        return np.asarray((weight * np.minimum(own, 4.0) + self._prior_weeks * whole) / (weight + self._prior_weeks))


class Soon:
    """How much of what happened is known so soon: by series, drawn to all series."""

    _SPAN = 14  # weeks looked back; what comes later is a backlog, not a delay

    def __init__(self, series: int) -> None:
        self._count = np.zeros((series, self._SPAN))

    def learn(self, series: np.ndarray, delay: np.ndarray) -> None:
        """Take in incidents that became known so many weeks after they happened."""
        soon = delay < self._SPAN
        np.add.at(self._count, (series[soon], delay[soon]), 1)

    def known(self, weeks: int) -> list[np.ndarray]:
        """For each of so many weeks back: the share of its incidents that is usually known by now."""
        whole = self._count.sum(axis=0) + np.array([1.0] + [0.0] * (self._SPAN - 1))
        whole = np.cumsum(whole) / whole.sum()
        own = np.cumsum(self._count, axis=1)
        back = [min(k, self._SPAN - 1) for k in range(weeks)]
        return [np.asarray((own[:, k] + 10 * whole[k]) / (own[:, -1] + 10)) for k in back]


def upper_tail(observed: np.ndarray, mean: np.ndarray, size: np.ndarray, where: np.ndarray) -> np.ndarray:
    """P(X >= observed) of a negative binomial with this mean and size; 1 elsewhere than `where`."""
    p = np.ones(len(observed))
    seen, mean, size = observed[where], mean[where], size[where]
    p[where] = np.where(seen <= 0, 1.0, betainc(np.maximum(seen, 1), size, mean / (size + mean)))
    return p
