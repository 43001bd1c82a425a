"""Where a report begins behind its dateline."""

import pytest

from dateline.extraction.text.notices import dateline_end


@pytest.mark.parametrize(
    "line",
    [
        "JUBA, 3 March 2025 - Fighters came.", "JUBA, March 3, 2025 - Fighters came.", "JUBA, 3 March - Fighters came.",
        "JUBA, 3 March 2025 (Wire) - Fighters came.", "Juba (Wire) — Fighters came.", "JUBA, South Sudan — Fighters came.",
    ],
)  # fmt: skip
def test_a_dateline_ends_where_the_report_begins(line: str) -> None:
    """Day before month or after it, with an agency or without, with a year or none."""
    end = dateline_end(line)
    assert end is not None and line[end:] == "Fighters came."


@pytest.mark.parametrize("line", ["Analysis - what comes next", "In 2025 - the year of the flood - all was lost."])
def test_what_only_looks_like_one_is_none(line: str) -> None:
    """A label, or a year in a sentence."""
    assert dateline_end(line) is None
