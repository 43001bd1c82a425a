"""Ids that follow from content: the same report read twice, anywhere, in any order, has the same id."""

from hashlib import sha256

import msgspec

from dateline.values.article import Article
from dateline.values.event import Event
from dateline.values.statement import Statement

_CANONICAL = msgspec.json.Encoder(order="deterministic")


def digest_of(article: Article) -> str:
    """64 hex digits that follow from everything an article says about itself but its id."""
    return sha256(encoded(msgspec.structs.replace(article, id=""))).hexdigest()


def encoded(article: Article) -> bytes:
    """An article as it goes to disk: one without a mark as before reports could be marked."""
    said = _CANONICAL.encode(article)
    return said if article.mark is not None else said.removesuffix(b',"mark":null}') + b"}"


def content_id(article: Article) -> str:
    """The id of an article that brought none: the first 16 hex digits of its digest, whatever it is marked with."""
    return digest_of(msgspec.structs.replace(article, mark=None))[:16]


def event_ids(article: Article, events: tuple[Event, ...], *, digest: str | None = None) -> tuple[str, ...]:
    """One id an event, in order; stable over coder versions as long as act, parties and trigger stay the same.

    `digest`: that of the article where it is known, as of one whose text is gone.
    """
    return _numbered(
        article,
        digest,
        [
            (
                "event", e.type, e.of, e.trigger.start, e.trigger.end,
                e.source.actor.id if e.source and e.source.actor else None,
                e.target.actor.id if e.target and e.target.actor else None,
            )
            for e in events
        ],
    )  # fmt: skip


def statement_ids(article: Article, statements: tuple[Statement, ...], *, digest: str | None = None) -> tuple[str, ...]:
    """One id a statement, in order; stable as long as its content spans stay the same. `digest`: as for events."""
    return _numbered(article, digest, [("statement", *((s.start, s.end) for s in st.content)) for st in statements])


def _numbered(article: Article, digest: str | None, keys: list[tuple[object, ...]]) -> tuple[str, ...]:
    base = digest or digest_of(article)
    seen: dict[tuple[object, ...], int] = {}
    ids = []
    for key in keys:
        nth = seen[key] = seen.get(key, 0) + 1
        ids.append(sha256(_CANONICAL.encode((article.id, base, key, nth))).hexdigest()[:16])
    return tuple(ids)
