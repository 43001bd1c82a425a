"""`/evidence`: the sentences under a figure, newest first, one group for each independent origin.

A fragment for the drawer (`part=1`), a page of its own for everybody else.
"""

from collections.abc import Iterable, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response
from msgspec import Struct

from dateline.engine.decided import shown_fixes
from dateline.picture import acts
from dateline.store import EventFilter
from dateline.store.said import own_id
from dateline.values import Evidence, Extraction, Fixed, FoundEvent, FoundStatement, Review, Sighting, Via
from dateline.values.mark import strictest
from dateline.web import marks, words
from dateline.web.asked import Asked
from dateline.web.desk import Desk, ask
from dateline.web.tongues import _

router = APIRouter()
_GROUPS = 30
_READ = 40  # reports whose extraction is read for the dates in their sentences


class Line(Struct, frozen=True):
    """One sentence, why it was coded so, and how it stands."""

    pieces: tuple[marks.Piece, ...]
    id: str
    anchor: str
    what: str
    doubt: str | None
    quad: str | None
    when: str
    sides: tuple[str, ...]
    why: str
    via: Via | None = None
    event: str | None = None  # the event or statement that can be reviewed, and which of the two it is
    about: str = "event"
    review: Review | None = None
    fixed: tuple[Fixed, ...] = ()


class Origin(Struct, frozen=True):
    """A report and those that reprint it."""

    article: str
    evidence: Evidence
    lines: tuple[Line, ...]
    copies: tuple[Evidence, ...]

    @property
    def mark(self) -> str | None:
        """The strictest mark of the report and of those that reprint it."""
        return strictest(e.mark for e in (self.evidence, *self.copies))


@router.get("/evidence")
def evidence(request: Request) -> Response:
    """The sentences under a figure."""
    desk, asked = ask(request)
    params = request.query_params
    event_ids, statement_ids = _many(params.getlist("event")), _many(params.getlist("statement"))
    sighted, active = params.get("sighted", "")[:100], params.get("active", "")[:100]
    title, total = "", 0
    grouped: list[Origin] = []
    if event_ids:
        found = desk.store.events(EventFilter(ids=event_ids))
        found += desk.store.rejected_events(sorted(set(event_ids) - {f.id for f in found}))
        grouped, total = origins(desk, found), len(found)
    elif statement_ids:
        said = list(desk.store.statements_now(statement_ids).values())
        grouped, total = origins_of_statements(said), len(said)
    elif sighted:
        seen = _sightings(desk, asked, sighted)
        grouped, total = origins_of_sightings(seen), len(seen)
        title = _(
            "%(actor)s named with %(place)s",
            actor=desk.name_of(sighted, asked.as_of),
            place=words.area(asked.country, asked.admin1),
        )
    elif active:
        ids = _active(desk, asked, active)
        grouped, total = origins(desk, desk.store.events(EventFilter(ids=ids[:_READ], as_of=asked.as_of))), len(ids)
    elif params.get("what") == "statements":
        total = desk.store.count_statements(asked.statements())
        grouped = origins_of_statements(desk.store.statements(asked.statements(), limit=_GROUPS))
    else:
        wanted = asked.events()
        if params.get("vague") == "1":  # known to the country only
            vague = [f for f in desk.store.events(wanted, limit=5000) if f.place is None or f.place.admin1 is None]
            grouped, total = origins(desk, vague[:_GROUPS]), len(vague)
        else:
            total = desk.store.count_events(wanted)
            decided = desk.store.rejected_events(_many(params.getlist("also")))  # just now, and to be undone from here
            grouped = origins(desk, [*decided, *desk.store.events(wanted, limit=_GROUPS)])
    name = "evidence_part.html" if params.get("part") == "1" else "evidence.html"
    return desk.page(
        request,
        name,
        asked=asked,
        heading=title or params.get("title", "")[:120] or _("The sentences under it"),
        origins=grouped[:_GROUPS],
        total=total,
        is_cut=len(grouped) > _GROUPS or (total > _GROUPS and not (event_ids or statement_ids or sighted)),
        is_filtered=not (event_ids or statement_ids or sighted or active),
    )


