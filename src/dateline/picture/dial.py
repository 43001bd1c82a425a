"""The dial: how small a chance must be to raise, so that the accepted number of false alarms holds on the data at hand.

An alarm that the weeks after it bear out is not false, and does not count.
"""

import numpy as np

from dateline.picture.method import Method


class Dial:
    """The limits in force: the loosest whose replay over all past series-weeks kept to the accepted rate.

    A limit that is right for a series of one incident a day is not for one of two a year, so busy and sparse series
    have dials of their own, each drawn to that of all while its record is short.

    Args:
        series: how many.
        accept: alarms accepted for a series and year.
        method: how many limits are replayed, how long the past is remembered and a raised series rests.
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
        self._quiet_until = np.full((series, method.steps), -1, dtype=np.int32)
        self._alarms = np.zeros((classes, method.steps))
        self._weeks = np.zeros(classes)
        self._raised: dict[int, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}  # by week: series, their class, limits
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
        kind = np.digitize(expected, self._BUSY)
        low = np.nonzero(awake & (p < self.limits[-1]))[0]  # the others are under no limit
        hit = (p[low, None] < self.limits) & (week > self._quiet_until[low])
        row, step = np.nonzero(hit)
        self._quiet_until[low[row], step] = week + self._rest - 1
        raised = hit.any(axis=1)
        self._raised[week] = (low[raised], kind[low[raised]], hit[raised])
        for k in range(len(self._weeks)):
            self._alarms[k] = self._keep * self._alarms[k] + hit[kind[low] == k].sum(axis=0)
            self._weeks[k] = self._keep * self._weeks[k] + float(awake[kind == k].sum())

    def raised(self, week: int) -> np.ndarray:
        """The series that some limit raised in a past week and that were not judged since."""
        return self._raised[week][0] if week in self._raised else np.zeros(0, dtype=int)

    def judge(self, week: int, is_true: np.ndarray, *, weeks_ago: int) -> None:
        """Take the alarms of a past week out of the replayed record where what followed bore them out.

        Args:
            is_true: for each of the series of `raised(week)`.
            weeks_ago: how much the record has forgotten of that week.
        """
        if week not in self._raised:
            return
        _, kind, hit = self._raised.pop(week)
        for k in range(len(self._weeks)):
            true = hit[is_true & (kind == k)].sum(axis=0)
            self._alarms[k] = np.maximum(self._alarms[k] - self._keep**weeks_ago * true, 0)

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
