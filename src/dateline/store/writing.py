"""Values into rows. Each function runs inside the transaction of its caller and knows one kind of value."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, case, delete, func, literal_column, or_, select, update

from dateline.picture.sightings import is_told_there
from dateline.store import tables as t
from dateline.store.dialect import add_texts, insert_new
from dateline.values import (
    Actor,
    Article,
    Entity,
    Event,
    Extraction,
    Incident,
    Party,
    Place,
    Refused,
    Sentence,
    Span,
    Story,
    days_of,
    digest_of,
    event_ids,
    statement_ids,
)
from dateline.values.incident import Copy

_encode = msgspec.json.Encoder(order="deterministic").encode
_LONGEST_NAME = 300  # code points of a publisher that are asked by; a page may claim any number


def find_row(connection: Connection, article: Article) -> int | None:
    """The row of exactly this article, None when it is new."""
    where = (t.articles.c.id == article.id) & (t.articles.c.digest == digest_of(article))
    return connection.execute(select(t.articles.c.row).where(where)).scalar()


def add_article(connection: Connection, article: Article, extraction: Extraction, *, seen_at: str) -> int:
    """A new article with its text; versions of the same address are settled among each other."""
    known_at = _known_at(article, extraction, seen_at)
    address = article.url or article.id
    others = _versions(connection, article.id, address)
    inserted = connection.execute(
        t.articles.insert().values(
            id=article.id,
            digest=digest_of(article),
            address=address,
            title=_title(article, extraction),
            publisher=article.publisher[:_LONGEST_NAME] if article.publisher is not None else None,
            outlet_country=article.outlet.country if article.outlet else None,
            url=article.url,
            language=extraction.language,
            is_translated_page=extraction.is_translated_page,
            published=article.published,
            known_at=known_at,
            known_on=known_at[:10],
            seen_at=seen_at,
            words=len(article.text.split()),
            value=_encode(article),
        )
    )
    row = int(inserted.inserted_primary_key[0])  # type: ignore[index]
    add_texts(connection, [{"row": row, "title": _title(article, extraction) or "", "body": article.text}])
    if others:
        settle_versions(connection, article.id, address)
    return row


def settle_versions(connection: Connection, article_id: str, address: str) -> None:
    """Among versions of one report the newest stands; each older one is gone from the day of the next."""
    versions = sorted(_versions(connection, article_id, address), key=lambda v: (v.known_at, v.seen_at, v.digest))
    for i, version in enumerate(versions):
        after = versions[i + 1].known_on if i + 1 < len(versions) else None
        gone_on = min((day for day in (after, version.withdrawn_on) if day is not None), default=None)
        if gone_on != version.gone_on:
            _set_gone(connection, version.row, gone_on)


def withdraw(connection: Connection, article_id: str, *, on: str) -> int:
    """Mark all versions of an article withdrawn from a day on; how many rows that concerned."""
    rows = connection.execute(
        select(t.articles.c.row, t.articles.c.gone_on).where(
            t.articles.c.id == article_id, t.articles.c.withdrawn_on.is_(None)
        )
    ).all()
    for row, gone_on in rows:
        connection.execute(update(t.articles).where(t.articles.c.row == row).values(withdrawn_on=on))
        _set_gone(connection, row, min(on, gone_on) if gone_on is not None else on)
    return len(rows)


def put_extraction(connection: Connection, row: int, article: Article, extraction: Extraction, *, seen_at: str) -> bool:
    """Keep a reading of an article beside earlier ones and make it the current one; False when it is known."""
    value = _encode(extraction)
    digest = sha256(value).hexdigest()
    c = t.extractions.c
    same = (c.article_row == row) & (c.coder == extraction.coder) & (c.digest == digest)
    known = connection.execute(select(c.row, c.is_current).where(same)).first()
    if known is not None and known.is_current:
        return False
    turned = update(t.extractions).where(c.article_row == row, c.is_current).values(is_current=False)
    earlier = connection.execute(turned).rowcount
    if known is not None:
        connection.execute(update(t.extractions).where(c.row == known.row).values(is_current=True))
    else:
        connection.execute(
            t.extractions.insert().values(
                article_row=row, coder=extraction.coder, digest=digest, made_at=seen_at, is_current=True, value=value
            )
        )
    index_extraction(connection, row, article, extraction, is_first=known is None and not earlier)
    return True


def index_extraction(
    connection: Connection, row: int, article: Article, extraction: Extraction, *, is_first: bool = False
) -> None:
    """Rows for everything an extraction found, in place of those of the reading before (unless it is the first)."""
    if not is_first:
        _forget(connection, row)
    a = t.articles.c
    standing = connection.execute(
        select(a.known_on, a.gone_on, a.publisher).where(a.row == row)
    ).one()  # gone_on may be set by a later version that was read first
    stands = {"article_row": row, "known_on": standing.known_on, "gone_on": standing.gone_on}
    source = {"publisher": standing.publisher, "language": extraction.language}
    sentences = _Sentences(article.text, extraction.sentences)
    _add_events(connection, article, extraction, sentences, stands, source)
    _add_statements(connection, article, extraction, sentences, stands, source)
    _add_mentions(connection, extraction, sentences, stands)
    _add_actors(connection, extraction, standing.known_on, is_again=not is_first)
    if not is_first:
        _tell_again(connection, row)


def is_fused(connection: Connection) -> bool:
    """Whether incidents were made since the last article came or went."""
    done = connection.execute(select(t.meta.c.value).where(t.meta.c.key == "fused")).scalar()
    return int(done or 0) >= _last_article_change(connection)


def mark_fused(connection: Connection) -> None:
    """Remember that incidents rest on everything up to now."""
    connection.execute(delete(t.meta).where(t.meta.c.key == "fused"))
    connection.execute(t.meta.insert().values(key="fused", value=str(_last_article_change(connection))))


def _last_article_change(connection: Connection) -> int:
    query = select(func.max(t.changes.c.row)).where(t.changes.c.about == "article")
    return connection.execute(query).scalar() or 0


def add_refusal(connection: Connection, refused: Refused, *, seen_at: str) -> None:
    """A refusal on record, once for each place and reason."""
    row = {"id": refused.id, "room": refused.room, "why": refused.why, "place": refused.where or refused.id or ""}
    insert_new(connection, t.refusals, [{**row, "seen_at": seen_at}])


def add_change(connection: Connection, kind: str, about: str, targets: Iterable[str], *, at: str) -> None:
    """Tell followers which ids changed."""
    rows = [{"at": at, "kind": kind, "about": about, "target": target} for target in targets]
    if rows:
        connection.execute(t.changes.insert(), rows)


def replace_copies(connection: Connection, copies: Iterable[Copy]) -> None:
    """Which articles reprint which, as fusion sees it now."""
    connection.execute(delete(t.copies))
    _insert(connection, t.copies, [msgspec.structs.asdict(copy) for copy in copies])


def replace_stories(connection: Connection, stories: Iterable[Story]) -> None:
    """Which articles tell one happening, as fusion sees it now."""
    connection.execute(delete(t.story_articles))
    connection.execute(delete(t.stories))
    found = list(stories)
    _insert(connection, t.stories, [{"id": s.id, "title": s.title, "value": _encode(s)} for s in found])
    _insert(connection, t.story_articles, [{"story": s.id, "article": a} for s in found for a in s.articles])


def replace_incidents(
    connection: Connection, incidents: Iterable[Incident], *, at: str, among: Collection[str] | None = None
) -> tuple[int, int, int]:
    """The incidents as fusion sees them now; only what differs is written and told to followers.

    Args:
        connection: of the caller's transaction.
        incidents: as they are now.
        at: now, ISO, UTC.
        among: ids of those that they stand in place of; None: of all.
    Returns:
        how many were added, revised and removed.
    """
    now = {incident.id: (incident, _encode(incident)) for incident in incidents}
    before = _values_of(connection, None if among is None else sorted({*among, *now}))
    added = sorted(now.keys() - before.keys())
    revised = sorted(name for name in now.keys() & before.keys() if now[name][1] != before[name])
    removed = sorted(before.keys() - now.keys())
    for batch in _batches([*revised, *removed]):
        for table, column in (
            (t.incident_told, t.incident_told.c.incident),
            (t.incident_events, t.incident_events.c.incident),
            (t.incident_actors, t.incident_actors.c.incident),
            (t.incidents, t.incidents.c.id),
        ):
            connection.execute(delete(table).where(column.in_(batch)))
    fresh = [now[name] for name in sorted([*added, *revised])]
    _insert(connection, t.incidents, [_incident_row(incident, value) for incident, value in fresh])
    _insert(connection, t.incident_events, [{"incident": i.id, "event": e} for i, _ in fresh for e in i.events])
    _insert(connection, t.incident_actors, [side for i, _ in fresh for side in _incident_sides(i)])
    tell(connection, [incident.id for incident, _ in fresh])
    for kind, names in (("added", added), ("revised", revised), ("removed", removed)):
        add_change(connection, kind, "incident", names, at=at)
    return len(added), len(revised), len(removed)


def tell(connection: Connection, incidents: Sequence[str] | None = None) -> None:
    """How the events of some new incidents are told, None: of all; nothing is kept of it yet."""
    e, m = t.events.c, t.incident_events.c
    engine: Any = case((e.is_machine_translated, literal_column("'yes'")), else_=literal_column("'no'"))
    columns = {"publisher": e.publisher, "language": e.language, "engine": engine}
    for how, value in columns.items():
        told = (
            select(m.incident, literal_column(f"'{how}'"), value, func.min(e.known_on))
            .join(t.events, (e.id == m.event) & (e.version == 0))
            .where(value.is_not(None))
            .group_by(m.incident, value)
        )
        parts = [told] if incidents is None else [told.where(m.incident.in_(part)) for part in _batches(incidents)]
        for part in parts:
            connection.execute(t.incident_told.insert().from_select(["incident", "how", "value", "known_on"], part))


def _tell_again(connection: Connection, row: int) -> None:
    """After an article was read anew: its sentences may be in another language, or through another engine."""
    told = select(t.incident_events.c.incident).join(t.events, t.events.c.id == t.incident_events.c.event)
    incidents = sorted(set(connection.execute(told.where(t.events.c.article_row == row)).scalars()))
    for part in _batches(incidents):
        connection.execute(delete(t.incident_told).where(t.incident_told.c.incident.in_(part)))
    tell(connection, incidents)


def _values_of(connection: Connection, names: Sequence[str] | None) -> dict[str, bytes]:
    i = t.incidents.c
    query = select(i.id, i.value)
    queries = [query] if names is None else [query.where(i.id.in_(batch)) for batch in _batches(names)]
    return {row.id: row.value for one in queries for row in connection.execute(one)}


def event_columns(event: Event, place: Place | None, *, undated_on: str) -> dict[str, Any]:
    """The columns that an event is asked by, and its value; `undated_on` is the day of its report."""
    first_on, last_on = days_of(event.date) or (undated_on, undated_on)
    return {
        "type": event.type,
        "mode": event.mode,
        "of": event.of,
        "quad": event.quad,
        "score": event.score,
        "source": _actor_id(event.source),
        "target": _actor_id(event.target),
        "date": event.date,
        "first_on": first_on,
        "last_on": last_on,
        "modality": event.modality,
        "negated": event.negated,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "geonameid": place.geonameid if place else None,
        "place_precision": place.precision if place else None,
        "killed": event.killed.best if event.killed else None,
        "injured": event.injured.best if event.injured else None,
        "confidence": event.confidence,
        "value": _encode(event),
        "place": _encode(place) if place else None,
    }


def add_sides(connection: Connection, events: Iterable[tuple[int, Mapping[str, Any], Event]]) -> None:
    """Who is on which side of events: each with its row's number and columns."""
    sides = [
        {
            "event_row": number,
            "side": side,
            "actor": actor,
            "first_on": row["first_on"],
            "known_on": row["known_on"],
            "gone_on": row["gone_on"],
        }
        for number, row, event in events
        for side, parties in (("source", (event.source, *event.actors)), ("target", (event.target, *event.recipients)))
        for actor in sorted({name for name in map(_actor_id, parties) if name is not None})
    ]
    _insert(connection, t.event_actors, sides)


