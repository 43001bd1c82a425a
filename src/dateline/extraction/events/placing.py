"""Where and when an act happened: the place and time that its words hang on, else what the article hands down.

The nearest clause decides; what is only handed down says so in `pinned`. A place that stands for a government is
never where something happened, and nothing is better than a guess.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from dateline.extraction.events.acts import Act
from dateline.extraction.events.news import SPOKEN
from dateline.extraction.events.roles import Grammar
from dateline.extraction.text.tokens import Parse, Token
from dateline.values import Place, Time
from dateline.values.time import date_precision, interval

_MATERIAL = frozenset(
    {"ASSAULT", "PROTEST", "MOBILIZE", "COERCE", "RETREAT", "AID", "COOPERATE", "CONSULT", "SANCTION"}
)
_DONE = frozenset({"ASSAULT", "PROTEST", "MOBILIZE", "COERCE", "RETREAT", "AID"})
_LOCATING = frozenset(
    {"in", "at", "near", "outside", "inside", "across", "around", "from", "to", "into", "on", "of", "off", "along"}
)
_ENDING = frozenset("end conclude finish complete wrap close".split())
_BEGINNING = frozenset("begin start open".split())
_IN_THREAD = frozenset("conj advcl xcomp prep pcomp dep".split())
_BLAMED = frozenset({"ACCUSE", "SUPPORT"})
_BEFORE_NEWS = 1990  # what happened before is history, whenever an article without a date was written
_SAYING = frozenset("say tell announce report state add declare confirm note write claim".split())
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_JUDGING = frozenset(  # "the killing was condemned on Wednesday": of the day of the killing it says nothing
    "condemn denounce deplore decry criticize criticise mourn investigate probe blame discuss deny acknowledge mark "
    "commemorate remember review regret lament protest".split()
)


_SPOTS = frozenset(
    "shore bank edge outskirt coast side slope foot part corner center centre heart north south east west northeast northwest "
    "southeast southwest suburb stretch section".split()
)
_SPOTTING = frozenset({"in", "at", "near", "outside", "inside", "across", "around", "along", "off", "on"})
_ON_THE_WAY = frozenset("bind head leave travel sail drive fly return".split())
_HERE = frozenset({"city", "capital", "town"})
_NO_SPOT = frozenset({"DATE", "TIME", "NORP", "PERCENT", "MONEY", "CARDINAL", "ORDINAL", "LANGUAGE"})
_POSTS = frozenset(
    "embassy consulate ambassador envoy consul mission".split()
)  # "the embassies of Iran" stand elsewhere
_KIN = frozenset("family friend wife husband widow mother father parent son daughter lawyer death".split())
_NAMED_AFTER = frozenset({"armed_group", "movement", "party", "person", "military", "media", "company", "ngo", "igo"})


class Setting:
    """Places and times of one article by token.

    Args:
        parse: the article's parse.
        places: its places, in text order.
        times: its time expressions, in text order.
        at: the article's date, ISO, None where it has none.
    """

    def __init__(self, parse: Parse, places: Sequence[Place], times: Sequence[Time], at: str | None) -> None:
        self.parse = parse
        self.at = at[:10] if at else None
        self.places = places
        self.times = times
        self._place_at: dict[int, list[tuple[int, int, int]]] = {}
        for index, place in enumerate(places):
            if place.role != "where":
                continue
            first, last = parse.covering(place)
            if first < last and not _is_whose(parse, parse.head_of(first, last)):
                self._place_at.setdefault(parse.tokens[first].sent, []).append((first, last, index))
        self._time_at: dict[int, list[tuple[int, int, Time]]] = {}
        for time in times:
            if time.type not in ("DATE", "TIME") or interval(time.value) is None:
                continue
            first, last = parse.covering(time)
            if first < last:
                self._time_at.setdefault(parse.tokens[first].sent, []).append((first, last, time))
        self._days: dict[int, int] = {}  # token of "days" in "two days of talks" to how many
        for time in times:
            if time.type == "DURATION" and time.value[1:-1].isdigit() and time.value[-1] == "D":
                first, last = parse.covering(time)
                self._days.update((k, int(time.value[1:-1])) for k in range(first, last))
        self.dateline = self._find_dateline()
        self._is_far = self.dateline is not None and self._told_elsewhere(self.dateline)

    def _told_elsewhere(self, dateline: int) -> bool:
        """Whether all that the article places lies in other countries than the one it is filed from."""
        filed = self.places[dateline].country
        found = [p.country for n, p in enumerate(self.places) if n != dateline and p.role == "where"]
        return filed is not None and bool(found) and filed not in found

    def _near_dateline(self, number: int) -> bool:
        """Whether a sentence may be told of the dateline's own place: its paragraph names no other."""
        if self.dateline is None or self._is_far:
            return False
        paragraph, name = self.parse.lines[number].paragraph, self.places[self.dateline].name
        for other in range(number, -1, -1):
            line = self.parse.lines[other]
            if line.paragraph != paragraph:
                break
            for _, _, index in self._place_at.get(other, []):
                if self.places[index].name != name and self._rank(index) < 6 and line.part != "dateline":
                    return False
        return True

    def _names_a_spot(self, number: int, g: Grammar) -> bool:
        """Whether a sentence says where in words that no gazetteer knows: "at Kenscoff tower", "in the north of the country"."""
        line, tokens = self.parse.lines[number], self.parse.tokens
        for i in range(line.first, line.last):
            prep = tokens[tokens[i].head]
            bound = prep.lower in ("for", "to", "toward", "towards") and tokens[prep.head].lemma in _ON_THE_WAY
            if tokens[i].dep != "pobj" or not (bound or prep.lower in _SPOTTING):
                continue
            if tokens[i].lemma in _SPOTS and not any(tokens[k].lemma in _HERE for k in g.preps(i).get("of", ())):
                return True
            names = [k for k in (i, *g.modifiers(i)) if tokens[k].tag in ("NNP", "NNPS")]
            if any(g.actor(k) is None and g.label(k) not in _NO_SPOT for k in names):
                return True
        return False

    def _find_dateline(self) -> int | None:
        """The place a report is filed from: the first words of the first body sentence, before a dash."""
        for number, line in enumerate(self.parse.lines[:6]):
            for first, last, index in self._place_at.get(number, []):
                head = first - line.first < 4
                dashed = any(
                    self.parse.tokens[k].text in ("-", "--", "—", "–") or self.parse.tokens[k].text.endswith("-")
                    for k in range(last, min(line.last, last + 8))
                ) or (line.part == "dateline" and self.parse.tokens[line.last - 1].text == ":")
                if (
                    head
                    and dashed
                    and self.parse.tokens[first].text.isupper()
                    and len(self.parse.tokens[first].text) > 2
                ):
                    return index
        return None

    def country(self, place: int) -> str | None:
        """The country of a place by its number."""
        return self.places[place].country

    def place(
        self, act: Act, g: Grammar, kind: str, before: int | None, *, is_real: bool = True, is_spoken: bool = False
    ) -> tuple[int | None, str | None]:
        """Where an act happened.

        Args:
            act: the act.
            g: the predicates of its article.
            kind: its type: verbal acts take only a place that their own words name.
            before: the place of the act told before, handed down to acts in the next sentence.
            is_real: whether it happened: what is planned or thought of has only a place that its own sentence names.
            is_spoken: whether words speak of it: whom these name is not where it is.
        """
        number = self.parse.tokens[act.head].sent
        here = [h for h in self._place_at.get(number, []) if not _is_in_name(h[0], h[1], g)]
        if here:
            found = self._attached(act, g, here, is_spoken=is_spoken or kind in SPOKEN)
            if found is None and kind in _MATERIAL:
                found = self._nearest(act, here, g)
            if found is not None:
                return found, "same"
        if kind not in _MATERIAL or not is_real:
            return None, None
        if before is not None:
            return before, "inherited"
        if self._near_dateline(number) and not self._names_a_spot(number, g):
            return self.dateline, "inherited"
        return None, None

    def _attached(self, act: Act, g: Grammar, here: Sequence[tuple[int, int, int]], *, is_spoken: bool) -> int | None:
        """The finest place among those that hang on the act's own words."""
        todo = list(dict.fromkeys([*act.place_from, act.head, act.carrier]))
        if act.inner is not None:
            todo += [k for k in act.inner.place_from if k not in todo]
        hanging: list[int] = []
        for i in todo:
            for name, heads in g.preps(i).items():
                if name in _LOCATING:
                    hanging += heads
            for k in g.objects(i) if g.is_verb(g.tokens[i]) else ():
                if k in act.sources:  # "the UK is committed to .."
                    continue
                hanging.append(k)
                for name, heads in g.preps(k).items():
                    if name in _LOCATING and (name != "from" or not g.is_party(k)):
                        hanging += heads
        for k in act.targets:
            hanging.append(k)
            for name, heads in g.preps(k).items():
                if name != "from" or not g.is_party(k):  # "two peacekeepers from Senegal" were hit elsewhere
                    hanging += heads
        if is_spoken:  # "thanked Rwanda", "pledged aid to Moldova": it was not done there
            sides = {*act.sources, *act.targets}
            hanging = [k for k in hanging if k not in sides or g.label(k) != "GPE" or k in g.local]
        for k in list(hanging):  # "in the northern province of Takhar"
            spot = g.in_class(k, "area") or g.in_class(k, "built") or g.tokens[k].lemma in _SPOTS
            if spot and not any(first <= k < last for first, last, _ in here):
                hanging += g.preps(k).get("of", ())
        best: tuple[int, int] | None = None
        for first, last, index in here:
            if any(first <= k < last for k in hanging) or any(
                self.parse.tokens[j].head == k and not (self._rank(index) >= 6 and self._is_owner(j, act))
                for k in hanging
                for j in range(first, last)
            ):
                finest = self._finest(first, last, index, here)
                rank = self._rank(finest)
                if best is None or rank < best[0]:
                    best = (rank, finest)
        return best[1] if best is not None else None

    def _is_owner(self, j: int, act: Act) -> bool:
        """ "A US base", "French troops' camp": whose it is, not where it stands; "the Syria airstrikes" are in Syria."""
        t = self.parse.tokens[j]
        named = act.type == "ASSAULT" and t.head in act.tokens  # an EU-Israel summit is not in Israel
        return t.dep in ("compound", "nmod", "amod") and not named

    def _rank(self, index: int) -> int:
        precision = self.places[index].precision
        return precision if precision is not None else 8

    def _finest(self, first: int, last: int, index: int, here: Sequence[tuple[int, int, int]]) -> int:
        """Of "Mubi in Adamawa state" the town."""
        for _other_first, other_last, other in here:
            gap = first - other_last
            if 0 <= gap <= 3 and self._rank(other) < self._rank(index):
                between = [self.parse.tokens[k].lower for k in range(other_last, first)]
                if set(between) <= {",", "in", "the", "of", "'s"}:
                    return other
        return index

    def _nearest(self, act: Act, here: Sequence[tuple[int, int, int]], g: Grammar) -> int | None:
        """The nearest place of the sentence that no other act's clause holds apart."""
        tokens = self.parse.tokens
        best: tuple[int, int] | None = None
        for first, last, index in here:
            head = tokens[first]
            prep = tokens[tokens[self.parse.head_of(first, last)].head]
            if prep.tag[:2] == "NN" and g.in_class(prep.i, "area") and self._rank(index) < 6:  # "in Ituri province"
                prep = tokens[prep.head]
            if prep.lower == "of" and (g.in_class(prep.head, "area") or tokens[prep.head].lemma in _SPOTS):
                prep = tokens[tokens[prep.head].head]
            if prep.lower not in ("in", "at", "near", "outside", "inside", "across", "around", "along", "off"):
                continue
            crossed = any(
                tokens[k].tag[:2] == "VB" and tokens[k].lemma in _SAYING
                for k in range(min(first, act.head) + 1, max(first, act.head))
            )
            if crossed or self._is_in_a_deed_of_another(first, act) or self._is_before_the_tale(first, act):
                continue
            distance = abs(head.i - act.head)
            if distance <= 14 and (best is None or distance < best[0]):
                best = (distance, self._finest(first, last, index, here))
        return best[1] if best is not None else None

    def _is_before_the_tale(self, first: int, act: Act) -> bool:
        """ "Pulled out of talks in Angola after it was sanctioned": what went before was not there; violence mostly was."""
        verb = self.parse.tokens[act.carrier]
        told_aside = verb.dep == "advcl" and bool(self._marks(verb) & {"after", "since", "before"})
        return told_aside and act.type != "ASSAULT" and verb.i not in self.parse.ancestors(first)

    def _is_in_a_deed_of_another(self, first: int, act: Act) -> bool:
        """ "Arrested two men suspected of firing rockets at Israel": the firing was there, not the arrest."""
        tokens = self.parse.tokens
        for up in self.parse.ancestors(first):
            if tokens[up].tag[:2] == "VB":
                mine = up in (act.head, act.carrier, *act.tokens) or any(
                    k == up for k in self.parse.ancestors(act.head)
                )
                return not mine and up > act.head and tokens[up].dep == "pcomp"
        return False

    def date(
        self, act: Act, g: Grammar, modality: str, before: str | None
    ) -> tuple[str | None, int | None, str | None]:
        """When an act happened, or is to happen.

        Returns:
            ISO value, UCDP date precision, and how it was found.
        """
        number = self.parse.tokens[act.head].sent
        best: tuple[int, Time] | None = None
        for first, last, time in self._time_at.get(number, []):
            score = self._distance(act, first, last, g, time, modality)
            if modality == "asserted" and act.type in _DONE and self._is_yet_to_come(time.value):
                continue  # "on the same day", after elections set for March
            if modality == "historical" and not self.is_long_ago(time.value):
                continue  # "on Tuesday marked the anniversary of a bombing"
            if score is not None and (best is None or score < best[0]):
                best = (score, time)
        if best is not None:
            value = self._spread(best[1].value[:10] if best[1].type == "TIME" else best[1].value, act, g)
            announced = modality == "planned" and self.parse.tokens[act.carrier].lemma in (
                "announce",
                "call",
                "schedule",
            )
            value = self._to_come(value, best[1]) if announced else value
            return value, date_precision(value), "same"
        if modality in ("planned", "possible", "hypothetical", "demanded"):
            return None, None, None
        is_early = act.type in _DONE and before is not None and self._is_yet_to_come(before)
        if before is not None and modality != "historical" and not is_early:
            return before, date_precision(before), "inherited"
        return None, None, None

    def _is_yet_to_come(self, value: str) -> bool:
        """Whether a time lies after the report, by more than clocks of two countries may differ."""
        days = interval(value)
        return self.at is not None and days is not None and (days[0] - date.fromisoformat(self.at)).days > 1

    def _to_come(self, value: str, time: Time) -> str:
        """ "Announced a protest on Friday": the next one, where the past verb made it the last."""
        words = self.parse.text[time.start : time.end].lower()
        days = interval(value)
        if words not in _WEEKDAYS or days is None or self.at is None or value >= self.at[:10]:
            return value
        return (days[0] + timedelta(days=7)).isoformat()

    def _spread(self, value: str, act: Act, g: Grammar) -> str:
        """ "Ended two days of talks on Tuesday": Monday to Tuesday; of a beginning, Tuesday to Wednesday."""
        verb = self.parse.tokens[act.carrier]
        if not g.is_verb(verb) or verb.lemma not in (_ENDING | _BEGINNING):
            return value
        days = next((self._days[k] for k in verb.children if self._days.get(k, 1) > 1), None)
        known = interval(value)
        if days is None or known is None or known[0] != known[1]:
            return value
        rest = timedelta(days=days - 1)
        first, last = (known[0] - rest, known[1]) if verb.lemma in _ENDING else (known[0], known[1] + rest)
        return f"{first.isoformat()}/{last.isoformat()}"

    def goes_on(self, act: Act, g: Grammar) -> bool:
        """Whether an act goes on with what was told before, so that place and day may be handed down to it.

        "Police then arrested two men" does; what had been done, what has been done, what is told aside in a relative
        clause, and what is only named ("since the invasion", "over the killing") has a day of its own.
        """
        tokens = self.parse.tokens
        verb = tokens[act.carrier]
        if verb.tag in ("VBZ", "VBP") and act.type != "ASSAULT":
            return False  # "the government accuses him of it"
        if not g.is_verb(verb):
            if any(tokens[k].lower in ("this", "that", "these") for k in verb.children):
                return True
            if verb.dep not in ("nsubj", "nsubjpass", "dobj"):
                return verb.head == verb.i
            verb = tokens[verb.head]
        for _ in range(4):
            if verb.dep in ("relcl", "acl") or (
                verb.dep == "advcl" and self._marks(verb) & {"after", "since", "before"}
            ):
                return False
            if verb.dep not in ("advcl", "xcomp", "conj", "pcomp") or verb.tag == "VBD":
                break
            verb = tokens[tokens[verb.head].head] if verb.dep == "pcomp" else tokens[verb.head]
            if not g.is_verb(verb):
                return False
        return not any(tokens[k].lemma == "have" and tokens[k].dep == "aux" for k in verb.children)

    def is_long_ago(self, value: str) -> bool:
        """Whether a date lies two calendar years or more before the article: history, not news."""
        days = interval(value)
        if days is None:
            return False
        return (int(self.at[:4]) if self.at is not None else _BEFORE_NEWS) - days[1].year >= 2

    def _distance(self, act: Act, first: int, last: int, g: Grammar, time: Time, modality: str) -> int | None:
        """How far a time stands from an act; None where another verb owns it."""
        tokens = self.parse.tokens
        head = tokens[self.parse.head_of(first, last)]
        mine = {act.head, act.carrier, *act.tokens}
        if tokens[head.head].lower == "since" and not self.is_long_ago(time.value):
            return None  # "the first visit since January": when it was otherwise
        if head.dep in ("poss", "compound") and head.head not in mine:
            happened = g.lexicon.nouns.get(tokens[head.head].lemma, ())
            if (happened or head.dep == "poss") and all(rule.type != act.type for rule in happened):
                return None  # "arrested over last year's murder", "urged the sponsors of the November ceasefire"
        owner = head
        for _ in range(4):
            up = tokens[owner.head]
            if up.i == owner.i:
                break
            owner = up
            if (g.is_verb(owner) or owner.tag[:2] == "NN") and (g.is_verb(owner) or owner.i in act.tokens):
                break
        if owner.i in mine:
            return 0
        if act.type in _BLAMED and act.inner is not None and self._is_under(owner.i, act.inner, act.head):
            return None  # "charged with a murder in June": the charge is of another day
        carrier = tokens[act.carrier]
        if carrier.dep == "advcl" and carrier.head == owner.i and self._marks(carrier) & {"after", "before", "since"}:
            return None
        if modality == "planned" and self.at is not None:
            days = interval(time.value)
            if days is not None and days[0].isoformat() >= self.at:
                return 5 + abs(first - act.head)
        if g.is_verb(owner) and owner.dep == "advcl" and "since" in self._marks(owner) and owner.i not in mine:
            return None  # "more than 1,100 since protests began on 19 March"
        judged = owner.lemma in _JUDGING and owner.i not in mine and act.kind == "noun"
        if g.is_verb(owner) and (owner.lemma in _SAYING or judged):
            return None if self._is_past_of(owner.i, act) else 60
        if g.is_verb(owner) and not self._is_one_thread(owner.i, act, g):
            return None  # "the man, who had attacked a guard, was arrested on Monday"
        line = self.parse.sentence(act.head)
        if owner.i == act.head or tokens[act.head].head == owner.i:
            return 2
        apart = sum(1 for k in range(min(first, act.head) + 1, max(first, act.head)) if g.is_verb(tokens[k]))
        if apart > 1 or last - line.first > 60:
            return None
        return 10 + abs(first - act.head)

    def _is_under(self, i: int, inner: Act, stop: int) -> bool:
        """Whether token `i` is of an inner act, or hangs under it."""
        if i in (inner.head, inner.carrier, *inner.tokens):
            return True
        for up in self.parse.ancestors(i):
            if up in (inner.head, inner.carrier):
                return True
            if up == stop:
                return False
        return False

    def _is_one_thread(self, verb: int, act: Act, g: Grammar) -> bool:
        """Whether the verb that owns a date and an act belong to one clause or to clauses told one after the other."""
        tokens = self.parse.tokens
        mine = act.carrier
        while not g.is_verb(tokens[mine]) and tokens[mine].head != mine:
            mine = tokens[mine].head
        for low, high in ((mine, verb), (verb, mine)):
            while low != high and tokens[low].dep in _IN_THREAD:
                low = tokens[low].head
            if low == high:
                return True
        return False

    def _marks(self, verb: Token) -> set[str]:
        return {self.parse.tokens[k].lower for k in verb.children if self.parse.tokens[k].dep == "mark"}

    def _is_past_of(self, saying: int, act: Act) -> bool:
        """Whether a saying verb speaks of the act from above: its date is the statement's, not the act's."""
        return any(up == saying for up in self.parse.ancestors(act.carrier))


def _is_whose(parse: Parse, i: int) -> bool:
    """Whether a place's name only says whose something is: "embassies of Iran", and a surname in "Dayton's family"."""
    t = parse.tokens[i]
    head = parse.tokens[t.head]
    if t.dep == "poss":
        return head.lemma in _KIN or head.lemma in _POSTS
    if t.dep in ("compound", "nmod", "amod") and head.lemma in _POSTS:
        return True  # "outside the U.S. embassy"
    return t.dep == "pobj" and head.lower == "of" and parse.tokens[head.head].lemma in _POSTS


def _is_in_name(first: int, last: int, g: Grammar) -> bool:
    """Whether a place only stands in the name of a group: "the Arakan Army", "the Red Cross"."""
    entity = g.mentions.at(first)
    if entity is None or entity.actor is None or entity.actor.kind not in _NAMED_AFTER:
        return False
    if entity.start == g.tokens[first].start and entity.end == g.tokens[last - 1].end:
        return True
    return g.tokens[g.parse.head_of(first, last)].dep in ("compound", "nmod", "amod")
