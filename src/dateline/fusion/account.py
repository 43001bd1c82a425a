"""What an incident says: who, what, whom, where, when and how many, from all that its reports tell.

Nothing is averaged. A value is one that reports gave, chosen by how fine it is and how many independent origins give it;
where they differ on numbers, all stay beside each other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from hashlib import sha256

from dateline.fusion.tellings import actors_of
from dateline.values import Actor, FoundEvent, Incident, Place, ReportedToll, Toll
from dateline.values.incident import Count, Site


def give_account(group: Sequence[FoundEvent], decided: Sequence[int] = ()) -> Incident:
    """Fuse events taken for one; they are in the order in which they became known."""
    lead = _fullest(group)
    event = lead.event
    articles = list(dict.fromkeys(found.evidence.article for found in group))
    origins = {found.evidence.copy_of or found.evidence.article for found in group}
    outlets = {found.evidence.publisher or found.evidence.article for found in group}
    tolls = tuple(_tolls(group))
    sources, targets = _common(group, "source"), _common(group, "target")
    recipients = tuple(a for a in targets if a.id not in {s.id for s in sources})
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
        recipients=recipients,
        mutual=bool(targets) and not recipients and len(sources) > 1,
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


def _set_by_people(group: Sequence[FoundEvent], part: str) -> Sequence[FoundEvent]:
    """Those of which a person set a part, where there are any: that goes before what reports are read to say."""
    reviewed = [found for found in group if found.review is not None]
    return [found for found in reviewed if found.review and any(f.part == part for f in found.review.fixed)] or group


def _modality(group: Sequence[FoundEvent]) -> str:
    if group[0].event.negated:
        return "negated"
    said = Counter(found.event.modality for found in _set_by_people(group, "standing"))
    return "asserted" if said.get("asserted") else min(said, key=lambda m: (-said[m], m))


def _common(group: Sequence[FoundEvent], side: str) -> tuple[Actor, ...]:
    """The actors of a side, those that most origins name first; a state gives way to its own body or group."""
    origins: dict[str, set[str]] = defaultdict(set)
    known: dict[str, Actor] = {}
    for found in _set_by_people(group, side):
        for actor in actors_of(found.event, side):
            origins[actor.id].add(found.evidence.copy_of or found.evidence.article)
            known.setdefault(actor.id, actor)
    ranked = sorted(known, key=lambda a: (-len(origins[a]), a))
    most = len(origins[ranked[0]]) if ranked else 0
    return tuple(known[a] for a in ranked if len(origins[a]) * 3 >= most)


def _site(group: Sequence[FoundEvent]) -> Site | None:
    """The finest place that is not alone against a coarser majority."""
    group = _set_by_people(group, "place")
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
    dated = [found for found in _set_by_people(group, "date") if found.days is not None]
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
