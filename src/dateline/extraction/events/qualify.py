"""What an act comes to once denial, plan, demand and doubt around it are read: PLOVER's single type and a modality.

Announced talks are AGREE of CONSULT, a refusal to lift a ban is REJECT of RETREAT, a strike that someone says will
come is THREATEN of ASSAULT; what is only possible keeps its type and says so.
"""

import re

from msgspec import Struct

from dateline.extraction.events.acts import Act
from dateline.extraction.events.plover import COOPERATIVE, FORCEFUL, YIELDING, Modality, ask_mode, threat_mode
from dateline.extraction.events.roles import Grammar
from dateline.extraction.events.sides import PERSONAL, SAYING
from dateline.extraction.text.tokens import Token

_WILLING = frozenset("ready willing prepared eager keen happy committed determined open".split())
_UNWILLING = frozenset("unwilling reluctant unable loath hesitant".split())
_COMING = frozenset("due set expected scheduled slated poised bound".split())
_LIKELY = frozenset("likely able unlikely free possible welcome".split())
_EXPECTING = frozenset("expect schedule slate plan set tip project forecast predict".split())
_DOUBTING = frozenset(
    "fear hope worry doubt imagine wonder suspect speculate think believe expect wish want consider".split()
)
_LETTING = frozenset({"allow", "enable", "let", "permit", "empower"})
_WEIGHING = frozenset(
    "justify propose advocate contemplate risk avoid prevent ban oppose fear rule discourage envision envisage imagine "
    "prohibit outlaw deter glorify promote".split()
)
_DENYING = frozenset("deny dismiss refute disprove".split())
_CLEARING = frozenset("acquit exonerate clear absolve".split())
_ANNOUNCING = frozenset(
    {"announcement", "statement", "pledge", "promise", "threat", "warning", "decision", "declaration"}
)
_ASKING = frozenset("decide ask wonder question know see determine discuss debate consider say wait".split())
_PERHAPS = frozenset("potentially possibly perhaps maybe probably allegedly supposedly presumably".split())
_UNREAL = frozenset(
    "resistance opposition reluctance aversion objection alternative prone immune vulnerable interest appetite need desire "
    "bent bend intent opponent supporter critic advocate foe proponent fear risk danger condition proviso hope chance possibility prospect likelihood idea notion option".split()
)
_HOPES = frozenset(
    "hope fear expectation belief possibility chance prospect likelihood doubt speculation notion idea suggestion concern worry "
    "assumption feeling scenario risk".split()
)
_CHARGES = frozenset({"charge", "count", "suspicion", "allegation", "accusation"})
_CHANCY = frozenset(
    "afraid scared fearful worried concerned hopeful unlikely doubtful likely possible impossible probable conceivable".split()
)
_CALLS = frozenset({"call", "demand", "appeal", "request", "plea", "insistence"})
_DEVOTED = frozenset({"committed", "dedicated", "devoted"})
_HOLDING_BACK = frozenset("refrain abstain desist shy short prevent stop keep prohibit discourage dissuade".split())
_FAVOURING = frozenset(
    "float favor favour support oppose back advocate consider propose suggest recommend discuss mention mean involve require risk "
    "justify imagine resist reject mull contemplate debate fear dislike".split()
)
_WISHING = frozenset("recommend demand ask urge insist request propose suggest require advise".split())
_SIGNS = frozenset({"sign", "hint", "indication", "evidence"})
_ASSEMBLING = frozenset(
    "gather assemble rally march parade flock throng".split()
)  # "gathered to protest": they protested
_PLANNING = frozenset({"plan", "strategy"})
_YEARNING = frozenset("clamor clamour hope wish long brace yearn agitate argue beg".split())
_ALLEGATIONS = frozenset("accusation allegation claim rumor rumour suggestion suspicion insinuation".split())
_ACCOUNTS = frozenset("report story account charge statement version assertion testimony".split())
_REFUTING = frozenset("reject deny dismiss refute rebut repudiate contest dispute".split())
_NOT_ALL_THE_SAME = frozenset("hesitate refrain fail forget shy".split())  # "did not hesitate to strike": it struck
_ONES = frozenset("first second third last latest only".split())
_IFS = frozenset({"if", "unless", "whether", "lest", "until", "till", "should"})
_YEARS_ON = re.compile(
    r"\b(?:(?:[2-9]|[1-9]\d+|two|three|four|five|six|seven|eight|nine|ten|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?)"
    r" years|(?:two|three|four|five|six|seven|eight) decades|a century)(?: to the day)? (?:since|after|on from)\b",
    re.IGNORECASE,
)
_THEN = frozenset({"battle", "attack", "bombing", "massacre", "war", "fighting", "siege", "killing", "raid", "landing"})
_REMEMBER = frozenset(
    "anniversary commemorate commemoration memorial remembrance centenary history historic historical ancient medieval "
    "century veteran decades-old bygone monument museum museums reenactment".split()
)


