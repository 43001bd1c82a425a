"""Loads the tables of actors: the only place where the catalogue meets a disk.

Every row is checked and every complaint names file, line and mend; one bad row and nothing at all is loaded. The
checked tables are kept as one compact file in the user's cache folder, named by a digest of what they were made from.
"""

import csv
import hashlib
import io
import itertools
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import msgspec
import platformdirs

from dateline.errors import DataError
from dateline.extraction.actors.catalogue import (
    ORDINARY,
    ActorRow,
    AgentRow,
    Catalogue,
    OfficeRow,
    Tables,
    TermRow,
    key_of,
    slug,
)

KINDS = frozenset(
    "state government ministry military police court parliament agency party armed_group igo ngo company news_agency "
    "media bloc movement religious union sport city".split()
)
SECTORS = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC IGO UNO EUR "
    "NGO ISM IMG MNC".split()
)
_VERSION = "8"  # of the cache file: raise it when `Tables` changes shape or meaning
_KEPT = 6  # cache files: stores with actors of their own each have one
_LOW_RANKS = frozenset("sergeant sgt corporal cpl private pvt trooper constable detective det inspector insp brother sister "
                       "delegate captain lieutenant".split())  # fmt: skip
_ID = re.compile(r"^(?:[A-Z]{3}|[a-z0-9]+(?:-[a-z0-9]+)*)$")
_DATE = re.compile(r"^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$")
_QID = re.compile(r"^Q\d+$")
_COLUMNS = {
    "states": ("id", "name", "aliases", "demonyms", "adjectives", "capital", "capital_aliases", "sector", "from", "to"),
    "offices": ("office", "titles", "country", "sector", "body"),
    "holders": ("office", "person", "name", "aliases", "from", "to", "known_until"),
    "titles": ("title", "sector", "kind"),
    "agents": ("noun", "sector", "kind", "plural_ok", "public"),
    "actors": ("id", "name", "aliases", "kind", "country", "sector", "member_of", "from", "to"),
}
USER_COLUMNS = ("id", "name", "aliases", "kind", "country", "sector", "member_of", "office", "title", "from", "to",
                "known_until", "qid", "source")  # fmt: skip


class Row(dict[str, str]):
    """One row of a table by column, with the file and line it stands on."""

    where: str = ""

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a column that holds several, split at `|`."""
        return tuple(filter(None, (part.strip() for part in self.get(column, "").split("|"))))

    def one(self, column: str) -> str | None:
        """The value of a column, None where it is empty or missing."""
        return self.get(column, "") or None


def load_catalogue(
    user: Path | None = None, *, folder: Path | None = None, cache: Path | None = None, is_cached: bool = True
) -> Catalogue:
    """The catalogue of the package, or of `folder`, with a user's own rows on top.

    Args:
        user: the user's CSV; a file that does not exist adds nothing.
        folder: tables to read instead of the package's own.
        cache: folder of the compact file; the user's cache folder where left out.
        is_cached: whether the compact file may be read and written.

    Raises:
        DataError: a row is wrong; the message lists each with file, line and mend.
    """
    sources = _sources(folder, user)
    digest = hashlib.sha256(_VERSION.encode())
    for name, data in sources:
        digest.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    kept = (cache or Path(platformdirs.user_cache_dir("dateline"))) / f"actors-{digest.hexdigest()[:24]}.msgpack"
    tables = _from_cache(kept) if is_cached else None
    if tables is None:
        tables = build(sources, is_checked_elsewhere=folder is None)
        if is_cached:
            _to_cache(kept, tables)
    return Catalogue(tables)


def build(sources: Sequence[tuple[str, bytes]], *, is_checked_elsewhere: bool = False) -> Tables:
    """Checked tables from named files.

    Args:
        sources: file name and bytes; `.tsv` by name is a table of the package, `.csv` a user's own.
        is_checked_elsewhere: whether complaints about the package's own tables are left to the tests that guard
            them; what is wrong in a user's file is always said.

    Raises:
        DataError: with one line for each complaint; nothing is half loaded.
    """
    reader = _Reader()
    for name, data in sources:
        reader.read(name, data)
    wrong = reader.complaints()
    if wrong and is_checked_elsewhere:
        ours = [source for source in sources if not source[0].endswith(".csv")]
        if len(ours) == len(sources):
            return reader.tables()
        before = _Reader()
        for name, data in ours:
            before.read(name, data)
        known = set(before.complaints())
        wrong = [complaint for complaint in wrong if complaint not in known]
    if wrong:
        more = [f"... and {len(wrong) - 40} more"] if len(wrong) > 40 else []
        raise DataError("\n".join(wrong[:40] + more))
    return reader.tables()


def user_file(store: Path) -> Path:
    """Where a user's own actors live: a CSV beside the store."""
    return store.with_name(store.stem + ".actors.csv")


