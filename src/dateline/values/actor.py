"""Who: an organisation, a state, or a person in a public role."""

from msgspec import Struct

from dateline.values.span import Span, Via


class Actor(Struct, frozen=True):
    """One actor as it stood on the article's date.

    `id` is stable and human: an ISO 3166 alpha-3 code for a state, else a slug (`isis-k`, `richard-clarke`).
    `sector` is a PLOVER sector code (GOV, MIL, REB ..); `why` says which row, title or words decided.
    """

    id: str
    name: str
    country: str | None = None
    sector: str | None = None
    why: str = ""
    kind: str | None = None  # state, government, ministry, military, armed_group, party, igo, ngo, company, person ..
    member_of: tuple[str, ...] = ()  # ids of the bodies or groups that it acts for on that date


class Entity(Span, frozen=True):
    """A mention in the text, and the actor it stands for.

    `type`: PER, ORG, GPE, LOC, NORP, FAC, EVENT, or MISC. `form`: name, description ("the hardline group") or pronoun.
    """

    type: str
    actor: Actor | None = None
    anchor: str = "exact"
    form: str = "name"
    via: Via | None = None


class Party(Span, frozen=True):
    """A side of an event or the speaker of a statement: the words, and who they stand for."""

    actor: Actor | None = None
