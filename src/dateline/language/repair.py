"""Mends what a word-by-word engine does to English, and says what stays in doubt.

Works on the template that came back, where names and dates are still made-up words: word order of Spanish verbs that
open a sentence, the personal "a", marks of unknown words, figures with the other decimal mark.
"""

import re

from dateline.language.protect import CODE, OBJECTLESS, Protected, Slot

_UNKNOWN = re.compile(r"[*#@]+(?=\w)")
_MARKED = re.compile(r"(?<!\w)[*#@]+([\w'’-]+)")
_SPACES = re.compile(r"\s+")
_BEFORE_MARK = re.compile(r"\s+([,.;:!?%)\]])")
_A_FIGURE = re.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\w])|(?<![\w.,])\d+,\d+(?![\w])")
_PARTED = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?![\w])")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_STOPPERS = frozenset(
    """in on at when where while by during after before because to for with without against near from through along inside
    outside who that which since until under over between towards toward as if although but according beside""".split()
)
_LEADS = frozenset("at least more than about some around the a an other his her its their these those".split())
_TRANSITIVE = re.compile(
    r"\b((?:attack|kill|accus|arrest|detain|condemn|threaten|criticiz|criticis|congratulat|support|visit|receiv|expel|captur|free|releas|kidnap|wound|injur|"
    r"murder|welcom|evacuat|rescu|denounc|prais|bomb|bombard|help|protect|receiv|pursu|persecut|beat|defend|affect|judg|hit|strik|backup|back)"
    r"(?:ed|led|ped|ing)(?:\s+at\s+least)?)\s+to\s+(?=(?:the|a|an|his|her|its|their|some|several|\d|zq|one|two|three|four|five|six|seven|eight|nine|ten|other|another)\b|\d|zq)",
    re.I,
)  # fmt: skip
_TO_TRANSITIVE = re.compile(
    r"\b(to (?:attack|kill|recogni[sz]e|evacuate|help|arrest|detain|support|protect|receive|visit|expel|release|accuse|punish|free|defend|rescue))"
    r" to (?=(?:the|a|an|his|her|its|their|some|several|other)\b|\d|zq)"
)
_FIXED = (
    (re.compile(r"\bat least to\b", re.I), "at least"),
    (re.compile(r"\bto at least\b(?= \d)", re.I), "at least"),
    (re.compile(r"\bother (\d+|two|three|four|five|six|seven|eight|nine|ten)\b"), r"another \1"),
    (re.compile(r"\bthe (\d{4})\b(?=[,. ])"), r"\1"),
    (re.compile(r"\brebellious\b"), "rebels"),
    (re.compile(r"\bnear of\b"), "near"),
    (re.compile(r"\bto to\b"), "to"),
    (re.compile(r"\b([Aa]) (?=(?!Eu|eu|One|one|Uni|uni|Use|use)[AEIOaeio])"), r"\1n "),
    (re.compile(r"\brejected to\b"), "refused to"),
    (re.compile(r"\bamong (?=\S+ and \S)"), "between "),
    (re.compile(r"\bthreatened with (?=the )"), "threatened "),
    (re.compile(r"\bin the airport\b"), "at the airport"),
    (re.compile(r"\bTalibans\b"), "Taliban"),
    (re.compile(r"\bresulted (wounded|killed|injured|dead)\b"), r"were \1"),
    (re.compile(r"\binformed that\b"), "said that"),
    (re.compile(r"\bgave to know\b"), "announced"),
    (re.compile(r"\bcarried out (?:to|in) end\b"), "carried out"),
    (re.compile(r"\bwent in (?:in|to)\b"), "entered"),
)


def tidy(english: str) -> tuple[str, tuple[str, ...]]:
    """A template that came back, without the engine's marks; and the words that it did not know."""
    unknown = tuple(dict.fromkeys(m[1] for m in _MARKED.finditer(english) if CODE.fullmatch(m[0]) is None))
    plain = _UNKNOWN.sub("", english)
    return _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", plain)).strip(), unknown


def mend(english: str, sentence: Protected) -> str:
    """English word order and idiom for what came back word by word."""
    english = _TRANSITIVE.sub(r"\1 ", english)
    english = _TO_TRANSITIVE.sub(r"\1 ", english)
    for pattern, instead in _FIXED:
        english = pattern.sub(instead, english)
    return _titles(_days_first(_turn(_order(english, sentence), sentence), sentence), sentence)


def figures(source: str) -> dict[str, str]:
    """Figures of a text that writes 1.200 or 1 200 and 3,5, each as it goes to the engine, with how English writes it."""
    return {m[0]: m[0].translate(str.maketrans(".,", ",.")) for m in _A_FIGURE.finditer(join_thousands(source))}


