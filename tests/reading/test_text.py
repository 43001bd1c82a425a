"""Plain text is read as it stands, or refused with the way to mend it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.text import LARGEST_BYTES, read_text
from dateline.values import Article, Refused


def test_text_is_kept_to_the_letter() -> None:
    """Emoji, right-to-left words and combining marks survive."""
    text = "Kabul 🕊 — مُحادثات في الدوحة. Cafe\u0301 talks.\n"
    found = read_text(text.encode(), where="a.txt")
    assert isinstance(found, Article)
    assert found.text == text


def test_line_ends_and_byte_order_mark_are_no_part_of_the_text() -> None:
    """A file saved on Windows has the id of the same file saved elsewhere."""
    one = read_text(b"\xef\xbb\xbfTalks.\r\nMore talks.\r\n", where="a.txt")
    other = read_text(b"Talks.\nMore talks.\n", where="b.txt")
    assert one == other


def test_utf_16_is_read_by_its_mark() -> None:
    """Notepad's "Unicode" is text too."""
    found = read_text("Talks in Doha.".encode("utf-16"), where="a.txt")
    assert isinstance(found, Article)
    assert found.text == "Talks in Doha."


@pytest.mark.parametrize(
    ("raw", "reason", "mend"),
    [
        (b"", "empty", "Leave it out"),
        (b" \n\t\n", "empty", "Leave it out"),
        (b"- - -\n***", "no word", "Leave it out"),
        (b"%PDF-1.7 ...", "PDF", "pdftotext"),
        (b"\x1f\x8b\x08\x00", "gzip", "gunzip"),
        (b"Talks\x00in Doha", "NUL", "plain text"),
        ("Café".encode("cp1252"), "0xe9 at offset 3", "iconv"),
        (b"a " * (LARGEST_BYTES // 2 + 1), "more than", "Split it"),
        (b"\xff\xfea", "UTF-16", "breaks"),
        (b"a" * 3_000, "one word of 3,000 characters", "Leave it out"),
    ],
)
def test_what_is_no_text_is_refused_with_reason_and_mend(raw: bytes, reason: str, mend: str) -> None:
    """The message says what is wrong, where, and what to do."""
    found = read_text(raw, where="folder/a.txt")
    assert isinstance(found, Refused)
    assert reason in found.why
    assert mend in found.why
    assert found.where == "folder/a.txt"


@given(st.binary(max_size=400))
def test_no_bytes_can_break_it(raw: bytes) -> None:
    """Whatever a file holds gives an article or a refusal."""
    found = read_text(raw, where="x")
    assert isinstance(found, Article | Refused)


@given(st.text(min_size=1).filter(lambda t: any(c.isalpha() for c in t) and "\r" not in t and "\x00" not in t))
def test_ids_follow_from_content(text: str) -> None:
    """The same words have the same id wherever they lie; other words have another."""
    raw = text.encode()
    one, same, other = (read_text(r, where=w) for r, w in ((raw, "a"), (raw, "b"), (raw + b" more", "a")))
    assert isinstance(one, Article | Refused)
    if isinstance(one, Article) and isinstance(same, Article) and isinstance(other, Article):
        assert one.id == same.id
        assert one.id != other.id


def test_long_words_in_a_report_are_no_reason_to_refuse_it() -> None:
    """A report in a script without spaces has marks between its words; a long run of letters beside words is let be."""
    chinese = "\u8b66\u65b9\u8868\u793a\uff0c" * 400
    for text in (chinese, "Rebels " + "a" * 3_000):
        assert isinstance(read_text(text.encode(), where="a"), Article)
