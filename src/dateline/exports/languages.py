"""Languages as formats write them: we keep ISO 639-1 codes of two letters, others ISO 639-3 of three."""

_THREE_LETTERS: dict[str, str] = {
    "ar": "ara", "bg": "bul", "bn": "ben", "ca": "cat", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng",
    "es": "spa", "et": "est", "eu": "eus", "fa": "fas", "fi": "fin", "fr": "fra", "gl": "glg", "he": "heb", "hi": "hin",
    "hr": "hrv", "hu": "hun", "hy": "hye", "id": "ind", "is": "isl", "it": "ita", "ja": "jpn", "ka": "kat", "ko": "kor",
    "lt": "lit", "lv": "lav", "mk": "mkd", "ms": "msa", "nl": "nld", "no": "nor", "pl": "pol", "ps": "pus", "pt": "por",
    "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "so": "som", "sq": "sqi", "sr": "srp", "sv": "swe", "sw": "swa",
    "th": "tha", "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "zho",
}  # fmt: skip


def three_letters(code: str) -> str | None:
    """The ISO 639-3 code of a language given by its ISO 639-1 code, `eng` for `en`; None for one that is not here."""
    return _THREE_LETTERS.get(code)
