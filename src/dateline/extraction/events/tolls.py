"""How many were killed and injured: which amounts of a sentence count its dead and hurt.

A toll counts people hurt in one happening. Running totals ("2,000 killed since 2014"), yearly figures and forecasts
are no toll of the event at hand and are left out.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from dateline.extraction.events.amounts import (
    SCALES,
    UNITS,
    VAGUE,
    Count,
    ending_at,
    number_at,
    qualified,
    sum_of,
    vague,
)
from dateline.extraction.events.roles import Grammar
from dateline.extraction.events.sides import PERSONAL
from dateline.extraction.text.tokens import Token
from dateline.values import Toll

_KILL = frozenset(
    "kill martyr slay murder massacre execute assassinate behead slaughter butcher lynch gun decapitate drown electrocute".split()
)
_DIE = frozenset({"die", "perish", "succumb"})
_INJURE = frozenset({"wound", "injure", "hurt", "maim"})
_DEATHS = frozenset({"death", "fatality", "dead", "killing", "murder", "life"})
_INJURIES = frozenset({"injury", "wounded", "injured"})
_NOBODY = frozenset({"no", "none", "nobody", "no-one", "zero"})
_RUNNING = re.compile(
    r"\bsince\s+(?:the\s+)?(?:\w+\s+){0,3}(?:\d{4}|began|start\w*|beginning|independence|war|conflict|uprising|insurgency|outbreak|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|then|last)\b"
    r"|\b(?:so far )?this (?:year|month|decade)\b|\b(?:over|in|during|within) the (?:past|last) (?:\w+\s)?(?:year|decade|month|week|day)s?\b"
    r"|(?<!\bin )\b(?:every|each|per|a) (?:year|month|week|day)\b(?! (?:after|before|earlier|later|ago|of))|\bannually\b|^last year\b|\byearly\b|\bin (?:19|20)\d\d\b|\bbetween \d{4} and \d{4}\b"
    r"|\b(?:war|conflict|insurgency|fighting|violence|campaign|rebellion|feud|unrest) (?:that )?(?:has|have|had) (?:already |so far )?"
    r"(?:killed|claimed|cost|left|wounded|injured)|\byears? ago\b|\bin all,|\bmore than two decades\b|\bdecades?[- ]long\b|\bdecades of\b|\byears of\b",
    re.I,
)
_NTH_OF_LATE = re.compile(  # "the third attack in a week": the week is the attacks', not the toll's
    r"\b(?:second|third|fourth|fifth|sixth|seventh|latest|worst|deadliest) (?:such )?(?:\w+ ){1,3}in (?:a|as many|the (?:past|last))"
    r"(?: \w+)? ?(?:day|week|month|year|decade)s?\b",
    re.I,
)
_CAUSE = frozenset(
    "crash accident collision earthquake quake flood storm hurricane cyclone typhoon tornado avalanche landslide mudslide "
    "virus coronavirus covid covid-19 disease cancer cholera ebola malaria flu pneumonia heatwave stroke overdose famine "
    "starvation hunger drought pandemic outbreak shipwreck stampede capsize derailment collapse".split()
)


_HURT_WORDS = (
    _KILL | _DIE | _INJURE | _DEATHS | _INJURIES
    | frozenset("shoot stab beat burn hack crush trample starve lose toll number body casualty wound injury".split())
    | frozenset("dead killed wounded injured hurt hospitalised hospitalized fatally".split())
)  # fmt: skip


class Casualties(Struct, frozen=True):
    """The dead and the injured of one sentence; None where it counts none."""

    killed: Toll | None
    injured: Toll | None
    killed_at: int | None = None  # the word that tells of it
    injured_at: int | None = None


def casualties(g: Grammar, sentence: int) -> Casualties:
    """Count the dead and injured of one sentence.

    Args:
        g: the predicates of the article.
        sentence: number of the sentence in `parse.lines`.
    Returns:
        the tolls with the span of their words; both None where the sentence gives a running total.
    """
    line = g.parse.lines[sentence]
    if not any(t.lemma in _HURT_WORDS or t.lower in _HURT_WORDS for t in g.tokens[line.first : line.last]):
        return Casualties(None, None)
    text = g.parse.words(line.first, line.last)
    if _RUNNING.search(_NTH_OF_LATE.sub("", text)):
        return Casualties(None, None)
    dead: list[tuple[Count, int]] = []
    hurt: list[tuple[Count, int]] = []
    for i in range(line.first, line.last):
        t = g.tokens[i]
        if g.is_verb(t) and t.lemma in _EITHER and _is_either(g, t):
            continue
        if t.lemma in _EITHER and (_is_of_a_mishap(g, t) or _is_plotted(g, t)):
            continue
        if t.lemma in _KILL and g.is_verb(t):
            _of_verb(g, t, g.objects(i), dead)
            if not _has(dead, i) and g.is_passive(i):
                _before(g, i, line.first, dead)
        elif t.lemma in ("shoot", "stab", "beat", "burn", "hack", "crush", "trample", "starve") and g.is_verb(t):
            end = {g.tokens[k].lower for k in range(i + 1, min(line.last, i + 9))}
            if "dead" in end or {"to", "death"} <= end or any(g.tokens[k].lower == "fatally" for k in t.children):
                _of_verb(g, t, g.objects(i) or _after(g, i, line.last), dead)
            elif t.lemma == "shoot" and any(g.tokens[k].lower == "down" for k in t.children):
                continue  # "shot down 58 of 76 drones"
            elif t.lemma in ("shoot", "stab") and not any(
                g.tokens[k].lemma in _KILL for k in range(i + 1, min(line.last, i + 4))
            ):
                _of_verb(g, t, [k for k in g.objects(i) if g.tokens[k].lower not in PERSONAL], hurt)
        elif t.lemma in _DIE and g.is_verb(t) and not _by_mishap(g, i):
            _of_verb(g, t, g.surface(i), dead)
            if not _has(dead, i):
                _before(g, i, line.first, dead)
        elif t.lemma == "lose" and g.is_verb(t):
            _of_losses(g, t, dead)
        elif t.lemma in _INJURE and g.is_verb(t):
            _of_verb(g, t, g.objects(i), hurt)
            if not _has(hurt, i) and g.is_passive(i):
                _before(g, i, line.first, hurt)
        if t.lower in ("dead", "killed") and not _has(dead, i) and not _is_doing(g, i):
            _before(g, i, line.first, dead)
        elif t.lower in ("wounded", "injured", "hurt", "hospitalised", "hospitalized") and not _has(hurt, i):
            _before(g, i, line.first, hurt)
        elif t.lower == "fatally":
            _of_them(g, i, line.first, dead)
        elif t.lemma == "casualty" and any(g.tokens[k].lower in _NOBODY for k in t.children):
            dead.append((Count(0, 0, 0, i - 1, i + 1), i))
            hurt.append((Count(0, 0, 0, i - 1, i + 1), i))
        elif t.lemma in ("wound", "burn", "injury") and t.tag == "NNS" and not _has(hurt, i):
            _of_wounds(g, t, line.last, hurt)
            if t.lemma == "injury" and not _has(hurt, i):
                _of_noun(g, t, hurt)
        elif t.lemma == "body" and t.tag == "NNS" and not _has(dead, i):
            _of_noun(g, t, dead)
        elif t.lemma in ("death", "killing", "murder", "fatality", "injury") and t.tag[:2] == "NN":
            _of_noun(g, t, hurt if t.lemma == "injury" else dead)
        elif t.lemma == "toll" or (t.lower == "number" and _counts_dead(g, i, line.last)):
            _of_toll(g, t, line.last, dead)
        elif t.lemma == "life" and t.tag[:2] == "NN":
            _of_lives(g, t, dead)
    killed, at = _best(g, dead)
    injured, injured_at = _best(g, hurt)
    return Casualties(killed, injured, at, injured_at)


def _is_of_a_mishap(g: Grammar, t: Token) -> bool:
    """ "Where a roof collapsed in November killing 15, students blocked three bridges": told aside of something else."""
    head = g.tokens[t.head]
    if t.dep == "relcl":  # "demanded that somebody answer for the collapse of a roof that killed 15"
        of = g.tokens[head.head]
        return head.lemma in _CAUSE or (of.lower == "of" and g.tokens[of.head].lemma in _CAUSE)
    return t.dep == "advcl" and head.lemma in _CAUSE and head.dep in ("relcl", "advcl")


def _is_plotted(g: Grammar, t: Token) -> bool:
    """ "Plotted to assassinate the president": nobody died of it."""
    return g.is_verb(t) and g.infinitive(t) and g.tokens[t.head].lemma in _PLOTTING


def _is_doing(g: Grammar, i: int) -> bool:
    """ "Three gunmen killed a guard": the number before counts who did it."""
    return (
        g.is_verb(g.tokens[i]) and not g.is_passive(i) and any(g.tokens[k].dep == "dobj" for k in g.tokens[i].children)
    )


_EITHER = _KILL | _INJURE
_PLOTTING = frozenset(
    "plot plan want try attempt threaten intend conspire vow seek order aim refuse fail hope swear pledge prepare".split()
)
_TAKEN = frozenset({"capture", "arrest", "detain", "kidnap", "abduct"})


def _is_either(g: Grammar, t: Token) -> bool:
    """ "Killed or injured": one number for both, which is neither's."""
    near = [g.tokens[k] for k in range(max(0, t.i - 2), min(len(g.tokens), t.i + 3))]
    other = [n for n in near if n.lemma in (_EITHER | _TAKEN) and n.lemma != t.lemma and abs(n.i - t.i) == 2]
    return any(g.tokens[(n.i + t.i) // 2].lower == "or" for n in other)


def _has(found: Sequence[tuple[Count, int]], i: int) -> bool:
    return any(at == i for _, at in found)


def _after(g: Grammar, i: int, last: int) -> list[int]:
    """The noun right behind a verb and its `dead`, where the parser lost it."""
    for k in range(i + 1, min(last, i + 8)):
        t = g.tokens[k]
        if t.pos in ("NOUN", "PROPN") and not (k + 1 < last and g.tokens[k + 1].pos in ("NOUN", "PROPN")):
            return g.conjuncts(k)
    return []


def _by_mishap(g: Grammar, i: int) -> bool:
    return any(g.tokens[k].lemma in _CAUSE for ks in g.preps(i).values() for k in ks)


def _of_verb(g: Grammar, t: Token, heads: Sequence[int], found: list[tuple[Count, int]]) -> None:
    heads = _listed(g, [k for k in heads if not _is_among(g, k)])
    counts = [count for k in heads if k != t.i and (count := _count(g, k)) is not None]
    if counts and len(counts) < len(heads):  # beside counted people, "a customer" is one more
        counts += [_one(g, k) for k in heads if k != t.i and _count(g, k) is None and _is_single(g, k)]
    if counts:
        found.append((sum_of(counts), t.i))


def _is_among(g: Grammar, k: int) -> bool:
    """ "Killed 21, among them the deputy governor": counted already."""
    first, _ = g.mentions.phrase(k)
    return any(g.tokens[j].lower in ("among", "including") for j in range(max(0, first - 2), first))


def _listed(g: Grammar, heads: Sequence[int]) -> list[int]:
    """ "Two guards, a cook and a driver": the parser makes the cook a name for the guards."""
    found = list(heads)
    for k in heads:
        for j in g.tokens[k].children:
            t = g.tokens[j]
            told = any(g.tokens[c].lower == "among" for one in g.conjuncts(j) for c in g.tokens[one].children)
            if t.dep == "appos" and t.tag == "NN" and _is_single(g, j) and len(g.conjuncts(j)) > 1 and not told:
                found += [c for c in g.conjuncts(j) if c not in found]
    return found


def _of_losses(g: Grammar, t: Token, found: list[tuple[Count, int]]) -> None:
    """ "The army lost 17 soldiers in the ambush"."""
    people = [k for k in g.objects(t.i) if g.in_class(k, "people") or g.in_class(k, "armed")]
    if people and any(_is_violence(g, k) for ks in g.preps(t.i).values() for k in ks):
        _of_verb(g, t, people, found)


def _is_violence(g: Grammar, k: int) -> bool:
    return any(r.type == "ASSAULT" for r in g.lexicon.nouns.get(g.tokens[k].lemma, ()))


def _of_them(g: Grammar, i: int, first: int, found: list[tuple[Count, int]]) -> None:
    """ "Nineteen were wounded, two of them fatally"."""
    if i - 3 >= first and g.tokens[i - 1].lower in ("them", "whom") and g.tokens[i - 2].lower == "of":
        count = ending_at(g, i - 3, first)
        if count is not None:
            found.append((count, i))


def _of_wounds(g: Grammar, t: Token, last: int, found: list[tuple[Count, int]]) -> None:
    """ "Three people suffered gunshot wounds", "was taken to hospital with burns", and a headline's "wounds 20"."""
    if t.i + 1 < last and g.tokens[t.i + 1].tag == "CD":
        count = ending_at(g, t.i + 1, t.i + 1)
        if count is not None:
            found.append((count, t.i))
        return
    for up in g.parse.ancestors(t.i):
        verb = g.tokens[up]
        if not g.is_verb(verb):
            continue
        if verb.lemma in ("suffer", "sustain", "receive") and not g.is_passive(up):
            _of_verb(g, t, g.surface(up), found)
        elif verb.lemma in ("take", "rush", "treat", "admit", "leave", "hospitalize"):
            _of_verb(g, t, g.objects(up), found)
        return


def _one(g: Grammar, k: int) -> Count:
    first, last = g.mentions.phrase(k)
    return Count(1, 1, 1, first, last)


def _is_single(g: Grammar, k: int) -> bool:
    """ "A customer", "his cousin": one somebody, where the noun is no body of people, beast or thing known as such."""
    t = g.tokens[k]
    if t.tag != "NN" or t.lemma in _BODIES or t.lemma in _NOT_PEOPLE or g.in_class(k, "built"):
        return False
    return any(g.tokens[j].lower in _SINGLE for j in t.children)


def _before(g: Grammar, i: int, first: int, found: list[tuple[Count, int]]) -> None:
    """ "12 dead", "46 people were reported dead", "30 more wounded"."""
    k = i - 1
    steps = 0
    while k >= first and steps < 7:
        t = g.tokens[k]
        if t.lower == "another" or (t.lower == "one" and k > first and g.tokens[k - 1].lower in ("no", "not")):
            amount = 1 if t.lower == "another" else 0
            found.append((Count(amount, amount, amount, k if amount else k - 1, k + 1), i))
            return
        if t.lemma in _BEASTS:
            return
        if number_at(g, k) is not None or (t.lower in VAGUE and t.lower != "many"):
            break
        if t.pos in ("PUNCT", "SCONJ") or (
            t.pos == "VERB" and t.lemma not in ("leave", "report", "confirm", "find", "feare", "fear", "other")
        ):
            return
        if t.lower in ("and", "but", "or", "than"):
            return
        k -= 1
        steps += 1
    else:
        return
    count = vague(g, k) if g.tokens[k].lower in VAGUE else ending_at(g, k, first)
    if count is not None and not any(c.first <= k < c.last for c, _ in found):
        found.append((_with_partners(g, count, first), i))


def _with_partners(g: Grammar, count: Count, first: int) -> Count:
    """ "Left three policemen and six rebels dead", "ended with ..": the dead of both kinds."""
    at = count.first - 2
    while at > first and g.tokens[at + 1].lower in ("and", ","):
        t = g.tokens[at]
        other = _count(g, t.i) if t.tag in ("NN", "NNS") and t.lemma not in _DEATHS | _INJURIES else None
        if other is None or not any(g.tokens[k].lemma in ("leave", "with") for k in range(first, other.first)):
            break
        count = sum_of([other, count])
        at = other.first - 2
    return count


def _counts_dead(g: Grammar, i: int, last: int) -> bool:
    """ "The number of dead", "the number of people killed"."""
    if g.tokens[min(i + 1, last - 1)].lower != "of":
        return False
    return any(g.tokens[k].lower in ("dead", "deaths", "fatalities", "killed") for k in range(i + 2, min(last, i + 5)))


def _of_noun(g: Grammar, t: Token, found: list[tuple[Count, int]]) -> None:
    heads = g.preps(t.i).get("of", [])
    if heads and t.lemma in ("death", "killing", "murder", "fatality", "body"):
        counts = [c for k in heads if (c := _count(g, k)) is not None]
        if counts:
            found.append((sum_of(counts), t.i))
        return
    count = _counted(g, t.i)
    if count is not None and t.tag == "NNS":
        found.append((count, t.i))


def _of_toll(g: Grammar, t: Token, last: int, found: list[tuple[Count, int]]) -> None:
    if t.lemma == "toll" and not _is_of_dead(g, t):
        return
    for k in range(t.i + 1, min(last, t.i + 14)):
        if g.tokens[k].lower in ("to", "at", "of", "is", "stood", "reached", "passed", "hit"):
            for j in range(k + 1, min(last, k + 5)):
                plain = g.tokens[j].lower.replace(",", "")
                number = number_at(g, j) or ((int(plain), j) if plain.isdigit() and len(plain) < 6 else None)
                if number is not None:
                    found.append((qualified(g, number[0], j, number[1], max(k, j - 4)), t.i))
                    return


def _is_of_dead(g: Grammar, t: Token) -> bool:
    """A death toll, or a toll "from the shelling"; not a road's."""
    beside = {g.tokens[k].lower for k in t.children}
    if beside & {"death", "dead", "casualty"}:
        return True
    causes = [k for word in ("from", "of", "in") for k in g.preps(t.i).get(word, [])]
    return any(r.type == "ASSAULT" for k in causes for r in g.lexicon.nouns.get(g.tokens[k].lemma, ()))


def _of_lives(g: Grammar, t: Token, found: list[tuple[Count, int]]) -> None:
    head = g.tokens[t.head]
    if head.lemma not in ("claim", "cost", "take", "lose") or (t.tag == "NN" and not g.preps(t.i).get("of")):
        return
    count = _counted(g, t.i)
    heads = g.preps(t.i).get("of", [])
    if head.lemma == "lose" and count is None:
        heads = [k for k in g.surface(head.i) if g.is_party(k) or g.tokens[k].lower in UNITS]
    if count is None and heads:
        counts = [c for k in heads if (c := _count(g, k)) is not None]
        count = sum_of(counts) if counts else None
    if count is not None:
        found.append((count, t.i))


def _count(g: Grammar, k: int) -> Count | None:
    """How many the phrase headed by `k` means; one for a named or single person, None where it does not say."""
    t = g.tokens[k]
    if t.lower in _NOBODY:
        return Count(0, 0, 0, k, k + 1)
    if t.lower in ("one", "person") and any(g.tokens[j].lower == "no" for j in t.children):
        return Count(0, 0, 0, k - 1, k + 1)
    if t.lower in ("he", "him", "she", "her") and t.dep in ("dobj", "nsubjpass", "nsubj"):
        return Count(1, 1, 1, k, k + 1)
    if t.lower in PERSONAL or t.lower in ("himself", "herself", "itself") or _is_thing(g, t):
        return None
    if t.lemma in ("family", "group", "party", "team", "crew", "couple"):
        sized = [c for j in g.preps(k).get("of", ()) if (c := ending_at(g, j, k)) is not None]
        if sized:
            return sized[0]
    if t.lower == "another":
        return Count(1, 1, 1, k, k + 1)
    number = number_at(g, k)
    if number is not None and (t.tag == "CD" or t.lower in SCALES):
        if g.counts_things(t):
            return None
        return ending_at(g, k, g.parse.sentence(k).first)
    if t.lower == "upwards":
        return next((c for j in g.preps(k).get("of", ()) if (c := _count(g, j)) is not None), None)
    if t.lower in VAGUE:
        return None if t.lower == "many" and g.tokens[k - 1].lower in ("as", "how") else vague(g, k)
    counted = _counted(g, k)
    if counted is not None:
        return counted
    if t.tag in ("NN", "NNP") and (g.is_party(k) or t.lemma in ("other", "another")):
        if t.lemma in _BODIES or (
            g.label(k) in ("ORG", "GPE", "NORP", "LOC", "FAC")
            and not any(g.tokens[j].lower in ("a", "an") for j in t.children)
        ):
            return None
        lo, hi = g.mentions.phrase(k)
        return Count(1, 1, 1, lo, hi)
    return None


def _is_thing(g: Grammar, t: Token) -> bool:
    """Beasts, weapons and vehicles: three drones that were shot down are no three wounded."""
    return t.lemma in _BEASTS or g.in_class(t.i, "weapon") or g.in_class(t.i, "vehicle")


_SINGLE = frozenset("a an one his her their its another".split())
_BEASTS = frozenset("dog horse cow camel goat sheep donkey cat pig chicken bird fish elephant cattle".split())
_NOT_PEOPLE = _BEASTS | frozenset(
    "car truck bus van tank vehicle house home building church mosque school "
    "bill hope dream chance deal idea plan leg arm head hand back chest".split()
)
_BODIES = frozenset(
    "crowd group family police army military party team patrol convoy militia community force staff crew unit government mob number "
    "majority series string total".split()
)


def _counted(g: Grammar, k: int) -> Count | None:
    """The number inside the noun phrase headed by `k`."""
    first = g.parse.sentence(k).first
    j = k - 1
    steps = 0
    while j >= first and steps < 6:
        t = g.tokens[j]
        if t.lower in _NOBODY and t.lower != "none":
            return Count(0, 0, 0, j, k + 1)
        if number_at(g, j) is not None or t.lower in VAGUE:
            if t.lower in ("one", "single") and j > first and g.tokens[j - 1].lower in ("no", "not"):
                return Count(0, 0, 0, j - 1, k + 1)
            if t.lower == "many" and j > first and g.tokens[j - 1].lower == "how":
                return None
            count = vague(g, j) if t.lower in VAGUE else ending_at(g, j, first)
            return Count(count.low, count.best, count.high, count.first, k + 1) if count is not None else None
        if t.lower == "of" and j - 1 >= first and g.tokens[j - 1].lower in VAGUE:
            count = vague(g, j - 1)
            return Count(count.low, count.best, count.high, count.first, k + 1)
        if t.pos not in ("ADJ", "NOUN", "PROPN", "ADV", "DET", "PART", "NUM", "VERB") and t.lower not in ("-", "of"):
            return None
        if t.pos == "VERB" and (t.tag not in ("VBN", "VBG") or (t.tag == "VBG" and t.dep == "pcomp")):
            return None  # "convicted three policemen of killing a trader"
        j -= 1
        steps += 1
    return None


def _best(g: Grammar, found: Sequence[tuple[Count, int]]) -> tuple[Toll | None, int | None]:
    """One toll of what a sentence tells: parts are summed where they are different people, the larger wins else."""
    if not found:
        return None, None
    counts: list[tuple[Count, int]] = []
    for count, at in found:
        if not any(c.first < count.last and count.first < c.last for c, _ in counts):
            counts.append((count, at))
    most = max(counts, key=lambda c: c[0].best)
    count = most[0]
    parts = [c for c, _ in counts if c.best > 0]
    if len(parts) > 1 and all(_adds(g, c) for c in parts[1:]):
        count = sum_of(parts)
    span = g.parse.span(count.first, count.last)
    return Toll(span.start, span.end, count.low, count.best, count.high), most[1]


def _adds(g: Grammar, count: Count) -> bool:
    words = {g.tokens[k].lower for k in range(max(0, count.first - 1), min(len(g.tokens), count.last + 1))}
    return bool(words & {"another", "other", "others", "more", "additional", "further"})
