"""Times counted from the article's date, never from today's."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.extraction.text.tokens import Parse
from dateline.extraction.times.find import find
from dateline.extraction.times.resolve import resolve
from dateline.values import Time

Read = Callable[..., tuple[Time, ...]]


def bare(text: str, anchor: str | None = "2021-11-25") -> list[tuple[str, str, str]]:
    """Times of a text without any parse of its sentences."""
    parse = Parse(text, text, [], [], [])
    return [(text[t.start : t.end], t.type, t.value) for t in resolve(find(parse), parse=parse, anchor=anchor)]


def values(read: Read, text: str, anchor: str | None = "2021-11-25") -> list[str]:
    return [t.value for t in read(text, anchor)]


def test_a_weekday_is_the_last_one_unless_the_verb_is_in_the_future(read: Read) -> None:
    """On a Thursday "Friday" is six days back, or tomorrow where something will happen."""
    assert values(read, "Shells fell on Friday.") == ["2021-11-19"]
    assert values(read, "The king will speak on Friday.") == ["2021-11-26"]


def test_without_an_article_date_the_unknown_stays_open(read: Read) -> None:
    """No anchor gives XXXX forms, never a date of the day the program runs."""
    text = "He came on Friday, fell ill on March 19, rested last week and died yesterday."
    assert values(read, text, None) == ["XXXX-WXX-5", "XXXX-03-19", "XXXX-WXX", "XXXX-XX-XX"]


def test_the_next_day_counts_from_the_last_day_named(read: Read) -> None:
    """A chain follows the story and not the article's date."""
    text = "The bridge fell on 4 May 2019. Divers arrived the next day. Two days later they gave up."
    assert values(read, text) == ["2019-05-04", "2019-05-05", "2019-05-07"]


def test_that_year_is_the_year_last_named(read: Read) -> None:
    """ "Later that year" stays in the year the story is in."""
    assert values(read, "In 1997 the pact was signed. It broke later that year.")[-1] == "1997"


def test_a_weekday_settles_the_year_of_a_date(read: Read) -> None:
    """A printed weekday that fits only one of the near years decides."""
    assert values(read, "An open letter of Friday, Nov. 26, was found.") == ["2021-11-26"]


def test_a_past_date_far_back_is_the_one_to_come(read: Read) -> None:
    """ "Until Jan. 2" in November is next January."""
    assert values(read, "They extended the truce until Jan. 2.") == ["2022-01-02"]


def test_every_time_says_why(read: Read) -> None:
    """No value comes without its reason."""
    times = read("On Monday, two years ago, in March and for a week, now and daily, it rained at 6 p.m.")
    assert len(times) >= 6
    assert all(t.why for t in times)


def test_the_anchor_may_carry_a_time_and_a_zone() -> None:
    """Only the day of the anchor counts."""
    assert bare("It rained yesterday.", "2021-11-25T06:14:00+04:30") == [("yesterday", "DATE", "2021-11-24")]


def test_an_anchor_that_is_no_date_is_no_anchor() -> None:
    """A broken date of publication leaves values open instead of failing."""
    assert bare("It rained on Friday.", "soon") == [("Friday", "DATE", "XXXX-WXX-5")]


