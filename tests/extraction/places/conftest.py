"""The parse of our own sentences and the built gazetteer, loaded once for all tests of places."""

from collections.abc import Callable

import pytest

from dateline.engine.gazetteer import open_gazetteer
from dateline.engine.tools import load_pipeline
from dateline.extraction.places.find import find
from dateline.extraction.places.gazetteer import Gazetteer
from dateline.extraction.places.resolve import resolve
from dateline.extraction.text.layout import lay_out
from dateline.extraction.text.parse import Pipeline
from dateline.values import Article, Outlet, Place


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The gazetteer as users have it; built on first use."""
    return open_gazetteer(imported=False)


@pytest.fixture(scope="session")
def places_in(gazetteer: Gazetteer) -> Callable[..., tuple[Place, ...]]:
    """From a text to its places."""
    pipeline = Pipeline(load_pipeline())

    def read(text: str, outlet: Outlet | None = None) -> tuple[Place, ...]:
        parse = pipeline.parse(lay_out(Article(id="a", text=text)))
        return resolve(find(parse, gazetteer=gazetteer), parse=parse, gazetteer=gazetteer, outlet=outlet)

    return read
