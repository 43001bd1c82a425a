"""GDELT 2.0: the events table (61 columns) and the mentions table (16 columns), tab-separated, without a header.

What GDELT calls an event is a row of the view; each report of it is a mention. Acts are given as CAMEO's root and its
`not specified below` code, since PLOVER's types are no finer than that.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dateline.exports.countries import country
from dateline.exports.format import Format
from dateline.exports.happening import Happening, web_address
from dateline.exports.languages import three_letters
from dateline.exports.notes import Account
from dateline.exports.shapes import Filled, in_words, line, not_happened, numeric_id, one_line, table
from dateline.exports.view import View
from dateline.values import Actor, FoundEvent

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code")  # fmt: skip
_GEO = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
EVENT_COLUMNS = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{part}" for part in _ACTOR),
    *(f"Actor2{part}" for part in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"Actor1Geo_{part}" for part in _GEO),
    *(f"Actor2Geo_{part}" for part in _GEO),
    *(f"ActionGeo_{part}" for part in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTION_COLUMNS = (
    "GlobalEventID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip

# PLOVER type -> CAMEO root; where a mode decides, the table below it goes first.
ROOTS = {
    "AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "COOPERATE": "06", "AID": "07", "CONCEDE": "08", "RETREAT": "08",
    "REQUEST": "10", "ACCUSE": "11", "REJECT": "12", "THREATEN": "13", "PROTEST": "14", "MOBILIZE": "15",
    "SANCTION": "16", "COERCE": "17",
}  # fmt: skip
_BY_MODE = {
    ("ACCUSE", "investigate"): "09",
    ("ASSAULT", "abduct"): "18", ("ASSAULT", "beat"): "18", ("ASSAULT", "torture"): "18",
    ("ASSAULT", "sexual"): "18", ("ASSAULT", "targeted"): "18", ("ASSAULT", "explosives"): "18",
    ("ASSAULT", "suicide-attack"): "18", ("ASSAULT", "firearms"): "19", ("ASSAULT", "aerial"): "19",
    ("ASSAULT", "drone"): "19", ("ASSAULT", "heavy-weapons"): "19", ("ASSAULT", "unconventional"): "20",
}  # fmt: skip
_ARMED = frozenset({"MIL", "REB", "COP", "SPY", "UAF", "PRM"})
_QUADS = {"VC": 1, "MC": 2, "VX": 3, "MX": 4}
_TYPES = frozenset(
    "COP GOV JUD LEG MIL OPP REB SPY UAF AGR BUS CRM CVL EDU ELI LAB MED REF IGO NGO MNC".split()
)  # sector codes that PLOVER kept from CAMEO


def root_code(happening: Happening) -> str | None:
    """CAMEO's root of an act; None where PLOVER does not tell which it is."""
    by_mode = _BY_MODE.get((happening.type, happening.mode or ""))
    if by_mode is not None:
        return by_mode
    if happening.type == "ASSAULT":  # 19 is fighting between armed forces, 18 an assault on others; else not known
        return "19" if all(map(_all_armed, happening.opposed)) else None
    return ROOTS.get(happening.type)


def _all_armed(actors: tuple[Actor, ...]) -> bool:
    return bool(actors) and all(actor.sector in _ARMED for actor in actors)


def _fill_event(happening: Happening, account: Account) -> Filled:
    filled = _fill(happening, account)
    if happening.mark is not None and not isinstance(filled, str):
        account.tell("how far it may be passed on: its mark is in the mentions")
    return filled


def _fill(happening: Happening, account: Account) -> Filled:
    root = root_code(happening)
    why = not_happened(happening) or _undatable(happening)
    if why is not None:
        return why
    if root is None:
        return "an attack that PLOVER does not tell to be CAMEO's 18 (assault), 19 (fight) or 20 (mass violence)"
    _tell(happening, account)
    when = date.fromisoformat(_day(happening))
    first, second = happening.opposed
    row: dict[str, Any] = {
        "GlobalEventID": numeric_id(happening.id),
        "Day": when.strftime("%Y%m%d"),
        "MonthYear": when.strftime("%Y%m"),
        "Year": when.year,
        "FractionDate": f"{when.year + (when.timetuple().tm_yday - 1) / 365:.4f}",
        **_actor("Actor1", first),
        **_actor("Actor2", second),
        "EventCode": root + "0",
        "EventBaseCode": root + "0",
        "EventRootCode": root,
        "QuadClass": _QUADS.get(happening.quad),
        "NumMentions": len(happening.found) or happening.reports,
        "NumSources": happening.outlets,
        "NumArticles": happening.reports,
        "Actor1Geo_Type": 0,
        "Actor2Geo_Type": 0,
        **_geo(happening),
        "DATEADDED": happening.known_on.replace("-", "") + "000000",
        "SOURCEURL": next(iter(happening.urls), None),
    }
    return row


def _undatable(happening: Happening) -> str | None:
    if happening.days is None:
        return "no date"
    return (
        None if happening.days[0] == happening.days[1] else "dated to a week, a month or longer: the format needs a day"
    )


def _day(happening: Happening) -> str:
    return happening.days[0] if happening.days else happening.known_on


