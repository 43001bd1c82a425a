"""Reads a report in another language: plan, translate, assemble, extract, bring home.

Where no engine is there for its language, the report is kept and its names and places are read directly; its coder
says that it waits, and a later run with an engine reads it again.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from dateline.engine.glossaries import Names, load_glossary, names_by
from dateline.engine.translators.cache import Cache
from dateline.engine.translators.settings import Settings, open_translators
from dateline.errors import TranslationError
from dateline.extraction.translated import KEPT, extract_translated, paragraphs_of
from dateline.extraction.untranslated import read_names
from dateline.language.identify import identify
from dateline.language.translation import Plan, Translation, Translator, assemble, plan
from dateline.values import Article, Extraction


def read_foreign(article: Article, *, language: str, tools: Any, settings: Settings | None = None) -> Extraction:
    """Everything found in a report that is not in English.

    Args:
        article: the report.
        language: ISO 639-1, as identified.
        tools: loaded tools.
        settings: which engines may be used; None takes what is installed here.
    """
    translator = translator_for(language, settings or Settings())
    layout, _ = paragraphs_of(article)
    names = names_by(tools.gazetteer.look_up, tools.catalogue)
    if translator is not None:
        try:
            made = translate(article, language=language, translator=translator, names=names)
            return extract_translated(made, layout=layout, tools=tools)
        except TranslationError:
            pass  # an engine that fails today may run tomorrow: the report waits
    return read_names(article, language=language, glossary=load_glossary(language), layout=layout, tools=tools)


def translate(article: Article, *, language: str, translator: Translator, names: Names) -> Translation:
    """One article in English with the map home."""
    made = _planned(article, language, translator, names)
    known = _ask(made.templates, language, translator)
    answers = [known[text] for text in made.templates]
    return assemble(made, answers, provider=translator.provider, version=translator.version)


def warm(articles: Sequence[Article], *, language: str, translator: Translator, names: Names) -> None:
    """Ask for the sentences of many articles at once: starting an engine costs more than a sentence."""
    templates = [text for article in articles for text in _planned(article, language, translator, names).templates]
    _ask(templates, language, translator)


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
    """Whether an engine is there for an article's language."""
    language = identify(article.text, title=article.title, declared=article.language)
    return translator_for(language, settings) is not None


def is_waiting(extraction: Extraction) -> bool:
    """Whether a report was kept without a translation."""
    return extraction.coder.endswith(KEPT)


def _planned(article: Article, language: str, translator: Translator, names: Names) -> Plan:
    _, paragraphs = paragraphs_of(article)
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
