"""Leap days, ends of years, days before 1970 and after everything: reports and clocks may say what they like."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dateline.engine.following import LONGEST_NAP, Follower, Plan, Stop
from dateline.engine.pulse import pulse_path, read_pulse
from dateline.engine.retention import day_before
from dateline.engine.run import run
from dateline.reading.jsonl import read_lines
from dateline.store import Store
from dateline.store.sources import SourceState
from dateline.values import Article, Event, Extraction, Party, Place, Refused, Sentence, Span
from dateline.values.actor import Actor
from dateline.web.app import create_app

STAMPS = (
    "1968-02-29", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+00:00", "2000-02-29T12:00:00Z", "2016-12-31T23:59:59Z",
    "2024-02-29", "2024-12-31T23:59:59-12:00", "2025-01-01T00:00:00+14:00", "2026-03-29T02:30:00+01:00",
    "2026-03-29T02:30:00+02:00", "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+02:00", "2028-02-29",
)  # fmt: skip
NONE = (
    "1899-12-31",
    "2100-01-01",
    "9999-12-31",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01",
    "2021-02-29",
    "2100-02-29",
    "0000-01-01",
    "10000-01-01",
    "2016-12-31T23:59:60Z",
    "2026-11-22T25:00",
    "-0044-03-15",
)


def _read(articles: list[Article]) -> list[Extraction]:
    """One shelling a report, on the day of its stamp."""
    side = Party(0, 6, Actor("selm-guard", "Guards of Selm"))
    return [
        Extraction(
            id=article.id,
            language="en",
            coder="days",
            sentences=(Sentence(0, len(article.text)),),
            places=(Place(15, 19, 1.0, 2.0, "COD", "Selm", 1, 1, name="Selm"),),
            events=(
                Event(type="ASSAULT", quad="MX", score=-9.0, trigger=Span(7, 14), source=side, place=0,
                      date=(article.published or "")[:10], date_precision=1),
            ),
        )
        for article in articles
    ]  # fmt: skip


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of reports with every such stamp."""
    path = tmp_path_factory.mktemp("days") / "s.db"
    lines = [
        f'{{"id": "r{n}", "text": "Guards shelled Selm, report {n}.", "published": "{stamp}"}}'.encode()
        for n, stamp in enumerate((*STAMPS, *NONE))
    ]
    with Store(path) as store:
        done = run(read_lines(lines, where="f"), store, seen_at="2024-02-29T23:59:59+00:00", extract=_read)
    assert (done.read, done.accepted, done.refused) == (len(lines), len(STAMPS), len(NONE))
    return path


def test_a_day_that_is_none_is_refused_with_the_stamp() -> None:
    """And never made another."""
    for stamp in NONE:
        (found,) = read_lines([f'{{"text": "Guards.", "published": "{stamp}"}}'.encode()], where="f")
        assert isinstance(found, Refused) and stamp in found.why


def test_a_day_beyond_counting_is_no_day(strange: Path) -> None:
    """Pages and API say so instead of failing."""
    client = TestClient(create_app(strange), base_url="http://127.0.0.1")
    for address in ("/?as_of=0001-01-01", "/events?from=9999", "/api/v1/events?as_of=9999-12-31"):
        assert client.get(address).status_code == 400, address


@pytest.mark.parametrize("day", [None, "1969-12-31", "2024-02-29", "2026-12-31", "2099-12-31"])
def test_every_page_answers_on_such_days(strange: Path, day: str | None) -> None:
    """As they are known today, and as of the first day and the last."""
    client = TestClient(create_app(strange), base_url="http://127.0.0.1")
    asked = f"?as_of={day}" if day else ""
    for page in ("/", "/events", "/incidents", "/statements", "/sources", "/calendar", "/warnings", "/actor/selm-guard",
                 "/place/COD", "/events.csv", "/incidents.geojson", "/events.stix", "/api/v1/events", "/api/v1/presence/selm-guard"):  # fmt: skip
        assert client.get(page + asked).status_code == 200, page + asked


class Moving:
    """A clock that is somewhere else each time it is looked at in another round."""

    def __init__(self, moments: list[float]) -> None:
        self.moments, self.naps = moments, []  # type: ignore[var-annotated]

    def now(self) -> float:
        return self.moments[0]

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.moments.append(self.moments.pop(0) + 1.5)


@pytest.fixture
def clock() -> Iterator[Moving]:
    yield Moving([1_795_348_800.0, -86_400.0, 951_782_400.0, 253_402_000_000.0, 1_709_251_199.0, 0.0, 1_735_689_599.0])


def test_a_follower_outlives_every_jump_of_the_clock(tmp_path: Path, clock: Moving) -> None:
    """Back before 1970, to leap days, to the last second of 9999 and home: no round fails, no nap is long or none."""
    (tmp_path / "sources.toml").write_text('[[folder]]\npath = "reports/"\n')
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/a.txt").write_text("Nothing happened in Selm on Friday.")
    plan = Plan(sources=tmp_path / "sources.toml", archive=tmp_path / "pages", keep_days=800_000, keep_free_bytes=0)
    with SourceState(tmp_path / "state.db") as state, Store(tmp_path / "s.db") as store:
        follower = Follower(plan, store, state, now=clock.now, sleep=clock.sleep, stop=Stop())
        follower.follow(rounds=15)
        assert (follower.pulse.rounds, follower.pulse.failures, follower.pulse.trouble) == (15, 0, None)
        assert all(1.0 <= nap <= LONGEST_NAP for nap in clock.naps)
        assert store.count_articles() == 1
    pulse = read_pulse(pulse_path(store.path))
    assert pulse is not None and pulse.doing == "stopped"


def test_days_that_never_were_are_not_counted_back_to() -> None:
    """Keeping texts for longer than there have been days lets nothing go."""
    assert day_before("2024-03-01", 1) == "2024-02-29"
    assert day_before("2100-03-01", 1) == "2100-02-28"
    assert day_before("0001-01-05", 30) == "0001-01-01"
