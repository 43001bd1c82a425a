"""From a cue word to its statement: who speaks, which words are the cue, and how far the content runs.

One `Draft` a cue, in token numbers. Works on the dependency parse of one sentence at a time; where the parse is known to
slip (inverted order, a quotation torn in two) the marks on the page decide instead.
"""

from collections.abc import Iterable

from dateline.extraction.statements import cues
from dateline.extraction.statements.quotes import Quotes
from dateline.extraction.text.tokens import Parse, Token

Range = tuple[int, int]

_VERBAL = {"VERB", "AUX"}
_LEFT_OF_VERB = {"aux", "auxpass", "neg", "advmod"}
_TRIMMED = {",", ";", ":", "--", "-", "–", "—", ".", "?", "!", "...", "…", "(", ")", "[", "]", "―"}
_CONJUNCTIONS = {"and", "but", "or"}
_SECOND = frozenset(
    """say add note warn vow promise predict insist argue urge suggest accuse criticize call tell ask claim stress
    emphasize acknowledge announce declare demand deny describe conclude pledge praise question dismiss reject""".split()
)
_SECOND_PARTICIPLES = frozenset(
    """say add note call argue cite tell warn suggest describe accuse claim insist ask urge explain tweet write vow promise
    declare denounce criticize acknowledge stress emphasize predict refer assert contend announce mock blame""".split()
)
_PAPERS = frozenset(
    """statement release letter email e-mail article ad tweet report post memo note column message speech video notice
    communique editorial op-ed paper document brief resolution text""".split()
)
_ASIDES = {"which", "who", "whose", "a", "an"}
_REASONS = {"because", "if", "unless", "until"}
_PEOPLE = {"critic", "supporter", "opponent", "proponent", "advocate", "defender"}


class Draft:
    """A statement in token numbers: `head` is the cue's main word, `frame` names the rule that found it."""

    __slots__ = ("cue", "frame", "head", "is_nested", "pieces", "source", "source_head")

    def __init__(
        self, head: int, cue: Range, source: Range | None, source_head: int | None, pieces: list[Range], frame: str
    ) -> None:
        self.head = head
        self.cue = cue
        self.source = source
        self.source_head = source_head
        self.pieces = pieces
        self.frame = frame
        self.is_nested = False

    def holds(self, i: int) -> bool:
        """Whether token `i` is part of the content."""
        return any(lo <= i < hi for lo, hi in self.pieces)

    @property
    def size(self) -> int:
        """Tokens of content."""
        return sum(hi - lo for lo, hi in self.pieces)


