"""From a layout to a parse: tokens, sentences, dependencies and raw names as plain values.

The pipeline is handed in loaded. One article is one pass, so that what is read in it never depends on
which other articles stood in the batch.
"""

import re
from collections.abc import Iterator
from typing import Any

from dateline.extraction.text.layout import Layout
from dateline.extraction.text.names import Recognizer
from dateline.extraction.text.sentences import sentence_starts
from dateline.extraction.text.tokens import Line, Name, Parse, Token
from dateline.extraction.text.vectors import Vectors

_LONGEST_RUN = 400
_UNBROKEN = re.compile(rf"\S{{{_LONGEST_RUN + 1},}}")
_UNLEARNT = {  # past forms that the pipeline's corpus did not hold: it takes them for present ones of verbs unknown
    past: (verb, "VBN" if past.endswith("en") else "VBD")
    for verb, *forms in map(
        str.split,
        (
            "retake retook", "overfly overflew", "unfreeze unfroze unfrozen", "oversee oversaw", "foresee foresaw",
            "override overrode overridden", "rewrite rewrote", "redraw redrew", "resell resold", "mistake mistook",
            "partake partook", "forgive forgave", "forgo forwent", "forswear forswore", "outfight outfought", "slay slew",
            "cling clung", "weave wove",
        ),
    )
    for past in forms
}  # fmt: skip
_SUBJECTS = {"nsubj": "nsubj", "nsubjpass": "nsubjpass", "csubj": "nsubj", "csubjpass": "nsubjpass"}
_OF_A_NOUN = frozenset(
    "of by between in near at across around has have had was were erupted broke continued resumed raged intensified".split()
)
_PIECE = 6000  # tokens a pass: bounds memory on a page of a megabyte


class Pipeline:
    """A loaded spaCy pipeline with tagger, parser, lemmatizer and entity recogniser.

    Args:
        nlp: the pipeline; its tokenizer is used paragraph by paragraph.
    """

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp
        self._strings: dict[int, str] = {0: ""}
        self._words = _Words(nlp)
        self._vectors = Vectors(nlp.vocab, nlp.get_pipe("tok2vec").model)
        self._tag_and_parse = [nlp.get_pipe("tagger"), nlp.get_pipe("parser")]
        self._recognizer = Recognizer(nlp.vocab, nlp.get_pipe("ner"))

    def parse(self, layout: Layout) -> Parse:
        """Parse all blocks of a page.

        Args:
            layout: what `lay_out` made of the article.
        Returns:
            the parse, offsets in `layout.text`.
        """
        tokens: list[Token] = []
        lines: list[Line] = []
        names: list[Name] = []
        piece = _Piece()
        for paragraph, block in enumerate(layout.blocks):
            words, spaced, offsets = self._tokenize(layout.reading, block.start, block.end)
            if not words:
                continue
            starts = sentence_starts(words, spaced)
            for at in range(0, len(words), _PIECE):
                part = slice(at, at + _PIECE)
                if len(piece.words) + len(words[part]) > _PIECE:
                    self._read(piece, layout, tokens, lines, names)
                    piece = _Piece()
                piece.add(words[part], spaced[part], offsets[part], starts[part], paragraph, block.part)
        self._read(piece, layout, tokens, lines, names)
        return Parse(layout.text, layout.reading, tokens, lines, names)

    def _tokenize(self, reading: str, start: int, end: int) -> tuple[list[str], list[bool], list[int]]:
        words: list[str] = []
        spaced: list[bool] = []
        offsets: list[int] = []
        for first, last in _bearable(reading, start, end):
            for token in self._nlp.tokenizer(reading[first:last]):
                word = token.text
                if word.isspace():
                    if spaced:
                        spaced[-1] = True
                    continue
                words.append(word)
                spaced.append(bool(token.whitespace_))
                offsets.append(first + token.idx)
        return words, spaced, offsets

    def _read(self, piece: "_Piece", layout: Layout, tokens: list[Token], lines: list[Line], names: list[Name]) -> None:
        if not piece.words:
            return
        from spacy.tokens import Doc

        starts: list[bool | int | None] = list(piece.starts)
        doc = Doc(self._nlp.vocab, words=piece.words, spaces=piece.spaced, sent_starts=starts)
        doc.tensor = self._vectors.read(piece.words, piece.spaced)  # what tagger and parser listen to
        for component in self._tag_and_parse:
            doc = component(doc)
        base = len(tokens)
        rows = doc.to_array(["TAG", "DEP", "HEAD"]).tolist()
        name = self._name
        kinds = self._words.read([(w, name(row[0]), name(row[1])) for w, row in zip(piece.words, rows, strict=True)])
        first_of_line = base
        line_paragraph, line_part = piece.where[0]
        for i, (tag, dep, head) in enumerate(rows):
            if piece.starts[i] and i:
                lines.append(Line(first_of_line, base + i, line_paragraph, line_part))
                first_of_line = base + i
                line_paragraph, line_part = piece.where[i]
            offset = piece.offsets[i]
            word = piece.words[i]
            up = head if head < 1 << 63 else head - (1 << 64)
            told = _mended(word, *kinds[i], name(tag), name(dep), next(iter(piece.words[i + 1 : i + 2]), ""))
            tokens.append(
                Token(
                    base + i,
                    offset,
                    offset + len(word),
                    word,
                    *told,
                    base + i + up,
                    len(lines),
                )
            )
        lines.append(Line(first_of_line, base + len(rows), line_paragraph, line_part))
        for found in self._recognizer.names(piece.words, piece.spaced, piece.starts):
            names.append(Name(base + found.first, base + found.last, found.label))

    def _name(self, key: int) -> str:
        known = self._strings.get(key)
        if known is None:
            known = self._strings[key] = str(self._nlp.vocab.strings[key])
        return known


