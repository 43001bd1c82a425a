"""A store of any size, made of sentences of our own: what a desk holds after years of reading.

Written through the store's own doors and fused, so its rows are those of a real one; only the reading is left out, because it
is measured elsewhere. Of a hundred thousand happenings fusion takes some five hundred for one another. The same seed gives
the same store.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from msgspec import Struct

from dateline.engine.early import keep_warnings
from dateline.engine.fusing import fuse_store
from dateline.store import Store
from dateline.values import (
    Actor,
    Article,
    Entity,
    Event,
    Extraction,
    Party,
    Place,
    Sentence,
    Span,
    Statement,
    Toll,
    event_ids,
)

SEEN = "2026-11-22T12:00:00+00:00"
FIRST = date(2018, 1, 1)
DAYS = 6 * 365
_STATES = tuple(
    "AFG ARG AUS BGD BRA CAN CHN CMR COD COL DEU EGY ESP ETH FRA GBR GRC HTI IDN IND IRN IRQ ISR ITA JPN KAZ KEN KOR LBN "
    "LBY MAR MEX MLI MMR MOZ NER NGA NLD NOR PAK PHL POL PRK QAT ROU RUS SAU SDN SOM SRB SSD SWE SYR TCD TUR UKR USA UZB VEN YEM".split()
)
_OFFICES = ("ministry of defence", "ministry of the interior", "president's office")
_ACTS = (  # type, what it speaks of, quad, words; how many in a hundred
    (("ASSAULT", None, "MX", "attacked"), 30),
    (("COERCE", None, "MX", "detained members of"), 10),
    (("PROTEST", None, "MX", "marched against"), 6),
    (("MOBILIZE", None, "MX", "sent troops towards"), 5),
    (("ACCUSE", None, "VX", "accused"), 9),
    (("THREATEN", "ASSAULT", "VX", "threatened to strike"), 6),
    (("REJECT", "CONSULT", "VX", "refused to meet"), 4),
    (("CONSULT", None, "VC", "met"), 12),
    (("AGREE", "CONSULT", "VC", "will meet"), 6),
    (("SUPPORT", None, "VC", "praised"), 6),
    (("AID", None, "MC", "sent relief to"), 4),
    (("RETREAT", None, "MC", "withdrew before"), 2),
)
_AREAS = 12  # first-order areas a country
_EACH = 4  # happenings a report


class Happening(Struct):
    """What is drawn; `events` are the ids of the events that tell it, `reports` their articles."""

    source: Actor
    target: Actor
    act: tuple[str, str | None, str, str]
    country: str
    area: int
    day: date
    dead: int
    events: list[str]
    reports: list[Article]


def fill(path: Path, *, incidents: int = 100_000, pairs: int = 5_000, seed: int = 8) -> None:
    """Write a store.

    Args:
        path: the file; must not be there.
        incidents: happenings; a tenth of them is told by a second report.
        pairs: pairs of actors that they lie between; a few have most, as in the world.
        seed: of everything drawn.
    """
    draw = random.Random(seed)
    happened = _happenings(draw, incidents, pairs)
    again = sorted(draw.sample(range(incidents), incidents // 10))
    told = [happened[at : at + _EACH] for at in range(0, incidents, _EACH)]
    retold = [[happened[n] for n in again[at : at + _EACH]] for at in range(0, len(again), _EACH)]
    with Store(path) as store:
        with store.batch():
            for n, group in enumerate((*told, *retold)):
                article, extraction = _report(draw, n, group, delay=1 + (n >= len(told)))
                store.add(article, extraction, seen_at=SEEN)
                for happening, id_ in zip(group, event_ids(article, extraction.events), strict=True):
                    happening.events.append(id_)
                    happening.reports.append(article)
            fuse_store(store, at=SEEN)
        keep_warnings(store)
        store.tune()


def _happenings(draw: random.Random, incidents: int, pairs: int) -> list[Happening]:
    cast = _cast()
    sides = [draw.sample(cast, 2) for _ in range(pairs)]
    weights = list(accumulate(1 / (n + 12) ** 0.85 for n in range(pairs)))
    acts, shares = zip(*_ACTS, strict=True)
    homes = {actor.id: draw.sample(range(_AREAS), 4) for actor in cast}
    found = []
    for _ in range(incidents):
        source, target = draw.choices(sides, cum_weights=weights)[0]
        if draw.random() < 0.3:
            source, target = target, source
        act = draw.choices(acts, shares)[0]
        country = (source.country if draw.random() < 0.8 else target.country) or "AFG"
        area = draw.choice(homes[source.id]) if draw.random() < 0.85 else draw.randrange(_AREAS)
        day = FIRST + timedelta(days=draw.randrange(DAYS))
        dead = draw.randrange(1, 9) if act[0] == "ASSAULT" and draw.random() < 0.5 else 0
        found.append(Happening(source, target, act, country, area, day, dead, [], []))
    return sorted(found, key=lambda h: h.day)


def _cast() -> list[Actor]:
    found = []
    for code in _STATES:
        low = code.lower()
        found.append(Actor(code, f"State of {code}", code, "GOV", "listed", "state"))
        for office in _OFFICES:
            slug = f"{low}-{office.replace(' ', '-').replace(chr(39), '')}"
            found.append(Actor(slug, f"{code} {office}", code, "GOV", "listed", "ministry"))
        for side in ("northern", "southern"):
            found.append(
                Actor(f"{low}-{side}-front", f"{side.title()} Front of {code}", code, "REB", "listed", "armed_group")
            )
        found.append(Actor(f"{low}-envoy", f"Envoy of {code}", code, "GOV", "title beside the name", "person"))
    return found


def _report(draw: random.Random, n: int, group: Sequence[Happening], *, delay: int) -> tuple[Article, Extraction]:
    """One report that tells some happenings, a sentence each, and ends in what an envoy said."""
    text, sentences, entities, places, events = "", [], [], [], []
    for k, h in enumerate(group):
        name = f"Area {h.area + 1} of {h.country}"
        start = len(text)
        source = Party(start, start + len(h.source.name), h.source)
        at = source.end + 1
        trigger = Span(at, at + len(h.act[3]))
        target = Party(trigger.end + 1, trigger.end + 1 + len(h.target.name), h.target)
        at = target.end + len(" in ")
        spot = Place(
            at, at + len(name), 10 + h.area * 0.7, 20 + _STATES.index(h.country) * 0.9, h.country, name,
            1_000_000 + _STATES.index(h.country) * 100 + h.area, 4, name=name,
        )  # fmt: skip
        text += f"{h.source.name} {h.act[3]} {h.target.name} in {name} on {h.day:%A}"
        toll = None
        if h.dead:
            text += ", killing "
            toll = Toll(len(text), len(text) + 1, h.dead, h.dead, h.dead)
            text += str(h.dead)
        text += ". "
        sentences.append(Sentence(start, len(text)))
        entities += [
            Entity(source.start, source.end, "ORG", h.source),
            Entity(target.start, target.end, "ORG", h.target),
        ]
        places.append(spot)
        is_ahead = h.act[0] == "AGREE"
        events.append(
            Event(
                type=h.act[0], of=h.act[1], quad=h.act[2], score=0.0, trigger=trigger, source=source, target=target,
                place=k, date=h.day.isoformat(), date_precision=1, modality="planned" if is_ahead else "asserted",
                killed=toll, confidence=0.8, why=f"“{h.act[3]}” stands for {h.act[0]} in the list of verbs",
            )
        )  # fmt: skip
    envoy = draw.choice(_STATES)
    speaker = Actor(f"{envoy.lower()}-envoy", f"Envoy of {envoy}", envoy, "GOV", "title beside the name", "person")
    start = len(text)
    said = "We shall answer in our own time"
    text += f"“{said},” the {speaker.name} said."
    sentences.append(Sentence(start, len(text)))
    at = start + len(said) + 7
    source = Party(at, at + len(speaker.name), speaker)
    out = max(h.day for h in group) + timedelta(days=delay)
    extraction = Extraction(
        id=f"report-{n}", language="en", coder="bench-1", reference=out.isoformat(), sentences=tuple(sentences),
        entities=(*entities, Entity(source.start, source.end, "PER", speaker)), places=tuple(places), events=tuple(events),
        statements=(
            Statement(
                source=source, cue=Span(source.end + 1, source.end + 5), content=(Span(start + 1, start + 1 + len(said)),),
                kind="direct", about=(group[-1].source.id, group[-1].target.id), stance="said", date=out.isoformat(),
            ),
        ),
    )  # fmt: skip
    article = Article(
        id=f"report-{n}", text=text, title=f"{group[0].source.name} and {group[0].target.name}: report {n}", language="en",
        published=f"{out.isoformat()}T08:00:00Z", publisher=f"Gazette {n % 40}",
    )  # fmt: skip
    return article, extraction
