"""How two actors stand."""

from dateline.picture.relations import relate
from dateline.values import Actor, Event, Evidence, FoundEvent, Party, Span

AVALON = Actor("AVL", "Avalon", "AVL", "GOV", kind="state")
MINISTER = Actor("jo-marsh", "Jo Marsh", "AVL", "GOV", kind="person")
REBEL_AT_HOME = Actor("hill-men", "Hill Men", "AVL", "REB", kind="armed_group")
LEAGUE = Actor("blue-river-league", "Blue River League", "SOR", "GOV", kind="armed_group")


def told(
    id: str,
    who: Actor,
    type: str,
    whom: Actor,
    day: str,
    *,
    words: str = "They spoke.",
    known: str = "",
    **more: object,
) -> FoundEvent:
    event = Event(
        type=type, quad=str(more.pop("quad", "VC")), score=1, trigger=Span(5, 10), source=Party(0, 4, who),
        target=Party(0, 4, whom), date=day, **more,
    )  # fmt: skip
    evidence = Evidence(
        article=f"a-{id}", sentence=Span(0, len(words)), words=words, known_on=known or day, language="en"
    )
    return FoundEvent(id=id, event=event, place=None, days=(day, day), evidence=evidence)


def facets(events: list[FoundEvent], at: str, a: str = "AVL", b: str = "blue-river-league") -> dict[str, str]:
    return {facet.facet: facet.state for facet in relate(events, a=a, b=b, at=at).facets}


HISTORY = [
    told("plan", AVALON, "AGREE", LEAGUE, "2020-03-10", of="CONSULT", modality="planned", known="2020-03-01"),
    told("met", LEAGUE, "CONSULT", MINISTER, "2020-03-10"),
    told("refuse", MINISTER, "REJECT", LEAGUE, "2020-04-02", of="COOPERATE"),
    told("ask", LEAGUE, "REQUEST", AVALON, "2020-04-05", words="It asked Avalon to recognise it."),
]


def test_talks_are_planned_and_then_held() -> None:
    """A facet has the state of the newest word on that day; a minister acts for his state."""
    assert facets(HISTORY, "2020-03-05")["talks"] == "planned"
    assert facets(HISTORY, "2020-03-12")["talks"] == "held"


def test_every_state_stands_on_events() -> None:
    """No facet without evidence, and none that was not known by then."""
    relation = relate(HISTORY, a="AVL", b="blue-river-league", at="2020-04-03")
    assert {f.facet for f in relation.facets} == {"talks", "partnership", "standing"}
    assert all(f.evidence and f.since <= "2020-04-03" for f in relation.facets)


def test_a_state_without_recent_word_says_so() -> None:
    """Nothing lasts for ever because nobody reported its end."""
    talks = next(
        f for f in relate(HISTORY, a="AVL", b="blue-river-league", at="2021-04-01").facets if f.facet == "talks"
    )
    assert talks.is_stale and "no word since" in talks.why


def test_rebels_at_home_do_not_act_for_the_state() -> None:
    """An armed group of a country is no arm of its government."""
    assert facets([told("raid", REBEL_AT_HOME, "ASSAULT", LEAGUE, "2020-03-01", quad="MX")], "2020-03-02") == {}


def test_a_denied_act_leaves_no_hostility() -> None:
    """What was denied is kept by others, and counts for nothing here."""
    assert "standing" not in facets([told("no", AVALON, "ASSAULT", LEAGUE, "2020-03-01", negated=True)], "2020-03-02")


def test_fighting_fades_into_what_came_after() -> None:
    """Fighting outweighs talk for some weeks, and no longer."""
    events = [
        told("raid", AVALON, "ASSAULT", LEAGUE, "2020-01-01", quad="MX"),
        told("met", AVALON, "CONSULT", LEAGUE, "2020-01-20"),
    ]
    assert facets(events, "2020-01-25")["standing"] == "fighting"
    assert facets(events, "2020-03-20")["standing"] == "working"


def test_a_truce_that_somebody_ends_is_broken() -> None:
    """Ending one is more than refusing one, and both are other than keeping one."""
    agreed = told("agree", AVALON, "AGREE", LEAGUE, "2020-05-01", of="RETREAT", words="They agreed on a ceasefire.")
    ended = told(
        "end", LEAGUE, "REJECT", AVALON, "2020-06-01", of="RETREAT", mode="yield",
        words="The League declared an end to its ceasefire with Avalon.",
    )  # fmt: skip
    refused = told(
        "no", LEAGUE, "REJECT", AVALON, "2020-06-01", of="RETREAT", words="The League rejected a ceasefire with Avalon."
    )
    assert facets([agreed], "2020-05-02")["ceasefire"] == "in force"
    assert facets([agreed, ended], "2020-06-02")["ceasefire"] == "broken"
    assert facets([agreed, refused], "2020-06-02")["ceasefire"] == "refused"


def test_two_who_do_the_same_to_a_third_do_it_not_to_each_other() -> None:
    """Allies who bomb or accuse one enemy are neither at war nor strained with each other."""
    ally = Actor("SOR", "Sornia", "SOR", "GOV", kind="state")
    both = (Party(0, 4, AVALON), Party(5, 8, ally))
    joint = [told(kind, AVALON, kind, LEAGUE, "2020-05-01", actors=both, quad="VX") for kind in ("ACCUSE", "ASSAULT")]
    assert facets(joint, "2020-05-02")["standing"] == "fighting"
    assert facets(joint, "2020-05-02", "SOR", "blue-river-league")["standing"] == "fighting"
    assert facets(joint, "2020-05-02", "AVL", "SOR") == {}
