"""Nobody is hunted with this: no way in is keyed on a private person, and no way out shows where people must not be found.

The ways are taken from the lists of routes, addresses of the API, formats, frames and kinds of `show`, so that new ones
are included.
"""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from dateline import frames
from dateline.cli import cli
from dateline.cli_show import KINDS
from dateline.engine.fusing import fuse_store
from dateline.store import EventFilter, IncidentFilter, Store
from dateline.values import (
    Actor,
    Article,
    Entity,
    Event,
    Extraction,
    Party,
    Place,
    RoleFiller,
    Roles,
    Sentence,
    Span,
    Statement,
)
from dateline.web.access import Access, Rate
from dateline.web.api.asking import PARAMETERS
from dateline.web.api.endpoints import ENDPOINTS, ROOT
from dateline.web.app import create_app

from .conftest import SEEN
from .ways import filled, routes

GUNMEN = Actor("north-front", "Front of the North", "AFG", "REB", "listed", "armed_group")
PEOPLE = Actor("afg-civilians", "Afghanistan: civilians", "AFG", "CVL", "noun", "movement")
ENVOY = Actor("tom-west", "Tom West", "USA", "GOV", "title beside the name", "person")
PRIVATE = "Zarmina Example"
HIDDEN = "Shelterton"  # stands in the body of each report, and in none of the sentences of its events
LAT, LON, NUMBER = 33.123456, 66.654321, 987654321
EXPOSED = {  # what was done, to whom, in the words of a report
    "victims": ("ASSAULT", None, "asserted", "shelled", "villagers"),
    "shelter": ("ASSAULT", None, "asserted", "raided", "a women's shelter"),
    "hospital": ("ASSAULT", None, "asserted", "bombed", "a hospital"),
    "aid": ("AID", None, "asserted", "reached", "families"),
    "announced aid": ("AGREE", "AID", "planned", "will feed", "families"),
    "announced attack": ("THREATEN", "ASSAULT", "planned", "will shell", "a school"),
}


