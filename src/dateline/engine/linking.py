"""Incidents of a store, brought up to date with the reports whose events changed.

Only the tellings that can be reached from a changed one are compared again; the incidents that they make replace those that
they were part of before. Plans are told anew what became of them where an answer came, went or changed.
"""

from collections.abc import Sequence

from dateline.fusion.corrections import Decision
from dateline.fusion.incidents import account_for
from dateline.fusion.reaching import Reports, linked, with_outcomes
from dateline.store.upkeep import Upkeep


def settle_incidents(kept: Upkeep, dirty: set[str], decided: Sequence[Decision], *, at: str) -> tuple[int, int, int]:
    """Fuse the events of reports that changed with those near them.

    Args:
        kept: what fusion keeps; copies and stories are settled.
        dirty: ids of reports whose events, source or story changed.
        decided: what people decided.
        at: now, ISO, UTC.
    Returns:
        incidents added, revised and removed.
    """
    reports = Reports(kept)
    kept.file({}, forget=kept.versions(dirty))
    reports.load(dirty)
    keys = reports.keys(dirty)
    rows = {listed.id: listed.row for listed in kept.listed(keys)}
    kept.file({rows[origin]: keys[origin] for origin in keys if origin in rows}, forget=kept.versions(keys))
    old = kept.incidents_of(reports.with_reprints(dirty) | dirty)
    before = kept.incidents(old)
    seeds = {told.order: told for told in reports.tellings_of(dirty)}
    events = {event for incident in before.values() for event in incident.events}
    groups = linked(kept, reports, seeds, events, [d for d in decided if d.about == "incident"])
    fused = {found.id for group in groups for told in group for found in told.events}
    before |= kept.incidents(kept.incidents_with(fused) - before.keys())
    now = {incident.id: incident for incident in account_for(groups, decided)}
    now, before = with_outcomes(kept, reports, now, before)
    return kept.put_incidents(now.values(), before=before.keys(), at=at)
