"""Page stamps and datelines, in the languages and calendars pages are printed in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.extraction.times.stamps import read_stamp


@pytest.mark.parametrize(
    ("stamp", "value"),
    [
        ("Updated: November 25, 2021, 6:14 AM", "2021-11-25T06:14"),
        ("25 Nov 2021 06:14 GMT", "2021-11-25T06:14Z"),
        ("2021-11-25T06:14:00Z", "2021-11-25T06:14:00Z"),
        ("Last modified on 2021-11-25 06:14:22", "2021-11-25T06:14:22"),
        ("Thu, 25 Nov 2021 06:14:00 +0430", "2021-11-25T06:14:00+04:30"),
        ("Nov. 25, 2021 at 6:14 p.m. EST", "2021-11-25T18:14-05:00"),
        ("06:14, 25 Nov 2021", "2021-11-25T06:14"),
        ("11/25/2021 6:14 PM", "2021-11-25T18:14"),
        ("25/11/2021", "2021-11-25"),
        ("Actualizado el 25 de noviembre de 2021 a las 18:30", "2021-11-25T18:30"),
        ("Mis à jour le 3 février 2022 à 14h05", "2022-02-03T14:05"),
        ("Publié le 05/06/2021", "2021-06-05"),
        ("Stand: 25.11.2021, 14:30 Uhr", "2021-11-25T14:30"),
        ("Aktualisiert am 1. März 2022", "2022-03-01"),
        ("Publicado em 7 de março de 2022 às 9h15", "2022-03-07T09:15"),
        ("Aggiornato il 2 agosto 2021 alle 10.30", "2021-08-02T10:30"),
        ("Обновлено 25 ноября 2021, 14:20 МСК", "2021-11-25T14:20+03:00"),
        ("25 листопада 2021, 09:05", "2021-11-25T09:05"),
        ("25 Kasım 2021 Perşembe 10:00", "2021-11-25T10:00"),
        ("آخر تحديث: ٢٥ نوفمبر ٢٠٢١", "2021-11-25"),
        ("تم التحديث 3 كانون الأول 2021", "2021-12-03"),
        ("2021年11月25日 14:20", "2021-11-25T14:20"),
        ("更新日時 2021年11月25日 午後2:20", "2021-11-25T14:20"),
        ("2021년 11월 25일", "2021-11-25"),
        ("Published 24 Nov 2021, updated 26 Nov 2021", "2021-11-26"),
    ],
)
def test_a_stamp_is_read_in_its_own_language(stamp: str, value: str) -> None:
    """Month names, order and clock follow the language; the zone is kept where it is printed."""
    assert read_stamp(stamp) == value


@pytest.mark.parametrize(
    ("stamp", "value"),
    [
        ("۴ آذر ۱۴۰۰", "2021-11-25"),
        ("1400/09/04", "2021-11-25"),
        ("1 فروردین 1400", "2021-03-21"),
        ("30 esfand 1399", "2021-03-20"),
        ("1 محرم 1444", "2022-07-30"),
        ("1 Muharram 1445", "2023-07-19"),
        ("25 พฤศจิกายน 2564", "2021-11-25"),
        ("25/11/2564", "2021-11-25"),
        ("20 ربيع الآخر 1443 - 25 نوفمبر 2021", "2021-11-25"),
    ],
)
def test_other_calendars_become_ours(stamp: str, value: str) -> None:
    """Persian, Islamic and Buddhist dates are converted; a date of our calendar beside them is preferred."""
    assert read_stamp(stamp) == value


def test_a_stamp_without_a_year_waits_for_one() -> None:
    """No year is guessed; a hint completes the date."""
    assert read_stamp("KABUL, Nov 25 (Reuters)") is None
    assert read_stamp("KABUL, Nov 25 (Reuters)", year=2021) == "2021-11-25"


@pytest.mark.parametrize("stamp", ["", "Kabul", "31 February 2021", "99/99/9999", "Room 12, 2021", "25:61"])
def test_what_is_no_date_is_none(stamp: str) -> None:
    """Impossible and missing dates give None."""
    assert read_stamp(stamp) is None


@given(st.text(max_size=60))
def test_no_stamp_raises(text: str) -> None:
    """Any line is read or left, never an error."""
    value = read_stamp(text)
    assert value is None or len(value) >= 10
