"""The map: a spot is drawn once, and its name covers neither another name nor a spot."""

from itertools import combinations

import pytest

from dateline.values import Event, Evidence, FoundEvent, Place, Span
from dateline.web.map import Dot, draw

HERAT, KABUL = (34.35, 62.2), (34.53, 69.17)


def _at(number: int, name: str, lat: float, lon: float, *, radius_km: float | None = None) -> FoundEvent:
    precision = 1 if radius_km is None else 2
    return FoundEvent(
        id=f"e{number}",
        event=Event(
            type="ASSAULT", quad="MX", score=-5.0, trigger=Span(0, 1), source=None, target=None, date="2021-11-20", place=0,
            date_precision=1,
        ),
        place=Place(
            0, 1, lat=lat, lon=lon, country="AFG", admin1="Herat", geonameid=number, precision=precision,
            radius_km=radius_km, name=name, anchor="exact" if radius_km is None else "near",
        ),
        days=("2021-11-20", "2021-11-20"),
        evidence=Evidence(article="a", sentence=Span(0, 1), words="w", known_on="2021-11-20", language="en"),
    )  # fmt: skip


def _dots(*found: FoundEvent) -> tuple[Dot, ...]:
    return draw(found, [("AFG", "Herat", len(found))]).dots


def test_a_city_known_by_two_points_is_one_spot() -> None:
    """Its events are under one dot; another city of the same name, far away, is another."""
    lat, lon = HERAT
    close = _at(1, "Herat", lat, lon), _at(2, "Herat", lat + 0.05, lon + 0.05)
    assert [sorted(dot.events) for dot in _dots(*close)] == [["e1", "e2"]]
    assert len(_dots(*close, _at(3, "Herat", *KABUL))) == 2


def test_a_circle_around_a_spot_leaves_the_name_to_the_spot() -> None:
    """No name stands twice beside one place."""
    dots = _dots(_at(1, "Kabul", *KABUL), _at(2, "Kabul", *KABUL, radius_km=15.0))
    assert {dot.is_near: bool(dot.labels) for dot in dots} == {False: True, True: False}


@pytest.mark.parametrize(("screen", "letters", "larger"), [("wide", 1.0, 1.0), ("narrow", 2.3, 1.9)])
def test_names_cover_neither_names_nor_spots(screen: str, letters: float, larger: float) -> None:
    """On a wide screen and on a phone, where letters and spots are larger on the drawing."""
    dots = _dots(*(_at(n, f"Town number {n}", 33 + n % 5 * 0.4, 62 + n // 5 * 0.6) for n in range(40)))
    spots = [(d.x - r, d.y - r, d.x + r, d.y + r) for d in dots if (r := d.radius * larger)]
    names = []
    for dot in dots:
        for label in dot.labels:
            if label.screen == screen:
                left = label.x - (len(dot.name) * 6.6 * letters if label.anchor == "end" else 0)
                right = left + len(dot.name) * 6.6 * letters
                names.append((left, dot.y - 6 * letters, right, dot.y + 6 * letters))
    assert names
    for one, two in [*combinations(names, 2), *((name, spot) for name in names for spot in spots)]:
        assert one[2] < two[0] or two[2] < one[0] or one[3] < two[1] or two[3] < one[1]
