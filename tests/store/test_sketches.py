"""Hashes by which copies find their sources: what is asked for is what a walk over all reports gives, on both databases."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from dateline.store import Store
from dateline.values import Article, Extraction

FIRST = date(2023, 5, 12)  # two spans of hashes meet on the fifth day
MOST = 3


@pytest.mark.parametrize("seed", range(3))
def test_what_is_asked_for_is_what_a_walk_gives(new_store: Callable[[], str], seed: int) -> None:
    """Originals of a span of days, hashes that too many have, a day's reports, later ones as far as they can matter."""
    dice = random.Random(seed)
    reports = []
    with Store(new_store()) as store, store.batch():
        for n in range(40):
            day = (FIRST + timedelta(days=dice.randrange(6))).isoformat()
            words = " ".join(["word"] * dice.randint(1, 4))
            store.add(
                Article(id=f"a{n}", text=words, published=day), Extraction(id=f"a{n}", language="en"), seen_at=day
            )
            reports.append((day, f"a{n}", dice.random() < 0.6, dice.sample(range(2**32 - 9, 2**32), 3)))
        kept = store.upkeep()
        standing = kept.standing(name for _, name, _, _ in reports)
        turned = dice.sample(reports, 8)
        sketches = kept.sketches
        sketches.put([(standing[i].row, d, o != ((d, i, o, h) in turned), h) for d, i, o, h in reports])
        for _, name, is_original, _ in turned:
            sketches.turn(standing[name].row, is_original=is_original)
        gone = dice.sample(reports, 4)
        sketches.forget(standing[name].row for _, name, _, _ in gone)
        reports = [r for r in reports if r not in gone]
        asked = set(range(2**32 - 6, 2**32 + 2))
        since, until = "2023-05-13", "2023-05-16"

        def having(hash_: int, first: str, last: str, *, originals: bool) -> set[str]:
            return {i for d, i, o, h in reports if hash_ in h and first <= d <= last and (o or not originals)}

        found, crowded = sketches.originals(asked, since, until, most=MOST)
        truth = {h: having(h, since, until, originals=True) for h in asked}
        assert crowded == {h for h, names in truth.items() if len(names) > MOST}
        assert {h: {p.id for p in posted} for h, posted in found.items()} == {
            h: names for h, names in truth.items() if 0 < len(names) <= MOST
        }
        on_day = sketches.on_day(asked, since)
        assert {h: {p.id for p in posted} for h, posted in on_day.items()} == {
            h: names for h in asked if (names := having(h, since, since, originals=False))
        }
        assert all(posted == sorted(posted, key=lambda p: p.order) for posted in on_day.values())
        later = {name for _, name in sketches.later(asked, since, until, most=MOST)}
        wanted = set()
        for hash_ in asked:
            days = sorted(d for d, _, o, h in reports if o and hash_ in h and since <= d <= until)
            wanted |= having(hash_, since, days[MOST - 1] if len(days) >= MOST else until, originals=False)
        assert later == wanted
        assert sketches.of([standing[i].row for _, i, _, _ in gone]) == {}
