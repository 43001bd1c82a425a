"""Verbs that bring somebody's words: "said that", "urged them to", "X, he said, will", "was accused of", "rejected the plan"."""

from dateline.extraction.statements import cues
from dateline.extraction.statements.clauses import Clauses
from dateline.extraction.statements.draft import Draft, Range
from dateline.extraction.statements.noun_frames import noun_frame
from dateline.extraction.statements.reach import with_tail, without_aside, without_second_cue

_VERBAL = {"VERB", "AUX"}
_CONJUNCTIONS = {"and", "but", "or"}


def verb_frame(c: Clauses, v: int) -> Draft | None:
    """The statement that verb `v` brings, by the first frame that fits; None where it brings none."""
    lemma = c.lemma(v)
    tokens = c.tokens
    clausal = lemma in cues.CLAUSE or lemma in cues.TOLD or lemma in cues.URGED or lemma in cues.NAMED
    if not (clausal or lemma in cues.OBJECT or lemma in cues.TO or lemma in cues.PREPOSITIONS or lemma in cues.PASSIVE):
        return None
    cue = c.verb_group(v)
    speaks = lemma in cues.CLAUSE or lemma in cues.TOLD
    if speaks:
        draft = _parenthesis(c, v, cue)
        if draft is not None:
            return draft
    if c.is_passive(v):
        return _passive(c, v, cue, lemma)
    right: dict[str, int] = {}
    for k in tokens[v].children:
        dep = tokens[k].dep
        if k > v:
            right.setdefault(dep, k)
    ccomp = right.get("ccomp")
    if ccomp is not None and speaks:
        draft = _relative(c, v, ccomp, cue)
        if draft is not None:
            return draft
    if ccomp is not None and clausal:
        return c.draft(v, cue, with_tail(c, v, ccomp, cue), "clause")
    xcomp, dobj = right.get("xcomp"), right.get("dobj")
    if xcomp is not None:
        is_to = any(tokens[k].lower == "to" and tokens[k].dep == "aux" for k in tokens[xcomp].children)
        if dobj is not None and dobj < xcomp and lemma in cues.URGED and is_to:
            lo = c.lo[dobj]
            return c.draft(v, cue, [c.trim(max(lo, cue[1]), c.hi[xcomp])], "urged")
        if is_to and lemma == "ask" and c.lemma(xcomp) in ("name", "identify", "quote"):
            return None  # "who asked not to be named" describes a source
        if is_to and lemma in cues.TO and dobj is None:
            return c.draft(v, cue, c.clause(xcomp, cue), "to")
        if not is_to and speaks:
            return c.draft(v, cue, c.clause(xcomp, cue), "clause")
    advcl = right.get("advcl")
    if advcl is not None and speaks and _is_question(c, v, advcl):
        return c.draft(v, cue, c.clause(advcl, cue), "whether")
    if dobj is not None and lemma in cues.NAMED:
        draft = _named(c, v, cue, dobj)
        if draft is not None:
            return draft
    if lemma in ("call", "dub", "label", "brand"):
        draft = _called(c, v, cue)
        if draft is not None:
            return draft
    wanted = cues.PREPOSITIONS.get(lemma)
    if wanted is not None:
        draft = _behind_preposition(c, v, cue, wanted)
        if draft is not None:
            return draft
    if dobj is not None and lemma in cues.OBJECT:
        return _object(c, v, cue, dobj)
    return None


def _relative(c: Clauses, v: int, ccomp: int, cue: Range) -> Draft | None:
    """ "which she said was over": the pronoun and the clause that it was taken from are the content."""
    tokens = c.tokens
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
            draft = c.draft(v, cue, [(k, k + 1), *c.clause(ccomp, cue)], "relative")
            if draft is not None:
                draft.source, draft.source_head = c.phrase(subject, v), subject
            return draft
    return None


def _is_question(c: Clauses, v: int, advcl: int) -> bool:
    tokens = c.tokens
    first = tokens[max(c.lo[advcl], v + 1)]
    return (
        first.lower in ("whether", "if", "how", "why", "when", "where", "what", "who")
        and first.i - v <= 4
        and (
            first.lower not in ("if", "when")
            or c.lemma(v) in ("ask", "wonder", "question", "know", "say", "inquire", "decide")
        )
    )


def _parenthesis(c: Clauses, v: int, cue: Range) -> Draft | None:
    """ "X will fall, he said." and "X, he said on Friday, will fall": the cue clause stands behind or inside."""
    tokens = c.tokens
    line = c.parse.sentence(v)
    subject = c.child(v, "nsubj")
    if subject is None:
        return None
    lo, hi = min(cue[0], c.lo[subject]), max(cue[1], c.hi[subject] if subject > v else 0)
    if lo <= line.first + 1 or (subject < v and c.hi[subject] > v):
        return None
    if tokens[lo - 1].text not in (",", "—", "–", "--", '"', "''", "”"):
        return None
    for k in tokens[v].children:
        if k > v and k >= hi and tokens[k].dep in ("prep", "npadvmod", "advmod", "dative", "dobj") and c.lo[k] <= hi:
            if tokens[k].dep == "dobj" and c.lemma(v) not in cues.TOLD:
                continue
            hi = max(hi, c.hi[k])
    lead = tokens[lo].lower
    if lead in ("as", "who", "which", "that") or tokens[subject].lower in ("who", "which", "that"):
        return None
    end = hi < line.last and tokens[hi].text not in (",", ".", "—", "–", "--", "?", "!", '"', ":", ";")
    if end:
        return None
    if hi < line.last and tokens[hi].text == ":":
        return None
    # a clause of its own must stand to the left, or the cue clause be followed by one
    left = c.trim(line.first, lo)
    rest = c.trim(hi, line.last) if hi < line.last else (hi, hi)
    has_right = hi < line.last and tokens[hi].text in (",", "—", "–", "--") and rest[1] - rest[0] > 1
    has_verb_left = any(tokens[k].pos in _VERBAL and tokens[k].tag not in ("VBG", "VBN") for k in range(*left))
    if not has_verb_left and not has_right:
        return None
    if has_right and not _goes_on(c, v, rest):
        has_right = False
        if not has_verb_left:
            return None
    pieces = [left, rest] if has_right else [left]
    return c.draft(v, cue, pieces, "parenthesis")


