"""How much there is: counts by value, time, area and pair, each a single question to an index."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, and_, distinct, false, func, or_, select, union_all

from dateline.store import tables as t
from dateline.store.answers import Bar, Coverage, Extent, Facet, PairRow, Status
from dateline.store.dialect import month_of
from dateline.store.filters import ArticleFilter, EventFilter, IncidentFilter, StatementFilter
from dateline.store.terms import (
    Where,
    article_terms,
    empty_first,
    event_terms,
    incident_terms,
    report_terms,
    stands,
    statement_terms,
    told_terms,
    within,
)


def count_events(connection: Connection, wanted: EventFilter) -> int:
    return _count(connection, t.events, event_terms(wanted, is_counted=True))


def event_facets(connection: Connection, wanted: EventFilter, column: str, *, limit: int) -> list[Facet]:
    """How many events have each value of a column, most first; events without a value are left out."""
    by = t.events.c[column]
    terms = [*event_terms(wanted, is_counted=True), by.is_not(None)]
    query = select(by, func.count()).where(*terms).group_by(by).order_by(func.count().desc(), by).limit(limit)
    return [Facet(str(value), rows) for value, rows in connection.execute(query)]


def event_series(connection: Connection, wanted: EventFilter, by: str, split: str | None) -> list[Bar]:
    """Events counted by day, month or year of their first day, split by a column."""
    e = t.events.c
    keys = [e[split]] if split else []
    days = (
        select(e.first_on, func.count().label("n"), *keys)
        .where(*event_terms(wanted, is_counted=True))
        .group_by(e.first_on, *keys)
    )
    if by == "day":
        query = days.order_by(e.first_on, *empty_first(keys))
    else:  # an index gives the days in order; months of these are few to sort
        d = days.subquery().c
        when, parts = month_of(d.first_on, by), [d[split]] if split else []
        query = select(when, func.sum(d.n), *parts).group_by(when, *parts).order_by(when, *empty_first(parts))
    return [
        Bar(when=row[0], key=row[2] if split else None, events=int(row[1])) for row in connection.execute(query).all()
    ]


def event_areas(connection: Connection, wanted: EventFilter) -> list[tuple[str | None, str | None, int]]:
    """Events counted by country and admin1; (None, None) holds those without a place."""
    e = t.events.c
    query = (
        select(e.country, e.admin1, func.count())
        .where(*event_terms(wanted, is_counted=True))
        .group_by(e.country, e.admin1)
        .order_by(func.count().desc(), *empty_first((e.country, e.admin1)))
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def busiest_pairs(connection: Connection, wanted: EventFilter, *, limit: int) -> list[tuple[str, str, int]]:
    """(source, target, events) of the pairs of actors with most events, most first."""
    return [(row[0], row[1], row[2]) for row in connection.execute(_busiest(wanted, limit))]


def _busiest(wanted: EventFilter, limit: int) -> Select[Any]:
    e = t.events.c
    return (
        select(e.source, e.target, func.count().label("n"))
        .where(*event_terms(wanted, is_counted=True), e.source.is_not(None), e.target.is_not(None))
        .group_by(e.source, e.target)
        .order_by(func.count().desc(), e.source, e.target)
        .limit(limit)
    )


def pairs(
    connection: Connection, wanted: EventFilter, *, limit: int, among: Sequence[tuple[str, str]] | None = None
) -> list[PairRow]:
    """Pairs of actors by number of events, most first; of some (source, target), where these are given."""
    e = t.events.c
    terms = [*event_terms(wanted, is_counted=True), e.source.is_not(None), e.target.is_not(None)]
    query = (
        select(e.source, e.target, e.quad, func.count(), func.max(e.first_on))
        .where(*terms)
        .group_by(e.source, e.target, e.quad)
        .order_by(e.source, e.target, e.quad)
    )
    if among is None:
        most = _busiest(wanted, limit).subquery()
        query = query.join(most, (most.c.source == e.source) & (most.c.target == e.target))
    else:
        query = query.where(or_(false(), *(and_(e.source == one, e.target == other) for one, other in among)))
    found: dict[tuple[str, str], tuple[dict[str, int], str]] = {}
    for source, target, quad, n, last_on in connection.execute(query):
        by_quad, latest = found.get((source, target), ({}, ""))
        by_quad[quad] = n
        found[source, target] = (by_quad, max(latest, last_on))
    rows = [
        PairRow(source=s, target=r, events=sum(q.values()), by_quad=q, last_on=last)
        for (s, r), (q, last) in found.items()
    ]
    return sorted(rows, key=lambda p: (-p.events, p.source, p.target))[:limit]


def count_statements(connection: Connection, wanted: StatementFilter) -> int:
    return _count(connection, t.statements, statement_terms(wanted))


def statement_facets(connection: Connection, wanted: StatementFilter, column: str, *, limit: int) -> list[Facet]:
    by = t.statements.c[column]
    terms = [*statement_terms(wanted), by.is_not(None)]
    query = select(by, func.count()).where(*terms).group_by(by).order_by(func.count().desc(), by).limit(limit)
    return [Facet(str(value), rows) for value, rows in connection.execute(query)]


def count_incidents(connection: Connection, wanted: IncidentFilter, *, but: Collection[str] = ()) -> int:
    """How many of today's incidents a filter keeps; `but`: ids to leave out."""
    return _count(connection, t.incidents, incident_terms(wanted, but=but))


