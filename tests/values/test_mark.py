"""Marks: levels of the Traffic Light Protocol and words of one's own, which never get weaker together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.values import Article, content_id, digest_of
from dateline.values.mark import LEVELS, is_within, mark_of, parts_of, strictest

_WORDS = st.text(max_size=60)
_MARKS = st.one_of(st.sampled_from(LEVELS), _WORDS).map(mark_of)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("amber", "TLP:AMBER"),
        ("tlp: Amber + Strict", "TLP:AMBER+STRICT"),
        ("TLP:WHITE", "TLP:CLEAR"),
        ("TLP:RED", "TLP:RED"),
        ("for the\tdesk \u202eonly", "for the desk only"),
        ("not before Friday; TLP:GREEN", "TLP:GREEN; not before Friday"),
        ("TLP:PURPLE", "TLP:PURPLE"),
        (" \x00 ", None),
        (None, None),
    ],
)
def test_a_mark_is_kept_under_its_full_name(words: str | None, kept: str | None) -> None:
    """Levels whatever their spelling, other words on one line without what turns or hides them."""
    assert mark_of(words) == kept


@given(_MARKS)
def test_a_kept_mark_is_kept_as_it_is(mark: str | None) -> None:
    """Read again from a file of ours it is the same; its parts make it up."""
    assert mark_of(mark) == mark == strictest(parts_of(mark))


def test_too_long_a_mark_is_refused() -> None:
    """It would have to be cut, and could say something else then."""
    with pytest.raises(ValueError, match="At most 200"):
        mark_of("x" * 201)


@given(st.lists(_MARKS, max_size=5))
def test_together_marks_are_as_strict_as_the_strictest(marks: list[str | None]) -> None:
    """In any order and grouping; where all may go, one may not go unless each may."""
    whole = strictest(marks)
    assert whole == strictest(reversed(marks)) == strictest([strictest(marks[:2]), strictest(marks[2:])])
    for most in LEVELS:
        assert is_within(whole, most) == all(is_within(mark, most) for mark in marks)


def test_own_words_are_stricter_than_any_level() -> None:
    """Nobody but their author knows what they allow; what is not marked may go anywhere."""
    assert not is_within("for the desk only", "TLP:RED")
    assert is_within(None, "TLP:CLEAR")
    assert is_within("TLP:GREEN", "TLP:AMBER") and not is_within("TLP:AMBER", "TLP:GREEN")


def test_a_mark_is_no_other_report_but_another_version() -> None:
    """The id stays, the digest does not; that of a report without a mark is what it was before there were any."""
    plain, red = (Article(id="a", text="They met.", mark=mark) for mark in (None, "TLP:RED"))
    assert content_id(plain) == content_id(red)
    assert digest_of(plain) != digest_of(red)
    assert digest_of(plain) == "2d1b03e8240b23b4de7fbe2d899f5ff66bae91fbc9dac4d688755fdde20af98a"
