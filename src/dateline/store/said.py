"""Statements as people decided they stand: rows beside the coder's own, each from the day of its decision on.

A version's id is the statement's own with `~` and a number. Its `known_on` is the decision's day, so that a question as
of a day before gets what stood then. A rejected version never stands: it is kept to say who rejected the statement.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, or_, select, update

from dateline.fusion.said import SaidVersion
from dateline.store import asking
from dateline.store import tables as t
from dateline.store.writing import add_change
from dateline.values import FoundStatement, Review, Statement

_MARK = "~"


class ReviewedStatement(Statement, frozen=True, kw_only=True, omit_defaults=False):
    """A statement with the decision that it stands by, as it goes to disk."""

    review: Review | None = None


_encode = msgspec.json.Encoder(order="deterministic").encode


def own_id(name: str) -> str:
    """The statement's own id, of any version of it."""
    return name.partition(_MARK)[0]


def machine_statements(connection: Connection, articles: Iterable[str]) -> list[FoundStatement]:
    """Statements as the coder reads them, standing or not, of these reports, of their copies and of what they copy."""
    wanted, a, c = sorted(set(articles)), t.articles.c, t.copies.c
    sources = select(c.copy_of).where(c.article.in_(wanted))
    group = or_(a.id.in_(wanted), a.id.in_(sources), c.copy_of.in_(wanted), c.copy_of.in_(sources))
    query = asking.found_statements().where(group, ~t.statements.c.id.contains(_MARK))
    return [asking.found_statement(row) for row in connection.execute(query.order_by(t.statements.c.id))]


def statements_now(connection: Connection, ids: Sequence[str]) -> dict[str, FoundStatement]:
    """These statements by their own ids, as people decided last: rejected and withdrawn ones too."""
    found: dict[str, FoundStatement] = {}
    for name in dict.fromkeys(map(own_id, ids)):
        query = asking.found_statements().where(_versions_of(name)).order_by(t.statements.c.row)
        rows = connection.execute(query).all()
        if rows:
            found[name] = asking.found_statement(rows[-1])
    return found


def settle_statements(connection: Connection, wanted: Mapping[str, Sequence[SaidVersion]], *, at: str) -> None:
    """Let these statements, and no others, stand by decisions; what changes by it is told to followers."""
    decided = connection.execute(select(t.statements.c.id).where(t.statements.c.id.contains(_MARK))).scalars()
    names = sorted({*wanted, *map(own_id, decided)})
    changed = [name for name in names if _settle(connection, name, wanted.get(name, ()))]
    add_change(connection, "revised", "statement", changed, at=at)


def _settle(connection: Connection, name: str, versions: Sequence[SaidVersion]) -> bool:
    s = t.statements
    held = connection.execute(select(s).where(_versions_of(name)).order_by(s.c.row)).all()
    machine, *later = held
    article_gone = connection.execute(
        select(t.articles.c.gone_on).where(t.articles.c.row == machine.article_row)
    ).scalar()
    days = [version.from_on for version in versions]
    gone_on = _first(days[0] if days else None, article_gone)
    rows = [
        _row(machine, number, version, until=_first(until, article_gone))
        for number, (version, until) in enumerate(zip(versions, [*days[1:], None]), start=1)
    ]
    kept = [(row.id, row.known_on, row.gone_on, row.value) for row in later]
    if machine.gone_on == gone_on and kept == [(r["id"], r["known_on"], r["gone_on"], r["value"]) for r in rows]:
        return False
    gone = [row.row for row in later]
    about = t.statement_about.c
    connection.execute(delete(t.statement_about).where(about.statement_row.in_(gone)))
    connection.execute(delete(s).where(s.c.row.in_(gone)))
    connection.execute(update(s).where(s.c.row == machine.row).values(gone_on=gone_on))
    named = connection.execute(select(about.actor).where(about.statement_row == machine.row)).scalars().all()
    for row in rows:
        number = int(connection.execute(s.insert().values(**row)).inserted_primary_key[0])  # type: ignore[index]
        if named:
            connection.execute(t.statement_about.insert(), [{"statement_row": number, "actor": a} for a in named])
    return True


def _row(machine: Any, number: int, version: SaidVersion, *, until: str | None) -> dict[str, Any]:
    said, review = version.statement, version.review
    kept = {column.name: getattr(machine, column.name) for column in t.statements.columns if column.name != "row"}
    is_rejected = review is not None and review.kind == "rejected"
    return {
        **kept,
        "id": f"{machine.id}{_MARK}{number}",
        "known_on": version.from_on,
        "gone_on": version.from_on if is_rejected else until,
        "source": said.source.actor.id if said.source and said.source.actor else None,
        "stance": said.stance,
        "value": _encode(ReviewedStatement(**msgspec.structs.asdict(said), review=review)),
    }


def _versions_of(name: str) -> Any:
    s = t.statements.c
    return (s.id == name) | s.id.startswith(name + _MARK, autoescape=True)


def _first(*days: str | None) -> str | None:
    return min((day for day in days if day is not None), default=None)
