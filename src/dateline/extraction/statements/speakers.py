"""Who speaks: from the source's words to an actor, and the body that a spokesperson speaks for.

Takes the entities as the actors room resolved them; a relative pronoun stands for the noun it hangs on.
"""

from dateline.extraction.statements.draft import Draft
from dateline.extraction.text.mentions import Mentions
from dateline.extraction.text.tokens import Parse
from dateline.values import Actor, Entity, Party

_SPEAKING_FOR = frozenset("spokesman spokeswoman spokesperson spokespeople spokesmen spokespersons".split())
_PERSONS = frozenset({"person", "private"})


class Speakers:
    """The speakers of one article: actors by source words, and for whom spokespersons speak."""

    def __init__(self, parse: Parse, mentions: Mentions) -> None:
        self.parse = parse
        self.mentions = mentions
        self._speaks_for: dict[str, str] = {}

    def party(self, draft: Draft) -> Party | None:
        """The source as words and actor; None where the statement has no source."""
        if draft.source is None:
            return None
        span = self.parse.span(*draft.source)
        entity = self._entity(draft)
        return Party(span.start, span.end, entity.actor if entity is not None else None)

    def spoken_for(self, draft: Draft, party: Party | None) -> str | None:
        """The id of the body that a spokesperson speaks for, None for anyone who speaks for themselves."""
        if draft.source is None or party is None:
            return None
        speaker = party.actor
        lo, hi = draft.source
        tokens = self.parse.tokens
        if any(tokens[i].lower in _SPEAKING_FOR for i in range(lo, hi)):
            body = self._body(lo, hi, speaker)
            if body is not None and speaker is not None and body != speaker.id:
                self._speaks_for[speaker.id] = body
            return body
        return self._speaks_for.get(speaker.id) if speaker is not None else None

    def _entity(self, draft: Draft) -> Entity | None:
        """The entity that the source's head stands for."""
        tokens, mentions = self.parse.tokens, self.mentions
        lo, hi = draft.source or (0, 0)
        head = draft.source_head if draft.source_head is not None else self.parse.head_of(lo, hi)
        found = mentions.headed(head)
        if found is not None and found.actor is not None:
            return found
        if tokens[head].tag in ("WP", "WDT", "WP$"):
            for up in self.parse.ancestors(head):
                if tokens[up].dep == "relcl":
                    return mentions.headed(tokens[up].head) or mentions.at(tokens[up].head)
        covering = mentions.at(head)
        if covering is not None and covering.actor is not None:
            return covering
        for k in tokens[head].children:
            if tokens[k].dep == "appos" and lo <= k < hi:
                named = mentions.headed(k)
                if named is not None and named.actor is not None:
                    return named
        return found

    def _body(self, lo: int, hi: int, speaker: Actor | None) -> str | None:
        """The first body named within a spokesperson's own description."""
        seen: str | None = None
        for i in range(lo, hi):
            entity = self.mentions.at(i)
            if entity is None or entity.actor is None:
                continue
            actor = entity.actor
            if entity.type == "PER" or actor.kind in _PERSONS:
                continue
            if speaker is None or actor.id != speaker.id:
                return actor.id
            seen = actor.id
        return seen
