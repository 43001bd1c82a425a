"""Derive `armed_groups_ucdp.tsv` from UCDP's list of actors (CC BY 4.0).

    python tools/actors/ucdp_groups.py FACTS/ucdp_actor_22.1.csv src/dateline/data/actors

Only formally organised groups are taken; governments, ethnic communities and "forces of so-and-so" are not.
A group that one of our own tables already knows under any of its names is left to that table. Short
abbreviations are kept only where nobody else in the catalogue bears them.
"""

import csv
import re
import sys
from collections import Counter
from pathlib import Path

from tables import ACTOR_COLUMNS, folded, read, slug, write

OUTPUT = "armed_groups_ucdp.tsv"
NAME_COLUMNS = (
    "NewNameFullEng",
    "NameOrigFullEng",
    "NameData",
    "NameOrig",
    "NameOrigFull",
    "NewName",
    "NewNameFullMotherTongue",
)
EMPTY = {"", "n/a", "spanish", "na", "unknown"}
VAGUE = re.compile(
    r"^(forces of|military faction|supporters of|government|opposition)|insurgents$|tribal|^(republic|state|kingdom|sultanate|serbian republic) of|state of somalia|royalists|neutralists|^anti-|\?",
    re.I,
)
GENERIC = re.compile(
    r"((the|of|and|army|brigades?|front|division|battalion|unity|truth|peace|justice|special|forces?|popular|islamic|islam"
    r"|national|people'?s?|elite|jihad|god|lord's|be|well|strong|outlaws|greenlanders|rastas|cobras|ninjas|cocoyes|hutu"
    r"|rebels?|jama'at|sweeper|nation|revolutionary|movement|third|command|bush|boys|arrow|free|liberation|armed|party"
    r"|united|council|committee|union|democratic|resistance|commando|operation|\d+(st|nd|rd|th)?|name|military|troops"
    r"|wing|corps|guards?|victory|dawn|shield|new|old|northern|southern|eastern|western|al)[ -]*)+",
    re.IGNORECASE,
)
CRIME = re.compile(r"cartel|gang\b|mara\b|mafia|commando vermelho|comando|bonde|narco", re.I)
CRIME_COUNTRIES = {"MEX", "BRA", "ECU", "HTI", "JAM", "HND"}
MILITIA = re.compile(r"milit|self-defen|paramilit|vigilan|defen[cs]e (force|committee|unit)|volunteer", re.I)
PARTY = re.compile(r"\bparty\b|congress|parishad|league|union for", re.I)
ARMED = re.compile(r"army|armed|liberation|front|force|guerrilla|brigade|movement|faction|/", re.I)
COUNTRY_NAMES = {
    "DR Congo (Zaire)": "COD",
    "Myanmar (Burma)": "MMR",
    "Russia (Soviet Union)": "RUS",
    "Cambodia (Kampuchea)": "KHM",
    "Yemen (North Yemen)": "YEM",
    "Vietnam (North Vietnam)": "VNM",
    "South Vietnam": "VNM",
    "Serbia (Yugoslavia)": "SRB",
    "Bosnia-Herzegovina": "BIH",
    "Madagascar (Malagasy)": "MDG",
    "Zimbabwe (Rhodesia)": "ZWE",
    "South Yemen": "YEM",
    "Congo": "COG",
    "Kingdom of eSwatini (Swaziland)": "SWZ",
    "Macedonia, FYR": "MKD",
    "Ivory Coast": "CIV",
    "Hyderabad": "IND",
}


def main(source: Path, folder: Path) -> None:
    """Write the table beside the others."""
    countries = COUNTRY_NAMES | {
        alias: row["id"] for row in read(folder / "states.tsv") for alias in row["aliases"].split("|")
    }
    ids, taken, lands = _known(folder)
    with source.open(encoding="utf-8-sig", newline="") as file:
        actors = [row for row in csv.DictReader(file) if row["Org"] == "1"]
    by_ucdp_id: dict[str, str] = {}
    kept = []
    for actor in actors:
        names = _names(actor)
        country = countries.get(actor["Location"].split(", ")[0].strip(), "")
        owner = _owner(_names(actor, is_strict=False), country, taken, lands)
        if owner is not None:
            by_ucdp_id[actor["ActorId"]] = owner
            continue
        if not names or VAGUE.search(names[0]) or VAGUE.search(actor["NameData"]):
            continue
        identity = slug(names[0])
        if not country or len(identity) < 4:
            continue
        if identity in ids:
            identity = f"{identity}-{country.lower()}"
        if identity in ids:
            continue
        ids.add(identity)
        by_ucdp_id[actor["ActorId"]] = identity
        kept.append((actor, identity, names, country))
    bearers = Counter(folded(name) for _, _, names, _ in kept for name in names)
    rows = [
        _row(actor, identity, names, country, bearers, taken, by_ucdp_id) for actor, identity, names, country in kept
    ]
    write(folder / OUTPUT, ACTOR_COLUMNS, rows)
    print(f"{len(rows)} groups of {len(actors)}; {len(actors) - len(kept)} left to other tables or too vague to name")


