"""A line is an article or a refusal; one bad line never spoils its neighbours."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.jsonl import read_line, read_lines
from dateline.values import Article, Outlet, Refused


def _line(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def test_every_field_of_the_contract_is_read() -> None:
    """What a line says about its article is kept as it was said."""
    given = {
        "id": "r1", "text": "Talks.", "title": "Talks", "published": "2021-11-25T06:14:00+04:30", "updated": "2021-11-26",
        "language": "en", "url": "https://example.org/1", "publisher": "Post", "byline": "A. Writer",
        "outlet": {"country": "AFG", "lat": 34.5, "lon": 69.2}, "mark": "TLP:AMBER; not before Friday",
    }  # fmt: skip
    found = read_line(_line(**given), where="f:1")
    assert found == Article(**{**given, "outlet": Outlet("AFG", 34.5, 69.2)})


def test_unknown_fields_and_nulls_are_let_pass() -> None:
    """Other people's tables have more columns than we need."""
    found = read_line(_line(id="1", text="Talks.", title=None, section="World", published=""), where="f:1")
    assert found == Article(id="1", text="Talks.")


def test_an_article_without_an_id_gets_one_from_its_content() -> None:
    """Read twice, it is the same article; printed by another paper, it is another one."""
    one, same, other = (read_line(_line(text="Talks.", publisher=p), where="f:1") for p in ("Post", "Post", "Herald"))
    assert isinstance(one, Article) and isinstance(other, Article)
    assert one == same
    assert one.id != other.id


def test_numbers_serve_as_ids() -> None:
    """Row numbers are what many tables have."""
    found = read_line(_line(id=7, text="Talks."), where="f:1")
    assert isinstance(found, Article)
    assert found.id == "7"


def test_a_date_of_the_mail_kind_becomes_iso() -> None:
    """Feeds write dates as mails do."""
    found = read_line(_line(text="Talks.", published="Thu, 25 Nov 2021 06:14:00 +0400"), where="f:1")
    assert isinstance(found, Article)
    assert found.published == "2021-11-25T06:14:00+04:00"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "Malformed JSON"),
        (b"[1, 2]", "Not a JSON object"),
        (b'"words"', "Not a JSON object"),
        (b'{"id": "\xff"}', "not UTF-8"),
        (b'{"id": "a"}', "No `text`"),
        (b'{"id": "a", "text": ""}', "No `text`"),
        (b'{"id": "a", "text": 5}', "wrong kind"),
        (b'{"id": "a", "text": "..."}', "no word"),
        (b'{"id": "a", "text": "Talks\\u0000"}', "NUL"),
        (b'{"id": "a", "text": "Talks \\ud800"}', "JSON"),
        (b'{"id": "a", "text": "Talks.", "published": "yesterday"}', "ISO 8601"),
        (b'{"id": "a", "text": "Talks.", "mark": "%s"}' % (b"x" * 300), "At most 200"),
        (b'{"id": "a", "text": "Talks.", "mark": ["red"]}', "wrong kind"),
        (b"[" * 100_000, "Malformed JSON"),
    ],
)
def test_a_line_that_is_no_article_says_why_and_where(line: bytes, reason: str) -> None:
    """The refusal carries the line's number and, where it can be read, the article's id."""
    found = read_line(line, where="f.jsonl:12")
    assert isinstance(found, Refused)
    assert reason in found.why
    assert found.where == "f.jsonl:12"
    assert found.id == ("a" if line.startswith(b'{"id": "a"') and "JSON" not in reason else None)


def test_blank_lines_do_not_count_and_numbers_stay_true() -> None:
    """The line number in a refusal is the one an editor shows."""
    found = list(read_lines([b"\n", _line(id="1", text="Talks."), b"  \n", b"oops\n"], where="f"))
    assert [type(item) for item in found] == [Article, Refused]
    assert isinstance(found[1], Refused)
    assert found[1].where == "f:4"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_FIELDS = st.sampled_from(["id", "text", "title", "published", "updated", "language", "outlet", "url", "byline"])


@given(st.dictionaries(_FIELDS, _JSON, max_size=6))
def test_no_record_can_break_it(record: dict[str, object]) -> None:
    """Any JSON under the names of our fields gives an article or a refusal."""
    found = read_line(json.dumps(record).encode(), where="x")
    assert isinstance(found, Article | Refused)


@given(st.binary(max_size=200))
def test_no_line_can_break_it(line: bytes) -> None:
    """Any bytes give an article or a refusal."""
    assert isinstance(read_line(line, where="x"), Article | Refused)
