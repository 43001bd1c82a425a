"""What fusion keeps, as it would be on a past day had nothing come in since; it is asked, and nothing of it is written.

Nearly all of it is what is kept today. A report that was replaced or withdrawn since stood among those of its days then: the
days that rest on it are shelved again, in memory. That takes a fifth of a second for each day of a few hundred reports, so it
is done for the month before the day; stories of reports that were out longer are told as of today.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec
from sqlalchemy import Column, Connection, or_, select

from dateline.fusion.corrections import Decision
from dateline.fusion.outcomes import OPEN_DAYS
from dateline.store import asking
from dateline.store import tables as t
from dateline.store.shelving import settle_stories
from dateline.store.upkeep import PLANNED, Upkeep, shelf
from dateline.values import Copy, FoundEvent, Incident, Story
from dateline.values.days import day_after

_DAYS_BACK = 30  # that are shelved again

_incident = msgspec.json.Decoder(Incident)


class OnDay(Upkeep):
    """What fusion keeps, asked as of an ISO day."""

    day: str

    def __init__(self, connection: Connection, day: str) -> None:
        super().__init__(connection, day)
        self._shelved: dict[str, tuple[str, str] | None] = {}  # report -> its day, the report that its story began with
        self._story: dict[str, str | None] = {}  # report -> its story

    @property
    def is_of_use(self) -> bool:
        """Whether incidents were made by what is kept here; not in a store that was never fused since it is."""
        return self._meta("fused_by") is not None

    def settle_stories(self, decided: Iterable[Decision], redecided: set[str]) -> set[str]:
        """Shelve as it was what is shelved otherwise today.

        Args:
            decided: what people had decided of stories by then.
            redecided: reports of which people decided otherwise since.
        Returns:
            ids of the reports that were of another story then.
        """
        a = t.articles.c
        first = day_after(self.day, -_DAYS_BACK)
        query = select(a.id).where(a.known_on >= first, a.known_on <= self.day, a.gone_on > self.day)
        replaced = set(self._all(query))
        return settle_stories(self, replaced, list(decided), redecided) if replaced or redecided else set()

    # -- what was otherwise -------------------------------------------------------------------------------------

    def left(self) -> dict[str, str]:
        """Events that stood then and stand no more as they did, with their reports."""
        a, e = t.articles.c, t.events.c
        query = select(e.id, a.id.label("article")).join(t.articles, a.row == e.article_row)
        found = self.connection.execute(query.where(e.known_on <= self.day, e.gone_on > self.day))
        return {row.id: row.article for row in found}

    def decided_later(self) -> set[str]:
        """Events that stand as a person decided after the day; they may not have stood at all."""
        e = t.events.c
        return set(self._all(select(e.id).where(e.version > 0, e.known_on > self.day, e.gone_on.is_(None))))

    def retold(self) -> set[str]:
        """Ids of the incidents of which reports tell that came out later, beside those that were out."""
        i = t.incidents.c
        return set(self._all(select(i.id).where(i.known_on <= self.day, i.last_told_on > self.day)))

    def answered_later(self) -> list[Incident]:
        """Plans that were known, and of which a later report tells what became of them."""
        i = t.incidents.c
        open_on = day_after(self.day, -OPEN_DAYS)
        query = select(i.value).where(
            i.modality == PLANNED,
            i.outcome.is_not(None),
            i.known_on <= self.day,
            or_(i.last_on >= open_on, i.known_on >= open_on),
        )
        found = map(_incident.decode, self._all(query))
        return [plan for plan in found if plan.outcome_on is not None and plan.outcome_on > self.day]

    # -- what is kept, as it was --------------------------------------------------------------------------------

    def events_of(self, ids: Iterable[str]) -> list[FoundEvent]:
        return asking.with_known_copies(self.connection, super().events_of(ids), self.day)

    def copies(self, ids: Iterable[str]) -> dict[str, Copy]:
        found = super().copies(ids)
        stood = asking.standing_on(self.connection, {copy.copy_of for copy in found.values()}, self.day)
        return {name: copy for name, copy in found.items() if copy.copy_of in stood}

    def reprints(self, ids: Iterable[str]) -> dict[str, str]:
        stood = asking.standing_on(self.connection, set(ids), self.day)
        return super().reprints(stood)

    def incidents(self, ids: Iterable[str]) -> dict[str, Incident]:
        return {name: found for name, found in super().incidents(ids).items() if found.known_on[:10] <= self.day}

    def plans(self, act: str, *, known_until: str, open_on: str) -> list[Incident]:
        return super().plans(act, known_until=min(known_until, self.day), open_on=open_on)

    def answering(self, act: str, *, since: str, until: str, first: str, last: str) -> list[Incident]:
        return super().answering(act, since=since, until=min(until, self.day), first=first, last=last)

    # -- shelves and stories ------------------------------------------------------------------------------------

    def shelf_days(self, ids: Iterable[str]) -> set[str]:
        return {day for day in super().shelf_days(ids) if day <= self.day}

    def shelf_of_day(self, day: str) -> dict[str, str]:
        found = super().shelf_of_day(day) if day <= self.day else {}
        here = {name: put[1] for name, put in self._shelved.items() if put is not None and put[0] == day}
        return {name: first for name, first in found.items() if name not in self._shelved} | here

    def shelved(self, ids: Iterable[str]) -> dict[str, str]:
        names = set(ids)
        here = {name: put[1] for name in names if (put := self._shelved.get(name)) is not None}
        return self._by_day(shelf.c.article, names - self._shelved.keys()) | here

    def shelved_with(self, firsts: Iterable[str]) -> dict[str, str]:
        names = set(firsts)
        found = self._by_day(shelf.c.first, names)
        here = {name: put[1] for name, put in self._shelved.items() if put is not None and put[1] in names}
        return {name: first for name, first in found.items() if name not in self._shelved} | here

    def put_shelf(self, day: str, placed: Mapping[str, str], *, gone: Iterable[str]) -> None:
        self._shelved |= dict.fromkeys(gone)
        self._shelved |= {name: (day, first) for name, first in placed.items()}

    def stories_of(self, ids: Iterable[str]) -> dict[str, str]:
        names = set(ids)
        here = {name: story for name in names if (story := self._story.get(name)) is not None}
        return super().stories_of(names - self._story.keys()) | here

    def members(self, stories: Iterable[str]) -> set[str]:
        names = set(stories)
        here = {name for name, story in self._story.items() if story in names}
        return (super().members(names) - self._story.keys()) | here

    def put_stories(self, stories: Iterable[Story], *, gone: Iterable[str]) -> None:
        self._story |= dict.fromkeys(self.members(gone))
        self._story |= {article: story.id for story in stories for article in story.articles}

    def _by_day(self, column: Column[str], names: Collection[str]) -> dict[str, str]:
        """Where reports out by then are shelved today, by their names or those that their stories began with."""
        s = shelf.c
        query = lambda part: select(s.article, s.first).where(column.in_(part), s.known_on <= self.day)  # noqa: E731
        return dict(self._pairs(query, sorted(names)))
