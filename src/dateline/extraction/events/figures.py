"""Whether words of violence are meant: bodies and buildings hit, or a reputation, a screen, a playing field, a mishap."""

from dateline.extraction.events.acts import Act
from dateline.extraction.events.senses import SURE_SECTORS, Senses
from dateline.extraction.text.tokens import Token

_QUARREL = frozenset(
    "attack assault fight battle clash hit strike target beat fire shoot raid ambush confrontation pound pummel hammer".split()
)
_CONTENDERS = frozenset(
    "rival opponent critic candidate nominee politician campaign senator congressman lawmaker democrat republican company firm contender incumbent challenger".split()
)
_BLOWS = frozenset("blast slam bash assail savage defend".split())  # of words, and of rockets
_FACING = ("on", "against", "with", "between")
_MEDIA = frozenset(
    "ad commercial spot video tweet statement column editorial article book report film campaign mailer".split()
)
_SPITEFUL = frozenset(
    "caustic personal verbal rhetorical scathing harsh vicious bitter racist sexist negative political partisan withering "
    "blistering stinging unfair legal online media heart panic ad advertising attack-ad character".split()
)
_SPITEFULLY = frozenset("viciously verbally personally publicly relentlessly politically online bitterly".split())
_GUNS = frozenset({"gun", "rifle"})
_FORCES = frozenset("soldier police troop war".split())
_TOWARDS = ("on", "against", "at", "upon", "of", "in", "into", "among", "near", "outside")
_COMMANDING = frozenset("order authorize authorise approve".split())
_BODILY_HARM = frozenset(
    "kill wound injure dead bomb gun knife rifle rocket missile soldier police troop gunfire bullet death".split()
)
_HITTING = frozenset(
    "shellfire shrapnel violence fire gunfire crossfire shelling bombing fighting shot clash war force mob".split()
)
BEASTS = frozenset(
    "shark dog cat bear lion elephant crocodile bee swarm snake wolf tiger locust bird wasp insect leopard hippo bull".split()
)
BODILY = frozenset({"heart", "panic", "asthma", "anxiety", *BEASTS})
_RAZING = frozenset({"demolish", "raze", "level", "flatten"})
_WARPLANES = frozenset({"aircraft", "warplane", "gunship", "drone"})
_MISHAPS = frozenset({"crash", "collapse", "overturn", "capsize", "sink", "collide", "derail", "fall", "plunge"})
_SLIPS = frozenset({"slip", "trip", "tumble", "stumble", "drown", *_MISHAPS})
_AT_THE_WHEEL = frozenset("driver motorist motorcyclist cyclist biker rider trucker".split())
_MAKES = frozenset(
    "toyota honda ford chevrolet chevy nissan bmw jeep dodge hyundai kia mercedes audi volkswagen subaru mazda lexus gmc chrysler "
    "pontiac cadillac buick acura volvo camry corolla civic accord".split()
)  # of cars
_RUN_OVER = frozenset("hit strike kill injure hurt".split())
_ON_PURPOSE = frozenset(
    "crowd bomb attack attacker terrorist terrorism deliberately intentionally militant weapon knife gun ram plough plow "
    "soldier troop protester".split()
)
_RISEN = frozenset("fame prominence stardom notoriety top lead".split())
_OUTDOING = frozenset("slaughter butcher murder massacre kill slay execute gun shoot ambush crush".split())
_HIT_AT_EASE = frozenset(
    "theater theatre cinema screen shelf store street road headline ground brake stand market".split()
)
_FORCES_OF = frozenset({"state", "armed_group", "movement", "military"})
_IDIOMS = frozenset({("stab", "back"), ("shoot", "foot"), ("hit", "nerve"), ("hit", "snooze"), ("kick", "can")})
_STORIES = frozenset(
    "film movie novel sequel series episode sitcom thriller opera play musical comic game videogame drama tale story "
    "book novelist storyline plot hero heroine villain protagonist fiction trailer festival chapter "
    "painting mural canvas fresco tapestry sculpture poem ballad epic "
    "documentary exhibition blockbuster saga cartoon fable legend myth reenactment re-enactment screenplay".split()
)
_PLAYED = frozenset({"actor", "hero", "villain", "character", "festival", "player", "gamer", "reenactor"})
_SOFT = frozenset(
    "attack beat invade clash shoot fire strike destroy bomb kill hit fight raid target blow storm battle seize capture "
    "burn bombard assault protest".split()
)


