"""How long each page takes from a store of a hundred thousand incidents and five thousand pairs.

    python benchmarks/pages_100k.py --store /tmp/big.db

Makes the store where it is not there (some minutes; see big_store.py), then asks every page as a reader would, through
the application itself. Nothing is remembered between two questions: before each, the page is told that the store has
changed. Prints milliseconds (median and 95th percentile) and kilobytes before compression.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent))

from big_store import fill

from dateline.store import EventFilter, IncidentFilter, StatementFilter, Store
from dateline.web.app import create_app

LIMIT_MS = 300
LIMIT_KB = 250


def addresses(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Every kind of page with the addresses to ask: the busiest of its kind, one in the middle, and as of a past day."""
    with Store(path, readonly=True) as store:
        pairs = [p for p in store.pairs(limit=4000) if p.source != p.target]
        busiest, middle = pairs[0], pairs[len(pairs) // 2]
        actors = store.actors(limit=300)
        states = [a.actor.id for a in actors if len(a.actor.id) == 3][:2]
        groups = [a.actor.id for a in actors if a.actor.sector == "REB"][:2]
        (_, area, _), *_ = [a for a in store.event_areas(EventFilter(country=states[0])) if a[1]]
        incidents = [i.id for i in store.incidents(limit=2)] + [
            store.incidents(IncidentFilter(actor=groups[0]), limit=1)[0].id
        ]
        story = store.stories(limit=1)[0]
        events = [f.id for f in store.events(limit=3)]
        statement = store.statements(StatementFilter(), limit=1)[0].id
    past, window = "?as_of=2021-06-01", "?from=2021-01-01&to=2021-06-30"
    yield "/", ["/", f"/{past}", f"/{window}"]
    for name, one in (("busiest", busiest), ("middle", middle)):
        at = f"/pair/{one.source}/{one.target}"
        yield f"/pair ({name})", [at, at + past, at + window]
    yield "/pair (two states)", [f"/pair/{states[0]}/{states[1]}", f"/pair/{states[0]}/{states[1]}{past}"]
    for name, ids in (("states", states), ("groups", groups)):
        yield f"/actor ({name})", [f"/actor/{a}{more}" for a in ids for more in ("", past, window)]
    yield "/place (country)", [f"/place/{states[0]}{more}" for more in ("", past, window)]
    yield "/place (area)", [f"/place/{states[0]}/{area}{more}" for more in ("", past)]
    yield "/incident", [f"/incident/{i}" for i in incidents]
    yield "/story", [f"/story/{story.id}"]
    yield "/article", [f"/article/{a}" for a in story.articles]
    for table in ("events", "statements", "incidents", "sources", "calendar", "warnings"):
        more = ["", past, window, "?page=40" if table not in ("calendar", "warnings") else f"?actor={groups[0]}"]
        yield f"/{table}", [f"/{table}{m}" for m in more]
    yield "/events (filtered)", [
        f"/events?actor={groups[0]}", f"/events?country={states[0]}&type=ASSAULT", f"/events?one={states[0]}&other={states[1]}",
    ]  # fmt: skip
    yield "/evidence", [
        f"/evidence?event={events[0]}&event={events[1]}", f"/evidence?statement={statement}",
        f"/evidence?country={states[0]}&type=ASSAULT", f"/evidence?sighted={groups[0]}&country={groups[0][:3].upper()}",
        f"/evidence?country={states[0]}&vague=1", f"/evidence?actor={states[0]}&quad=MX&from=2021-01-01&to=2021-01-31",
    ]  # fmt: skip
    yield "/search", ["/search?q=attacked", '/search?q="sent relief to" AFG', "/search?q=envoy&as_of=2021-06-01"]
    yield "/about", ["/about"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, default=Path("/tmp/dateline-100k.db"))
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="only pages whose name has this")
    args = parser.parse_args()
    if not args.store.exists():
        fill(args.store, incidents=args.incidents, pairs=args.pairs)
    begin = time.perf_counter()
    client = TestClient(create_app(args.store))
    print(
        f"ready after {time.perf_counter() - begin:.1f} s\n{'page':24} {'p50':>6} {'p95':>6} {'worst':>6} {'processor':>9} {'KB':>5}"
    )
    failed = 0
    for name, wanted in addresses(args.store):
        if args.only not in name:
            continue
        wall, processor, size, slowest = [], [], 0, ("", 0.0)
        for _ in range(args.rounds):
            for address in wanted:
                os.utime(args.store)  # the page forgets what it remembers
                begin, used = time.perf_counter(), time.process_time()
                answer = client.get(address)
                wall.append((time.perf_counter() - begin) * 1000)
                processor.append((time.process_time() - used) * 1000)
                size = max(size, len(answer.content))
                if answer.status_code != 200:
                    print(f"{address}: answered {answer.status_code}")
                    failed = 1
                slowest = max(slowest, (address, wall[-1]), key=lambda pair: pair[1])
        wall.sort()
        processor.sort()
        p50, p95 = wall[len(wall) // 2], wall[min(len(wall) - 1, int(len(wall) * 0.95))]
        is_slow = processor[len(processor) // 2] > LIMIT_MS
        failed |= is_slow
        print(
            f"{name:24} {p50:6.0f} {p95:6.0f} {wall[-1]:6.0f} {processor[len(processor) // 2]:9.0f} {size / 1024:5.0f}"
            f"{'  SLOW' if is_slow else ''}{'  LARGE' if size > LIMIT_KB * 1024 else ''}  {slowest[0]}",
            flush=True,
        )
    return failed


if __name__ == "__main__":
    sys.exit(main())
