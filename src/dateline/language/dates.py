"""Dates and days in Spanish and French, put into English before anything is translated.

A weekday or a date is what a translator most easily spoils and what can be said most surely by rule. Each rule is a
pattern and the English it stands for.
"""

import re
from collections.abc import Callable

from msgspec import Struct

from dateline.values import Span

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_ES_MONTHS = dict(
    zip(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
        _MONTHS,
        strict=True,
    )
) | {"setiembre": "September"}
_FR_MONTHS = dict(
    zip(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
        _MONTHS,
        strict=True,
    )
) | {"fevrier": "February", "aout": "August", "decembre": "December"}
_ES_DAYS = dict(zip("lunes martes miércoles jueves viernes sábado domingo".split(), _DAYS, strict=True))
_FR_DAYS = dict(zip("lundi mardi mercredi jeudi vendredi samedi dimanche".split(), _DAYS, strict=True))
_ES_UNITS = {"día": "days", "semana": "weeks", "mes": "months", "año": "years", "hora": "hours"}
_FR_UNITS = {"jour": "days", "semaine": "weeks", "mois": "months", "an": "years", "heure": "hours"}
_ES_COUNT = dict(
    zip("un una dos tres cuatro cinco seis siete ocho nueve diez".split(), (1, *range(1, 11)), strict=True)
)
_FR_COUNT = dict(zip("un une deux trois quatre cinq six sept huit neuf dix".split(), (1, *range(1, 11)), strict=True))
_PART = {
    "mañana": "morning", "tarde": "afternoon", "noche": "night", "madrugada": "early morning", "matin": "morning",
    "après-midi": "afternoon", "soir": "evening", "nuit": "night",
}  # fmt: skip
_ES_BEFORE = {
    "desde": "since", "hasta": "until", "antes": "before", "después": "after", "tras": "after", "para": "for",
    "a partir": "from", "entre": "between",
}  # fmt: skip
_FR_BEFORE = {
    "depuis": "since",
    "jusqu'": "until",
    "avant": "before",
    "après": "after",
    "à partir": "from",
    "dès": "from",
}


class Dated(Struct, frozen=True):
    """A date expression in the source and its English words."""

    span: Span
    english: str


def dates_of(text: str, start: int, end: int, *, language: str) -> list[Dated]:
    """The date expressions of a stretch of text, in order, none inside another.

    Args:
        text: the article's text.
        start, end: the stretch, code points.
        language: `es` or `fr`; no other has rules, and gives none.
    """
    found: list[Dated] = []
    for pattern, say in _RULES.get(language, ()):
        for m in pattern.finditer(text, start, end):
            span = Span(m.start(), m.end())
            if m.end() > m.start() and not any(span.overlaps(known.span) for known in found):
                english = say(m)
                if english:
                    found.append(Dated(span, english))
    return sorted(found, key=lambda dated: dated.span.start)


_Say = Callable[[re.Match[str]], str | None]


def _any(words: object) -> str:
    return "(?:" + "|".join(sorted(map(str, words), key=lambda w: (-len(w), w))) + ")"  # type: ignore[call-overload]


def _rule(pattern: str, say: _Say) -> tuple[re.Pattern[str], _Say]:
    return re.compile(rf"(?<!\w){pattern}(?!\w)", re.I), say


def _full(months: dict[str, str], days: dict[str, str], before: dict[str, str]) -> _Say:
    def say(m: re.Match[str]) -> str | None:
        got = m.groupdict()
        day = "1" if not got["day"].isdigit() else got["day"]
        if not 1 <= int(day) <= 31:
            return None
        date = f"{months[got['month'].lower()]} {int(day)}" + (f", {got['year']}" if got["year"] else "")
        if got.get("weekday"):
            date = f"{days[got['weekday'].lower()]}, {date}"
        return f"{_lead(got.get('before'), before)} {date}"

    return say


def _lead(word: str | None, before: dict[str, str]) -> str:
    if word is None:
        return "on"
    return next((english for known, english in before.items() if word.lower().startswith(known)), "on")


def _weekday(days: dict[str, str], before: dict[str, str]) -> _Say:
    def say(m: re.Match[str]) -> str:
        got = m.groupdict()
        day = days[got["weekday"].lower()]
        part = f" {_PART[got['part'].lower()]}" if got.get("part") else ""
        if got.get("turn"):
            turn = "last" if got["turn"].lower().startswith(("pasad", "derni")) else "next"
            return f"{turn} {day}{part}"
        return f"{_lead(got.get('before'), before)} {day}{part}"

    return say


