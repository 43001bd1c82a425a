"""Reads a report in another language: plan, translate, assemble, extract, bring home.

Each paragraph goes by its own language. Where no engine is there for one, it is kept and its names and places are read
directly; the coder says that the report waits, and a later run with an engine reads it again.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from dateline.engine.glossaries import Names, load_glossary, names_by
from dateline.engine.translators.cache import Cache
from dateline.engine.translators.settings import Settings, open_translators
from dateline.errors import TranslationError
from dateline.extraction.translated import KEPT, extract_translated, paragraphs_of, with_stamp
from dateline.extraction.untranslated import read_names, with_names
from dateline.language.identify import identify
from dateline.language.paragraphs import languages_of, may_mix
from dateline.language.translation import (
    Answered,
    Engine,
    Paragraph,
    Plan,
    Translation,
    Translator,
    as_printed,
    assemble,
    plan,
)
from dateline.values import Article, Extraction


def read_foreign(article: Article, *, language: str, tools: Any, settings: Settings | None = None) -> Extraction:
    """Everything found in a report of which not all is in English.

    Each paragraph is read in its own language: English ones directly, others through their engine. Those that no engine
    reads are named in the result, which then waits as a whole report does.

    Args:
        article: the report.
        language: ISO 639-1, of the report as a whole, as identified.
        tools: loaded tools.
        settings: which engines may be used; None takes what is installed here.
    """
    layout, paragraphs = paragraphs_of(article)
    article = with_stamp(article, layout)
    names = names_by(tools.gazetteer.look_up, tools.catalogue)
    parts = _by_language(article, paragraphs, language)
    answered, left = _translated(article, parts, settings or Settings(), names)
    if not any(planned.part == "body" for one in answered for planned in one.plan.sentences):
        return read_names(article, language=language, glossary=load_glossary(language), layout=layout, tools=tools)
    made = assemble(article, answered, language=language)
    found = extract_translated(made, layout=layout, tools=tools)
    return with_names(found, article, left, glossary_of=load_glossary, tools=tools) if left else found


def may_mix_languages(article: Article) -> bool:
    """Whether an English report has paragraphs in another language."""
    if not may_mix(article.text):
        return False
    _, paragraphs = paragraphs_of(article)
    return len(_by_language(article, paragraphs, "en")) > 1


def translate(article: Article, *, language: str, translator: Translator, names: Names) -> Translation:
    """One article in English with the map home, its paragraphs all taken for one language."""
    _, paragraphs = paragraphs_of(article)
    return assemble(article, [_answered(article, paragraphs, language, translator, names)], language=language)


@lru_cache(maxsize=4)
def translators(settings: Settings) -> dict[str, Translator]:
    """The engine for each language that can be translated here."""
    found: dict[str, Translator] = {}
    for translator in open_translators(settings):
        for source, target in sorted(translator.pairs()):
            if target == "en":
                found.setdefault(source, translator)
    return found


def translator_for(language: str, settings: Settings) -> Translator | None:
    """The first engine that reads a language, in the order of the settings."""
    return translators(settings).get(language)


def can_translate(article: Article, settings: Settings) -> bool:
    """Whether an engine is there for every language of an article."""
    language = identify(article.text, title=article.title, declared=article.language)
    _, paragraphs = paragraphs_of(article)
    spoken = set(_by_language(article, paragraphs, language)) - {"en"}
    return all(translator_for(one, settings) is not None for one in spoken)


def has_another_engine(extraction: Extraction, settings: Settings) -> bool:
    """Whether a report that was translated would go through another engine, or another version of it, today."""
    if extraction.language == "en" or is_waiting(extraction):
        return False
    translator = translator_for(extraction.language, settings)
    return translator is not None and f"{translator.provider} {translator.version}" not in extraction.coder


def is_waiting(extraction: Extraction) -> bool:
    """Whether a report was kept without a translation."""
    return extraction.coder.endswith(KEPT)


def _by_language(article: Article, paragraphs: Sequence[Paragraph], language: str) -> dict[str, tuple[Paragraph, ...]]:
    """The paragraphs of each language, the article's own first."""
    spoken = languages_of([article.text[p.start : p.end] for p in paragraphs], article=language)
    return {
        one: tuple(p for p, said in zip(paragraphs, spoken, strict=True) if said == one)
        for one in dict.fromkeys((language, *spoken))
        if one in spoken
    }


def _translated(
    article: Article, parts: dict[str, tuple[Paragraph, ...]], settings: Settings, names: Names
) -> tuple[list[Answered], list[tuple[Paragraph, str]]]:
    """What can be read in English, and the paragraphs that cannot, each with its language."""
    answered: list[Answered] = []
    left: list[tuple[Paragraph, str]] = []
    for language, paragraphs in parts.items():
        translator = translator_for(language, settings)
        try:
            if language == "en":
                answered.append(as_printed(article, paragraphs))
            elif translator is not None:
                answered.append(_answered(article, paragraphs, language, translator, names))
            else:
                left += [(paragraph, language) for paragraph in paragraphs]
        except TranslationError:  # an engine that fails today may run tomorrow: the report waits
            left += [(paragraph, language) for paragraph in paragraphs]
    return answered, left


def _answered(
    article: Article, paragraphs: Sequence[Paragraph], language: str, translator: Translator, names: Names
) -> Answered:
    made = _planned(article, paragraphs, language, translator, names)
    known = _ask(made.templates, language, translator)
    engine = Engine(translator.provider, translator.version, language)
    return Answered(made, tuple(known[text] for text in made.templates), engine)


def _planned(
    article: Article, paragraphs: Sequence[Paragraph], language: str, translator: Translator, names: Names
) -> Plan:
    return plan(
        article,
        paragraphs,
        language=language,
        glossary=load_glossary(language),
        name_of=names.english_of,
        word_by_word=translator.is_word_by_word,
        is_place=names.is_place,
    )


def _ask(templates: Sequence[str], language: str, translator: Translator) -> dict[str, str]:
    """The English of each template, from the cache where it was asked for before."""
    cache = Cache.of_this_process()
    engine = f"{translator.provider} {translator.version}"
    known = cache.get(engine, language, templates)
    missing = list(dict.fromkeys(text for text in templates if text not in known))
    if missing:
        answers = translator.translate(missing, language)
        if len(answers) != len(missing):
            raise TranslationError(f"{engine} gave {len(answers)} sentences for {len(missing)}.")
        fresh = dict(zip(missing, answers, strict=True))
        cache.put(engine, language, fresh)
        known = {**known, **fresh}
    return known