def _known(folder: Path) -> tuple[set[str], dict[str, str], dict[str, str]]:
    """Ids in use, who bears which name, and whose country is which, over all other tables of actors and states."""
    ids: set[str] = set()
    taken: dict[str, str] = {}
    lands: dict[str, str] = {}
    for path in sorted(folder.glob("*.tsv")):
        if path.name in {
            OUTPUT,
            "organisations_phoenix.tsv",
            "offices.tsv",
            "titles.tsv",
            "agents.tsv",
        } or path.name.startswith("holders"):
            continue
        for row in read(path):
            ids.add(row["id"])
            lands[row["id"]] = row.get("country", "")
            for alias in row["aliases"].split("|"):
                taken.setdefault(folded(alias), row["id"])
    return ids, taken, lands


def _owner(names: list[str], country: str, taken: dict[str, str], lands: dict[str, str]) -> str | None:
    """Who of our own bears one of the names; a short name counts only within the country."""
    for name in names:
        owner = taken.get(folded(name))
        if owner is not None and (len(name) > 8 or lands[owner] in (country, "")):
            return owner
    return None


def _names(actor: dict[str, str], *, is_strict: bool = True) -> list[str]:
    names: list[str] = []
    for column in NAME_COLUMNS:
        name = re.sub(r"\s+", " ", actor[column]).replace(" - ", "-").strip(" ,;")
        parts = [name] if column.endswith("Eng") or "faction" in name else name.split(", ")
        for part in parts:
            part = re.sub(r"^(The|the) ", "", part.strip())
            if (
                part.lower() not in EMPTY
                and part not in names
                and folded(part)
                and not (is_strict and _is_generic(part))
            ):
                names.append(part.replace("’", "'").replace("`", "'"))
    telling = [name for name in names if " " in name.strip() or name == actor["NameData"].strip()]
    return list(dict.fromkeys(telling or names))


def _is_generic(name: str) -> bool:
    return len(name.split()) <= 3 and GENERIC.fullmatch(name) is not None


def _row(
    actor: dict[str, str],
    identity: str,
    names: list[str],
    country: str,
    bearers: Counter[str],
    taken: dict[str, str],
    by_ucdp_id: dict[str, str],
) -> dict[str, str]:
    spoken = " ".join(names)
    if CRIME.search(spoken) or (country in CRIME_COUNTRIES and actor["PrimaryParty"] == "0"):
        kind, sector = "armed_group", "CRM"
    elif actor["PrimaryParty"] == "0" and PARTY.search(names[0]) and not ARMED.search(names[0]):
        kind, sector = "party", "PTY"
    elif MILITIA.search(spoken):
        kind, sector = "armed_group", "PRM"
    else:
        kind, sector = "armed_group", "REB"
    aliases = [name for name in names if _may_stand_alone(name, bearers, taken)] or [names[0]]
    if names[0] not in aliases:
        aliases.insert(0, names[0])
    ties = [
        by_ucdp_id.get(number.strip(), "")
        for column in ("ActorIdPrev", "ActorIdAlliance")
        for number in actor[column].split(",")
    ]
    return {
        "id": identity,
        "name": names[0],
        "aliases": "|".join(aliases),
        "kind": kind,
        "country": country,
        "sector": sector,
        "member_of": "|".join(dict.fromkeys(tie for tie in ties if tie and tie != identity)),
        "source": f"ucdp-actor-22.1:{actor['ActorId']}",
    }


def _may_stand_alone(name: str, bearers: Counter[str], taken: dict[str, str]) -> bool:
    if folded(name) in taken or bearers[folded(name)] > 1:
        return False
    return len(name) > 5 or (len(name) > 3 and name.isupper())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
