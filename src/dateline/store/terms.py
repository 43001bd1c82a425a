"""What a filter means in SQL: the terms that a question to the store is narrowed by."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from dateline.store import tables as t
from dateline.store.filters import Actors, ArticleFilter, EventFilter, IncidentFilter, StatementFilter

Where = list[ColumnElement[bool]]

READ_NOW: ColumnElement[bool] = and_(
    t.extractions.c.article_row == t.articles.c.row, t.extractions.c.is_current.is_not(False)
)
"""The current reading of an article, in words by which no plan begins with all current readings of the store."""


def event_terms(wanted: EventFilter, *, is_counted: bool = False) -> Where:
    """Which events; `is_counted`: for a count, which an index in the order of its groups answers whoever told it.

    Outlet and language are in each such index, and nearly all events may have the one that is asked for: found by these,
    each would be looked up by itself. What is no bare column is not looked for in an index.
    """
    e = t.events.c
    terms = stands(e.known_on, e.gone_on, wanted.as_of)
    terms += _equal(e, wanted, "type", "of", "quad", "modality", "country", "admin1", "geonameid")
    told = [(e[name], value) for name in ("publisher", "language") if (value := getattr(wanted, name)) is not None]
    terms += [(func.coalesce(column, column) if is_counted else column) == value for column, value in told]
    if wanted.since is not None:
        terms.append(e.last_on >= wanted.since)
    if wanted.until is not None:
        terms.append(e.first_on <= wanted.until)
    if wanted.negated is not None:
        terms.append(e.negated.is_(wanted.negated))
    if wanted.machine_translated is not None:
        terms.append(e.is_machine_translated.is_(wanted.machine_translated))
    if wanted.engine is not None:
        terms += _through(wanted.engine, e)
    if wanted.min_confidence is not None:
        terms.append(e.confidence >= wanted.min_confidence)
    if wanted.ids is not None:
        terms.append(e.id.in_(wanted.ids))
    for names, side in ((wanted.actor, None), (wanted.source, "source"), (wanted.target, "target")):
        if names is not None:
            terms.append(_has_side(names, side))
    if wanted.pair is not None:
        one, other = wanted.pair
        there = and_(_has_side(one, "source"), _has_side(other, "target"))
        back = and_(_has_side(other, "source"), _has_side(one, "target"))
        terms.append(or_(there, back))
    if wanted.article is not None:
        terms.append(e.article_row.in_(select(t.articles.c.row).where(t.articles.c.id == wanted.article)))
    if wanted.story is not None:
        terms.append(e.article_row.in_(_rows_of_story(wanted.story)))
    if wanted.incident is not None:
        members = select(t.incident_events.c.event).where(t.incident_events.c.incident == wanted.incident)
        terms.append(e.id.in_(members))
    return terms + _after(wanted.after, e.first_on, e.id)


def statement_terms(wanted: StatementFilter) -> Where:
    s = t.statements.c
    terms = stands(s.known_on, s.gone_on, wanted.as_of)
    terms += _equal(s, wanted, "kind", "stance", "publisher", "language")
    terms += within(s.said_on, wanted.since, wanted.until)
    if wanted.by is not None:
        names = names_in(wanted.by)
        terms.append(or_(s.source.in_(names), s.spoken_for.in_(names)))
    if wanted.about is not None:
        about = t.statement_about.c
        terms.append(s.row.in_(select(about.statement_row).where(about.actor.in_(names_in(wanted.about)))))
    if wanted.machine_translated is not None:
        terms.append(s.is_machine_translated.is_(wanted.machine_translated))
    if wanted.engine is not None:
        terms += _through(wanted.engine, s)
    if wanted.article is not None:
        terms.append(s.article_row.in_(select(t.articles.c.row).where(t.articles.c.id == wanted.article)))
    if wanted.ids is not None:
        terms.append(s.id.in_(wanted.ids))
    return terms + _after(wanted.after, s.said_on, s.id)


def incident_terms(wanted: IncidentFilter, *, but: Collection[str] = ()) -> Where:
    """Which incidents; `but`: ids to leave out."""
    i, sides = t.incidents.c, t.incident_actors.c
    terms = _equal(i, wanted, "type", "of", "quad", "modality", "country", "admin1")
    if but:
        terms.append(i.id.not_in(sorted(but)))
    if wanted.as_of is not None:
        terms.append(i.known_on <= wanted.as_of)
    if wanted.since is not None:
        terms.append(i.last_on >= wanted.since)
    if wanted.until is not None:
        terms.append(i.first_on <= wanted.until)
    if wanted.ids is not None:
        terms.append(i.id.in_(wanted.ids))
    if wanted.event is not None:
        mine = select(t.incident_events.c.incident).where(t.incident_events.c.event == wanted.event)
        terms.append(i.id.in_(mine))
    for names in (wanted.actor, wanted.other):
        if names is not None:
            terms.append(i.id.in_(select(sides.incident).where(sides.actor.in_(names_in(names)))))
    terms += _are_told(wanted)
    if wanted.pair is not None:
        one, other = wanted.pair
        terms.append(or_(_incident_pair(one, other), _incident_pair(other, one)))
    return terms + _after(wanted.after, i.first_on, i.id)


def _are_told(wanted: IncidentFilter) -> Where:
    """Incidents of which one event is told as asked; the kept ways answer unless two of them are asked of one event."""
    i, told = t.incidents.c, t.incident_told.c
    ways = [(how, value) for how, value in (("publisher", wanted.publisher), ("language", wanted.language)) if value]
    if wanted.engine is not None or len(ways) > 1 or (wanted.machine_translated and ways):
        members = select(t.incident_events.c.incident).join(t.events, t.events.c.id == t.incident_events.c.event)
        return [i.id.in_(members.where(*report_terms(wanted) or []))]
    if wanted.machine_translated is False and not ways:
        return by_day(i.plain_on, wanted.as_of)
    if ways and ways[0][0] == "language":
        return [_in_language(wanted, ways[0][1])]
    if wanted.machine_translated:
        ways = [("engine", "yes")]
    return [i.id.in_(select(told.incident).where(*told_terms(how, wanted), told.value == value)) for how, value in ways]


def _in_language(wanted: IncidentFilter, language: str) -> ColumnElement[bool]:
    """Told in a language: nearly all incidents are told in one alone, and say so themselves."""
    i, told = t.incidents.c, t.incident_told.c
    by_then = [] if wanted.machine_translated is None else by_day(i.plain_on, wanted.as_of)
    so = exists().where(told.incident == i.id, *told_terms("language", wanted), told.value == language)
    return or_(and_(i.language == language, *by_then), and_(i.language.is_(None), so))


def told_terms(how: str, wanted: IncidentFilter) -> Where:
    """How incidents are told by the day asked for, without machine translations where these are not asked for."""
    told = t.incident_told.c
    is_plain = wanted.machine_translated is False
    return [told.how == how, *by_day(told.plain_on if is_plain else told.known_on, wanted.as_of)]


def by_day(column: Any, as_of: str | None) -> Where:
    """What was so at all, or by an ISO day."""
    return [column.is_not(None) if as_of is None else column <= as_of]


def report_terms(wanted: IncidentFilter) -> Where | None:
    """How one of an incident's events has to be told; None where nothing is asked of that."""
    asked = (wanted.publisher, wanted.language, wanted.machine_translated, wanted.engine)
    if all(value is None for value in asked):
        return None
    e = t.events.c
    terms = stands(e.known_on, e.gone_on, wanted.as_of) + _equal(e, wanted, "publisher", "language")
    if wanted.machine_translated is not None:
        terms.append(e.is_machine_translated.is_(wanted.machine_translated))
    if wanted.engine is not None:
        terms += _through(wanted.engine, e)
    return terms


