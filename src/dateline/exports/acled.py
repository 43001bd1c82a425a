"""The shape of ACLED's table (31 columns), for tools that read it. Shape only: nothing here is ACLED's, or made from it.

In scope are violence, demonstrations, and the few strategic developments that PLOVER tells; where the kind cannot be told
from what was coded, the row is left out.
"""

from datetime import UTC, datetime
from typing import Any

from dateline.exports.countries import country
from dateline.exports.format import Format
from dateline.exports.happening import Happening
from dateline.exports.notes import Account
from dateline.exports.shapes import Filled, in_words, is_armed_group, is_civilian, is_state, not_happened, table
from dateline.values import Actor

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
GEO_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3}  # UCDP's where_prec -> ACLED's; the rest is not exported
TIME_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3}  # UCDP's date_prec -> ACLED's

_REMOTE, _CIVILIANS, _STRATEGIC = "Explosions/Remote violence", "Violence against civilians", "Strategic developments"
_BY_MODE = {
    ("ASSAULT", "explosives"): (_REMOTE, "Remote explosive/landmine/IED"),
    ("ASSAULT", "suicide-attack"): (_REMOTE, "Suicide bomb"),
    ("ASSAULT", "aerial"): (_REMOTE, "Air/drone strike"),
    ("ASSAULT", "drone"): (_REMOTE, "Air/drone strike"),
    ("ASSAULT", "heavy-weapons"): (_REMOTE, "Shelling/artillery/missile attack"),
    ("ASSAULT", "abduct"): (_CIVILIANS, "Abduction/forced disappearance"),
    ("ASSAULT", "sexual"): (_CIVILIANS, "Sexual violence"),
    ("ASSAULT", "destroy"): (_STRATEGIC, "Looting/property destruction"),
    ("PROTEST", "demo"): ("Protests", None),
    ("PROTEST", "obstruct"): ("Protests", None),
    ("PROTEST", "riot"): ("Riots", None),
    ("PROTEST", "vandalize"): ("Riots", None),
    ("COERCE", "arrest"): (_STRATEGIC, "Arrests"),
}
_DISORDER = {"Protests": "Demonstrations", "Riots": "Demonstrations", _STRATEGIC: _STRATEGIC}


def kind_of(happening: Happening) -> tuple[str, str | None] | None:
    """ACLED's event and sub-event type; None where what was coded does not tell it."""
    kind = _BY_MODE.get((happening.type, happening.mode or ""))
    if kind is not None or happening.type != "ASSAULT" or happening.mode == "crowd-control":
        return kind
    if happening.recipients and all(is_civilian(actor) for actor in happening.recipients):
        return _CIVILIANS, "Attack"
    if _is_fighting(happening.actors) and _is_fighting(happening.recipients):
        return "Battles", "Armed clash"
    if happening.mutual and _is_fighting(happening.actors):
        return "Battles", "Armed clash"
    return None


def _is_fighting(actors: tuple[Actor, ...]) -> bool:
    return bool(actors) and all(is_state(actor) or is_armed_group(actor) for actor in actors)


def _fill(happening: Happening, account: Account) -> Filled:
    why = not_happened(happening)
    if why is not None:
        return why
    kind = kind_of(happening)
    if kind is None:
        is_violence = happening.type in ("ASSAULT", "PROTEST")
        return (
            "violence or a demonstration whose ACLED type was not told" if is_violence else "outside of ACLED's scope"
        )
    known, place = country(happening.place.country), happening.place
    if known is None or place.precision not in GEO_PRECISION:
        return "no place finer than a country, which ACLED's precision can not say"
    if happening.days is None or happening.date_precision not in TIME_PRECISION:
        return "no date, or none finer than a month"
    if happening.doubt == "claimed":
        account.tell("claimed: said in the notes column only")
    if happening.killed and happening.killed.low != happening.killed.high:
        account.tell("reports differ on the dead: the best number is given, the bounds stand in the notes column")
    event_type, sub_type = kind
    first, second = happening.opposed
    inter = tuple(inter_of(side, event_type, place.country) for side in (first, second))
    is_violent = event_type in ("Battles", _REMOTE, _CIVILIANS)
    row: dict[str, Any] = {
        "event_id_cnty": f"{place.country}{happening.id}",
        "event_date": happening.days[0],
        "year": happening.days[0][:4],
        "time_precision": TIME_PRECISION[happening.date_precision],
        "disorder_type": _DISORDER.get(event_type, "Political violence"),
        "event_type": event_type,
        "sub_event_type": sub_type,
        "actor1": first[0].name if first else None,
        "assoc_actor_1": "; ".join(actor.name for actor in first[1:]),
        "inter1": inter[0],
        "actor2": second[0].name if second else None,
        "assoc_actor_2": "; ".join(actor.name for actor in second[1:]),
        "inter2": inter[1],
        "interaction": "-".join(part for part in inter if part) if all(inter) else None,
        "civilian_targeting": "Civilian targeting" if is_violent and any(map(is_civilian, second)) else None,
        "iso": known.numeric,
        "country": known.name,
        "admin1": place.admin1,
        "location": place.name or place.admin1,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": GEO_PRECISION[place.precision],
        "source": "; ".join(happening.publishers),
        "notes": _notes(happening),
        "fatalities": happening.killed.best if happening.killed else None,
        "tags": f"coded={happening.coded}; coder=Dateline {happening.coder}" + in_words(happening.mark, "; mark="),
        "timestamp": int(datetime.fromisoformat(happening.known_on).replace(tzinfo=UTC).timestamp()),
    }
    return row


def inter_of(side: tuple[Actor, ...], event_type: str, where: str | None) -> str | None:
    """What kind of party ACLED calls the first of a side; None where PLOVER's sector does not tell."""
    if event_type in ("Protests", "Riots"):
        return {"Protests": "Protesters", "Riots": "Rioters"}[event_type] if side and not is_state(side[0]) else None
    if not side:
        return None
    actor = side[0]
    if is_state(actor):
        return "State forces" if actor.country == where else "External/Other forces"
    if actor.sector == "REB":
        return "Rebel group"
    return "Civilians" if is_civilian(actor) else None


def _notes(happening: Happening) -> str:
    """Who coded it, how it stands, what was reported: the one free column."""
    toll = happening.killed
    bounds = f" Killed {toll.low} to {toll.high}." if toll and toll.low != toll.high else ""
    how = " Claimed by a party." if happening.doubt == "claimed" else ""
    return f"[coded: {happening.coded}]{how}{bounds} {' | '.join(happening.sentences)}"


ACLED = Format(
    name="acled",
    title="ACLED shape",
    about="31 columns as ACLED's table has them, for tools that read it",
    suffix="acled.csv",
    media_type="text/csv; charset=utf-8",
    tables=("events", "incidents"),
    write=table(COLUMNS, _fill, delimiter=",", heads=(COLUMNS,)),
    cannot_say=(
        "not ACLED data, nor made from it; event_id_cnty is a country code and Dateline's id",
        "region, admin2, admin3 and source_scale are empty: ACLED's own lists",
        "fatalities are empty where no report gives a number (ACLED writes 0)",
        "event_date is the first day of what time_precision allows",
        "peaceful or violent, and with intervention or not, is not told of demonstrations: sub_event_type is empty",
    ),
)
