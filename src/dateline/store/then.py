"""What the incidents were on a past day: fusion as it would have been, had nothing come in since.

Nearly all incidents of a day are those of today. Otherwise were only those with a report or a decision on both sides of the
day, those whose reports or events have gone since, and what these can reach: they are made again, from what stood then.

What is a copy of what, and which story a report is of, follows from earlier reports alone, so that today's answer is that of
the day. The exception is a report that was replaced or withdrawn since: stories of the month before the day
are told again as they were (`on_day`), while its copies are told as of today.
"""

import msgspec
from sqlalchemy import Connection, func, select

from dateline.fusion.corrections import Decision, found_again
from dateline.fusion.incidents import account_for
from dateline.fusion.reaching import Reports, linked, with_outcomes
from dateline.store import asking, reviews
from dateline.store import tables as t
from dateline.store.decisions import standing
from dateline.store.known import Known, place_in_time
from dateline.store.on_day import OnDay

_encode = msgspec.json.Encoder(order="deterministic").encode


def known_on(connection: Connection, day: str) -> Known:
    """How the incidents of an ISO day differ from today's."""
    kept = OnDay(connection, day)
    if not kept.is_of_use:
        return Known()
    left = kept.left()
    then, moved = _decisions(kept, day)
    marked = {mark.id: mark.article for decision in moved for group in decision.groups for mark in group}
    on_incidents = [decision for decision in then if decision.about == "incident"]
    reshelved = kept.settle_stories(
        [decision for decision in then if decision.about == "story"],
        {article for decision in moved for group in decision.articles for article in group},
    )
    before = kept.incidents(kept.retold() | kept.incidents_with({*left, *kept.decided_later(), *marked}))
    before |= kept.incidents(kept.incidents_of(reshelved))
    before |= {plan.id: plan for plan in kept.answered_later()}
    if not before and not left:
        return Known()
    reports = Reports(kept)
    articles = {*left.values(), *marked.values(), *reshelved}
    reports.load(articles)
    seeds = {told.order: told for told in reports.tellings_of(articles)}
    missing = {event for incident in before.values() for event in incident.events}
    while True:
        groups = linked(kept, reports, seeds, missing, on_incidents)
        reached = {found.id for group in groups for told in group for found in told.events}
        before |= kept.incidents(kept.incidents_with(reached) - before.keys())
        missing = {event for incident in before.values() for event in incident.events} - reached
        if not reports.telling_with(missing):
            break
    now = {incident.id: incident for incident in account_for(groups, on_incidents)}
    now, before = with_outcomes(kept, reports, now, before)
    same = {name for name in now.keys() & before.keys() if _encode(now[name]) == _encode(before[name])}
    held = sorted((now[name] for name in now.keys() - same), key=place_in_time, reverse=True)
    return Known(gone=frozenset(before.keys() - same), held=tuple(held))


def state_of(connection: Connection) -> object:
    """Changes whenever `known_on` may give something else."""
    return tuple(connection.execute(select(t.meta.c.key, t.meta.c.value).order_by(t.meta.c.key)).all()), (
        connection.execute(select(func.max(t.changes.c.row))).scalar()
    )


def _decisions(kept: OnDay, day: str) -> tuple[list[Decision], list[Decision]]:
    """The decisions on incidents and stories that stood then, and those that stood then or now, but not both."""
    obeyed = [c for c in asking.corrections(kept.connection, None, None) if c.number <= kept.last_correction()]
    now = standing(obeyed)
    then = standing(c for c in obeyed if c.made_at[:10] <= day)
    both = {d.number: d for d in (*now, *then) if d.about in ("incident", "story")}
    marked = sorted({mark.article for d in both.values() for group in d.groups for mark in group})
    told = reviews.machine_events(kept.connection, marked) if marked else []
    found = found_again([both[n] for n in sorted(both)], [e for e in told if e.evidence.known_on[:10] <= day])
    in_then, in_now = ({d.number for d in held} for held in (then, now))
    return [d for d in found if d.number in in_then], [d for d in found if d.number in in_then ^ in_now]
