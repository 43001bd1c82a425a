"""The tables, as SQLAlchemy Core sees them.

Truth is append-only: `articles`, `extractions`, `refusals`, `corrections`, `changes`, and what watches did: `alerts`,
`alert_steps`, `looks`. Everything else is an index over
it that can be rebuilt: `events`, `statements`, `sightings` and their sides, one row for each thing found by the
current coder; `incidents`, `copies`, `stories` as fusion left them; `warned`, the early warnings of the whole record.

Days are ISO text (`2021-11-25`), so they sort as they are. `known_on`: the day on which a report was out. `gone_on`:
the day from which it no longer stands (withdrawn, or replaced by a newer version), null while it does.
Values travel as msgspec JSON in `value`; the columns beside it are what questions are asked by.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    and_,
    column,
    func,
    literal_column,
)
from sqlalchemy import Text as AnyText
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator


class _ServerText(TypeDecorator[str]):
    """Text that sorts by code point, as in SQLite. PostgreSQL keeps no NUL: the truth in `value` does, escaped."""

    impl = postgresql.TEXT
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(collation="C")

    def process_bind_param(self, value: str | None, dialect: object) -> str | None:
        return value.replace("\x00", "\ufffd") if value is not None and "\x00" in value else value


Text = AnyText().with_variant(_ServerText(), "postgresql")
metadata = MetaData()

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))


def _unique(table: str, *columns: str) -> list[UniqueConstraint | Index]:
    """No two rows alike in columns that may be long: a tree on PostgreSQL takes 2.7 kB at most, so there digests of them."""
    digests = [func.md5(column(name)) for name in columns]
    return [
        UniqueConstraint(*columns).ddl_if(dialect="sqlite"),
        Index(f"{table}_once", *digests, unique=True).ddl_if(dialect="postgresql"),
    ]


articles = Table(
    "articles",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("address", Text, nullable=False),  # versions of one report share it: its URL, else its id
    Column("title", Text),
    Column("publisher", Text),
    Column("outlet_country", Text),
    Column("url", Text),
    Column("language", Text, nullable=False),
    Column("is_translated_page", Boolean, nullable=False),
    Column("published", Text),
    Column("known_at", Text, nullable=False),
    Column("known_on", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("withdrawn_on", Text),
    Column("gone_on", Text),
    Column("words", Integer, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Column("mark", Text),  # how far it may be passed on
    *_unique("articles", "id", "digest"),
    Index("articles_by_id", "id", postgresql_using="hash").ddl_if(dialect="postgresql"),
    Index("articles_address", "address", postgresql_using="hash"),  # a URL may be longer than a tree takes
    Index("articles_out", "known_on", "publisher", "outlet_country", "gone_on"),
    Index("articles_of_publisher", "publisher", "known_on", "gone_on"),
    Index("articles_of_language", "language", "known_on", "gone_on", "withdrawn_on"),
    Index(
        "articles_marked",
        "mark",
        sqlite_where=column("mark").is_not(None),
        postgresql_where=column("mark").is_not(None),
    ),
)

# What full text is searched in: one row an article, the same `row`.
texts = Table(
    "texts",
    metadata,
    Column("row", Integer, ForeignKey("articles.row"), primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
)

extractions = Table(
    "extractions",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("article_row", Integer, ForeignKey("articles.row"), nullable=False),
    Column("coder", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Index("extractions_by_coder", "is_current", "coder", "article_row"),
    UniqueConstraint("article_row", "coder", "digest"),
)

refusals = Table(
    "refusals",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", Text),
    Column("room", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("place", Text, nullable=False),  # file and line
    Column("seen_at", Text, nullable=False),
    *_unique("refusals", "place", "why"),
)


def _standing() -> list[Column]:
    """The columns that say which article a row stands on, and whether that still stands."""
    return [
        Column("article_row", Integer, ForeignKey("articles.row"), nullable=False, index=True),
        Column("known_on", Text, nullable=False),
        Column("gone_on", Text),
    ]


_KNOWN = ("gone_on", "known_on")


def _counted(table: str, *columns: str) -> Index:
    """An index that alone answers how many rows have each value of some columns, in a window, as of a day, as told."""
    days = {
        "events": (*_KNOWN, "first_on", "last_on", "is_machine_translated", "language", "publisher"),
        "statements": (*_KNOWN, "said_on"),
        "incidents": ("first_on", "last_on", "known_on", "plain_on", "language", "id"),
    }[table]
    return Index(f"{table}_of_{'_'.join(columns)}", *columns, *(day for day in days if day not in columns))


_ended = column("ended_on").is_not(None)
_unreviewed = and_(column("gone_on").is_(None), column("version") == 0)

events = Table(
    "events",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False, default=0),  # 0 as the coder read it; others as people decided
    *_standing(),  # a version's `known_on` is the day of its decision
    Column("ended_on", Text),  # the day from which a decision put another version in its place, or rejected it
    Column("decision", Text),  # accepted, fixed, rejected; `review` says by whom
    Column("review", LargeBinary),
    Column("n", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("of", Text),
    Column("quad", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("source", Text),
    Column("target", Text),
    Column("date", Text),
    Column("first_on", Text, nullable=False),  # the days its date covers; the report's own day where it has no date
    Column("last_on", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("country", Text),
    Column("admin1", Text),
    Column("geonameid", Integer),
    Column("place_precision", Integer),
    Column("killed", Integer),
    Column("injured", Integer),
    Column("confidence", Float, nullable=False),
    Column("is_machine_translated", Boolean, nullable=False),
    Column("publisher", Text),
    Column("language", Text, nullable=False),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Column("place", LargeBinary),
    UniqueConstraint("id", "version"),
    Index("events_decided", "version", "id"),
    Index("events_ended", "id", sqlite_where=_ended, postgresql_where=_ended),  # with that above: all that were decided
    Index("events_unsure", "type", "confidence", "id", sqlite_where=_unreviewed, postgresql_where=_unreviewed),
    Index("events_latest", "first_on", "id", *_KNOWN, "last_on"),
    Index("events_by_act", "of", "first_on"),
    # each count is read off an index in the order it is grouped by, and never off the rows with their blobs
    _counted("events", "type"),
    _counted("events", "quad"),
    _counted("events", "modality"),
    _counted("events", "publisher"),
    _counted("events", "language"),
    _counted("events", "country", "admin1"),
    _counted("events", "first_on", "quad"),
    _counted("events", "source", "target", "quad"),
)

event_actors = Table(
    "event_actors",
    metadata,
    Column("event_row", Integer, ForeignKey("events.row"), primary_key=True),
    Column("side", Text, primary_key=True),  # source, target
    Column("actor", Text, primary_key=True),
    Column("first_on", Text, nullable=False),
    Column("known_on", Text, nullable=False),
    Column("gone_on", Text),
    Index("event_actors_by_actor", "actor", "first_on", "event_row", "side", "gone_on", "known_on"),
)

statements = Table(
    "statements",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    *_standing(),
    Column("n", Integer, nullable=False),
    Column("source", Text),
    Column("source_words", Text),
    Column("spoken_for", Text),
    Column("kind", Text, nullable=False),
    Column("stance", Text, nullable=False),
    Column("date", Text),
    Column("said_on", Text, nullable=False),
    Column("is_machine_translated", Boolean, nullable=False),
    Column("publisher", Text),
    Column("language", Text, nullable=False),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Index("statements_latest", "said_on", "id", *_KNOWN),
    Index("statements_by_body", "spoken_for", "said_on"),
    _counted("statements", "source"),
    _counted("statements", "stance"),
    _counted("statements", "kind"),
    _counted("statements", "publisher"),
    _counted("statements", "language"),
)

statement_about = Table(
    "statement_about",
    metadata,
    Column("statement_row", Integer, ForeignKey("statements.row"), primary_key=True),
    Column("actor", Text, primary_key=True),
    Index("statement_about_by_actor", "actor", "statement_row"),
)

# How reports describe actors, each way once.
descriptions = Table(
    "descriptions",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("value", LargeBinary, nullable=False),
)

# Who is named in which article and how it describes him, and where a sentence names an actor together with a place.
mentions = Table(
    "mentions",
    metadata,
    Column("article_row", Integer, ForeignKey("articles.row"), primary_key=True),
    Column("actor", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("known_on", Text, nullable=False),
    Column("gone_on", Text),
    Column("description", Integer, ForeignKey("descriptions.row")),
    Index("mentions_by_actor", "actor", "known_on", "gone_on"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("row", Integer, primary_key=True),
    *_standing(),
    Column("actor", Text, nullable=False),
    Column("country", Text),
    Column("admin1", Text),
    Column("geonameid", Integer),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("place", LargeBinary, nullable=False),
    Index("sightings_by_actor", "actor", "known_on"),
    Index("sightings_by_place", "country", "admin1", "known_on"),
)

place_mentions = Table(
    "place_mentions",
    metadata,
    Column("article_row", Integer, ForeignKey("articles.row"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("known_on", Text, nullable=False),
    Column("gone_on", Text),
    Column("name", Text, nullable=False),
    Column("country", Text),
    Column("admin1", Text),
    Column("geonameid", Integer),
    Column("lat", Float),
    Column("lon", Float),
    Column("precision", Integer),
    Index("place_mentions_by_area", "country", "admin1", "name"),
)

# The actors that any current extraction speaks of, as last described.
actors = Table(
    "actors",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("country", Text),
    Column("sector", Text),
    Column("kind", Text),
    Column("described_at", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
)

copies = Table(
    "copies",
    metadata,
    Column("article", Text, primary_key=True),
    Column("copy_of", Text, nullable=False, index=True),
    Column("why", Text, nullable=False),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text),
    Column("value", LargeBinary, nullable=False),
)

story_articles = Table(
    "story_articles",
    metadata,
    Column("story", Text, primary_key=True),
    Column("article", Text, primary_key=True),
    Index("story_articles_by_article", "article"),
)

_planned = column("modality") == literal_column("'planned'")

incidents = Table(
    "incidents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("of", Text),
    Column("quad", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("first_on", Text, nullable=False),
    Column("last_on", Text, nullable=False),
    Column("known_on", Text, nullable=False),
    Column("country", Text),
    Column("admin1", Text),
    Column("geonameid", Integer),
    Column("killed", Integer),
    Column("origins", Integer, nullable=False),
    Column("outcome", Text),
    Column("plain_on", Text),  # when a report first told of it without a machine translation; as `incident_told` has it
    Column("language", Text),  # the one that all reports tell it in; none where they do in several
    Column("last_told_on", Text),  # the day of the last report that tells of it
    Column("value", LargeBinary, nullable=False),
    Index("incidents_by_day", "first_on", "id", "last_on", "known_on", "plain_on", "language"),
    Index("incidents_by_act", "of", "modality", "first_on"),
    Index("incidents_retold", "known_on", "last_told_on", "id"),
    Index("incidents_planned", "known_on", "last_on", "of", "type", sqlite_where=_planned, postgresql_where=_planned),
    *(_counted("incidents", *names) for names in (("type",), ("quad",), ("modality",), ("country", "admin1"))),
)

incident_actors = Table(
    "incident_actors",
    metadata,
    Column("incident", Text, ForeignKey("incidents.id"), primary_key=True),
    Column("side", Text, primary_key=True),
    Column("actor", Text, primary_key=True),
    Column("first_on", Text, nullable=False),
    Index("incident_actors_by_actor", "actor", "first_on", "incident"),
)

incident_events = Table(
    "incident_events",
    metadata,
    Column("incident", Text, ForeignKey("incidents.id"), primary_key=True),
    Column("event", Text, primary_key=True),
    Index("incident_events_by_event", "event"),
)

# How the events of incidents are told: each outlet and language once, from the day of its first report on, and whether
# any is told without a machine translation (`engine`: no) or through one (yes). `plain_on`: the day of its first report
# that is no machine translation. `language`: the one that an outlet tells it in; none where that does in several.
incident_told = Table(
    "incident_told",
    metadata,
    Column("incident", Text, ForeignKey("incidents.id"), primary_key=True),
    Column("how", Text, primary_key=True),  # publisher, language, engine
    Column("value", Text, primary_key=True),
    Column("known_on", Text, nullable=False),
    Column("plain_on", Text),
    Column("language", Text),
    Index("incident_told_of", "how", "value", "known_on", "plain_on", "incident", "language"),
    sqlite_with_rowid=False,
)

# What people put on record: withdrawals, rejections, fixes, joins and splits. Never changed, never deleted.
corrections = Table(
    "corrections",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),  # article, event, incident, story, correction
    Column("target", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("value", LargeBinary),
    Index("corrections_by_target", "about", "target"),
)

# Which ids changed and when, for whoever follows the store.
changes = Table(
    "changes",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),  # added, revised, withdrawn, removed
    Column("about", Text, nullable=False),
    Column("target", Text, nullable=False),
    Index("changes_by_time", "at"),
    Index("changes_by_kind", "about", "row"),
)

# What watches raised, each alert's life step by step, and every look a watch took. Never changed, never deleted.
alerts = Table(
    "alerts",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("watch", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("raised_on", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Index("alerts_by_watch", "watch", "words", "raised_on"),
)

alert_steps = Table(
    "alert_steps",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("alert", Text, ForeignKey("alerts.id"), nullable=False),
    Column("step", Text, nullable=False),  # staged, released, sent, failed, refused, acknowledged, closed
    Column("at", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Index("alert_steps_by_alert", "alert"),
)

looks = Table(
    "looks",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("watch", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("looked_on", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Index("looks_by_watch", "watch", "words", "row"),
)

# The early warnings of the whole record: one row, which belongs to the store as it was at a change.
warned = Table(
    "warned",
    metadata,
    Column("change", Integer, primary_key=True),  # the newest when they were made
    Column("method", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
)

STANDING = (events, statements, mentions, sightings, place_mentions)  # tables that follow their article's `gone_on`
