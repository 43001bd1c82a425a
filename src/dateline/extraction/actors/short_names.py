"""Short forms of bodies' names, and whom they mean in this article.

Abbreviations that the article gives itself, parts of a fuller name, and a parent's name where it speaks of one branch.
"""

from itertools import pairwise

from msgspec import structs

from dateline.extraction.actors import compose
from dateline.extraction.actors.cast import Cast
from dateline.extraction.actors.catalogue import key_of, pieces_of
from dateline.values import Actor


def settle_short_names(cast: Cast) -> None:
    """Let names without an actor go on with one: abbreviations, then the last or first words of a fuller name."""
    _go_on(cast, _abbreviations(cast))
    _parents_to_branches(cast)


def _abbreviations(cast: Cast) -> dict[str, Actor]:
    """By folded short form, the actor: "African Union (AU)", "ISIS-K .., referring to ISIS-Khorasan Province"."""
    known: dict[str, Actor] = {}
    tokens = cast.parse.tokens
    for m, following in pairwise(cast.names):
        if m.type == "PER" or following.type == "PER":
            continue
        between = tokens[m.last : following.first]
        is_bracket = len(between) == 1 and between[0].text in ("(", "[")
        is_bracket = is_bracket and following.last < len(tokens) and tokens[following.last].text in (")", "]")
        is_said_so = 0 < len(between) < 14 and any(t.lower in ("referring", "meaning") for t in between)
        is_said_so = is_said_so or "also known as" in " ".join(t.lower for t in between[:5])
        if not (is_bracket or is_said_so):
            continue
        first, second = cast.words(m), cast.words(following)
        if is_bracket and not (_abbreviates(second, first) or _abbreviates(first, second)):
            continue
        a, b = cast.standing[m.first][1], cast.standing[following.first][1]
        if a is None and b is None and is_bracket and m.type == "ORG":
            a = compose.body(cast.parse, m, None, cast.catalogue, is_known_body=True)
            if a is not None:
                cast.standing[m.first] = (m, a)
        if a is not None and (
            b is None or (b.kind != "state" and a.kind != "state" and a.id != b.id and following.key is None)
        ):
            why = f"{second}: the article gives it for {first}; {a.why}"
            known[key_of(second)] = structs.replace(a, why=why)
        elif b is not None and a is None:
            why = f"{first}: the article gives it for {second}; {b.why}"
            known[key_of(first)] = structs.replace(b, why=why)
    return known


def _abbreviates(short: str, full: str) -> bool:
    """Whether capitals of a short form are the first letters of a full name, in order."""
    letters = [c for c in short.casefold() if c.isalnum()]
    words = pieces_of(full)
    if not 2 <= len(letters) <= 8 or len(words) < 2:
        return False
    initials = "".join(word[0] for word in words)
    at = 0
    for letter in letters:
        at = initials.find(letter, at) + 1
        if at == 0:
            return (
                letters[0] == initials[0]
                and sum(c in "".join(words) for c in letters) == len(letters)
                and len(letters) > 2
            )
    return True


def _go_on(cast: Cast, abbreviations: dict[str, Actor]) -> None:
    full: dict[str, Actor] = {}
    for m, actor in cast.standing.values():
        if actor is not None and m.type == "ORG" and m.last - m.first > 1 and actor.kind != "state":
            full.setdefault(key_of(cast.words(m)), actor)
    for first, (m, actor) in list(cast.standing.items()):
        if m.type in ("PER", "LOC", "FAC"):
            continue
        key = key_of(cast.words(m))
        known = abbreviations.get(key)
        if m.type in ("GPE", "NORP"):
            if known is not None and actor is None:
                cast.standing[first] = (structs.replace(m, type="ORG"), known)
        elif known is not None and (actor is None or m.key is None):
            cast.standing[first] = (m, known)
        elif key and (actor is None or (m.key is None and actor.country is None)):
            fits = [a for name, a in full.items() if name.startswith(key + " ") or name.endswith(" " + key)]
            if len({a.id for a in fits}) == 1:
                cast.standing[first] = (m, structs.replace(fits[0], why=f"{cast.words(m)}: short for {fits[0].name}"))


def _parents_to_branches(cast: Cast) -> None:
    """A parent's name goes on with its branch where the article has spoken of one branch in the branch's country.

    "ISIS" beside "ISIS-K" in a report on Afghanistan is the branch.
    """
    branches: dict[str, set[str]] = {}
    parents: dict[str, list[int]] = {}
    for first, (_, actor) in cast.standing.items():
        if actor is None or actor.kind != "armed_group":
            continue
        parents.setdefault(actor.id, []).append(first)
        for row in cast.catalogue.rows(actor.id)[:1]:
            for parent in row.member_of:
                branches.setdefault(parent, set()).add(actor.id)
    for parent, found in branches.items():
        if len(found) != 1 or parent not in parents:
            continue
        branch = cast.catalogue.actor(next(iter(found)), cast.at)
        if branch is None or not _shares_name(parent, branch.id):
            continue
        if branch.country is not None and cast.home() not in (branch.country, None):
            total = sum(cast.countries.values())
            if cast.countries.get(branch.country, 0) * 3 < total:
                continue
        for first in parents[parent]:
            m = cast.standing[first][0]
            why = f"{cast.words(m)}: here its branch {branch.name}, the only one the article names"
            cast.standing[first] = (m, structs.replace(branch, why=why))


def _shares_name(parent: str, branch: str) -> bool:
    return (
        branch.startswith(parent)
        or parent.split("-")[0] == branch.split("-")[0]
        or (parent in ("islamic-state", "isis", "isil", "daesh"))
    )
