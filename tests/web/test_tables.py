"""What is downloaded is what is shown."""

import csv
import io
import json
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise
from random import Random
from urllib.parse import urlencode
from uuid import uuid5

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

from dateline.engine.early import keep_warnings, standing_warnings
from dateline.engine.fusing import fuse_store
from dateline.exports import FORMATS
from dateline.exports.shapes import numeric_id
from dateline.exports.stix import SPACE
from dateline.store import Store
from dateline.values import (
    Actor,
    Article,
    Entity,
    Event,
    Extraction,
    Party,
    Place,
    Sentence,
    Span,
    Statement,
    Toll,
    Via,
)
from dateline.web.access import Access, Rate
from dateline.web.app import create_app

from .conftest import SEEN

ISISK = Actor("isis-k", "ISIS-K", "AFG", "REB", kind="armed_group")
STATE = Actor("AFG", "Afghanistan", "AFG", "GOV", "listed", "state")
PEOPLE = Actor("afg-civilians", "Afghanistan: civilians", "AFG", "CVL", "noun", "movement")
TOWNS = {
    "Kabul": ("AFG", "Kabul", 34.5, 69.2, 1, 1), "Kunduz": ("AFG", "Kunduz", 36.7, 68.9, 2, 2),
    "Khost": ("AFG", "Khost", 33.3, 69.9, 3, 4), "Doha": ("QAT", "Ad Dawhah", 25.3, 51.5, 4, 1),
}  # fmt: skip
_FIRST = date(2020, 6, 1)
_DAYS = st.sampled_from([None, None, "2021-11-14", "2021-10", "2021-W44", "2021", "2020-12-24"])
_STATES = st.fixed_dictionaries(
    {
        "table": st.sampled_from(["events", "incidents", "statements", "sources", "calendar", "warnings"]),
        "as_of": _DAYS,
        "from": _DAYS,
        "to": _DAYS,
        "type": st.sampled_from([None, None, "ASSAULT", "AGREE", "NONE"]),
        "of": st.sampled_from([None, None, "CONSULT"]),
        "quad": st.sampled_from([None, None, "MX", "VC"]),
        "modality": st.sampled_from([None, None, "planned", "denied"]),
        "country": st.sampled_from([None, None, "AFG", "QAT"]),
        "admin1": st.sampled_from([None, None, "Kunduz"]),
        "outlet": st.sampled_from([None, None, "Post", "Herald"]),
        "language": st.sampled_from([None, None, "en", "es"]),
        "actor": st.sampled_from([None, None, "isis-k", "AFG", "nobody"]),
        "by": st.sampled_from([None, None, None, "isis-k"]),
        "about": st.sampled_from([None, None, None, "AFG"]),
        "stance": st.sampled_from([None, None, "denied"]),
        "story": st.sampled_from([None, None, None, "story-r1"]),
        "mt": st.sampled_from([None, None, "no", "apertium"]),
    }
)
_FOREIGN = st.sampled_from(sorted(set(FORMATS) - {"csv", "json", "jsonl", "parquet", "geojson"}))


