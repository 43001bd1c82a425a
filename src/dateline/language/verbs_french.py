"""Forms of French verbs that news turns on, with their English.

From an infinitive and its English come the third persons of the present, imperfect, future and the compound tenses, the
passive, the infinitive behind "de" and "pour", and the form in -ant; those that can be are also denied. The conditional
of hearsay ("aurait tué") becomes "may have". The present is left alone where a noun has the same letters ("attaque").
"""

import re
from collections.abc import Iterable, Iterator

from dateline.language.english_verbs import ing_of, past_of, third_of
from dateline.language.glossary import Term

_ASKED = {"a": (("a-t-il", "he"), ("a-t-elle", "she"), ("a-t-on", "they")), "ont": (("ont-ils", "they"), ("ont-elles", "they")),
          "avait": (("avait-il", "he"), ("avait-elle", "she"))}  # fmt: skip
_VOWELS = "aeéèêiîoôuyhâà"
_HAVE = (
    ("a", "{past}", "did not {base}"), ("ont", "{past}", "did not {base}"), ("avait", "had {pp}", "had not {pp}"),
    ("avaient", "had {pp}", "had not {pp}"), ("aurait", "may have {pp}", "may not have {pp}"),
    ("auraient", "may have {pp}", "may not have {pp}"), ("aura", "will have {pp}", "will not have {pp}"),
)  # fmt: skip
_BE = (
    ("est", "{past}", "did not {base}"), ("sont", "{past}", "did not {base}"), ("était", "had {pp}", "had not {pp}"),
    ("étaient", "had {pp}", "had not {pp}"), ("serait", "may have {pp}", "may not have {pp}"),
    ("seraient", "may have {pp}", "may not have {pp}"),
)  # fmt: skip
_PASSIVE = (
    ("a été", "was", "was not"), ("ont été", "were", "were not"), ("avait été", "had been", "had not been"),
    ("avaient été", "had been", "had not been"), ("sera", "will be", "will not be"),
    ("seront", "will be", "will not be"), ("est", "is", "is not"), ("sont", "are", "are not"),
    ("était", "was", "was not"), ("étaient", "were", "were not"), ("aurait été", "may have been", "may not have been"),
    ("auraient été", "may have been", "may not have been"), ("fut", "was", "was not"), ("furent", "were", "were not"),
)  # fmt: skip
_ALSO = (("également", "also"), ("aussi", "also"), ("déjà", "already"), ("de nouveau", "again"), ("à nouveau", "again"))
_MEANS_TO = ("de", "d'", "pour", "à")
_REFLEXIVE = re.compile(r"se |s'")


def french_verbs(rows: Iterable[tuple[str, str, str, tuple[str, ...]]]) -> Iterator[tuple[str, Term]]:
    """Entries of a glossary for every form.

    Args:
        rows: infinitive, English (`demand|ask` where "à" before the person asked changes it), flags (`e`: compound
            tenses with "être"; `n`: a noun looks like the present), forms (participle, present singular and plural,
            future, imperfect) or none for a regular verb.
    """
    for infinitive, english, flags, irregular in rows:
        bare = _REFLEXIVE.sub("", infinitive, count=1)
        forms = irregular or _regular(bare)
        base, _, to_person = english.partition("|")
        takes = bool(to_person)
        if takes and bare.endswith(" à"):
            bare, forms = bare.removesuffix(" à"), irregular or _regular(bare.removesuffix(" à"))
        is_reflexive = bare != infinitive and _REFLEXIVE.match(infinitive) is not None
        yield from _simple(forms, base, to_person or None, "n" in flags, is_reflexive)
        yield from _compound(forms[0], base, to_person or None, "e" in flags, is_reflexive)
        if "e" not in flags:
            yield from _passive(forms[0], base)
        lead = ("s'" if bare[0] in _VOWELS else "se ") if is_reflexive else ""
        for word in _MEANS_TO:
            before = _elided(word, lead or bare)
            doing = ing_of(base) if word in ("de", "d'") else None
            yield f"{before}{lead}{bare}", Term(f"to {base}", "verb", takes, to_person and f"to {to_person}", doing)


