"""What a reprint costs beside a first reading: python benchmarks/reprints.py sample/afghanistan-2021 --reports 60

Reads reports through `dateline run`'s own door (reading, extraction, store, copies, stories, incidents), then the same reports
again as other outlets print them the same day: other ids, addresses, publishers and hours. Prints processor milliseconds a
report for the extraction alone and for the whole run, first and again, and what a reprint costs of a first one.
"""

import argparse
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from msgspec.structs import replace

from dateline import read
from dateline.engine.run import Extractor, run
from dateline.engine.translators.settings import Settings
from dateline.store import Store
from dateline.values import Article, Extraction, Refused

SEEN = "2026-11-23T00:00:00"


class Timed:
    """The real reading, with the processor seconds that it took."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self.seconds = 0.0

    def __call__(self, articles: list[Article]) -> Iterable[Extraction | Refused]:
        begun = time.process_time()
        found = list(self._extractor(articles))
        self.seconds += time.process_time() - begun
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--reports", type=int, default=60)
    given = parser.parse_args()
    articles = [a for path in given.paths for a in read(path) if isinstance(a, Article)][: given.reports]
    reprints = [
        replace(
            a, id=f"{a.id}-again", url=f"https://gazette.example/{n}", publisher="Gazette",
            published=f"{a.published[:10]}T23:00:00Z" if a.published else None,
        )
        for n, a in enumerate(articles)
    ]  # fmt: skip
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "s.db") as store:
        extractor = Extractor(stack, 1, Settings())
        list(extractor([replace(articles[0], text="Officials met in Rome on Monday.")]))  # tools are loaded before
        spent = []
        for given_now in (articles, reprints):
            timed = Timed(extractor)
            begun = time.process_time()
            run(given_now, store, seen_at=SEEN, extract=timed)
            spent.append((timed.seconds, time.process_time() - begun))
        copies = sum(row.copy_of is not None for row in store.articles())
    words = sum(len(a.text.split()) for a in articles)
    print(f"{len(articles)} reports of {words / len(articles):.0f} words; {copies} copies are told")
    for n, name in ((0, "extraction"), (1, "whole run")):
        first, again = (seconds[n] * 1000 / len(articles) for seconds in spent)
        print(f"{name:10}: {first:7.2f} ms first, {again:7.2f} ms again: {again / first:.1%}")


if __name__ == "__main__":
    main()
