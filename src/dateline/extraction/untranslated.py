"""Reads names and places straight from a report that no engine translates: those words alone are sure.

Capitals, our glossary of the language, the gazetteer and the catalogue decide; there are no statements and no events.
"""

from dateline.extraction.actors.catalogue import Catalogue, key_of
from dateline.extraction.article import CODER, Tools
from dateline.extraction.text.layout import Layout
from dateline.extraction.translated import KEPT
from dateline.language.glossary import Glossary
from dateline.language.protect import Slot, capitals_inside, protect
from dateline.language.segment import sentences_of
from dateline.values import Actor, Article, Entity, Extraction, Place, Sentence

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
    entities: list[Entity] = []
    places: list[Place] = []
    sentences = [
        Sentence(span.start, span.end, block.part)
        for block in layout.blocks
        if block.part != "dateline"
        for span in sentences_of(article.text, block.start, block.end, language=language)
    ]
    names = capitals_inside((s for s in sentences if s.part != "headline"), article.text)

    def known(words: str) -> str | None:
        return words if tools.catalogue.named(key_of(words)) or _spot(words, tools) is not None else None

    for sentence in sentences:
        for slot in protect(article.text, sentence, glossary=glossary, name_of=known, names=names).slots:
            if slot.kind not in ("name", "kept"):
                continue
            _read(slot, article, tools, entities, places)
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
