"""What a program may ask: each parameter with what it takes. An unknown one is an error here, not a shrug."""

import re
from difflib import get_close_matches
from typing import Any

from msgspec import Struct
from starlette.datastructures import QueryParams

from dateline.errors import InputError
from dateline.extraction.events.plover import TYPES
from dateline.web.asked import Asked, read

MOST = 1000  # rows of one answer
USUAL = 100
_LONGEST = 200  # characters of one value
_LEAP_DAY = "-02-29"
_PLAIN = r"^[^\x00-\x1f\x7f]*$"  # no control characters: they name nothing, and garble a log


class Parameter(Struct, frozen=True):
    """A parameter of the query: what it narrows by, and which values it takes, as JSON Schema."""

    name: str
    about: str
    takes: dict[str, Any]
    is_needed: bool = False


def _text(name: str, about: str) -> Parameter:
    return Parameter(name, about, {"type": "string", "maxLength": _LONGEST, "pattern": _PLAIN})


def _one_of(name: str, about: str, *values: str) -> Parameter:
    return Parameter(name, about, {"type": "string", "enum": list(values)})


def _number(name: str, about: str, least: int, most: int) -> Parameter:
    return Parameter(name, about, {"type": "integer", "minimum": least, "maximum": most})


def _day(name: str, about: str) -> Parameter:
    days = "0[1-9]|[12][0-9]"
    shape = rf"^[12][0-9]{{3}}(-(0[1-9]|1[0-2])|-(0[13578]|1[02])-({days}|3[01])|-(0[469]|11)-({days}|30)|-02-(0[1-9]|1[0-9]|2[0-8]))?$"
    return Parameter(
        name, f"{about} A day, a month or a year: 2021-11-25, 2021-11, 2021.", {"type": "string", "pattern": shape}
    )


PARAMETERS = {
    p.name: p
    for p in (
        _day("as_of", "What was known on that day, and nothing later."),
        _day("from", "First day of the window."),
        _day("to", "Last day of the window."),
        _one_of("type", "PLOVER type of the act.", *TYPES),
        _one_of("of", "The act that a verbal act speaks of.", *TYPES),
        _one_of("quad", "Verbal or material cooperation or conflict.", "VC", "MC", "VX", "MX"),
        _one_of(
            "modality", "How it stands.", "asserted", "planned", "possible", "demanded", "denied", "hypothetical",
            "historical",
        ),
        _text("country", "ISO 3166 alpha-3 code of the place."),
        _text("admin1", "First-order area of the place, as the rows name it."),
        _text("outlet", "Who published the report."),
        _text("language", "ISO 639-1 code of the report."),
        _text("actor", "Id of an actor, on either side."),
        _text("by", "Id of the actor that acts or speaks."),
        _text("about", "Id of the actor acted upon or spoken of."),
        _text("one", "With `other`: ids of two actors on opposite sides."),
        _text("other", "With `one`."),
        _text("stance", "Stance of a statement."),
        _text("kind", "Kind of a statement: direct, indirect, mixed."),
        _text("story", "Id of a story."),
        _one_of("mt", "`no` leaves out what stands on machine translation.", "no"),
        Parameter("q", "Words that a report holds.", {"type": "string", "minLength": 1, "maxLength": _LONGEST, "pattern": _PLAIN}, True),
        _number("limit", f"Rows of one answer; {USUAL} where it is left out.", 1, MOST),
        _text("after", "The `next` of the answer before: rows behind it."),
        _number("changed_after", "Number of the last change that is known.", 0, 2**53),
    )
}  # fmt: skip
KNOWN = ("as_of",)
WINDOW = ("from", "to")
PAGING = ("limit", "after")


class Query(Struct, frozen=True):
    """A checked query: the filters as a page has them, and what only a program asks."""

    asked: Asked
    limit: int
    after: str | None
    changed_after: int


def check(params: QueryParams, allowed: tuple[str, ...]) -> Query:
    """The query of an address.

    Args:
        params: as they came.
        allowed: names that this address knows.
    Raises:
        InputError: a parameter that is missing, unknown, given twice or out of its range; says what would do.
    """
    for name in allowed:
        if PARAMETERS[name].is_needed and not params.get(name):
            raise InputError(f"{name} is missing: {PARAMETERS[name].about}")
    for name in params:
        if name not in allowed:
            near = get_close_matches(name, allowed, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(allowed) or 'none'}."
            raise InputError(f"{_shown(name)} is no parameter here.{hint}")
        values = params.getlist(name)
        if len(values) > 1:
            raise InputError(f"{name} is given {len(values)} times. Give it once.")
        _fits(PARAMETERS[name], values[0])
    return Query(
        asked=read(params),
        limit=int(params.get("limit") or USUAL),
        after=params.get("after") or None,
        changed_after=int(params.get("changed_after") or 0),
    )


def _fits(parameter: Parameter, value: str) -> None:
    takes = parameter.takes
    if takes["type"] == "integer":
        if not (value.isascii() and value.isdigit() and len(value) < 20):
            raise InputError(f"{parameter.name}={_shown(value)} is no whole number.")
        if not takes["minimum"] <= int(value) <= takes["maximum"]:
            raise InputError(f"{parameter.name}={value}: from {takes['minimum']} to {takes['maximum']}, please.")
    elif "enum" in takes and value not in takes["enum"]:
        raise InputError(f"{parameter.name}={_shown(value)}: it is one of {', '.join(takes['enum'])}.")
    elif len(value) == len("2020-02-29") and value.endswith(_LEAP_DAY):
        return  # whether the year has one is seen when it is read: JSON Schema knows no leap years
    elif len(value) > _LONGEST or not re.search(takes.get("pattern", _PLAIN), value):
        raise InputError(f"{parameter.name}={_shown(value)} does not fit. {parameter.about}")


def _shown(value: str) -> str:
    return repr(value[:60])
