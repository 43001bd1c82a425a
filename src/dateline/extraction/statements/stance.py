"""What a statement does besides saying: believe, deny, promise, threaten, demand, accuse, praise, ask.

Read from the cue word; a warning is a threat only where it speaks of what its speaker would do.
"""

from dateline.extraction.statements import cues
from dateline.extraction.statements.clauses import Clauses
from dateline.extraction.statements.draft import Draft

_THREATS = frozenset(
    """retaliate respond strike attack destroy bomb invade punish consequence consequences regret pay suffer face hit
    target expel sanction close cut withdraw act intervene crush eliminate kill""".split()
)
_ACTS = {cues.PROMISED, cues.THREATENED, cues.DEMANDED, cues.ACCUSED, cues.PRAISED, cues.DENIED}


def stance_of(draft: Draft, clauses: Clauses) -> str:
    """The stance of a statement, one of the words of `Statement.stance`."""
    tokens = clauses.tokens
    lemma = clauses.lemma(draft.head)
    if draft.frame == "according" or tokens[draft.head].pos == "PUNCT":
        return cues.SAID
    stance = cues.STANCES.get(lemma, cues.SAID)
    if lemma == "call" and (
        draft.frame in ("named", "direct") or tokens[draft.cue[1] - 1].lower not in ("for", "on", "upon", "call")
    ):
        stance = cues.DEMANDED if draft.frame in ("urged", "to") else cues.SAID
    if lemma in ("warn", "caution", "forewarn", "warning") and not _speaks_of_own_act(draft, clauses):
        stance = cues.SAID
    if lemma == "insist" and draft.frame != "preposition":
        stance = cues.SAID
    if lemma in ("ask", "tell") and draft.frame in ("urged", "to", "passive to"):
        stance = cues.DEMANDED
    if lemma == "tell" and any(tokens[p[0]].lower == "to" for p in draft.pieces):
        stance = cues.DEMANDED
    if lemma in ("decline", "refuse") and any(
        tokens[i].lemma == "comment" for i in range(draft.pieces[0][0], draft.pieces[0][1])
    ):
        stance = cues.SAID
    is_negated = any(tokens[k].dep == "neg" and draft.cue[0] <= k < draft.cue[1] for k in range(*draft.cue))
    return cues.SAID if is_negated and stance in _ACTS else stance


def _speaks_of_own_act(draft: Draft, clauses: Clauses) -> bool:
    tokens = clauses.tokens
    words = [tokens[i] for lo, hi in draft.pieces for i in range(lo, hi)]
    looks_ahead = any(t.lower in ("will", "would", "'ll", "’ll", "shall") for t in words)
    return looks_ahead and any(t.lemma in _THREATS for t in words)
