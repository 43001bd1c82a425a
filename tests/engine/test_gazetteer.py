"""The gazetteer at the edge: built, mapped, imported; our own tables in order."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli_gazetteer import gazetteer
from dateline.engine import gazetteer as edge
from dateline.errors import DataError
from dateline.extraction.places.packing import KINDS, Row, pack

TABLES = Path(edge.__file__).parents[1] / "data" / "places"


def _rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("name", ["areas.tsv", "towns.tsv"])
def test_our_own_rows_are_well_formed(name: str) -> None:
    """Every row has a kind we know, a point on earth, a radius and a country of three letters or none."""
    for row in _rows(name):
        assert row["kind"] in KINDS, row
        assert -90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180, row
        assert float(row["radius_km"]) > 0, row
        assert row["country"] == "" or (len(row["country"]) == 3 and row["country"].isupper()), row


def test_the_supplement_has_at_least_five_hundred_rows_without_doubles() -> None:
    """A name stands once in a table."""
    rows = _rows("areas.tsv") + _rows("towns.tsv")
    assert len(rows) >= 500
    for name in ("areas.tsv", "towns.tsv"):
        names = [r["name"] for r in _rows(name)]
        assert len(names) == len(set(names))


def test_every_country_has_a_point() -> None:
    """One row a country, on earth."""
    rows = _rows("countries.tsv")
    assert len({r["iso2"] for r in rows}) == len(rows) >= 240


@pytest.mark.parametrize(
    ("name", "country"),
    [("Kiev", "UKR"), ("Artemivsk", "UKR"), ("Burma", "MMR"), ("Donbas", "UKR"), ("Puntland", "SOM"), ("Darfur", "SDN"),
     ("Nagorno-Karabakh", "AZE"), ("Golan Heights", "SYR"), ("Dadaab", "KEN"), ("Bagram", "AFG"), ("Laurel County", "USA"),
     ("Luhansk Oblast", "UKR"), ("Borno State", "NGA"), ("Kandahar Province", "AFG"), ("Северодонецк", "UKR"), ("बिहार", "IND")],
)  # fmt: skip
def test_a_name_in_the_news_is_known(name: str, country: str) -> None:
    """Old and new names, contested regions, camps, bases, provinces with their noun, other scripts."""
    assert edge.open_gazetteer(imported=False).look_up(name)[0].country == country


@pytest.mark.parametrize(
    ("short", "name"),
    [("Ky.", "Kentucky"), ("N.S.", "Nova Scotia"), ("N.S.W.", "New South Wales"), ("U.S.", "United States")],
)
def test_newspaper_abbreviations_are_known(short: str, name: str) -> None:
    """American, Canadian and Australian states, and countries."""
    assert edge.open_gazetteer(imported=False).abbreviation(short)[0].name == name


def test_a_file_is_put_in_place_in_one_step(tmp_path: Path) -> None:
    """No half-written file stays behind, and what is there opens."""
    path = edge._write(pack([Row("Goma", -1.67, 29.23, "COD", "city")]), tmp_path / "deep" / "g.bin")
    assert [p.name for p in path.parent.iterdir()] == ["g.bin"]
    assert edge.open_gazetteer(path).look_up("goma")[0].country == "COD"


def test_a_broken_file_says_how_to_mend_it(tmp_path: Path) -> None:
    """The message names the file and the command."""
    path = tmp_path / "g.bin"
    path.write_bytes(b"nonsense" * 20)
    with pytest.raises(DataError, match="dateline gazetteer build"):
        edge.open_gazetteer(path)


def test_a_directory_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A file where the folder should be is a clean error."""
    (tmp_path / "taken").write_text("x")
    with pytest.raises(DataError, match="XDG_CACHE_HOME"):
        edge._write(b"x", tmp_path / "taken" / "g.bin")


def test_the_command_shows_what_a_name_may_mean() -> None:
    """`dateline gazetteer find` prints a line a place, best known first; --json prints candidates."""
    shown = CliRunner().invoke(gazetteer, ["find", "Goma", "--limit", "1"])
    assert shown.exit_code == 0 and shown.output.startswith("Goma (city) in Nord-Kivu, COD")
    listed = CliRunner().invoke(gazetteer, ["find", "Goma", "--json"])
    assert json.loads(listed.output.splitlines()[0])["country"] == "COD"


def test_the_command_says_when_nothing_has_that_name() -> None:
    """An unknown name is told with what to try next, and a failing exit code."""
    shown = CliRunner().invoke(gazetteer, ["find", "Zzyzxqville"])
    assert shown.exit_code == 1 and "import all of GeoNames" in shown.output
