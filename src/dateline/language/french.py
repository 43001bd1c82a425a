"""What French is helped with before a word-by-word engine gets it: articles, "à" and "en", figures, tolls.

Works on the template of a sentence, where names, dates and verbs are made-up words already; the map home is not touched.
"""

import re
from collections.abc import Callable

from msgspec.structs import replace

from dateline.language.protect import CODE, Protected, Slot
from dateline.language.repair import join_thousands
from dateline.values import Span

_ZQ = r"zq[bcdfghklmnprst]{2}x"
_LE = re.compile(rf"(?<!\w)(?:(l')|(la|le|les)\s+)(?={_ZQ})", re.I)
_DE_LE = re.compile(rf"(?<!\w)(?:du|des)\s+(?={_ZQ})", re.I)
_TO_PLACE = re.compile(rf"(?<!\w)(?:(à|en)\s+(?:l'|la\s+|le\s+|les\s+)?|(aux?)\s+)(?={_ZQ})", re.I)
_OPENING_DES = re.compile(r"^(\W*)(?:Des|De nombreux|De nombreuses)\s+(?=\w)")
_OBJECT_DES = re.compile(rf"({_ZQ})((?:\s+(?:(?:en|dans les?)\s+)?{_ZQ})*)\s+(?:des|du|de la)\s+")
_WHERE = re.compile(rf"(?:en|dans les?)\s+{_ZQ}")
_BEHIND_DES = re.compile(r"(?<!\w)(avec|contre|par|sur|dans|pour|entre|sans|chez|selon|comme|et|à) des (?=\w)")
_SOME = re.compile(r"(?<=[,:«\"] )[Dd]es\s+(?=\w)")
_OTHERS_THE = frozenset(
    """Union Nations States Kingdom Emirates Netherlands Philippines Republic Republics Court Bank Council Assembly
    Commission Parliament Ministry Department Kremlin Vatican Pentagon House League Fund Organization Programme Agency
    Cross Crescent Brotherhood Guard Front Forces Group Strip Authority East Bahamas Maldives Comoros Gambia Sahel Maghreb
    Caucasus Balkans Taliban Houthis Army Movement Party Palace Office Congress Senate Elysee Gulf Islands Coast""".split()
)
_GIVES = re.compile(
    r"\b(?:ask|demand|impos|offer|promis|g[ia]v|provid|deliver|s[eo]l[ld]|sen[dt]|suppl|donat|grant|hand|pa[yi]d?|den[yi]|suspend)"
)
_GIVEN = re.compile(r"(?:aid|sales|support|visit|membership|sanctions|deliver(?:y|ies)|trip|weapons)$")
_BLAME = re.compile(r"accus|blam|suspect|charg|guilty|convict")
_NUMBER = r"(?:\d[\d.,\u00a0\u202f ]*\d|\d|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|cent)"
_LEAST = r"(?P<least{0}>au\s+moins|plus\s+de|moins\s+de|près\s+de|environ|quelque)?\s*(?P<n{0}>" + _NUMBER + r")"
_TOLL = re.compile(
    rf"(?<!\w)(?P<verb>faisant|fait|font|a\s+fait|ont\s+fait|avait\s+fait|avaient\s+fait|a\s+causé\s+la\s+mort\s+de|tuant)\s+{_LEAST.format(1)}"
    rf"\s+(?:morts?|victimes?|tués)(?:\s*(?:et|,)\s*{_LEAST.format(2)}\s+blessés)?(?!\w)",
    re.I,
)
_LEASTS = {
    "au moins": "at least",
    "plus de": "more than",
    "moins de": "less than",
    "près de": "nearly",
    "environ": "about",
}
_COUNT = dict(
    zip(
        "un une deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente cent".split(),
        "1 1 2 3 4 5 6 7 8 9 10 11 12 15 20 30 100".split(),
        strict=True,
    )
)


def tolls_of(text: str, start: int, end: int) -> list[Slot]:
    """Phrases of a stretch that say how many died ("faisant au moins 12 morts et 30 blessés"), with their English."""
    found = []
    for toll in _TOLL.finditer(text, start, end):
        verb = " ".join(toll["verb"].lower().split())
        killed, wounded = (
            ("killing", "wounding")
            if verb in ("faisant", "tuant")
            else ("had killed", "wounded")
            if verb.startswith("avai")
            else ("killed", "wounded")
        )
        english = f"{killed} {_quantity(toll['least1'], toll['n1'])} people"
        if toll["n2"]:
            english += f" and {wounded} {_quantity(toll['least2'], toll['n2'])}"
        found.append(Slot(Span(toll.start(), toll.end()), english, "phrase"))
    return found


