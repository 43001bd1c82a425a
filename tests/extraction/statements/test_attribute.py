"""Who is quoted as saying what, on sentences and short reports of our own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.extraction.statements.attribute import attribute
from dateline.extraction.text.tokens import Parse
from dateline.values import Extraction, Statement

Parsed = Callable[[str], Parse]
Read = Callable[[str], Extraction]
REPORTS = Path(__file__).with_name("reports.jsonl")


def _said(text: str, parsed: Parsed) -> list[tuple[str | None, str | None, list[str]]]:
    """Source, cue and pieces of content of each statement, as words."""
    return [
        (
            s.source.words(text) if s.source else None,
            s.cue.words(text) if s.cue else None,
            [c.words(text) for c in s.content],
        )
        for s in attribute(parsed(text), entities=(), times=(), at=None)
    ]


CASES = [
    ("The envoy said that the road was mined.", "The envoy", "said", ["that the road was mined"]),
    ("“The road is mined,” the envoy said.", "the envoy", "said", ["“The road is mined,”"]),
    ("“The road is mined,” said the envoy, a former sapper.", "the envoy, a former sapper", "said", ["“The road is mined,”"]),
    ("“The road,” the envoy said, “is mined.”", "the envoy", "said", ["“The road,”", "“is mined.”"]),
    ("The road, the envoy said, is mined.", "the envoy", "said", ["The road", "is mined"]),
    ("The road is mined, the envoy said on Friday.", "the envoy", "said", ["The road is mined"]),
    ("According to two officials, the road is mined.", "two officials", "According to", ["the road is mined"]),
    ("The envoy told reporters that the road was mined.", "The envoy", "told", ["that the road was mined"]),
    ("The rebels vowed to hold the bridge.", "The rebels", "vowed", ["to hold the bridge"]),
    ("The envoy urged both armies to leave the valley.", "The envoy", "urged", ["both armies to leave the valley"]),
    ("The envoy called the raid a crime.", "The envoy", "called", ["the raid a crime"]),
    ("The envoy called for a new truce.", "The envoy", "called for", ["a new truce"]),
    ("The envoy has denied the charge.", "The envoy", "has denied", ["the charge"]),
    ("Officials familiar with the talks say both sides are tired.", "Officials familiar with the talks", "say", ["both sides are tired"]),
    ("The envoy is confident that the truce will hold.", "The envoy", "is confident", ["that the truce will hold"]),
    ("Talks stalled over his claim that the road was mined.", "his", "claim", ["that the road was mined"]),
    ("“We are done.” — Ana Diaz", "Ana Diaz", "—", ["“We are done.”"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content"), CASES)
def test_each_way_of_saying_is_read(text: str, source: str, cue: str, content: list[str], parsed: Parsed) -> None:
    """Cue before, behind and inside; clauses, objects, nouns and adjectives; the content in whole pieces."""
    assert (source, cue, content) in _said(text, parsed)


@pytest.mark.parametrize(
    "text",
    ["The rebels attacked an army base.", "The kidnappers released two hostages.", "Norway shared food with them."],
)
def test_what_is_done_to_things_is_not_said(text: str, parsed: Parsed) -> None:
    """A verb that also means a way of saying is none where its object is a thing, or people in somebody's hands."""
    assert not _said(text, parsed)


def test_two_cues_share_their_subject(parsed: Parsed) -> None:
    """ "said A and warned B" are two statements of one speaker."""
    found = _said("The envoy said the road was mined and warned that winter was near.", parsed)
    assert [(s, c) for s, c, _ in found] == [("The envoy", "said"), ("The envoy", "warned")]


def test_a_participle_has_the_speaker_of_its_clause(parsed: Parsed) -> None:
    """ "he said, adding that .." keeps the speaker, also behind a quotation."""
    found = _said("“The road is mined,” the envoy said, adding that a convoy had turned back.", parsed)
    assert found[1] == ("the envoy", "adding", ["that a convoy had turned back"])


def test_a_nested_speaker_is_kept_beside_the_outer(parsed: Parsed) -> None:
    """ "A said that B had promised .." gives both statements, the inner one inside the outer's content."""
    found = _said("Poland said Belarus had promised to open two crossings.", parsed)
    assert [(s, c) for s, c, _ in found] == [("Poland", "said"), ("Belarus", "had promised")]


def test_a_scare_quote_is_no_statement_of_its_own(parsed: Parsed) -> None:
    """A word in marks without a cue attributes nothing."""
    assert _said("The “road” is a track of mud.", parsed) == []


def test_a_paragraph_of_pure_quotation_has_the_running_speaker(parsed: Parsed) -> None:
    """Without a cue of its own it goes to the one speaker of the paragraph before."""
    found = _said("The envoy said the road was mined.\n\n“Nobody should walk there before the spring.”", parsed)
    assert found[1] == ("The envoy", None, ["“Nobody should walk there before the spring.”"])


