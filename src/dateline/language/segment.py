"""Where sentences end in any language, decided from marks alone.

The translator gets one sentence at a time, so a sentence torn in two is translated badly, and two taken for one only
make an anchor wider. When in doubt there is no break.
"""

import re

from dateline.values import Span

_STOP = re.compile(
    r"""[.!?…]+[»"”’')\]]*(?=\s+[¿¡«"“‘'(\[—–-]*\s?[^\W_])  # a stop, then white space and a word
        |[。！？]+[」』”’）]*                                 # no white space follows these
        |[؟۔।॥։]+[»"”)]*(?=\s)""",
    re.X,
)
_SHORT = {
    "es": "sr sra srta dr dra gral cnel tte cap sgto prof lic ing núm no art av ee uu ff aa p ej d dña mons pág vs etc",
    "fr": "m mm mme mmes mlle dr pr me gal col st ste p ex art av no cf vs etc env",
    "pt": "sr sra dr dra gen cel cap prof eng av art núm p ex",
    "it": "sig dott gen col prof avv art on p es",
    "de": "dr prof hr fr nr str bzw z b u a ca abs st",
}
_ABBREVIATIONS = {language: frozenset(words.split()) for language, words in _SHORT.items()}
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_OPENERS = "¿¡«\"“‘'([—–- "
LONGEST = 1_500  # code points; beyond it a stretch without stops is cut at white space, so that an engine can take it


def sentences_of(text: str, start: int, end: int, *, language: str) -> list[Span]:
    """The sentences of one paragraph.

    Args:
        text: the article's text.
        start, end: the paragraph, code points into `text`.
        language: ISO 639-1; abbreviations are known for some, capitals decide in the others.
    Returns:
        spans in order, without white space at their ends; together they hold every word of the paragraph.
    """
    known = _ABBREVIATIONS.get(language, frozenset())
    found: list[Span] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _ends_here(text, begin, stop, known):
            _put(text, begin, stop.end(), found)
            begin = stop.end()
    _put(text, begin, end, found)
    return found


def _ends_here(text: str, begin: int, stop: re.Match[str], known: frozenset[str]) -> bool:
    if stop[0][0] in "。！？؟۔।॥։":
        return True
    after = text[stop.end() : stop.end() + 12].lstrip().lstrip(_OPENERS)[:1]
    if after.islower():
        return False
    if stop[0] != ".":
        return True
    last = _LAST_WORD.search(text, max(begin, stop.start() - 20), stop.start())
    if last is None:
        return True
    word = last[1]
    if len(word) == 1 and word.isupper():
        return False  # an initial
    return word.lower() not in known


def _put(text: str, start: int, end: int, found: list[Span]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        found.append(Span(start, cut))
        start = cut + 1 if text[cut : cut + 1] == " " else cut
    if start < end:
        found.append(Span(start, end))
