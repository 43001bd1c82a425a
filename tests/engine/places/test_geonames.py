"""A dump of GeoNames as rows: what comes in, what is skipped, what is refused."""

import io
import zipfile
from pathlib import Path

import pytest

from dateline.engine.places import geonames
from dateline.errors import DataError


def test_a_geonames_dump_adds_places_and_skips_known_ones(tmp_path: Path) -> None:
    """A village and a camp come in; what has an id already stays single."""
    lines = [
        "9000001\tTestdorf\tTestdorf\tProbedorf\t50.1\t8.2\tP\tPPL\tDE\t\t\t\t\t\t120\t\t\tEurope/Berlin\t2020-01-01",
        "9000002\tCamp Probe\tCamp Probe\t\t3.1\t31.2\tS\tCMPRF\tUG\t\t\t\t\t\t0\t\t\tAfrica/Kampala\t2020-01-01",
        "9000003\tOld Known\tOld Known\t\t3.1\t31.2\tP\tPPL\tUG\t\t\t\t\t\t0\t\t\tAfrica/Kampala\t2020-01-01",
    ]
    archive = tmp_path / "XX.zip"
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.writestr("XX.txt", "\n".join(lines))
    rows = list(geonames.dump_rows(archive, {9000003}))
    assert [(r.name, r.kind, r.country) for r in rows] == [("Testdorf", "city", "DEU"), ("Camp Probe", "camp", "UGA")]


@pytest.mark.parametrize("data", [b"not a zip", b""])
def test_an_archive_that_is_none_is_refused(tmp_path: Path, data: bytes) -> None:
    """The message names the archive and where to get it."""
    archive = tmp_path / "x.zip"
    archive.write_bytes(data)
    with pytest.raises(DataError, match=r"geonames\.org"):
        list(geonames.dump_rows(archive, set()))


def test_a_table_of_another_shape_is_refused_with_its_line(tmp_path: Path) -> None:
    """The line number is in the message."""
    archive = tmp_path / "x.zip"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:
        bundle.writestr("x.txt", "a\tb\n")
    archive.write_bytes(buffer.getvalue())
    with pytest.raises(DataError, match=":1:"):
        list(geonames.dump_rows(archive, set()))
