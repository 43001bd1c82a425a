"""A search is not keyed on a private person: a word that a report holds only in the name of one does not find it.

Names of actors (states, bodies, people in a public role) are found as any other word; so is a report by what else it
says. Whether somebody is private was settled when the report was read: a person without an actor.
"""

from collections.abc import Sequence
from unicodedata import combining, normalize

from dateline.values import Article, Extraction


def asks_for_private(article: Article, extraction: Extraction, terms: Sequence[str]) -> bool:
    """Whether one of the words or phrases that found a report stands in it only as the name of a private person."""
    spans = [e for e in extraction.entities if e.type == "PER" and e.actor is None]
    if not spans:
        return False
    rest, at = [], 0
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        rest.append(article.text[at : span.start])
        at = max(at, span.end)
    names = {article.text[span.start : span.end] for span in spans}
    parts = {part for name in names for part in _plain(name).split() if len(part) > 2}
    body = "\n".join([*rest, article.text[at:]])
    for name in sorted(names):
        if len(name) > 2:
            body = body.replace(name, "\n")  # where it was not taken for a name
    title = _plain(article.title or "")
    others = f"{' '.join(word for word in title.split() if word not in parts)} | {_plain(body)}"
    whole = f"{title} | {_plain(article.text)}"
    return any((plain := _plain(term)) in whole and plain not in others for term in terms)


def _plain(text: str) -> str:
    """Letters and digits as a search takes them: any case, without accents, whatever stands between them."""
    bare = (c if c.isalnum() else " " for c in normalize("NFKD", text.casefold()) if not combining(c))
    return " ".join("".join(bare).split())
