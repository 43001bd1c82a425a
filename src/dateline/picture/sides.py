"""Whether an actor acts for a party of the picture: a minister for his state, a branch for its group.

A state is spoken for by its government, forces, courts and lawmakers, never by rebels, crowds or companies at home there.
"""

from collections.abc import Iterable
from typing import Protocol

from dateline.values import Actor, Event, Party

OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
_NOT_OFFICIAL_KINDS = frozenset({"armed_group", "party", "movement", "company", "ngo", "media", "news_agency"})


class Acting(Protocol):
    """As much of an event as says who acted, how, and on whom."""

    @property
    def type(self) -> str: ...
    @property
    def negated(self) -> bool: ...
    @property
    def modality(self) -> str: ...
    @property
    def said_by(self) -> int | None: ...
    @property
    def source(self) -> Party | None: ...
    @property
    def target(self) -> Party | None: ...
    @property
    def actors(self) -> tuple[Party, ...]: ...
    @property
    def recipients(self) -> tuple[Party, ...]: ...


def acts_for(actor: Actor, party: str) -> bool:
    """Whether `actor` is `party` or acts for it. `party`: an actor id, an ISO alpha-3 code for a state."""
    if actor.id == party or party in actor.member_of:
        return True
    is_state = len(party) == 3 and party.isupper()
    return (
        is_state
        and actor.country == party
        and actor.sector in OFFICIAL
        and actor.kind not in _NOT_OFFICIAL_KINDS
        and not (len(actor.id) == 3 and actor.id.isupper())
    )


def members(actors: Iterable[Actor], party: str) -> tuple[str, ...]:
    """Ids of all known actors that act for a party, the party itself first."""
    return (party, *sorted({actor.id for actor in actors if actor.id != party and acts_for(actor, party)}))


def sources(event: Acting) -> tuple[Actor, ...]:
    """All acting sides of an event."""
    return _actors((event.source, *event.actors))


def targets(event: Acting) -> tuple[Actor, ...]:
    """All sides that the event was done to."""
    return _actors((event.target, *event.recipients))


def is_between(event: Event, a: str, b: str) -> bool:
    """Whether an event has `a` on one side and `b` on the other. Two who do the same to a third do it not to each other."""
    acting, met = sources(event), targets(event)
    return (_has(acting, a) and _has(met, b)) or (_has(acting, b) and _has(met, a))


def _has(side: Iterable[Actor], party: str) -> bool:
    return any(acts_for(actor, party) for actor in side)


def _actors(parties: Iterable[Party | None]) -> tuple[Actor, ...]:
    found: dict[str, Actor] = {}
    for party in parties:
        if party is not None and party.actor is not None:
            found.setdefault(party.actor.id, party.actor)
    return tuple(found.values())
