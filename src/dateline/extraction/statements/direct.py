"""Whose words stand in quotation marks: the cue beside a quotation, before, behind or between its pieces.

The marks on the page decide, not the parse: a parser that meets a quotation of three sentences has lost its way
before it comes to "he said".
"""

from bisect import bisect_left
from collections import Counter

from dateline.extraction.statements import cues
from dateline.extraction.statements.clauses import Clauses
from dateline.extraction.statements.draft import Draft, Range
from dateline.extraction.statements.quotes import Quote, Quotes
from dateline.extraction.text.tokens import Parse

_DASHES = ("―", "—", "–", "-", "--")
_SPOKEN = {"direct", "clause", "parenthesis", "according"}
_VOICES = frozenset(
    """poll report study survey officials police insiders source sources minister ministry army military government
    analysts experts experts witnesses union court judge president mayor governor spokesman spokeswoman aide aides q a""".split()
)
_NO_VOICES = frozenset(
    """video watch photo photos breaking update updated exclusive opinion analysis transcript related live more note read
    listen correction editorial review election debate day week""".split()
)
_REACH = 34  # tokens between a quotation and its cue: "said X, a professor of Y at the University of Z"


class Speech:
    """The quotations of one article and the cues that carry them."""

    def __init__(self, parse: Parse, quotes: Quotes, clauses: Clauses) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.quotes = quotes
        self.clauses = clauses
        self.by_cue: dict[int, Draft] = {}
        self.labelled: set[int] = set()
        self.loose: list[Quote] = []

    def find(self) -> list[Draft]:
        """Drafts for all quotations that a cue stands beside, in text order, follow-up quotations joined."""
        self._labels()
        last: Draft | None = None
        before: Quote | None = None
        pending: list[Quote] = []  # paragraphs of a quotation whose cue stands in its last one
        for quote in self.quotes.all:
            draft = None
            if quote.first in self.labelled:
                last, before = None, None
                continue
            if self._is_speech(quote):
                draft = self._behind(quote) or self._ahead(quote) or self._signed(quote)
                if draft is None and last is not None and before is not None and self._continues(before, quote):
                    last.pieces.append((quote.first, quote.last))
                    draft = last
            if draft is not None:
                if draft.source is None and last is not None and before is not None and self._is_near(before, quote):
                    draft.source, draft.source_head = last.source, last.source_head
                last, before = draft, quote
                draft.pieces.extend((q.first, q.last) for q in pending)
                pending = []
            elif quote.runs_on:
                pending.append(quote)
            elif quote.words >= 5 and self._is_paragraph(quote):
                self.loose.append(quote)
        found = list(self.by_cue.values())
        for draft in found:
            draft.pieces = _merged(draft.pieces)
        return found

    def _is_speech(self, quote: Quote) -> bool:
        """Whether a quotation could stand as an utterance; a word or two in marks is no speech unless it is closed off."""
        if quote.words == 0 or self._is_title(quote):
            return False
        if quote.words >= 4:
            return True
        inside = self.tokens[quote.last - 2].text if quote.last - quote.first > 2 else ""
        return inside in (",", ".", "?", "!", "…", "...")

    def _is_title(self, quote: Quote) -> bool:
        """Whether the marks hold a name: "author of "Empire of the Fund"", "on CNN's "New Day"."""
        tokens = self.tokens
        j = quote.first - 1
        if (
            quote.words > 9
            or j < self.parse.sentence(quote.first).first
            or tokens[j].pos in ("VERB", "AUX", "PUNCT", "CCONJ")
        ):
            return False
        words = [tokens[k] for k in range(quote.first, quote.last) if tokens[k].text[0].isalnum()]
        return all(
            t.text[0].isupper() or t.text[0].isdigit() or t.pos in ("ADP", "DET", "CCONJ", "PART") for t in words
        )

    # SPEAKER: ... and "..." - Speaker

    def _labels(self) -> None:
        """Transcripts, headlines and captions: a name, a colon, and the words."""
        tokens, lines = self.tokens, self.parse.lines
        found: list[tuple[int, int, int]] = []
        for n, line in enumerate(lines):
            if n and lines[n - 1].paragraph == line.paragraph:
                continue
            for k in range(line.first + 1, min(line.first + 9, line.last)):
                if (tokens[k].pos in ("VERB", "AUX") and not tokens[k].text.isupper()) or self.quotes.at(k) is not None:
                    break
                if tokens[k].text == ":":
                    found.append((n, line.first, k))
                    break
        seen = Counter(self.parse.words(first, colon).lower() for _, first, colon in found)
        for n, first, colon in found:
            self._label(n, first, colon, seen[self.parse.words(first, colon).lower()])

    def _label(self, n: int, first: int, colon: int, times: int) -> None:
        tokens, line = self.tokens, self.parse.lines[n]
        words = tokens[first:colon]
        is_headline = n == 0 or line.part == "headline"
        is_name = any(t.pos == "PROPN" or t.lower in _VOICES for t in words) and not any(
            t.lower in _NO_VOICES for t in words
        )
        is_loud = all(t.text.isupper() for t in words if t.text.isalpha()) and len(words) <= 5
        is_name = is_name or (is_loud and not is_headline and not any(t.lower in _NO_VOICES for t in words))
        quote = self.quotes.at(colon + 1) if colon + 1 < len(tokens) else None
        if not is_name or colon + 3 >= line.last:
            return
        if quote is not None and quote.first == colon + 1 and quote.words > 2:
            end = quote.last
            self.labelled.add(quote.first)
        elif is_headline:
            end = line.last
        elif times > 1 or is_loud:
            end = line.last
            while n + 1 < len(self.parse.lines) and self.parse.lines[n + 1].paragraph == line.paragraph:
                n += 1
                end = self.parse.lines[n].last
            held = self.quotes.at(end - 1)
            end = max(end, held.last) if held is not None else end
            self.labelled.update(q.first for q in self.quotes.within(colon + 1, end))
        else:
            return
        piece = self.clauses.trim(colon + 1, end)
        source = self.clauses.trim(first, colon)
        self.by_cue[colon] = Draft(colon, (colon, colon + 1), source, self.parse.head_of(*source), [piece], "colon")

    def _signed(self, quote: Quote) -> Draft | None:
        """ "..." - Ana Diaz: a quotation signed behind a dash."""
        tokens = self.tokens
        i = quote.last
        if i + 1 >= len(tokens) or tokens[i].text not in _DASHES or not quote.is_closed:
            return None
        line = self.parse.sentence(i + 1)
        end = min(line.last, i + 14)
        if tokens[i + 1].pos != "PROPN" or any(tokens[k].pos in ("VERB", "AUX") for k in range(i + 1, end)):
            return None
        stop = next((k for k in range(i + 1, end) if self.quotes.at(k) is not None or tokens[k].text in _DASHES), end)
        source = self.clauses.trim(i + 1, stop)
        draft = Draft(i, (i, i + 1), source, self.parse.head_of(*source), [(quote.first, quote.last)], "signed")
        self.by_cue[i] = draft
        return draft

    # "..." he said

    def _behind(self, quote: Quote) -> Draft | None:
        """The cue that follows a quotation: "..., he said" or "...," said the mayor."""
        tokens = self.tokens
        i = quote.last
        if i >= len(tokens):
            return None
        line = self.parse.sentence(quote.last - 1)
        next_line = self.parse.sentence(i)
        if next_line is not line:
            end = tokens[quote.last - 2].text if quote.last - quote.first > 2 else ""
            if (
                next_line.paragraph != line.paragraph
                or end not in ("?", "!", "…", "...", ",", "-", "—", "–")
                or next_line.last - i > 16
            ):
                return None
        else:
            inside = tokens[quote.last - 2].text if quote.last - quote.first > 2 else ""
            if inside == "." and tokens[i].text[:1].isupper() and i == next_line.first:
                return None
        while i < next_line.last and tokens[i].text in (",", "—", "–", "-", "--", "―", "…", "..."):
            i += 1
        v = self._cue_verb(i, next_line.last)
        if v is None:
            return None
        draft = self.by_cue.get(v)
        if draft is None:
            draft = self._open(v, quote, i)
            if draft.source is not None and draft.source[0] <= quote.first < draft.source[1]:
                del self.by_cue[v]
                return None
        start = self._widened(quote)
        draft.pieces.append((start, quote.last))
        return draft

    def _cue_verb(self, i: int, end: int) -> int | None:
        """The verb of a cue clause that begins at token `i`, inverted or not."""
        tokens = self.tokens
        limit = min(end, i + _REACH)
        k = i
        while k < limit and tokens[k].pos == "ADV":
            k += 1
        if k < limit and self._carries(k):
            return k  # "said the mayor"
        if (
            k < limit
            and tokens[k].tag in ("IN", "WP", "WDT", "WRB", "TO", "CC", ".")
            and tokens[k].lower not in ("as",)
        ):
            return None
        depth = 0
        for j in range(k, limit):
            t = tokens[j]
            quote = self.quotes.at(j)
            if quote is not None and quote.first == j and quote.words > 3:
                return None
            if t.text in (".", "?", "!", ";"):
                return None
            if t.tag in ("WP", "WDT", "WRB") and t.pos != "ADV":
                depth += 1
            if t.tag in ("VBD", "VBZ", "VBP") or (
                t.tag in ("VBN", "VB", "MD") and t.dep not in ("acl", "amod", "relcl")
            ):
                if self._carries(j) and (depth == 0 or t.dep not in ("relcl",)):
                    return j
                if t.pos == "AUX" or t.tag == "MD":
                    continue
                if depth:
                    depth -= 1
                    continue
                if t.dep in ("xcomp", "acl", "relcl", "amod"):
                    continue
                return None
        return None

    def _carries(self, v: int) -> bool:
        t = self.tokens[v]
        if t.pos not in ("VERB", "AUX") and t.tag not in ("VBD", "VBZ"):
            return False
        lemma = self.clauses.lemma(v)
        if lemma in ("be", "have", "do"):
            return False
        return lemma in cues.QUOTE

    # he said: "..."

    def _ahead(self, quote: Quote) -> Draft | None:
        """The cue that leads into a quotation: he said, "..." or he told reporters: "..."."""
        tokens = self.tokens
        line = self.parse.sentence(quote.first)
        j = quote.first - 1
        if j < 0:
            return None
        if j < line.first:
            before = self.parse.sentence(j)
            if tokens[j].text != ":":
                return None
            line = before
        has_mark = tokens[j].text in (",", ":", "—", "–", "--")
        colon = tokens[j].text == ":"
        if has_mark:
            j -= 1
        first = max(line.first, j - (_REACH if has_mark else 8))
        for v in range(j, first - 1, -1):
            t = tokens[v]
            held = self.quotes.at(v)
            if held is not None and held.words > 3:
                return None
            if t.pos in ("VERB",) and self._carries(v):
                if not has_mark and not self._directly(v, j, quote):
                    return None
                if has_mark and not colon and not self._is_free(v, j):
                    return None
                draft = self.by_cue.get(v)
                if draft is None:
                    draft = self._open(v, quote, None)
                draft.pieces.append((quote.first, quote.last))
                return draft
            if t.tag in ("VBD", "VBZ", "VBP") and t.pos == "VERB" and not colon:
                return None
        if colon and quote.words >= 5 and tokens[quote.first + 1].text[:1].isupper():
            return self._introduced(quote, first, j)
        return None

    def _introduced(self, quote: Quote, first: int, j: int) -> Draft | None:
        """A clause that leads up to a colon without a verb of speech: "she made the following comment: ..."."""
        tokens = self.tokens
        for v in range(first, j + 1):
            if tokens[v].pos == "VERB" and tokens[v].dep == "ROOT" and self.clauses.child(v, "nsubj") is not None:
                draft = self.by_cue.get(v) or self._open(v, quote, None)
                if j - v <= 7:
                    draft.cue = (draft.cue[0], j + 1)
                draft.pieces.append((quote.first, quote.last))
                return draft
        return None

    def _directly(self, v: int, j: int, quote: Quote) -> bool:
        """Whether only the listener or a time stands between the verb and a quotation that opens without a comma."""
        tokens = self.tokens
        if not tokens[quote.first + 1].text[:1].isupper() and v < j:
            return False
        return all(
            tokens[k].pos in ("PROPN", "NOUN", "PRON", "DET", "ADV", "ADP")
            and tokens[k].lower not in ("that", "as", "of")
            for k in range(v + 1, j + 1)
        )

    def _is_free(self, v: int, j: int) -> bool:
        """Whether no clause of the cue's own stands between it and the comma before the quotation."""
        tokens = self.tokens
        return not any(
            tokens[k].tag in ("VBD", "VBZ", "VBP", "MD") for k in range(v + 1, j + 1) if tokens[k].dep != "relcl"
        )

    # the pieces

    def _open(self, v: int, quote: Quote, start: int | None) -> Draft:
        """A draft for the cue `v`; its source is looked for on the page where the parse names none outside the quotation."""
        clauses = self.clauses
        cue = clauses.verb_group(v)
        while cue[0] < v and self.quotes.at(cue[0]) is not None:
            cue = (cue[0] + 1, cue[1])
        source, head = clauses.subject(v)
        if source is not None and self.quotes.at(source[0]) is quote:
            source = head = None
        if source is None and start is not None:
            source, head = self._nearby(v, start, cue)
        draft = Draft(v, cue, source, head, [], "direct")
        self.by_cue[v] = draft
        return draft

    def _nearby(self, v: int, start: int, cue: Range) -> tuple[Range | None, int | None]:
        """The noun phrase before or behind a cue whose subject the parse lost."""
        tokens = self.tokens
        line = self.parse.sentence(v)
        if start < cue[0]:
            lo, hi = self.clauses.trim(start, cue[0])
            return (lo, hi), self.parse.head_of(lo, hi)
        k = cue[1]
        end = line.last
        if k < end and tokens[k].pos in ("PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM"):
            hi = k
            head = None
            while hi < end and tokens[hi].text not in (".", ";", ":", "—", "--", "–") and self.quotes.at(hi) is None:
                if (
                    tokens[hi].pos in ("NOUN", "PROPN", "PRON")
                    and head is None
                    and (hi + 1 >= end or tokens[hi + 1].pos not in ("NOUN", "PROPN"))
                ):
                    head = hi
                hi += 1
            if head is not None:
                wide = min(max(self.clauses.hi[head], head + 1), hi)
                return self.clauses.trim(k, wide), head
        return None, None

    def _widened(self, quote: Quote) -> int:
        """Where the content begins: at the quotation, or with the sentence that it ends ("the plan is "dead," he said")."""
        tokens = self.tokens
        line = self.parse.sentence(quote.first)
        if quote.first <= line.first:
            return quote.first
        lo = line.first
        before = tokens[quote.first - 1].text
        if before in (".", "?", "!", ":"):
            return quote.first
        for k in range(quote.first - 1, lo - 1, -1):
            held = self.quotes.at(k)
            if held is not None and self.parse.sentence(held.first) is not line:
                return k + 1
            if k in self.by_cue:
                return quote.first
            t = tokens[k]
            if (
                t.pos == "VERB"
                and self.clauses.lemma(k) in cues.CLAUSE
                and self.clauses.lemma(k) in ("say", "add", "tell", "write", "ask", "argue", "note")
            ):
                return quote.first
        return lo

    def _continues(self, before: Quote, quote: Quote) -> bool:
        """Whether a quotation without a cue goes on from the one before: reopened, or next in the same breath."""
        tokens = self.tokens
        if before.runs_on:
            return True
        line, line_before = self.parse.sentence(quote.first), self.parse.sentence(before.last - 1)
        if quote.first > line.first + 1:
            return False
        if quote.paragraph == before.paragraph:
            gap = range(before.last, quote.first)
            at = tokens[quote.first].sent - tokens[before.last - 1].sent
            return at <= 1 or (at == 2 and len(gap) <= 14)
        if quote.paragraph - before.paragraph != 1 and tokens[quote.first].sent - tokens[before.last - 1].sent > 1:
            return False
        return self._is_paragraph(quote) and line_before is not line

    def _is_near(self, before: Quote, quote: Quote) -> bool:
        """Whether no whole paragraph stands between two quotations."""
        return quote.paragraph - before.paragraph <= 1

    def running(self, drafts: list[Draft]) -> list[Draft]:
        """Paragraphs of pure quotation without a cue: they go to the one speaker of the paragraph before."""
        by_paragraph: dict[int, list[Draft]] = {}
        for d in drafts:
            by_paragraph.setdefault(self.parse.sentence(d.head).paragraph, []).append(d)
        found = []
        numbers = [number for number, _, _ in self.quotes.paragraphs]
        for quote in self.loose:
            at = bisect_left(numbers, quote.paragraph)
            before = by_paragraph.get(numbers[at - 1], []) if at else []
            speaker = before[-1] if before else None
            if speaker is None or speaker.source is None or speaker.frame not in _SPOKEN:
                continue
            if len({self.parse.words(*d.source).lower() for d in before if d.source is not None}) > 1:
                continue
            pieces = [(quote.first, quote.last)]
            found.append(Draft(speaker.head, speaker.cue, speaker.source, speaker.source_head, pieces, "running"))
        return found

    def _is_paragraph(self, quote: Quote) -> bool:
        """Whether a quotation fills its paragraph."""
        tokens = self.tokens
        line = self.parse.sentence(quote.first)
        end = self.parse.sentence(quote.last - 1)
        opens = quote.first == line.first and (
            line.first == 0 or self.parse.sentence(line.first - 1).paragraph != line.paragraph
        )
        closes = quote.last >= end.last and (
            end.last >= len(tokens) or self.parse.sentence(end.last).paragraph != end.paragraph
        )
        return opens and closes


def _merged(pieces: list[Range]) -> list[Range]:
    """In order, overlapping and touching pieces joined."""
    found: list[Range] = []
    for lo, hi in sorted(pieces):
        if found and lo <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], hi))
        else:
            found.append((lo, hi))
    return found
