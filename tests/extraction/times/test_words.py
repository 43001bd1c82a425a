"""A text cut into words for the rules of time."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.extraction.times.words import ATOMS, Words


@given(st.text(max_size=120))
def test_the_parts_are_the_text(text: str) -> None:
    """Nothing is lost or added, so offsets are true."""
    words = Words(text)
    assert "".join(words.parts) == text
    assert len(words.classes) == len(words.where)


def test_passages_without_time_are_not_looked_at() -> None:
    """Ordinary prose leaves nothing for the rules to do."""
    assert Words("The envoy of the two groups spoke in the hall, and left.").classes == ""


def test_what_looks_alike_is_cut_alike() -> None:
    """Hyphens, apostrophes and units of time are cut the same way wherever they stand."""
    names = {char: name for name, char in ATOMS.items()}
    assert [names.get(c) for c in Words("52-week, 10am").classes][:2] == ["FIGURE", "HYPHEN"]
    assert [names.get(c) for c in Words("10am").classes][:2] == ["DAY", "AM"]
    assert [names.get(c) for c in Words("the mid-1980s").classes][:4] == ["THE", "MID", "HYPHEN", "DECADE"]
