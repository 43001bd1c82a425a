"""Where a mention is: choose one place in the world, or say we cannot tell.

Works on one article at a time; the gazetteer is handed in. No files, no network, and nothing about actors or events:
those belong to other rooms.
"""

from collections import Counter
from collections.abc import Sequence
from math import exp

from msgspec import structs

from dateline.extraction.places.folding import fold
from dateline.extraction.places.gazetteer import Gazetteer, Spot
from dateline.extraction.places.kinds import fits, sensible
from dateline.extraction.places.mention import PlaceMention
from dateline.extraction.places.packing import distance_km
from dateline.extraction.places.relative import BORDER, as_written
from dateline.extraction.places.roles import role_of
from dateline.extraction.text.tokens import Parse
from dateline.values import Outlet, Place

_MOST_CANDIDATES = 30
_ROUNDS = 3
_NAMESAKE_KM = 120.0
_MOST_SPEAKERS = 50  # a list of a thousand towns must not take a thousand times a thousand steps
_OF_HOLDER = {"admin2": 1.0, "admin1": 0.9, "country": 0.55}
_CANDIDATES_SHOWN = 5
_DIRECTIONS = frozenset(
    "northern southern eastern western central northeastern northwestern southeastern southwestern".split()
)
_OF_A_TOWN = frozenset("airport base port camp prison hospital village town district province region area".split())
_FAR_KM = 1500.0
_LITTLE_KNOWN = 4.95  # log10 of people, as gazetteers weigh a place
_OTHER_NAME = 1.6
# How much the article's other places count beside the prior, which is on the scale of log10(population). Swept on lgl
# with a test set of world news held against it: 2.2 and 0.5 lose three points there, 7 and 2 win nothing more.
_FIT, _SUPPORT, _MOST_SUPPORT = 4.5, 1.2, 3.0
_PRECISION_OF_KIND = {
    "city": 1, "quarter": 1, "site": 1, "camp": 1, "crossing": 1, "airbase": 1, "admin2": 3, "admin1": 4, "region": 5,
    "continent": 5, "country": 6, "sea": 7, "water": 5, "river": 5, "lake": 5, "mountain": 5, "desert": 5, "island": 3,
    "area": 5,
}  # fmt: skip


def resolve(
    mentions: Sequence[PlaceMention], *, parse: Parse, gazetteer: Gazetteer, outlet: Outlet | None = None
) -> tuple[Place, ...]:
    """Choose the place each mention means.

    Args:
        mentions: all n place mentions of one article, in text order.
        parse: the article.
        gazetteer: candidates by name; population in persons, WGS84 degrees.
        outlet: where the publisher is at home, if known; a last resort between equals and a help for small towns.
    Returns:
        n places in the same order. An unsettled mention keeps `lat`, `lon` and `geonameid` None and its candidates.

    Method: population prior, "X, Y" containment, nearness to the article's other places weighted by how sure those
    are, in three rounds, one sense an article (after Leidner 2007).
    """
    if not mentions:
        return ()
    senses = _Senses(mentions, parse, gazetteer, outlet)
    places = [_place(m, senses, parse, n) for n, m in enumerate(mentions)]
    return tuple(_at_the_border(p, n, places, mentions, parse) for n, p in enumerate(places))


class _Name:
    """All mentions of one name in an article: one sense, unless a mention says otherwise ("Paris, Texas")."""

    __slots__ = ("candidates", "chosen", "count", "fixed", "key", "priors", "scores", "shares", "why")

    def __init__(self, key: tuple[str, str | None], candidates: list[Spot], listed: Sequence[Spot] = ()) -> None:
        self.key = key
        self.candidates = candidates
        self.priors = [_prior(spot, listed) for spot in candidates]
        self.count = 0
        self.scores = [0.0] * len(candidates)
        self.shares = [0.0] * len(candidates)
        self.fixed: dict[int, float] = {}
        self.chosen: int | None = None
        self.why = ""


