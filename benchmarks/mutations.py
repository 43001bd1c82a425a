"""A million spoiled inputs: none may crash a reader, take more than 5 seconds or more than 200 MB, or vanish uncounted.

    python benchmarks/mutations.py --inputs 1000000 --processes 2
    python benchmarks/mutations.py --only 4711        # one of them again, with its trace

Input n is made by dice of its own: a kind (benchmarks/mutation_kinds.py, with the share of each), one of our own files of that
kind, and what is done to it (benchmarks/mutator.py). So each failing number can be tried again alone, and the first thousand of
a million are those of a thousand. Processes work with limits: a reader that dies or hangs takes its process along, is
written down, and the next process goes on after it. Seconds are of the processor. Memory is what the process grew by at
most while reading. Prints the counts of each kind and each failing number; exit code 1 if there is one.
"""

import argparse
import logging
import multiprocessing
import os
import random
import resource
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from mutation_kinds import EVERYTHING, KINDS, OURS, Kind
from mutator import Mutator

MOST_SECONDS, MOST_MB = 5.0, 200.0
_HANGS = 120.0  # seconds of the processor on one input: the process is ended
_SLEEPS = 1800.0  # or by the clock: it waits for what never comes, or the machine has no time for it
_NET_MB = 1_500  # address space beyond what is loaded: what a reader would take is refused, and told
_REPORT = 500
_SUMS = tuple(accumulate(kind.share for kind in KINDS))


def spoiled(number: int, seed: int) -> tuple[Kind, bytes]:
    """The n-th input."""
    dice = random.Random(seed * 1_000_000_007 + number)
    kind = dice.choices(KINDS, cum_weights=_SUMS)[0]
    return kind, Mutator(dice).spoil(dice.choice(kind.seeds), EVERYTHING)


class Tried:
    """What became of one input: `trouble` is None when all is well; `how` a refusal of the whole file counts as `refused`."""

    def __init__(self, number: int, seed: int, *, measure: bool = True) -> None:
        self.kind, raw = spoiled(number, seed)
        self.size = len(raw)
        self.accepted = self.refused = 0
        self.trouble: str | None = None
        before = _reset_peak() if measure else 0.0
        began = time.process_time()
        try:
            self.accepted, self.refused = self.kind.read(raw)
        except OURS:
            self.refused = 1
        except (Exception, RecursionError, MemoryError) as error:  # the very thing we look for
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.trouble = f"{type(error).__name__}: {str(error)[:200]} ({Path(where.filename).name}:{where.lineno})"
        self.seconds = time.process_time() - began
        self.grew_mb = max(0.0, _peak_mb() - before) if measure else 0.0
        if self.trouble is None and self.seconds > MOST_SECONDS:
            self.trouble = f"took {self.seconds:.1f} s for {self.size:,} bytes"
        if self.trouble is None and self.grew_mb > MOST_MB:
            self.trouble = f"took {self.grew_mb:.0f} MB for {self.size:,} bytes"


def _reset_peak() -> float:
    with suppress(OSError):  # not Linux: the peak is that of the process
        os.pwrite(_own("clear_refs", os.O_WRONLY), b"5", 0)
    return _peak_mb()


def _peak_mb() -> float:
    return int(os.pread(_own("status", os.O_RDONLY), 8192, 0).split(b"VmHWM:")[1].split()[0]) / 1024