class _Sentences:
    """The sentence that a span stands in; the span's own paragraph where no sentence covers it."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self._text = text
        self._sentences = sorted(sentences, key=lambda s: s.start)
        self._starts = [s.start for s in self._sentences]

    def number(self, offset: int) -> int | None:
        i = bisect_right(self._starts, offset) - 1
        return i if i >= 0 and offset < self._sentences[i].end else None

    def between(self, a: Span, b: Span) -> str:
        """The words that part two spans; none where they touch or overlap."""
        return self._text[min(a.end, b.end) : max(a.start, b.start)]

    def before(self, span: Span) -> str:
        """The words of its sentence before a span."""
        i = self.number(span.start)
        return self._text[self._sentences[i].start : span.start] if i is not None else ""

    def at(self, start: int, end: int) -> dict[str, Any]:
        i = self.number(start)
        if i is not None:
            start, end = self._sentences[i].start, self._sentences[i].end
        else:
            start = self._text.rfind("\n", 0, start) + 1
            line_end = self._text.find("\n", end)
            end = len(self._text) if line_end < 0 else line_end
        return {"sentence_start": start, "sentence_end": end, "sentence": self._text[start:end]}


def _add_events(
    connection: Connection,
    article: Article,
    extraction: Extraction,
    sentences: _Sentences,
    stands: dict[str, Any],
    source: dict[str, Any],
) -> None:
    rows: list[dict[str, Any]] = []
    ids = event_ids(article, extraction.events)
    for n, (name, event) in enumerate(zip(ids, extraction.events)):
        place = extraction.places[event.place] if event.place is not None else None
        rows.append(
            {
                **stands,
                **source,
                **sentences.at(event.trigger.start, event.trigger.end),
                **event_columns(event, place, undated_on=stands["known_on"]),
                "id": name,
                "n": n,
                "is_machine_translated": extraction.is_translated_page or event.via is not None,
            }
        )
    _insert(connection, t.events, rows)
    row_of = _rows_of(connection, t.events, stands["article_row"])
    add_sides(connection, [(row_of[row["id"]], row, event) for row, event in zip(rows, extraction.events)])


def _add_statements(
    connection: Connection,
    article: Article,
    extraction: Extraction,
    sentences: _Sentences,
    stands: dict[str, Any],
    source: dict[str, Any],
) -> None:
    rows: list[dict[str, Any]] = []
    ids = statement_ids(article, extraction.statements)
    for n, (name, said) in enumerate(zip(ids, extraction.statements)):
        days = days_of(said.date)
        pieces = [*said.content, *([said.cue] if said.cue else []), *([said.source] if said.source else [])]
        first = min(pieces, key=lambda p: p.start, default=None)
        start, end = (first.start, first.end) if first is not None else (0, 0)
        rows.append(
            {
                **stands,
                **source,
                **sentences.at(start, end),
                "id": name,
                "n": n,
                "source": _actor_id(said.source),
                "source_words": said.source.words(article.text) if said.source else None,
                "spoken_for": said.spoken_for,
                "kind": said.kind,
                "stance": said.stance,
                "date": said.date,
                "said_on": days[0] if days else stands["known_on"],
                "is_machine_translated": extraction.is_translated_page or said.via is not None,
                "value": _encode(said),
            }
        )
    _insert(connection, t.statements, rows)
    row_of = _rows_of(connection, t.statements, stands["article_row"])
    about = [
        {"statement_row": row_of[row["id"]], "actor": actor}
        for row, said in zip(rows, extraction.statements)
        for actor in sorted(set(said.about))
    ]
    _insert(connection, t.statement_about, about)


def _add_mentions(
    connection: Connection, extraction: Extraction, sentences: _Sentences, stands: dict[str, Any]
) -> None:
    named = Counter(e.actor.id for e in extraction.entities if e.actor is not None)
    _insert(connection, t.mentions, [{**stands, "actor": a, "times": n} for a, n in sorted(named.items())])
    where = [(n, place) for n, place in enumerate(extraction.places) if place.role == "where" and place.country]
    places = [
        {
            **stands,
            "n": n,
            "name": place.name or "",
            **{key: getattr(place, key) for key in ("country", "admin1", "geonameid", "lat", "lon", "precision")},
        }
        for n, place in where
    ]
    _insert(connection, t.place_mentions, places)
    actors_in: dict[int, list[tuple[str, Entity]]] = {}
    for entity in extraction.entities:
        number = sentences.number(entity.start)
        if entity.actor is not None and number is not None:
            actors_in.setdefault(number, []).append((entity.actor.id, entity))
    seen = set()
    rows = []
    for _, place in where:
        number = sentences.number(place.start)
        there = {
            actor
            for actor, entity in (actors_in.get(number, ()) if number is not None else ())
            if is_told_there(sentences.between(entity, place), sentences.before(place))
        }
        for actor in sorted(there):
            key = (actor, number, place.geonameid, place.country, place.admin1)
            if key in seen:
                continue
            seen.add(key)
            area = {"country": place.country, "admin1": place.admin1, "geonameid": place.geonameid}
            spot = sentences.at(place.start, place.end)
            rows.append({**stands, **spot, **area, "actor": actor, "place": _encode(place)})
    _insert(connection, t.sightings, rows)


def _add_actors(connection: Connection, extraction: Extraction, known_on: str, *, is_again: bool) -> None:
    """Who an id is, as the latest report that speaks of it describes it; order of reading does not matter.

    What that report says when it is read again counts, as after a row of the user's own says more of the actor.
    """
    found = described_in(extraction)
    a = t.actors.c
    known_rows = {
        row.id: row
        for batch in _batches(sorted(found))
        for row in connection.execute(select(a.id, a.described_at, a.value).where(a.id.in_(batch)))
    }
    for name, actor in sorted(found.items()):
        value = _encode(actor)
        columns = {
            "name": actor.name,
            "country": actor.country,
            "sector": actor.sector,
            "kind": actor.kind,
            "described_at": known_on,
            "value": value,
        }
        known_row = known_rows.get(name)
        if known_row is None:
            connection.execute(t.actors.insert().values(id=name, **columns))
        elif (known_on, value) > (known_row.described_at, known_row.value) or (
            is_again and known_on == known_row.described_at
        ):
            connection.execute(update(t.actors).where(a.id == name).values(**columns))


def described_in(extraction: Extraction) -> dict[str, Actor]:
    """Every actor that a report speaks of, by id, as it is described best there."""
    found: dict[str, Actor] = {}
    for actor in _all_actors(extraction):
        known = found.get(actor.id)
        if known is None or _described(actor) > _described(known):
            found[actor.id] = actor
    return {name: msgspec.structs.replace(actor, why="") for name, actor in found.items()}


def _all_actors(extraction: Extraction) -> Iterable[Actor]:
    for entity in extraction.entities:
        if entity.actor is not None:
            yield entity.actor
    for event in extraction.events:
        for party in (event.source, event.target, *event.actors, *event.recipients):
            if party is not None and party.actor is not None:
                yield party.actor
    for said in extraction.statements:
        if said.source is not None and said.source.actor is not None:
            yield said.source.actor


def _described(actor: Actor) -> tuple[int, int, str]:
    known = sum(value is not None for value in (actor.country, actor.sector, actor.kind))
    return known, len(actor.name), actor.name


def _incident_row(incident: Incident, value: bytes) -> dict[str, Any]:
    first_on, last_on = incident.days or (incident.known_on, incident.known_on)
    site = incident.site
    return {
        "id": incident.id,
        "type": incident.type,
        "of": incident.of,
        "quad": incident.quad,
        "modality": incident.modality,
        "first_on": first_on,
        "last_on": last_on,
        "known_on": incident.known_on,
        "country": site.country if site else None,
        "admin1": site.admin1 if site else None,
        "geonameid": site.geonameid if site else None,
        "killed": incident.killed.best if incident.killed else None,
        "origins": incident.origins,
        "outcome": incident.outcome,
        "value": value,
    }


def _incident_sides(incident: Incident) -> list[dict[str, Any]]:
    first_on = (incident.days or (incident.known_on,))[0]
    return [
        {"incident": incident.id, "side": side, "actor": actor, "first_on": first_on}
        for side, actors in (("source", incident.actors), ("target", incident.recipients))
        for actor in sorted({a.id for a in actors})
    ]


def _forget(connection: Connection, row: int) -> None:
    """Drop the index rows of one article; the truth stays in its extraction."""
    for child, parent in (
        (t.event_actors.c.event_row, t.events),
        (t.statement_about.c.statement_row, t.statements),
    ):
        mine = select(parent.c.row).where(parent.c.article_row == row)
        connection.execute(delete(child.table).where(child.in_(mine)))
    for table in t.STANDING:
        connection.execute(delete(table).where(table.c.article_row == row))


def _set_gone(connection: Connection, row: int, gone_on: str | None) -> None:
    connection.execute(update(t.articles).where(t.articles.c.row == row).values(gone_on=gone_on))
    for table in t.STANDING:
        connection.execute(update(table).where(table.c.article_row == row).values(gone_on=gone_on))
    e, sides = t.events.c, t.event_actors
    mine = select(e.row).where(e.article_row == row)
    connection.execute(update(sides).where(sides.c.event_row.in_(mine)).values(gone_on=gone_on))
    decided = select(e.row, e.ended_on).where(e.article_row == row, e.ended_on.is_not(None))
    for number, ended_on in connection.execute(decided).all():  # what a decision ended stays so
        day = min(ended_on, gone_on) if gone_on is not None else ended_on
        connection.execute(update(t.events).where(e.row == number).values(gone_on=day))
        connection.execute(update(sides).where(sides.c.event_row == number).values(gone_on=day))


def _versions(connection: Connection, article_id: str, address: str) -> Sequence[Any]:
    a = t.articles.c
    wanted = select(a.row, a.known_at, a.known_on, a.seen_at, a.digest, a.withdrawn_on, a.gone_on)
    return connection.execute(wanted.where(or_(a.id == article_id, a.address == address))).all()


def _known_at(article: Article, extraction: Extraction, seen_at: str) -> str:
    """When the report was out: its latest stamp, else the date its text carries, else when we saw it; UTC, no zone."""
    stamps = [_utc(stamp) for stamp in (article.updated, article.published, extraction.updated)]
    found = max((stamp for stamp in stamps if stamp is not None), default=None)
    days = days_of(extraction.reference)
    return found or _utc(days[1] if days else None) or _utc(seen_at) or seen_at


def _utc(stamp: str | None) -> str | None:
    if stamp is None:
        return None
    try:
        when = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    if when.tzinfo is not None:
        try:
            when = when.astimezone(UTC).replace(tzinfo=None)
        except OverflowError:  # the first and last day of the calendar
            when = when.replace(tzinfo=None)
    return when.isoformat(timespec="seconds")


def _title(article: Article, extraction: Extraction) -> str | None:
    if article.title is not None or extraction.title is None:
        return article.title
    return extraction.title.words(article.text)


def _actor_id(party: Party | None) -> str | None:
    return party.actor.id if party is not None and party.actor is not None else None


def _rows_of(connection: Connection, table: Table, article_row: int) -> dict[str, int]:
    found = connection.execute(select(table.c.id, table.c.row).where(table.c.article_row == article_row))
    return {row.id: row.row for row in found}


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _batches(names: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    for i in range(0, len(names), size):
        yield names[i : i + size]


def count(connection: Connection, table: Table, *where: Any) -> int:
    """Rows of a table."""
    return int(connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one())