def harmed(f: Senses, t: Token, carrier: Token | None) -> bool:
    """Whether bodies or buildings are hit, and not only a reputation."""
    if _is_of_words(f, t, carrier):
        return False
    if t.tag[:2] == "NN" and any(f.tokens[k].lower in _SPITEFUL for k in f.g.modifiers(t.i)):
        return False
    if t.tag[:2] == "VB" and any(f.tokens[k].lower in _SPITEFULLY for k in t.children):
        return False
    if any(f.tokens[k].lemma in _MEDIA or f.tokens[k].lemma in BEASTS for k in f.doers(t, carrier)):
        return False
    if t.lemma in _QUARREL and any(f.g.in_class(k, "armed") for k in f.doers(t, carrier)):
        return True
    near_by = f.g.preps(t.i)
    sides = [*f.doers(t, carrier), *(k for name in _FACING for k in near_by.get(name, ()))]
    if t.lemma in _QUARREL and any(is_civilian(f, k) for k in sides):
        around = range(max(0, t.i - 6), min(len(f.tokens), t.i + 9))
        near = {f.tokens[k].lemma for k in around if k != t.i and not f.is_policy(k)}
        if not near & (_BODILY_HARM - _FORCES - _GUNS if t.tag[:2] == "NN" else _BODILY_HARM - _GUNS):
            return False
    if f.harm(t.i):
        return True
    if t.lemma in _QUARREL and f.tokens[t.head].lemma == "threaten":  # "North Korea threatened to attack the South"
        return any(f.g.label(k) == "GPE" or _is_stately(f, k) for k in f.g.subjects(t.head))
    here = f.g.preps(t.i)
    targets = f.g.objects(t.i) if t.tag[:2] == "VB" else [k for name in _TOWARDS for k in here.get(name, ())]
    built, people = f.lexicon.words("built"), f.lexicon.words("people") - _CONTENDERS
    for k in targets:
        word = f.tokens[k]
        if word.lemma in built:
            return True
        if word.lemma in people and t.tag[:2] != "VB":
            return not any(f.g.label(s) == "PER" or f.g.in_class(s, "people") for s in f.doers(t, carrier))
        if f.g.label(k) in ("GPE", "LOC") and carrier is not None and carrier.lemma in _COMMANDING:
            return True
        if f.g.label(k) == "GPE":
            return any(
                f.g.label(s) in ("GPE", "NORP")
                or f.g.in_class(s, "force")
                or (t.lemma in _QUARREL and _is_stately(f, s))
                for s in f.doers(t, carrier)
            )
    return False


def _is_stately(f: Senses, k: int) -> bool:
    """A state or its government, by its name or as the "it" of what it says."""
    known = [f.g.actor(k), *(f.g.actor(s) for s in f.g.clause_subject_of_saying(k) if f.tokens[k].lower == "it")]
    return any(a is not None and a.kind in ("state", "government") for a in known)


def _is_of_words(f: Senses, t: Token, carrier: Token | None) -> bool:
    """ "Iran criticized Israel": a verb no sense of which hits anybody; "blasted" does where a force or a weapon is named."""
    if t.tag[:2] != "VB" or any(r.type not in ("ACCUSE", "SUPPORT") for r in f.lexicon.verbs.get(t.lemma, ())):
        return False
    if t.lemma not in _BLOWS:
        return True
    doers = f.doers(t, carrier)
    by_force = any(f.g.in_class(k, "armed") or f.g.in_class(k, "force") for k in doers)
    return not by_force and not any(f.g.in_class(k, "weapon") for k in f.line(t))


