"""HXL 1.1: a table that humanitarian tools merge by its row of hashtags."""

from typing import Any

from dateline.exports.format import Format
from dateline.exports.happening import Happening
from dateline.exports.notes import Account
from dateline.exports.shapes import Filled, table

TAGS = {
    "Date": "#date+occurred",
    "Date to": "#date+occurred+end",
    "Event": "#event+type",
    "Event code": "#event+code+plover",
    "Standing": "#event+status",
    "Group": "#group+name+first",
    "Other group": "#group+name+second",
    "Country code": "#country+code+v_iso3",
    "Area": "#adm1+name",
    "Place": "#loc+name",
    "Latitude": "#geo+lat",
    "Longitude": "#geo+lon",
    "Killed": "#affected+killed",
    "Killed at least": "#affected+killed+min",
    "Killed at most": "#affected+killed+max",
    "Injured": "#affected+injured",
    "Injured at least": "#affected+injured+min",
    "Injured at most": "#affected+injured+max",
    "Reports": "#meta+reports+num",
    "Source": "#meta+source",
    "Link": "#meta+url",
    "Words": "#description+sentence",
    "Coded by": "#meta+coded",
    "Coder": "#meta+coder",
    "Translated by": "#meta+translated",
    "Mark": "#meta+mark",
    "Id": "#event+id",
}


def _fill(happening: Happening, account: Account) -> Filled:
    if happening.date_precision is not None and happening.date_precision > 1:
        account.tell("how exact the date is: a first and a last day are given")
    first, last = happening.days or (None, None)
    killed, injured, place = happening.killed, happening.injured, happening.place
    row: dict[str, Any] = {
        "Date": first,
        "Date to": last,
        "Event": happening.act,
        "Event code": happening.type,
        "Standing": happening.doubt,
        "Group": "; ".join(actor.name for actor in happening.actors),
        "Other group": "; ".join(actor.name for actor in happening.recipients),
        "Country code": place.country,
        "Area": place.admin1,
        "Place": place.name,
        "Latitude": place.lat,
        "Longitude": place.lon,
        "Killed": killed.best if killed else None,
        "Killed at least": killed.low if killed else None,
        "Killed at most": killed.high if killed else None,
        "Injured": injured.best if injured else None,
        "Injured at least": injured.low if injured else None,
        "Injured at most": injured.high if injured else None,
        "Reports": happening.reports,
        "Source": "; ".join(happening.publishers),
        "Link": " ".join(happening.urls),
        "Words": " | ".join(happening.sentences),
        "Coded by": happening.coded,
        "Coder": f"Dateline {happening.coder}" if happening.coder else None,
        "Translated by": "; ".join(happening.engines),
        "Mark": happening.mark,
        "Id": happening.id,
    }
    return row


HXL = Format(
    name="hxl",
    title="HXL",
    about="HXL 1.1: a header, a row of hashtags, a row for each event",
    suffix="hxl.csv",
    media_type="text/csv; charset=utf-8",
    tables=("events", "incidents"),
    write=table(tuple(TAGS), _fill, delimiter=",", heads=(tuple(TAGS), tuple(TAGS.values()))),
    cannot_say=("the act that a verbal act speaks of, and modes, are in words only",),
)
