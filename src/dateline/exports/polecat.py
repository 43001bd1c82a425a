"""The shape of POLECAT (40 columns, tab-separated under a header): PLOVER's own types, so acts go over whole."""

from typing import Any

from dateline.exports.countries import country
from dateline.exports.format import Format
from dateline.exports.happening import Happening
from dateline.exports.notes import Account
from dateline.exports.shapes import Filled, in_words, not_happened, table
from dateline.values import Actor

_SIDE = ("{0} Name", "{0} Country", "{0} COW", "Primary {0} Sector", "{0} Sectors", "{0} Title", "{0} Name Raw", "Wikipedia {0} ID")  # fmt: skip
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *(name.format("Actor") for name in _SIDE),
    *(name.format("Recipient") for name in _SIDE),
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
_QUADS = {
    "VC": "VERBAL COOPERATION",
    "MC": "MATERIAL COOPERATION",
    "VX": "VERBAL CONFLICT",
    "MX": "MATERIAL CONFLICT",
}


def _fill(happening: Happening, account: Account) -> Filled:
    why = not_happened(happening)
    if why is not None:
        return why
    if happening.days is None:
        return "no date"
    if happening.days[0] != happening.days[1]:
        return "dated to a week, a month or longer: the format needs a day"
    if happening.doubt == "claimed":
        account.tell("claimed: the report only quotes somebody as saying so")
    if happening.of is not None:
        account.tell("the act that a verbal act speaks of")
    if happening.killed or happening.injured:
        account.tell("killed or injured")
    place = happening.place
    known = country(place.country)
    is_point = place.lat is not None
    row: dict[str, Any] = {
        "Event ID": happening.id,
        "Event Date": happening.days[0],
        "Event Type": happening.type,
        "Event Mode": happening.mode,
        "Intensity": happening.score,
        "Quad Code": _QUADS.get(happening.quad, happening.quad),
        "Contexts": "; ".join(happening.contexts),
        **_side("Actor", happening.opposed[0]),
        **_side("Recipient", happening.opposed[1]),
        "Placename": place.name or place.admin1 or (known.name if known else None),
        "City": place.name if is_point and place.precision in (1, 2) else None,
        "District": place.name if place.precision == 3 else None,
        "Province": place.admin1,
        "Country": known.name if known else place.country,
        "Latitude": place.lat,
        "Longitude": place.lon,
        "GeoNames ID": happening.geonameid,
        "Source": "; ".join(happening.publishers),
        "Publication Date": happening.known_on,
        "Language": "; ".join(dict.fromkeys(f.evidence.language for f in happening.found)),
        "Version": f"Dateline {happening.coder}, coded: {happening.coded}" + in_words(happening.mark, ", mark: "),
    }
    return row


def _side(side: str, actors: tuple[Actor, ...]) -> dict[str, Any]:
    if not actors:
        return {}
    return {
        f"{side} Name": "; ".join(actor.name for actor in actors),
        f"{side} Country": "; ".join(actor.country or "" for actor in actors),
        f"Primary {side} Sector": actors[0].sector,
        f"{side} Sectors": "; ".join(actor.sector or "" for actor in actors),
    }


POLECAT = Format(
    name="polecat",
    title="POLECAT shape",
    about="40 columns as POLECAT's files have them, tab-separated under a header",
    suffix="polecat.txt",
    media_type="text/tab-separated-values; charset=utf-8",
    tables=("events", "incidents"),
    write=table(COLUMNS, _fill, delimiter="\t", heads=(COLUMNS,), is_quoted=False),
    cannot_say=(
        "Actor and Recipient COW, Title and Wikipedia ID are empty: not kept with an event",
        "Name Raw and Raw Placename are empty: printed words may name private people",
        "Feature Type and the Story columns are empty: they are of a report, and not of an event",
        "Intensity is PLOVER's score of the type; Language is an ISO 639-1 code",
    ),
)
