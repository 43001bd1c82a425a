"""What a sentence says that one marked side did to the other: a small learned model, judged in batches.

The loaded network and tokenizer are handed in (`dateline.engine.model` loads them); nothing here opens a file. The
model answers for a given pair, whoever chose it: a PLOVER type or none, with a probability for each and a modality.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from dateline.extraction.events.ngrams import Linear
from dateline.values.span import Span

Pair = tuple[Span | None, Span | None]  # source and target, code points of the text

_NONE = "NONE"
_VERDICT = "CONVICT"  # learned apart: PLOVER's drafts disagree on where a court's verdict belongs
_BATCH = 16
_LONG = 600  # code points; few sentences of news are longer
_STOP = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“A-Z])|\n\s*")


class Session(Protocol):
    """What we use of an onnxruntime session."""

    def run(self, names: list[str] | None, feed: dict[str, NDArray[np.int64]]) -> list[Any]:
        """Outputs for a batch of token ids."""


class Tokenizer(Protocol):
    """What we use of a `tokenizers.Tokenizer`."""

    def encode(self, text: str) -> Any:
        """An encoding with `ids`."""

    def token_to_id(self, token: str) -> int | None:
        """The id of a token."""


class Judgement(Struct, frozen=True):
    """What the model reads for one pair.

    `type` is the likeliest PLOVER type, None where "no relation" is likelier than all of them together with `veto`.
    `scores` holds a calibrated probability for each of the 16 types, in the ontology's order; `none` that of no relation:
    together they are 1. `mode` is the type's mode where the model is sure of one.
    """

    type: str | None
    mode: str | None
    score: float
    none: float
    scores: dict[str, float]
    modality: str
    modality_score: float


class RelationModel:
    """Judges pairs; deterministic, one forward pass for each sixteen pairs of like length.

    Args:
        session: the network, ids in and logits of types, modalities and modes out.
        tokenizer: its word pieces, which know the markers of the sides.
        card: what the training wrote beside it: names of the outputs, temperature, longest input.
        linear: the model's linear half, whose shares are multiplied in; None leaves the network alone.
        veto: probability of "no relation" from which the answer is None. 0.5 fits candidates that may be nothing; use
            more where a relation is likely, as in `dateline relate`.
        verdict: the type that a court's verdict is given, with mode `convict`.
    """

    def __init__(
        self,
        session: Session,
        tokenizer: Tokenizer,
        card: Mapping[str, Any],
        *,
        linear: Linear | None = None,
        veto: float = 0.5,
        verdict: str = "ACCUSE",
    ) -> None:
        self._session, self._tokenizer = session, tokenizer
        self._names: list[str] = list(card["types"])
        self._modalities: list[str] = list(card["modalities"])
        self._modes: list[list[str]] = [list(pair) for pair in card.get("modes", [])]
        self._temperature, self._longest = float(card["temperature"]), int(card["max_tokens"])
        self._linear, self._veto, self._verdict = linear, veto, verdict
        self._marks = {tokenizer.token_to_id(mark) for mark in ("[s]", "[/s]", "[t]", "[/t]")}

    def judge(self, text: str, pairs: Sequence[Pair]) -> list[Judgement]:
        """Judge each pair of one text, in order.

        Args:
            text: a sentence, or a longer text: what is farther from the sides than the model can read is left out.
            pairs: source and target as spans of `text`; either may be None.
        Returns:
            One judgement for each pair.
        """
        return self.judge_all([(text, source, target) for source, target in pairs])

    def judge_all(self, questions: Sequence[tuple[str, Span | None, Span | None]]) -> list[Judgement]:
        """The same for pairs of many texts, which fill the batches better."""
        questions = [_near(*question) for question in questions]
        rows = [self._fit(self._tokenizer.encode(mark(*question)).ids) for question in questions]
        order = sorted(range(len(rows)), key=lambda n: (len(rows[n]), n))
        found: dict[int, Judgement] = {}
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            ids = np.zeros((len(part), len(rows[part[-1]])), dtype=np.int64)
            for line, n in enumerate(part):
                ids[line, : len(rows[n])] = rows[n]
            logits = self._session.run(None, {"ids": ids})
            for line, n in enumerate(part):
                found[n] = self._read(questions[n], [output[line] for output in logits])
        return [found[n] for n in range(len(rows))]

    def _fit(self, ids: list[int]) -> list[int]:
        if len(ids) <= self._longest:
            return ids
        marked = [n for n, token in enumerate(ids) if token in self._marks] or [0]
        spare = max(0, self._longest - 2 - (marked[-1] - marked[0] + 1))
        start = min(max(1, marked[0] - spare // 2), len(ids) - self._longest + 1)
        return [ids[0], *ids[start : start + self._longest - 2], ids[-1]]

    def _read(self, question: tuple[str, Span | None, Span | None], logits: Sequence[NDArray[np.float32]]) -> Judgement:
        shares = self._shares(question, logits[0])
        scores = {name: 0.0 for name in self._names if name not in (_NONE, _VERDICT)}
        verdict = 0.0
        for name, share in zip(self._names, shares.tolist(), strict=True):
            if name == _VERDICT:
                verdict = share
                name = self._verdict
            if name != _NONE:
                scores[name] += share
        none = float(shares[self._names.index(_NONE)])
        best = max(scores, key=lambda name: scores[name])
        moods = _softmax(logits[1])
        mood = int(moods.argmax())
        answer = None if none >= self._veto else best
        return Judgement(
            type=answer,
            mode=self._mode(answer, verdict, logits),
            score=round(none if answer is None else scores[best], 4),
            none=round(none, 4),
            scores={name: round(score, 4) for name, score in scores.items()},
            modality=self._modalities[mood],
            modality_score=round(float(moods[mood]), 4),
        )

    def _shares(
        self, question: tuple[str, Span | None, Span | None], logits: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """Shares of the types. Method: product of experts, network and linear half alike, then one temperature."""
        if self._linear is None:
            return _softmax(logits / self._temperature)
        text, source, target = question
        own = self._linear.shares(text, *((side.start, side.end) if side else None for side in (source, target)))
        both = 0.5 * np.log(_softmax(logits) + 1e-4) + 0.5 * np.log(own + 1e-3)
        return _softmax(both / self._temperature)

    def _mode(self, answer: str | None, verdict: float, logits: Sequence[NDArray[np.float32]]) -> str | None:
        if answer == self._verdict and verdict >= 0.5:
            return "convict"
        if answer is None or len(logits) < 3:
            return None
        own = [n for n, (kind, _) in enumerate(self._modes) if kind == answer]
        if not own:
            return None
        shares = _softmax(logits[2][own])
        best = int(shares.argmax())
        return self._modes[own[best]][1] if shares[best] >= 0.6 else None


def mark(text: str, source: Span | None, target: Span | None) -> str:
    """The text with the sides between markers, as the model learned them."""
    marks: list[tuple[int, int, str]] = []
    for span, opening, closing in ((source, "[s]", "[/s]"), (target, "[t]", "[/t]")):
        if span is not None:
            marks += [(span.start, 1, opening), (span.end, 0, closing)]
    for at, _, word in sorted(marks, reverse=True):
        text = f"{text[:at]} {word} {text[at:]}"
    return text


def _near(text: str, source: Span | None, target: Span | None) -> tuple[str, Span | None, Span | None]:
    """A long text cut down to the sentences around the sides; a sentence comes back as it is."""
    sides = [side for side in (source, target) if side is not None]
    if len(text) <= _LONG or not sides:
        return text, source, target
    first, last = min(side.start for side in sides), max(side.end for side in sides)
    start, end = max(0, first - _LONG // 2), min(len(text), last + _LONG // 2)
    start = max((m.end() for m in _STOP.finditer(text, start, first)), default=start)
    end = min((m.start() + 1 for m in _STOP.finditer(text, last, end)), default=end)
    source, target = (side and Span(side.start - start, side.end - start) for side in (source, target))
    return text[start:end], source, target


def _softmax(logits: NDArray[Any]) -> NDArray[np.float64]:
    grown = np.exp(logits.astype(np.float64) - float(logits.max()))
    shares: NDArray[np.float64] = grown / grown.sum()
    return shares
