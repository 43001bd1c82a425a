"""What an act is called and how it stands, in the few plain words that the page, every download and every alert share."""

from dateline.values import Event, Incident

ACTS = {
    "AGREE": "agreement", "CONSULT": "talks", "SUPPORT": "support", "COOPERATE": "cooperation", "AID": "aid",
    "CONCEDE": "concession", "RETREAT": "withdrawal", "REQUEST": "request", "ACCUSE": "accusation",
    "REJECT": "refusal", "THREATEN": "threat", "PROTEST": "protest", "SANCTION": "sanction",
    "MOBILIZE": "deployment", "COERCE": "coercion", "ASSAULT": "attack",
}  # fmt: skip
# a truce ended, a withdrawal or release refused
_WHOLE: dict[tuple[str, str | None], str] = {("REJECT", "RETREAT"): "refusal to yield"}
_JOINS = {"AGREE": "on", "REQUEST": "for", "SUPPORT": "for", "PROTEST": "over"}


def act(event: Event | Incident) -> str:
    """`refusal of talks`: the act, and the act it speaks of; attacks on each other are a clash."""
    if isinstance(event, Incident) and event.mutual and event.type == "ASSAULT":
        return "clash"
    return act_of(event.type, event.of)


def act_of(type_: str, of: str | None = None) -> str:
    """The same from the two codes."""
    if (type_, of) in _WHOLE:
        return _WHOLE[type_, of]
    word = ACTS.get(type_, type_.lower())
    if of is None or of == type_:
        return word
    return f"{word} {_JOINS.get(type_, 'of')} {ACTS.get(of, of.lower())}"


def doubt(event: Event) -> str:
    """How an event stands, in one word: reported, claimed, denied, planned, possible, demanded, hypothetical, historical."""
    if event.negated or event.modality == "denied":
        return "denied"
    if event.modality != "asserted":
        return event.modality
    return "claimed" if event.said_by is not None else "reported"