def incident_facets(connection: Connection, wanted: IncidentFilter, column: str, *, limit: int | None) -> list[Facet]:
    """How many of today's incidents have each value: of their own, or (publisher, language) told by an event of theirs."""
    i = t.incidents.c
    if column in ("publisher", "language"):
        query = _told_facets(wanted, column).limit(limit)
        return [Facet(str(value), int(rows)) for value, rows in connection.execute(query)]
    by: Any = i[column]
    terms = [*incident_terms(wanted), by.is_not(None)]
    count = func.count()
    query = select(by, count).where(*terms).group_by(by).order_by(count.desc(), by).limit(limit)
    return [Facet(str(value), rows) for value, rows in connection.execute(query)]


def _told_facets(wanted: IncidentFilter, column: str) -> Select[Any]:
    """The same by how incidents are told: so many as are kept where one event has to be told so too."""
    i, told, e, m = t.incidents.c, t.incident_told.c, t.events.c, t.incident_events.c
    however = msgspec.structs.replace(wanted, publisher=None, language=None, machine_translated=None, engine=None)
    by: Any
    if (
        column == "publisher"
        and wanted.language
        and not any((wanted.publisher, wanted.machine_translated, wanted.engine))
    ):
        return _outlets_in(wanted, however)
    if wanted.machine_translated or any((wanted.publisher, wanted.language, wanted.engine)):
        by, incident, count = e[column], m.incident, func.count(distinct(m.incident))
        query = select(by, count).join(t.incident_events, m.event == e.id)
        terms = [*(report_terms(wanted) or []), by.is_not(None)]
    else:
        by, incident, count = told.value, told.incident, func.count()
        query, terms = select(by, count), told_terms(column, wanted)
        however = msgspec.structs.replace(however, as_of=None)  # told by then, it was known by then
    others = incident_terms(however)
    if others:
        terms.append(incident.in_(select(i.id).where(*others)))
    return query.where(*terms).group_by(by).order_by(count.desc(), by)


def _outlets_in(wanted: IncidentFilter, however: IncidentFilter) -> Select[Any]:
    """The outlets of which an event is in a language: as kept, but for those that tell an incident in several."""
    i, told, e, m = t.incidents.c, t.incident_told.c, t.events.c, t.incident_events.c
    others = incident_terms(msgspec.structs.replace(however, as_of=None))
    among = [told.incident.in_(select(i.id).where(*others))] if others else []
    outlets = told_terms("publisher", wanted)
    alone = select(told.value, func.count().label("n")).where(*outlets, told.language == wanted.language, *among)
    mixed = (
        select(told.value, func.count(distinct(told.incident)).label("n"))
        .join(t.incident_events, m.incident == told.incident)
        .join(t.events, (e.id == m.event) & (e.publisher == told.value))
        .where(*outlets, told.language.is_(None), *(report_terms(wanted) or []), *among)
    )
    both = union_all(alone.group_by(told.value), mixed.group_by(told.value)).subquery().c
    count = func.sum(both.n)
    return select(both.value, count).group_by(both.value).order_by(count.desc(), both.value)


