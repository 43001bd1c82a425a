"""What the incidents were on a past day: fusion as it would have been, had nothing come in since.

Nearly all incidents of a day are those of today. Otherwise were only those with a report or a decision on both sides of the
day, those whose reports or events have gone since, and what these can reach: they are made again, from what stood then.

What is a copy of what, and which story a report is of, follows from earlier reports alone, so that today's answer is that of
the day. The exception is a report that was replaced or withdrawn since: its copies and story are told as of today.
"""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, func, or_, select

from dateline.fusion.corrections import Decision, found_again
from dateline.fusion.incidents import account_for
from dateline.fusion.outcomes import OPEN_DAYS
from dateline.fusion.reaching import Reports, linked, with_outcomes
from dateline.store import asking, reviews
from dateline.store import tables as t
from dateline.store.decisions import standing
from dateline.store.known import Known, place_in_time
from dateline.store.terms import stands
from dateline.store.upkeep import PLANNED, Upkeep
from dateline.values import Copy, FoundEvent, Incident
from dateline.values.days import day_after

_incident = msgspec.json.Decoder(Incident)
_encode = msgspec.json.Encoder(order="deterministic").encode


def known_on(connection: Connection, day: str) -> Known:
    """How the incidents of an ISO day differ from today's."""
    kept = _OnDay(connection, day)
    if not kept.is_of_use:
        return Known()
    left = kept.left()
    then, moved = _decisions(kept, day)
    marked = {mark.id: mark.article for decision in moved for group in decision.groups for mark in group}
    before = kept.incidents(kept.retold() | kept.incidents_with({*left, *kept.decided_later(), *marked}))
    before |= {plan.id: plan for plan in kept.answered_later()}
    if not before and not left:
        return Known()
    reports = Reports(kept)
    articles = {*left.values(), *marked.values()}
    reports.load(articles)
    seeds = {told.order: told for told in reports.tellings_of(articles)}
    missing = {event for incident in before.values() for event in incident.events}
    while True:
        groups = linked(kept, reports, seeds, missing, then)
        reached = {found.id for group in groups for told in group for found in told.events}
        before |= kept.incidents(kept.incidents_with(reached) - before.keys())
        missing = {event for incident in before.values() for event in incident.events} - reached
        if not reports.telling_with(missing):
            break
    now = {incident.id: incident for incident in account_for(groups, then)}
    now, before = with_outcomes(kept, reports, now, before)
    same = {name for name in now.keys() & before.keys() if _encode(now[name]) == _encode(before[name])}
    held = sorted((now[name] for name in now.keys() - same), key=place_in_time, reverse=True)
    return Known(gone=frozenset(before.keys() - same), held=tuple(held))


def state_of(connection: Connection) -> object:
    """Changes whenever `known_on` may give something else."""
    return tuple(connection.execute(select(t.meta.c.key, t.meta.c.value).order_by(t.meta.c.key)).all()), (
        connection.execute(select(func.max(t.changes.c.row))).scalar()
    )


def _decisions(kept: "_OnDay", day: str) -> tuple[list[Decision], list[Decision]]:
    """The decisions on incidents that stood then, and those that stood then or now, but not both."""
    obeyed = [c for c in asking.corrections(kept.connection, None, None) if c.number <= kept.last_correction()]
    now = standing(obeyed)
    then = standing(c for c in obeyed if c.made_at[:10] <= day)
    both = {d.number: d for d in (*now, *then) if d.about == "incident"}
    marked = sorted({mark.article for d in both.values() for group in d.groups for mark in group})
    told = reviews.machine_events(kept.connection, marked) if marked else []
    found = found_again([both[n] for n in sorted(both)], [e for e in told if e.evidence.known_on[:10] <= day])
    in_then, in_now = ({d.number for d in held} for held in (then, now))
    return [d for d in found if d.number in in_then], [d for d in found if d.number in in_then ^ in_now]