class Clauses:
    """The cues of one article, each with its frame, source and content."""

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
        if self._is_passive(v):
            agent = self.child(v, "agent")
            if agent is not None:
                by = self.child(agent, "pobj")
                return (self._phrase(by), by) if by is not None else (None, None)
            if t.dep not in ("xcomp",):
                return None, None
        for k in t.children:
            if tokens[k].dep == "nsubj" or (tokens[k].dep == "nsubjpass" and depth):
                return self._phrase(k, v), k
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
                return self._phrase(noun, v), noun
        if t.dep == "relcl" and tokens[up].pos in ("NOUN", "PROPN", "PRON"):
            for k in range(up + 1, v):
                if tokens[k].lower in ("who", "which", "that") and tokens[k].tag in ("WP", "WDT"):
                    return (k, k + 1), k
        return None, None

    def _is_passive(self, v: int) -> bool:
        t = self.tokens[v]
        if t.tag != "VBN" and t.tag != "VBD":
            return False
        deps = {self.tokens[k].dep for k in t.children}
        return (
            "auxpass" in deps
            or "nsubjpass" in deps
            or (t.tag == "VBN" and t.dep in ("acl", "advcl") and "aux" not in deps)
        )

    def _phrase(self, i: int, v: int | None = None) -> Range:
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

    # frames

    def find(self, skip: Iterable[int] = ()) -> list[Draft]:
        """All drafts that the parse shows, in text order; cue words in `skip` are already used."""
        used = set(skip)
        found: list[Draft] = []
        tokens = self.tokens
        self._share_subjects(used)
        for i, t in enumerate(tokens):
            if i in used:
                continue
            pos = t.pos
            draft = None
            if pos == "VERB":
                draft = self._verb(i)
            elif pos == "NOUN":
                draft = self._noun(i)
            elif pos == "AUX":
                draft = self._copula(i)
            elif pos == "ADJ":
                draft = self._adjective(i)
            if draft is None and pos != "NOUN" and t.lower == "according":
                draft = self._according(i)
            if draft is not None and draft.pieces:
                found.append(draft)
        return found

    def _share_subjects(self, cues_used: set[int]) -> None:
        """ ", he said, adding that ..": a participle behind a cue clause has the speaker of that clause."""
        tokens = self.tokens
        for i, t in enumerate(tokens):
            if (
                t.tag != "VBG"
                or i == 0
                or tokens[i - 1].text != ","
                or t.pos != "VERB"
                or self.quotes.at(i) is not None
            ):
                continue
            if (
                self.lemma(i) not in cues.CLAUSE
                and self.lemma(i) not in cues.OBJECT
                and self.lemma(i) not in cues.NAMED
            ):
                continue
            first = self.parse.sentence(i).first
            for k in range(i - 2, max(first, i - 14) - 1, -1):
                if k in cues_used and tokens[k].head != i:
                    self.moved[i] = k
                    break
                if tokens[k].tag in ("VBD", "VBZ", "VBP") or self.quotes.at(k) is not None:
                    break

    def _draft(
        self, head: int, cue: Range, pieces: list[Range], frame: str, subject: int | None = None
    ) -> Draft | None:
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
        if tokens[up].pos != "VERB" or not noun - 7 <= up < noun or self._is_passive(up):
            return None
        source, head = self.subject(up)
        return (self.verb_group(up)[0], source, head) if source is not None else None

    def _verb(self, v: int) -> Draft | None:
        lemma = self.lemma(v)
        tokens = self.tokens
        clausal = lemma in cues.CLAUSE or lemma in cues.TOLD or lemma in cues.URGED or lemma in cues.NAMED
        if not (
            clausal or lemma in cues.OBJECT or lemma in cues.TO or lemma in cues.PREPOSITIONS or lemma in cues.PASSIVE
        ):
            return None
        cue = self.verb_group(v)
        speaks = lemma in cues.CLAUSE or lemma in cues.TOLD
        if speaks:
            draft = self._parenthesis(v, cue)
            if draft is not None:
                return draft
        if self._is_passive(v):
            return self._passive(v, cue, lemma)
        right: dict[str, int] = {}
        for k in tokens[v].children:
            dep = tokens[k].dep
            if k > v:
                right.setdefault(dep, k)
        ccomp = right.get("ccomp")
        if ccomp is not None and speaks:
            draft = self._relative(v, ccomp, cue)
            if draft is not None:
                return draft
        if ccomp is not None and clausal:
            return self._draft(v, cue, self._with_tail(v, ccomp, cue), "clause")
        xcomp, dobj = right.get("xcomp"), right.get("dobj")
        if xcomp is not None:
            is_to = any(tokens[k].lower == "to" and tokens[k].dep == "aux" for k in tokens[xcomp].children)
            if dobj is not None and dobj < xcomp and lemma in cues.URGED and is_to:
                lo = self.lo[dobj]
                return self._draft(v, cue, [self.trim(max(lo, cue[1]), self.hi[xcomp])], "urged")
            if is_to and lemma == "ask" and self.lemma(xcomp) in ("name", "identify", "quote"):
                return None  # "who asked not to be named" describes a source
            if is_to and lemma in cues.TO and dobj is None:
                return self._draft(v, cue, self.clause(xcomp, cue), "to")
            if not is_to and speaks:
                return self._draft(v, cue, self.clause(xcomp, cue), "clause")
        advcl = right.get("advcl")
        if advcl is not None and speaks and self._is_question(v, advcl):
            return self._draft(v, cue, self.clause(advcl, cue), "whether")
        if dobj is not None and lemma in cues.NAMED:
            draft = self._named(v, cue, dobj)
            if draft is not None:
                return draft
        if lemma in ("call", "dub", "label", "brand"):
            draft = self._called(v, cue)
            if draft is not None:
                return draft
        wanted = cues.PREPOSITIONS.get(lemma)
        if wanted is not None:
            draft = self._behind_preposition(v, cue, wanted)
            if draft is not None:
                return draft
        if dobj is not None and lemma in cues.OBJECT:
            return self._object(v, cue, dobj)
        return None

    def _relative(self, v: int, ccomp: int, cue: Range) -> Draft | None:
        """ "which she said was over": the pronoun and the clause that it was taken from are the content."""
        tokens = self.tokens
        if tokens[v].dep not in ("relcl", "ccomp", "pcomp", "csubj", "ROOT") or tokens[ccomp].tag not in (
            "VBD",
            "VBZ",
            "VBP",
            "VBN",
            "MD",
            "VB",
        ):
            return None
        if any(tokens[k].dep in ("nsubj", "nsubjpass", "expl", "mark") for k in tokens[ccomp].children if k > v):
            return None
        for k in [*tokens[v].children, *tokens[ccomp].children]:
            if k < v and tokens[k].tag in ("WDT", "WP") and tokens[k].dep in ("nsubj", "nsubjpass", "dobj", "attr"):
                subject = next(
                    (m for m in tokens[v].children if k < m < v and tokens[m].dep in ("nsubj", "dobj") and m != k), None
                )
                if subject is None:
                    continue
                draft = self._draft(v, cue, [(k, k + 1), *self.clause(ccomp, cue)], "relative")
                if draft is not None:
                    draft.source, draft.source_head = self._phrase(subject, v), subject
                return draft
        return None

    def _with_tail(self, v: int, ccomp: int, cue: Range) -> list[Range]:
        """A clause behind its verb; a subject that the parse tore off its front is put back."""
        tokens = self.tokens
        pieces = self.clause(ccomp, cue)
        if not pieces:
            return pieces
        lo, hi = pieces[0]
        has_subject = any(tokens[k].dep in ("nsubj", "nsubjpass", "expl", "csubj") for k in tokens[ccomp].children)
        if not has_subject and lo > cue[1] and tokens[ccomp].tag in ("VBD", "VBZ", "VBP", "MD", "VBN", "VB", "VBG"):
            torn = [
                k
                for k in tokens[v].children
                if cue[1] <= k < lo and tokens[k].dep in ("dobj", "dep", "npadvmod", "nsubj", "dative")
            ]
            if torn and tokens[torn[0]].pos in ("NOUN", "PROPN", "PRON") and self.lemma(v) not in cues.TOLD:
                first = min(self.lo[k] for k in torn)
                pieces[0] = (max(first, cue[1]), hi)
        pieces[0] = (pieces[0][0], self._tail(v, pieces[0]))
        return self._without_second_cue(v, pieces)

    def _tail(self, v: int, piece: Range) -> int:
        """Where a clause really ends: a reason or condition that the parse hung on the cue belongs to it."""
        tokens = self.tokens
        line = self.parse.sentence(v)
        hi = piece[1]
        for k in tokens[v].children:
            if self.lo[k] < hi or self.lo[k] - hi > 2:
                continue
            first = tokens[self.lo[k]]
            reason = tokens[k].dep == "advcl" and first.lower in _REASONS
            if reason and tokens[piece[1] - 1].pos != "PUNCT" and self.hi[k] <= line.last:
                hi = self.trim(piece[0], self.hi[k])[1]
        return hi

    def _without_second_cue(self, v: int, pieces: list[Range]) -> list[Range]:
        """ "said he was pleased and added that ..", "denied it, saying ..": the second verb of speech is the speaker's own."""
        tokens = self.tokens
        lo, hi = pieces[-1]
        for k in range(lo + 1, hi):
            t = tokens[k]
            if t.pos != "VERB" or self.quotes.at(k) is not None:
                continue
            if t.tag == "VBG":
                is_second = (
                    tokens[k - 1].text == ","
                    and t.dep in ("advcl", "acl", "conj")
                    and self.lemma(k) in _SECOND_PARTICIPLES
                )
            else:
                is_second = (
                    t.dep == "conj"
                    and t.tag == tokens[v].tag
                    and self.lemma(k) in _SECOND
                    and not any(tokens[m].dep in ("nsubj", "nsubjpass", "aux") for m in t.children)
                )
            if is_second:
                self.moved[k] = v
                cut = self.verb_group(k)[0]
                pieces[-1] = self.trim(lo, cut - 1 if tokens[cut - 1].dep == "cc" else cut)
                return [p for p in pieces if p[0] < p[1]]
        return pieces

    def _without_aside(self, piece: Range, head: int) -> Range:
        """A noun phrase without the aside behind its comma: ", which ..", ", a member of .."."""
        tokens = self.tokens
        lo, hi = piece
        for k in range(head + 1, hi - 1):
            if tokens[k].text == "," and tokens[k + 1].lower in _ASIDES and self.quotes.at(k) is None:
                return self.trim(lo, k)
        return piece

    def _is_question(self, v: int, advcl: int) -> bool:
        tokens = self.tokens
        first = tokens[max(self.lo[advcl], v + 1)]
        return (
            first.lower in ("whether", "if", "how", "why", "when", "where", "what", "who")
            and first.i - v <= 4
            and (
                first.lower not in ("if", "when")
                or self.lemma(v) in ("ask", "wonder", "question", "know", "say", "inquire", "decide")
            )
        )

    def _cue_clause(self, v: int, cue: Range) -> Range:
        """The cue with its subject and adverbials, which cut a content in two."""
        lo, hi = cue
        tokens = self.tokens
        for k in tokens[v].children:
            dep = tokens[k].dep
            if dep in ("nsubj", "dative", "npadvmod", "prt") or (dep in ("prep", "advmod", "dobj") and k > v):
                lo, hi = min(lo, self.lo[k]), max(hi, self.hi[k])
        return lo, hi

    def _parenthesis(self, v: int, cue: Range) -> Draft | None:
        """ "X will fall, he said." and "X, he said on Friday, will fall": the cue clause stands behind or inside."""
        tokens = self.tokens
        line = self.parse.sentence(v)
        subject = self.child(v, "nsubj")
        if subject is None:
            return None
        lo, hi = min(cue[0], self.lo[subject]), max(cue[1], self.hi[subject] if subject > v else 0)
        if lo <= line.first + 1 or (subject < v and self.hi[subject] > v):
            return None
        if tokens[lo - 1].text not in (",", "—", "–", "--", '"', "''", "”"):
            return None
        for k in tokens[v].children:
            if (
                k > v
                and k >= hi
                and tokens[k].dep in ("prep", "npadvmod", "advmod", "dative", "dobj")
                and self.lo[k] <= hi
            ):
                if tokens[k].dep == "dobj" and self.lemma(v) not in cues.TOLD:
                    continue
                hi = max(hi, self.hi[k])
        lead = tokens[lo].lower
        if lead in ("as", "who", "which", "that") or tokens[subject].lower in ("who", "which", "that"):
            return None
        end = hi < line.last and tokens[hi].text not in (",", ".", "—", "–", "--", "?", "!", '"', ":", ";")
        if end:
            return None
        if hi < line.last and tokens[hi].text == ":":
            return None
        # a clause of its own must stand to the left, or the cue clause be followed by one
        left = self.trim(line.first, lo)
        rest = self.trim(hi, line.last) if hi < line.last else (hi, hi)
        has_right = hi < line.last and tokens[hi].text in (",", "—", "–", "--") and rest[1] - rest[0] > 1
        has_verb_left = any(tokens[k].pos in _VERBAL and tokens[k].tag not in ("VBG", "VBN") for k in range(*left))
        if not has_verb_left and not has_right:
            return None
        if has_right and not self._goes_on(v, rest):
            has_right = False
            if not has_verb_left:
                return None
        pieces = [left, rest] if has_right else [left]
        return self._draft(v, cue, pieces, "parenthesis")

    def _goes_on(self, v: int, rest: Range) -> bool:
        """Whether what follows ", he said," is more of the content: not "adding that", not "and left"."""
        first = self.tokens[rest[0]]
        if first.tag == "VBG" and first.head == v:
            return False
        if first.lower in ("who", "which", "while", "although", "though", "as", "citing", "adding"):
            return False
        return not (first.lower in _CONJUNCTIONS and first.head == v)

    def _passive(self, v: int, cue: Range, lemma: str) -> Draft | None:
        tokens = self.tokens
        if lemma not in cues.PASSIVE:
            return None
        ccomp = self.child(v, "ccomp")
        subject = self.child(v, "nsubjpass")
        if ccomp is not None and ccomp > v:
            if lemma in cues.TOLD and subject is not None:
                return Draft(v, cue, None, None, self.clause(ccomp, cue), "passive told")
            return self._draft(v, cue, self.clause(ccomp, cue), "passive clause")
        xcomp = self.child(v, "xcomp")
        if subject is not None and xcomp is not None and xcomp > v:
            return self._draft(v, cue, [self._phrase(subject, v), *self.clause(xcomp, cue)], "passive to")
        if subject is not None and lemma == "accuse":
            for k in tokens[v].children:
                if tokens[k].dep == "prep" and tokens[k].lower == "of":
                    return self._draft(v, cue, [self._phrase(subject, v), *self.clause(k, cue)], "passive of")
        if subject is not None and self.child(v, "agent") is not None:
            return self._draft(v, cue, [self._phrase(subject, v)], "passive by")
        return None

    def _named(self, v: int, cue: Range, dobj: int) -> Draft | None:
        """ "called the raid a crime", "described it as brutal"."""
        tokens = self.tokens
        lo, hi = max(self.lo[dobj], cue[1]), self.hi[dobj]
        is_named = False
        for k in tokens[v].children:
            if k > dobj and (
                tokens[k].dep in ("oprd", "xcomp", "acomp", "attr")
                or (tokens[k].dep == "prep" and tokens[k].lower in ("as", "for", "of"))
            ):
                hi = max(hi, self.hi[k])
                is_named = True
        if not is_named:
            return None
        line = self.parse.sentence(v)
        return self._draft(v, cue, [self.whole(lo, hi, line.first, line.last, cue)], "named")

    def _called(self, v: int, cue: Range) -> Draft | None:
        """ "called the assault "an attack on us"": a name in quotation marks near behind its bearer."""
        tokens = self.tokens
        line = self.parse.sentence(v)
        for k in range(cue[1], min(cue[1] + 14, line.last)):
            t = tokens[k]
            quote = self.quotes.at(k)
            if quote is not None and quote.first == k and quote.last <= line.last:
                if k == cue[1]:
                    return None
                return self._draft(v, cue, [self.trim(cue[1], quote.last)], "named")
            if (
                t.text in (",", ":", ";", "—", "-")
                or t.tag in ("VBZ", "VBP", "MD")
                or t.lower in ("for", "on", "upon", "to")
            ):
                return None
        return None

    def _behind_preposition(self, v: int, cue: Range, wanted: frozenset[str]) -> Draft | None:
        tokens = self.tokens
        for k in tokens[v].children:
            if k < v or tokens[k].dep not in ("prep", "agent", "dative"):
                continue
            preposition = k
            if tokens[k].lower not in wanted:
                continue
            inner = self.child(k, "prep")
            if inner is not None and inner == k + 1:
                preposition = inner
            inside = self.child(preposition, "pobj", "pcomp")
            if inside is None or preposition - cue[1] > 4:
                continue
            wide = (cue[0], preposition + 1)
            pieces = self.clause(inside, wide)
            if pieces and tokens[inside].pos in ("NOUN", "PROPN"):
                pieces = self._without_second_cue(v, [self._without_aside(pieces[0], inside)])
            return self._draft(v, wide, pieces, "preposition")
        return None

    def _object(self, v: int, cue: Range, dobj: int) -> Draft | None:
        tokens = self.tokens
        if tokens[dobj].pos == "PRON" and tokens[dobj].lower in ("itself", "himself", "herself", "themselves", "each"):
            return None
        if self._noun(dobj) is not None:
            return None
        if self.lemma(v) in cues.HANDLED and self.lemma(dobj) in cues.THINGS:
            return None  # "attacked the base", "released the hostages": done to things and people, not said of them
        line = self.parse.sentence(v)
        lo, hi = max(self.lo[dobj], cue[1]), self.hi[dobj]
        for k in tokens[v].children:
            if (
                k > dobj
                and tokens[k].dep == "prep"
                and tokens[k].lower in ("for", "as", "of", "in", "to", "on", "with", "by", "from", "over", "at")
                and self.lo[k] == hi
            ):
                hi = max(hi, self.hi[k])
        piece = self._without_aside(self.whole(lo, hi, line.first, line.last, cue), dobj)
        return self._draft(v, cue, self._without_second_cue(v, [piece]), "object")

    def _noun(self, n: int) -> Draft | None:
        """ "a claim that", "his promise to", "criticism of"."""
        tokens = self.tokens
        lemma = self.lemma(n)
        if lemma in cues.NOUNS_THAT or lemma in cues.NOUNS_TO:
            for k in tokens[n].children:
                if k < n or tokens[k].dep not in ("acl", "ccomp", "relcl"):
                    continue
                first = max(self.lo[k], n + 1)
                opening = tokens[first]
                if lemma in cues.NOUNS_THAT and opening.lower == "that" and opening.dep == "mark":
                    return self._noun_draft(n, n + 1, self.clause(k, (n, n + 1)), "noun that")
                if lemma in cues.NOUNS_TO and opening.lower == "to" and first == n + 1:
                    return self._noun_draft(n, n + 1, self.clause(k, (n, n + 1)), "noun to")
        if lemma in cues.NOUNS_OF:
            for k in tokens[n].children:
                if k == n + 1 and tokens[k].dep == "prep" and tokens[k].lower in cues.NOUNS_OF[lemma]:
                    inside = self.child(k, "pobj", "pcomp")
                    if inside is not None:
                        return self._noun_draft(n, k + 1, self.clause(inside, (n, k + 1)), "noun of")
        return None

    def _copula(self, be: int) -> Draft | None:
        """ "the claim is that ..", "his answer was: ..": the noun is the cue, its owner the source."""
        if self.lemma(be) != "be":
            return None
        noun, clause = self.child(be, "nsubj"), self.child(be, "ccomp")
        if noun is None or clause is None or clause < be or noun > be or self.lemma(noun) not in cues.NOUNS_IS:
            return None
        lo, hi = noun, self.verb_group(be)[1]
        while lo > 0 and self.tokens[lo - 1].head == noun and self.tokens[lo - 1].dep in ("amod", "det", "compound"):
            lo -= 1
        cue = (lo, hi) if be - noun <= 3 else (lo, noun + 1)
        owner = self.child(noun, "poss")
        source = self._phrase(owner) if owner is not None else None
        return Draft(noun, cue, source, owner, self._with_tail(be, clause, cue), "copula")

    def _noun_draft(self, n: int, last: int, pieces: list[Range], frame: str) -> Draft | None:
        """The source of a noun: its owner, or the subject of the verb that brings it."""
        tokens = self.tokens
        if not pieces:
            return None
        lo = n
        while lo > 0 and tokens[lo - 1].head == n and tokens[lo - 1].dep == "amod":
            lo -= 1
        up = tokens[n].head
        owner = self.child(n, "poss")
        brought = (
            tokens[up].pos in _VERBAL
            and up < n
            and ((tokens[n].dep == "dobj" and n - up <= 7) or (tokens[n].dep == "attr" and n - up <= 6))
            and (owner is None or tokens[owner].pos == "PRON")
            and not any(tokens[k].text in (",", ":") for k in range(up, n))
        )
        if brought and self.lemma(up) in cues.OBJECT and (owner is not None or self._is_definite(n)):
            return None  # "rejected the claim that": the verb is the cue
        if brought and not self._is_passive(up):
            source, head = self.subject(up)
            if (
                source is not None
                and (tokens[n].dep == "dobj" or tokens[n].lemma in _PEOPLE)
                and not _is_inside(source, n)
            ):
                return Draft(n, (self.verb_group(up)[0], last), source, head, pieces, frame + " light")
        if owner is not None:
            return Draft(n, (lo, last), self._phrase(owner), owner, pieces, frame)
        for k in tokens[n].children:
            if tokens[k].dep == "prep" and tokens[k].lower in ("by", "from") and k > n:
                inside = self.child(k, "pobj")
                if inside is not None:
                    return Draft(n, (lo, last), self._phrase(inside), inside, pieces, frame)
        if frame == "noun that":
            return Draft(n, (lo, last), None, None, pieces, frame)
        return None

    def _is_definite(self, n: int) -> bool:
        return any(
            self.tokens[k].dep == "det" and self.tokens[k].lower in ("the", "any", "this", "that")
            for k in self.tokens[n].children
        )

    def _adjective(self, a: int) -> Draft | None:
        tokens = self.tokens
        lemma = tokens[a].lower
        if lemma not in cues.ADJECTIVES and lemma not in cues.ADJECTIVES_OF:
            return None
        be = tokens[a].head
        if tokens[a].dep not in ("acomp", "oprd", "conj") or tokens[be].pos not in _VERBAL:
            return None
        group = self.verb_group(be)
        cue = (group[0], a + 1)
        if any(tokens[k].dep in ("nsubj",) for k in range(group[0], a)):
            cue = (a, a + 1)
        wanted = cues.ADJECTIVES_OF.get(lemma, frozenset())
        for k in tokens[a].children:
            if k < a:
                continue
            if tokens[k].dep in ("ccomp", "xcomp") and lemma in cues.ADJECTIVES:
                if lemma == "clear" and self.lemma(be) != "make":
                    return None
                return self._draft(a, cue, self.clause(k, cue), "adjective", subject=be)
            if tokens[k].dep == "prep" and tokens[k].lower in wanted and k == a + 1:
                inside = self.child(k, "pobj", "pcomp")
                if inside is not None:
                    wide = (cue[0], k + 1)
                    return self._draft(a, wide, self.clause(inside, wide), "adjective of", subject=be)
        return None

    def _according(self, a: int) -> Draft | None:
        """ "according to the army": the rest of the sentence is the content."""
        tokens = self.tokens
        line = self.parse.sentence(a)
        if a + 2 >= line.last or tokens[a + 1].lower != "to":
            return None
        cue = (a, a + 2)
        inside = self.child(a + 1, "pobj")
        if inside is None:
            inside = self.child(a, "pobj")
        if inside is None or inside < a:
            return None
        source = self._phrase(inside)
        source = (max(source[0], a + 2), source[1])
        pieces = []
        left = self.trim(line.first, a) if a > line.first else (a, a)
        right = self.trim(source[1], line.last) if source[1] < line.last else (a, a)
        if left[1] - left[0] > 1:
            pieces.append(left)
        if right[1] - right[0] > 2 and (not pieces):
            pieces.append(right)
        if not pieces:
            return None
        lo, hi = pieces[-1]
        pieces[-1] = self.whole(lo, hi, line.first, line.last)
        return Draft(a, cue, source, inside, pieces, "according")


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


def _is_inside(span: Range, i: int) -> bool:
    return span[0] <= i < span[1]
