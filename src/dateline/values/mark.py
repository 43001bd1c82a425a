"""What a report is marked with: how far it may be passed on, in the words of the Traffic Light Protocol or in one's own.

A mark never gets weaker on its way: what rests on several reports carries the strictest level among them and every word
of one's own. Words that are no level count as stricter than any, since nobody but their author can say what they allow.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from dateline.values.article import Article, Refused

LEVELS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")  # TLP 2.0, the weakest first
LONGEST = 200  # code points
_FORMER = {"TLP:WHITE": "TLP:CLEAR"}  # TLP 1.0
_BETWEEN = "; "


def mark_of(words: str | None) -> str | None:
    """A mark as it is kept: a level under its full name (`amber` is TLP:AMBER), own words on one line; None for none.

    Raises:
        ValueError: longer than 200 code points.
    """
    plain = " ".join("".join(c if c.isprintable() else " " for c in words or "").split())
    if len(plain) > LONGEST:
        raise ValueError(f"A mark of {len(plain)} characters. At most {LONGEST} travel with every row; shorten it.")
    return strictest(map(_level, plain.split(";")))


def strictest(marks: Iterable[str | None]) -> str | None:
    """What rests on reports with these marks carries: the strictest level and all own words; None where none is marked."""
    parts = {part for mark in marks if mark for part in mark.split(_BETWEEN) if part}
    level = max((part for part in parts if part in LEVELS), key=LEVELS.index, default=None)
    own = sorted(part for part in parts if part not in LEVELS)
    return _BETWEEN.join([*([level] if level else []), *own]) or None


def marked(given: Article | Refused, mark: str | None) -> Article | Refused:
    """The same report with a mark beside its own; a refusal as it is."""
    if mark is None or isinstance(given, Refused):
        return given
    return replace(given, mark=strictest((given.mark, mark)))


def parts_of(mark: str | None) -> tuple[str, ...]:
    """A mark taken apart: its level, if it has one, and each of the own words."""
    return tuple(mark.split(_BETWEEN)) if mark else ()


def is_within(mark: str | None, most: str) -> bool:
    """Whether what carries a mark may go where at most a level may; what is not marked may go anywhere."""
    return all(part in LEVELS and LEVELS.index(part) <= LEVELS.index(most) for part in parts_of(mark))


def _level(words: str) -> str:
    plain = words.strip()
    short = plain.upper().replace(" ", "").removeprefix("TLP:")
    named = _FORMER.get(f"TLP:{short}", f"TLP:{short}")
    return named if named in LEVELS else plain
