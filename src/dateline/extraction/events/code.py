"""Who did what to whom: the events of one article.

Reads a parse with its entities, places, times and statements, and gives events; remembers nothing, loads nothing.
`triggers` finds the words that tell of an act, `making` makes events of them, `merging` one of those that tell one deed,
`tolls` counts the dead and injured, `placing` says where and when.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from dateline.extraction.events.acts import Act
from dateline.extraction.events.claims import find_claims, with_claims
from dateline.extraction.events.fillers import claimed, leading_band
from dateline.extraction.events.lexicon import Lexicon, own_lexicon
from dateline.extraction.events.making import make_event
from dateline.extraction.events.merging import merged, retold
from dateline.extraction.events.news import SPOKEN
from dateline.extraction.events.opinion import Judge, second_opinion
from dateline.extraction.events.pages import (
    is_campaign,
    is_disaster,
    is_play,
    speaks_of_arms,
    speaks_of_weapons,
)
from dateline.extraction.events.placing import Setting
from dateline.extraction.events.roles import Grammar
from dateline.extraction.events.tolls import casualties
from dateline.extraction.events.triggers import Finder
from dateline.extraction.text.mentions import Mentions
from dateline.extraction.text.tokens import Parse
from dateline.values import Entity, Event, Party, Pinned, Place, Roles, Statement, Time
from dateline.values.time import date_precision

_LOUD = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "THREATEN"})
_BLOODY = frozenset({"ASSAULT", "PROTEST", "COERCE"})
_MATERIAL = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "COOPERATE"})
_STATELY = frozenset({"state", "government", "igo"})
_STATELY_SECTORS = frozenset({"COP", "JUD", "MIL", "REB", "UAF", "PRM"})
_REAL = frozenset({"asserted", "historical", "denied"})
_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})


def code(
    parse: Parse,
    *,
    entities: Sequence[Entity],
    places: Sequence[Place],
    times: Sequence[Time],
    statements: Sequence[Statement],
    at: str | None,
    model: Judge | None = None,
    lexicon: Lexicon | None = None,
) -> tuple[Event, ...]:
    """Code the events of one article, in text order.

    Args:
        parse: the article's parse.
        entities: whom its words stand for.
        places: its places; events point at them by index.
        times: its time expressions with their values.
        statements: who says what; events inside a statement point at it by index.
        at: the article's date, ISO, None where it has none.
        model: asked for a second opinion where rules are unsure; None decides by rules alone.
        lexicon: the words that may carry an act; our own tables when left out.
    """
    lexicon = lexicon or own_lexicon()
    grammar = Grammar(
        parse, Mentions(parse, entities), lexicon, _local(parse, places), _speakers(parse, statements),
        _direct(parse, statements),
    )  # fmt: skip
    finder = Finder(grammar, lexicon)
    setting = Setting(parse, places, times, at)
    told: list[tuple[Act, Event]] = []
    play, campaign, disaster = is_play(parse), is_campaign(parse), is_disaster(parse)
    for act in finder.find():
        event = make_event(act, grammar, finder, statements)
        if event is None or (play and _is_of_play(event) and not speaks_of_arms(parse, act.head)):
            continue
        if campaign and _is_figure(event) and not speaks_of_arms(parse, act.head):
            continue
        if disaster and event.type == "ASSAULT" and event.source is None and not speaks_of_weapons(parse, act.head):
            continue
        told.append((act, event))
    if not play and not disaster:
        for act in finder.told_by_toll({parse.tokens[act.head].sent for act, event in told if event.type in _BLOODY}):
            event = make_event(act, grammar, finder, statements)
            if event is not None:
                told.append((act, event))
    told.sort(key=lambda pair: (pair[1].trigger.start, pair[1].trigger.end, pair[1].type))
    told = _pinned(merged(told, grammar), setting, grammar)
    told = retold(_with_tolls(told, grammar), grammar)
    told = with_claims(told, find_claims(grammar), grammar, statements)
    told = [(act, _dated_as_said(event, statements)) for act, event in told]
    events = _settle_roles([event for _, event in told], grammar, lexicon)
    return tuple(events if model is None else second_opinion(events, parse, model))


def _is_of_play(event: Event) -> bool:
    """Whether an act of a page of sport, films or games is part of the play: loud, or words of no state and no court."""
    if event.type in _LOUD:
        return True
    actors = [p.actor for p in (event.source, event.target) if p is not None and p.actor is not None]
    return event.type in SPOKEN and not any(a.kind in _STATELY or a.sector in _STATELY_SECTORS for a in actors)


def _is_figure(event: Event) -> bool:
    """Whether an act of a campaign's page is likely a figure of speech: no state, court or force does it, and no weapon."""
    if event.type not in _MATERIAL or event.mode == "resign" or (event.type == "ASSAULT" and event.mode is not None):
        return False
    actor = event.source.actor if event.source is not None else None
    return actor is None or (actor.kind not in _STATELY and actor.sector not in _STATELY_SECTORS)


