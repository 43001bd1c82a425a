"""Reads many articles on one core or on all of them, with the same bytes either way.

`extract_all` is handed its map, so that one core, many cores and a cluster run the same function. A bad
article comes back as a value and never stops a run.
"""

import gc
import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from dateline.errors import RefusedArticle
from dateline.values import Article, Extraction, Refused

Outcome = Extraction | Refused
_RARELY = (100_000, 50, 100)  # objects between collections in a worker: an article's tokens go by reference count
LARGEST = 5_000_000  # code points; a longer text is an archive, not an article


def cores_here() -> int:
    """The processors that this process may use; a container may have fewer than its machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extract_all(
    articles: Iterable[Article],
    *,
    tools: Any = None,
    settings: Any = None,
    user_actors: Path | None = None,
    user_verbs: Path | None = None,
    map: Callable[..., Iterable[Outcome]] = map,
) -> Iterator[Outcome]:
    """Read articles in order; one outcome each, whatever happens.

    Args:
        articles: what to read.
        tools: loaded tools; None loads them once a process.
        settings: which translation engines may be used; None takes those that are installed.
        user_actors: a CSV of the user's own actors, for tools that are loaded here.
        user_verbs: a table or folder of the user's own words of acts, likewise.
        map: applies a function over the articles and keeps their order: `builtins.map`, or a pool's `imap`.
    Returns:
        an `Extraction` or a `Refused` for each article, in input order.
    """
    if user_actors is not None or user_verbs is not None:
        _loaded(
            user_actors, user_verbs
        )  # a bad row stops the run with its line, where it would else refuse every article
    if tools is not None:
        yield from map(lambda article: extract_one(article, tools=tools, settings=settings), articles)
    else:
        read = partial(extract_one, settings=settings, user_actors=user_actors, user_verbs=user_verbs)
        yield from map(read, articles)


def extract_one(
    article: Article,
    *,
    tools: Any = None,
    settings: Any = None,
    user_actors: Path | None = None,
    user_verbs: Path | None = None,
) -> Outcome:
    """Read one article; what goes wrong comes back as `Refused` with its room and reason.

    Args:
        article: what to read.
        tools: loaded tools; None loads them once a process.
        settings: which translation engines may be used; None takes those that are installed.
        user_actors: a CSV of the user's own actors, for tools that are loaded here.
        user_verbs: a table or folder of the user's own words of acts, likewise.
    """
    from dateline.extraction.article import extract
    from dateline.language.identify import identify

    if not article.text.strip():
        return Refused(article.id, "reading", "The text is empty. Hand in the article's body as `text`.")
    if len(article.text) > LARGEST:
        return Refused(
            article.id,
            "reading",
            f"The text has {len(article.text):,} characters, more than {LARGEST:,}. Split the archive into articles.",
        )
    try:
        language = identify(article.text, title=article.title, declared=article.language)
        from dateline.engine.translating import may_mix_languages, read_foreign

        if language != "en" or may_mix_languages(article):
            return read_foreign(
                article, language=language, tools=tools or _loaded(user_actors, user_verbs), settings=settings
            )
        return extract(article, tools=tools or _loaded(user_actors, user_verbs), language=language)
    except RefusedArticle as error:
        return Refused(article.id, error.room, error.why)
    except MemoryError:
        return Refused(
            article.id, "engine", "Out of memory on this article. Split it, or give the process more memory."
        )
    except Exception as error:  # an article never stops a run: the reason becomes a value
        where = traceback.extract_tb(error.__traceback__)[-1]
        room = _room(where.filename)
        return Refused(
            article.id,
            room,
            f"{type(error).__name__}: {error} ({os.path.basename(where.filename)}:{where.lineno}). This is a defect: please report it with the article.",
        )


@contextmanager
def pool_map(
    cores: int, user_actors: Path | None = None, user_verbs: Path | None = None
) -> Iterator[Callable[..., Iterable[Outcome]]]:
    """A map over `cores` processes that keeps order; the built-in map where `cores` is 1.

    Tools are loaded once, before the processes are forked, so that they share their memory.
    """
    if user_actors is not None or user_verbs is not None:
        _loaded(user_actors, user_verbs)
    if cores <= 1:
        yield map
        return
    _loaded(user_actors, user_verbs)
    # what is loaded stays: the collector need not walk it again for each article, nor unshare its pages when forked
    gc.collect()
    gc.freeze()
    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    with context.Pool(cores, initializer=gc.set_threshold, initargs=_RARELY) as pool:
        yield lambda function, articles: pool.imap(function, articles, chunksize=4)


def _loaded(user_actors: Path | None, user_verbs: Path | None) -> Any:
    """The tools of this process, with a user's own actors and verbs where there are any."""
    from dateline.engine.tools import load_tools

    return load_tools(user_actors, user_verbs) if (user_actors or user_verbs) is not None else load_tools()


def _room(filename: str) -> str:
    parts = filename.replace("\\", "/").split("/")
    if "dateline" in parts:
        inside = parts[len(parts) - parts[::-1].index("dateline") :]
        return ".".join(inside)[: -len(".py")] if inside else "engine"
    return "extraction.text" if "spacy" in filename or "thinc" in filename else "engine"
