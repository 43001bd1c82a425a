"""Following goes on whatever happens, says what happened, and ends when it is asked to."""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.engine import journal
from dateline.engine.collect import Collected
from dateline.engine.following import LONGEST_NAP, Follower, Plan, Stop, Stopped
from dateline.engine.pulse import pulse_path, read_pulse
from dateline.engine.run import Summary
from dateline.errors import StoreError
from dateline.store import Store
from dateline.store.sources import SourceState
from dateline.values import Article, Extraction

START = 1_795_348_800.0  # 2026-11-22T12:00Z
DAY = 86_400.0
NOTHING = Summary(
    read=0, accepted=0, refused=0, duplicate=0, refusals=(), languages={}, translated={}, late=0, incidents=None
)


class Office:
    """A follower with a clock, a disk and rounds that do as they are told."""

    def __init__(self, folder: Path, **plan: Any) -> None:
        self.folder, self.now, self.free = folder, START, 10**10
        self.naps: list[float] = []
        self.rounds: list[Any] = []  # what each round does: an error, or the number of reports it brings
        self.given: list[dict[str, Any]] = []
        self.stop = Stop()
        (folder / "sources.toml").write_text('[[folder]]\npath = "reports/"\n')
        self.store = Store(folder / "s.db")
        self.state = SourceState(folder / "s-sources.db")
        self.follower = Follower(
            Plan(sources=folder / "sources.toml", **plan),
            self.store,
            self.state,
            now=lambda: self.now,
            sleep=self._sleep,
            stop=self.stop,
            collecting=self._collect,
            free_bytes=lambda place: self.free,
        )

    def _sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    def _collect(self, *_: object, **given: Any) -> Collected:
        self.given.append(given)
        what = self.rounds.pop(0) if self.rounds else 0
        if isinstance(what, BaseException):
            raise what
        return Collected(
            sources={"asked": 1},
            found=what,
            pages={},
            summary=msg(read=what, accepted=what),
            waiting=0,
            next_at=None,
        )

    def close(self) -> None:
        self.state.close()
        self.store.close()


def msg(**counts: int) -> Summary:
    import msgspec

    return msgspec.structs.replace(NOTHING, **counts)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, dict[str, Any]]]:
    caplog.set_level(logging.INFO, "dateline")
    return _Lines(caplog)  # type: ignore[return-value]


class _Lines:
    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self._caplog = caplog

    def __iter__(self) -> Iterator[tuple[str, dict[str, Any]]]:
        return iter((r.getMessage(), getattr(r, "fields", {})) for r in self._caplog.records if r.name == "dateline")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.close()


def test_a_round_that_fails_is_tried_again_after_a_longer_and_longer_pause(office: Office, lines: Any) -> None:
    """Errors of ours and defects alike; the first good round forgets them."""
    office.rounds = [StoreError("full"), RuntimeError("a defect"), StoreError("full"), 4, 0]
    office.follower.follow(rounds=5)
    assert office.naps == [5.0, 10.0, 20.0, LONGEST_NAP, LONGEST_NAP]
    failed = [fields for event, fields in lines if event == "round_failed"]
    assert [fields["why"] for fields in failed] == ["full", "a defect", "full"]
    pulse = read_pulse(pulse_path(office.store.path))
    assert pulse is not None
    assert (pulse.doing, pulse.failures, pulse.trouble, pulse.rounds, pulse.accepted) == ("stopped", 0, None, 2, 4)


def test_a_disk_that_is_nearly_full_stops_the_taking_in_until_there_is_room(office: Office, lines: Any) -> None:
    """The word comes at once, then once an hour."""
    office.free = 5_000
    office.follower.follow(rounds=90)
    assert office.given == []
    words = [fields["words"] for event, fields in lines if event == "disk_nearly_full"]
    assert len(words) == 2 and "dateline store purge" in words[0]
    assert office.naps == [LONGEST_NAP] * 90
    office.free = 10**10
    office.follower.follow(rounds=1)
    assert len(office.given) == 1


def test_sources_are_read_again_and_a_broken_file_changes_nothing(office: Office, lines: Any) -> None:
    """What was read last holds while somebody edits the file."""
    office.follower.follow(rounds=1)
    (office.folder / "sources.toml").write_text("[[folder]")
    office.follower.follow(rounds=1)
    (office.folder / "sources.toml").unlink()
    office.follower.follow(rounds=1)
    assert len(office.given) == 3
    assert len([event for event, _ in lines if event == "sources_unreadable"]) == 2


def test_archives_are_a_file_a_day(tmp_path: Path) -> None:
    """So that each can go when its time has come; what is being written stays."""
    office = Office(tmp_path, archive=tmp_path / "pages", keep_days=2)
    for _ in range(3):
        office.follower.follow(rounds=1)
        office.now += DAY
    names = sorted(path.name for path in (tmp_path / "pages").iterdir())
    assert [name[9:17] for name in names] == ["20261122", "20261123", "20261124"]
    for name in names:
        os.utime(tmp_path / "pages" / name, (START, START))
    office.now += 3 * DAY
    office.follower.follow(rounds=1)
    assert len(list((tmp_path / "pages").iterdir())) == 1
    office.close()


