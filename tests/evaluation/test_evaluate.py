"""Measuring: the gold itself scores 100, each kind of mistake costs what it should, corpora are read from where they lie."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dateline.cli import cli
from dateline.errors import InputError
from dateline.evaluation.annotated import Annotated, read_annotated
from dateline.evaluation.corpora import CORPORA
from dateline.evaluation.evaluate import evaluate
from dateline.evaluation.measures import Figure, distance_km, pair
from dateline.values import Actor, Entity, Event, Extraction, Party, Place, Refused, Span, Statement, Time

TEXT = "The army shelled Goma on Friday. “We did not,” Ali Hassan said."


def _at(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


GOLD: dict[str, Any] = {
    "id": "a",
    "text": TEXT,
    "published": "2021-11-20",
    "entities": [{**_at("Ali Hassan"), "type": "PER", "actor": {"id": "ali-hassan", "name": "Ali Hassan"}}],
    "places": [{**_at("Goma"), "lat": -1.67, "lon": 29.22}],
    "times": [{**_at("Friday"), "type": "DATE", "value": "2021-11-19"}],
    "statements": [{"source": _at("Ali Hassan"), "cue": _at("said"), "content": [_at("We did not")]}],
    "events": [
        {"type": "ASSAULT", "trigger": _at("shelled"), "source": _at("The army"), "modality": "asserted",
         "negated": False, "date": "2021-11-19", "place": 0},
    ],
}  # fmt: skip


def _found(**changes: Any) -> Extraction:
    """What an extraction that is right in all would be, changed as told."""
    speaker = Party(**_at("Ali Hassan"), actor=Actor("ali-hassan", "Ali Hassan"))
    parts: dict[str, Any] = {
        "entities": (Entity(**_at("Ali Hassan"), type="PER", actor=speaker.actor),),
        "places": (Place(**_at("Goma"), lat=-1.6, lon=29.2, name="Goma"),),
        "times": (Time(**_at("Friday"), type="DATE", value="2021-11-19"),),
        "statements": (
            Statement(source=speaker, cue=Span(**_at("said")), content=(Span(**_at("We did not")),), kind="direct"),
        ),
        "events": (
            Event(type="ASSAULT", quad="MX", score=-9.0, trigger=Span(**_at("shelled")), source=Party(**_at("The army")),
                  place=0, date="2021-11-19"),
        ),
    }  # fmt: skip
    return Extraction(id="a", language="en", **(parts | changes))


@pytest.fixture
def gold(tmp_path: Path) -> list[Annotated]:
    """One annotated article."""
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD, ensure_ascii=False) + "\n", encoding="utf-8")
    return list(read_annotated(path))


def _figures(gold: list[Annotated], outcome: Any) -> dict[tuple[str, str], Figure]:
    figures, _, _ = evaluate(gold, read=lambda articles: [outcome for _ in articles])
    return {(f.part, f.name): f for f in figures}


def test_what_is_right_scores_a_hundred_in_every_part(gold: list[Annotated]) -> None:
    """And every part that was annotated is measured."""
    figures = _figures(gold, _found())
    assert {part for part, _ in figures} == {"entities", "places", "times", "statements", "events"}
    assert all(f.value == 100 for f in figures.values() if f.gold), figures


def test_a_refused_article_is_missed_and_named(gold: list[Annotated]) -> None:
    """Not left out of the count."""
    figures, mistakes, refused = evaluate(gold, read=lambda articles: [Refused("a", "reading", "empty")])
    assert refused == ["a: empty"] and all(f.value == 0 for f in figures)
    assert {m.kind for m in mistakes} == {"missed"}


def test_each_mistake_costs_where_it_was_made_and_nowhere_else(gold: list[Annotated]) -> None:
    """A wrong value is a found span; a far place is a found span; a wrong type is no event."""
    far = _figures(gold, _found(places=(Place(**_at("Goma"), lat=40.0, lon=0.0),)))
    assert (far["places", "span, exact"].value, far["places", "within 161 km"].value) == (100, 0)
    assert far["events", "place, of those found"].value == 0
    late = _figures(gold, _found(times=(Time(**_at("Friday"), type="DATE", value="2021-11-26"),)))
    assert (late["times", "span, overlap"].value, late["times", "value"].value) == (100, 0)
    silent = _figures(gold, _found(statements=()))
    assert (
        silent["statements", "content, half the words"].value == 0 and silent["events", "type and trigger"].value == 100
    )
    more = _figures(gold, _found(times=(*_found().times, Time(0, 3, "DATE", "XXXX"))))
    assert more["times", "span, same words"].precision == 50 and more["times", "span, same words"].recall == 100


def test_mistakes_can_be_read(gold: list[Annotated]) -> None:
    """What was missed, what is spurious, what is wrong, in the article's own words."""
    _, mistakes, _ = evaluate(gold, read=lambda a: [_found(entities=(), times=(Time(0, 3, "DATE", "2021"),))])
    assert ("entities", "missed", "Ali Hassan") in {(m.part, m.kind, m.words) for m in mistakes}
    assert ("times", "spurious", "The") in {(m.part, m.kind, m.words) for m in mistakes}


def test_spans_are_paired_one_to_one_the_same_ones_first() -> None:
    """A long span takes none of the short ones that fit better elsewhere."""
    gold, found = [Span(0, 10), Span(4, 8)], [Span(0, 9), Span(4, 8)]
    assert sorted(pair(gold, found), key=lambda p: p[0].start) == [(Span(0, 10), Span(0, 9)), (Span(4, 8), Span(4, 8))]
    assert distance_km(0, 0, 0, 1) == pytest.approx(111.19, abs=0.1)