def foes(f: Senses, t: Token, carrier: Token | None) -> bool:
    """Whether those who clash are forces, crowds or states, and not rivals at the polls."""
    g = f.g
    near = [k for name in ("between", "with", "against", "of", "in") for k in g.preps(t.i).get(name, ())]
    sides = [*f.doers(t, carrier), *near]
    if any(g.in_class(k, "armed") or g.in_class(k, "crowd") or g.in_class(k, "force") for k in sides):
        return True
    if any(is_civilian(f, k) for k in sides):
        around = range(max(0, t.i - 9), min(len(f.tokens), t.i + 12))
        if {f.tokens[k].lemma for k in around if not f.is_policy(k)} & (_BODILY_HARM - _FORCES):
            return True
        return (
            t.tag[:2] == "NN" and bool(near) and f.counts(t.sent)
        )  # "clashes between herders and farmers left 18 dead"
    states = any(g.label(k) in ("GPE", "NORP", "LOC") or k in g.local for k in sides)
    return states or f.harm(t.i)


def accident(f: Senses, t: Token) -> bool:
    """Killed, hurt or broken by nature, beast or mishap, or pulled down in peace; not by anyone who attacks."""
    if _is_figure(f, t) or _to_oneself(f, t) or _is_traffic(f, t):
        return True
    words = f.lexicon.words("accident")
    vehicles = f.lexicon.words("vehicle")
    g = f.g
    does = [*g.surface(t.i), *g.agents(t.i)] if not g.is_passive(t.i) else g.agents(t.i)
    for k in does:
        lemma = f.tokens[k].lemma
        if lemma == "fire" and any(g.is_party(j) or g.in_class(j, "armed") for j in g.modifiers(k)):
            return False
        if (
            lemma in BEASTS
            or f.tokens[k].lower in words
            or (lemma in vehicles and t.lemma in _RUN_OVER | {"damage"} and not _is_of_a_force(f, k))
        ):
            return True
        if lemma == "attack" and any(f.tokens[j].lower in BODILY for j in g.modifiers(k)):
            return True
    if does and t.lemma in ("hurt", "wound", "injure", "kill", "destroy", "damage") and not any(
        g.is_party(k) or f.tokens[k].lower in _HITTING or f.tokens[k].lower in f.lexicon.words("weapon")
        or f.tokens[k].lemma in f.lexicon.words("weapon")
        or f.tokens[k].lemma in f.lexicon.nouns or g.in_class(k, "vehicle")
        for k in does
    ):  # fmt: skip
        return True
    near = list(does)
    for name in ("in", "by", "after", "from", "during", "of", "when"):
        near += g.preps(t.i).get(name, [])
    if any(f.tokens[k].lemma in words or (f.tokens[k].dep == "pcomp" and f.tokens[k].lemma in _SLIPS) for k in near):
        return True
    if any(
        f.tokens[k].lemma in _MISHAPS or any(f.tokens[j].lemma in _MISHAPS for j in f.tokens[k].children)
        for k in _clauses_beside(f, t)
    ):  # "when a bus overturned", which the parser may take for a bus, overturned
        return True
    return t.lemma in _RAZING and not does and g.is_passive(t.i) and not f.harm(t.i)


def _clauses_beside(f: Senses, t: Token) -> list[int]:
    """The clauses under a verb and under what it is told together with: "18 were killed and 32 injured when ..."."""
    together = [t, *(f.tokens[k] for k in t.children if f.tokens[k].dep == "conj")]
    if t.dep == "conj":
        together.append(f.tokens[t.head])
    return [k for verb in together for k in verb.children if f.tokens[k].dep in ("advcl", "ccomp")]


def _is_traffic(f: Senses, t: Token) -> bool:
    """ "A drunk driver struck and killed a woman", "he had struck two parked cars": with no arms and no purpose."""
    g = f.g
    if t.lemma not in _RUN_OVER or any(f.tokens[k].lemma in _ON_PURPOSE for k in f.line(t)):
        return False
    does = g.subjects(t.i)
    if t.dep == "conj" and f.tokens[t.head].lemma in _RUN_OVER:
        does = does or g.agents(t.head)  # "was hit by a car and killed"
    if any(f.tokens[k].lemma in _AT_THE_WHEEL or f.tokens[k].lower in _MAKES for k in does):
        return True
    if t.dep == "conj" and any(f.tokens[k].lemma in f.lexicon.words("vehicle") for k in does):
        return True
    if t.lemma not in ("hit", "strike") or not does or any(g.in_class(k, "armed") or g.actor(k) for k in does):
        return False
    if not all(g.label(k) == "PER" or g.in_class(k, "people") or f.tokens[k].lower in ("he", "she") for k in does):
        return False
    return any(g.in_class(k, "vehicle") for k in g.objects(t.i))