class _OnDay(Upkeep):
    """What fusion keeps, asked as of a day; nothing may be written."""

    def __init__(self, connection: Connection, day: str) -> None:
        super().__init__(connection)
        self._day = day

    @property
    def is_of_use(self) -> bool:
        """Whether incidents were made by what is kept here; not in a store that was never fused since it is."""
        return self._meta("fused_by") is not None

    def left(self) -> dict[str, str]:
        """Events that stood then and stand no more as they did, with their reports."""
        a, e = t.articles.c, t.events.c
        query = select(e.id, a.id).join(t.articles, a.row == e.article_row)
        return {
            row[0]: row[1]
            for row in self.connection.execute(query.where(e.known_on <= self._day, e.gone_on > self._day))
        }

    def decided_later(self) -> set[str]:
        """Events that stand as a person decided after the day; they may not have stood at all."""
        e = t.events.c
        query = select(e.id).where(e.version > 0, e.known_on > self._day, e.gone_on.is_(None))
        return set(self.connection.execute(query).scalars())

    def retold(self) -> set[str]:
        """Ids of the incidents of which reports tell that came out later, beside those that were out."""
        i = t.incidents.c
        query = select(i.id).where(i.known_on <= self._day, i.last_told_on > self._day)
        return set(self.connection.execute(query).scalars())

    def answered_later(self) -> list[Incident]:
        """Plans that were known, and of which a later report tells what became of them."""
        i = t.incidents.c
        open_on = day_after(self._day, -OPEN_DAYS)
        query = select(i.value).where(
            i.modality == PLANNED,
            i.outcome.is_not(None),
            i.known_on <= self._day,
            or_(i.last_on >= open_on, i.known_on >= open_on),
        )
        found = map(_incident.decode, self.connection.execute(query).scalars())
        return [plan for plan in found if plan.outcome_on is not None and plan.outcome_on > self._day]

    def events_of(self, ids: Iterable[str]) -> list[FoundEvent]:
        a, e = t.articles.c, t.events.c
        found: list[FoundEvent] = []
        for part in _batches(ids):
            query = asking.found_events().where(a.id.in_(part), *stands(e.known_on, e.gone_on, self._day))
            found += [asking.found_event(row) for row in self.connection.execute(query)]
        return asking.with_known_copies(self.connection, found, self._day)

    def events_named(self, ids: Iterable[str]) -> dict[str, str]:
        a, e = t.articles.c, t.events.c
        query = select(e.id, a.id).join(t.articles, a.row == e.article_row)
        query = query.where(*stands(e.known_on, e.gone_on, self._day))
        return {
            row[0]: row[1] for part in _batches(ids) for row in self.connection.execute(query.where(e.id.in_(part)))
        }

    def copies(self, ids: Iterable[str]) -> dict[str, Copy]:
        found = super().copies(ids)
        stood = asking.standing_on(self.connection, {copy.copy_of for copy in found.values()}, self._day)
        return {name: copy for name, copy in found.items() if copy.copy_of in stood}

    def reprints(self, ids: Iterable[str]) -> dict[str, str]:
        stood = asking.standing_on(self.connection, set(ids), self._day)
        return super().reprints(stood)

    def incidents(self, ids: Iterable[str]) -> dict[str, Incident]:
        return {name: found for name, found in super().incidents(ids).items() if found.known_on[:10] <= self._day}

    def plans(self, act: str, *, known_until: str, open_on: str) -> list[Incident]:
        return super().plans(act, known_until=min(known_until, self._day), open_on=open_on)

    def answering(self, act: str, *, since: str, until: str, first: str, last: str) -> list[Incident]:
        return super().answering(act, since=since, until=min(until, self._day), first=first, last=last)


def _batches(names: Iterable[str], size: int = 500) -> Iterable[list[str]]:
    held = sorted(set(names))
    return (held[at : at + size] for at in range(0, len(held), size))
