"""What people decide: every kind is obeyed, outlives a new reading, holds for reprints, and leaves nothing when undone."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.engine import decided, reviewing
from dateline.engine.fusing import fuse_store
from dateline.engine.queueing import queue
from dateline.engine.recode import recode
from dateline.errors import InputError
from dateline.exports.rows import event_row
from dateline.picture.floor import shown_event
from dateline.picture.relations import relate
from dateline.store import EventFilter, Store
from dateline.values import (
    Actor,
    Article,
    Entity,
    Event,
    Extraction,
    FoundEvent,
    Party,
    Place,
    Sentence,
    Span,
    Toll,
    event_ids,
)

SEEN, LATER, LATEST = "2026-11-22T12:00:00+00:00", "2026-11-23T12:00:00+00:00", "2026-11-25T12:00:00+00:00"
ANN = {"who": "ann", "why": "read again", "at": LATER}
STATE = Actor("COD", "DR Congo", "COD", "GOV", "listed", "state")
FRONT = Actor("north-front", "Front of the North", "COD", "REB", "listed", "armed_group")
GOMA = {"lat": -1.67, "lon": 29.22, "country": "COD", "admin1": "Nord-Kivu", "geonameid": 216281, "precision": 1}
BENI = {"lat": 0.49, "lon": 29.47, "country": "COD", "admin1": "Nord-Kivu", "geonameid": 219057, "precision": 1}
_encode = msgspec.json.Encoder(order="deterministic").encode
Coded = tuple[Article, Extraction]


def report(name: str, day: str, *, place: str = "Goma", killed: int = 4, opening: str = "", coder: str = "1") -> Coded:
    """A shelling by the Front, in a sentence of its own; Goma and Beni are both named."""
    rest = " ".join(f"{name}{n} went on." for n in range(25))  # no two reports are copies
    text = f"{opening}The Front of the North shelled a barracks in {place}, killing {killed}. Beni and Goma are near. Jane Moss watched DR Congo. {rest}"

    def span(words: str) -> tuple[int, int]:
        at = text.index(words)
        return at, at + len(words)

    cut = text.index(" Beni and") + 1
    starts = [0, len(opening), cut] if opening else [0, cut]
    spots = [Place(*span(f"in {place}"), **(GOMA if place == "Goma" else BENI), name=place)]
    near = text.index("Beni and")
    spots.append(Place(near, near + 4, **BENI, name="Beni"))
    extraction = Extraction(
        id=name,
        language="en",
        coder=coder,
        sentences=tuple(Sentence(a, b) for a, b in zip(starts, [*starts[1:], len(text)])),
        entities=(Entity(*span("Front of the North"), "ORG", FRONT), Entity(*span("DR Congo"), "GPE", STATE)),
        places=tuple(spots),
        events=(
            Event(
                type="ASSAULT",
                mode="heavy-weapons",
                quad="MX",
                score=-9.0,
                trigger=Span(*span("shelled")),
                source=Party(*span("Front of the North"), FRONT),
                target=Party(*span("a barracks")),
                place=0,
                date=day,
                date_precision=1,
                killed=Toll(*span(str(killed)), killed, killed, killed),
                confidence=0.4,
                why="rule 1",
            ),
        ),
    )
    return Article(id=name, text=text, published=f"{day}T08:00:00Z", publisher=name, title=name), extraction


def fill(path: Path, coded: Iterable[Coded]) -> Store:
    store = Store(path)
    with store.batch():
        for article, extraction in coded:
            store.add(article, extraction, seen_at=SEEN)
        fuse_store(store, at=SEEN)
    return store


REPORTS = (
    report("a", "2021-11-04"),
    report("b", "2021-11-04", killed=6, opening="Fighting went on. "),
    report("c", "2021-11-12", place="Beni", killed=2),
    report("d", "2021-11-20"),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Four reports of shellings on three days; two of them tell of one."""
    with fill(tmp_path / "s.db", REPORTS) as opened:
        yield opened


