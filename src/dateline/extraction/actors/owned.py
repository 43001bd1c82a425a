"""A description that says whose it is: "Syrian army", "Houthi fighters", "the army of Mali", "protesters in Lagos"."""

from msgspec import structs

from dateline.extraction.actors import compose
from dateline.extraction.actors.cast import Cast
from dateline.extraction.actors.catalogue import key_of, pieces_of, slug
from dateline.extraction.actors.compose import Role
from dateline.extraction.actors.find import ActorMention
from dateline.extraction.actors.roles import AGENTS, DEFINITE, HELPED, NO_LONGER, STANCES, TITLES
from dateline.values import Actor

# Sectors of people who are private one by one, though a crowd of them acts.
_PRIVATE_ALONE = frozenset({"CVL", "OPP", "EDU", "MED", "LAB", "REF", "AGR", "BUS", "JRN", "REL", "SOC", "UAF", "CRM"})
_CROWDS = frozenset("police army military opposition parliament government junta regime militia navy".split())
_LOCAL = frozenset({"official", "officials", "authorities", "leaders", "administration"})
_THEIR_OWN = frozenset(
    "leader leaders figure figures member members politician politicians chief chiefs commander commanders officer officers "
    "soldier soldiers unit units".split()
)
_AGAINST_THE_STATE = {
    "opposition": "opposition", "rebel": "rebels", "separatist": "separatists", "guerrilla": "guerrillas", "insurgent": "insurgents",
}  # fmt: skip
_OF_A_PART = frozenset("state government parliament legislature senate court authorities administration".split())
_WORKPLACES = frozenset(
    "hospital hospitals clinic clinics school schools university universities college academy institute bank banks refinery "
    "prison airport port newspaper magazine".split()
)


def owned(cast: Cast, m: ActorMention, noun: str, words: str) -> Actor | None:
    """The actor of a description that says whose it is; None where it does not say, or is no actor of its owner's."""
    owner = owner_inside(cast, m.first, m.last - 1)
    where = ""
    if owner is None:
        behind = _owner_behind(cast, m.last)
        if behind is None:
            return None
        owner, where = behind
    head = cast.parse.tokens[m.last - 1]
    if head.tag in ("NN", "NNP") and (noun in TITLES or noun in ("president", "minister")):
        role = compose.read_role(cast.parse, m.first, _title_end(cast, m), cast.standing, cast.catalogue)
        if role is not None and role.is_former:
            return None
        actor = _in_office(cast, role, owner, where, noun, words) if role is not None else None
        if actor is not None:
            return actor
    if noun in _WORKPLACES or (where == "in" and head.tag != "NNS" and noun not in _CROWDS):
        return None
    if where == "in" and noun in _LOCAL and _is_a_town(cast, m.last):  # the town's, not the state's
        return None
    if where == "of" and noun in _OF_A_PART and _is_a_town(cast, m.last):  # "the state of North Carolina"
        return None
    agent = cast.catalogue.agent(noun)
    sector = agent.sector if agent is not None else AGENTS.get(noun)
    if head.tag in ("NN", "NNP") and sector in _PRIVATE_ALONE and noun not in DEFINITE and noun not in _CROWDS:
        return None
    if noun in ("ministry", "department") and owner.kind == "state":
        return _ministry(cast, m, owner, words)
    if noun in DEFINITE and owner.kind not in ("state", "armed_group", "movement", "party"):
        return None
    if m.last - m.first > 1:
        before = cast.parse.tokens[m.last - 2].lower
        pair = next(
            (p for p in (f"{before} {noun}", f"{before} {head.lemma}") if cast.catalogue.agent(p) is not None), None
        )
        if pair is not None:  # "aid workers" are no union's
            noun = pair
        elif noun in _THEIR_OWN and cast.parse.tokens[m.last - 2].lower in _AGAINST_THE_STATE:
            noun = _AGAINST_THE_STATE[
                cast.parse.tokens[m.last - 2].lower
            ]  # "Georgian opposition leaders" are not Georgia's
    if noun in DEFINITE and noun not in AGENTS and cast.catalogue.agent(noun) is None:
        return None
    return compose.group(noun, owner, cast.catalogue, words, cast.at)


def owner_inside(cast: Cast, first: int, last: int) -> Actor | None:
    """The state or body named inside words or right before them ("Iran's", "Syrian")."""
    for i in range(first, last):
        at = cast.standing.get(i)
        if at is not None and at[1] is not None and at[0].last <= last and at[1].kind != "person":
            if _is_sided(cast, i, at[0].last):
                continue
            return None if _is_past(cast, first, i) else _first_of_several(cast, i, last) or at[1]
    return None


def _first_of_several(cast: Cast, i: int, head: int) -> Actor | None:
    """ "British, French and German diplomats" are of the first named, as in "Britain, France and Germany said"."""
    tokens, found = cast.parse.tokens, None
    joins: tuple[str, ...] = ("and",) if tokens[head].tag in ("NNS", "NNPS") else ()
    while i > 1 and tokens[i - 1].lower in joins:
        before = cast.standing.get(i - 2)
        if before is None or before[1] is None or before[1].kind != "state" or tokens[i - 2].tag != tokens[i].tag:
            break  # "with France and Malian soldiers"
        found, i, joins = before[1], i - 2, (",", "and")
    return found


def _is_sided(cast: Cast, i: int, last: int) -> bool:
    """ "Pro-Iran militias", "a non-Fatah candidate", "a Kenyan-led mission": for, against or under it, and not its own."""
    tokens = cast.parse.tokens
    joined = last + 1 < len(tokens) and tokens[last].text == "-" and tokens[last + 1].lower in HELPED
    return joined or (i > 1 and tokens[i - 1].text == "-" and tokens[i - 2].lower in STANCES)


