"""A small store made by hand, with hostile words in it, and one made of the sample by the real reading."""

import fcntl
import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dateline.store import Store
from dateline.values import (
    Actor,
    Article,
    Copy,
    Count,
    Entity,
    Event,
    Extraction,
    Incident,
    Notice,
    Party,
    Place,
    ReportedToll,
    Sentence,
    Site,
    Span,
    Statement,
    Story,
    Time,
    Toll,
    event_ids,
)
from dateline.web.app import create_app

SEEN = "2026-11-22T12:00:00+00:00"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }} \u202eevil\u202c " + "w" * 400
SAMPLE = Path(__file__).parents[2] / "sample/afghanistan-2021/reports.jsonl"
WALKED = (
    "mw-0826-airport-1", "mw-0829-drone", "mw-1003-eidgah", "hg-1004-eidgah", "mw-1008-kunduz-1", "ko-1008-kunduz",
    "mw-1008-kunduz-2", "pl-1008-kunduz", "hg-1009-kunduz", "pl-1008-doha-plan", "mw-1009-shaheen", "mw-1010-doha",
    "mw-1102-hospital-1", "hg-1103-hospital", "mw-1117-lyons", "pl-1123-doha-plan", "mw-1130-doha",
)  # fmt: skip

NORTH = Actor("north-front", "Front of the North", "COD", "REB", "listed", "armed_group")
STATE = Actor("COD", "DR Congo", "COD", "GOV", "listed", "state")
SPEAKER = Actor("ali-hassan", "Ali Hassan", "COD", "GOV", "title beside the name", "person")
PEOPLE = Actor("cod-civilians", "DR Congo: civilians", "COD", "CVL", "noun", "movement")
GOMA = {
    "lat": -1.67,
    "lon": 29.22,
    "country": "COD",
    "admin1": "Nord-Kivu",
    "geonameid": 216281,
    "precision": 1,
    "name": "Goma",
}
DOHA = {
    "lat": 25.28,
    "lon": 51.53,
    "country": "QAT",
    "admin1": "Ad Dawhah",
    "geonameid": 290030,
    "precision": 1,
    "name": "Doha",
}
LAND = {
    "lat": -2.8,
    "lon": 23.6,
    "country": "COD",
    "admin1": None,
    "geonameid": 203312,
    "precision": 6,
    "name": "DR Congo",
}


def report(name: str, n: int, *, hostile: str = HOSTILE, **fields: str) -> tuple[Article, Extraction]:
    """One report: an attack on a barracks, one on a clinic, talks to come, a denial; the n-th of its kind.

    `hostile` stands in its title and its text, and in the reasons given for its events.
    """
    day = f"2021-11-{n % 28 + 1:02d}"
    text = (
        "GOMA (Post) — The Front of the North shelled a barracks in Goma on Friday, killing 4 soldiers. "
        "DR Congo said the Front of the North shelled a clinic in Goma, killing 7 patients. "
        "The Front of the North will meet DR Congo in Doha next week. "
        f"“We did not,” Ali Hassan said. {hostile}"
    )

    def span(words: str, nth: int = 0) -> tuple[int, int]:
        at = -1
        for _ in range(nth + 1):
            at = text.index(words, at + 1)
        return at, at + len(words)

    front, state = (Party(*span("Front of the North", k), NORTH) for k in range(2)), Party(*span("DR Congo"), STATE)
    first, second = front
    planned = Party(*span("Front of the North", 2), NORTH)
    cuts = [0, text.index("DR Congo said"), text.index("The Front of the North will"), text.index("“We"), len(text)]
    extraction = Extraction(
        id=name,
        language="en",
        coder="7",
        notices=(Notice(0, text.index("The Front"), "dateline"),),
        sentences=tuple(Sentence(a, b) for a, b in itertools.pairwise(cuts)),
        entities=(Entity(*span("Front of the North"), "ORG", NORTH), Entity(*span("Ali Hassan"), "PER", SPEAKER)),
        places=(Place(*span("Goma,"), **GOMA), Place(*span("Doha"), **DOHA), Place(*span("DR Congo"), **LAND)),
        times=(Time(*span("Friday"), "DATE", day),),
        events=(
            _event(
                "ASSAULT", "MX", span("shelled"), first, None, day, 0, killed=Toll(*span("4"), 4, 4, 4), why=hostile
            ),
            _event(
                "ASSAULT",
                "MX",
                span("shelled", 1),
                second,
                Party(*span("patients"), PEOPLE),
                day,
                0,
                killed=Toll(*span("7"), 7, 7, 9),
                said_by=0,
            ),
            _event("AGREE", "VC", span("meet"), planned, state, "2021-W48", 1, of="CONSULT", modality="planned"),
            _event("SUPPORT", "VC", span("said"), state, Party(*span("Front of the North", 1), NORTH), None, 2),
        ),
        statements=(
            Statement(
                source=Party(*span("Ali Hassan"), SPEAKER),
                cue=Span(*span("said", 1)),
                content=(Span(*span("We did not")),),
                kind="direct",
                about=("north-front",),
                stance="denied",
            ),
        ),
    )
    given = {"published": f"{day}T10:00:00Z", "publisher": "Post", "title": f"Report {n} {hostile}"} | fields
    return Article(id=name, text=text, language="en", **given), extraction