class Qualified(Struct, frozen=True):
    """The single type of an act, what it speaks of, how it stands to what happened, and the words that said so."""

    type: str
    mode: str | None
    of: str | None
    modality: str
    negated: bool
    words: tuple[str, ...] = ()
    sayer: tuple[int, ...] = ()  # heads of who demands it, where `must` made it a request
    asked: tuple[int, ...] = ()


class _Clues:
    __slots__ = ("announced", "demanded", "denied", "future", "hypothetical", "likely", "negated", "possible", "purpose", "unwilling",
                 "willing", "words")  # fmt: skip

    def __init__(self) -> None:
        self.negated = self.future = self.possible = self.hypothetical = self.demanded = False
        self.announced = False
        self.denied = self.willing = self.unwilling = self.likely = self.purpose = False
        self.words: list[str] = []


def qualify(act: Act, grammar: Grammar) -> Qualified | None:
    """Read what stands around an act.

    Args:
        act: one act as the words tell it.
        grammar: the predicates of its article.
    Returns:
        its single type and modality; None where the words make it no act at all.
    """
    clues = _clues(act, grammar)
    verb = grammar.is_verb(grammar.tokens[act.head])
    for k in (*act.sources, *(act.targets if verb else ()), *(grammar.objects(act.head) if verb else ())):
        if grammar.tokens[k].lower in ("none", "nobody", "neither") or any(
            grammar.tokens[j].lower == "no" and grammar.tokens[j].dep in ("det", "neg")
            for j in grammar.tokens[k].children
        ):
            clues.negated = True
            clues.words.append("no")
            break
    kind, mode, of = act.type, act.mode, act.of
    negated = clues.negated or "AVOID" in act.carried or "FAIL" in act.carried
    if "DENY" in act.carried or clues.denied:
        return _result(kind, mode, of, Modality.DENIED, True, clues)
    if "PLAN" in act.carried or _is_called(act, grammar):
        clues.future = True
    if _is_past_habit(act, grammar):
        return _result(kind, mode, of, Modality.HISTORICAL, negated, clues)
    if "TRY" in act.carried and kind != "ASSAULT":
        clues.possible = True
    if clues.hypothetical:
        return _result(kind, mode, of, Modality.HYPOTHETICAL, negated, clues)
    if (clues.willing or clues.unwilling) and (kind in COOPERATIVE or kind in YIELDING):
        if (clues.willing and not negated) or (clues.unwilling and negated):
            return _result("AGREE", None, of or kind, Modality.ASSERTED, False, clues)
        return _result("REJECT", ask_mode(kind), of or kind, Modality.ASSERTED, False, clues)
    if clues.demanded:
        sayer = [k for k in grammar.clause_subject_of_saying(act.carrier) if grammar.is_party(k)]
        asked = [k for k in act.sources if grammar.is_party(k)]
        apart = sayer and asked and not set(sayer) & set(asked) and kind != "REQUEST" and not negated
        if apart and all(grammar.tokens[k].lower not in PERSONAL for k in asked):
            return Qualified(
                "REQUEST", ask_mode(kind), of or kind, Modality.ASSERTED, False, tuple(clues.words),
                tuple(sayer), tuple(asked),
            )  # fmt: skip
        return _result(kind, mode, of, Modality.DEMANDED, negated, clues)
    if clues.future:
        return _ahead(act, grammar, kind, mode, of, negated, clues)
    if clues.possible or clues.likely:
        return _result(kind, mode, of, Modality.POSSIBLE, negated, clues)
    if clues.purpose:
        return _result(kind, mode, of, Modality.PLANNED, negated, clues)
    modality = Modality.ASSERTED
    if _is_anybody(act, grammar) or _is_anyones_lot(act, grammar):
        return _result(kind, mode, of, Modality.HYPOTHETICAL, negated, clues)
    line = grammar.parse.sentence(act.head)
    if act.kind == "verb" and _is_asked(line.first, line.last, act, grammar):
        return _result(kind, mode, of, Modality.HYPOTHETICAL, negated, clues)
    if kind in FORCEFUL and (
        any(_remembers(grammar.tokens[k]) for k in range(line.first, line.last)) or _is_years_ago(act, grammar)
    ):
        modality = Modality.HISTORICAL
        clues.words.append("a remembered act")
    if kind == "AGREE" and negated:
        return _result("REJECT", ask_mode(of), of, Modality.ASSERTED, False, clues)
    return _result(kind, mode, of, modality, negated, clues)


