"""The guides are true: each page is walked block by block from an empty folder, as its reader would.

The outlets of the tutorial are played by a small web on this machine.
"""

import json
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shlex import split
from typing import Any
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from dateline.cli import cli

HOME = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(r"```(\w+)(?: ([\w.]+))?\n(.*?)```", re.DOTALL)
_WEB = runpy.run_path(str(HOME / "benchmarks/local_web.py"))
_NOW = datetime.now(UTC)
_TODAY = (  # a report for each feed of the tutorial, and one that comes a day later
    "Gunmen of Islamic State Khorasan shot dead two policemen in Peshawar on Wednesday, police said.",
    "The United States and the Taliban will hold talks in Doha next Tuesday, a State Department spokesman said.",
    "Bakers in the old town hope for rain.",
)
_TOMORROW = (
    "Fighters of Islamic State Khorasan attacked a checkpoint in Karachi on Friday, killing a soldier, police said."
)


class Walker:
    """Does what a page says, in a folder, and remembers what the commands printed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.told = folder, ""
        self.ids: dict[str, str] = {}  # words that the reader replaces by what an earlier command printed

    def walk(self, page: str, saved: dict[str, str] | None = None, skipped: str = "") -> None:
        """All blocks of a page in order; `saved` replaces files that name the world outside."""
        for kind, name, text in _BLOCK.findall((HOME / "docs" / page).read_text("utf-8")):
            if kind in ("text", "toml"):
                (self.folder / name).write_text((saved or {}).get(name, text), "utf-8")
            elif kind == "python":
                subprocess.run([sys.executable, "-c", text], cwd=self.folder, check=True)
            elif kind == "console" and (not name or name != skipped):
                self.before(name)
                for line in text.splitlines():
                    self.type(line.removeprefix("$ "))

    def before(self, name: str) -> None:
        """What happens in the world before a block of that name."""

    def type(self, line: str) -> None:
        """Run one command as it is printed."""
        words = [self.ids.get(word, word) for word in split(line, comments=True)]
        if words[1] == "serve":
            self._look()
            return
        done = CliRunner().invoke(cli, words[1:])
        assert done.exit_code == 0, (line, done.output, done.exception)
        self.told += done.output
        if words[1:3] == ["watch", "list"]:
            self.ids["ALERT"] = re.findall(r"^([0-9a-f]{12})  .* isis-k", done.output, re.MULTILINE)[0]
        if words[1:3] == ["correct", "queue"]:
            self.ids["EVENT"] = re.findall(r"^([0-9a-f]{16})  ", done.output, re.MULTILINE)[0]

    def _look(self) -> None:
        command = [sys.executable, "-m", "dateline.cli", "serve", "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=self.folder) as serving:
            try:
                assert serving.stdout is not None
                address = re.search(r"http://\S+", serving.stdout.readline())
                assert address is not None
                with urlopen(address[0], timeout=60) as page:
                    assert "How things stand" in page.read().decode()
            finally:
                serving.terminate()


class Tutor(Walker):
    """Walks the tutorial: its outlets stand on this machine, and print one more report overnight."""

    def __init__(self, web: Any, folder: Path) -> None:
        super().__init__(folder)
        self.web = web

    def sources(self) -> str:
        """The file of sources, with the outlets that stand in."""
        feeds = [self._print(n, [sentence]) for n, sentence in enumerate(_TODAY)]
        entries = [f'[[feed]]\nurl = "{feed}"\nallow_private = ["127.0.0.0/8"]\n' for feed in feeds]
        return "\n".join(['[collect]\ncontact = "you@example.org"\ndelay_seconds = 0\n', *entries])

    def before(self, name: str) -> None:
        if name == "tomorrow":
            self._print(0, [_TODAY[0], _TOMORROW])
            (self.folder / "dateline-sources.db").unlink()  # as if the half an hour between two looks were over

    def _print(self, host: int, sentences: list[str]) -> str:
        entries = []
        for number, sentence in enumerate(sentences):
            out = (_NOW - timedelta(hours=30 - 20 * number)).isoformat(timespec="seconds")
            title = " ".join(sentence.split()[:4])
            page = _WEB["report"](title, sentence, "Nothing more was known at night.", published=out)
            entries.append((self.web.put(host, f"/{number}.html", page), title))
        return str(self.web.put(host, "/rss", _WEB["rss"](*entries), kind="application/rss+xml"))


@contextmanager
def _outlets() -> Iterator[Any]:
    with _WEB["LocalWeb"](len(_TODAY)) as web:
        yield web


@pytest.fixture(autouse=True)
def _quiet_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.environ, "OMP_NUM_THREADS", "1")


def test_the_tutorial_works_from_an_empty_folder(tmp_path: Path) -> None:
    """Every file, command and program in it; what it shows of the output is what comes out."""
    page = (HOME / "docs/tutorial.md").read_text("utf-8")
    assert page.count("[[feed]]") == len(_TODAY)
    with _outlets() as web:
        tutor = Tutor(web, tmp_path)
        tutor.walk("tutorial.md", {"sources.toml": tutor.sources()})
    told = tutor.told + (tmp_path / "warnings.jsonl").read_text("utf-8")
    shown = [text.strip() for kind, _, text in _BLOCK.findall(page) if kind == "output"]
    assert shown[-1] in told
    for words in (
        "reports    3 read: 3 accepted, 0 refused, 0 known",
        "AGREE",
        "beyond the border: raised",
        "to desk: ",
    ):
        assert words in told, words
    assert "Karachi" in (tmp_path / "alerts.xml").read_text("utf-8")  # tomorrow's news went out by itself
    assert json.loads((tmp_path / "incidents.geojson.notes.json").read_text("utf-8"))


def test_what_is_added_is_found_in_old_reports(tmp_path: Path) -> None:
    """An actor, a verb and a language, each by the commands of the page; nothing was known before."""
    walker = Walker(tmp_path)
    walker.walk("adding.md", skipped="place")  # half a minute; tests/engine/test_own_places.py has it
    asked = CliRunner().invoke(cli, ["show", "events", "--json"])
    events = [json.loads(line) for line in asked.output.splitlines()]
    assert {"riverbank-defence-group"} <= {event["source"] for event in events}
    assert "drone" in {event["mode"] for event in events}
    assert [event["machine_translated"] for event in events if event["article"] == "p1"] == [True]
    assert re.search(r"riverbank-defence-group +Riverbank Defence Group +SSD +REB", walker.told)
    assert "left open - because: no gazetteer knows this name" in walker.told
