"""Whether a place name stands for a government: "Washington said", "Moscow's decision"."""

from dateline.extraction.places import words
from dateline.extraction.places.find import PlaceMention
from dateline.extraction.places.gazetteer import Spot
from dateline.extraction.text.tokens import Parse

_SEATS = frozenset(
    {"kremlin", "the kremlin", "white house", "the white house", "pentagon", "downing street", "capitol hill"}
)
_UNIONS = frozenset({"european union"})


def role_of(mention: PlaceMention, spot: Spot, parse: Parse) -> str:
    """`actor` where the name does what only a government can, else `where`."""
    is_state = spot.kind == "country" or spot.name.lower() in _UNIONS or spot.name.lower() in _SEATS
    if not (is_state or spot.is_capital or spot.kind == "region"):
        return "where"
    token = parse.tokens[parse.head_of(mention.first, mention.last)]
    head = parse.tokens[token.head]
    if token.dep in ("nsubj", "nsubjpass") and head.pos in ("VERB", "AUX"):
        if head.lemma in words.SAYING or (
            is_state and head.pos == "VERB" and token.dep == "nsubj" and head.lemma not in _STATIC
        ):
            return "actor"
        for k in parse.children(head.i, "xcomp", "ccomp", "attr"):
            if parse.tokens[k].lemma in words.SAYING:
                return "actor"
    if token.dep == "poss" and head.lower in words.GOVERNMENT_NOUNS:
        return "actor"
    if token.dep in ("dobj", "pobj") and is_state and head.lower in ("against", "with", "by", "on"):
        above = parse.tokens[head.head]
        if above.lemma in (
            "war",
            "talk",
            "talks",
            "deal",
            "sanction",
            "negotiate",
            "cooperate",
            "impose",
            "treaty",
            "agreement",
        ):
            return "actor"
    if token.dep == "dobj" and (is_state or spot.is_capital) and head.lemma in _DONE_TO_STATES:
        return "actor"
    if token.dep == "conj":
        above = parse.tokens[token.head]
        if above.dep == "nsubj" and parse.tokens[above.head].lemma in words.SAYING:
            return "actor"
    return "where"


_STATIC = words.word_set(
    """
    be have lie remain border face see suffer become experience record report include contain
    """
)
_DONE_TO_STATES = words.word_set(
    """
    accuse urge warn blame tell condemn criticize criticise ask pressure threaten sanction call persuade
    """
)
