"""Provinces and districts: the name news uses for them, and their points and sizes from the towns inside."""

from math import log10

from dateline.engine.places import tables
from dateline.engine.places.tables import Town
from dateline.extraction.places.packing import Row, spread_km

_ADMIN2_ENDINGS = (
    " County", " Parish", " Borough", " Census Area", " District", " Province", " Governorate", " Department",
    " Municipality", " Raion", " Rayon", " Regency", " Prefecture", " Zone", " Woreda", " Region",
)  # fmt: skip
_ADMIN1_ENDINGS = (
    " Oblast", " oblast", " Province", " Region", " Governorate", " State", " Department", " District", " Krai",
    " Republic", " Prefecture", " Canton", " Territory", " Wilaya", " County",
)  # fmt: skip
_FOREIGN_NOUNS = (" Sheng", " Shi", " oblysy", " Zizhiqu", " viloyati", " welayaty")
_ADJECTIVAL = ("skaya oblast'", "ska oblast", "skiy kray", "skaya Respublika")
_ADMIN1_OPENINGS = ("State of ", "Province of ", "Republic of ", "Region of ", "Departamento de ", "Provincia de ")


def add_areas(rows: list[Row], codes: dict[str, str]) -> dict[int, int]:
    """Provinces and districts, without points as yet; gives the row of each line of `tables.areas`."""
    own = {r["code"]: r for r in tables.table("provinces.tsv")}
    row_of: dict[int, int] = {}
    parents: dict[int, int] = {}
    for number, line in enumerate(tables.areas(), 1):
        if not line.strip():
            continue
        name, iso, code, geonameid, kind, aliases, level, above, _ = line.split("\t")
        if level not in ("1", "2") or not (iso or code):
            continue
        if not code and not geonameid:
            continue
        table = own.get(code, {})
        country = codes.get((code or iso).replace("-", ".").split(".")[0])
        admin = "admin1" if level == "1" else "admin2"
        others = [a for a in aliases.split("|") if a]
        name, others = _plain_area_name(table.get("name") or name, others, kind, admin, country)
        others += [n for n in table.get("other_names", "").split("|") if n]
        row_of[number] = len(rows)
        if above:
            parents[len(rows)] = int(above)
        lat, lon = (float(table["lat"]), float(table["lon"])) if table else (0.0, 0.0)
        rows.append(
            Row(
                name,
                lat,
                lon,
                country,
                admin,
                0,
                int(geonameid or 0),
                radius_km=float(table.get("radius_km") or 0),
                names=others,
                abbreviations=[a for a in table.get("abbreviations", "").split("|") if a],
            )
        )
        if code.startswith("US.") and level == "1":
            rows[-1].abbreviations = [*rows[-1].abbreviations, code[3:]]
        elif iso.startswith(("CA-", "AU-")) and level == "1":
            rows[-1].abbreviations = [*rows[-1].abbreviations, iso[3:]]
    for row, parent in parents.items():
        if parent in row_of:
            rows[row].admin1 = row_of[parent]
    return row_of


def place_areas(rows: list[Row], inside: dict[int, list[Town]]) -> None:
    """Points of areas: the middle of their towns, unless the table of provinces has one."""
    for number, towns in inside.items():
        row = rows[number]
        if not (row.lat or row.lon):
            row.lat = _middle([t.latitude for t in towns])
            row.lon = _middle_lon([t.longitude for t in towns])
        seat = max(towns, key=lambda t: (t.population, -t.geonameid))
        if row.name.endswith(_ADJECTIVAL) and seat.name[:4].lower() == row.name.replace("'", "")[:4].lower():
            row.names, row.name = (
                [*row.names, row.name, f"{seat.name} Oblast"],
                seat.name,
            )  # "Kurskaya oblast'" is Kursk
        points = [(t.latitude, t.longitude) for t in towns]
        row.radius_km = row.radius_km or max(
            12.0 if row.kind == "admin2" else 20.0, 1.2 * spread_km(points, row.lat, row.lon)
        )
        row.population = sum(t.population for t in towns)
        bonus = 0.1 if row.kind == "admin1" else -0.9
        row.weight = log10(row.population + 300) + bonus
    for number, row in enumerate(rows):
        if row.kind in ("admin1", "admin2") and number not in inside and not row.weight:
            parent = rows[row.admin1] if row.admin1 >= 0 else None
            if not (row.lat or row.lon) and parent is not None:
                row.lat, row.lon, row.radius_km = parent.lat, parent.lon, parent.radius_km
            row.weight = 2.5
    by_country = {r.country: r for r in rows if r.kind == "country"}
    for row in rows:
        if row.kind in ("admin1", "admin2") and not (row.lat or row.lon) and row.country in by_country:
            state = by_country[row.country]
            row.lat, row.lon, row.radius_km = state.lat, state.lon, state.radius_km


def _plain_area_name(name: str, others: list[str], kind: str, admin: str, country: str | None) -> tuple[str, list[str]]:
    """The name news uses ("Donetsk", "Chechnya") first, and the longer forms behind it."""
    if name.endswith((", Respublika", ", Respublika ")):
        name = name.split(",")[0]
    if admin == "admin1":
        if name.endswith(_FOREIGN_NOUNS):
            others, name = [*others, name], _without(name, _FOREIGN_NOUNS)  # "Guangdong Sheng" is Guangdong
        if country in ("UKR", "RUS", "BLR") and name.endswith(
            ("oblast", "oblast'", "oblasť", "kray", "Respublika", "voblasć")
        ):
            short = [o for o in others if o.isascii() and o.endswith((" Oblast", " Region", " Krai"))]
            short = short or [o for o in others if o.isascii() and " " not in o]
            if short:
                others, name = [*others, name], _without(short[0], _ADMIN1_ENDINGS)
        plain = _without(name, _ADMIN1_ENDINGS)
        for opening in _ADMIN1_OPENINGS:
            plain = plain.removeprefix(opening)
        base = [_without(o, _ADMIN1_ENDINGS) for o in others if o.isascii()]
        others = [plain, *others, *base]
        if kind and all(ord(c) < 0x250 for c in plain):
            others.append(f"{plain} {kind}")
    else:
        others = [_without(name, _ADMIN2_ENDINGS), *others]
    return name, [o for o in dict.fromkeys(others) if o and o != name and len(o) > 2]


def _without(name: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if name.endswith(ending) and len(name) > len(ending) + 2:
            return name.removesuffix(ending)
    return name


def _middle(values: list[float]) -> float:
    """Between the mean and the middle of the extent: towns crowd on one side, areas do not."""
    ordered = sorted(values)
    cut = len(ordered) // 20
    ordered = ordered[cut : len(ordered) - cut] or ordered
    return (sum(ordered) / len(ordered) + (ordered[0] + ordered[-1]) / 2) / 2


def _middle_lon(values: list[float]) -> float:
    if max(values) - min(values) > 180:
        middle = _middle([v % 360 for v in values])
        return middle - 360 if middle > 180 else middle
    return _middle(values)
