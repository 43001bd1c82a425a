"""Reads names and places straight from a report that no engine translates: those words alone are sure.

Capitals, our glossary of the language, the gazetteer and the catalogue decide; there are no statements and no events.
"""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from dateline.extraction.actors.catalogue import Catalogue, key_of
from dateline.extraction.article import CODER, Tools
from dateline.extraction.text.layout import Layout
from dateline.extraction.translated import KEPT
from dateline.language.glossary import Glossary
from dateline.language.protect import Slot, capitals_inside, protect
from dateline.language.segment import sentences_of
from dateline.language.translation import Paragraph
from dateline.values import Actor, Article, Entity, Extraction, Place, Sentence, Span

_PRECISION = {"country": 6, "admin1": 4, "admin2": 3, "city": 1}
_WELL_KNOWN = 30_000  # persons; smaller places share their names with people and words


def read_names(article: Article, *, language: str, glossary: Glossary, layout: Layout, tools: Tools) -> Extraction:
    """Entities and places of a report, each anchored to its very words; the report is marked as waiting.

    Args:
        article: the original.
        language: as identified.
        glossary: names of that language in English; may be empty.
        layout: of the original.
        tools: gazetteer and catalogue are used.
    """
    paragraphs = [Paragraph(block.start, block.end, block.part) for block in layout.blocks if block.part != "dateline"]
    sentences, entities, places = _names_in(article, paragraphs, language, glossary, tools)
    return Extraction(
        id=article.id,
        language=language,
        title=layout.title,
        reference=article.published,
        reference_from="published" if article.published else None,
        updated=article.updated,
        is_translated_page=layout.is_translated,
        coder=f"{CODER}, {KEPT}",
        notices=layout.notices,
        sentences=tuple(sentences),
        entities=tuple(entities),
        places=tuple(places),
    )


def with_names(
    found: Extraction,
    article: Article,
    paragraphs: Sequence[tuple[Paragraph, str]],
    *,
    glossary_of: Callable[[str], Glossary],
    tools: Tools,
) -> Extraction:
    """A reading of the other paragraphs with the names of those that no engine reads; it says so, and waits.

    Args:
        found: what the paragraphs that can be read gave.
        article: the original.
        paragraphs: the others, each with its language.
        glossary_of: names of a language in English.
        tools: gazetteer and catalogue are used.
    """
    sentences, entities, places = list(found.sentences), list(found.entities), list(found.places)
    for paragraph, language in paragraphs:
        more = _names_in(article, [paragraph], language, glossary_of(language), tools)
        sentences += more[0]
        entities += more[1]
        places += more[2]  # behind the others: events point to places by number
    return replace(
        found,
        coder=f"{found.coder}, partly {KEPT}",
        sentences=tuple(sorted(sentences, key=lambda one: one.start)),
        entities=tuple(sorted(entities, key=lambda one: (one.start, one.end))),
        places=tuple(places),
        untranslated=tuple(Span(paragraph.start, paragraph.end) for paragraph, _ in paragraphs),
    )


def _names_in(
    article: Article, paragraphs: Sequence[Paragraph], language: str, glossary: Glossary, tools: Tools
) -> tuple[list[Sentence], list[Entity], list[Place]]:
    sentences = [
        Sentence(span.start, span.end, paragraph.part)
        for paragraph in paragraphs
        for span in sentences_of(article.text, paragraph.start, paragraph.end, language=language)
    ]
    names = capitals_inside((s for s in sentences if s.part != "headline"), article.text)

    def known(words: str) -> str | None:
        return words if tools.catalogue.named(key_of(words)) or _spot(words, tools) is not None else None

    entities: list[Entity] = []
    places: list[Place] = []
    for sentence in sentences:
        for slot in protect(article.text, sentence, glossary=glossary, name_of=known, names=names).slots:
            if slot.kind in ("name", "kept"):
                _read(slot, article, tools, entities, places)
    return sentences, entities, places


def _read(slot: Slot, article: Article, tools: Tools, entities: list[Entity], places: list[Place]) -> None:
    printed = slot.span.words(article.text)
    actor = _actor(slot.english, tools.catalogue, article.published) or _actor(
        printed, tools.catalogue, article.published
    )
    spot = _spot(printed, tools) or _spot(slot.english, tools)
    why = f"“{printed}” stands in the tables of names"
    if spot is not None and (actor is None or actor.kind == "state"):
        places.append(
            Place(
                slot.span.start,
                slot.span.end,
                spot.lat,
                spot.lon,
                spot.country,
                spot.admin1,
                spot.geonameid,
                _PRECISION.get(spot.kind, 5),
                spot.radius_km,
                spot.name,
                why=why,
            )
        )
    if actor is not None or spot is not None:
        kind = "GPE" if spot is not None and (actor is None or actor.kind == "state") else "ORG"
        if actor is not None and actor.kind == "person":
            kind = "PER"
        entities.append(Entity(slot.span.start, slot.span.end, kind, actor))


def _actor(words: str, catalogue: Catalogue, at: str | None) -> Actor | None:
    """The one listed actor of that name; None where there are several or none."""
    ids = catalogue.named(key_of(words))
    if len(ids) > 1:
        ids = tuple(id for id in ids if catalogue.active(id, at[:10] if at else None))
    return catalogue.actor(ids[0], at[:10] if at else None) if len(ids) == 1 else None


def _spot(words: str, tools: Tools):  # type: ignore[no-untyped-def]
    """The best known place of a name, where it is well known enough to be sure."""
    if len(words) < 3:
        return None
    for spot in tools.gazetteer.look_up(words)[:1]:
        if spot.kind in ("country", "admin1") or spot.is_capital or spot.population >= _WELL_KNOWN:
            return spot
    return None
