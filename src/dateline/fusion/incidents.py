"""One happening, many reports: which events are the same, and what the reports disagree on.

Takes events as their reports tell them; gives incidents. The order in which events come does not matter, and neither
does how they were batched. Nothing is counted here but happenings: copies add to the reports of an incident and never
to its origins.

Method: events are compared only inside blocks of one kind of act and neighbouring days. Two events are held to be one
happening by agreeing evidence (place, day, sides, means, target, toll), weighed in the table below, unless one thing
forbids it (another place, days apart, sides that exclude each other). Average linkage puts them together, so that one
loose link never chains two happenings into one. Within one report an act told again without day or place ("the attack")
is held to be the one told before, unless something speaks against it.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from dateline.fusion.corrections import Decision, regroup, reviewed
from dateline.fusion.linkage import average_link
from dateline.values import Actor, Event, FoundEvent, Incident, Place, ReportedToll, Span, Toll
from dateline.values.incident import Count, Site


class Weights(Struct, frozen=True):
    """What agreement is worth, in log-odds steps a careful reader would make; set by hand and tried on our clusters."""

    same_place: float = 2.0
    near_place: float = 1.5  # within `near_km`, or one inside the other's area
    place_untold: float = -0.3
    same_day: float = 1.5
    same_name: float = 0.7  # one name, read as two places of that name
    other_place: float = -1.0  # another place, where sides and act make up for it
    next_day: float = 0.7
    next_day_told: float = -2.2  # both reports name the day of an attack, and the days follow each other
    date_untold: float = -0.3
    same_source: float = 1.2
    same_target: float = 1.0
    source_untold: float = 0.0
    other_source: float = -1.5
    other_target: float = -1.0
    same_means: float = 0.4
    other_means: float = -0.8
    same_thing: float = 1.2  # a target or victim named with the same head word
    other_thing: float = -0.8
    other_site: float = -2.2  # a church is no police van
    other_victims: float = -1.5  # pupils are no soldiers
    same_toll: float = 1.0
    near_toll: float = 0.3
    other_toll: float = -0.4
    one_story: float = 0.5
    one_article: float = 0.4
    told_again: float = 1.3  # one report, no day or no place of its own: "the attack"
    untold_again: float = 0.7  # for each of day and place left out there
    new_source_again: float = -0.9  # the act told again has somebody do it, and it is no claim
    same_words: float = 4.0  # a copy's sentence
    apart: float = -4.0  # what forbids, in the average with what speaks for it
    enough: float = 2.4
    near_km: float = 30.0
    days_apart: int = 1


WEIGHTS = Weights()


def fuse(
    events: Iterable[FoundEvent],
    *,
    stories: Mapping[str, str] | None = None,
    decisions: Sequence[Decision] = (),
    weights: Weights = WEIGHTS,
) -> tuple[Incident, ...]:
    """Fuse events into incidents.

    Args:
        events: all events that stand now, in any order.
        stories: story by article id, where the reports were grouped.
        decisions: what people decided of incidents and did not undo; it goes before all weights.
        weights: what agreement is worth.
    Returns:
        incidents by their first day and id. Planned ones carry the outcome that later incidents decided.
    """
    ordered = sorted(events, key=lambda e: (e.evidence.known_on, e.id))
    blocks: dict[tuple[str, str | None, str], list[FoundEvent]] = defaultdict(list)
    for found in ordered:
        blocks[_kind(found.event)].append(found)
    groups = [
        group
        for key in sorted(blocks, key=lambda k: (k[0], k[1] or "", k[2]))
        for group in _groups(blocks[key], stories or {}, weights)
    ]
    incidents = [
        replace(_incident(group, numbers), review=reviewed(numbers, decisions))
        for group, numbers in regroup(groups, decisions)
    ]
    later = {found.id for found in ordered if _PUT_OFF.search(found.evidence.words)}
    incidents = _outcomes(incidents, {i.id for i in incidents if not later.isdisjoint(i.events)})
    return tuple(sorted(incidents, key=lambda i: (i.days[0] if i.days else "9999", i.id)))


def _kind(event: Event) -> tuple[str, str | None, str]:
    """Acts that may be one happening: of one type, and told with one standing (happened, planned, denied, past)."""
    if event.negated:
        return event.type, event.of, "negated"
    return event.type, event.of, "asserted" if event.modality in ("asserted", "historical") else event.modality


# -- which events are one ------------------------------------------------------------------------------------------


def _groups(events: Sequence[FoundEvent], stories: Mapping[str, str], weights: Weights) -> list[list[FoundEvent]]:
    """First what one report and its copies tell more than once, then what several origins tell."""
    by_origin: dict[str, list[int]] = defaultdict(list)
    for k, found in enumerate(events):
        by_origin[found.evidence.copy_of or found.evidence.article].append(k)
    features = [_Features.of(found, stories) for found in events]
    tellings = [
        [members[m] for m in group]
        for members in by_origin.values()
        for group in _link([features[k] for k in members], weights)
    ]
    tellings.sort()
    merged = [_Features.merge([features[k] for k in telling]) for telling in tellings]
    return [[events[k] for k in sorted(k for t in group for k in tellings[t])] for group in _link(merged, weights)]


def _link(features: Sequence["_Features"], weights: Weights) -> list[list[int]]:
    if len(features) == 1:
        return [[0]]
    pairs: dict[tuple[int, int], float] = {}
    near_in_time = _Neighbours(features, weights.days_apart)
    for i, feature in enumerate(features):
        for j in near_in_time.of(i):
            if j > i:
                weight = _likeness(feature, features[j], weights)
                if weight is not None:
                    pairs[i, j] = max(weights.apart, weight)
                elif feature.origin == features[j].origin:
                    pairs[i, j] = weights.apart
    groups: dict[int, list[int]] = defaultdict(list)
    for k, label in enumerate(average_link(len(features), pairs, weights.enough)):
        groups[label].append(k)
    return list(groups.values())


class _Features(Struct, frozen=True):
    """What of an event is compared. Days are ordinals."""

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

    @staticmethod
    def of(found: FoundEvent, stories: Mapping[str, str]) -> "_Features":
        event, evidence = found.event, found.evidence
        first = last = None
        if found.days is not None:
            first, last = date.fromisoformat(found.days[0]).toordinal(), date.fromisoformat(found.days[1]).toordinal()
        sources, targets = _actors(event, "source"), _actors(event, "target")
        return _Features(
            article=evidence.article,
            origin=evidence.copy_of or evidence.article,
            story=stories.get(evidence.article),
            first=first,
            last=last,
            known=date.fromisoformat(evidence.known_on[:10]).toordinal(),
            place=found.place if found.place is not None and found.place.lat is not None else None,
            sources=frozenset(a.id for a in sources),
            targets=frozenset(a.id for a in targets),
            backers=(_backers(sources), _backers(targets)),
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
    def merge(told: "Sequence[_Features]") -> "_Features":
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


def _width(feature: _Features) -> int:
    return (feature.last or 0) - (feature.first or 0)


_CLAIM = re.compile(r"\b(?:claim\w*|responsib\w+|behind the|its (?:men|members|fighters|bomber))\b", re.I)


class _Neighbours:
    """Events that may be one by day and place; undated ones are taken for the days before their report.

    Only those are compared that share a week and, where both tell it, a country - or a place name, the sides, or the
    origin: so the cost of an event does not grow with what happens elsewhere.
    """

    def __init__(self, features: Sequence[_Features], slack: int) -> None:
        self._spans = []
        self._keys = [_keys(f) for f in features]
        self._by_key: dict[tuple[int, str], list[int]] = defaultdict(list)
        for k, f in enumerate(features):
            first = f.first if f.first is not None else f.known - 4
            last = f.last if f.last is not None else f.known
            if last - first > 40:  # known to the month or year only: compared around the day it was reported
                first = max(first, min(last, f.known) - 40)
                last = min(last, first + 40)
            self._spans.append((first - slack, last + slack))
            for week in range((first - slack) // 7, (last + slack) // 7 + 1):
                for key in (*self._keys[k], "all"):
                    self._by_key[week, key].append(k)

    def of(self, k: int) -> list[int]:
        first, last = self._spans[k]
        keys = (*self._keys[k], _NOWHERE) if _NOWHERE not in self._keys[k] else ("all",)
        found = {j for week in range(first // 7, last // 7 + 1) for key in keys for j in self._by_key[week, key]}
        return sorted(j for j in found if self._spans[j][0] <= last and first <= self._spans[j][1])


_NOWHERE = "in "


def _keys(feature: _Features) -> tuple[str, ...]:
    place = feature.place
    keys = [f"in {place.country or ''}" if place is not None else _NOWHERE, f"by {feature.origin}"]
    if place is not None and place.name:
        keys.append(f"at {place.name}")
    if feature.type not in _HELD and feature.targets:
        keys.append("of " + " ".join(sorted(feature.sources | feature.targets)))
    return tuple(keys)


def _crossed(a: _Features, b: _Features) -> bool:
    """Whether one's source is the other's target and the other way round."""
    return bool((a.backers[0] & b.backers[1]) and (b.backers[0] & a.backers[1]))


_AGAIN = frozenset({"ASSAULT", "PROTEST"})  # acts that a report tells of more than once
_HELD = frozenset({"ASSAULT", "PROTEST", "MOBILIZE", "RETREAT"})  # acts that one pair does in two places on a day


def _likeness(a: _Features, b: _Features, w: Weights) -> float | None:
    """How much speaks for one happening; None where something forbids it."""
    if a.origin == b.origin and a.article != b.article and a.words & b.words:
        return w.same_words
    if a.is_answer != b.is_answer:
        return None  # the guards who shot the attackers
    where = _place_likeness(a.place, b.place, w)
    when = _day_likeness(a, b, w)
    if where is None and a.type not in _HELD and (a.sources | a.targets) == (b.sources | b.targets) and a.targets:
        where = w.other_place  # sides, act and day agree: two readings of where it was
    if where is None or when is None:
        return None
    who = _side_likeness(a.sources, b.sources, w.same_source, w.other_source)
    whom = _side_likeness(a.targets, b.targets, w.same_target, w.other_target)
    if who < 0 and a.backers[0] & b.backers[0]:
        who = w.same_source * 0.6  # a state, and the minister who acts for it
    elif who < 0 and a.origin == b.origin:
        who += w.other_source  # one report knows its sides apart
    if whom < 0 and a.backers[1] & b.backers[1]:
        whom = w.same_target * 0.6
    if not (a.sources & b.sources) and _crossed(a, b):
        who, whom = w.same_source * 0.8, w.same_target * 0.8  # a two-sided act told from the other side
    if who < 0 and whom < 0:
        return None
    again = _again(a, b, w)
    if again is not None:
        where, when = again
    else:
        told = len(a.sources | a.targets) > 0 and len(b.sources | b.targets) > 0
        if not told and where <= 0 and not (when >= w.same_day and _is_same_toll(a, b)):
            return None  # neither sides nor place nor a number to hold on to
    total = where + when + who + whom
    if a.mode and b.mode:
        total += w.same_means if a.mode == b.mode else w.other_means
    total += _target_likeness(a, b, w)
    total += _toll_likeness(a.killed, b.killed, w)
    if a.origin == b.origin:
        total += w.told_again if again is not None else w.one_article
    elif a.story is not None and a.story == b.story:
        total += w.one_story
    return total


def _again(a: _Features, b: _Features, w: Weights) -> tuple[float, float] | None:
    """What place and day are worth where a report comes back to an act; None where it does not, or tells both anew."""
    if a.origin != b.origin or a.type not in _AGAIN or a.is_past != b.is_past:
        return None
    is_placed = a.own_place and b.own_place and a.place is not None and b.place is not None
    is_dated = a.first is not None and b.first is not None
    if is_placed and is_dated:
        return None
    where = _place_likeness(a.place, b.place, w) if is_placed else w.untold_again
    when = _day_likeness(a, b, w) if is_dated else w.untold_again
    if where is None or when is None:
        return None
    if bool(a.sources) != bool(b.sources) and not (a if a.sources else b).is_claim:
        when += w.new_source_again
    return where, when


def _is_same_toll(a: _Features, b: _Features) -> bool:
    return a.killed is not None and b.killed is not None and a.killed[1] == b.killed[1] > 1


def _target_likeness(a: _Features, b: _Features, w: Weights) -> float:
    if a.sites and b.sites:
        return w.same_thing if a.sites & b.sites else w.other_site
    if a.victims and b.victims and not a.victims & b.victims:
        return w.other_victims
    if a.things and b.things:
        return w.same_thing if a.things & b.things else w.other_thing
    return 0.0


def _place_likeness(a: Place | None, b: Place | None, w: Weights) -> float | None:
    if a is None or b is None:
        return w.place_untold
    if a.geonameid is not None and a.geonameid == b.geonameid:
        return w.same_place if (a.precision or 6) < 6 else w.same_place * 0.5
    if a.name and a.name == b.name and _may_be(a, b):
        return w.same_name
    if a.country and b.country and a.country != b.country:
        return None
    fine = min(a.precision or 6, b.precision or 6), max(a.precision or 6, b.precision or 6)
    if fine[1] >= 6:
        return w.near_place * 0.4  # one is known to the country only
    if a.admin1 and b.admin1 and a.admin1 != b.admin1 and _km(a, b) > 2 * w.near_km:
        return None
    if fine[1] >= 4:
        return w.near_place * 0.7 if a.admin1 == b.admin1 else None
    distance = _km(a, b)
    if distance <= w.near_km:
        return w.near_place if distance > 3 else w.same_place
    return None


def _may_be(a: Place, b: Place) -> bool:
    """Whether the words for one place may mean the other: a town of that name was a candidate."""
    return any(c.geonameid == b.geonameid and c.lat == b.lat for c in a.candidates) or any(
        c.geonameid == a.geonameid and c.lat == a.lat for c in b.candidates
    )


def _km(a: Place, b: Place) -> float:
    """Great-circle distance in kilometres."""
    assert a.lat is not None and a.lon is not None and b.lat is not None and b.lon is not None  # resolved places only
    p, q = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(min(1.0, h)))


def _day_likeness(a: _Features, b: _Features, w: Weights) -> float | None:
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return w.date_untold if abs(a.known - b.known) <= 5 else None
    gap = max(a.first, b.first) - min(a.last, b.last)
    if gap > w.days_apart:
        return None
    if gap > 0:
        if a.first == a.last and b.first == b.last:
            if a.origin == b.origin:
                return None
            return w.next_day_told if a.type in _AGAIN else w.next_day * 0.5
        return w.next_day
    width = max(a.last - a.first, b.last - b.first)
    return w.same_day if width <= 1 else w.same_day * 0.6 if width <= 7 else w.same_day * 0.2


def _side_likeness(a: frozenset[str], b: frozenset[str], same: float, other: float) -> float:
    if not a or not b:
        return 0.0
    return same if a & b else other


def _toll_likeness(a: tuple[int, int, int] | None, b: tuple[int, int, int] | None, w: Weights) -> float:
    if a is None or b is None:
        return 0.0
    if a[1] == b[1]:
        return w.same_toll if a[1] > 1 else w.near_toll
    low, high = sorted((max(a[1], 1), max(b[1], 1)))
    return w.near_toll if high / low <= 2 or high - low <= 3 else w.other_toll


def _actors(event: Event, side: str) -> tuple[Actor, ...]:
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


def _backers(actors: Iterable[Actor]) -> frozenset[str]:
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


# -- what an incident says -----------------------------------------------------------------------------------------


def _incident(group: Sequence[FoundEvent], decided: Sequence[int] = ()) -> Incident:
    """Fuse events taken for one; they are in the order in which they became known."""
    lead = _fullest(group)
    event = lead.event
    articles = list(dict.fromkeys(found.evidence.article for found in group))
    origins = {found.evidence.copy_of or found.evidence.article for found in group}
    outlets = {found.evidence.publisher or found.evidence.article for found in group}
    tolls = tuple(_tolls(group))
    sources, targets = _common(group, "source"), _common(group, "target")
    day, precision, days = _when(group)
    return Incident(
        id=_id(group),
        type=event.type,
        of=event.of,
        mode=_mode(group, lead),
        quad=event.quad,
        score=event.score,
        modality=_modality(group),
        actors=sources,
        recipients=tuple(a for a in targets if a.id not in {s.id for s in sources}),
        site=_site(group),
        days=days,
        date=day,
        date_precision=precision,
        killed=_count(tolls, "killed"),
        injured=_count(tolls, "injured"),
        tolls=tolls,
        events=tuple(sorted(found.id for found in group)),
        articles=tuple(articles),
        reports=len(articles),
        outlets=len(outlets),
        origins=len(origins),
        known_on=min(found.evidence.known_on for found in group),
        why=_why(group, articles, origins, decided),
    )


def _id(group: Sequence[FoundEvent]) -> str:
    """Follows from the event that became known first; a later report never renames an incident."""
    first = min(group, key=lambda found: (found.evidence.known_on, found.id))
    return "i" + sha256(first.id.encode()).hexdigest()[:15]


def _fullest(group: Sequence[FoundEvent]) -> FoundEvent:
    def told(found: FoundEvent) -> tuple[int, float, str]:
        e = found.event
        parts = (e.source and e.source.actor, e.target and e.target.actor, found.place, found.days, e.killed)
        return (-sum(part is not None for part in parts), -e.confidence, found.id)

    return min(group, key=told)


def _modality(group: Sequence[FoundEvent]) -> str:
    if group[0].event.negated:
        return "negated"
    said = Counter(found.event.modality for found in group)
    return "asserted" if said.get("asserted") else min(said, key=lambda m: (-said[m], m))


def _common(group: Sequence[FoundEvent], side: str) -> tuple[Actor, ...]:
    """The actors of a side, those that most origins name first; a state gives way to its own body or group."""
    origins: dict[str, set[str]] = defaultdict(set)
    known: dict[str, Actor] = {}
    for found in group:
        for actor in _actors(found.event, side):
            origins[actor.id].add(found.evidence.copy_of or found.evidence.article)
            known.setdefault(actor.id, actor)
    ranked = sorted(known, key=lambda a: (-len(origins[a]), a))
    most = len(origins[ranked[0]]) if ranked else 0
    return tuple(known[a] for a in ranked if len(origins[a]) * 3 >= most)


def _site(group: Sequence[FoundEvent]) -> Site | None:
    """The finest place that is not alone against a coarser majority."""
    placed = [found for found in group if found.place is not None and found.place.lat is not None]
    placed = [found for found in placed if found.event.pinned.place != "inherited"] or placed
    placed = placed or [found for found in group if found.place is not None and found.place.country is not None]
    if not placed:
        return None
    votes: dict[tuple[int | None, str | None, float | None], set[str]] = defaultdict(set)
    best: dict[tuple[int | None, str | None, float | None], Place] = {}
    for found in placed:
        place = found.place
        assert place is not None
        key = (place.geonameid, place.name, place.lat)
        votes[key].add(found.evidence.copy_of or found.evidence.article)
        best.setdefault(key, place)
    key = min(votes, key=lambda k: (best[k].precision or 6, -len(votes[k]), str(k)))
    place = best[key]
    return Site(
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        geonameid=place.geonameid,
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
        radius_km=place.radius_km,
    )


def _when(group: Sequence[FoundEvent]) -> tuple[str | None, int | None, tuple[str, str] | None]:
    """The date that most origins give among the finest, and the days it covers."""
    dated = [found for found in group if found.days is not None]
    if not dated:
        return None, None, None
    votes: dict[tuple[int, str], set[str]] = defaultdict(set)
    for found in dated:
        assert found.event.date is not None
        votes[found.event.date_precision or 5, found.event.date].add(found.evidence.copy_of or found.evidence.article)
    precision = min(p for p, _ in votes)
    choice = min((key for key in votes if key[0] == precision), key=lambda k: (-len(votes[k]), k[1]))
    span = next(found.days for found in dated if found.event.date == choice[1])
    return choice[1], choice[0], span


def _tolls(group: Sequence[FoundEvent]) -> Iterable[ReportedToll]:
    """What each report gives as the toll: its numbers without those of a part ("two guards were shot")."""
    told: dict[tuple[str, str], list[tuple[FoundEvent, Toll]]] = defaultdict(list)
    for found in group:
        for kind, toll in (("killed", found.event.killed), ("injured", found.event.injured)):
            if toll is not None:
                told[kind, found.evidence.article].append((found, toll))
    for kind, article in sorted(told, key=lambda key: key[0], reverse=True):
        exact = [toll.best for _, toll in told[kind, article] if not _is_vague(toll)]
        for found, toll in told[kind, article]:
            if exact and (toll.best * 2 < max(exact) or _is_vague(toll)):
                continue
            yield ReportedToll(
                kind=kind,
                low=toll.low,
                best=toll.best,
                high=toll.high,
                article=article,
                event=found.id,
                publisher=found.evidence.publisher,
                known_on=found.evidence.known_on,
            )


def _is_vague(toll: Toll) -> bool:
    """Dozens, scores, hundreds."""
    return toll.high >= 3 * max(1, toll.low)


def _count(tolls: Sequence[ReportedToll], kind: str) -> Count | None:
    """Low and high over all reports; best: what the latest day's reports mostly say, the higher where they are even."""
    mine = [toll for toll in tolls if toll.kind == kind]
    if not mine:
        return None
    latest = max(toll.known_on or "" for toll in mine)
    recent = Counter(toll.best for toll in mine if (toll.known_on or "") == latest)
    best = max(recent, key=lambda n: (recent[n], n))
    return Count(min(t.low for t in mine), best, max(t.high for t in mine))


