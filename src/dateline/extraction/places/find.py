"""Words to place mentions: which words of an article name a place.

Reads the parse and asks the gazetteer whether a name exists; which place is meant is `resolve`'s business.
Nothing about actors or events.
"""

import re

from dateline.extraction.places import words
from dateline.extraction.places.gazetteer import Gazetteer, Spot
from dateline.extraction.places.kinds import fits, sensible
from dateline.extraction.places.mention import PlaceMention
from dateline.extraction.places.sureness import Sureness
from dateline.extraction.text.tokens import Name, Parse, Token

_MOST_TOKENS = 6
_LINKS = frozenset(
    "of the and de la le el al du des del do da dos das der den am an upon on sur bin ibn - ' 's ’s & d' l' y e ul ad es "
    "as az ez er au aux ash ar at e- al- el- los las . /".split()
)
_PLACE_LABELS = ("GPE", "LOC", "FAC")


def find(parse: Parse, *, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """Find the place names of one article, in text order; they do not overlap.

    Method: every run of capitalised words is looked up, longest first; the statistical recogniser, the words around
    and the article's other uses of the name decide whether a place is meant.
    """
    return _Finder(parse, gazetteer).run()


def is_listed(name: str, *, gazetteer: Gazetteer) -> bool:
    """Whether words in lower case name a place so well known that they are printed with capitals: "san pedro sula".

    A lone word must be of a larger town, and no word of the language: there is a town called Order.
    """
    found = gazetteer.look_up(name)
    if not found or found[0].is_other_name:
        return False
    first, *rest = name.split()
    if rest:
        return found[0].weight >= 3.0 and rest[-1] not in words.COMMON
    return found[0].weight >= 4.4 and first not in words.COMMON and first not in words.NEVER


class _Finder:
    """One article's search. Holds the labels by token, what names people bear, and what was decided so far."""

    def __init__(self, parse: Parse, gazetteer: Gazetteer) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.gazetteer = gazetteer
        self.name_at: list[Name | None] = [None] * len(parse.tokens)
        self.names = [self._trimmed(name) for name in parse.names]
        for name in self.names:
            for i in range(name.first, min(name.last, len(parse.tokens))):
                self.name_at[i] = name
        self.sureness = Sureness(parse, gazetteer, self.name_at, self._people())

    def _trimmed(self, name: Name) -> Name:
        """The name without a preposition, direction or stop that the recogniser took along: "Near Palmyra"."""
        first, last, tokens = name.first, min(name.last, len(self.tokens)), self.tokens
        while first < last - 1 and (tokens[first].lower in words.LOCATIVE or tokens[first].lower in _LEADS):
            first += 1
        while last - 1 > first and tokens[last - 1].lower in _TRAILS:
            last -= 1
        return name if (first, last) == (name.first, name.last) else Name(first, last, name.label)

    def run(self) -> tuple[PlaceMention, ...]:
        sure: list[PlaceMention] = []
        unsure: list[tuple[PlaceMention, float]] = []
        i, count = 0, len(self.tokens)
        while i < count:
            token = self.tokens[i]
            if (not _may_open(token) and not self._opens_with_article(i)) or self._goes_on_from_article(i):
                i += 1
                continue
            mention, score = self._at(i)
            if mention is not None and sure and sure[-1].last == i - 1 and self.tokens[i - 1].text == ",":
                score += self._holder_bonus(mention, score)
            if mention is None:
                i += 1
                continue
            if score >= 1.0:
                sure.append(mention)
                i = mention.last
            else:
                if score > -0.5 and score != 0.0:
                    unsure.append((mention, score))
                i = mention.last if score > 0 else i + 1
        known = {m.name.lower() for m in sure}
        taken = {i for m in sure for i in range(m.first, m.last)}
        for mention, _ in unsure:
            if mention.name.lower() in known and mention.first not in taken:
                sure.append(mention)
                taken.update(range(mention.first, mention.last))
        sure.sort(key=lambda m: m.start)
        return tuple(sure)

    def _holder_bonus(self, mention: PlaceMention, score: float) -> float:
        """A province, island or country that follows a place behind a comma is one: "Catania, Sicily"."""
        if score <= -0.5 or mention.is_street or mention.is_short:
            return 0.0
        spots = self.gazetteer.look_up(mention.name)[:3]
        if any(s.kind in ("country", "admin1", "admin2", "region", "island") and not s.is_other_name for s in spots):
            return 1.0
        return 0.0

    def _opens_with_article(self, i: int) -> bool:
        """Whether an Arabic article in small letters opens a name: "al-Hol"."""
        tokens = self.tokens
        return (
            tokens[i].text in ("al", "el", "as", "ash", "ad", "an", "ar", "at", "az")
            and i + 2 < len(tokens)
            and tokens[i + 1].text == "-"
            and tokens[i + 2].text[:1].isupper()
        )

    def _goes_on_from_article(self, i: int) -> bool:
        """Whether a capital article stands right before, which opened no listed name: "Al Salem" is not Salem."""
        return i > 0 and self.tokens[i - 1].text in ("Al", "El") and self.tokens[i - 1].sent == self.tokens[i].sent

    def _people(self) -> frozenset[str]:
        """Surnames and other single names that the article's people bear."""
        found = set()
        tokens = self.tokens
        for name in self.names:
            if name.label != "PERSON":
                continue
            last = name.last
            while last > name.first and not tokens[last - 1].text[:1].isalpha():
                last -= 1
            if (last - name.first >= 2 and tokens[name.first].lower not in words.TITLES) or (
                last > name.first and name.first and tokens[name.first - 1].lower in words.TITLES
            ):
                found.add(tokens[last - 1].lower)
        for i in range(len(tokens) - 1):
            if tokens[i].lower in words.TITLES and tokens[i].text[:1].isupper() and tokens[i + 1].text[:1].isupper():
                last = i + 1
                while (
                    last + 1 < len(tokens)
                    and tokens[last + 1].text[:1].isupper()
                    and tokens[last + 1].tag == "NNP"
                    and last < i + 3
                ):
                    last += 1
                if self.name_at[i + 1] is None or self.name_at[i + 1].label == "PERSON":  # type: ignore[union-attr]
                    found.add(tokens[last].lower)
        return frozenset(found)

    def _at(self, i: int) -> tuple[PlaceMention | None, float]:
        """The mention that opens at token `i`, and how sure it is: 1 and more is taken, above 0 only with others."""
        special = self._short(i) or self._street(i)
        if special is not None:
            return special, 2.0
        best: PlaceMention | None = None
        found: tuple[Spot, ...] = ()
        for last in self._ends(i):
            mention, found = self._look(i, last)
            if mention is not None:
                best = mention
                break
        if best is None:
            best = self._unlisted(i)
            found = ()
        if best is None:
            return None, 0.0
        return best, self.sureness.score(best, found)

    def _ends(self, first: int) -> list[int]:
        """Where a name that opens at `first` may end (exclusive), longest first."""
        tokens = self.tokens
        ends = [first + 1]
        line = self.parse.lines[tokens[first].sent]
        stop = min(first + _MOST_TOKENS, line.last, len(tokens))
        for i in range(first + 1, stop):
            token = tokens[i]
            if token.text[:1].isupper() or (token.text[:1].isdigit() and tokens[i - 1].lower in words.NUMBERED_ROADS):
                ends.append(i + 1)
            elif token.lower not in _LINKS:
                camp = i + (token.lower == "refugee")  # "Jenin refugee camp", where the gazetteer lists it so
                if camp < stop and tokens[camp].lower == "camp" and self._lists(first, camp + 1):
                    ends.append(camp + 1)
                break
        ends.reverse()
        return ends

    def _lists(self, first: int, last: int) -> bool:
        return bool(self.gazetteer.look_up(self.parse.reading[self.tokens[first].start : self.tokens[last - 1].end]))

    def _look(self, first: int, last: int) -> tuple[PlaceMention | None, tuple[Spot, ...]]:
        """A listed name over exactly these tokens, as it is or with its generic noun taken for a kind."""
        tokens = self.tokens
        start, end = tokens[first].start, tokens[last - 1].end
        text = self.parse.reading[start:end]
        trimmed = text.rstrip("-–—:;,")
        text, end = trimmed, end - (len(text) - len(trimmed))
        if not text:
            return None, ()
        kind_after = words.KIND_AFTER.get(tokens[last - 1].lower) if last - first > 1 else None
        found = self.gazetteer.look_up(text)
        if last - first == 1:
            lower = tokens[first].lower
            if lower in words.DEMONYMS or lower in words.PARTS:
                return None, ()
            if text.isupper() and len(text) < 6 and not self._is_shouted(first):
                return None, ()  # NATO, OPEC: no town
        elif tokens[first].lower == "the" and found:
            shorter = self.gazetteer.look_up(self.parse.reading[tokens[first + 1].start : end])
            if any(s.number == found[0].number and not s.is_other_name for s in shorter[:5]):
                return None, ()
        found = sensible(found, text)
        if found and tokens[last - 1].lower in _LOOSE and self._goes_on(last) and found[0].kind != "city":
            return None, ()  # "Dublin City Council", "Ohio Department of Health": the body of the shorter name
        if found:
            return PlaceMention(first, last, start, end, text, self._kind_around(first, last)), found
        if last - first < 2:
            return None, ()
        if tokens[last - 1].text == "Department":
            return None, ()  # a ministry of a state; provinces of that kind are written "Ziguinchor department"
        if kind_after is not None and not (kind_after in ("city", "admin1") and self._goes_on(last)):
            base = self.parse.reading[start : tokens[last - 2].end]
            held = tuple(s for s in self.gazetteer.look_up(base) if fits(s, kind_after))
            if held and tokens[first].lower not in words.DEMONYMS:
                return PlaceMention(first, last, start, end, base, kind_after), held
        kind_before = words.KIND_BEFORE.get(tokens[first].lower)
        if kind_before is not None:
            base = self.parse.reading[tokens[first + 1].start : end]
            held = tuple(s for s in self.gazetteer.look_up(base) if fits(s, kind_before))
            if held:
                return PlaceMention(first, last, start, end, base, kind_before), held
        return None, ()

    def _is_shouted(self, first: int) -> bool:
        """Whether capitals are the page's habit here: a dateline, or a line in capitals throughout."""
        line = self.parse.lines[self.tokens[first].sent]
        if self.sureness.is_dateline(first, first + 1) or self.sureness.is_contained(first + 1):
            return True
        others = [t.text for t in self.tokens[line.first : line.last] if t.text.isalpha() and len(t.text) > 3]
        return sum(t.isupper() for t in others) > 0.6 * len(others)

    def _goes_on(self, last: int) -> bool:
        """Whether a body's noun follows: the name of a council or a school has not ended yet."""
        if last >= len(self.tokens):
            return False
        token = self.tokens[last]
        return (
            token.text[:1].isupper()
            and token.lower in words.BODIES_OF_A_PLACE
            and token.lower not in ("police", "sheriff")
        )

    def _kind_around(self, first: int, last: int) -> str | None:
        """The kind that words outside the name ask for: "Kunduz province", "the town of X"."""
        tokens = self.tokens
        if last < len(tokens):
            after = tokens[last].lower
            if after == "refugee" and last + 1 < len(tokens):
                after = tokens[last + 1].lower
            if after in words.KIND_AFTER and tokens[last].tag in ("NN", "NNP", "NNS", "NNPS"):
                if after not in ("state", "department", "city", "range", "base", "park", "channel", "pass", "town"):
                    return words.KIND_AFTER[after]
                if after in ("state", "city") and tokens[last].text.islower() and not self._is_noun(last + 1):
                    return words.KIND_AFTER[after]
        if first >= 2 and tokens[first - 1].lower == "of":
            return words.KIND_OF.get(tokens[first - 2].lower)
        return None

    def _is_noun(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].tag.startswith("NN")

    def _short(self, i: int) -> PlaceMention | None:
        """An abbreviation: "Ky." and "D.C." anywhere, "OH" only behind "Columbus,"."""
        token = self.tokens[i]
        text = token.text
        if len(text) > 7:
            return None
        for last in (i + 2, i + 1):
            if last > len(self.tokens):
                continue
            whole = text if last == i + 1 else self.parse.reading[token.start : self.tokens[i + 1].end]
            if last == i + 2 and (self.tokens[i + 1].text != "." or not whole.endswith(text + ".")):
                continue
            spots = self.gazetteer.abbreviation(whole)
            if not spots:
                continue
            behind_comma = i >= 2 and self.tokens[i - 1].text == "," and self.tokens[i - 2].text[:1].isupper()
            if "." in whole:
                if whole in _WORDS_WITH_STOP and not behind_comma:
                    continue
            elif whole not in _KNOWN_SHORT and not behind_comma:
                continue
            if whole == "B.C." and i and self.tokens[i - 1].tag == "CD":
                continue
            if whole == "CAR" and self.name_at[i] is None:
                continue
            end = self.tokens[last - 1].end
            return PlaceMention(i, last, token.start, end, whole, None, True, found_by="abbreviation")
        return None

    def _street(self, i: int) -> PlaceMention | None:
        """A street or numbered road: "Dublin Road", "West Main St.", "Highway 19"."""
        tokens = self.tokens
        line = self.parse.lines[tokens[i].sent]
        stop = min(i + 5, line.last, len(tokens))
        if (
            tokens[i].lower == "county"
            and i + 2 < stop
            and tokens[i + 1].lower == "road"
            and tokens[i + 2].text[:1].isdigit()
        ):
            return self._road(i, i + 3)
        if i + 1 < stop and tokens[i + 1].text.isdigit() and self.gazetteer.abbreviation(tokens[i].text):
            return self._road(i, i + 2)  # "KY 80"
        if tokens[i].lower in words.STREETS or tokens[i].tag not in ("NNP", "NNPS", "CD", "JJ", "NN", "VB"):
            return None
        for j in range(i + 1, stop):
            if not tokens[j].text[:1].isupper() and not (j == i + 1 and _ORDINAL.match(tokens[j].text)):
                return None
            if tokens[j].lower in words.STREETS:
                after = tokens[j + 1] if j + 1 < line.last else None
                if tokens[j].lower == "st." and after is not None and after.tag == "NNP" and after.text[:1].isupper():
                    return None
                if j == i + 1 and tokens[i].tag in ("JJ", "NN", "VB") and tokens[i].lower in _PLAIN_BEFORE_ROAD:
                    return None
                label = self.name_at[i].label if self.name_at[i] else None  # type: ignore[union-attr]
                if label == "ORG" and after is not None and after.tag == "NNP":
                    return None
                return self._road(i, j + 1)
        return None

    def _road(self, first: int, last: int) -> PlaceMention:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return PlaceMention(first, last, start, end, self.parse.reading[start:end], "street", False, True, "street")

    def _unlisted(self, i: int) -> PlaceMention | None:
        """A name in no list that the recogniser and the words around take for a place."""
        name = self.name_at[i]
        tokens = self.tokens
        if i >= 2 and tokens[i - 1].lower == "of" and tokens[i - 2].lower in words.KIND_OF and tokens[i].tag == "NNP":
            return self._named_after_its_kind(i)
        if name is None or name.first > i or tokens[i].lower in words.DEMONYMS:
            return None
        if name.label not in _PLACE_LABELS and not (
            name.label in ("PERSON", "ORG") and tokens[name.last - 1].lower in words.NATURE
        ):
            return None
        if i and tokens[i - 1].lower in _LINKS and tokens[i - 1].lower not in _ENGLISH_LINKS:
            return None  # "Salah ad Din": the end of a name that is in no list
        first, last = i, name.last
        while last > first and (
            tokens[last - 1].text in ("'s", "'", ".", ",") or not tokens[last - 1].text[:1].isupper()
        ):
            last -= 1
        if (
            last - first < 1
            or last - first > 4
            or not all(t.text[:1].isupper() or t.lower in _LINKS for t in tokens[first:last])
        ):
            return None
        start, end = tokens[first].start, tokens[last - 1].end
        kind = words.KIND_AFTER.get(tokens[last - 1].lower) if last - first > 1 else None
        return PlaceMention(first, last, start, end, self.parse.reading[start:end], kind, found_by="recogniser")

    def _named_after_its_kind(self, first: int) -> PlaceMention:
        """ "the town of Damasak": a place by what is said of it, though in no list."""
        tokens = self.tokens
        last = first + 1
        while last < len(tokens) and last - first < 4 and tokens[last].tag == "NNP" and tokens[last].text[:1].isupper():
            last += 1
        start, end = tokens[first].start, tokens[last - 1].end
        kind = words.KIND_OF.get(tokens[first - 2].lower)
        return PlaceMention(first, last, start, end, self.parse.reading[start:end], kind, found_by="kind")


_ORDINAL = re.compile(r"^\d+(?:st|nd|rd|th)$", re.IGNORECASE)
_PLAIN_BEFORE_ROAD = words.word_set("the this that main-road rocky long same entire busy")
_KNOWN_SHORT = words.word_set("US UK UAE DRC EU DC USA PNG CAR PRC NYC ROK NSW USSR KPK BARMM TRNC DMZ GERD")
_ENGLISH_LINKS = words.word_set("of the and - ' 's ’s & / on upon an as y")
_TRAILS = words.word_set("'s ' , - -- : ; in on at of and near from to the")
_LOOSE = words.word_set("city state district region department town village province")
_LEADS = words.word_set("the northern southern eastern western central nearby neighboring neighbouring")
_WORDS_WITH_STOP = frozenset(
    {
        "Miss.",
        "Wash.",
        "Mass.",
        "Ill.",
        "Ind.",
        "Me.",
        "Mo.",
        "La.",
        "Pa.",
        "Ala.",
        "Cal.",
        "Ore.",
        "Vic.",
        "Man.",
        "Ida.",
    }
)


def _may_open(token: Token) -> bool:
    head = token.text[:1]
    return (
        head.isupper()
        or (not head.isascii() and head.isalpha() and not head.islower())
        or token.text[:3] in ("al-", "el-")
    )
