"""The shape of UCDP GED (49 columns): fatal violence, with low, best and high numbers of dead, and GED's precision codes.

The codes of place and date are our own inside, so nothing is lost there. Ids of conflicts, dyads and sides are UCDP's to
give, and stay empty.
"""

from math import floor
from typing import Any

from dateline.exports.countries import country
from dateline.exports.format import Format
from dateline.exports.happening import Happening
from dateline.exports.notes import Account
from dateline.exports.shapes import (
    Filled,
    in_words,
    is_armed_group,
    is_civilian,
    is_state,
    not_happened,
    numeric_id,
    one_line,
    table,
)
from dateline.values import Actor

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip


def type_of_violence(happening: Happening) -> int | None:
    """1 state-based, 2 between groups, 3 one-sided; None where the parties that are named do not tell."""
    first, second = sides(happening)
    if first is None:
        return None
    is_party = is_state(first) or is_armed_group(first)
    if second is None:
        return None
    if is_civilian(second):
        return 3 if is_party else None
    if is_state(first) and is_state(second):
        return 1 if first.country != second.country else None
    if is_state(first) != is_state(second):
        return 1 if is_party and (is_state(second) or is_armed_group(second)) else None
    return 2 if is_armed_group(first) and is_armed_group(second) else None


def sides(happening: Happening) -> tuple[Actor | None, Actor | None]:
    """Side A and side B: the state first, as GED has it; of several on a side, the first."""
    first, second = happening.opposed
    named = [*first[:1], *second[:1]]
    if len(named) == 2 and is_state(named[1]) and not is_state(named[0]):
        named.reverse()
    return (named[0] if named else None), (named[1] if len(named) > 1 else None)


def priogrid_cell(lat: float, lon: float) -> int:
    """The half-degree cell of PRIO-GRID, numbered from 1 in the south-west, row by row."""
    row, column = min(floor((lat + 90) * 2), 359), min(floor((lon + 180) * 2), 719)
    return row * 720 + column + 1


def _fill(happening: Happening, account: Account) -> Filled:
    why = not_happened(happening)
    if why is not None:
        return why
    if happening.type != "ASSAULT":
        return "no attack: GED holds fatal violence only"
    killed = happening.killed
    if killed is None or killed.high < 1:
        return "no report gives a number of dead: GED holds events with at least one"
    violence = type_of_violence(happening)
    if violence is None:
        return "the parties that are named do not tell GED's type of violence"
    if happening.days is None:
        return "no date"
    if happening.doubt == "claimed":
        account.tell("claimed: the report only quotes somebody as saying so")
    if happening.injured:
        account.tell("injured")
    return _row(happening, violence)


def _row(happening: Happening, violence: int) -> dict[str, Any]:
    place, killed = happening.place, happening.killed
    known = country(place.country)
    side_a, side_b = sides(happening)
    first, last = happening.days or ("", "")
    has_point = place.lat is not None and place.lon is not None
    return {
        "id": numeric_id(happening.id),
        "relid": happening.id,
        "year": first[:4],
        "code_status": f"coded: {happening.coded} (Dateline {happening.coder})" + in_words(happening.mark, "; mark: "),
        "type_of_violence": violence,
        "dyad_name": f"{side_a.name} - {side_b.name}" if side_a and side_b else None,
        "side_a": side_a.name if side_a else None,
        "side_b": "Civilians" if violence == 3 else side_b.name if side_b else None,
        "number_of_sources": happening.outlets,
        "source_article": "; ".join(_cited(happening)),
        "source_office": "; ".join(happening.publishers),
        "source_date": "; ".join(dict.fromkeys(f.evidence.known_on[:10] for f in happening.found)),
        "source_headline": "; ".join(dict.fromkeys(one_line(f.evidence.title) for f in happening.found)),
        "where_prec": place.precision if place.kind != "none" else None,
        "where_coordinates": place.name or place.admin1 or (known.name if known else None),
        "where_description": "; ".join(part for part in (place.name, place.admin1, place.country) if part),
        "adm_1": place.admin1,
        "latitude": place.lat,
        "longitude": place.lon,
        "geom_wkt": f"POINT ({place.lon} {place.lat})" if has_point else None,
        "priogrid_gid": priogrid_cell(place.lat, place.lon)
        if place.lat is not None and place.lon is not None
        else None,
        "country": known.name if known else None,
        "date_prec": happening.date_precision,
        "date_start": first,
        "date_end": last,
        "deaths_unknown": killed.best if killed else None,
        "best": killed.best if killed else None,
        "high": killed.high if killed else None,
        "low": killed.low if killed else None,
    }


def _cited(happening: Happening) -> list[str]:
    """`"Publisher,2021-11-19,Headline"` of each report, as GED cites."""
    return list(
        dict.fromkeys(
            f'"{one_line(f.evidence.publisher)},{f.evidence.known_on[:10]},{one_line(f.evidence.title)}"'
            for f in happening.found
        )
    )


UCDP = Format(
    name="ucdp",
    title="UCDP GED shape",
    about="49 columns as UCDP's Georeferenced Event Dataset has them",
    suffix="ged.csv",
    media_type="text/csv; charset=utf-8",
    tables=("events", "incidents"),
    write=table(COLUMNS, _fill, delimiter=",", heads=(COLUMNS,)),
    cannot_say=(
        "not UCDP data; ids of conflicts, dyads, sides and countries (dset, new, gwno, country_id) are UCDP's, and empty",
        "active_year, region, adm_2, event_clarity and source_original are empty: judgements that GED's coders make",
        "the dead are not divided between the sides: all stand in deaths_unknown",
        "what makes it into GED (25 dead in a year, an organised group) is not looked at",
        "latitude and longitude are empty where the place is an area or may not be shown as a point",
    ),
)
