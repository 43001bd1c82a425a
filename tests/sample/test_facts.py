"""The sample, read from end to end, against what a careful reader puts on file after it: facts.toml, written by hand.

A fact that fails today stands in KNOWN_MISSES with the reason; when it is mended its test says so, and the line goes.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

import pytest

from dateline.engine.run import run
from dateline.picture.presence import presence
from dateline.picture.relations import relate
from dateline.reading import read
from dateline.store import Store
from dateline.store.filters import EventFilter
from dateline.values import Article, Incident

SAMPLE = Path(__file__).parents[2] / "sample/afghanistan-2021"
FACTS: dict[str, list[dict[str, Any]]] = tomllib.loads((SAMPLE / "facts.toml").read_text())
SEEN = "2026-11-22T12:00:00+00:00"

KNOWN_MISSES: dict[str, str] = {}


def _cases(kind: str) -> list[Any]:
    cases = []
    for fact in FACTS[kind]:
        name = _name(kind, fact)
        missed = KNOWN_MISSES.get(name)
        marks = [pytest.mark.xfail(strict=True, reason=missed)] if missed else []
        cases.append(pytest.param(fact, id=name, marks=marks))
    return cases


def _name(kind: str, fact: dict[str, Any]) -> str:
    if kind == "relation":
        return f"relation: {' and '.join(fact['pair'])}, {fact['facet']} {fact['state']} at {fact['at']}"
    if kind == "presence":
        return f"presence: {fact['actor']} from {fact['since']}"
    return f"{kind}: {fact.get('name') or fact['why']}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The English reports, read and fused once."""
    english = [
        item
        for item in read(str(SAMPLE / "reports.jsonl"))
        if not (isinstance(item, Article) and item.language not in (None, "en"))
    ]
    with Store(tmp_path_factory.mktemp("sample") / "s.db") as store:
        summary = run(english, store, seen_at=SEEN)
        assert summary.accepted == len(english), summary.refusals
        yield store


@pytest.fixture(scope="module")
def incidents(store: Store) -> list[Incident]:
    return store.incidents()


def test_known_misses_are_facts() -> None:
    """No line in KNOWN_MISSES is about a fact that is not there."""
    names = {_name(kind, fact) for kind, facts in FACTS.items() for fact in facts}
    assert sorted(set(KNOWN_MISSES) - names) == []


@pytest.mark.parametrize("fact", _cases("incident"))
def test_incident_is_found_once(fact: dict[str, Any], incidents: list[Incident]) -> None:
    """One incident of that type, day and place, by that actor, with that toll, from that many reports."""
    found = [i for i in incidents if _is_of(i, fact)]
    assert found, f"none like it; that day and type: {[_told(i) for i in incidents if _is_near(i, fact)]}"
    best = max(found, key=lambda i: (i.reports, i.id))
    if "actor" in fact:
        actors = {name for a in (*best.actors, *best.recipients) for name in (a.id, a.country, *a.member_of)}
        assert fact["actor"] in actors, _told(best)
    if "killed" in fact:
        assert best.killed is not None and best.killed.best == fact["killed"], _told(best)
    assert best.reports >= fact["reports"], _told(best)


@pytest.mark.parametrize("fact", _cases("planned"))
def test_plan_has_its_outcome(fact: dict[str, Any], incidents: list[Incident]) -> None:
    """A plan of that pair for those days, matched with what became of it."""
    plans = [
        i
        for i in incidents
        if i.modality == "planned"
        and (i.of or i.type) == fact["of"]
        and i.days is not None
        and i.days[0] <= fact["last"]
        and i.days[1] >= fact["first"]
        and set(fact["pair"]) <= {name for a in (*i.actors, *i.recipients) for name in (a.id, a.country, *a.member_of)}
    ]
    assert plans, "no such plan"
    assert {plan.outcome for plan in plans} == {fact["outcome"]}, [_told(plan) for plan in plans]
    assert all(plan.matched in {i.id for i in incidents} for plan in plans)


@pytest.mark.parametrize("fact", _cases("relation"))
def test_pair_stands_so(fact: dict[str, Any], store: Store) -> None:
    """On that day, from what was known by then, the facet has that state."""
    a, b = fact["pair"]
    relation = relate(store.events(EventFilter(as_of=fact["at"])), a=a, b=b, at=fact["at"])
    states = {facet.facet: facet.state for facet in relation.facets}
    assert states.get(fact["facet"]) == fact["state"], states


@pytest.mark.parametrize("fact", _cases("presence"))
def test_group_is_where_it_was_reported(fact: dict[str, Any], store: Store) -> None:
    """The areas in which the group was active or reported in the window."""
    found = presence(
        store.events(),
        store.sightings(fact["actor"]),
        {},
        actor=fact["actor"],
        since=fact["since"],
        until=fact["until"],
    )
    areas = {
        _plain(area.admin1)
        for area in found.areas
        if area.admin1 and area.status in ("new", "continuing", "active", "reported")
    }
    assert {_plain(name) for name in fact["areas"]} <= areas, [(a.admin1, a.status) for a in found.areas]


@pytest.mark.parametrize("fact", _cases("absent"))
def test_nothing_is_made_up(fact: dict[str, Any], store: Store) -> None:
    """The article gives no event of those types that would count: none asserted and none of its own days."""
    reading = store.reading(fact["article"])
    assert reading is not None
    known_on = reading.row.known_on
    for name in reading.events:
        found = store.event(name)
        assert found is not None
        past = (
            found.days is not None and found.days[1] < (date.fromisoformat(known_on) - timedelta(days=300)).isoformat()
        )
        made_up = found.event.type in fact["types"] and found.event.modality != "hypothetical" and not past
        assert not made_up, found.evidence.words


def _is_of(incident: Incident, fact: dict[str, Any]) -> bool:
    if not _is_near(incident, fact) or incident.site is None or incident.site.country != fact["country"]:
        return False
    place = _plain(fact["place"])
    return any(place in _plain(name) for name in (incident.site.name, incident.site.admin1) if name)


def _is_near(incident: Incident, fact: dict[str, Any]) -> bool:
    return (
        incident.type == fact["type"]
        and incident.modality == "asserted"
        and incident.days is not None
        and incident.days[0] <= fact["day"] <= incident.days[1]
    )


def _told(incident: Incident) -> tuple[object, ...]:
    return (
        [a.id for a in incident.actors], [a.id for a in incident.recipients], incident.site and incident.site.name,
        incident.days, incident.killed, incident.reports, incident.outcome,
    )  # fmt: skip


def _plain(name: str | None) -> str:
    return "".join(c for c in normalize("NFD", name or "") if not combining(c)).lower()
