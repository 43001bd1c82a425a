"""Names, by the pipeline's own recogniser, with all words looked at in one step."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from dateline.engine.tools import load_pipeline
from dateline.extraction.text.names import Recognizer
from dateline.extraction.text.vectors import Vectors

WORDS = """The Taliban said on Sunday that General Abdul Karim Rahmani , 52 , met U.N. envoys in Herat Province for $ 3 million .
    Kuwait 's foreign ministry and the European Union agreed ; MSF 's Dr. Ana de la Cruz left Port - au - Prince at 9 a.m. " No ! "
    New York Times reporters saw about two dozen Hazaras near Lake Chad in the year to June 30 2020""".split()


@pytest.fixture(scope="module")
def nlp() -> Any:
    return load_pipeline()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.booleans(), st.integers(0, 9)), min_size=1, max_size=40))
def test_the_names_are_those_of_spacy(nlp: Any, page: list[tuple[str, bool, int]]) -> None:
    """Whatever the words, the spaces and the sentences, the decisions are the recogniser's own."""
    words, spaced = [word for word, _, _ in page], [space for _, space, _ in page]
    starts = [i == 0 or luck == 0 for i, (_, _, luck) in enumerate(page)]
    doc = nlp.get_pipe("ner")(Doc(nlp.vocab, words=words, spaces=spaced, sent_starts=list(starts)))
    ours = Recognizer(nlp.vocab, nlp.get_pipe("ner")).names(words, spaced, starts)
    assert [(n.first, n.last, n.label) for n in ours] == [(e.start, e.end, e.label_) for e in doc.ents]


def test_no_name_crosses_the_end_of_a_sentence(nlp: Any) -> None:
    """A name of two words is two names, or less, where a sentence begins between them."""
    recognizer = Recognizer(nlp.vocab, nlp.get_pipe("ner"))
    words, spaced = "He flew to New York today".split(), [True] * 6
    assert next((n.first, n.last) for n in recognizer.names(words, spaced, [True] + [False] * 5)) == (3, 5)
    cut = recognizer.names(words, spaced, [True, False, False, False, True, False])
    assert all(not (n.first < 4 < n.last) for n in cut)


def test_a_word_met_before_reads_as_it_did(nlp: Any) -> None:
    """The vectors of a text do not depend on what was read before it."""
    model = nlp.get_pipe("tok2vec").model
    words, spaced = "Rebels left the town of Elm".split(), [True] * 6
    fresh = Vectors(nlp.vocab, model).read(words, spaced)
    used = Vectors(nlp.vocab, model)
    for start in range(0, len(WORDS), 7):
        used.read(WORDS[start : start + 7], [start % 2 == 0] * len(WORDS[start : start + 7]))
    assert (used.read(words, spaced) == fresh).all()