def _simple(
    forms: tuple[str, ...], base: str, to_person: str | None, is_noun: bool, is_reflexive: bool
) -> Iterator[tuple[str, Term]]:
    _, one, many, future, imperfect = forms
    past, _ = past_of(base)
    past_to = past_of(to_person)[0] if to_person else None
    said = [
        (future, f"will {base}", f"will not {base}", to_person and f"will {to_person}"),
        (_plural(future, "a", "ont"), f"will {base}", f"will not {base}", to_person and f"will {to_person}"),
        (imperfect, past, f"did not {base}", past_to),
        (_plural(imperfect, "t", "ent"), past, f"did not {base}", past_to),
    ]
    if not is_noun:
        said.append((one, third_of(base), f"does not {base}", to_person and third_of(to_person)))
        said.append((many, base, f"do not {base}", to_person))
    for form, english, denied, with_person in said:
        lead = ("s'" if form[0] in _VOWELS else "se ") if is_reflexive else ""
        word, _, rest = form.partition(" ")
        yield f"{lead}{form}", Term(english, "verb", bool(to_person), with_person)
        no = f"ne {lead}" if lead else _elided("ne", form)
        yield f"{no}{word} pas{' ' + rest if rest else ''}", Term(denied, "verb", bool(to_person))
    if imperfect.endswith("ait") and not is_reflexive:
        yield f"en {imperfect[:-3]}ant", Term(ing_of(base), "verb")
        yield f"{imperfect[:-3]}ant", Term(ing_of(base), "verb")


def _compound(
    participle: str, base: str, to_person: str | None, with_be: bool, is_reflexive: bool
) -> Iterator[tuple[str, Term]]:
    past, pp = past_of(base)
    past_to, pp_to = past_of(to_person) if to_person else ("", "")
    for auxiliary, said, denied in _BE if with_be else _HAVE:
        lead = ("s'" if auxiliary[0] in _VOWELS else "se ") if is_reflexive else ""
        no = f"ne {lead}" if lead else _elided("ne", auxiliary)
        endings = _agreeing(participle) if with_be else (participle,)
        for ending in endings:
            english = said.format(base=base, past=past, pp=pp)
            person = said.format(base=to_person, past=past_to, pp=pp_to) if to_person else None
            yield f"{lead}{auxiliary} {ending}", Term(english, "verb", bool(to_person), person)
            yield f"{no}{auxiliary} pas {ending}", Term(denied.format(base=base, past=past, pp=pp), "verb")
            if not with_be and auxiliary == "a":
                yield f"et {ending}", Term(f"and {english}", "verb", bool(to_person), person and f"and {person}")
            if not with_be:
                yield f"en {auxiliary} {ending}", Term(english, "verb")
                for asked, who in _ASKED.get(auxiliary, ()):
                    yield f"{asked} {ending}", Term(f"{who} {english}", "verb")
            for word, also in _ALSO:
                yield f"{lead}{auxiliary} {word} {ending}", Term(f"{also} {english}", "verb", bool(to_person), person)


def _passive(participle: str, base: str) -> Iterator[tuple[str, Term]]:
    _, pp = past_of(base)
    for auxiliary, was, was_not in _PASSIVE:
        first, _, rest = auxiliary.partition(" ")
        for ending in _agreeing(participle):
            yield f"{auxiliary} {ending}", Term(f"{was} {pp}", "verb")
            denied = f"{_elided('ne', first)}{first} pas {rest + ' ' if rest else ''}{ending}"
            yield denied, Term(f"{was_not} {pp}", "verb")


def _agreeing(participle: str) -> tuple[str, ...]:
    word, space, rest = participle.partition(" ")
    plural = word if word.endswith("s") else f"{word}s"
    return tuple(f"{form}{space}{rest}" for form in dict.fromkeys((word, f"{word}e", plural, f"{word}es")))


def _plural(form: str, ending: str, instead: str) -> str:
    word, space, rest = form.partition(" ")
    return f"{word.removesuffix(ending)}{instead}{space}{rest}" if word.endswith(ending) else form


def _elided(word: str, before: str) -> str:
    """The word as it stands before another: "ne ", "n'"."""
    if word.endswith("'"):
        return word if before[0] in _VOWELS else f"{word[:-1]}e "
    if word == "ne" and before[0] in _VOWELS:
        return "n'"
    return f"{word} "


def _regular(infinitive: str) -> tuple[str, ...]:
    word, space, rest = infinitive.partition(" ")
    tail = f"{space}{rest}"
    stem = word[:-2]
    if word.endswith("ir"):
        made = (f"{stem}i", f"{stem}it", f"{stem}issent", f"{word}a", f"{stem}issait")
    else:
        weak = _stressed(stem)
        soft = f"{stem}e" if stem.endswith("g") else f"{stem[:-1]}ç" if stem.endswith("c") else stem
        future = f"{weak}er" if weak != stem and "é" not in stem[-3:] else word
        made = (f"{stem}é", f"{weak}e", f"{weak}ent", f"{future}a", f"{soft}ait")
    return tuple(f"{form}{tail}" for form in made)


def _stressed(stem: str) -> str:
    """The stem where the accent falls on it: "libèr-", "lèv-", "appell-", "déploi-"."""
    if stem.endswith(("oy", "uy")):
        return f"{stem[:-1]}i"
    if stem.endswith(("appel", "rappel", "jet", "rejet")):
        return stem + stem[-1]
    found = re.match(r"(.*)([eé])([bcdfgjklmnprstvz]|gn|tr|br)$", stem)
    return f"{found[1]}è{found[3]}" if found else stem
