"""A listed name: which of the catalogue's actors it means in this article, at its date.

States, peoples ("Syrians"), capitals that stand for a government, and one of several actors of the same name.
"""

import re
from collections.abc import Sequence

from msgspec import structs

from dateline.extraction.actors import compose
from dateline.extraction.actors.cast import Cast
from dateline.extraction.actors.find import ActorMention
from dateline.values import Actor

_ACTS = frozenset(
    "say tell announce warn want agree refuse reject deny accuse urge demand call ask insist pledge vow promise threaten "
    "respond reply decide hope expect believe fear back support oppose condemn criticise criticize welcome accept offer "
    "seek consider plan propose approve impose lift sanction recognise recognize claim argue maintain acknowledge admit "
    "sign withdraw send deploy retaliate expel recall summon rely press push consult negotiate blame suspect protest "
    "boycott break resume halt suspend cancel provide deliver supply pay pressure lobby view regard see worry fear".split()
)

_UNION = re.compile(r"\bEU\b|\bE\.U\.|\bEuropean (?:Union|Commission|Council|Parliament)\b")
_PARTIES_ANYWHERE = frozenset(
    "conservative labour labor liberal socialist communist democratic republican green social democratic christian democratic "
    "national peoples workers nationalist centre center reform progress unity justice freedom".split()
)


def listed(cast: Cast, m: ActorMention) -> Actor | None:
    """The actor that a listed mention (`m.key` is given) means here, None where its place or verb speaks against it."""
    assert m.key is not None
    if m.is_demonym:
        return _people(cast, m, cast.catalogue.demonym(m.key))
    if m.is_capital:
        return _capital(cast, m, cast.catalogue.capital(m.key))
    actor = choose(cast, cast.catalogue.named(m.key))
    if actor is not None and actor.kind == "party" and _is_elsewhere(cast, m.key, actor):
        return None
    if actor is not None and actor.kind == "state":
        place = cast.place_at.get(cast.parse.tokens[m.first].start)
        if place is not None and place.country not in (None, actor.id) and place.precision in (1, 2, 3, 4):
            return None  # "a congressman from Georgia"
    if actor is not None and actor.kind == "government" and actor.country is not None:
        first, _, rest = m.key.partition(" ")
        is_state = rest in ("government", "regime", "authorities", "administration")
        if is_state and actor.country in (cast.catalogue.demonym(first) or cast.catalogue.named(first)):
            state = cast.catalogue.actor(actor.country, cast.at)
            if state is not None:
                return structs.replace(state, why=f"{cast.words(m)}: government of {state.name}")
    return actor


def _is_elsewhere(cast: Cast, key: str, party: Actor) -> bool:
    """Whether a party's name that many countries have stands in an article on another one: Georgia's "Conservative Party"."""
    home = cast.home()
    return (
        key.removesuffix(" party") in _PARTIES_ANYWHERE
        and home is not None
        and party.country not in (None, home)
        and not cast.countries.get(party.country or "", 0)
    )


def choose(cast: Cast, ids: Sequence[str]) -> Actor | None:
    """One of several actors of one name: the one that stood on the date, and in a country the article names."""
    if len(ids) > 1:
        active = [id for id in ids if cast.catalogue.active(id, cast.at)] or list(ids)
        if len(active) > 1:
            scored = []
            for id in active:
                actor = cast.catalogue.actor(id, cast.at)
                scored.append(cast.countries.get(actor.country or "", 0) if actor else 0)
            best = max(scored)
            if best and scored.count(best) == 1:
                active = [active[scored.index(best)]]
        ids = active
    actor = cast.catalogue.actor(ids[0], cast.at)
    if actor is not None and len(ids) > 1:
        actor = structs.replace(actor, why=f"{actor.why}; first of {len(ids)} of this name")
    return actor


def _people(cast: Cast, m: ActorMention, ids: Sequence[str]) -> Actor | None:
    id = ids[0]
    if len(ids) > 1:
        id = max(ids, key=lambda i: cast.countries.get(i, 0))
    state = cast.catalogue.actor(id, cast.at)
    if state is None:
        return None
    token = cast.parse.tokens[m.last - 1]
    words = cast.words(m)
    if token.tag in ("NNPS", "NNS") or (token.tag in ("NN", "NNP") and token.dep not in ("compound", "amod", "nmod")):
        has_article = m.first > 0 and cast.parse.tokens[m.first - 1].lower == "the"
        if not has_article:
            return compose.of_state(state, "CVL", cast.catalogue, words, cast.at)
    return structs.replace(state, why=f"{words}: of {state.name}")


def of_brussels(text: str) -> str | None:
    """Two have their seat there: the one that the report names, the union before Belgium, else neither; an actor's id."""
    if _UNION.search(text):
        return "european-union"
    return "BEL" if "Belgi" in text else None


def _capital(cast: Cast, m: ActorMention, ids: Sequence[str]) -> Actor | None:
    """The state, where its capital acts or owns a policy; None where it is just a place."""
    of = of_brussels(cast.parse.reading) if m.key == "brussels" else ids[0]
    state = cast.catalogue.actor(of, cast.at) if of is not None else None
    if state is None:
        return None
    words = cast.words(m)
    place = cast.place_at.get(cast.parse.tokens[m.first].start)
    if place is not None and place.role == "actor":
        return structs.replace(state, why=f"{words}: the capital for the government of {state.name}")
    head = cast.parse.tokens[cast.parse.head_of(m.first, m.last)]
    verb = cast.parse.tokens[head.head]
    if head.dep == "nsubj" and verb.lemma in _ACTS:
        return structs.replace(state, why=f"{words} {verb.text}: the capital for the government of {state.name}")
    return None
