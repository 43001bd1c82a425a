"""Where a group is: reported there, active there, new, continuing or silent - by area, never by pin.

An area is no finer than the evidence: what is known to the country counts for the country. That nothing was found says
nothing without the reports that were read, so every answer carries them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from dateline.picture.sides import Acting, acts_for, sources, targets
from dateline.values import FoundEvent, Sighting
from dateline.values.picture import Activity, AreaPresence, Naming, Presence

Area = tuple[str | None, str | None]
ACTS = ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "THREATEN")
"""What an actor is active by, where it is asserted."""
_PRECISION_OF_AREA = 4  # UCDP GED's: the coarsest that still names a first-order area


def presence(
    events: Iterable[FoundEvent],
    sightings: Iterable[Sighting],
    articles_by_day: Mapping[str, int],
    *,
    actor: str,
    since: str,
    until: str,
    incident_of: Mapping[str, str] | None = None,
    neighbours: Mapping[str, Collection[str]] | None = None,
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
        neighbours: the areas beside each area, "COUNTRY/ADMIN1".
    Returns:
        areas with their status, and whether the actor spreads.
    """
    active = activity(events, actor, incident_of or {})
    named = [n for s in sightings if s.actor == actor and (n := naming(s)) is not None]
    return presence_of(active, named, articles_by_day, actor=actor, since=since, until=until, neighbours=neighbours)


def activity(events: Iterable[FoundEvent], actor: str, incident_of: Mapping[str, str]) -> list[Activity]:
    """The events that show an actor active somewhere."""
    found = []
    for event in events:
        place = event.place
        if place is None or place.country is None or not is_active(event.event, actor):
            continue
        day = event.days[0] if event.days is not None else event.evidence.known_on[:10]
        happening = incident_of.get(event.id, event.id)
        admin1 = area_of(place.admin1, place.precision)
        found.append(Activity(event.id, day, place.country, admin1, happening, is_claimed(event.event, actor)))
    return found


def naming(sighting: Sighting) -> Naming | None:
    """A sighting, as presence counts it; None where its country is not known."""
    place, out = sighting.place, sighting.evidence
    if place.country is None:
        return None
    return Naming(out.article, out.known_on[:10], place.country, area_of(place.admin1, place.precision))


def is_active(event: Acting, actor: str) -> bool:
    """Whether an event shows an actor active: it did it, or was fought."""
    if event.negated or event.modality != "asserted" or event.type not in ACTS:
        return False
    acting = any(acts_for(s, actor) for s in sources(event))
    return acting or (event.type == "ASSAULT" and any(acts_for(t, actor) for t in targets(event)))


def is_claimed(event: Acting, actor: str) -> bool:
    """Whether somebody is quoted as saying that the actor did it."""
    return event.said_by is not None and any(acts_for(s, actor) for s in sources(event))


def area_of(admin1: str | None, precision: int | None) -> str | None:
    """The first-order area, where the words are as fine as that."""
    return admin1 if (precision or 6) <= _PRECISION_OF_AREA else None


def presence_of(
    active: Iterable[Activity],
    named: Iterable[Naming],
    articles_by_day: Mapping[str, int],
    *,
    actor: str,
    since: str,
    until: str,
    neighbours: Mapping[str, Collection[str]] | None = None,
) -> Presence:
    """The same as `presence`, from what was already told to be the actor's own."""
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    begin = (first - (last - first) - timedelta(days=1)).isoformat()
    acted: dict[Area, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    evidence: dict[Area, list[tuple[str, str]]] = defaultdict(list)
    claimed: dict[Area, set[str]] = defaultdict(set)
    ever: dict[Area, str] = {}
    for act in sorted(active, key=lambda a: (a.day, a.id)):
        area: Area = act.country, act.admin1
        ever.setdefault(area, act.day)
        window = "now" if since <= act.day <= until else "before" if begin <= act.day < since else None
        if window is None:
            continue
        if act.is_claimed:
            claimed[area].add(act.happening)
        acted[area][window].add(act.happening)
        evidence[area].append((act.day, act.id))
    seen: dict[Area, set[str]] = defaultdict(set)
    for one in named:
        if since <= one.day <= until:
            seen[one.country, one.admin1].add(one.article)
    areas = []
    for area in sorted(set(acted) | set(seen), key=lambda a: (a[0] or "", a[1] or "")):
        now, before = len(acted[area]["now"]), len(acted[area]["before"])
        days = [day for day, _ in evidence[area] if since <= day <= until]
        areas.append(
            AreaPresence(
                country=area[0],
                admin1=area[1],
                status=_status(now, before, ever.get(area), since),
                incidents=now,
                before=before,
                claimed=len(claimed[area]),
                reported=len(seen[area]),
                evidence=tuple(id_ for _, id_ in sorted(evidence[area], reverse=True)),
                sighted_in=tuple(sorted(seen[area])),
                first_on=min(days) if days else None,
                last_on=max(days) if days else None,
                beside=_beside(area, ever, since, neighbours or {}) if now else (),
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


def _beside(
    area: Area, ever: Mapping[Area, str], since: str, neighbours: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """The adjoining areas where it was active before the window."""
    near = neighbours.get(_name(area), ())
    return tuple(sorted(name for other, day in ever.items() if day < since and (name := _name(other)) in near))


def _name(area: Area) -> str:
    return f"{area[0]}/{area[1]}" if area[1] is not None else f"{area[0]}"


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
        names = ", ".join(_name((a.country, a.admin1)) + _where_from(a) for a in fresh)
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


def _where_from(area: AreaPresence) -> str:
    """Beside which area where it was active a new one lies, and whether that is over a border."""
    if not area.beside:
        return ""
    is_over = all(name.split("/")[0] != area.country for name in area.beside)
    return f", beside {', '.join(area.beside)}{' over the border' if is_over else ''}"
