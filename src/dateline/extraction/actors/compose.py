"""Actors that nobody listed, from the words around a name: country + agent noun, title + name, bodies by their head noun.

"Syrian army" is Syria's military and "US special representative Tom West" an American in government although no table
has them. Only what the words say: without a country, a body or a public role there is no actor.
"""

from collections.abc import Mapping

from msgspec import Struct, structs

from dateline.extraction.actors.catalogue import AgentRow, Catalogue, OfficeRow, key_of, slug
from dateline.extraction.actors.find import ActorMention
from dateline.extraction.actors.roles import (
    AGENTS,
    BODIES,
    FIELDS,
    OPEN_SECTOR,
    PRIVATE,
    RANKS,
    SECTOR_SLUG,
    SPELLED_OUT,
    TITLES,
)
from dateline.extraction.text.tokens import Parse
from dateline.values import Actor, Place

_STATE_WORDS = frozenset(
    "government governments authorities authority officials official administration regime delegation diplomats "
    "negotiators leadership leaders policymakers cabinet state".split()
)
_KIND_OF_SECTOR = {
    "MIL": "military", "COP": "police", "LEG": "parliament", "JUD": "court", "GOV": "government", "REB": "armed_group",
    "PRM": "armed_group", "UAF": "armed_group", "PTY": "party", "EDU": "agency", "BUS": "company", "NGO": "ngo",
    "JRN": "media", "LAB": "union", "REL": "religious", "SPY": "agency", "MED": "agency",
}  # fmt: skip
_VAGUE = frozenset(
    "chief head leader director chairman chairwoman chair official adviser advisor coordinator administrator".split()
)
# Sectors of those of a people who bear arms; a people without a state has no army, so its forces are unidentified ones.
_ARMS_OF_PEOPLES = {"REB": "REB", "PRM": "PRM", "UAF": "UAF", "MIL": "UAF"}
_UNDER = frozenset({"vice", "deputy", "assistant", "under", "shadow", "junior", "former"})
_LINKS = frozenset("of for in at to on with from".split())


class Role(Struct, frozen=True):
    """What a title phrase says: tokens `first` to `last`, the folded title, whose it is, and its sector."""

    first: int
    last: int
    title: str
    head: str
    country: str | None
    body: Actor | None
    sector: str | None
    is_private: bool = False
    is_former: bool = False
    phrase: str = ""  # the title folded, with what follows "of": "secretary of state"
    full: str = ""  # all words folded, with whose it is: "un secretary general"


def read_role(
    parse: Parse,
    first: int,
    last: int,
    standing: Mapping[int, tuple[ActorMention, Actor | None]],
    catalogue: Catalogue,
    places: Mapping[int, Place] | None = None,
) -> Role | None:
    """What tokens `first` to `last` say of a person's role; None where no known role noun heads them.

    Args:
        standing: by first token, the names in the article and the actors they stand for.
        places: by first code point, the article's places, for "the mayor of Tirana".
    """
    tokens = parse.tokens
    words: list[str] = []
    head = ""
    country: str | None = None
    of_country: str | None = None
    body: Actor | None = None
    is_former = False
    field: str | None = None
    in_front = True
    link = ""
    i = opens = first
    while i < last:
        at = standing.get(i)
        if at is not None and at[0].last <= last and at[0].form == "name":
            mention, actor = at
            inner_title = _title_inside(parse, mention) if in_front and mention.last == last else ""
            if inner_title:
                words.append(inner_title)
                head = inner_title.rsplit(" ", 1)[-1]
            if actor is not None and actor.kind != "person":
                if actor.kind == "state":
                    if in_front:
                        country, words, opens = actor.id, [], mention.last
                    elif link == "of" and of_country is None:
                        of_country = actor.id
                elif in_front or (body is None and link in ("of", "at", "to")):
                    body = actor
                    if in_front:
                        words, opens = [], mention.last
            elif actor is None and mention.type in ("GPE", "LOC") and link == "of" and of_country is None:
                of_country = _country_of_town(mention, tokens[i].start, catalogue, places or {})
            i = mention.last
            continue
        t = tokens[i]
        low = t.lower.rstrip(".")
        if low in _LINKS and t.pos in ("ADP", "PART", "SCONJ", "PROPN"):
            in_front, link = False, low
        elif low in ("former", "ex", "late", "outgoing", "then"):
            is_former = is_former or low in ("former", "ex", "late")
        elif low in FIELDS:
            field = field or FIELDS[low]
            if in_front:
                words.append(low)
        elif (in_front and t.pos in ("NOUN", "PROPN", "ADJ", "VERB")) or (in_front and low in ("-", "vice")):
            if low != "-":
                words += SPELLED_OUT.get(low, low).split("-")
            if low != "-" and t.pos in ("NOUN", "PROPN", "ADJ"):
                head = low
        i += 1
    if not head and words:
        head = words[-1]
    pair = catalogue.agent(" ".join(words[-2:]))
    agent = catalogue.agent(head)
    if head in PRIVATE or (agent is not None and not agent.public and head not in TITLES):
        return Role(first, last, " ".join(words), head, country, body, None, is_private=True)
    known = head in TITLES or (agent is not None and agent.public) or (head in AGENTS and field is not None)
    if not known:
        return None
    if head in _VAGUE and country is None and of_country is None and body is None and field is None:
        if pair is None or not pair.public:
            return Role(first, last, " ".join(words), head, None, None, None, is_private=True)
        agent, field = pair, pair.sector
    sector = TITLES.get(head) or (agent.sector if agent else None) or AGENTS.get(head) or "GOV"
    if head in RANKS and pair is not None and len(words) > 1:  # an attorney general is no soldier
        sector = pair.sector or sector
    if body is not None and body.sector and head in OPEN_SECTOR | RANKS:
        sector = body.sector
    elif field is not None and (head in OPEN_SECTOR or head in RANKS or head in AGENTS):
        sector = field
    country = country or (body.country if body is not None else None) or of_country
    phrase = key_of(parse.words(opens, last)).removeprefix("s ") if opens < last else ""
    title = " ".join(words)
    full = key_of(parse.words(first, last)).removeprefix("the ")
    return Role(first, last, title, head, country, body, sector, is_former=is_former, phrase=phrase, full=full)