@pytest.mark.parametrize(
    "text",
    [
        "He may march on the capital, fall back or spring a leak.",
        "The sun and the sat nav failed.",
        "Resolution 1701 and flight 1549 are known to all.",
        "It cost $2,000, or 2010 dinars.",
        "The 36-year-old driver and his 6 year old son survived.",
        "Chapter 12, verse 4.",
        "He lived at 1935 Cedar St., then at 2001 Elm Road.",
        "Three-quarters of them are in their 20s.",
        "About 2000 people and 1800 cows fled.",
        "Some day they will call 304-340-1999.",
    ],
)
def test_what_is_no_time_is_left_alone(text: str) -> None:
    """Verbs, prices, ages and numbered things are no dates."""
    assert [t for t in bare(text) if t[2] != "2010"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by Friday", ("Friday", "DATE", "2021-11-19")),
        ("since August", ("August", "DATE", "2021-08")),
        ("the 2003 invasion", ("2003", "DATE", "2003")),
        ("the March 2003 invasion", ("March 2003", "DATE", "2003-03")),
        ("a 90-minute talk", ("90-minute", "DURATION", "PT90M")),
        ("the day before, at dawn", ("dawn", "TIME", "2021-11-25TMO")),
        ("the week of October 4", ("the week of October 4", "DATE", "2021-W40")),
        ("three times a day", ("three times a day", "SET", "P1D")),
        ("2021-11-25T06:14:00Z", ("2021-11-25T06:14:00Z", "TIME", "2021-11-25T06:14:00Z")),
        ("a year-long blockade", ("year-long", "DURATION", "P1Y")),
        ("these days", ("these days", "DATE", "PRESENT_REF")),
        ("half a century ago", ("half a century ago", "DATE", "1971")),
        ("the Sept. 11 attacks", ("Sept. 11", "DATE", "2001-09-11")),
        ("at 7 p.m. on 3 May", ("7 p.m.", "TIME", "2021-05-03T19:00")),
        ("as soon as possible", ("as soon as possible", "DATE", "FUTURE_REF")),
    ],
)
def test_words_type_and_value(text: str, expected: tuple[str, str, str]) -> None:
    """Each family gives the words without their preposition, the type and the value."""
    assert expected in bare(text)


_WORDS = st.sampled_from(
    ["the", "a", "last", "next", "this", "Friday", "May", "March", "31", "30", "29", "February", "second", "quarter", "of", "year", "years", "ago", "later", "two", "1998", "99", "0", ":", "/", "-", "12:61", "25:00", "am", "pm", "Q4", "'til", "half", "century", "decade", "'80s", ",", ".", "9999", "every", "other", "week", "noon", "midnight", "Easter", "day", "morning", "\n\n", "🙂", "في", "مارس", "２０２１", "1e9", "to", "before", "until"]
)  # fmt: skip


@settings(max_examples=300)
@given(
    st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=14).map(" ".join)),
    st.sampled_from([None, "2021-11-25", "0001-01-01", "9999-12-31"]),
)
def test_any_text_gives_spans_inside_it_and_no_error(text: str, anchor: str | None) -> None:
    """Spans lie inside the text, in order and apart, whatever the text; nothing is ever raised."""
    parse = Parse(text, text, [], [], [])
    times = resolve(find(parse), parse=parse, anchor=anchor)
    assert all(0 <= t.start < t.end <= len(text) and t.value for t in times)
    assert all(a.end <= b.start for a, b in pairwise(times))


def test_a_range_is_two_days_of_one_month() -> None:
    """The month and the year of the one are those of the other."""
    assert bare("It ran from March 19-21, 2020, and on 4-6 May.") == [
        ("March 19", "DATE", "2020-03-19"),
        ("21, 2020", "DATE", "2020-03-21"),
        ("4", "DATE", "2021-05-04"),
        ("6 May", "DATE", "2021-05-06"),
    ]


def test_years_later_count_from_a_year_that_was_named() -> None:
    """Without one, "15 years later" is a stretch of time and no date in the future."""
    assert bare("It still haunts them 15 years later.") == [("15 years later", "DURATION", "P15Y")]
    assert bare("He fled in 1990. 15 years later he came back.")[-1][2] == "2005"


def test_a_wish_is_no_month(read: Read) -> None:
    """ "May" that helps a verb is no month."""
    assert values(read, "May the guests sleep well. They may march in May.") == ["2022-05"]


def test_a_paragraph_in_front_only_shifts_the_offsets() -> None:
    """Emoji and Arabic before a date move it and change nothing else."""
    before, text = "🙂 كتب المراسل.\n\n", "Shells fell on Friday, Nov. 19, for two hours."
    shifted = [(w, t, v) for w, t, v in bare(before + text)]
    assert shifted == bare(text)
