"""Measures what of reports survives translation: `python tests/language/surviving.py es|fr [seen|held|last] [-v]`.

The reports and their facts are ours (`spanish.jsonl`, `french.jsonl`). Of the French ones 26 were read while tables were
written (`seen`), 26 were written before and only measured (`held`), and 12 were written after all of it (`last`). A person or place survives when it is found at its
own words, a place in the right country, be it as a place or as a state that acts; a date when its value is found; a
number when the translation or a toll has it. An act is right when an event of its type has the right party, and the
right other one where the report names one. An anchor is right when the sentence it points to is the one whose
translation the item was found in.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

REPORTS = {"es": "spanish.jsonl", "fr": "french.jsonl"}
PARTS = {"seen": slice(26), "held": slice(26, 52), "last": slice(52, None)}


def measure(language: str, part: str = "", *, verbose: bool = False) -> dict[str, tuple[int, int]]:
    """Right and all, by what is measured: people, places, dates, numbers, acts, anchors."""
    from dateline.engine.glossaries import names_by
    from dateline.engine.tools import load_tools
    from dateline.engine.translating import translate, translator_for
    from dateline.engine.translators.settings import Settings
    from dateline.extraction.article import extract
    from dateline.extraction.translated import bring_home, paragraphs_of
    from dateline.values import Article

    tools = load_tools()
    translator = translator_for(language, Settings())
    assert translator is not None
    names = names_by(tools.gazetteer.look_up, tools.catalogue)
    right: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    lines = Path(__file__).with_name(REPORTS[language]).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines[PARTS.get(part, slice(None))]]
    given = [(row.pop("facts"), msgspec.convert(row, Article)) for row in rows]
    for facts, article in given:
        made = translate(article, language=language, translator=translator, names=names)
        english = extract(made.english, tools=tools)
        found = bring_home(english, made, layout=paragraphs_of(article)[0])
        if verbose:
            print(f"\n{article.id} {article.text}\n   {made.english.text}")
            for event in found.events:
                print(
                    "   ",
                    event.type,
                    event.of,
                    _names(event.source, event.actors),
                    _names(event.target, event.recipients),
                )
        for kind, hits in _check(article, facts, made, found).items():
            for fact, is_right in hits:
                all_[kind] += 1
                right[kind] += is_right
                if verbose and not is_right:
                    print(f"    MISSED {kind}: {fact}")
        pairs = [*_pairs(english, found)]
        for before, after in pairs:
            all_["anchors"] += 1
            right["anchors"] += _points_home(before, after, made)
    return {kind: (right[kind], all_[kind]) for kind in ("people", "places", "dates", "numbers", "acts", "anchors")}


def _check(article: Any, facts: dict[str, Any], made: Any, found: Any) -> dict[str, list[tuple[str, bool]]]:
    at_words = {e.words(article.text) for e in found.entities if e.anchor == "exact"}
    where = {(p.words(article.text), p.country) for p in found.places if p.anchor == "exact"}
    where |= {(e.words(article.text), e.actor.country) for e in found.entities if e.anchor == "exact" and e.actor}
    values = [time.value for time in found.times]
    text = made.english.text
    return {
        "people": [
            (name, any(name in words or (words in name and " " in words) for words in at_words))
            for name in facts["people"]
        ],
        "places": [
            (name, any(name in words and (country is None or country == there) for words, there in where))
            for name, country in facts["places"]
        ],
        "dates": [(date, any(value.startswith(date) for value in values)) for date in facts["dates"]],
        "numbers": [(number, _has(text, number)) for number in facts["numbers"]],
        "acts": [(str(act), any(_is(act, event) for event in found.events)) for act in facts["acts"]],
    }


def _has(text: str, number: str) -> bool:
    return f" {number} " in f" {text} ".replace(". ", " ").replace(", ", " ").replace("\n", " ").replace("% ", " ")


def _is(act: dict[str, Any], event: Any) -> bool:
    return (
        event.type in act["type"]
        and _one_of(act["by"], (event.source, *event.actors))
        and _one_of(act["to"], (event.target, *event.recipients))
    )


def _one_of(wanted: str | None, parties: tuple[Any, ...]) -> bool:
    if wanted is None:
        return True
    names = wanted.split("|")
    return any(
        p is not None and p.actor is not None and (p.actor.id in names or p.actor.country in names) for p in parties
    )


def _names(first: Any, others: tuple[Any, ...]) -> list[str]:
    return [p.actor.id if p.actor else "?" for p in dict.fromkeys((first, *others)) if p is not None]


def _pairs(english: Any, found: Any) -> Any:
    for kind in ("entities", "places", "times"):
        yield from zip(getattr(english, kind), getattr(found, kind), strict=True)
    for before, after in zip(english.events, found.events, strict=True):
        yield before.trigger, after.trigger
    for before, after in zip(english.statements, found.statements, strict=True):
        yield before.content[0], after.content[0]


def _points_home(before: Any, after: Any, made: Any) -> bool:
    """Whether the span at home lies in the sentence that the English words were translated from."""
    return any(
        carried.english.start <= before.start < carried.english.end
        and carried.home.start <= after.start < after.end
        and (after.end <= carried.home.end or before.end > carried.english.end)
        for carried in made.sentences
    )


if __name__ == "__main__":
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")]
    for kind, (right, of) in measure(*wanted, verbose="-v" in sys.argv).items():
        print(f"{kind:<8} {right:>4} of {of:>4}  {right / of:.1%}")
