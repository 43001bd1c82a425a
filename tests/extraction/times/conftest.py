"""The English pipeline, loaded once for all tests of the room."""

from collections.abc import Callable

import pytest

from dateline.engine.tools import load_pipeline
from dateline.extraction.text.layout import lay_out
from dateline.extraction.text.parse import Pipeline
from dateline.extraction.times.find import find
from dateline.extraction.times.resolve import resolve
from dateline.values import Article, Time

Read = Callable[..., tuple[Time, ...]]


@pytest.fixture(scope="session")
def read() -> Read:
    """Reads the times of a text, counted from an anchor."""
    pipeline = Pipeline(load_pipeline())

    def read_times(text: str, anchor: str | None = "2021-11-25") -> tuple[Time, ...]:
        parse = pipeline.parse(lay_out(Article(id="test", text=text)))
        return resolve(find(parse), parse=parse, anchor=anchor)

    return read_times
