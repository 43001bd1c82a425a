"""What a report tells of an act, as far as it is compared with what others tell.

One event gives one telling; what one report and its copies tell more than once of one act is merged into one, the best
told parts of it standing. Words are looked at in the event's own sentence only.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from dateline.values import Actor, Event, FoundEvent, Place, Span

Kind = tuple[str, str | None, str]


class Telling(Struct, frozen=True):
    """What one report and its copies tell of one act: its events, and what of them is compared. Days are ordinals."""

    events: tuple[FoundEvent, ...]  # in the order in which they became known
    kind: Kind
    article: str
    origin: str
    story: str | None
    first: int | None
    last: int | None
    known: int
    place: Place | None
    sources: frozenset[str]
    targets: frozenset[str]
    backers: tuple[frozenset[str], frozenset[str]]  # the states and bodies that sources, targets act for
    mode: str | None
    things: frozenset[str]
    sites: frozenset[str]
    victims: frozenset[str]
    is_answer: bool
    is_past: bool
    is_claim: bool
    type: str
    words: frozenset[str]  # how its sentences end: a copy may have lost the beginning
    own_place: bool  # told in words of its own, not taken from the report's dateline or lead
    killed: tuple[int, int, int] | None

    @property
    def order(self) -> tuple[str, str]:
        """When its first event became known, and which it is: unique, and the order of all comparing."""
        return self.events[0].evidence.known_on, self.events[0].id

    @staticmethod
    def of(found: FoundEvent, stories: Mapping[str, str]) -> "Telling":
        """An event with what is compared of it; `stories`: story by article id."""
        event, evidence = found.event, found.evidence
        first = last = None
        if found.days is not None:
            first, last = date.fromisoformat(found.days[0]).toordinal(), date.fromisoformat(found.days[1]).toordinal()
        sources, targets = actors_of(event, "source"), actors_of(event, "target")
        return Telling(
            events=(found,),
            kind=kind_of(event),
            article=evidence.article,
            origin=evidence.copy_of or evidence.article,
            story=stories.get(evidence.article),
            first=first,
            last=last,
            known=date.fromisoformat(evidence.known_on[:10]).toordinal(),
            place=found.place if found.place is not None and found.place.lat is not None else None,
            sources=frozenset(a.id for a in sources),
            targets=frozenset(a.id for a in targets),
            backers=(backers_of(sources), backers_of(targets)),
            mode=event.mode,
            things=_things(found),
            sites=_sites(found),
            victims=_victims(found),
            is_answer=_is_answer(found),
            is_past=event.modality == "historical",
            type=event.type,
            is_claim=_CLAIM.search(evidence.words) is not None,
            words=frozenset([evidence.words[-60:]]),
            own_place=found.place is not None and event.pinned.place != "inherited",
            killed=(event.killed.low, event.killed.best, event.killed.high) if event.killed else None,
        )

    @staticmethod
    def merge(told: "Sequence[Telling]") -> "Telling":
        """What one report tells of one happening, taken together; the best told parts stand."""
        if len(told) == 1:
            return told[0]
        dated = min((f for f in told if f.first is not None), key=_width, default=told[0])
        placed = min(
            (f for f in told if f.place is not None),
            key=lambda f: (not f.own_place, f.place.precision or 6 if f.place else 6),
            default=told[0],
        )
        tolls = [f.killed for f in told if f.killed is not None]
        return replace(
            told[0],
            events=tuple(found for telling in told for found in telling.events),
            first=dated.first,
            last=dated.last,
            place=placed.place,
            own_place=placed.own_place,
            sources=frozenset().union(*(f.sources for f in told)),
            targets=frozenset().union(*(f.targets for f in told)),
            backers=(
                frozenset().union(*(f.backers[0] for f in told)),
                frozenset().union(*(f.backers[1] for f in told)),
            ),
            mode=dated.mode,
            things=frozenset().union(*(f.things for f in told)),
            sites=frozenset().union(*(f.sites for f in told)),
            victims=frozenset().union(*(f.victims for f in told)),
            is_past=all(f.is_past for f in told),
            is_claim=any(f.is_claim for f in told),
            words=frozenset().union(*(f.words for f in told)),
            killed=max(tolls, key=lambda t: t[1], default=None),
        )


_WHOSE = frozenset({"events", "article", "origin", "words"})  # of a telling: who tells it, not what
_SAID = tuple(field for field in Telling.__struct_fields__ if field not in _WHOSE)


def said_of(telling: Telling) -> tuple[object, ...]:
    """All of a telling that is compared with what other origins tell."""
    return tuple(getattr(telling, field) for field in _SAID)


def kind_of(event: Event) -> Kind:
    """Acts that may be one happening: of one type, and told with one standing (happened, planned, denied, past)."""
    if event.negated:
        return event.type, event.of, "negated"
    return event.type, event.of, "asserted" if event.modality in ("asserted", "historical") else event.modality


def _width(feature: Telling) -> int:
    return (feature.last or 0) - (feature.first or 0)


_CLAIM = re.compile(r"\b(?:claim\w*|responsib\w+|behind the|its (?:men|members|fighters|bomber))\b", re.I)


def actors_of(event: Event, side: str) -> tuple[Actor, ...]:
    """The actors of a side, the first one first."""
    one = event.source if side == "source" else event.target
    many = event.actors if side == "source" else event.recipients
    found: dict[str, Actor] = {}
    for party in (one, *many):
        if party is not None and party.actor is not None:
            found.setdefault(party.actor.id, party.actor)
    return tuple(found.values())


_OUTSIDE = frozenset(
    {"REB", "UAF", "CRM", "OPP", "CVL", "UNK"}
)  # their country is where they are, not whom they act for


def backers_of(actors: Iterable[Actor]) -> frozenset[str]:
    """The actors, with the bodies they belong to and the states they act for."""
    known: set[str] = set()
    for actor in actors:
        known.add(actor.id)
        known.update(actor.member_of)
        if actor.country and actor.sector not in _OUTSIDE and actor.sector is not None:
            known.add(actor.country)
    return frozenset(known)


def _things(found: FoundEvent) -> frozenset[str]:
    """Last words of targets and victims: "the military hospital" is the hospital."""
    return _heads(found, (*found.event.roles.target, *found.event.roles.victim))


_ANYONE = frozenset("people person civilian other victim member man woman men women resident one local dead".split())
_FORCES = frozenset("officer policeman policemen police soldier guard troop trooper serviceman conscript".split())


def _victims(found: FoundEvent) -> frozenset[str]:
    """Who was hit, where a report says more than people; soldiers and police are not told apart."""
    heads = _heads(found, found.event.roles.victim)
    return frozenset("force" if head in _FORCES else head for head in heads - _ANYONE)


def _heads(found: FoundEvent, fillers: Iterable[Span]) -> frozenset[str]:
    base, words = found.evidence.sentence.start, found.evidence.words
    heads = set()
    for filler in fillers:
        piece = words[max(0, filler.start - base) : max(0, filler.end - base)].lower().split()
        if piece:
            heads.add(piece[-1].strip(".,;:'\"").rstrip("s"))
    return frozenset(h for h in heads if len(h) > 2)


_SITES = {
    word: kind
    for kind, words in {
        "church": "church cathedral chapel parish",
        "mosque": "mosque shrine imambargah",
        "temple": "temple gurdwara synagogue",
        "school": "school seminary madrasa university college campus classroom",
        "hospital": "hospital clinic",
        "market": "market bazaar marketplace shop mall supermarket",
        "hotel": "hotel restaurant cafe guesthouse",
        "police": "checkpoint checkpost outpost police-station",
        "vehicle": "van bus minibus truck car vehicle lorry tanker convoy motorcade patrol taxi",
        "train": "train railway station",
        "army": "base barracks garrison camp academy",
        "airport": "airport airfield runway airbase",
        "office": "embassy consulate parliament ministry courthouse court prison jail",
        "power": "refinery pipeline plant dam oilfield",
    }.items()
    for word in words.split()
}
"""Kinds of targets that are not mistaken for each other: not meant to be whole, only to hold unlike ones apart."""


def _sites(found: FoundEvent) -> frozenset[str]:
    """The kinds of site among the targets; those of the sentence where no target is told."""
    kinds = {_SITES[head] for head in _things(found) if head in _SITES}
    if kinds:
        return frozenset(kinds)
    if found.event.type != "ASSAULT":
        return frozenset()
    words = (word.strip(".,;:'\"()").lower() for word in found.evidence.words.split())
    return frozenset(
        _SITES[w] if w in _SITES else _SITES[w.rstrip("s")] for w in words if w in _SITES or w.rstrip("s") in _SITES
    )


_ATTACKER = r"(?:attackers?|assailants?|gunm[ae]n|(?:suicide )?bombers?|hijackers?|kidnappers?)"
_ANSWER = re.compile(
    rf"\b(?:killed|shot(?: dead)?|shooting|killing|kill|arrested|captured)\s+(?:(?:the|all|both|at least|\w+)\s+){{0,2}}{_ATTACKER}\b"
    rf"|\b{_ATTACKER}\s+(?:were|was)\s+(?:also\s+|later\s+)?(?:killed|shot|arrested|captured)\b",
    re.I,
)


def _is_answer(found: FoundEvent) -> bool:
    """Whether the act was done to the attackers of another: told by words that begin at the trigger."""
    if found.event.type not in ("ASSAULT", "COERCE"):
        return False
    base, trigger = found.evidence.sentence.start, found.event.trigger
    for match in _ANSWER.finditer(found.evidence.words):
        if match.start() < trigger.end - base and trigger.start - base < match.end():
            return True
    return False