def _mode(group: Sequence[FoundEvent], lead: FoundEvent) -> str | None:
    """What most origins say it was done by; where they are even, the fullest telling."""
    origins: dict[str, set[str]] = defaultdict(set)
    for found in group:
        if found.event.mode is not None:
            origins[found.event.mode].add(found.evidence.copy_of or found.evidence.article)
    return min(origins, key=lambda m: (-len(origins[m]), m != lead.event.mode, m), default=None)


def _why(
    group: Sequence[FoundEvent], articles: Sequence[str], origins: AbstractSet[str], decided: Sequence[int]
) -> str:
    if decided:
        return f"A person decided so: correction {', '.join(map(str, decided))} on record."
    if len(group) == 1:
        return "One report tells of it."
    if len(articles) == 1:
        return f"One report tells of it in {len(group)} places that agree on act, day and place."
    return (
        f"{len(articles)} reports from {len(origins)} independent origin{'s' if len(origins) > 1 else ''} "
        "agree on the act, and on day, place or sides as far as they tell them."
    )


# -- planned, and what became of it --------------------------------------------------------------------------------

_SLACK_DAYS = 3  # a meeting announced for a day may be told as held a few days around it


_PUT_OFF = re.compile(r"\b(?:postpon\w+|put off|put back|delay\w*|reschedul\w+|deferr\w+)\b", re.I)