def _pinned(told: list[tuple[Act, Event]], setting: Setting, g: Grammar) -> list[tuple[Act, Event]]:
    """Say where and when; a place or day is handed down to the next sentence only."""
    found: list[tuple[Act, Event]] = []
    last_place: tuple[int, int] | None = None
    last_date: tuple[int, str] | None = None
    for act, event in told:
        number = g.tokens[act.head].sent
        goes_on = setting.goes_on(act, g)
        near_place = last_place[1] if goes_on and last_place is not None and 0 <= number - last_place[0] <= 1 else None
        near_date = last_date[1] if goes_on and last_date is not None and 0 <= number - last_date[0] <= 1 else None
        is_real = event.modality in _REAL
        near_place = near_place if event.type == "ASSAULT" else None
        place, place_pin = setting.place(act, g, event.type, near_place, is_real=is_real)
        if event.of is not None and place is None:
            place, place_pin = setting.place(act, g, event.of, None, is_spoken=event.type in SPOKEN)
            if place_pin == "inherited":
                place, place_pin = None, None
        if place_pin == "inherited" and place is not None and _is_abroad(event, setting.country(place)):
            place, place_pin = None, None
        date, precision, date_pin = setting.date(act, g, event.modality, near_date)
        if place_pin == "same" and place is not None:
            last_place = (number, place)
        if date_pin == "same" and date is not None and event.modality == "asserted":
            last_date = (number, date)
        modality = event.modality
        if modality == "asserted" and date is not None and setting.is_long_ago(date):
            modality = "historical"
        here = g.tokens[g.parse.lines[number].first].start
        sides = [party.start >= here for party in (event.source, event.target) if party is not None]
        actor_pin = None if not sides else "same" if all(sides) else "other"  # "the two countries", named before
        event = replace(
            event, place=place, date=date, date_precision=precision, modality=modality,
            pinned=Pinned(actor_pin, place_pin, date_pin),
        )  # fmt: skip
        found.append((act, event))
    return found


def _is_abroad(event: Event, country: str | None) -> bool:
    """Whether a state does something that is no violence, and nobody in it is of the country that a report is written from."""
    actors = [party.actor for party in (event.source, event.target) if party is not None and party.actor is not None]
    return (
        event.type != "ASSAULT"
        and event.source is not None
        and event.source.actor is not None
        and event.source.actor.kind in ("state", "government")
        and country not in {actor.country for actor in actors}
    )


def _dated_as_said(event: Event, statements: Sequence[Statement]) -> Event:
    """What somebody refuses, demands or offers in a statement is done by saying it: it has the statement's day."""
    if event.said_by is None or event.type not in SPOKEN or event.modality != "asserted":
        return event
    statement = statements[event.said_by]
    if statement.date is None or (event.date is not None and event.pinned.date == "same"):
        return event
    source, speaker = event.source, statement.source
    if source is None or speaker is None:
        return event
    same = source.overlaps(speaker) or (
        source.actor is not None and speaker.actor is not None and source.actor.id == speaker.actor.id
    )
    if not same and not (source.actor is not None and source.actor.id in (statement.spoken_for or "", _body(speaker))):
        return event
    return replace(
        event, date=statement.date, date_precision=date_precision(statement.date),
        pinned=replace(event.pinned, date="other"),
    )  # fmt: skip


