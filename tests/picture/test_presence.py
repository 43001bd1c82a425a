"""Where a group is."""

from dateline.picture.presence import presence
from dateline.values import Actor, Event, Evidence, FoundEvent, Party, Place, Sighting, Span
from dateline.values.picture import Presence

GROUP = Actor("red-valley-front", "Red Valley Front", "AVL", "REB")
COVERAGE = {f"2020-{month:02d}-{day:02d}": 5 for month in (4, 5) for day in range(1, 31)}


def hit(id: str, admin1: str | None, day: str, *, precision: int = 1) -> FoundEvent:
    event = Event(type="ASSAULT", quad="MX", score=-9, trigger=Span(0, 3), source=Party(0, 3, GROUP), date=day)
    place = Place(0, 3, 1.0, 2.0, "AVL", admin1, 7, precision, 5.0, "Elm")
    evidence = Evidence(article=f"a-{id}", sentence=Span(0, 9), words="It hit it", known_on=day, language="en")
    return FoundEvent(id=id, event=event, place=place, days=(day, day), evidence=evidence)


def seen(admin1: str, day: str) -> Sighting:
    place = Place(0, 3, 1.0, 2.0, "AVL", admin1, 7, 4, 5.0, admin1)
    evidence = Evidence(article=f"s-{day}", sentence=Span(0, 9), words="It is there", known_on=day, language="en")
    return Sighting(actor=GROUP.id, place=place, evidence=evidence)


def in_may(
    events: list[FoundEvent], sightings: tuple[Sighting, ...] = (), coverage: dict[str, int] = COVERAGE
) -> Presence:
    return presence(events, sightings, coverage, actor=GROUP.id, since="2020-05-01", until="2020-05-30")


def test_new_areas_beside_old_ones_are_spread() -> None:
    """Active in an area for the first time while active elsewhere: spreading, and the area is new."""
    found = in_may([hit("1", "East", "2020-04-10"), hit("2", "East", "2020-05-03"), hit("3", "West", "2020-05-09")])
    assert found.verdict == "spreading"
    assert {a.admin1: a.status for a in found.areas} == {"East": "continuing", "West": "new"}


def test_contained_rests_on_coverage() -> None:
    """No new area means contained only where as much was read as before."""
    events = [hit("1", "East", "2020-04-10"), hit("2", "East", "2020-05-03")]
    assert in_may(events).verdict == "contained"
    thin = {day: n if day < "2020-05" else 1 for day, n in COVERAGE.items()}
    assert in_may(events, coverage=thin).verdict == "not known"


def test_an_area_gone_silent_and_one_only_named() -> None:
    """What was active before and is not now is silent; what is only named is reported, with no incident."""
    found = in_may([hit("1", "East", "2020-04-10")], (seen("North", "2020-05-02"),))
    assert {a.admin1: a.status for a in found.areas} == {"East": "silent", "North": "reported"}


def test_nothing_is_finer_than_the_evidence() -> None:
    """An event known to the country counts for the country, not for a province."""
    assert [a.admin1 for a in in_may([hit("1", "East", "2020-05-03", precision=6)]).areas] == [None]
