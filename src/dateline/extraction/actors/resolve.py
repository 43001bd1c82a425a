"""Who a mention is: an actor of the catalogue at the article's date, one composed from the words, or nobody.

Names first, over the whole article (a title beside one mention counts for all); then descriptions and pronouns in text
order. Every actor says why. A private person stays words in a sentence: `actor` is None.
"""

from collections.abc import Sequence

from dateline.extraction.actors.bodies import settle_bodies
from dateline.extraction.actors.cast import Cast, because
from dateline.extraction.actors.catalogue import Catalogue
from dateline.extraction.actors.chains import Chains, gender_of
from dateline.extraction.actors.descriptions import bare_title, describe
from dateline.extraction.actors.find import ActorMention
from dateline.extraction.actors.persons import settle_persons
from dateline.extraction.actors.roles import TITLES
from dateline.extraction.actors.short_names import settle_short_names
from dateline.extraction.text.tokens import Parse
from dateline.values import Actor, Entity, Place


def resolve(
    mentions: Sequence[ActorMention], *, parse: Parse, catalogue: Catalogue, at: str | None, places: Sequence[Place]
) -> tuple[Entity, ...]:
    """Say who each mention is.

    Args:
        mentions: what `find` found, in text order.
        parse: the article's parse.
        catalogue: who is known.
        at: the article's date, ISO, or None.
        places: the article's places, for "protesters in Lagos" and for capitals that stand for a government.
    Returns:
        all names, with the actor or None, and those descriptions and pronouns that stand for an actor; in text order.
    """
    names = [m for m in mentions if m.form == "name"]
    cast = Cast(names, parse=parse, catalogue=catalogue, at=at[:10] if at else None, places=places)
    settle_bodies(cast)
    settle_short_names(cast)
    settle_persons(cast)
    return _in_text_order(cast, [m for m in mentions if m.form != "name"])


def _in_text_order(cast: Cast, others: Sequence[ActorMention]) -> tuple[Entity, ...]:
    """Names as they were settled, and what each description and pronoun takes up of what stands before it."""
    chains = Chains(cast.parse)
    found: list[Entity] = []
    everything = [m for m, _ in cast.standing.values()]
    everything += others
    everything.sort(key=lambda m: (m.first if m.form == "name" else m.last - 1, m.form != "name"))
    for m in everything:
        if m.form == "name":
            entity: Entity | None = _name(cast, chains, m.first)
        elif m.form == "pronoun":
            entity = _pronoun(cast, chains, m)
        else:
            entity = _description(cast, chains, m)
        if entity is not None:
            found.append(entity)
    found.sort(key=lambda e: (e.start, -e.end))
    return tuple(_outermost(found))


def _name(cast: Cast, chains: Chains, first: int) -> Entity:
    m, actor = cast.standing[first]
    if m.type == "PER" or actor is not None:
        who = cast.who.get(m.first) or (actor.id if actor else cast.words(m))
        if not (m.is_demonym and cast.parse.tokens[m.last - 1].dep in ("amod", "compound", "nmod")):
            chains.add(m.first, m.last, actor, m.type, cast.genders.get(who), who, cast.kinds(actor))
    return _entity(cast, m, m.type, actor, "name")


def _entity(cast: Cast, m: ActorMention, type: str, actor: Actor | None, form: str) -> Entity:
    tokens = cast.parse.tokens
    return Entity(tokens[m.first].start, tokens[m.last - 1].end, type, actor, "exact", form)


def _pronoun(cast: Cast, chains: Chains, m: ActorMention) -> Entity | None:
    hit = chains.pronoun(m.first)
    if hit is None:
        return None
    link, why = hit
    if link.actor is None:
        chains.add(m.first, m.last, None, "PER", link.gender, link.who)
        return None
    gender = link.gender or gender_of([cast.parse.tokens[m.first].lower])
    type = "PER" if link.kind == "person" else "ORG"
    chains.add(m.first, m.last, link.actor, type, gender, link.who, link.kinds)
    return _entity(cast, m, "MISC", because(link.actor, f"{why} ({link.actor.name})"), "pronoun")


def _description(cast: Cast, chains: Chains, m: ActorMention) -> Entity | None:
    entity = describe(cast, m, chains) or bare_title(cast, m)
    if entity is not None and entity.actor is not None:
        head = cast.parse.tokens[m.last - 1]
        is_person = entity.actor.kind == "person" or (head.lower in TITLES and head.tag in ("NN", "NNP"))
        type = "PER" if is_person else "ORG"
        chains.add(m.first, m.last, entity.actor, type, None, entity.actor.id, cast.kinds(entity.actor))
    return entity


def _outermost(entities: Sequence[Entity]) -> list[Entity]:
    """Without peoples inside a description of theirs: "Iraqi" in "Iraqi forces"."""
    kept: list[Entity] = []
    end = -1
    for entity in entities:
        if entity.type == "NORP" and entity.end < end:
            continue
        if entity.form == "description":
            end = max(end, entity.end)
        kept.append(entity)
    return kept
