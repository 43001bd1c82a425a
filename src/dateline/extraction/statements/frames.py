"""From cue words to statements: every frame of words that the parse shows, each with its source and content.

One `Draft` a cue; verbs are read in `verb_frames`, nouns, adjectives and "according to" in `noun_frames`.
"""

from collections.abc import Iterable

from dateline.extraction.statements import cues
from dateline.extraction.statements.clauses import Clauses
from dateline.extraction.statements.draft import Draft
from dateline.extraction.statements.noun_frames import according_frame, adjective_frame, copula_frame, noun_frame
from dateline.extraction.statements.verb_frames import verb_frame


def find_drafts(c: Clauses, skip: Iterable[int] = ()) -> list[Draft]:
    """All drafts that the parse shows, in text order; cue words in `skip` are already used."""
    used = set(skip)
    found: list[Draft] = []
    tokens = c.tokens
    _share_subjects(c, used)
    for i, t in enumerate(tokens):
        if i in used:
            continue
        pos = t.pos
        draft = None
        if pos == "VERB":
            draft = verb_frame(c, i)
        elif pos == "NOUN":
            draft = noun_frame(c, i)
        elif pos == "AUX":
            draft = copula_frame(c, i)
        elif pos == "ADJ":
            draft = adjective_frame(c, i)
        if draft is None and pos != "NOUN" and t.lower == "according":
            draft = according_frame(c, i)
        if draft is not None and draft.pieces:
            found.append(draft)
    return found


def _share_subjects(c: Clauses, cues_used: set[int]) -> None:
    """ ", he said, adding that ..": a participle behind a cue clause has the speaker of that clause."""
    tokens = c.tokens
    for i, t in enumerate(tokens):
        if t.tag != "VBG" or i == 0 or tokens[i - 1].text != "," or t.pos != "VERB" or c.quotes.at(i) is not None:
            continue
        if c.lemma(i) not in cues.CLAUSE and c.lemma(i) not in cues.OBJECT and c.lemma(i) not in cues.NAMED:
            continue
        first = c.parse.sentence(i).first
        for k in range(i - 2, max(first, i - 14) - 1, -1):
            if k in cues_used and tokens[k].head != i:
                c.moved[i] = k
                break
            if tokens[k].tag in ("VBD", "VBZ", "VBP") or c.quotes.at(k) is not None:
                break
