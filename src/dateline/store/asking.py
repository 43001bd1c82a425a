"""Questions into SQL, rows into values. Each function runs on a connection of its caller and changes nothing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Row, Select, func, select

from dateline.store import tables as t
from dateline.store.answers import (
    ActorRow,
    ArticleRow,
    Change,
    Correction,
    Hit,
    PlaceRow,
    Reading,
    RefusalRow,
)
from dateline.store.cards import cards
from dateline.store.dialect import find_words, terms_of
from dateline.store.filters import Actors, ArticleFilter, EventFilter, IncidentFilter, StatementFilter
from dateline.store.private import asks_for_private
from dateline.store.terms import (
    READ_NOW,
    article_terms,
    behind,
    empty_first,
    event_terms,
    incident_terms,
    names_in,
    stands,
    statement_terms,
    within,
)
from dateline.values import (
    Actor,
    Article,
    Event,
    Evidence,
    Extraction,
    FoundEvent,
    FoundStatement,
    Incident,
    Place,
    Review,
    Sighting,
    Span,
    Statement,
    Story,
    event_ids,
    statement_ids,
)
from dateline.values.mark import strictest

_Sourced = TypeVar("_Sourced", FoundEvent, FoundStatement, Sighting)

_event = msgspec.json.Decoder(Event)
_place = msgspec.json.Decoder(Place)
_statement = msgspec.json.Decoder(Statement)
_decided = msgspec.json.Decoder(dict[str, msgspec.Raw])
_article = msgspec.json.Decoder(Article)
_extraction = msgspec.json.Decoder(Extraction)
_incident = msgspec.json.Decoder(Incident)
_story = msgspec.json.Decoder(Story)
_actor = msgspec.json.Decoder(Actor)
_review = msgspec.json.Decoder(Review)


def events(connection: Connection, wanted: EventFilter, *, limit: int | None, offset: int) -> list[FoundEvent]:
    """Events with their evidence, latest first."""
    e = t.events.c
    page = (
        select(e.row)
        .where(*event_terms(wanted))
        .order_by(e.first_on.desc(), e.id.desc())
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    query = found_events().join(page, page.c.row == e.row).order_by(e.first_on.desc(), e.id.desc())
    rows = connection.execute(query).all()
    return with_known_copies(connection, [found_event(row) for row in rows], wanted.as_of)


def found_events() -> Select[Any]:
    """Rows that `found_event` reads: events with the report that each stands in."""
    a, e = t.articles.c, t.events.c
    return (
        select(e.id, e.value, e.place, e.review, e.date, e.first_on, e.last_on, e.known_on, e.publisher, e.language)
        .add_columns(e.sentence_start, e.sentence_end, e.sentence, e.is_machine_translated)
        .add_columns(a.id.label("article_id"), a.known_on.label("out_on"), *_ARTICLE_PARTS, _coder())
        .join(t.articles, a.row == e.article_row)
        .outerjoin(t.copies, t.copies.c.article == a.id)
    )


def found_event(row: Row[Any]) -> FoundEvent:
    """An event with its evidence, and by whom it stands as it does where a person decided."""
    evidence = _evidence(row)
    if row.known_on != row.out_on:  # the row's own day is that of a decision
        evidence = msgspec.structs.replace(evidence, known_on=row.out_on)
    return FoundEvent(
        id=row.id,
        event=_event.decode(row.value),
        place=_place.decode(row.place) if row.place is not None else None,
        days=(row.first_on, row.last_on) if row.date is not None else None,
        evidence=evidence,
        review=_review.decode(row.review) if row.review is not None else None,
    )


def found_statements() -> Select[Any]:
    """A question for statements with what their evidence needs; `found_statement` reads its rows."""
    a = t.articles.c
    return (
        select(t.statements, a.id.label("article_id"), a.known_on.label("out_on"), *_ARTICLE_PARTS, _coder())
        .join(t.articles, a.row == t.statements.c.article_row)
        .outerjoin(t.copies, t.copies.c.article == a.id)
    )


def found_statement(row: Row[Any]) -> FoundStatement:
    """A statement from its row; its report is as old as it was, whenever a person decided about it."""
    said = _statement.decode(row.value)
    evidence = msgspec.structs.replace(_evidence(row), known_on=row.out_on)
    review = None
    if "~" in row.id:  # a version that a person made; see `said`
        review = msgspec.json.decode(_decided.decode(row.value)["review"], type=Review | None)
    return FoundStatement(id=row.id, statement=said, evidence=evidence, review=review)


def statements(
    connection: Connection, wanted: StatementFilter, *, limit: int | None, offset: int
) -> list[FoundStatement]:
    """Statements with their evidence, latest first."""
    s = t.statements.c
    page = (
        select(s.row)
        .where(*statement_terms(wanted))
        .order_by(s.said_on.desc(), s.id.desc())
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    query = found_statements().join(page, page.c.row == s.row).order_by(s.said_on.desc(), s.id.desc())
    found = [found_statement(row) for row in connection.execute(query)]
    return with_known_copies(connection, found, wanted.as_of)


def with_known_copies(connection: Connection, found: list[_Sourced], as_of: str | None) -> list[_Sourced]:
    """What was found in reports, none of them called a copy of what was not out by a day."""
    sources = {one.evidence.copy_of for one in found if one.evidence.copy_of is not None} if as_of is not None else ()
    unknown = set(sources) - standing_on(connection, sources, as_of) if as_of is not None and sources else set()
    if not unknown:
        return found
    alone = msgspec.structs.replace
    return [
        alone(one, evidence=alone(one.evidence, copy_of=None)) if one.evidence.copy_of in unknown else one
        for one in found
    ]


def standing_on(connection: Connection, ids: Iterable[str], day: str) -> set[str]:
    """Those of some reports that stood on an ISO day."""
    a = t.articles.c
    names = sorted(set(ids))
    found: set[str] = set()
    for at in range(0, len(names), 500):
        query = select(a.id).where(a.id.in_(names[at : at + 500]), *stands(a.known_on, a.gone_on, day))
        found.update(connection.execute(query).scalars())
    return found


def sightings(
    connection: Connection, actor: Actors, country: str | None, since: str | None, until: str | None, as_of: str | None
) -> list[Sighting]:
    """Sentences that name an actor together with a place, latest first."""
    s, a = t.sightings.c, t.articles.c
    terms = [s.actor.in_(names_in(actor)), *stands(s.known_on, s.gone_on, as_of), *within(s.known_on, since, until)]
    if country is not None:
        terms.append(s.country == country)
    query = (
        select(t.sightings, a.language, a.is_translated_page.label("is_machine_translated"))
        .add_columns(a.id.label("article_id"), *_ARTICLE_PARTS, a.publisher, _coder())
        .join(t.articles, a.row == s.article_row)
        .outerjoin(t.copies, t.copies.c.article == a.id)
        .where(*terms)
        .order_by(s.known_on.desc(), a.id, s.sentence_start, s.place)
    )
    return with_known_copies(connection, [_sighting(row) for row in connection.execute(query)], as_of)


def _sighting(row: Row[Any]) -> Sighting:
    """A place that was found in a translation makes the sighting a machine-translated one."""
    place, evidence = _place.decode(row.place), _evidence(row)
    if place.via is not None:
        evidence = msgspec.structs.replace(evidence, is_machine_translated=True)
    return Sighting(actor=row.actor, place=place, evidence=evidence)


def incidents(
    connection: Connection,
    wanted: IncidentFilter,
    *,
    limit: int | None,
    offset: int,
    but: Collection[str] = (),
    after: tuple[str, str] | None = None,
) -> list[Incident]:
    """Today's incidents, latest first; those known by `wanted.as_of`, where it is given. `known` answers for that day.

    Args:
        connection: of the caller.
        wanted: which.
        limit, offset: which part of them.
        but: ids to leave out.
        after: only those behind this day and id, in place of `wanted.after`.
    """
    i = t.incidents.c
    terms = incident_terms(wanted if after is None else msgspec.structs.replace(wanted, after=None), but=but)
    if after is not None:
        terms.append(behind(i.first_on, i.id, after[0], after[1]))
    order = i.first_on.desc(), i.id.desc()
    page = select(i.id).where(*terms).order_by(*order).limit(limit).offset(offset).subquery()  # sorted without values
    query = select(i.value).join(page, page.c.id == i.id).order_by(*order)
    return [_incident.decode(value) for value in connection.execute(query).scalars().all()]


def mark_of_events(connection: Connection, ids: Sequence[str]) -> str | None:
    """How far what stands on these events may be passed on: the strictest mark of their reports."""
    a, e = t.articles.c, t.events.c
    query = select(a.mark).distinct().join(t.events, e.article_row == a.row).where(a.mark.is_not(None))
    parts = (ids[at : at + 500] for at in range(0, len(ids), 500))
    return strictest(mark for part in parts for mark in connection.execute(query.where(e.id.in_(part))).scalars())


def marks_of_incidents(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """How far what stands on these incidents may be passed on: the strictest mark of their reports, of those that have one."""
    a, e, m = t.articles.c, t.events.c, t.incident_events.c
    query = (
        select(m.incident, a.mark)
        .distinct()
        .join(t.events, e.id == m.event)
        .join(t.articles, a.row == e.article_row)
        .where(a.mark.is_not(None))
    )
    names = sorted(set(ids))
    found: dict[str, list[str]] = {}
    for at in range(0, len(names), 500):
        for incident, mark in connection.execute(query.where(m.incident.in_(names[at : at + 500]))):
            found.setdefault(incident, []).append(mark)
    return {incident: strictest(marks) or "" for incident, marks in found.items()}


def stories(connection: Connection, article: str | None, *, limit: int | None, as_of: str | None = None) -> list[Story]:
    """Stories by id; those of one article when it is given. As of a day with the reports that were out, if there were any."""
    query = select(t.stories.c.value).order_by(t.stories.c.id).limit(limit)
    if article is not None:
        mine = select(t.story_articles.c.story).where(t.story_articles.c.article == article)
        query = query.where(t.stories.c.id.in_(mine))
    found = [_story.decode(row.value) for row in connection.execute(query)]
    if as_of is None:
        return found
    stood = standing_on(connection, {name for one in found for name in one.articles}, as_of)
    told = [msgspec.structs.replace(one, articles=tuple(a for a in one.articles if a in stood)) for one in found]
    return [one for one in told if one.articles]


def story(connection: Connection, name: str) -> Story | None:
    value = connection.execute(select(t.stories.c.value).where(t.stories.c.id == name)).scalar()
    return _story.decode(value) if value is not None else None


def articles(connection: Connection, wanted: ArticleFilter, *, limit: int | None, offset: int) -> list[ArticleRow]:
    """Reports, latest first."""
    a = t.articles.c
    query = _article_rows().where(*article_terms(wanted))
    query = query.order_by(a.known_on.desc(), a.id, a.digest).limit(limit).offset(offset)
    found = [_article_row(row) for row in connection.execute(query)]
    return found if wanted.as_of is None else _as_of(connection, found, wanted.as_of)


def _is_gone(row: ArticleRow, day: str) -> bool:
    return row.gone_on is not None and row.gone_on <= day


def _as_of(connection: Connection, found: list[ArticleRow], day: str) -> list[ArticleRow]:
    """Reports that stood on a day, without what became of them later."""
    firsts = {row.id: row.story.removeprefix("story-") for row in found if row.story is not None}
    named = {row.copy_of for row in found if row.copy_of is not None} | set(firsts.values())
    stood = standing_on(connection, named, day)
    return [
        msgspec.structs.replace(
            row,
            withdrawn_on=None,
            gone_on=None,
            copy_of=row.copy_of if row.copy_of in stood else None,
            story=row.story if firsts.get(row.id) in stood else None,
        )
        for row in found
    ]


def reading(connection: Connection, name: str, as_of: str | None = None) -> Reading | None:
    """The newest version of a report (that was out by a day), withdrawn or not, with what the current coder found in it."""
    a, x = t.articles.c, t.extractions.c
    query = (
        _article_rows()
        .add_columns(a.digest, a.value.label("article_value"), x.value.label("extraction_value"))
        .join(t.extractions, READ_NOW)
        .where(a.id == name, *([a.known_on <= as_of] if as_of is not None else []))
        .order_by(a.known_at.desc(), a.seen_at.desc(), a.digest.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    article, extraction = _article.decode(row.article_value), _extraction.decode(row.extraction_value)
    told = _article_row(row)
    return Reading(
        row=told if as_of is None or _is_gone(told, as_of) else _as_of(connection, [told], as_of)[0],
        article=article,
        extraction=extraction,
        events=event_ids(article, extraction.events, digest=row.digest),
        statements=statement_ids(article, extraction.statements, digest=row.digest),
    )


def readings(connection: Connection, wanted: ArticleFilter) -> Iterable[Reading]:
    """All reports with what was found in them, by id; one at a time, so that memory stays small."""
    a, x = t.articles.c, t.extractions.c
    query = (
        _article_rows()
        .add_columns(a.digest, a.value.label("article_value"), x.value.label("extraction_value"))
        .join(t.extractions, READ_NOW)
        .where(*article_terms(wanted))
        .order_by(a.id, a.digest)
    )
    for row in connection.execute(query.execution_options(yield_per=200)):
        article, extraction = _article.decode(row.article_value), _extraction.decode(row.extraction_value)
        yield Reading(
            row=_article_row(row),
            article=article,
            extraction=extraction,
            events=event_ids(article, extraction.events, digest=row.digest),
            statements=statement_ids(article, extraction.statements, digest=row.digest),
        )


def extraction_versions(connection: Connection, name: str) -> list[tuple[str, str, Extraction]]:
    """Every reading of an article: coder version, when it was made, and what it found; the current one last."""
    a, x = t.articles.c, t.extractions.c
    query = (
        select(x.coder, x.made_at, x.value)
        .join(t.articles, a.row == x.article_row)
        .where(a.id == name)
        .order_by(a.known_at, a.seen_at, x.is_current, x.row)
    )
    return [(row.coder, row.made_at, _extraction.decode(row.value)) for row in connection.execute(query)]


def search(connection: Connection, query: str, *, as_of: str | None, limit: int, offset: int) -> list[Hit]:
    """Reports that hold all the words, best first, each with its best sentence; see `private` for what finds nothing."""
    rows = find_words(connection, query, limit=5000)
    if not rows:
        return []
    a = t.articles.c
    standing: set[int] = set()
    for i in range(0, len(rows), 500):
        terms = [a.row.in_(rows[i : i + 500]), *stands(a.known_on, a.gone_on, as_of)]
        standing.update(row.row for row in connection.execute(select(a.row).where(*terms)))
    found = _hits(connection, [row for row in rows if row in standing], query)
    return list(islice(found, offset, offset + limit))


def _hits(connection: Connection, rows: Sequence[int], query: str) -> Iterator[Hit]:
    a, x = t.articles.c, t.extractions.c
    wanted = (
        select(a.row, a.id.label("article_id"), *_ARTICLE_PARTS, a.publisher, a.language, a.known_on, x.coder)
        .add_columns(a.is_translated_page.label("is_machine_translated"), a.value, x.value.label("found"))
        .join(t.extractions, READ_NOW)
        .outerjoin(t.copies, t.copies.c.article == a.id)
    )
    terms = [term for term, _ in terms_of(query)]
    for at in range(0, len(rows), 50):
        batch = rows[at : at + 50]
        found = {row.row: row for row in connection.execute(wanted.where(a.row.in_(batch)))}
        for row in (found[number] for number in batch if number in found):
            article, extraction = _article.decode(row.value), _extraction.decode(row.found)
            if not asks_for_private(article, extraction, terms):
                yield _hit(row, article.text, extraction.sentences or (Span(0, len(article.text)),), terms)


def actors(
    connection: Connection, names: Sequence[str] | None, as_of: str | None, *, limit: int | None
) -> list[ActorRow]:
    """Actors by how many reports name them, most first."""
    m, s, r = t.mentions.c, t.statements.c, t.event_actors.c
    named = (
        select(m.actor, func.count().label("n"), func.min(m.known_on).label("a"), func.max(m.known_on).label("z"))
        .where(*stands(m.known_on, m.gone_on, as_of), *([m.actor.in_(names)] if names is not None else []))
        .group_by(m.actor)
        .order_by(func.count().desc(), m.actor)
        .limit(limit)
    )
    rows = connection.execute(named).all()
    wanted = [row.actor for row in rows]
    acting: dict[str, int] = {}
    speaking: dict[str, int] = {}
    for i in range(0, len(wanted), 500):
        batch = wanted[i : i + 500]
        by_events = (
            select(r.actor, func.count(func.distinct(r.event_row)))
            .where(r.actor.in_(batch), *stands(r.known_on, r.gone_on, as_of))
            .group_by(r.actor)
        )
        acting.update({row[0]: row[1] for row in connection.execute(by_events)})
        by_words = (
            select(s.source, func.count())
            .where(s.source.in_(batch), *stands(s.known_on, s.gone_on, as_of))
            .group_by(s.source)
        )
        speaking.update({row[0]: row[1] for row in connection.execute(by_words)})
    described = cards(connection, as_of, wanted)
    return [
        ActorRow(
            actor=described.get(row.actor) or Actor(row.actor, row.actor),
            articles=row.n,
            events=acting.get(row.actor, 0),
            statements=speaking.get(row.actor, 0),
            first_on=row.a,
            last_on=row.z,
        )
        for row in rows
    ]


def find_actor(connection: Connection, name: str) -> Actor | None:
    """An actor by its id."""
    value = connection.execute(select(t.actors.c.value).where(t.actors.c.id == name)).scalar()
    return _actor.decode(value) if value is not None else None


def actor_names(connection: Connection) -> dict[str, str]:
    """The name of every actor that any extraction speaks of, by id."""
    return {row.id: row.name for row in connection.execute(select(t.actors.c.id, t.actors.c.name))}


def places(connection: Connection, country: str | None, as_of: str | None, *, limit: int | None) -> list[PlaceRow]:
    """Places by how many reports name them, most first."""
    p, e = t.place_mentions.c, t.events.c
    terms = stands(p.known_on, p.gone_on, as_of)
    if country is not None:
        terms.append(p.country == country)
    key = (p.country, p.admin1, p.geonameid, p.name)
    query = (
        select(*key, func.count(func.distinct(p.article_row)).label("n"))
        .add_columns(
            func.min(p.lat).label("lat"), func.min(p.lon).label("lon"), func.min(p.precision).label("precision")
        )
        .where(*terms)
        .group_by(*key)
        .order_by(func.count(func.distinct(p.article_row)).desc(), *empty_first(key))
        .limit(limit)
    )
    rows = connection.execute(query).all()
    at = (
        select(e.country, e.admin1, e.geonameid, func.count())
        .where(*stands(e.known_on, e.gone_on, as_of), e.country.is_not(None))
        .group_by(e.country, e.admin1, e.geonameid)
    )
    happened = {(c, a1, g): n for c, a1, g, n in connection.execute(at)}
    return [
        PlaceRow(
            name=row.name,
            country=row.country,
            admin1=row.admin1,
            geonameid=row.geonameid,
            lat=row.lat,
            lon=row.lon,
            precision=row.precision,
            articles=row.n,
            events=happened.get((row.country, row.admin1, row.geonameid), 0),
        )
        for row in rows
    ]


def corrections(connection: Connection, about: str | None, target: str | None) -> list[Correction]:
    """What people put on record, oldest first."""
    c = t.corrections.c
    query = select(c.row.label("number"), c.kind, c.about, c.target, c.who, c.why, c.made_at, c.value).order_by(c.row)
    if about is not None:
        query = query.where(c.about == about)
    if target is not None:
        query = query.where(c.target == target)
    rows = [dict(row._mapping) for row in connection.execute(query)]
    return [Correction(**{**row, "value": msgspec.json.decode(row["value"]) if row["value"] else None}) for row in rows]


def changes(connection: Connection, after: int, *, limit: int) -> list[Change]:
    """Ids that changed after a change's number, in order."""
    c = t.changes.c
    query = select(c.row, c.at, c.kind, c.about, c.target).where(c.row > after).order_by(c.row).limit(limit)
    return [
        Change(number=n, at=at, kind=kind, about=about, target=target)
        for n, at, kind, about, target in connection.execute(query)
    ]


