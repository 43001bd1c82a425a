"""How long each page takes, and how large it is, from a store of a hundred thousand incidents and five thousand pairs.

    python benchmarks/pages_100k.py --store /tmp/big.db

Makes the store where it is not there (some minutes; see big_store.py), then asks every page as a reader would, through
the application itself, and decides of some events in a copy. Cold: the page is told before each question that the store
has changed, so that nothing is remembered. Warm: as it was left. Prints for each kind of page the milliseconds of
processor (median of the rounds, of its slowest address) and the bytes of its largest view, before compression and
without the drawing of the map; marks what is over the limits, and ends with 1 where anything is.
"""

import argparse
import os
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from msgspec import Struct
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent))

from big_store import fill

from dateline.store import EventFilter, IncidentFilter, StatementFilter, Store
from dateline.web.access import Access, Rate
from dateline.web.app import create_app

LIMIT_MS = 300
LIMIT_KB = 250
_PAST, _WINDOW = "?as_of=2021-06-01", "?from=2021-01-01&to=2021-06-30"
_BOTH = "?as_of=2021-06-01&from=2021-01-01&to=2021-03-31"
_MAP = re.compile(rb"<svg [^>]*data-map.*?</svg>", re.DOTALL)
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_TIRELESS = Access(usual=Rate(1000.0, 10_000))  # asks faster than a reader may
_OURS = {"Sec-Fetch-Site": "same-origin"}


class Timed(Struct):
    """A kind of page: its slowest address cold and warm, in milliseconds of processor, and its largest view."""

    cold: tuple[float, str] = (0.0, "")
    warm: tuple[float, str] = (0.0, "")
    size: int = 0
    failed: str = ""


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
        then = store.incidents(IncidentFilter(as_of=_PAST.removeprefix("?as_of=")), limit=1)[0].id
        story = store.stories(limit=1)[0]
        events = [f.id for f in store.events(limit=3)]
        statement = store.statements(StatementFilter(), limit=1)[0].id
    windows = ("", _PAST, _WINDOW, _BOTH)
    yield "/", [f"/{more}" for more in windows]
    for name, one in (("busiest", busiest), ("middle", middle)):
        yield f"/pair ({name})", [f"/pair/{one.source}/{one.target}{more}" for more in windows]
    yield "/pair (two states)", [f"/pair/{states[0]}/{states[1]}{more}" for more in windows]
    for name, ids in (("states", states), ("groups", groups)):
        yield f"/actor ({name})", [f"/actor/{a}{more}" for a in ids for more in windows]
    yield "/place (country)", [f"/place/{states[0]}{more}" for more in windows]
    yield "/place (area)", [f"/place/{states[0]}/{area}{more}" for more in windows]
    yield "/incident", [*(f"/incident/{i}" for i in incidents), f"/incident/{then}{_PAST}"]
    yield "/story", [f"/story/{story.id}"]
    yield "/article", [f"/article/{a}" for a in story.articles]
    for table in ("events", "statements", "incidents", "sources", "calendar", "warnings"):
        yield f"/{table}", [f"/{table}{more}" for more in (*windows, "?page=40")]
    by = f"?actor={groups[0]}", f"?country={states[0]}&type=ASSAULT", f"?one={states[0]}&other={states[1]}"
    told = "?outlet=Gazette%203", "?language=en", "?mt=no"
    for table in ("events", "incidents"):
        yield f"/{table} (filtered)", [f"/{table}{more}" for more in (*by, *told, f"{by[1]}&{_PAST[1:]}")]
    yield (
        "/statements (filtered)",
        [f"/statements?by={states[0]}", f"/statements?about={states[0]}", f"/statements{told[0]}"],
    )
    yield "/calendar, /warnings (filtered)", [f"/{t}?actor={groups[0]}" for t in ("calendar", "warnings")]
    yield "/evidence", [
        f"/evidence?event={events[0]}&event={events[1]}", f"/evidence?statement={statement}",
        f"/evidence?country={states[0]}&type=ASSAULT", f"/evidence?sighted={groups[0]}&country={groups[0][:3].upper()}",
        f"/evidence?country={states[0]}&vague=1", f"/evidence?actor={states[0]}&quad=MX&from=2021-01-01&to=2021-01-31",
    ]  # fmt: skip
    yield "/search", ["/search?q=attacked", '/search?q="sent relief to" AFG', "/search?q=envoy&as_of=2021-06-01"]
    yield (
        "/review",
        ["/review", f"/review/event/{events[0]}", f"/review/incident/{incidents[0]}", f"/review/story/{story.id}"],
    )
    yield "/about, /health", ["/about", "/health"]
    root = "/api/v1"
    for table in ("events", "statements", "incidents", "reports", "calendar", "warnings"):
        yield f"api {table}", [f"{root}/{table}{more}" for more in ("", _PAST, _WINDOW)]
    yield "api one", [
        f"{root}/events/{events[0]}", f"{root}/incidents/{incidents[0]}", f"{root}/reports/{story.articles[0]}",
        f"{root}/actors/{states[0]}", f"{root}/presence/{groups[0]}", f"{root}/presence/{states[0]}{_PAST}",
        f"{root}/relations/{states[0]}/{states[1]}", f"{root}/search?q=attacked", f"{root}/changes", f"{root}/status",
    ]  # fmt: skip