def state(store: Store) -> bytes:
    """All that stands, as bytes."""
    rows = sorted((event_row(e) for e in store.events()), key=lambda row: str(row["id"]))
    incidents = sorted(store.incidents(), key=lambda i: i.id)
    stories = store.stories()
    return _encode(
        [rows, sorted(store.events(), key=lambda e: e.id), incidents, stories, store.pairs(), store.event_areas()]
    )


def only(store: Store, article: str) -> FoundEvent:
    """The event of a report."""
    (found,) = store.events(EventFilter(article=article))
    return found


def decide(store: Store, act: Callable[..., int], *given: object, at: str = LATER) -> int:
    """Put on record and obey."""
    number = act(store, *given, who="ann", why="read again", at=at)
    fuse_store(store, at=at)
    return number


def test_a_fix_flows_to_every_figure(store: Store) -> None:
    """Type, sides, place and date as a person set them are in events, counts, sides, areas, incidents and relations."""
    found = only(store, "c")
    parts = {"type": "THREATEN", "source": "COD", "target": "north-front", "place": "Goma", "date": "2021-11-10"}
    decide(store, reviewing.fix_event, found.id, parts)
    now = only(store, "c")
    assert (now.event.type, now.event.quad, now.event.score, now.event.mode) == ("THREATEN", "VX", -3.5, None)
    assert now.place is not None and now.place.name == "Goma" and now.days == ("2021-11-10", "2021-11-10")
    assert store.count_events(EventFilter(type="THREATEN", source="COD", target="north-front")) == 1
    assert store.count_events(EventFilter(type="ASSAULT")) == 3
    assert [p.source for p in store.pairs()] == ["COD"]
    assert {f.value: f.rows for f in store.event_facets("type")} == {"ASSAULT": 3, "THREATEN": 1}
    (incident,) = [i for i in store.incidents() if found.id in i.events]
    assert incident.type == "THREATEN" and incident.days == now.days
    assert incident.site is not None and incident.site.name == "Goma"
    assert relate(store.events(), a="COD", b="north-front", at="2021-12-01").events == 1


def test_a_toll_is_set_or_taken_away(store: Store) -> None:
    """With its bounds, in the incident and its list of numbers too; of two numbers the lower is the best one."""
    found = only(store, "a")
    decide(store, reviewing.fix_event, found.id, {"killed": "3-5", "injured": "7-9-12"})
    event = only(store, "a").event
    assert found.event.killed is not None
    assert event.killed == Toll(found.event.killed.start, found.event.killed.end, 3, 3, 5)
    assert event.injured is not None and (event.injured.low, event.injured.best, event.injured.high) == (7, 9, 12)
    (incident,) = [i for i in store.incidents() if found.id in i.events]
    assert {(t.kind, t.low, t.best, t.high) for t in incident.tolls if t.event == found.id} == {
        ("killed", 3, 3, 5),
        ("injured", 7, 9, 12),
    }
    decide(store, reviewing.fix_event, found.id, {"killed": "", "injured": "7-9-12"})
    assert only(store, "a").event.killed is None
    reviews = only(store, "a").review
    assert reviews is not None and ("killed", "4", None) in [(f.part, f.machine, f.person) for f in reviews.fixed]
    decide(store, reviewing.undo, 2)
    decide(store, reviewing.undo, 1)
    assert only(store, "a") == found


@pytest.mark.parametrize("words", ["many", "5-3", "1-2-3-4", "-4", "4.5", "9" * 12])
def test_what_is_no_count_is_refused(store: Store, words: str) -> None:
    """With how to write one."""
    with pytest.raises(InputError, match="43-55"):
        reviewing.fix_event(store, only(store, "a").id, {"killed": words}, **ANN)


