"""From a layout to a parse."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.engine.tools import load_pipeline
from dateline.extraction.text.layout import lay_out
from dateline.extraction.text.parse import Pipeline
from dateline.extraction.text.tokens import Parse
from dateline.values import Article


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(load_pipeline())


def parsed(pipeline: Pipeline, text: str) -> Parse:
    return pipeline.parse(lay_out(Article(id="1", text=text)))


def test_tokens_say_what_they_are(pipeline: Pipeline) -> None:
    """Tags, lemmas and labels are the pipeline's own; a head is a token of the same sentence."""
    parse = parsed(pipeline, "The army shelled two villages near Elm on Monday. Nobody was hurt.")
    verb = next(t for t in parse.tokens if t.text == "shelled")
    assert (verb.lemma, verb.pos, verb.dep) == ("shell", "VERB", "ROOT")
    assert [parse.tokens[k].text for k in parse.children(verb.i, "nsubj")] == ["army"]
    assert len(parse.lines) == 2
    assert all(parse.tokens[t.head].sent == t.sent for t in parse.tokens)


def test_a_headline_is_a_sentence_of_its_own(pipeline: Pipeline) -> None:
    """Paragraphs never run into each other, with a stop or without one."""
    parse = parsed(pipeline, "Ferry sinks off Avalon\n\nTen people were saved.\n\nDivers search on.")
    assert [line.part for line in parse.lines] == ["headline", "body", "body"]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("ab. \n\"'“”«»é🙂ع̃国A1,-"), max_size=120))
def test_every_token_says_what_stands_there(pipeline: Pipeline, text: str) -> None:
    """Emoji, right-to-left and combining marks: a token's offsets give its own words."""
    parse = parsed(pipeline, text)
    for token in parse.tokens:
        assert parse.reading[token.start : token.end] == token.text
    assert [t.start for t in parse.tokens] == sorted(t.start for t in parse.tokens)


def test_a_run_of_marks_is_cut_and_no_mark_is_lost(pipeline: Pipeline) -> None:
    """An unbroken run of quotation marks is tokenized in pieces (its time would grow with the square of its length)."""
    parse = parsed(pipeline, "He said " + '"' * 3_000 + " and left.")
    assert sum(len(t.text) for t in parse.tokens if set(t.text) == {'"'}) == 3_000
