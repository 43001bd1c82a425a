"""`dateline run --out` and `dateline load`, as a person types them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

LINES = [
    {"id": "a", "text": "France condemned the attack in Kabul on Friday.", "published": "2021-11-25"},
    {"id": "b", "text": "Turkey and Qatar held talks in Doha on Monday.", "published": "2021-11-25"},
    {"id": "c"},
]


def dateline(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dateline.cli", *words], cwd=cwd, capture_output=True, text=True, timeout=300
    )


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
    return tmp_path


def test_shards_are_the_same_on_every_engine_and_load_once(archive: Path) -> None:
    """This machine's cores and Daft leave the same bytes; loading twice adds nothing; the table adds up."""
    for engine in ("local", "daft"):
        done = dateline("run", "a.jsonl", "--engine", engine, "--cores", "1", "--out", engine, cwd=archive)
        assert done.returncode == 0, done.stderr
        assert [line.split()[:2] for line in done.stdout.splitlines()[:4]] == [
            ["read", "3"], ["accepted", "2"], ["refused", "1"], ["known", "0"],
        ]  # fmt: skip
    assert [p.read_bytes() for p in (archive / "local").iterdir()] == [
        p.read_bytes() for p in (archive / "daft").iterdir()
    ]
    first = dateline("load", "local", "--store", "x.db", cwd=archive)
    assert first.returncode == 0, first.stderr
    assert [line.split()[:2] for line in first.stdout.splitlines()[:3]] == [["read", "3"], ["accepted", "2"], ["refused", "1"]]  # fmt: skip
    again = dateline("load", "local", "--store", "x.db", cwd=archive)
    assert ["duplicate", "2"] in [line.split()[:2] for line in again.stdout.splitlines()]
    shown = dateline("show", "events", "--store", "x.db", "--json", cwd=archive)
    assert "ACCUSE" in shown.stdout and "CONSULT" in shown.stdout


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["--engine", "ray"], "--out"),
        (["--engine", "daft", "--address", "auto", "--out", "found"], "--engine ray"),
    ],
)
def test_options_that_do_not_fit_say_what_would(archive: Path, words: list[str], mend: str) -> None:
    """A wrong pair of options is told before anything is read."""
    done = dateline("run", "a.jsonl", *words, cwd=archive)
    assert done.returncode == 2
    assert mend in done.stderr