def count_articles(connection: Connection, wanted: ArticleFilter) -> int:
    return _count(connection, t.articles, article_terms(wanted))


def coverage(connection: Connection, since: str | None, until: str | None, as_of: str | None) -> list[Coverage]:
    """Reports read, by the day they were out and by outlet."""
    a = t.articles.c
    terms = [*stands(a.known_on, a.gone_on, as_of), *within(a.known_on, since, until)]
    query = (
        select(a.known_on, a.publisher, a.outlet_country, func.count())
        .where(*terms)
        .group_by(a.known_on, a.publisher, a.outlet_country)
        .order_by(a.known_on, *empty_first((a.publisher, a.outlet_country)))
    )
    return [
        Coverage(day=day, publisher=publisher, country=country, articles=n)
        for day, publisher, country, n in connection.execute(query).all()
    ]


def reports_by_day(connection: Connection, as_of: str | None) -> dict[str, int]:
    """Reports read, by the day they were out."""
    a = t.articles.c
    query = select(a.known_on, func.count()).where(*stands(a.known_on, a.gone_on, as_of))
    return {row[0]: row[1] for row in connection.execute(query.group_by(a.known_on).order_by(a.known_on)).all()}


def extent(connection: Connection, as_of: str | None, reports: Mapping[str, int]) -> Extent:
    """The reports that stand, or stood on a day; `reports`: what `reports_by_day` gives of these."""
    a, x = t.articles.c, t.extractions.c
    stood = stands(a.known_on, a.gone_on, as_of)
    coders = connection.execute(select(x.coder).where(x.is_current).distinct().order_by(x.coder)).scalars().all()
    mine = select(a.row).join(t.extractions, x.article_row == a.row).where(x.is_current, *stood).limit(1)
    return Extent(
        articles=sum(reports.values()),
        outlets=connection.execute(select(func.count(distinct(a.publisher))).where(*stood)).scalar_one(),
        from_on=min(reports, default=None),
        to_on=max(reports, default=None),
        coders=tuple(c for c in coders if connection.execute(mine.where(x.coder == c)).first() is not None),
    )


def status(connection: Connection, as_of: str | None, *, schema: int, incidents: int) -> Status:
    """How much there is; reports and what was found in them as of a day. `incidents` were counted by `known`."""
    a, x = t.articles.c, t.extractions.c
    stood = stands(a.known_on, a.gone_on, as_of)
    out = [a.known_on <= as_of] if as_of is not None else []
    withdrawn = a.withdrawn_on.is_not(None) if as_of is None else a.withdrawn_on <= as_of
    replaced = a.gone_on.is_not(None) if as_of is None else a.gone_on <= as_of
    span = select(func.min(a.known_on), func.max(a.known_on), func.count(distinct(a.publisher)))
    first, last, outlets = connection.execute(span.where(*stood)).one()
    by_language = select(a.language, func.count()).where(*stood).group_by(a.language).order_by(a.language)
    by_coder = select(x.coder, func.count()).where(x.is_current).group_by(x.coder).order_by(x.coder)
    if as_of is not None:
        by_coder = by_coder.join(t.articles, a.row == x.article_row).where(*stood)
    return Status(
        schema=schema,
        articles=_count(connection, t.articles, stood),
        withdrawn=_count(connection, t.articles, [withdrawn, *out]),
        replaced=_count(connection, t.articles, [replaced, a.withdrawn_on.is_(None), *out]),
        refusals=_count(connection, t.refusals, []),
        outlets=outlets,
        languages={row[0]: row[1] for row in connection.execute(by_language)},
        events=count_events(connection, EventFilter(as_of=as_of)),
        statements=count_statements(connection, StatementFilter(as_of=as_of)),
        actors=_count(connection, t.actors, []),
        incidents=incidents,
        stories=_count(connection, t.stories, []),
        copies=_count(connection, t.copies, []),
        corrections=_count(connection, t.corrections, []),
        coders={row[0]: row[1] for row in connection.execute(by_coder)},
        from_on=first,
        to_on=last,
    )


def _count(connection: Connection, table: Any, terms: Where) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(*terms)).scalar_one())
