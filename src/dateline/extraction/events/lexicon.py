"""The words that may carry an act: verbs, event nouns, carriers and word classes, read from readable tables.

Reading happens once, at the edge; `code` is handed the result. A user's own tables have the same columns and are
laid over ours. Every mistake is named with its file and line.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from dateline.errors import DataError
from dateline.extraction.events.plover import MODES, TYPES

OWN_TABLES = Path(__file__).resolve().parents[2] / "data" / "events"
"""The folder of the tables that Dateline ships."""

HOWS = frozenset(
    "DO END REJECT FAIL REQUEST AGREE THREATEN ACCUSE SUPPORT SUFFER PLAN TRY AVOID DENY FORCE ALLOW".split()
)
"""What a carrier makes of the act it carries."""


class Rule(Struct, frozen=True):
    """One sense of a verb or event noun.

    `slots` are where the other side stands, best first: obj, dat, csubj, a preposition, or obj>of. `tests` maps a
    test (obj, subj, prep, prt, pp:on ..) to the words, classes or marks it allows; `flags` are the bare words.
    """

    type: str
    mode: str | None
    slots: tuple[str, ...]
    tests: tuple[tuple[str, frozenset[str]], ...]
    flags: frozenset[str]
    where: str

    @property
    def weight(self) -> int:
        """How much the rule asks for: the most demanding rule that fits is taken."""
        loose = {"@", "#", "none"}
        return sum(1 if allowed & loose else 3 for _, allowed in self.tests) + len(self.flags & _TELLING)


_TELLING = frozenset({"harm", "noharm", "armed", "comp", "ccomp", "passive", "elite"})


class Carrier(Struct, frozen=True):
    """A verb that says something about an act told by its object (`noun`) or its clause (`act`)."""

    how: str
    link: str
    particle: str | None


class Lexicon:
    """All tables, by lemma.

    Args:
        verbs: rules by verb lemma, most demanding first.
        nouns: rules by noun lemma; `air+strike` stands under `strike` with the modifier as a test.
        carriers: carriers by verb lemma.
        classes: words by class name.
    """

    def __init__(
        self,
        verbs: dict[str, tuple[Rule, ...]],
        nouns: dict[str, tuple[Rule, ...]],
        carriers: dict[str, tuple[Carrier, ...]],
        classes: dict[str, frozenset[str]],
    ) -> None:
        self.verbs = verbs
        self.nouns = nouns
        self.carriers = carriers
        self.classes = classes

    def words(self, name: str) -> frozenset[str]:
        """The words of a class; empty where there is no such class."""
        return self.classes.get(name, frozenset())


def read_lexicon(folders: Sequence[Path]) -> Lexicon:
    """Read the tables of several folders, later ones laid over earlier ones.

    Of two rules that fit and ask for as much, the later folder's is taken. Conditions and places for the other side are
    checked against those that the first folder knows, so that a slip of the pen is an error and not a rule that fires
    everywhere.

    Args:
        folders: each may hold verbs.tsv, nouns.tsv, carriers.tsv and classes.tsv, or is itself one such table, whose
            first line says which.
    Raises:
        DataError: a line that cannot be used, with file and line; a folder that holds none of the tables.
    """
    verbs: dict[str, list[Rule]] = {}
    nouns: dict[str, list[Rule]] = {}
    carriers: dict[str, list[Carrier]] = {}
    classes: dict[str, frozenset[str]] = {}
    own: list[Rule] = []
    theirs: list[Rule] = []
    tables = [_tables(folder) for folder in folders]
    for n, (folder, named) in reversed(list(enumerate(zip(folders, tables)))):
        inside = f"{folder.name}/" if n and folder.is_dir() else ""  # a user's verbs.tsv is told from ours
        for _, row in _rows(named.get("classes.tsv"), 2, inside):
            classes[row[0]] = classes.get(row[0], frozenset()) | frozenset(row[1].split())
        for name, told in (("verbs.tsv", verbs), ("nouns.tsv", nouns)):
            for where, row in _rows(named.get(name), 4, inside):
                for word, rule in _rules(row, where):
                    told.setdefault(word, []).append(rule)
                    (theirs if n else own).append(rule)
        for where, row in _rows(named.get("carriers.tsv"), 3, inside):
            for word, carrier in _carriers(row, where):
                carriers.setdefault(word, []).append(carrier)
    if theirs:
        _check(own, theirs)
    return Lexicon(_sorted(verbs), _sorted(nouns), {k: tuple(v) for k, v in carriers.items()}, classes)


@lru_cache(maxsize=1)
def own_lexicon() -> Lexicon:
    """The tables that Dateline ships."""
    return read_lexicon([OWN_TABLES])


_TABLES = ("verbs.tsv", "nouns.tsv", "carriers.tsv", "classes.tsv")


def _tables(folder: Path) -> dict[str, Path]:
    """The tables of a folder by name, or the one that a file is by its first line."""
    if folder.is_file():
        lines = _lines_of(folder)
        head = tuple(lines[0].split("\t")[:2]) if lines else ()
        if head not in _HEADS:
            raise DataError(
                f"{folder.name}:1: no names of columns. Begin with `{_COLUMNS}`, parted by one tab each, "
                "and put each verb on a line of its own below."
            )
        return {_HEADS[head]: folder}
    found = {name: folder / name for name in _TABLES if (folder / name).is_file()}
    if not found:
        raise DataError(f"{folder}: no table of words. Put one of {', '.join(_TABLES)} there.")
    return found


_COLUMNS = "verbs type mode target when"
_HEADS = {
    ("verbs", "type"): "verbs.tsv",
    ("nouns", "type"): "nouns.tsv",
    ("verbs", "how"): "carriers.tsv",
    ("class", "words"): "classes.tsv",
}


def _check(own: Sequence[Rule], theirs: Sequence[Rule]) -> None:
    """A user's conditions and places for the other side are those that ours know."""
    tests = {key for rule in own for key, _ in rule.tests}
    flags = {flag for rule in own for flag in rule.flags}
    slots = {slot for rule in own for slot in rule.slots}
    for rule in theirs:
        strange = next((slot for slot in rule.slots if slot not in slots), None)
        if strange is not None:
            raise DataError(
                f"{rule.where}: `{strange}` is no place where the other side stands. "
                f"Use some of {', '.join(sorted(slots))}."
            )
        for word in [key for key, _ in rule.tests if key not in tests and not key.startswith("pp:")] + [
            flag for flag in sorted(rule.flags) if flag not in flags
        ]:
            known = ", ".join(sorted(flags | {f"{key}=" for key in tests if not key.startswith("pp:")}))
            raise DataError(f"{rule.where}: `{word}` is no condition. Use some of {known}, pp:WORD=.")