def _mended(word: str, lemma: str, pos: str, tag: str, dep: str, after: str) -> tuple[str, str, str, str]:
    """Lemma, universal tag, tag and dependency of a word, where the pipeline is known to err."""
    if pos == "VERB" and word.lower() in _UNLEARNT:
        lemma, past = _UNLEARNT[word.lower()]
        return lemma, pos, past if tag in ("VB", "VBP") else tag, dep
    if tag == "VBG" and dep in _SUBJECTS and after in _OF_A_NOUN:  # "Shelling of the camp has resumed"
        return word.lower(), "NOUN", "NN", _SUBJECTS[dep]
    return lemma, pos, tag, dep


def _bearable(reading: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph, cut inside unbroken runs of more than 400 marks: the tokenizer's time grows with their square."""
    at = start
    for run in _UNBROKEN.finditer(reading, start, end):
        cut = run.start() + _LONGEST_RUN
        while cut < run.end():
            yield at, cut
            at = cut
            cut += _LONGEST_RUN
    yield at, end


class _Words:
    """Lemma and universal tag of a word, worked out once.

    The pipeline's attribute ruler and lemmatizer look at nothing but a word, its tag and (for a few) its label, yet
    cost a quarter of a pass; so they run on the words not met before only, and give what they would have given.
    """

    COMPONENTS = frozenset({"attribute_ruler", "lemmatizer"})
    _MOST = 200_000

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp
        self._rules = [part for name, part in nlp.pipeline if name in self.COMPONENTS]
        self._known: dict[tuple[str, str, str], tuple[str, str]] = {}
        self._labels = _labels_that_matter(nlp)

    def read(self, words: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
        """(lemma, universal tag) of each (word, tag, label)."""
        known, labels = self._known, self._labels
        keys = [(word, tag, dep if dep in labels else "") for word, tag, dep in words]
        new = sorted({key for key in keys if key not in known})
        if new:
            if len(known) > self._MOST:
                known.clear()
                new = sorted(set(keys))
            self._learn(new)
        return [known[key] for key in keys]

    def _learn(self, keys: list[tuple[str, str, str]]) -> None:
        from spacy.tokens import Doc

        doc = Doc(
            self._nlp.vocab,
            words=[word for word, _, _ in keys],
            tags=[tag for _, tag, _ in keys],
            deps=[dep or "dep" for _, _, dep in keys],
            heads=list(range(len(keys))),
        )
        for rule in self._rules:
            doc = rule(doc)
        for key, token in zip(keys, doc, strict=True):
            lemma = token.lemma_ or token.text
            self._known[key] = (lemma if token.pos_ == "PROPN" else lemma.lower(), token.pos_)


def _labels_that_matter(nlp: Any) -> frozenset[str]:
    """The dependency labels that some rule of the attribute ruler asks for."""
    if "attribute_ruler" not in nlp.pipe_names:
        return frozenset()
    found: set[str] = set()
    for row in nlp.get_pipe("attribute_ruler").patterns:
        for pattern in row["patterns"]:
            for token in pattern:
                wanted = token.get("DEP")
                if isinstance(wanted, str):
                    found.add(wanted)
                elif isinstance(wanted, dict):
                    found.update(label for labels in wanted.values() for label in labels)
    return frozenset(found)


class _Piece:
    """Paragraphs gathered for one pass of the pipeline."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.spaced: list[bool] = []
        self.offsets: list[int] = []
        self.starts: list[bool] = []
        self.where: list[tuple[int, str]] = []

    def add(
        self, words: list[str], spaced: list[bool], offsets: list[int], starts: list[bool], paragraph: int, part: str
    ) -> None:
        self.words.extend(words)
        self.spaced.extend([*spaced[:-1], True])
        self.offsets.extend(offsets)
        self.starts.extend([True, *starts[1:]])
        self.where.extend([(paragraph, part)] * len(words))