class _Senses:
    """What the names of one article mean, worked out together."""

    def __init__(
        self, mentions: Sequence[PlaceMention], parse: Parse, gazetteer: Gazetteer, outlet: Outlet | None
    ) -> None:
        self.mentions = mentions
        self.parse = parse
        self.gazetteer = gazetteer
        self.outlet = outlet
        self.fits: dict[tuple[int, int], float] = {}  # how two places fit, worked out once
        self.names: dict[tuple[str, str | None], _Name] = {}
        self.name_of: list[_Name] = []
        for mention in mentions:
            name = self._name(mention)
            name.count += 1
            self.name_of.append(name)
        self.missed: dict[int, int] = {}  # "X in Y" where no X that is listed lies in any Y
        self.within: dict[int, int] = self._containment()
        self._settle()

    def _name(self, mention: PlaceMention) -> _Name:
        key = (mention.name.lower(), mention.kind)
        name = self.names.get(key)
        if name is None:
            listed = () if mention.is_street or mention.is_short else self.gazetteer.look_up(mention.name)
            name = self.names[key] = _Name(key, self._candidates(mention), listed)
        return name

    def _candidates(self, mention: PlaceMention) -> list[Spot]:
        if mention.is_street:
            return []
        spots: Sequence[Spot]
        if mention.is_short:
            spots = self.gazetteer.abbreviation(mention.name)
        else:
            spots = self.gazetteer.look_up(mention.name)
            spots = sensible(spots, mention.name) or spots
        if mention.kind is not None:
            fitting = [s for s in spots if fits(s, mention.kind)]
            exact = [s for s in fitting if s.kind == mention.kind]
            spots = exact or fitting or spots
        return list(spots[:_MOST_CANDIDATES])

    def _containment(self) -> dict[int, int]:
        """Mention to the mention that follows it behind a comma and holds it: "X, Y"."""
        within = {}
        tokens = self.parse.tokens
        for n in range(len(self.mentions) - 1):
            here, there = self.mentions[n], self.mentions[n + 1]
            gap = there.first - here.last
            between = [tokens[i].lower for i in range(here.last, there.first)]
            joined = (gap == 1 and between[0] in (",", "(", "-")) or (gap in (1, 2) and between[0] == "in")
            joined = joined or (gap == 2 and between == [",", "in"]) or (gap == 0 and there.is_short)
            joined = joined or (gap <= 4 and between[-1:] == ["of"] and between[:1] != ["and"] and gap > 1)
            if not joined:
                plain = [word for word in between if word not in _DIRECTIONS and word not in _OF_A_TOWN]
                if plain == ["in"] and not self._may_hold(n):  # "Ramon airport in southern Israel"
                    self.missed[n] = n + 1
                continue
            if self._may_hold(n):
                within[n] = n + 1
            elif between[-1] == "in":
                self.missed[n] = n + 1
        return within

    def _may_hold(self, n: int) -> bool:
        """Whether some reading of a name lies in some reading of the one behind it."""
        return any(_holds(y, x) for x in self.name_of[n].candidates for y in self.name_of[n + 1].candidates)

    def _settle(self) -> None:
        names = list(self.names.values())
        for name in names:
            name.scores = list(name.priors)
        holders: dict[tuple[str, str | None], list[_Name]] = {}
        for n, m in self.within.items():
            holders.setdefault(self.name_of[n].key, []).append(self.name_of[m])
        base = {id(name): list(name.scores) for name in names}
        for name in names:
            for holder in holders.get(name.key, []):
                for k, spot in enumerate(name.candidates):
                    if any(_holds(y, spot) for y in holder.candidates):
                        base[id(name)][k] += 4.0
                for k, spot in enumerate(holder.candidates):
                    if any(_holds(spot, x) for x in name.candidates):
                        base[id(holder)][k] += 1.5
        for name in names:
            name.shares = _shares(base[id(name)])
        speakers = sorted(names, key=lambda n: -n.count)[:_MOST_SPEAKERS]
        for _ in range(_ROUNDS):
            fresh = []
            for name in names:
                scores = [
                    base[id(name)][k] + self._support(name, spot, speakers) + self._home(spot)
                    for k, spot in enumerate(name.candidates)
                ]
                fresh.append(scores)
            for name, scores in zip(names, fresh, strict=True):
                name.scores = scores
                name.shares = _shares(scores)
        for name in names:
            if name.candidates:
                name.chosen = _town_before_province(
                    name, max(range(len(name.candidates)), key=lambda k: (name.scores[k], -k))
                )

    def _support(self, name: _Name, spot: Spot, names: Sequence[_Name]) -> float:
        """How well a reading fits the likely readings of the article's other names."""
        total = weight = 0.0
        for other in names:
            if other is name or not other.candidates or other.key[0] == name.key[0]:
                continue
            best = 0.0
            for share, there in zip(other.shares, other.candidates, strict=True):
                if share > 0.05:
                    pair = (spot.number, there.number)
                    fit = self.fits.get(pair)
                    if fit is None:
                        fit = self.fits[pair] = _affinity(spot, there)
                    best += share * fit
            how_much = min(other.count, 3) ** 0.5
            total += best * how_much
            weight += how_much
        if not weight:
            return 0.0
        return _FIT * total / (weight + 1.0) + _SUPPORT * min(total, _MOST_SUPPORT)

    def _home(self, spot: Spot) -> float:
        outlet = self.outlet
        if outlet is None:
            return 0.0
        bonus = 0.0
        if outlet.country is not None and spot.country == outlet.country:
            bonus += 0.6
        if outlet.lat is not None and outlet.lon is not None:
            bonus += 2.0 * exp(-distance_km(outlet.lat, outlet.lon, spot.lat, spot.lon) / 120.0)
        return bonus