def read_rows(name: str, data: bytes) -> tuple[list[str], list[Row]]:
    """Header and rows of a TSV (or CSV, by its name). Empty lines and lines that begin with `#` are skipped.

    Raises:
        DataError: no UTF-8, no header, or a row with more cells than the header.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DataError(f"{name}:{line}: not UTF-8. Save the file as UTF-8.") from error
    if "\0" in text:
        raise DataError(f"{name}: holds zero bytes, so it is no text table. Save it as UTF-8 text.")
    if name.endswith(".csv"):
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        lines: list[tuple[int, list[str]]] = []
        try:
            for cells in reader:
                lines.append((reader.line_num, cells))
        except csv.Error as error:
            raise DataError(f"{name}:{reader.line_num}: {error}. Check the quotes of this row.") from error
    else:
        lines = [(n, line.split("\t")) for n, line in enumerate(text.splitlines(), 1)]
    lines = [(n, cells) for n, cells in lines if any(c.strip() for c in cells) and not cells[0].startswith("#")]
    if not lines:
        raise DataError(f"{name}: empty. Give it a header line and rows, or remove it.")
    header = [cell.strip() for cell in lines[0][1]]
    rows, wrong = [], []
    for number, cells in lines[1:]:
        if len(cells) > len(header):
            wrong.append(f"{name}:{number}: {len(cells)} cells under {len(header)} columns. Remove what is too much.")
            continue
        row = Row(zip(header, (unicodedata.normalize("NFC", cell.strip()) for cell in cells)))
        row.where = f"{name}:{number}"
        rows.append(row)
    if wrong:
        raise DataError("\n".join(wrong[:20]))
    return header, rows


class _Reader:
    """Collects rows and complaints, then gives tables or raises."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.actors: list[ActorRow] = []
        self.offices: dict[str, OfficeRow] = {}
        self.office_where: dict[str, str] = {}
        self.terms: list[TermRow] = []
        self.agents: dict[str, AgentRow] = {}
        self.names: dict[str, list[str]] = {}
        self.demonyms: dict[str, list[str]] = {}
        self.capitals: dict[str, list[str]] = {}
        self.printed: dict[str, list[str]] = {}
        self.formerly: dict[str, tuple[tuple[str, ...], str]] = {}

    def read(self, name: str, data: bytes) -> None:
        try:
            header, rows = read_rows(name, data)
        except DataError as error:
            self.wrong.append(str(error))
            return
        kind = _kind_of(name)
        needed = ("id", "name") if kind == "user" else _COLUMNS[kind]
        missing = [column for column in needed if column not in header]
        if missing:
            self.wrong.append(f"{name}:1: no column {', '.join(missing)}. Add it to the header.")
            return
        for row in rows:
            getattr(self, "_" + kind)(row)

    def complaints(self) -> list[str]:
        """All that is wrong, in the order of the files and then of the checks across them."""
        self._check_references()
        self._check_cycles()
        self._check_overlaps()
        return self.wrong

    def tables(self) -> Tables:
        return Tables(
            actors=tuple(self.actors),
            offices=tuple(self.offices.values()),
            terms=tuple(self.terms),
            agents=tuple(self.agents.values()),
            names={key: tuple(ids) for key, ids in self.names.items()},
            demonyms={key: tuple(ids) for key, ids in self.demonyms.items()},
            capitals={key: tuple(ids) for key, ids in self.capitals.items()},
            shouted=tuple(sorted(key for key, words in self.printed.items() if _is_shouted(words))),
            cased=_cased(self.printed),
            titled=_grouped((key_of(title), office.id) for office in self.offices.values() for title in office.titles),
            surnames=_grouped((key_of(term.name).rsplit(" ", 1)[-1], term.person) for term in self.terms),
            lengths=_lengths(self.names, self.demonyms, self.capitals),
        )

    def _say(self, row: Row, what: str) -> None:
        self.wrong.append(f"{row.where}: {what}")

    def _states(self, row: Row) -> None:
        if not re.fullmatch(r"[A-Z]{3}", row.get("id", "")):
            self._say(row, f"{row.get('id')!r} is no alpha-3 code. Use ISO 3166 alpha-3, such as GHA.")
            return
        self._add_actor(row, kind="state", country=row["id"])
        self._name(self.demonyms, row, (*row.many("demonyms"), *row.many("adjectives")), row["id"])
        capitals = (row.get("capital", ""), *row.many("capital_aliases"))
        self._name(self.capitals, row, capitals, row["id"])

    def _actors(self, row: Row) -> None:
        kind = row.one("kind")
        if kind not in KINDS:
            self._say(row, f"kind {kind!r} is unknown. Use one of: {' '.join(sorted(KINDS))}.")
            return
        self._add_actor(row, kind=kind, country=row.one("country"))

    def _user(self, row: Row) -> None:
        if not row.one("office"):
            if not row.one("kind") and row.get("id", "") in {a.id for a in self.actors} | {
                t.person for t in self.terms
            }:
                self._name(self.names, row, (row["name"], *row.many("aliases")), row["id"])  # more names, no more
            else:
                self._actors(row)
            return
        office = row["office"]
        if office not in self.offices and _ID.match(office):
            row["titles"] = row.get("title", "") or office.replace("-", " ")
            row.setdefault("sector", "GOV")
            self._offices(row)
        row["person"] = row.get("id", "")
        self._holders(row)

    def _offices(self, row: Row) -> None:
        id = row.get("office", "")
        if not self._is_id(row, id) or not self._is_sector(row):
            return
        if id in self.offices:
            self._say(row, f"office {id} is already in {self.office_where[id]}. Keep one of the two.")
            return
        if not row.many("titles"):
            self._say(row, f"office {id} has no titles. Write how it is printed, such as `prime minister`.")
            return
        self.office_where[id] = row.where
        self.offices[id] = OfficeRow(id, row.many("titles"), row.one("country"), row.one("sector"), row.one("body"))

    def _holders(self, row: Row) -> None:
        person = row.get("person", "")
        if not self._is_id(row, person) or not self._are_dates(row) or not self._has_name(row):
            return
        begun, ended, known = row.one("from"), row.one("to"), row.one("known_until")
        self.terms.append(TermRow(row["office"], person, row["name"], begun, ended, known, row.one("qid"), row.where))
        self._name(self.names, row, (row["name"], *row.many("aliases")), person)

    def _agents(self, row: Row) -> None:
        if not row.get("noun") or not self._is_sector(row):
            if not row.get("noun"):
                self._say(row, "no noun. Write the lower-case noun, or several with `|`.")
            return
        for noun in row.many("noun"):
            key = noun.lower()
            if key in self.agents:
                self._say(row, f"the noun {key!r} stands twice. Keep one of the two rows.")
                continue
            self.agents[key] = AgentRow(
                key, row.one("sector"), row.one("kind"), _yes(row.get("plural_ok", "")), _yes(row.get("public", ""))
            )

    def _titles(self, row: Row) -> None:
        """A title in front of a name: one that makes its bearer public is an agent noun too."""
        if not self._is_sector(row):
            return
        title = row.get("title", "").lower().rstrip(".")
        if not title:
            self._say(row, "no title. Write it as it stands before a name.")
        elif row.one("kind") != "private" and " " not in title and title not in _LOW_RANKS:
            self.agents.setdefault(title, AgentRow(title, row.one("sector"), row.one("kind"), False, True))

    def _add_actor(self, row: Row, *, kind: str, country: str | None) -> None:
        id = row.get("id", "")
        checks = (self._is_id(row, id), self._is_sector(row), self._are_dates(row), self._has_name(row))
        if not all(checks):
            return
        self.actors.append(
            ActorRow(id, row["name"], kind, country, row.one("sector"), row.many("member_of"), row.one("from"),
                     row.one("to"), row.one("qid"), row.one("source"), row.where)
        )  # fmt: skip
        self._name(self.names, row, (row["name"], *row.many("aliases")), id)
        before = row.many("formerly")
        if before:
            self.formerly[id] = (before, row.where)

    def _name(self, table: dict[str, list[str]], row: Row, names: Iterable[str], id: str) -> None:
        for name in names:
            key = key_of(name).removeprefix("the ")
            if not key:
                if name:
                    self._say(row, f"the name {name!r} has no letters. Remove it.")
                continue
            ids = table.setdefault(key, [])
            if id not in ids:
                ids.append(id)
            self.printed.setdefault(key, []).append(name)

    def _is_id(self, row: Row, id: str) -> bool:
        if not _ID.match(id):
            self._say(
                row,
                f"the id {id!r} is none. Use lower-case letters, digits and hyphens, such as {slug(id) or 'a-name'}.",
            )
            return False
        return True

    def _is_sector(self, row: Row) -> bool:
        sector = row.one("sector")
        if sector is not None and sector not in SECTORS:
            self._say(row, f"the sector {sector!r} is unknown. Use one of: {' '.join(sorted(SECTORS))}.")
            return False
        return True

    def _has_name(self, row: Row) -> bool:
        if not row.one("name"):
            self._say(row, "no name. Write the name as it is printed in English.")
            return False
        return True

    def _are_dates(self, row: Row) -> bool:
        for column in ("from", "to", "known_until"):
            day = row.get(column, "")
            if day and not _DATE.match(day):
                self._say(row, f"{column} {day!r} is no date. Write YYYY-MM-DD, YYYY-MM or YYYY, or leave it empty.")
                return False
        since, until = row.get("from", ""), row.get("to", "")
        if since and until and since[: len(until)] > until[: len(since)]:
            self._say(row, f"from {since} is after to {until}. Swap or mend them.")
            return False
        qid = row.one("qid")
        if qid is not None and not _QID.match(qid):
            self._say(row, f"qid {qid!r} is none. Write Q and digits, or leave it empty.")
            return False
        return True

    def _check_references(self) -> None:
        ids = {row.id for row in self.actors}
        persons = {term.person for term in self.terms}
        for id in sorted(ids & persons):
            self.wrong.append(f"the id {id!r} is both an actor and a person. Rename one of them.")
        for row in self.actors:
            if row.country is not None and row.country not in ids:
                self.wrong.append(f"{row.where}: no state {row.country!r}. Use an alpha-3 code of states.tsv.")
            for other in row.member_of:
                if other not in ids:
                    self.wrong.append(f"{row.where}: member of {other!r}, which no row has. Add it or mend the id.")
        for office in self.offices.values():
            for part in (office.country, office.body):
                if part is not None and part not in ids:
                    where = self.office_where[office.id]
                    self.wrong.append(f"{where}: {part!r} is no actor's id. Add the row or leave the cell empty.")
        for term in self.terms:
            if term.office not in self.offices:
                self.wrong.append(f"{term.where}: no office {term.office!r}. Add it to an offices table.")
        for id, (before, where) in self.formerly.items():
            for other in before:
                if other not in ids:
                    self.wrong.append(f"{where}: {id} was formerly {other!r}, which no row has. Add it or mend the id.")

    def _check_cycles(self) -> None:
        links: dict[str, tuple[str, ...]] = {}
        for row in self.actors:
            links[row.id] = tuple(dict.fromkeys((*links.get(row.id, ()), *row.member_of)))
        where = {row.id: row.where for row in self.actors}
        for cycle in _cycles(links):
            path = " > ".join((*cycle, cycle[0]))
            self.wrong.append(f"{where[cycle[0]]}: members of each other in a circle: {path}. Remove one member_of.")
        for cycle in _cycles({id: before for id, (before, _) in self.formerly.items()}):
            path = " > ".join((*cycle, cycle[0]))
            self.wrong.append(f"{self.formerly[cycle[0]][1]}: formerly each other in a circle: {path}. Remove one.")

    def _check_overlaps(self) -> None:
        spans: dict[tuple[str, str], list[tuple[str, str, str, str]]] = {}
        for row in self.actors:
            spans.setdefault(("actor", row.id), []).append((row.since or "", row.until or "9", row.id, row.where))
        for term in self.terms:
            if term.office in self.offices:
                held = (term.since or "", term.until or "9", term.person, term.where)
                spans.setdefault(("office", term.office), []).append(held)
        for (kind, id), stretches in spans.items():
            stretches.sort()
            for (_, ended, a, where), (since, _, b, later) in itertools.pairwise(stretches):
                day = min(len(ended), len(since)) if since else 0
                if since and since[:day] >= ended[:day]:
                    continue
                if kind == "actor":
                    self.wrong.append(
                        f"{later}: the id {id} stands at {where} for the same time. Give them dates that do not "
                        "overlap, or an id of its own."
                    )
                else:
                    self.wrong.append(
                        f"{later}: {b} and {a} ({where}) hold {id} at once. Mend `from` or `to`, or use two offices."
                    )