def _remembers(t: Token) -> bool:
    return t.lemma in _REMEMBER and t.lower != "veteran"  # "the opposition veteran boycotted his trial"


def _is_years_ago(act: Act, g: Grammar) -> bool:
    """ "24 years since hijackers flew two airliners into the towers", and "the attacks" of the sentence behind it."""
    number = g.tokens[act.head].sent
    here = g.parse.lines[number]
    if act.kind == "verb" and any(g.tokens[k].lower in ("since", "after") for k in g.tokens[act.carrier].children):
        return _YEARS_ON.search(g.parse.words(here.first, here.last)) is not None
    before = g.parse.lines[number - 1] if number else None
    if before is None or _YEARS_ON.search(g.parse.words(before.first, before.last)) is None:
        return False
    named = (
        [act.head] if act.kind == "noun" else [k for k in range(here.first, here.last) if g.tokens[k].lemma in _THEN]
    )
    return any(g.tokens[j].lower in ("the", "those") for k in named for j in g.tokens[k].children)


def _is_past_habit(act: Act, g: Grammar) -> bool:
    """ "Used to support him": no longer."""
    t = g.tokens[act.carrier]
    return t.lemma == "use" and t.tag == "VBD" and not g.is_passive(t.i) and not g.objects(t.i) and "DO" in act.carried


def _is_anybody(act: Act, g: Grammar) -> bool:
    """ "When someone attacks a bank", "people who ask for one": told of nobody, in the present tense."""
    t = g.tokens[act.carrier]
    if act.kind != "verb" or t.tag not in ("VBZ", "VBP", "VB") or any(g.tokens[k].dep == "aux" for k in t.children):
        return False
    for k in act.sources:
        low = g.tokens[k].lower
        if low in _ANYBODY or (low in _PEOPLE and t.dep == "relcl" and t.head == k):
            return True
    return False


def _is_anyones_lot(act: Act, g: Grammar) -> bool:
    """ "People who are bullied": told of nobody."""
    t = g.tokens[act.carrier]
    present = any(g.tokens[k].dep == "auxpass" and g.tokens[k].tag in ("VBP", "VBZ") for k in t.children)
    whenever = t.dep == "advcl" and any(g.tokens[k].lower in ("when", "whenever") for k in t.children)
    if present and whenever and any(g.tokens[k].lower in _ANYBODY | _PEOPLE for k in g.objects(t.i)):
        return True  # "when one is killed, all of us lose"
    return t.dep == "relcl" and present and g.tokens[t.head].lower in _PEOPLE and g.is_passive(t.i)


_ANYBODY = frozenset("someone anyone anybody somebody whoever everyone everybody".split())
_PEOPLE = frozenset("people those person one any".split())


def _is_asked(first: int, last: int, act: Act, g: Grammar) -> bool:
    """ "Has the candidate helped them?": a question that turns its verb round."""
    while first < last and g.tokens[first].pos == "PUNCT":
        first += 1
    ends = any(g.tokens[k].text == "?" for k in range(max(first, last - 2), last))
    opening = g.tokens[first]
    if not ends or opening.pos != "AUX":
        return False
    i = act.carrier
    while i not in (opening.head, opening.i) and g.tokens[i].dep in _UNDER_QUESTION:
        i = g.tokens[i].head
    return i in (opening.head, opening.i)