def _is_of_a_force(f: Senses, k: int) -> bool:
    """ "Saudi jets", "army tanks", "its warplanes": what runs into nobody by chance."""
    if f.tokens[k].lemma in _WARPLANES:
        return True
    owner = f.g.actor(k) if f.g.possessors(k) and f.g.is_crewed(k) else None
    if owner is not None and owner.kind in _FORCES_OF:
        return True
    armed = f.g.in_class(k, "armed")
    return armed and any(f.g.label(j) in ("NORP", "GPE", "ORG") or f.g.in_class(j, "force") for j in f.g.modifiers(k))


def is_make_believe(f: Senses, act: Act) -> bool:
    """Violence of the playing field, the screen or the page: sport, games, fiction."""
    t = f.tokens[act.head]
    sport = f.field(t.i, "sport")
    line = f.g.parse.sentence(t.i)
    if f.has_score(line.first, line.last) and not f.counts(t.sent):
        return True
    hurting = f.harm(t.i)
    if sport >= 2 and not hurting:
        return True
    if sport >= 1 and act.kind == "verb" and not hurting and t.lemma in _SOFT:
        return True
    stories = [k for k in f.line(t) if f.tokens[k].lemma in _STORIES and f.tokens[k].tag[:2] == "NN"]
    fiction = f.field(t.i, "fiction")
    if not stories:
        return fiction >= 2 and not hurting and _in_present(f, t)
    if fiction >= 3 or _in_present(f, t):
        return True
    return any(f.tokens[k].lemma in _PLAYED for k in f.line(t))


def is_civilian(f: Senses, k: int) -> bool:
    actor = f.g.actor(k)
    if actor is None:
        return f.g.label(k) == "PER" or f.tokens[k].lemma in _CONTENDERS
    return actor.kind in ("person", "party", "movement", "company", "media") and actor.sector not in SURE_SECTORS


def _is_figure(f: Senses, t: Token) -> bool:
    """ "Stabbed in the back by allies", "hurt by going negative": figures of speech, where no body is in sight."""
    g = f.g
    near = {f.tokens[k].lemma for k in [*g.preps(t.i).get("in", ()), *g.objects(t.i)]}
    if any((t.lemma, word) in _IDIOMS for word in near) and not f.arms(t.i):
        return True
    if t.lemma == "shoot" and any(f.tokens[k].lemma in _RISEN for k in g.preps(t.i).get("to", ())):
        return True
    if t.lemma == "hit" and near & _HIT_AT_EASE:
        return not any(g.in_class(k, "armed") or g.in_class(k, "weapon") for k in g.subjects(t.i))
    if t.lemma in _OUTDOING and not f.arms(t.i) and (f.field(t.i, "vote") or f.field(t.i, "sport")):
        return True
    if t.lemma not in ("hurt", "wound"):
        return False
    if any(f.tokens[j].dep == "pcomp" for k in t.children if f.tokens[k].dep == "agent" for j in f.tokens[k].children):
        return True
    if t.lemma != "hurt" or f.arms(t.i):
        return False
    return not any(g.in_class(k, "counted") or f.tokens[k].lower in ("nobody", "none") for k in g.objects(t.i))


def _to_oneself(f: Senses, t: Token) -> bool:
    """ "Killed himself": nobody else is hurt, where no bomber does it."""
    objects = f.g.objects(t.i)
    alone = bool(objects) and all(f.tokens[k].lower.endswith(("self", "selves")) for k in objects)
    return alone and not any(f.g.in_class(k, "armed") for k in f.g.subjects(t.i))


def _in_present(f: Senses, t: Token) -> bool:
    """Whether the clause is told in the present tense, as plots are."""
    if t.tag == "VB":
        return True
    for k in (t.i, *f.g.parse.ancestors(t.i)):
        verb = f.tokens[k]
        if verb.tag in ("VBZ", "VBP"):
            return True
        if verb.tag == "VBD":
            return False
        helpers = [f.tokens[j] for j in verb.children if f.tokens[j].dep in ("aux", "auxpass")]
        if any(h.lemma == "have" or h.tag == "VBD" for h in helpers):
            return False
        if any(h.tag in ("VBZ", "VBP") for h in helpers):
            return True
    return False