def _report(n: int, day: date, rng: Random) -> tuple[Article, Extraction]:
    """An attack or a denial of one, talks announced, and what somebody said of it."""
    town = "Khost" if n >= 92 else rng.choice(["Kabul", "Kunduz"])
    out = day.isoformat()
    text = f"ISIS-K bombed post {n} of Afghanistan in {town}. Talks {n} with Afghanistan follow in Doha. “We did not {n},” ISIS-K said."
    cuts = [0, text.index("Talks"), text.index("“"), len(text)]

    def span(words: str, nth: int = 0) -> tuple[int, int]:
        at = -1
        for _ in range(nth + 1):
            at = text.index(words, at + 1)
        return at, at + len(words)

    via = Via("apertium", "3.8", "es", "They bombed") if rng.random() < 0.2 else None
    attack = Event(
        type="ASSAULT", mode=rng.choice(["aerial", "firearms", None]), quad="MX", score=-9.0, trigger=Span(*span("bombed")),
        source=Party(*span("ISIS-K"), ISISK), target=Party(*span("Afghanistan"), rng.choice([STATE, PEOPLE])), place=0,
        date=out, date_precision=1, killed=Toll(*span(str(n)), 1, 2, 3) if rng.random() < 0.5 else None,
        negated=rng.random() < 0.1, anchor="sentence" if via else "exact", via=via,
    )  # fmt: skip
    talks = Event(
        type="AGREE", of="CONSULT", quad="VC", score=3.0, trigger=Span(*span("Talks")), modality="planned", place=1,
        source=Party(*span("ISIS-K"), ISISK), target=Party(*span("Afghanistan", 1), STATE),
        date=(day + timedelta(days=9)).isoformat(), date_precision=1,
    )  # fmt: skip
    places = tuple(
        Place(*span(name), TOWNS[name][2], TOWNS[name][3], TOWNS[name][0], TOWNS[name][1], TOWNS[name][4], TOWNS[name][5], name=name)
        for name in (town, "Doha")
    )  # fmt: skip
    said = Statement(
        source=Party(*span("ISIS-K", 1), ISISK), cue=Span(*span("said")), content=(Span(*span(f"We did not {n}")),),
        kind="direct", about=("AFG",), stance=rng.choice(["denied", "said"]), date=out,
    )  # fmt: skip
    language = "es" if via else "en"
    extraction = Extraction(
        id=f"r{n}", language=language, coder="1", sentences=tuple(Sentence(a, b) for a, b in pairwise(cuts)),
        entities=(Entity(*span("ISIS-K"), "ORG", ISISK),), places=places, events=(attack, talks), statements=(said,),
    )  # fmt: skip
    article = Article(
        id=f"r{n}", text=text, title=f"Report {n}", language=language, published=out,
        publisher=rng.choice(["Post", "Herald", None]),
    )  # fmt: skip
    return article, extraction


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The page over a year and a half of reports, with pages to turn in every table and something to warn of."""
    path, rng = tmp_path_factory.mktemp("tables") / "s.db", Random(5)
    days = [_FIRST + timedelta(days=5 * n) for n in range(92)] + [
        date(2021, 11, 1) + timedelta(days=n) for n in range(12)
    ]
    with Store(path) as store, store.batch():
        for n, day in enumerate(days):
            store.add(*_report(n, day, rng), seen_at=SEEN)
        fuse_store(store, at=SEEN)
    with Store(path) as store:
        keep_warnings(store)
        assert standing_warnings(store)
    return TestClient(create_app(path, access=Access(usual=Rate(1e6, 10**6))))


def _query(state: dict[str, str | None]) -> str:
    return urlencode({key: value for key, value in state.items() if value is not None and key != "table"})


def _shown(client: TestClient, table: str, query: str) -> list[str]:
    """The ids of all pages of a table, as the page has them."""
    ids: list[str] = []
    path: str | None = f"/{table}?{query}"
    while path:
        tree = html.fromstring(client.get(path).text)
        ids += tree.xpath("//*[self::tr or self::li]/@data-id")
        path = next(iter(tree.xpath("//a[@rel='next']/@href")), None)
    return ids


@settings(max_examples=200)
@given(state=_STATES, foreign=_FOREIGN)
def test_a_download_equals_its_view(desk: TestClient, state: dict[str, str | None], foreign: str) -> None:
    """Row for row, cell for cell, in the same order, whatever is asked: the page, and each form it is offered in."""
    table, query = str(state["table"]), _query(state)
    rows = desk.get(f"/{table}.json?{query}").json()
    ids = [_key(table, row) for row in rows]
    assert _shown(desk, table, query) == ids
    lines = desk.get(f"/{table}.jsonl?{query}").text.split("\n")
    assert [json.loads(line) for line in lines if line] == rows
    cells = list(csv.DictReader(io.StringIO(desk.get(f"/{table}.csv?{query}").text, newline="")))
    assert cells == [{column: _in_csv(value) for column, value in row.items()} for row in rows]
    frame = polars.read_parquet(io.BytesIO(desk.get(f"/{table}.parquet?{query}").content))
    assert [
        {c: v.isoformat() if isinstance(v, date) else v for c, v in row.items()} for row in frame.to_dicts()
    ] == rows
    if table in FORMATS["geojson"].tables:
        features = desk.get(f"/{table}.geojson?{query}").json()["features"]
        assert [feature["properties"] for feature in features] == rows
    if table in FORMATS[foreign].tables:
        notes = desk.get(f"/{table}.{foreign}.notes?{query}").json()
        assert notes["rows"] == len(rows) == notes["exported"] + sum(notes["left_out"].values())
        data = desk.get(f"/{table}.{foreign}?{query}").text
        there = [_in_foreign(foreign, id_) in data for id_ in ids]
        assert sum(there) == notes["exported"], foreign


def _key(table: str, row: dict[str, object]) -> str:
    if table == "warnings":
        return " ".join(str(row[key] or "-") for key in ("raised_on", "kind", "actor", "country", "admin1", "type"))
    return str(row["incident" if table == "calendar" else "id"])


def _in_csv(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _in_foreign(name: str, id_: str) -> str:
    """What a row is known by in a format of others."""
    if name.startswith("gdelt"):
        return f"{numeric_id(id_)}\t"
    if name == "stix":
        return f'"incident--{uuid5(SPACE, f"incident {id_}")}","created'
    if name == "prov":
        return f'-{sha256(id_.encode()).hexdigest()[:20]}":'
    return id_


def test_a_cell_is_never_a_formula(small: TestClient) -> None:
    """A spreadsheet that opens the file runs nothing."""
    for table in ("events", "statements", "incidents", "sources"):
        for row in csv.reader(io.StringIO(small.get(f"/{table}.csv").text)):
            assert not any(cell[:1] in ("=", "+", "@") for cell in row)


def test_geojson_has_a_point_only_where_one_may_be_shown(small: TestClient) -> None:
    """The attack on a clinic has no coordinates, the one on a barracks has."""
    features = small.get("/events.geojson?type=ASSAULT").json()["features"]
    by_clinic = {("clinic" in f["properties"]["sentence"]): f["geometry"] for f in features}
    assert by_clinic[True] is None and by_clinic[False]["type"] == "Point"


def test_a_facet_counts_what_the_table_shows(small: TestClient) -> None:
    """Following a value gives as many rows as stand beside it, in every table with facets."""
    for table in ("events", "incidents", "statements"):
        tree = html.fromstring(small.get(f"/{table}?to=2021-11-20").text)
        links = [a for a in tree.xpath("//div[@class='facets']//li/a") if a.xpath("span[@class='n']")]
        assert links
        for link in links[:12]:
            wanted = int("".join(filter(str.isdigit, link.xpath("string(span[@class='n'])"))))
            address = link.get("href").replace(f"/{table}?", f"/{table}.json?")
            assert len(small.get(address).json()) == wanted, address
