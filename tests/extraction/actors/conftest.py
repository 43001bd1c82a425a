"""The pipeline and the catalogue, loaded once for all tests of this room; places are handed in by name."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from dateline.engine.catalogue import load_catalogue
from dateline.engine.tools import load_pipeline
from dateline.extraction.actors import find, resolve
from dateline.extraction.actors.catalogue import Catalogue
from dateline.extraction.text.layout import lay_out
from dateline.extraction.text.parse import Pipeline
from dateline.extraction.text.truecase import truecase
from dateline.values import Actor, Article, Entity, Place

# Where the towns of our sentences lie: the places room is not asked here.
TOWNS = {"Lagos": "NGA", "Bogota": "COL", "Mosul": "IRQ", "Aleppo": "SYR", "Goma": "COD", "Istanbul": "TUR"}

Read = Callable[..., tuple[Entity, ...]]


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return load_catalogue(cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def read(catalogue: Catalogue) -> Read:
    """`read(text, at)` gives the entities of a text as of a day."""
    pipeline = Pipeline(load_pipeline())

    def entities(text: str, at: str | None = "2021-11-25", known: Catalogue = catalogue) -> tuple[Entity, ...]:
        words = known.case_words()
        parse = pipeline.parse(lay_out(Article(id="a", text=text), truecase=lambda reading: truecase(reading, words)))
        places = tuple(
            Place(m.start(), m.end(), 1.0, 1.0, country, name=town)
            for town, country in TOWNS.items()
            for m in re.finditer(town, text)
        )
        mentions = find.find(parse, catalogue=known, places=places)
        return resolve.resolve(mentions, parse=parse, catalogue=known, at=at, places=places)

    return entities


def who(entities: tuple[Entity, ...], start: int, end: int) -> Actor | None:
    """The actor of the entity that fits a span best, None where none touches it or it stands for nobody."""

    def fit(e: Entity) -> tuple[float, bool]:
        shared = min(e.end, end) - max(e.start, start)
        return -shared + ((e.end - e.start) - shared) / 2, e.actor is None

    touching = sorted((e for e in entities if e.start < end and start < e.end), key=fit)
    return touching[0].actor if touching else None


def judged(actor: Actor | None, wanted: str) -> str:
    """right, wrong or null: `wanted` is an id, COUNTRY/SECTOR (an empty one is not asked), or `-` for nobody."""
    if wanted == "-":
        return "right" if actor is None else "wrong"
    if actor is None:
        return "null"
    if "/" in wanted:
        country, sector = wanted.split("/")
        return (
            "right" if (not country or actor.country == country) and (not sector or actor.sector == sector) else "wrong"
        )
    return "right" if actor.id == wanted else "wrong"


@pytest.fixture(scope="session")
def helpers() -> Any:
    return who, judged
