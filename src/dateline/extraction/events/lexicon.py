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

    Of two rules that fit and ask for as much, the later folder's is taken. Conditions are checked against those that the
    first folder knows, so that a slip of the pen is an error and not a rule that fires everywhere.

    Args:
        folders: each may hold verbs.tsv, nouns.tsv, carriers.tsv and classes.tsv.
    Raises:
        DataError: a line that cannot be used, with file and line; a folder that holds none of the tables.
    """
    verbs: dict[str, list[Rule]] = {}
    nouns: dict[str, list[Rule]] = {}
    carriers: dict[str, list[Carrier]] = {}
    classes: dict[str, frozenset[str]] = {}
    for folder in folders:
        if not any((folder / name).is_file() for name in _TABLES):
            raise DataError(f"{folder}: no table of words. Put one of {', '.join(_TABLES)} there.")
    for n, folder in reversed(list(enumerate(folders))):
        inside = f"{folder.name}/" if n else ""  # a user's verbs.tsv is told from ours
        for _, row in _rows(folder / "classes.tsv", 2, inside):
            classes[row[0]] = classes.get(row[0], frozenset()) | frozenset(row[1].split())
        for where, row in _rows(folder / "verbs.tsv", 5, inside):
            for rule_word, rule in _rules(row, where):
                verbs.setdefault(rule_word, []).append(rule)
        for where, row in _rows(folder / "nouns.tsv", 5, inside):
            for rule_word, rule in _rules(row, where):
                nouns.setdefault(rule_word, []).append(rule)
        for where, row in _rows(folder / "carriers.tsv", 3, inside):
            for carrier_word, carrier in _carriers(row, where):
                carriers.setdefault(carrier_word, []).append(carrier)
    _check_conditions([rule for table in (verbs, nouns) for group in table.values() for rule in group], folders)
    return Lexicon(_sorted(verbs), _sorted(nouns), {k: tuple(v) for k, v in carriers.items()}, classes)


@lru_cache(maxsize=1)
def own_lexicon() -> Lexicon:
    """The tables that Dateline ships."""
    return read_lexicon([OWN_TABLES])


_TABLES = ("verbs.tsv", "nouns.tsv", "carriers.tsv", "classes.tsv")


def _check_conditions(rules: Sequence[Rule], folders: Sequence[Path]) -> None:
    if len(folders) < 2:
        return
    first = [rule for rule in rules if "/" not in rule.where]
    tests = {key for rule in first for key, _ in rule.tests}
    flags = {flag for rule in first for flag in rule.flags}
    for rule in rules:
        for word in [key for key, _ in rule.tests if key not in tests and not key.startswith("pp:")] + [
            flag for flag in sorted(rule.flags) if flag not in flags
        ]:
            known = ", ".join(sorted(flags | {f"{key}=" for key in tests if not key.startswith("pp:")}))
            raise DataError(f"{rule.where}: `{word}` is no condition. Use some of {known}, pp:WORD=.")


def _rows(path: Path, columns: int, inside: str) -> Iterable[tuple[str, list[str]]]:
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if number == 1 or not line.strip() or line.startswith("#"):
            continue
        row = line.split("\t")
        where = f"{inside}{path.name}:{number}"
        if len(row) < columns:
            raise DataError(f"{where}: {len(row)} columns where {columns} are needed. Separate them by one tab each.")
        yield where, row


def _rules(row: list[str], where: str) -> Iterable[tuple[str, Rule]]:
    words, kind, mode, slots, when = row[:5]
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
