"""The early warnings of the whole record, kept with the state of the store that they were made from.

They follow from everything else, so there is one row, replaced each time; whatever changed since makes it stale. Runs
inside the caller's transaction.
"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, distinct, func, select

from dateline.store import tables as t
from dateline.store.answers import KeptWarnings
from dateline.values.warning import EarlyWarning

_BASIS = "warned_basis"  # in `meta`
_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(tuple[EarlyWarning, ...]).decode


def keep(
    connection: Connection, warnings: Sequence[EarlyWarning], *, change: int, method: str, basis: str = ""
) -> None:
    """Keep warnings in place of those of before; `change`: the newest when they began to be made; `basis`: of what."""
    connection.execute(delete(t.meta).where(t.meta.c.key == _BASIS))
    connection.execute(t.meta.insert().values(key=_BASIS, value=basis))
    connection.execute(delete(t.warned))
    connection.execute(t.warned.insert().values(change=change, method=method, value=_encode(warnings)))


def kept(connection: Connection, method: str) -> tuple[EarlyWarning, ...] | None:
    """Those of the store as it is; None where none were made by this method since the last change."""
    value = connection.execute(select(t.warned.c.value).where(*_fresh(method))).scalar()
    return _decode(value) if value is not None else None


def kept_last(connection: Connection, method: str) -> KeptWarnings | None:
    """Those made last by a method, whatever changed since, with the day of what they rest on and how much came after."""
    w, c = t.warned.c, t.changes.c
    row = connection.execute(select(w.change, w.value).where(w.method == method)).first()
    if row is None:
        return None
    newest = connection.execute(select(func.coalesce(func.max(c.row), 0))).scalar_one()
    at = connection.execute(select(c.at).where(c.row <= row.change).order_by(c.row.desc()).limit(1)).scalar()
    later = select(func.count(distinct(c.target))).where(c.about == "article", c.row > row.change)
    return KeptWarnings(
        warnings=_decode(row.value),
        made_on=at[:10] if at is not None else None,
        is_fresh=newest == row.change,
        reports_since=connection.execute(later).scalar_one(),
    )


def kept_from(connection: Connection, method: str, basis: str) -> tuple[EarlyWarning, ...] | None:
    """Those that were kept last, where they were made by a method from a basis."""
    if connection.execute(select(t.meta.c.value).where(t.meta.c.key == _BASIS)).scalar() != basis:
        return None
    value = connection.execute(select(t.warned.c.value).where(t.warned.c.method == method)).scalar()
    return _decode(value) if value is not None else None


def is_kept(connection: Connection, method: str) -> bool:
    """Whether there are any that belong to the store as it is."""
    return connection.execute(select(t.warned.c.change).where(*_fresh(method))).scalar() is not None


def _fresh(method: str) -> tuple[ColumnElement[bool], ...]:
    newest = select(func.coalesce(func.max(t.changes.c.row), 0)).scalar_subquery()
    return t.warned.c.change == newest, t.warned.c.method == method
