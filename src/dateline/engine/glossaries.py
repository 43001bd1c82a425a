"""Loads what is known of a language: our tables, and the names of countries from CLDR."""

import csv
import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from msgspec import Struct

from dateline.errors import DataError
from dateline.extraction.actors.catalogue import key_of
from dateline.language.glossary import Glossary, Term
from dateline.language.verbs_french import french_verbs
from dateline.language.verbs_spanish import spanish_verbs

TABLES = files("dateline") / "data" / "language"
_KINDS = ("hint", "name", "people", "term", "verb")
_A_TOWN = 5_000  # persons
_VERBS = {"es": ("spanish", "english", "object", "forms"), "fr": ("french", "english", "flags", "forms")}


@lru_cache(maxsize=16)
def load_glossary(language: str) -> Glossary:
    """Terms, names and verb forms of a language; countries alone where no table of ours is there."""
    return Glossary(language, [*_terms(language), *_verbs(language), *_countries(language)])


def edition_of(language: str) -> str:
    """A digest of our tables of a language."""
    paths = [TABLES / f"{kind}_{language}.tsv" for kind in ("terms", "verbs")]
    return sha256(b"".join(path.read_bytes() for path in paths if path.is_file())).hexdigest()[:12]


class Names(Struct, frozen=True):
    """What is known of names.

    Attributes:
        english_of: the English name of a place or a known person by the name in any language in Latin letters, or None.
        is_place: whether an English name is that of a country, a capital or a place of some size.
    """

    english_of: Callable[[str], str | None]
    is_place: Callable[[str], bool]


def names_by(look_up: Callable[[str], tuple[Any, ...]], catalogue: Any = None) -> Names:
    """Names by a gazetteer and a catalogue.

    Args:
        look_up: a gazetteer's. Small places are left out: their names are too often words or surnames.
        catalogue: whose persons are known by other spellings too ("Serguéi Lavrov"), None for places alone.
    """
    persons = _persons(catalogue) if catalogue is not None else {}

    def name_of(words: str) -> str | None:
        if len(words) < 3:
            return None
        if " " in words and persons and not catalogue.named(key_of(words)):
            near = persons.get(skeleton(words), ())
            alike = [name for name in near if SequenceMatcher(None, key_of(name), key_of(words)).ratio() >= 0.72]
            if len(alike) == 1:
                return alike[0]
        spots = look_up(words)
        for spot in spots[:1]:
            kind, population = spot.kind, spot.population
            if spot.is_other_name and any(not s.is_other_name and s.population >= 10_000 for s in spots[1:]):
                return words  # "Salisbury" is itself before it is an old name of another town
            if kind == "country" or spot.is_capital or population >= 30_000:
                return str(spot.name) if spot.is_other_name or spot.is_capital or kind == "country" else words
        return None

    return Names(name_of, _places_by(look_up))


def _places_by(look_up: Callable[[str], tuple[Any, ...]]) -> Callable[[str], bool]:
    def is_place(english: str) -> bool:
        spots = look_up(english)
        return bool(spots) and (spots[0].kind != "city" or spots[0].is_capital or spots[0].population >= _A_TOWN)

    return is_place


def skeleton(name: str) -> str:
    """What spellings of one name have in common: its consonants, in the order of words.

    >>> skeleton("Serguéi Lavrov") == skeleton("Sergey Lavrov")
    True
    """
    low = key_of(name).replace("gu", "g").replace("ph", "f").replace("kh", "h").replace("q", "k").replace("w", "v")
    low = low.replace("tch", "s").replace("sch", "s").replace("sh", "s").replace("ch", "s").replace("zh", "z")
    low = low.replace("ts", "s").replace("dj", "j").replace("c", "k").replace("x", "ks")
    bare = re.sub(r"[aeiouyhj]", "", low)
    return re.sub(r"(\w)\1+", r"\1", bare)


def _persons(catalogue: Any) -> dict[str, tuple[str, ...]]:
    """Names of office holders by skeleton; one name for a person."""
    if id(catalogue) not in _known_persons:
        found: dict[str, dict[str, str]] = {}
        for term in catalogue.tables.terms:
            bones = skeleton(term.name)
            if len(bones) >= 6 and " " in bones:
                found.setdefault(bones, {}).setdefault(term.person, term.name)
        _known_persons.clear()
        _known_persons[id(catalogue)] = {bones: tuple(names.values()) for bones, names in found.items()}
    return _known_persons[id(catalogue)]


_known_persons: dict[int, dict[str, tuple[str, ...]]] = {}


def _terms(language: str) -> Iterator[tuple[str, Term]]:
    for number, row in _rows(f"terms_{language}.tsv", ("source", "english", "kind")):
        if row[2] not in _KINDS or not row[1]:
            raise DataError(
                f"terms_{language}.tsv:{number}: the kind is one of {', '.join(_KINDS)}, and English is needed."
            )
        for words in row[0].split("|"):
            yield words, Term(row[1], row[2])
            if row[2] == "people" and language == "fr":  # "les Soudanais", with a capital where it is a noun
                yield words[0].upper() + words[1:], Term(row[1], row[2])


def _verbs(language: str) -> Iterator[tuple[str, Term]]:
    if language == "es":
        rows = [(r[0], r[1], r[2] == "a", _forms(n, r[3], language)) for n, r in _rows("verbs_es.tsv", _VERBS["es"])]
        yield from spanish_verbs(rows)
    elif language == "fr":
        yield from french_verbs(
            (r[0], r[1], r[2], _forms(n, r[3], language)) for n, r in _rows("verbs_fr.tsv", _VERBS["fr"])
        )


def _forms(number: int, words: str, language: str) -> tuple[str, ...]:
    forms = tuple(words.split(",")) if words else ()
    if len(forms) not in (0, 5):
        raise DataError(f"verbs_{language}.tsv:{number}: give five forms or none, as SOURCES.md says.")
    return forms


def _countries(language: str) -> Iterator[tuple[str, Term]]:
    from babel import Locale, UnknownLocaleError

    try:
        theirs, ours = Locale.parse(language).territories, Locale.parse("en").territories
    except (UnknownLocaleError, ValueError):
        return
    for code, name in sorted(theirs.items()):
        if len(code) == 2 and code.isalpha() and code in ours and len(name) > 3:
            yield name, Term(_plain_country(ours[code]), "name")


def _plain_country(name: str) -> str:
    return {"Myanmar (Burma)": "Myanmar", "Côte d’Ivoire": "Ivory Coast", "Congo - Kinshasa": "Democratic Republic of Congo",
            "Congo - Brazzaville": "Republic of Congo", "Türkiye": "Turkey", "Palestinian Territories": "Palestine",
            "Hong Kong SAR China": "Hong Kong", "Macao SAR China": "Macao", "Bosnia & Herzegovina": "Bosnia and Herzegovina",
            "Trinidad & Tobago": "Trinidad and Tobago"}.get(name, name)  # fmt: skip


def _rows(name: str, header: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    path = TABLES / name
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if number == 1:
                if tuple(row) != header:
                    raise DataError(f"{name}:1: the columns are {', '.join(header)}.")
            elif len(row) != len(header):
                raise DataError(f"{name}:{number}: {len(row)} columns where {len(header)} are needed.")
            else:
                yield number, row