def _town_before_province(name: _Name, chosen: int) -> int:
    """Of a town and the province named after it, the town, unless the words ask for the province or the two lie apart."""
    spot = name.candidates[chosen]
    if spot.kind not in ("admin1", "admin2") or name.key[1] is not None:
        return chosen
    for k, other in enumerate(name.candidates):
        if (
            other.kind == "city"
            and other.country == spot.country
            and other.weight >= spot.weight
            and distance_km(spot.lat, spot.lon, other.lat, other.lon) < _NAMESAKE_KM
        ):
            name.scores[k] = name.scores[chosen] + 0.1
            return k
    return chosen


def _prior(spot: Spot, listed: Sequence[Spot]) -> float:
    """How well known a place is; less under another name, unless the province around it bears that name itself."""
    if not spot.is_other_name or any(
        other.kind in ("admin1", "admin2")
        and not other.is_other_name
        and other.country == spot.country
        and distance_km(spot.lat, spot.lon, other.lat, other.lon) < _NAMESAKE_KM
        for other in listed
    ):
        return spot.weight
    return spot.weight - _OTHER_NAME


def _shares(scores: Sequence[float]) -> list[float]:
    """Scores to shares that add up to one."""
    if not scores:
        return []
    top = max(scores)
    powers = [exp(2.0 * (s - top)) for s in scores]
    whole = sum(powers)
    return [p / whole for p in powers]


def _holds(outer: Spot, inner: Spot) -> bool:
    """Whether one place lies in another."""
    if outer.number == inner.number:
        return False
    if inner.admin1_number == outer.number or inner.admin2_number == outer.number:
        return True
    if outer.kind == "country":
        return inner.kind != "country" and inner.country == outer.country
    if outer.kind in ("region", "island", "area", "continent") and inner.kind != "country":
        return distance_km(outer.lat, outer.lon, inner.lat, inner.lon) <= outer.radius_km
    if outer.kind in ("admin1", "admin2") and inner.admin1_number < 0 and inner.country == outer.country:
        return inner.kind not in ("country", "admin1") and (
            distance_km(outer.lat, outer.lon, inner.lat, inner.lon) <= outer.radius_km
        )
    return False


