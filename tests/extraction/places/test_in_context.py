"""Places in sentences from all over the world: found, placed, and left alone where no place is meant."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.extraction.places.packing import distance_km
from dateline.values import Outlet, Place

ITEMS = Path(__file__).with_name("in_context.tsv")
Read = Callable[..., tuple[Place, ...]]


def _items() -> list[dict[str, str]]:
    with ITEMS.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if row["expect"] != "skip"]


def _holds(item: dict[str, str], places_in: Read) -> bool:
    start, end = item["text"].index("["), item["text"].index("]") - 1
    touching = [p for p in places_in(item["text"].replace("[", "").replace("]", "")) if p.start < end and p.end > start]
    if item["expect"] == "not":
        return not touching
    if not touching or touching[0].start != start or touching[0].lat is None or touching[0].lon is None:
        return False
    place = touching[0]
    near = not item["lat"] or distance_km(float(item["lat"]), float(item["lon"]), place.lat, place.lon) <= float(
        item["km"]
    )
    return (
        near
        and item["country"] in ("", place.country)
        and item["precision"] in ("", str(place.precision))
        and item["role"] in ("", place.role)
    )


def test_nine_of_ten_places_in_context_are_right(places_in: Read) -> None:
    """At least 180 items in at least 60 countries; nine of ten hold."""
    items = _items()
    assert len(items) >= 180
    assert len({i["country"] for i in items if i["country"]}) >= 60
    failed = [i["text"] for i in items if not _holds(i, places_in)]
    assert len(failed) <= 0.1 * len(items), "\n".join(failed)


def test_a_place_twenty_km_east_lies_there(places_in: Read) -> None:
    """The point moves, the precision is 2, and the id is not that of the town it is counted from."""
    (place,) = places_in("The drone fell 20 km east of Jalalabad.")
    assert distance_km(34.43, 70.45, place.lat or 0, place.lon or 0) == pytest.approx(20, abs=3)
    assert (place.precision, place.geonameid) == (2, None)


def test_every_resolved_place_has_a_precision_a_radius_and_a_reason(places_in: Read) -> None:
    """Nothing is pinned without saying how well and why."""
    text = (
        "Troops left Goma for Rutshuru, crossed North Kivu and reached Lake Edward. Uganda sent aid from Kampala. "
        "The Gulf of Aden was calm. A clinic in Zzyzxville-on-Sea stayed open."
    )
    for place in places_in(text):
        assert place.why
        if place.lat is not None:
            assert 1 <= (place.precision or 0) <= 7
            assert (place.radius_km or 0) > 0
        else:
            assert place.geonameid is None


def test_one_sense_an_article(places_in: Read) -> None:
    """Once a comma has told which Paris is meant, it stays meant."""
    text = "She moved to Paris, Texas, in May. The school in Paris has closed. Firefighters in Paris were thanked."
    assert {p.country for p in places_in(text) if p.name == "Paris"} == {"USA"}


def test_the_articles_other_places_decide(places_in: Read) -> None:
    """Georgia beside Atlanta is the state, beside Tbilisi the country."""
    state = places_in("Storms crossed Georgia on Monday. Roads near Atlanta, Macon and Savannah were closed.")
    country = places_in("Protests spread across Georgia on Monday. Crowds gathered in Tbilisi, Batumi and Kutaisi.")
    assert {p.country for p in state} == {"USA"}
    assert {p.country for p in country} == {"GEO"}


def test_the_outlets_home_breaks_ties_only_when_it_is_handed_in(places_in: Read) -> None:
    """A paper of the Missouri Ozarks means its own Springfield."""
    text = "A man was shot in Springfield on Friday."
    at_home = places_in(text, Outlet(country="USA", lat=39.8, lon=-89.65))
    assert at_home[0].admin1 == "Illinois"


@pytest.mark.parametrize(
    "text",
    ["", "   ", "!!! ??? ...", "🙂 " * 50, "A" * 5000, "In In In, Of Of, The The", "X, Y, Z, X, Y, Z", "اندلعت اشتباكات في كابل",
     "\x00\x01 Kabul \x02", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch " * 20, "near near near Kabul",
     "999999999999999999999 km east of Kabul", "0 km north of Kabul", "'; DROP TABLE places; --, Kabul"],
)  # fmt: skip
def test_no_text_breaks_the_room(places_in: Read, text: str) -> None:
    """Hostile and absurd names are read past; every span lies in the text."""
    for place in places_in(text):
        assert 0 <= place.start < place.end <= len(text)
        assert place.lat is None or -90 <= place.lat <= 90


def test_one_absurd_name_empties_nothing(places_in: Read) -> None:
    """What cannot be placed stays open and the rest is placed."""
    places = places_in("Rebels left Goma for Xqzwv-Blorptown and burned Bukavu.")
    assert {"Goma", "Bukavu"} <= {p.name for p in places}


def test_a_paragraph_in_front_only_shifts(places_in: Read) -> None:
    """Offsets follow the text, emoji and Arabic included."""
    text = "Shells hit Kharkiv and Izium on Monday."
    front = "Ahmed thanked everyone 🙂 مرحبا.\n\n"
    plain, shifted = places_in(text), places_in(front + text)
    assert [(p.start + len(front), p.end + len(front)) for p in plain] == [(p.start, p.end) for p in shifted]


def test_a_village_that_no_list_has_there_is_not_one_abroad(places_in: Read) -> None:
    """ "Gana in Maru": a Guna in India bears that name too; the words say where this one is."""
    unknown, district, *_ = places_in("Gunmen entered the village of Gana in Maru district in Nigeria's Zamfara state.")
    assert (unknown.lat, unknown.country) == (None, None)
    assert unknown.why == "no Gana in Maru is known"
    assert district.country == "NGA"


def test_a_small_namesake_alone_in_its_country_is_nobodys_guess(places_in: Read) -> None:
    """Where a report's other places lie in one other country, and where the words behind the name say another."""
    text = "Attacks in Muidumbe and Mueda, Mozambique, went on. Three farmers were killed in Mandela on Monday."
    by_name = {p.name: p.country for p in places_in(text)}
    assert (by_name["Mueda"], by_name["Mandela"]) == ("MOZ", None)
    assert places_in("Three farmers were killed in Mandela on Monday.")[0].country == "GHA"
    assert places_in("A drone hit Ramon airport in southern Israel.")[0].country is None
