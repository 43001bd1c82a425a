"""Which incidents a change can reach: only these are made again, and the end is the same as if all had been.

Reports are looked up as they are needed, by whoever keeps them (`Kept`): as they stand now, or as they stood on a day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter
from typing import Protocol

import msgspec

from dateline.fusion.corrections import Decision
from dateline.fusion.incidents import link, tell
from dateline.fusion.nearness import Key, Nearby, filed_under, looked_under
from dateline.fusion.outcomes import HELD_MARGIN_DAYS, OPEN_DAYS, answers, is_plan, open_days, planned_act, tell_outcome
from dateline.fusion.tellings import Telling, backers_of
from dateline.fusion.weighing import WEIGHTS
from dateline.values import Copy, FoundEvent, Incident
from dateline.values.days import day_after

_encode = msgspec.json.Encoder(order="deterministic").encode


class Kept(Protocol):
    """Who keeps reports, what they tell, and the incidents that were made of them."""

    def copies(self, ids: Iterable[str]) -> dict[str, Copy]:
        """Those of some reports that are copies."""

    def reprints(self, ids: Iterable[str]) -> dict[str, str]:
        """The copies of some reports, with their source."""

    def stories_of(self, ids: Iterable[str]) -> dict[str, str]:
        """The story that each of some reports is told to be of."""

    def events_of(self, ids: Iterable[str]) -> list[FoundEvent]:
        """The events of some reports that stand."""

    def events_named(self, ids: Iterable[str]) -> dict[str, str]:
        """The report that each of some standing events is of."""

    def filed_under(self, keys: Iterable[Key]) -> set[str]:
        """Ids of the reports with a telling under any of these keys."""

    def incidents_with(self, events: Iterable[str]) -> set[str]:
        """Ids of the incidents that events are part of."""

    def incidents(self, ids: Iterable[str]) -> dict[str, Incident]:
        """Incidents by id."""

    def plans(self, act: str, *, known_until: str, open_on: str) -> list[Incident]:
        """Planned incidents of an act, known up to one ISO day and not over before another."""

    def answering(self, act: str, *, since: str, until: str, first: str, last: str) -> list[Incident]:
        """Incidents that may say what became of a planned act."""


class Reports:
    """Tellings of reports, loaded as they are needed."""

    def __init__(self, kept: Kept) -> None:
        self.nearby = Nearby(WEIGHTS.days_apart)
        self._kept = kept
        self._by_origin: dict[str, list[Telling]] = {}
        self._by_event: dict[str, Telling] = {}
        self._origin_of: dict[str, str] = {}
        self._looked: set[Key] = set()

    def load(self, ids: Iterable[str]) -> None:
        """Make the tellings of reports known: of their sources, with all that copies these."""
        wanted = {name for name in ids if name not in self._origin_of}
        if not wanted:
            return
        copies = self._kept.copies(wanted)
        for name in wanted:
            self._origin_of[name] = copies[name].copy_of if name in copies else name
        origins = {self._origin_of[name] for name in wanted} - self._by_origin.keys()
        reprints = self._kept.reprints(origins)
        self._origin_of |= {origin: origin for origin in origins} | reprints
        stories = self._kept.stories_of({*origins, *reprints})
        by_origin: dict[str, list[FoundEvent]] = {origin: [] for origin in sorted(origins)}
        for found in self._kept.events_of({*origins, *reprints}):
            by_origin[found.evidence.copy_of or found.evidence.article].append(found)
        for origin, events in by_origin.items():
            told = tell(events, stories=stories)
            self._by_origin[origin] = told
            self._by_event |= {found.id: telling for telling in told for found in telling.events}
            self.nearby.file(told)

    def with_reprints(self, ids: Iterable[str]) -> set[str]:
        """The origins of reports, and all that copies them; they were loaded."""
        origins = {self._origin_of[name] for name in ids}
        return origins | self._kept.reprints(origins).keys()

    def keys(self, ids: Iterable[str]) -> dict[str, list[Key]]:
        """The keys of the tellings of the origins of reports, as they are now, by origin."""
        origins = sorted({self._origin_of[name] for name in ids})
        return {
            origin: [key for telling in self._by_origin[origin] for key in filed_under(telling)] for origin in origins
        }

    def tellings_of(self, ids: Iterable[str]) -> list[Telling]:
        """The tellings of reports that were loaded."""
        return [told for origin in sorted({self._origin_of[name] for name in ids}) for told in self._by_origin[origin]]

    def telling_with(self, events: Collection[str]) -> list[Telling]:
        """The tellings that some events are part of; events that stand no longer are in none."""
        missing = [event for event in events if event not in self._by_event]
        self.load(self._kept.events_named(missing).values())
        return [self._by_event[event] for event in sorted(events) if event in self._by_event]

    def reach(self, front: Sequence[Telling]) -> None:
        """Load whatever may be near some tellings."""
        keys = {key for telling in front for key in looked_under(telling, WEIGHTS.days_apart)} - self._looked
        self._looked |= keys
        self.load(self._kept.filed_under(keys))

    def words_of(self, incident: Incident) -> list[str]:
        """The sentences that an incident stands on."""
        told = self.telling_with(incident.events)
        words = {found.id: found.evidence.words for telling in told for found in telling.events}
        return [words[event] for event in incident.events if event in words]


def linked(
    kept: Kept,
    reports: Reports,
    seeds: dict[tuple[str, str], Telling],
    events: set[str],
    decided: Sequence[Decision],
) -> list[list[Telling]]:
    """Groups of all that can be reached; whatever a decision speaks of is linked together, with what it was with.

    Args:
        kept: who keeps the reports.
        reports: those that were loaded, the seeds' among them.
        seeds: tellings whose groups are asked for, by their order; others are added.
        events: ids of events whose groups are asked for too.
        decided: what people decided of incidents.
    """
    while True:
        seeds |= {told.order: told for told in reports.telling_with(events)}
        groups = link(seeds.values(), reports.nearby, reach=reports.reach)
        reached = {found.id for group in groups for told in group for found in told.events}
        marked = {
            mark.id
            for decision in decided
            if any(mark.id in reached for group in decision.groups for mark in group)
            for group in decision.groups
            for mark in group
        }
        if marked <= reached:
            return groups
        fused = kept.incidents(kept.incidents_with(marked - reached)).values()
        events = marked | {event for incident in fused for event in incident.events}
        if all(told.order in seeds for told in reports.telling_with(events)):
            return groups


def with_outcomes(
    kept: Kept, reports: Reports, now: dict[str, Incident], before: dict[str, Incident]
) -> tuple[dict[str, Incident], dict[str, Incident]]:
    """Tell plans what became of them: those that changed, and those that something answers which changed.

    Args:
        kept: who keeps the incidents.
        reports: those that were loaded.
        now: incidents as they are made now, by id.
        before: those that they stand in place of.
    Returns:
        both, with the plans that had to be told anew.
    """
    plans = {name: incident for name, incident in now.items() if is_plan(incident)}
    reached = {
        plan.id: plan
        for act, changed in sorted(_changed_answers(now, before).items())
        for plan in _plans_between(kept, act, changed)
        if plan.id not in now and plan.id not in before
    }
    before = before | reached
    fresh: dict[str, list[Incident]] = defaultdict(list)
    for _, incident in sorted(now.items()):
        answer = answers(incident)
        if answer is not None:
            fresh[answer[0]].append(incident)
    told: dict[str, Incident] = {}
    for act, open_now in _side_by_side((plans | reached).values()):
        others = [other for other in _answering(kept, act, open_now) if other.id not in before and other.id not in now]
        by_side = _by_side([*others, *fresh[act]])
        for plan in open_now:
            near = {other.id: other for side in sorted(_sides(plan)) for other in by_side.get(side, ())}
            told[plan.id] = tell_outcome(plan, [near[name] for name in sorted(near)], reports.words_of)
    return now | told, before


def _changed_answers(now: dict[str, Incident], before: dict[str, Incident]) -> dict[str, list[Incident]]:
    """By act the incidents that answer plans and came, went or changed: as they are, and as they were."""
    found: dict[str, list[Incident]] = defaultdict(list)
    for name in sorted(now.keys() | before.keys()):
        was, is_now = before.get(name), now.get(name)
        if was is not None and is_now is not None and _encode(was) == _encode(is_now):
            continue
        for other in (was, is_now):
            answer = answers(other) if other is not None else None
            if other is not None and answer is not None:
                found[answer[0]].append(other)
    return found


def _plans_between(kept: Kept, act: str, changed: Sequence[Incident]) -> list[Incident]:
    """The plans of an act that were open when something of it became known, and have a side in common with that."""
    known = [other.known_on[:10] for other in changed]
    sides = frozenset().union(*map(_sides, changed))
    plans = kept.plans(act, known_until=max(known), open_on=day_after(min(known), -OPEN_DAYS))
    return [plan for plan in plans if _sides(plan) & sides]


def _sides(incident: Incident) -> frozenset[str]:
    return backers_of((*incident.actors, *incident.recipients))


def _by_side(incidents: Iterable[Incident]) -> dict[str, list[Incident]]:
    found: dict[str, list[Incident]] = defaultdict(list)
    for incident in incidents:
        for side in _sides(incident):
            found[side].append(incident)
    return found


def _side_by_side(plans: Iterable[Incident]) -> list[tuple[str, list[Incident]]]:
    """Plans of one act that became known in one month: what answers them is asked for at once."""
    found: dict[tuple[str, str], list[Incident]] = defaultdict(list)
    for plan in sorted(plans, key=attrgetter("id")):
        found[planned_act(plan), plan.known_on[:7]].append(plan)
    return [(act, found[act, month]) for act, month in sorted(found)]


def _answering(kept: Kept, act: str, plans: Sequence[Incident]) -> list[Incident]:
    """Whatever may answer one of some plans of an act."""
    told = [open_days(plan) for plan in plans]
    acted = [plan.days or on for plan, on in zip(plans, told, strict=True)]
    return kept.answering(
        act,
        since=min(since for since, _ in told),
        until=max(until for _, until in told),
        first=day_after(min(first for first, _ in acted), -HELD_MARGIN_DAYS),
        last=day_after(max(last for _, last in acted), HELD_MARGIN_DAYS),
    )
