"""Claims of responsibility: "ISIS-K claimed responsibility for the attack" tells of an attack by ISIS-K.

The act it points to stands in the same sentence ("for a bombing that killed 46") or was told before ("for the
attack"). A claim is what the claimant says: `why` says so. Nobody's claim is no event, and a denied one is negated.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from dateline.extraction.events.acts import Act
from dateline.extraction.events.plover import Modality, quad_of, score_of
from dateline.extraction.events.roles import Grammar
from dateline.extraction.text.tokens import Token
from dateline.values import Event, Party, Pinned, Roles, Span, Statement

_CLAIMING = frozenset({"claim", "take", "assume", "accept", "admit", "acknowledge"})
_WORDS = frozenset({"responsibility", "credit"})
_REACH = 12  # sentences back to the act that a claim points to
_NOBODY = frozenset({"no", "none", "nobody", "neither", "nor"})


class Claim(Struct, frozen=True):
    """Who claims or denies what: head tokens. `noun` is the act noun, None where only "responsibility" is named."""

    verb: int
    claimants: tuple[int, ...]
    noun: int | None
    is_denied: bool


def find_claims(g: Grammar) -> list[Claim]:
    """All claims and denials of responsibility of an article, in text order; those of nobody are left out."""
    found = []
    for t in g.tokens:
        own = _own_deed(t, g)
        if own is not None:
            found.append(own)
            continue
        if not g.is_verb(t) or t.lemma not in (*_CLAIMING, "deny"):
            continue
        objects = g.objects(t.i)
        words = [k for k in objects if g.tokens[k].lemma in _WORDS]
        nouns = [k for k in objects if _is_act_noun(k, g)]
        if words:
            behind = [j for k in (*words, t.i) for j in g.preps(k).get("for", ())]
            nouns = [j for j in behind if _is_act_noun(j, g)]
            if not nouns and (g.tokens[words[0]].lemma == "credit" or any(not _is_pointer(j, g) for j in behind)):
                continue
        elif t.lemma != "claim" or not nouns or g.is_passive(t.i):
            continue
        claimants = [k for k in g.subjects(t.i) if g.is_party(k)]
        helpers = [g.tokens[k] for k in t.children]
        if any(h.tag == "MD" or h.lower == "to" for h in helpers) or not claimants or _is_nobody(claimants, g):
            continue
        if any(h.dep == "neg" for h in helpers):
            continue
        found.append(Claim(t.i, tuple(claimants), nouns[0] if nouns else None, t.lemma == "deny"))
    return found


def _own_deed(t: Token, g: Grammar) -> Claim | None:
    """ "The group said it was behind the attack"."""
    if t.lemma != "be" or any(g.tokens[k].dep == "neg" or g.tokens[k].tag == "MD" for k in t.children):
        return None
    nouns = [j for j in g.preps(t.i).get("behind", ()) if _is_act_noun(j, g) or _is_pointer(j, g)]
    sayers = [k for k in g.clause_subject_of_saying(t.i) if g.is_party(k)]
    if not nouns or not sayers or not any(g.speaks_of_itself(k, sayers) for k in g.surface(t.i)):
        return None
    return Claim(t.i, tuple(sayers), nouns[0] if _is_act_noun(nouns[0], g) else None, False)


def _is_act_noun(k: int, g: Grammar) -> bool:
    t = g.tokens[k]
    return t.tag[:2] == "NN" and any(rule.type == "ASSAULT" for rule in g.lexicon.nouns.get(t.lemma, ()))


def _is_pointer(k: int, g: Grammar) -> bool:
    return g.tokens[k].lower in ("it", "them", "this", "that", "both")


def _is_nobody(heads: Sequence[int], g: Grammar) -> bool:
    return any(
        g.tokens[k].lower in _NOBODY or any(g.tokens[j].lower in _NOBODY for j in g.tokens[k].children) for k in heads
    )


def with_claims(
    told: list[tuple[Act, Event]], claims: Sequence[Claim], g: Grammar, statements: Sequence[Statement]
) -> list[tuple[Act, Event]]:
    """Give each claim its act: told in the same phrase, else a copy of the last such act under the claimant's name.

    Args:
        told: acts and events so far, in text order, with place, date and tolls.
        claims: what `find_claims` found.
        g: the predicates of the article.
        statements: a claim inside one points at it.
    """
    found = [(act, _settled(act, event, told, g)) for act, event in told]
    for claim in claims:
        parties = [p for p in (g.party(k, claim.verb) for k in claim.claimants) if p is not None]
        if not parties:
            continue
        n = _in_phrase(claim, found, g)
        if n is not None:
            act, event = found[n]
            if event.source is None or claim.is_denied:
                found[n] = (act, _owned(event, parties, claim))
            continue
        pointed = _told_before(claim, found, g)
        if pointed is not None:
            found.append((_act_of(claim), _copied(pointed, parties, claim, g, statements)))
    found.sort(key=lambda pair: (pair[1].trigger.start, pair[1].trigger.end, pair[1].type))
    return found


def _settled(act: Act, event: Event, told: Sequence[tuple[Act, Event]], g: Grammar) -> Event:
    """ "Said it carried out the attack": where, when and whom the act told before says."""
    if event.type != "ASSAULT" or event.target is not None or event.source is None or event.source.actor is None:
        return event
    t = g.tokens[act.head]
    if act.kind != "noun" or not any(g.tokens[k].lower in ("the", "this", "that", "both") for k in t.children):
        return event
    if event.pinned.place == "same" or event.pinned.date == "same" or event.killed is not None:
        return event
    first = _told_before(Claim(act.head, (), act.head, False), told, g)
    if first is None:
        return event
    return replace(
        event, target=first.target, recipients=first.recipients, place=first.place, date=first.date,
        date_precision=first.date_precision, killed=first.killed, injured=first.injured,
        pinned=Pinned("same", "other" if first.place is not None else None, "other" if first.date else None),
        why=f"{event.why.removesuffix('.')}; the one told before.",
    )  # fmt: skip


def _in_phrase(claim: Claim, told: list[tuple[Act, Event]], g: Grammar) -> int | None:
    if claim.noun is None:
        return None
    for n, (act, event) in enumerate(told):
        if event.type == "ASSAULT" and claim.noun in (act.head, *act.named, *act.used):
            return n
    return None


def _told_before(claim: Claim, told: Sequence[tuple[Act, Event]], g: Grammar) -> Event | None:
    """The last act of violence before the claim that nobody else is known to have done."""
    here = g.tokens[claim.verb]
    noun = g.tokens[claim.noun] if claim.noun is not None else None
    best: Event | None = None
    for act, event in told:
        other = g.tokens[act.head]
        if other.i >= here.i or here.sent - other.sent > _REACH:
            continue
        if event.type != "ASSAULT" or event.modality != "asserted" or event.negated or _is_other(event):
            continue
        if best is None or _weight(event, noun) >= _weight(best, noun):
            best = event
    return best


def _is_other(event: Event) -> bool:
    """Whether somebody that the article names did it: nobody else claims that."""
    return event.source is not None and event.source.actor is not None


def _weight(event: Event, noun: Token | None) -> int:
    """How well an act fits what is claimed: of the kind that the noun names, and deadly."""
    bombs = event.mode in ("explosives", "suicide-attack")
    named = noun is not None and noun.lemma in ("bombing", "explosion", "blast")
    return (2 if named and bombs else 0) + (1 if event.killed is not None else 0)


def _owned(event: Event, parties: Sequence[Party], claim: Claim) -> Event:
    why = "denied" if claim.is_denied else "claimed"
    return replace(
        event,
        source=parties[0],
        actors=(*parties, *(p for p in event.actors if not any(p.overlaps(q) for q in parties)))
        if event.source is None else tuple(parties),
        negated=claim.is_denied,
        modality=str(Modality.DENIED) if claim.is_denied else event.modality,
        pinned=replace(event.pinned, actor="same"),
        why=f"{event.why.removesuffix('.')}; responsibility {why}.",
    )  # fmt: skip


def _copied(event: Event, parties: Sequence[Party], claim: Claim, g: Grammar, statements: Sequence[Statement]) -> Event:
    word = claim.noun if claim.noun is not None else claim.verb
    trigger = g.parse.span(word, word + 1)
    why = "denied" if claim.is_denied else "claimed"
    words = g.parse.words(claim.verb, claim.verb + 1)
    return Event(
        type="ASSAULT",
        mode=event.mode,
        quad=quad_of("ASSAULT"),
        score=score_of("ASSAULT"),
        trigger=trigger,
        source=parties[0],
        target=event.target,
        actors=tuple(parties),
        recipients=tuple(p for p in event.recipients if not any(p.overlaps(q) for q in parties)),
        place=event.place,
        date=event.date,
        date_precision=event.date_precision,
        negated=claim.is_denied,
        modality=str(Modality.DENIED) if claim.is_denied else "asserted",
        said_by=_said_by(trigger, statements),
        roles=Roles(),
        killed=event.killed,
        injured=event.injured,
        pinned=Pinned("same", "other" if event.place is not None else None, "other" if event.date else None),
        confidence=min(0.8, event.confidence),
        why=f"claims: “{words}” points at the ASSAULT told before; responsibility {why}.",
    )


def _said_by(trigger: Span, statements: Sequence[Statement]) -> int | None:
    for index, statement in enumerate(statements):
        if any(p.start <= trigger.start and trigger.end <= p.end for p in statement.content):
            return index
    return None


def _act_of(claim: Claim) -> Act:
    act = Act("verb", "ASSAULT", None, claim.verb, "claims", 4)
    act.sources = list(claim.claimants)
    return act
