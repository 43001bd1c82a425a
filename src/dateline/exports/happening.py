"""One row of a view with all that it stands on: what formats with a shape of their own are filled from.

An event (as one report tells it) and an incident (as all of them do) become the same value, so that each format is
written once. Only actors that are somebody in public stand in it: whoever has no actor has no name here.
"""

from msgspec import Struct

from dateline.exports.coding import coded, coded_incident, doubt_of, mark_of_all, translated_by
from dateline.picture.acts import act, doubt
from dateline.picture.floor import Shown, shown_event, shown_incident
from dateline.picture.sides import sources, targets
from dateline.values import Actor, Count, FoundEvent, Incident, Toll


class Happening(Struct, frozen=True, kw_only=True):
    """Who did what to whom, where and when, by how many reports.

    `doubt`: reported, claimed, denied, planned .. `place` is as finely given as it may be shown, and `geonameid` only
    where that is the place itself. `days`: first and last ISO day it may have been on; None for no date. `found`: the
    events it stands on, each with its sentence. `mutual`: its actors acted on each other. `coded`: `machine`, or by whom it was reviewed.
    """

    id: str
    act: str
    type: str
    of: str | None
    mode: str | None
    quad: str
    score: float
    doubt: str
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    mutual: bool
    place: Shown
    geonameid: int | None
    days: tuple[str, str] | None
    date: str | None
    date_precision: int | None
    killed: Count | Toll | None
    injured: Count | Toll | None
    found: tuple[FoundEvent, ...]
    reports: int
    outlets: int
    origins: int
    known_on: str
    contexts: tuple[str, ...]
    why: str
    coded: str

    @property
    def is_said_to_have_happened(self) -> bool:
        """Whether reports tell it as done, themselves or by somebody's word; not planned, denied, demanded .."""
        return self.doubt in ("reported", "claimed")

    @property
    def opposed(self) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Its two sides, for formats that know no third way: of those who acted on each other one against the rest."""
        if self.mutual and not self.recipients:
            return self.actors[:1], self.actors[1:]
        return self.actors, self.recipients

    @property
    def confidence(self) -> float | None:
        """0..1: that of its surest event."""
        return max((f.event.confidence for f in self.found), default=None)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences it stands on, each once."""
        return tuple(dict.fromkeys(" ".join(f.evidence.words.split()) for f in self.found))

    @property
    def coder(self) -> str:
        """The coder version that read it."""
        return ", ".join(sorted({f.evidence.coder for f in self.found if f.evidence.coder}))

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines that translated what it stands on."""
        return tuple(sorted({engine for f in self.found if (engine := translated_by(f)) is not None}))

    @property
    def mark(self) -> str | None:
        """How far it may be passed on: the strictest mark of its reports."""
        return mark_of_all(self.found)

    @property
    def urls(self) -> tuple[str, ...]:
        """Web addresses of its reports."""
        return tuple(dict.fromkeys(url for f in self.found if (url := web_address(f.evidence.url)) is not None))

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who reported it."""
        return tuple(dict.fromkeys(f.evidence.publisher for f in self.found if f.evidence.publisher))


def of_event(found: FoundEvent) -> Happening:
    """One report's event."""
    event, shown = found.event, shown_event(found)
    return Happening(
        id=found.id,
        act=act(event),
        type=event.type,
        of=event.of,
        mode=event.mode,
        quad=event.quad,
        score=event.score,
        doubt=doubt(event),
        actors=sources(event),
        recipients=targets(event),
        mutual=not set(sources(event)).isdisjoint(targets(event)),
        place=shown,
        geonameid=_geonameid(shown, found.place),
        days=found.days,
        date=event.date,
        date_precision=event.date_precision,
        killed=event.killed,
        injured=event.injured,
        found=(found,),
        reports=1,
        outlets=1,
        origins=1,
        known_on=found.evidence.known_on[:10],
        contexts=event.contexts,
        why=event.why,
        coded=coded(found),
    )


def of_incident(incident: Incident, found: list[FoundEvent]) -> Happening:
    """One happening; `found` are its events."""
    shown = shown_incident(incident, found)
    return Happening(
        id=incident.id,
        act=act(incident),
        type=incident.type,
        of=incident.of,
        mode=incident.mode,
        quad=incident.quad,
        score=incident.score,
        doubt=doubt_of(incident, found),
        actors=incident.actors,
        recipients=incident.recipients,
        mutual=incident.mutual,
        place=shown,
        geonameid=_geonameid(shown, incident.site),
        days=incident.days,
        date=incident.date,
        date_precision=incident.date_precision,
        killed=incident.killed,
        injured=incident.injured,
        found=tuple(found),
        reports=incident.reports,
        outlets=incident.outlets,
        origins=incident.origins,
        known_on=incident.known_on[:10],
        contexts=tuple(dict.fromkeys(context for f in found for context in f.event.contexts)),
        why=incident.why,
        coded=coded_incident(incident, found),
    )


def web_address(url: str | None) -> str | None:
    """An address that is safe to follow, or None: other schemes are hostile until shown otherwise."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return None
    return url if not any(c.isspace() or not c.isprintable() or c in "\"<>'" for c in url) else None


def _geonameid(shown: Shown, place: object) -> int | None:
    is_itself = shown.kind in ("point", "near") or (shown.kind != "none" and not shown.is_coarsened)
    return getattr(place, "geonameid", None) if is_itself else None
