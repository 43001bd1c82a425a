"""Kinds of place, and which of them a generic noun may mean."""

from collections.abc import Sequence

from dateline.extraction.places.gazetteer import Spot

_ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "admin1 admin2 region",
        "city admin2 quarter",
        "sea lake river water",
        "camp crossing airbase site area city",
        "mountain region area desert",
        "island admin1 country region",
    )
)


def fits(spot: Spot, kind: str) -> bool:
    """Whether a place is of the kind that a generic noun asks for, or of one that news mixes up with it."""
    return spot.kind == kind or any(kind in group and spot.kind in group for group in _ALIKE)


def sensible(spots: Sequence[Spot], name: str) -> tuple[Spot, ...]:
    """The places without far-fetched spellings.

    Other names of villages match half the dictionary ("War" is one of Vār), so another name counts only for a place
    of some size; a name of one or two letters is no town.
    """
    is_lone = " " not in name
    least = (20_000 if len(name) > 4 else 200_000) if is_lone else 3_000
    return tuple(
        s
        for s in spots
        if not (s.is_other_name and s.population < least and s.kind in ("city", "admin2"))
        and not (len(name) < 3 and s.kind == "city")
    )