def _incident_pair(source: str, target: str) -> ColumnElement[bool]:
    i, sides = t.incidents.c, t.incident_actors.c
    return and_(
        i.id.in_(select(sides.incident).where(sides.side == "source", sides.actor == source)),
        i.id.in_(select(sides.incident).where(sides.side == "target", sides.actor == target)),
    )


def article_terms(wanted: ArticleFilter) -> Where:
    a, m = t.articles.c, t.mentions.c
    terms: Where = stands(a.known_on, a.gone_on, wanted.as_of) if wanted.standing or wanted.as_of is not None else []
    terms += _equal(a, wanted, "publisher", "language")
    terms += within(a.known_on, wanted.since, wanted.until)
    if wanted.story is not None:
        terms.append(a.row.in_(_rows_of_story(wanted.story)))
    if wanted.actor is not None:
        terms.append(exists().where(m.article_row == a.row, m.actor.in_(names_in(wanted.actor))))
    return terms + _after(wanted.after, a.known_on, a.id, ids_fall=False)


def _through(engine: str, found: Any) -> Where:
    """Rows of a machine translation by an engine, which the coder of their report names behind its own version."""
    x = t.extractions.c
    named = x.coder.icontains(f", {engine}", autoescape=True)
    readings = select(x.article_row).where(x.is_current, named)
    return [found.is_machine_translated.is_(True), found.article_row.in_(readings)]


def _rows_of_story(name: str) -> Select[Any]:
    members = select(t.story_articles.c.article).where(t.story_articles.c.story == name)
    return select(t.articles.c.row).where(t.articles.c.id.in_(members))


def _has_side(names: Actors, side: str | None) -> ColumnElement[bool]:
    r = t.event_actors.c
    query = select(r.event_row).where(r.actor.in_(names_in(names)))
    return t.events.c.row.in_(query.where(r.side == side) if side is not None else query)


def _after(name: str | None, day: Any, id_: Any, *, ids_fall: bool = True) -> Where:
    """Rows behind the one of that id, where days fall and, on one day, ids fall or rise."""
    if name is None:
        return []
    same = id_.table.alias()
    its_day = select(func.max(same.c[day.name])).where(same.c[id_.name] == name).scalar_subquery()
    return [behind(day, id_, its_day, name, ids_fall=ids_fall)]


def behind(day: Any, id_: Any, its_day: Any, name: str, *, ids_fall: bool = True) -> ColumnElement[bool]:
    """What is answered behind the row of a day and an id."""
    return or_(day < its_day, and_(day == its_day, id_ < name if ids_fall else id_ > name))


def stands(known_on: Any, gone_on: Any, as_of: str | None) -> Where:
    """What stands now, or what was known and stood on a past day."""
    if as_of is None:
        return [gone_on.is_(None)]
    return [known_on <= as_of, or_(gone_on.is_(None), gone_on > as_of)]


def within(column: Any, since: str | None, until: str | None) -> Where:
    terms: Where = []
    if since is not None:
        terms.append(column >= since)
    if until is not None:
        terms.append(column <= until)
    return terms


def empty_first(columns: Iterable[Any]) -> list[Any]:
    """Sorting that puts what is empty first, whatever the database does by itself."""
    return [column.nulls_first() for column in columns]


def _equal(columns: Any, wanted: msgspec.Struct, *names: str) -> Where:
    terms: Where = []
    for name in names:
        value = getattr(wanted, name)
        if isinstance(value, tuple):
            terms.append(columns[name].in_(value))
        elif value is not None:
            terms.append(columns[name] == value)
    return terms


def names_in(actors: Actors) -> tuple[str, ...]:
    return (actors,) if isinstance(actors, str) else actors