def _cycles(links: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Each circle once, from its first id in table order."""
    done: set[str] = set()
    found: list[tuple[str, ...]] = []
    for start in links:
        if start in done:
            continue
        path: list[str] = []
        on_path: set[str] = set()
        todo: list[tuple[str, int]] = [(start, 0)]
        while todo:
            id, nth = todo.pop()
            if nth == 0:
                if id in on_path:
                    found.append(tuple(path[path.index(id) :]))
                    continue
                if id in done:
                    continue
                path.append(id)
                on_path.add(id)
            following = links.get(id, ())
            if nth < len(following):
                todo.append((id, nth + 1))
                todo.append((following[nth], 0))
            else:
                done.add(id)
                on_path.discard(id)
                path.pop()
    return found


def package_sources() -> list[tuple[str, bytes]]:
    """The package's own tables, by name."""
    entries = sorted(files("dateline").joinpath("data/actors").iterdir(), key=lambda entry: entry.name)
    return [(entry.name, entry.read_bytes()) for entry in entries if entry.name.endswith(".tsv")]


def _sources(folder: Path | None, user: Path | None) -> list[tuple[str, bytes]]:
    if folder is None:
        sources = package_sources()
    else:
        if not folder.is_dir():
            raise DataError(f"{folder}: no such folder of actor tables. Give the folder that holds states.tsv.")
        sources = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.tsv"))]
    if user is not None and user.exists():
        sources.append((str(user), user.read_bytes()))
    return sources


def _kind_of(name: str) -> str:
    if name.endswith(".csv"):
        return "user"
    stem = name.rsplit("/", 1)[-1]
    for kind in ("states", "offices", "holders", "agents", "titles"):
        if stem.startswith(kind):
            return kind
    return "actors"


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for key, id in pairs:
        found.setdefault(key, {})[id] = None
    return {key: tuple(ids) for key, ids in found.items()}


def _lengths(*tables: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for table in tables:
        for key in table:
            first, _, rest = key.partition(" ")
            n = rest.count(" ") + 2 if rest else 1
            had = found.get(first)
            if had is None:
                found[first] = (n,)
            elif n not in had:
                found[first] = tuple(sorted((*had, n), reverse=True))
    return found


def _is_shouted(printed: Sequence[str]) -> bool:
    return all(word.isupper() and len(word.replace(".", "")) <= 6 and " " not in word for word in printed)


def _cased(printed: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Names as printed, one spelling a key, without single words that are also ordinary ones."""
    kept = []
    for key, words in printed.items():
        if words[0].isascii() and words[0][0].isupper() and key not in ORDINARY and len(key) > 2:
            kept.append(words[0])
    return tuple(kept)


def _yes(cell: str) -> bool:
    return cell.lower() in ("1", "yes", "true", "y", "x")


def _from_cache(path: Path) -> Tables | None:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Tables)
    except (OSError, msgspec.MsgspecError):
        return None


def _to_cache(path: Path, tables: Tables) -> None:
    """Written beside and moved in; where the folder cannot be written, the next start just reads the tables again."""
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(msgspec.msgpack.encode(tables))
        beside.replace(path)
        for old in sorted(path.parent.glob("actors-*.msgpack"), key=lambda p: p.stat().st_mtime_ns)[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
