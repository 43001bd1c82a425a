"""Read and write the catalogue's tables: tab separated, one header line, no quoting."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

ACTOR_COLUMNS = ("id", "name", "aliases", "kind", "country", "sector", "member_of", "from", "to", "qid", "source")
HOLDER_COLUMNS = ("office", "person", "name", "aliases", "from", "to", "known_until", "qid", "source")

LETTERS = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae"})


def read(path: Path) -> list[dict[str, str]]:
    """The rows of one table, in file order."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def write(path: Path, columns: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
    """Write rows under their header; a missing column is left empty."""
    lines = ["\t".join(columns)] + ["\t".join(row.get(column, "") for column in columns) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def slug(name: str) -> str:
    """`Kata'ib Hezbollah` becomes `kataib-hezbollah`."""
    return re.sub(r"[^a-z0-9]+", "-", folded(name.replace("'", "").replace("’", ""))).strip("-")


def folded(name: str) -> str:
    """Lower case without accents, apostrophes and hyphens, for comparing spellings."""
    plain = unicodedata.normalize("NFKD", name.translate(LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^\w./&]+", " ", plain.lower().replace("'", "").replace("`", "")).strip()