def refusals(connection: Connection, *, limit: int | None) -> list[RefusalRow]:
    """Inputs that were refused, latest first."""
    c = t.refusals.c
    query = select(c.id, c.room, c.why, c.place, c.seen_at).order_by(c.seen_at.desc(), c.place, c.why).limit(limit)
    return [
        RefusalRow(id=row.id, room=row.room, why=row.why, where=row.place, seen_at=row.seen_at)
        for row in connection.execute(query)
    ]


_A = t.articles.c
_ARTICLE_PARTS = (_A.title, _A.url, _A.published, _A.mark, t.copies.c.copy_of)


def _coder() -> Any:
    x = t.extractions.c
    mine = select(x.coder).where(READ_NOW).limit(1)
    return mine.correlate(t.articles).scalar_subquery().label("coder")


def _evidence(row: Row[Any]) -> Evidence:
    return Evidence(
        article=row.article_id,
        sentence=Span(row.sentence_start, row.sentence_end),
        words=row.sentence,
        title=row.title,
        publisher=row.publisher,
        url=row.url,
        published=row.published,
        known_on=row.known_on,
        language=row.language,
        is_machine_translated=bool(row.is_machine_translated),
        copy_of=row.copy_of,
        coder=row.coder or "",
        mark=row.mark,
    )


