"""What the bare words in the last column of verbs.tsv and nouns.tsv ask for: a flag each, by name."""

from dateline.extraction.events.figures import BEASTS, accident, foes, harmed, is_civilian
from dateline.extraction.events.senses import Senses
from dateline.extraction.events.sides import PERSONAL
from dateline.extraction.text.tokens import Token

_JOINT = frozenset("joint combined military naval bilateral multinational trilateral annual live-fire war air".split())
_AIDY = frozenset(
    "aid assistance funding fund loan grant support supply shipment sale arm delivery link flight tie relation cooperation".split()
)
_EMPLOYED = frozenset(
    "worker union employee teacher miner nurse driver strike staff labor labour general pay wage pilot railway rail transport doctor".split()
)
_WINGS = frozenset("aircraft warplane bomber drone coalition munition target airstrike helicopter".split())
_STAFF = frozenset(
    "worker agency group convoy official organisation organization charity".split()
)  # "spoke to aid workers"
_AWAY = frozenset({"away", "off", "down", "up", "out"})
_NOWHERE = frozenset("space orbit air sky sea ocean water".split())
_ROUNDS = frozenset(
    "playoff playoffs quarterfinal quarter-final quarterfinals quarter-finals semifinal semi-final semifinals semi-finals fixture "
    "kickoff kick-off derby preseason".split()
)
_GAMES = frozenset("match game final league cup championship tie bout".split())
_WELFARE = frozenset(
    "safety fate future health plight welfare wellbeing well-being survival whereabouts condition victim hostage refugee "
    "civilian family child life".split()
)
_COURTS = frozenset({"jury", "court", "judge", "tribunal"})
_MORE = frozenset("fresh more new further political plenty some enough".split())
_IN_COURT = frozenset("legal court custody case lawsuit political election uphill losing charge charges".split())
_PUBLISHED = frozenset(
    "report statement album film video book data figure document photo song study survey poll plan result single "
    "tape email list detail record return image footage name game version transcript tax information letter ad "
    "audio recording fund".split()
)
_BODY = frozenset("head hand arm leg finger ear nose tongue foot throat hair".split())


def _word(t: Token) -> str:
    """The word as a dictionary has it, also where a headline writes it large."""
    return t.lower.removesuffix("s") if t.tag[:3] == "NNP" else t.lemma


def _compound_or_amod(f: Senses, t: Token, words: frozenset[str]) -> bool:
    return any(f.tokens[k].lower in words or f.tokens[k].lemma in words for k in f.g.modifiers(t.i))


def _effective(f: Senses, t: Token, carrier: Token | None) -> bool:
    """A state of affairs counts only where some verb brings it about."""
    return carrier is not None


_OCCUR = frozenset(
    "erupt break draw attract flare spread resume continue begin start rock sweep grip paralyse paralyze turn ensue".split()
)


def _occurs(f: Senses, t: Token, carrier: Token | None) -> bool:
    """ "Protests erupted in Dakar", "a march drew thousands": told as a happening, whoever did it."""
    above = f.tokens[t.head]
    if t.dep not in ("nsubj", "nsubjpass") or any(
        f.tokens[k].dep in ("aux", "neg") and f.tokens[k].tag in ("MD", "RB") for k in above.children
    ):
        return False
    return above.lemma in _OCCUR or (
        above.lemma == "take" and any(f.tokens[k].lemma == "place" for k in above.children)
    )


def _no_sport(f: Senses, t: Token, carrier: Token | None) -> bool:
    return f.field(t.i, "sport") < 2


def _person_pair(f: Senses, t: Token, carrier: Token | None) -> bool:
    g = f.g
    return any(
        g.label(k) in ("PER", "GPE", "NORP") or g.in_class(k, "people") or g.in_class(k, "government")
        for k in g.objects(t.i)
    )


