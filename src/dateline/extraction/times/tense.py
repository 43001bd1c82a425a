"""Which way a sentence looks: whether the verb that governs a time expression speaks of what is to come."""

from dateline.extraction.text.tokens import Parse, Token

_WILL = frozenset({"will", "shall", "'ll", "’ll", "wo", "must", "should"})
_AHEAD = frozenset(
    [
        "expect",
        "plan",
        "schedule",
        "intend",
        "aim",
        "hope",
        "set",
        "expire",
        "mature",
        "due",
        "slate",
        "prepare",
        "expected",
        "scheduled",
        "planned",
        "await",
        "begin_",
        "redeem",
        "upcoming",
        "payable",
    ]
)
_STEPS_UP = 8


def direction(parse: Parse, offset: int) -> int:
    """1 where the governing verb is in the future, -1 where it is in the past, 0 where the sentence does not say."""
    i = parse.at(offset)
    if i is None or not parse.tokens:
        return 0
    tokens = parse.tokens
    if tokens[i].dep in ("poss", "compound", "amod", "nmod") and tokens[tokens[i].head].tag not in ("NNP", "NNPS"):
        return 0  # "Wednesday's ruling": the verb speaks of the ruling
    for _ in range(_STEPS_UP):
        token = tokens[i]
        if token.pos in ("VERB", "AUX") or token.lower in ("due", "payable"):
            way = _way(tokens, token)
            if way:
                return way
        if token.head == i or (token.dep in ("ccomp", "parataxis") and token.pos in ("VERB", "AUX")):
            return 0
        i = token.head
    return 0


def _way(tokens: list[Token], verb: Token) -> int:
    auxiliaries = [tokens[k] for k in verb.children if tokens[k].dep in ("aux", "auxpass")]
    for aux in auxiliaries:
        if aux.lower in _WILL:
            return 1
    if verb.lower in _WILL:
        return 1
    if verb.lemma in _AHEAD or verb.lower in _AHEAD:
        return 1
    if any(a.lower == "to" for a in auxiliaries):
        head = tokens[verb.head]
        if head.lemma in _AHEAD or head.lower in ("going", "due", "set"):
            return 1
        if head.lemma == "be" or head.lemma in (
            "agree",
            "promise",
            "vow",
            "pledge",
            "want",
            "need",
            "ask",
            "urge",
            "threaten",
            "decide",
        ):
            return 1
        return 0
    if verb.tag in ("VBD", "VBN") or any(a.tag == "VBD" for a in auxiliaries):
        return -1
    return 0
