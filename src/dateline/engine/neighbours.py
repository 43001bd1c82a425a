"""Which areas adjoin: the table that comes with Dateline, loaded once and handed to whoever tells spread.

Areas are "COUNTRY/ADMIN1" as the gazetteer names them, and plain country codes.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def load_neighbours() -> Mapping[str, frozenset[str]]:
    """The areas beside each area; an area without a land border is not there."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in adjoining():
        beside[one].add(other)
        beside[other].add(one)
    return {area: frozenset(others) for area, others in beside.items()}


@cache
def adjoining() -> tuple[tuple[str, str], ...]:
    """The same as pairs, each once."""
    table = files("dateline").joinpath("data/places/adjoining.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines()[1:])
    return tuple((area, other) for area, others in rows for other in others.split("|"))