def _elite(f: Senses, t: Token, carrier: Token | None) -> bool:
    """The one who travels or attends is an official or a state, not any person."""
    g = f.g
    official = frozenset(
        "president minister premier chancellor king prince secretary envoy ambassador official delegation leader chief "
        "governor senator representative commissioner general commander diplomat spokesman queen pope mediator "
        "negotiator adviser mp lawmaker chairman head team".split()
    )
    for k in g.subjects(t.i):
        actor = g.actor(k)
        if actor is not None and (
            actor.kind in ("state", "government", "igo") or actor.sector in ("GOV", "MIL", "IGO", "LEG", "REB")
        ):
            return True
        lo, hi = g.mentions.phrase(k)
        if any(f.tokens[j].lemma in official or f.tokens[j].lower in official for j in range(lo, hi)):
            return True
        if g.label(k) == "GPE":
            return True
    return False


def _literal(f: Senses, t: Token, carrier: Token | None) -> bool:
    """Bombs, not questions: what it is done with is a weapon, where that is said."""
    arms = f.lexicon.words("weapon")
    heads = f.g.preps(t.i).get("with", [])
    return not heads or any(f.tokens[k].lemma in arms for k in heads)


def _visitor(f: Senses, t: Token, carrier: Token | None) -> bool:
    doers = f.doers(t, carrier)
    above = f.tokens[f.tokens[t.head].head]
    if t.dep == "pobj" and above.tag[:2] == "VB":
        doers = doers + f.g.subjects(above.i)
    return any(f.g.is_party(k) for k in doers)


def _no_match(f: Senses, t: Token, carrier: Token | None) -> bool:
    """Nobody meets on a playing field: "are due to meet Porto in the quarter-final"."""
    if any(f.tokens[k].lower in _ROUNDS for k in f.line(t)):
        return False
    return not any(f.tokens[k].lemma in _GAMES for name in ("in", "for", "at") for k in f.g.preps(t.i).get(name, ()))


def _no_care(f: Senses, t: Token, carrier: Token | None) -> bool:
    """Concern *about* a policy blames; concern *for* the hostages, or about their safety, blames nobody."""
    for k in f.g.objects(t.i):
        here = f.g.preps(k)
        if "for" in here and not here.keys() & {"at", "over", "about", "with"}:
            return False
        if any(f.tokens[j].lemma in _WELFARE for name in ("about", "over") for j in here.get(name, ())):
            return False
    return not any(f.tokens[j].lemma in _WELFARE for name in ("about", "over") for j in f.g.preps(t.i).get(name, ()))


def _no_figure(f: Senses, t: Token, carrier: Token | None) -> bool:
    """Ammunition for an argument is none: where no force gives it and it is only `fresh` or `more`."""
    for k in f.g.objects(t.i):
        words = {f.tokens[j].lower for j in f.tokens[k].children}
        if f.tokens[k].lemma in ("ammunition", "cover", "shelter", "refuge", "fuel") and words & _MORE:
            return any(f.g.in_class(d, "force") or f.g.label(d) == "GPE" for d in f.doers(t, carrier))
    return True


def _is_leaving(f: Senses, k: int) -> bool:
    """ "To leave", "to be out of the country"."""
    t = f.tokens[k]
    return t.lemma in ("leave", "depart", "quit") or (
        t.lemma == "be" and any(f.tokens[j].lower == "out" for j in t.children)
    )


def _of_workers(f: Senses, t: Token, carrier: Token | None) -> bool:
    """A strike of those who work: no force makes it, and somebody employed is named."""
    if any(f.g.in_class(k, "force") for k in f.doers(t, carrier)) or any(
        f.tokens[k].lemma in _WINGS for k in f.line(t)
    ):
        return False
    return f.field(t.i, "people") > 0 and any(f.tokens[k].lemma in _EMPLOYED for k in f.line(t) if k != t.i)