def test_a_fixed_part_goes_before_other_reports(store: Store) -> None:
    """What a person set in one report is what the incident of several says."""
    found = only(store, "b")
    decide(store, reviewing.fix_event, found.id, {"place": "Beni"})
    (incident,) = [i for i in store.incidents() if found.id in i.events and i.reports == 2] or [
        i for i in store.incidents() if found.id in i.events
    ]
    assert incident.site is not None and incident.site.name == "Beni"


def test_reviewed_and_machine_coded_never_look_alike(store: Store) -> None:
    """A reviewed row says by whom and when, what the machine had read, and what was set; the others say machine."""
    found = only(store, "a")
    decide(store, reviewing.accept_event, found.id)
    decide(store, reviewing.fix_event, only(store, "c").id, {"date": "2021-11-11"})
    accepted, fixed, untouched = only(store, "a"), only(store, "c"), only(store, "d")
    assert accepted.review is not None and accepted.review.says == "accepted by ann on 2026-11-23"
    assert replace(accepted, review=None) == found
    assert fixed.review is not None and fixed.review.machine == REPORTS[2][1].events[0]
    assert [(f.part, f.machine, f.person) for f in fixed.review.fixed] == [("date", "2021-11-12", "2021-11-11")]
    assert fixed.evidence.known_on == "2021-11-12", "the report is as old as it was"
    coded = [event_row(e)["coded"] for e in (accepted, fixed, untouched)]
    assert coded == ["accepted by ann on 2026-11-23", "fixed by ann on 2026-11-23", "machine"]


def test_a_past_day_shows_what_stood_then(store: Store) -> None:
    """A decision counts from its day on; a later one on the same event from its own."""
    found = only(store, "d")
    decide(store, reviewing.fix_event, found.id, {"date": "2021-11-19"}, at=LATER)
    decide(store, reviewing.reject_event, found.id, at=LATEST)
    read = {day: store.event(found.id, as_of=day) for day in ("2021-11-30", "2026-11-23", "2026-11-24", "2026-11-25")}
    assert [e.event.date if e else None for e in read.values()] == ["2021-11-20", "2021-11-19", "2021-11-19", None]
    assert store.event(found.id) is None
    (gone,) = store.rejected_events([found.id])
    assert gone.review is not None and gone.review.kind == "rejected"


def test_a_decision_outlives_a_new_coder(store: Store) -> None:
    """The words are known again though the event's id changed; what the new coder reads of other parts is kept."""
    decide(store, reviewing.fix_event, only(store, "c").id, {"place": "Goma"})
    decide(store, reviewing.reject_event, only(store, "d").id)
    newer = {
        article.id: replace(
            found, coder="2", events=tuple(replace(e, source=None, mode="firearms") for e in found.events)
        )
        for article, found in REPORTS
    }
    recode(store, seen_at=LATEST, coder="2", extract=lambda articles: [newer[a.id] for a in articles])
    now = only(store, "c")
    assert now.place is not None and now.place.name == "Goma" and now.review is not None
    assert now.event.source is None and now.event.mode == "firearms"
    assert not store.events(EventFilter(article="d"))


def test_a_decision_outlives_a_new_version_of_the_report(store: Store) -> None:
    """A sentence that stands further down in the corrected report is the same sentence."""
    decide(store, reviewing.reject_event, only(store, "c").id)
    article, extraction = report("c", "2021-11-12", place="Beni", killed=2, opening="Corrected on Friday. ")
    article = replace(article, updated="2021-11-13T08:00:00Z")
    store.add(article, extraction, seen_at=LATEST)
    fuse_store(store, at=LATEST)
    assert not store.events(EventFilter(article="c"))


