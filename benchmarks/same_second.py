"""Ten thousand reports from the same second, in two orders: the same rows, and no step that grows faster than they do.

    python benchmarks/same_second.py --reports 10000

Reports are made from a template of our own, every tenth a reprint; extraction finds one event in each, so that the store, the
fusion and the questions are measured and not the reading. Prints processor seconds for each half, and whether both orders agree.
"""

import argparse
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))

from soak_kills import everything

from dateline.engine.run import run
from dateline.store import Store
from dateline.values import Article, Event, Extraction, Party, Place, Sentence, Span
from dateline.values.actor import Actor

AT = "2026-11-22T12:00:00+00:00"
TOWNS = ("Selm", "Orva", "Tarn", "Lisk", "Moor", "Ashby", "Corve", "Dunmere")


def report(n: int) -> Article:
    """A report of ours; every tenth says what the one before it says."""
    m = n - 1 if n % 10 == 9 else n
    dice = random.Random(m)
    words = " ".join(
        dice.choice(("quay", "council", "harvest", "bridge", "market", "winter", "ferry", "school")) for _ in range(40)
    )
    text = f"Guards shelled the harbour of {TOWNS[m % 8]} at post {m}. {words.capitalize()} {m}."
    return Article(id=f"r{n:06}", text=text, published=AT, publisher=f"Paper {n % 50}", url=f"https://example.org/{n}")


def read(articles: list[Article]) -> list[Extraction]:
    """One event a report."""
    found = []
    for article in articles:
        town = article.text.split()[5]
        at = article.text.index(town)
        side = Party(0, 6, Actor(f"guards-{town.lower()}", f"Guards of {town}"))
        place = Place(at, at + len(town), 1.0, 2.0, "COD", town, 1, 1, name=town)
        event = Event(
            type="ASSAULT",
            quad="MX",
            score=-9.0,
            trigger=Span(7, 14),
            source=side,
            place=0,
            date="2026-11-21",
            date_precision=1,
        )
        ends = article.text.index(".") + 1
        found.append(
            Extraction(
                id=article.id,
                language="en",
                coder="same",
                sentences=(Sentence(0, ends),),
                places=(place,),
                events=(event,),
            )
        )
    return found


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--reports", type=int, default=10_000)
    given = asked.parse_args()
    reports = [report(n) for n in range(given.reports)]
    ends = []
    with TemporaryDirectory() as folder:
        for name in ("as they came", "shuffled"):
            path = f"{folder}/{name[:2]}.db"
            with Store(path) as store:
                for half in (reports[: len(reports) // 2], reports[len(reports) // 2 :]):
                    began = time.process_time()
                    summary = run(half, store, seen_at=AT, extract=read)
                    print(
                        f"{name}: {summary.accepted:,} reports, {time.process_time() - began:.1f} s of processor",
                        flush=True,
                    )
            rows = everything(path)
            ends.append({table: rows[table] for table in ("events", "incidents", "copies", "stories", "sightings")})
            random.Random(5).shuffle(reports)
    same = [table for table in ends[0] if ends[0][table] == ends[1][table]]
    print(f"the same in both orders: {', '.join(same)}; of {', '.join(ends[0])}")
    return 0 if len(same) == len(ends[0]) else 1


if __name__ == "__main__":
    sys.exit(main())
