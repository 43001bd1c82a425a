"""The words of the page: acts, quads, doubt, dates and tolls as a newsroom would say them."""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale

from dateline.values import Event, Incident, days_of

ACTS = {
    "AGREE": "agreement", "CONSULT": "talks", "SUPPORT": "support", "COOPERATE": "cooperation", "AID": "aid",
    "CONCEDE": "concession", "RETREAT": "withdrawal", "REQUEST": "request", "ACCUSE": "accusation",
    "REJECT": "refusal", "THREATEN": "threat", "PROTEST": "protest", "SANCTION": "sanction",
    "MOBILIZE": "deployment", "COERCE": "coercion", "ASSAULT": "attack",
}  # fmt: skip
_JOINS = {"AGREE": "on", "REQUEST": "for", "SUPPORT": "for", "PROTEST": "over"}
QUADS = {
    "VC": "verbal cooperation",
    "MC": "material cooperation",
    "VX": "verbal conflict",
    "MX": "material conflict",
}
DOUBTS = {
    "reported": "the report says so itself",
    "claimed": "somebody is quoted as saying so",
    "denied": "said not to be so",
    "planned": "announced for a day to come",
    "possible": "may be or may become",
    "demanded": "asked for",
    "hypothetical": "only if something else were so",
    "historical": "from a past that the report looks back on",
}
STANDING = {"working": "on working terms", "fighting": "fighting each other"}
STATUS_WORDS = {
    "new": "active, new",
    "continuing": "active",
    "silent": "gone silent",
    "reported": "named there, no incident",
}
_MONTHS = "January February March April May June July August September October November December".split()


def act(event: Event | Incident) -> str:
    """`refusal of talks`: the act, and the act it speaks of."""
    return act_of(event.type, event.of)


def act_of(type_: str, of: str | None = None) -> str:
    """The same from the two codes."""
    word = ACTS.get(type_, type_.lower())
    if of is None or of == type_:
        return word
    return f"{word} {_JOINS.get(type_, 'of')} {ACTS.get(of, of.lower())}"


def doubt(event: Event) -> str:
    """How an event stands, in one word."""
    if event.negated or event.modality == "denied":
        return "denied"
    if event.modality != "asserted":
        return event.modality
    return "claimed" if event.said_by is not None else "reported"


def facet(name: str, state: str) -> str:
    """A facet and its state, as one says it: `talks planned`, `on working terms`."""
    return STANDING.get(state, state) if name == "standing" else f"{name} {state}"


def day(iso: str | None, *, year: bool = True) -> str:
    """`19 November 2021` from an ISO day."""
    if iso is None or len(iso) < 10:
        return iso or "no day"
    try:
        when = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{when.day} {_MONTHS[when.month - 1][:3]}{f' {when.year}' if year else ''}"


def when(value: str | None, days: tuple[str, str] | None = None) -> str:
    """A date value of any grain, said plainly: `week of 29 Nov 2021`, `Nov 2021`, `4–5 Sep 2021`, `no date`."""
    days = days or days_of(value)
    if days is None:
        return "no date"
    first, last = days
    if first == last:
        return day(first)
    if value is not None and "-W" in value and not value.endswith("-WE") and "/" not in value and len(value) == 8:
        return f"week of {day(first)}"
    if value is not None and len(value) == 7 and value[5:].isdigit():
        return f"{_MONTHS[int(value[5:7]) - 1][:3]} {value[:4]}"
    if value is not None and len(value) == 4 and value.isdigit():
        return value
    if first[:7] == last[:7]:
        return f"{int(first[8:10])}–{day(last)}"
    return f"{day(first, year=first[:4] != last[:4])} – {day(last)}"


def month(iso: str) -> str:
    """`Nov 2021` from `2021-11`."""
    return f"{_MONTHS[int(iso[5:7]) - 1][:3]} {iso[:4]}" if len(iso) >= 7 else iso


def toll(count: object) -> str:
    """`41–60, best 60`; one number where the reports agree."""
    low, best, high = (getattr(count, key) for key in ("low", "best", "high"))
    if low == high:
        return str(best)
    return f"{low}–{high}, best {best}"


def number(n: int | float) -> str:
    """With thin spaces by thousands, as a table reads best."""
    return f"{n:,}".replace(",", "\u202f")


def names(actors: Sequence[object]) -> str:
    """Names of actors, joined."""
    return ", ".join(getattr(a, "name", str(a)) for a in actors)


def language(code: str) -> str:
    """The English name of a language by its ISO 639 code."""
    return _languages().get(code, code)


@cache
def _languages() -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale("en").languages.items()}


@cache
def country_names() -> dict[str, str]:
    """Names of states by ISO 3166 alpha-3."""
    rows = json.loads((Path(__file__).parent / "shapes/countries.json").read_text(encoding="utf-8"))
    return {row["code"]: row["name"] for row in rows if row["code"]}


def country(code: str | None) -> str:
    """The name of a state, or its code."""
    return country_names().get(code or "", code or "no country")


def area(code: str | None, admin1: str | None) -> str:
    """`Kunduz, Afghanistan`."""
    return f"{admin1}, {country(code)}" if admin1 else country(code)
