"""An hour of everything at once: collector, coder, warnings and page on one store, and twenty readers of the page.

    python benchmarks/soak_hour.py --minutes 60 --readers 20

Real processes all of them: `dateline follow` against a press that does not stop (soak_press.py), `dateline serve`, and
readers that pause as people do (soak_readers.py). Each second the memory, files, threads and processor time of follower and
page are written down, and the size of store, log and scratch folder. At the end it is judged:

- no answer of 5xx, no broken connection, no failed round, no process that ended;
- no growth of memory beyond what came in: a line fitted after the warm-up (a fifth of the time) rises by less than a
  tenth of the level plus what the store grew by; open files and threads end where they were; no file is left behind;
- pages: 99 of 100 in less than a second.

Writes what it measured to `--out` (a folder: answers.tsv, seconds.tsv, journal.jsonl) and prints a summary; exit code 1 if
anything is wrong. Memory is what a process has to itself (RssAnon); mapped pages of the store belong to everybody.
"""

import argparse
import json
import multiprocessing
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections import Counter, defaultdict
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from soak_readers import read

ROOT = Path(__file__).parents[1]
DATELINE = str(Path(sys.executable).with_name("dateline"))
LIMIT_MS = 1000
_FILES = ("/events.", "/incidents.", "/statements.", "/sources.", "/calendar.", "/warnings.")
_TICKS = os.sysconf("SC_CLK_TCK")
WATCHES = """
[[watch]]
name = "blasts"
when = "more than 5 incidents of isis-k in AFG in 30 days"
[[watch]]
name = "there"
when = "isis-k in AFG"
"""


class Tree:
    """What a process and those it started use, by the second."""

    def __init__(self, name: str, pid: int) -> None:
        self.name, self.pid = name, pid
        self._waited: dict[str, int] = {}  # by thread: nanoseconds that it was ready and had no core
        self._waited_ns = 0

    def look(self) -> dict[str, float]:
        """Memory of its own (MB), open files, threads, processor seconds, and seconds that it waited for a core."""
        found = dict.fromkeys(("own_mb", "rss_mb", "files", "threads", "cpu_s"), 0.0)
        for pid in _family(self.pid):
            self._count_waiting(pid)
            try:
                status = dict(
                    line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line
                )
                stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                found["own_mb"] += int(status.get("RssAnon", "0 kB").split()[0]) / 1024
                found["rss_mb"] += int(status.get("VmRSS", "0 kB").split()[0]) / 1024
                found["threads"] += int(status["Threads"])
                found["files"] += len(os.listdir(f"/proc/{pid}/fd"))
                found["cpu_s"] += (int(stat[11]) + int(stat[12]) + int(stat[13]) + int(stat[14])) / _TICKS
            except (OSError, ValueError, KeyError):
                continue  # it ended meanwhile
        return found | {"waited_s": self._waited_ns / 1e9}

    def _count_waiting(self, pid: int) -> None:
        for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                waited = int(path.read_text().split()[1])
            except (OSError, IndexError):
                continue
            self._waited_ns += waited - self._waited.get(str(path), 0)
            self._waited[str(path)] = waited


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            for task in os.listdir(f"/proc/{one}/task"):
                found += map(int, Path(f"/proc/{one}/task/{task}/children").read_text().split())
        except OSError:
            continue
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _files_in(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())


def _held(store: Path) -> int:
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=30) as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_page(port: int) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/about", timeout=5).read()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The page did not come up.")


def slope(points: list[tuple[float, float]]) -> float:
    """How much the fitted line rises from the first to the last point."""
    n = len(points)
    if n < 3:
        return 0.0
    mean_x, mean_y = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    rise = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0
    return rise * (points[-1][0] - points[0][0])


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--minutes", type=float, default=60)
    asked.add_argument("--readers", type=int, default=20)
    asked.add_argument("--every", type=float, default=2.0, help="seconds between two happenings of the press")
    asked.add_argument(
        "--pause", type=float, nargs=2, default=(1.0, 3.0), help="a reader's pause, from and to, in seconds"
    )
    asked.add_argument("--out", type=Path, default=Path("soak-hour"))
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="dateline-hour-") as folder:
        return _soak(Path(folder), given)


