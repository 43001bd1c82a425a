"""Who is quoted as saying what: the statements of one article, each with its source, cue and content.

Quotations first, by the marks on the page and the cue beside them; then clauses, nouns and objects by the parse. The
statements kept are the outermost: what a speaker says that others said is part of the speaker's own content, unless it
names a speaker of its own (then it is kept beside it, as nested).
"""

from collections.abc import Sequence

from dateline.extraction.statements.clauses import Clauses
from dateline.extraction.statements.direct import Speech
from dateline.extraction.statements.draft import Draft
from dateline.extraction.statements.frames import find_drafts
from dateline.extraction.statements.quotes import Quotes
from dateline.extraction.statements.speakers import Speakers
from dateline.extraction.statements.stance import stance_of
from dateline.extraction.text.mentions import Mentions
from dateline.extraction.text.tokens import Parse
from dateline.values import Entity, Party, Statement, Time

_SELF = frozenset("i we me us my our mine ours myself ourselves".split())
_NESTED = {
    "clause": frozenset(
        "say tell promise warn claim announce deny argue insist pledge vow demand report add confirm threaten".split()
    ),
    "to": frozenset("promise vow pledge threaten refuse agree offer".split()),
}
_WHY = {
    "direct": "stands beside the quotation",
    "running": "is the last cue before this paragraph of pure quotation",
    "clause": "takes the clause behind it",
    "parenthesis": "stands in brackets of commas within its content",
    "to": "takes the infinitive behind it",
    "urged": "takes listener and act behind it",
    "named": "gives its object a name",
    "object": "takes its object as content",
    "preposition": "takes the phrase behind its preposition",
    "according": "hands the rest of the sentence to its source",
    "colon": "parts a speaker from the words",
    "whether": "takes the question behind it",
}


def attribute(
    parse: Parse, *, entities: Sequence[Entity], times: Sequence[Time], at: str | None
) -> tuple[Statement, ...]:
    """Find the statements of one article with their speakers.

    Args:
        parse: the article's parse.
        entities: who is mentioned where, pronouns and descriptions included, as `actors.resolve` says.
        times: the article's time expressions with their values.
        at: the article's date; a statement is dated only by words beside its cue, never by this.
    Returns:
        the statements in the order of their content.

    Method: rules over quotation marks and dependencies; see docs/statements.md.
    """
    quotes = Quotes(parse)
    clauses = Clauses(parse, quotes)
    drafts = _draft(parse, quotes, clauses)
    mentions = Mentions(parse, entities)
    speakers = Speakers(parse, mentions)
    dated = _Dates(parse, times)
    found = []
    for d in drafts:
        party = speakers.party(d)
        found.append(
            Statement(
                source=party,
                cue=None if d.frame == "running" else parse.span(*d.cue),
                content=tuple(parse.span(*p) for p in d.pieces),
                kind=_kind(d, quotes),
                about=_about(d, mentions, party),
                date=dated.of(d),
                stance=stance_of(d, clauses),
                spoken_for=speakers.spoken_for(d, party),
                why=_why(d, parse),
            )
        )
    return tuple(found)


def _draft(parse: Parse, quotes: Quotes, clauses: Clauses) -> list[Draft]:
    """The statements of one article in token numbers."""
    speech = Speech(parse, quotes, clauses)
    direct = speech.find()
    kept = _outermost(parse, clauses, direct, find_drafts(clauses, skip=speech.by_cue))
    kept.extend(speech.running(kept))
    kept.sort(key=lambda d: (d.pieces[0][0], d.head))
    return kept


def _outermost(parse: Parse, clauses: Clauses, direct: list[Draft], drafts: list[Draft]) -> list[Draft]:
    """The drafts whose cue stands in nobody else's content, larger contents first; and the nested ones that are sure."""
    owner: list[Draft | None] = [None] * len(parse.tokens)
    kept: list[Draft] = []
    spoken = {id(d) for d in direct}
    for d in [*direct, *sorted(drafts, key=lambda d: (-d.size, d.head))]:
        outer = owner[d.head]
        if outer is not None and id(d) not in spoken:
            if not _is_sure_nested(parse, clauses, outer, d):
                continue
            d.is_nested = True
        kept.append(d)
        for lo, hi in d.pieces:
            for i in range(lo, hi):
                if owner[i] is None:
                    owner[i] = d
    return kept


def _is_sure_nested(parse: Parse, clauses: Clauses, outer: Draft, d: Draft) -> bool:
    """ "A said that B had promised ..": a verb of speech with a speaker of its own who is named, in words not quoted."""
    if d.frame not in _NESTED or d.source is None or d.source_head is None or outer.is_nested:
        return False
    quote = clauses.quotes.at(d.head)
    if quote is not None and quote.words > 3:
        return False
    return parse.tokens[d.source_head].pos in ("PROPN", "NOUN") and clauses.lemma(d.head) in _NESTED[d.frame]


def _kind(d: Draft, quotes: Quotes) -> str:
    """direct: all words between marks; mixed: some; else indirect. A single word in marks makes no mixture."""
    tokens = quotes.parse.tokens
    inside = outside = 0
    for lo, hi in d.pieces:
        for i in range(lo, hi):
            if tokens[i].pos == "PUNCT":
                continue
            if quotes.at(i) is not None:
                inside += 1
            else:
                outside += 1
    if not outside:
        return "direct"
    return "mixed" if inside > 1 else "indirect"


def _about(d: Draft, mentions: Mentions, party: Party | None) -> tuple[str, ...]:
    """Ids of the actors that the content speaks of, in text order, the speaker left out."""
    speaker = party.actor.id if party is not None and party.actor is not None else None
    tokens = mentions.parse.tokens
    found: dict[str, None] = {}
    for lo, hi in d.pieces:
        for i in range(lo, hi):
            entity = mentions.headed(i)
            if entity is None or entity.actor is None or tokens[i].lower in _SELF:
                continue
            if entity.actor.id != speaker:
                found.setdefault(entity.actor.id)
    return tuple(found)


class _Dates:
    """When a statement was made: a date in the words of its cue clause, not in content or source."""

    def __init__(self, parse: Parse, times: Sequence[Time]) -> None:
        self._by_line: dict[int, list[tuple[int, str]]] = {}
        for time in times:
            first, last = parse.covering(time)
            if first == last or time.type not in ("DATE", "TIME") or not time.value[:4].isdigit():
                continue
            self._by_line.setdefault(parse.tokens[first].sent, []).append((first, time.value))
        self._parse = parse

    def of(self, d: Draft) -> str | None:
        """The ISO date beside the cue, None where none stands there."""
        best: tuple[int, str] | None = None
        for i, value in self._by_line.get(self._parse.tokens[d.head].sent, ()):
            if d.holds(i) or (d.source is not None and d.source[0] <= i < d.source[1]):
                continue
            away = min(abs(i - d.cue[0]), abs(i - d.cue[1] + 1))
            if away <= 16 and (best is None or away < best[0]):
                best = (away, value.split("T")[0])
        return best[1] if best is not None else None


def _why(d: Draft, parse: Parse) -> str:
    words = " ".join(parse.words(*d.cue).split())
    frame = f"nested {d.frame}" if d.is_nested else d.frame
    return f"{frame}: “{words}” {_WHY.get(d.frame, 'carries its complement')}"
