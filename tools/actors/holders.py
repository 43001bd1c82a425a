"""Derive `holders_archigos.tsv`, `holders_reign.tsv` and `holders_us.tsv` from open lists of leaders.

    python tools/actors/holders.py FACTS src/dateline/data/actors

The lists name a country's effective leader; which office that was is said by `OFFICES` below, and a country
where it changed is left out. A term that touches one in `holders_own.tsv`, or one already taken from an earlier
list, is dropped, so nobody holds an office twice. A leader whose full name the list does not tell is dropped too.
`--compare` prints where our own dates differ from the lists instead.
"""

import csv
import re
import sys
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from tables import HOLDER_COLUMNS, LETTERS, folded, read, slug, write

COUNTRIES = dict(
    pair.split(":")
    for pair in (
        "UKG:GBR FRN:FRA GMY:DEU GFR:DEU HAI:HTI TRI:TTO BHM:BHS BAR:BRB GRN:GRD SLU:LCA SVG:VCT AAB:ATG SKN:KNA "
        "GUA:GTM HON:HND SAL:SLV COS:CRI PAR:PRY URU:URY IRE:IRL NTH:NLD SPN:ESP POR:PRT AUS:AUT CZR:CZE SLO:SVK "
        "MAC:MKD CRO:HRV BUL:BGR MLD:MDA RUM:ROU ROM:ROU LAT:LVA LIT:LTU GRG:GEO SWD:SWE DEN:DNK ICE:ISL CAP:CPV "
        "EQG:GNQ GAM:GMB MAA:MRT NIR:NER CDI:CIV GUI:GIN BFO:BFA SIE:SLE TOG:TGO CAO:CMR NIG:NGA CEN:CAF CHA:TCD "
        "CON:COG DRC:COD TAZ:TZA BUI:BDI ANG:AGO MZM:MOZ ZAM:ZMB MAW:MWI SAF:ZAF LES:LSO BOT:BWA MAG:MDG MAS:MUS "
        "SEY:SYC ALG:DZA KUW:KWT BAH:BHR MON:MNG TAW:TWN ROK:KOR BNG:BGD SRI:LKA MAD:MDV THI:THA MAL:MYS SIN:SGP "
        "PHI:PHL INS:IDN AUL:AUS NEW:NZL SOL:SLB FIJ:FJI TON:TON VAN:VUT NAU:NRU MSI:MHL PAL:PLW"
    ).split()
)
PRIME_MINISTERS = set(
    "GBR CAN IRL NLD BEL LUX ESP ITA DNK SWE NOR ISL GRC JPN IND AUS NZL ISR MYS SGP THA JAM TTO BHS BRB GRD LCA VCT "
    "ATG KNA BLZ DMA LSO MUS PNG SLB VUT TUV EST LVA SVN CZE SVK HUN BGR MKD MLT".split()
)
PRESIDENTS = set(
    "MEX CRI PAN COL VEN ECU PER BRA BOL CHL ARG PRY URY GTM HND SLV NIC DOM HTI GUY SUR CYP BEN MRT NER CIV GIN BFA LBR "
    "SLE GHA TGO CMR NGA GAB CAF TCD COG UGA KEN TZA BDI RWA DJI AGO MOZ ZMB MWI NAM BWA MDG COM SYC DZA TUN EGY "
    "PHL IDN KOR TWN MDV KIR NRU MHL PLW FSM TKM TJK LTU ARM AZE GEO".split()
)
OFFICES = (
    {country: f"{country.lower()}-prime-minister" for country in PRIME_MINISTERS}
    | {country: f"{country.lower()}-president" for country in PRESIDENTS}
    | {"DEU": "deu-chancellor", "AUT": "aut-chancellor", "FRA": "fra-president"}
)
SINCE = "1945"


class Term(NamedTuple):
    """One leader's time in power. Dates ISO; `end` a day or a month, empty if open."""

    country: str
    name: str
    start: str
    end: str


def main(facts: Path, folder: Path, *, is_comparison: bool) -> None:
    """Write the three tables, or compare."""
    own = read(folder / "holders_own.tsv")
    offices = {row["office"] for row in read(folder / "offices.tsv")}
    archigos = list(_archigos(facts / "archigos_annual.txt"))
    reign = list(_reign(facts / "reign_leaders_2021-03.csv"))
    if is_comparison:
        _compare(own, [*archigos, *reign])
        return
    taken = list(own)
    presidents = list(_us(facts / "us_executive.yaml"))
    for name, source, terms in (
        ("holders_us.tsv", "us-executive", presidents),
        ("holders_archigos.tsv", "archigos-4.1", [(OFFICES.get(t.country, ""), t) for t in archigos]),
        ("holders_reign.tsv", "reign-2021-03", [(OFFICES.get(t.country, ""), t) for t in reign]),
    ):
        rows = []
        for office, term in terms:
            if office not in offices or not term.end or term.start < SINCE or not _is_full(term.name):
                continue
            row = _row(office, term, source)
            fitted = _fitted(row, [other for other in taken if other["office"] == office])
            if fitted is not None:
                before = rows[-1] if rows else {}
                if before.get("office") == office and before["person"] == fitted["person"] and _touch(before, fitted):
                    before["to"] = fitted["to"]
                    continue
                rows.append(fitted)
                taken.append(fitted)
        rows = [row for row in rows if row["from"][: len(row["to"])] <= row["to"]]
        write(folder / name, HOLDER_COLUMNS, sorted(rows, key=lambda row: (row["office"], row["from"])))
        print(f"{name}: {len(rows)}")


