"""Tables of actors: what is wrong is said with file, line and mend, and nothing is half loaded."""

import json
from pathlib import Path

import pytest

from dateline.engine.catalogue import build, load_catalogue, package_sources
from dateline.engine.user_actors import add_rows, rows_of
from dateline.errors import DataError
from dateline.extraction.actors.catalogue import Catalogue, key_of, pieces_of

STATES = """id	name	aliases	demonyms	adjectives	capital	capital_aliases	sector	from	to	qid	source
ARC	Arcadia	Arcadia|Republic of Arcadia	Arcadian|Arcadians	Arcadian	Port Arc		GOV				own
BOR	Boria	Boria	Borian|Borians	Borian	Borgrad		GOV				own
"""
GROUPS = """id	name	aliases	kind	country	sector	member_of	from	to	qid	source
hill-front	Hill Front	HF|Frente del Cerro	armed_group	ARC	REB		1999	2014-06-30		own
hill-front	Hill Front	HF	party	ARC	PTY		2014-07-01			own
arc-army	Arcadian Army	Arcadian army	military	ARC	MIL					own
"""
OFFICES = """office	titles	country	sector	body
arc-president	president|head of state	ARC	GOV
"""
HOLDERS = """office	person	name	aliases	from	to	known_until	qid	source
arc-president	ada-stone	Ada Stone		2001-01-01	2009-12-31			own
arc-president	ben-reed	Ben Reed		2009-12-31		2020-12-31		own
"""
AGENTS = """noun	sector	kind	plural_ok	public
ranger|rangers	MIL	military	yes	no
"""


def sources(**changed: str) -> list[tuple[str, bytes]]:
    tables = {"states": STATES, "groups": GROUPS, "offices": OFFICES, "holders": HOLDERS, "agents": AGENTS, **changed}
    return [(f"{name}.tsv", text.encode()) for name, text in tables.items()]


def complaint(**changed: str) -> str:
    with pytest.raises(DataError) as caught:
        build(sources(**changed))
    return str(caught.value)


def test_an_actor_is_what_it_was_on_the_day() -> None:
    """One id, two rows: rebels first, a party later."""
    catalogue = Catalogue(build(sources()))
    before, after = catalogue.actor("hill-front", "2014-06-30"), catalogue.actor("hill-front", "2014-07-01")
    assert before is not None and after is not None
    assert (before.sector, after.sector) == ("REB", "PTY")
    assert "groups.tsv:2" in before.why


def test_an_office_is_held_by_whoever_held_it() -> None:
    """The day of a change belongs to the successor; past what is known, nobody is named and the reason says so."""
    catalogue = Catalogue(build(sources()))

    def holder(at: str | None) -> str | None:
        holding = catalogue.holder("arc-president", at)
        assert holding is not None and holding.why
        return holding.person.id if holding.person else None

    assert holder("2005-05-05") == "ada-stone"
    assert holder("2009-12-31") == "ben-reed"
    assert holder("2020-12-31") == "ben-reed"
    assert holder("2021-01-01") is None
    assert holder("1990-01-01") is None
    assert holder(None) is None
    late = catalogue.holder("arc-president", "2021-01-01")
    assert late is not None and "known only until 2020-12-31" in late.why


def test_a_former_holder_is_of_the_elite() -> None:
    """Out of office a person keeps the country and loses the sector."""
    actor = Catalogue(build(sources())).actor("ada-stone", "2015-01-01")
    assert actor is not None
    assert (actor.country, actor.sector) == ("ARC", "ELI")
    assert "formerly" in actor.why


def test_names_are_found_whatever_their_dress() -> None:
    """Case, accents, dots, hyphens and apostrophes make no difference."""
    assert key_of("Al-Qa'ida in the Islamic Maghreb") == key_of("al-Qaida in the Islamic  maghreb")
    assert pieces_of("U.S. Department of State") == ("us", "department", "of", "state")
    assert pieces_of("Erdoğan’s") == ("erdogan", "s")
    catalogue = Catalogue(build(sources()))
    assert catalogue.matches(pieces_of("the Frente del Cerro said"), 1) == [(3, "frente del cerro")]
    assert catalogue.demonym("arcadian") == ("ARC",)
    assert catalogue.capital("port arc") == ("ARC",)
    assert catalogue.part("ARC", "MIL", None) == "arc-army"