_UNDER_QUESTION = frozenset("ccomp xcomp pcomp prep dobj pobj conj advcl".split())


def _ahead(
    act: Act, g: Grammar, kind: str, mode: str | None, of: str | None, negated: bool, clues: _Clues
) -> Qualified:
    if negated:
        if kind in COOPERATIVE or kind in YIELDING:
            return _result("REJECT", ask_mode(of or kind), of or kind, Modality.ASSERTED, False, clues)
        return _result(kind, mode, of, Modality.PLANNED, True, clues)
    if kind == "AGREE":
        return _result("AGREE", None, of, Modality.PLANNED, False, clues)
    if kind in COOPERATIVE:
        return _result("AGREE", None, of or kind, Modality.PLANNED, False, clues)
    if kind in YIELDING:
        return _result("CONCEDE", None, of or kind, Modality.PLANNED, False, clues)
    if (
        kind in FORCEFUL
        and act.sources
        and "PLAN" not in act.carried
        and not _is_called(act, g)
        and not _is_sent_to(act, g)
    ):
        return _result("THREATEN", threat_mode(kind, mode), of or kind, Modality.ASSERTED, False, clues)
    return _result(kind, mode, of, Modality.PLANNED, False, clues)


def _result(kind: str, mode: str | None, of: str | None, modality: Modality, negated: bool, clues: _Clues) -> Qualified:
    return Qualified(kind, mode, of, str(modality), negated, tuple(clues.words))


def _is_called(act: Act, g: Grammar) -> bool:
    """ "Announced a protest on Friday": it is to come, and threatens nobody."""
    return act.type == "PROTEST" and act.kind == "noun" and g.tokens[act.carrier].lemma == "announce"


def _is_sent_to(act: Act, g: Grammar) -> bool:
    """ "Will send 700 soldiers to Kosovo": whoever they are sent to is not threatened, as one is by troops along its border."""
    return act.type == "MOBILIZE" and any(
        k in act.targets for p in ("to", "into") for k in g.preps(act.head).get(p, ())
    )


def _clues(act: Act, g: Grammar) -> _Clues:
    found = _Clues()
    verb = act.carrier
    found.announced = any(g.tokens[k].lemma in _ANNOUNCING for k in list(g.parse.ancestors(act.head))[:3])
    if act.kind == "noun" and act.carrier != act.head and not g.is_verb(g.tokens[verb]):
        _noun_clues(act, g, found)
        if any(g.tokens[k].lower in ("no", "any") or g.tokens[k].dep == "neg" for k in g.tokens[verb].children):
            found.negated = any(g.tokens[k].lower == "no" for k in g.tokens[verb].children)
        above = _governor(verb, g)
        if above >= 0 and any(g.tokens[k].dep == "neg" for k in g.tokens[above].children):
            found.negated = True
        return found
    if act.kind == "noun" and act.carrier == act.head:
        _noun_clues(act, g, found)
        verb = _governor(act.head, g)
        if verb < 0:
            return found
        _expected(g.tokens[verb], g, found)
        _above(verb, g, found)
        _verb_clues(g.tokens[verb], g, found, own=False)
        if g.tokens[verb].lemma in _WEIGHING and g.tokens[act.head].dep == "dobj":
            found.hypothetical = True
            found.words.append(g.tokens[verb].lower)
        return found
    if act.kind == "noun":
        _noun_clues(act, g, found)
    _verb_clues(g.tokens[verb], g, found, own=True)
    if act.kind == "verb" and act.head != verb:
        for k in g.tokens[act.head].children:
            if g.tokens[k].dep == "neg":
                found.negated = True
    _above(verb, g, found)
    return found


def _expected(t: Token, g: Grammar, found: _Clues) -> None:
    """ "Talks are due to open", "a meeting is likely": what the noun's own verb says of its coming."""
    if t.lemma != "be" or any(g.tokens[k].dep == "neg" for k in t.children):
        return
    for k in t.children:
        if g.tokens[k].dep == "acomp" and g.tokens[k].lower in _COMING:
            found.future = True
        elif g.tokens[k].dep == "acomp" and g.tokens[k].lower in _LIKELY:
            found.possible = True
        else:
            continue
        found.words.append(g.tokens[k].lower)