def _soak(home: Path, given: argparse.Namespace) -> int:
    store, scratch, port = home / "s.db", home / "tmp", _free_port()
    scratch.mkdir()
    shutil.copytree(ROOT / "sample/afghanistan-2021", home / "sample")
    (home / "watch.toml").write_text(WATCHES)
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    env |= {"PYTHONPYCACHEPREFIX": str(home / "compiled")}  # as an installed program: compiled once
    env |= {"TMPDIR": str(scratch), "OMP_NUM_THREADS": "1", "DO_NOT_TRACK": "1"}
    env |= {"DATELINE_CACHE": str(home)}  # translators start with the first foreign report, not when a cache runs out
    journal = (given.out / "journal.jsonl").open("w")
    errors = (given.out / "stderr.txt").open("w")

    def start(*words: str, out: Any = errors) -> subprocess.Popen[bytes]:
        return subprocess.Popen(words, cwd=home, env=env, stdout=out, stderr=errors)

    press = start(sys.executable, str(ROOT / "benchmarks/soak_press.py"), "--sources", "sources.toml",
                  "--folder", "sample", "--every", str(given.every), out=(given.out / "press.jsonl").open("w"))  # fmt: skip
    while not (home / "sources.toml").exists():
        time.sleep(0.1)
    started = [press]
    try:
        subprocess.run([DATELINE, "run", "sample", "--store", str(store)], cwd=home, env=env, check=True,
                       stdout=errors, stderr=errors)  # fmt: skip
        follow = start(DATELINE, "follow", "--store", str(store), "--sources", "sources.toml", "--watches", "watch.toml",
                       "--archive", "pages", "--keep-free-mb", "100", "--cores", "1", out=journal)  # fmt: skip
        serve = start(DATELINE, "serve", "--store", str(store), "--port", str(port))
        started += [follow, serve]
        _wait_for_page(port)
        until = time.time() + given.minutes * 60
        context = multiprocessing.get_context("spawn")
        readers = [
            context.Process(target=read, args=(port, n, until, home / f"reader{n}.tsv", tuple(given.pause)))
            for n in range(given.readers)
        ]
        for reader in readers:
            reader.start()
        seconds, dead = _watch(until, {"follow": follow, "serve": serve, "press": press}, store, scratch, given.out)
        for reader in readers:
            reader.join(60)
    finally:
        for process in reversed(started):
            process.send_signal(signal.SIGTERM)
        ends = {name: process.wait(60) for name, process in zip(("press", "follow", "serve"), started)}
        journal.close()
    with (given.out / "answers.tsv").open("w") as out:
        for path in sorted(home.glob("reader*.tsv")):
            out.write(path.read_text())
    left = [str(path.relative_to(home)) for path in home.rglob("*.tmp*")] + [
        p.name for p in scratch.rglob("*") if p.is_file()
    ]
    wrong = _judge(given, seconds, dead, ends, left)
    return 1 if wrong else 0


def _watch(
    until: float, processes: dict[str, subprocess.Popen[bytes]], store: Path, scratch: Path, out: Path
) -> tuple[list[dict[str, float]], list[str]]:
    trees = [Tree(name, process.pid) for name, process in processes.items() if name != "press"]
    began, found, articles, dead = time.time(), [], 0, []
    with (out / "seconds.tsv").open("w", buffering=1) as table:
        while time.time() < until:
            if len(found) % 10 == 0:
                articles = _held(store)
            row = {"second": time.time() - began, "load": os.getloadavg()[0], "articles": float(articles)}
            row |= {"store_mb": _size(store) / 1e6, "log_mb": _size(Path(f"{store}-wal")) / 1e6}
            row |= {"collected_mb": _size(store.with_name("s-sources.db")) / 1e6, "scratch_files": _files_in(scratch)}
            for tree in trees:
                row |= {f"{tree.name}_{key}": value for key, value in tree.look().items()}
            if not found:
                table.write("\t".join(row) + "\n")
            table.write("\t".join(f"{value:.2f}" for value in row.values()) + "\n")
            found.append(row)
            dead = [f"{name} ended with {p.poll()}" for name, p in processes.items() if p.poll() is not None]
            if dead:
                break
            time.sleep(max(0.0, began + len(found) - time.time()))
    return found, dead