@pytest.mark.parametrize(
    ("changed", "where", "mend"),
    [
        ({"groups": GROUPS.replace("1999", "1999-13")}, "groups.tsv:2", "YYYY-MM-DD"),
        ({"groups": GROUPS.replace("1999\t2014-06-30", "2015\t2014-06-30")}, "groups.tsv:2", "Swap"),
        ({"groups": GROUPS.replace("2014-07-01", "2013-07-01")}, "groups.tsv:3", "overlap"),
        ({"groups": GROUPS.replace("2014-07-01", "")}, "groups.tsv", "overlap"),
        ({"groups": GROUPS.replace("armed_group", "gang")}, "groups.tsv:2", "Use one of"),
        ({"groups": GROUPS.replace("REB", "XXX")}, "groups.tsv:2", "Use one of"),
        ({"groups": GROUPS.replace("hill-front", "Hill Front")}, "groups.tsv:2", "hill-front"),
        ({"groups": GROUPS.replace("REB\t\t", "REB\tnobody\t")}, "groups.tsv:2", "nobody"),
        ({"groups": GROUPS.replace("ARC\tMIL", "XYZ\tMIL")}, "groups.tsv:4", "alpha-3"),
        ({"groups": GROUPS + "x\ty\tz\tparty\tARC\tPTY\t\t\t\t\town\ttoo many\n"}, "groups.tsv:5", "Remove"),
        ({"groups": GROUPS.replace("REB\t\t", "REB\tarc-army\t").replace("MIL\t\t", "MIL\thill-front\t")},
         "groups.tsv", "circle"),
        ({"groups": "id\tname\n"}, "groups.tsv:1", "Add it to the header"),
        ({"states": STATES.replace("BOR\t", "BO\t")}, "states.tsv:3", "alpha-3"),
        ({"offices": OFFICES + OFFICES.splitlines()[1] + "\n"}, "offices.tsv:3", "Keep one"),
        ({"offices": OFFICES.replace("president|head of state", "")}, "offices.tsv:2", "titles"),
        ({"holders": HOLDERS.replace("2009-12-31\t\t2020", "2008-01-01\t\t2020")}, "holders.tsv:3", "at once"),
        ({"holders": HOLDERS.replace("arc-president\tada", "arc-king\tada")}, "holders.tsv:2", "offices table"),
        ({"holders": HOLDERS.replace("ada-stone", "hill-front")}, "hill-front", "Rename"),
        ({"agents": AGENTS + "rangers\tCOP\tpolice\tyes\tno\n"}, "agents.tsv:3", "Keep one"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_its_mend(changed: dict[str, str], where: str, mend: str) -> None:
    """File, line and what to do; every time."""
    said = complaint(**changed)
    assert where in said
    assert mend in said


def test_formerly_in_a_circle_is_refused() -> None:
    """Two groups cannot each have been the other before."""
    head, *rows = GROUPS.splitlines()
    circled = [head + "\tformerly", rows[0] + "\tarc-army", rows[2] + "\thill-front"]
    assert "formerly each other in a circle" in complaint(groups="\n".join(circled))


def test_not_utf8_is_said_with_its_line() -> None:
    """A table in another encoding is refused before anything of it is read."""
    with pytest.raises(DataError, match=r"groups.tsv:2: not UTF-8"):
        build([("states.tsv", STATES.encode()), ("groups.tsv", GROUPS.replace("Cerro", "Cerrón").encode("latin-1"))])


def test_the_tables_of_the_package_are_in_order() -> None:
    """Every row of every table that travels with Dateline passes every check."""
    build(package_sources())


def test_the_compact_file_gives_the_same_catalogue(tmp_path: Path) -> None:
    """Loading from the cache and from the tables is the same; a damaged cache is simply made again."""
    fresh = load_catalogue(cache=tmp_path)
    again = load_catalogue(cache=tmp_path)
    assert fresh.tables == again.tables
    (kept,) = tmp_path.glob("actors-*.msgpack")
    kept.write_bytes(b"broken")
    assert load_catalogue(cache=tmp_path).tables == fresh.tables


def test_a_users_rows_lie_over_the_tables(tmp_path: Path) -> None:
    """Added actors are found; the same row twice is one; more names for a listed actor need no kind."""
    path = tmp_path / "news.actors.csv"
    row = {"id": "river-watch", "name": "River Watch", "kind": "ngo", "country": "NGA", "sector": "NGO"}
    assert add_rows(path, [row]).added == 1
    assert add_rows(path, [row]).known == 1
    add_rows(path, [{"id": "taliban", "name": "Students of the South"}])
    catalogue = load_catalogue(path, is_cached=False)
    assert catalogue.named("river watch") == ("river-watch",)
    assert catalogue.named("students of the south") == ("taliban",)


def test_a_clash_adds_nothing(tmp_path: Path) -> None:
    """One bad row among good ones and the file stays as it was, the complaint naming the row."""
    path = tmp_path / "news.actors.csv"
    good = {"id": "river-watch", "name": "River Watch", "kind": "ngo"}
    add_rows(path, [good])
    before = path.read_bytes()
    with pytest.raises(DataError, match=r"news.actors.csv:4"):
        add_rows(
            path, [{"id": "ok-group", "name": "OK", "kind": "party"}, {"id": "bad", "name": "Bad", "kind": "what"}]
        )
    assert path.read_bytes() == before


def test_overlapping_terms_of_a_user_are_refused(tmp_path: Path) -> None:
    """Two mayors at once: the second row is named."""
    path = tmp_path / "news.actors.csv"
    term = {"country": "NGA", "sector": "GOV", "office": "town-mayor", "title": "mayor of the town"}
    rows = [
        {**term, "id": "ann-one", "name": "Ann One", "from": "2010-01-01", "to": "2015-01-01"},
        {**term, "id": "bob-two", "name": "Bob Two", "from": "2014-01-01"},
    ]
    with pytest.raises(DataError, match="at once"):
        add_rows(path, rows)
    assert not path.exists()


def test_a_wikidata_result_is_read(tmp_path: Path) -> None:
    """Offices and terms of a saved query become rows; a row without a label is named."""
    path = tmp_path / "query.json"
    binding = {
        "person": {"value": "http://www.wikidata.org/entity/Q1"},
        "personLabel": {"value": "Ana Pérez"},
        "positionLabel": {"value": "Minister of Tides"},
        "country": {"value": "NGA"},
        "start": {"value": "2019-02-03T00:00:00Z"},
    }
    path.write_text(json.dumps({"results": {"bindings": [binding]}}), "utf-8")
    (row,) = rows_of(path)
    assert (row["id"], row["office"], row["from"], row["qid"]) == (
        "ana-perez",
        "nga-minister-of-tides",
        "2019-02-03",
        "Q1",
    )
    store = tmp_path / "s.actors.csv"
    assert add_rows(store, [row]).added == 1
    actor = load_catalogue(store, is_cached=False).actor("ana-perez", "2020-01-01")
    assert actor is not None and actor.country == "NGA"
    path.write_text(json.dumps([{"personLabel": "x"}]), "utf-8")
    with pytest.raises(DataError, match="row 1"):
        rows_of(path)
