"""Help for the middle of a chain: Spanish that Apertium made of French gets our Spanish words before it goes on."""

import re
from collections.abc import Callable

from dateline.language.protect import CODE, Protected, protect
from dateline.language.repair import mend
from dateline.values import Span

_FIRST = 100  # made-up words of the first stage stay as they are; ours are numbered from here


def help_spanish(lines: list[str], translate: Callable[[list[str]], list[str]]) -> list[str]:
    """English for Spanish lines: terms and verbs known to us are kept out of the engine's hands and put back."""
    from dateline.engine.glossaries import load_glossary

    glossary = load_glossary("es")
    prepared = [protect(line, Span(0, len(line)), glossary=glossary, first=_FIRST) for line in lines]
    answers = translate([sentence.template for sentence in prepared])
    return [_put_back(answer, sentence) for answer, sentence in zip(answers, prepared, strict=True)]


def _put_back(answer: str, sentence: Protected) -> str:
    def english(found: re.Match[str]) -> str:
        slot = sentence.slot(found)
        return slot.english if slot is not None else found[0]

    return CODE.sub(english, mend(answer, sentence))
