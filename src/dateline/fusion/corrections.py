"""What people decided about events, incidents and stories, as every figure obeys it.

A decision names events by where they stand in their report, so that it outlives a new reading of it: an event whose id
changed with the coder is known again by its article, its type, its words and its sides. It also holds for the same
sentence in a reprint, because a copy says nothing of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from msgspec import Struct, structs

from dateline.fusion.fixes import Changes, fixed, read_so
from dateline.values import FoundEvent, Story
from dateline.values.review import Review

ON_EVENTS = ("accept", "reject", "fix")
_KINDS = {"accept": "accepted", "reject": "rejected", "fix": "fixed", "join": "joined", "split": "split"}


class EventMark(Struct, frozen=True):
    """Where an event stands: its id when it was marked, its article, its type, its trigger in that text, its sides.

    `sentence` is a digest of the sentence and `at` the trigger's place in it: they know it again in another version of
    the text. Marks of older stores have neither these nor `words` and sides.
    """

    id: str
    article: str
    type: str
    start: int
    end: int
    words: str = ""
    sentence: str = ""
    at: int = 0
    of_act: str | None = None
    source: str | None = None
    target: str | None = None

    @staticmethod
    def of(found: FoundEvent) -> "EventMark":
        """Mark an event as the coder read it."""
        event, evidence = found.event, found.evidence
        at = event.trigger.start - evidence.sentence.start
        return EventMark(
            id=found.id,
            article=evidence.article,
            type=event.type,
            start=event.trigger.start,
            end=event.trigger.end,
            words=evidence.words[at : at + event.trigger.end - event.trigger.start],
            sentence=sha256(evidence.words.encode("utf-8", "replace")).hexdigest()[:16] if evidence.words else "",
            at=at,
            of_act=event.of,
            source=event.source.actor.id if event.source and event.source.actor else None,
            target=event.target.actor.id if event.target and event.target.actor else None,
        )


class Decision(Struct, frozen=True, kw_only=True):
    """One decision that stands.

    `kind`: `accept`, `reject` or `fix` (the events of the only group are right, are none, read as `changes` says), `join`
    (all groups are one happening) or `split` (the first group and the second are not one). `about`: event, incident or
    story; stories are groups of `articles`. `number` is its place on the record.
    """

    kind: str
    number: int
    who: str
    why: str
    made_at: str
    about: str = "event"
    groups: tuple[tuple[EventMark, ...], ...] = ()
    articles: tuple[tuple[str, ...], ...] = ()
    changes: Changes = Changes()

    @property
    def review(self) -> Review:
        """The mark that it leaves on what it decided."""
        return Review(kind=_KINDS[self.kind], who=self.who, at=self.made_at, why=self.why, number=self.number)


class Version(Struct, frozen=True):
    """An event as it stands by decisions, from an ISO day on; `found.review` names the last, None where all were undone.

    A rejected one never stands.
    """

    from_on: str
    found: FoundEvent


def found_again(decisions: Sequence[Decision], events: Iterable[FoundEvent]) -> tuple[Decision, ...]:
    """The decisions with the marks of events as they are read today.

    Args:
        decisions: as they were put on record.
        events: the coder's events of all reports that are marked, and of reports that are copies of these or their source.
    Returns:
        the same decisions in the same order; what no event is known by any more is left out of their groups.
    """
    by_article: dict[str, list[FoundEvent]] = {}
    for event in sorted(events, key=lambda e: e.id):
        by_article.setdefault(event.evidence.article, []).append(event)
    by_origin: dict[str, list[FoundEvent]] = {}
    for held in by_article.values():
        for event in held:
            by_origin.setdefault(event.evidence.copy_of or event.evidence.article, []).append(event)
    return tuple(_found_again(decision, by_article, by_origin) for decision in decisions)


def _found_again(
    decision: Decision, by_article: Mapping[str, list[FoundEvent]], by_origin: Mapping[str, list[FoundEvent]]
) -> Decision:
    own = [[e for mark in group for e in _meant(mark, by_article.get(mark.article, ()))] for group in decision.groups]
    taken = {event.id for group in own for event in group}
    groups = []
    for group in own:
        copied = [
            other
            for event in group
            for other in by_origin[event.evidence.copy_of or event.evidence.article]
            if other.id not in taken and _is_reprint(other, event)
        ]
        marks = {event.id: EventMark.of(event) for event in (*group, *copied)}
        groups.append(tuple(marks[name] for name in sorted(marks)))
    return structs.replace(decision, groups=tuple(groups))


def _meant(mark: EventMark, events: Sequence[FoundEvent]) -> list[FoundEvent]:
    """The event that was marked, in every version of its report; those most like it where none is read so any more."""
    same = [event for event in events if event.id == mark.id or _is_same(EventMark.of(event), mark)]
    if same:
        return same
    near = [(_alike(now, mark), event) for event in events if _is_near(now := EventMark.of(event), mark)]
    most = max((alike for alike, _ in near), default=0)
    return [event for alike, event in near if alike == most]


def _is_same(now: EventMark, mark: EventMark) -> bool:
    """Whether the same is told in the same sentence."""
    return bool(mark.sentence) and all(getattr(now, key) == getattr(mark, key) for key in _TOLD)


_TOLD = ("sentence", "at", "type", "of_act", "source", "target")


def _is_near(now: EventMark, mark: EventMark) -> bool:
    if now.type != mark.type:
        return False
    if mark.sentence and (now.sentence, now.at) == (mark.sentence, mark.at):
        return True
    is_same_spot = now.start < mark.end and mark.start < now.end
    return is_same_spot and (now.words in mark.words or mark.words in now.words or not mark.words)


def _alike(now: EventMark, mark: EventMark) -> int:
    return (now.source == mark.source) + (now.target == mark.target) + (now.at == mark.at)


def _is_reprint(event: FoundEvent, of: FoundEvent) -> bool:
    """Whether a copy or its source tells the same event in the same sentence."""
    return event.evidence.article != of.evidence.article and _is_same(EventMark.of(event), EventMark.of(of))


Turns = Mapping[int, Sequence[tuple[str, bool]]]
"""For decisions that were undone at some time, by number: the ISO days on which they ceased to hold, or held again."""


def versions(
    events: Iterable[FoundEvent], decisions: Sequence[Decision], turns: Turns | None = None
) -> dict[str, tuple[Version, ...]]:
    """What each decided event reads as, from which day on.

    Args:
        events: as the coder reads them.
        decisions: as `found_again` gives them. The latest that holds says whether an event stands; what fixes set adds up.
        turns: when some of them did not hold; without it all hold from the day they were made.
    Returns:
        versions by event id, oldest first, one a day at most; events that nobody decided on are left out.
    """
    by_event: dict[str, list[Decision]] = {}
    for decision in sorted(decisions, key=lambda d: d.number):
        if decision.kind in ON_EVENTS:
            for name in dict.fromkeys(mark.id for group in decision.groups for mark in group):
                by_event.setdefault(name, []).append(decision)
    found = {e.id: _versions(e, by_event[e.id], turns or {}) for e in events if e.id in by_event}
    return {name: told for name, told in found.items() if told}


def _versions(machine: FoundEvent, decisions: Sequence[Decision], turns: Turns) -> tuple[Version, ...]:
    out = machine.evidence.known_on[:10]
    days = {max(out, d.made_at[:10]) for d in decisions}
    days |= {max(out, day) for d in decisions for day, _ in turns.get(d.number, ())}
    found: list[Version] = []
    held: list[Decision] = []
    for day in sorted(days):
        now = [d for d in decisions if d.made_at[:10] <= day and _holds(turns.get(d.number, ()), day)]
        if now != held:
            found.append(Version(day, _read_by(machine, now)))
        held = now
    return tuple(found)


def _holds(turns: Sequence[tuple[str, bool]], day: str) -> bool:
    return next((holds for since, holds in reversed(turns) if since <= day), True)


def _read_by(machine: FoundEvent, decisions: Sequence[Decision]) -> FoundEvent:
    """An event as some decisions together have it; as the coder has it where there are none."""
    changes, said = Changes(), machine.event.why
    for decision in decisions:
        if decision.kind == "fix":
            changes, said = changes.then(decision.changes), f"Set by {decision.who}: {decision.why}"
    if not decisions:
        return machine
    person = read_so(machine, changes)
    review = decisions[-1].review
    parts = fixed(machine, person)
    if parts:
        review = structs.replace(review, fixed=parts, machine=machine.event, machine_place=machine.place)
        said = said if decisions[-1].kind == "fix" else machine.event.why
        person = structs.replace(person, event=structs.replace(person.event, why=said))
    return structs.replace(person, review=review)


def regroup(
    groups: Sequence[Sequence[FoundEvent]], decisions: Sequence[Decision]
) -> list[tuple[list[FoundEvent], tuple[int, ...]]]:
    """Join and split groups of events as people decided, the latest decision last.

    Args:
        groups: events taken for one happening each.
        decisions: those that stand, as `found_again` gives them.
    Returns:
        the groups, each with the numbers of the decisions that made it.
    """
    now: list[tuple[list[FoundEvent], tuple[int, ...]]] = [(list(group), ()) for group in groups]
    for decision in sorted(decisions, key=lambda d: d.number):
        if decision.about != "incident":
            continue
        named = [{mark.id for mark in group} for group in decision.groups]
        if decision.kind == "join":
            now = _join(now, set().union(*named), decision.number)
        elif decision.kind == "split" and len(named) > 1:
            now = _split(now, named[0], named[1], decision.number)
    return now


def reviewed(numbers: Sequence[int], decisions: Sequence[Decision]) -> Review | None:
    """The mark of the latest of the decisions that made a group; None for a group that nobody decided on."""
    made = [decision for decision in decisions if decision.number in numbers]
    return max(made, key=lambda d: d.number).review if made else None


def regroup_stories(
    stories: Sequence[Story],
    decisions: Sequence[Decision],
    *,
    order: Mapping[str, int],
    titles: Mapping[str, str | None],
) -> tuple[Story, ...]:
    """Join and split stories as people decided, the latest decision last.

    Args:
        stories: reports taken for one story each.
        decisions: those that stand.
        order: the place of every article in time.
        titles: the title of every article.
    """
    decided = sorted((d for d in decisions if d.about == "story" and d.articles), key=lambda d: d.number)
    if not decided:
        return tuple(stories)
    made: list[_Shelf] = [(list(s.articles), s, ()) for s in stories]
    for decision in decided:
        out = set(decision.articles[0])
        if decision.kind == "join":
            every = set().union(*map(set, decision.articles))
            chosen = [group for group in made if not every.isdisjoint(group[0])]
            if len(chosen) > 1:
                joined = sorted((a for articles, _, _ in chosen for a in articles), key=order.__getitem__)
                numbers = tuple(sorted({n for _, _, by in chosen for n in by} | {decision.number}))
                made = [group for group in made if group not in chosen] + [(joined, None, numbers)]
        elif decision.kind == "split":
            now: list[_Shelf] = []
            for articles, story, by in made:
                away = [a for a in articles if a in out]
                rest = [a for a in articles if a not in out]
                if away and not set(decision.articles[-1]).isdisjoint(rest):
                    numbers = tuple(sorted({*by, decision.number}))
                    now += [(rest, None, numbers), (away, None, numbers)]
                else:
                    now.append((articles, story, by))
            made = now
    found = [
        story or _story(articles, titles, reviewed(numbers, decisions), numbers) for articles, story, numbers in made
    ]
    return tuple(sorted(found, key=lambda s: order[s.articles[0]]))


_Shelf = tuple[list[str], Story | None, tuple[int, ...]]  # articles, the story as fusion made it, decisions


def _story(
    articles: Sequence[str], titles: Mapping[str, str | None], review: Review | None, numbers: Sequence[int]
) -> Story:
    return Story(
        id=f"story-{articles[0]}",
        articles=tuple(articles),
        title=next((titles[a] for a in articles if titles.get(a)), None),
        why="as people decided: " + ", ".join(f"correction {n}" for n in numbers),
        review=review,
    )


def _join(
    groups: list[tuple[list[FoundEvent], tuple[int, ...]]], named: set[str], number: int
) -> list[tuple[list[FoundEvent], tuple[int, ...]]]:
    chosen = [any(e.id in named for e in events) for events, _ in groups]
    if sum(chosen) < 2:
        return groups
    joined = [e for (events, _), one in zip(groups, chosen) if one for e in events]
    numbers = {n for (_, made), one in zip(groups, chosen) if one for n in made} | {number}
    rest = [group for group, one in zip(groups, chosen) if not one]
    joined.sort(key=lambda e: (e.evidence.known_on, e.id))
    return [*rest, (joined, tuple(sorted(numbers)))]


def _split(
    groups: list[tuple[list[FoundEvent], tuple[int, ...]]], out: set[str], rest: set[str], number: int
) -> list[tuple[list[FoundEvent], tuple[int, ...]]]:
    now = []
    for events, made in groups:
        away = [e for e in events if e.id in out]
        if not away or not any(e.id in rest and e.id not in out for e in events):
            now.append((events, made))
            continue
        numbers = tuple(sorted({*made, number}))
        now.append(([e for e in events if e.id not in out], numbers))
        now.append((away, numbers))
    return now