def _no_case(f: Senses, t: Token, carrier: Token | None) -> bool:
    """A legal battle is fought in court."""
    fought = {f.tokens[j].lower for k in f.g.objects(t.i) for j in (k, *f.tokens[k].children)}
    return not fought & _IN_COURT


def _is_joint(f: Senses, t: Token, carrier: Token | None) -> bool:
    """ "Joint exercises", "Laos and Vietnam began an exercise"."""
    if _compound_or_amod(f, t, _JOINT) or t.lemma == "wargame":
        return True
    if t.tag[:2] == "VB":
        return any(
            _compound_or_amod(f, f.tokens[k], _JOINT) or f.tokens[k].lemma == "wargame" for k in f.g.objects(t.i)
        )
    return sum(f.g.actor(k) is not None for k in f.doers(t, carrier)) > 1


FLAGS = {
    "literal": _literal,
    "nomatch": _no_match,
    "nocare": _no_care,
    "nofigure": _no_figure,
    "nocase": _no_case,
    "aimed": lambda f, t, c: not any(f.tokens[k].lemma in _NOWHERE for ks in f.g.preps(t.i).values() for k in ks),
    "noperson": lambda f, t, c: not any(is_civilian(f, k) for k in f.doers(t, c)),
    "theirs": lambda f, t, c: any(f.tokens[j].lower in PERSONAL for k in f.g.objects(t.i) for j in f.g.possessors(k)),
    "nottheirs": lambda f, t, c: not any(f.tokens[j].lower in PERSONAL for k in f.g.objects(t.i) for j in f.g.possessors(k)),
    "harm": harmed,
    "noharm": lambda f, t, c: not harmed(f, t, c) and not f.g.particles(t.i) & {"out"},
    "armed": lambda f, t, c: any(f.g.in_class(k, "armed") for k in f.doers(t, c)),
    "nosport": _no_sport,
    "hurt": lambda f, t, c: not accident(f, t),
    "effect": _effective,
    "occurs": _occurs,
    "joint": _is_joint,
    "toleave": lambda f, t, c: any(f.tokens[k].dep in ("xcomp", "ccomp") and _is_leaving(f, k) for k in t.children),
    "hoursto": lambda f, t, c: any(f.tokens[k].lemma in ("hour", "day", "week") and any(_is_leaving(f, j) for j in [*f.tokens[k].children, *t.children]) for k in t.children),
    "numbered": lambda f, t, c: any(f.tokens[j].dep == "nummod" for k in f.g.objects(t.i) for j in f.tokens[k].children),
    "abroad": lambda f, t, c: any(f.g.preps(k).get("to") for k in f.g.objects(t.i)),
    "toenvoy": lambda f, t, c: any(f.g.in_class(k, "envoy") or f.tokens[k].lemma in ("head", "chief", "representative", "staff", "delegation") for k in f.g.datives(t.i)),
    "home": lambda f, t, c: any(f.tokens[k].lower == "home" for k in t.children),
    "dealt": lambda f, t, c: not any(f.tokens[k].lemma == "settlement" and f.g.preps(k).get("of") for name in ("of", "from") for k in f.g.preps(t.i).get(name, [])),
    "aidy": lambda f, t, c: _compound_or_amod(f, t, _AIDY) or any(f.tokens[k].lemma in _AIDY for k in f.g.preps(t.i).get("of", []) + f.g.preps(t.i).get("in", [])),
    "workers": _of_workers,
    "ofpeople": lambda f, t, c: any((f.g.is_party(k) and f.g.label(k) not in ("GPE", "LOC")) or f.g.in_class(k, "prisoner") or f.tokens[k].tag == "CD" for k in f.g.preps(t.i).get("of", [])) or any(f.g.label(k) == "PER" or f.g.in_class(k, "prisoner") for k in f.g.possessors(t.i)) or any(f.g.in_class(k, "prisoner") for k in f.g.modifiers(t.i)),
    "ofarmed": lambda f, t, c: any(f.g.in_class(k, "force") for k in [*f.g.preps(t.i).get("of", []), *f.g.modifiers(t.i)]) or any(f.g.label(k) in ("GPE", "NORP") for k in [*f.g.possessors(t.i), *f.g.modifiers(t.i), *f.g.agents(t.i)]),
    "bombword": lambda f, t, c: any(f.tokens[k].lemma in ("bomb", "explosive", "dynamite", "suicide", "terrorist", "terrorism", "grenade", "attacker", "claim", "militant", "landmine", "mine", "guerrilla", "rebel", "terror", "attack") for k in f.line(t)),
    "notcourt": lambda f, t, c: not any(f.tokens[k].lemma in _COURTS for k in f.doers(t, c)),
    "ofplace": lambda f, t, c: any(f.g.label(j) in ("GPE", "LOC", "FAC") or f.g.in_class(j, "area") for k in f.g.objects(t.i) for j in f.g.preps(k).get("of", [])),
    "taken": lambda f, t, c: True,
    "never": lambda f, t, c: False,
    "notouristic": lambda f, t, c: _elite(f, t, c) if t.tag[:2] == "VB" else _visitor(f, t, c),
    "passive": lambda f, t, c: f.g.is_passive(t.i),
    "noobj": lambda f, t, c: not f.g.objects(t.i),
    "comp": lambda f, t, c: any(f.tokens[k].dep in ("xcomp", "ccomp", "acl", "advcl") for k in t.children),
    "infcomp": lambda f, t, c: any(
        f.tokens[k].dep in ("xcomp", "ccomp", "advcl") and f.g.infinitive(f.tokens[k])
        and not any(f.tokens[j].tag in ("WP", "WRB", "WDT") for j in f.tokens[k].children)
        for k in t.children
    ),
    "ccomp": lambda f, t, c: any(f.tokens[k].dep == "ccomp" for k in t.children),
    "xcomp": lambda f, t, c: any(f.tokens[k].dep in ("xcomp",) for k in t.children),
    "neg": lambda f, t, c: any(f.tokens[k].dep == "neg" for k in t.children),
    "pcomp": lambda f, t, c: False,
    "modal": lambda f, t, c: any(f.tokens[k].tag == "MD" for k in t.children),
    "plural": lambda f, t, c: len(f.g.subjects(t.i)) > 1 or any(f.tokens[k].tag in ("NNS", "NNPS") for k in f.g.subjects(t.i)),
    "prsn": _person_pair,
    "elite": _elite,
    "noting": lambda f, t, c: all(f.g.is_party(k) for k in f.g.objects(t.i)),
    "nooprd": lambda f, t, c: not any(f.tokens[k].dep in ("oprd", "prt", "xcomp") and f.tokens[k].tag[:2] != "VB" for k in t.children),
    "finite": lambda f, t, c: t.tag in ("VBZ", "VBP", "VBD", "VB"),
    "notself": lambda f, t, c: not any(f.g.in_class(k, "self") for k in f.g.objects(t.i)),
    "nostaff": lambda f, t, c: t.lower != "aid" or f.tokens[min(t.i + 1, len(f.tokens) - 1)].lemma not in _STAFF,
    "ofmedia": lambda f, t, c: any((a := f.g.actor(k)) is not None and a.kind == "media" for k in f.g.objects(t.i)),
    "notdown": lambda f, t, c: "down" not in f.g.particles(t.i),
    "notahead": lambda f, t, c: not any(f.tokens[k].tag == "MD" for k in t.children),
    "noback": lambda f, t, c: not f.g.particles(t.i) & {"back"},
    "notit": lambda f, t, c: not any(f.tokens[k].lower in ("it", "them", "this", "that") and f.g.actor(k) is None for k in f.g.objects(t.i)),
    "noprt": lambda f, t, c: not any(f.tokens[k].dep == "prt" or (f.tokens[k].dep == "advmod" and f.tokens[k].lower in _AWAY) for k in t.children),
    "nobeast": lambda f, t, c: not any(f.tokens[k].lemma in BEASTS or f.tokens[k].lemma == "dog" for k in f.g.objects(t.i)),
    "wordy": lambda f, t, c: not any((n := f.noun(f.tokens[k])) is not None and n.type == "COERCE" for k in f.g.objects(t.i) if f.tokens[k].tag[:2] == "NN"),
    "said": lambda f, t, c: any(f.g.is_party(k) for k in f.g.clause_subject_of_saying(t.i)),
    "nointo": lambda f, t, c: "into" not in f.g.preps(t.i),
    "uncounted": lambda f, t, c: not any(f.g.in_class(k, "counted") for k in f.g.objects(t.i)),
    "inearnest": lambda f, t, c: not any(f.tokens[k].lower in ("one", "example", "instance", "now", "nothing") for k in f.g.preps(t.i).get("for", ())),
    "noclause": lambda f, t, c: not any(f.tokens[k].dep == "ccomp" and not any(f.tokens[j].tag == "MD" for j in f.tokens[k].children) for k in t.children),
    "dignitary": lambda f, t, c: any(
        f.g.label(k) in ("PER", "GPE", "NORP", "ORG") or f.tokens[k].tag in ("NN", "NNP") or f.g.in_class(k, "official")
        for k in f.g.objects(t.i)
    ),
    "objthing": lambda f, t, c: not any(f.g.is_party(k) for k in f.g.objects(t.i)),
    "verbal": lambda f, t, c: all(f.g.label(k) in ("PER", "GPE") or f.g.in_class(k, "ruler") for k in f.doers(t, c)) and not any(f.g.in_class(k, "crowd") for k in f.doers(t, c)),
    "onafter": lambda f, t, c: any(k > t.i for name in ("on", "upon") for k in f.g.preps(t.i).get(name, ())),
    "noname": lambda f, t, c: "by" not in f.g.preps(t.i),
    "notbody": lambda f, t, c: not any(f.tokens[k].lemma in _BODY for k in f.g.objects(t.i)),
    "foes": foes,
    "intoplace": lambda f, t, c: all(f.g.is_side(k) for k in f.g.preps(t.i).get("into", ())),
    "noguilty": lambda f, t, c: not any(f.tokens[k].lower in ("guilty", "innocent") for k in (*t.children, *f.g.modifiers(t.i))),
    "notabstract": lambda f, t, c: not any(f.g.in_class(k, n) for k in f.g.objects(t.i) for n in ("abstract", "opportunity", "chance", "moment", "initiative", "day", "power", "attention", "imagination", "favor", "favour", "compliment", "call", "fire", "serve", "salute", "gaze", "ball")),
    "notmedia": lambda f, t, c: not any(_word(f.tokens[k]) in _PUBLISHED or f.g.label(k) == "MONEY" for k in f.g.objects(t.i)),
    "notmoney": lambda f, t, c: t.lemma != "charge" or any(f.tokens[k].lemma in ("file", "bring", "press", "face", "criminal", "police", "court", "prosecutor", "murder", "corruption", "fraud") for k in f.line(t)),
    "nomoney": lambda f, t, c: not any(f.tokens[k].lemma in ("fee", "price", "rate", "customer", "interest", "$", "€", "£") for k in f.line(t)),
    "noreporter": lambda f, t, c: not any(f.tokens[k].lemma in ("reporter", "journalist", "crowd", "audience", "supporter", "voter", "cnn", "reuters", "afp", "ap", "medium") or f.tokens[k].lower in ("reuters", "cnn", "afp", "media", "times", "post", "me", "us", "news", "nbc", "abc", "cbs", "fox", "msnbc") for k in f.g.preps(t.i).get("with", []) + f.g.preps(t.i).get("to", [])),
}  # fmt: skip
