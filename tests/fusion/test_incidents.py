"""One happening, many reports."""

import random
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.fusion.incidents import fuse
from dateline.values import Actor, Event, Evidence, FoundEvent, Incident, Party, Place, Span, Toll

_ids = count()
REBELS = Actor("red-valley-front", "Red Valley Front", "AAA", "REB")
ARMY = Actor("aaa-military", "army of Avalon", "AAA", "MIL")
STATE, GROUP = Actor("BBB", "Sornia", "BBB", "GOV"), Actor("blue-river-league", "Blue River League", "AAA", "GOV")
ELM = Place(0, 3, 10.0, 20.0, "AAA", "East", 1, 1, 5.0, "Elm")
OAK = Place(0, 3, 14.0, 24.0, "AAA", "West", 2, 1, 5.0, "Oak")
EAST = Place(0, 4, 10.2, 20.1, "AAA", "East", 3, 4, 80.0, "East")


def told(
    article: str,
    *,
    type: str = "ASSAULT",
    of: str | None = None,
    who: Actor | None = REBELS,
    whom: Actor | None = ARMY,
    place: Place | None = ELM,
    day: str | None = "2020-05-04",
    killed: int | None = None,
    known_on: str = "2020-05-05",
    copy_of: str | None = None,
    **more: object,
) -> FoundEvent:
    """One event as a report tells it."""
    party = lambda actor: Party(0, 3, actor) if actor else None  # noqa: E731
    event = Event(
        type=type,
        of=of,
        quad="MX",
        score=-9,
        trigger=Span(4, 9),
        source=party(who),
        target=party(whom),
        date=day,
        date_precision=1 if day else None,
        killed=Toll(0, 2, killed, killed, killed) if killed else None,
        **more,  # type: ignore[arg-type]
    )
    evidence = Evidence(
        article=article, sentence=Span(0, 20), words="The front hit Elm.", known_on=known_on, language="en",
        publisher=article.split("-")[0], copy_of=copy_of,
    )  # fmt: skip
    days = (day, day) if day and len(day) == 10 else ("2020-06-01", "2020-06-07") if day == "2020-W23" else None
    return FoundEvent(id=f"e{next(_ids):04d}", event=event, place=place, days=days, evidence=evidence)


def only(incidents: tuple[Incident, ...]) -> Incident:
    assert len(incidents) == 1, [i.why for i in incidents]
    return incidents[0]


def test_retellings_are_one_incident_by_independent_origin() -> None:
    """Three reports, one a copy: one incident, three reports, two origins, the toll as low, best and high."""
    incident = only(
        fuse(
            [
                told("north-1", killed=4),
                told("south-1", killed=6, known_on="2020-05-06", place=EAST),
                told("west-1", killed=4, copy_of="north-1"),
            ]
        )
    )
    assert (incident.reports, incident.origins) == (3, 2)
    assert incident.killed is not None
    assert (incident.killed.low, incident.killed.best, incident.killed.high) == (4, 6, 6)
    assert incident.site is not None and incident.site.name == "Elm", "the finest place wins"


def test_a_clash_is_mutual_and_acts_side_by_side_are_not() -> None:
    """Two who fought each other are both actors of one mutual incident; two who did the same to nobody named are not."""
    both = (Party(0, 3, REBELS), Party(5, 8, ARMY))
    clash = only(fuse([told("a-1", actors=both, recipients=both)]))
    assert clash.mutual and clash.sides == (clash.actors, clash.actors) and len(clash.actors) == 2
    joint = only(fuse([told("b-1", actors=both, whom=None)]))
    assert not joint.mutual and joint.sides == (joint.actors, ()) and len(joint.actors) == 2


def test_two_towns_or_two_days_are_two_incidents() -> None:
    """Another place or another day forbids one happening."""
    assert len(fuse([told("a-1"), told("b-1", place=OAK)])) == 2
    assert len(fuse([told("a-1"), told("b-1", day="2020-05-09")])) == 2


def test_a_denial_is_no_report_of_the_act() -> None:
    """What is negated never joins what is asserted."""
    assert len(fuse([told("a-1"), told("b-1", negated=True)])) == 2


def test_an_announced_meeting_that_took_place_was_held() -> None:
    """A planned incident carries its outcome and the incident that decided it."""
    plan = told(
        "a-1",
        type="AGREE",
        of="CONSULT",
        who=STATE,
        whom=GROUP,
        day="2020-W23",
        modality="planned",
        known_on="2020-05-28",
    )
    met = told("b-1", type="CONSULT", who=GROUP, whom=STATE, day="2020-06-02", known_on="2020-06-03")
    incidents = fuse([plan, met])
    planned = next(i for i in incidents if i.modality == "planned")
    assert planned.outcome == "held"
    assert planned.matched == next(i.id for i in incidents if i.type == "CONSULT")
    assert next(iter(fuse([plan]))).outcome is None, "no word is no outcome"


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_any_order_gives_the_same_incidents(rng: random.Random) -> None:
    """Byte for byte the same, whatever the order of events."""
    shuffled = list(EVENTS)
    rng.shuffle(shuffled)
    assert fuse(shuffled) == fuse(EVENTS)


EVENTS = [
    told("a-1", killed=3),
    told("b-1", killed=5, known_on="2020-05-06"),
    told("c-1", place=OAK),
    told("d-1", day=None),
    told("e-1", who=None, place=EAST),
    told("f-1", type="CONSULT", who=STATE, whom=GROUP),
]


def test_reports_that_say_the_same_are_one_however_many() -> None:
    """Two hundred outlets on one attack are one incident, with the one that knows of fewer dead; another town stays apart."""
    same = [told(f"r{n}", killed=4) for n in range(200)]
    incidents = fuse([*same, told("fewer", killed=3), told("oak", place=OAK, killed=4)])
    assert sorted(incident.reports for incident in incidents) == [1, 201]
