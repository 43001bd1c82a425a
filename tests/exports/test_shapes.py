"""GDELT, ACLED, UCDP GED and POLECAT shapes: their columns, in their order, filled from the store or left empty."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from msgspec import structs

from dateline.exports import View
from dateline.exports import acled as acled_shape
from dateline.exports import gdelt as gdelt_shape
from dateline.exports import polecat as polecat_shape
from dateline.exports import ucdp as ucdp_shape
from dateline.exports.happening import Happening, of_incident
from dateline.exports.shapes import numeric_id
from dateline.values import Actor, Incident

from .conftest import ACTORS, written

_NAMES = {actor.name for actor in ACTORS}
_FIGHTERS = (("army", "MIL", "military"), ("rebels", "REB", "armed_group"))


def _happenings(view: View) -> dict[str, Happening]:
    assert view.happenings is not None
    return {happening.id: happening for _, happening in view.happenings()}


def _tabbed(data: bytes) -> list[list[str]]:
    return [line.split("\t") for line in data.decode().split("\n")[:-1]]


# Columns and their types as the formats publish them, written out here and not taken from the code: N whole number,
# D decimal, T text. What may be empty in an export of ours is empty text for the reader, and then null.
_PUBLISHED = {
    "gdelt": "NNNND TTTTTTTTTT TTTTTTTTTT NTTTNDNNND NTTTTDDT NTTTTDDT NTTTTDDT NT",
    "gdelt-mentions": "NNNNTTNNNNNNNDTT",
    "acled": "event_id_cnty T event_date A year N time_precision N disorder_type T event_type T sub_event_type T actor1 T "
    "assoc_actor_1 T inter1 T actor2 T assoc_actor_2 T inter2 T interaction T civilian_targeting T iso N region T country T "
    "admin1 T admin2 T admin3 T location T latitude D longitude D geo_precision N source T source_scale T notes T "
    "fatalities N tags T timestamp N",
    "ucdp": "id N relid T year N active_year N code_status T type_of_violence N conflict_dset_id N conflict_new_id N "
    "conflict_name T dyad_dset_id N dyad_new_id N dyad_name T side_a_dset_id N side_a_new_id N side_a T side_b_dset_id N "
    "side_b_new_id N side_b T number_of_sources N source_article T source_office T source_date T source_headline T "
    "source_original T where_prec N where_coordinates T where_description T adm_1 T adm_2 T latitude D longitude D "
    "geom_wkt T priogrid_gid N country T country_id N region T event_clarity N date_prec N date_start A date_end A "
    "deaths_a N deaths_b N deaths_civilians N deaths_unknown N best N high N low N gwnoa N gwnob N",
    "polecat": "Event_ID T Event_Date A Event_Type T Event_Mode T Intensity D Quad_Code T Contexts T Actor_Name T "
    "Actor_Country T Actor_COW T Primary_Actor_Sector T Actor_Sectors T Actor_Title T Actor_Name_Raw T "
    "Wikipedia_Actor_ID T Recipient_Name T Recipient_Country T Recipient_COW T Primary_Recipient_Sector T "
    "Recipient_Sectors T Recipient_Title T Recipient_Name_Raw T Wikipedia_Recipient_ID T Placename T City T District T "
    "Province T Country T Latitude D Longitude D GeoNames_ID N Raw_Placename T Feature_Type T Source T "
    "Publication_Date A Story_People T Story_Organizations T Story_Locations T Language T Version T",
}  # fmt: skip
_SQL = {"N": "BIGINT", "D": "DOUBLE", "T": "VARCHAR", "A": "DATE"}


def _published(name: str) -> dict[str, str]:
    words = _PUBLISHED[name].split()
    if name.startswith("gdelt"):  # without a header: columns count by their place
        return {f"c{n}": _SQL[kind] for n, kind in enumerate("".join(words))}
    return {column.replace("_", " ") if name == "polecat" else column: _SQL[kind] for column, kind in zip(words[::2], words[1::2], strict=True)}  # fmt: skip


@pytest.mark.parametrize("name", sorted(_PUBLISHED))
def test_a_strict_reader_of_the_published_columns_takes_every_row(view: View, tmp_path: Path, name: str) -> None:
    """DuckDB, told the published columns and types and to forgive nothing."""
    data, account = written(view, name)
    (tmp_path / "table").write_bytes(data)
    columns, is_tabbed = _published(name), name not in ("acled", "ucdp")
    assert len(columns) == {"gdelt": 61, "gdelt-mentions": 16, "acled": 31, "ucdp": 49, "polecat": 40}[name]
    if not name.startswith("gdelt"):
        first = next(csv.reader(io.StringIO(data.decode(), newline=""), delimiter="\t" if is_tabbed else ","))
        assert first == list(columns)
    read = duckdb.read_csv(
        str(tmp_path / "table"), columns=columns, header=not name.startswith("gdelt"), delimiter="\t" if is_tabbed else ",",
        quotechar="" if is_tabbed else '"', escapechar="" if is_tabbed else '"', auto_detect=False, na_values="",
    )  # fmt: skip
    rows = read.fetchall()
    assert len(rows) == (account.exported if name != "gdelt-mentions" else sum(len(h.found) for h in _kept(view)))


def _kept(view: View) -> list[Happening]:
    ids = {row[0] for row in _tabbed(written(view, "gdelt")[0])}
    return [h for name, h in _happenings(view).items() if str(numeric_id(name)) in ids]


def test_the_published_columns_are_all_there() -> None:
    """61, 16, 31, 49 and 40 of them, each once."""
    for columns, count in (
        (gdelt_shape.EVENT_COLUMNS, 61),
        (gdelt_shape.MENTION_COLUMNS, 16),
        (acled_shape.COLUMNS, 31),
        (ucdp_shape.COLUMNS, 49),
        (polecat_shape.COLUMNS, 40),
    ):
        assert len(columns) == count == len(set(columns))


def test_gdelt_events_have_days_codes_and_places_of_gdelts_kind(view: View) -> None:
    """Every row has 61 fields; codes are strings with their zero; Goldstein and tone are empty; FIPS, not ISO."""
    rows = [dict(zip(gdelt_shape.EVENT_COLUMNS, row, strict=True)) for row in _tabbed(written(view, "gdelt")[0])]
    held = {str(numeric_id(name)): happening for name, happening in _happenings(view).items()}
    assert rows
    for row in rows:
        happening = held[row["GlobalEventID"]]
        assert happening.days and row["Day"] == happening.days[0].replace("-", "")
        assert (row["MonthYear"], row["Year"]) == (row["Day"][:6], row["Day"][:4])
        assert float(row["FractionDate"]) == pytest.approx(float(row["Year"]) + 0.89, abs=0.02)
        assert re.fullmatch(r"\d\d", row["EventRootCode"])
        assert row["EventCode"] == row["EventBaseCode"] == row["EventRootCode"] + "0"
        assert row["QuadClass"] == {"VC": "1", "MC": "2", "VX": "3", "MX": "4"}[happening.quad]
        assert row["GoldsteinScale"] == row["AvgTone"] == row["IsRootEvent"] == ""
        assert row["Actor1Name"] == (happening.actors[0].name.upper() if happening.actors else "")
        assert row["Actor2CountryCode"] == ((happening.recipients[0].country or "") if happening.recipients else "")
        assert row["ActionGeo_CountryCode"] == {"AFG": "AF", "USA": "US", None: ""}[happening.place.country]
        assert row["ActionGeo_Lat"] == ("" if happening.place.lat is None else str(happening.place.lat))
        assert row["SOURCEURL"] == "" or row["SOURCEURL"].startswith("https://example.org/")
        assert re.fullmatch(r"\d{14}", row["DATEADDED"])


def test_an_attack_without_a_mode_gets_a_cameo_root_only_between_armed_parties(view: View) -> None:
    """CAMEO's 18, 19 and 20 are told apart by means; where the means is not known the row is left out."""
    for happening in _happenings(view).values():
        if happening.type == "ASSAULT" and happening.mode is None:
            armed = [a.sector in ("MIL", "REB") for a in (*happening.actors, *happening.recipients)]
            both = bool(happening.actors) and bool(happening.recipients)
            assert gdelt_shape.root_code(happening) == ("19" if both and all(armed) else None)


