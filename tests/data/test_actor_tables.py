"""The catalogue's own tables are well formed, and say only what can be true."""

import csv
import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import dateline

FOLDER = Path(dateline.__file__).parent / "data" / "actors"
ACTOR_COLUMNS = "id name aliases kind country sector member_of from to qid source".split()
STATE_COLUMNS = "id name aliases demonyms adjectives capital capital_aliases sector from to qid source".split()
OFFICE_COLUMNS = "office titles country sector body".split()
HOLDER_COLUMNS = "office person name aliases from to known_until qid source".split()
SECTORS = set(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC "
    "IGO UNO EUR NGO ISM IMG MNC".split()
)
KINDS = set(
    "state government ministry military police court parliament agency party armed_group igo ngo company "
    "news_agency media bloc movement religious union sport city".split()
)
NOT_ACTORS = {"states.tsv", "offices.tsv", "agents.tsv", "titles.tsv"}
ACTOR_FILES = sorted(
    path.name for path in FOLDER.glob("*.tsv") if path.name not in NOT_ACTORS and not path.name.startswith("holders")
)
HOLDER_FILES = sorted(path.name for path in FOLDER.glob("holders*.tsv"))
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
AT_LEAST = {
    "states.tsv": 200,
    "offices.tsv": 1200,
    "bodies.tsv": 400,
    "parties.tsv": 250,
    "companies.tsv": 40,
    "agents.tsv": 300,
    "titles.tsv": 300,
}


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def header(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf-8").split("\n", 1)[0].split("\t")


@cache
def states() -> frozenset[str]:
    return frozenset(row["id"] for row in rows("states.tsv"))


@cache
def actor_ids() -> frozenset[str]:
    return states() | frozenset(row["id"] for name in ACTOR_FILES for row in rows(name))


def each(names: list[str]) -> list[tuple[str, dict[str, str]]]:
    return [(f"{name}: {row.get('id') or row.get('office')}", row) for name in names for row in rows(name)]


def overlaps(first: dict[str, str], second: dict[str, str]) -> bool:
    """Whether two periods share a day, as far as their coarser dates can tell."""
    earlier, later = sorted((first, second), key=lambda row: row["from"])
    if not earlier["to"]:
        return True
    width = min(len(earlier["to"]), len(later["from"]))
    if width < 10:
        return earlier["to"][:width] > later["from"][:width]
    return earlier["to"] >= later["from"]


def test_every_table_has_its_columns_and_no_stray_cell() -> None:
    """Every line of every table has the columns its header promises."""
    for path in sorted(FOLDER.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        width = lines[0].count("\t")
        assert [n for n, line in enumerate(lines, 1) if line.count("\t") != width] == [], path.name
    assert header("states.tsv") == STATE_COLUMNS
    assert header("offices.tsv") == OFFICE_COLUMNS
    assert header("agents.tsv") == "noun sector kind plural_ok public".split()
    assert header("titles.tsv") == "title sector kind".split()
    assert all(header(name) == ACTOR_COLUMNS for name in ACTOR_FILES)
    assert all(header(name) == HOLDER_COLUMNS for name in HOLDER_FILES)


def test_no_cell_has_untidy_space() -> None:
    """No cell begins or ends in a blank, and no list has an empty or repeated member."""
    for path in sorted(FOLDER.glob("*.tsv")):
        for number, row in enumerate(rows(path.name), 2):
            for column, cell in row.items():
                where = f"{path.name}:{number} {column}"
                assert cell == cell.strip(), where
                members = cell.split("|") if cell else []
                assert all(member and member == member.strip() for member in members), where
                assert len(members) == len(set(members)), where


def test_dates_are_iso_and_in_order() -> None:
    """Dates are ISO days, months or years, and nothing ends before it begins."""
    for where, row in each(["states.tsv", *ACTOR_FILES, *HOLDER_FILES]):
        for column in ("from", "to", "known_until"):
            assert not row.get(column) or DATE.fullmatch(row[column]), where
        if row["from"] and row["to"]:
            width = min(len(row["from"]), len(row["to"]))
            assert row["from"][:width] <= row["to"][:width], where


def test_actors_are_said_in_known_codes() -> None:
    """Kinds are ours, sectors are PLOVER's, countries are ISO alpha-3, ids are slugs."""
    for where, row in each(ACTOR_FILES):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"]), where
        assert row["kind"] in KINDS, where
        assert row["sector"] in SECTORS, where
        assert not row["country"] or row["country"] in states(), where
        assert row["name"] and row["source"], where
        assert row["name"] == row["aliases"].split("|")[0] or row["name"] in row["aliases"].split("|"), where
        assert not row["qid"] or re.fullmatch(r"Q[1-9]\d*", row["qid"]), where


def test_memberships_name_actors_that_exist() -> None:
    """Whoever an actor belongs to is in the catalogue, and nobody belongs to itself."""
    for where, row in each(ACTOR_FILES):
        for parent in filter(None, row["member_of"].split("|")):
            assert parent in actor_ids(), f"{where} -> {parent}"
            assert parent != row["id"], where


def test_an_actor_has_one_row_at_a_time() -> None:
    """Rows of one id, in whichever files, follow each other and never overlap."""
    periods: dict[str, list[dict[str, str]]] = defaultdict(list)
    for _, row in each(["states.tsv", *ACTOR_FILES]):
        periods[row["id"]].append(row)
    for identity, group in periods.items():
        for index, row in enumerate(group):
            assert not any(overlaps(row, other) for other in group[index + 1 :]), identity


def test_states_are_complete() -> None:
    """States have ISO codes, a name, and words for their people; former ones have an end."""
    for row in rows("states.tsv"):
        assert re.fullmatch(r"[A-Z]{3}", row["id"])
        assert row["name"] in row["aliases"].split("|")
        assert row["adjectives"], row["id"]
    former = {row["id"] for row in rows("states.tsv") if row["to"]}
    assert {"SUN", "YUG", "CSK", "DDR"} <= former
    assert {"XKX", "TWN", "PSE", "ESH", "SSD"} <= states()


def test_every_state_has_its_offices() -> None:
    """Every living sovereign state has a head, and a foreign minister where it has a ministry."""
    offices = {row["office"] for row in rows("offices.tsv")}
    living = [row["id"].lower() for row in rows("states.tsv") if not row["to"]]
    heads = ("president", "prime-minister", "monarch", "chancellor", "supreme-leader", "pope", "chief-executive")
    headless = [one for one in living if not any(f"{one}-{head}" in offices for head in heads)]
    assert len(headless) < 20, headless  # territories
    assert sum(f"{one}-foreign-minister" in offices for one in living) >= 190
    assert len(offices) == len(rows("offices.tsv"))


def test_offices_belong_to_bodies_that_exist() -> None:
    """An office's country, sector and body are known, and it has a title."""
    for where, row in each(["offices.tsv"]):
        assert row["titles"], where
        assert row["sector"] in SECTORS, where
        assert not row["country"] or row["country"] in states(), where
        assert not row["body"] or row["body"] in actor_ids(), f"{where} -> {row['body']}"


@pytest.mark.parametrize("name", HOLDER_FILES)
def test_holders_hold_offices_that_exist(name: str) -> None:
    """Each term names an office, a person by slug and name, a beginning and a source."""
    offices = {row["office"] for row in rows("offices.tsv")}
    for where, row in each([name]):
        assert row["office"] in offices, where
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["person"]), where
        assert row["name"] in row["aliases"].split("|"), where
        assert row["from"] and row["source"], where
        assert row["to"] or row["known_until"], f"{where} {row['name']}: an open term says until when we know"


def test_an_office_has_one_holder_at_a_time() -> None:
    """Terms in one office never overlap, in whichever files they stand."""
    terms: dict[str, list[dict[str, str]]] = defaultdict(list)
    for name in HOLDER_FILES:
        for row in rows(name):
            terms[row["office"]].append(row)
    clashes = []
    for office, group in terms.items():
        group = sorted(group, key=lambda row: row["from"])
        for first, second in pairwise(group):
            if overlaps(first, second):
                clashes.append((office, first["name"], first["from"], first["to"], second["name"], second["from"]))
    assert clashes == []


def test_private_people_get_no_public_role() -> None:
    """Nouns for people who act for nobody but themselves are marked as not public."""
    public = {row["noun"]: row["public"] for row in rows("agents.tsv")}
    for noun in "villager student farmer victim witness protester soldier refugee journalist doctor suspect".split():
        assert public[noun] == "no", noun
    for noun in "minister general spokesman prosecutor army parliament police ambassador".split():
        assert public[noun] == "yes", noun
    assert {row["sector"] for row in rows("agents.tsv")} <= SECTORS
    private = {row["title"] for row in rows("titles.tsv") if row["kind"] == "private"}
    assert {"Mr", "Mrs", "Dr"} <= private


@pytest.mark.parametrize(("name", "least"), sorted(AT_LEAST.items()))
def test_tables_are_large_enough(name: str, least: int) -> None:
    """No table has shrunk below what the catalogue promises."""
    assert len({row.get("id") or str(row) for row in rows(name)}) >= least


def test_groups_and_bodies_are_many_enough() -> None:
    """At least 600 armed groups and 300 international bodies, organisations and agencies."""
    groups = {row["id"] for name in ACTOR_FILES for row in rows(name) if row["kind"] == "armed_group"}
    bodies = {row["id"] for name in ("igos.tsv", "ngos.tsv", "news_agencies.tsv") for row in rows(name)}
    assert len(groups) >= 600
    assert len(bodies) >= 600


def test_every_source_is_explained() -> None:
    """Each file stands in SOURCES.md, and so does the family of every source named on a row."""
    sources = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    for path in FOLDER.glob("*.tsv"):
        assert f"`{path.name}`" in sources, path.name
        for row in rows(path.name):
            if "source" in row:
                assert f"`{row['source'].split(':')[0]}`" in sources, row["source"]
