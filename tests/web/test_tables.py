"""What is downloaded is what is shown."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

_DAYS = st.sampled_from([None, "2021-11-03", "2021-11-12", "2021-11", "2021-W47"])
_STATES = st.fixed_dictionaries(
    {
        "table": st.sampled_from(["events", "statements", "incidents", "sources", "calendar"]),
        "as_of": _DAYS,
        "from": _DAYS,
        "to": _DAYS,
        "type": st.sampled_from([None, "ASSAULT", "AGREE", "NONE"]),
        "country": st.sampled_from([None, "COD", "QAT"]),
        "outlet": st.sampled_from([None, "Post", "Herald"]),
        "language": st.sampled_from([None, None, "en", "es"]),
        "mt": st.sampled_from([None, "no"]),
    }
)


def _query(state: dict[str, str | None]) -> str:
    return "&".join(f"{key}={value}" for key, value in state.items() if value is not None and key != "table")


def _shown(client: TestClient, table: str, query: str) -> list[str]:
    """The ids of all pages of a table, as the page has them."""
    ids: list[str] = []
    path: str | None = f"/{table}?{query}"
    while path:
        tree = html.fromstring(client.get(path).text)
        ids += [row.get("data-id") for row in tree.iter("tr") if row.get("data-id")]
        path = next((a.get("href") for a in tree.iter("a") if a.get("rel") == "next"), None)
    return ids


@settings(max_examples=40, deadline=None)
@given(state=_STATES)
def test_a_download_equals_its_view(small: TestClient, state: dict[str, str | None]) -> None:
    """Row for row, in the same order, in CSV and JSON, whatever the state."""
    table, query = str(state["table"]), _query(state)
    key = "incident" if table == "calendar" else "id"
    as_json = small.get(f"/{table}.json?{query}").json()
    as_csv = list(csv.DictReader(io.StringIO(small.get(f"/{table}.csv?{query}").text)))
    assert _shown(small, table, query) == [row[key] for row in as_json] == [row[key] for row in as_csv]


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
