"""The tutorial is true: from an empty folder, block by block, against a small web that stands in for the outlets."""

import itertools
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
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from dateline.cli import cli

HOME = Path(__file__).resolve().parent.parent
TUTORIAL = (HOME / "docs/tutorial.md").read_text("utf-8")
_BLOCK = re.compile(r"```(\w+)(?: ([\w.]+))?\n(.*?)```", re.DOTALL)
_WEB = runpy.run_path(str(HOME / "benchmarks/local_web.py"))
_NOW = datetime.now(UTC)
_TODAY = (  # a report for each feed, and one that comes a day later
    "Gunmen of Islamic State Khorasan shot dead two policemen in Peshawar on Wednesday, police said.",
    "The United States and the Taliban will hold talks in Doha next Tuesday, a State Department spokesman said.",
    "Bakers in the old town hope for rain.",
)
_TOMORROW = (
    "Fighters of Islamic State Khorasan attacked a checkpoint in Karachi on Friday, killing a soldier, police said."
)


@contextmanager
def _outlets() -> Iterator[object]:
    with _WEB["LocalWeb"](3) as web:
        for host, sentence in enumerate(_TODAY):
            _print(web, host, [sentence])
        yield web


def _print(web: object, host: int, sentences: list[str]) -> str:
    """A feed with a page for each sentence; its address."""
    entries = []
    for number, sentence in enumerate(sentences):
        out = (_NOW - timedelta(hours=30 - 20 * number)).isoformat(timespec="seconds")
        title = " ".join(sentence.split()[:4])
        page = _WEB["report"](title, sentence, "Nothing more was known at night.", published=out)
        entries.append((web.put(host, f"/{number}.html", page), title))  # type: ignore[attr-defined]
    return str(web.put(host, "/rss", _WEB["rss"](*entries), kind="application/rss+xml"))  # type: ignore[attr-defined]


class Desk:
    """A person at a shell, who types what the tutorial says."""

    def __init__(self, web: object, folder: Path) -> None:
        self.web, self.folder, self.ids = web, folder, {"EVENT": "", "ALERT": ""}
        self.told = ""

    def write(self, name: str, text: str) -> None:
        """Save a file; the addresses of outlets become those that stand in for them."""
        if name == "sources.toml":
            local = itertools.count()
            text = re.sub(
                r'^url = ".*"$',
                lambda _: f'url = "{_print(self.web, n := next(local), [_TODAY[n]])}"\nallow_private = ["127.0.0.0/8"]',
                text,
                flags=re.MULTILINE,
            ).replace("[collect]\n", "[collect]\ndelay_seconds = 0\n")
        (self.folder / name).write_text(text, "utf-8")

    def type(self, line: str) -> None:
        """Run one command, as the tutorial gives it."""
        words = [self.ids.get(word, word) for word in split(line, comments=True)]
        if words[1] == "serve":
            self._look()
            return
        done = CliRunner().invoke(cli, words[1:])
        assert done.exit_code == 0, (line, done.output)
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


def test_the_tutorial_works_from_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file, command and program in it, in order; what it shows of the output is what comes out."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.environ, "OMP_NUM_THREADS", "1")
    shown = []
    with _outlets() as web:
        desk = Desk(web, tmp_path)
        for kind, name, text in _BLOCK.findall(TUTORIAL):
            if kind in ("toml", "text"):
                desk.write(name, text)
            elif kind == "console":
                if name == "tomorrow":
                    _print(web, 0, [_TODAY[0], _TOMORROW])
                    (tmp_path / "dateline-sources.db").unlink()  # as if its half an hour were over
                for line in text.splitlines():
                    desk.type(line.removeprefix("$ "))
            elif kind == "python":
                subprocess.run([sys.executable, "-c", text], cwd=tmp_path, check=True)
            elif kind == "output":
                shown.append(text)
    told = desk.told + (tmp_path / "warnings.jsonl").read_text("utf-8")
    assert "reports    3 read: 3 accepted, 0 refused, 0 known" in told
    assert shown[-1].strip() in told
    for words in ("AGREE", "isis-k", "beyond the border: raised", "to desk: "):
        assert words in told, words
    alerts = (tmp_path / "alerts.xml").read_text("utf-8")
    assert "Karachi" in alerts or "Sindh" in alerts  # tomorrow's news went out by itself
    assert (tmp_path / "events.csv").stat().st_size > 500
    assert (tmp_path / "incidents.geojson.notes.json").is_file()
