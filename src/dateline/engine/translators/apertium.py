"""Apertium: a rule engine that runs on this machine, from Debian packages.

The mode file names the stages of a pair; they stay open as one pipe, a batch of sentences a call, a line each. A pair
that is not there may be reached over another language (French by way of Spanish).
"""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from dateline.engine.translators.standing import StandingPipe
from dateline.errors import TranslationError

FOLDERS = (Path("/usr/share/apertium"), Path("/usr/local/share/apertium"))
TIMEOUT_SECONDS = 120
_CODES = {
    "spa": "es", "cat": "ca", "glg": "gl", "fra": "fr", "eus": "eu", "isl": "is", "mkd": "mk", "hbs": "sh", "epo": "eo",
    "eng": "en", "por": "pt", "ita": "it", "ron": "ro", "oci": "oc",
}  # fmt: skip
_SAME = {"sh": ("sh", "hr", "bs", "sr")}  # one pair, several names of the language
_STAGE = re.compile(r"\s*\|\s*")
_ODD = re.compile(r"[\[\]{}^$\\/<>@*~#\x00-\x1f\u2028\u2029]")


class Apertium:
    """One installed pair, or a chain of two.

    Args:
        modes: mode files, the first from the source language, the last into English.
        languages: what each mode translates from, then `en`.
        between: rewrites the text of the middle language of a chain before it goes on, and mends what comes back.
        edition: of what `between` knows; a part of the version, so that answers of an older one are not taken.
    """

    is_word_by_word = True
    leaves_machine = False

    def __init__(
        self,
        modes: Sequence[Path],
        languages: Sequence[str],
        *,
        between: Callable[[list[str], Callable[[list[str]], list[str]]], list[str]] | None = None,
        edition: str = "",
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        self._edition = edition
        self._modes = tuple(modes)
        self._languages = tuple(languages)
        self._between = between
        self._timeout = timeout_seconds
        self.provider = "Apertium"

    @cached_property
    def version(self) -> str:
        """The program's version, the pairs, and a digest of their data, so that an update makes new versions."""
        names = "+".join(mode.stem for mode in self._modes)
        return f"{_program_version()} {names} {_digest(self._modes, self._edition)}"

    def pairs(self) -> frozenset[tuple[str, str]]:
        source = self._languages[0]
        return frozenset((one, "en") for one in (_SAME.get(source, (source,))))

    def translate(self, sentences: Sequence[str], source: str) -> list[str]:
        """English, a line a sentence; unknown words keep Apertium's marks (`*`, `#`, `@`)."""
        texts = [_plain(sentence) for sentence in sentences]
        if len(self._modes) == 1:
            return self._run(self._modes[0], texts)
        middle = [line.replace("*", "").replace("#", "").replace("@", "") for line in self._run(self._modes[0], texts)]
        last = self._modes[-1]
        if self._between is None:
            return self._run(last, [_plain(line) for line in middle])
        return self._between(middle, lambda lines: self._run(last, [_plain(line) for line in lines]))

    def _run(self, mode: Path, texts: list[str]) -> list[str]:
        full = [text for text in texts if text]
        if not full:
            return ["" for _ in texts]
        ended = [text if text[-1] in ".!?:;" else f"{text} ." for text in full]
        answer = self._ask(mode, "\n".join(ended) + "\n").split("\n")
        answer = answer[: len(full)] if not any(answer[len(full) :]) else []
        if len(answer) != len(full):
            answer = [" ".join(self._ask(mode, f"{text}\n").split()) for text in ended]
        given = iter(
            line if text[-1] in ".!?:;" else re.sub(r"\s*\.\s*$", "", line)
            for line, text in zip(answer, full, strict=True)
        )
        return [next(given) if text else "" for text in texts]

    def _ask(self, mode: Path, text: str) -> str:
        try:
            return standing_pipe(mode, self._timeout).ask(text)
        except (
            TranslationError
        ):  # a stage that cannot wait for more, or was killed: each runs once, and says what ails it
            return _pipe(_stages(mode), text, self._timeout)


@cache
def standing_pipe(mode: Path, timeout_seconds: float) -> StandingPipe:
    """The pipe of a mode, one a process: a chain by way of Spanish and Spanish itself go through the same."""
    return StandingPipe(_stages(mode), timeout_seconds)


def installed(folders: Sequence[Path] = FOLDERS) -> list[tuple[str, tuple[Path, ...], tuple[str, ...]]]:
    """Pairs into English that this machine has, chains over one other language last.

    Returns:
        (source language, mode files, languages) for each.
    """
    if shutil.which("lt-proc") is None or shutil.which("apertium-transfer") is None:
        return []
    modes: dict[tuple[str, str], Path] = {}
    for folder in folders:
        for path in sorted((folder / "modes").glob("*.mode")):
            source, _, target = path.stem.partition("-")
            key = (_CODES.get(source, source), _CODES.get(target, target))
            if key[0].isalpha() and len(key[0]) == 2 and len(key[1]) == 2:
                modes.setdefault(key, path)
    direct = [(a, (path,), (a, b)) for (a, b), path in sorted(modes.items()) if b == "en"]
    have = {source for source, _, _ in direct}
    chains: list[tuple[str, tuple[Path, ...], tuple[str, ...]]] = []
    for (a, b), path in sorted(modes.items()):
        if b in have and a not in have and a != "en" and not any(a == known for known, _, _ in chains):
            chains.append((a, (path, modes[b, "en"]), (a, b, "en")))
    return [*direct, *chains]


def _plain(text: str) -> str:
    """Without marks that mean something to Apertium's stream."""
    return " ".join(_ODD.sub(" ", text.replace("«", '"').replace("»", '"')).split())


def _stages(mode: Path) -> list[list[str]]:
    try:
        line = mode.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise TranslationError(f"{mode}: {error.strerror}. Install the Apertium pair again.") from error
    stages = []
    for stage in _STAGE.split(line):
        words = [{"$1": "-g", "$2": ""}.get(word, word) for word in shlex.split(stage)]
        stages.append([word for word in words if word])
    return stages


def _pipe(stages: list[list[str]], text: str, timeout_seconds: float) -> str:
    """Run the stages one into the next; the text is small, so each is waited for."""
    data = text.encode("utf-8")
    for stage in stages:
        try:
            done = subprocess.run(stage, input=data, capture_output=True, timeout=timeout_seconds, check=False)
        except FileNotFoundError as error:
            raise TranslationError(
                f"{stage[0]}: not installed. Run `apt install apertium apertium-lex-tools`."
            ) from error
        except subprocess.TimeoutExpired as error:
            raise TranslationError(f"Apertium's {stage[0]} gave no answer in {timeout_seconds:g} seconds.") from error
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise TranslationError(f"Apertium's {stage[0]} failed: {said[-1] if said else done.returncode}.")
        data = done.stdout
    return data.decode("utf-8", "replace")


def _program_version() -> str:
    done = subprocess.run(["apertium", "-V"], capture_output=True, text=True, check=False, timeout=20)
    found = re.search(r"\d+\.\d+(?:\.\d+)?", done.stdout + done.stderr)
    return found[0] if found else "of unknown version"


def _digest(modes: Sequence[Path], edition: str) -> str:
    """Six hex digits over the pair's files: their names, sizes and days are its version, for it names none itself."""
    digest = sha256(edition.encode())
    for mode in modes:
        for stage in _stages(mode):
            for word in stage:
                path = Path(word)
                if path.is_absolute() and path.is_file():
                    digest.update(f"{path.name} {path.stat().st_size}".encode())
    return digest.hexdigest()[:6]
