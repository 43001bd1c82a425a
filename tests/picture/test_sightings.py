"""Named in one sentence, and there or not."""

import pytest

from dateline.picture.sightings import is_told_there


@pytest.mark.parametrize(
    ("between", "before", "there"),
    [
        ("fighters have been seen in", "IX fighters have been seen in", True),
        (", where the league is active", "In the eastern province of", True),
        ("could come back to", "it could come back to", False),
        ("is not present in", "IX is not present in", False),
        ("threatened to march on cities in", "IX threatened to march on cities in", False),
        ("wasn't in", "IX wasn't in", False),
        ("has no word on anything " * 5, "in", False),
        ("interests and", "IX spoke of", False),
    ],
)
def test_doubt_distance_and_mere_mention_are_no_sighting(between: str, before: str, there: bool) -> None:
    """An actor is sighted where the place is named as one, nothing between doubts it, and they stand near each other."""
    assert is_told_there(between, before) is there