def _country_of_town(
    mention: ActorMention, start: int, catalogue: Catalogue, places: Mapping[int, Place]
) -> str | None:
    place = places.get(start)
    if place is not None:
        return place.country
    return catalogue.capital(mention.key)[0] if mention.is_capital and mention.key is not None else None


def office_of(role: Role, catalogue: Catalogue, country: str | None = None) -> OfficeRow | None:
    """The listed office that a role means: by country and title, by body and title, or by title alone if only one has it."""
    exact = catalogue.offices_titled(role.full)
    if len(exact) == 1 and (role.country is not None or role.body is not None):
        return exact[0]
    where = role.country or country
    words = role.title.split()
    tries = [" ".join(words[begin:]) for begin in range(len(words))]
    if " of " in role.phrase or " for " in role.phrase:
        phrase = role.phrase.split()
        tries = [" ".join(phrase[begin:]) for begin in range(min(len(phrase) - 2, 3))] + tries
    for n, title in enumerate(tries):
        offices = catalogue.offices_titled(title)
        if not offices or (_UNDER & set(words) and not _UNDER & set(title.split())):
            continue
        body = role.body.id if role.body is not None else None
        if body is not None:
            for office in offices:
                if office.body == body:
                    return office
            if role.body is not None and role.body.kind not in ("ministry", "government"):
                continue
        if where is not None:
            for office in offices:
                if office.country == where:
                    return office
            continue
        if len(offices) == 1 and n == 0:
            return offices[0]
    return None


def person(name: str, role: Role, office: OfficeRow | None, words: str) -> Actor | None:
    """A person in a public role that no table has: id from the name, country and sector from the words beside it."""
    id = slug(name)
    if not id:
        return None
    country = role.country or (office.country if office is not None else None)
    sector = (office.sector if office is not None else None) or role.sector
    if role.is_former:
        sector = "ELI"
    if (
        country is None
        and role.body is None
        and role.head not in RANKS
        and sector in ("GOV", "LEG", "JUD")
        and office is None
    ):
        return Actor(id, name, None, sector, f"title beside the name: {words}", "person")
    bodies = (role.body.id,) if role.body is not None and not role.is_former else ()
    return Actor(id, name, country, sector, f"title beside the name: {words}", "person", bodies)


