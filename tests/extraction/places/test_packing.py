"""The gazetteer's file: what is packed is found again, by any spelling, and the bytes depend on nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.extraction.places.folding import fold
from dateline.extraction.places.gazetteer import Gazetteer
from dateline.extraction.places.packing import Row, distance_km, pack

KABUL = Row("Kabul", 34.53, 69.17, "AFG", "city", 4_000_000, 1138958, weight=6.6, names=["Caboul", "کابل"])
KENTUCKY = Row("Kentucky", 38.2, -84.88, "USA", "admin1", 4_500_000, 6254925, weight=6.6, abbreviations=["Ky.", "KY"])
names = st.text(min_size=1, max_size=30)


@given(st.lists(names, min_size=1, max_size=20))
def test_every_name_that_goes_in_is_found_again(given_names: list[str]) -> None:
    """Any name that does not fold to nothing leads back to its place, whatever its script."""
    rows = [Row(name, 1.0, 2.0, None, "city", n) for n, name in enumerate(given_names)]
    gazetteer = Gazetteer.of(rows)
    for name in given_names:
        if fold(name):
            assert fold(name) in {fold(s.name) for s in gazetteer.look_up(name)}


@given(st.lists(names, max_size=10))
def test_the_same_places_give_the_same_bytes(given_names: list[str]) -> None:
    """Packing twice leaves no diff."""
    rows = [Row(name, 1.0, 2.0, "AFG", "city", 5) for name in given_names]
    assert pack(rows) == pack(rows)


@given(st.text(max_size=60))
def test_no_name_is_too_odd_to_ask_for(name: str) -> None:
    """Looking up never raises, on any text at all."""
    Gazetteer.of([KABUL]).look_up(name)
    Gazetteer.of([KABUL]).abbreviation(name)


@pytest.mark.parametrize("spelling", ["kabul", "KABUL", "Kābul", "Caboul", "کابل", "Kabul "])
def test_case_marks_and_scripts_do_not_hide_a_place(spelling: str) -> None:
    """One place under all its spellings."""
    (spot,) = Gazetteer.of([KABUL]).look_up(spelling)
    assert (spot.name, spot.country, spot.geonameid) == ("Kabul", "AFG", 1138958)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Saint Louis", "St. Louis"), ("Mt. Hood", "Mount Hood"), ("Fort Worth", "Ft. Worth"), ("Deir ez-Zor", "Deir ez Zor"),
     ("Sana'a", "Sana’a"), ("Łódź", "Lodz"), ("N'Djamena", "NDjamena")],
)  # fmt: skip
def test_spellings_that_fold_alike(one: str, other: str) -> None:
    """Saint and St., Mount and Mt., dashes, apostrophes and marks make no difference."""
    assert fold(one) == fold(other)


def test_an_abbreviation_counts_as_it_is_printed() -> None:
    """Ky. is Kentucky; ky is no place."""
    gazetteer = Gazetteer.of([KENTUCKY])
    assert gazetteer.abbreviation("Ky.")[0].name == "Kentucky"
    assert not gazetteer.abbreviation("ky")
    assert not gazetteer.look_up("ky")


def test_the_best_known_comes_first_and_a_usual_name_before_another() -> None:
    """Order is by weight; a rare spelling loses to a name that is used."""
    rows = [
        Row("Smara", 26.7, -11.7, "ESH", "city", 60_000, weight=4.8),
        Row("Samara", 53.2, 50.1, "RUS", "city", 1_100_000, weight=6.0, names=["Smara"]),
        Row("Smara", 0.0, 0.0, "AGO", "city", 500, weight=2.9),
    ]
    assert [s.country for s in Gazetteer.of(rows).look_up("Smara")] == ["ESH", "RUS", "AGO"]


def test_a_place_knows_its_province() -> None:
    """Admin names are read through the links between records."""
    rows = [KENTUCKY, Row("Frankfort", 38.2, -84.87, "USA", "city", 28_000, admin1=0)]
    assert Gazetteer.of(rows).look_up("Frankfort")[0].admin1 == "Kentucky"


@pytest.mark.parametrize("data", [b"", b"DLGAZ", b"x" * 500])
def test_bytes_that_are_no_gazetteer_are_refused(data: bytes) -> None:
    """An old or foreign file is told apart before anything is read from it."""
    with pytest.raises(ValueError, match="not a gazetteer"):
        Gazetteer(data)


def test_distance_is_the_great_circle() -> None:
    """A degree on the equator is 111.2 km."""
    assert distance_km(0, 0, 0, 1) == pytest.approx(111.19, abs=0.1)
    assert distance_km(52.52, 13.405, 48.8566, 2.3522) == pytest.approx(878, abs=2)