def _noun_clues(act: Act, g: Grammar, found: _Clues) -> None:
    for k in g.tokens[act.head].children:
        t = g.tokens[k]
        if t.lower in ("no", "neither") or (t.dep == "neg"):
            found.negated = True
            found.words.append(t.lower)
        elif t.dep == "amod" and t.lower in (
            "planned",
            "upcoming",
            "forthcoming",
            "future",
            "scheduled",
            "proposed",
            "imminent",
        ):
            found.future = True
            found.words.append(t.lower)
        elif t.dep == "amod" and t.lower in (
            "possible",
            "potential",
            "likely",
            "feared",
            "hypothetical",
            "eventual",
            "attempted",
            "foiled",
            "thwarted",
        ):
            found.possible = True
            found.words.append(t.lower)
    head = g.tokens[g.tokens[act.head].head]
    if head.dep == "prep" and head.lower == "without":
        found.negated = True
    if head.dep == "prep" and head.lower == "of" and g.tokens[head.head].lemma in ("lack", "absence"):
        found.negated = True
        found.words.append(f"{g.tokens[head.head].lower} of")
    above = g.tokens[head.head]
    if (
        act.type != "ASSAULT"
        and head.dep == "prep"
        and (head.lower == "pending" or (head.lower == "of" and above.lower in ("ahead", "anticipation", "advance")))
    ):  # "ahead of the pullout"
        found.future = True
        found.words.append(f"{above.lower} of")
    if head.dep == "prep" and head.lower == "of" and above.lemma in _CHARGES:
        found.possible = True  # "arrested on suspicion of murder"
        found.words.append(f"{above.lower} of")
    if head.dep == "prep" and (above.lemma in _UNREAL or (head.lower == "for" and above.lemma in _YEARNING)):
        found.hypothetical = True
        found.words.append(g.tokens[head.head].lower)


def _verb_clues(t: Token, g: Grammar, found: _Clues, own: bool) -> None:
    helpers = [
        g.tokens[k] for k in t.children
        if g.tokens[k].dep in ("aux", "neg", "auxpass", "advmod", "mark") or g.tokens[k].lower == "neither"
    ]  # fmt: skip
    invariable = (
        t.tag == "VBD"
        and t.lower == t.lemma
        and any(  # "can be planted and hurt us"
            g.tokens[k].tag == "MD" for k in g.tokens[t.head].children
        )
    )
    bare = t.dep == "conj" and g.is_verb(g.tokens[t.head]) and not any(h.dep == "aux" for h in helpers)
    alone = not any(g.tokens[k].dep in ("nsubj", "nsubjpass") for k in t.children)
    shared = t.tag == "VBP" and g.infinitive(g.tokens[t.head])  # "to support or oppose"
    if bare and alone and (t.tag in ("VB", "VBN", "VBG") or shared or invariable):
        _verb_clues(g.tokens[t.head], g, found, own)
        return
    to = False
    for h in helpers:
        low = h.lower
        if h.dep == "neg" or low == "neither" or (h.dep == "advmod" and low == "never"):
            if own:
                found.negated = True
                found.words.append(low)
        elif h.tag == "MD" or low in ("'ll", "wo", "ca"):
            found.words.append(low)
            if low in ("will", "'ll", "wo", "’ll") or (low == "shall" and _in_first_person(t, g)):
                found.future = True
            elif low == "should" and _opens_a_condition(h, t, g):
                found.hypothetical = True  # "should Beijing impose a blockade"
            elif low in ("must", "should", "ought", "shall"):
                found.demanded = True
            elif low == "would":
                if _reported(t, g) or found.announced:
                    found.future = True
                else:
                    found.possible = True
            else:
                found.possible = True
        elif low in _PERHAPS and h.dep == "advmod":
            found.possible = True
            found.words.append(low)
        elif low == "to" and h.dep == "aux":
            to = True
        elif h.dep in ("mark", "advmod") and low in ("once", "whenever") and t.tag in ("VBZ", "VBP"):
            found.hypothetical = True  # "once the firm issues a warning"
            found.words.append(low)
        elif h.dep == "mark" and low in _IFS:
            found.hypothetical = True
            found.words.append(low)
    if own and t.dep == "pcomp" and g.tokens[t.head].lower == "without":
        found.negated = True
        found.words.append("without")
    if t.dep == "advcl" and any(
        g.tokens[k].lower in _IFS and g.tokens[k].dep in ("mark", "advmod") for k in t.children
    ):
        found.hypothetical = True
    if to and own and not (t.dep in ("advcl", "xcomp") and g.tokens[t.head].lemma in _ASSEMBLING):
        _infinitive(t, g, found)


