"""Watches in words people use, read into rules: "isis-k outside AFG", "more than 5 incidents of isis-k in 4 weeks".

Names are handed in. What cannot be read is refused with what would be.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from msgspec import Struct

from dateline.errors import InputError
from dateline.extraction.actors.catalogue import key_of
from dateline.picture.relations import RULES


class Names(Struct, frozen=True):
    """Folded name (see `key_of`) to ids: of actors, and ISO alpha-3 codes of countries; and what an id is called."""

    actors: Mapping[str, tuple[str, ...]]
    countries: Mapping[str, str]
    titles: Mapping[str, str] = {}


class Where(Struct, frozen=True):
    """Whether an actor is active in an area (`is_outside`: anywhere but in it)."""

    actor: str
    countries: tuple[str, ...]
    admin1: str | None = None
    is_outside: bool = False


class Counted(Struct, frozen=True):
    """More than `over` incidents in the window. `types`: PLOVER types."""

    over: int
    window_days: int
    types: tuple[str, ...]
    actor: str | None = None
    country: str | None = None
    admin1: str | None = None


class Between(Struct, frozen=True):
    """A facet of the relation of two actors is in a state."""

    facet: str
    state: str
    a: str
    b: str


class Standing(Struct, frozen=True):
    """The standing of two actors `falls`, `rises` or `changes`."""

    a: str
    b: str
    turn: str


class Spread(Struct, frozen=True):
    """An actor is active in areas where it had not been."""

    actor: str
    window_days: int


class Trend(Struct, frozen=True):
    """An actor's incidents rise or fall beyond what is usual, by the early warning."""

    actor: str
    kind: str  # rise, fall
    country: str | None = None


class CoverageLost(Struct, frozen=True):
    """Far fewer reports than usual: of one country, or in all."""

    country: str | None = None


class Announced(Struct, frozen=True):
    """Something planned is due, or its day passed without word. `act`: PLOVER types, empty for any."""

    acts: tuple[str, ...]
    states: tuple[str, ...]
    actors: tuple[str, ...] = ()


Rule = Where | Counted | Between | Standing | Spread | Trend | CoverageLost | Announced

ACTIVE = ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "THREATEN")
"""What counts as an incident of a group; the same acts that make it active on its page."""

EXAMPLES = (
    "isis-k outside AFG",
    "isis-k in PAK",
    "more than 5 incidents of isis-k in AFG in 4 weeks",
    "talks planned between USA and taliban",
    "standing of PAK with taliban falls",
    "isis-k spreads",
    "isis-k rises in AFG",
    "isis-k falls",
    "coverage lost in AFG",
    "planned talks between USA and taliban due or without word",
)

_WINDOW = re.compile(r"^(.*?)\s+(?:in|within|over)\s+(?:the last\s+)?(\S+)\s+(days?|weeks?|months?)$", re.I)
_OUTSIDE = re.compile(r"^(.+?)\s+(?:is\s+)?(?:active\s+)?outside(?:\s+of)?\s+(.+)$", re.I)
_INSIDE = re.compile(r"^(.+?)\s+(?:is\s+)?(?:active\s+)?in\s+(.+)$", re.I)
_COUNT = re.compile(r"^more than\s+(\S+)\s+([\w-]+)(?:\s+(?:of|by)\s+(.+?))?(?:\s+in\s+(.+))?$", re.I)
_STANDING = re.compile(
    r"^(?:the\s+)?standing of\s+(.+)\s+(falls|fell|rises|rose|changes|changed)$"
    r"|^(.+?)['’]s?\s+standing with\s+(.+)\s+(falls|fell|rises|rose|changes|changed)$",
    re.I,
)
_BETWEEN = re.compile(r"^(.+?)\s+between\s+(.+)$", re.I)
_PLANNED = re.compile(
    r"^planned\s+(.+?)(?:\s+between\s+(.+?)|\s+of\s+(.+?))?\s+(?:is\s+|are\s+)?(due or without word|due|without word)$",
    re.I,
)
_SPREAD = re.compile(r"^(.+?)\s+spreads?$", re.I)
_TREND = re.compile(r"^(.+?)\s+(rises?|falls?)(?:\s+in\s+(.+))?$", re.I)
_LOST = re.compile(r"^coverage\s+(?:is\s+)?lost(?:\s+(?:in|of)\s+(.+))?$", re.I)
_LIST = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", re.I)
_NUMBERS = {
    word: n for n, word in enumerate("no one two three four five six seven eight nine ten eleven twelve".split())
}
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30}
_LONGEST_DAYS = 730
_ACTS = {
    "incidents": ACTIVE,
    "attacks": ("ASSAULT",),
    "assaults": ("ASSAULT",),
    "strikes": ("ASSAULT",),
    "protests": ("PROTEST",),
    "threats": ("THREATEN",),
    "arrests": ("COERCE",),
    "talks": ("CONSULT",),
    "meetings": ("CONSULT",),
    "visits": ("CONSULT",),
    "agreements": ("AGREE",),
    "withdrawals": ("RETREAT",),
    "sanctions": ("SANCTION",),
    "deployments": ("MOBILIZE",),
    "aid": ("AID",),
    "events": (),
}
_STATES = tuple(dict.fromkeys((rule.facet, rule.state) for rule in RULES))


