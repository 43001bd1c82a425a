"""The store: keeps values, answers questions.

One file (SQLite, write-ahead log): one writer at a time, any number of readers meanwhile. What is read is never
changed: a correction, a withdrawal or a new coder adds a version, and every question can be asked as of a past day.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import local
from typing import Literal, Self

import msgspec
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from dateline.errors import InputError, StoreError
from dateline.fusion.corrections import Version
from dateline.fusion.said import SaidVersion
from dateline.picture import Picture
from dateline.picture.calendar import Plan
from dateline.store import (
    activity,
    alerts,
    asking,
    cards,
    counting,
    dialect,
    keeping,
    known,
    migrations,
    reviews,
    said,
    then,
    warned,
    writing,
)
from dateline.store import tables as t
from dateline.store.answers import (
    ActorRow,
    ArticleRow,
    Bar,
    Change,
    Correction,
    Coverage,
    Extent,
    Facet,
    Hit,
    KeptWarnings,
    PairRow,
    PlaceRow,
    Reading,
    RefusalRow,
    Status,
)
from dateline.store.filters import Actors, ArticleFilter, EventFilter, IncidentFilter, StatementFilter
from dateline.store.known import Known
from dateline.store.upkeep import Upkeep
from dateline.values import (
    Actor,
    Article,
    Copy,
    Extraction,
    FoundEvent,
    FoundStatement,
    Incident,
    Refused,
    Sighting,
    Story,
)
from dateline.values.address import StoreAddress
from dateline.values.alert import Alert, AlertStep, Looked, Raised
from dateline.values.keeping import Purged
from dateline.values.picture import Activity, Naming
from dateline.values.warning import CountedIncident, EarlyWarning

_MAKE_ONE = "Make one with `dateline run PATH --store {}`."
_ALL_EVENTS, _ALL_STATEMENTS = EventFilter(), StatementFilter()
_ALL_INCIDENTS, _ALL_ARTICLES = IncidentFilter(), ArticleFilter()
IncidentColumn = Literal["type", "of", "quad", "modality", "country", "admin1", "publisher", "language"]
EventColumn = Literal["type", "of", "quad", "modality", "mode", "country", "admin1", "publisher", "language"]
StatementColumn = Literal["source", "spoken_for", "kind", "stance", "publisher", "language"]
_MOST_DAYS = 20  # past days remembered
Split = Literal["type", "of", "quad", "modality", "country"]


class Store:
    """All that was read, found and decided, in one file.

    Args:
        path: an SQLite file, made when it is not there; or the address of a PostgreSQL database,
            `postgresql://USER@HOST/DATABASE` (the extra `postgres` brings the driver; passwords best in ~/.pgpass).
        readonly: open for questions only; the file must exist.
    Raises:
        StoreError: the file is no store, is newer than this program, or cannot be opened.

    Close it, or use it as a context manager. Safe to use from several threads; writers wait for each other.
    """

    def __init__(self, path: str | Path = "dateline.db", *, readonly: bool = False) -> None:
        self.path = StoreAddress(path)
        self.is_readonly = readonly
        self._local = local()  # a batch belongs to the thread that opened it
        self._known: dict[
            str, tuple[object, Known]
        ] = {}  # past days that were asked of, and the state they were asked in
        if readonly and not self.path.is_there:
            raise StoreError(f"{self.path}: there is no store here. {_MAKE_ONE.format(self.path)}")
        self._engine = dialect.connect(self.path, readonly=readonly)
        try:
            if readonly:
                with self._engine.connect() as connection:
                    version = migrations.check(connection)
                if version is None:
                    raise StoreError(f"{self.path}: there is no store here. {_MAKE_ONE.format(self.path)}")
                if version != migrations.SCHEMA_VERSION:
                    raise StoreError(
                        f"{self.path}: the store has an older schema. Any `dateline run` on it brings it up to date."
                    )
            else:
                with self._write() as connection:
                    migrations.upgrade(connection)
        except SQLAlchemyError as error:
            self._engine.dispose()
            raise _store_error(self.path, error) from error
        except StoreError:
            self._engine.dispose()
            raise

    @classmethod
    def open(cls, path: str | Path = "dateline.db", *, readonly: bool = False) -> Self:
        """The same as the constructor, for those who like to read it."""
        return cls(path, readonly=readonly)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- writing ------------------------------------------------------------------------------------------------

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One transaction around several writes: all of them are kept or none, also when the machine goes down."""
        if self._writing is not None:
            yield
            return
        try:
            with self._write() as connection:
                self._writing = connection
                try:
                    yield
                finally:
                    self._writing = None
        except SQLAlchemyError as error:
            raise _store_error(self.path, error) from error

    def known(self, ids: Iterable[str]) -> set[tuple[str, str]]:
        """Id and digest of all versions of articles with these ids."""
        with self._ask() as connection:
            return writing.known(connection, ids)

    def add(self, article: Article, extraction: Extraction, *, seen_at: str) -> Literal["accepted", "duplicate"]:
        """Keep an article and what was found in it.

        Args:
            article: as it was read. The same id with other content is a new version of the report, and so is
                another report at the same URL; the newest stamp stands.
            extraction: what the current coder found in it.
            seen_at: when we read it, ISO, UTC; it dates the report only where nothing else does.
        Returns:
            `duplicate` when exactly this article is known (then nothing changes), else `accepted`.
        """
        (is_new,) = self.add_all([(article, extraction)], seen_at=seen_at)
        return "accepted" if is_new else "duplicate"

    def add_all(self, given: Sequence[tuple[Article, Extraction]], *, seen_at: str) -> list[bool]:
        """Keep many articles as `add` keeps one, in order and much faster; which of them were new."""
        with self.batch():
            return writing.add_articles(self._open_batch(), given, seen_at=seen_at)

    def revise(self, article: Article, extraction: Extraction, *, seen_at: str) -> bool:
        """Keep another reading of a known article beside the earlier ones and make it current; False: nothing new.

        Raises:
            InputError: the article is not in the store.
        """
        with self.batch():
            connection = self._open_batch()
            row = writing.find_row(connection, article)
            if row is None:
                raise InputError(f"{article.id}: this article is not in the store. Add it with `dateline run`.")
            is_new = writing.put_extraction(connection, row, article, extraction, seen_at=seen_at)
            if is_new:
                writing.add_change(connection, "revised", "article", [article.id], at=seen_at)
            return is_new

    def refuse(self, refused: Refused, *, seen_at: str) -> None:
        """Keep a refusal on record, once for each place and reason."""
        with self.batch():
            writing.add_refusal(self._open_batch(), refused, seen_at=seen_at)

    def withdraw(self, article_id: str, *, why: str, who: str, at: str) -> int:
        """Take an article out of every figure from a day on; it stays on record, and as-of views before it keep it.

        Args:
            article_id: the article, in all its versions.
            why: the reason, for the record.
            who: whoever decided.
            at: ISO stamp of the decision; its day is when the article stops to count.
        Returns:
            versions that were withdrawn; 0 when all were already.
        Raises:
            InputError: no such article.
        """
        with self.batch():
            connection = self._open_batch()
            if not writing.count(connection, t.articles, t.articles.c.id == article_id):
                raise InputError(f"{article_id}: no such article in {self.path}. `dateline status` counts them.")
            done = writing.withdraw(connection, article_id, on=at[:10])
            if done:
                self._record(connection, "withdraw", "article", article_id, who=who, why=why, at=at)
                writing.add_change(connection, "withdrawn", "article", [article_id], at=at)
            return done

    def correct(self, kind: str, about: str, target: str, *, who: str, why: str, at: str, value: object = None) -> int:
        """Put a person's decision on record: `reject` an event, `split` an incident ..; fusion and pages obey it.

        Returns:
            its number, which undoing names.
        """
        with self.batch():
            return self._record(self._open_batch(), kind, about, target, who=who, why=why, at=at, value=value)

    def settle_events(self, versions: Mapping[str, Sequence[Version]], *, at: str) -> None:
        """Let events stand as people decided: versions by event id; every other event stands as the coder reads it."""
        with self.batch():
            reviews.settle_events(self._open_batch(), versions, at=at)

    def settle_statements(self, versions: Mapping[str, Sequence[SaidVersion]], *, at: str) -> None:
        """Let these statements, by id, and no others stand as people decided; followers are told which changed."""
        with self.batch():
            said.settle_statements(self._open_batch(), versions, at=at)

    def machine_statements(self, articles: Sequence[str]) -> list[FoundStatement]:
        """Statements as the coder reads them, standing or not: of reports, their copies and what they copy."""
        with self._ask() as connection:
            return said.machine_statements(connection, articles)

    def statements_now(self, ids: Sequence[str]) -> dict[str, FoundStatement]:
        """These statements by their own ids, as people decided last: rejected ones too."""
        with self._ask() as connection:
            return said.statements_now(connection, ids)

    def upkeep(self) -> Upkeep:
        """What fusion keeps between runs; inside a batch."""
        return Upkeep(self._open_batch())

    def replace_copies(self, copies: Iterable[Copy]) -> None:
        """Which articles reprint which, in place of what fusion said before."""
        with self.batch():
            writing.replace_copies(self._open_batch(), copies)

    def replace_stories(self, stories: Iterable[Story]) -> None:
        """Which articles tell one happening, in place of what fusion said before."""
        with self.batch():
            writing.replace_stories(self._open_batch(), stories)

    def replace_incidents(self, incidents: Iterable[Incident], *, at: str) -> tuple[int, int, int]:
        """The incidents, in place of what fusion said before.

        Returns:
            how many were added, revised and removed.
        """
        with self.batch():
            counts = writing.replace_incidents(self._open_batch(), incidents, at=at)
            writing.mark_fused(self._open_batch())
            return counts

    def is_fused(self) -> bool:
        """Whether the incidents rest on every article: False after a run that was stopped before it fused."""
        with self._ask() as connection:
            return writing.is_fused(connection)

    def rebuild(self) -> None:
        """Make every row that only indexes the extractions anew from them."""
        with self.batch():
            connection = self._open_batch()
            for article_row, value in connection.execute(select(t.articles.c.row, t.articles.c.value)).all():
                where = (t.extractions.c.article_row == article_row) & t.extractions.c.is_current.is_not(False)
                found = connection.execute(select(t.extractions.c.value).where(where)).scalar()
                if found is not None:
                    article = msgspec.json.decode(value, type=Article)
                    if not article.text:  # purged: its rows are the only place that still has its sentences
                        continue
                    extraction = msgspec.json.decode(found, type=Extraction)
                    writing.index_again(connection, article_row, article, extraction)

    def waiting_for_translation(self) -> list[Article]:
        """Reports that were kept because nothing here could translate them, in the order of reading."""
        where = (t.extractions.c.article_row == t.articles.c.row) & t.extractions.c.is_current
        wanted = select(t.articles.c.value).where(where, t.extractions.c.coder.like("%untranslated"))
        with self._ask() as connection:
            found = connection.execute(wanted.order_by(t.articles.c.row)).scalars().all()
            return [msgspec.json.decode(value, type=Article) for value in found]

    def purge_texts(self, *, before: str, who: str, at: str) -> Purged:
        """Remove the texts of reports that were out before a day; what was read in them stays, with its sentences.

        Args:
            before: ISO day.
            who: whoever decided.
            at: now, ISO, UTC; a purge that removed anything is put on record.
        """
        with self.batch():
            purged = keeping.purge_texts(self._open_batch(), before=before)
            if purged.reports:
                why = f"the texts of {purged.reports:,} reports of {purged.from_on} to {purged.to_on} were removed"
                value = msgspec.to_builtins(purged)
                self._record(self._open_batch(), "purge", "store", before, who=who, why=why, at=at, value=value)
        if purged.reports:
            self._engine.dispose()  # so that no other connection of ours holds the log back
            dialect.wipe(self._engine)
        return purged

    def texts_before(self, day: str) -> Purged:
        """What a purge of texts from before an ISO day would remove."""
        with self._ask() as connection:
            return keeping.texts_before(connection, before=day)

    def count_texts(self, *, before: str | None = None) -> int:
        """Reports whose text is still here; of those out before an ISO day, where one is given."""
        with self._ask() as connection:
            return keeping.count_texts(connection, before=before)

    def size_bytes(self) -> int:
        """How much room the store takes."""
        with self._ask() as connection:
            return dialect.size_bytes(connection)

    def rest(self) -> None:
        """Let go of what connections keep in memory for the next question; for a process that waits between its rounds."""
        self._engine.dispose()

    def tune(self) -> None:
        """Let the database look at some of what it holds, so that questions stay quick; after much was written."""
        with self.batch():
            dialect.analyse(self._open_batch())

    # -- events -------------------------------------------------------------------------------------------------

    def events(
        self, wanted: EventFilter = _ALL_EVENTS, *, limit: int | None = None, offset: int = 0
    ) -> list[FoundEvent]:
        """Events with their sentences, latest first."""
        with self._ask() as connection:
            return asking.events(connection, wanted, limit=limit, offset=offset)

    def event(self, event_id: str, *, as_of: str | None = None) -> FoundEvent | None:
        """One event by its id; None when it is not there or no longer stands."""
        return next(iter(self.events(EventFilter(ids=(event_id,), as_of=as_of))), None)

    def machine_events(self, articles: Sequence[str]) -> list[FoundEvent]:
        """Events as the coder reads them, whatever people decided: of reports, their copies and what they copy."""
        with self._ask() as connection:
            return reviews.machine_events(connection, articles)

    def rejected_events(self, ids: Sequence[str], *, as_of: str | None = None) -> list[FoundEvent]:
        """Those of these events that a person rejected and that stand no more, each with who rejected it."""
        with self._ask() as connection:
            return reviews.rejected_events(connection, ids, as_of)

    def unsure_events(self, types: Sequence[str], *, limit: int) -> list[FoundEvent]:
        """Standing events of some types that nobody has reviewed, those first that the coder is least sure of."""
        with self._ask() as connection:
            return reviews.unsure_events(connection, types, limit=limit)

    def count_events(self, wanted: EventFilter = _ALL_EVENTS) -> int:
        """How many events a filter keeps."""
        with self._ask() as connection:
            return counting.count_events(connection, wanted)

    def event_facets(self, column: EventColumn, wanted: EventFilter = _ALL_EVENTS, *, limit: int = 50) -> list[Facet]:
        """The values of a column among the events that a filter keeps, with their counts, most first."""
        with self._ask() as connection:
            return counting.event_facets(connection, wanted, column, limit=limit)

    def incident_facets(
        self, column: IncidentColumn, wanted: IncidentFilter = _ALL_INCIDENTS, *, limit: int = 50
    ) -> list[Facet]:
        """The values of a column among the incidents that a filter keeps, with their counts, most first."""
        with self._ask() as connection:
            return known.incident_facets(connection, wanted, column, self._then(connection, wanted.as_of), limit=limit)

    def event_series(
        self,
        wanted: EventFilter = _ALL_EVENTS,
        *,
        by: Literal["day", "month", "year"] = "month",
        split: Split | None = None,
    ) -> list[Bar]:
        """Events counted over time by the first day they may have happened on."""
        with self._ask() as connection:
            return counting.event_series(connection, wanted, by, split)

    def event_areas(self, wanted: EventFilter = _ALL_EVENTS) -> list[tuple[str | None, str | None, int]]:
        """(country, admin1, events) by area, most first; (None, None) are events that no place is given for."""
        with self._ask() as connection:
            return counting.event_areas(connection, wanted)

    def busiest_pairs(self, wanted: EventFilter = _ALL_EVENTS, *, limit: int = 100) -> list[tuple[str, str, int]]:
        """(source, target, events) of the directed pairs of actors with most events, most first."""
        with self._ask() as connection:
            return counting.busiest_pairs(connection, wanted, limit=limit)

    def pairs(
        self,
        wanted: EventFilter = _ALL_EVENTS,
        *,
        limit: int = 100,
        among: Sequence[tuple[str, str]] | None = None,
    ) -> list[PairRow]:
        """Directed pairs of actors with their events by quad, most first; of some (source, target), where these are given."""
        with self._ask() as connection:
            return counting.pairs(connection, wanted, limit=limit, among=among)

    # -- statements, sightings ----------------------------------------------------------------------------------

    def statements(
        self, wanted: StatementFilter = _ALL_STATEMENTS, *, limit: int | None = None, offset: int = 0
    ) -> list[FoundStatement]:
        """Statements with their sentences, latest first."""
        with self._ask() as connection:
            return asking.statements(connection, wanted, limit=limit, offset=offset)

    def count_statements(self, wanted: StatementFilter = _ALL_STATEMENTS) -> int:
        """How many statements a filter keeps."""
        with self._ask() as connection:
            return counting.count_statements(connection, wanted)

    def statement_facets(
        self, column: StatementColumn, wanted: StatementFilter = _ALL_STATEMENTS, *, limit: int = 50
    ) -> list[Facet]:
        """The values of a column among statements, with their counts, most first."""
        with self._ask() as connection:
            return counting.statement_facets(connection, wanted, column, limit=limit)

    def sightings(
        self,
        actor: Actors,
        *,
        country: str | None = None,
        since: str | None = None,
        until: str | None = None,
        as_of: str | None = None,
    ) -> list[Sighting]:
        """Sentences that name an actor together with a place: reported there, which is no event. Latest first."""
        with self._ask() as connection:
            return asking.sightings(connection, actor, country, since, until, as_of)

    def activity(self, actor: str, members: Actors, *, as_of: str | None = None) -> list[Activity]:
        """The events that show an actor active somewhere; `members` are those who may have acted for it."""
        with self._ask() as connection:
            incident_of = self._then(connection, as_of).of_events()
            return activity.activity(connection, actor, members, as_of, incident_of)

    def namings(self, actor: str, *, as_of: str | None = None) -> list[Naming]:
        """The reports that name an actor as being somewhere: sightings without their sentences."""
        with self._ask() as connection:
            return activity.namings(connection, actor, as_of)

    def partners(self, actor: str, *, as_of: str | None = None, limit: int = 10) -> list[tuple[str, dict[str, int]]]:
        """Those on either side of an actor's events, with the events by quad, most first."""
        with self._ask() as connection:
            return activity.partners(connection, actor, as_of, limit=limit)

    # -- articles -----------------------------------------------------------------------------------------------

    def articles(
        self, wanted: ArticleFilter = _ALL_ARTICLES, *, limit: int | None = None, offset: int = 0
    ) -> list[ArticleRow]:
        """Reports, latest first."""
        with self._ask() as connection:
            return asking.articles(connection, wanted, limit=limit, offset=offset)

    def count_articles(self, wanted: ArticleFilter = _ALL_ARTICLES) -> int:
        """How many reports a filter keeps."""
        with self._ask() as connection:
            return counting.count_articles(connection, wanted)

    def reading(self, article_id: str, *, as_of: str | None = None) -> Reading | None:
        """The newest version of a report, withdrawn or not, with all that was found in it; None when unknown (by then)."""
        with self._ask() as connection:
            return asking.reading(connection, article_id, as_of)

    def article(self, article_id: str) -> Article | None:
        """The newest version of a report; None when unknown."""
        found = self.reading(article_id)
        return found.article if found is not None else None

    def extraction(self, article_id: str) -> Extraction | None:
        """What the current coder found in the newest version of a report; None when unknown."""
        found = self.reading(article_id)
        return found.extraction if found is not None else None

    def extraction_versions(self, article_id: str) -> list[tuple[str, str, Extraction]]:
        """Every reading of an article as (coder, made at, extraction); the current one last."""
        with self._ask() as connection:
            return asking.extraction_versions(connection, article_id)

    def readings(self, wanted: ArticleFilter = _ALL_ARTICLES) -> Iterator[Reading]:
        """Every report with what was found in it, by id; one at a time, for fusion and exports."""
        with self._ask() as connection:
            yield from asking.readings(connection, wanted)

    def search(self, words: str, *, as_of: str | None = None, limit: int = 50, offset: int = 0) -> list[Hit]:
        """Reports that hold all the words (a phrase in double quotes, `begin*` for any ending), best first."""
        with self._ask() as connection:
            return asking.search(connection, words, as_of=as_of, limit=limit, offset=offset)

    def coverage(
        self, *, since: str | None = None, until: str | None = None, as_of: str | None = None
    ) -> list[Coverage]:
        """Reports read by day and outlet: what every count of events rests on."""
        with self._ask() as connection:
            return counting.coverage(connection, since, until, as_of)

    def reports_by_day(self, *, as_of: str | None = None) -> dict[str, int]:
        """Reports read by ISO day, all outlets together."""
        with self._ask() as connection:
            return counting.reports_by_day(connection, as_of)

    def picture(self, *, as_of: str | None = None) -> Picture:
        """The standing picture over everything kept, or over what was known on an ISO day."""
        return Picture(
            events=self.events(EventFilter(as_of=as_of)),
            incidents=self.incidents(IncidentFilter(as_of=as_of)),
            sightings=lambda actor: self.sightings(actor, as_of=as_of),
            articles_by_day=self.reports_by_day(as_of=as_of),
            at=as_of,
        )

    # -- actors, places -----------------------------------------------------------------------------------------

    def actors(
        self, ids: Sequence[str] | None = None, *, as_of: str | None = None, limit: int | None = None
    ) -> list[ActorRow]:
        """Actors by how many reports name them, most first."""
        with self._ask() as connection:
            return asking.actors(connection, ids, as_of, limit=limit)

    def actor(self, actor_id: str) -> Actor | None:
        """Who an id is, as the latest report describes it; None when no report speaks of it."""
        with self._ask() as connection:
            return asking.find_actor(connection, actor_id)

    def actor_names(self) -> dict[str, str]:
        """The name of every actor by its id."""
        with self._ask() as connection:
            return asking.actor_names(connection)

    def cards(self, *, as_of: str | None = None) -> dict[str, Actor]:
        """Every actor that any report speaks of, as last described (by a day), by id."""
        with self._ask() as connection:
            return cards.cards(connection, as_of)

    def places(
        self, *, country: str | None = None, as_of: str | None = None, limit: int | None = None
    ) -> list[PlaceRow]:
        """Places by how many reports name them, most first."""
        with self._ask() as connection:
            return asking.places(connection, country, as_of, limit=limit)

    # -- incidents, stories -------------------------------------------------------------------------------------

    def incidents(
        self, wanted: IncidentFilter = _ALL_INCIDENTS, *, limit: int | None = None, offset: int = 0
    ) -> list[Incident]:
        """Incidents, latest first."""
        with self._ask() as connection:
            then = self._then(connection, wanted.as_of)
            return known.incidents(connection, wanted, then, limit=limit, offset=offset)

    def plans(self, wanted: IncidentFilter = _ALL_INCIDENTS) -> list[Plan]:
        """All that is planned, as a calendar is laid out by it; in no order."""
        with self._ask() as connection:
            return known.plans(connection, wanted, self._then(connection, wanted.as_of))

    def counted_incidents(self, *, as_of: str | None = None) -> list[CountedIncident]:
        """What happened, dated and placed, as early warning counts it; in no order."""
        with self._ask() as connection:
            return known.counted_incidents(connection, as_of, self._then(connection, as_of))

    def counted_alike(self, day: str) -> bool:
        """Whether `counted_incidents` of an ISO day are today's, of those that were known by it."""
        with self._ask() as connection:
            return known.counted_alike(connection, day, self._then(connection, day))

    def incident(self, incident_id: str, *, as_of: str | None = None) -> Incident | None:
        """One incident by its id; None when there is none, or was none on that day."""
        return next(iter(self.incidents(IncidentFilter(ids=(incident_id,), as_of=as_of))), None)

    def incidents_of(self, events: Sequence[str]) -> dict[str, Incident]:
        """The incident of each of these events, by the event's id."""
        with self._ask() as connection:
            return reviews.incidents_of(connection, events)

    def count_incidents(self, wanted: IncidentFilter = _ALL_INCIDENTS) -> int:
        """How many incidents a filter keeps."""
        with self._ask() as connection:
            return known.count_incidents(connection, wanted, self._then(connection, wanted.as_of))

    def mark_of_events(self, ids: Sequence[str]) -> str | None:
        """How far what stands on these events may be passed on; None where none of their reports is marked."""
        with self._ask() as connection:
            return asking.mark_of_events(connection, ids)

    def marks_of_incidents(self, ids: Iterable[str]) -> dict[str, str]:
        """How far what stands on these incidents may be passed on, of those that a marked report tells of."""
        with self._ask() as connection:
            return asking.marks_of_incidents(connection, ids)

    def stories(self, *, article: str | None = None, limit: int | None = None, as_of: str | None = None) -> list[Story]:
        """Stories; those that an article belongs to when one is named. As of a day only with the reports out by then."""
        with self._ask() as connection:
            return asking.stories(connection, article, limit=limit, as_of=as_of)

    def story(self, story_id: str) -> Story | None:
        """One story by its id."""
        with self._ask() as connection:
            return asking.story(connection, story_id)

    # -- the record ---------------------------------------------------------------------------------------------

    def corrections(self, *, about: str | None = None, target: str | None = None) -> list[Correction]:
        """What people put on record, oldest first."""
        with self._ask() as connection:
            return asking.corrections(connection, about, target)

    def changes(self, *, after: int = 0, limit: int = 1000) -> list[Change]:
        """Ids that changed after a change's number, in order."""
        with self._ask() as connection:
            return asking.changes(connection, after, limit=limit)

    def last_change(self) -> int:
        """The number of the newest change; 0 before the first."""
        with self._ask() as connection:
            return int(connection.execute(select(func.max(t.changes.c.row))).scalar() or 0)

    def last_read_at(self) -> str | None:
        """When a report last came in, as `seen_at` was handed in; None before the first."""
        with self._ask() as connection:
            newest = select(t.articles.c.seen_at).order_by(t.articles.c.row.desc()).limit(1)
            return connection.execute(newest).scalar()

    def newest_stamped(self, *, until: str) -> str | None:
        """The newest ISO day, up to one, on which a report was out that says so itself; None where there is none."""
        a = t.articles.c
        query = select(a.known_on).where(a.published.is_not(None), a.known_on <= until)
        with self._ask() as connection:
            return connection.execute(query.order_by(a.known_on.desc()).limit(1)).scalar()

    def stamp(self) -> object:
        """Changes whenever the store may have; cheap, so that who shows it may ask before each answer."""
        if self.path.is_server:
            with self._ask() as connection:
                return dialect.stamp(connection)
        files = (Path(self.path), Path(f"{self.path}-wal"))
        return tuple((stat.st_mtime_ns, stat.st_size) for stat in (file.stat() for file in files if file.is_file()))

    def refusals(self, *, limit: int | None = None) -> list[RefusalRow]:
        """Inputs that were refused, with reason and mend, latest first."""
        with self._ask() as connection:
            return asking.refusals(connection, limit=limit)

    def extent(self, reports: Mapping[str, int], *, as_of: str | None = None) -> Extent:
        """The reports that figures rest on, or rested on as of a day; `reports`: those that `reports_by_day` gives."""
        with self._ask() as connection:
            return counting.extent(connection, as_of, reports)

    def status(self, *, as_of: str | None = None) -> Status:
        """How much the store holds, or held as of an ISO day; what people and programs keep beside it is counted as of now."""
        with self._ask() as connection:
            incidents = known.count_incidents(connection, IncidentFilter(as_of=as_of), self._then(connection, as_of))
            schema = migrations.version_of(connection) or 0
            return counting.status(connection, as_of, schema=schema, incidents=incidents)

    # -- alerts -------------------------------------------------------------------------------------------------

    def add_alert(self, alert: Alert, *, at: str) -> bool:
        """Keep an alert that a watch raised; False when it is known."""
        with self.batch():
            return alerts.add_alert(self._open_batch(), alert, at=at)

    def add_alert_step(self, step: AlertStep) -> None:
        """Keep a step in the life of an alert.

        Raises:
            InputError: no such alert.
        """
        with self.batch():
            if not alerts.add_step(self._open_batch(), step):
                raise InputError(f"{step.alert}: no such alert in {self.path}. `dateline watch list` shows their ids.")

    def add_look(self, looked: Looked, *, at: str) -> None:
        """Keep what a watch saw."""
        with self.batch():
            alerts.add_look(self._open_batch(), looked, at=at)

    def alerts(self, *, watch: str | None = None, words: str | None = None, alert: str | None = None) -> list[Raised]:
        """Alerts with their steps, latest first; of one watch, one wording, or one alert by its id."""
        with self._ask() as connection:
            return alerts.raised(connection, watch=watch, words=words, alert=alert)

    def last_looks(self) -> list[Looked]:
        """The newest look of every watch in its newest words, by name."""
        with self._ask() as connection:
            return alerts.last_looks(connection)

    def last_look(self, watch: str, words: str) -> Looked | None:
        """The newest look of a watch in these words; None before its first."""
        with self._ask() as connection:
            return alerts.last_look(connection, watch, words)

    def reports_by_country(self, *, as_of: str | None = None) -> dict[str, dict[str, int]]:
        """How many reports of each day name a place in a country: {country: {ISO day: reports}}."""
        with self._ask() as connection:
            return alerts.reports_by_country(connection, as_of)

    def keep_warnings(self, warnings: Sequence[EarlyWarning], *, change: int, method: str, basis: str = "") -> None:
        """Keep the early warnings of the whole record.

        Args:
            warnings: all of them.
            change: what `last_change` gave before they were made.
            method: by which they were made.
            basis: names what those of series follow from.
        """
        with self.batch():
            warned.keep(self._open_batch(), warnings, change=change, method=method, basis=basis)

    def warnings_from(self, method: str, basis: str) -> tuple[EarlyWarning, ...] | None:
        """The warnings kept last, where they were made by this method from this basis, whatever else changed since."""
        with self._ask() as connection:
            return warned.kept_from(connection, method, basis)

    def kept_warnings(self, method: str) -> tuple[EarlyWarning, ...] | None:
        """The early warnings of the whole record; None where none were made by this method since the last change."""
        with self._ask() as connection:
            return warned.kept(connection, method)

    def last_warnings(self, method: str) -> KeptWarnings | None:
        """The early warnings that this method made last, fresh or not; None where it never made any."""
        with self._ask() as connection:
            return warned.kept_last(connection, method)

    def has_warnings(self, method: str) -> bool:
        """Whether `kept_warnings` would give them."""
        with self._ask() as connection:
            return warned.is_kept(connection, method)

    def _then(self, connection: Connection, day: str | None) -> Known:
        """How the incidents of a day differ from today's; made once for each state of the store, outside batches."""
        if day is None:
            return Known()
        if self._writing is not None:
            return then.known_on(connection, day)
        state = then.state_of(connection)
        held = self._known.get(day)
        if held is None or held[0] != state:
            if len(self._known) >= _MOST_DAYS:
                self._known.clear()
            held = self._known[day] = (state, then.known_on(connection, day))
        return held[1]

    # -- connections --------------------------------------------------------------------------------------------

    @property
    def _writing(self) -> Connection | None:
        return getattr(self._local, "connection", None)

    @_writing.setter
    def _writing(self, connection: Connection | None) -> None:
        self._local.connection = connection

    @contextmanager
    def moment(self) -> Iterator[Connection]:
        """For this room: everything asked inside is of one moment; inside a batch, of the batch."""
        with self._ask() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        if self.is_readonly:
            raise StoreError(f"{self.path}: opened for reading only. Open it without `readonly` to write.")
        with self._engine.connect().execution_options(writing=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def _ask(self) -> Iterator[Connection]:
        if self._writing is not None:  # inside a batch its own writes are seen
            yield self._writing
            return
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise _store_error(self.path, error) from error

    def _open_batch(self) -> Connection:
        if self._writing is None:  # cannot happen: every write above opens a batch
            raise StoreError("a write outside a batch")
        return self._writing

    def _record(
        self,
        connection: Connection,
        kind: str,
        about: str,
        target: str,
        *,
        who: str,
        why: str,
        at: str,
        value: object = None,
    ) -> int:
        blob = msgspec.json.encode(value) if value is not None else None
        inserted = connection.execute(
            t.corrections.insert().values(
                kind=kind, about=about, target=target, who=who, why=why, made_at=at, value=blob
            )
        )
        return int(inserted.inserted_primary_key[0])  # type: ignore[index]


def _store_error(path: StoreAddress, error: SQLAlchemyError) -> StoreError:
    cause = str(getattr(error, "orig", None) or error).splitlines()[0]
    mend = "Check that the file is there, is whole, and that you may read and write it and its folder."
    low = cause.lower()
    if path.is_server:
        mend = "Check the address, that the server runs, and that you may use this database; passwords go in ~/.pgpass."
    if "locked" in low or "lock timeout" in low:
        mend = f"Another process has been writing for {dialect.WAIT_SECONDS} seconds: wait for it, then run again."
    elif "full" in low or "no space" in low:
        mend = "The disk is full. Nothing half-written was kept: make room and run again."
    elif "not a database" in low:
        mend = "The file is something else: name another with --store."
    elif "readonly" in low or "read-only" in low:
        mend = "You may not write to it: check its permissions, or name another with --store."
    return StoreError(f"{path}: {cause}. {mend}")
