"""A store with one of everything that an export may meet: acts, modes, doubt, vague days and places, tolls, translations,
people who must not be found, private persons, reprints, and words that try to break out."""

from collections.abc import Iterator
from random import Random

import pytest

from dateline.exports import FORMATS, Account, View, view_of
from dateline.store import EventFilter, IncidentFilter, Store
from dateline.values import (
    Actor,
    Article,
    Copy,
    Count,
    Event,
    Evidence,
    Extraction,
    FoundEvent,
    Incident,
    Party,
    Place,
    Sentence,
    Site,
    Span,
    Statement,
    Toll,
    Via,
    days_of,
    event_ids,
)

SEEN = "2026-11-22T12:00:00+00:00"
STATE = Actor("AFG", "Afghanistan", "AFG", "GOV", "listed", "state")
ARMY = Actor("afg-army", "Afghan army", "AFG", "MIL", "listed", "military")
REBELS = Actor("north-front", "Front of the North", "AFG", "REB", "listed", "armed_group")
RIVALS = Actor("south-front", "Front of the South", "AFG", "REB", "listed", "armed_group")
ENVOY = Actor("tom-west", "Tom West", "USA", "GOV", "title beside the name", "person")
PEOPLE = Actor("afg-civilians", "Afghanistan: civilians", "AFG", "CVL", "noun", "movement")
ACTORS = (STATE, ARMY, REBELS, RIVALS, ENVOY, PEOPLE)
HIDDEN = "Shelterton"  # a town that no export may name: people were harmed there
HIDDEN_LAT, HIDDEN_LON, HIDDEN_ID = 33.123456, 66.654321, 987654321
PRIVATE = "Zarmina Example"
VIA = Via("apertium", "3.8.3", "es", "They attacked")
HOSTILE = (
    "=HYPERLINK(\"http://x\",\"y\")", "+1+1", "-2+3", "@SUM(A1)", "\tTAB", "a\tb\nc", "\"quoted\", and, commas",
    "<script>alert(1)</script>", "]]>&amp;", "\u202eevil\u202c", "../../etc/passwd", "a\u0000b".replace("\u0000", "\u0001"),
    "'; DROP TABLE events; --", "{{7*7}}", "🕊️ " * 5, "w" * 3000, "\u2028line\u2029end", "＝1", "|x|", "e\u0301" * 20,
)  # fmt: skip
_ACTS = (
    ("ASSAULT", "MX", "firearms"), ("ASSAULT", "MX", "aerial"), ("ASSAULT", "MX", None), ("ASSAULT", "MX", "abduct"),
    ("PROTEST", "MX", "demo"), ("PROTEST", "MX", "riot"), ("COERCE", "MX", "arrest"), ("CONSULT", "VC", "visit"),
    ("REQUEST", "VX", None), ("CONCEDE", "VC", None), ("AID", "MC", None), ("ACCUSE", "VX", "investigate"),
    ("SANCTION", "MX", None), ("AGREE", "VC", None), ("MOBILIZE", "MX", "troops"),
)  # fmt: skip
_DAYS = (("2021-11-19", 1), ("2021-11-20", 1), ("2021-W46", 3), ("2021-11", 4), ("2021", 5), (None, None))
_PLACES = (
    {"lat": 34.5, "lon": 69.2, "country": "AFG", "admin1": "Kabul", "geonameid": 1138958, "precision": 1, "name": "Kabul"},
    {"lat": 36.7, "lon": 68.9, "country": "AFG", "admin1": "Kunduz", "geonameid": 1135690, "precision": 2, "name": "Kunduz",
     "radius_km": 25.0},
    {"lat": 34.4, "lon": 70.4, "country": "AFG", "admin1": "Nangarhar", "geonameid": 1, "precision": 4, "name": "Nangarhar"},
    {"lat": 33.9, "lon": 67.7, "country": "AFG", "admin1": None, "geonameid": 1149361, "precision": 6, "name": "Afghanistan"},
    {"lat": 40.7, "lon": -74.0, "country": "USA", "admin1": "New York", "geonameid": 5128581, "precision": 1, "name": "New York"},
    {"lat": 12.5, "lon": 45.0, "country": None, "admin1": None, "geonameid": 2, "precision": 7, "name": "Gulf of Aden"},
)  # fmt: skip
Coded = tuple[Article, Extraction]