def test_a_decision_holds_for_reprints(tmp_path: Path) -> None:
    """The same sentence in a copy says nothing of its own: it goes with its origin."""
    more = " ".join(f"Word number {n} of a long report." for n in range(60))
    article, extraction = report("a", "2021-11-04")
    copy = replace(article, id="copy", publisher="Herald", text=article.text + more, published="2021-11-04T12:00:00Z")
    pairs = [(replace(article, text=article.text + more), extraction), (copy, replace(extraction, id="copy"))]
    with fill(tmp_path / "s.db", pairs) as store:
        assert {e.evidence.copy_of for e in store.events()} == {None, "a"}
        number = decide(store, reviewing.reject_event, only(store, "copy").id)
        assert not store.events() and not store.incidents()
        decide(store, reviewing.undo, number)
        assert len(store.events()) == 2


def test_one_of_two_alike_events_can_be_rejected(tmp_path: Path) -> None:
    """Two events on one word stay apart: only the one that was meant goes."""
    article, found = report("a", "2021-11-04")
    twin = replace(found.events[0], source=Party(0, 3, STATE))
    both = replace(found, events=(*found.events, twin))
    with fill(tmp_path / "s.db", [(article, both)]) as store:
        first, second = event_ids(article, both.events)
        decide(store, reviewing.reject_event, first)
        assert [e.id for e in store.events()] == [second]


def test_stories_are_joined_and_split(store: Store) -> None:
    """As people decided, fusion after fusion; undoing brings back."""
    before = store.stories()
    by_article = {article: s for s in before for article in s.articles}
    one, other = by_article["a"], by_article["c"]
    joined = tuple(dict.fromkeys((one.id, other.id)))
    if len(joined) == 1:
        number = decide(store, reviewing.split_story, one.id, ["c"])
        changed = {a: s for s in store.stories() for a in s.articles}
        assert changed["a"].id != changed["c"].id
    else:
        number = decide(store, reviewing.join_stories, joined)
        changed = {a: s for s in store.stories() for a in s.articles}
        assert changed["a"].id == changed["c"].id
    assert changed["a"].review is not None and changed["a"].review.who == "ann"
    decide(store, reviewing.undo, number)
    assert store.stories() == before


def test_no_private_person_becomes_an_actor(store: Store) -> None:
    """Only actors that a report speaks of as such can be set, by id or by name; a refusal leaves nothing on record."""
    found = only(store, "a")
    for name in ("Jane Moss", "jane-moss", "Nobody Known"):
        with pytest.raises(InputError, match="private person"):
            reviewing.fix_event(store, found.id, {"target": name}, **ANN)
    assert not store.corrections() and store.actor("jane-moss") is None
    decide(store, reviewing.fix_event, found.id, {"target": "dr congo"})
    now = only(store, "a")
    assert now.event.target is not None and now.event.target.actor == STATE


def test_no_fix_makes_a_place_finer_than_it_may_be_shown(tmp_path: Path) -> None:
    """Whom it was done to decides, as the sentence has it: setting another act or target changes nothing of that."""
    article, found = report("a", "2021-11-04")
    article = replace(article, text=article.text.replace("a barracks", "a hospital"))
    with fill(tmp_path / "s.db", [(article, found)]) as store:
        event = only(store, "a")
        assert shown_event(event).kind == "area"
        decide(store, reviewing.fix_event, event.id, {"type": "CONSULT", "target": "COD", "place": "Beni"})
        assert shown_event(only(store, "a")).kind == "area"
        said = _encode([decided.log(store), list(decided.examples(store))])
        assert b"Beni, Nord-Kivu" not in said


@pytest.mark.parametrize(
    "parts",
    [{}, {"type": "WAR"}, {"type": ""}, {"mode": "visit"}, {"standing": "sure"}, {"date": "tomorrow"}, {"who": "x"}],
)
def test_what_cannot_be_is_refused(store: Store, parts: dict[str, str]) -> None:
    """A fix says something, in words that an event can have."""
    with pytest.raises(InputError):
        reviewing.fix_event(store, only(store, "a").id, parts, **ANN)
    with pytest.raises(InputError, match="name and a reason"):
        reviewing.accept_event(store, only(store, "a").id, who=" ", why="so", at=LATER)
    assert not store.corrections()