def _month(months: dict[str, str]) -> _Say:
    def say(m: re.Match[str]) -> str:
        got = m.groupdict()
        month = months[got["month"].lower()] + (f" {got['year']}" if got.get("year") else "")
        stage = (got.get("stage") or "").lower()
        if not stage:
            return f"in {month}"
        early = {"p": "early", "c": "early", "i": "early", "d": "early", "m": "mid-", "f": "late"}[stage[0]]
        return f"in {early}{'' if early.endswith('-') else ' '}{month}"

    return say


def _ago(units: dict[str, str], counts: dict[str, int]) -> _Say:
    def say(m: re.Match[str]) -> str:
        n = int(m["n"]) if m["n"].isdigit() else counts[m["n"].lower()]
        unit = next(english for word, english in units.items() if m["unit"].lower().startswith(word))
        words = f"{n} {unit if n != 1 else unit[:-1]}"
        return f"for {words}" if m["lead"].lower().startswith(("desde", "depuis")) else f"{words} ago"

    return say


def _fixed(english: str) -> _Say:
    return lambda m: english


_ES_PREP = r"(?:(?P<before>desde|hasta|antes|después|tras|para|a\s+partir)\s+)?(?:el\s+(?:pasado\s+|próximo\s+)?|este\s+|del\s+(?:pasado\s+)?)?"
_FR_PREP = r"(?:(?P<before>depuis|avant|après|à\s+partir|dès|jusqu['’]au)\s+)?(?:le\s+|du\s+|ce\s+)?"
_RULES: dict[str, list[tuple[re.Pattern[str], _Say]]] = {
    "es": [
        _rule(
            rf"{_ES_PREP}(?:(?P<weekday>{_any(_ES_DAYS)})\s*,?\s+(?:día\s+)?)?(?P<day>\d{{1,2}}|primero|1º|1\.º)\s+de\s+(?P<month>{_any(_ES_MONTHS)})"
            r"(?:\s+(?:de|del)\s+(?:año\s+)?(?P<year>(?:19|20)\d\d))?",
            _full(_ES_MONTHS, _ES_DAYS, _ES_BEFORE),
        ),
        _rule(
            rf"(?:en\s+la|durante\s+la|la)\s+(?P<part>mañana|tarde|noche|madrugada)\s+del\s+(?P<weekday>{_any(_ES_DAYS)})",
            _weekday(_ES_DAYS, _ES_BEFORE),
        ),
        _rule(
            r"(?:(?P<before>desde|hasta|antes|después|tras|para|a\s+partir)\s+)?(?:el|del|este|al)\s+(?:(?P<turn>pasado|próximo)\s+)?"
            rf"(?P<weekday>{_any(_ES_DAYS)})(?:\s+(?:por|en|de)\s+la\s+(?P<part>mañana|tarde|noche|madrugada))?",
            _weekday(_ES_DAYS, _ES_BEFORE),
        ),
        _rule(
            rf"(?:a\s+(?P<stage>principios|comienzos|inicios|mediados|finales|fines)\s+de|en)\s+(?P<month>{_any(_ES_MONTHS)})(?:\s+(?:de|del)\s+(?P<year>(?:19|20)\d\d))?",
            _month(_ES_MONTHS),
        ),
        _rule(
            rf"(?P<lead>desde\s+hace|hace)\s+(?P<n>\d+|{_any(_ES_COUNT)})\s+(?P<unit>{_any(_ES_UNITS)})(?:e?s)?",
            _ago(_ES_UNITS, _ES_COUNT),
        ),
        _rule(r"(?:la\s+semana\s+pasada|la\s+pasada\s+semana)", _fixed("last week")),
        _rule(r"(?:la\s+próxima\s+semana|la\s+semana\s+próxima|la\s+semana\s+que\s+viene)", _fixed("next week")),
        _rule(r"(?:el\s+mes\s+pasado|el\s+pasado\s+mes)", _fixed("last month")),
        _rule(r"(?:el\s+próximo\s+mes|el\s+mes\s+próximo|el\s+mes\s+que\s+viene)", _fixed("next month")),
        _rule(r"(?:el\s+año\s+pasado|el\s+pasado\s+año)", _fixed("last year")),
        _rule(r"(?:el\s+próximo\s+año|el\s+año\s+próximo|el\s+año\s+que\s+viene)", _fixed("next year")),
        _rule(r"(?:el|este)\s+fin\s+de\s+semana(?:\s+pasado)?", _fixed("over the weekend")),
        _rule(r"esta\s+semana", _fixed("this week")),
        _rule(r"este\s+mes", _fixed("this month")),
        _rule(r"este\s+año", _fixed("this year")),
        _rule(r"ayer(?:\s+por\s+la\s+(?:mañana|tarde))?", _fixed("yesterday")),
        _rule(r"anoche|ayer\s+por\s+la\s+noche", _fixed("last night")),
        _rule(r"(?:anteayer|antes\s+de\s+ayer)", _fixed("two days ago")),
        _rule(r"(?:esta\s+mañana)", _fixed("this morning")),
        _rule(r"(?:esta\s+noche)", _fixed("tonight")),
        _rule(r"hoy", _fixed("today")),
        _rule(r"(?<!la\s)(?<!de\s)mañana(?=[\s,.;]|$)", _fixed("tomorrow")),
        _rule(r"(?:al|el)\s+día\s+siguiente", _fixed("the next day")),
        _rule(r"de\s+madrugada", _fixed("before dawn")),
    ],
    "fr": [
        _rule(
            rf"dans\s+la\s+nuit\s+(?:de|du)\s+(?P<weekday>{_any(_FR_DAYS)})(?:\s+(?:à|au)\s+{_any(_FR_DAYS)})?",
            lambda m: f"on {_FR_DAYS[m['weekday'].lower()]} night",
        ),
        _rule(r"dans\s+la\s+nuit", _fixed("overnight")),
        _rule(
            rf"{_FR_PREP}(?:(?P<weekday>{_any(_FR_DAYS)})\s+)?(?P<day>\d{{1,2}}|1er)\s+(?P<month>{_any(_FR_MONTHS)})(?:\s+(?P<year>(?:19|20)\d\d))?",
            _full(_FR_MONTHS, _FR_DAYS, _FR_BEFORE),
        ),
        _rule(
            rf"(?:(?P<before>depuis|avant|après|dès)\s+)?(?P<weekday>{_any(_FR_DAYS)})(?:\s+(?P<turn>dernier|prochain))?"
            r"(?:\s+(?:au\s+|dans\s+la\s+)?(?P<part>matin|après-midi|soir|nuit))?",
            _weekday(_FR_DAYS, _FR_BEFORE),
        ),
        _rule(
            rf"(?:(?P<stage>début|mi-?|fin)\s*|au\s+mois\s+de\s+|en\s+)(?P<month>{_any(_FR_MONTHS)})(?:\s+(?P<year>(?:19|20)\d\d))?",
            _month(_FR_MONTHS),
        ),
        _rule(
            rf"(?P<lead>il\s+y\s+a|depuis)\s+(?P<n>\d+|{_any(_FR_COUNT)})\s+(?P<unit>{_any(_FR_UNITS)})s?",
            _ago(_FR_UNITS, _FR_COUNT),
        ),
        _rule(r"(?:dans|au\s+cours)\s+(?:de\s+)?la\s+(?:matinée|journée)", _fixed("during the day")),
        _rule(r"ces\s+derniers\s+jours", _fixed("in recent days")),
        _rule(r"dans\s+les\s+prochains\s+jours", _fixed("in the coming days")),
        _rule(r"ces\s+dernières\s+semaines", _fixed("in recent weeks")),
        _rule(r"la\s+veille", _fixed("the day before")),
        _rule(r"ce\s+mois-ci", _fixed("this month")),
        _rule(r"cette\s+année", _fixed("this year")),
        _rule(r"la\s+semaine\s+(?:dernière|passée)", _fixed("last week")),
        _rule(r"la\s+semaine\s+prochaine", _fixed("next week")),
        _rule(r"le\s+mois\s+(?:dernier|passé)", _fixed("last month")),
        _rule(r"le\s+mois\s+prochain", _fixed("next month")),
        _rule(r"l['’](?:an\s+dernier|année\s+dernière)", _fixed("last year")),
        _rule(r"l['’](?:an\s+prochain|année\s+prochaine)", _fixed("next year")),
        _rule(r"(?:le|ce)\s+week-end(?:\s+dernier)?", _fixed("over the weekend")),
        _rule(r"cette\s+semaine", _fixed("this week")),
        _rule(r"avant-hier", _fixed("two days ago")),
        _rule(r"hier(?:\s+(?:matin|soir))?", _fixed("yesterday")),
        _rule(r"aujourd['’]hui", _fixed("today")),
        _rule(r"demain", _fixed("tomorrow")),
        _rule(r"le\s+lendemain", _fixed("the next day")),
    ],
}
