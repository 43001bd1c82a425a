"""Alerts, their steps and the looks of watches: rows that are only ever added. Runs inside the caller's transaction."""

from typing import Any

import msgspec
from sqlalchemy import Connection, func, or_, select

from dateline.store import tables as t
from dateline.store.dialect import insert_new
from dateline.values.alert import Alert, AlertStep, Looked, Raised

_encode = msgspec.json.Encoder(order="deterministic").encode
_alert = msgspec.json.Decoder(Alert)
_step = msgspec.json.Decoder(AlertStep)
_look = msgspec.json.Decoder(Looked)


def add_alert(connection: Connection, alert: Alert, *, at: str) -> bool:
    """Keep an alert; False when it is known."""
    known = select(t.alerts.c.row).where(t.alerts.c.id == alert.id)
    if connection.execute(known).scalar() is not None:
        return False
    row = {"id": alert.id, "watch": alert.watch, "words": alert.words, "raised_on": alert.raised_on, "made_at": at}
    insert_new(connection, t.alerts, [{**row, "value": _encode(alert)}])
    return True


def add_step(connection: Connection, step: AlertStep) -> bool:
    """Keep a step; False when there is no such alert."""
    known = select(t.alerts.c.row).where(t.alerts.c.id == step.alert)
    if connection.execute(known).scalar() is None:
        return False
    connection.execute(t.alert_steps.insert().values(alert=step.alert, step=step.step, at=step.at, value=_encode(step)))
    return True


def add_look(connection: Connection, looked: Looked, *, at: str) -> None:
    """Keep a look."""
    connection.execute(
        t.looks.insert().values(
            watch=looked.watch,
            words=looked.words,
            looked_on=looked.on,
            verdict=looked.verdict,
            made_at=at,
            value=_encode(looked),
        )
    )


def raised(connection: Connection, *, watch: str | None, words: str | None, alert: str | None) -> list[Raised]:
    """Alerts with their steps, latest first."""
    a, s = t.alerts.c, t.alert_steps.c
    terms: list[Any] = []
    if watch is not None:
        terms.append(a.watch == watch)
    if words is not None:
        terms.append(a.words == words)
    if alert is not None:
        terms.append(a.id == alert)
    query = select(a.id, a.value).where(*terms).order_by(a.raised_on.desc(), a.row.desc())
    rows = connection.execute(query).all()
    steps: dict[str, list[AlertStep]] = {}
    wanted = select(s.value).order_by(s.row)
    if terms:
        wanted = wanted.where(s.alert.in_(select(a.id).where(*terms)))
    for value in connection.execute(wanted).scalars():
        step = _step.decode(value)
        steps.setdefault(step.alert, []).append(step)
    return [Raised(alert=_alert.decode(row.value), steps=tuple(steps.get(row.id, ()))) for row in rows]


def last_looks(connection: Connection) -> list[Looked]:
    """The newest look of every watch, by name."""
    k = t.looks.c
    newest = select(func.max(k.row)).group_by(k.watch)
    rows = connection.execute(select(k.value).where(k.row.in_(newest)).order_by(k.watch)).scalars()
    return [_look.decode(value) for value in rows]


def last_look(connection: Connection, watch: str, words: str) -> Looked | None:
    """The newest look of a watch in these words."""
    k = t.looks.c
    query = select(k.value).where(k.watch == watch, k.words == words).order_by(k.row.desc()).limit(1)
    value = connection.execute(query).scalar()
    return _look.decode(value) if value is not None else None


def reports_by_country(connection: Connection, as_of: str | None) -> dict[str, dict[str, int]]:
    """How many reports of each day name a place in a country."""
    p = t.place_mentions.c
    terms: list[Any] = [p.country.is_not(None)]
    if as_of is None:
        terms.append(p.gone_on.is_(None))
    else:
        terms += [p.known_on <= as_of, or_(p.gone_on.is_(None), p.gone_on > as_of)]
    query = (
        select(p.country, p.known_on, func.count(func.distinct(p.article_row)))
        .where(*terms)
        .group_by(p.country, p.known_on)
        .order_by(p.country, p.known_on)
    )
    found: dict[str, dict[str, int]] = {}
    for country, day, n in connection.execute(query):
        found.setdefault(country, {})[day] = n
    return found