def join_thousands(text: str) -> str:
    """ "4 000" as "4.000", whatever white space parts its digits.

    >>> join_thousands("le 3 mars, 12 500 soldats en 2019")
    'le 3 mars, 12.500 soldats en 2019'
    """
    return _PARTED.sub(lambda m: re.sub(r"\s", ".", m[0]), text)


def lost_numbers(source: str, english: str) -> tuple[str, ...]:
    """Numbers in figures that the original has and the translation has not, whatever mark groups their digits."""
    there = {_bare(m[0]) for m in _DIGITS.finditer(english)}
    return tuple(dict.fromkeys(m[0] for m in _DIGITS.finditer(join_thousands(source)) if _bare(m[0]) not in there))


def _bare(number: str) -> str:
    return number.replace(".", "").replace(",", "").lstrip("0") or "0"


_PEOPLES = re.compile(
    r"\w+(?:an|ian|ese|ish|ani|aqi|eli|eni|ench|utch|reek|hai|wiss|ab|urd|urdish|ew|im|ite|ist|ari|uni|iot)s?[,.;:]?$"
)


def _order(english: str, sentence: Protected) -> str:
    """Adjectives before their noun where the noun was a slot, and no capital behind a slot but a people's."""
    words = english.split(" ")
    for i in range(1, len(words)):
        word = words[i]
        if words[i - 1] in _SETS and _kind(word, sentence) in ("name", "kept"):
            bare = word.rstrip(",.;:")
            words[i - 1], words[i] = bare, words[i - 1] + word[len(bare) :]
            continue
        if _kind(words[i - 1], sentence) is None:
            known = _slot(word, sentence)
            before = words[i - 1]
            if (
                known is not None
                and (known.english in _ADJECTIVES or known.kind == "people")
                and before.isalpha()
                and before.lower() not in _NO_NOUNS
            ):
                bare = word.rstrip(",.;:")
                words[i - 1], words[i] = bare, before + word[len(bare) :]
            continue
        is_people = word[:1].isupper() and _PEOPLES.match(word) is not None and word.lower() not in _NO_NOUNS
        if word[:1].isupper() and not is_people and word.lower() not in ("i",):
            words[i] = word[0].lower() + word[1:]
        slot = _slot(words[i - 1], sentence)
        if slot is None or slot.kind != "term" or not words[i - 1][-1].isalnum() or not slot.english[:1].islower():
            continue
        other = _slot(word, sentence)
        if word.islower() and _ADJECTIVE.match(word) and words[i - 1].isalnum() and " " not in slot.english:
            bare = word.rstrip(",.;:")
            words[i - 1], words[i] = bare, words[i - 1] + word[len(bare) :]
            continue
        if is_people or (other is not None and (other.english in _ADJECTIVES or other.kind == "people")):
            bare = word.rstrip(",.;:")
            words[i - 1], words[i] = bare, words[i - 1] + word[len(bare) :]
    return " ".join(words)


_NO_NOUNS = frozenset(
    """the a an of to and or in on by with for from as some several other another many most his her its their this that
    these those two three four five six seven eight nine ten against between are were was is be than at who which""".split()
)
_SETS = frozenset(("group", "movement", "militia", "cartel", "network"))
_ADJECTIVE = re.compile(r"(?:[a-z]{2,}(?:al|ic|ive|ous|ary|ble)|immediate|urgent|terrible|recent|violent)[,.;:]?$")
_ADJECTIVES = frozenset(("Shiite", "Sunni", "Taliban", "Houthi", "Houthis", "jihadist"))


def _slot(word: str, sentence: Protected) -> Slot | None:
    found = CODE.match(word)
    return sentence.slot(found) if found is not None else None