def _archigos(path: Path) -> Iterator[Term]:
    """Terms of Archigos, its yearly rows put together; names from the DBpedia address."""
    spells: dict[tuple[str, str], Term] = {}
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            key = (row["idacr"], row["leadid"])
            if row["entry"] != "(p_year)" or key not in spells:
                if key in spells:
                    yield spells.pop(key)
                address = unquote(row["dbpedia.uri"]).rsplit("/", 1)[-1].replace("_", " ")
                name = re.sub(r" \(.*\)$", "", address) if address != "NA" else row["leader"]
                spells[key] = Term(COUNTRIES.get(row["idacr"], row["idacr"]), name, row["startdate"], row["enddate"])
            else:
                spells[key] = spells[key]._replace(end=row["enddate"])
    yield from (term for term in spells.values() if term.end != "2015-12-31")


def _reign(path: Path) -> Iterator[Term]:
    """Terms of REIGN: begins on a day, ends in a month."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            if not row["sdate"].isdigit():
                continue
            start = f"{row['syear']}-{int(row['smonth']):02}-{int(row['sdate']):02}"
            end = f"{row['eyear']}-{int(row['emonth']):02}" if row["eyear"] else ""
            name = re.sub(r"\s+", " ", re.sub(r"\(.*?\)", "", row["leader"])).strip()
            yield Term(COUNTRIES.get(row["stateabb"], row["stateabb"]), name, start, end)


def _us(path: Path) -> Iterator[tuple[str, Term]]:
    """US presidents and vice presidents, read line by line: the file is a flat list."""
    name: dict[str, str] = {}
    term: dict[str, str] = {}
    kinds = {"prez": "usa-president", "viceprez": "usa-vice-president"}
    for line in [*path.read_text(encoding="utf-8").splitlines(), "- id:"]:
        key, _, value = line.strip().removeprefix("- ").partition(": ")
        if line.startswith("- id:"):
            name = {}
        elif key in {"first", "middle", "last", "official_full"}:
            name[key] = value.strip("'\"")
        elif key == "type":
            term = {"office": kinds.get(value, "")}
        elif key == "start":
            term["start"] = value.strip("'")
        elif key == "end" and term.get("office"):
            spoken = name.get("official_full") or f"{name.get('first', '')} {name.get('last', '')}"
            middle = name.get("middle", "")
            initial = f"|{name['first']} {middle[0]}. {name['last']}" if middle else ""
            yield term["office"], Term("USA", spoken + initial, term["start"], value.strip("'"))


def _is_full(name: str) -> bool:
    return (
        len(name.split()) >= 2
        and name[0].isupper()
        and "�" not in name
        and "&" not in name
        and " and " not in name
        and "," not in name
    )


def _row(office: str, term: Term, source: str) -> dict[str, str]:
    names = " ".join(term.name.split()).split("|")
    return {
        "office": office,
        "person": slug(names[0]),
        "name": names[0],
        "aliases": "|".join(dict.fromkeys([*names, *map(_ascii, names)])),
        "from": term.start,
        "to": term.end,
        "source": source,
    }


def _ascii(name: str) -> str:
    return unicodedata.normalize("NFKD", name.translate(LETTERS)).encode("ascii", "ignore").decode()


def _fitted(row: dict[str, str], others: list[dict[str, str]]) -> dict[str, str] | None:
    """The row, ended the day before its successor where both say the same day; None if it clashes."""
    for other in others:
        if other["from"] == row["to"] and len(row["to"]) == 10:
            row = row | {"to": _day_before(row["to"])}
        if other["to"] == row["from"] and len(row["from"]) == 10 and other["source"] == row["source"]:
            other["to"] = _day_before(row["from"])
    if row["to"][: len(row["from"])] < row["from"][: len(row["to"])]:
        return None
    for other in others:
        starts_before_end = not other["to"] or row["from"][: len(other["to"])] <= other["to"][: len(row["from"])]
        ends_after_start = other["from"][: len(row["to"])] <= row["to"][: len(other["from"])]
        if starts_before_end and ends_after_start:
            return None
    return row


def _touch(before: dict[str, str], after: dict[str, str]) -> bool:
    return len(before["to"]) == 10 and _day_before(after["from"]) == before["to"]


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(1)).isoformat()


def _compare(own: list[dict[str, str]], terms: list[Term]) -> None:
    agree = 0
    for term in sorted(terms):
        words = set(folded(term.name).split())
        starts = [
            (abs((date.fromisoformat(row["from"]) - date.fromisoformat(term.start)).days), row)
            for row in own
            if row["office"][:3].upper() == term.country and len(row["from"]) == 10
            if words & set(re.findall(r"\w+", folded(row["aliases"])))
        ]
        if not starts:
            continue
        days, row = min(starts, key=lambda pair: pair[0])
        agree += days <= 1
        if 1 < days < 60:
            print(f"{row['office']}\t{row['name']}\t{row['from']}\tlist: {term.start}")
    print(f"{agree} agree to the day")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), is_comparison="--compare" in sys.argv)
