"""Where a group is: reported there, active there, new, continuing or silent - by area, never by pin.

An area is no finer than the evidence: what is known to the country counts for the country. That nothing was found says
nothing without the reports that were read, so every answer carries them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from dateline.picture.sides import acts_for, sources, targets
from dateline.values import FoundEvent, Sighting
from dateline.values.picture import AreaPresence, Presence

Area = tuple[str | None, str | None]
_ACTS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "THREATEN"})


def presence(
    events: Iterable[FoundEvent],
    sightings: Iterable[Sighting],
    articles_by_day: Mapping[str, int],
    *,
    actor: str,
    since: str,
    until: str,
    incident_of: Mapping[str, str] | None = None,
) -> Presence:
    """Where an actor is present and active in a window, held against the window of the same length before it.

    Args:
        events: events known by then, any; those without the actor are passed over.
        sightings: the actor named with a place in one sentence.
        articles_by_day: reports read each day, ISO: the coverage the answer rests on.
        actor: its id.
        since: first ISO day of the window.
        until: last ISO day.
        incident_of: incident id by event id, so that retellings count once.
    Returns:
        areas with their status, and whether the actor spreads.
    """
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    begin = (first - (last - first) - timedelta(days=1)).isoformat()
    active: dict[Area, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    evidence: dict[Area, list[tuple[str, str]]] = defaultdict(list)
    claimed: dict[Area, set[str]] = defaultdict(set)
    ever: dict[Area, str] = {}
    of = incident_of or {}
    for found in sorted(events, key=lambda f: (_day(f), f.id)):
        area = _area(found)
        if area is None or not _is_active(found, actor):
            continue
        day = _day(found)
        ever.setdefault(area, day)
        window = "now" if since <= day <= until else "before" if begin <= day < since else None
        if window is None:
            continue
        if found.event.said_by is not None and any(acts_for(s, actor) for s in sources(found.event)):
            claimed[area].add(of.get(found.id, found.id))
        active[area][window].add(of.get(found.id, found.id))
        evidence[area].append((day, found.id))
    seen: dict[Area, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        is_in_window = since <= sighting.evidence.known_on[:10] <= until
        if sighting.actor == actor and is_in_window and sighting.place.country is not None:
            seen[_area_of(sighting)].append(sighting)
    areas = []
    for area in sorted(set(active) | set(seen), key=lambda a: (a[0] or "", a[1] or "")):
        now, before = len(active[area]["now"]), len(active[area]["before"])
        days = [day for day, _ in evidence[area] if since <= day <= until]
        areas.append(
            AreaPresence(
                country=area[0],
                admin1=area[1],
                status=_status(now, before, ever.get(area), since),
                incidents=now,
                before=before,
                claimed=len(claimed[area]),
                reported=len({s.evidence.article for s in seen[area]}),
                evidence=tuple(id_ for _, id_ in sorted(evidence[area], reverse=True)),
                sighted_in=tuple(sorted({s.evidence.article for s in seen[area]})),
                first_on=min(days) if days else None,
                last_on=max(days) if days else None,
            )
        )
    read = sum(n for day, n in articles_by_day.items() if since <= day <= until)
    read_before = sum(n for day, n in articles_by_day.items() if begin <= day < since)
    verdict, why = _verdict(areas, read, read_before)
    return Presence(
        actor=actor,
        since=since,
        until=until,
        areas=tuple(areas),
        articles=read,
        articles_before=read_before,
        verdict=verdict,
        why=why,
    )


def _is_active(found: FoundEvent, actor: str) -> bool:
    event = found.event
    if event.negated or event.modality != "asserted" or event.type not in _ACTS:
        return False
    acting = any(acts_for(s, actor) for s in sources(event))
    fought = event.type == "ASSAULT" and any(acts_for(t, actor) for t in targets(event))
    return acting or fought


def _area(found: FoundEvent) -> Area | None:
    place = found.place
    if place is None or place.country is None:
        return None
    return place.country, place.admin1 if (place.precision or 6) <= 4 else None


def _area_of(sighting: Sighting) -> Area:
    place = sighting.place
    return place.country, place.admin1 if (place.precision or 6) <= 4 else None


def _status(now: int, before: int, ever: str | None, since: str) -> str:
    if now:
        return "continuing" if before or (ever is not None and ever < since) else "new"
    return "silent" if before else "reported"


def _verdict(areas: list[AreaPresence], read: int, read_before: int) -> tuple[str, str]:
    fresh = [area for area in areas if area.status == "new"]
    held = [area for area in areas if area.status == "continuing"]
    basis = f"{read} report{'s' if read != 1 else ''} read in the window, {read_before} in the one before"
    if read == 0:
        return "not known", f"No report was read in the window: nothing can be said ({basis})."
    if fresh and (held or any(area.status == "silent" for area in areas)):
        names = ", ".join(f"{a.country}{'/' + a.admin1 if a.admin1 else ''}" for a in fresh)
        return "spreading", f"Active in {len(fresh)} new area{'s' if len(fresh) > 1 else ''} ({names}); {basis}."
    if fresh:
        return "new", f"First activity on record, in {len(fresh)} area{'s' if len(fresh) > 1 else ''}; {basis}."
    if held:
        if read < 0.6 * read_before:
            return "not known", f"No new area, but far fewer reports were read than before; {basis}."
        return "contained", f"Active in {len(held)} known area{'s' if len(held) > 1 else ''} and no new one; {basis}."
    if any(area.status == "reported" for area in areas):
        return "present, not active", f"Named as being there, with no incident; {basis}."
    return "quiet", f"No incident; {basis}."


def _day(found: FoundEvent) -> str:
    return found.days[0] if found.days is not None else found.evidence.known_on[:10]