def _affinity(spot: Spot, there: Spot) -> float:
    """How much one place speaks for another: 1 for neighbours or holder and held, 0 for strangers."""
    if _holds(there, spot):
        return _OF_HOLDER.get(there.kind, 0.7)
    if _holds(spot, there):
        return _OF_HOLDER.get(spot.kind, 0.7)
    same_country = spot.country is not None and spot.country == there.country
    lon_apart = abs(spot.lon - there.lon)
    near = 0.0
    if abs(spot.lat - there.lat) < 7.0 and not 25.0 < lon_apart < 335.0:  # else 700 km apart and more
        km = distance_km(spot.lat, spot.lon, there.lat, there.lon)
        near = exp(-km / 120.0)
        if not same_country and km < 700:
            near = max(near, 0.2)
    if same_country:
        if spot.admin1_number >= 0 and spot.admin1_number == there.admin1_number:
            return max(near, 0.8)
        return max(near, 0.5 if spot.kind == there.kind == "admin1" else 0.35)
    return max(near, 0.35) if spot.kind == there.kind == "country" else near


def _place(mention: PlaceMention, senses: _Senses, parse: Parse, n: int) -> Place:
    """The value for one mention."""
    if mention.is_street:
        return _street(mention, senses, parse, n)
    name = senses.name_of[n]
    if not name.candidates or name.chosen is None:
        return Place(mention.start, mention.end, name=mention.name, why="no gazetteer knows this name")
    spot, why = _sense(mention, senses, n)
    if spot is None:
        shown = tuple(s.candidate() for s in name.candidates[:_CANDIDATES_SHOWN])
        return Place(mention.start, mention.end, name=mention.name, why=why, candidates=shown)
    place = Place(
        mention.start,
        mention.end,
        lat=spot.lat,
        lon=spot.lon,
        country=spot.country,
        admin1=spot.name if spot.kind == "admin1" else spot.admin1,
        geonameid=spot.geonameid,
        precision=_precision(spot, mention.kind),
        radius_km=round(spot.radius_km, 1),
        name=spot.name,
        role=role_of(mention, spot, parse),
        why=why,
        candidates=tuple(s.candidate() for s in name.candidates[: _CANDIDATES_SHOWN + 1] if s.number != spot.number)[
            :_CANDIDATES_SHOWN
        ],
    )
    return as_written(place, mention, parse, spot)


def _at_the_border(
    place: Place, n: int, places: Sequence[Place], mentions: Sequence[PlaceMention], parse: Parse
) -> Place:
    """ "the border with X" beside a town of the other side lies near that town; else it stays X, vaguely."""
    if place.precision != 5 or not place.why.endswith(BORDER):
        return place
    sent = parse.tokens[mentions[n].first].sent
    for k in sorted(range(len(places)), key=lambda k: (abs(k - n), k)):
        other = places[k]
        if (
            other.lat is not None
            and other.precision in (1, 2, 3)
            and other.country != place.country
            and parse.tokens[mentions[k].first].sent == sent
        ):
            return structs.replace(
                place, lat=other.lat, lon=other.lon, radius_km=60.0, why=f"{place.why}, near {other.name}"
            )
    return place


def _precision(spot: Spot, asked: str | None) -> int:
    """UCDP's precision of the place, or of the kind that the words ask for around it ("the Kursk region")."""
    if spot.kind == "city" and asked is not None and asked not in ("city", "street"):
        return {"admin1": 4, "admin2": 3, "quarter": 1}.get(asked, 2)
    if spot.kind in ("mountain", "area", "lake") and spot.radius_km <= 15:
        return 2
    if spot.kind == "region" and spot.radius_km <= 40:
        return 3
    if spot.kind == "island" and spot.radius_km > 60:
        return 4
    return _PRECISION_OF_KIND.get(spot.kind, 5)


