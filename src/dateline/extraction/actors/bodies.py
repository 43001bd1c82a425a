"""Names of states, peoples and bodies: what the catalogue lists, else a body composed from its words and its country."""

from msgspec import structs

from dateline.extraction.actors import compose
from dateline.extraction.actors.cast import Cast
from dateline.extraction.actors.catalogue import key_of, pieces_of, slug
from dateline.extraction.actors.find import ActorMention
from dateline.extraction.actors.listed import listed
from dateline.values import Actor

# Words of names that every country has.
_GENERIC = frozenset(
    "supreme high constitutional federal central national state foreign defence defense interior home finance health justice "
    "education energy trade ministry department office court bank police army navy air force guard assembly parliament "
    "congress senate house government cabinet of the and for affairs external internal security council commission election "
    "electoral appeals criminal prosecutor general attorney treasury intelligence agency service border coast presidency".split()
)


_CHAMBERS = frozenset({"congress", "senate", "house of representatives", "parliament", "the house"})
_OF_THE_STATE = frozenset({"GOV", "JUD", "LEG", "MIL", "COP", "SPY"})


def settle_bodies(cast: Cast) -> None:
    """Put every name on the cast: persons as nobody yet, all others as listed, then bodies that no table has."""
    for m in cast.names:
        is_listed = m.type != "PER" and m.key is not None
        actor = listed(cast, m) if is_listed else None
        cast.standing[m.first] = (m, _of_home(cast, m, actor) if actor is not None else None)
    owned: dict[str, Actor] = {}
    for m in cast.names:
        if m.key is None and m.type == "ORG":
            actor = _composed_body(cast, m, owned)
            if actor is not None:
                cast.standing[m.first] = (m, actor)


def _of_home(cast: Cast, m: ActorMention, actor: Actor) -> Actor:
    """ "Congress", "the Senate" where the article is about another country than the one best known by that word."""
    home = cast.home()
    words = cast.words(m).lower().removeprefix("the ")
    if words not in _CHAMBERS or home is None or actor.country in (None, home) or cast.countries[actor.country]:
        return actor
    state = cast.catalogue.actor(home, cast.at)
    return actor if state is None else compose.of_state(state, "LEG", cast.catalogue, cast.words(m), cast.at)


def _composed_body(cast: Cast, m: ActorMention, owned: dict[str, Actor]) -> Actor | None:
    """The actor of a body that no table has; `owned`: those of states that were told so far, by their own names."""
    owner = _state_inside(cast, m) or _state_before(cast, m) or _state_behind(cast, m)
    words = _own_name(cast, m)
    name = key_of(words)
    if owner is None and name in owned:
        return structs.replace(owned[name], why=f"{cast.words(m)}: named before; {owned[name].why}")
    if owner is not None and _is_its_government(cast, m, owner):
        return structs.replace(owner, why=f"{cast.words(m)}: government of {owner.name}")
    if owner is None and all(t.lower in _GENERIC for t in cast.parse.tokens[m.first : m.last]):
        is_below = m.first > 0 and cast.parse.tokens[m.first - 1].lower in ("state", "county", "city", "provincial")
        return None if is_below else _generic(cast, m)  # "the state Supreme Court"
    actor = compose.body(cast.parse, m, owner, cast.catalogue)
    if actor is None or owner is None or owner.kind != "state" or actor.sector not in _OF_THE_STATE:
        return actor
    if words != cast.words(m) or _state_inside(cast, m) is None:  # every state has one of that name
        known = cast.catalogue.of_country(owner.id, name)
        listed_body = cast.catalogue.actor(known, cast.at) if known is not None else None
        own = structs.replace(actor, id=f"{owner.id.lower()}-{slug(name)}", name=f"{words} ({owner.name})")
        actor = listed_body or own
        owned[name] = actor
    return actor


