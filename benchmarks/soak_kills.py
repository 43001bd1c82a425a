"""A following process killed with -9 at random points, until so many kills are made; the end must be that of a quiet one.

    python benchmarks/soak_kills.py --kills 200

Each life begins with an empty folder and the sample's reports: collected from a folder, read by the real pipeline, stored in
small batches, fused, looked at by watches, texts of old reports let go. The process is killed at a random moment, again
and again, until one gets to the end. Then every row of every table must equal those of a run that nobody disturbed, but
for two things: a row's own number (a killed batch may leave a gap on a server), and `looks`, where a look that was taken
again after a kill is kept like any other. Prints each difference; exit code 1 if there is one.

`--store postgresql://..` does the same on a server: the database must be empty, and its tables are dropped between lives.
"""

import argparse
import multiprocessing
import random
import shutil
import sys
import time
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

SAMPLE = Path(__file__).parents[1] / "sample/afghanistan-2021/reports.jsonl"
NOW = 1_795_348_800.0  # 2026-11-22T12:00Z, for every life: stamps must not tell them apart
SOURCES = '[[folder]]\npath = "reports/"\n'
WATCHES = """
[[watch]]
name = "blasts"
when = "more than 1 incidents of isis-k in AFG in 730 days"
[[watch]]
name = "talks"
when = "talks planned between USA and taliban"
[[watch]]
name = "there"
when = "isis-k in AFG"
"""


def live(folder: str, store_path: str) -> None:
    """One life of a follower, to its end if nobody kills it."""
    from dateline.engine.collect import collect
    from dateline.engine.following import Follower, Plan, Stop
    from dateline.store import Store
    from dateline.store.sources import SourceState

    home = Path(folder)
    plan = Plan(sources=home / "sources.toml", watches=home / "watch.toml", keep_days=1_840, keep_free_bytes=0)
    with SourceState(home / "state.db") as state, Store(store_path) as store:
        follower = Follower(
            plan,
            store,
            state,
            now=lambda: NOW,
            sleep=lambda seconds: None,
            stop=Stop(),
            collecting=partial(collect, batch=6),
        )
        follower.follow(rounds=1)
        if follower.pulse.failures:
            print(follower.pulse.trouble, file=sys.stderr)
            sys.exit(3)


def begin(folder: Path, reports: int) -> None:
    """The folder as it is before the first life: a file for every dozen reports."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "reports").mkdir(parents=True)
    lines = SAMPLE.read_text("utf-8").splitlines(keepends=True)[:reports]
    for n in range(0, len(lines), 12):
        (folder / "reports" / f"{n:04}.jsonl").write_text("".join(lines[n : n + 12]), "utf-8")
    (folder / "sources.toml").write_text(SOURCES)
    (folder / "watch.toml").write_text(WATCHES)


def everything(store_path: str) -> dict[str, list[str]]:
    """Every row of every table, without its own number where it has one, sorted."""
    from sqlalchemy import select

    from dateline.store import Store
    from dateline.store.tables import metadata

    found: dict[str, list[str]] = {}
    with Store(store_path, readonly=True) as store, store.moment() as connection:
        articles = metadata.tables["articles"].c
        ids = {row.row: row.id for row in connection.execute(select(articles.row, articles.id))}
        for table in metadata.sorted_tables:
            if table.name == "looks":
                continue
            rows = connection.execute(select(table)).mappings()
            found[table.name] = sorted(_row(dict(row), ids, has_own="row" in table.c) for row in rows)
    return found


def _row(row: dict[str, Any], ids: dict[int, str], *, has_own: bool) -> str:
    if has_own:
        row.pop("row")
    for key in ("event_row", "statement_row"):  # follow from the others
        row.pop(key, None)
    if "article_row" in row:
        row["article_row"] = ids[row["article_row"]]
    return repr({k: sha256(v).hexdigest() if isinstance(v, bytes) else v for k, v in row.items()})


def empty(store_path: str) -> None:
    """Drop what a life left on a server; a file goes with its folder."""
    if "://" in store_path:
        from dateline.store.dialect import connect
        from dateline.store.tables import metadata
        from dateline.values.address import StoreAddress

        engine = connect(StoreAddress(store_path), readonly=False)
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            metadata.drop_all(connection)
        engine.dispose()


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--reports", type=int, default=60)
    asked.add_argument("--within", type=float, default=0.7, help="the latest kill, as a share of a quiet life")
    asked.add_argument("--seed", type=int, default=11)
    asked.add_argument("--store", help="an empty PostgreSQL database; default: a file")
    given = asked.parse_args()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["warm", "dateline.engine.following", "dateline.store"])
    dice = random.Random(given.seed)
    began = time.monotonic()
    with TemporaryDirectory(prefix="dateline-soak-") as scratch:
        folder = Path(scratch) / "life"
        store_path = given.store or str(folder / "s.db")

        def start() -> Any:
            process = context.Process(target=live, args=(str(folder), store_path))
            process.start()
            return process

        def quiet() -> float:
            begin(folder, given.reports)
            empty(store_path)
            at = time.monotonic()
            process = start()
            process.join()
            if process.exitcode:
                raise SystemExit("The quiet run failed.")
            return time.monotonic() - at

        quiet()  # the first loads the tools
        seconds = quiet()
        wanted = everything(store_path)
        rows = sum(map(len, wanted.values()))
        print(f"a quiet life takes {seconds:.1f} s and leaves {rows:,} rows", flush=True)
        kills = lives = wrong = 0
        while kills < given.kills:
            begin(folder, given.reports)
            empty(store_path)
            lives += 1
            while True:
                process = start()
                process.join(dice.uniform(0, seconds * given.within) if kills < given.kills else None)
                if process.is_alive():
                    process.kill()
                    process.join()
                    kills += 1
                    continue
                break
            found = everything(store_path)
            if process.exitcode or found != wanted:
                wrong += 1
                print(f"life {lives} ended otherwise (exit {process.exitcode}):")
                for name, kept in wanted.items():
                    if kept != found[name]:
                        print(f"  {name}: {len(kept):,} rows wanted, {len(found[name]):,} found")
            left = [
                path.name
                for path in folder.iterdir()
                if ".tmp" in path.name and time.time() - path.stat().st_mtime > 60
            ]
            if left:
                print(f"  left behind: {left}")
            print(f"{kills} kills in {lives} lives, {wrong} wrong, {time.monotonic() - began:.0f} s", flush=True)
        empty(store_path)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    sys.exit(main())
