"""What SQLite and PostgreSQL do differently: opening, locks, full text, insert-if-new. Nothing else in the store may care.

Elsewhere in this room, what must be portable: text sorts by code point (the tables say so), empty values sort first
(say `.nulls_first()` where a key may be empty), and a computed key is grouped by its label (`month_of`), because
PostgreSQL takes two uses of one bound value for two values.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    inspect,
    literal_column,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from dateline.errors import StoreError
from dateline.store import tables as t
from dateline.values.address import StoreAddress

WAIT_SECONDS = 30  # how long a writer waits for the one before it
_WRITERS = 0x646174656C696E65  # the advisory lock that a writer holds on a server: "dateline"
_SERVER_USUAL = {"application_name": "dateline", "connect_timeout": 10}
_WORD = re.compile(r'"([^"]*)"|(\S+)')
_RUN = re.compile(r"[^\W_]+")
_LONGEST_WORD = 200  # code points of a word that full text on a server looks at
_LOOKED_AT = 1_000  # entries of each index, and of each value of its first column, that an analysis looks at
_MOST_POSITIONS = 16_383  # PostgreSQL knows no later ones
_MOST_VECTOR_BYTES = 900_000  # of the 1 MB that a tsvector may have


def connect(address: StoreAddress, *, readonly: bool) -> Engine:
    """An engine for a SQLite file or a PostgreSQL database. Writers begin at once, so that two never interleave.

    Raises:
        StoreError: the address is none, or the driver for a server is not installed.
    """
    return _connect_server(address) if address.is_server else _connect_file(Path(address), readonly=readonly)


def _connect_server(address: StoreAddress) -> Engine:
    """A reader sees one moment throughout; a writer waits for the one before it, in whatever process or machine."""
    url = _url_of(address)
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={key: value for key, value in _SERVER_USUAL.items() if key not in url.query},
            pool_pre_ping=True,  # a server that was restarted meanwhile costs one more try and no error
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            f"{address}: the driver for PostgreSQL is not installed. Install it with: pip install 'dateline[postgres]'"
        ) from error

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writing", False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    return engine


def _url_of(address: StoreAddress) -> URL:
    """The parts of a server's address. No error names a cause here: that could repeat a secret."""
    try:
        url = make_url(address.full)
    except (ArgumentError, ValueError):
        raise StoreError(f"{address}: no such address. Write postgresql://USER@HOST/DATABASE.") from None
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise StoreError(f"{address}: a store is a file or a postgresql:// address. Name one of these with --store.")
    if "@" in (url.host or ""):
        raise StoreError(f"{address}: the password has an @. Write it as %40, or put the password in ~/.pgpass.")
    return url


def _connect_file(path: Path, *, readonly: bool) -> Engine:
    uri = f"sqlite+pysqlite:///file:{_quoted(path.absolute())}?mode={'ro' if readonly else 'rwc'}&uri=true"
    engine = create_engine(
        uri,
        connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False},
        max_overflow=-1,  # downloads that are taken slowly hold one each: a page never waits for theirs
    )

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not guessed by the driver
        cursor = connection.cursor()
        if not readonly:
            cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA cache_size={-8192 if readonly else -65536}")  # readers are many, and have the map
        cursor.execute("PRAGMA mmap_size=1073741824")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

    return engine


def create_full_text(connection: Connection) -> None:
    """The full-text index over `texts`: FTS5 fed by triggers, or a vector beside each text with a GIN index."""
    if connection.dialect.name == "sqlite":
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE words USING fts5(title, body, content='texts', content_rowid='row', "
                'tokenize="unicode61 remove_diacritics 2")'
            )
        )
        connection.execute(
            text(
                "CREATE TRIGGER texts_in AFTER INSERT ON texts BEGIN "
                "INSERT INTO words(rowid, title, body) VALUES (new.row, new.title, new.body); END"
            )
        )
        return
    connection.execute(text("ALTER TABLE texts ADD COLUMN words tsvector NOT NULL"))
    connection.execute(text("CREATE INDEX texts_words ON texts USING gin(words)"))