def test_a_preview_changes_nothing(store: Store) -> None:
    """What would be, told from doing it and taking it back."""
    before = state(store), store.last_change()
    one, other = (store.incidents_of([only(store, a).id])[only(store, a).id] for a in ("c", "d"))
    would = reviewing.preview(store, lambda: reviewing.join_incidents(store, [one.id, other.id], **ANN), at=LATER)
    assert {i.id for i in would.incidents} == {one.id, other.id}
    (then,) = would.incidents_then
    assert set(then.events) == {*one.events, *other.events} and then.review is not None
    assert (state(store), store.last_change()) == before and not store.corrections()


def test_decisions_leave_as_examples(store: Store) -> None:
    """The sentence, what the machine said and what the person said; what was undone is none."""
    decide(store, reviewing.fix_event, only(store, "c").id, {"date": "2021-11-11"})
    decide(store, reviewing.reject_event, only(store, "d").id)
    decide(store, reviewing.undo, decide(store, reviewing.accept_event, only(store, "a").id))
    fixed, rejected = decided.examples(store)
    assert (fixed["machine"]["date"], fixed["person"]["date"]) == ("2021-11-12", "2021-11-11")
    assert fixed["machine"]["type"] == fixed["person"]["type"] == "ASSAULT" and rejected["person"] is None
    text = REPORTS[2][0].text
    assert text[fixed["start"] : fixed["end"]] == fixed["text"]
    assert text[fixed["trigger"]["start"] : fixed["trigger"]["end"]] == "shelled"


def test_the_queue_asks_for_what_nobody_has_looked_at(store: Store) -> None:
    """Numbers that differ come first; what was reviewed goes."""
    first, *_rest = queue(store)
    assert {"tolls", "unsure"} <= set(first.reasons) and first.found.evidence.article in ("a", "b")
    for found in store.events():
        decide(store, reviewing.accept_event, found.id)
    assert queue(store) == []


_ACTS = st.lists(st.tuples(st.sampled_from("arfjsu"), st.integers(0, 7), st.integers(0, 7)), max_size=6)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=_ACTS, order=st.randoms(use_true_random=False))
def test_undone_leaves_nothing(
    acts: list[tuple[str, int, int]], order: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever was decided, and in whatever order it is undone: the store says what one says that nobody reviewed."""
    with fill(tmp_path_factory.mktemp("undone") / "s.db", REPORTS) as store:
        before = state(store)
        for act, one, other in acts:
            try:
                _act(store, act, one, other)
            except InputError:
                continue
            fuse_store(store, at=LATER)
        while standing := [e for e in decided.log(store) if e.can_be_undone and e.correction.kind != "undo"]:
            entry = order.choice(standing)  # type: ignore[attr-defined]
            reviewing.undo(store, entry.correction.number, **ANN)
        fuse_store(store, at=LATEST)
        assert state(store) == before


def _act(store: Store, act: str, one: int, other: int) -> None:
    events = sorted(store.events(), key=lambda e: e.id)
    incidents = sorted(store.incidents(), key=lambda i: i.id)
    if act == "u":
        reviewing.undo(store, one + 1, **ANN)
    elif not events:
        return
    elif act in "arf":
        found = events[one % len(events)]
        if act == "f":
            parts = ({"place": "Beni"}, {"date": "2021-11-01"}, {"type": "COERCE"}, {"source": "COD", "target": ""})
            reviewing.fix_event(store, found.id, parts[other % 4], **ANN)
        else:
            {"a": reviewing.accept_event, "r": reviewing.reject_event}[act](store, found.id, **ANN)
    elif act == "j":
        pair = [incidents[one % len(incidents)].id, incidents[other % len(incidents)].id]
        reviewing.join_incidents(store, pair, **ANN)
    else:
        incident = incidents[one % len(incidents)]
        reviewing.split_incident(store, incident.id, list(incident.events[:1]), **ANN)
