"""The cast of one article: which name stands for which actor so far, and which countries the article is about.

The steps of `actors.resolve` fill it in turn; each reads what the steps before it left here.
"""

from collections import Counter
from collections.abc import Sequence

from msgspec import structs

from dateline.extraction.actors.catalogue import Catalogue
from dateline.extraction.actors.find import ActorMention
from dateline.extraction.text.tokens import Parse
from dateline.values import Actor, Place


class Cast:
    """What is known of one article's actors while they are resolved.

    Args:
        names: the mentions by name, in text order.
        parse: the article's parse.
        catalogue: who is known.
        at: the article's date, `YYYY-MM-DD`, or None.
        places: the article's places.

    Attributes:
        standing: by first token, each name and the actor that it stands for, None where that is nobody (yet).
        who: by first token, the folded full name of the person a name means.
        titles: by actor, the folded titles that the article or an office gives a person.
        genders: by folded full name, `m` or `f`, where a title tells.
        beside: appositions behind a name, first and last (exclusive) token, and the name they say something of.
        countries: how often each country is meant, by places and by names.
        place_at: places by their first code point.
    """

    def __init__(
        self,
        names: Sequence[ActorMention],
        *,
        parse: Parse,
        catalogue: Catalogue,
        at: str | None,
        places: Sequence[Place],
    ) -> None:
        self.names, self.parse, self.catalogue, self.at = names, parse, catalogue, at
        self.standing: dict[int, tuple[ActorMention, Actor | None]] = {}
        self.who: dict[int, str] = {}
        self.titles: dict[str, set[str]] = {}
        self.genders: dict[str, str] = {}
        self.beside: dict[tuple[int, int], ActorMention] = {}
        self.countries = _countries(names, parse, catalogue, places)
        self.place_at = {place.start: place for place in places}

    def home(self) -> str | None:
        """The country that the article is about, where one stands out."""
        if not self.countries:
            return None
        (first, n), *others = self.countries.most_common(2)
        return first if not others or n >= 2 * others[0][1] else None

    def kinds(self, actor: Actor | None) -> frozenset[str]:
        """All kinds that an actor has had."""
        return frozenset(row.kind for row in self.catalogue.rows(actor.id)) if actor is not None else frozenset()

    def words(self, m: ActorMention) -> str:
        """The mention as it is printed."""
        return self.parse.words(m.first, m.last)


def because(actor: Actor, why: str) -> Actor:
    """The actor again, for other words: why they mean it, and briefly why it is who it is."""
    known = actor.why if len(actor.why) < 120 else actor.why[:117] + "..."
    return structs.replace(actor, why=f"{why}; {known}")


def _countries(
    names: Sequence[ActorMention], parse: Parse, catalogue: Catalogue, places: Sequence[Place]
) -> Counter[str]:
    over = {t.start for t in parse.tokens if _is_over_a_border(parse, t.i)}
    found = Counter(place.country for place in places if place.country is not None and place.start not in over)
    for m in names:
        if m.key is not None and parse.tokens[m.first].start not in over:
            for id in (catalogue.named(m.key) or catalogue.demonym(m.key))[:1]:
                if len(id) == 3 and id.isupper():
                    found[id] += 1
    return found


def _is_over_a_border(parse: Parse, i: int) -> bool:
    """ "Near the border with Chad": what is told is on this side."""
    before = [t.lower for t in parse.tokens[max(0, i - 3) : i] if t.lower not in ("the", "its")]
    return before[-2:] in (["border", "with"], ["frontier", "with"])