def add_texts(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep what full text searches in: `row`, `title` and `body` of articles."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(t.texts.insert(), list(rows))
        return
    kept = text('INSERT INTO texts ("row", title, body, words) VALUES (:row, :title, :body, CAST(:words AS tsvector))')
    kept = kept.bindparams(bindparam("title", type_=t.Text), bindparam("body", type_=t.Text))
    connection.execute(kept, [{**row, "words": _vector(row["title"], row["body"])} for row in rows])


def remove_texts(connection: Connection, rows: Sequence[int]) -> None:
    """Forget the texts of articles, and every word of them in the index."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # pages that fall free are overwritten
        for row in connection.execute(t.texts.select().where(t.texts.c.row.in_(rows))).all():
            forget = "INSERT INTO words(words, rowid, title, body) VALUES ('delete', :row, :title, :body)"
            connection.execute(text(forget), dict(row._mapping))
    connection.execute(t.texts.delete().where(t.texts.c.row.in_(rows)))


def wipe(engine: Engine) -> None:
    """After texts were removed: leave nothing of them in the index's old segments, the log, or rows kept for nobody."""
    raw = engine.raw_connection()
    try:
        if engine.dialect.name == "sqlite":
            statements = [
                "PRAGMA secure_delete = ON",
                "INSERT INTO words(words) VALUES ('optimize')",
                "PRAGMA wal_checkpoint(TRUNCATE)",
            ]
        else:
            raw.driver_connection.autocommit = True  # type: ignore[union-attr]
            statements = ["VACUUM texts", "VACUUM articles"]
        for statement in statements:
            raw.cursor().execute(statement)
    finally:
        raw.invalidate()  # its settings are not those of the others


def analyse(connection: Connection) -> None:
    """Let plans rest on what the tables hold: on rows here and there, so that a large store takes no longer than a small one."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit = {_LOOKED_AT}")
        connection.exec_driver_sql("ANALYZE")
    else:  # the store's own tables: what else the database holds may be locked, or more than a transaction can lock
        ours = sorted(set(inspect(connection).get_table_names()) & set(t.metadata.tables))
        connection.exec_driver_sql(f"ANALYZE {', '.join(ours)}")


def find_words(connection: Connection, query: str, *, limit: int) -> list[int]:
    """Rows of articles that hold all the words (or "phrases in quotes"), best first; the title weighs four times."""
    terms = terms_of(query)
    if connection.dialect.name == "sqlite":
        asked = " AND ".join(f'"{phrase}"' + ("*" if is_open else "") for phrase, is_open in terms)
        ask = "SELECT rowid FROM words WHERE words MATCH :q ORDER BY bm25(words, 4.0, 1.0), rowid LIMIT :n"
    else:
        asked = " & ".join(filter(None, (_phrase(phrase, is_open) for phrase, is_open in terms)))
        ask = (
            'SELECT "row" FROM texts, CAST(:q AS tsquery) q WHERE words @@ q '
            "ORDER BY ts_rank('{0.25, 0.25, 0.25, 1.0}', words, q) DESC, \"row\" LIMIT :n"
        )
    if not asked:
        return []
    return [row[0] for row in connection.execute(text(ask), {"q": asked, "n": limit})]


def terms_of(query: str) -> list[tuple[str, bool]]:
    """Words and quoted phrases of a search, each with whether it ends in `*` (any ending); never search syntax."""
    terms = []
    for phrase, word in _WORD.findall(query):
        term = (phrase or word).replace('"', " ").strip()
        is_open = term.endswith("*")
        term = term.strip("*").replace("\x00", " ").strip()
        if any(c.isalnum() for c in term):
            terms.append((term, is_open))
    return terms


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows that are not there yet, by any of the table's unique keys."""
    if rows:
        module: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(module.insert(table).on_conflict_do_nothing(), list(rows))


def month_of(day: Any, by: str) -> ColumnElement[str]:
    """The day, month or year of a column of ISO days, under a label that can be grouped and sorted by."""
    return func.substr(day, 1, literal_column({"day": "10", "month": "7", "year": "4"}[by])).label("period")


def take_numbers(connection: Connection, table: Table, n: int) -> list[int]:
    """Numbers for as many new rows of a table; only the writer asks."""
    if not n:
        return []
    if connection.dialect.name == "sqlite":
        last = int(connection.exec_driver_sql(f'SELECT coalesce(max("row"), 0) FROM {table.name}').scalar_one())
        return list(range(last + 1, last + 1 + n))
    taken = f"SELECT nextval(pg_get_serial_sequence('{table.name}', 'row')) FROM generate_series(1, {n})"
    return sorted(connection.exec_driver_sql(taken).scalars())


def restart_numbers(connection: Connection, table: Table) -> None:
    """After rows were inserted with their numbers, let the next one get a number of its own."""
    if connection.dialect.name == "postgresql":
        name = table.name
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{name}', 'row'), (SELECT coalesce(max(\"row\"), 0) + 1 FROM {name}), false)"
        )


def stamp(connection: Connection) -> object:
    """On a server: which transactions are done, by whomever."""
    return connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one()


def size_bytes(connection: Connection) -> int:
    """How much room the store takes."""
    if connection.dialect.name == "postgresql":
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
    pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    return pages * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())


def _vector(title: str, body: str) -> str:
    """The words of a text as PostgreSQL writes a tsvector: folded as FTS5 folds them, title first with weight A."""
    places: dict[str, list[str]] = {}
    size = at = 0
    for words, weight in ((_folded(title), "A"), (_folded(body), "")):
        for word in words:
            at = min(at + 1, _MOST_POSITIONS)
            known = places.setdefault(word, [])
            size += 2 if known else len(word.encode()) + 8
            if size > _MOST_VECTOR_BYTES:
                if not known:
                    del places[word]
                break
            if len(known) < 255:
                known.append(f"{at}{weight}")
        at = min(at + 1, _MOST_POSITIONS)  # no phrase runs from the title into the body
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def _phrase(phrase: str, is_open: bool) -> str:
    """Words that follow each other, as PostgreSQL writes a tsquery."""
    words = " <-> ".join(f"'{word}'" for word in _folded(phrase))
    return f"({words}{':*' if is_open else ''})" if words else ""


def _folded(words: str) -> list[str]:
    """Words in lower case and without accents, cut at whatever is neither letter nor digit."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return [word[:_LONGEST_WORD] for word in _RUN.findall(bare.casefold())]


def _quoted(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