def _opens_a_condition(should: Token, t: Token, g: Grammar) -> bool:
    """`should` before its subject, in what is no question."""
    line = g.parse.sentence(t.i)
    asks = any(g.tokens[k].text == "?" for k in range(line.first, line.last))
    return not asks and any(g.tokens[k].dep in ("nsubj", "nsubjpass") and k > should.i for k in t.children)


def _in_first_person(t: Token, g: Grammar) -> bool:
    """ "We shall strike" is ahead; "no state shall expel a refugee" is law."""
    return any(g.tokens[k].lower in ("i", "we") for k in g.surface(t.i))


def _infinitive(t: Token, g: Grammar, found: _Clues) -> None:
    """`to attack`: ahead, wished, or the headline's future."""
    head = g.tokens[t.head]
    if t.dep in ("relcl", "acl", "xcomp") and any(g.tokens[k].lower in _ONES for k in (head.i, *head.children)):
        return  # "the first contingent to leave": it left
    if t.head == t.i:
        found.future = True
        found.words.append("to")
        return
    if t.dep in ("xcomp", "ccomp", "advcl"):
        adjectives = [head] if head.pos == "ADJ" else [g.tokens[k] for k in head.children if g.tokens[k].dep == "acomp"]
        for a in adjectives:
            if a.lower in _WILLING:
                found.willing = True
            elif a.lower in _UNWILLING:
                found.unwilling = True
            elif a.lower in _COMING:
                found.future = True
            elif a.lower in _LIKELY:
                found.likely = True
            else:
                continue
            if any(g.tokens[k].dep == "neg" for k in [*a.children, *g.tokens[a.head].children]):
                found.negated = True
            found.words.append(a.lower)
            if any(
                g.tokens[k].lower in ("must", "should", "ought") for k in (*head.children, *g.tokens[a.head].children)
            ):
                found.willing = found.unwilling = False
                found.demanded = True
            return
        copula = g.tokens[head.head] if head.pos == "ADJ" else head
        if adjectives and any(g.tokens[k].dep == "nsubj" and g.tokens[k].lower == "it" for k in copula.children):
            found.hypothetical = True  # "it is unjust to execute him"
            found.words.append(adjectives[0].lower)
            return
        if head.lemma in _EXPECTING:
            found.future = True
            found.words.append(head.lower)
            return
        if head.lemma in ("go",) and head.tag == "VBG":
            found.future = True
            found.words.append("going to")
            return
        if head.lemma in ("have", "need"):
            found.demanded = head.lemma == "need" or head.tag in ("VB", "VBP", "VBZ")
            if found.demanded:
                found.words.append(head.lower)
                return
        if head.lemma == "be":
            found.future = True
            return
        if head.lemma in _LETTING and t.dep == "ccomp":
            found.possible = True
            found.words.append(head.lower)
            return
        if head.lemma in ("say", "report", "allege", "believe", "think", "know", "claim", "seem", "appear", "come"):
            return  # "is said to have attacked"
    if t.dep == "ccomp" and any(g.tokens[k].dep == "nsubj" for k in t.children):
        found.future = True
        return
    if any(g.tokens[k].lower == "have" and g.tokens[k].dep == "aux" for k in t.children):
        return
    found.purpose = True


