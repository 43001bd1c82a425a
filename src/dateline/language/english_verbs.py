"""Forms of English verbs, also of those with more than one word ("call on"): what other languages' forms are put into."""

_PAST = {
    "ask for": ("asked for", "asked for"), "demand from": ("demanded from", "demanded from"),
    "expel": ("expelled", "expelled"), "regret": ("regretted", "regretted"), "admit": ("admitted", "admitted"),
    "overthrow": ("overthrew", "overthrown"), "jail": ("jailed", "jailed"),
    "be": ("was", "been"), "begin": ("began", "begun"), "break off": ("broke off", "broken off"),
    "fight": ("fought", "fought"), "flee": ("fled", "fled"), "forbid": ("forbade", "forbidden"),
    "freeze": ("froze", "frozen"), "hand over": ("handed over", "handed over"), "hold": ("held", "held"),
    "kidnap": ("kidnapped", "kidnapped"), "call on": ("called on", "called on"), "spy on": ("spied on", "spied on"),
    "hit": ("hit", "hit"), "stab": ("stabbed", "stabbed"), "cut": ("cut", "cut"), "give": ("gave", "given"),
    "lead": ("led", "led"), "speak": ("spoke", "spoken"), "commit": ("committed", "committed"), "pay": ("paid", "paid"),
    "ram": ("rammed", "rammed"), "plan": ("planned", "planned"), "call for": ("called for", "called for"),
    "meet with": ("met with", "met with"), "send back": ("sent back", "sent back"), "resume": ("resumed", "resumed"),
    "take control of": ("took control of", "taken control of"), "take part": ("took part", "taken part"),
    "take hostage": ("took hostage", "taken hostage"), "open fire": ("opened fire", "opened fire"),
    "say it is ready": ("said it was ready", "said it was ready"), "proclaim himself": ("proclaimed himself", "proclaimed himself"), "leave": ("left", "left"), "lose": ("lost", "lost"), "meet": ("met", "met"),
    "retake": ("retook", "retaken"), "say": ("said", "said"), "send": ("sent", "sent"),
    "set fire to": ("set fire to", "set fire to"), "shoot down": ("shot down", "shot down"), "take": ("took", "taken"),
    "withdraw": ("withdrew", "withdrawn"), "win": ("won", "won"), "carry out": ("carried out", "carried out"),
    "crack down on": ("cracked down on", "cracked down on"), "claim responsibility for":
    ("claimed responsibility for", "claimed"), "ban": ("banned", "banned"), "behead": ("beheaded", "beheaded"),
}  # fmt: skip
_DOUBLED = frozenset(
    "admit ban begin commit cut expel get hit kidnap plan ram regret repel run set stab stop win".split()
)


def past_of(base: str) -> tuple[str, str]:
    """The past and the participle of a verb."""
    if base in _PAST:
        return _PAST[base]
    if base.endswith("e"):
        return f"{base}d", f"{base}d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ied", f"{base[:-1]}ied"
    return f"{base}ed", f"{base}ed"


def third_of(base: str) -> str:
    """The present with "he": "attacks", "calls on"."""
    verb, rest = _parted(base)
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies{rest}"
    return f"{verb}{'es' if verb.endswith(('s', 'sh', 'ch', 'x', 'z', 'go')) else 's'}{rest}"


def ing_of(base: str) -> str:
    """The form in -ing: "attacking", "calling on"."""
    verb, rest = _parted(base)
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ing{rest}"
    if verb == "die":
        return "dying"
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "oe")) else verb
    return f"{stem}ing{rest}"


def _parted(base: str) -> tuple[str, str]:
    verb, space, rest = base.partition(" ")
    return verb, f"{space}{rest}"
