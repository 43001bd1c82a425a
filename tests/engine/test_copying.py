"""Copies in a store that grows and shrinks are those that all of its reports give at once, also where all share their phrases."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.engine.copying import settle_copies
from dateline.fusion.copies import find_copies
from dateline.store import Store
from dateline.values import Article, Extraction

SEEN, LATER = "2023-07-01T00:00:00", "2023-07-02T00:00:00"


def framed(dice: random.Random, n: int) -> list[Article]:
    """Reports between phrases that very many have, a third of them copies, within a few days and a month apart."""
    frames = [" ".join(dice.choices([f"frame{k}" for k in range(40)], k=12)) for _ in range(2)]
    made: list[Article] = []
    for k in range(n):
        if made and dice.random() < 0.35:
            text = dice.choice(made).text
            text = text[: int(len(text) * dice.uniform(0.6, 1))] if dice.random() < 0.5 else text
        else:
            body = " ".join(dice.choices([f"word{v}" for v in range(2000)], k=dice.randint(5, 25)))
            text = " ".join([dice.choice(frames), body, dice.choice(frames)])
        day = dice.choice(["05-01", "05-01", "05-02", "05-20", "05-31", "06-05"])
        stamp = f"2023-{day}T{dice.randrange(3):02}:{k // 60:02}:{k % 60:02}"  # no two at one moment
        made.append(Article(id=f"a{k:03}", text=text, published=stamp, language="en"))
    return made


@settings(max_examples=6, deadline=None)
@example(seed=12358)  # a report of May turns into a copy, and with it those of June, more than a month after what came
@given(seed=st.integers(0, 10**9))
def test_a_store_and_the_pure_function_agree(seed: int) -> None:
    """In any order and batches, with reports withdrawn in between."""
    dice = random.Random(seed)
    reports = framed(dice, 90)
    gone: set[str] = set()
    withdrawn: set[str] = set()
    order, size = dice.sample(reports, len(reports)), dice.choice([7, 30, 90])
    with TemporaryDirectory() as folder, Store(Path(folder) / "s.db") as store:
        with store.batch():
            store.upkeep().finish("test", correction=0)
        for at in range(0, len(order), size):
            with store.batch():
                for article in order[at : at + size]:
                    store.add(article, Extraction(id=article.id, language="en"), seen_at=SEEN)
                if at:
                    gone.add(dice.choice(order[:at]).id)
                for name in sorted(gone - withdrawn):
                    store.withdraw(name, why="retracted", who="test", at=LATER)
                withdrawn |= gone
                kept = store.upkeep()
                settle_copies(kept, kept.changed("test") or set())
                kept.finish("test", correction=0)
        with store.batch():
            left = [article for article in reports if article.id not in gone]
            assert store.upkeep().copies(a.id for a in left) == {c.article: c for c in find_copies(left)}
