"""What SQLite and PostgreSQL do differently: opening, full text, insert-if-new. Nothing else in the store may care."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite

WAIT_SECONDS = 30  # how long a writer waits for the one before it
_WORD = re.compile(r'"([^"]*)"|(\S+)')


def connect(address: str, *, readonly: bool) -> Engine:
    """An engine for a SQLite file or a PostgreSQL URL. Writers begin at once, so that two never interleave."""
    if "://" in address:
        return create_engine(address)
    path = Path(address).absolute()
    uri = f"sqlite+pysqlite:///file:{_quoted(path)}?mode={'ro' if readonly else 'rwc'}&uri=true"
    engine = create_engine(uri, connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not guessed by the driver
        cursor = connection.cursor()
        if not readonly:
            cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA cache_size=-65536")
        cursor.execute("PRAGMA mmap_size=1073741824")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

    return engine


def create_full_text(connection: Connection) -> None:
    """The full-text index over `texts`: FTS5 fed by triggers, or a GIN index over a generated vector."""
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
    connection.execute(
        text(
            "ALTER TABLE texts ADD COLUMN words tsvector "
            "GENERATED ALWAYS AS (to_tsvector('simple', title || ' ' || body)) STORED"
        )
    )
    connection.execute(text("CREATE INDEX texts_words ON texts USING gin(words)"))


def find_words(connection: Connection, query: str, *, limit: int) -> list[int]:
    """Rows of articles that hold all the words (or "phrases in quotes"), best first."""
    if connection.dialect.name == "sqlite":
        terms = [f'"{phrase}"' + ("*" if is_open else "") for phrase, is_open in terms_of(query)]
        if not terms:
            return []
        found = connection.execute(
            text("SELECT rowid FROM words WHERE words MATCH :q ORDER BY bm25(words, 4.0, 1.0), rowid LIMIT :n"),
            {"q": " AND ".join(terms), "n": limit},
        )
    else:
        found = connection.execute(
            text(
                "SELECT \"row\" FROM texts, websearch_to_tsquery('simple', :q) q WHERE words @@ q "
                'ORDER BY ts_rank(words, q) DESC, "row" LIMIT :n'
            ),
            {"q": query, "n": limit},
        )
    return [row[0] for row in found]


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


def _quoted(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