def _own_name(cast: Cast, m: ActorMention) -> str:
    """The name of a body without the state that a possessive or an `of` puts to it: "Nepal's Election Commission"."""
    tokens = cast.parse.tokens[m.first : m.last]
    start = next((n + 1 for n, t in enumerate(tokens[:-1]) if t.tag == "POS"), 0)
    stop = next(
        (n for n, t in enumerate(tokens) if t.lower == "of" and n > start and _is_state(cast, m.first + n + 1, m.last)),
        len(tokens),
    )
    return cast.parse.words(m.first + start, m.first + stop)


def _is_state(cast: Cast, first: int, last: int) -> bool:
    key = key_of(cast.parse.words(first, last)).removeprefix("the ")
    return any(len(name) == 3 for name in cast.catalogue.named(key))


def _is_its_government(cast: Cast, m: ActorMention, state: Actor) -> bool:
    """ "Government of Iraq", "Iraqi Government": the state itself, as it is in small letters."""
    words = [w for w in pieces_of(key_of(cast.words(m))) if w not in ("the", "federal", "central", "national", "royal")]
    if words[:2] == ["government", "of"]:
        whose = " ".join(words[2:])
    elif words[-1:] == ["government"]:
        whose = " ".join(words[:-1])
    else:
        return False
    return state.id in (*cast.catalogue.named(whose), *cast.catalogue.demonym(whose))


def _state_inside(cast: Cast, m: ActorMention) -> Actor | None:
    """The state in the body's own name, the last where there are several: "Bank of Uganda", "Sudanese Doctors Union"."""
    tokens, catalogue = cast.parse.tokens, cast.catalogue
    state = None
    pieces = list(pieces_of(cast.words(m)))
    for n in range(len(pieces)):
        for hit in catalogue.matches(pieces, n):
            ids = catalogue.named(hit[1]) or catalogue.demonym(hit[1])
            if (
                ids
                and len(ids[0]) == 3
                and (hit[1] != "us" or any(t.text.replace(".", "") == "US" for t in tokens[m.first : m.last]))
            ):
                state = catalogue.actor(ids[0], cast.at)
                break
    return state


def _state_before(cast: Cast, m: ActorMention) -> Actor | None:
    """The state right in front: "Iran's Interior Ministry"."""
    tokens = cast.parse.tokens
    i = m.first - 1
    if i >= 0 and tokens[i].tag == "POS":
        i -= 1
    for start in range(i, max(i - 3, -1), -1):
        at = cast.standing.get(start)
        if at is not None and at[0].last == i + 1 and at[1] is not None and at[1].kind == "state":
            return at[1]
    return None


def _state_behind(cast: Cast, m: ActorMention) -> Actor | None:
    """The state behind an "of": "Supreme Court of Kenya"."""
    tokens = cast.parse.tokens
    if m.last + 1 >= len(tokens) or tokens[m.last].lower != "of":
        return None
    first = m.last + (2 if tokens[m.last + 1].lower == "the" and m.last + 2 < len(tokens) else 1)
    at = cast.standing.get(first)
    return at[1] if at is not None and at[1] is not None and at[1].kind == "state" else None


def _generic(cast: Cast, m: ActorMention) -> Actor | None:
    """A body that every country has ("the Supreme Court"), of the country that the article is about."""
    home = cast.home()
    state = cast.catalogue.actor(home, cast.at) if home is not None else None
    if state is None or state.kind != "state":
        return None
    words = cast.words(m)
    known = cast.catalogue.of_country(state.id, key_of(words))
    if known is not None:
        actor = cast.catalogue.actor(known, cast.at)
    else:
        actor = compose.body(cast.parse, m, state, cast.catalogue)
        if actor is not None:
            actor = structs.replace(actor, id=f"{state.id.lower()}-{actor.id}", name=f"{words} ({state.name})")
    if actor is None:
        return None
    return structs.replace(actor, why=f"{words}: the article is about {state.name}; {actor.why}")
