"""Any program that speaks JSON Lines: {"id", "text", "from", "to"} in, {"id", "text"} out, a line for a line."""

import subprocess
from collections.abc import Sequence

import msgspec

from dateline.errors import TranslationError

TIMEOUT_SECONDS = 600.0


class Command:
    """A program of the user's.

    Args:
        words: the program and its arguments; no shell reads them.
        languages: what it is used for.
        provider, version: how it is named on figures.
    """

    is_word_by_word = False
    leaves_machine = False  # as far as we can know; the program is the user's

    def __init__(
        self,
        words: Sequence[str],
        languages: Sequence[str],
        *,
        provider: str,
        version: str,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        self._words = list(words)
        self._languages = tuple(languages)
        self._timeout = timeout_seconds
        self.provider = provider
        self.version = version

    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset((source, "en") for source in self._languages)

    def translate(self, sentences: Sequence[str], source: str) -> list[str]:
        lines = [{"id": n, "text": text, "from": source, "to": "en"} for n, text in enumerate(sentences)]
        given = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
        try:
            done = subprocess.run(self._words, input=given, capture_output=True, timeout=self._timeout, check=False)
        except FileNotFoundError as error:
            raise TranslationError(f"{self._words[0]}: no such program. Mend `command` in translators.toml.") from error
        except (subprocess.TimeoutExpired, OSError) as error:
            raise TranslationError(f"{self._words[0]}: {error}.") from error
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise TranslationError(
                f"{self._words[0]} ended with {done.returncode}: {said[-1] if said else 'no word why'}."
            )
        answers: dict[int, str] = {}
        for raw in done.stdout.splitlines():
            try:
                row = msgspec.json.decode(raw, type=_Answer)
            except msgspec.DecodeError as error:
                raise TranslationError(f'{self._words[0]}: {error}. A line out is {{"id", "text"}}.') from error
            answers[row.id] = row.text
        missing = [n for n in range(len(sentences)) if n not in answers]
        if missing:
            raise TranslationError(f"{self._words[0]} left out sentence {missing[0]} of {len(sentences)}.")
        return [answers[n] for n in range(len(sentences))]


class _Answer(msgspec.Struct):
    id: int
    text: str
