"""What watches mean, what they see, and when that is news."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.picture.watch_words import (
    ACTIVE,
    EXAMPLES,
    Announced,
    Between,
    Counted,
    CoverageLost,
    Names,
    Spread,
    Standing,
    Trend,
    Where,
    read_rule,
    say,
)
from dateline.picture.watches import Finding, Known, Past, decide, look
from dateline.values import Actor, Event, Evidence, FoundEvent, Incident, Party, Place, Site, Span
from dateline.values.warning import EarlyWarning

NAMES = Names(
    actors={
        "isis k": ("isis-k",),
        "taliban": ("taliban",),
        "usa": ("USA",),
        "united states": ("USA",),
        "pak": ("PAK",),
        "front": ("hill-front", "river-front"),
        "trade and aid council": ("trade-and-aid-council",),
    },
    countries={"afg": "AFG", "afghanistan": "AFG", "pak": "PAK", "pakistan": "PAK"},
    titles={"isis-k": "ISIS-K"},
)
ISISK = Actor("isis-k", "ISIS-K", "AFG", "REB", kind="armed_group")
TALIBAN = Actor("taliban", "Taliban", "AFG", "REB", kind="armed_group")
USA = Actor("USA", "United States", "USA", "GOV", kind="state")
AFG = Place(0, 4, 34.5, 69.2, "AFG", "Kabul", 1, 1, name="Kabul")
PAK = Place(0, 4, 34.0, 71.5, "PAK", "Peshawar", 2, 1, name="Peshawar")


def told(
    id: str, day: str, *, who: Actor = ISISK, type: str = "ASSAULT", whom: Actor | None = None,
    place: Place | None = AFG, known: str = "", **more: object,
) -> FoundEvent:  # fmt: skip
    event = Event(
        type=type, quad="MX", score=-9, trigger=Span(5, 10), source=Party(0, 4, who),
        target=Party(0, 4, whom) if whom else None, date=day, **more,
    )  # fmt: skip
    evidence = Evidence(
        article=f"a-{id}", sentence=Span(0, 9), words="It struck.", known_on=known or day, language="en"
    )
    return FoundEvent(id=id, event=event, place=place, days=(day, day), evidence=evidence)


def happened(
    id: str, day: str, *, who: Actor = ISISK, type: str = "ASSAULT", country: str = "AFG", known: str = "",
    **more: object,
) -> Incident:  # fmt: skip
    return Incident(
        id=id, type=type, quad="MX", actors=(who,), site=Site(country=country), days=(day, day), date=day,
        events=(f"e-{id}",), known_on=known or day, **more,
    )  # fmt: skip


def reports(first: str = "2021-01-01", days: int = 365, n: int = 3) -> dict[str, int]:
    start = date.fromisoformat(first)
    return {(start + timedelta(days=k)).isoformat(): n for k in range(days)}


@pytest.mark.parametrize(
    "words, rule",
    [
        ("isis-k outside AFG", Where("isis-k", ("AFG",), is_outside=True)),
        ("ISIS-K outside of Afghanistan and PAK", Where("isis-k", ("AFG", "PAK"), is_outside=True)),
        ("isis-k in AFG/Kunduz", Where("isis-k", ("AFG",), "Kunduz")),
        ("more than 5 incidents of isis-k in AFG in 4 weeks", Counted(5, 28, ACTIVE, "isis-k", "AFG")),
        ("more than ten attacks in Afghanistan within 10 days", Counted(10, 10, ("ASSAULT",), None, "AFG")),
        ("More than 5 incidents in 2 months.", Counted(5, 60, ACTIVE)),
        ("talks planned between USA and taliban", Between("talks", "planned", "USA", "taliban")),
        ("talks broken off between the taliban and USA", Between("talks", "broken off", "taliban", "USA")),
        ("talks held between Trade and Aid Council and USA", Between("talks", "held", "trade-and-aid-council", "USA")),
        ("standing of PAK with taliban falls", Standing("PAK", "taliban", "falls")),
        ("PAK’s standing with taliban changes", Standing("PAK", "taliban", "changes")),
        ("isis-k spreads in 8 weeks", Spread("isis-k", 56)),
        ("isis-k rises", Trend("isis-k", "rise")),
        ("isis-k falls in AFG", Trend("isis-k", "fall", "AFG")),
        ("coverage lost in AFG", CoverageLost("AFG")),
        ("coverage lost", CoverageLost()),
        (
            "planned talks between USA and taliban due or without word",
            Announced(("CONSULT",), ("due", "no word"), ("USA", "taliban")),
        ),
        ("planned visit of USA due", Announced(("CONSULT",), ("due",), ("USA",))),
    ],
)
def test_words_mean_one_rule(words: str, rule: object) -> None:
    """Each form that people write is read as it is meant."""
    assert read_rule(words, NAMES) == rule


def test_every_example_that_help_shows_can_be_read_and_said() -> None:
    """What is told to be written works, and is explained."""
    assert all(say(read_rule(words, NAMES), NAMES) for words in EXAMPLES)


@pytest.mark.parametrize(
    "words, mend",
    [
        ("isisk-k outside AFG", "Near: isis-k"),
        ("isis-k outside AFK", "Near: AFG"),
        ("isis-k outside Xqzz", "ISO alpha-3"),
        ("more than some incidents in 4 weeks", "no whole number"),
        ("more than 5 incidents in -4 weeks", "no whole number"),
        ("more than 5 incidents in 99999 weeks", "1 to 730 days"),
        ("more than 5 sandwiches in 4 weeks", "Write one of: incidents"),
        ("talks wished between USA and taliban", "`talks planned`"),
        ("friendship between USA and taliban", "Begin with one of"),
        ("talks held between USA", "between A and B"),
        ("front outside AFG", "hill-front, river-front"),
        ("isis-k outside AFG in 4 weeks", "takes no window"),
        ("tell me when it matters", "Write it like"),
    ],
)
def test_what_cannot_be_read_says_what_can(words: str, mend: str) -> None:
    """An unknown actor names the nearest, a bad number how to write one."""
    with pytest.raises(InputError) as error:
        read_rule(words, NAMES)
    assert mend in str(error.value)


@given(st.text(max_size=60))
def test_any_words_are_read_or_refused(words: str) -> None:
    """Nothing that a person types breaks the reading."""
    try:
        read_rule(words, NAMES)
    except InputError as error:
        assert str(error)


def test_nothing_to_show_says_what_was_looked_at() -> None:
    """Silence carries its date and the number of reports."""
    found = look(read_rule("isis-k outside AFG", NAMES), Known(reports={"2021-11-25": 1}), at="2021-11-25")
    assert found.keys == () and found.reports == 1
    assert "as of 2021-11-25" in found.why and "1 report looked at, 2021-11-25 to 2021-11-25" in found.why


def test_activity_at_home_is_not_outside() -> None:
    """Only what happened elsewhere counts, and it names its events."""
    rule = read_rule("isis-k outside AFG", NAMES)
    home = told("home", "2021-05-01")
    assert look(rule, Known(events=(home,), reports=reports()), at="2021-06-01").keys == ()
    abroad = told("abroad", "2021-05-20", place=PAK)
    found = look(rule, Known(events=(home, abroad), reports=reports()), at="2021-06-01")
    assert found.keys == ("abroad",) and found.events == ("abroad",) and "PAK/Peshawar" in found.why


def test_a_planned_or_denied_act_is_no_activity() -> None:
    """What may happen has not, and what was denied neither."""
    events = (
        told("plan", "2021-05-20", place=PAK, modality="planned"),
        told("no", "2021-05-20", place=PAK, negated=True),
    )
    known = Known(events=events, reports=reports())
    assert look(read_rule("isis-k outside AFG", NAMES), known, at="2021-06-01").keys == ()


def test_a_count_is_held_against_the_windows_before() -> None:
    """Observed and expected stand beside each other; the limit itself is not more than the limit."""
    rule = read_rule("more than 2 incidents of isis-k in AFG in 4 weeks", NAMES)
    incidents = tuple(happened(f"i{k}", f"2021-06-{k + 1:02}") for k in range(3))
    incidents += (happened("before", "2021-04-15"), happened("else", "2021-06-02", country="PAK"))
    known = Known(incidents=incidents, reports=reports())
    found = look(rule, known, at="2021-06-10")
    assert (found.observed, found.window_days, found.is_level) == (3.0, 28, True)
    assert found.expected == 0.25
    assert set(found.incidents) == {"i0", "i1", "i2"} and set(found.events) == {"e-i0", "e-i1", "e-i2"}
    assert look(rule, known, at="2021-06-02").keys == ()


def test_talks_planned_name_their_date() -> None:
    """The relation's newest word counts, and is shown with its day."""
    plan = told("plan", "2021-06-20", who=USA, type="AGREE", whom=TALIBAN, of="CONSULT", modality="planned",
                known="2021-06-10")  # fmt: skip
    rule = read_rule("talks planned between USA and taliban", NAMES)
    found = look(rule, Known(events=(plan,), reports=reports()), at="2021-06-12")
    assert found.keys == ("plan",) and found.newest == "2021-06-10" and "2021-06-20" in found.why
    assert look(rule, Known(events=(plan,), reports=reports()), at="2021-06-09").keys == ()


