"""Who is quoted as saying what."""

from collections.abc import Sequence

from dateline.extraction.statements.clauses import Clauses, Draft
from dateline.extraction.statements.direct import Speech
from dateline.extraction.statements.quotes import Quotes
from dateline.extraction.text.mentions import Mentions
from dateline.extraction.text.tokens import Parse
from dateline.values import Entity, Party, Statement, Time


def attribute(
    parse: Parse, *, entities: Sequence[Entity], times: Sequence[Time], at: str | None
) -> tuple[Statement, ...]:
    """Find the statements of one article with their speakers, in text order."""
    drafts = draft(parse)
    mentions = Mentions(parse, entities)
    return tuple(_statement(parse, mentions, d) for d in drafts)


def draft(parse: Parse) -> list[Draft]:
    """The statements of one article in token numbers."""
    quotes = Quotes(parse)
    clauses = Clauses(parse, quotes)
    speech = Speech(parse, quotes, clauses)
    direct = speech.find()
    drafts = clauses.find(skip=speech.by_cue)
    return _outermost(direct, drafts)


def _outermost(direct: list[Draft], drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = list(direct)
    for d in sorted(drafts, key=lambda d: (-d.size, d.head)):
        if any(k.holds(d.head) for k in kept):
            continue
        kept.append(d)
    kept.sort(key=lambda d: (d.pieces[0][0], d.head))
    return kept


def _statement(parse: Parse, mentions: Mentions, d: Draft) -> Statement:
    source = None
    if d.source is not None:
        span = parse.span(*d.source)
        entity = mentions.headed(d.source_head) if d.source_head is not None else None
        source = Party(span.start, span.end, entity.actor if entity else None)
    return Statement(
        source=source,
        cue=parse.span(*d.cue),
        content=tuple(parse.span(*p) for p in d.pieces),
        kind="indirect",
        why=d.frame,
    )
