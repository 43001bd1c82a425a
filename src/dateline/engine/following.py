"""Following the world for weeks: collect, read, fuse, watch, let go of what is old; then wait, and begin again.

Nothing here ends the process but a person or a store of another time. A round that fails is told in the journal and
tried again after a pause that doubles; a disk that is nearly full stops the taking in, with a word, until there is room.
Killed at any moment it goes on from there, because every step below it does. The clock and the waiting are handed in.
"""

import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from dateline.engine import journal
from dateline.engine.collect import Collected, collect
from dateline.engine.fetching import Client, agent_of
from dateline.engine.pulse import Pulse, pulse_path, write_pulse
from dateline.engine.resident import give_back
from dateline.engine.retention import day_before, has_leapt, purge
from dateline.engine.translators.settings import Settings
from dateline.engine.watch_file import names_of, read_config
from dateline.engine.watching import run_watches
from dateline.errors import DatelineError
from dateline.reading.sources import Sources, read_sources
from dateline.reading.warc import Archive
from dateline.store import Store
from dateline.store.sources import SourceState
from dateline.values.days import moment_of

ROUND_PAGES = 500  # in one round: the picture moves on before a long queue is through
LONGEST_NAP = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 600.0  # after a round that failed
_BEATS = 15.0  # seconds between two pulses while a round runs
_DISK_WORD = 3_600.0  # a paused follower repeats why so often


class Stopped(BaseException):
    """A person asked for the end. Not an `Exception`: nothing that handles errors may swallow it."""


class Plan(Struct, frozen=True, kw_only=True):
    """What to follow, and for how long to keep what.

    Attributes:
        sources: the sources.toml; read again before each round.
        watches: the watch.toml, None for no watches; read again before each look.
        archive: the folder for pages as they came, None for none; a new file each day.
        keep_days: texts and archived pages older than so many days go; None keeps all.
        keep_free_bytes: less room than this on a disk that is written to stops the taking in.
        cores: processes to read with.
    """

    sources: Path
    watches: Path | None = None
    archive: Path | None = None
    keep_days: int | None = None
    keep_free_bytes: int = 1_000_000_000
    cores: int = 1


