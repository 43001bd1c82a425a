"""What a store costs as it grows to a million reports: python benchmarks/growth.py --reports 1000000 --folder /tmp/growth

The news is made (`made_news.py`) and comes with its extractions: nothing is parsed. It goes through the real store, copies,
stories and incidents, in batches of whole days. Each batch, and each size that is asked for, writes one line of JSON to
`progress.jsonl` in the folder: processor milliseconds a report, the file, the memory; at the sizes also what pages take
cold in milliseconds of processor, the early warnings of the whole record, and what one report more costs alone.
Stopped, it goes on from the last day in the store.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))

from made_news import News
from starlette.testclient import TestClient

from dateline.engine.early import keep_warnings
from dateline.engine.fusing import fuse_store
from dateline.store import Store
from dateline.values import Article, Extraction
from dateline.web.access import Access, Rate
from dateline.web.app import create_app

SEEN = "2026-11-23T00:00:00"
A_DAY = 274  # a million in ten years
DAYS = 8  # of a batch
_TIRELESS = Access(usual=Rate(1000.0, 10_000))  # asks faster than a reader may
Pairs = list[tuple[Article, Extraction]]


def batches(days: Iterator[Pairs]) -> Iterator[Pairs]:
    """Some days at once."""
    while held := list(islice(days, DAYS)):
        yield [pair for day in held for pair in day]


def take(store: Store, pairs: Pairs) -> dict[str, float]:
    """Add reports and fuse them, as a run does; milliseconds of processor a report, for each half of it."""
    begun = time.process_time()
    with store.batch():
        store.add_all(pairs, seen_at=SEEN)
    added = time.process_time()
    with store.batch():
        fuse_store(store, at=SEEN)
    done = time.process_time()
    n = len(pairs)
    return {"add_ms": (added - begun) * 1000 / n, "fuse_ms": (done - added) * 1000 / n}


def look(path: Path, *, rounds: int = 3) -> dict[str, float]:
    """Milliseconds of processor for pages asked cold, in process."""
    with Store(path, readonly=True) as store:
        pair = next(p for p in store.pairs(limit=50) if p.source != p.target)
        story = store.stories(limit=1)[0].id
        incident = store.incidents(limit=1)[0].id
    addresses = {
        "/": "/", "/pair": f"/pair/{pair.source}/{pair.target}", "/actor": f"/actor/{pair.source}", "/events": "/events",
        "/incidents": "/incidents", "/incident": f"/incident/{incident}", "/story": f"/story/{story}",
        "/search": "/search?q=relief",
    }  # fmt: skip
    client = TestClient(create_app(path, access=_TIRELESS))
    found = {}
    for name, address in addresses.items():
        spent = []
        for _ in range(rounds):
            os.utime(path)  # the page forgets what it remembers
            used = time.process_time()
            answer = client.get(address)
            spent.append((time.process_time() - used) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{address}: answered {answer.status_code}")
        found[f"page {name}"] = median(spent)
    return found


def measure(store: Store, path: Path, alone: Pairs) -> dict[str, float]:
    """What is asked of a store at a size: one report more, pages, the warnings of the whole record."""
    spent = [sum(take(store, [pair]).values()) for pair in alone]
    found = {"one_alone_ms": median(spent)}
    store.tune()
    begun = time.process_time()
    keep_warnings(store)
    found["warnings_s"] = time.process_time() - begun
    return found | look(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--measure-at", type=int, nargs="+", default=[10_000, 100_000, 300_000, 1_000_000])
    parser.add_argument("--folder", type=Path, required=True, help="where the store and the figures go")
    parser.add_argument("--until", default="23:59", help="the hour at which to end, measured as far as it came")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    path = given.folder / "store.db"
    days = News(A_DAY).reports()
    sizes, begun = sorted(n for n in given.measure_at if n <= given.reports), time.time()
    with Store(path) as store, (given.folder / "progress.jsonl").open("a") as progress:
        done = store.status().articles
        if done:  # ids count all that was made
            last = max(row.id for row in store.articles(limit=1_000))
            for _ in range(-(-int(last[1:]) // A_DAY)):
                next(days)
        sizes = [n for n in sizes if n > done]

        def say(what: dict[str, float]) -> None:
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
            size = sum(p.stat().st_size for p in given.folder.glob("store.db*")) / 1e6
            row = {"reports": done, "wall_s": time.time() - begun, "store_mb": size, "peak_mb": memory} | what
            progress.write(json.dumps({key: round(value, 3) for key, value in row.items()}) + "\n")
            progress.flush()

        for pairs in batches(days):
            is_last = done + len(pairs) >= given.reports or time.strftime("%H:%M") >= given.until
            say(take(store, pairs))
            done += len(pairs)
            if is_last or (sizes and done >= sizes[0]):
                sizes = [n for n in sizes if n > done]
                alone = next(days)
                say(measure(store, path, alone[:5]))
                done += 5
            if is_last:
                break


if __name__ == "__main__":
    main()
