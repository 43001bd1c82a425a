"""Loads what is known of a language: our tables, and the names of countries from CLDR."""

import csv
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files

from dateline.errors import DataError
from dateline.language.glossary import Glossary, Term
from dateline.language.verbs import verb_terms

TABLES = files("dateline") / "data" / "language"
_KINDS = ("name", "term")


@lru_cache(maxsize=16)
def load_glossary(language: str) -> Glossary:
    """Terms, names and verb forms of a language; countries alone where no table of ours is there."""
    return Glossary(language, [*_terms(language), *_verbs(language), *_countries(language)])


def names_by(look_up: Callable[[str], tuple[object, ...]]) -> Callable[[str], str | None]:
    """The English name of a place by its name in any language, from a gazetteer's `look_up`.

    Small places are left out: their names are too often words or surnames.
    """

    def name_of(words: str) -> str | None:
        if len(words) < 3:
            return None
        for spot in look_up(words)[:1]:
            kind, population = spot.kind, spot.population  # type: ignore[attr-defined]
            if kind == "country" or spot.is_capital or population >= 30_000:  # type: ignore[attr-defined]
                return str(spot.name) if spot.is_other_name or spot.is_capital or kind == "country" else words  # type: ignore[attr-defined]
        return None

    return name_of


def _terms(language: str) -> Iterator[tuple[str, Term]]:
    for number, row in _rows(f"terms_{language}.tsv", ("source", "english", "kind")):
        if row[2] not in _KINDS or not row[1]:
            raise DataError(
                f"terms_{language}.tsv:{number}: the kind is one of {', '.join(_KINDS)}, and English is needed."
            )
        for words in row[0].split("|"):
            yield words, Term(row[1], row[2])


def _verbs(language: str) -> Iterator[tuple[str, Term]]:
    rows = []
    for number, row in _rows(f"verbs_{language}.tsv", ("spanish", "english", "object", "forms")):
        forms = tuple(row[3].split(",")) if row[3] else ()
        if len(forms) not in (0, 5):
            raise DataError(
                f"verbs_{language}.tsv:{number}: give five forms (two past, two future, participle) or none."
            )
        rows.append((row[0], row[1], row[2] == "a", forms))
    yield from verb_terms(rows)


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