def _rows(path: Path | None, columns: int, inside: str) -> Iterable[tuple[str, list[str]]]:
    if path is None:
        return
    for number, line in enumerate(_lines_of(path), 1):
        if number == 1 or not line.strip() or line.startswith("#"):
            continue
        row = line.split("\t")
        where = f"{inside}{path.name}:{number}"
        if len(row) < columns:
            raise DataError(f"{where}: {len(row)} columns where {columns} are needed. Separate them by one tab each.")
        yield where, row


def _lines_of(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name}: no UTF-8 ({error.reason} at byte {error.start}). Save it as UTF-8.") from error


def _rules(row: list[str], where: str) -> Iterable[tuple[str, Rule]]:
    words, kind, mode, slots, when = (*row, "")[:5]
    if kind not in TYPES:
        raise DataError(f"{where}: `{kind}` is no PLOVER type. Use one of {', '.join(TYPES)}.")
    if mode and mode not in MODES.get(kind, frozenset()):
        raise DataError(f"{where}: `{mode}` is no mode of {kind}. Use one of {', '.join(sorted(MODES.get(kind, ())))}.")
    tests: list[tuple[str, frozenset[str]]] = []
    flags: set[str] = set()
    for item in when.split():
        key, mark, value = item.partition("=")
        if mark:
            tests.append((key, frozenset(value.split("|"))))
        else:
            flags.add(key)
    for word in words.split():
        *modifiers, head = word.split("+")
        extra = [("mod", frozenset(modifiers))] if modifiers else []
        yield head, Rule(kind, mode or None, tuple(slots.split()), (*tests, *extra), frozenset(flags), where)


def _carriers(row: list[str], where: str) -> Iterable[tuple[str, Carrier]]:
    words, how, link = row[:3]
    if how not in HOWS:
        raise DataError(f"{where}: `{how}` is no way of carrying an act. Use one of {', '.join(sorted(HOWS))}.")
    if link not in ("noun", "act", "both"):
        raise DataError(f"{where}: `{link}` must be noun, act or both.")
    for word in words.split():
        verb, _, particle = word.partition("+")
        yield verb, Carrier(how, link, particle or None)


def _sorted(rules: dict[str, list[Rule]]) -> dict[str, tuple[Rule, ...]]:
    return {word: tuple(sorted(group, key=lambda r: -r.weight)) for word, group in rules.items()}
