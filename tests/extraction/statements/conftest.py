"""The English tools, loaded once for the whole folder, and a reading of a few lines."""

from collections.abc import Callable
from typing import Any

import pytest

from dateline.engine.tools import load_tools
from dateline.extraction.article import extract
from dateline.extraction.text.layout import lay_out
from dateline.extraction.text.parse import Pipeline
from dateline.extraction.text.tokens import Parse
from dateline.values import Article, Extraction


@pytest.fixture(scope="session")
def tools() -> Any:
    return load_tools()


@pytest.fixture(scope="session")
def pipeline(tools: Any) -> Pipeline:
    return tools.pipeline  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def parsed(pipeline: Pipeline) -> Callable[[str], Parse]:
    """A text's parse, without actors."""
    return lambda text: pipeline.parse(lay_out(Article(id="t", text=text), truecase=lambda reading: reading))


@pytest.fixture(scope="session")
def read(tools: Any) -> Callable[[str], Extraction]:
    """A text's whole extraction, published on Tuesday 10 March 2026."""
    return lambda text: extract(Article(id="t", text=text, published="2026-03-10"), tools=tools)
