"""Who stands on which side of a predicate: subjects, objects and preposition phrases through the turns of English.

Active, passive, relative, coordinated and controlled verbs, participles, light verbs, possessives and headlines all
come out as the same thing: lists of head tokens. Which side is which is decided by the rule, not here.
"""

from collections.abc import Mapping
from types import MappingProxyType

from dateline.extraction.events.acts import OUTCOMES
from dateline.extraction.events.lexicon import Lexicon
from dateline.extraction.text.mentions import Mentions
from dateline.extraction.text.tokens import Parse, Token
from dateline.values import Party

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
_NAMED = frozenset({"PER", "ORG", "GPE", "NORP", "PERSON", "MISC"})
_COUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"})
NO_PARTY = frozenset(
    {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LAW", "LANGUAGE", "WORK_OF_ART"}
)
_AMOUNTS = frozenset({"MONEY", "PERCENT", "QUANTITY"})
_OF_PEOPLE = frozenset({"people", "counted", "crowd", "prisoner"})
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december weekend".split()
)
DEITIES = frozenset({"god", "lord", "allah", "jesus"})
_OFFENCES = frozenset("dui dwi owi shoplifting theft robbery burglary arson murder rape".split())
_SUFFIXES = (
    "ist",
    "ian",
    "eer",
    "shooter",
    "keeper",
    "maker",
    "worker",
    "writer",
    "holder",
    "dealer",
    "seller",
    "driver",
)
_DOING = frozenset({"armed", "force", "government"})
_FESTIVE = frozenset("dinner birthday cocktail house holiday garden tea watch after-party fundraising".split())
_BY_THE_WAY = frozenset(
    "contrast comparison law hand mistake accident default chance name vote majority margin".split()
)
_KIN = frozenset(
    "family mother father parent wife husband son daughter brother sister friend lawyer death killing shooting".split()
)
_AUTHORING = frozenset(
    "make file submit propose issue launch commit lodge bring put send voice level present offer take".split()
)
_BLAMING = frozenset(
    "accuse suspect convict charge blame arrest acquit condemn criticize criticise praise stop prevent bar ban chastise "
    "fault denounce slam rebuke berate thank commend applaud scold attack sue fine jail sentence fire dismiss mock forgive "
    "investigate prosecute reprimand honor honour congratulate chide lambast lambaste deride ridicule upbraid admonish "
    "reproach castigate pillory slam blast knock taunt applaud hail credit rap".split()
)
_NAMING = frozenset(
    {"call", "label", "brand", "dub", "deem", "find", "hold", "declare", "set", "keep", "consider", "let"}
)
_INDEFINITE = frozenset({"someone", "anyone", "everyone", "everybody", "somebody", "anybody"})
_GROUPING = frozenset(
    "upwards number couple handful pair group total majority series string rest part team crowd".split()
)
_PAPERS = frozenset(
    "report statement resolution letter bill law decree communique petition lawsuit speech message note article "
    "interview declaration memo order ruling motion document move action decision measure text press-release tweet "
    "post comment remark column editorial op-ed ad advertisement suit complaint".split()
)
_GIVING = frozenset("give grant award hand offer lend promise send allot".split())
_UNHURT = frozenset(
    "warrant search contract trade deal plan will programme program project policy proposal option amendment idea job bid "
    "pass goal shot point seat vote percent year month week day hour minute mile kilometre kilometer acre hectare "
    "cow cattle sheep goat pig horse deer whale dog cat bird chicken elephant lion bear wolf camel".split()
)
_SEEING = frozenset({"see", "watch", "have", "find"})
_SUFFERED = frozenset(
    "kill wound injure hurt arrest detain hold jail shoot stab kidnap abduct release free sentence convict charge deport "
    "expel rescue evacuate murder execute seize destroy damage attack bomb".split()
)
_OBJECT_CONTROL = frozenset(
    "force compel coerce urge order ask tell direct instruct allow permit let help invite persuade warn accuse call "
    "press pressure lobby beg implore enable cause see get make require oblige advise encourage push want".split()
)
SAYING = frozenset(
    "say tell announce state declare add claim report confirm note insist warn vow pledge promise reiterate stress "
    "argue suggest write tweet explain maintain assert believe think signal indicate repeat emphasize".split()
)
_SPEAKING = frozenset(
    "reject dismiss accuse blame urge call warn demand condemn denounce deny insist vow threaten praise thank pledge "
    "promise appeal criticize criticise".split()
)
_CREWED = frozenset("aircraft warplane jet plane drone helicopter gunship tank warship artillery battery".split())
_FIGHTS = frozenset("firefight gunfight gunbattle shootout shoot-out clash fight encounter battle skirmish".split())
PERSONAL = frozenset(
    "he she it they we i you him her them us me his its their our my your himself herself itself themselves".split()
)


