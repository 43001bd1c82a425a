"""The grammar around a cue: its words, whoever speaks, and the clause that is said.

Works on the dependency parse of one sentence at a time; where the parse is known to slip (inverted order, a quotation
torn in two) the marks on the page decide instead. Which words are cues, and of what frame, is `frames`' business.
"""

from dateline.extraction.statements import cues
from dateline.extraction.statements.draft import Draft, Range
from dateline.extraction.statements.quotes import Quotes
from dateline.extraction.text.tokens import Parse, Token

_VERBAL = {"VERB", "AUX"}
_LEFT_OF_VERB = {"aux", "auxpass", "neg", "advmod"}
_TRIMMED = {",", ";", ":", "--", "-", "–", "—", ".", "?", "!", "...", "…", "(", ")", "[", "]", "―"}
_PAPERS = frozenset(
    """statement release letter email e-mail article ad tweet report post memo note column message speech video notice
    communique editorial op-ed paper document brief resolution text""".split()
)


class Clauses:
    """The clauses of one article, by token number."""

    def __init__(self, parse: Parse, quotes: Quotes) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.quotes = quotes
        self.lo, self.hi = _extents(parse)
        self.moved: dict[int, int] = {}  # second verbs of speech, and the first whose subject they share

    # the parts of a cue

    def lemma(self, i: int) -> str:
        """The word's lemma, with the slips of the small pipeline mended."""
        lemma = self.tokens[i].lemma.lower()
        return cues.MENDED.get(lemma, lemma)

    def child(self, i: int, *deps: str) -> int | None:
        """The first child of `i` with one of the labels."""
        tokens = self.tokens
        for k in tokens[i].children:
            if tokens[k].dep in deps:
                return k
        return None

    def verb_group(self, v: int) -> Range:
        """The verb with its auxiliaries, adverbs, negation, particle and the verbs that lead into it."""
        tokens = self.tokens
        lo, hi = v, v + 1
        first = self.parse.sentence(v).first
        while lo > first:
            t = tokens[lo - 1]
            if (t.head == v and t.dep in _LEFT_OF_VERB and t.tag != "WRB" and t.lower not in ("then", "so")) or (
                t.head < v and t.head >= lo - 1 and t.dep == "advmod" and lo < v
            ):
                lo -= 1
            else:
                break
        if hi < len(tokens) and tokens[hi].head == v and (tokens[hi].dep in ("prt", "neg")):
            hi += 1
        lead = tokens[v].head
        if (
            tokens[v].dep == "xcomp"
            and lead < v
            and lo - lead <= 3
            and self.lemma(lead) in cues.LEADING
            and all(tokens[k].pos in ("PART", "ADP", "ADV", "AUX") for k in range(lead + 1, lo))
        ):
            lo = self.verb_group(lead)[0]
        return lo, hi

    def subject(self, v: int, depth: int = 0) -> tuple[Range | None, int | None]:
        """The words of whoever speaks, and their head; None where nobody is named."""
        tokens = self.tokens
        t = tokens[v]
        if depth > 8:
            return None, None
        if v in self.moved:
            return self.subject(self.moved[v], depth + 1)
        if self.is_passive(v):
            agent = self.child(v, "agent")
            if agent is not None:
                by = self.child(agent, "pobj")
                return (self.phrase(by), by) if by is not None else (None, None)
            if t.dep not in ("xcomp",):
                return None, None
        for k in t.children:
            if tokens[k].dep == "nsubj" or (tokens[k].dep == "nsubjpass" and depth):
                return self.phrase(k, v), k
        if self.child(v, "expl", "csubj") is not None:
            return None, None
        up = t.head
        if up == v:
            return None, None
        if t.dep in ("conj", "xcomp", "advcl", "ccomp", "dep") and tokens[up].pos in _VERBAL:
            if t.dep == "ccomp" and t.tag not in ("VBG", "VB"):
                return None, None
            return self.subject(up, depth + 1)
        if t.dep == "advcl" and tokens[up].pos in ("NOUN", "PROPN", "ADJ"):
            return self.subject(up, depth + 1)
        if t.dep == "pcomp" and tokens[tokens[up].head].pos in _VERBAL:
            return self.subject(tokens[up].head, depth + 1)
        if (t.dep in ("acl",) and t.tag == "VBG") or (t.dep == "conj" and tokens[up].dep == "acl"):
            noun = up if t.dep == "acl" else tokens[up].head
            if tokens[noun].pos in ("NOUN", "PROPN", "PRON"):
                return self.phrase(noun, v), noun
        if t.dep == "relcl" and tokens[up].pos in ("NOUN", "PROPN", "PRON"):
            for k in range(up + 1, v):
                if tokens[k].lower in ("who", "which", "that") and tokens[k].tag in ("WP", "WDT"):
                    return (k, k + 1), k
        return None, None

    def is_passive(self, v: int) -> bool:
        """Whether verb `v` says what was done to its subject."""
        t = self.tokens[v]
        if t.tag != "VBN" and t.tag != "VBD":
            return False
        deps = {self.tokens[k].dep for k in t.children}
        return (
            "auxpass" in deps
            or "nsubjpass" in deps
            or (t.tag == "VBN" and t.dep in ("acl", "advcl") and "aux" not in deps)
        )

    def phrase(self, i: int, v: int | None = None) -> Range:
        """The whole noun phrase of `i`, cut where the cue verb begins."""
        tokens = self.tokens
        lo, hi = self.lo[i], self.hi[i]
        line = self.parse.sentence(i)
        lo, hi = max(lo, line.first), min(hi, line.last)
        if v is not None:
            if i < v < hi:
                hi = v
            elif lo <= v < i:
                lo = v + 1
        for k in range(i - 1, lo, -1):
            if (
                tokens[k].tag in ("VBD", "VBZ", "VBP")
                and tokens[k].dep not in ("relcl", "amod")
                and tokens[k].pos == "VERB"
            ):
                back = next((m for m in range(k, i) if tokens[m].text == "," or tokens[m].dep == "cc"), None)
                if back is not None:
                    lo = back + 1
                    if lo < i and tokens[lo].dep == "cc":
                        lo += 1
                break
        quote = self.quotes.at(i)
        if quote is None:
            while lo < i and self.quotes.at(lo) is not None and self.quotes.at(lo).words > 3:  # type: ignore[union-attr]
                lo += 1
        return self.trim(lo, hi)

    # the reach of a content

    def trim(self, lo: int, hi: int) -> Range:
        """Without commas, stops and brackets at either end; a mark of a quotation inside stays."""
        tokens, at = self.tokens, self.quotes.at
        while lo < hi - 1 and (tokens[lo].text in _TRIMMED and at(lo) is None):
            lo += 1
        while lo < hi - 1 and (tokens[hi - 1].text in _TRIMMED and at(hi - 1) is None):
            hi -= 1
        return lo, hi

    def whole(self, lo: int, hi: int, line_first: int, line_last: int, keep_out: Range | None = None) -> Range:
        """A range widened so that it tears no quotation, within its sentence and outside the cue."""
        first = self.quotes.at(lo)
        if first is not None and first.first >= line_first:
            lo = min(lo, first.first)
        last = self.quotes.at(hi - 1)
        if last is not None and (last.last <= line_last or last.first >= lo):
            hi = max(hi, last.last)
        if keep_out is not None:
            if lo < keep_out[1] <= hi and keep_out[0] <= lo:
                lo = keep_out[1]
            if lo < keep_out[0] < hi <= keep_out[1]:
                hi = keep_out[0]
        return self.trim(lo, hi)

    def clause(self, c: int, cue: Range) -> list[Range]:
        """The content headed by `c`: its subtree, without the cue, in one or two pieces."""
        line = self.parse.sentence(c)
        lo, hi = max(self.lo[c], line.first), min(self.hi[c], line.last)
        if cue[1] <= c:
            lo = max(lo, cue[1])
            lo, hi = self.whole(lo, hi, line.first, line.last, cue)
            return [(lo, hi)] if lo < hi else []
        if cue[0] >= hi:
            return [self.whole(lo, hi, line.first, line.last, cue)]
        pieces = []
        if lo < cue[0]:
            pieces.append(self.trim(lo, cue[0]))
        if cue[1] < hi:
            pieces.append(self.trim(cue[1], hi))
        return [p for p in pieces if p[0] < p[1]]

    # the statement

    def draft(self, head: int, cue: Range, pieces: list[Range], frame: str, subject: int | None = None) -> Draft | None:
        """A statement with whoever speaks: the subject of `head`, or of token `subject` where that is given; None without content."""
        tokens = self.tokens
        source, source_head = self.subject(head if subject is None else subject)
        pieces = [p for p in pieces if p[0] < p[1]]
        if not pieces:
            return None
        if tokens[head].dep == "acl" and tokens[head].tag == "VBG" and source_head == tokens[head].head:
            issued = self._issued(head, source_head)
            if issued is not None:
                cue = (issued[0], cue[1])
                source, source_head = issued[1], issued[2]
        if source is not None and any(lo <= source[0] < hi for lo, hi in pieces) and source_head != head:
            source = source_head = None
        return Draft(head, cue, source, source_head, pieces, frame)

    def _issued(self, v: int, noun: int) -> tuple[int, Range, int | None] | None:
        """ "the army issued a statement saying": whoever issued the words is the source, not the paper."""
        tokens = self.tokens
        if tokens[noun].lemma not in _PAPERS:
            return None
        up = tokens[noun].head
        if tokens[noun].dep == "pobj":
            up = tokens[up].head
        if tokens[up].pos != "VERB" or not noun - 7 <= up < noun or self.is_passive(up):
            return None
        source, head = self.subject(up)
        return (self.verb_group(up)[0], source, head) if source is not None else None


def _extents(parse: Parse) -> tuple[list[int], list[int]]:
    """First and last (exclusive) token below each token, itself included; one climb a token."""
    tokens: list[Token] = parse.tokens
    lo = list(range(len(tokens)))
    hi = [i + 1 for i in lo]
    for i in range(len(tokens)):
        j = i
        for _ in range(300):
            up = tokens[j].head
            if up == j:
                break
            if i < lo[up]:
                lo[up] = i
            if i >= hi[up]:
                hi[up] = i + 1
            j = up
    return lo, hi
