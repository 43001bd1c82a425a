"""Coverage lost: silence is news, because what happens meanwhile may go unseen."""

from datetime import timedelta

import numpy as np

from dateline.picture.series import Calendar, Coverage
from dateline.values.warning import EarlyWarning

_HABIT_WEEKS = 8  # of record before a loss can be told


def coverage_lost(coverage: Coverage, calendar: Calendar, *, dark_share: float) -> list[EarlyWarning]:
    """Days on which a week's volume fell far below its habit, once for each loss.

    Args:
        coverage: articles read each day, by country.
        calendar: the weeks it spans.
        dark_share: of the usual volume; below it coverage is lost.
    """
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
            if level is not None and t >= first + 7 * _HABIT_WEEKS and week < dark_share * level:
                if not is_lost:
                    found.append(_lost(country, (calendar.monday + timedelta(days=t)).isoformat(), week, level))
                is_lost = True
                level *= 0.995
                level += 0.005 * week
            else:
                if level is not None and week > 0.75 * level:
                    is_lost = False
                level = week if level is None else 0.988 * level + 0.012 * week
    return found


def _lost(country: str | None, day: str, week: float, level: float) -> EarlyWarning:
    return EarlyWarning(
        kind="coverage_lost",
        raised_on=day,
        country=country,
        admin1=None,
        actor=None,
        type=None,
        observed=week,
        expected=round(level, 3),
        p=0.0,
        why=(
            f"{week:.0f} articles were read in the seven days to {day}, "
            f"where {level:.0f} are usual: what happens there now may go unseen."
        ),
    )
