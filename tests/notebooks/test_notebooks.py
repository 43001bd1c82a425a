"""The notebooks run from top to bottom on the sample, and are kept without what they printed."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).parents[2]
NOTEBOOKS = sorted((HOME / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, read as its README says."""
    from dateline.engine.run import run
    from dateline.reading import read
    from dateline.store import Store

    path = tmp_path_factory.mktemp("notebooks") / "dateline.db"
    with Store(path) as store:
        run(read(str(HOME / "sample")), store, seen_at="2021-12-31T00:00:00+00:00")
    return path


def _cells(path: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["cells"]
    return cells


def test_both_are_there() -> None:
    """A region, and a warning."""
    assert [path.stem for path in NOTEBOOKS] == ["a_region_in_fifteen_minutes", "from_incidents_to_a_warning"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_finds_something(path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cell by cell, in one namespace, as a person would."""
    monkeypatch.setenv("DATELINE_STORE", str(sample))
    names: dict[str, Any] = {}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for number, cell in enumerate(_cells(path)):
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), f"{path.name}, cell {number}", "exec"), names)  # noqa: S102
    if path.stem == "a_region_in_fifteen_minutes":
        assert len(names["changes"]) > 2 and 0 < len(names["then"]) < len(names["now"])
        assert names["notes"].exported > 0
    else:
        assert len(names["held"]) > 20
        assert names["with_volume"] < names["without"] and "rise North" in printed.getvalue()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    """So that a change of it can be read."""
    for cell in _cells(path):
        assert cell["cell_type"] == "markdown" or (cell["outputs"] == [] and cell["execution_count"] is None)
