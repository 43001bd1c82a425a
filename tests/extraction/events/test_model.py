"""The pair-relation model: what it answers, and how it is asked."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.engine.model import load_relation_model
from dateline.errors import ModelError
from dateline.extraction.events.model import RelationModel, mark
from dateline.extraction.events.relate import relate
from dateline.values.span import Span


@pytest.fixture(scope="module")
def model() -> RelationModel:
    return load_relation_model()


def sides(marked: str) -> tuple[str, Span | None, Span | None]:
    """`{source}` and `<target>` to text and spans."""
    text, at, spans = "", {}, {}
    for letter in marked:
        if letter in "{<":
            at[letter] = len(text)
        elif letter in "}>":
            opening = "{" if letter == "}" else "<"
            spans[opening] = Span(at[opening], len(text))
        else:
            text += letter
    return text, spans.get("{"), spans.get("<")


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        ("ASSAULT", "{Tuareg fighters} attacked <a fort near Kidal> before dawn, killing nine men."),
        ("ASSAULT", "<A fort near Kidal> was attacked by {Tuareg fighters} before dawn."),
        ("CONSULT", "{The Maltese premier} held talks with <his Tunisian colleague> in Valletta on Monday."),
        ("AID", "{Norway} gave 12 million dollars to <flood victims in Malawi>."),
        ("RETREAT", "{The militia} freed <two Polish engineers> after a month."),
        ("REQUEST", "{Lima} urged <Quito> to open the border."),
        ("ACCUSE", "{Lima} accused <Quito> of sheltering smugglers."),
        ("REJECT", "{The union} rejected an offer from <the tram company>."),
        ("THREATEN", "{The general} threatened to bomb <the rebel valley>."),
        ("PROTEST", "{Bakers} marched against <the ministry of food>."),
        ("COERCE", "{Police in Bamako} arrested <three student leaders>."),
        ("MOBILIZE", "{Chad} massed troops on the border with <Sudan>."),
        ("SANCTION", "{Ghana} expelled <two Belgian diplomats>."),
        ("SUPPORT", "{The archbishop} praised <the peace marchers>."),
        ("AGREE", "{Oman} agreed to send doctors to <Lebanon>."),
    ],
)
def test_plain_sentences_get_their_type(model: RelationModel, kind: str, marked: str) -> None:
    """What any reader would say."""
    assert relate(*sides(marked), model).type == kind


@pytest.mark.parametrize(
    "marked",
    [
        "{Ghana} beat <Egypt> 2-1 in the cup final.",
        "{Hurricane Olga} battered <Jamaica> overnight.",
        "Shares in {Renault} rose while <Volvo's> fell.",
        "In the film {a spy} kidnaps <the queen>.",
    ],
)
def test_tempting_non_events_are_none(model: RelationModel, marked: str) -> None:
    """Sport, weather, markets and fiction relate nobody."""
    text, source, target = sides(marked)
    assert model.judge(text, [(source, target)])[0].type is None


def test_probabilities_of_types_and_none_add_up_to_one(model: RelationModel) -> None:
    """Calibrated shares, rounded to four places."""
    text, source, target = sides("{Spain} thanked <Portugal> for its help.")
    for judgement in model.judge(text, [(source, target), (target, source), (None, target), (source, None)]):
        assert sum(judgement.scores.values()) + judgement.none == pytest.approx(1, abs=0.002)
        assert len(judgement.scores) == 16


def test_a_batch_answers_as_one_by_one(model: RelationModel) -> None:
    """Who else is in the batch changes nothing that is told, up to rounding of the small integers."""
    questions = [sides(f"{{Peru}} {act} <Chile>{tail}.") for act, tail in (
        ("sued", ""), ("thanked", " for the tents sent after the quake"), ("invaded", " at dawn"), ("urged", " to act"),
    )]  # fmt: skip
    together = model.judge_all(questions)
    alone = [model.judge_all([question])[0] for question in questions]
    assert [j.type for j in together] == [j.type for j in alone]


def test_sides_far_into_a_long_text_are_read(model: RelationModel) -> None:
    """What does not fit is cut away around the pair, not the pair."""
    text, source, target = sides("{Gunmen} kidnapped <a Danish priest> in Ibadan.")
    before = "The harvest was good and the roads were dry all through that long season. " * 20
    moved = [
        None if span is None else Span(span.start + len(before), span.end + len(before)) for span in (source, target)
    ]
    assert relate(before + text + " " + before, *moved, model).type == "ASSAULT"


def test_nobody_named_is_still_an_answer(model: RelationModel) -> None:
    """Either side, or both, may be missing."""
    assert relate("Nothing happened.", None, None, model).why
    text, _, target = sides("<Two editors> were arrested in Minsk.")
    assert relate(text, None, target, model).type == "COERCE"


def test_why_names_the_sides_and_the_type(model: RelationModel) -> None:
    """One plain sentence."""
    why = relate(*sides("{Lima} accused <Quito> of spying."), model).why
    assert "'Lima'" in why and "'Quito'" in why and "ACCUSE" in why


def test_marks_stand_around_the_sides() -> None:
    """Nested sides are marked too: 'Libyan' inside 'Libyan minister'."""
    assert mark("Iran sued Iraq.", Span(0, 4), Span(10, 14)) == " [s] Iran [/s]  sued  [t] Iraq [/t] ."


def test_a_missing_model_says_how_to_mend_it(tmp_path: Path) -> None:
    """The message names the files and the command."""
    with pytest.raises(ModelError, match="make train"):
        load_relation_model(tmp_path)


def test_relate_answers_every_line_in_order(tmp_path: Path) -> None:
    """A bad line comes back refused, in its place; spans may be null."""
    text, source, target = sides("{Gunmen} attacked <a convoy> in Borno.")
    assert source is not None and target is not None
    lines = [
        {"id": "a", "text": text, "source": {"start": source.start, "end": source.end},
         "target": {"start": target.start, "end": target.end}},
        {"id": "b", "text": text, "source": {"start": 3, "end": 999}, "target": None},
        "nonsense",
        {"id": "d", "text": text, "source": None, "target": {"start": target.start, "end": target.end}},
        {"id": 7},
    ]  # fmt: skip
    given, wanted = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n")
    done = subprocess.run([sys.executable, "-m", "dateline.cli_relate", str(given), "-o", str(wanted)], check=False)
    answers = [json.loads(line) for line in wanted.read_text(encoding="utf-8").splitlines()]
    assert done.returncode == 0
    assert [answer["id"] for answer in answers] == ["a", "b", None, "d", 7]
    assert answers[0]["type"] == "ASSAULT" and answers[0]["scores"]["ASSAULT"] > 0.5
    assert [sorted(answer) == ["id", "refused"] for answer in answers] == [False, True, True, False, True]


def test_sentences_written_apart_from_training_are_mostly_right(model: RelationModel) -> None:
    """A floor on our own hundred: more than four in five types right, and three in four non-events left alone."""
    rows = (Path(__file__).parents[2] / "data" / "relations.tsv").read_text(encoding="utf-8").splitlines()[1:]
    asked = [row.split("\t") for row in rows]
    judged = model.judge_all([sides(marked) for _, _, marked in asked])
    right = [
        judgement.type == (None if kind == "NONE" else kind)
        for (kind, _, _), judgement in zip(asked, judged, strict=True)
    ]
    quiet = [ok for ok, (kind, _, _) in zip(right, asked, strict=True) if kind == "NONE"]
    assert sum(right) / len(right) >= 0.85
    assert sum(quiet) / len(quiet) >= 0.75