def read_rule(words: str, names: Names) -> Rule:
    """The rule that a watch's words mean.

    Args:
        words: one sentence, such as "isis-k outside AFG".
        names: who and where there is.
    Raises:
        InputError: no such form, actor, country or number; the message says what there is.
    """
    plain = " ".join(words.replace("’", "'").split()).rstrip(".")
    whole, days = _window(plain)
    rule = _counted(whole, days, names) or _spread(whole, days, names)
    if rule is not None:
        return rule
    if days is not None:
        raise InputError(f"{words!r} takes no window of days or weeks: only `more than ..` and `.. spreads` do.")
    for read in (_coverage, _announced, _standing, _between, _outside, _trend, _inside):
        rule = read(plain, names)
        if rule is not None:
            return rule
    near = get_close_matches(plain.lower(), EXAMPLES, n=1, cutoff=0.3) or EXAMPLES[:1]
    raise InputError(
        f"{words!r} is no watch. Write it like `{near[0]}`; `dateline watch check --help` lists the forms."
    )


def say(rule: Rule, names: Names) -> str:
    """What a rule looks for, in one sentence that names ids."""

    def who(actor: str) -> str:
        title = names.titles.get(actor, actor)
        return f"{title} ({actor})" if title != actor else actor

    match rule:
        case Where():
            area = ", ".join(rule.countries) + (f"/{rule.admin1}" if rule.admin1 else "")
            side = "anywhere outside" if rule.is_outside else "in"
            return f"{who(rule.actor)} is active (assault, coercion, deployment, protest or threat) {side} {area}"
        case Counted():
            of = f" of {who(rule.actor)}" if rule.actor else ""
            area = f" in {rule.country}{'/' + rule.admin1 if rule.admin1 else ''}" if rule.country else ""
            acts = ", ".join(rule.types) or "any type"
            return f"more than {rule.over} incidents ({acts}){of}{area} in {rule.window_days} days"
        case Between():
            return f"between {who(rule.a)} and {who(rule.b)}: {rule.facet} {rule.state}"
        case Standing():
            return f"the standing of {who(rule.a)} with {who(rule.b)} {rule.turn}"
        case Spread():
            return f"{who(rule.actor)} is active in areas that are new against the {rule.window_days} days before"
        case Trend():
            area = f" in {rule.country}" if rule.country else ""
            return f"incidents of {who(rule.actor)}{area} {rule.kind} beyond what is usual (early warning)"
        case CoverageLost():
            area = f"that name places in {rule.country}" if rule.country else "of all sources"
            return f"far fewer reports {area} than usual (early warning)"
        case Announced():
            acts = ", ".join(rule.acts) or "anything"
            of = f" with {' and '.join(who(actor) for actor in rule.actors)}" if rule.actors else ""
            return f"{acts} that was announced{of} is {' or '.join(rule.states).replace('no word', 'without word')}"


def _window(words: str) -> tuple[str, int | None]:
    found = _WINDOW.match(words)
    if found is None:
        return words, None
    days = _number(found[2]) * _UNIT_DAYS[found[3].lower().rstrip("s")]
    if not 1 <= days <= _LONGEST_DAYS:
        raise InputError(f"{found[2]} {found[3]}: a window has 1 to {_LONGEST_DAYS} days. Write, say, `in 4 weeks`.")
    return found[1], days


def _counted(words: str, days: int | None, names: Names) -> Rule | None:
    found = _COUNT.match(words)
    if found is None:
        return None
    country, admin1 = _area(found[4], names) if found[4] else (None, None)
    return Counted(
        over=_number(found[1]),
        window_days=days or 28,
        types=_acts(found[2]),
        actor=_actor(found[3], names) if found[3] else None,
        country=country,
        admin1=admin1,
    )


def _spread(words: str, days: int | None, names: Names) -> Rule | None:
    found = _SPREAD.match(words)
    return Spread(_actor(found[1], names), days or 28) if found else None


def _coverage(words: str, names: Names) -> Rule | None:
    found = _LOST.match(words)
    return CoverageLost(_country(found[1], names) if found[1] else None) if found else None


def _announced(words: str, names: Names) -> Rule | None:
    found = _PLANNED.match(words)
    if found is None:
        return None
    actors = _two(found[2], names) if found[2] else (_actor(found[3], names),) if found[3] else ()
    return Announced(_acts(found[1]), tuple(found[4].lower().replace("without", "no").split(" or ")), actors)