def _above(verb: int, g: Grammar, found: _Clues) -> None:
    """What verbs higher up make of it: denied, doubted, conditional."""
    i = verb
    for _ in range(5):
        t = g.tokens[i]
        if t.head == i or g.speaks_beside(t):
            break
        head = g.tokens[t.head]
        if t.dep in ("ccomp", "xcomp", "pcomp", "acl", "relcl", "conj", "advcl", "dobj", "prep", "pobj"):
            if t.dep == "advcl" and i != verb:
                for k in t.children:
                    if g.tokens[k].dep == "mark" and g.tokens[k].lower in _IFS:
                        found.hypothetical = True
                        found.words.append(g.tokens[k].lower)
            if t.dep in ("ccomp", "advcl", "pcomp") and (
                head.lemma in _ASKING
                and any(g.tokens[k].lower in ("when", "whether", "how", "why", "if", "what") for k in t.children)
            ):
                found.hypothetical = True
            if t.dep == "ccomp" and g.is_verb(head) and head.lemma in SAYING and g.infinitive(head):
                found.possible = True
            if t.dep == "pcomp" and head.lower in ("from", "of") and g.tokens[head.head].lemma in _HOLDING_BACK:
                found.negated = True
                found.words.append(f"{g.tokens[head.head].lower} {head.lower}")
            if t.dep == "pcomp" and head.lower == "of" and _is_cleared(g.tokens[head.head], g):
                found.denied = True
                found.words.append("acquitted")
            if t.dep == "pcomp" and head.lower == "without" and _is_ahead(g.tokens[head.head], g):
                found.negated, found.possible = False, True  # "would not act without consulting them"
            if t.tag == "VBG" and t.dep == "ccomp" and head.lemma == "see" and _is_wished(head, g):
                found.demanded = True
                found.words.append("wants to see")
            modals = [g.tokens[k].lower for k in head.children if g.tokens[k].tag == "MD"]
            if t.dep == "ccomp" and head.lemma == "see" and modals and g.is_passive(t.i):
                found.possible = True  # "would see its fleet attacked"
                found.words.append(f"{modals[0]} see")
            if t.dep == "pcomp" and head.lower == "of" and g.tokens[head.head].lemma in _SIGNS:
                sign = g.tokens[head.head]  # "showed no sign of backing down"
                found.possible = True
                found.negated = found.negated or any(
                    g.tokens[k].lower in ("no", "little", "few") for k in sign.children
                )
                found.words.append(f"{sign.lower} of")
            if t.dep in ("acl", "ccomp") and head.tag[:2] == "NN" and g.is_verb(t) and not g.infinitive(t):
                over = g.tokens[head.head]
                if head.dep == "dobj" and over.lemma in _REFUTING and head.lemma in _ALLEGATIONS | _ACCOUNTS:
                    found.denied = True  # "rejected accusations that its troops had shelled the town"
                    found.words.append(f"{over.lower} {head.lower}")
                elif head.lemma in _ALLEGATIONS:
                    found.possible = True
                    found.words.append(head.lower)
            if t.dep in ("acl", "ccomp") and head.lemma in _HOPES and not g.infinitive(t) and g.is_verb(t):
                found.hypothetical = True  # "no hope that Iraq would withdraw"
                found.words.append(head.lower)
            if t.dep == "pcomp" and head.lower == "to" and g.tokens[head.head].lower in _DEVOTED:
                found.willing = found.future = True  # "committed to carrying out attacks"
                found.words.append(g.tokens[head.head].lower)
            if t.dep == "pcomp" and head.lower == "of" and g.tokens[head.head].lemma == "accuse":
                found.possible = True  # "accused them of killing two in a strike": the strike is as they say
            if t.dep == "pcomp" and head.lower == "of" and g.tokens[head.head].lemma in _CHARGES:
                found.possible = True
                found.words.append(f"{g.tokens[head.head].lower} of")
            if t.dep == "ccomp" and _is_feared(head, g):
                found.possible = True  # "was afraid they would attack", "it is unlikely that they will meet"
                found.words.append(head.lower)
            if t.dep in ("acl", "ccomp") and head.lemma in _CALLS and head.tag[:2] == "NN" and not g.infinitive(t):
                found.demanded = True  # "the call that all sides respect it"
                found.words.append(head.lower)
            if t.dep == "pcomp" and "instead" in (head.lower, g.tokens[head.head].lower, g.tokens[t.head - 1].lower):
                found.negated = True  # "instead of bombing them"
                found.words.append("instead of")
            if t.dep == "pcomp" and head.lower == "about":
                found.hypothetical = True
                found.words.append("about")
            if t.dep == "pcomp" and head.lower == "by" and i == verb and _is_ahead(g.tokens[head.head], g):
                found.future = True  # "will put us first by ending trade deals"
                found.words.append("by")
            if t.dep == "pcomp" and head.lower in ("toward", "towards"):
                found.possible = True
                found.words.append(head.lower)
            if t.dep == "pcomp" and g.tokens[head.head].lemma in (_UNREAL | _PLANNING):
                found.hypothetical = True
                found.words.append(g.tokens[head.head].lower)
            if t.tag == "VBG" and t.dep in ("xcomp", "pcomp", "ccomp") and head.lemma in _FAVOURING:
                found.hypothetical = True
                found.words.append(head.lower)
            if t.dep == "ccomp" and (head.lemma in _WISHING or not g.is_verb(head)) and _is_subjunctive(t, g):
                found.demanded = True
                found.negated = found.negated or any(g.tokens[k].dep == "neg" for k in head.children)
                found.words.append(head.lower)
            unlike = head.lemma not in _NOT_ALL_THE_SAME and any(g.tokens[k].dep == "neg" for k in head.children)
            if t.dep == "xcomp" and g.is_verb(head) and unlike:
                found.negated = True
                found.words.append("not")
            if t.dep in ("ccomp", "xcomp", "pcomp") and g.is_verb(head):
                if head.lemma in _DENYING and i > t.head:  # "a bomb killed four; they denied it" denies no dead
                    found.denied = True
                    found.words.append(head.lower)
                elif head.lemma in _DOUBTING and t.dep == "ccomp":
                    found.possible = True
                    found.words.append(head.lower)
                elif (
                    any(
                        g.tokens[k].tag == "MD" and g.tokens[k].lower in ("could", "might", "may", "would")
                        for k in head.children
                    )
                    and t.dep == "xcomp"
                ):
                    found.possible = True
            i = t.head
        else:
            break