def origins(desk: Desk, found: Iterable[FoundEvent]) -> list[Origin]:
    """Events by independent origin, newest first; dates are marked where their report is at hand."""
    extractions: dict[str, Extraction | None] = {}
    lines: dict[str, list[Line]] = {}
    held: dict[str, Evidence] = {}
    for event in found:
        evidence = event.evidence
        held.setdefault(evidence.article, evidence)
        if evidence.article not in extractions:
            extractions[evidence.article] = (
                desk.store.extraction(evidence.article) if len(extractions) < _READ else None
            )
        lines.setdefault(evidence.article, []).append(_event_line(event, extractions[evidence.article]))
    return _by_origin(held, lines)


def origins_of_statements(found: Iterable[FoundStatement]) -> list[Origin]:
    """Statements by independent origin."""
    lines: dict[str, list[Line]] = {}
    held: dict[str, Evidence] = {}
    for one in found:
        said = one.statement
        held.setdefault(one.evidence.article, one.evidence)
        who = said.source.actor.name if said.source and said.source.actor else _("somebody")
        lines.setdefault(one.evidence.article, []).append(
            Line(
                pieces=tuple(marks.said(one)),
                id=one.id,
                anchor=f"s-{one.id}",
                what=_("statement, %(stance)s", stance=words.STANCES.say(said.stance)),
                doubt=None,
                quad=None,
                when=words.when(said.date),
                sides=(who,),
                why=said.why,
                via=said.via,
                event=own_id(one.id),
                about="statement",
                review=one.review,
                fixed=one.review.fixed if one.review is not None else (),
            )
        )
    return _by_origin(held, lines)


def origins_of_sightings(found: Iterable[Sighting]) -> list[Origin]:
    """Sentences that name an actor with a place."""
    lines: dict[str, list[Line]] = {}
    held: dict[str, Evidence] = {}
    for seen in found:
        evidence, place = seen.evidence, seen.place
        held.setdefault(evidence.article, evidence)
        start = evidence.sentence.start
        mark = marks.Mark(place.start - start, place.end - start, "place", marks.place_says(place))
        line = Line(
            pieces=tuple(marks.pieces(evidence.words, [mark])), id="", anchor="", what=_("named there, no event"),
            doubt=None, quad=None, when=words.day(evidence.known_on), sides=(), why=place.why,
        )  # fmt: skip
        if all(line.pieces != other.pieces for other in lines.get(evidence.article, ())):
            lines.setdefault(evidence.article, []).append(line)
    return _by_origin(held, lines)


def _event_line(found: FoundEvent, extraction: Extraction | None) -> Line:
    event = found.event
    sides = [s.actor.name for s in (event.source, event.target) if s is not None and s.actor is not None]
    return Line(
        pieces=tuple(marks.sentence(found, extraction)),
        id=found.id,
        anchor=f"e-{found.id}",
        what=words.act(event),
        doubt=acts.doubt(event),
        quad=event.quad,
        when=words.when(event.date, found.days),
        sides=tuple(sides),
        why=event.why,
        via=event.via,
        event=found.id,
        review=found.review,
        fixed=shown_fixes(found),
    )


def _by_origin(held: dict[str, Evidence], lines: dict[str, list[Line]]) -> list[Origin]:
    groups: dict[str, list[str]] = {}
    for article, evidence in held.items():
        groups.setdefault(evidence.copy_of or article, []).append(article)
    found = []
    for origin, articles in groups.items():
        first = origin if origin in held else min(articles, key=lambda a: (held[a].known_on, a))
        copies = tuple(held[a] for a in articles if a != first)
        found.append(Origin(first, held[first], tuple(lines.get(first, ())), copies))
    return sorted(found, key=lambda o: (o.evidence.published or o.evidence.known_on, o.article), reverse=True)


def _sightings(desk: Desk, asked: Asked, actor: str) -> list[Sighting]:
    found = desk.store.sightings(
        actor, country=asked.country, since=asked.since, until=asked.until, as_of=asked.as_of
    )  # fmt: skip
    return [s for s in found if (s.place.admin1 if (s.place.precision or 6) <= 4 else None) == asked.admin1]


def _active(desk: Desk, asked: Asked, actor: str) -> tuple[str, ...]:
    """Ids of the events that show an actor active in an area on the days asked for, latest first."""
    found = desk.store.activity(actor, desk.side(actor, asked.as_of), as_of=asked.as_of)
    first, last = asked.since or "", asked.until or "9999"
    kept = [a for a in found if (a.country, a.admin1) == (asked.country, asked.admin1) and first <= a.day <= last]
    return tuple(a.id for a in reversed(kept))


def _many(ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i[:64] for i in ids[:200]))
