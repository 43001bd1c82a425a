"""A report that is withdrawn leaves no figure behind: not in warnings, not on a page."""

import random
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dateline.engine.early import METHOD
from dateline.engine.run import run
from dateline.store import Store
from dateline.values import Actor, Article, Event, Extraction, Party, Place, Refused, Sentence, Span, Toll
from dateline.web.app import create_app

SEEN, LATER = "2026-11-22T12:00:00", "2026-11-23T12:00:00"
FIRST = date(2020, 1, 1)
BURST = 7 * 75
DAYS = [7 * n for n in range(75)] + [BURST + n for n in range(8)]  # an attack a week, then one a day somewhere else
TOWNS = ("Kabul", "Jalalabad")
GROUP = Actor("isis-k", "ISIS-K", "AFG", "REB", kind="armed_group")
PAGES = (
    "/warnings.json", "/events.json", "/incidents.json", "/calendar.json", "/actor/isis-k.json", "/place/AFG.json",
    "/api/v1/warnings", "/api/v1/presence/isis-k",
)  # fmt: skip


def article(n: int, *, copy: bool = False) -> Article:
    """The report of the n-th day, or a reprint of it the day after."""
    town = TOWNS[n >= BURST]
    out = (FIRST + timedelta(days=n + copy)).isoformat()
    text = f"ISIS-K bombed {n} posts in {town}, killing {n % 5 + 1}."
    return Article(id=f"{'c' if copy else 'r'}{n}", text=text, published=out, publisher="Gazette" if copy else "Post")


def extract(articles: Iterable[Article]) -> Iterator[Extraction | Refused]:
    """Stands in for the reading: one attack a report, with its toll."""
    for report in articles:
        words = report.text.split()
        town, day = words[5].rstrip(","), (FIRST + timedelta(days=int(words[2]))).isoformat()
        at, end = report.text.index(town), len(report.text) - 1
        dead = int(report.text[end - 1])
        event = Event(
            type="ASSAULT", quad="MX", score=-9.0, trigger=Span(7, 13), source=Party(0, 6, GROUP), place=0, date=day,
            date_precision=1, killed=Toll(end - 1, end, dead, dead, dead),
        )  # fmt: skip
        place = Place(at, at + len(town), 34.5, 69.2, "AFG", town, TOWNS.index(town) + 1, 1, name=town)
        whole = (Sentence(0, len(report.text)),)
        yield Extraction(id=report.id, language="en", coder="1", sentences=whole, places=(place,), events=(event,))


def told(path: Path) -> list[object]:
    """The warnings that are kept, and what pages say."""
    with Store(path, readonly=True) as store:
        kept = store.kept_warnings(METHOD)
        assert kept is not None
        standing = {incident.id for incident in store.incidents()}
        assert {name for w in kept if w.kind != "coverage_lost" for name in w.incidents} <= standing
    client = TestClient(create_app(path))
    answers = [client.get(page) for page in PAGES]
    # on which day warnings were last made is of the run, and not of what was told
    return [kept, *((answer.status_code, re.sub(r'"made_on":"[^"]*"', "", answer.text)) for answer in answers)]


@settings(max_examples=2)
@given(seed=st.integers(0, 10**9))
def test_warnings_and_pages_are_those_of_a_store_that_never_had_it(seed: int) -> None:
    """Reports and reprints of a calm and of a burst go: warnings, their incidents and every table are made of the rest."""
    dice = random.Random(seed)
    reports = [article(n) for n in DAYS] + [article(n, copy=True) for n in dice.sample(DAYS, 6)]
    gone = {report.id for report in dice.sample(reports[60:], 5)}
    with TemporaryDirectory() as folder:
        had, never = Path(folder) / "had.db", Path(folder) / "never.db"
        with Store(had) as store:
            run(reports, store, seen_at=SEEN, extract=extract)
            assert store.kept_warnings(METHOD)
            for name in sorted(gone):
                store.withdraw(name, why="retracted", who="test", at=LATER)
            run((), store, seen_at=LATER, extract=extract)
        with Store(never) as store:
            run([r for r in reports if r.id not in gone], store, seen_at=SEEN, extract=extract)
        assert told(had) == told(never)