def group(noun: str, owner: Actor, catalogue: Catalogue, words: str, at: str | None) -> Actor | None:
    """The actor of a description: whose it is and the noun at its head ("Syrian" + "army").

    An agent noun of an armed group, body or party is the group itself ("Houthi fighters"); one of a state is the
    state's army, police, parliament, rebels .., listed where a table has `syr-military`, composed where none does.
    """
    sector, agent = _sector_of(noun, catalogue)
    if sector is None and agent is None:
        return None
    if owner.kind != "state":
        if owner.kind == "person" or (owner.kind == "government" and sector == "PTY"):
            return None  # "Scotland's biggest party" is not Scotland's government
        if owner.sector == "SOC" and sector in _ARMS_OF_PEOPLES:
            return _of_people(owner, _ARMS_OF_PEOPLES[sector], words)
        return structs.replace(owner, why=f"{words}: {noun} of {owner.name}; {owner.why}")
    if noun in _STATE_WORDS or (sector == "GOV" and noun not in ("ministry", "minister", "ministers")):
        return structs.replace(owner, why=f"{words}: {noun} of {owner.name}")
    if sector == "GOV":
        return structs.replace(owner, why=f"{words}: {noun} of {owner.name}")
    return of_state(owner, sector or "CVL", catalogue, words, at)


def _of_people(owner: Actor, sector: str, words: str) -> Actor:
    """Those of a people who bear arms, who are not the people: "Tuareg rebels"."""
    part = SECTOR_SLUG[sector]
    why = f"people and noun: {words}; {owner.why}"
    return Actor(f"{owner.id}-{part}", f"{owner.name}: {part}", owner.country, sector, why, "armed_group")


def of_state(owner: Actor, sector: str, catalogue: Catalogue, words: str, at: str | None) -> Actor:
    """The part of a state that acts in a sector: `syr-military`, `nga-police`, `lbn-opposition`."""
    part = SECTOR_SLUG.get(sector, sector.lower())
    id = catalogue.part(owner.id, sector, at) or f"{owner.id.lower()}-{part}"
    listed = catalogue.actor(id, at)
    if listed is not None:
        return structs.replace(listed, why=f"{words}: {part} of {owner.name}; {listed.why}")
    return some_of_state(owner, sector, words)


def some_of_state(owner: Actor, sector: str, words: str) -> Actor:
    """People or a force of a state that no table lists: `deu-civilians`, `ken-farmers`."""
    part = SECTOR_SLUG.get(sector, sector.lower())
    why, kind = f"country and noun: {words}", _KIND_OF_SECTOR.get(sector, "movement")
    return Actor(
        f"{owner.id.lower()}-{part}", f"{owner.name}: {part.replace('-', ' ')}", owner.country, sector, why, kind
    )


def body(
    parse: Parse, mention: ActorMention, owner: Actor | None, catalogue: Catalogue, *, is_known_body: bool = False
) -> Actor | None:
    """The actor of an unlisted body's name: its sector by its head noun, its country by a country in the name or beside it."""
    words = parse.words(mention.first, mention.last)
    sector = None
    tokens = parse.tokens[mention.first : mention.last]
    stop = next((n for n, t in enumerate(tokens) if t.lower in ("of", "for", "on", "in") and n), len(tokens))
    for t in [*reversed(tokens[:stop]), *tokens[stop:]]:
        sector = BODIES.get(t.text[:1].upper() + t.text[1:].lower())
        if sector is not None:
            break
    if sector is None:
        agent = catalogue.agent(tokens[stop - 1].lower) if stop else None
        sector = agent.sector if agent is not None and owner is not None else None
    if sector == "NGO" and tokens and tokens[0].lower in ("house", "senate", "congressional", "parliamentary"):
        sector = "LEG"
    if sector is None and not is_known_body:
        return None
    id = slug(words)
    if not id or (owner is None and len(tokens) == 1 and not is_known_body):
        return None
    country = owner.country if owner is not None else None
    kind = _KIND_OF_SECTOR.get(sector or "", "agency")
    if sector == "GOV":
        kind = "ministry" if any(t.lower in ("ministry", "department", "office") for t in tokens) else "agency"
    beside = f", country {country} from {owner.name}" if owner is not None else ""
    return Actor(id, words, country, sector, f"head noun of the name: {words}{beside}", kind)


def _sector_of(noun: str, catalogue: Catalogue) -> tuple[str | None, AgentRow | None]:
    agent = catalogue.agent(noun)
    if agent is not None:
        return agent.sector, agent
    return AGENTS.get(noun), None


def _title_inside(parse: Parse, mention: ActorMention) -> str:
    """A title that the recogniser took for the end of a name: "State Department Spokesman"."""
    word = parse.tokens[mention.last - 1].lower
    return word if word in TITLES and mention.last - mention.first > 1 else ""
