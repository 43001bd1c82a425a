"""The whole reading of one article, in order. Read this first.

Layout, parse, times, places, actors, statements, events: each room takes what the ones before it found.
Works on one article and remembers nothing; all that is loaded is handed in as `Tools`.
"""

from functools import partial
from typing import Any

from msgspec import Struct

from dateline.extraction.actors import find as find_actors
from dateline.extraction.actors import resolve as resolve_actors
from dateline.extraction.actors.catalogue import Catalogue
from dateline.extraction.events import code as events
from dateline.extraction.events.lexicon import Lexicon
from dateline.extraction.events.seats import with_seats
from dateline.extraction.places import find as find_places
from dateline.extraction.places import resolve as resolve_places
from dateline.extraction.places.gazetteer import Gazetteer
from dateline.extraction.statements import attribute as statements
from dateline.extraction.text.layout import Layout, lay_out
from dateline.extraction.text.parse import Pipeline
from dateline.extraction.text.truecase import truecase
from dateline.extraction.times import find as find_times
from dateline.extraction.times import resolve as resolve_times
from dateline.extraction.times.stamps import read_stamp
from dateline.values import Article, Extraction

CODER = "2026.11.9"  # named on every figure; raise it when what is extracted changes


class Tools(Struct, frozen=True):
    """What a reading needs, loaded once at the edge."""

    pipeline: Pipeline
    gazetteer: Gazetteer
    catalogue: Catalogue
    case_words: frozenset[str]
    model: Any = None
    lexicon: Lexicon | None = None  # None: our own tables


def extract(article: Article, *, tools: Tools, language: str = "en") -> Extraction:
    """Read one English article: everything found in it, each thing pinned to its words.

    Args:
        article: its `text` is what all offsets count in.
        tools: pipeline, gazetteer and catalogue, loaded; verbs and model where they are handed in.
        language: what `language.identify` or the article itself said.
    Returns:
        the extraction; never raises on any text that is text.
    """
    is_place = partial(find_places.is_listed, gazetteer=tools.gazetteer)
    layout = lay_out(article, truecase=lambda reading: truecase(reading, tools.case_words, is_place))
    reference, reference_from, updated = _reference(article, layout)
    parse = tools.pipeline.parse(layout)
    times = resolve_times.resolve(find_times.find(parse), parse=parse, anchor=reference)
    places = resolve_places.resolve(
        find_places.find(parse, gazetteer=tools.gazetteer),
        parse=parse,
        gazetteer=tools.gazetteer,
        outlet=article.outlet,
    )
    entities = resolve_actors.resolve(
        find_actors.find(parse, catalogue=tools.catalogue, places=places),
        parse=parse,
        catalogue=tools.catalogue,
        at=reference,
        places=places,
    )
    said = statements.attribute(parse, entities=entities, times=times, at=reference)
    happened = events.code(
        parse,
        entities=entities,
        places=places,
        times=times,
        statements=said,
        at=reference,
        model=tools.model,
        lexicon=tools.lexicon,
    )
    return Extraction(
        id=article.id,
        language=language,
        title=layout.title,
        reference=reference,
        reference_from=reference_from,
        updated=updated,
        is_translated_page=layout.is_translated,
        coder=CODER,
        notices=layout.notices,
        sentences=tuple(s for s in parse.sentences() if s.part != "dateline"),
        entities=entities,
        places=places,
        times=times,
        statements=said,
        events=with_seats(happened, text=article.text, places=places, catalogue=tools.catalogue, at=reference),
    )


def _reference(article: Article, layout: Layout) -> tuple[str | None, str | None, str | None]:
    """The date that relative times count from, where it comes from, and the page's own update stamp.

    The order is NOTES.md's: published, else a dated dateline, else the page's stamp, else none - never today.
    """
    stamps = [stamp for span in layout.stamps if (stamp := read_stamp(span.words(article.text))) is not None]
    updated = article.updated or (stamps[-1] if stamps else None)
    if article.published:
        return article.published, "published", updated
    for span in layout.datelines:
        stamp = read_stamp(span.words(article.text))
        if stamp is not None:
            return stamp, "dateline", updated
    if updated:
        return updated, "updated", updated
    return None, None, None
