"""Which way a sentence looks: whether the words that govern a time expression speak of what is to come."""

from dateline.extraction.text.tokens import Parse, Token

_WILL = frozenset({"will", "shall", "'ll", "’ll", "wo", "must", "should", "would", "might", "may"})
_AHEAD = frozenset(
    [
        "expect",
        "plan",
        "schedule",
        "intend",
        "aim",
        "hope",
        "expire",
        "mature",
        "due",
        "slate",
        "prepare",
        "await",
        "upcoming",
        "payable",
    ]
)
_OBLIGING = frozenset(
    [
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
        "order",
        "invite",
        "subpoena",
        "demand",
        "be",
        "go",
        "set",
    ]
)
# The simple present of these, with a day beside it, is a plan: "talks resume Tuesday".
_TIMETABLE = frozenset(
    [
        "meet",
        "begin",
        "start",
        "open",
        "arrive",
        "resume",
        "convene",
        "reconvene",
        "face",
        "visit",
        "leave",
        "return",
        "travel",
        "host",
        "vote",
        "expire",
        "end",
        "depart",
        "appear",
        "take",
        "hold",
        "come",
        "go",
    ]
)
_TOWARDS = frozenset({"until", "till", "effective", "due", "payable"})
_SET = frozenset("set schedule slate fix book plan call election vote referendum poll summit".split())
_STEPS_UP = 8


def direction(parse: Parse, offset: int) -> int:
    """1 where the governing words look ahead, -1 where they look back, 0 where the sentence does not say."""
    i = parse.at(offset)
    if i is None:
        return 0
    tokens = parse.tokens
    if _towards(parse, i):
        return 1
    if i and tokens[i - 1].lower == "since":
        return -1
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


def _towards(parse: Parse, i: int) -> bool:
    """Whether the words just before look ahead: "until Friday", "set elections for May 5", "as early as Monday"."""
    tokens, first = parse.tokens, parse.sentence(i).first
    if i - 1 > first and tokens[i - 1].lower in _TOWARDS:
        return not any(t.lower in ("not", "n't") for t in tokens[max(first, i - 8) : i])
    if i - 1 > first and tokens[i - 1].lower == "for" and tokens[tokens[i - 1].head].lemma in _SET:
        return True
    return i - 3 >= first and tokens[i - 1].lower == "as" and tokens[i - 2].lower in ("soon", "early")


def _way(tokens: list[Token], verb: Token) -> int:
    auxiliaries = [tokens[k] for k in verb.children if tokens[k].dep in ("aux", "auxpass")]
    helpers = {a.lower for a in auxiliaries}
    if helpers & _WILL or verb.lower in _WILL:
        return -1 if "would" in helpers and "have" in helpers else 1
    if verb.lemma in _AHEAD or verb.lower in _AHEAD:
        return -1 if "had" in helpers else 1
    if "to" in helpers:
        head = tokens[verb.head]
        if head.lemma in _AHEAD and any(tokens[k].lower == "had" for k in head.children):
            return -1
        return 1 if head.lemma in _AHEAD or head.lemma in _OBLIGING else 0
    if verb.tag == "VBD" or any(a.tag == "VBD" for a in auxiliaries):
        return -1
    if verb.tag == "VBN":
        return 0 if helpers & {"is", "are", "be", "being"} else -1
    return 1 if verb.tag in ("VBZ", "VBP") and verb.lemma in _TIMETABLE else 0
