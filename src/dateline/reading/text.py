"""Plain text as a page prints it: bytes into words, or a reason why they are none.

Headline, captions and notices stay in the text: telling them from the body is the reading's job, and offsets count
in what the file holds. Line ends are made `\\n`, and a byte order mark is no part of the text.
"""

import codecs
import re

from dateline.values import Article, Refused, content_id

_LONGEST_WORD = 1_000  # characters without a space, a mark or a stop between them; Chinese and Thai have marks
_BETWEEN_WORDS = re.compile(r"\W")
LARGEST_BYTES = 5_000_000  # a longer file is an archive or a mistake, not a report
_MAGIC = (
    (b"%PDF", "a PDF", "Extract its text first, e.g. with `pdftotext FILE FILE.txt`."),
    (b"PK\x03\x04", "a zip archive or office document", "Unpack it, or save it as plain text."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it with `gunzip FILE`."),
    (b"\x89PNG", "a PNG image", "Dateline reads text, not pictures: leave it out."),
    (b"\xff\xd8\xff", "a JPEG image", "Dateline reads text, not pictures: leave it out."),
    (b"GIF8", "a GIF image", "Dateline reads text, not pictures: leave it out."),
    (b"SQLite format 3", "an SQLite file", "Name it with --store instead of reading it."),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_text(raw: bytes, *, where: str) -> Article | Refused:
    """A text file as an article whose id follows from its words.

    Args:
        raw: the file's bytes.
        where: the file's name, for whoever must mend it.
    """
    decoded = decode(raw, where=where)
    if isinstance(decoded, Refused):
        return decoded
    text = decoded.replace("\r\n", "\n").replace("\r", "\n")
    if why := refusal_of_text(text):
        return Refused(None, "reading", why, where)
    article = Article(id="", text=text)
    return _with_id(article)


def decode(raw: bytes, *, where: str) -> str | Refused:
    """Bytes as text: by byte order mark, else UTF-8; everything else is refused with the way to mend it."""
    if why := refusal_of_bytes(raw):
        return Refused(None, "reading", why, where)
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                return Refused(
                    None, "reading", f"Starts as {encoding.upper()} but breaks at byte {error.start}.", where
                )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return Refused(
            None,
            "reading",
            f"Not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}. If it is Windows-1252, "
            "`iconv -f WINDOWS-1252 -t UTF-8 FILE` mends it.",
            where,
        )


def refusal_of_bytes(raw: bytes) -> str | None:
    """Why these bytes cannot be a report: empty, too large or binary; None when they may be one."""
    if not raw.strip():
        return "The file is empty. Leave it out, or save the report again."
    if len(raw) > LARGEST_BYTES:
        return (
            f"{len(raw):,} bytes, more than the {LARGEST_BYTES:,} of one report. "
            "Split it into reports, or make it JSON Lines with one report a line."
        )
    for magic, kind, mend in _MAGIC:
        if raw.startswith(magic):
            return f"This is {kind}, not text. {mend}"
    is_wide = any(raw.startswith(mark) for mark, _ in _BOMS[1:])
    if b"\x00" in raw and not is_wide:
        return "Binary: the file holds NUL bytes. Save the report as plain text in UTF-8."
    return None


def refusal_of_text(text: str) -> str | None:
    """Why this text cannot be a report: no words, NUL characters, broken code points, or too long; None when it can."""
    if "\x00" in text:
        return "The text holds NUL characters, so it is not text. Save the report again as plain text."
    if len(text) > LARGEST_BYTES:
        return f"{len(text):,} characters, more than the {LARGEST_BYTES:,} of one report. Split it into reports."
    if not any(c.isalpha() for c in text):
        return "The text is empty: it holds no word. Leave it out, or hand in the report's body as `text`."
    if len(text) > _LONGEST_WORD and _BETWEEN_WORDS.search(text.strip()) is None:
        return f"The text is one word of {len(text.strip()):,} characters, which is no report. Leave it out."
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"Broken Unicode: half of a surrogate pair at offset {error.start}. Export the text again as UTF-8."
    return None


def _with_id(article: Article) -> Article:
    from msgspec.structs import replace

    return replace(article, id=content_id(article))
