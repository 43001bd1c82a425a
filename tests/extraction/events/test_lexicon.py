"""The tables that tell of acts: ours can be read, a user's lie over them, a bad line is named."""

from pathlib import Path

import pytest

from dateline.engine.tools import load_tools
from dateline.errors import DataError
from dateline.extraction.article import extract
from dateline.extraction.events.lexicon import own_lexicon, read_lexicon
from dateline.extraction.events.plover import MODES, TYPES, quad_of, score_of
from dateline.values import Article

OURS = Path(own_lexicon.__wrapped__.__code__.co_filename).parents[2] / "data" / "events"
HEADER = "verbs\ttype\tmode\ttarget\twhen\n"


def test_our_tables_cover_all_types() -> None:
    """Every PLOVER type has verbs, and hundreds of verbs and nouns are known."""
    lexicon = own_lexicon()
    told = {rule.type for rules in lexicon.verbs.values() for rule in rules}
    assert told == set(TYPES)
    assert len(lexicon.verbs) > 500
    assert len(lexicon.nouns) > 200


def test_a_user_adds_a_verb(tmp_path: Path) -> None:
    """A folder with the same columns is laid over ours."""
    (tmp_path / "verbs.tsv").write_text(HEADER + "zap\tASSAULT\tdrone\tobj\tobj=@\n", encoding="utf-8")
    lexicon = read_lexicon([OURS, tmp_path])
    assert lexicon.verbs["zap"][0].mode == "drone"
    assert "bomb" in lexicon.verbs


@pytest.mark.parametrize(
    ("name", "line", "told"),
    [
        ("verbs.tsv", "zap\tATTACK\t\tobj\t", "verbs.tsv:2: `ATTACK` is no PLOVER type"),
        ("verbs.tsv", "zap\tASSAULT\tlaser\tobj\t", "verbs.tsv:2: `laser` is no mode of ASSAULT"),
        ("verbs.tsv", "zap\tASSAULT", "verbs.tsv:2: 2 columns"),
        ("carriers.tsv", "zap\tMAYBE\tnoun\t", "carriers.tsv:2: `MAYBE` is no way"),
        ("carriers.tsv", "zap\tDO\tphrase\t", "carriers.tsv:2: `phrase` must be"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, name: str, line: str, told: str) -> None:
    """What is wrong is told with file and line."""
    (tmp_path / name).write_text(HEADER + line + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=told.replace("`", "`")):
        read_lexicon([tmp_path])


def test_a_users_rule_comes_before_ours_of_the_same_weight(tmp_path: Path) -> None:
    """Laid over ours: where both fit and ask for as much, theirs is taken, and it is named as theirs."""
    (tmp_path / "verbs.tsv").write_text(HEADER + "bomb\tASSAULT\tdrone\tobj\tobj=@|built|gathering literal\n")
    first = read_lexicon([OURS, tmp_path]).verbs["bomb"][0]
    assert (first.mode, first.where) == ("drone", f"{tmp_path.name}/verbs.tsv:2")


def test_a_mistyped_condition_or_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    """A rule whose condition nobody knows would fire everywhere; a folder of no tables is a mistaken name."""
    with pytest.raises(DataError, match="no table of words"):
        read_lexicon([OURS, tmp_path])
    (tmp_path / "verbs.tsv").write_text(HEADER + "zap\tASSAULT\t\tobj\tliterall\n")
    with pytest.raises(DataError, match=r"verbs\.tsv:2: `literall` is no condition"):
        read_lexicon([OURS, tmp_path])


def test_one_table_is_enough(tmp_path: Path) -> None:
    """A file by any name is the table that its first line says; a last column that is empty may be left out."""
    file = tmp_path / "mine.txt"
    file.write_text(HEADER + "zap\tASSAULT\tdrone\tobj\n", encoding="utf-8")
    assert read_lexicon([OURS, file]).verbs["zap"][0].where == "mine.txt:2"
    file.write_text("nouns\ttype\tmode\ttarget\twhen\nzapping\tASSAULT\tdrone\tof\n", encoding="utf-8")
    assert read_lexicon([OURS, file]).nouns["zapping"][0].slots == ("of",)
    file.write_text("verbs\thow\tlink\nstomach\tREJECT\tnoun\n", encoding="utf-8")
    assert read_lexicon([OURS, file]).carriers["stomach"][0].how == "REJECT"


def test_a_table_without_names_of_columns_or_with_a_strange_place_is_an_error(tmp_path: Path) -> None:
    """The first line names the columns, and the other side stands where ours may stand."""
    file = tmp_path / "mine.tsv"
    file.write_text("zap\tASSAULT\tdrone\tobj\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"mine\.tsv:1: no names of columns\. Begin with `verbs type mode target when`"):
        read_lexicon([OURS, file])
    file.write_text(HEADER + "zap\tASSAULT\tdrone\tobject\tobj=@\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"mine\.tsv:2: `object` is no place where the other side stands"):
        read_lexicon([OURS, file])


def test_quads_and_scores_follow_the_scale() -> None:
    """Cooperation scores above zero, conflict not; every mode belongs to a type."""
    assert {quad_of(t) for t in TYPES if score_of(t) > 0} == {"VC", "MC"}
    assert {quad_of(t) for t in TYPES if score_of(t) <= 0} == {"VX", "MX"}
    assert set(MODES) <= set(TYPES)


def test_a_users_verb_is_coded_in_a_reading(tmp_path: Path) -> None:
    """`load_tools(user_verbs=..)` makes a reading know the verb, and the event names the user's row."""
    (tmp_path / "verbs.tsv").write_text(HEADER + "zap\tASSAULT\tdrone\tobj\tobj=@\n", encoding="utf-8")
    tools = load_tools(user_verbs=tmp_path)
    (event,) = extract(Article(id="t", text="Rebels zapped three soldiers on Friday."), tools=tools).events
    assert (event.type, event.mode) == ("ASSAULT", "drone")
    assert f"{tmp_path.name}/verbs.tsv:2" in event.why
