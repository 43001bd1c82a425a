"""What was known on a day: whatever came later, a page as of that day reads the same."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dateline.engine.fusing import fuse_store
from dateline.engine.reviewing import join_incidents, reject_event
from dateline.store import EventFilter, IncidentFilter, Store
from dateline.values import Actor, Article, Entity, Event, Extraction, Party, Place, Sentence, Span, Statement, Toll
from dateline.web.app import create_app

DAY = "2021-06-15"
ISISK = Actor("isis-k", "ISIS-K", "AFG", "REB", kind="armed_group")
PAKISTAN = Actor("PAK", "Pakistan", "PAK", "GOV", kind="state")
TOWNS = {"Kabul": ("AFG", "Kabul", 34.5, 69.2, 1), "Peshawar": ("PAK", "Khyber", 34.0, 71.6, 2)}
VIEWS = (
    "/", "/events", "/statements", "/incidents", "/calendar", "/warnings", "/sources", "/actor/isis-k", "/actor/PAK",
    "/pair/isis-k/PAK", "/place/PAK", "/place/PAK/Khyber", "/search?q=bombed", "/evidence?actor=isis-k",
    "/article/r0", "/api/v1/actors/isis-k", "/api/v1/incidents", "/api/v1/relations/isis-k/PAK", "/api/v1/reports",
)  # fmt: skip
FILES = ("/events.csv", "/incidents.csv", "/statements.csv", "/sources.csv", "/calendar.csv", "/warnings.json")
Told = tuple[str, int, int]  # town, day of June, dead


def coded(n: int, told: Told, month: int) -> tuple[Article, Extraction]:
    """One report of an attack, and what a minister said of it."""
    town, day, dead = told
    out = f"2021-{month:02d}-{day:02d}"
    text = f"ISIS-K bombed a post of Pakistan in {town}, killing {dead}. “We did not,” ISIS-K said. Report {n}."

    def span(words: str, nth: int = 0) -> tuple[int, int]:
        at = -1
        for _ in range(nth + 1):
            at = text.index(words, at + 1)
        return at, at + len(words)

    country, admin1, lat, lon, id_ = TOWNS[town]
    event = Event(
        type="ASSAULT", quad="MX", score=-9.0, trigger=Span(*span("bombed")), source=Party(*span("ISIS-K"), ISISK),
        target=Party(*span("Pakistan"), PAKISTAN), place=0, date=out, date_precision=1,
        killed=Toll(*span(str(dead)), dead, dead, dead),
    )  # fmt: skip
    cut = text.index("“")
    extraction = Extraction(
        id=f"r{n}", language="en", coder="1", sentences=(Sentence(0, cut), Sentence(cut, len(text))),
        entities=(Entity(*span("ISIS-K"), "ORG", ISISK), Entity(*span("Pakistan"), "GPE", PAKISTAN)),
        places=(Place(*span(town), lat, lon, country, admin1, id_, 1, name=town),), events=(event,),
        statements=(
            Statement(
                source=Party(*span("ISIS-K", 1), ISISK), cue=Span(*span("said")), content=(Span(*span("We did not")),),
                kind="direct", about=("PAK",), stance="denied", date=out,
            ),
        ),
    )  # fmt: skip
    article = Article(
        id=f"r{n}",
        text=text,
        title=f"Report {n}",
        language="en",
        published=f"{out}T08:00:00Z",
        publisher=f"Post {n % 2}",
    )
    return article, extraction


def pages(
    folder: Path,
    name: str,
    reports: list[tuple[Article, Extraction]],
    wanted: tuple[str, ...],
    decide: Callable[[Store], None] = lambda _: None,
) -> dict[str, str]:
    """These pages of a store of these reports, and each incident's, after somebody decided, as of the day."""
    path = folder / f"{name}.db"
    with Store(path) as store:
        for article, extraction in reports:
            store.add(article, extraction, seen_at="2026-11-22T12:00:00+00:00")
        fuse_store(store, at="2026-11-22T12:00:00+00:00")
        incidents = [f"/incident/{i.id}" for i in store.incidents(IncidentFilter(as_of=DAY))]
        decide(store)
        fuse_store(store, at="2026-11-22T12:00:00+00:00")
    client = TestClient(create_app(path))
    found = {}
    for page in (*wanted, *incidents):
        answer = client.get(f"{page}{'&' if '?' in page else '?'}as_of={DAY}")
        assert answer.status_code == 200, page
        found[page] = answer.text
    return found


tellings = st.tuples(st.sampled_from(sorted(TOWNS)), st.integers(1, 4), st.integers(1, 2))  # few, so that many meet


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(tellings, min_size=1, max_size=4), after=st.lists(tellings, min_size=1, max_size=4))
def test_no_page_as_of_a_day_knows_what_came_later(
    before: list[Told], after: list[Told], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same bytes, whether or not later reports were read."""
    _are_alike(before, after, VIEWS, tmp_path_factory)


def test_no_file_as_of_a_day_knows_what_came_later(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of two attacks of one day, one is rejected later."""
    _are_alike([("Kabul", 2, 2), ("Kabul", 2, 1)], [("Kabul", 2, 1), ("Peshawar", 3, 1)], FILES, tmp_path_factory)


def _are_alike(
    before: list[Told], after: list[Told], wanted: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("as-of")
    early = [coded(n, told, 6) for n, told in enumerate(before)]
    late = [coded(100 + n, told, 7) for n, told in enumerate(after)]
    renamed = msgspec.structs.replace(ISISK, name="Islamic State in Khorasan", member_of=("isis",))
    late = [(article, _calling(extraction, renamed)) for article, extraction in late]

    def decide(store: Store) -> None:
        """After the day: one event is rejected, and the other incidents are joined."""
        decided = {"who": "the desk", "why": "as it turned out", "at": "2021-07-20T12:00:00"}
        events = store.events(EventFilter(until="2021-06-30"))
        if len(events) > 1:
            reject_event(store, events[0].id, **decided)
        fuse_store(store, at="2021-07-20T12:00:00")
        incidents = sorted(i.id for i in store.incidents())
        if len(incidents) > 1:
            join_incidents(store, incidents[:2], **decided)

    short, long_ = pages(folder, "short", early, wanted), pages(folder, "long", [*early, *late], wanted, decide)
    assert short.keys() == long_.keys()
    for page in short:
        assert long_[page] == short[page], page


def _calling(extraction: Extraction, actor: Actor) -> Extraction:
    """The same, with the group described otherwise."""
    entities = tuple(
        msgspec.structs.replace(e, actor=actor) if e.actor and e.actor.id == actor.id else e
        for e in extraction.entities
    )
    return msgspec.structs.replace(extraction, entities=entities)
