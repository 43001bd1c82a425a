"""What days a time value covers, and how exactly it dates a happening."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.values.time import date_precision, interval


@pytest.mark.parametrize(
    ("value", "first", "last", "precision"),
    [
        ("2021-11-25", "2021-11-25", "2021-11-25", 1),
        ("2021-11-25TMO", "2021-11-25", "2021-11-25", 1),
        ("2021-11-25T06:14Z", "2021-11-25", "2021-11-25", 1),
        ("2021-W48-WE", "2021-12-04", "2021-12-05", 2),
        ("2021-W48", "2021-11-29", "2021-12-05", 3),
        ("2021-11", "2021-11-01", "2021-11-30", 4),
        ("2021-Q3", "2021-07-01", "2021-09-30", 5),
        ("2021-SU", "2021-06-01", "2021-08-31", 5),
        ("2021", "2021-01-01", "2021-12-31", 5),
        ("199", "1990-01-01", "1999-12-31", 5),
        ("19", "1900-01-01", "1999-12-31", 5),
    ],
)
def test_a_value_covers_its_days(value: str, first: str, last: str, precision: int) -> None:
    """Weeks, weekends, quarters, seasons, decades and centuries have a first and a last day."""
    assert interval(value) == (date.fromisoformat(first), date.fromisoformat(last))
    assert date_precision(value) == precision


@pytest.mark.parametrize("value", ["PAST_REF", "XXXX-11-25", "P2W", "2021-13", "", None])
def test_a_value_without_days_has_no_interval(value: str | None) -> None:
    """What covers no known days is None, and coarsest."""
    assert interval(value) is None
    assert date_precision(value) == 5


@given(st.text(max_size=12))
def test_no_value_raises(value: str) -> None:
    """Any string is read or left."""
    days = interval(value)
    assert days is None or days[0] <= days[1]
