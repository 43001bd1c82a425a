"""Steps on the calendar, feasts, and other calendars."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.extraction.times import calendar


def test_a_month_on_from_the_last_of_january_is_the_last_of_february() -> None:
    """A shorter month ends the step."""
    assert calendar.shift_months(date(2020, 1, 31), 1) == date(2020, 2, 29)
    assert calendar.shift_months(date(2021, 1, 31), -11) == date(2020, 2, 29)


@given(st.dates(date(1600, 1, 1), date(2400, 1, 1)), st.integers(1, 7))
def test_the_weekday_near_a_day_is_within_a_week(day: date, weekday: int) -> None:
    """Back or ahead, it is that weekday and less than seven days off."""
    for direction in (-1, 1):
        found = calendar.weekday_near(day, weekday, direction)
        assert found.isoweekday() == weekday
        assert 0 <= (found - day).days * direction < 7


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("easter", 2021, date(2021, 4, 4)),
        ("easter", 2000, date(2000, 4, 23)),
        ("thanksgiving", 2021, date(2021, 11, 25)),
        ("memorial", 2021, date(2021, 5, 31)),
        ("labor", 2021, date(2021, 9, 6)),
        ("election", 2016, date(2016, 11, 8)),
        ("christmas eve", 2019, date(2019, 12, 24)),
    ],
)
def test_a_feast_has_its_day(name: str, year: int, day: date) -> None:
    """Fixed and floating feasts."""
    assert calendar.feast(name, year) == day


@pytest.mark.parametrize(
    ("persian", "day"),
    [((1400, 1, 1), date(2021, 3, 21)), ((1403, 12, 30), date(2025, 3, 20)), ((1357, 11, 22), date(1979, 2, 11))],
)
def test_a_persian_date_is_converted(persian: tuple[int, int, int], day: date) -> None:
    """Leap years and new years' days fall right."""
    assert calendar.from_persian(*persian) == day


@pytest.mark.parametrize(
    ("hijri", "day"),
    [((1442, 1, 1), date(2020, 8, 20)), ((1444, 9, 1), date(2023, 3, 23)), ((1445, 1, 1), date(2023, 7, 19))],
)
def test_an_islamic_date_is_converted(hijri: tuple[int, int, int], day: date) -> None:
    """The civil tables, within a day of the sighted moon."""
    assert abs((calendar.from_hijri(*hijri) or date.min) - day).days <= 1


def test_an_impossible_date_is_none() -> None:
    """No such month, no such year."""
    assert calendar.from_persian(1400, 13, 1) is None
    assert calendar.from_hijri(3000, 1, 1) is None
    assert calendar.from_buddhist(2564, 2, 30) is None