def test_only_who_fought_each_other_stand_against_each_other() -> None:
    """A clash has its parties on two sides of every shape; two who attacked side by side are on one."""
    army, rebels = (Actor(n, n, "AAA", sector, kind=kind) for n, sector, kind in _FIGHTERS)
    clash = of_incident(
        Incident(id="i1", type="ASSAULT", quad="MX", actors=(army, rebels), mutual=True, known_on="2021-11-19"), []
    )
    assert acled_shape.kind_of(clash) == ("Battles", "Armed clash")
    assert clash.opposed == ((army,), (rebels,)) and gdelt_shape.root_code(clash) == "19"
    joint = structs.replace(clash, mutual=False)
    assert acled_shape.kind_of(joint) is None
    assert joint.opposed == ((army, rebels), ()) and gdelt_shape.root_code(joint) is None
    assert ucdp_shape.sides(joint)[1] is None


def test_gdelt_mentions_are_the_reports_of_its_events(view: View) -> None:
    """Each mention joins an event, in as many lines as NumMentions says, and names the engine that translated."""
    events = {row[0]: row for row in _tabbed(written(view, "gdelt")[0])}
    mentions = [dict(zip(gdelt_shape.MENTION_COLUMNS, row, strict=True)) for row in _tabbed(written(view, "gdelt-mentions")[0])]  # fmt: skip
    number = gdelt_shape.EVENT_COLUMNS.index("NumMentions")
    assert Counter(m["GlobalEventID"] for m in mentions) == {name: int(row[number]) for name, row in events.items()}
    held = {str(numeric_id(name)): happening for name, happening in _happenings(view).items()}
    for mention in mentions:
        found = held[mention["GlobalEventID"]].found[0]
        translated = found.event.via is not None
        assert mention["MentionDocTranslationInfo"] == ("srclc:spa; eng:apertium 3.8.3" if translated else "")
        assert mention["ActionCharOffset"] == ("-1" if translated else str(found.event.trigger.start))
        assert mention["Extras"] == "coded:machine; coder:Dateline 9"


