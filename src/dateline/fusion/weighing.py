"""How much speaks for two tellings being of one happening.

Evidence that agrees (place, day, sides, means, target, toll) is weighed by the table below, unless one thing forbids it:
another place, days apart, sides that exclude each other. Within one report an act told again without day or place ("the
attack") is held to be the one told before, unless something speaks against it.
"""

import math

from msgspec import Struct

from dateline.fusion.tellings import Telling
from dateline.values import Place


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


_AGAIN = frozenset({"ASSAULT", "PROTEST"})  # acts that a report tells of more than once
HELD = frozenset({"ASSAULT", "PROTEST", "MOBILIZE", "RETREAT"})  # acts that one pair does in two places on a day


def likeness(a: Telling, b: Telling, w: Weights) -> float | None:
    """How much speaks for one happening; None where something forbids it."""
    if a.origin == b.origin and a.article != b.article and a.words & b.words:
        return w.same_words
    if a.is_answer != b.is_answer:
        return None  # the guards who shot the attackers
    where = _place_likeness(a.place, b.place, w)
    when = _day_likeness(a, b, w)
    if where is None and a.type not in HELD and (a.sources | a.targets) == (b.sources | b.targets) and a.targets:
        where = w.other_place  # sides, act and day agree: two readings of where it was
    if where is None and _is_lent_place(a, b) and _is_marked_alike(a, b):
        where = w.other_place
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
        if not told and where <= 0 and not (when >= w.same_day and _is_marked_alike(a, b)):
            return None  # neither sides nor place nor a number or site to hold on to
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


def _crossed(a: Telling, b: Telling) -> bool:
    """Whether one's source is the other's target and the other way round."""
    return bool((a.backers[0] & b.backers[1]) and (b.backers[0] & a.backers[1]))


def _again(a: Telling, b: Telling, w: Weights) -> tuple[float, float] | None:
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


def _is_same_toll(a: Telling, b: Telling) -> bool:
    return a.killed is not None and b.killed is not None and a.killed[1] == b.killed[1] > 1


def _is_lent_place(a: Telling, b: Telling) -> bool:
    """Whether one is placed only by where its report was written, in the country of the other."""
    if a.place is None or b.place is None or a.origin == b.origin:
        return False
    return not (a.own_place and b.own_place) and a.place.country == b.place.country


def _is_marked_alike(a: Telling, b: Telling) -> bool:
    """The same number of killed, or the same kind of site in one story."""
    return _is_same_toll(a, b) or (a.story is not None and a.story == b.story and bool(a.sites & b.sites))


def _target_likeness(a: Telling, b: Telling, w: Weights) -> float:
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


def _day_likeness(a: Telling, b: Telling, w: Weights) -> float | None:
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
