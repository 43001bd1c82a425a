"""What people decided about statements: that one is none, or has another speaker or stance.

A decision names a statement by where it stands in its report, so that it outlives a new reading of it. It reaches the same
words of the same sentence in a reprint, because a copy says nothing of its own.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from msgspec import UNSET, Struct, UnsetType, structs

from dateline.errors import InputError
from dateline.values import Actor, FoundStatement, Party, Span, Statement
from dateline.values.review import Fixed, Review

SAID_PARTS = ("source", "stance")
STANCES = ("said", "believed", "denied", "promised", "threatened", "demanded", "accused", "praised", "asked")
_KINDS = {"accept": "accepted", "reject": "rejected", "fix": "fixed"}
Turns = Mapping[int, Sequence[tuple[str, bool]]]  # see `corrections`


class SaidMark(Struct, frozen=True):
    """Where a statement stands: its id when it was marked, its report, a digest of its sentence, its words' place in it."""

    id: str
    article: str
    sentence: str
    at: int

    @staticmethod
    def of(found: FoundStatement) -> "SaidMark":
        """Mark a statement as the coder read it."""
        first = min((piece.start for piece in found.statement.content), default=found.evidence.sentence.start)
        digest = sha256(found.evidence.words.encode("utf-8", "replace")).hexdigest()[:16]
        return SaidMark(found.id, found.evidence.article, digest, first - found.evidence.sentence.start)


class SaidChanges(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The parts of a statement that a person set; a source of None says that no actor is named."""

    source: Actor | UnsetType | None = UNSET
    stance: str | UnsetType = UNSET

    def told(self) -> dict[str, Any]:
        """The parts that are set, by name."""
        return {part: value for part in SAID_PARTS if (value := getattr(self, part)) is not UNSET}


class SaidDecision(Struct, frozen=True, kw_only=True):
    """One decision: `accept`, `reject` or `fix`, with its number on the record."""

    kind: str
    number: int
    who: str
    why: str
    made_at: str
    mark: SaidMark
    changes: SaidChanges = SaidChanges()


class SaidVersion(Struct, frozen=True):
    """A statement as it stands from an ISO day on; `review` is None where all decisions were undone again."""

    from_on: str
    statement: Statement
    review: Review | None


def check_said(changes: SaidChanges) -> None:
    """Whether a statement may be read so.

    Raises:
        InputError: nothing is set, or no such stance.
    """
    if not changes.told():
        raise InputError("Nothing was changed. Say what is wrong, or accept the statement as it is.")
    if changes.stance is not UNSET and changes.stance not in STANCES:
        raise InputError(f"{changes.stance}: no such stance. A statement is {', '.join(STANCES)}.")


def meant(mark: SaidMark, statements: Sequence[FoundStatement]) -> tuple[FoundStatement, ...]:
    """The statement that was marked, as it is read today, and the same words of its sentence in copies; none where no
    report says it any more.

    Args:
        mark: where it stands.
        statements: as the coder reads them, of its report, of what that copies, and of their copies.
    """
    held = [found for found in statements if found.evidence.article == mark.article]
    same = [found for found in held if found.id == mark.id]
    own = next(iter(same or [found for found in held if _is_at(found, mark)]), None)
    if own is None:
        return ()
    now, origin = SaidMark.of(own), _origin(own)
    others = (f for f in statements if f.evidence.article != mark.article and _origin(f) == origin and _is_at(f, now))
    return (own, *others)


def described_statement(said: Statement) -> dict[str, str | None]:
    """What a person may set in a statement, as short words: the speaker's id and the stance."""
    return {"source": said.source.actor.id if said.source and said.source.actor else None, "stance": said.stance}


def said_words(changes: SaidChanges) -> dict[str, str | None]:
    """The parts that a fix sets, as the same short words."""
    return {part: value.id if isinstance(value, Actor) else value for part, value in changes.told().items()}


def said_versions(machine: FoundStatement, decisions: Sequence[SaidDecision], turns: Turns) -> tuple[SaidVersion, ...]:
    """What a statement reads as, from which day on; one version a day at most, those of no effect left out.

    Args:
        machine: as the coder reads it.
        decisions: all on record about it, by number.
        turns: for those that were undone at some time, the days on which they ceased to hold, or held again.
    """
    out = machine.evidence.known_on[:10]
    days = {max(out, d.made_at[:10]) for d in decisions}
    days |= {max(out, day) for d in decisions for day, _ in turns.get(d.number, ())}
    found: list[SaidVersion] = []
    held: list[SaidDecision] = []
    for day in sorted(days):
        now = [d for d in decisions if d.made_at[:10] <= day and _holds(turns.get(d.number, ()), day)]
        if now != held:
            found.append(_read_by(machine.statement, now, day))
        held = now
    return tuple(found)


def _is_at(found: FoundStatement, mark: SaidMark) -> bool:
    one = SaidMark.of(found)
    return (one.sentence, one.at) == (mark.sentence, mark.at)


def _origin(found: FoundStatement) -> str:
    return found.evidence.copy_of or found.evidence.article


def _holds(turns: Sequence[tuple[str, bool]], day: str) -> bool:
    return next((holds for since, holds in reversed(turns) if since <= day), True)


def _read_by(machine: Statement, decisions: Sequence[SaidDecision], day: str) -> SaidVersion:
    if not decisions:
        return SaidVersion(day, machine, None)
    said = machine
    for decision in decisions:
        if decision.kind == "fix":
            said = structs.replace(_read_so(said, decision.changes), why=f"Set by {decision.who}: {decision.why}")
    last = decisions[-1]
    before, after = described_statement(machine), described_statement(said)
    fixed = tuple(Fixed(part, before[part], after[part]) for part in SAID_PARTS if before[part] != after[part])
    review = Review(
        kind=_KINDS[last.kind], who=last.who, at=last.made_at, why=last.why, number=last.number, fixed=fixed
    )
    return SaidVersion(day, said, review)


def _read_so(said: Statement, changes: SaidChanges) -> Statement:
    told = changes.told()
    if "source" in told:
        told["source"] = _speaker(said, told["source"])
    return structs.replace(said, **told)


def _speaker(said: Statement, actor: Actor | None) -> Party | None:
    """The speaker with the words that named one; with none of its own where the coder saw nobody."""
    at = said.source or said.cue or next(iter(said.content), Span(0, 0))
    if actor is None:
        return Party(at.start, at.end, None) if said.source is not None else None
    return Party(at.start, at.end if said.source is not None else at.start, actor)
