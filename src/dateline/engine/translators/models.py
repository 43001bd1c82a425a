"""Neural models in a local folder: Argos packages and plain CTranslate2 models with their SentencePiece pieces.

`ctranslate2` and `sentencepiece` are not part of an install; where a folder is configured and they are missing, the
message says how to get them. Nothing is downloaded.
"""

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from dateline.errors import TranslationError


class Local:
    """A CTranslate2 model in a folder: `model/model.bin` (Argos) or `model.bin`, and the pieces it cuts words into.

    The pieces are `sentencepiece.model`, or `source.spm` and `target.spm` where the two languages have their own.

    Args:
        folder: where the model is.
        languages: what it translates from; one, unless the model is told the language otherwise.
        name: argos or ctranslate2, how it is named on figures.
    """

    is_word_by_word = False
    leaves_machine = False

    def __init__(self, folder: Path, languages: Sequence[str], *, name: str) -> None:
        self._folder = folder
        self._languages = tuple(languages)
        self.provider = {"argos": "Argos", "ctranslate2": "CTranslate2"}.get(name, name)

    @cached_property
    def version(self) -> str:
        """The folder's name and six digits over the model's size and pieces."""
        digest = sha256()
        for path in (self._model / "model.bin", *self._pieces):
            if not path.is_file():
                raise TranslationError(f"{path}: no such file. Name the model's folder in translators.toml.")
            digest.update(f"{path.name} {path.stat().st_size}".encode())
        return f"{self._folder.name} {digest.hexdigest()[:6]}"

    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset((source, "en") for source in self._languages)

    def translate(self, sentences: Sequence[str], source: str) -> list[str]:
        translator, theirs, ours = self._loaded
        cut = [theirs.encode(sentence, out_type=str) for sentence in sentences]
        answers = translator.translate_batch(cut, beam_size=2, max_batch_size=32)
        return [ours.decode(answer.hypotheses[0]).replace("▁", " ").strip() for answer in answers]

    @property
    def _model(self) -> Path:
        return self._folder / "model" if (self._folder / "model").is_dir() else self._folder

    @property
    def _pieces(self) -> tuple[Path, Path]:
        """What cuts the original, and what joins the English."""
        both = self._folder / "sentencepiece.model"
        own = self._folder / "source.spm", self._folder / "target.spm"
        return own if own[0].is_file() and not both.is_file() else (both, both)

    @cached_property
    def _loaded(self) -> tuple[Any, Any, Any]:
        try:
            import ctranslate2
            import sentencepiece
        except ImportError as error:
            raise TranslationError(
                f"{self._folder}: run `pip install ctranslate2 sentencepiece` to use this model."
            ) from error
        try:
            return (
                ctranslate2.Translator(str(self._model), device="cpu", inter_threads=1, intra_threads=1),
                *(sentencepiece.SentencePieceProcessor(model_file=str(path)) for path in self._pieces),
            )
        except (RuntimeError, OSError, ValueError) as error:
            raise TranslationError(f"{self._folder}: {error}. Is this a CTranslate2 model?") from error