def _event(
    type_: str, quad: str, at: tuple[int, int], source: Party | None, target: Party | None, day: str | None,
    place: int | None, **more: object,
) -> Event:  # fmt: skip
    return Event(
        type=type_, quad=quad, score=0.0, trigger=Span(*at), source=source, target=target, date=day, place=place,
        date_precision=1, **{"why": f"rule: {HOSTILE}", **more},
    )  # fmt: skip


def fill(store: Store, reports: int) -> None:
    """Reports of three outlets, a copy, a story, and an incident for each attack."""
    coded = [report(f"r{n}", n, publisher=("Post", "Herald", f"Gazette {HOSTILE[:60]}")[n % 3]) for n in range(reports)]
    coded.append(report("../../etc/passwd", 5, publisher="Herald", url="javascript:alert(3)"))
    fill_incidents(store, coded, seen_at=SEEN, title=f"A story {HOSTILE}")


def fill_incidents(store: Store, coded: list[tuple[Article, Extraction]], *, seen_at: str, title: str) -> None:
    """Coded reports with an incident for each attack and each meeting; the third of them is a copy of the second."""
    incidents = []
    for n, (article, extraction) in enumerate(coded):
        store.add(article, extraction, seen_at=seen_at)
        ids = event_ids(article, extraction.events)
        day = extraction.times[0].value
        for k, (event, id_) in enumerate(zip(extraction.events, ids, strict=True)):
            if event.type == "SUPPORT":
                continue
            place = extraction.places[event.place or 0]
            toll = event.killed
            incidents.append(
                Incident(
                    id=f"i{n}-{k}",
                    type=event.type,
                    of=event.of,
                    quad=event.quad,
                    modality=event.modality,
                    actors=(NORTH,),
                    recipients=(event.target.actor,) if event.target and event.target.actor else (),
                    site=Site(place.name, place.country, place.admin1, place.geonameid, place.lat, place.lon, 1),
                    days=("2021-11-29", "2021-12-05") if event.of else (day, day),
                    date=event.date,
                    date_precision=1,
                    killed=Count(toll.low, toll.best, toll.high) if toll else None,
                    tolls=(
                        ReportedToll("killed", toll.low, toll.best, toll.high, article.id, id_, article.publisher, day),
                    )
                    if toll
                    else (),
                    events=(id_,),
                    articles=(article.id,),
                    reports=1,
                    outlets=1,
                    origins=1,
                    known_on=day,
                )
            )
    store.replace_copies([Copy("r2", "r1", "the same words")])
    store.replace_stories([Story("story-r1", ("r1", "r2"), title, "the same happening")])
    store.replace_incidents(incidents, at=seen_at)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The page over forty reports with hostile words."""
    path = tmp_path_factory.mktemp("web") / "small.db"
    with Store(path) as store:
        fill(store, 40)
    return TestClient(create_app(path))


@pytest.fixture
def empty(tmp_path: Path) -> TestClient:
    """The page over nothing."""
    Store(tmp_path / "empty.db").close()
    return TestClient(create_app(tmp_path / "empty.db"))


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A part of the sample, read by the real pipeline; made once, whichever worker comes first."""
    from dateline.engine.run import run
    from dateline.values import Article as Given

    base = tmp_path_factory.getbasetemp()  # with several workers, each has its own below that of the run
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "web-sample"
    shared.mkdir(exist_ok=True)
    path = shared / "sample.db"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            import msgspec

            rows = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
            articles = [msgspec.convert(row, Given) for row in rows if row["id"] in WALKED]
            part = shared / "part.db"
            part.unlink(missing_ok=True)
            with Store(part) as store:
                run(articles, store, seen_at=SEEN)
            for tail in ("-wal", "-shm"):
                (shared / f"part.db{tail}").unlink(missing_ok=True)
            part.rename(path)
    yield path