def test_standing_that_falls_names_both_states() -> None:
    """A fall is no rise, and says from what to what."""
    events = (
        told("met", "2021-03-01", who=USA, type="CONSULT", whom=TALIBAN),
        told("raid", "2021-05-01", who=USA, type="ASSAULT", whom=TALIBAN),
    )
    known = Known(events=events, reports=reports())
    found = look(read_rule("standing of USA with taliban falls", NAMES), known, at="2021-05-10")
    assert "fighting" in found.why and "working" in found.why and found.events == ("raid",)
    assert look(read_rule("standing of USA with taliban rises", NAMES), known, at="2021-05-10").keys == ()


def test_spread_needs_a_new_area() -> None:
    """Active where it had not been, beside where it was."""
    events = (told("old", "2021-04-01"), told("home", "2021-05-20"), told("abroad", "2021-05-21", place=PAK))
    found = look(read_rule("isis-k spreads", NAMES), Known(events=events, reports=reports()), at="2021-06-01")
    assert found.keys == ("PAK/Peshawar",) and "abroad" in found.events


def test_early_warnings_are_passed_on_with_their_figures() -> None:
    """A rise and a loss of coverage reach whoever watches for them, and nobody else."""
    rise = EarlyWarning(
        kind="rise", raised_on="2021-06-06", country="AFG", admin1="Kabul", actor="isis-k", type="ASSAULT",
        observed=9.0, expected=2.0, p=1e-5, incidents=("i0",), why="9 incidents.",
    )  # fmt: skip
    lost = EarlyWarning(
        kind="coverage_lost", raised_on="2021-06-05", country="AFG", admin1=None, actor=None, type=None,
        observed=10.0, expected=80.0, p=0.0, why="10 articles.",
    )  # fmt: skip
    known = Known(incidents=(happened("i0", "2021-06-01"),), warnings=(rise, lost), reports=reports())
    found = look(read_rule("isis-k rises in AFG", NAMES), known, at="2021-06-10")
    assert (found.observed, found.expected, found.incidents, found.events) == (9.0, 2.0, ("i0",), ("e-i0",))
    assert look(read_rule("isis-k falls", NAMES), known, at="2021-06-10").keys == ()
    assert look(read_rule("coverage lost in AFG", NAMES), known, at="2021-06-10").observed == 10.0
    assert look(read_rule("coverage lost", NAMES), known, at="2021-06-10").keys == ()
    assert look(read_rule("isis-k rises", NAMES), known, at="2021-06-05").keys == ()


