"""What indexes and kept columns answer is what anybody would count in the plain rows, whatever is asked and of which day."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dateline.store import EventFilter, IncidentFilter, Store
from dateline.store import tables as t
from dateline.store.cards import described_in
from dateline.values import Actor, Article, Entity, Event, Extraction, Incident, Party, Place, Sentence, Site, Span

SEEN = "2024-02-01T00:00:00+00:00"
TEXT = "Rebels shelled Goma."
DAYS = st.integers(1, 9).map(lambda n: f"2024-01-0{n}")
OUTLETS, TONGUES, COUNTRIES = ("Gazette", "Herald"), ("en", "fr"), ("COD", "RWA")
TYPES = {"ASSAULT": "MX", "CONSULT": "VC", "ACCUSE": "VX"}


class Told(msgspec.Struct, frozen=True):
    """A report of one event, and whether it is taken back."""

    day: str
    outlet: str | None
    tongue: str
    is_translated: bool
    type: str
    country: str | None
    sector: str | None
    of: int  # the incident that it tells of
    withdrawn_on: str | None = None


REPORTS = st.lists(
    st.builds(
        Told, day=DAYS, outlet=st.sampled_from((None, *OUTLETS)), tongue=st.sampled_from(TONGUES), is_translated=st.booleans(),
        type=st.sampled_from(sorted(TYPES)), country=st.sampled_from((None, *COUNTRIES)), sector=st.sampled_from((None, "REB", "GOV")),
        of=st.integers(0, 3), withdrawn_on=st.none(),
    ),
    min_size=1, max_size=8,
)  # fmt: skip
MAYBE_DAY = st.none() | DAYS
TOLD_SO: dict[str, st.SearchStrategy[Any]] = {
    "publisher": st.none() | st.sampled_from(OUTLETS),
    "language": st.none() | st.sampled_from(TONGUES),
    "machine_translated": st.none() | st.booleans(),
}
ASKED: dict[str, st.SearchStrategy[Any]] = {
    "type": st.none() | st.sampled_from(sorted(TYPES)), "country": st.none() | st.sampled_from(COUNTRIES),
    "since": MAYBE_DAY, "until": MAYBE_DAY, "as_of": MAYBE_DAY,
}  # fmt: skip


@contextmanager
def _store(reports: list[Told]) -> Iterator[Store]:
    """The reports as read, and an incident of each number that any tells of."""
    with TemporaryDirectory() as folder, Store(Path(folder) / "s.db") as store, store.batch():
        for n, told in enumerate(reports):
            store.add(_article(n, told), _extraction(n, told), seen_at=SEEN)
            if told.withdrawn_on is not None:
                store.withdraw(f"r{n}", why="wrong", who="ann", at=max(told.withdrawn_on, told.day))
        store.replace_incidents(_incidents(store, reports), at=SEEN)
        yield store


def _article(n: int, told: Told) -> Article:
    return Article(id=f"r{n}", text=TEXT, published=told.day, publisher=told.outlet, language=told.tongue)


def _extraction(n: int, told: Told) -> Extraction:
    rebels = Party(0, 6, Actor("rebels", "Rebels", told.country, told.sector))
    place = Place(15, 19, -1.6, 29.2, told.country, "Here" if told.country else None, 7, 1, name="Goma")
    event = Event(
        type=told.type, quad=TYPES[told.type], score=0.0, trigger=Span(7, 14), source=rebels, date=told.day,
        date_precision=1, place=0 if told.country else None, confidence=0.5,
    )  # fmt: skip
    return Extraction(
        id=f"r{n}", language=told.tongue, coder="1", is_translated_page=told.is_translated, sentences=(Sentence(0, 20),),
        entities=(Entity(0, 6, "ORG", rebels.actor),), places=(place,), events=(event,),
    )  # fmt: skip


def _incidents(store: Store, reports: list[Told]) -> list[Incident]:
    found = []
    for number in sorted({told.of for told in reports}):
        mine = [n for n, told in enumerate(reports) if told.of == number]
        first = reports[min(mine, key=lambda n: reports[n].day)]
        events = tuple(f.id for n in mine for f in store.events(EventFilter(article=f"r{n}")))
        site = Site("Goma", first.country, "Here", 7, -1.6, 29.2, 1) if first.country else None
        found.append(
            Incident(
                id=f"i{number}", type=first.type, quad=TYPES[first.type], days=(first.day, first.day), date=first.day,
                date_precision=1, site=site, events=events, articles=tuple(f"r{n}" for n in mine), reports=len(mine), outlets=1,
                origins=1, known_on=first.day,
            )
        )  # fmt: skip
    return found


def _keeps(asked: dict[str, Any], row: Any) -> bool:
    """Whether a plain row fits: its own values, its days, and whether it was known and stood."""
    same = all(asked.get(key) in (None, getattr(row, key)) for key in ("type", "country"))
    inside = (asked["since"] or "") <= row.last_on and row.first_on <= (asked["until"] or "~")
    return same and inside and row.known_on <= (asked["as_of"] or "~")


def _is_told(asked: dict[str, Any], row: Any) -> bool:
    is_so = asked.get("machine_translated") in (None, row.is_machine_translated)
    return is_so and all(asked.get(key) in (None, getattr(row, key)) for key in ("publisher", "language"))


def _stood(asked: dict[str, Any], row: Any) -> bool:
    day = asked["as_of"]
    return row.gone_on is None if day is None else row.known_on <= day and (row.gone_on is None or row.gone_on > day)


def _most_first(values: Any) -> list[tuple[str, int]]:
    return sorted(Counter(v for v in values if v is not None).items(), key=lambda kv: (-kv[1], kv[0]))


@settings(max_examples=60)
@given(
    reports=st.lists(REPORTS, min_size=1, max_size=1).flatmap(
        lambda held: st.lists(MAYBE_DAY, min_size=len(held[0]), max_size=len(held[0])).map(
            lambda days: [msgspec.structs.replace(r, withdrawn_on=d) for r, d in zip(held[0], days, strict=True)]
        )
    ),
    asked=st.fixed_dictionaries({**TOLD_SO, **ASKED}),
)
def test_events_are_counted_as_in_their_rows(reports: list[Told], asked: dict[str, Any]) -> None:
    """Totals, facets and areas: also of reports that were taken back, on the days before and after."""
    with _store(reports) as store:
        with store.moment() as connection:
            rows = connection.execute(select(t.events)).all()
        kept = [row for row in rows if _stood(asked, row) and _keeps(asked, row) and _is_told(asked, row)]
        wanted = EventFilter(**asked)
        assert store.count_events(wanted) == len(kept)
        assert sum(n for *_, n in store.event_areas(wanted)) == len(kept)
        for column in ("type", "quad", "country", "publisher", "language"):
            facets = [(f.value, f.rows) for f in store.event_facets(column, wanted)]
            assert facets == _most_first(getattr(row, column) for row in kept)


@settings(max_examples=100)
@given(reports=REPORTS, asked=st.fixed_dictionaries({**TOLD_SO, **ASKED}))
def test_incidents_are_counted_as_in_their_rows(reports: list[Told], asked: dict[str, Any]) -> None:
    """A question for outlet, language and machine translation means one event; a facet says what its table will show."""
    with _store(reports) as store:
        with store.moment() as connection:
            held = connection.execute(select(t.incidents)).all()
            query = select(t.incident_events.c.incident, t.events).join(
                t.events, t.events.c.id == t.incident_events.c.event
            )
            told = connection.execute(query).all()

        def fits(row: Any, **more: str) -> bool:
            by_then = [e for e in told if e.incident == row.id and e.known_on <= (asked["as_of"] or "~")]
            is_asked = any(value is not None for key, value in (asked | more).items() if key in TOLD_SO)
            return _keeps(asked, row) and (not is_asked or any(_is_told(asked | more, e) for e in by_then))

        kept = [row for row in held if fits(row)]
        wanted = IncidentFilter(**asked)
        assert store.count_incidents(wanted) == len(kept)
        assert sorted(i.id for i in store.incidents(wanted)) == sorted(row.id for row in kept)
        for column in ("type", "quad", "country"):
            facets = [(f.value, f.rows) for f in store.incident_facets(column, wanted)]
            assert facets == _most_first(getattr(row, column) for row in kept)
        for column, values in (("publisher", OUTLETS), ("language", TONGUES)):
            if asked[column] is None:
                counts = {value: sum(fits(row, **{column: value}) for row in held) for value in values}
                facets = {f.value: f.rows for f in store.incident_facets(column, wanted)}
                assert facets == {value: n for value, n in counts.items() if n}


@settings(max_examples=40)
@given(reports=REPORTS, again=st.sampled_from((None, "REB", "MIL")), day=DAYS)
def test_actors_are_described_by_the_last_report_of_a_day(reports: list[Told], again: str | None, day: str) -> None:
    """Also where the first report was read again since, and said otherwise; a later report describes them otherwise too."""
    later = msgspec.structs.replace(reports[0], day="2024-01-20", sector="CVL")
    with _store([*reports, later]) as store:
        reread = msgspec.structs.replace(reports[0], sector=again)
        newer = msgspec.structs.replace(_extraction(0, reread), coder="2")
        store.revise(_article(0, reports[0]), newer, seen_at=SEEN)
        said = [(r.day, described_in(_extraction(n, r))["rebels"]) for n, r in enumerate([reread, *reports[1:]])]
        out = [(on, msgspec.json.encode(actor, order="deterministic"), actor) for on, actor in said if on <= day]
        expected = {"rebels": max(out, key=lambda one: one[:2])[2]} if out else {}
        assert store.cards(as_of=day) == expected