def smoothed(sentence: Protected, *, is_place: Callable[[str], bool]) -> Protected:
    """The sentence with a template whose articles and prepositions the engine puts into English rightly.

    Args:
        sentence: names, dates and verbs are slots.
        is_place: whether an English name is a place's, so that "à" before it is "in" and not "to".
    """

    def before_name(found: re.Match[str], bare: str, kept: str | None = None) -> str:
        slot = _slot_at(sentence, found)
        return bare if slot is not None and _is_bare(slot) else kept if kept is not None else found[0]

    def to_place(found: re.Match[str]) -> str:
        slot = _slot_at(sentence, found)
        if slot is None or slot.kind not in ("name", "kept") or not is_place(slot.english):
            return found[0]
        if not found[0].lower().startswith("en") and _is_receiver(sentence, found):
            return "à " if _is_bare(slot) else found[0]
        return "en " if _is_bare(slot) else "dans les " if slot.english.endswith("s") else "dans le "

    def object_des(found: re.Match[str]) -> str:
        slots = [slot for code in CODE.finditer(found[0]) if (slot := sentence.slot(code)) is not None]
        while slots and slots[-1].kind in ("date", "name") and len(slots) > 1:
            slots.pop()
        if not slots or slots[-1].kind != "verb" or slots[-1].english.startswith(("was ", "were ")):
            return found[0]
        where = _WHERE.search(found[0])  # "met in Khartoum delegates": the place goes before the verb and its object
        if where is None:
            return f"{found[1]}{found[2]} "
        codes = [code[0] for code in CODE.finditer(found[0])]
        verb = codes[len(slots) - 1]
        return f"{found[0][: found[0].index(verb)]}{where[0]} {verb} "

    text = join_thousands(sentence.template)
    text = _OPENING_DES.sub(r"\1", text)
    text = _BEHIND_DES.sub(r"\1 ", _SOME.sub("", text))
    text = _TO_PLACE.sub(to_place, text)
    text = _OBJECT_DES.sub(object_des, text)
    text = _DE_LE.sub(lambda found: before_name(found, "de "), text)
    text = _LE.sub(lambda found: before_name(found, ""), text)
    return replace(sentence, template=text, slots=_of_doing(sentence.slots))


def _quantity(least: str | None, number: str) -> str:
    said = _LEASTS.get(" ".join(least.lower().split()), "some") + " " if least else ""
    figure = _COUNT.get(number.lower(), join_thousands(number).replace(".", ","))
    return f"{said}{figure}"


def _slot_at(sentence: Protected, found: re.Match[str]) -> Slot | None:
    code = CODE.match(found.string, found.end())
    return sentence.slot(code) if code is not None else None


def _is_receiver(sentence: Protected, found: re.Match[str]) -> bool:
    """Whether a place behind "à" is who gets something ("a imposé des sanctions à Minsk") and not where it was."""
    before = found.string[: found.start()]
    codes = [(code, slot) for code in CODE.finditer(before) if (slot := sentence.slot(code)) is not None]
    if codes and codes[-1][0].end() == len(before.rstrip()) and _GIVEN.search(codes[-1][1].english):
        return True
    verb = next((one for one in reversed(codes) if one[1].kind == "verb"), None)
    if verb is None or not _GIVES.search(verb[1].english):
        return False
    between = [slot for code, slot in codes if code.start() > verb[0].start() and slot.kind not in ("date", "name")]
    words = CODE.sub("", before[verb[0].end() :]).split()
    return bool(between) or any(len(word) > 3 for word in words)


def _is_bare(slot: Slot) -> bool:
    """Whether English puts no article before a name: countries, towns, people, most bodies known by one word."""
    return slot.kind == "name" and not any(word in _OTHERS_THE for word in slot.english.replace(".", " ").split())


def _of_doing(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """ "accused Moscow of targeting", where the tables say "to target"."""
    out: list[Slot] = []
    blames = False
    for slot in slots:
        if slot.kind == "verb" and slot.doing and blames:
            slot = replace(slot, english=f"of {slot.doing}")
        blames = blames or _BLAME.search(slot.english) is not None
        out.append(slot)
    return tuple(out)
