"""Descriptions without a name of their own: "the general", "the ruling party", "Syrian rebels", "the Foreign Secretary"."""

from msgspec import structs

from dateline.extraction.actors import compose
from dateline.extraction.actors.cast import Cast, because
from dateline.extraction.actors.catalogue import key_of
from dateline.extraction.actors.chains import Chains
from dateline.extraction.actors.find import ActorMention
from dateline.extraction.actors.listed import listed
from dateline.extraction.actors.owned import owned, owner_inside
from dateline.extraction.actors.roles import AGENTS, TITLES
from dateline.values import Actor, Entity

# Words in front of a noun that speak of another one, and plain nouns that may stand there all the same.
_OTHERS = frozenset(
    "other another new rival second third fourth separate different opposing local similar neighbouring neighboring smaller "
    "several many some any each every no first own".split()
)
_SAME = frozenset(
    "terror hardline hard line islamist terrorist militant rebel jihadist extremist insurgent separatist guerrilla militia aid prime foreign defence "
    "defense interior finance vice police army justice world bloc government news".split()
)
_LANDS = frozenset({"country", "nation", "kingdom", "republic"})
_WITHOUT_ARMY = frozenset({"PSE", "ESH"})
_OF_EVERY_STATE = frozenset(
    "army military police parliament government authorities opposition navy cabinet junta".split()
)


def describe(cast: Cast, m: ActorMention, chains: Chains) -> Entity | None:
    """The description as an entity where it stands for an actor: a listed one, its owner's, or one named before it."""
    actor = _actor_meant(cast, m, chains)
    if actor is None:
        return None
    tokens = cast.parse.tokens
    type = _type_of(cast, m.first, m.last, actor)
    return Entity(tokens[m.first].start, tokens[m.last - 1].end, type, actor, "exact", "description")


def bare_title(cast: Cast, m: ActorMention) -> Entity | None:
    """A title printed as a name whose holder is not known: "the Foreign Secretary"."""
    tokens = cast.parse.tokens
    following = cast.standing.get(m.last)
    first = m.last - 1
    while first > m.first and tokens[first - 1].text[0].isupper() and tokens[first - 1].pos in ("ADJ", "PROPN", "NOUN"):
        first -= 1
    is_title = tokens[m.last - 1].lower in TITLES and all(t.text[0].isupper() for t in tokens[first : m.last])
    if m.last < len(tokens) and tokens[m.last].text == "-":
        return None
    if not is_title or m.last - first < 2 or (following is not None and following[0].type == "PER"):
        return None
    return Entity(tokens[first].start, tokens[m.last - 1].end, "PER", None, "exact", "description")


def _actor_meant(cast: Cast, m: ActorMention, chains: Chains) -> Actor | None:
    tokens = cast.parse.tokens
    head = tokens[m.last - 1]
    noun = head.lower
    words = cast.words(m)
    if m.key is not None:
        return listed(cast, m)
    if head.dep in ("compound", "amod", "nmod") and head.head > head.i:
        return None
    behind = cast.standing.get(m.last)
    if behind is not None and behind[0].type == "PER":  # the role of the name behind it
        return None
    for (first, last), named in cast.beside.items():
        if first <= m.first and m.last <= last:
            person = cast.standing[named.first][1]
            if first != m.first or person is None or person.kind != "person":
                return None
            return because(person, f"{words}: said of {cast.words(named)}")
    actor = owned(cast, m, noun, words)
    if actor is not None:
        return actor
    if owner_inside(cast, m.first, m.last - 1) is not None:
        return None
    is_definite = tokens[m.first].lower in ("the", "this", "that", "these", "those") or (
        noun in ("parliament", "police") and head.dep in ("nsubj", "dobj", "pobj", "nsubjpass", "agent")
    )
    if not is_definite or _has_own_of(cast, head.i):
        return None
    between = tokens[m.first : m.last - 1]
    if any(t.lower in _OTHERS or (t.pos == "NOUN" and t.lower not in _SAME) for t in between):
        return _at_home(cast, m, noun, words)
    if head.tag in ("NN", "NNP") and noun in TITLES:
        title = key_of(cast.parse.words(m.first + 1, m.last)) if m.last - m.first > 1 else noun
        hit = chains.titled(head.i, cast.titles, noun, title)
        if hit is None:
            return _in_office_at_home(cast, title, words)
    else:
        hit = chains.description(head.i, noun)
    if hit is None or hit[0].actor is None:
        return _at_home(cast, m, noun, words)
    known, why = hit[0].actor, hit[1]
    if noun in _LANDS and known.id != cast.home():
        return None
    return because(known, f"{why} ({known.name})")


def _has_own_of(cast: Cast, i: int) -> bool:
    return i + 1 < len(cast.parse.tokens) and cast.parse.tokens[i + 1].lower == "of"


def _in_office_at_home(cast: Cast, title: str, words: str) -> Actor | None:
    """ "The president" where the article is about one country: whoever held the office."""
    home = cast.home()
    if home is None:
        return None
    for office in cast.catalogue.offices_titled(title):
        if office.country == home:
            holding = cast.catalogue.holder(office.id, cast.at)
            if holding is not None and holding.person is not None:
                return structs.replace(holding.person, why=f"{words}: the article is about {home}; {holding.why}")
    return None


def _at_home(cast: Cast, m: ActorMention, noun: str, words: str) -> Actor | None:
    """ "The army", "the ruling party", "police" where the article is about one country."""
    home = cast.home()
    state = cast.catalogue.actor(home, cast.at) if home is not None else None
    if home is None or state is None:
        return None
    if noun == "party" and "ruling" in words.lower():
        name, why = f"{state.name}: ruling party", f"{words}: the article is about {state.name}"
        return Actor(f"{home.lower()}-ruling-party", name, home, "PTY", why, "party")
    agent = cast.catalogue.agent(noun)
    sector = (agent.sector if agent else None) or AGENTS.get(noun)
    if noun not in _OF_EVERY_STATE or sector not in ("MIL", "COP", "LEG", "GOV", "JUD", "OPP"):
        return None
    if home in _WITHOUT_ARMY and sector == "MIL":
        return None  # the army in Gaza City is another's
    is_plain = all(
        t.pos in ("DET", "NOUN", "ADJ") and t.lower not in ("international", "foreign", "local", "regional")
        for t in cast.parse.tokens[m.first : m.last]
    )
    if not is_plain:
        return None
    return compose.group(noun, state, cast.catalogue, f"{words} (the article is about {state.name})", cast.at)


def _type_of(cast: Cast, first: int, last: int, actor: Actor | None) -> str:
    """A description counts as a name only where it is printed as one: "Foreign Secretary", "Iraqi forces"."""
    head = cast.parse.tokens[last - 1]
    if head.text[0].isupper() and (head.i > cast.parse.lines[head.sent].first or last - first > 1):
        return "PER" if head.lower in TITLES else "ORG"
    begins_with = next((cast.standing[i][0] for i in range(first, last - 1) if i in cast.standing), None)
    if actor is not None and actor.kind != "person" and begins_with is not None and begins_with.is_demonym:
        return "ORG"
    return "MISC"
