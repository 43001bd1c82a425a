"""Names made comparable: one folded form for all spellings of a name that differ in case, marks and dashes only.

The script is kept: an Arabic name is never turned into Latin letters. The gazetteer's keys are made by the same
function that looks them up, so changing anything here changes the gazetteer's format.
"""

import re
import unicodedata

_ASCII = str.maketrans({"-": " ", "/": " ", ",": " ", "'": None, "`": None, ".": None, '"': None, "(": " ", ")": " "})
_WIDE = str.maketrans(
    {"‐": " ", "‑": " ", "–": " ", "—": " ", "’": None, "‘": None, "ʻ": None, "ʼ": None, "ʿ": None, "ʾ": None,
     "′": None, "“": None, "”": None, "ø": "o", "ł": "l", "ß": "ss", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe",
     "þ": "th", "ð": "d", "ħ": "h", "ə": "e", "ñ": "n", "ـ": None, "\u200c": None, "\u200d": None, "\xad": None}
)  # fmt: skip
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670]")
_SHORT = {"saint": "st", "sainte": "ste", "mt": "mount", "ft": "fort"}


def fold(name: str) -> str:
    """The comparable form of a name: lower case, no accents, apostrophes or full stops, dashes as spaces.

    "Saint"/"St.", "Mt."/"Mount" and "Ft."/"Fort" fold to one form. Never raises; may return an empty string.
    """
    name = name.lower().translate(_ASCII)
    if not name.isascii():
        name = _MARKS.sub("", unicodedata.normalize("NFKD", name.translate(_WIDE)))
        name = name.translate(_ASCII)
    words = name.split()
    if len(words) > 1:
        words = [_SHORT.get(w, w) for w in words]
    return " ".join(words)
