"""What stands in a column of our own tables: typed files and the description of the API say it alike."""

from typing import Literal

Kind = Literal["whole", "number", "truth", "day", "text"]
_WHOLE = frozenset(
    "precision killed_low killed killed_high injured_low injured injured_high reports outlets origins".split()
)
_NUMBERS = frozenset("lat lon radius_km confidence observed expected p".split())
_TRUTHS = frozenset("coarsened machine_translated".split())
_DAYS = frozenset("first last known_on announced_on raised_on withdrawn_on".split())
_ALWAYS = frozenset("id incident coded machine_translated kind act type".split())  # never without a value, in any table


def kind_of(table: str, column: str) -> Kind:
    """What a column of a table holds. `words` are a number in the list of reports, and the words said in statements."""
    if column in _WHOLE or (table, column) == ("sources", "words"):
        return "whole"
    if column in _NUMBERS:
        return "number"
    if column in _DAYS:
        return "day"
    return "truth" if column in _TRUTHS else "text"


def schema_of(table: str, column: str) -> dict[str, object]:
    """The same as JSON Schema; all but a few columns may be null."""
    kind = kind_of(table, column)
    name = {"whole": "integer", "number": "number", "truth": "boolean"}.get(kind, "string")
    made: dict[str, object] = {"type": name if column in _ALWAYS else [name, "null"]}
    return made | {"format": "date"} if kind == "day" else made
