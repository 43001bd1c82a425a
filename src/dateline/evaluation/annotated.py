"""Articles that a person annotated: what is right, in the shape of the data contract.

A line of JSON is an article as `dateline extract` takes it, with some of the lists that it gives: `entities`, `places`,
`times`, `statements`, `events`. So take the output of `dateline extract`, put the text beside it, and correct it by hand.
A list that is absent is not measured; an empty one says that there is nothing to find.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from dateline.errors import InputError
from dateline.values import Article, Span


class GoldEntity(Span, frozen=True):
    """A mention. `type`: PER, ORG, LOC, GPE, NORP .. or None where it is not judged; `actor`: the id it stands for."""

    type: str | None = None
    actor: Any = None  # an id, or the contract's object with one

    @property
    def actor_id(self) -> str | None:
        """The id of the actor, None where none is given."""
        return self.actor.get("id") if isinstance(self.actor, dict) else self.actor


class GoldPlace(Span, frozen=True):
    """A place; `is_optional` ones are neither missed nor spurious (a demonym, say)."""

    lat: float | None = None
    lon: float | None = None
    is_optional: bool = False


class GoldTime(Span, frozen=True):
    """A time expression with its TIMEX3 value."""

    type: str | None = None
    value: str | None = None


class GoldStatement(Struct, frozen=True):
    """Who said what, in pieces."""

    content: tuple[Span, ...]
    source: Span | None = None
    cue: Span | None = None


class GoldEvent(Struct, frozen=True, kw_only=True):
    """An act; what is None is not judged. `place`: an index into the article's places."""

    type: str
    trigger: Span | None = None
    source: Span | None = None
    target: Span | None = None
    modality: str | None = None
    negated: bool | None = None
    date: str | None = None
    place: int | None = None


class GoldRelation(Struct, frozen=True):
    """What one marked side does to another in a sentence; type None for nothing."""

    type: str | None
    source: Span | None = None
    target: Span | None = None


class Annotated(Struct, frozen=True, kw_only=True):
    """An article with what is right about it; None for what nobody annotated."""

    article: Article
    entities: tuple[GoldEntity, ...] | None = None
    places: tuple[GoldPlace, ...] | None = None
    times: tuple[GoldTime, ...] | None = None
    statements: tuple[GoldStatement, ...] | None = None
    events: tuple[GoldEvent, ...] | None = None
    relations: tuple[GoldRelation, ...] | None = None


class _Gold(Struct, frozen=True):
    """The lists of a line; the article's own fields are read beside them."""

    entities: tuple[GoldEntity, ...] | None = None
    places: tuple[GoldPlace, ...] | None = None
    times: tuple[GoldTime, ...] | None = None
    statements: tuple[GoldStatement, ...] | None = None
    events: tuple[GoldEvent, ...] | None = None


def read_annotated(path: Path) -> Iterator[Annotated]:
    """The annotated articles of a JSON Lines file.

    Raises:
        InputError: a line is no article, a span lies outside of its text, or a place's index is none.
    """
    articles, golds = msgspec.json.Decoder(Article), msgspec.json.Decoder(_Gold)
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            article, gold = articles.decode(line), golds.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise InputError(
                f"{path}:{number}: {error}. A line is an article with lists as in docs/evaluate.md."
            ) from error
        found = Annotated(article=article, **{name: getattr(gold, name) for name in gold.__struct_fields__})
        _check(found, f"{path}:{number}")
        yield found


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}. Name a JSON Lines file of annotated articles.") from error


def _check(found: Annotated, where: str) -> None:
    length = len(found.article.text)
    for span in _spans(found):
        if not 0 <= span.start < span.end <= length:
            raise InputError(
                f"{where}: {span.start}..{span.end} lies outside of the text. Count code points, end exclusive."
            )
    for event in found.events or ():
        if event.place is not None and not 0 <= event.place < len(found.places or ()):
            raise InputError(
                f"{where}: an event's place is {event.place}, and there are {len(found.places or ())} places."
            )


def _spans(found: Annotated) -> Iterator[Span]:
    yield from (*(found.entities or ()), *(found.places or ()), *(found.times or ()))
    for said in found.statements or ():
        yield from (span for span in (*said.content, said.source, said.cue) if span is not None)
    for event in found.events or ():
        yield from (span for span in (event.trigger, event.source, event.target) if span is not None)