def test_an_announced_day_that_passes_without_word() -> None:
    """Ahead is nothing yet, then due, then without word; what was held is neither."""
    plan = happened("talks", "2021-06-20", who=USA, type="AGREE", of="CONSULT", modality="planned",
                    recipients=(TALIBAN,), known="2021-06-10")  # fmt: skip
    rule = read_rule("planned talks between USA and taliban due or without word", NAMES)
    known = Known(incidents=(plan,), reports=reports())
    assert look(rule, known, at="2021-06-15").keys == ()
    assert look(rule, known, at="2021-06-21").keys == ("talks due",)
    assert look(rule, known, at="2021-07-15").keys == ("talks no word",)


def test_a_later_report_of_the_outcome_says_nothing_of_the_day_before() -> None:
    """As of a day, only what was known on it: the plan was still without word."""
    plan = happened("talks", "2021-06-20", who=USA, type="AGREE", of="CONSULT", modality="planned",
                    recipients=(TALIBAN,), known="2021-06-10", outcome="held", matched="met")  # fmt: skip
    met = happened("met", "2021-06-20", who=USA, type="CONSULT", known="2021-08-01")
    rule = read_rule("planned talks between USA and taliban due or without word", NAMES)
    known = Known(incidents=(plan, met), reports=reports())
    assert look(rule, known, at="2021-07-15").keys == ("talks no word",)
    assert look(rule, known, at="2021-08-01").keys == ()


