"""Which translation engines are used, from `translators.toml`.

[[translators]]
engine = "libretranslate"          # or apertium, argos, ctranslate2, openai, command
url = "http://127.0.0.1:5000"
from = ["fr", "ar"]
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from dateline.engine.translators.apertium import Apertium, installed
from dateline.errors import InputError
from dateline.language.translation import Translator
from dateline.reading.toml import read_toml
from dateline.values.address import StoreAddress

FILE = "translators.toml"


class Settings(Struct, frozen=True):
    """Where the table of engines is; without a file: Apertium, where it is installed, and nothing else."""

    file: str | None = None

    @classmethod
    def beside(cls, store_path: str) -> "Settings":
        """The file beside a store, where there is one."""
        path = StoreAddress(store_path).beside.resolve().parent / FILE
        return cls(str(path)) if path.is_file() else cls()


def open_translators(settings: Settings) -> list[Translator]:
    """The engines, in the order in which they are asked.

    Raises:
        InputError: the file cannot be read or names an engine wrongly; says where and how to mend it.
    """
    if settings.file is None:
        return _apertium(None)
    path = Path(settings.file)
    try:
        table = read_toml(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            f"{path}: {error}. Write a table `[[translators]]` with `engine = ..` for each engine."
        ) from error
    rows = table.get("translators", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f"{path}: `translators` is a list of tables: write `[[translators]]`.")
    found: list[Translator] = []
    for number, row in enumerate(rows, 1):
        found += _one(row, f"{path}: engine {number}", path.parent)
    return found


def _one(row: dict[str, Any], where: str, folder: Path) -> list[Translator]:
    from dateline.engine.translators import command, http, models

    engine = row.get("engine")
    languages = row.get("from")
    if languages is not None and not (isinstance(languages, list) and all(isinstance(one, str) for one in languages)):
        raise InputError(f'{where}: `from` is a list of languages, such as ["fr", "ar"].')
    if engine == "apertium":
        return _apertium(languages)
    if engine == "libretranslate":
        return [http.LibreTranslate(_address(row, where), _languages(languages, where), key=row.get("key"))]
    if engine == "openai":
        return [
            http.OpenAI(
                _address(row, where),
                _need(row, "model", where),
                _languages(languages, where),
                key_variable=row.get("key_variable"),
            )
        ]
    if engine in ("argos", "ctranslate2"):
        path = folder / _need(row, "folder", where)
        return [models.Local(path, _languages(languages, where), name=str(engine))]
    if engine == "command":
        words = row.get("command")
        if not isinstance(words, list) or not words:
            raise InputError(f"{where}: `command` is a list of words, the program first.")
        return [
            command.Command(
                [str(word) for word in words],
                _languages(languages, where),
                provider=str(row.get("provider", Path(str(words[0])).name)),
                version=str(row.get("version", "unversioned")),
            )
        ]
    raise InputError(
        f"{where}: `engine` is {engine!r}; it is one of apertium, libretranslate, argos, ctranslate2, openai, command."
    )


def _apertium(languages: list[str] | None) -> list[Translator]:
    from dateline.engine.glossaries import edition_of
    from dateline.engine.translators.pivot import help_spanish

    found: list[Translator] = []
    for source, modes, chain in installed():
        if languages is None or source in languages:
            between = help_spanish if chain[1] == "es" else None
            found.append(Apertium(modes, chain, between=between, edition=edition_of("es") if between else ""))
    return found


def _need(row: dict[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise InputError(f"{where}: `{key}` is missing.")
    return value


def _address(row: dict[str, Any], where: str) -> str:
    url = _need(row, "url", where)
    try:
        is_one = urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        is_one = False
    if not is_one:
        raise InputError(f"{where}: `url` is no http or https address.")
    return url


def _languages(languages: list[str] | None, where: str) -> list[str]:
    if not languages:
        raise InputError(f'{where}: say which languages it translates from, such as `from = ["fr"]`.')
    return languages
