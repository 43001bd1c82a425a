"""What changed in a report: between two versions of its text, and between two readings of one.

Works on values alone. Sentences are those that the readings found; what was found is compared by what it says, for the
ids of events go with the text.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from dateline.values import Article, Event, Extraction, Party, Statement


class Difference(Struct, frozen=True, kw_only=True):
    """Sentences taken out and put in, and what is found no more and found anew, each in a line of plain words."""

    words_out: tuple[str, ...] = ()
    words_in: tuple[str, ...] = ()
    found_no_more: tuple[str, ...] = ()
    found_anew: tuple[str, ...] = ()


def difference(before: tuple[Article, Extraction], now: tuple[Article, Extraction]) -> Difference:
    """What changed from one version or reading of a report to the next.

    Args:
        before, now: the text and what was found in it; the same text twice for two readings.
    """
    old, new = _sentences(*before), _sentences(*now)
    gone: list[str] = []
    come: list[str] = []
    if before[0].text != now[0].text:
        for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what != "equal":
                gone += old[i:j]
                come += new[k:m]
    found, finds = Counter(_found(*before)), Counter(_found(*now))
    return Difference(
        words_out=tuple(gone),
        words_in=tuple(come),
        found_no_more=tuple((found - finds).elements()),
        found_anew=tuple((finds - found).elements()),
    )


def _sentences(article: Article, extraction: Extraction) -> Sequence[str]:
    """The title and each sentence, on one line each; the lines of the text where nothing was read in it."""
    text = article.text
    spans = extraction.sentences
    lines = [span.words(text) for span in spans] if spans else text.split("\n")
    title = [article.title] if article.title and article.title not in lines[:1] else []
    return [words for line in (*title, *lines) if (words := " ".join(line.split()))]


def _found(article: Article, extraction: Extraction) -> Iterable[str]:
    for event in extraction.events:
        yield _event(event, article.text)
    for said in extraction.statements:
        yield _statement(said, article.text)


def _event(event: Event, text: str) -> str:
    kind = event.type + (f" of {event.of}" if event.of else "")
    mode = "not " if event.negated else "" if event.modality == "asserted" else f"{event.modality} "
    killed = f", {event.killed.best} killed" if event.killed is not None else ""
    return f"{mode}{kind}: {_side(event.source, text)} > {_side(event.target, text)}, {event.date or 'undated'}{killed}"


def _statement(said: Statement, text: str) -> str:
    words = " ".join(" ".join(piece.words(text) for piece in said.content).split())
    return f"{_side(said.source, text)} {said.stance}: {words[:120]}"


def _side(party: Party | None, text: str) -> str:
    if party is None:
        return "?"
    return party.actor.id if party.actor is not None else f"“{' '.join(party.words(text).split())}”"
