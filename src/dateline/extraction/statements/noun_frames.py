"""Cues that are no verbs of speech: "a claim that", "his answer was", "sure that", "according to the army"."""

from dateline.extraction.statements import cues
from dateline.extraction.statements.clauses import Clauses
from dateline.extraction.statements.draft import Draft, Range
from dateline.extraction.statements.reach import with_tail

_VERBAL = {"VERB", "AUX"}
_PEOPLE = {"critic", "supporter", "opponent", "proponent", "advocate", "defender"}


def noun_frame(c: Clauses, n: int) -> Draft | None:
    """ "a claim that", "his promise to", "criticism of"."""
    tokens = c.tokens
    lemma = c.lemma(n)
    if lemma in cues.NOUNS_THAT or lemma in cues.NOUNS_TO:
        for k in tokens[n].children:
            if k < n or tokens[k].dep not in ("acl", "ccomp", "relcl"):
                continue
            first = max(c.lo[k], n + 1)
            opening = tokens[first]
            if lemma in cues.NOUNS_THAT and opening.lower == "that" and opening.dep == "mark":
                return _noun_draft(c, n, n + 1, c.clause(k, (n, n + 1)), "noun that")
            if lemma in cues.NOUNS_TO and opening.lower == "to" and first == n + 1:
                return _noun_draft(c, n, n + 1, c.clause(k, (n, n + 1)), "noun to")
    if lemma in cues.NOUNS_OF:
        for k in tokens[n].children:
            if k == n + 1 and tokens[k].dep == "prep" and tokens[k].lower in cues.NOUNS_OF[lemma]:
                inside = c.child(k, "pobj", "pcomp")
                if inside is not None:
                    return _noun_draft(c, n, k + 1, c.clause(inside, (n, k + 1)), "noun of")
    return None


def copula_frame(c: Clauses, be: int) -> Draft | None:
    """ "the claim is that ..", "his answer was: ..": the noun is the cue, its owner the source."""
    if c.lemma(be) != "be":
        return None
    noun, clause = c.child(be, "nsubj"), c.child(be, "ccomp")
    if noun is None or clause is None or clause < be or noun > be or c.lemma(noun) not in cues.NOUNS_IS:
        return None
    lo, hi = noun, c.verb_group(be)[1]
    while lo > 0 and c.tokens[lo - 1].head == noun and c.tokens[lo - 1].dep in ("amod", "det", "compound"):
        lo -= 1
    cue = (lo, hi) if be - noun <= 3 else (lo, noun + 1)
    owner = c.child(noun, "poss")
    source = c.phrase(owner) if owner is not None else None
    return Draft(noun, cue, source, owner, with_tail(c, be, clause, cue), "copula")


def _noun_draft(c: Clauses, n: int, last: int, pieces: list[Range], frame: str) -> Draft | None:
    """The source of a noun: its owner, or the subject of the verb that brings it."""
    tokens = c.tokens
    if not pieces:
        return None
    lo = n
    while lo > 0 and tokens[lo - 1].head == n and tokens[lo - 1].dep == "amod":
        lo -= 1
    up = tokens[n].head
    owner = c.child(n, "poss")
    brought = (
        tokens[up].pos in _VERBAL
        and up < n
        and ((tokens[n].dep == "dobj" and n - up <= 7) or (tokens[n].dep == "attr" and n - up <= 6))
        and (owner is None or tokens[owner].pos == "PRON")
        and not any(tokens[k].text in (",", ":") for k in range(up, n))
    )
    if brought and c.lemma(up) in cues.OBJECT and (owner is not None or _is_definite(c, n)):
        return None  # "rejected the claim that": the verb is the cue
    if brought and not c.is_passive(up):
        source, head = c.subject(up)
        if source is not None and (tokens[n].dep == "dobj" or tokens[n].lemma in _PEOPLE) and not _is_inside(source, n):
            return Draft(n, (c.verb_group(up)[0], last), source, head, pieces, frame + " light")
    if owner is not None:
        return Draft(n, (lo, last), c.phrase(owner), owner, pieces, frame)
    for k in tokens[n].children:
        if tokens[k].dep == "prep" and tokens[k].lower in ("by", "from") and k > n:
            inside = c.child(k, "pobj")
            if inside is not None:
                return Draft(n, (lo, last), c.phrase(inside), inside, pieces, frame)
    if frame == "noun that":
        return Draft(n, (lo, last), None, None, pieces, frame)
    return None


def _is_definite(c: Clauses, n: int) -> bool:
    return any(
        c.tokens[k].dep == "det" and c.tokens[k].lower in ("the", "any", "this", "that") for k in c.tokens[n].children
    )


def adjective_frame(c: Clauses, a: int) -> Draft | None:
    """ "Sure that ..", "critical of ..": the adjective is the cue, the subject of its verb the source."""
    tokens = c.tokens
    lemma = tokens[a].lower
    if lemma not in cues.ADJECTIVES and lemma not in cues.ADJECTIVES_OF:
        return None
    be = tokens[a].head
    if tokens[a].dep not in ("acomp", "oprd", "conj") or tokens[be].pos not in _VERBAL:
        return None
    group = c.verb_group(be)
    cue = (group[0], a + 1)
    if any(tokens[k].dep in ("nsubj",) for k in range(group[0], a)):
        cue = (a, a + 1)
    wanted = cues.ADJECTIVES_OF.get(lemma, frozenset())
    for k in tokens[a].children:
        if k < a:
            continue
        if tokens[k].dep in ("ccomp", "xcomp") and lemma in cues.ADJECTIVES:
            if lemma == "clear" and c.lemma(be) != "make":
                return None
            return c.draft(a, cue, c.clause(k, cue), "adjective", subject=be)
        if tokens[k].dep == "prep" and tokens[k].lower in wanted and k == a + 1:
            inside = c.child(k, "pobj", "pcomp")
            if inside is not None:
                wide = (cue[0], k + 1)
                return c.draft(a, wide, c.clause(inside, wide), "adjective of", subject=be)
    return None


def according_frame(c: Clauses, a: int) -> Draft | None:
    """ "according to the army": the rest of the sentence is the content."""
    tokens = c.tokens
    line = c.parse.sentence(a)
    if a + 2 >= line.last or tokens[a + 1].lower != "to":
        return None
    cue = (a, a + 2)
    inside = c.child(a + 1, "pobj")
    if inside is None:
        inside = c.child(a, "pobj")
    if inside is None or inside < a:
        return None
    source = c.phrase(inside)
    source = (max(source[0], a + 2), source[1])
    pieces = []
    left = c.trim(line.first, a) if a > line.first else (a, a)
    right = c.trim(source[1], line.last) if source[1] < line.last else (a, a)
    if left[1] - left[0] > 1:
        pieces.append(left)
    if right[1] - right[0] > 2 and (not pieces):
        pieces.append(right)
    if not pieces:
        return None
    lo, hi = pieces[-1]
    pieces[-1] = c.whole(lo, hi, line.first, line.last)
    return Draft(a, cue, source, inside, pieces, "according")


def _is_inside(span: Range, i: int) -> bool:
    return span[0] <= i < span[1]