def test_a_transcript_names_its_speakers(parsed: Parsed) -> None:
    """Capitals and a colon open a turn that runs to the end of its paragraph."""
    found = _said("DIAZ: We had a plan. It failed.\n\nHOST: Whose plan was it?", parsed)
    assert [(s, c) for s, c, _ in found] == [("DIAZ", ":"), ("HOST", ":")]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("France said the port was shut.", "said"),
        ("The front claimed responsibility for the blast.", "said"),
        ("France believes the port is shut.", "believed"),
        ("France denied the charge.", "denied"),
        ("France promised to open the port.", "promised"),
        ("France threatened to close the port.", "threatened"),
        ("France demanded the release of the crew.", "demanded"),
        ("France accused Spain of closing the port.", "accused"),
        ("France praised the harbour pilots.", "praised"),
        ("France asked whether the port was shut.", "asked"),
        ("France warned that rain was coming.", "said"),
        ("France warned that it would retaliate.", "threatened"),
    ],
)
def test_the_stance_is_kept(text: str, stance: str, read: Read) -> None:
    """A denial is no report, a warning of rain is no threat."""
    assert [s.stance for s in read(text).statements] == [stance]


def test_a_statement_is_dated_by_the_words_beside_its_cue(read: Read) -> None:
    """The day of saying is the cue's, never one from the content."""
    dated = read("Foreign Minister Olav Brekke said on Monday that the fleet would sail in June.").statements[0]
    undated = read("Foreign Minister Olav Brekke said that the fleet would sail on Friday.").statements[0]
    assert (dated.date, undated.date) == ("2026-03-09", None)


def test_a_spokesperson_speaks_for_a_body(read: Read) -> None:
    """The person is the source, the body is kept beside it, also where the title is not said again."""
    found = read("Kremlin spokesman Dmitry Peskov denied the report. “We have seen no such paper,” he said.").statements
    assert [s.source.actor.id for s in found if s.source and s.source.actor] == ["dmitry-peskov"] * 2
    assert len({s.spoken_for for s in found}) == 1 and found[0].spoken_for is not None


def test_asking_for_anonymity_is_no_statement(parsed: Parsed) -> None:
    """ "who asked not to be named" describes the source."""
    found = _said("Two officials who asked not to be named said the truce was over.", parsed)
    assert [c for _, c, _ in found] == ["said"]


def test_about_names_whom_the_content_speaks_of(read: Read) -> None:
    """Actors of the content are listed, the speaker is not."""
    assert read("France accused Spain of closing the port.").statements[0].about == ("ESP",)


def _right(statements: tuple[Statement, ...], start: int, end: int, actor: str) -> bool:
    """Whether some statement covers the words and has the speaker."""
    return any(
        s.source is not None
        and s.source.actor is not None
        and actor in s.source.actor.id
        and sum(max(0, min(end, c.end) - max(start, c.start)) for c in s.content) >= 0.7 * (end - start)
        for s in statements
    )


def test_speakers_of_our_reports(read: Read) -> None:
    """The right actor in at least 92 % of direct and 85 % of indirect statements of our own reports."""
    right, all_ = {"direct": 0, "indirect": 0}, {"direct": 0, "indirect": 0}
    for line in REPORTS.read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        found = read(report["text"]).statements
        for s in report["statements"]:
            kind = "direct" if s["kind"] == "direct" else "indirect"
            start = report["text"].index(s["content"])
            all_[kind] += 1
            right[kind] += _right(found, start, start + len(s["content"]), s["actor"])
    assert right["direct"] >= 0.92 * all_["direct"]
    assert right["indirect"] >= 0.85 * all_["indirect"]


ODD = [
    "",
    '"',
    "“”" * 40,
    "“He said nothing. " * 30,
    "said said said",
    "A: b " * 60,
    "“Yes, we can do it.” ― ",
    "\n\n".join(["“We wait here.”"] * 30),
]


@pytest.mark.parametrize("text", ODD)
def test_odd_pages_give_a_sensible_answer(text: str, parsed: Parsed) -> None:
    """Unpaired marks, only quotations, no full stop: no crash, and every span lies in the text."""
    _check(text, attribute(parsed(text), entities=(), times=(), at=None))


@settings(max_examples=25)
@given(
    st.lists(
        st.sampled_from(
            [
                "“We stay,”",
                "he said",
                ",",
                ".",
                "the mayor",
                "told reporters",
                ":",
                "\n\n",
                "that",
                "“",
                "”",
                "rebels vowed to",
                "adding",
                "fight",
            ]
        ),
        max_size=25,
    )
)
def test_spans_lie_in_the_text_whatever_the_page(parsed: Parsed, words: list[str]) -> None:
    """Any jumble of cues and marks gives statements whose spans are real words of the page."""
    text = " ".join(words)
    _check(text, attribute(parsed(text), entities=(), times=(), at=None))


def _check(text: str, statements: tuple[Statement, ...]) -> None:
    for s in statements:
        for span in (s.source, s.cue, *s.content):
            assert span is None or 0 <= span.start < span.end <= len(text)
