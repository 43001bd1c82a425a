"""Ten years of news that nobody wrote: reports from our own templates, each with a ready-made extraction.

A happening has its sides, place, day, toll and some names of its own. Reports tell of one or two happenings of the day or the
day before, in a sentence each, with what an envoy said and words drawn as often as words are in news. Three in ten are
copies: word for word, cut, or with a notice of another outlet. The same seed gives the same news.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from dateline.values import Actor, Article, Entity, Event, Extraction, Party, Place, Sentence, Span, Statement, Toll

FIRST = date(2016, 1, 1)
OUTLETS = 400
COPIES = 0.3
_HAPPENINGS = 0.45  # new ones a report
_STATES = tuple(
    "AFG ARG AUS BGD BRA CAN CHN CMR COD COL DEU EGY ESP ETH FRA GBR GRC HTI IDN IND IRN IRQ ISR ITA JPN KAZ KEN KOR LBN "
    "LBY MAR MEX MLI MMR MOZ NER NGA NLD NOR PAK PHL POL PRK QAT ROU RUS SAU SDN SOM SRB SSD SWE SYR TCD TUR UKR USA UZB VEN YEM".split()
)
_PARTS = ("Army", "Police", "Ministry of Defence", "Northern Front", "Southern Front", "Farmers' Union", "Parliament")
_ACTS = (  # type, what it speaks of, quad, words, modality
    ("ASSAULT", None, "MX", "attacked", "asserted"),
    ("ASSAULT", None, "MX", "shelled positions of", "asserted"),
    ("COERCE", None, "MX", "detained members of", "asserted"),
    ("PROTEST", None, "MX", "marched against", "asserted"),
    ("MOBILIZE", None, "MX", "sent troops towards", "asserted"),
    ("ACCUSE", None, "VX", "accused", "asserted"),
    ("THREATEN", "ASSAULT", "VX", "threatened to strike", "asserted"),
    ("CONSULT", None, "VC", "met envoys of", "asserted"),
    ("AGREE", "CONSULT", "VC", "will hold talks with", "planned"),
    ("AID", None, "MC", "sent relief to", "asserted"),
)
_SYLLABLES = tuple(a + b for a in "b d f g h j k l m n p r s t v z".split() for b in "a e i o u ar en il om ut".split())
_AREAS = 12  # towns a state


class Happening(Struct, frozen=True):
    """What reports tell of."""

    source: Actor
    target: Actor
    act: tuple[str, str | None, str, str, str]
    place: Place
    day: date
    dead: int
    names: tuple[str, ...]


class News:
    """Reports in the order in which they come out.

    Args:
        a_day: reports a day.
        seed: of everything drawn.
    """

    def __init__(self, a_day: int, *, seed: int = 11) -> None:
        self._a_day = a_day
        self._draw = random.Random(seed)
        self._words = ["".join(self._draw.choices(_SYLLABLES, k=self._draw.randint(2, 4))) for _ in range(20_000)]
        self._often = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))
        self._cast = [
            Actor(
                f"{code.lower()}-{part.split()[0].lower()}",
                f"{part} of {code}",
                code,
                "GOV" if n < 3 else "REB",
                "listed",
            )
            for code in _STATES
            for n, part in enumerate(_PARTS)
        ]
        self._made = 0

    def reports(self) -> Iterator[list[tuple[Article, Extraction]]]:
        """The reports of day after day."""
        told: list[Happening] = []
        before: list[tuple[Article, Extraction]] = []
        day = FIRST
        while True:
            told = [h for h in told if (day - h.day).days < 2]
            told += [self._happening(day) for _ in range(round(self._a_day * _HAPPENINGS))]
            today: list[tuple[Article, Extraction]] = []
            for _ in range(self._a_day):
                sources = today if today and self._draw.random() < 0.8 else before or today
                is_copy = sources and self._draw.random() < COPIES
                today.append(self._copy(day, *self._draw.choice(sources)) if is_copy else self._report(day, told))
            yield today
            before, day = today, day + timedelta(days=1)

    def _happening(self, day: date) -> Happening:
        draw = self._draw
        source, target = draw.sample(self._cast, 2) if draw.random() < 0.3 else self._neighbours()
        country = source.country or "AFG"
        area = draw.randrange(_AREAS)
        name = f"Port {country.title()} {area + 1}"
        number = 1_000_000 + _STATES.index(country) * 100 + area
        lat, lon = 10 + area * 0.9, 20.0 + _STATES.index(country) * 1.5
        place = Place(0, 0, lat, lon, country, f"Province {area // 3 + 1} of {country}", number, 1, name=name)
        act = draw.choice(_ACTS)
        dead = draw.randrange(1, 60) if act[0] == "ASSAULT" else 0
        names = tuple("".join(draw.choices(_SYLLABLES, k=3)).title() for _ in range(8))
        return Happening(source, target, act, place, day, dead, names)

    def _neighbours(self) -> tuple[Actor, Actor]:
        state = self._draw.randrange(len(_STATES)) * len(_PARTS)
        one, other = self._draw.sample(range(len(_PARTS)), 2)
        return self._cast[state + one], self._cast[state + other]

    def _stamp(self, day: date) -> str:
        second = self._draw.randrange(86_400)
        return f"{day.isoformat()}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"

    def _head(self, day: date) -> tuple[str, str, str]:
        """Id, stamp and outlet."""
        self._made += 1
        return f"g{self._made:08}", self._stamp(day), f"Gazette {self._draw.randrange(OUTLETS)}"

    def _copy(self, day: date, article: Article, found: Extraction) -> tuple[Article, Extraction]:
        """The report of another outlet again: word for word, without its last words, or with a notice."""
        id_, stamp, outlet = self._head(day)
        kind, text = self._draw.random(), article.text
        if kind > 0.85:
            text = text[: found.sentences[-1].end]
        elif kind > 0.5:
            text = f"{text} From the service of {outlet}."
        made = Article(
            id=id_, text=text, title=article.title, language="en", published=stamp, publisher=outlet,
            url=f"https://{outlet[8:]}.example/{id_}",
        )  # fmt: skip
        return made, replace(found, id=id_, reference=stamp)

    def _report(self, day: date, told: list[Happening]) -> tuple[Article, Extraction]:
        draw = self._draw
        id_, stamp, outlet = self._head(day)
        main = draw.choice(told)
        group = [main, draw.choice(told)] if draw.random() < 0.3 else [main]
        text, sentences, entities, places, events = "", [], [], [], []
        for k, h in enumerate(group):
            start = len(text)
            source = Party(start, start + len(h.source.name), h.source)
            trigger = Span(source.end + 1, source.end + 1 + len(h.act[3]))
            target = Party(trigger.end + 1, trigger.end + 1 + len(h.target.name), h.target)
            at = target.end + len(" in ")
            text += f"{h.source.name} {h.act[3]} {h.target.name} in {h.place.name} on {h.day:%A}"
            toll = None
            if h.dead:
                dead = max(1, h.dead + draw.choice((0, 0, 0, 0, 1, 2, -1)))
                text += ", killing "
                toll = Toll(len(text), len(text) + len(str(dead)), dead, dead, dead)
                text += str(dead)
            text += ". "
            sentences.append(Sentence(start, len(text) - 1))
            entities += [Entity(p.start, p.end, "ORG", p.actor) for p in (source, target)]
            places.append(replace(h.place, start=at, end=at + len(h.place.name or "")))
            events.append(
                Event(
                    type=h.act[0], of=h.act[1], quad=h.act[2], score=0.0, trigger=trigger, source=source, target=target,
                    place=k, date=h.day.isoformat(), date_precision=1, modality=h.act[4], killed=toll, confidence=0.8,
                    why=f"“{h.act[3]}” stands for {h.act[0]} in the list of verbs",
                )
            )  # fmt: skip
        said, speaker = self._words_of(main, 7), self._draw.choice((main.source, main.target))
        start = len(text)
        text += f"“{said},” the {speaker.name} said. "
        at = start + len(said) + len("“,” the ")
        source = Party(at, at + len(speaker.name), speaker)
        sentences.append(Sentence(start, len(text) - 1))
        entities.append(Entity(source.start, source.end, "ORG", speaker))
        statement = Statement(
            source=source, cue=Span(source.end + 1, source.end + 5), content=(Span(start + 1, start + 1 + len(said)),),
            kind="direct", about=(main.target.id,), stance="said", date=None,
        )  # fmt: skip
        for _ in range(5):
            start = len(text)
            text += f"{self._words_of(main, 12)}. "
            sentences.append(Sentence(start, len(text) - 1))
        text = text.rstrip()
        title = f"{main.source.name} and {main.target.name}: {self._words_of(main, 4)}"
        article = Article(
            id=id_, text=text, title=title, language="en", published=stamp, publisher=outlet,
            url=f"https://{outlet[8:]}.example/{id_}",
        )  # fmt: skip
        found = Extraction(
            id=id_, language="en", coder="made-1", reference=stamp, sentences=tuple(sentences), entities=tuple(entities),
            places=tuple(places), events=tuple(events), statements=(statement,),
        )  # fmt: skip
        return article, found

    def _words_of(self, h: Happening, n: int) -> str:
        own = self._draw.sample(h.names, max(1, n // 4))
        words = [*self._draw.choices(self._words, cum_weights=self._often, k=n - len(own)), *own]
        self._draw.shuffle(words)
        return " ".join(words).capitalize()