def _goes_on(c: Clauses, v: int, rest: Range) -> bool:
    """Whether what follows ", he said," is more of the content: not "adding that", not "and left"."""
    first = c.tokens[rest[0]]
    if first.tag == "VBG" and first.head == v:
        return False
    if first.lower in ("who", "which", "while", "although", "though", "as", "citing", "adding"):
        return False
    return not (first.lower in _CONJUNCTIONS and first.head == v)


def _passive(c: Clauses, v: int, cue: Range, lemma: str) -> Draft | None:
    tokens = c.tokens
    if lemma not in cues.PASSIVE:
        return None
    ccomp = c.child(v, "ccomp")
    subject = c.child(v, "nsubjpass")
    if ccomp is not None and ccomp > v:
        if lemma in cues.TOLD and subject is not None:
            return Draft(v, cue, None, None, c.clause(ccomp, cue), "passive told")
        return c.draft(v, cue, c.clause(ccomp, cue), "passive clause")
    xcomp = c.child(v, "xcomp")
    if subject is not None and xcomp is not None and xcomp > v:
        return c.draft(v, cue, [c.phrase(subject, v), *c.clause(xcomp, cue)], "passive to")
    if subject is not None and lemma == "accuse":
        for k in tokens[v].children:
            if tokens[k].dep == "prep" and tokens[k].lower == "of":
                return c.draft(v, cue, [c.phrase(subject, v), *c.clause(k, cue)], "passive of")
    if subject is not None and c.child(v, "agent") is not None:
        return c.draft(v, cue, [c.phrase(subject, v)], "passive by")
    return None


def _named(c: Clauses, v: int, cue: Range, dobj: int) -> Draft | None:
    """ "called the raid a crime", "described it as brutal"."""
    tokens = c.tokens
    lo, hi = max(c.lo[dobj], cue[1]), c.hi[dobj]
    is_named = False
    for k in tokens[v].children:
        if k > dobj and (
            tokens[k].dep in ("oprd", "xcomp", "acomp", "attr")
            or (tokens[k].dep == "prep" and tokens[k].lower in ("as", "for", "of"))
        ):
            hi = max(hi, c.hi[k])
            is_named = True
    if not is_named:
        return None
    line = c.parse.sentence(v)
    return c.draft(v, cue, [c.whole(lo, hi, line.first, line.last, cue)], "named")


def _called(c: Clauses, v: int, cue: Range) -> Draft | None:
    """ "called the assault "an attack on us"": a name in quotation marks near behind its bearer."""
    tokens = c.tokens
    line = c.parse.sentence(v)
    for k in range(cue[1], min(cue[1] + 14, line.last)):
        t = tokens[k]
        quote = c.quotes.at(k)
        if quote is not None and quote.first == k and quote.last <= line.last:
            if k == cue[1]:
                return None
            return c.draft(v, cue, [c.trim(cue[1], quote.last)], "named")
        if (
            t.text in (",", ":", ";", "—", "-")
            or t.tag in ("VBZ", "VBP", "MD")
            or t.lower in ("for", "on", "upon", "to")
        ):
            return None
    return None


def _behind_preposition(c: Clauses, v: int, cue: Range, wanted: frozenset[str]) -> Draft | None:
    tokens = c.tokens
    for k in tokens[v].children:
        if k < v or tokens[k].dep not in ("prep", "agent", "dative"):
            continue
        preposition = k
        if tokens[k].lower not in wanted:
            continue
        inner = c.child(k, "prep")
        if inner is not None and inner == k + 1:
            preposition = inner
        inside = c.child(preposition, "pobj", "pcomp")
        if inside is None or preposition - cue[1] > 4:
            continue
        wide = (cue[0], preposition + 1)
        pieces = c.clause(inside, wide)
        if pieces and tokens[inside].pos in ("NOUN", "PROPN"):
            pieces = without_second_cue(c, v, [without_aside(c, pieces[0], inside)])
        return c.draft(v, wide, pieces, "preposition")
    return None


def _object(c: Clauses, v: int, cue: Range, dobj: int) -> Draft | None:
    tokens = c.tokens
    if tokens[dobj].pos == "PRON" and tokens[dobj].lower in ("itself", "himself", "herself", "themselves", "each"):
        return None
    if noun_frame(c, dobj) is not None:
        return None
    if c.lemma(v) in cues.HANDLED and c.lemma(dobj) in cues.THINGS:
        return None  # "attacked the base", "released the hostages": done to things and people, not said of them
    line = c.parse.sentence(v)
    lo, hi = max(c.lo[dobj], cue[1]), c.hi[dobj]
    for k in tokens[v].children:
        if (
            k > dobj
            and tokens[k].dep == "prep"
            and tokens[k].lower in ("for", "as", "of", "in", "to", "on", "with", "by", "from", "over", "at")
            and c.lo[k] == hi
        ):
            hi = max(hi, c.hi[k])
    piece = without_aside(c, c.whole(lo, hi, line.first, line.last, cue), dobj)
    return c.draft(v, cue, without_second_cue(c, v, [piece]), "object")