def _hit(row: Row[Any], text: str, sentences: Sequence[Span], terms: Sequence[str]) -> Hit:
    folded = [term.casefold() for term in terms]
    best = max(sentences, key=lambda s: (sum(term in s.words(text).casefold() for term in folded), -s.start))
    low = text.lower() if len(text.lower()) == len(text) else text  # offsets must not shift
    marks = []
    for term in terms:
        at = low.find(term.lower(), best.start, best.end)
        if at >= 0:
            marks.append(Span(at, at + len(term)))
    return Hit(
        evidence=Evidence(
            article=row.article_id,
            sentence=Span(best.start, best.end),
            words=best.words(text),
            title=row.title,
            publisher=row.publisher,
            url=row.url,
            published=row.published,
            known_on=row.known_on,
            language=row.language,
            is_machine_translated=bool(row.is_machine_translated),
            copy_of=row.copy_of,
            coder=row.coder,
            mark=row.mark,
        ),
        marks=tuple(sorted(marks, key=lambda m: m.start)),
    )


def _article_rows() -> Select[Any]:
    a, s = t.articles.c, t.story_articles.c
    mine = select(func.min(s.story)).where(s.article == a.id).correlate(t.articles).scalar_subquery()
    return select(
        a.id, a.title, a.publisher, a.url, a.language, a.published, a.known_on, a.words, a.is_translated_page,
        a.withdrawn_on, a.gone_on, a.mark, t.copies.c.copy_of, mine.label("story"),
    ).select_from(t.articles).outerjoin(t.copies, t.copies.c.article == a.id)  # fmt: skip


def _article_row(row: Row[Any]) -> ArticleRow:
    return ArticleRow(**{name: row._mapping[name] for name in ArticleRow.__struct_fields__})
