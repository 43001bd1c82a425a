"""Forms of Spanish verbs that news turns on, with their English.

From an infinitive and its English come the third persons of preterite, future, perfect and passive, each also denied.
The present is left alone where a noun has the same letters ("firma", "ataque").
"""

from collections.abc import Iterable, Iterator

from dateline.language.english_verbs import past_of
from dateline.language.glossary import Term


def spanish_verbs(rows: Iterable[tuple[str, str, bool, tuple[str, ...]]]) -> Iterator[tuple[str, Term]]:
    """Entries of a glossary for every form.

    Args:
        rows: infinitive, English, whether its object takes the personal "a", irregular forms (two past, two future,
            participle) or none for a regular verb.
    """
    for infinitive, english, takes_a, irregular in rows:
        se = infinitive.endswith("se")
        past_one, past_many, future_one, future_many, participle = irregular or _regular(infinitive.removesuffix("se"))
        english, _, english_with_a = english.partition("|")
        past, pp = past_of(english)
        past_a = past_of(english_with_a)[0] if english_with_a else None
        for form, is_many in ((past_one, False), (past_many, True)):
            said = "were" if english == "be" and is_many else past
            denied = f"did not {english}" if english != "be" else f"{said} not"
            yield from _with_se(se, form, said, denied, takes_a, past_a)
        for form in (future_one, future_many):
            yield from _with_se(se, form, f"will {english}", f"will not {english}", takes_a)
        for have, has in (
            ("ha", "has"),
            ("han", "have"),
            ("había", "had"),
            ("habían", "had"),
            ("habría", "would have"),
        ):
            yield from _with_se(se, f"{have} {participle}", f"{has} {pp}", f"{has} not {pp}", takes_a)
        if se or pp == "been":
            continue
        for be, was in (
            ("fue", "was"), ("fueron", "were"), ("ha sido", "has been"), ("han sido", "have been"),
            ("había sido", "had been"), ("habían sido", "had been"), ("será", "will be"), ("serán", "will be"),
        ):  # fmt: skip
            for ending in ("o", "a", "os", "as"):
                form = f"{be} {participle[:-1]}{ending}"
                denied = (
                    "will not be"
                    if was == "will be"
                    else was.replace(" been", " not been")
                    if " " in was
                    else f"{was} not"
                )
                yield form, Term(f"{was} {pp}", "verb")
                yield f"no {form}", Term(f"{denied} {pp}", "verb")


def _with_se(
    se: bool, form: str, english: str, denied: str, takes_a: bool, with_a: str | None = None
) -> Iterator[tuple[str, Term]]:
    words = f"se {form}" if se else form
    yield words, Term(english, "verb", takes_a, with_a)
    yield f"no {words}", Term(denied, "verb", takes_a)


def _regular(infinitive: str) -> tuple[str, ...]:
    stem, ending = infinitive[:-2], infinitive[-2:]
    if ending == "ar":
        return f"{stem}ó", f"{stem}aron", f"{infinitive}á", f"{infinitive}án", f"{stem}ado"
    return f"{stem}ió", f"{stem}ieron", f"{infinitive}á", f"{infinitive}án", f"{stem}ido"
