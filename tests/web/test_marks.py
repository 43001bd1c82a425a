"""Words are cut where marks begin and end, and nothing of them is lost."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.web.marks import MARKS, Mark, lines, pieces

_TEXT = st.text(st.sampled_from("ab \n\u0627\U0001f54a\u0301"), max_size=40)
_MARKS = st.lists(
    st.builds(Mark, st.integers(0, 45), st.integers(0, 45), st.sampled_from(MARKS)), max_size=6
)  # fmt: skip


@given(text=_TEXT, marks=_MARKS)
def test_pieces_join_to_the_text(text: str, marks: list[Mark]) -> None:
    """Whatever the marks, overlapping, empty or beyond the end."""
    assert "".join(p.words for p in pieces(text, marks)) == text
    assert ["".join(p.words for p in line) for line in lines(text, marks)] == [
        line for line in text.split("\n") if line.strip()
    ]


def test_a_piece_carries_all_marks_over_it() -> None:
    """The place inside a target is marked as both."""
    found = pieces("the army of Chad", [Mark(0, 16, "target"), Mark(12, 16, "place")])
    assert [(p.words, p.kinds) for p in found] == [("the army of ", ("target",)), ("Chad", ("target", "place"))]
