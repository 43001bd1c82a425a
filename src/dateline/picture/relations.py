"""How two actors stand: what each side said and did to the other, read into facets.

A facet (talks, aid, recognition ..) has the state that the newest word gives it, since the day that state began, with
the events for and against. A facet without a word has no state, and one without recent word says so: nothing lasts for
ever because nobody reported its end. Never one number alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

from dateline.picture.sides import is_between
from dateline.values import Event, FoundEvent
from dateline.values.picture import FacetState, QuadCount, Relation


class Rule(Struct, frozen=True):
    """An event that fits the columns puts `facet` into `state`. Empty columns fit anything.

    `words`: one of them must stand in the event's sentence, and one of `also`; `modality` and `negated` are the event's own.
    """

    facet: str
    state: str
    types: tuple[str, ...]
    of: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    modality: tuple[str, ...] = ("asserted",)
    negated: bool = False
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


_RECOGNITION = ("recogni",)
_CEASEFIRE = ("ceasefire", "cease-fire", "truce", "cessation of hostilities", "armistice")
_DEAL = ("agreement", "deal", "accord", "treaty", "pact", "memorandum", "signed", "ratif")
_FROZEN = ("sanction", "frozen", "froze", "freeze", "asset", "embargo", "tariff")
_BROKEN = ("ended", "an end to", "ends", "broke", "broken", "violat", "breach", "called off", "collapse", "abandon")
_SPOKEN = ("asserted", "planned")

RULES = (
    Rule("partnership", "refused", ("REJECT",), of=("COOPERATE", "SUPPORT", "AGREE")),
    Rule("partnership", "refused", ("SUPPORT", "COOPERATE"), negated=True),
    Rule("partnership", "said", ("COOPERATE", "SUPPORT")),
    Rule("partnership", "said", ("AGREE",), of=("COOPERATE",), modality=_SPOKEN),
    Rule("talks", "planned", ("AGREE", "CONSULT"), of=("CONSULT",), modality=("planned",)),
    Rule("talks", "planned", ("CONSULT",), modality=("planned",)),
    Rule("talks", "held", ("CONSULT",)),
    Rule("talks", "broken off", ("REJECT",), of=("CONSULT",)),
    Rule("talks", "broken off", ("CONSULT",), negated=True),
    Rule("recognition", "sought", ("REQUEST",), words=_RECOGNITION),
    Rule("recognition", "withheld", ("REJECT",), words=_RECOGNITION, modality=_SPOKEN),
    Rule("recognition", "withheld", ("SUPPORT", "AGREE"), words=_RECOGNITION, negated=True, modality=_SPOKEN),
    Rule("recognition", "granted", ("SUPPORT",), words=_RECOGNITION),
    Rule("aid", "asked", ("REQUEST",), of=("AID",)),
    Rule("aid", "asked", ("REQUEST",), modes=("assist",)),
    Rule("aid", "promised", ("AGREE",), of=("AID",), modality=_SPOKEN),
    Rule("aid", "promised", ("AID",), modality=("planned",)),
    Rule("aid", "given", ("AID",)),
    Rule("aid", "stopped", ("SANCTION", "COERCE"), modes=("withdraw", "discontinue", "withhold")),
    Rule("aid", "stopped", ("AID",), negated=True),
    Rule("aid", "stopped", ("REJECT",), of=("AID",)),
    Rule("agreements", "in force", ("SUPPORT", "AGREE"), words=_DEAL),
    Rule("agreements", "refused", ("REJECT",), words=_DEAL),
    Rule("sanctions", "in force", ("SANCTION",)),
    Rule("sanctions", "in force", ("COERCE",), modes=("seize", "withhold"), words=_FROZEN),
    Rule("sanctions", "eased", ("CONCEDE", "RETREAT", "AGREE"), words=_FROZEN, modality=_SPOKEN),
    Rule("ceasefire", "in force", ("RETREAT",), modes=("ceasefire",)),
    Rule("ceasefire", "in force", ("CONCEDE", "AGREE"), words=_CEASEFIRE, modality=_SPOKEN),
    Rule("ceasefire", "broken", ("REJECT",), of=("RETREAT",), modes=("yield",), words=_CEASEFIRE, also=_BROKEN),
    Rule("ceasefire", "broken", ("ASSAULT",), words=_CEASEFIRE, also=("violat", "breach", "broke")),
    Rule("ceasefire", "refused", ("REJECT",), words=_CEASEFIRE),
    Rule("forces", "deployed", ("MOBILIZE",)),
    Rule("forces", "withdrawn", ("RETREAT",), modes=("withdraw",), modality=("asserted", "historical")),
)
"""The readable table. For each facet the first row that fits an event counts; the newest event wins."""

KEPT_DAYS = {"talks": 120, "ceasefire": 120, "partnership": 365, "forces": 365, "aid": 180, "sanctions": 730}
"""Days after which a state without a new word is stale; 365 where nothing is said here."""

_STANDING = (
    ("fighting", 45, {"ASSAULT"}),
    ("hostile", 90, {"COERCE", "SANCTION", "MOBILIZE", "THREATEN", "PROTEST"}),
)
_WORKING_DAYS = 120


def relate(
    events: Iterable[FoundEvent],
    *,
    a: str,
    b: str,
    at: str,
    incident_of: Mapping[str, str] | None = None,
) -> Relation:
    """How two parties stand on a day.

    Args:
        events: events known by then; those not between the two are passed over.
        a: an actor id, an ISO alpha-3 code for a state with all who act for it.
        b: the other.
        at: the ISO day.
        incident_of: incident id by event id: the series counts happenings. Without it each event counts.
    Returns:
        the facets that have a word, all changes, and the series by month and quad.
    """
    mine = [found for found in events if is_between(found.event, a, b)]
    mine.sort(key=lambda f: (_day(f), f.evidence.known_on, f.id))
    history: dict[str, list[tuple[str, FoundEvent]]] = defaultdict(list)
    for found in mine:
        for facet, state in _states(found):
            history[facet].append((state, found))
        standing = _standing_word(found)
        if standing is not None:
            history["standing"].append((standing, found))
    facets, changes = [], []
    for facet in sorted(history):
        runs = _standing_runs(history[facet], at) if facet == "standing" else _runs(facet, history[facet], at)
        if runs:
            facets.append(runs[-1])
            changes.extend(runs)
    facets.sort(key=lambda f: (_ORDER.index(f.facet) if f.facet in _ORDER else 99, f.facet))
    changes.sort(key=lambda f: (f.since, f.facet))
    return Relation(
        a=a,
        b=b,
        at=at,
        facets=tuple(facets),
        changes=tuple(changes),
        series=_series(mine, incident_of or {}),
        events=len(mine),
    )


_ORDER = ("standing", "partnership", "talks", "recognition", "agreements", "aid", "sanctions", "ceasefire", "forces")


def _states(found: FoundEvent) -> list[tuple[str, str]]:
    event = found.event
    words = found.evidence.words.lower()
    states: dict[str, str] = {}
    for rule in RULES:
        if rule.facet not in states and _fits(rule, event, words):
            states[rule.facet] = rule.state
    return list(states.items())


def _fits(rule: Rule, event: Event, words: str) -> bool:
    return (
        event.type in rule.types
        and (not rule.of or event.of in rule.of or (event.type in rule.of and event.of is None))
        and (not rule.modes or event.mode in rule.modes)
        and event.modality in rule.modality
        and event.negated == rule.negated
        and (not rule.words or any(word in words for word in rule.words))
        and (not rule.also or any(word in words for word in rule.also))
    )


def _standing_word(found: FoundEvent) -> str | None:
    event = found.event
    if event.negated or event.modality not in ("asserted", "planned"):
        return None
    if event.modality == "planned" and event.type not in ("AGREE", "CONSULT"):
        return None
    if event.type == "ASSAULT":
        return "fighting"
    if event.type in _STANDING[1][2]:
        return "hostile"
    if event.type in ("ACCUSE", "REJECT"):
        return "strained"
    if event.type in ("COOPERATE", "AID", "SUPPORT"):
        return "partners"
    if event.type in ("CONSULT", "AGREE", "RETREAT", "CONCEDE"):
        return "working"
    return None


def _standing_runs(history: Sequence[tuple[str, FoundEvent]], at: str) -> list[FacetState]:
    """Standing after each event: fighting outweighs talk for a while, and fades when nothing more is heard of it."""
    runs: list[tuple[str, str, list[FoundEvent]]] = []
    oldest = 0  # of what still weighs: the walk looks at each event a few times, however long the record
    for n, (_, found) in enumerate(history):
        day = _day(found)
        if day > at:
            break
        while oldest < n and (_date(day) - _date(_day(history[oldest][1]))).days > _WORKING_DAYS:
            oldest += 1
        state = _standing(history[oldest : n + 1], day)
        if runs and runs[-1][0] == state:
            runs[-1][2].append(found)
        else:
            runs.append((state, day, [found]))
    now = _standing([pair for pair in history if _day(pair[1]) <= at], at) if runs else None
    if now is not None and runs and runs[-1][0] != now:
        known = [f for word, f in history if word == now and _day(f) <= at]
        if known:
            runs.append((now, _day(known[-1]), known[-3:]))
    return [_facet("standing", state, since, kept, history, at) for state, since, kept in runs]


def _standing(history: Sequence[tuple[str, FoundEvent]], at: str) -> str:
    recent = [(word, (_date(at) - _date(_day(found))).days) for word, found in history]
    for state, days, _ in _STANDING:
        if any(word == state and age <= days for word, age in recent):
            return state
    near = [word for word, age in recent if age <= _WORKING_DAYS] or [recent[-1][0]]
    counted = Counter(near)
    order = {word: n for n, word in enumerate(near)}
    return max(counted, key=lambda w: (counted[w], order[w]))


def _runs(facet: str, history: Sequence[tuple[str, FoundEvent]], at: str) -> list[FacetState]:
    runs: list[tuple[str, str, list[FoundEvent]]] = []
    for state, found in history:
        # what is planned counts from the day it was announced, and what is done from the day it was done
        day = found.evidence.known_on[:10] if found.event.modality == "planned" else _day(found)
        if day > at:
            continue
        if runs and runs[-1][0] == state:
            runs[-1][2].append(found)
        else:
            runs.append((state, day, [found]))
    return [_facet(facet, state, since, kept, history, at) for state, since, kept in runs]


def _facet(
    facet: str, state: str, since: str, kept: list[FoundEvent], history: Sequence[tuple[str, FoundEvent]], at: str
) -> FacetState:
    newest = kept[-1]
    last = max(min(_day(f), at) for f in kept)
    kept_days = KEPT_DAYS.get(facet, 365)
    window = (_date(last) - timedelta(days=180)).isoformat()
    ids = {f.id for f in kept}
    counter = [f.id for word, f in history if word != state and f.id not in ids and window <= _day(f) <= at]
    is_stale = (_date(at) - _date(last)).days > kept_days
    place = newest.place.name if newest.place is not None else None
    return FacetState(
        facet=facet,
        state=state,
        since=since,
        last_word=last,
        evidence=tuple(dict.fromkeys(f.id for f in reversed(kept))),
        counter=tuple(dict.fromkeys(reversed(counter))),
        is_stale=is_stale,
        when=newest.event.date if newest.event.modality == "planned" else None,
        where=place,
        why=(
            f"{newest.event.type}{' of ' + newest.event.of if newest.event.of else ''}"
            f"{', negated' if newest.event.negated else ''}, {newest.event.modality}, in "
            f"{newest.evidence.publisher or 'a report'} known on {newest.evidence.known_on[:10]}"
            + (f"; no word since, for more than {kept_days} days" if is_stale else "")
            + "."
        ),
    )


def _series(events: Sequence[FoundEvent], incident_of: Mapping[str, str]) -> tuple[QuadCount, ...]:
    seen: set[str] = set()
    counts: Counter[tuple[str, str]] = Counter()
    for found in events:
        if found.event.negated or found.event.modality not in ("asserted", "planned"):
            continue
        happening = incident_of.get(found.id, found.id)
        if happening not in seen:
            seen.add(happening)
            counts[_day(found)[:7], found.event.quad] += 1
    return tuple(QuadCount(month, quad, n) for (month, quad), n in sorted(counts.items()))


def _day(found: FoundEvent) -> str:
    """The day an event counts on: its own first day, else the day its report was out."""
    return found.days[0] if found.days is not None else found.evidence.known_on[:10]


@lru_cache(maxsize=20_000)
def _date(day: str) -> date:
    return date.fromisoformat(day[:10])