def _body(speaker: Party) -> str:
    """Whom a speaker speaks for, where that is a state."""
    return speaker.actor.country or "" if speaker.actor is not None and speaker.actor.sector == "GOV" else ""


def _with_tolls(told: list[tuple[Act, Event]], g: Grammar) -> list[tuple[Act, Event]]:
    """Give each sentence's dead and injured to its act of violence, or to the one just told."""
    by_sentence: dict[int, list[int]] = {}
    for n, (act, event) in enumerate(told):
        if event.type in _BLOODY and event.modality in ("asserted", "historical", "denied"):
            by_sentence.setdefault(g.tokens[act.head].sent, []).append(n)
    if not by_sentence:
        return told
    given: set[int] = set()
    for number in range(len(g.parse.lines)):
        here = by_sentence.get(number)
        before = [n for k in (1, 2) for n in by_sentence.get(number - k, ()) if told[n][1].type != "COERCE"]
        if here is None and not before:
            continue
        count = casualties(g, number)
        if count.killed is None and count.injured is None:
            continue
        at = count.killed_at if count.killed_at is not None else count.injured_at
        n = _owner(here, at, told) if here else max(before)
        if here is None and n in given:
            continue
        act, event = told[n]
        if event.type != "ASSAULT" and here is not None and any(told[m][1].type == "ASSAULT" for m in here):
            n = next(m for m in here if told[m][1].type == "ASSAULT")
            act, event = told[n]
        given.add(n)
        told[n] = (act, replace(event, killed=count.killed or event.killed, injured=count.injured or event.injured))
    return told


def _owner(here: list[int], at: int | None, told: list[tuple[Act, Event]]) -> int:
    """Which act of a sentence a count belongs to: the one whose word it is, else the nearest violent one."""
    for n in here:
        if at is not None and (told[n][0].head == at or at in told[n][0].used):
            return n
    violent = [n for n in here if told[n][1].type == "ASSAULT"] or here
    return min(violent, key=lambda n: abs(told[n][0].head - (at or 0)))


def _local(parse: Parse, places: Sequence[Place]) -> frozenset[int]:
    found: set[int] = set()
    for place in places:
        if place.role == "where" and place.precision is not None and place.precision < 6:
            found.update(range(*parse.covering(place)))
    return frozenset(found)


def _speakers(parse: Parse, statements: Sequence[Statement]) -> dict[int, Party]:
    """Who `I` and `we` are: the source of the quotation that holds them."""
    found: dict[int, Party] = {}
    for statement in statements:
        source = statement.source
        if source is None or source.actor is None or statement.kind not in ("direct", "mixed"):
            continue
        for piece in statement.content:
            first, last = parse.covering(piece)
            for k in range(first, last):
                if parse.tokens[k].lower in _FIRST_PERSON:
                    found[k] = source
    return found


def _direct(parse: Parse, statements: Sequence[Statement]) -> frozenset[int]:
    """The tokens that stand in direct speech."""
    return frozenset(
        k for statement in statements if statement.kind == "direct"
        for piece in statement.content for k in range(*parse.covering(piece))
    )  # fmt: skip


def _settle_roles(events: list[Event], g: Grammar, lexicon: Lexicon) -> list[Event]:
    """Look at the incidents of an article together.

    Roles stay only in an article that tells of at least one incident with a victim, a target or a weapon used; who
    claimed it or is held responsible joins the first such incident.
    """
    first = next((n for n, e in enumerate(events) if _is_incident(e)), None)
    if first is None:
        return [replace(e, roles=Roles()) if e.roles != Roles() else e for e in events]
    claims = claimed(g, lexicon)
    perpetrators = [p for e in events for p in (*e.roles.perpetrator, *claims)]
    band = leading_band(g)
    if band is not None and perpetrators and not any(p.kind == "organisation" for p in perpetrators):
        claims = (*claims, band)
    if claims:
        event = events[first]
        known = event.roles.perpetrator
        fresh = tuple(c for c in claims if all((c.start, c.end) != (k.start, k.end) for k in known))
        events[first] = replace(event, roles=replace(event.roles, perpetrator=known + fresh))
    return events


def _is_incident(event: Event) -> bool:
    roles = event.roles
    return bool(roles.victim or roles.target or (roles.weapon and event.mode is not None))
