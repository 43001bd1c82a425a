"""What of a page is headline, standfirst, caption, dateline, body - and what is no report at all.

Takes the text as it came. Nothing is cut: blocks and notices are spans, and `reading` is a copy of the
same length in which notices are blanked, hard line ends joined and quotation marks straightened, so that
an offset in one is an offset in the other.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from msgspec import Struct

from dateline.extraction.text import notices as page
from dateline.values import Article, Notice, Span


class Block(Span, frozen=True):
    """A paragraph, and the part of the page it is: headline, standfirst, caption, dateline or body."""

    part: str


class Layout(Struct, frozen=True):
    """How a page is laid out. `reading` has the length of `text`; `stamps` are the page's own date stamps."""

    text: str
    reading: str
    title: Span | None
    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...]
    stamps: tuple[Span, ...]
    datelines: tuple[Span, ...]
    is_translated: bool


# one code point to one: the pipeline was trained on plain quotes and dashes
_STRAIGHT = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'",
     "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200b": " ", "\ufeff": " ", "\t": " ", "\u2011": "-", "\u2028": " "}
)  # fmt: skip
_END = re.compile(r"[.!?:;…。！？؟।][\"'”’»)\]]*\s*$")
_WORD = re.compile(r"\w+")
_SPEAKER = re.compile(r"\s*[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,}:\s")


def lay_out(article: Article, *, truecase: Callable[[str], str] | None = None) -> Layout:
    """Tell headline, standfirst, captions, notices and body apart.

    Args:
        article: as read; `title`, where given, is looked for at the head of the text.
        truecase: gives back a text of the same length with names and sentence starts capitalised where the page
            is written all in capitals or all in small letters; None leaves the case alone.
    Returns:
        the layout; spans count in `article.text`.
    """
    text = article.text
    lines = _lines(text)
    blocks: list[Block] = []
    found: list[Notice] = []
    stamps: list[Span] = []
    datelines: list[Span] = []
    kept: list[tuple[int, int]] = []
    for start, end in lines:
        line = text[start:end]
        kind = _kind_of(line)
        if kind is None:
            kept.append((start, end))
            continue
        found.append(Notice(start, end, kind))
        if kind == "updated":
            stamps.append(Span(start, end))
    title = _title(article, kept, text)
    body_began = False
    speakers = sum(1 for start, end in kept if _SPEAKER.match(text, start, end))  # a transcript has many
    for n, (start, end) in enumerate(kept):
        line = text[start:end]
        if title is not None and start == title.start:
            blocks.append(Block(start, end, "headline"))
            continue
        cut = page.credit_at_end(line)
        if cut is not None and (not body_began or len(line) < 260):
            found.append(Notice(start + cut, end, "credit"))
            trimmed = _trim(text, start, start + cut)
            if trimmed is not None:
                blocks.append(Block(*trimmed, "caption"))
            continue
        if not body_began and title is not None and not _END.search(line) and n + 1 < len(kept) and len(line) < 320:
            blocks.append(Block(start, end, "standfirst"))
            continue
        begin = page.dateline_end(line, colon=not body_began and speakers < 2)
        body_began = True
        if begin is not None and start + begin < end:
            head = _trim(text, start, start + begin)
            if head is not None:
                datelines.append(Span(*head))
                found.append(Notice(*head, "dateline"))
                blocks.append(Block(*head, "dateline"))
            blocks.append(Block(start + begin, end, "body"))
        else:
            blocks.append(Block(start, end, "body"))
    found.sort(key=lambda notice: (notice.start, notice.end))
    reading = _reading(text, found)
    if truecase is not None:
        reading = truecase(reading)
    return Layout(
        text=text,
        reading=reading,
        title=title,
        blocks=tuple(blocks),
        notices=tuple(found),
        stamps=tuple(stamps),
        datelines=tuple(datelines),
        is_translated=any(notice.kind == "translated" for notice in found),
    )


def _lines(text: str) -> list[tuple[int, int]]:
    """The paragraphs of a text: its lines, with hard-wrapped ones put together."""
    raw: list[tuple[int, int] | None] = []  # None: a blank line
    at = 0
    for piece in text.splitlines(keepends=True):
        span = _trim(text, at, at + len(piece))
        raw.append(span)
        at += len(piece)
    full = [s for s in raw if s is not None]
    if len(full) < 2 or not _is_wrapped(text, full):
        return full
    joined: list[tuple[int, int]] = []
    before_blank = True
    for span in raw:
        if span is None:
            before_blank = True
            continue
        if before_blank or not joined:
            joined.append(span)
        else:
            joined[-1] = (joined[-1][0], span[1])
        before_blank = False
    return joined


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether line ends fall inside sentences: most lines are of one width and end in the middle of one."""
    inner = [b for a, b in pairwise(lines) if text[a[1] : b[0]].count("\n") == 1 and b[0] > a[1]]
    if len(inner) < 3:
        broken = sum(
            1
            for a, b in pairwise(lines)
            if text[a[1] : b[0]].count("\n") == 1 and not _END.search(text[a[0] : a[1]]) and text[b[0]].islower()
        )
        return broken >= 1
    pairs = [(a, b) for a, b in pairwise(lines) if text[a[1] : b[0]].count("\n") == 1]
    runs_on = sum(
        1 for a, b in pairs if not _END.search(text[a[0] : a[1]]) and (text[b[0]].islower() or a[1] - a[0] >= 50)
    )
    narrow = sum(1 for a, _ in pairs if a[1] - a[0] <= 100)
    return runs_on >= 0.5 * len(pairs) and narrow >= 0.9 * len(pairs)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and (text[start].isspace() or text[start] in "\u200b\ufeff"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200b\ufeff"):
        end -= 1
    return (start, end) if start < end else None


def _kind_of(line: str) -> str | None:
    if page.is_translation_notice(line):
        return "translated"
    if page.is_stamp(line):
        return "updated"
    if page.is_credit(line):
        return "credit"
    if page.is_furniture(line):
        return "furniture"
    return None


def _title(article: Article, lines: list[tuple[int, int]], text: str) -> Span | None:
    """The headline's span: the given title where the text opens with it, else a first line that reads like one."""
    if not lines:
        return None
    start, end = lines[0]
    head = text[start:end]
    if article.title is not None:
        same = _WORD.findall(article.title.lower()) == _WORD.findall(head.lower())
        return Span(start, end) if same else None
    if len(lines) < 2 or len(head) > 180 or page.dateline_end(head) is not None:
        return None
    if _END.search(head) and not head.rstrip().endswith(("?", "!")):
        return None
    words = head.split()
    if not 2 <= len(words) <= 24 or head[:1].islower():
        return None
    return Span(start, end)


def _reading(text: str, notices: list[Notice]) -> str:
    out = text.translate(_STRAIGHT)
    if "\n" in out or "\r" in out:
        out = out.replace("\r", " ").replace("\n", " ")
    for notice in notices:
        if notice.kind != "dateline":
            out = out[: notice.start] + " " * (notice.end - notice.start) + out[notice.end :]
    return out