class Sides:
    """The sides of the predicates of one article.

    Args:
        parse: the article's parse.
        mentions: its entities by token.
        lexicon: word classes decide what looks like a party.
        local: tokens of places smaller than a country, which stand for where and not for who.
        speakers: who `I` and `we` are, by the token of the pronoun inside a quotation.
        spoken: tokens of direct speech, where `he` and `she` are anybody but the speaker.
    """

    def __init__(
        self,
        parse: Parse,
        mentions: Mentions,
        lexicon: Lexicon,
        local: frozenset[int] = frozenset(),
        speakers: Mapping[int, Party] = MappingProxyType({}),
        spoken: frozenset[int] = frozenset(),
    ) -> None:
        self.local = local
        self.speakers = speakers
        self.spoken = spoken
        self.parse = parse
        self.tokens = parse.tokens
        self.mentions = mentions
        self.lexicon = lexicon
        self._people = lexicon.words("people")
        self._force = lexicon.words("force")
        self._government = lexicon.words("government")
        self._built = lexicon.words("built")
        self._area = lexicon.words("area")
        self._crop = lexicon.words("crop")
        self._raw: dict[int, str] = {}
        for name in parse.names:
            for i in range(name.first, name.last):
                self._raw[i] = name.label
        self._subjects: dict[int, list[int]] = {}

    def is_verb(self, t: Token) -> bool:
        """Whether the token is a verb form that may carry an act."""
        return t.tag[:2] == "VB"

    def is_pronoun(self, i: int) -> bool:
        """Whether token `i` is a personal pronoun."""
        return self.tokens[i].lower in PERSONAL

    def is_passive(self, i: int) -> bool:
        """Whether verb `i` is passive: its subject is what the act is done to."""
        t = self.tokens[i]
        for k in t.children:
            dep = self.tokens[k].dep
            if dep in ("nsubjpass", "auxpass", "csubjpass"):
                return True
            if dep == "dobj":
                return False
            if dep == "nsubj":
                return self._clipped(t)
        if t.tag not in ("VBN", "VBD"):
            return False
        if t.dep == "acl" and t.tag == "VBN":
            return True
        if t.dep == "conj" and self.is_verb(self.tokens[t.head]) and not self._own_aux(t):
            head = self.tokens[t.head]
            return head.tag == t.tag == "VBN" and self.is_passive(t.head)
        if t.dep == "advcl" and t.tag == "VBN" and not self._own_aux(t):
            return True
        if t.dep in ("xcomp", "oprd", "ccomp", "dep") and t.tag == "VBN" and not self._own_aux(t):
            return True
        return t.tag == "VBN" and any(self.tokens[k].dep == "agent" for k in t.children)

    def _clipped(self, t: Token) -> bool:
        """A passive that has lost its `were`: "two were killed and five others wounded", "Three held in raid"."""
        if t.dep == "ccomp" and t.tag in ("VBN", "VBD") and self.tokens[t.head].lemma in _SEEING:
            return all(self.tokens[k].dep not in ("mark", "dobj") for k in t.children)  # "saw its fleet attacked"
        if t.lemma not in _SUFFERED or t.tag not in ("VBN", "VBD"):
            return False
        if any(self.tokens[k].dep in ("dobj", "aux", "auxpass", "prt") for k in t.children):
            return False
        if t.dep == "conj" and self.tokens[t.head].tag in ("VBN", "VBD"):
            return self.is_passive(t.head)
        return self.parse.sentence(t.i).part == "headline"

    def _own_aux(self, t: Token) -> bool:
        return any(self.tokens[k].dep == "aux" and self.tokens[k].lemma in ("have", "be") for k in t.children)

    def is_crewed(self, i: int) -> bool:
        """ "Its aircraft struck", "shot down by Israeli jets": they act for whose they are."""
        t = self.tokens[i]
        if t.lemma not in _CREWED or not (t.dep == "nsubj" or self.tokens[t.head].dep == "agent"):
            return False
        return bool(self.possessors(i)) or any(self.label(j) in ("NORP", "GPE", "ORG") for j in self.modifiers(i))

    def is_party(self, i: int) -> bool:
        """Whether the phrase headed by token `i` may be a side: a named actor, people, a force or a government."""
        t = self.tokens[i]
        if t.lower in _CALENDAR or t.lower in DEITIES or t.lower in _OFFENCES or "=" in t.text:
            return False
        if t.lemma == "party" and any(self.tokens[k].lower in _FESTIVE for k in t.children):
            return False
        entity = self.mentions.headed(i)
        if entity is not None and (entity.actor is not None or entity.type in _NAMED):
            return True
        if self._raw.get(i) in ("PERSON", "ORG", "GPE", "NORP"):
            return True
        if self.is_verb(t):
            return False
        if self._raw.get(i) in _AMOUNTS:
            return False  # "slashed $3 million"
        word = t.lower.removesuffix("s") if t.tag[:3] == "NNP" else t.lemma
        if word in self._people or word in self._force or word in self._government:
            return True
        if t.lemma in _INDEFINITE:
            return False
        if self.is_crewed(i):
            return True
        if t.tag == "CD" and self.label(i) not in _COUNTS and t.dep in ("dobj", "nsubj", "nsubjpass", "pobj", "conj"):
            return not self.counts_things(t)
        if t.lemma in _GROUPING and any(self.is_party(k) for k in self.preps(i).get("of", ()) if k != i):
            return True
        if t.lower in PERSONAL:
            if t.lower in ("it", "its"):
                return (entity is not None and entity.actor is not None) or bool(self._sayers(i))
            return True
        if t.pos != "PROPN" or t.dep in ("compound", "npadvmod") or self._raw.get(i) in NO_PARTY:
            return False
        first = i == self.parse.sentence(i).first and not (t.text.isupper() and len(t.text) > 2)
        return t.lower not in _CALENDAR and (not first or i in self._raw)

    def counts_things(self, t: Token) -> bool:
        """Whether a number counts no people: "112 drones, of which 90 were shot down"."""
        verb = self.tokens[t.head]
        if verb.dep != "relcl" or all(self.tokens[k].lower != "which" for k in self.preps(t.head).get("of", ())):
            return False
        counted = self.tokens[verb.head].lemma
        return any(counted in self.lexicon.words(name) for name in ("weapon", "vehicle", "built"))

    def is_name(self, i: int) -> bool:
        """Whether token `i` heads a name, not a description or a common noun."""
        return self.tokens[i].pos == "PROPN"

    def is_raw_name(self, i: int) -> bool:
        """Whether the recogniser saw token `i` inside the name of a body."""
        return self._raw.get(i) in ("ORG", "LAW", "EVENT", "WORK_OF_ART", "FAC")

    def is_side(self, i: int) -> bool:
        """Whether the phrase headed by token `i` may be what an act is done to: a party, a place or a thing hit."""
        t = self.tokens[i]
        if self.is_party(i) or self.label(i) in ("GPE", "LOC", "FAC", "ORG"):
            return True
        return (
            t.lemma in self._built
            or t.lemma in self._area
            or t.lemma in self._crop
            or (t.tag == "CD" and self.label(i) not in _COUNTS)
        )

    def label(self, i: int) -> str:
        """PER, ORG, GPE, NORP, LOC, DATE .. of the name that covers token `i`, or nothing."""
        entity = self.mentions.headed(i)
        if self.tokens[i].lower in _OFFENCES:
            return ""  # "DUI charges" are brought by nobody of that name
        if entity is not None:
            return entity.type
        raw = self._raw.get(i, "")
        return {"PERSON": "PER"}.get(raw, raw)

    def in_class(self, i: int, name: str) -> bool:
        """Whether token `i` is of a word class, is a party (`@`), is anything (`#`) or is the word itself."""
        if name == "#":
            return True
        if name == "@":
            return self.is_party(i)
        t = self.tokens[i]
        if name in _OF_PEOPLE and self._raw.get(i) in _AMOUNTS:
            return False  # "slashed $3 million"
        if name == "counted":
            return t.tag in ("NNS", "CD") and self._counts_people(i)
        if name == "somebody":
            return t.tag == "NN" and t.lower.endswith(_SUFFIXES)
        if t.lower in ("it", "they") and name in _DOING and any(self.in_class(k, name) for k in self._sayers(i)):
            return True
        if name == "gpe":
            return self.label(i) in ("GPE", "NORP")
        if name == "self":
            return t.lower.endswith("self") or t.lower.endswith("selves")
        if t.lemma == "army" and any(self.tokens[k].lemma not in self._force for k in self.preps(i).get("of", ())):
            return name == "crowd"  # "an army of workers"
        words = self.lexicon.classes.get(name)
        if words is None:
            if name == "ceasefire" and t.lower == "fire" and self.tokens[max(0, i - 2)].lower == "cease":
                return True
            return t.lemma == name or t.lower == name
        return t.lemma in words or t.lower in words or (t.tag[:3] == "NNP" and t.lower.removesuffix("s") in words)

    def _counts_people(self, i: int) -> bool:
        t = self.tokens[i]
        if t.lemma in self._built or t.lemma in self.lexicon.words("vehicle") or self.label(i) in _COUNTS:
            return False
        if t.lemma in _PAPERS or t.lemma in _UNHURT:
            return False  # "executed two search warrants"
        return any(self.tokens[k].dep == "nummod" for k in t.children)

    def subjects(self, i: int, depth: int = 0) -> list[int]:
        """Who does it: heads of the logical subject of verb `i` (of a passive: its agent)."""
        known = self._subjects.get(i)
        if known is None:
            known = self._find_subjects(i, depth)
            if depth == 0:
                self._subjects[i] = known
        return known

    def _find_subjects(self, i: int, depth: int) -> list[int]:
        if self.is_passive(i):
            return self.agents(i)
        return self.surface(i, depth)

    def agents(self, i: int) -> list[int]:
        """The `by` phrase of a passive verb or of a noun."""
        found = []
        for k in self.tokens[i].children:
            t = self.tokens[k]
            if t.dep == "agent" or (t.lower == "by" and t.dep == "prep"):
                for j in t.children:
                    if (
                        self.tokens[j].dep == "pobj"
                        and self.tokens[j].lemma not in _BY_THE_WAY
                        and self.tokens[j].lower not in _OFFENCES
                        and not self._is_time(j)
                    ):
                        found += self.conjuncts(j)
        if not found and self.tokens[i].lemma in OUTCOMES and self.is_passive(i):
            for k in self.preps(i).get("in", ()):  # "were killed in a firefight with soldiers"
                if self.tokens[k].lemma in _FIGHTS:
                    found += self.preps(k).get("with", [])
        return found

    def authors(self, i: int) -> list[int]:
        """Whose a demand, offer or ruling is: its possessor, `by`, `from`, or who filed or made it."""
        found = self.possessors(i) or self.agents(i) or self.preps(i).get("from", [])
        if found:
            return found
        for k in self.tokens[i].children:
            t = self.tokens[k]
            if t.dep == "acl" and t.lemma in _AUTHORING:
                found = self.agents(k)
                if found:
                    return found
        return []

    def speaks_beside(self, t: Token) -> bool:
        """ "Denied that its forces had crossed the border, rejecting a report": whoever denies rejects it, not the forces."""
        head = self.tokens[t.head]
        if t.dep != "advcl" or t.tag != "VBG" or t.lemma not in _SPEAKING or self.tokens[t.i - 1].text != ",":
            return False
        return head.dep == "ccomp" and self.tokens[head.head].lemma in SAYING | {"deny"} and head.head < head.i

    def surface(self, i: int, depth: int = 0) -> list[int]:
        """The surface subject of verb `i`, followed through conjunction, control, relatives and participles."""
        t = self.tokens[i]
        own = [k for k in t.children if self.tokens[k].dep in _SUBJECTS and not self._opens_near(k)]
        if not own and t.tag == "NN" and t.dep == "ccomp":
            own = [k for k in t.children if self.tokens[k].dep == "compound"]
        if own and depth < 4 and len(own) == 1 and self.tokens[own[0]].lemma in _PAPERS:
            return self.holder(own[0], 5) or self.conjuncts(own[0])
        if own and self.tokens[own[0]].dep == "csubj" and self.agents(own[0]):
            return self.agents(own[0])  # "shelling by the army killed 12"
        if own:
            k = own[-1] if len(own) == 1 else next((k for k in own if self.tokens[k].dep[:5] == "nsubj"), own[-1])
            return self.conjuncts(self.antecedent(k))
        if depth > 6 or t.head == i:
            return []
        head = self.tokens[t.head]
        dep = t.dep
        if dep in ("acl", "relcl"):
            if t.tag in ("VBG", "VBN", "VBD", "VBZ", "VBP") and not self.infinitive(t):
                if head.lemma in _PAPERS:
                    return self.holder(t.head, depth + 1) or self.conjuncts(t.head)
                return self.conjuncts(t.head)
            return self.holder(t.head, depth + 1)
        if dep == "pcomp":
            above = self.tokens[head.head]
            if self.is_verb(above):
                at = self.preps(head.head).get("at") if head.lower == "for" else None
                if at and at[0] < i:  # "lashed out at Turkey for downing a plane"
                    return at
                if head.lower == "for" and self.datives(head.head):  # "gave him a medal for helping"
                    return self.datives(head.head)
                if above.lemma in _BLAMING and head.lower != "by":
                    return self.objects(head.head)
                return self.surface(head.head, depth + 1)
            if above.dep == "acomp":  # "remains committed to carrying out attacks"
                return self.surface(above.i, depth + 1)
            if self.is_blamed(above):  # "convicted a colonel of killing": the parser hangs `of` on the colonel
                return self.conjuncts(above.i)
            given = self.datives(above.head) if head.lower == "for" and above.dep == "dobj" else []
            if given:  # "gave him low marks for dismissing it"
                return given
            return self.holder(head.head, depth + 1) if head.head != t.head else []
        if not self.is_verb(head) and head.pos not in ("AUX", "ADJ"):
            return []
        if dep == "conj":
            if head.dep == "parataxis" and head.lemma in SAYING and t.lemma not in SAYING:
                return self.surface(head.head, depth + 1)
            told = [k for k in head.children if self.tokens[k].dep == "ccomp" and k < head.i]
            if head.lemma in SAYING and head.i < t.i and told and t.lemma not in SAYING:
                return self.surface(told[-1], depth + 1)  # "seized two ships, it said, and held their crews"
            loyal = self._lost_subject(t, head)
            if loyal is not None:
                return self.conjuncts(loyal)
            if t.tag == "VBD" and head.tag == "VB":  # "urged them to wait and offered talks": beside what is finite
                while head.tag == "VB" and head.dep in ("xcomp", "ccomp", "conj", "advcl") and head.head != head.i:
                    head = self.tokens[head.head]
            return self.surface(head.i, depth + 1)
        if dep in ("xcomp", "ccomp"):
            if head.lemma in _OBJECT_CONTROL:
                objects = self.objects(t.head)
                if objects:
                    return objects
                called = self.preps(t.head).get("on") or self.preps(t.head).get("upon")
                if called:
                    return called
            if dep == "xcomp" or self.infinitive(t) or t.tag == "VBG":
                return self.surface(t.head, depth + 1)
            return []
        if self.speaks_beside(t):
            return self.surface(head.head, depth + 1)
        if dep == "advcl" and t.lemma in OUTCOMES and head.lemma in _BLAMING and self.objects(t.head):
            return self.objects(t.head)  # "accused the army of bombing the town, killing seven"
        if dep in ("advcl", "dep", "prep", "oprd", "acomp", "attr"):
            head = self._past_an_aside(t, head) if dep == "advcl" else head
            if t.lemma in OUTCOMES and self.is_passive(head.i):
                return self.agents(head.i)  # "a patrol was hit by a bomb, killing three"
            if t.lemma in OUTCOMES and self._suffers(head.i):
                return []
            return self.surface(head.i, depth + 1)
        return []

    def _lost_subject(self, t: Token, head: Token) -> int | None:
        """ "Were killed when gunmen loyal to him ambushed a patrol": the parser joins `ambushed` to `killed`, without an `and`."""
        if t.tag != "VBD" or any(self.tokens[k].dep in ("cc", "punct") and head.i < k < t.i for k in head.children):
            return None
        for k in head.children:
            clause = self.tokens[k]
            if head.i < k < t.i and clause.dep == "advcl" and clause.pos == "ADJ":
                return next((j for j in clause.children if self.tokens[j].dep == "nsubj"), None)
        return None

    def _past_an_aside(self, t: Token, head: Token) -> Token:
        """ "Fired on a helicopter that was evacuating them, killing one": they who fired killed, not what evacuated."""
        if t.lemma not in OUTCOMES or head.dep != "relcl" or self.tokens[t.i - 1].text != ",":
            return head
        if any(rule.type == "ASSAULT" for rule in self.lexicon.verbs.get(head.lemma, ())):
            return head
        above = next((self.tokens[k] for k in self.parse.ancestors(head.i) if self.is_verb(self.tokens[k])), None)
        violent = above is not None and (self.objects(above.i) or self.preps(above.i))
        return above if above is not None and violent else head

    def _suffers(self, i: int) -> bool:
        """Whether what follows from clause `i` was done to its subject: "came under fire while leaving, killing one"."""
        for _ in range(3):
            t = self.tokens[i]
            if t.lemma == "come" and self.preps(i).get("under"):
                return True
            if t.dep != "advcl":
                return False
            i = t.head
        return False

    def _opens_near(self, k: int) -> bool:
        """ "Near Rawah, two strikes engaged ..": the capital makes the parser take where it was for who did it."""
        first = self.mentions.phrase(k)[0]
        return self.tokens[first].lower == "near" and first == self.parse.sentence(k).first

    def objects(self, i: int) -> list[int]:
        """Whom or what it is done to: heads of the logical object of verb `i`."""
        t = self.tokens[i]
        tokens = self.tokens
        if self.is_passive(i):
            found = self.surface(i)
            own = [k for k in t.children if tokens[k].dep in ("dobj", "oprd")]
            if t.lemma in _GIVING and own:  # "Somalia was given $50 million"
                found = []
            return found or [j for k in own for j in self.conjuncts(k)]
        found = []
        for k in t.children:
            if tokens[k].dep == "dobj" or (tokens[k].dep == "dative" and tokens[k].tag != "IN" and not found):
                k = self.antecedent(k)
                if not self._is_time(k):
                    found += self.conjuncts(k)
        datives = self.datives(i)
        if datives and len(found) > len(datives):
            found = [k for k in found if k not in datives]
        if found:
            return found
        told = self._told(i) if t.lemma in _OBJECT_CONTROL else []
        if told:
            return told
        if t.dep == "relcl":
            own = [k for k in t.children if tokens[k].dep in ("nsubj",)]
            if own and tokens[own[0]].tag not in ("WDT", "WP") and own[0] != t.head:
                return self.conjuncts(t.head)
        for k in t.children:  # "bombed and shelled the city"
            if tokens[k].dep == "conj" and self.is_verb(tokens[k]) and k - i <= 3:
                shared = [j for j in tokens[k].children if tokens[j].dep == "dobj"]
                if shared and not any(tokens[j].dep in _SUBJECTS for j in tokens[k].children):
                    return self.conjuncts(shared[0])
        for k in t.children:  # "called him a liar"
            if tokens[k].dep in ("ccomp", "oprd", "xcomp") and t.lemma in _NAMING and k > i:
                own = [j for j in tokens[k].children if tokens[j].dep in ("nsubj", "poss")]
                if own:
                    return self.conjuncts(own[0])
        return []

    def is_blamed(self, t: Token) -> bool:
        """Whether noun `t` is who is blamed, tried or thanked: the object of such a verb."""
        verb = self.tokens[t.head]
        return t.dep == "dobj" and verb.lemma in _BLAMING and self.is_verb(verb) and self.is_party(t.i)

    def _told(self, i: int) -> list[int]:
        """ "Urged Iran to stop": the parser makes Iran the subject of the clause."""
        for k in self.tokens[i].children:
            if self.tokens[k].dep == "ccomp" and self.infinitive(self.tokens[k]):
                own = [j for j in self.tokens[k].children if self.tokens[j].dep in ("nsubj", "nsubjpass")]
                if own:
                    return self.conjuncts(own[0])
        return []

    def datives(self, i: int) -> list[int]:
        """To whom something is given: the indirect object."""
        found = []
        verb = self.tokens[i]
        if verb.lemma in _GIVING and self.is_passive(i) and any(self.tokens[k].dep == "dobj" for k in verb.children):
            return self.surface(i)
        for k in self.tokens[i].children:
            t = self.tokens[k]
            if t.dep == "dative":
                if t.tag in ("IN", "TO"):
                    found += [j for c in t.children if self.tokens[c].dep == "pobj" for j in self.conjuncts(c)]
                else:
                    found += self.conjuncts(k)
        return found

    def preps(self, i: int) -> dict[str, list[int]]:
        """Preposition to heads of its phrases, for those that hang on token `i`."""
        found: dict[str, list[int]] = {}
        for k in self.tokens[i].children:
            t = self.tokens[k]
            if t.dep in ("prep", "agent", "dative", "prt", "advmod", "mark") and t.tag in (
                "IN",
                "TO",
                "RP",
                "RB",
                "VBG",
            ):
                self._gather(k, t.lower, found, 0)
        return found

    def _gather(self, k: int, name: str, found: dict[str, list[int]], depth: int) -> None:
        for j in self.tokens[k].children:
            t = self.tokens[j]
            if t.dep in ("pobj", "pcomp"):
                if t.dep == "pobj" and not self._is_time(j):
                    found.setdefault(name, []).extend(self.conjuncts(j))
                elif t.dep == "pcomp":
                    found.setdefault(name, []).append(j)
            elif self.tokens[k].lower == "according":
                continue  # "according to the sheriff" says who tells it
            elif (t.dep == "prep" and depth < 2) or (t.dep == "conj" and t.tag == "IN"):
                self._gather(j, t.lower, found, depth + 1)

    def particles(self, i: int) -> frozenset[str]:
        """Particles and short adverbs of verb `i`: carry *out*, break *off*, set *free*."""
        return frozenset(
            self.tokens[k].lower
            for k in self.tokens[i].children
            if self.tokens[k].dep in ("prt", "advmod", "prep", "acomp", "oprd") and abs(k - i) <= 6
        )

    def possessors(self, i: int) -> list[int]:
        """Whose: the possessor of noun `i`."""
        return [c for k in self.tokens[i].children if self.tokens[k].dep == "poss" for c in self.conjuncts(k)]

    def modifiers(self, i: int) -> list[int]:
        """Words before noun `i` that modify it."""
        return [
            k
            for k in self.tokens[i].children
            if k < i and self.tokens[k].dep in ("compound", "amod", "nmod", "npadvmod")
        ]

    def conjuncts(self, i: int) -> list[int]:
        """Token `i` and all that is joined to it by `and`, in text order."""
        found = [i]
        todo = [i]
        while todo and len(found) < 12:
            for k in self.tokens[todo.pop()].children:
                t = self.tokens[k]
                if t.dep == "conj" and t.pos not in ("VERB", "AUX", "ADV") and k > i:
                    found.append(k)
                    todo.append(k)
                elif t.dep == "appos" and t.lower in ("both",):
                    todo.append(k)
        return sorted(found)

    def antecedent(self, k: int) -> int:
        """The noun that a relative pronoun stands for; any other token stands for itself."""
        t = self.tokens[k]
        if t.lower in _RELATIVE and t.tag in ("WDT", "WP", "WP$", "IN", "DT"):
            up = t.head
            for _ in range(4):
                if self.tokens[up].dep == "relcl":
                    head = self.tokens[up].head
                    deed = self._deed(head) if t.lower != "who" and self.tokens[up].lemma in OUTCOMES else None
                    return self._real(self._of_person(head, k)) if deed is None else deed
                if self.tokens[up].head == up:
                    break
                up = self.tokens[up].head
        return k

    def _deed(self, i: int) -> int | None:
        """ "Attacks on a union and a charity, which killed nine": the attacks did, not the charity."""
        if any(self.in_class(k, "armed") for k in (i, *self.modifiers(i))):
            return None
        for up in self.parse.ancestors(i):
            t = self.tokens[up]
            if t.tag[:2] == "NN" and any(r.type == "ASSAULT" for r in self.lexicon.nouns.get(t.lemma, ())):
                return up
            if t.tag[:2] != "NN" and t.dep != "prep":
                return None
        return None

    def _of_person(self, i: int, pronoun: int) -> int:
        """ "The family of Ruiz, who was shot": it was Ruiz; "an envoy to Peru who resigned": it was not Peru."""
        if self.tokens[pronoun].lower == "who" and self.label(i) in ("ORG", "GPE", "DATE", "FAC"):
            above = self.tokens[self.tokens[i].head]
            noun = self.tokens[above.head]
            if (
                above.dep == "prep"
                and noun.tag[:2] == "NN"
                and (self.label(noun.i) == "PER" or noun.lemma in self._people)
            ):
                return noun.head if noun.dep == "appos" else noun.i
        if self.tokens[i].lemma not in _KIN:
            return i
        return next((k for k in self.preps(i).get("of", ()) if i < k < pronoun and self.label(k) == "PER"), i)

    def _real(self, i: int) -> int:
        t = self.tokens[i]
        if t.pos in ("VERB", "AUX"):
            for k in t.children:
                if self.tokens[k].dep in ("dobj", "attr"):
                    return k
        return i

    def infinitive(self, t: Token) -> bool:
        return any(self.tokens[k].lower == "to" and self.tokens[k].dep == "aux" for k in t.children)

    def holder(self, noun: int, depth: int = 0) -> list[int]:
        """Whose plan: the possessor of a noun, else the subject of the verb that governs it."""
        owners = self.possessors(noun)
        if owners:
            return owners
        t = self.tokens[noun]
        head = self.tokens[t.head]
        if t.dep in ("dobj", "attr") and self.is_verb(head) and depth < 5:
            return self.surface(t.head, depth + 1) if not self.is_passive(t.head) else self.agents(t.head)
        if t.dep == "nsubj" or self.is_party(noun):
            return [noun] if self.is_party(noun) else []
        return self.agents(noun)

    def _is_time(self, i: int) -> bool:
        return self._raw.get(i) in ("DATE", "TIME") and self.mentions.headed(i) is None

    def clause_subject_of_saying(self, i: int) -> list[int]:
        """Who says it: the subject of the saying verb whose clause holds token `i`."""
        for up in self.parse.ancestors(i):
            t = self.tokens[up]
            if t.lemma in SAYING and self.is_verb(t):
                return self.subjects(up)
        return []

    def _sayers(self, i: int) -> list[int]:
        return [k for k in self.clause_subject_of_saying(i) if self.tokens[k].lower not in PERSONAL]