def _is_feared(t: Token, g: Grammar) -> bool:
    """Whether a clause hangs on an adjective of fear or chance, or on the verb before it."""
    words = [t, *(g.tokens[k] for k in t.children if g.tokens[k].dep == "acomp")]
    return any(w.pos == "ADJ" and w.lower in _CHANCY for w in words)


def _is_cleared(t: Token, g: Grammar) -> bool:
    """ "Acquitted of killing", "acquitted three officers of killing"."""
    verb = t if g.is_verb(t) else g.tokens[t.head]
    return verb.lemma in _CLEARING and g.is_verb(verb)


def _is_ahead(t: Token, g: Grammar) -> bool:
    """Whether a verb is put off or wished by a helper: "would not act"."""
    return any(g.tokens[k].tag == "MD" for k in t.children)


def _is_wished(t: Token, g: Grammar) -> bool:
    """ "Wants to see", "would like to see", "hopes to see": seen by nobody yet."""
    above = g.tokens[t.head]
    return t.dep == "xcomp" and g.infinitive(t) and above.lemma in ("want", "like", "love", "hope", "wish", "prefer")


def _is_subjunctive(t: Token, g: Grammar) -> bool:
    """ "That she be prosecuted", "that he resign"."""
    helpers = [g.tokens[k] for k in t.children if g.tokens[k].dep in ("aux", "auxpass")]
    if not helpers:
        return t.tag == "VB"
    return helpers[0].lower == "be"


def _reported(t: Token, g: Grammar) -> bool:
    """`would` in what somebody said: the reported form of `will`."""
    for up in g.parse.ancestors(t.i):
        head = g.tokens[up]
        if head.lemma in SAYING:
            return head.tag in ("VBD", "VBN", "VBG", "VBZ", "VBP", "VB")
        if head.tag[:2] == "NN" and head.lemma in (
            "announcement",
            "statement",
            "pledge",
            "promise",
            "report",
            "threat",
            "warning",
            "decision",
        ):
            return True
    return False


def _governor(i: int, g: Grammar) -> int:
    """The verb that a noun hangs under, -1 where there is none."""
    for up in g.parse.ancestors(i):
        if g.is_verb(g.tokens[up]) or g.tokens[up].pos == "AUX":
            return up
        if g.tokens[up].tag[:2] == "NN" and g.tokens[up].dep in ("nsubj", "nsubjpass"):
            continue
    return -1