def _outcomes(incidents: Sequence[Incident], put_off: AbstractSet[str]) -> list[Incident]:
    """Planned incidents with what later ones say of them: held, postponed or cancelled; None where there is no word."""
    done: dict[str, list[Incident]] = defaultdict(list)
    off: dict[str, list[Incident]] = defaultdict(list)
    for incident in incidents:
        if incident.modality == "asserted" and incident.type != "AGREE":
            done[incident.type].append(incident)
        if incident.type == "REJECT" and incident.of and incident.modality == "asserted":
            off[incident.of].append(incident)
        if incident.modality == "negated":
            off[incident.of or incident.type].append(incident)
    return [
        _with_outcome(incident, done, off, put_off) if incident.modality == "planned" else incident
        for incident in incidents
    ]


def _with_outcome(
    plan: Incident,
    done: Mapping[str, list[Incident]],
    off: Mapping[str, list[Incident]],
    put_off: AbstractSet[str],
) -> Incident:
    act = plan.of or plan.type
    sides = [_backers([a]) for a in (*plan.actors, *plan.recipients)]
    for outcome, kept in (("held", done), ("cancelled", off)):
        matches = [
            other
            for other in kept.get(act, ())
            if other.known_on >= plan.known_on and _meets(plan, other, sides, outcome)
        ]
        if matches:
            match = min(matches, key=lambda i: (i.known_on, i.id))
            word = "postponed" if outcome == "cancelled" and match.id in put_off else outcome
            return replace(plan, outcome=word, matched=match.id)
    return plan


def _meets(plan: Incident, other: Incident, sides: Sequence[frozenset[str]], outcome: str) -> bool:
    theirs = _backers((*other.actors, *other.recipients))
    if not sides or sum(bool(side & theirs) for side in sides) < min(2, len(sides)):
        return False
    if plan.site is not None and other.site is not None and plan.site.country != other.site.country:
        return False
    if outcome == "cancelled" or plan.days is None:
        return True
    if other.days is None:
        return other.known_on[:10] >= plan.days[0]
    slack = timedelta(days=_SLACK_DAYS)
    first = date.fromisoformat(plan.days[0]) - slack
    last = date.fromisoformat(plan.days[1]) + slack
    return date.fromisoformat(other.days[0]) <= last and date.fromisoformat(other.days[1]) >= first
