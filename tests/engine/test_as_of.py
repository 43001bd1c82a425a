"""What was known on a day: a store that read on says as of that day what one says that took nothing in after it.

Reports come in any order, in versions, and are withdrawn; people reject, correct, join, split and undo. Everything that
the store answers, and every figure of the picture, is held to the bytes.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from dateline.engine.as_known import with_events
from dateline.engine.early import picture_warnings
from dateline.engine.fusing import fuse_store
from dateline.engine.reviewing import (
    accept_event,
    fix_event,
    join_incidents,
    join_stories,
    reject_event,
    split_incident,
    split_story,
    undo,
)
from dateline.errors import InputError
from dateline.picture.sides import members
from dateline.store import ArticleFilter, EventFilter, IncidentFilter, StatementFilter, Store
from dateline.values import Actor, Article, Entity, Event, Extraction, Party, Place, Sentence, Span, Statement, Toll

FIRST = date(2021, 6, 1)
DAYS = 30
SEEN = "2026-11-22T12:00:00+00:00"
ISISK = Actor("isis-k", "ISIS-K", "AFG", "REB", kind="armed_group")
PAKISTAN = Actor("PAK", "Pakistan", "PAK", "GOV", kind="state")
TOWNS = {"Kabul": ("AFG", "Kabul", 34.5, 69.2, 1), "Peshawar": ("PAK", "Khyber", 34.0, 71.6, 2)}
COLUMNS = ("type", "of", "quad", "modality", "country", "admin1", "publisher", "language")
_encode = msgspec.json.Encoder(order="deterministic").encode


class Told(Struct, frozen=True):
    """A report. `out`: the day it is out, from the first of June; `told`: on which day before that it puts the act."""

    name: int
    out: int
    town: str
    told: int = 0
    dead: int = 2
    act: str = "attack"  # attack, plan, talks, refusal


class Decided(Struct, frozen=True):
    """What a person does on a day to the n-th event or incident, or to the n-th decision."""

    what: str
    day: int
    nth: int


Step = Told | Decided


def day_of(n: int) -> str:
    return (FIRST + timedelta(days=n)).isoformat()


def coded(told: Told) -> tuple[Article, Extraction]:
    """A report, and what a coder would have found in it."""
    out, when = day_of(told.out), day_of(max(0, told.out - told.told))
    words = {
        "attack": f"ISIS-K bombed a post of Pakistan in {told.town}, killing {told.dead}.",
        "plan": f"ISIS-K will talk with Pakistan in {told.town} about {told.dead} hostages.",
        "talks": f"ISIS-K talked with Pakistan in {told.town} about {told.dead} hostages.",
        "refusal": f"ISIS-K refused to talk with Pakistan in {told.town} about {told.dead} hostages.",
    }[told.act]
    own = " ".join(f"{word}{told.name}x{told.out}" for word in ("crowd", "road", "rain", "market", "bridge") * 4)
    text = f"{words} “We said so,” ISIS-K said. Report {told.name} of {out}, {told.told}. Nearby {own}."

    def span(part: str, nth: int = 0) -> tuple[int, int]:
        at = -1
        for _ in range(nth + 1):
            at = text.index(part, at + 1)
        return at, at + len(part)

    country, admin1, lat, lon, id_ = TOWNS[told.town]
    party, met = Party(*span("ISIS-K"), ISISK), Party(*span("Pakistan"), PAKISTAN)
    common: dict[str, Any] = {"source": party, "target": met, "place": 0, "date_precision": 1}
    if told.act == "attack":
        toll = Toll(*span(str(told.dead)), told.dead, told.dead, told.dead)
        event = Event(
            type="ASSAULT", quad="MX", score=-9.0, trigger=Span(*span("bombed")), date=when, killed=toll, **common
        )
    elif told.act == "refusal":
        event = Event(
            type="REJECT", of="CONSULT", quad="VX", score=-4.0, trigger=Span(*span("refused")), date=out, **common
        )
    else:
        modality = "planned" if told.act == "plan" else "asserted"
        ahead = day_of(told.out + told.told) if told.act == "plan" else when
        event = Event(
            type="CONSULT", quad="VC", score=1.0, trigger=Span(*span("talk")), date=ahead, modality=modality, **common
        )
    cut = text.index("“")
    extraction = Extraction(
        id=f"r{told.name}", language="en", coder="1", sentences=(Sentence(0, cut), Sentence(cut, len(text))),
        entities=(
            # what a report calls it: only the latest that was out may give an actor its name
            Entity(*span("ISIS-K"), "ORG", replace(ISISK, name=f"ISIS-K {told.out}")), Entity(*span("Pakistan"), "GPE", PAKISTAN),
        ),
        places=(Place(*span(told.town), lat, lon, country, admin1, id_, 1, name=told.town),), events=(event,),
        statements=(
            Statement(
                source=Party(*span("ISIS-K", 1), ISISK), cue=Span(*span("said", 1)), content=(Span(*span("We said so")),),
                kind="direct", about=("PAK",), date=out,
            ),
        ),
    )  # fmt: skip
    article = Article(
        id=f"r{told.name}", text=text, title=f"Report {told.name}", language="en", published=f"{out}T08:00:00Z",
        publisher=f"Post {told.name % 2}",
    )  # fmt: skip
    return article, extraction


def take_in(store: Store, steps: Iterable[Step]) -> None:
    """Reports and decisions, day by day; of one day in the order in which they are listed."""
    for step in sorted(steps, key=_day):
        if isinstance(step, Told):
            store.add(*coded(step), seen_at=SEEN)
        else:
            fuse_store(store, at=f"{day_of(step.day)}T11:00:00")
            decide(store, step)
    fuse_store(store, at=f"{day_of(DAYS)}T20:00:00")


def _day(step: Step) -> int:
    return step.out if isinstance(step, Told) else step.day


def decide(store: Store, step: Decided) -> None:
    """Do it where there is something to do it to."""
    record = {"who": "the desk", "why": "it says so", "at": f"{day_of(step.day)}T12:00:00"}
    events = sorted(f.id for f in store.events())
    incidents = sorted(store.incidents(), key=lambda i: i.id)
    one = incidents[step.nth % len(incidents)] if incidents else None
    if step.what == "withdraw" and events:
        name = sorted(a.id for a in store.articles())[step.nth % store.count_articles()]
        store.withdraw(name, **record)
    elif step.what == "undo":
        made = [c.number for c in store.corrections() if c.kind not in ("withdraw", "purge")]
        if made:
            undo(store, made[step.nth % len(made)], **record)
    elif step.what in ("reject", "fix", "accept") and events:
        event = events[step.nth % len(events)]
        if step.what == "fix":
            with suppress(InputError):  # it says so already
                fix_event(store, event, {"date": day_of(max(0, step.day - 3))}, **record)
        else:
            (reject_event if step.what == "reject" else accept_event)(store, event, **record)
    elif step.what == "join" and len(incidents) > 1 and one is not None:
        join_incidents(store, [one.id, incidents[(step.nth + 1) % len(incidents)].id], **record)
    elif step.what == "split" and one is not None and len(one.events) > 1:
        split_incident(store, one.id, one.events[:1], **record)
    elif step.what in ("join stories", "split story"):
        stories = store.stories()
        told = stories[step.nth % len(stories)] if stories else None
        if step.what == "join stories" and len(stories) > 1 and told is not None:
            join_stories(store, [told.id, stories[(step.nth + 1) % len(stories)].id], **record)
        elif step.what == "split story" and told is not None and len(told.articles) > 1:
            split_story(store, told.id, told.articles[:1], **record)


def view(store: Store, day: str) -> dict[str, Any]:
    """All that a store answers as of a day."""
    incidents = store.incidents(IncidentFilter(as_of=day))
    picture = store.picture(as_of=day)
    isis = members(store.cards(as_of=day).values(), "isis-k")
    wanted = {
        "all": IncidentFilter(as_of=day),
        "attacks": IncidentFilter(as_of=day, type="ASSAULT", country="PAK"),
        "of one": IncidentFilter(as_of=day, actor="isis-k", other="PAK", since=day_of(3), until=day_of(20)),
        "by outlet": IncidentFilter(as_of=day, publisher="Post 1", machine_translated=False),
        "pair": IncidentFilter(as_of=day, pair=("PAK", "isis-k"), modality=("planned", "asserted")),
    }
    return {
        "events": store.events(EventFilter(as_of=day)),
        "statements": store.statements(StatementFilter(as_of=day)),
        "sightings": store.sightings("isis-k", as_of=day),
        "reports": [replace(row, story=None) for row in store.articles(ArticleFilter(as_of=day))],  # see `store.then`
        "incidents": {name: store.incidents(one) for name, one in wanted.items()},
        "paged": [store.incidents(wanted["all"], limit=2, offset=n) for n in (0, 1, 2)],
        "after": [store.incidents(replace(wanted["all"], after=i.id), limit=3) for i in incidents],
        "one by one": [store.incident(i.id, as_of=day) for i in incidents],
        "with events": with_events(store, incidents, as_of=day),
        "counts": {name: store.count_incidents(one) for name, one in wanted.items()},
        "facets": {c: store.incident_facets(c, one) for c in COLUMNS for one in (wanted["all"], wanted["by outlet"])},
        "by event": [
            store.incidents(IncidentFilter(event=e.id, as_of=day)) for e in store.events(EventFilter(as_of=day))
        ],
        "activity": store.activity("isis-k", isis, as_of=day),
        "namings": store.namings("isis-k", as_of=day),
        "partners": store.partners("isis-k", as_of=day),
        "actors": store.actors(as_of=day),
        "cards": store.cards(as_of=day),
        "places": store.places(as_of=day),
        "pairs": store.pairs(EventFilter(as_of=day)),
        "coverage": store.coverage(as_of=day),
        "relation": picture.relation("isis-k", "PAK", at=day),
        "presence": picture.presence("isis-k", since=day_of(0), until=day),
        "calendar": picture.calendar(since=day_of(0), until=day_of(60)),
        "search": store.search("hostages", as_of=day),
        "warnings": picture_warnings(store, as_of=day),
    }


reports = st.builds(
    Told,
    name=st.integers(0, 5),  # one name twice is another version of the report
    out=st.integers(0, DAYS - 10),
    town=st.sampled_from(sorted(TOWNS)),
    told=st.integers(0, 4),
    dead=st.integers(1, 4),
    act=st.sampled_from(("attack", "attack", "plan", "talks", "refusal")),
)
acts = st.builds(
    Decided,
    what=st.sampled_from(
        ("withdraw", "reject", "fix", "accept", "join", "split", "join stories", "split story", "undo")
    ),
    day=st.integers(1, DAYS - 5),
    nth=st.integers(0, 5),
)


@settings(max_examples=6, phases=(Phase.explicit, Phase.generate))
@given(
    steps=st.lists(reports, min_size=2, max_size=8), decided=st.lists(acts, max_size=4), day=st.integers(2, DAYS - 8)
)
@example(  # the other report was of its story, while it stood
    steps=[Told(0, 0, "Kabul", dead=1), Told(1, 1, "Kabul", dead=1), Told(0, 3, "Kabul", dead=1, act="plan")],
    decided=[],
    day=2,
)
@example(  # they were of one story, until somebody split it
    steps=[Told(0, 0, "Kabul", dead=1), Told(1, 1, "Kabul", dead=1)], decided=[Decided("split story", 5, 0)], day=2
)
def test_as_of_a_day_nothing_later_is_known(steps: list[Told], decided: list[Decided], day: int) -> None:
    """The same bytes, whatever came in later."""
    every: list[Step] = [*steps, *decided]
    with (
        TemporaryDirectory() as folder,
        Store(Path(folder) / "long.db") as long_,
        Store(Path(folder) / "short.db") as short,
    ):
        take_in(long_, every)
        take_in(short, [step for step in every if _day(step) <= day])
        then, stopped = view(long_, day_of(day)), view(short, day_of(day))
    for name in stopped:
        assert _encode(then[name]) == _encode(stopped[name]), name
