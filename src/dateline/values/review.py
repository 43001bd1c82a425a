"""What a person decided about something that the machine found: who, when, why, and what it changed."""

from msgspec import Struct

from dateline.values.event import Event
from dateline.values.place import Place


class Fixed(Struct, frozen=True):
    """One part of an event that a person set: its name, and how machine and person read it, as short words."""

    part: str  # type, of, mode, standing, source, target, place, date
    machine: str | None
    person: str | None


class Review(Struct, frozen=True, kw_only=True):
    """The decision that an event, incident or story stands as it does by.

    `kind`: accepted, fixed, rejected; joined, split. `at`: ISO, UTC. `number`: its place on the record, which undoing
    names. Of a fixed event, `machine` and `machine_place` are what the coder read, in full.
    """

    kind: str
    who: str
    at: str
    why: str
    number: int
    fixed: tuple[Fixed, ...] = ()
    machine: Event | None = None
    machine_place: Place | None = None

    @property
    def says(self) -> str:
        """`fixed by ann on 2026-11-22`: the mark that no machine-coded row carries."""
        return f"{self.kind} by {self.who} on {self.at[:10]}"
