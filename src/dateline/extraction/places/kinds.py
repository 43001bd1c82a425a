"""Kinds of place, and which of them a generic noun may mean."""

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