@pytest.mark.parametrize(
    "line",
    ["{}", "not json", json.dumps({**GOLD, "times": [{"start": 60, "end": 999}]}), json.dumps({**GOLD, "places": []})],
)
def test_a_line_that_cannot_be_used_says_where_and_why(tmp_path: Path, line: str) -> None:
    """With the file and the number of the line."""
    path = tmp_path / "gold.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=r"gold.jsonl:1: "):
        list(read_annotated(path))


def test_a_list_that_is_absent_is_not_measured(tmp_path: Path) -> None:
    """Whoever annotates times alone is told of times alone."""
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({key: GOLD[key] for key in ("id", "text", "times")}), encoding="utf-8")
    assert {part for part, _ in _figures(list(read_annotated(path)), _found())} == {"times"}


def test_a_geoparsing_corpus_is_read_with_its_drifted_offsets_mended(tmp_path: Path) -> None:
    """A demonym is optional; a phrase a few characters off is found."""
    (tmp_path / "c.xml").write_text(
        "<articles><article docid='1'><text><![CDATA[A Kenyan went to Paris.]]></text><toponyms>"
        "<toponym><start>2</start><end>8</end><phrase>Kenyan</phrase><gaztag><name>Republic of Kenya</name>"
        "<fcode>PCLI</fcode><lat>1</lat><lon>38</lon></gaztag></toponym>"
        "<toponym><start>14</start><end>19</end><phrase>Paris</phrase><gaztag><name>Paris</name><fcode>PPL</fcode>"
        "<lat>48.85</lat><lon>2.35</lon></gaztag></toponym></toponyms></article></articles>",
        encoding="utf-8",
    )
    (found,) = CORPORA["lgl"](tmp_path / "c.xml")
    assert [(p.words(found.article.text), p.is_optional) for p in found.places or ()] == [
        ("Kenyan", True),
        ("Paris", False),
    ]


def test_timeml_keeps_the_text_and_its_offsets(tmp_path: Path) -> None:
    """Tags are taken out, nothing else."""
    (tmp_path / "d.tml").write_text(
        "<TimeML><DCT><TIMEX3 tid='t0' type='DATE' value='2013-03-22' functionInDocument='CREATION_TIME'>x</TIMEX3></DCT>"
        "<TEXT>It <EVENT>was</EVENT> <TIMEX3 tid='t1' type='DATE' value='2013-03-21'>on Thursday</TIMEX3>.</TEXT></TimeML>",
        encoding="utf-8",
    )
    (found,) = CORPORA["timeml"](tmp_path)
    (time,) = found.times or ()
    assert (found.article.published, time.words(found.article.text), time.value) == (
        "2013-03-22",
        "on Thursday",
        "2013-03-21",
    )


def test_attributions_keep_their_pieces(tmp_path: Path) -> None:
    """Content before and after its cue is one statement."""
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "a.txt").write_text("Yes, she said, always.", encoding="utf-8")
    (tmp_path / "attributions" / "a.ann").write_text(
        "T1\tContent 0 4;15 22\tYes, always.\nT2\tSource 5 8\tshe\nT3\tCue 9 13\tsaid\nE1\tAttribution:T3 Content:T1 Source:T2 Cue:T3\n",
        encoding="utf-8",
    )
    (found,) = CORPORA["polnear"](tmp_path)
    (said,) = found.statements or ()
    assert [piece.words(found.article.text) for piece in said.content] == ["Yes,", "always."]
    assert said.source == Span(5, 8) and said.cue == Span(9, 13)


def test_entities_and_pairs_are_read(tmp_path: Path) -> None:
    """What people rejected is no gold; marks are taken out of a sentence."""
    (tmp_path / "documents.json").write_text('{"_id": "d", "text": "The UN met Ali."}\n', encoding="utf-8")
    rows = [
        {"documentId": "d", "begin": 4, "end": 6, "type": "Organisation", "confidence": 1},
        {"documentId": "d", "begin": 11, "end": 14, "type": "Person", "confidence": 0.2},
        {"documentId": "d", "begin": 7, "end": 10, "type": "Weapon", "confidence": 1},
    ]
    (tmp_path / "entities.json").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (found,) = CORPORA["re3d"](tmp_path)
    assert [(e.words(found.article.text), e.type) for e in found.entities or ()] == [("UN", "ORG")]
    (tmp_path / "p.tsv").write_text(
        "marked_sentence\tgold_root\n<s>Ruritania</s> accused <t>Elbonia</t> of lying.\tACCUSE\n", encoding="utf-8"
    )
    (pair_,) = CORPORA["plv"](tmp_path / "p.tsv")
    (relation,) = pair_.relations or ()
    assert relation.source is not None and relation.source.words(pair_.article.text) == "Ruritania"
    figures, mistakes, _ = evaluate([pair_], relate=lambda asked: [type("R", (), {"type": "REJECT"}) for _ in asked])
    assert figures[0].value == 0 and mistakes[0].about == "REJECT, right is ACCUSE"


def test_the_command_measures_what_it_extracts(tmp_path: Path) -> None:
    """With the real reading, on an article of our own; figures and mistakes go to files."""
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD, ensure_ascii=False), encoding="utf-8")
    done = CliRunner().invoke(
        cli, ["evaluate", str(path), "--json", str(tmp_path / "f.json"), "--mistakes", str(tmp_path / "m.jsonl")]
    )
    assert done.exit_code == 0, done.output
    figures = {(f["part"], f["name"]): f for f in json.loads((tmp_path / "f.json").read_text())}
    assert (
        figures["times", "value"]["value"] == 100 and figures["statements", "content, half the words"]["value"] == 100
    )
    assert "1 articles, 0 refused" in done.output and (tmp_path / "m.jsonl").exists()