def report(name: str, rng: Random, *, words: str = "") -> Coded:
    """One report with an act drawn at random in its first sentence, and a statement in its second."""
    (type_, quad, mode), (date, date_precision) = rng.choice(_ACTS), rng.choice(_DAYS)
    source, target = rng.choice([None, *ACTORS]), rng.choice([None, *ACTORS])
    spot = rng.choice([None, *range(len(_PLACES))])
    text = f"They acted upon them {words}. “We did not,” Tom West said."
    cut = text.index("“")
    toll = rng.choice([None, Toll(0, 4, 3, 4, 7), Toll(0, 4, 5, 5, 5)])
    is_translated = rng.random() < 0.2
    event = Event(
        type=type_, mode=mode, quad=quad, score=-1.0, trigger=Span(5, 10), date=date, date_precision=date_precision,
        source=Party(0, 4, source) if source else None, target=Party(16, 20, target) if target else None,
        place=0 if spot is not None else None, killed=toll if type_ == "ASSAULT" else None,
        modality=rng.choice(["asserted", "asserted", "asserted", "planned", "denied"]),
        negated=rng.random() < 0.1, said_by=rng.choice([None, 0]), confidence=round(rng.random(), 3),
        contexts=("military",) if rng.random() < 0.3 else (), why=f"rule: {words}"[:200],
        anchor="sentence" if is_translated else "exact", via=VIA if is_translated else None,
    )  # fmt: skip
    extraction = Extraction(
        id=name,
        language="es" if is_translated else "en",
        coder="9",
        sentences=(Sentence(0, cut), Sentence(cut, len(text))),
        places=(Place(0, 4, **_PLACES[spot]),) if spot is not None else (),
        statements=(_denial(text, cut),),
        events=(event,),
    )
    publisher = rng.choice(["Post", "Herald", None, f"Gazette {words[:30]}"])
    url = rng.choice(
        [f"https://example.org/{name}", None, f"javascript:alert('{name}')", f"https://example.org/{name} b"]
    )
    article = Article(
        id=name, text=text, language=extraction.language, published=f"2021-11-{rng.randint(19, 28)}", publisher=publisher,
        title=f"Title {words[:40]}", url=url,
    )  # fmt: skip
    return article, extraction


def found_in(article: Article, extraction: Extraction) -> FoundEvent:
    """The event of a report as the store would give it, made without one."""
    (event,), first = extraction.events, extraction.sentences[0]
    return FoundEvent(
        id=event_ids(article, extraction.events)[0], event=event,
        place=extraction.places[event.place] if event.place is not None else None, days=days_of(event.date),
        evidence=Evidence(
            article=article.id, sentence=Span(first.start, first.end), words=first.words(article.text),
            title=article.title, publisher=article.publisher, url=article.url, known_on=article.published or "",
            language=extraction.language, is_machine_translated=event.via is not None, coder=extraction.coder,
        ),
    )  # fmt: skip