def _report(name: str) -> tuple[Article, Extraction]:
    type_, of, modality, verb, whom = EXPOSED[name]
    first = f"The Front of the North {verb} {whom} near {PRIVATE}. "
    text = f"{first}“It was dark,” said {PRIVATE}. Tom West was told. All this is in {HIDDEN}."
    cuts = [0, len(first), text.index("Tom West"), text.index("All this"), len(text)]

    def span(words: str, nth: int = 0) -> tuple[int, int]:
        at = -1
        for _ in range(nth + 1):
            at = text.index(words, at + 1)
        return at, at + len(words)

    filler = (
        RoleFiller(*span(whom), kind="victim") if "kind" in RoleFiller.__struct_fields__ else RoleFiller(*span(whom))
    )
    event = Event(
        type=type_, of=of, quad="MX", score=-9.0, trigger=Span(*span(verb)), modality=modality, place=0, date="2021-11-20",
        date_precision=1, source=Party(*span("Front of the North"), GUNMEN), target=Party(*span(whom), None),
        recipients=(Party(*span(whom), None), Party(*span(PRIVATE), None)),
        roles=Roles(victim=(filler,)) if type_ == "ASSAULT" else Roles(),
    )  # fmt: skip
    said = Statement(
        source=Party(*span(PRIVATE, 1), None), cue=Span(*span("said")), content=(Span(*span("It was dark")),), kind="direct",
    )  # fmt: skip
    extraction = Extraction(
        id=name, language="en", coder="9", events=(event,), statements=(said,),
        sentences=tuple(Sentence(a, b) for a, b in pairwise(cuts)),
        entities=(
            Entity(*span("Front of the North"), "ORG", GUNMEN), Entity(*span(PRIVATE), "PER"), Entity(*span(PRIVATE, 1), "PER"),
            Entity(*span("Tom West"), "PER", ENVOY),
        ),
        places=(Place(*span(HIDDEN), LAT, LON, "AFG", "Ghor", NUMBER, 1, name=HIDDEN),),
    )  # fmt: skip
    return Article(
        id=name.replace(" ", "-"), text=text, title="A report", published="2021-11-21", publisher="Post"
    ), extraction


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of each kind of act that could lead somebody to people who must not be found."""
    path = tmp_path_factory.mktemp("responsible") / "s.db"
    with Store(path) as store, store.batch():
        for name in EXPOSED:
            store.add(*_report(name), seen_at=SEEN)
        fuse_store(store, at=SEEN)
    return path


@pytest.fixture(scope="module")
def client(path: Path) -> TestClient:
    return TestClient(create_app(path, access=Access(usual=Rate(1e6, 10**6))))


PARTS = {"one": "north-front", "other": "afg-civilians", "country": "AFG", "admin1": "Ghor"}


@pytest.fixture(scope="module")
def names(path: Path) -> dict[str, str]:
    with Store(path, readonly=True) as store:
        event, incident = (
            store.events(EventFilter(type="ASSAULT"))[0].id,
            store.incidents(IncidentFilter(type="ASSAULT"))[0].id,
        )
        story = next(iter(store.stories()), None)
    return {
        "/events/": event, "/incident": incident, "/story": story.id if story else "none", "/article": "hospital",
        "/reports": "hospital",
    }  # fmt: skip


def test_no_way_out_shows_where_people_must_not_be_found(client: TestClient, names: dict[str, str]) -> None:
    """Neither the town nor its coordinates nor its number; the report's own page prints the report's own words."""
    answered = 0
    for route in routes():
        for address in filled(route, names, PARTS):
            answer = client.get(address, params={"q": "dark"} if "search" in address else {})
            answered += answer.status_code == 200
            text = answer.content.decode("utf-8", "replace")
            secrets = [str(LAT), str(LON), str(NUMBER), "33.12", "66.65"]
            if not address.startswith(
                ("/article/", "/review/")
            ):  # the report itself, and the desk of who decides on it
                secrets.append(HIDDEN)
            for secret in secrets:
                assert secret not in text, (address, secret)
    assert answered > 60


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "places"])
def test_the_shell_shows_no_more_than_the_page(path: Path, kind: str) -> None:
    """In a table, as JSON and as CSV."""
    for form in ([], ["--json"], ["--csv"]):
        done = CliRunner().invoke(cli, ["show", kind, "--store", str(path), *form])
        assert done.exit_code == 0, done.output
        for secret in (HIDDEN, str(LAT), str(LON), str(NUMBER)):
            assert secret not in done.stdout


def test_places_that_reports_name_are_not_where_it_happened(path: Path) -> None:
    """The shell lists the places that are named, and counts events by area only."""
    done = CliRunner().invoke(cli, ["show", "places", "--store", str(path), "--json"])
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert row["name"] == HIDDEN and row["events"] is None


@pytest.mark.parametrize("name", ["events", "incidents", "statements", "sources", "warnings", "series"])
def test_frames_show_no_more_than_the_page(path: Path, name: str) -> None:
    """Nor presence, nor relations."""
    with Store(path, readonly=True) as store:
        told = str(getattr(frames, name)(store).to_dicts())
        told += str(frames.relation(store, "north-front", "afg-civilians").to_dicts())
        told += str(frames.presence(store, "north-front", since="2021-11-01", until="2021-11-30").to_dicts())
    assert not [secret for secret in (HIDDEN, str(LAT), str(LON), str(NUMBER)) if secret in told]


@pytest.mark.parametrize(
    "asked", [PRIVATE, "Zarmina", "zarmina example", "zarmina-example", '"Zarmina Example"', "Zarm*"]
)
def test_a_private_name_gives_nothing_on_any_route(client: TestClient, names: dict[str, str], asked: str) -> None:
    """As a part of a path, and as the value of every parameter there is: what comes back is what any unknown name gives."""
    for route in routes():
        parts = re.findall(r"\{(\w+)(?::path)?\}", route)
        if "form" in parts or route.startswith("/review"):
            continue
        for part in parts:
            known = {
                "name": "none",
                "one": "north-front",
                "other": "north-front",
                "country": "AFG",
                "admin1": "Ghor",
            } | {part: asked}
            answer = client.get(re.sub(r"\{(\w+)(?::path)?\}", lambda m, known=known: known[m[1]], route))
            assert answer.status_code in (303, 307, 404) or "shelled" not in answer.text, (route, part)
    for name, parameter in PARAMETERS.items():
        if "enum" in parameter.takes or parameter.takes["type"] == "integer" or name in ("as_of", "from", "to"):
            continue
        for address in (
            "/events",
            "/statements",
            "/incidents",
            "/sources",
            "/calendar",
            "/warnings",
            "/search",
            "/evidence",
        ):
            shown = client.get(address, params={name: asked})
            other = client.get(address, params={name: "Qwertz Unknown"})
            assert shown.status_code == other.status_code
            assert shown.text.count("data-id") == other.text.count("data-id"), (address, name)
            assert "was dark" not in shown.text or address not in ("/search", "/evidence")
    for endpoint in ENDPOINTS:
        if endpoint.path == "/search":
            assert client.get(f"{ROOT}/search", params={"q": asked}).json()["items"] == []


def test_a_report_is_found_by_its_other_words_and_by_public_people(client: TestClient) -> None:
    """Only private names find nothing."""
    for asked in ("dark", "hospital", "Tom West", '"a hospital"', "Front of the North"):
        assert client.get(f"{ROOT}/search", params={"q": asked}).json()["total"] > 0, asked
    assert client.get(f"{ROOT}/search", params={"q": f"hospital {PRIVATE}"}).json()["total"] == 0


def test_nobody_private_can_be_watched_or_exported(path: Path, tmp_path: Path) -> None:
    """The shell refuses the name wherever it takes an actor; no actor of the store has it."""
    with Store(path, readonly=True) as store:
        assert not [row for row in store.actors() if "zarmina" in row.actor.id or "Zarmina" in row.actor.name]
    for command in (["show", "events"], ["show", "relations"], ["export", "--as", "csv"]):
        done = CliRunner().invoke(cli, [*command, "--store", str(path), "--actor", PRIVATE])
        assert done.exit_code == 2 and "No report" in done.output