_DAYS = st.integers(0, 180).map(lambda n: (date(2021, 1, 1) + timedelta(days=n)).isoformat())


@given(
    st.lists(st.tuples(_DAYS, st.integers(0, 40), st.sampled_from((AFG, PAK)), st.sampled_from((ISISK, USA)))),
    _DAYS,
    st.sampled_from(EXAMPLES),
)
def test_no_watch_looks_ahead(rows: list[tuple[str, int, Place, Actor]], at: str, words: str) -> None:
    """With later knowledge handed in or left out, a watch says the same."""
    events, incidents = [], []
    for n, (day, delay, place, who) in enumerate(rows):
        known = (date.fromisoformat(day) + timedelta(days=delay)).isoformat()
        type_ = "ASSAULT" if n % 3 else "CONSULT"
        events.append(told(f"e-{n}", day, who=who, whom=TALIBAN, type=type_, place=place, known=known))
        incidents.append(happened(str(n), day, who=who, type=type_, country=place.country or "", known=known))
    whole = Known(events=tuple(events), incidents=tuple(incidents), reports=reports())
    then = Known(
        events=tuple(e for e in events if e.evidence.known_on <= at),
        incidents=tuple(i for i in incidents if i.known_on <= at),
        reports={day: n for day, n in reports().items() if day <= at},
    )
    rule = read_rule(words, NAMES)
    found = look(rule, whole, at=at)
    assert found == look(rule, then, at=at)
    if found.keys:
        assert found.events and all(e.evidence.known_on <= at for e in events if e.id in found.events)


NEWS = Finding(why="x", keys=("i1",), parts={"i1": ("e1", "e2")}, newest="2021-06-01")


@pytest.mark.parametrize(
    "finding, past, at, verdict",
    [
        (NEWS, Past(), "2021-06-02", "raised"),
        (Finding(why="x"), Past(), "2021-06-02", "nothing"),
        (NEWS, Past(keys=("i1",), last_verdict="raised"), "2021-06-02", "still"),
        (NEWS, Past(keys=("i0",), events=("e2",), last_verdict="raised"), "2021-06-02", "still"),
        (NEWS, Past(), "2021-09-02", "old"),
        (NEWS, Past(keys=("i0",), last_raised_on="2021-05-25"), "2021-06-02", "quiet"),
        (NEWS, Past(keys=("i0",), last_raised_on="2021-05-25"), "2021-06-08", "raised"),
    ],
)
def test_news_is_told_once(finding: Finding, past: Past, at: str, verdict: str) -> None:
    """Not what was told (under any id), not what is old, and not in a quiet period; what is held back comes after it."""
    assert decide(finding, past, at=at, quiet_days=14, fresh_days=30)[0] == verdict


def test_a_level_is_news_when_it_begins() -> None:
    """While it goes on nothing more is said; when it was left and comes back, it is."""
    level = Finding(why="x", keys=("i1", "i2"), is_level=True, newest="2021-06-01")
    for last, verdict in ((None, "raised"), ("raised", "still"), ("still", "still"), ("nothing", "raised")):
        past = Past(keys=("i1",) if last else (), last_verdict=last)
        assert decide(level, past, at="2021-06-02", quiet_days=0, fresh_days=30)[0] == verdict