def test_old_texts_go_once_a_day_and_never_by_a_clock_that_leapt(tmp_path: Path, lines: Any) -> None:
    """Ahead a year: nothing goes, and it is said once a day, until a report bears the clock out. Back a year: nothing goes."""
    office = Office(tmp_path, keep_days=30)
    text = "Talks were held in the harbour town on Friday."

    def read(name: str, day: str, seen_at: str) -> None:
        article = Article(id=name, text=text, published=day)
        office.store.add(article, Extraction(id=name, language="en"), seen_at=seen_at)

    for name, day in (("old", "2026-10-01"), ("new", "2026-11-20"), ("wrong", "2099-12-31")):
        read(name, day, "2026-11-22T12:00:00+00:00")
    office.follower.follow(rounds=2)
    assert office.store.count_texts() == 2
    office.now = START + 495 * DAY
    office.follower.follow(rounds=2)
    assert office.store.count_texts() == 2
    assert [fields["today"] for event, fields in lines if event == "clock_leapt"] == ["2028-03-31"]
    office.now = START - 400 * DAY
    office.follower.follow(rounds=1)
    assert office.store.count_texts() == 2
    office.now = START + 495 * DAY
    read("today", "2028-03-30", "2028-03-31T12:00:00+00:00")
    office.follower.follow(rounds=1)
    assert office.store.count_texts() == 1
    assert [fields["reports"] for event, fields in lines if event == "let_go"] == [1, 2]
    office.close()


def test_a_clock_that_goes_on_day_by_day_is_believed_without_news(tmp_path: Path) -> None:
    """Sources that fall silent do not keep old texts."""
    office = Office(tmp_path, keep_days=30)
    article = Article(id="a", text="Talks were held in the harbour town.", published="2026-11-20")
    office.store.add(article, Extraction(id="a", language="en"), seen_at="2026-11-22T12:00:00+00:00")
    for _ in range(11):
        assert office.store.count_texts() == 1
        office.follower.follow(rounds=1)
        office.now += 3 * DAY
    assert office.store.count_texts() == 0
    office.close()


def test_a_request_to_stop_cuts_off_only_what_may_be_cut_off(office: Office) -> None:
    """Collecting and waiting at once; sending goes on to its end, and the next such place ends."""
    stop = office.stop
    with pytest.raises(Stopped), stop.interruptible():
        stop.ask()
    later = Stop()
    later.ask()  # as in the middle of a delivery: nothing is raised
    with pytest.raises(Stopped), later.interruptible():
        raise AssertionError("never begun")
    office.follower.follow()  # asked already: ends by itself
    assert office.given == []


def test_the_journal_is_json_with_the_trace_of_a_defect_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    """One object a line, whatever is in it."""
    root, ours = logging.getLogger(), logging.getLogger("dateline")
    before = (root.handlers[:], root.level, ours.level)
    try:
        journal.open_journal(sys.stdout)
        journal.tell("round", accepted=3)
        try:
            raise ValueError("a\nb \x00 🕊")
        except ValueError as error:
            journal.trouble("round_failed", error, is_ours=False)
            journal.trouble("round_failed", error, is_ours=True)
        logging.getLogger("httpx").warning("odd %s", "thing")
    finally:
        root.handlers[:], root.level, ours.level = before[0], before[1], before[2]
    one, two, three, four = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (one["event"], one["level"], one["accepted"]) == ("round", "info", 3)
    assert "ValueError" in two["trace"] and "trace" not in three and two["why"] == "a\nb \x00 🕊"
    assert (four["event"], four["from"], four["words"]) == ("library", "httpx", "odd thing")


def test_the_command_follows_and_ends_on_a_signal(tmp_path: Path) -> None:
    """Reports in a folder are read, the journal says so, SIGTERM ends it with code 0, and nothing is left locked."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text("Talks\n\nThe two governments held talks in Accra on 3 May 2024.\n")
    (tmp_path / "sources.toml").write_text('[[folder]]\npath = "reports/"\n')
    command = [sys.executable, "-m", "dateline.cli", "follow", "--store", "s.db", "--cores", "1", "--keep-free-mb", "0"]
    running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until and running.poll() is None:
            pulse = read_pulse(tmp_path / "s-follow.json")
            if pulse is not None and pulse.rounds:
                break
            time.sleep(0.1)
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()
    events = [json.loads(line) for line in out.splitlines()]
    assert running.returncode == 0, err
    assert [line["event"] for line in events] == ["started", "round", "stopping", "stopped"], (out, err)
    assert events[1]["accepted"] == 1
    with SourceState(tmp_path / "s-sources.db"), Store(tmp_path / "s.db") as store:
        assert store.count_articles() == 1
