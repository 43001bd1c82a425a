"""Translations by content: the same sentence by the same engine is asked for once.

A small SQLite file in the user's cache folder; a memory of this process where that cannot be written. Losing it costs
time and nothing else.
"""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path


class Cache:
    """Answers by (engine, language, sentence).

    Args:
        path: the file, None for a memory of this process only.
    """

    def __init__(self, path: Path | None) -> None:
        self._memory: dict[str, str] = {}
        self._path = path

    @classmethod
    def of_this_process(cls) -> "Cache":
        """The one in the user's cache folder."""
        return _opened()

    def get(self, engine: str, language: str, sentences: Sequence[str]) -> dict[str, str]:
        """Answers that are known, by sentence."""
        keys = {_key(engine, language, sentence): sentence for sentence in sentences}
        found = {keys[key]: self._memory[key] for key in keys if key in self._memory}
        asked = [key for key in keys if keys[key] not in found]
        for key, answer in self._read(asked):
            self._memory[key] = answer
            found[keys[key]] = answer
        return found

    def put(self, engine: str, language: str, answers: Mapping[str, str]) -> None:
        """Keep answers."""
        rows = [(_key(engine, language, sentence), answer) for sentence, answer in answers.items()]
        self._memory.update(rows)
        if self._path is None:
            return
        try:
            with _connected(self._path) as connection:
                connection.executemany("INSERT OR IGNORE INTO answers VALUES (?, ?)", rows)
        except (sqlite3.Error, OSError):
            self._path = None

    def _read(self, keys: Sequence[str]) -> list[tuple[str, str]]:
        if self._path is None or not keys:
            return []
        rows: list[tuple[str, str]] = []
        try:
            with _connected(self._path) as connection:
                for i in range(0, len(keys), 500):
                    part = keys[i : i + 500]
                    marks = ",".join("?" * len(part))
                    rows += connection.execute(
                        f"SELECT key, answer FROM answers WHERE key IN ({marks})", part
                    ).fetchall()
        except (sqlite3.Error, OSError):
            self._path = None
        return rows


class _connected:
    """A connection for one transaction; processes that were forked must not share one."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=20)

    def __enter__(self) -> sqlite3.Connection:
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL)")
        return self._connection

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._connection.commit()
        self._connection.close()


def _key(engine: str, language: str, sentence: str) -> str:
    return sha256("\x1f".join((engine, language, sentence)).encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def _opened() -> Cache:
    from platformdirs import user_cache_path

    folder = os.environ.get("DATELINE_CACHE")
    return Cache((Path(folder) if folder else user_cache_path("dateline")) / "translations.db")
