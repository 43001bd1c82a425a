"""The words of the page: acts, quads, doubt, dates and tolls as a newsroom would say them, in the tongue in force."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.core import get_global
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal

from dateline.values import Event, Incident, days_of
from dateline.values.picture import Presence
from dateline.web.tongues import Vocabulary, _, current, ngettext, pgettext, tongues, word

ACTS = Vocabulary(
    AGREE=word("act", "agreement"), CONSULT=word("act", "talks"), SUPPORT=word("act", "support"),
    COOPERATE=word("act", "cooperation"), AID=word("act", "aid"), CONCEDE=word("act", "concession"),
    RETREAT=word("act", "withdrawal"), REQUEST=word("act", "request"), ACCUSE=word("act", "accusation"),
    REJECT=word("act", "refusal"), THREATEN=word("act", "threat"), PROTEST=word("act", "protest"),
    SANCTION=word("act", "sanction"), MOBILIZE=word("act", "deployment"), COERCE=word("act", "coercion"),
    ASSAULT=word("act", "attack"),
)  # fmt: skip
_JOINED = {
    "AGREE": word("act of an act", "%(act)s on %(what)s"),
    "REQUEST": word("act of an act", "%(act)s for %(what)s"),
    "SUPPORT": word("act of an act", "%(act)s for %(what)s"),
    "PROTEST": word("act of an act", "%(act)s over %(what)s"),
}
_OF = word("act of an act", "%(act)s of %(what)s")
_WHOLE: dict[tuple[str, str | None], tuple[str, str]] = {
    ("REJECT", "RETREAT"): word("act of an act", "refusal to yield")
}
_CLASH = word("act", "clash")
QUADS = Vocabulary(
    VC=word("quad", "verbal cooperation"),
    MC=word("quad", "material cooperation"),
    VX=word("quad", "verbal conflict"),
    MX=word("quad", "material conflict"),
)
DOUBTS = Vocabulary(
    reported=word("doubt", "reported"), claimed=word("doubt", "claimed"), denied=word("doubt", "denied"),
    planned=word("doubt", "planned"), possible=word("doubt", "possible"), demanded=word("doubt", "demanded"),
    hypothetical=word("doubt", "hypothetical"), historical=word("doubt", "historical"),
    asserted=word("doubt", "asserted"), negated=word("doubt", "denied"),
)  # fmt: skip
DOUBT_MEANS = Vocabulary(
    reported=word("doubt explained", "the report says so itself"),
    claimed=word("doubt explained", "somebody is quoted as saying so"),
    denied=word("doubt explained", "said not to be so"),
    planned=word("doubt explained", "announced for a day to come"),
    possible=word("doubt explained", "may be or may become"),
    demanded=word("doubt explained", "asked for"),
    hypothetical=word("doubt explained", "only if something else were so"),
    historical=word("doubt explained", "from a past that the report looks back on"),
)
FACETS = Vocabulary(
    standing=word("facet", "standing"), partnership=word("facet", "partnership"), talks=word("facet", "talks"),
    recognition=word("facet", "recognition"), agreements=word("facet", "agreements"), aid=word("facet", "aid"),
    sanctions=word("facet", "sanctions"), ceasefire=word("facet", "ceasefire"), forces=word("facet", "forces"),
)  # fmt: skip
_STATES = {
    "standing": Vocabulary(
        fighting=word("standing", "attacks"), hostile=word("standing", "hostile"),
        strained=word("standing", "strained"), partners=word("standing", "partners"),
        working=word("standing", "on working terms"),
    ),
    "partnership": Vocabulary(refused=word("partnership", "refused"), said=word("partnership", "said")),
    "talks": Vocabulary({
        "planned": word("talks", "planned"), "held": word("talks", "held"), "broken off": word("talks", "broken off"),
    }),
    "recognition": Vocabulary(
        granted=word("recognition", "granted"), sought=word("recognition", "sought"),
        withheld=word("recognition", "withheld"),
    ),
    "agreements": Vocabulary({
        "in force": word("agreements", "in force"), "refused": word("agreements", "refused"),
    }),
    "aid": Vocabulary(
        asked=word("aid", "asked"), given=word("aid", "given"), promised=word("aid", "promised"),
        stopped=word("aid", "stopped"),
    ),
    "sanctions": Vocabulary({"in force": word("sanctions", "in force"), "eased": word("sanctions", "eased")}),
    "ceasefire": Vocabulary({
        "in force": word("ceasefire", "in force"), "broken": word("ceasefire", "broken"),
        "refused": word("ceasefire", "refused"),
    }),
    "forces": Vocabulary(deployed=word("forces", "deployed"), withdrawn=word("forces", "withdrawn")),
}  # fmt: skip
STATUS = Vocabulary(
    new=word("presence", "active, new"),
    continuing=word("presence", "active"),
    silent=word("presence", "gone silent"),
    reported=word("presence", "named there, no incident"),
)
_VERDICTS = Vocabulary({
    "spreading": word("presence", "spreading"), "new": word("presence", "new"),
    "contained": word("presence", "contained"), "quiet": word("presence", "quiet"),
    "present, not active": word("presence", "present, not active"), "not known": word("presence", "not known"),
})  # fmt: skip
OUTCOMES = Vocabulary({
    "ahead": word("calendar", "ahead"), "due": word("calendar", "due"), "held": word("calendar", "held"),
    "cancelled": word("calendar", "cancelled"), "postponed": word("calendar", "postponed"),
    "no word": word("calendar", "no word"),
})  # fmt: skip
STANCES = Vocabulary(
    said=word("stance", "said"), believed=word("stance", "believed"), denied=word("stance", "denied"),
    promised=word("stance", "promised"), threatened=word("stance", "threatened"), demanded=word("stance", "demanded"),
    accused=word("stance", "accused"), praised=word("stance", "praised"), asked=word("stance", "asked"),
    direct=word("quotation", "direct"), indirect=word("quotation", "indirect"), mixed=word("quotation", "mixed"),
)  # fmt: skip
KINDS = Vocabulary(
    state=word("kind of actor", "state"), government=word("kind of actor", "government"),
    ministry=word("kind of actor", "ministry"), military=word("kind of actor", "military"),
    armed_group=word("kind of actor", "armed group"), party=word("kind of actor", "party"),
    igo=word("kind of actor", "intergovernmental body"), ngo=word("kind of actor", "non-governmental body"),
    company=word("kind of actor", "company"), person=word("kind of actor", "person in a public role"),
    movement=word("kind of actor", "movement"), agency=word("kind of actor", "agency"),
    media=word("kind of actor", "media"), bloc=word("kind of actor", "bloc"),
)  # fmt: skip
RISES = Vocabulary(
    rise=word("warning", "rose"), spread=word("warning", "spread"), fall=word("warning", "fell"),
    coverage_lost=word("warning", "went dark"),
)  # fmt: skip
ALERTS = Vocabulary(
    staged=word("alert", "staged"), released=word("alert", "released"), acknowledged=word("alert", "acknowledged"),
    closed=word("alert", "closed"), withdrawn=word("alert", "withdrawn"),
)  # fmt: skip
LOOKS = Vocabulary(
    raised=word("look", "raised an alert"), nothing=word("look", "nothing to show"),
    still=word("look", "an earlier alert says so"), quiet=word("look", "held back by the quiet period"),
    old=word("look", "it holds, but nothing new was heard lately"),
)  # fmt: skip
REVIEWS = Vocabulary(
    accepted=word("review", "accepted"), fixed=word("review", "fixed"), rejected=word("review", "rejected"),
    joined=word("review", "joined"), split=word("review", "split"),
)  # fmt: skip
DECISIONS = Vocabulary(
    accept=word("decision", "accept"), reject=word("decision", "reject"), fix=word("decision", "fix"),
    join=word("decision", "join"), split=word("decision", "split"), undo=word("decision", "undo"),
    withdraw=word("decision", "withdraw"), purge=word("decision", "purge"),
)  # fmt: skip
REASONS = Vocabulary(
    alert=word("reason to look", "an alert stands on it"), relation=word("reason to look", "it changed how two stand"),
    tolls=word("reason to look", "the numbers differ"), unsure=word("reason to look", "the coder is unsure"),
    single=word("reason to look", "one origin only"), translated=word("reason to look", "machine translated"),
)  # fmt: skip
PARTS = Vocabulary(
    type=word("part of an event", "act"), of=word("part of an event", "of"), mode=word("part of an event", "how"),
    standing=word("part of an event", "standing"), source=word("part of an event", "who"),
    target=word("part of an event", "whom"), place=word("part of an event", "where"),
    date=word("part of an event", "when"), killed=word("part of an event", "killed"),
    injured=word("part of an event", "injured"), stance=word("part of a statement", "stance"),
)  # fmt: skip
FILTERS = Vocabulary(
    type=word("filter", "act"), of=word("filter", "of"), quad=word("filter", "quad"),
    modality=word("filter", "standing"), country=word("filter", "country"), admin1=word("filter", "area"),
    outlet=word("filter", "outlet"), language=word("filter", "language"), actor=word("filter", "actor"),
    by=word("filter", "by"), about=word("filter", "about"), one=word("filter", "between"), other=word("filter", "and"),
    stance=word("filter", "stance"), kind=word("filter", "kind"), story=word("filter", "story"),
    mt=word("filter", "machine translation"),
)  # fmt: skip
_FULL_NAMES = {
    "COD": "DR Congo",
    "COG": "Congo",
    "USA": "United States",
}  # where the map's own name is cut short or long
_TWO_LETTERS = {"XKX": "XK"}  # not in the table of Unicode


def act(event: Event | Incident) -> str:
    """`refusal of talks`: the act, and the act it speaks of; attacks on each other are a clash."""
    if isinstance(event, Incident) and event.mutual and event.type == "ASSAULT":
        return pgettext(*_CLASH)
    return act_of(event.type, event.of)


def act_of(type_: str, of: str | None = None) -> str:
    """The same from the two codes."""
    if (type_, of) in _WHOLE:
        return pgettext(*_WHOLE[type_, of])
    said = ACTS.say(type_) if type_ in ACTS else type_.lower()
    if of is None or of == type_:
        return said
    what = ACTS.say(of) if of in ACTS else of.lower()
    return pgettext(*_JOINED.get(type_, _OF)) % {"act": said, "what": what}


def facet(name: str, state: str) -> str:
    """A facet and its state, as one says it: `talks planned`, `on working terms`."""
    if name == "standing":
        return state_of(name, state)
    return _("%(facet)s %(state)s", facet=FACETS.say(name), state=state_of(name, state))


def state_of(facet: str, state: str) -> str:
    """The state alone."""
    return _STATES[facet].say(state) if facet in _STATES else state


def verdict(presence: Presence) -> str:
    """Whether an actor spreads, in a word."""
    return _VERDICTS.say(presence.verdict)


def verdict_rests_on(presence: Presence) -> str:
    """What the verdict stands on: the areas, and the reports read in this window and the one before."""
    fresh = [a for a in presence.areas if a.status == "new"]
    known = [a for a in presence.areas if a.status == "continuing"]
    read = ngettext(
        "%(num)s report was read in the window, %(before)s in the one before.",
        "%(num)s reports were read in the window, %(before)s in the one before.",
        presence.articles,
        num=number(presence.articles),
        before=number(presence.articles_before),
    )
    said = ""
    if fresh:
        said = ngettext(
            "Active in %(num)s area where it was not before: %(names)s.",
            "Active in %(num)s areas where it was not before: %(names)s.",
            len(fresh),
            names=_(", ").join(area(a.country, a.admin1) for a in fresh[:8]),
        )
    elif known:
        said = ngettext(
            "Active in %(num)s area where it was before, and in no new one.",
            "Active in %(num)s areas where it was before, and in no new one.",
            len(known),
        )
    elif presence.articles:
        said = _("No incident is placed in the window.")
    return f"{said} {read}".strip()


def day(iso: str | None, *, year: bool = True) -> str:
    """`19 Nov 2021` from an ISO day."""
    if iso is None or len(iso) < 10:
        return iso or _("no day")
    return _day(iso[:10], year, current().code)


@lru_cache(maxsize=20_000)
def _day(iso: str, year: bool, code: str) -> str:
    try:
        when = date.fromisoformat(iso)
    except ValueError:
        return iso
    locale = tongues()[code].locale
    return _short(format_date(when, "d MMM y" if year else "d MMM", locale=locale), code)


def when(value: str | None, days: tuple[str, str] | None = None) -> str:
    """A date value of any grain, said plainly: `week of 29 Nov 2021`, `Nov 2021`, `4–5 Sep 2021`, `no date`."""
    days = days or days_of(value)
    if days is None:
        return _("no date")
    first, last = days
    if first == last:
        return day(first)
    if value is not None and "-W" in value and not value.endswith("-WE") and "/" not in value and len(value) == 8:
        return _("week of %(day)s", day=day(first))
    if value is not None and len(value) == 7 and value[5:].isdigit():
        return month(value)
    if value is not None and len(value) == 4 and value.isdigit():
        return value
    return _between(first, last, current().code)


@lru_cache(maxsize=5_000)
def _between(first: str, last: str, code: str) -> str:
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return f"{first} – {last}"
    return _short(format_interval(begin, end, "yMMMd", locale=tongues()[code].locale), code)


def month(iso: str) -> str:
    """`Nov 2021` from `2021-11`."""
    return _month(iso[:7], current().code) if len(iso) >= 7 else iso


@lru_cache(maxsize=5_000)
def _month(iso: str, code: str) -> str:
    try:
        first = date.fromisoformat(f"{iso}-01")
    except ValueError:
        return iso
    return _short(format_skeleton("yMMM", first, locale=tongues()[code].locale), code)


def _short(said: str, code: str) -> str:
    """Every English month in three letters, so that columns of dates stand straight."""
    return said.replace("Sept", "Sep") if code == "en" else said


def row_day(row: Mapping[str, Any]) -> str:
    """The date of a row of a table."""
    return when(row["date"], (row["first"], row["last"]) if row.get("first") else days_of(row["date"]))


def toll(count: object) -> str:
    """`41–60, best 60`; one number where the reports agree."""
    low, best, high = (
        count[key] if isinstance(count, dict) else getattr(count, key) for key in ("low", "best", "high")
    )
    if low == high:
        return number(best)
    return _("%(low)s–%(high)s, best %(best)s", low=number(low), high=number(high), best=number(best))


def number(n: int | float) -> str:
    """As the tongue groups thousands; in English with thin spaces, as a table reads best."""
    tongue = current()
    if tongue.code == "en":
        return f"{n:,}".replace(",", "\u202f")
    return format_decimal(n, locale=tongue.locale)


def language(code: str) -> str:
    """The name of a language by its ISO 639 code."""
    return current().locale.languages.get(code) or code


@cache
def country_names() -> dict[str, str]:
    """English names of states by ISO 3166 alpha-3."""
    rows = json.loads((Path(__file__).parent / "shapes/countries.json").read_text(encoding="utf-8"))
    english = tongues()["en"].locale.territories
    names = {row["code"]: row["name"] for row in rows if row["code"]}
    cut = {code: english.get(_two_letters(code), name) for code, name in names.items() if "." in name}
    return {**names, **cut, **_FULL_NAMES}


def country(code: str | None) -> str:
    """The name of a state, or its code."""
    tongue = current()
    if tongue.code != "en" and code is not None:
        name = tongue.locale.territories.get(_two_letters(code))
        if name is not None:
            return name
    return country_names().get(code or "", code or _("no country"))


@cache
def _two_letters(code: str) -> str:
    aliases = get_global("territory_aliases")
    return _TWO_LETTERS.get(code) or next(iter(aliases.get(code, ())), "")


def area(code: str | None, admin1: str | None) -> str:
    """`Kunduz, Afghanistan`."""
    return _("%(area)s, %(country)s", area=admin1, country=country(code)) if admin1 else country(code)