def _judge(
    given: argparse.Namespace,
    seconds: list[dict[str, float]],
    dead: list[str],
    ends: dict[str, int],
    left: list[str],
) -> list[str]:
    """Print what was measured, and what is wrong; return the latter."""
    wrong = list(dead) + [
        f"{name} ended with {code}" for name, code in ends.items() if code not in (0, -signal.SIGTERM)
    ]
    took: dict[str, list[float]] = defaultdict(list)
    statuses: dict[str, Counter[int]] = defaultdict(Counter)
    pages: list[float] = []
    for line in (given.out / "answers.tsv").read_text().splitlines():
        _, route, status, ms, _, _ = line.split("\t", 5)
        statuses[route][int(status)] += 1
        took[route].append(float(ms))
        if not route.startswith(("/api/", *_FILES)):
            pages.append(float(ms))
    asked = sum(map(len, took.values()))
    print(f"{asked:,} answers to {given.readers} readers in {given.minutes:g} minutes; statuses "
          f"{dict(sum(statuses.values(), Counter()))}")  # fmt: skip
    print(f"{'route':24} {'asked':>7} {'p50 ms':>8} {'p99 ms':>8} {'most':>8}  not 200")
    for route in sorted(took):
        p50, p99 = _percentiles(took[route])
        other = {code: n for code, n in sorted(statuses[route].items()) if code != 200}
        print(f"{route:24} {len(took[route]):>7,} {p50:>8.0f} {p99:>8.0f} {max(took[route]):>8.0f}  {other or ''}")
    p50, p99 = _percentiles(pages)
    print(f"{'all pages':24} {len(pages):>7,} {p50:>8.0f} {p99:>8.0f} {max(pages, default=0):>8.0f}")
    if p99 >= LIMIT_MS:
        wrong.append(f"pages: the 99th percentile is {p99:.0f} ms")
    for route, codes in statuses.items():
        bad = {code: n for code, n in codes.items() if code == 0 or code >= 500}
        if bad:
            wrong.append(f"{route}: {bad}")
    wrong += _judge_growth(seconds)
    wrong += _judge_journal(given.out)
    if left:
        wrong.append(f"left behind: {left[:10]}")
    print("\n".join(f"WRONG {words}" for words in wrong) or "nothing is wrong")
    return wrong


def _judge_growth(seconds: list[dict[str, float]]) -> list[str]:
    warm = seconds[len(seconds) // 5 :]
    if len(warm) < 30:
        return ["too short to judge growth"]
    first, last = warm[0], warm[-1]
    grown = last["store_mb"] - first["store_mb"]
    print(f"reports {first['articles']:,.0f} -> {last['articles']:,.0f}; store {first['store_mb']:.1f} -> "
          f"{last['store_mb']:.1f} MB; log at most {max(s['log_mb'] for s in seconds):.1f} MB, at the end {last['log_mb']:.1f}; "
          f"record of collecting {first['collected_mb']:.1f} -> {last['collected_mb']:.1f} MB; "
          f"scratch files {last['scratch_files']:.0f}; load of the machine {sum(s['load'] for s in warm) / len(warm):.1f}")  # fmt: skip
    wrong = []
    for name in ("follow", "serve"):
        for what, unit, room in (("own_mb", "MB", None), ("files", "", 3.0), ("threads", "", 3.0)):
            points = [(s["second"], s[f"{name}_{what}"]) for s in warm]
            rise, level = slope(points), sum(y for _, y in points) / len(points)
            if what == "files" or what == "threads":  # a pool fills up once: what counts is the second half
                rise = slope(points[len(points) // 2 :])
            allowed = room if room is not None else level / 10 + max(grown, 0.0)
            print(
                f"{name} {what}: mean {level:.1f}, most {max(y for _, y in points):.1f}, fitted rise {rise:+.1f} {unit}"
            )
            if rise > allowed:
                wrong.append(f"{name} {what} rises by {rise:.1f} {unit} (allowed {allowed:.1f})")
        cpu, waited = (seconds[-1][f"{name}_{what}"] - seconds[0][f"{name}_{what}"] for what in ("cpu_s", "waited_s"))
        print(
            f"{name}: {cpu:.0f} processor seconds of {seconds[-1]['second']:.0f}; its threads waited {waited:.0f} s for a core"
        )
    if last["log_mb"] > 64:
        wrong.append(f"the log of the store has {last['log_mb']:.0f} MB")
    return wrong


def _judge_journal(out: Path) -> list[str]:
    told = Counter(
        f"{line.get('event')} {line.get('level')}" for line in map(json.loads, (out / "journal.jsonl").open())
    )
    print(f"journal: {dict(told)}")
    wrong = [f"journal: {n} of {name}" for name, n in told.items() if name.endswith((" error", " warning"))]
    said = (out / "stderr.txt").read_text()
    if "Traceback" in said or "ERROR" in said:
        wrong.append(f"standard error: {said[-600:]}")
    return wrong


def _percentiles(found: list[float]) -> tuple[float, float]:
    if len(found) < 2:
        return (found[0], found[0]) if found else (0.0, 0.0)
    cuts = quantiles(found, n=100, method="inclusive")
    return cuts[49], cuts[98]


if __name__ == "__main__":
    sys.exit(main())
