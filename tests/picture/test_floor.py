"""Places of victims, shelters, hospitals and aid are shown by area, in one rule."""

from msgspec.structs import replace

from dateline.picture.floor import shown_event
from dateline.values import Actor, Event, Evidence, FoundEvent, Party, Place, Span


def found(words: str, target: str, *, type_: str = "ASSAULT", sector: str | None = None) -> FoundEvent:
    """An event in one sentence, placed exactly."""
    at = words.index(target)
    actor = Actor("x", target, "COD", sector) if sector else None
    event = Event(
        type=type_, quad="MX", score=0.0, trigger=Span(0, 1), target=Party(at, at + len(target), actor), place=0
    )
    evidence = Evidence(
        article="a", sentence=Span(0, len(words)), words=words, known_on="2021-11-19", language="en"
    )  # fmt: skip
    place = Place(0, 1, -1.67, 29.22, "COD", "Nord-Kivu", 216281, 1, name="Goma")
    return FoundEvent(id="e", event=event, place=place, days=None, evidence=evidence)


def test_an_attack_on_soldiers_may_be_a_point() -> None:
    """Nobody is put at risk by the spot of a battle that was printed."""
    assert shown_event(found("They shelled the barracks.", "the barracks")).kind == "point"


def test_people_clinics_and_aid_are_shown_by_area() -> None:
    """Without coordinates and without the town's name."""
    for case in (
        found("They shelled a clinic.", "a clinic"),
        found("They killed seven villagers.", "seven villagers"),
        found("They fired near a refugee camp.", "They"),
        found("They sent rice.", "rice", type_="AID"),
        found("They shelled them.", "them", sector="CVL"),
    ):
        shown = shown_event(case)
        assert (shown.kind, shown.name, shown.lat, shown.admin1) == ("area", None, None, "Nord-Kivu")
        assert shown.is_coarsened


def test_what_is_known_to_the_country_is_no_point() -> None:
    """A country has no dot in its middle."""
    case = found("They shelled the barracks.", "the barracks")
    assert case.place is not None
    assert shown_event(replace(case, place=replace(case.place, precision=6, admin1=None))).kind == "country"
    assert shown_event(replace(case, place=None)).kind == "none"