def ask_pages(path: Path, rounds: int, only: str) -> Iterator[tuple[str, Timed]]:
    """Ask every address, cold and warm."""
    client = TestClient(create_app(path, access=_TIRELESS))
    for name, wanted in addresses(path):
        if only not in name:
            continue
        timed = Timed()
        for address in wanted:
            spent: dict[bool, list[float]] = {True: [], False: []}
            for is_cold in (True, False):
                for _ in range(rounds):
                    if is_cold:
                        os.utime(path)  # the page forgets what it remembers
                    used = time.process_time()
                    answer = client.get(address)
                    spent[is_cold].append((time.process_time() - used) * 1000)
            if answer.status_code != 200:
                timed.failed = f"{address}: answered {answer.status_code}"
            timed.cold = max(timed.cold, (median(spent[True]), address))
            timed.warm = max(timed.warm, (median(spent[False]), address))
            timed.size = max(timed.size, len(_MAP.sub(b"", answer.content)))
        yield name, timed


def decide(path: Path, rounds: int) -> Iterator[tuple[str, Timed]]:
    """Accept, fix, reject and undo events on the page, in a copy of the store; a first decision goes before."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / "copy.db"
        with sqlite3.connect(path) as held, sqlite3.connect(copy) as written:
            held.backup(written)
        with Store(copy, readonly=True) as store:
            names = iter([f.id for f in store.events(EventFilter(type="ASSAULT"), limit=400)][::3])
        client = TestClient(create_app(copy, access=_TIRELESS))
        token = _TOKEN.search(client.get(f"/review/event/{next(names)}").text)
        told = {"token": token[1] if token else "", "who": "the benchmark", "why": "timed"}

        def send(address: str, **fields: str) -> float:
            used = time.process_time()
            answer = client.post(address, data=told | fields, headers=_OURS, follow_redirects=False)
            if answer.status_code != 303:
                raise SystemExit(f"{address}: answered {answer.status_code}: {answer.text[:300]}")
            return (time.process_time() - used) * 1000

        def undo(name: str) -> float:
            send(f"/review/event/{name}", decision="accept")
            with Store(copy, readonly=True) as store:
                number = store.corrections()[-1].number
            return send(f"/review/undo/{number}")

        acts: dict[str, Callable[[str], float]] = {
            "first": lambda name: send(f"/review/event/{name}", decision="accept"),
            "accept": lambda name: send(f"/review/event/{name}", decision="accept"),
            "fix": lambda name: send(f"/review/event/{name}", decision="fix", type="COERCE"),
            "reject": lambda name: send(f"/review/event/{name}", decision="reject"),
            "undo": undo,
        }
        for act, do in acts.items():
            spent = [do(next(names)) for _ in range(1 if act == "first" else rounds)]
            if act != "first":
                yield f"decide: {act}", Timed(cold=(median(spent), ""))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, default=Path("/tmp/dateline-100k.db"))
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="only pages whose name has this")
    args = parser.parse_args()
    if not args.store.exists():
        fill(args.store, incidents=args.incidents, pairs=args.pairs)
    print(f"{'page':32} {'cold ms':>8} {'warm ms':>8} {'KB':>6}")
    failed = False
    for name, timed in ask_pages(args.store, args.rounds, args.only):
        failed |= _say(name, timed)
    if args.only in "decide":
        for name, timed in decide(args.store, args.rounds):
            failed |= _say(name, timed)
    return int(failed)


def _say(name: str, timed: Timed) -> bool:
    """Print a line of the table; whether it is over a limit."""
    (cold, slowest), (warm, _) = timed.cold, timed.warm
    is_slow, is_large = max(cold, warm) > LIMIT_MS, timed.size > LIMIT_KB * 1024
    marks = f"{'  SLOW' if is_slow else ''}{'  LARGE' if is_large else ''}{'  FAILED' if timed.failed else ''}"
    print(f"{name:32} {cold:8.0f} {warm:8.0f} {timed.size / 1024:6.0f}{marks}  {timed.failed or slowest}", flush=True)
    return is_slow or is_large or bool(timed.failed)


if __name__ == "__main__":
    sys.exit(main())
