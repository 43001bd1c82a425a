"""A user's own actors: rows in a CSV beside the store, added one by one or brought from a file.

What would not load is not written: new rows are checked together with all tables before the file is replaced.
"""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from dateline.engine.catalogue import USER_COLUMNS, build, package_sources, read_rows
from dateline.errors import DataError
from dateline.extraction.actors.catalogue import slug


class Brought(msgspec.Struct, frozen=True):
    """What an import did: rows added, and rows that were there already."""

    added: int
    known: int


def add_rows(path: Path, rows: Sequence[Mapping[str, str]]) -> Brought:
    """Add rows to a user's CSV; rows that stand there already are counted and left alone.

    Args:
        path: the CSV; made with its header where it does not exist.
        rows: values by column of `USER_COLUMNS`; what is left out is empty.

    Raises:
        DataError: a row clashes with the tables or with another row; nothing is written.
    """
    had = [dict(row) for row in read_rows(str(path), path.read_bytes())[1]] if path.exists() else []
    seen = {_cells(row) for row in had}
    fresh = []
    for row in rows:
        if _cells(row) not in seen:
            seen.add(_cells(row))
            fresh.append(row)
    data = _written([*had, *fresh])
    build([*package_sources(), (str(path), data)], is_checked_elsewhere=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise DataError(f"{path}: {error.strerror}. Choose a folder that can be written with --store.") from error
    return Brought(len(fresh), len(rows) - len(fresh))


def rows_of(path: Path) -> list[dict[str, str]]:
    """Rows of a file to import: a CSV with our columns, or the JSON that a Wikidata query gave.

    Raises:
        DataError: neither of the two, or a row of it cannot be used; names file, row and mend.
    """
    data = path.read_bytes()
    if path.suffix.lower() != ".json":
        header, rows = read_rows(path.with_suffix(".csv").name, data)
        unknown = [column for column in header if column not in USER_COLUMNS]
        if unknown or "name" not in header:
            what = f"unknown column {', '.join(unknown)}" if unknown else "no column `name`"
            raise DataError(f"{path}:1: {what}. The columns are: {' '.join(USER_COLUMNS)}.")
        for row in rows:
            row["id"] = row.get("id") or slug(row.get("name", ""))
        return [dict(row) for row in rows]
    try:
        answer = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"{path}: no JSON ({error}). Save the query's result as JSON again.") from error
    return list(_from_wikidata(path, answer))


def _from_wikidata(path: Path, answer: Any) -> Iterable[dict[str, str]]:
    """Rows of a result with `person`, `personLabel`, `positionLabel`, `start`, `end` and `country` (alpha-3).

    Both shapes that query.wikidata.org saves are read: plain rows, and `results.bindings` with a `value` in each cell.
    """
    bindings = answer.get("results", {}).get("bindings") if isinstance(answer, dict) else answer
    if not isinstance(bindings, list):
        raise DataError(f"{path}: no rows of a query result. Save it from query.wikidata.org as JSON.")
    wrong = []
    for number, binding in enumerate(bindings, 1):
        cells = {
            key: str(cell.get("value", "") if isinstance(cell, dict) else cell or "")
            for key, cell in (binding.items() if isinstance(binding, dict) else ())
        }
        name, title = cells.get("personLabel", ""), cells.get("positionLabel", "")
        country = cells.get("country", cells.get("countryCode", "")).rsplit("/", 1)[-1]
        if not name or not title or not slug(name):
            wrong.append(
                f"{path}: row {number}: no personLabel or no positionLabel. Add the label service to the query."
            )
            continue
        title = title[0].lower() + title[1:] if title[:2] != title[:2].upper() else title
        yield {
            "id": slug(name),
            "name": name,
            "aliases": cells.get("personAltLabel", "").replace(", ", "|"),
            "country": country if len(country) == 3 and country.isupper() else "",
            "sector": "GOV",
            "office": slug(f"{country} {title}"),
            "title": title.split(" of ")[0],
            "from": cells.get("start", "")[:10],
            "to": cells.get("end", "")[:10],
            "known_until": cells.get("asOf", "")[:10],
            "qid": cells.get("person", "").rsplit("/", 1)[-1],
            "source": "Wikidata, CC0",
        }
    if wrong:
        raise DataError("\n".join(wrong[:40]))


def _cells(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(column, "") or "" for column in USER_COLUMNS)


def _written(rows: Iterable[Mapping[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, USER_COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({column: row.get(column, "") or "" for column in USER_COLUMNS})
    return out.getvalue().encode()
