"""The second opinion lowers what it doubts, and touches nothing else."""

from collections.abc import Sequence

from dateline.engine.tools import load_tools
from dateline.extraction.events.model import Judgement
from dateline.extraction.events.opinion import UNSURE, second_opinion
from dateline.extraction.text.layout import lay_out
from dateline.values import Article, Event, Party, Span

TEXT = "They said little. The blast in the market of Gao surprised the guards."


class Doubter:
    """A judge that sees nothing anywhere, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Span | None]] = []

    def judge(self, text: str, pairs: Sequence[tuple[Span | None, Span | None]]) -> list[Judgement]:
        self.asked += [(text, target) for _, target in pairs]
        return [Judgement(None, None, 0.9, 0.9, {}, "asserted", 1.0) for _ in pairs]


def told(confidence: float) -> Event:
    at = TEXT.index("blast")
    return Event(
        type="ASSAULT", quad="MX", score=-9, trigger=Span(at, at + 5), confidence=confidence, why="a rule.",
        target=Party(TEXT.index("Gao"), TEXT.index("Gao") + 3, None),
    )  # fmt: skip


def test_a_doubted_event_keeps_its_type_and_loses_confidence() -> None:
    """The model is asked about the sentence alone, with sides counted from its start."""
    parse = load_tools().pipeline.parse(lay_out(Article(id="t", text=TEXT)))
    judge = Doubter()
    low, high = second_opinion([told(0.6), told(UNSURE)], parse, judge)
    assert (low.type, low.confidence) == ("ASSAULT", 0.4)
    assert low.why.endswith("the model reads no relation here.")
    assert high == told(UNSURE)
    [(sentence, target)] = judge.asked
    assert target is not None
    assert sentence[target.start : target.end] == "Gao"