def _is_past(cast: Cast, first: int, owner: int) -> bool:
    """ "A former Taliban commander": nobody of theirs any more."""
    return any(t.lower in NO_LONGER for t in cast.parse.tokens[first:owner])


def _owner_behind(cast: Cast, i: int) -> tuple[Actor, str] | None:
    """The owner behind a head noun: "of Mali", "from the PKK", "in Lagos"."""
    tokens = cast.parse.tokens
    if i + 1 >= len(tokens) or tokens[i].lower not in ("of", "from", "in"):
        return None
    link = tokens[i].lower
    j = i + 1
    while j < len(tokens) and j < i + 3 and tokens[j].pos in ("DET", "ADJ"):
        j += 1
    j = _past_who_helps(cast, j)
    listed = _listed_from(cast, j)
    if listed is not None and link != "in":
        return listed, link
    place = cast.place_at.get(tokens[j].start) if j < len(tokens) else None
    at = cast.standing.get(j) if j < len(tokens) else None
    is_owner = at is not None and at[1] is not None and at[1].kind != "person" and not at[0].is_capital
    if is_owner and at is not None and at[1] is not None and (link != "in" or at[1].kind == "state"):
        return at[1], link
    if place is not None and place.country is not None:
        state = cast.catalogue.actor(place.country, cast.at)
        return (state, link) if state is not None else None
    if at is not None and at[0].is_capital and at[0].key is not None:
        state = cast.catalogue.actor(cast.catalogue.capital(at[0].key)[0], cast.at)
        return (state, link) if state is not None else None
    return None


def _past_who_helps(cast: Cast, i: int) -> int:
    """Where the name begins in "from the al Qaeda-linked group JNIM": behind the one that it is only linked to."""
    tokens = cast.parse.tokens
    for k in range(i, min(i + 5, len(tokens) - 2)):
        if tokens[k].text == "-" and tokens[k + 1].lower in HELPED:
            k += 2
            while k + 1 < len(tokens) and tokens[k].pos in ("NOUN", "ADJ"):
                k += 1
            return k
    return i


def _listed_from(cast: Cast, i: int) -> Actor | None:
    """The listed group whose name of several words begins here: "Sinaloa cartel" before the place Sinaloa."""
    last = cast.parse.lines[cast.parse.tokens[i].sent].last if i < len(cast.parse.tokens) else i
    for end in range(min(i + 5, last), i + 1, -1):
        ids = cast.catalogue.named(key_of(cast.parse.words(i, end)))
        if ids:
            return cast.catalogue.actor(ids[0], cast.at)
    return None


def _is_a_town(cast: Cast, i: int) -> bool:
    """Whether what stands behind `in` is smaller than a country and no capital: "officials in a Carolina town"."""
    tokens = cast.parse.tokens
    j = i + 1
    while j < min(len(tokens), i + 3) and tokens[j].pos in ("DET", "ADJ"):
        j += 1
    at = cast.standing.get(j)
    place = cast.place_at.get(tokens[j].start) if j < len(tokens) else None
    is_small = place is not None and place.precision is not None and place.precision < 6
    return is_small and not (at is not None and at[0].is_capital)


def _title_end(cast: Cast, m: ActorMention) -> int:
    """Where a title ends that goes on behind its noun: "secretary of state", "minister for foreign affairs"."""
    tokens = cast.parse.tokens
    stop = min(cast.parse.lines[tokens[m.first].sent].last, m.last + 5)
    if m.last >= stop or tokens[m.last].lower not in ("of", "for"):
        return m.last
    for last in range(stop, m.last + 1, -1):
        words = pieces_of(cast.parse.words(m.first, last))
        for begin in range(min(3, len(words))):
            if cast.catalogue.offices_titled(" ".join(words[begin:])):
                return last
    return m.last


def _in_office(cast: Cast, role: Role, owner: Actor, where: str, noun: str, words: str) -> Actor | None:
    """Who holds the office that a title means: "Syria's president"; the owner itself where it is a role without a table."""
    if role.is_private:
        return None
    if role.country is None and owner.kind == "state" and where != "in":
        role = structs.replace(role, country=owner.id)
    office = compose.office_of(role, cast.catalogue)
    holding = cast.catalogue.holder(office.id, cast.at) if office is not None else None
    if holding is not None and holding.person is not None:
        cast.titles.setdefault(holding.person.id, set()).add(role.title)
        return structs.replace(holding.person, why=f"{words}: {holding.why}")
    if office is not None and holding is not None:
        name = office.id.replace("-", " ")
        return Actor(office.id, name, office.country, office.sector, holding.why, "office")
    if role.sector is None or owner.kind != "state":
        return None
    if role.sector in ("MIL", "COP", "LEG", "JUD", "REB", "OPP", "SPY"):
        return compose.of_state(owner, role.sector, cast.catalogue, words, cast.at)
    return structs.replace(owner, why=f"{words}: {noun} of {owner.name}")


def _ministry(cast: Cast, m: ActorMention, owner: Actor, words: str) -> Actor | None:
    """A ministry that no table has: "the Saudi foreign ministry" is `sau-foreign-ministry`."""
    tokens = cast.parse.tokens
    plain = [
        t.lower for t in tokens[m.first : m.last] if t.pos not in ("DET", "PUNCT", "PART") and t.i not in cast.standing
    ]
    if len(plain) < 2:
        return None
    name = " ".join(plain)
    id = f"{owner.id.lower()}-{slug(name)}"
    listed = cast.catalogue.actor(id, cast.at) if cast.catalogue.known(id) else None
    if listed is not None:
        return structs.replace(listed, why=f"{words}: {listed.why}")
    return Actor(id, f"{owner.name}: {name}", owner.country, "GOV", f"country and noun: {words}", "ministry")