def test_acled_rows_are_in_its_scope_at_its_precision(view: View) -> None:
    """Kinds it knows, places no coarser than a province, the dead as reported or empty."""
    rows = list(csv.DictReader(io.StringIO(written(view, "acled")[0].decode(), newline="")))
    held = _happenings(view)
    assert rows
    for row in rows:
        happening = held[row["event_id_cnty"][3:]]
        assert row["event_type"] in {
            "Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots",
            "Strategic developments",
        }  # fmt: skip
        assert row["geo_precision"] == {1: "1", 2: "2", 4: "3"}[happening.place.precision or 0]
        assert happening.days and row["event_date"] == happening.days[0]
        assert row["fatalities"] == (str(happening.killed.best) if happening.killed else "")
        assert row["iso"] == {"AFG": "4", "USA": "840"}[happening.place.country or ""]
        assert "coded=machine" in row["tags"] and "[coded: machine]" in row["notes"]
        assert {row["actor1"], row["actor2"]} <= _NAMES | {""}
        assert ("Claimed by a party" in row["notes"]) == (happening.doubt == "claimed")


def test_ged_rows_are_fatal_and_keep_low_best_high(view: View) -> None:
    """At least one dead, a type of violence that the parties tell, precision codes unchanged."""
    rows = list(csv.DictReader(io.StringIO(written(view, "ucdp")[0].decode(), newline="")))
    held = _happenings(view)
    assert rows
    for row in rows:
        happening = held[row["relid"]]
        assert happening.killed is not None
        assert [int(row[k]) for k in ("low", "best", "high")] == [
            happening.killed.low, happening.killed.best, happening.killed.high
        ]  # fmt: skip
        assert row["where_prec"] == str(happening.place.precision or "")
        assert row["date_prec"] == str(happening.date_precision)
        assert row["type_of_violence"] in ("1", "2", "3")
        assert (row["side_b"] == "Civilians") == (row["type_of_violence"] == "3")
        assert row["conflict_new_id"] == row["gwnoa"] == ""
        assert (row["geom_wkt"] == "") == (happening.place.lat is None)


def test_priogrid_cells_are_numbered_from_the_south_west() -> None:
    """The first is at the pole and date line; the last of the first row is 720."""
    assert ucdp_shape.priogrid_cell(-90, -180) == 1
    assert ucdp_shape.priogrid_cell(-89.9, 179.9) == 720
    assert ucdp_shape.priogrid_cell(90, 180) == 720 * 360


def test_polecat_rows_speak_plover_whole(view: View) -> None:
    """Type, mode and score go over unchanged."""
    header, *lines = _tabbed(written(view, "polecat")[0])
    assert tuple(header) == polecat_shape.COLUMNS
    held = _happenings(view)
    assert lines
    for line in lines:
        row = dict(zip(header, line, strict=True))
        happening = held[row["Event ID"]]
        assert (row["Event Type"], row["Event Mode"]) == (happening.type, happening.mode or "")
        assert row["Quad Code"].split() == {
            "VC": ["VERBAL", "COOPERATION"], "MC": ["MATERIAL", "COOPERATION"], "VX": ["VERBAL", "CONFLICT"],
            "MX": ["MATERIAL", "CONFLICT"],
        }[happening.quad]  # fmt: skip
        assert row["GeoNames ID"] == str(happening.geonameid or "")
        assert row["Version"] == "Dateline 9, coded: machine"


def test_what_was_not_said_to_have_happened_is_in_none_of_them(view: View) -> None:
    """Planned and denied acts are left out and counted."""
    unreal = {n for n, h in _happenings(view).items() if not h.is_said_to_have_happened}
    assert unreal
    for name in ("gdelt", "gdelt-mentions", "acled", "ucdp", "polecat"):
        data, account = written(view, name)
        said = data.decode()
        assert not any(n in said or str(numeric_id(n)) in said for n in unreal), name
        assert sum(n for why, n in account.left_out.items() if "said to have happened" in why) == len(unreal)
