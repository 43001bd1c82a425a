"""The title beside a person's name, in front of it or in the apposition behind: how far it reaches, and what it says."""

from dateline.extraction.actors import compose
from dateline.extraction.actors.cast import Cast
from dateline.extraction.actors.compose import Role
from dateline.extraction.actors.find import ActorMention
from dateline.extraction.actors.roles import COURTESY, RANKS, TITLES
from dateline.values import Actor


def role_before(cast: Cast, m: ActorMention) -> Role | None:
    """The title right in front of a name: "State Department spokesman Ned Price"."""
    tokens = cast.parse.tokens
    floor = cast.parse.lines[tokens[m.first].sent].first
    first = m.first
    taken = {a.last: a.first for a, _ in _left_names(cast, floor, m.first)}
    has_noun = False
    while first > floor:
        if first in taken:
            first = taken[first]
            has_noun = True
            continue
        t = tokens[first - 1]
        low = t.lower.rstrip(".")
        if t.pos in ("NOUN", "PROPN", "ADJ") or low in TITLES or low in ("-", "'s", "’s", "vice", "then", "ex"):
            if low in COURTESY:
                first -= 1
                has_noun = True
                continue
            first -= 1
            has_noun = True
        elif low == "." and first - 1 > floor and tokens[first - 2].lower in RANKS:
            first -= 1
        elif t.pos == "DET" and has_noun:
            break
        elif low in ("of", "for") and has_noun and first - 1 > floor and cast.parse.tokens[first - 2].lower in TITLES:
            first -= 1
        else:
            break
    while first < m.first and (tokens[first].pos == "PUNCT" or tokens[first].tag == "POS"):
        first += 1
    if first >= m.first:
        return None
    return compose.read_role(cast.parse, first, m.first, cast.standing, cast.catalogue, cast.place_at)


def _left_names(cast: Cast, floor: int, ceiling: int) -> list[tuple[ActorMention, Actor | None]]:
    found = []
    for i in range(floor, ceiling):
        at = cast.standing.get(i)
        if at is not None and at[0].last <= ceiling and at[0].type != "PER":
            found.append(at)
    return found


def role_after(cast: Cast, m: ActorMention) -> Role | None:
    """The apposition behind a name: "Tom West, the US special representative for Afghanistan"."""
    tokens = cast.parse.tokens
    end = cast.parse.lines[tokens[m.first].sent].last
    i = m.last
    if i < end and tokens[i].text == "(":
        return None
    if i >= end or tokens[i].text != ",":
        return None
    i += 1
    first = i
    while i < end and i - first < 18:
        t = tokens[i]
        if t.text in (",", ";", ":", "-", "–", "—", "(", '"') or (
            t.pos in ("VERB", "AUX", "PRON", "SCONJ") and t.i not in cast.standing
        ):
            break
        i += 1
    if i <= first or i - first > 16:
        return None
    if i < end and tokens[i].pos in ("VERB", "AUX") and i == first:
        return None
    if tokens[first].pos not in ("DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM"):
        return None
    if i < end and tokens[i].text != "," and tokens[i].pos in ("VERB", "AUX") and tokens[first].pos == "PROPN":
        return None
    at = cast.standing.get(first)
    if at is not None and at[0].type == "PER":
        return None
    return compose.read_role(cast.parse, first, i, cast.standing, cast.catalogue, cast.place_at)