class Stop:
    """A request to end: at once inside `interruptible`, and at the next such place elsewhere.

    What may be cut off anywhere is interruptible (collecting, waiting); sending alerts is not, so that none goes twice.
    """

    def __init__(self) -> None:
        self._is_asked = self._may_raise = False
        self._pid = os.getpid()

    def ask(self, *_: object) -> None:
        """The handler of a signal."""
        if os.getpid() != self._pid:  # a reading process that was forked from this one: its parent knows what was read
            os._exit(0)
        self._is_asked = True
        if self._may_raise:
            raise Stopped

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Around what a request to stop may cut off."""
        if self._is_asked:
            raise Stopped
        self._may_raise = True
        try:
            yield
        finally:
            self._may_raise = False


class Follower:
    """One process that follows.

    Args:
        plan: see there.
        store, state: open for writing.
        now: seconds since 1970.
        sleep: waits so many seconds; may raise `Stopped`.
        stop: the request to end.
        collecting: one round, `engine.collect.collect` but in tests.
        free_bytes: room on the disk of a folder.

    `pulse` says how it does at any moment.
    """

    def __init__(
        self,
        plan: Plan,
        store: Store,
        state: SourceState,
        *,
        now: Callable[[], float],
        sleep: Callable[[float], None],
        stop: Stop,
        collecting: Callable[..., Collected] = collect,
        free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self._plan, self._store, self._state = plan, store, state
        self._now, self._sleep, self._stop = now, sleep, stop
        self._collecting, self._free_bytes = collecting, free_bytes
        self._wanted = read_sources(plan.sources.read_bytes(), where=str(plan.sources))
        self._client = Client(self._wanted.contact, state, delay_seconds=self._wanted.delay_seconds)
        self._archive: Archive | None = None
        self._archive_day = ""
        self._kept_until = ""  # the day before which old texts are gone already
        self._believed: str | None = None  # the newest day of the clock that was no leap
        self._told_leap = ""
        self._told_disk_at = self._beat_at = float("-inf")
        self._looked_at: tuple[str, int] | None = None
        started = self._iso()
        self.pulse = Pulse(pid=os.getpid(), started_at=started, at=started, doing="collecting")

    def follow(self, *, rounds: int | None = None) -> None:
        """Go on until asked to stop (or, in tests, for so many rounds)."""
        journal.tell("started", store=str(self._store.path), sources=len(self._wanted.sources), cores=self._plan.cores)
        done = 0
        try:
            while rounds is None or done < rounds:
                self._wait(self._round())
                done += 1
        except Stopped:
            journal.tell("stopping", words="Asked to stop; what was finished is kept.")
        finally:
            self._close_archive()
            self._client.close()
            self._beat("stopped")
            journal.tell("stopped", rounds=self.pulse.rounds, accepted=self.pulse.accepted)

    # -- one round ----------------------------------------------------------------------------------------------

    def _round(self) -> float:
        """Everything that is due; how many seconds to wait then."""
        try:
            if not self._has_room():
                return LONGEST_NAP
            with self._stop.interruptible():
                collected = self._collect()
            self._watch()
            self._let_go()
            self._rest()
        except (DatelineError, OSError) as error:
            return self._failed(error, is_ours=isinstance(error, DatelineError))
        except Exception as error:  # a defect of ours must not end weeks of following: told with its trace
            return self._failed(error, is_ours=False)
        self._beat("waiting", failures=0, trouble=None, rounds=self.pulse.rounds + 1)
        due = collected.next_at if collected.next_at is not None else self._now() + LONGEST_NAP
        return min(max(due - self._now(), 1.0), LONGEST_NAP)

    def _failed(self, error: Exception, *, is_ours: bool) -> float:
        failures = self.pulse.failures + 1
        pause = min(_FIRST_PAUSE * 2.0 ** min(failures - 1, 10), _LONGEST_PAUSE)
        journal.trouble("round_failed", error, is_ours=is_ours, failures=failures, again_in_seconds=pause)
        self._beat("waiting", failures=failures, trouble=str(error) or type(error).__name__)
        return pause

    def _has_room(self) -> bool:
        places = {self._state.path.absolute().parent}
        if not self._store.path.is_server:
            places.add(Path(self._store.path).absolute().parent)
        if self._plan.archive is not None and self._plan.archive.is_dir():
            places.add(self._plan.archive)
        room = {str(place): self._free_bytes(place) for place in sorted(places)}
        fullest = min(room, key=lambda place: room[place])
        self.pulse = msgspec.structs.replace(self.pulse, free_bytes=room[fullest])
        if room[fullest] >= self._plan.keep_free_bytes:
            if self.pulse.doing == "paused":
                journal.tell("disk_has_room", folder=fullest, free_bytes=room[fullest])
            return True
        if self._now() - self._told_disk_at >= _DISK_WORD or self.pulse.doing != "paused":
            self._told_disk_at = self._now()
            journal.warn(
                "disk_nearly_full",
                folder=fullest,
                free_bytes=room[fullest],
                words=f"Less than {self._plan.keep_free_bytes / 1e6:,.0f} MB are free, so nothing is taken in. Make room, "
                "let old texts go with `dateline store purge`, or lower --keep-free-mb; it goes on by itself then.",
            )
        self._beat("paused")
        return False

    def _collect(self) -> Collected:
        self._beat("collecting")
        self._wanted = self._read_sources()
        done = self._collecting(
            self._wanted,
            self._store,
            self._state,
            self._client,
            now=self._now,
            cores=self._plan.cores,
            archive=self._open_archive(),
            most_pages=ROUND_PAGES,
            settings=Settings.beside(self._store.path),
            progress=lambda read: self._beat("collecting", is_rare=True),
        )
        run = done.summary
        totals = {"accepted": self.pulse.accepted + run.accepted, "refused": self.pulse.refused + run.refused}
        self.pulse = msgspec.structs.replace(self.pulse, waiting=done.waiting, **totals)
        if run.read or done.sources.keys() - {"not_due"}:
            journal.tell(
                "round",
                sources=done.sources,
                pages=done.pages,
                found=done.found,
                waiting=done.waiting,
                read=run.read,
                accepted=run.accepted,
                refused=run.refused,
                duplicate=run.duplicate,
                incidents=run.incidents,
                memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            )
        return done

    def _read_sources(self) -> Sources:
        """The sources as they are now; what was read last where the file cannot be."""
        try:
            return read_sources(self._plan.sources.read_bytes(), where=str(self._plan.sources))
        except (DatelineError, OSError) as error:
            journal.trouble("sources_unreadable", error, is_ours=True)
            return self._wanted

    def _watch(self) -> None:
        """Let every watch look when something changed, and once a day anyway."""
        seen = (self._today(), self._store.last_change())
        if self._plan.watches is None or seen == self._looked_at:
            return
        self._beat("watching")
        config = read_config(self._plan.watches, names_of(self._store.path))
        ran = run_watches(self._store, config, day=self._today(), seen_at=self._iso())
        for alert in ran.alerts:
            journal.tell("alert", alert=alert.id, watch=alert.watch, title=alert.title)
        for alert_id, channel, outcome in ran.deliveries:
            journal.tell("delivery", alert=alert_id, channel=channel, step=outcome.step, why=outcome.why)
        self.pulse = msgspec.structs.replace(self.pulse, alerts=self.pulse.alerts + len(ran.alerts))
        self._looked_at = (seen[0], self._store.last_change())

    def _let_go(self) -> None:
        """Once a day: what is older than it is to be kept."""
        if self._plan.keep_days is None:
            return
        today = self._today()
        if has_leapt(today, (self._believed, self._store.newest_stamped(until=today))):
            if self._told_leap != today:
                self._told_leap = today
                journal.warn(
                    "clock_leapt",
                    today=today,
                    mend="The clock is more than a week ahead of every report; no old text is let go by it. Set the clock; if it is "
                    "right, this ends with the next dated report, or use `dateline store purge`.",
                )
            return
        self._believed = max(today, self._believed or "")
        before = day_before(today, self._plan.keep_days)
        if before <= self._kept_until:  # also when the clock was set back
            return
        gone = purge(self._store, before=before, archive=self._plan.archive, who="dateline follow", at=self._iso())
        self._kept_until = before
        if gone.reports or gone.files:
            journal.tell("let_go", **msgspec.to_builtins(gone))

    def _rest(self) -> None:
        """Between rounds: give back what this one took, so that weeks of them take no more than a day."""
        self._store.rest()
        give_back()

    # -- archive, waiting, pulse --------------------------------------------------------------------------------

    def _open_archive(self) -> Archive | None:
        if self._plan.archive is None:
            return None
        if self._archive is None or self._archive_day != self._today():
            self._close_archive()
            at = datetime.fromtimestamp(self._now(), UTC)
            agent = agent_of(self._wanted.contact)
            name = f"dateline-{at:%Y%m%d%H%M%S%f}"
            self._archive = Archive(self._plan.archive, name, made_at=at.isoformat(timespec="seconds"), agent=agent)
            self._archive_day = self._today()
        return self._archive

    def _close_archive(self) -> None:
        if self._archive is not None:
            self._archive.close()
            self._archive = None

    def _wait(self, seconds: float) -> None:
        with self._stop.interruptible():
            self._sleep(seconds)

    def _beat(self, doing: str, *, is_rare: bool = False, **fields: object) -> None:
        if is_rare and self._now() - self._beat_at < _BEATS:
            return
        self._beat_at = self._now()
        self.pulse = msgspec.structs.replace(self.pulse, at=self._iso(), doing=doing, **fields)
        write_pulse(pulse_path(self._store.path), self.pulse)

    def _today(self) -> str:
        return self._iso()[:10]

    def _iso(self) -> str:
        return moment_of(self._now())