def _standing(words: str, names: Names) -> Rule | None:
    found = _STANDING.match(words)
    if found is None:
        return None
    turn = {"fell": "falls", "rose": "rises", "changed": "changes"}.get(
        (found[2] or found[5]).lower(), (found[2] or found[5]).lower()
    )
    a, b = _two(found[1], names) if found[1] else (_actor(found[3], names), _actor(found[4], names))
    return Standing(a, b, turn)


def _between(words: str, names: Names) -> Rule | None:
    found = _BETWEEN.match(words)
    if found is None:
        return None
    asked = found[1].lower()
    for facet, state in _STATES:
        if asked == f"{facet} {state}":
            a, b = _two(found[2], names)
            return Between(facet, state, a, b)
    facet = asked.split()[0]
    states = [state for name, state in _STATES if name == facet]
    if states:
        known = ", ".join(f"`{facet} {state}`" for state in states)
        raise InputError(f"{found[1]!r} is no state of {facet}. Write one of {known}.")
    facets = ", ".join(dict.fromkeys(name for name, _ in _STATES))
    raise InputError(f"{found[1]!r} is nothing between two parties. Begin with one of: {facets}.")


def _outside(words: str, names: Names) -> Rule | None:
    found = _OUTSIDE.match(words)
    if found is None:
        return None
    countries = tuple(_country(name, names) for name in _LIST.split(found[2]) if name)
    return Where(_actor(found[1], names), countries, is_outside=True)


def _trend(words: str, names: Names) -> Rule | None:
    found = _TREND.match(words)
    if found is None:
        return None
    country = _country(found[3], names) if found[3] else None
    return Trend(_actor(found[1], names), found[2].lower().rstrip("s"), country)


def _inside(words: str, names: Names) -> Rule | None:
    found = _INSIDE.match(words)
    if found is None:
        return None
    country, admin1 = _area(found[2], names)
    return Where(_actor(found[1], names), (country,), admin1)


def _number(word: str) -> int:
    low = word.lower()
    if low in _NUMBERS:
        return _NUMBERS[low]
    if not (word.isascii() and word.isdigit()) or len(word) > 6:
        raise InputError(f"{word!r} is no whole number. Write digits, such as `more than 5 incidents in 4 weeks`.")
    return int(word)


def _acts(word: str) -> tuple[str, ...]:
    low = word.lower()
    for name in (low, f"{low}s"):
        if name in _ACTS:
            return _ACTS[name]
    raise InputError(f"{word!r} is nothing that can be counted or planned. Write one of: {', '.join(_ACTS)}.")


def _two(words: str, names: Names) -> tuple[str, str]:
    """Two actors joined by `and` or `with`, either of which may hold an `and` itself."""
    joints = list(re.finditer(r"\s+(?:and|with)\s+", words, re.I))
    sides = [(words[: joint.start()], words[joint.end() :]) for joint in joints]
    if not sides:
        raise InputError(f"{words!r} names one party where two are needed. Write `between A and B`.")
    for one, other in sides:
        if _ids(one, names) and _ids(other, names):
            return _actor(one, names), _actor(other, names)
    return _actor(sides[0][0], names), _actor(sides[0][1], names)


def _ids(words: str, names: Names) -> tuple[str, ...]:
    low = key_of(words)
    return names.actors.get(low) or names.actors.get(low.removeprefix("the ")) or ()


def _actor(words: str, names: Names) -> str:
    ids = _ids(words, names)
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise InputError(f"{words!r} may be {', '.join(ids)}. Write the id you mean.")
    near = _near(key_of(words), names.actors)
    known = list(dict.fromkeys(id_ for name in near for id_ in names.actors[name]))
    hint = f"Near: {', '.join(known[:4])}." if known else "`dateline actors find NAME` looks for more."
    raise InputError(f"No actor is called {words!r}. {hint}")


def _area(words: str, names: Names) -> tuple[str, str | None]:
    country, _, admin1 = words.partition("/")
    return _country(country, names), admin1.strip() or None


def _country(words: str, names: Names) -> str:
    low = key_of(words)
    code = names.countries.get(low) or names.countries.get(low.removeprefix("the "))
    if code is not None:
        return code
    near = list(dict.fromkeys(names.countries[name] for name in _near(low, names.countries)))
    hint = f"Near: {', '.join(near)}." if near else "Write its name or ISO alpha-3 code, such as AFG."
    raise InputError(f"No country is called {words!r}. {hint} An area in it is written AFG/Kunduz.")


def _near(low: str, pool: Mapping[str, object]) -> list[str]:
    alike = [name for name in pool if name[:1] == low[:1]]
    return get_close_matches(low, alike, n=4, cutoff=0.66)
