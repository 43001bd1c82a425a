"""Derive `organisations_phoenix.tsv` from Phoenix's list of international actors (MIT, about 2014).

    python tools/actors/phoenix_organisations.py FACTS/Phoenix.International.actors.txt src/dateline/data/actors

Only names of three words and more that say themselves that they are an organisation are taken: the list also
holds people, companies and words that mean other things. What our own tables know is left to them.
"""

import re
import sys
from pathlib import Path

from tables import ACTOR_COLUMNS, folded, read, slug, write

OUTPUT = "organisations_phoenix.tsv"
SOURCE = "phoenix-international"
HEAD = re.compile(r"^([A-Z][^\t\[#]+?)_?\s*\[([A-Z]{3,})")
ORGANISATION = re.compile(
    r"\b(federation|association|council|commission|committee|organi[sz]ation|union|centre|center|foundation|institute"
    r"|society|network|fund|bank|agency|programme?|alliance|forum|league|confederation|congress|conference|relief"
    r"|campaign|coalition|tribunal|secretariat|observatory|academy)\b",
    re.IGNORECASE,
)
ANOTHER = re.compile(
    r"united nations|european commission|special rapporteur|international government|southeast asia nations|asian association$"
    r"|world bank|security and cooperation|islamic conferences|^american .*correctional|war crimes tribunal",
    re.IGNORECASE,
)
COMPANY = re.compile(
    r"\b(inc|incorporated|corp|corporation|ltd|limited|plc|trust|financial|bancorp|holdings|group)\b", re.I
)
SMALL = {
    "of",
    "the",
    "for",
    "and",
    "in",
    "on",
    "to",
    "against",
    "with",
    "by",
    "de",
    "des",
    "du",
    "la",
    "le",
    "del",
    "y",
}


def main(source: Path, folder: Path) -> None:
    """Write the table beside the others."""
    ids, taken = _known(folder)
    rows = {}
    for line in source.read_text(encoding="utf-8", errors="ignore").splitlines():
        match = HEAD.match(line)
        if match is None:
            continue
        name, kind = _spoken(match[1]), "igo" if match[2].startswith("IGO") else "ngo"
        is_fit = match[2][:3] in {"IGO", "NGO", "NGM"} and len(name.split()) >= 3 and "," not in name
        if (
            not is_fit
            or not ORGANISATION.search(name)
            or COMPANY.search(name)
            or ANOTHER.search(name)
            or re.search(r"[:;()|]|\bUn\b", name)
        ):
            continue
        identity = slug(name)
        if folded(name) in taken or identity in ids or identity in rows:
            continue
        sector = "IGO" if kind == "igo" else "NGO"
        rows[identity] = {
            "id": identity, "name": name, "aliases": name, "kind": kind, "sector": sector, "source": SOURCE,
        }  # fmt: skip
    write(folder / OUTPUT, ACTOR_COLUMNS, [rows[identity] for identity in sorted(rows)])
    print(f"{OUTPUT}: {len(rows)}")


def _known(folder: Path) -> tuple[set[str], set[str]]:
    """Ids and folded names of all other tables of actors."""
    ids: set[str] = set()
    names: set[str] = set()
    for path in sorted(folder.glob("*.tsv")):
        if path.name in {OUTPUT, "offices.tsv", "titles.tsv", "agents.tsv"} or path.name.startswith("holders"):
            continue
        for row in read(path):
            ids.add(row["id"])
            names.update(folded(alias) for alias in row["aliases"].split("|"))
    return ids, names


def _spoken(name: str) -> str:
    """`WORLD_COUNCIL_OF_CHURCHES_` becomes `World Council of Churches`."""
    words = name.replace("_", " ").split()
    spoken = [word.lower() if i and word.lower() in SMALL else _cased(word) for i, word in enumerate(words)]
    return re.sub(r"^The ", "", " ".join(spoken))


def _cased(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