def _tell(happening: Happening, account: Account) -> None:
    if happening.doubt == "claimed":
        account.tell("claimed: the report only quotes somebody as saying so")
    if happening.type == "REQUEST":
        account.tell("REQUEST is CAMEO's appeals (02) and demands (10) in one; given as 10, whose quad it has")
    if happening.type == "CONCEDE":
        account.tell("CONCEDE is verbal in PLOVER; QuadClass is PLOVER's (1), not that of CAMEO's root 08 (2)")
    if len(happening.actors) > 1 or len(happening.recipients) > 1:
        account.tell("more than one actor on a side: the first is given")
    if happening.killed or happening.injured:
        account.tell("killed or injured")


def _actor(side: str, actors: tuple[Actor, ...]) -> dict[str, Any]:
    if not actors:
        return {}
    actor = actors[0]
    role = actor.sector if actor.sector in _TYPES and actor.kind != "state" else None
    home = actor.country or ""
    return {
        f"{side}Code": home + (role or "") or None,
        f"{side}Name": actor.name.upper(),
        f"{side}CountryCode": home or None,
        f"{side}KnownGroupCode": "UNO" if actor.sector == "UNO" else None,
        f"{side}Type1Code": role,
    }


def _geo(happening: Happening) -> dict[str, Any]:
    place = happening.place
    known = country(place.country)
    if place.kind == "none":
        return {"ActionGeo_Type": 0}
    named = [part for part in (place.name, place.admin1, known.name if known else place.country) if part]
    at_home = place.country == "USA"  # whose states are 2 and cities 3; the world's are 5 and 4
    kind = 1 if place.kind == "country" else (2 if at_home else 5) if place.name is None else 3 if at_home else 4
    return {
        "ActionGeo_Type": kind,
        "ActionGeo_Fullname": ", ".join(dict.fromkeys(named)),
        "ActionGeo_CountryCode": known.fips if known else None,
        "ActionGeo_Lat": place.lat,
        "ActionGeo_Long": place.lon,
    }


def _write_mentions(view: View, account: Account) -> Iterator[bytes]:
    """One line for each report of each event that the events table holds."""
    for row, happening in (view.happenings or tuple)():
        filled = _fill(happening, account)
        if isinstance(filled, str):
            account.leave_out(filled)
            continue
        account.keep(row)
        for found in happening.found:
            mention = _mention(filled["GlobalEventID"], filled["DATEADDED"], found, happening.coded)
            yield line([mention.get(column) for column in MENTION_COLUMNS], delimiter="\t")


def _mention(event: int, added: str, found: FoundEvent, coded: str) -> dict[str, Any]:
    evidence, has_words = found.evidence, found.event.anchor == "exact"
    url = web_address(evidence.url)
    source, target = found.event.source, found.event.target
    return {
        "GlobalEventID": event,
        "EventTimeDate": added,
        "MentionTimeDate": evidence.known_on[:10].replace("-", "") + "000000",
        "MentionType": 1 if url else 2,
        "MentionSourceName": evidence.publisher,
        "MentionIdentifier": url or one_line(f"{evidence.publisher or ''} {evidence.title or evidence.article}"),
        "Actor1CharOffset": source.start if source is not None and source.actor is not None and has_words else -1,
        "Actor2CharOffset": target.start if target is not None and target.actor is not None and has_words else -1,
        "ActionCharOffset": found.event.trigger.start if has_words else -1,
        "InRawText": 1 if has_words else 0,
        "Confidence": round(found.event.confidence * 100),
        "MentionDocTranslationInfo": _translation(found),
        "Extras": f"coded:{coded}; coder:Dateline {one_line(evidence.coder)}" + in_words(evidence.mark, "; mark:"),
    }


def _translation(found: FoundEvent) -> str | None:
    via = found.event.via
    if via is None:
        return None
    code = three_letters(via.source_language) or via.source_language
    return f"srclc:{code}; eng:{one_line(f'{via.provider} {via.version}')}"


_EVERY_ROW = (
    "EventCode and EventBaseCode are CAMEO's root and a 0 (not specified below): PLOVER's types are no finer",
    "GoldsteinScale, AvgTone and MentionDocTone are empty: Dateline has a scale of its own (PLOVER's) and no tone",
    "IsRootEvent, SentenceID and MentionDocLen are empty: not kept with an event",
    "ethnic, religious and second and third type codes, ADM1, ADM2 and FeatureID are empty: other gazetteers than ours",
    "Actor1Geo and Actor2Geo are of type 0: actors have a country, and no place of their own",
    "times of day are 000000: days are what is known",
    "GlobalEventID is a number made from Dateline's id; it is not GDELT's",
)

EVENTS = Format(
    name="gdelt",
    title="GDELT events",
    about="GDELT 2.0 events table, 61 columns, tab-separated without a header",
    suffix="gdelt.export.csv",
    media_type="text/tab-separated-values; charset=utf-8",
    tables=("events", "incidents"),
    write=table(EVENT_COLUMNS, _fill_event, delimiter="\t", heads=(), is_quoted=False),
    cannot_say=_EVERY_ROW,
)
MENTIONS = Format(
    name="gdelt-mentions",
    title="GDELT mentions",
    about="GDELT 2.0 mentions table, 16 columns: each report of each event",
    suffix="gdelt.mentions.csv",
    media_type="text/tab-separated-values; charset=utf-8",
    tables=("events", "incidents"),
    write=_write_mentions,
    cannot_say=_EVERY_ROW,
)
