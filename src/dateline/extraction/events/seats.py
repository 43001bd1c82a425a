"""A capital that another state speaks to, works with or visits stands for the state it is the seat of.

Elsewhere a capital is a place: what is done in Kabul by force or as aid is not done to Afghanistan's government.
"""

from collections.abc import Sequence

from msgspec import structs

from dateline.extraction.actors.catalogue import Catalogue, key_of
from dateline.extraction.actors.listed import of_brussels
from dateline.values import Actor, Event, Party, Place

_STATES = frozenset({"state", "government"})
_SPOKEN = frozenset({"REQUEST", "ACCUSE", "THREATEN", "SUPPORT", "REJECT", "AGREE", "CONCEDE", "COOPERATE", "SANCTION"})


def with_seats(
    events: Sequence[Event], *, text: str, places: Sequence[Place], catalogue: Catalogue, at: str | None
) -> tuple[Event, ...]:
    """Events with the states that capitals stand for.

    Args:
        events: as they were coded.
        text: what all offsets count in.
        places: those of the article, by which a capital is told from its namesakes.
        catalogue: who governs from where.
        at: the article's date, `YYYY-MM-DD`, or None.
    """
    by_start = {place.start: place for place in places}

    def seat_of(party: Party, guest: str) -> Actor | None:
        place = by_start.get(party.start)
        if party.actor is not None or place is None or place.end != party.end:
            return None
        if text[party.start : party.end] == "Brussels" and of_brussels(text) != "BEL":
            return None
        for name in catalogue.capital(key_of(text[party.start : party.end])):
            state = catalogue.actor(name, at)
            if state is not None and place.country == state.id != guest:
                return structs.replace(state, why=f"{text[party.start : party.end]}: the seat of {state.name}")
        return None

    def with_seat(party: Party, guest: str) -> Party:
        return structs.replace(party, actor=party.actor or seat_of(party, guest))

    found = []
    for event in events:
        guest = _guest(event)
        if guest is not None:
            event = structs.replace(
                event,
                actors=tuple(with_seat(party, guest) for party in event.actors),
                recipients=tuple(with_seat(party, guest) for party in event.recipients),
                target=with_seat(event.target, guest) if event.target is not None else None,
            )
        found.append(event)
    return tuple(found)


def _guest(event: Event) -> str | None:
    """The country of a state or an official who speaks to another, works with or visits it."""
    actor = event.source.actor if event.source is not None else None
    if actor is None or not (actor.sector == "GOV" or actor.kind in _STATES):
        return None
    between = (
        event.type in _SPOKEN
        or "CONSULT" in (event.type, event.of)
        or (event.type, event.mode) == ("COERCE", "restrict")
    )
    return actor.country if between else None