def _sense(mention: PlaceMention, senses: _Senses, n: int) -> tuple[Spot | None, str]:
    """Which candidate this mention means, and why; None where two stay level."""
    name = senses.name_of[n]
    assert name.chosen is not None
    order = sorted(range(len(name.candidates)), key=lambda k: (-name.scores[k], k))
    best = name.candidates[order[0]]
    holder = senses.within.get(n)
    if holder is not None:
        outer = senses.name_of[holder]
        held = [k for k in order if any(_holds(y, name.candidates[k]) for y in outer.candidates)]
        if held:
            spot = name.candidates[held[0]]
            return spot, f'"{mention.name}" in {senses.mentions[holder].name}, as the words behind it say'
    behind = senses.name_of[senses.missed[n]] if n in senses.missed else None
    if behind is not None and behind.chosen is not None:
        there = behind.candidates[behind.chosen]
        is_unlike = fold(best.name) != fold(mention.name)
        is_far = distance_km(best.lat, best.lon, there.lat, there.lon) > _FAR_KM  # Smara, of Western Sahara or Morocco
        is_stray = is_far and best.kind == "city" and best.weight < _LITTLE_KNOWN
        if there.country != best.country and (is_unlike or is_stray):
            return None, f"no {mention.name} in {senses.mentions[senses.missed[n]].name} is known"
    if holder is None and _is_stray(best, name, senses):
        return None, f"{best.name} in {best.country} is little known, and all else in the report lies elsewhere"
    if len(order) == 1:
        return best, f"the only {best.kind} of that name that the gazetteer knows"
    second = name.candidates[order[1]]
    lead = name.scores[order[0]] - name.scores[order[1]]
    if lead < 0.02 and distance_km(best.lat, best.lon, second.lat, second.lon) > 300:
        return None, f"as likely {best.name} in {best.country} as {second.name} in {second.country}"
    if order[0] == max(range(len(name.priors)), key=name.priors.__getitem__):
        return best, f"the best known {best.kind} of that name" + (
            " and nothing near speaks against it" if lead > 1 else ""
        )
    return best, f"closest to the article's other places, in {best.admin1 or best.country}"


def _is_stray(spot: Spot, name: _Name, senses: _Senses) -> bool:
    """Whether a place that few know is all alone in its country, where the report has several in one other country."""
    if spot.kind not in ("city", "quarter", "admin2") or spot.weight >= _LITTLE_KNOWN:
        return False
    others = Counter(
        other.candidates[other.chosen].country
        for other in senses.names.values()
        if other is not name and other.chosen is not None
    )
    return spot.country not in others and others.total() > 0 and max(others.values()) >= 2


def _street(mention: PlaceMention, senses: _Senses, parse: Parse, n: int) -> Place:
    """A street lies in the town named nearest to it: in its own sentence, else before it, else behind it."""
    best: tuple[tuple[int, int], Spot] | None = None
    sent = parse.tokens[mention.first].sent
    for k, other in enumerate(senses.mentions):
        if other.is_street or senses.name_of[k].chosen is None:
            continue
        spot, _ = _sense(other, senses, k)
        if spot is None or spot.kind not in ("city", "quarter", "admin2"):
            continue
        apart = abs(parse.tokens[other.first].sent - sent)
        rank = (apart, abs(other.first - mention.first))
        if best is None or rank < best[0]:
            best = (rank, spot)
    if best is None:
        return Place(mention.start, mention.end, name=mention.name, why="a street in a town that is not named")
    spot = best[1]
    return Place(
        mention.start, mention.end, lat=spot.lat, lon=spot.lon, country=spot.country, admin1=spot.admin1,
        precision=2, radius_km=round(max(10.0, spot.radius_km), 1), name=mention.name,
        why=f"a street, put in {spot.name}, the town named nearest to it",
    )  # fmt: skip