def _used(pid: int) -> float:
    """Seconds of the processor that a process has taken; 0 once it is gone."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@cache  # each process opens its own, after it was forked
def _own(name: str, how: int) -> int:
    return os.open(f"/proc/self/{name}", how)


def _work(numbers: range, seed: int, at: Any, told: Any) -> None:
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    for kind in KINDS:  # what is loaded once is no one input's
        for whole in kind.seeds:
            kind.read(whole)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open("/proc/self/statm") as statm:
        room = int(statm.read().split()[0]) * resource.getpagesize() + _NET_MB * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    counts: Counter[tuple[str, str]] = Counter()
    most: dict[str, tuple[float, float]] = {}
    for done, number in enumerate(numbers, 1):
        at.value = number
        tried = Tried(number, seed)
        name = tried.kind.name
        counts.update({(name, "inputs"): 1, (name, "accepted"): tried.accepted, (name, "refused"): tried.refused})
        slowest, largest = most.get(name, (0.0, 0.0))
        most[name] = (max(slowest, tried.seconds), max(largest, tried.grew_mb))
        if tried.trouble is not None:
            told.put(("trouble", number, name, tried.trouble))
        if done % _REPORT == 0 or number == numbers[-1]:
            told.put(("counts", numbers.start, counts, most))
            counts, most = Counter(), {}
    told.put(("done", numbers.start, None, None))


class Runner:
    """Hands the numbers out to processes, and goes on after one that died."""

    def __init__(self, inputs: int, seed: int, processes: int) -> None:
        self._context = multiprocessing.get_context("fork")
        self._told = self._context.Queue()
        self._seed, self._inputs, self._step = seed, inputs, processes
        self.counts: Counter[tuple[str, str]] = Counter()
        self.most: dict[str, tuple[float, float]] = {}
        self.troubles: list[tuple[int, str, str]] = []

    def run(self) -> Iterator[int]:
        """Work through all; gives how many are done, now and then."""
        lanes = [self._start(range(n, self._inputs, self._step)) for n in range(self._step)]
        while lanes:
            time.sleep(0.5)
            self._listen()
            for n, (process, at, numbers, seen, since) in enumerate(list(lanes)):
                used, now = _used(process.pid), time.monotonic()
                is_stuck = at.value == seen and (used - since[0] > _HANGS or now - since[1] > _SLEEPS)
                if at.value != seen:
                    lanes[n] = (process, at, numbers, at.value, (used, now))
                if process.is_alive() and not is_stuck:
                    continue
                if is_stuck:
                    process.kill()
                process.join()
                lanes[n] = self._after(process, at, numbers, is_stuck)
            lanes = [lane for lane in lanes if lane is not None]
            yield sum(n for (_, what), n in self.counts.items() if what == "inputs")
        time.sleep(0.2)
        self._listen()

    def _start(self, numbers: range) -> Any:
        at = self._context.Value("q", -1, lock=False)
        process = self._context.Process(target=_work, args=(numbers, self._seed, at, self._told))
        process.start()
        return process, at, numbers, -1, (0.0, time.monotonic())

    def _after(self, process: Any, at: Any, numbers: range, is_stuck: bool) -> Any:
        if process.exitcode == 0 and not is_stuck:
            return None
        kind = spoiled(at.value, self._seed)[0].name if at.value >= 0 else "start"
        why = (
            f"hung for {_HANGS:.0f} s of the processor or {_SLEEPS:.0f} by the clock"
            if is_stuck
            else f"the process ended with {process.exitcode}"
        )
        self.troubles.append((at.value, kind, why))
        self.counts[kind, "inputs"] += 1
        rest = range(max(at.value, numbers.start) + self._step, self._inputs, self._step)
        return self._start(rest) if rest and at.value >= 0 else None

    def _listen(self) -> None:
        while not self._told.empty():
            what, number, name, more = self._told.get()
            if what == "trouble":
                self.troubles.append((number, name, more))
                print(f"  {number} {name}: {more}", flush=True)
            elif what == "counts":
                self.counts.update(name)
                for kind, (slowest, largest) in more.items():
                    a, b = self.most.get(kind, (0.0, 0.0))
                    self.most[kind] = (max(a, slowest), max(b, largest))


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--inputs", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--only", type=int, help="try one number alone, and show its trace")
    given = asked.parse_args()
    if given.only is not None:
        kind, raw = spoiled(given.only, given.seed)
        print(f"{kind.name}, {len(raw):,} bytes: {raw[:1500]!r}")
        print(kind.read(raw))
        return 0
    runner, began, told = Runner(given.inputs, given.seed, given.processes), time.monotonic(), 0
    for done in runner.run():
        if done >= told + given.inputs // 20:
            told = done
            print(f"{done:,} inputs in {time.monotonic() - began:.0f} s, {len(runner.troubles)} failed", flush=True)
    print(f"{'kind':24} {'inputs':>9} {'accepted':>10} {'refused':>9} {'most s':>7} {'most MB':>8}")
    for kind in KINDS:
        row = [runner.counts[kind.name, what] for what in ("inputs", "accepted", "refused")]
        slowest, largest = runner.most.get(kind.name, (0.0, 0.0))
        print(f"{kind.name:24} {row[0]:>9,} {row[1]:>10,} {row[2]:>9,} {slowest:>7.2f} {largest:>8.0f}")
    whole = sum(n for (_, what), n in runner.counts.items() if what == "inputs")
    print(f"{whole:,} inputs, {len(runner.troubles)} failed, {time.monotonic() - began:.0f} s by the clock")
    for number, name, why in sorted(runner.troubles):
        print(f"  --only {number}  {name}: {why}")
    return 1 if runner.troubles else 0


if __name__ == "__main__":
    sys.exit(main())
