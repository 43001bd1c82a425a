"""A report that says the same again is not read again, and nobody can tell: its reading is the same, byte for byte."""

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.engine.local import extract_all
from dateline.engine.reprints import Readings
from dateline.values import Article, Extraction, Outlet, Refused

_encode = msgspec.json.Encoder(order="deterministic").encode

BODIES = (
    "MANILA (Union Press) — Gunmen attacked a bus near Davao on Tuesday and killed four soldiers, the army said.\n\n"
    "“We shall find them tonight,” a spokesman said an hour later. Nobody has said that they did it.",
    "A bomb in Alexandria\nPolice in Alexandria said on Friday that two traders were hurt last night. Egypt's interior "
    "minister will visit the market tomorrow.\nUpdated May 12, 2023",
    "Miles de estudiantes protestaron el viernes en Bogotá contra el precio del arroz, y la policía detuvo a nueve.",
)
STAMPS = (None, "2023-05-12", "2023-05-12T00:30:00Z", "2023-05-12T23:59:59+14:00", "2023-05-13T08:00:00", "soon")
OUTLETS = (None, Outlet("EGY", 31.2, 29.9), Outlet("USA", 38.8, -77.1))


def reports(n: int) -> st.SearchStrategy[list[Article]]:
    """Some reports that share words, headlines, days and homes."""
    made = st.builds(
        Article,
        id=st.integers(0, 99).map(lambda k: f"r{k}"),
        text=st.sampled_from([*BODIES, *(f"{body}\n\nAll rights reserved." for body in BODIES[:1]), " "]),
        title=st.sampled_from([None, "A bomb in Alexandria", "Four soldiers killed"]),
        published=st.sampled_from(STAMPS),
        updated=st.sampled_from([None, "2023-05-12T10:00:00", "2023-05-14"]),
        language=st.sampled_from([None, "en"]),
        url=st.sampled_from([None, "https://example.org/a"]),
        publisher=st.sampled_from([None, "Gazette"]),
        outlet=st.sampled_from(OUTLETS),
    )
    return st.lists(made, max_size=n)


@pytest.fixture(scope="module")
def readings() -> Readings:
    """What several lists of reports were read with."""
    return Readings(is_open=lambda found: False, most=20)


@settings(max_examples=60)
@given(articles=reports(8))
def test_a_reading_carried_over_is_the_reading(readings: Readings, articles: list[Article]) -> None:
    """Whatever was read before and is still remembered: each outcome is that of reading the report by itself."""
    found = list(readings.read(articles, extract_all))
    assert [_encode(x) for x in found] == [_encode(x) for x in extract_all(articles)]


def test_only_what_is_new_is_read() -> None:
    """Another outlet, address and hour: not read again. Another day, home or headline: read."""
    asked: list[str] = []

    def read(articles: list[Article]) -> Iterator[Extraction]:
        for article in articles:
            asked.append(article.id)
            yield Extraction(id=article.id, language="en", reference=article.published, reference_from="published")

    one = Article(id="one", text=BODIES[0], published="2023-05-12T08:00:00", publisher="Wire")
    again = replace(one, id="again", published="2023-05-12T21:00:00", publisher="Gazette", url="https://example.org/b")
    others = [
        replace(one, id="next day", published="2023-05-13"),
        replace(one, id="home", outlet=OUTLETS[1]),
        replace(one, id="headline", title="Ambush"),
    ]
    readings = Readings(is_open=lambda found: False)
    first = list(readings.read([one, again, *others], read))
    assert asked == ["one", "next day", "home", "headline"]
    assert [x.id for x in first] == ["one", "again", "next day", "home", "headline"]
    assert isinstance(first[1], Extraction) and first[1].reference == again.published
    assert [x.id for x in readings.read([again], read)] == ["again"] and len(asked) == 4


def test_what_may_come_out_otherwise_is_read_each_time() -> None:
    """A refused report, and one that waits for an engine, are read again."""
    asked: list[str] = []

    def read(articles: list[Article]) -> Iterator[Extraction | Refused]:
        for article in articles:
            asked.append(article.id)
            yield Refused(article.id, "engine", "full") if article.title else Extraction(id=article.id, language="es")

    bad = [Article(id=f"bad{n}", text=BODIES[0], title="x") for n in range(2)]
    waiting = [Article(id=f"waiting{n}", text=BODIES[2]) for n in range(2)]
    found = list(Readings(is_open=lambda found: True).read([*bad, *waiting], read))
    assert [x.id for x in found] == ["bad0", "bad1", "waiting0", "waiting1"] == sorted(asked)