def hidden() -> Coded:
    """An attack on a clinic in a town whose name and coordinates must not leave; a private person stands in it."""
    text = f"The Front of the North shelled a clinic, killing {PRIVATE} and 3 patients. “We did not,” Tom West said."
    cut = text.index("“")
    front, victim = text.index("Front"), text.index("a clinic")
    event = Event(
        type="ASSAULT", mode="heavy-weapons", quad="MX", score=-9.0, trigger=Span(text.index("shelled"), text.index(" a ")),
        source=Party(front, front + 18, REBELS), target=Party(victim, victim + 8, PEOPLE),
        recipients=(Party(victim, victim + 8, PEOPLE), Party(text.index(PRIVATE), text.index(PRIVATE) + len(PRIVATE), None)),
        place=0, date="2021-11-21", date_precision=1, killed=Toll(0, 3, 4, 4, 4),
    )  # fmt: skip
    extraction = Extraction(
        id="hidden", language="en", coder="9", sentences=(Sentence(0, cut), Sentence(cut, len(text))),
        places=(Place(0, 3, HIDDEN_LAT, HIDDEN_LON, "AFG", "Ghor", HIDDEN_ID, 1, name=HIDDEN),),
        statements=(_denial(text, cut),), events=(event,),
    )  # fmt: skip
    return Article(id="hidden", text=text, language="en", published="2021-11-22", publisher="Post"), extraction


def fill(store: Store, *, reports: int = 80) -> None:
    """Reports, a reprint, and an incident for every event."""
    rng = Random(7)
    coded = [report(f"r{n}", rng, words=HOSTILE[n % len(HOSTILE)] if n % 2 else "") for n in range(reports)] + [
        hidden()
    ]
    incidents = []
    for article, extraction in coded:
        store.add(article, extraction, seen_at=SEEN)
        for id_, event in zip(event_ids(article, extraction.events), extraction.events, strict=True):
            incidents.append(_incident(article, extraction, id_, event))
    store.replace_copies([Copy("r2", "r1", "the same words")])
    store.replace_incidents(incidents, at=SEEN)


def _incident(article: Article, extraction: Extraction, id_: str, event: Event) -> Incident:
    place = extraction.places[0] if event.place is not None else None
    names = ("name", "country", "admin1", "geonameid", "lat", "lon", "precision", "radius_km")
    day = event.date if event.date and len(event.date) == 10 else None
    toll = event.killed
    return Incident(
        id=f"i{id_}", type=event.type, mode=event.mode, quad=event.quad, score=event.score,
        modality="negated" if event.negated else event.modality,
        actors=(event.source.actor,) if event.source and event.source.actor else (),
        recipients=(event.target.actor,) if event.target and event.target.actor else (),
        site=Site(*(getattr(place, name) for name in names)) if place else None,
        days=(day, day) if day else None, date=event.date, date_precision=event.date_precision,
        killed=Count(toll.low, toll.best, toll.high) if toll else None, events=(id_,), articles=(article.id,),
        reports=1, outlets=1, origins=1, known_on=article.published or "2021-11-19",
    )  # fmt: skip


def _denial(text: str, cut: int) -> Statement:
    at = text.index("Tom West", cut)
    return Statement(
        source=Party(at, at + 8, ENVOY), cue=Span(at + 9, at + 13), content=(Span(cut + 1, cut + 11),), kind="direct",
        about=("north-front",), stance="denied",
    )  # fmt: skip


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of everything."""
    path = tmp_path_factory.mktemp("exports") / "s.db"
    with Store(path) as made:
        fill(made)
    with Store(path, readonly=True) as opened:
        yield opened


@pytest.fixture(params=["events", "incidents"])
def view(request: pytest.FixtureRequest, store: Store) -> View:
    """All events, then all incidents: both go the same ways."""
    return view_of(store, EventFilter() if request.param == "events" else IncidentFilter())


def written(view: View, name: str) -> tuple[bytes, Account]:
    """A view in a format, and the account of it."""
    account = Account()
    return b"".join(FORMATS[name].pieces(view, account)), account


def kept(view: View, account: Account) -> list[str]:
    """Ids of a view, for counting."""
    ids = [str(row["id"]) for row in view.rows()]
    assert len(ids) == account.rows == len(set(ids))
    return ids


def pairs(view: View) -> dict[str, dict[str, object]]:
    """The rows of a view by id."""
    return {str(row["id"]): row for row in view.rows()}
