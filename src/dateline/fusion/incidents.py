"""One happening, many reports: which events are the same.

Takes events as their reports tell them; gives incidents. The order in which events come does not matter, and neither
does how they were batched. Nothing is counted here but happenings: copies add to the reports of an incident and never
to its origins.

Method: first what one report and its copies tell more than once, then what several origins tell (`tellings`). Only those
are compared that are near each other (`nearness`), by evidence that is weighed (`weighing`). Average linkage puts them
together, so that one loose link never chains two happenings into one. What an incident says is in `account`, what became
of plans in `outcomes`.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from dateline.fusion.account import give_account
from dateline.fusion.corrections import Decision, regroup, reviewed
from dateline.fusion.linkage import average_link
from dateline.fusion.nearness import Nearby
from dateline.fusion.outcomes import tell_outcomes
from dateline.fusion.tellings import Kind, Telling, kind_of, said_of
from dateline.fusion.weighing import WEIGHTS, Weights, likeness
from dateline.values import FoundEvent, Incident


def fuse(
    events: Iterable[FoundEvent],
    *,
    stories: Mapping[str, str] | None = None,
    decisions: Sequence[Decision] = (),
    weights: Weights = WEIGHTS,
) -> tuple[Incident, ...]:
    """Fuse events into incidents.

    Args:
        events: all events that stand now, in any order.
        stories: story by article id, where the reports were grouped.
        decisions: what people decided of incidents and did not undo; it goes before all weights.
        weights: what agreement is worth.
    Returns:
        incidents by their first day and id. Planned ones carry the outcome that later incidents decided.
    """
    events = list(events)
    tellings = tell(events, stories=stories or {}, weights=weights)
    nearby = Nearby(weights.days_apart)
    nearby.file(tellings)
    incidents = account_for(link(tellings, nearby, weights=weights), decisions)
    words = {found.id: found.evidence.words for found in events}
    told = tell_outcomes(incidents, lambda incident: [words[event] for event in incident.events])
    return tuple(sorted(told, key=lambda i: (i.days[0] if i.days else "9999", i.id)))


def tell(events: Iterable[FoundEvent], *, stories: Mapping[str, str], weights: Weights = WEIGHTS) -> list[Telling]:
    """What each report and its copies tell of each act: one telling, however often they come back to it.

    Args:
        events: all events of each origin that is among them.
        stories: story by article id.
        weights: what agreement is worth.
    Returns:
        tellings in the order in which they became known.
    """
    by_origin: dict[tuple[str, Kind], list[FoundEvent]] = defaultdict(list)
    for found in sorted(events, key=lambda e: (e.evidence.known_on, e.id)):
        by_origin[found.evidence.copy_of or found.evidence.article, kind_of(found.event)].append(found)
    tellings = []
    for held in by_origin.values():
        single = [Telling.of(found, stories) for found in held]
        if len(single) > 1:
            nearby = Nearby(weights.days_apart)
            nearby.file(single)
            tellings += [Telling.merge(group) for group in link(single, nearby, weights=weights)]
        else:
            tellings += single
    return sorted(tellings, key=lambda telling: telling.order)


def link(
    seeds: Iterable[Telling],
    nearby: Nearby,
    *,
    weights: Weights = WEIGHTS,
    reach: Callable[[Sequence[Telling]], None] = lambda tellings: None,
) -> list[list[Telling]]:
    """Put tellings of one happening together.

    Groups only ever join along pairs that are alike enough by themselves. So whoever is not reached from the seeds along
    such pairs cannot be of their groups, and has no say in them: what comes back is the same as if all were compared.

    Args:
        seeds: tellings whose groups are asked for.
        nearby: all tellings that may be near.
        weights: what agreement is worth.
        reach: called with tellings before their neighbours are asked for, so that `nearby` can be filled as needed.
    Returns:
        the groups of the seeds, and of all that were reached from them; each in order.
    """
    alike = _Alike(nearby, weights)
    reached: dict[Hashable, dict[tuple[str, str], Telling]] = defaultdict(dict)
    for telling in seeds:
        reached[alike.name(telling)][telling.order] = telling
    front = list(reached)
    weighed: dict[tuple[Hashable, Hashable], float] = {}
    compared: set[tuple[Hashable, Hashable]] = set()
    while front:
        speaking = [reached[name][min(reached[name])] for name in front]
        reach(speaking)
        further: dict[Hashable, None] = {}
        for name, telling in zip(front, speaking, strict=True):
            for other in nearby.of(telling):
                its = alike.name(other)
                if its in reached:
                    reached[its][other.order] = other
                if its == name or (name, its) in compared:
                    continue
                compared |= {(name, its), (its, name)}
                weight = likeness(telling, other, weights)
                if weight is None and telling.origin != other.origin:
                    continue
                weight = weights.apart if weight is None else max(weights.apart, weight)
                weighed[name, its] = weight
                if weight >= weights.enough and its not in reached:
                    reached[its][other.order] = other
                    further[its] = None
        front = list(further)
    ordered = sorted(reached, key=lambda name: min(reached[name]))
    number = {name: n for n, name in enumerate(ordered)}
    many = [len(reached[name]) for name in ordered]
    between = [(number[a], number[b], w) for (a, b), w in weighed.items() if a in number and b in number]
    pairs = {(min(i, j), max(i, j)): w * many[i] * many[j] for i, j, w in sorted(between)}
    groups: dict[int, list[Telling]] = defaultdict(list)
    for name, label in zip(ordered, average_link(len(ordered), pairs, weights.enough, many=many), strict=True):
        groups[label] += reached[name].values()
    return [sorted(group, key=lambda telling: telling.order) for group in groups.values()]


class _Alike:
    """Tellings of different origins that say the same to the last part are one thing, however many they are.

    They are near the same, as alike to any other, and alike enough among themselves: comparing each would say nothing more.
    """

    def __init__(self, nearby: Nearby, weights: Weights) -> None:
        self._nearby = nearby
        self._weights = weights
        self._is_one: dict[Hashable, bool] = {}
        self._names: dict[tuple[str, str], Hashable] = {}

    def name(self, telling: Telling) -> Hashable:
        """The same for those that are one thing; of its own where a telling stands for itself."""
        if telling.order not in self._names:
            self._names[telling.order] = self._named(telling)
        return self._names[telling.order]

    def _named(self, telling: Telling) -> Hashable:
        if (telling.place is None and telling.story is None) or not self._nearby.is_alone(telling):
            return telling.order
        said = said_of(telling)
        if said not in self._is_one:
            twin = replace(telling, origin=f"{telling.origin}~", article=f"{telling.article}~")
            weight = likeness(telling, twin, self._weights)
            self._is_one[said] = weight is not None and weight >= self._weights.enough
        return said if self._is_one[said] else telling.order


def account_for(groups: Iterable[Sequence[Telling]], decisions: Sequence[Decision]) -> list[Incident]:
    """What groups of tellings say, after people joined and split them; without the outcomes of plans."""
    events = [sorted((e for told in group for e in told.events), key=_known) for group in groups]
    return [
        replace(give_account(held, numbers), review=reviewed(numbers, decisions))
        for held, numbers in regroup(events, decisions)
    ]


def _known(found: FoundEvent) -> tuple[str, str]:
    return found.evidence.known_on, found.id
