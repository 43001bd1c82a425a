"""How far a content runs behind its cue, where the parse alone would tear it short or let it run on."""

from dateline.extraction.statements import cues
from dateline.extraction.statements.clauses import Clauses
from dateline.extraction.statements.draft import Range

_SECOND = frozenset(
    """say add note warn vow promise predict insist argue urge suggest accuse criticize call tell ask claim stress
    emphasize acknowledge announce declare demand deny describe conclude pledge praise question dismiss reject""".split()
)
_SECOND_PARTICIPLES = frozenset(
    """say add note call argue cite tell warn suggest describe accuse claim insist ask urge explain tweet write vow promise
    declare denounce criticize acknowledge stress emphasize predict refer assert contend announce mock blame""".split()
)
_ASIDES = {"which", "who", "whose", "a", "an"}
_REASONS = {"because", "if", "unless", "until"}


def with_tail(c: Clauses, v: int, ccomp: int, cue: Range) -> list[Range]:
    """A clause behind its verb; a subject that the parse tore off its front is put back."""
    tokens = c.tokens
    pieces = c.clause(ccomp, cue)
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
        if torn and tokens[torn[0]].pos in ("NOUN", "PROPN", "PRON") and c.lemma(v) not in cues.TOLD:
            first = min(c.lo[k] for k in torn)
            pieces[0] = (max(first, cue[1]), hi)
    pieces[0] = (pieces[0][0], _tail(c, v, pieces[0]))
    return without_second_cue(c, v, pieces)


def _tail(c: Clauses, v: int, piece: Range) -> int:
    """Where a clause really ends: a reason or condition that the parse hung on the cue belongs to it."""
    tokens = c.tokens
    line = c.parse.sentence(v)
    hi = piece[1]
    for k in tokens[v].children:
        if c.lo[k] < hi or c.lo[k] - hi > 2:
            continue
        first = tokens[c.lo[k]]
        reason = tokens[k].dep == "advcl" and first.lower in _REASONS
        if reason and tokens[piece[1] - 1].pos != "PUNCT" and c.hi[k] <= line.last:
            hi = c.trim(piece[0], c.hi[k])[1]
    return hi


def without_second_cue(c: Clauses, v: int, pieces: list[Range]) -> list[Range]:
    """ "said he was pleased and added that ..", "denied it, saying ..": the second verb of speech is the speaker's own."""
    tokens = c.tokens
    lo, hi = pieces[-1]
    for k in range(lo + 1, hi):
        t = tokens[k]
        if t.pos != "VERB" or c.quotes.at(k) is not None:
            continue
        if t.tag == "VBG":
            is_second = (
                tokens[k - 1].text == "," and t.dep in ("advcl", "acl", "conj") and c.lemma(k) in _SECOND_PARTICIPLES
            )
        else:
            is_second = (
                t.dep == "conj"
                and t.tag == tokens[v].tag
                and c.lemma(k) in _SECOND
                and not any(tokens[m].dep in ("nsubj", "nsubjpass", "aux") for m in t.children)
            )
        if is_second:
            c.moved[k] = v
            cut = c.verb_group(k)[0]
            pieces[-1] = c.trim(lo, cut - 1 if tokens[cut - 1].dep == "cc" else cut)
            return [p for p in pieces if p[0] < p[1]]
    return pieces


def without_aside(c: Clauses, piece: Range, head: int) -> Range:
    """A noun phrase without the aside behind its comma: ", which ..", ", a member of .."."""
    tokens = c.tokens
    lo, hi = piece
    for k in range(head + 1, hi - 1):
        if tokens[k].text == "," and tokens[k + 1].lower in _ASIDES and c.quotes.at(k) is None:
            return c.trim(lo, k)
    return piece
