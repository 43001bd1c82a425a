"""Where actors act and are named, and whom they have to do with: lean rows, without the sentences under them.

What a page of one actor counts over years is read off here; the sentences are asked for by their ids.
"""

from collections.abc import Mapping

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, func, select

from dateline.picture.presence import ACTS, area_of, is_active, is_claimed
from dateline.store import tables as t
from dateline.store.filters import Actors
from dateline.store.terms import names_in, stands
from dateline.values import Party
from dateline.values.picture import Activity, Naming


class _Acted(Struct):
    """The part of an event that says who acted."""

    type: str
    negated: bool = False
    modality: str = "asserted"
    said_by: int | None = None
    source: Party | None = None
    target: Party | None = None
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()


class _Spot(Struct):
    """The part of a place that says how fine it is."""

    country: str | None = None
    admin1: str | None = None
    precision: int | None = None


_acted = msgspec.json.Decoder(_Acted)
_spot = msgspec.json.Decoder(_Spot)


def activity(
    connection: Connection, actor: str, members: Actors, as_of: str | None, incident_of: Mapping[str, str]
) -> list[Activity]:
    """The events that show an actor active somewhere.

    Args:
        connection: of the caller.
        actor: its id.
        members: those who may have acted for it.
        as_of: only what was known on this ISO day.
        incident_of: by event id, where it is another than today's.
    """
    e, r, i = t.events.c, t.event_actors.c, t.incident_events.c
    mine = select(r.event_row).where(r.actor.in_(names_in(members)))
    happening = select(func.min(i.incident)).where(i.event == e.id).correlate(t.events).scalar_subquery()
    query = select(
        e.id, e.first_on, e.country, e.admin1, e.place_precision, e.value, happening.label("happening")
    ).where(
        e.row.in_(mine),
        e.type.in_(ACTS),
        e.modality == "asserted",
        e.negated.is_(False),
        e.country.is_not(None),
        *stands(e.known_on, e.gone_on, as_of),
    )
    found = []
    for row in connection.execute(query.order_by(e.first_on, e.id)).all():
        event = _acted.decode(row.value)
        if is_active(event, actor):
            admin1 = area_of(row.admin1, row.place_precision)
            claimed = is_claimed(event, actor)
            happened = incident_of.get(row.id) or row.happening or row.id
            found.append(Activity(row.id, row.first_on, row.country, admin1, happened, claimed))
    return found


def namings(connection: Connection, actor: str, as_of: str | None) -> list[Naming]:
    """The reports that name an actor as being somewhere, once for each area."""
    s, a = t.sightings.c, t.articles.c
    query = (
        select(a.id, s.known_on, s.place)
        .join(t.articles, a.row == s.article_row)
        .where(s.actor == actor, s.country.is_not(None), *stands(s.known_on, s.gone_on, as_of))
    )
    found = set()
    for name, day, place in connection.execute(query).all():
        spot = _spot.decode(place)
        if spot.country is not None:
            found.add((day, name, spot.country, area_of(spot.admin1, spot.precision) or ""))
    return [Naming(name, day, country, admin1 or None) for day, name, country, admin1 in sorted(found)]


def partners(connection: Connection, actor: str, as_of: str | None, *, limit: int) -> list[tuple[str, dict[str, int]]]:
    """Those on either side of an actor's events, by quad, most first."""
    e, r = t.events.c, t.event_actors
    mine, other = r.alias("mine"), r.alias("other")
    shared = (
        select(mine.c.event_row, other.c.actor)
        .join(other, other.c.event_row == mine.c.event_row)
        .where(mine.c.actor == actor, other.c.actor != actor, *stands(mine.c.known_on, mine.c.gone_on, as_of))
        .distinct()
        .subquery()
    )
    query = (
        select(shared.c.actor, e.quad, func.count())
        .join(t.events, e.row == shared.c.event_row)
        .group_by(shared.c.actor, e.quad)
        .order_by(shared.c.actor, e.quad)
    )
    counts: dict[str, dict[str, int]] = {}
    for name, quad, n in connection.execute(query).all():
        counts.setdefault(name, {})[quad] = n
    return sorted(counts.items(), key=lambda kv: (-sum(kv[1].values()), kv[0]))[:limit]
