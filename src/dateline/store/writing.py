"""Values into rows. Each function runs inside the transaction of its caller and knows one kind of value."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, func, or_, select, update

from dateline.store import tables as t
from dateline.store.dialect import add_texts, insert_new, take_numbers
from dateline.store.indexing import Indexed, index
from dateline.values import Article, Extraction, Incident, Refused, Story, days_of, digest_of
from dateline.values.days import day_after
from dateline.values.identity import encoded
from dateline.values.incident import Copy

_encode = msgspec.json.Encoder(order="deterministic").encode
_FIRST_YEAR = "2026"  # no clock that shows an earlier one is right: this program was not there
_LONGEST_NAME = 300  # code points of a publisher that are asked by; a page may claim any number


def find_row(connection: Connection, article: Article) -> int | None:
    """The row of exactly this article, None when it is new."""
    where = (t.articles.c.id == article.id) & (t.articles.c.digest == digest_of(article))
    return connection.execute(select(t.articles.c.row).where(where)).scalar()


def known(connection: Connection, ids: Iterable[str]) -> set[tuple[str, str]]:
    """Id and digest of all versions of some articles."""
    a = t.articles.c
    query = select(a.id, a.digest)
    parts = _batches(sorted(set(ids)))
    return {(row.id, row.digest) for part in parts for row in connection.execute(query.where(a.id.in_(part)))}


def add_articles(connection: Connection, given: Sequence[tuple[Article, Extraction]], *, seen_at: str) -> list[bool]:
    """Keep new articles with their texts and what was found in them; which of those given were new.

    Versions of the same address are settled among each other. All others are written together, in order.
    """
    there = known(connection, [article.id for article, _ in given])
    ids, addresses = _taken(connection, [article for article, _ in given])
    added: list[bool] = []
    waiting: list[tuple[Article, Extraction]] = []
    for article, extraction in given:
        same = article.id, digest_of(article)
        added.append(same not in there)
        if same in there:
            continue
        address = _address(article)
        if article.id in ids or address in addresses:
            _add_together(connection, waiting, seen_at=seen_at)
            _add_version(connection, article, extraction, seen_at=seen_at)
            waiting = []
        else:
            waiting.append((article, extraction))
        there.add(same)
        ids.add(article.id)
        addresses.add(address)
    _add_together(connection, waiting, seen_at=seen_at)
    return added


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
    turned = update(t.extractions).where(c.article_row == row, c.is_current.is_not(False)).values(is_current=False)
    earlier = connection.execute(turned).rowcount
    if known is not None:
        connection.execute(update(t.extractions).where(c.row == known.row).values(is_current=True))
    else:
        connection.execute(
            t.extractions.insert().values(
                article_row=row, coder=extraction.coder, digest=digest, made_at=seen_at, is_current=True, value=value
            )
        )
    is_first = known is None and not earlier
    index_again(connection, row, article, extraction, is_first=is_first)
    return True


def index_again(
    connection: Connection, row: int, article: Article, extraction: Extraction, *, is_first: bool = False
) -> None:
    """Make the rows anew that index the reading of an article which is there."""
    a = t.articles.c
    stands = connection.execute(select(a.known_on, a.gone_on, a.publisher).where(a.row == row)).one()
    reading = Indexed(row, article, extraction, stands.known_on, stands.gone_on, stands.publisher)
    index(connection, [reading], is_first=is_first)
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
    names = incidents if incidents is not None else connection.execute(select(t.incidents.c.id)).scalars().all()
    for part in _batches(names):
        _tell_part(connection, part)


def _tell_part(connection: Connection, incidents: Sequence[str]) -> None:
    e, m = t.events.c, t.incident_events.c
    query = select(m.incident, e.version, e.known_on, e.publisher, e.language, e.is_machine_translated)
    query = query.where(e.id == m.event, m.incident.in_(incidents))  # asked for by version, it would look at all events
    first: dict[tuple[str, str, str], str] = {}
    plain: dict[tuple[str, str, str], str] = {}
    last: dict[str, str] = {}
    tongues: dict[tuple[str, str | None], set[str]] = {}  # of incidents, and of each of their outlets
    for row in connection.execute(query):
        engine = "yes" if row.is_machine_translated else "no"
        if row.version == 0:
            last[row.incident] = max(row.known_on, last.get(row.incident, ""))
            for told_by in {None, row.publisher}:
                tongues.setdefault((row.incident, told_by), set()).add(row.language)
        for how, value in (("publisher", row.publisher), ("language", row.language), ("engine", engine)):
            key = row.incident, how, value
            if row.version == 0 and value is not None:
                first[key] = min(row.known_on, first.get(key, "~"))
                if engine == "no":
                    plain[key] = min(row.known_on, plain.get(key, "~"))
    only = {key: min(held) for key, held in tongues.items() if len(held) == 1}
    columns = ("incident", "how", "value", "known_on", "plain_on", "language")
    rows = [
        dict(
            zip(
                columns,
                (i, how, value, day, plain.get((i, how, value)), only.get((i, value)) if how == "publisher" else None),
            )
        )
        for (i, how, value), day in sorted(first.items())
    ]
    _insert(connection, t.incident_told, rows)
    found = [
        {"name": i, "plain": plain.get((i, "engine", "no")), "last": last.get(i), "tongue": only.get((i, None))}
        for i in incidents
    ]
    changed = update(t.incidents).where(t.incidents.c.id == bindparam("name"))
    values: dict[str, Any] = {
        "plain_on": bindparam("plain"),
        "last_told_on": bindparam("last"),
        "language": bindparam("tongue"),
    }
    connection.execute(changed.values(values), found)


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


def _taken(connection: Connection, articles: Sequence[Article]) -> tuple[set[str], set[str]]:
    """The ids and addresses of these articles that the store has, under either."""
    a = t.articles.c
    query = select(a.id, a.address)
    ids: set[str] = set()
    addresses: set[str] = set()
    for column, names in ((a.id, {x.id for x in articles}), (a.address, {_address(x) for x in articles})):
        for part in _batches(sorted(names)):
            for row in connection.execute(query.where(column.in_(part))):
                ids.add(row.id)
                addresses.add(row.address)
    return ids, addresses


def _add_together(connection: Connection, given: Sequence[tuple[Article, Extraction]], *, seen_at: str) -> None:
    """Articles of which no other version is there."""
    if not given:
        return
    rows = _insert_articles(connection, given, seen_at=seen_at)
    _add_readings(connection, rows, given, seen_at=seen_at)


def _add_version(connection: Connection, article: Article, extraction: Extraction, *, seen_at: str) -> None:
    """An article that another version is there of: which of them stands is settled before it is indexed."""
    (row,) = _insert_articles(connection, [(article, extraction)], seen_at=seen_at)
    settle_versions(connection, article.id, _address(article))
    gone_on = connection.execute(select(t.articles.c.gone_on).where(t.articles.c.row == row["row"])).scalar()
    _add_readings(connection, [{**row, "gone_on": gone_on}], [(article, extraction)], seen_at=seen_at)


def _insert_articles(
    connection: Connection, given: Sequence[tuple[Article, Extraction]], *, seen_at: str
) -> list[dict[str, Any]]:
    rows = [
        {"row": number, **_article_row(article, extraction, seen_at)}
        for number, (article, extraction) in zip(take_numbers(connection, t.articles, len(given)), given, strict=True)
    ]
    _insert(connection, t.articles, rows)
    texts = [
        {"row": r["row"], "title": r["title"] or "", "body": a.text} for r, (a, _) in zip(rows, given, strict=True)
    ]
    add_texts(connection, texts)
    return rows


def _article_row(article: Article, extraction: Extraction, seen_at: str) -> dict[str, Any]:
    known_at = _known_at(article, extraction, seen_at)
    return {
        "id": article.id,
        "digest": digest_of(article),
        "address": _address(article),
        "title": _title(article, extraction),
        "publisher": article.publisher[:_LONGEST_NAME] if article.publisher is not None else None,
        "outlet_country": article.outlet.country if article.outlet else None,
        "url": article.url,
        "language": extraction.language,
        "is_translated_page": extraction.is_translated_page,
        "published": article.published,
        "known_at": known_at,
        "known_on": known_at[:10],
        "seen_at": seen_at,
        "words": len(article.text.split()),
        "value": encoded(article),
        "mark": article.mark,
    }


def _add_readings(
    connection: Connection,
    rows: Sequence[dict[str, Any]],
    given: Sequence[tuple[Article, Extraction]],
    *,
    seen_at: str,
) -> None:
    """The first readings of articles, with all that indexes them."""
    values = [_encode(extraction) for _, extraction in given]
    readings = [
        {
            "article_row": row["row"],
            "coder": extraction.coder,
            "digest": sha256(value).hexdigest(),
            "made_at": seen_at,
            "is_current": True,
            "value": value,
        }
        for row, (_, extraction), value in zip(rows, given, values, strict=True)
    ]
    _insert(connection, t.extractions, readings)
    found = [
        Indexed(row["row"], article, extraction, row["known_on"], row.get("gone_on"), row["publisher"])
        for row, (article, extraction) in zip(rows, given, strict=True)
    ]
    index(connection, found, is_first=True)
    add_change(connection, "added", "article", [article.id for article, _ in given], at=seen_at)


def _address(article: Article) -> str:
    return article.url or article.id


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
        for side, actors in zip(("source", "target"), incident.sides, strict=True)
        for actor in sorted({a.id for a in actors})
    ]


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
    """When the report was out: its latest stamp, else the date its text carries, else when we saw it; UTC, no zone.

    A day later than the day after it was read is wrong, unless the clock that we read by is.
    """
    last = _last_day(seen_at)
    stamps = [_utc(stamp) for stamp in (article.updated, article.published, extraction.updated)]
    found = max((stamp for stamp in stamps if stamp is not None and stamp[:10] <= last), default=None)
    days = days_of(extraction.reference)
    dated = _utc(days[1] if days else None)
    if found is None and dated is not None and dated[:10] <= last:
        found = dated
    return found or _utc(seen_at) or seen_at


def _last_day(seen_at: str) -> str:
    """The ISO day after that of reading, by whatever zone; none where the clock was before this was ever run."""
    return day_after(seen_at[:10], 1) if seen_at >= _FIRST_YEAR else "9999"


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


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _batches(names: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    for i in range(0, len(names), size):
        yield names[i : i + size]


def count(connection: Connection, table: Table, *where: Any) -> int:
    """Rows of a table."""
    return int(connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one())
