"""How sure it is that words which name a place mean one here, and not a person, a body or a plain word.

Asks the recogniser's label, the words before and behind, and how well known the places of that name are.
"""

from collections.abc import Sequence

from dateline.extraction.places import words
from dateline.extraction.places.gazetteer import Gazetteer, Spot
from dateline.extraction.places.mention import PlaceMention
from dateline.extraction.text.tokens import Name, Parse

_ALMA_MATERS = words.word_set("tech a&m instruments pacers state 's ' rangers")
_MISREAD_VERBS = words.word_set(
    "retook recaptured shelled bombed overran besieged stormed encircled left"
)  # tagged as nouns
_SAINTS = frozenset(("st.", "st", "saint"))


class Sureness:
    """The questions about one article's place names.

    Args:
        parse: the article's parse.
        gazetteer: tells which places of a name there are.
        name_at: the recogniser's name by token.
        people: surnames and single names that the article's people bear, in lower case.
    """

    def __init__(
        self, parse: Parse, gazetteer: Gazetteer, name_at: Sequence[Name | None], people: frozenset[str]
    ) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.gazetteer = gazetteer
        self.name_at = name_at
        self.people = people

    def score(self, mention: PlaceMention, found: Sequence[Spot]) -> float:
        """How sure it is that a place is meant: 1 and more is taken, above 0 only where another use of the name is sure.

        Args:
            mention: the words.
            found: the places of that name, the best known first; empty where it is in no list.
        """
        tokens = self.tokens
        first, last = mention.first, mention.last
        name = self.name_at[first]
        label = name.label if name is not None else None
        lone = last - first == 1
        before = tokens[first - 1] if first and tokens[first - 1].sent == tokens[first].sent else None
        locative = self._is_located(first)
        contained = self.is_contained(last) or self._is_partys(first)
        follower = self._is_followed(last)
        dateline = self.is_dateline(first, last)
        common = lone and tokens[first].lower in words.COMMON
        if lone and tokens[first].lower in words.NEVER:
            return 0.0
        if label == "NORP" and found and found[0].kind == "country" and not found[0].is_other_name:
            return 1.2
        if label == "NORP" and not (
            found and locative and name is not None and name.first == first and name.last == last
        ):
            return 0.0
        if before is not None and before.lower in words.TITLES and before.text[:1].isupper() and lone:
            return 0.0
        if self._is_persons(mention, name):
            whole = name is None or (name.first >= first and name.last <= last)
            strong = before is not None and (
                before.lower in words.IN_PLACES
                or tokens[first].dep == "dobj"
                or (locative and before.lower in words.MOVED_OR_STRUCK)
            )
            if (
                found
                and found[0].is_capital
                and not found[0].is_other_name
                and whole
                and not (lone and tokens[first].lower in self.people)
            ):
                return 1.0  # "Ankara said", taken for a person who speaks
            if not whole or not found or (self._acts_like_a_person(last - 1) and not strong):
                return 0.0
            borne = lone and tokens[first].lower in self.people
            if contained or follower:
                return 1.0
            if not locative or borne or (common and name is not None):
                return 0.6 if locative and not common else 0.0 if borne or common else 0.05
            return 1.0 if strong or not lone or found[0].weight >= 3.7 else 0.7
        if label == "ORG" and name is not None and (name.first < first or name.last > last):
            return self._score_in_organisation(mention, name, found)
        if mention.found_by == "kind":
            return 1.0 if tokens[first - 2].text.islower() and not common else 0.0
        if not found:
            if label in ("GPE", "LOC", "FAC") and (locative or contained or dateline or mention.kind) and not common:
                return 1.0
            return 0.4 if label == "GPE" else 0.0
        score = 0.0
        strong = before is not None and before.lower in words.IN_PLACES
        if tokens[first].lower in _SAINTS and not locative and not contained and self._is_churchs(last):
            return 0.0
        if strong:
            score += 0.3
        if label in ("GPE", "LOC"):
            score += 1.0
        elif label == "FAC":
            score += 0.6 if name is not None and name.last == last else 0.3
        elif label == "ORG":
            score += 0.4
        elif label is not None:
            score -= 0.3
        best = found[0]
        if not best.is_other_name:
            score += 0.2
        if best.weight >= 6.0:
            score += 0.5
        elif best.weight >= 4.4:
            score += 0.2
        if locative:
            score += 0.6
        if contained or dateline:
            score += 0.9
        if follower and best.weight >= 3.0 and not common:
            score += 0.7
        elif label == "GPE" and lone and best.weight < 4.3 and not locative and not contained:
            score -= 0.3
        if best.name in words.SEATS and not locative:
            score -= 1.0
        if not lone:
            score += 0.4
        if mention.kind:
            score += 0.6
        if common:
            is_sized = locative and best.weight >= 4.7 and tokens[first].tag == "NNP"
            score -= 0.2 if contained else 0.8 if is_sized else 1.2
        if tokens[first].tag not in ("NNP", "NNPS") and lone and not dateline:
            score -= 0.4
        if self._opens_sentence(first) and lone and label is None and not dateline:
            score -= 0.4
        return score

    def _score_in_organisation(self, mention: PlaceMention, name: Name, found: Sequence[Spot]) -> float:
        """A place inside the name of a body: that of a police force is meant, that of a newspaper is not."""
        if not found:
            return 0.0
        others = [
            self.tokens[i].lower
            for i in range(name.first, name.last)
            if not mention.first <= i < mention.last and self.tokens[i].text[:1].isalpha()
        ]
        if any(o in words.NO_PLACE_IN for o in others):
            return 0.0
        lone = mention.last - mention.first == 1
        if mention.last < name.last and self.tokens[mention.last].text == "," and self.is_contained(mention.last):
            return 1.0  # "Reading, Berkshire", taken for one body
        if lone and self.tokens[mention.first].lower in words.COMMON:
            return 0.0
        if mention.first == name.first and found[0].kind in ("country", "admin1") and not found[0].is_other_name:
            following = self.tokens[mention.last].lower if mention.last < len(self.tokens) else ""
            return 0.6 if following in _ALMA_MATERS else 1.1
        of = mention.first > name.first and self.tokens[mention.first - 1].lower in ("of", "in", "at", "for")
        if of:
            return 1.2
        if mention.first == name.first or self.tokens[mention.first - 1].lower == "the":
            following = self.tokens[mention.last].lower if mention.last < len(self.tokens) else ""
            if following in words.BODIES_OF_A_PLACE or following == "'s":
                return 1.2
            return 0.6
        return 0.3

    def _is_located(self, first: int) -> bool:
        """Whether what stands before puts something in, at, into or around the name, or does to it what is done to places."""
        tokens = self.tokens
        line_first = self.parse.lines[tokens[first].sent].first
        i = first - 1
        if i >= line_first and tokens[i].lower == "the":
            i -= 1
        if i < line_first:
            return False
        lower = tokens[i].lower
        if lower in words.LOCATIVE or lower in words.PARTS:
            return True
        if lower == "of" and i > line_first:
            return tokens[i - 1].lower in words.OF_PLACES or tokens[i - 1].lower in ("out", "west", "east")
        if lower in ("on", "over", "against"):
            return tokens[tokens[i].head].lemma in words.DONE_ON_PLACES
        if lower in ("and", "or", ",") and i > line_first and tokens[i - 1].text[:1].isupper():
            return self.tokens[first].dep == "conj" and self._is_located_head(first, line_first)
        if tokens[i].tag.startswith("VB"):
            return tokens[i].lemma in words.DONE_TO_PLACES or lower in words.DONE_TO_PLACES
        return lower in _MISREAD_VERBS

    def _is_located_head(self, first: int, line_first: int) -> bool:
        head = self.tokens[first].head
        return line_first < head < first and self.tokens[head - 1].lower in words.LOCATIVE

    def _acts_like_a_person(self, i: int) -> bool:
        """Whether token `i` says, thinks or owns something, as people do."""
        token = self.tokens[i]
        head = self.tokens[token.head]
        if token.dep in ("nsubj", "nsubjpass") and head.pos == "VERB":
            return True
        return token.dep == "poss" and head.lower not in words.FOLLOWERS

    def _is_persons(self, mention: PlaceMention, name: Name | None) -> bool:
        """Whether the words are a person's name or part of one."""
        first, last = mention.first, mention.last
        if mention.kind is not None and last - first > 1:
            return False
        if name is not None and name.label == "PERSON":
            if name.first < first or name.last > last:
                return not (name.last > last and self.tokens[name.last - 1].lower in words.KIND_AFTER)
            return True
        if last - first == 1 and self.tokens[first].lower in self.people:
            before = self.tokens[first - 1].lower if first else ""
            return before not in ("in", "at", "near", "to", "from") or name is None
        return False

    def is_contained(self, last: int) -> bool:
        """Whether ", Kentucky" or ", Ky." follows."""
        tokens = self.tokens
        if last + 1 >= len(tokens) or tokens[last].text != "," or not tokens[last + 1].text[:1].isupper():
            return False
        text = tokens[last + 1].text
        if self.gazetteer.abbreviation(text):
            return True
        for stop in (last + 3, last + 2):
            if stop <= len(tokens):
                words_ = self.parse.reading[tokens[last + 1].start : tokens[stop - 1].end]
                if any(
                    s.kind in ("country", "admin1") and not s.is_other_name for s in self.gazetteer.look_up(words_)[:2]
                ):
                    return True
        return False

    def is_dateline(self, first: int, last: int) -> bool:
        """Whether the words open a paragraph and a dash or agency follows within a few words."""
        tokens = self.tokens
        line = self.parse.lines[tokens[first].sent]
        if first > line.first + 4 or not tokens[line.first].text.isupper():
            return False
        if last < line.last and tokens[last].text == ":" and first == line.first:
            return True
        return any(tokens[i].text in ("—", "–", "--", "-", "―") for i in range(last, min(last + 8, line.last)))

    def _is_churchs(self, last: int) -> bool:
        """Whether a possessive or another capitalised noun follows: the saint of a church, school or feast."""
        if last >= len(self.tokens):
            return False
        token = self.tokens[last]
        return token.text in ("'s", "’s", "'") or (token.text[:1].isupper() and token.tag.startswith("NNP"))

    def _is_followed(self, last: int) -> bool:
        """Whether people or bodies of a place follow: "Chiefland police", "a Fargo man", "Nashville's mayor"."""
        tokens = self.tokens
        if last < len(tokens) and tokens[last].text in ("'s", "'", "’s"):
            last += 1
        return last < len(tokens) and tokens[last].lower in words.FOLLOWERS

    def _is_partys(self, first: int) -> bool:
        """ "D-Oakland", "R-Texas": where a member of parliament comes from."""
        tokens = self.tokens
        return first >= 2 and tokens[first - 1].text == "-" and tokens[first - 2].text in ("D", "R", "I", "Lab", "Con")

    def _opens_sentence(self, first: int) -> bool:
        return self.parse.lines[self.tokens[first].sent].first == first
