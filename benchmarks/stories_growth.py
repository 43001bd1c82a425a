"""What a new report costs when a store holds ten thousand, a hundred thousand, a million: python benchmarks/stories_growth.py

The reports are made: a thousand a day, two a story on average, one in twenty a reprint of one of the day before, each
thirty words drawn as words are in news, with some that only its story uses. They are written into the store's tables as
fusion would leave them (their stories are known). Then the last day goes on: batches of a hundred reports are added and
fused the way `dateline run` does it. Prints CPU milliseconds a report; a second figure is for one report added alone.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
from sqlalchemy import Connection, insert

from dateline.engine.fusing import METHOD, fuse_store
from dateline.fusion.copies import Words
from dateline.store import Store
from dateline.store import tables as t
from dateline.store.sketches import Sketches
from dateline.store.upkeep import shelf
from dateline.values import Article, Extraction, Story, digest_of

FIRST = date(2015, 1, 1)
A_DAY = 1000
WORDS = 30
SEEN = "2026-11-22T12:00:00+00:00"
_encode = msgspec.json.Encoder(order="deterministic").encode


class Stream:
    """Made reports, day after day: (article, id of the report that its story began with)."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._common = [f"word{n}" for n in range(20_000)]
        self._weights = [1 / (n + 10) for n in range(20_000)]
        self._made = 0
        self._open: list[tuple[str, list[str]]] = []  # stories of the last two days: first report, own words
        self._texts: list[tuple[str, str]] = []  # originals of the day before: story, text

    def day(self, day: date, reports: int) -> Iterator[tuple[Article, str]]:
        """The reports of a day."""
        self._open = self._open[-A_DAY:]
        texts: list[tuple[str, str]] = []
        for _ in range(reports):
            name = f"r{self._made:07d}"
            self._made += 1
            draw = self._random.random()
            if draw < 0.05 and self._texts:
                first, text = self._random.choice(self._texts)
            else:
                if draw < 0.5 and self._open:
                    first, own = self._random.choice(self._open)
                else:
                    first, own = name, [f"name{self._random.randrange(10**6)}" for _ in range(8)]
                    self._open.append((first, own))
                words = self._random.choices(self._common, self._weights, k=WORDS - 6)
                words += self._random.sample(own, 6)
                self._random.shuffle(words)
                text = " ".join(words)
                texts.append((first, text))
            yield Article(id=name, text=text, published=day.isoformat(), language="en"), first
        self._texts = texts


def fill(connection: Connection, stream: Stream, day: date, *, row: int) -> int:
    """Write a day's reports as fusion would leave them; gives the last row."""
    rows, texts, keys, shelved, members = [], [], [], [], []
    seen: dict[str, str] = {}
    for number, (article, first) in enumerate(stream.day(day, A_DAY), start=row + 1):
        rows.append(
            {
                "row": number, "id": article.id, "digest": digest_of(article), "address": article.id, "language": "en",
                "is_translated_page": False, "published": article.published, "known_at": f"{article.published}T00:00:00",
                "known_on": article.published, "seen_at": SEEN, "words": WORDS, "value": _encode(article),
            }
        )  # fmt: skip
        texts.append({"row": number, "title": "", "body": article.text})
        if article.text in seen:
            continue
        seen[article.text] = article.id
        keys.append((number, day.isoformat(), True, Words(article.id, article.text).sketch))
        shelved.append({"article": article.id, "known_on": article.published, "first": first})
        members.append({"story": f"story-{first}", "article": article.id, "first": first})
    connection.execute(insert(t.articles), rows)
    connection.execute(insert(t.texts), texts)
    Sketches(connection).put(keys)
    connection.execute(insert(shelf), shelved)
    connection.execute(insert(t.story_articles), [{"story": m["story"], "article": m["article"]} for m in members])
    new = [m for m in members if m["first"] == m["article"]]
    stories = [
        {"id": m["story"], "title": None, "value": _encode(Story(m["story"], (m["article"],), None, "one report"))}
        for m in new
    ]
    connection.execute(insert(t.stories), stories)
    return row + len(rows)


def measure(store: Store, stream: Stream, day: date, *, batches: int, size: int) -> float:
    """CPU milliseconds that a report of this day costs, added and fused in batches."""
    reports = stream.day(day, batches * size)
    begun = time.process_time()
    for _ in range(batches):
        with store.batch():
            for _ in range(size):
                article, _ = next(reports)
                store.add(article, Extraction(id=article.id, language="en"), seen_at=SEEN)
            fuse_store(store, at=SEEN)
    return (time.process_time() - begun) * 1000 / (batches * size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, default=None, help="where the store is made; default: a temporary one")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder, Store(Path(folder) / "s.db") as store:
        with store.batch():
            store.upkeep().begin_anew()
            store.upkeep().finish(METHOD, correction=0)
        stream, day, row = Stream(), FIRST, 0
        for size in given.sizes:
            while row < size:
                with store.batch():
                    row = fill(store.upkeep().connection, stream, day, row=row)
                day += timedelta(days=1)
            at_once = measure(store, stream, day, batches=10, size=100)
            alone = measure(store, stream, day + timedelta(days=1), batches=5, size=1)
            day += timedelta(days=2)
            row += 10 * 100 + 5
            file_mb = (Path(folder) / "s.db").stat().st_size / 1e6
            memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
            print(
                f"{size:>9,} reports: {at_once:6.2f} ms a report in hundreds, {alone:7.1f} ms alone; "
                f"store {file_mb:,.0f} MB, memory {memory_mb:,.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