def _turn(english: str, sentence: Protected) -> str:
    """The subject before its verb, where the original opens with the verb ("Murieron 12 soldados en ..")."""
    words = english.split(" ")
    at = 0
    while at < len(words) and _kind(words[at], sentence) == "date":
        at += 1
    if at == 0 and "," in english[:70] and words[0].lower() in ("in", "after", "during", "according"):
        at = next((i + 1 for i, word in enumerate(words[:10]) if word.endswith(",")), 0)
    if at >= len(words) or not _turns(words[at], sentence):
        return english
    end = at + 1
    while end < len(words) and end - at <= 12:
        word = words[end]
        kind = _kind(word, sentence)
        bare = word.rstrip(",.;:").lower()
        if bare in _STOPPERS and not (bare == "at" and words[end + 1 : end + 2] == ["least"]):
            break
        if kind in ("verb", "date") or (bare in ("and", "or") and end == at + 1):
            break
        end += 1
        if word[-1] in ",.;:":
            break
    subject = words[at + 1 : end]
    if not subject or (len(words) > end and _kind(words[end], sentence) == "verb"):
        return english
    if not (
        subject[0].lower() in _LEADS
        or subject[0][0].isdigit()
        or _kind(subject[0], sentence)
        or subject[0][0].isupper()
        or subject[0].lower() in _NUMBERS
    ):
        return english
    last = subject[-1]
    mark = last[-1] if last[-1] in ",.;:" else ""
    subject[-1] = last.rstrip(",.;:")
    verb = words[at] + mark
    return " ".join([*words[:at], *subject, verb, *words[end:]])


def _days_first(english: str, sentence: Protected) -> str:
    """A day or a place before the verb, where it would part the verb from its object.

    "Turkey on Tuesday lifted its veto", "Russia and Ukraine in Istanbul signed an agreement".
    """
    words = english.split(" ")
    for i in range(len(words) - 3):
        where = _slot(words[i + 2], sentence)
        if (
            _kind(words[i], sentence) == "verb"
            and words[i + 1] == "in"
            and where is not None
            and where.kind in ("name", "kept")
            and words[i + 2][-1].isalnum()
            and (
                words[i + 3].lower() in _OBJECTS or words[i + 3][0].isdigit() or _kind(words[i + 3], sentence) == "term"
            )
        ):
            words[i : i + 3] = [*words[i + 1 : i + 3], words[i]]
    for i in range(len(words)):
        slot = _slot(words[i], sentence)
        if i and words[i - 1] in ("a", "A") and slot is not None and slot.english[0] in "aeioAEIO":
            words[i - 1] += "n" if slot.kind in ("term", "people") and not slot.english.startswith("Eu") else ""
    for i in range(1, len(words) - 2):
        if _kind(words[i + 1], sentence) != "date" or not words[i + 1][-1].isalnum():
            continue
        is_verb = _kind(words[i], sentence) == "verb" or (words[i].islower() and words[i].endswith("ed"))
        after = words[i + 2].rstrip(",.;:").lower()
        if (
            is_verb
            and not (after in _STOPPERS and words[i + 2 : i + 4] != ["at", "least"])
            and after not in ("and", "or", "of")
        ):
            words[i], words[i + 1] = words[i + 1], words[i]
    return " ".join(words)


_TITLES = frozenset(
    """president general colonel captain minister king queen prince sheikh pope senator judge commander spokesman spokeswoman
    governor mayor ambassador secretary chancellor leader journalist activist""".split()
)
_WORTHY = frozenset(("prime minister", "vice president", "secretary of state", "secretary-general", "spokesman", "governor",
                     "mayor", "ambassador", "minister", "former president", "former prime minister", "leader", "opposition leader"))  # fmt: skip


def _titles(english: str, sentence: Protected) -> str:
    """ "President X" for "the president X", and for "The foreign minister, X," where no country stands between."""
    words = english.split(" ")
    out: list[str] = []
    i = 0
    while i < len(words):
        title = words[i + 1] if i + 2 < len(words) and words[i].lower() == "the" else ""
        slot = _slot(title, sentence) if title else None
        named = slot.english if slot is not None and slot.kind == "term" else title.rstrip(",")
        is_title = (
            named in _TITLES or named in _WORTHY or (slot is not None and named.endswith((" minister", " secretary")))
        )
        who = words[i + 2] if is_title else ""
        if is_title and _kind(who, sentence) in ("name", "kept") and title.endswith(",") == (who.endswith(",")):
            out.append(title.rstrip(",") if slot is not None else named.capitalize())
            out.append(who.rstrip(",") if title.endswith(",") else who)
            i += 3
            continue
        out.append(words[i])
        i += 1
    return " ".join(out)


def _turns(word: str, sentence: Protected) -> bool:
    """Whether a slot is a verb that takes no object: what follows it is its subject."""
    found = CODE.match(word)
    slot = sentence.slot(found) if found is not None else None
    return slot is not None and slot.kind == "verb" and OBJECTLESS.match(slot.english) is not None


_OBJECTS = frozenset("a an the two three four five several agreements his her its their another new".split())
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty dozens hundreds thousands several".split()
)


def _kind(word: str, sentence: Protected) -> str | None:
    found = CODE.match(word)
    slot = sentence.slot(found) if found is not None else None
    return slot.kind if slot is not None else None
