"""A press on this machine that does not stop: new reports, changed, withdrawn, copied, hostile and foreign ones.

    python benchmarks/soak_press.py --sources sources.toml --every 2

Six papers on loopback addresses, each with a feed of its latest sixty reports; every few seconds something happens in one
of them. All words are made here from templates of our own; the same seed tells the same stories. Runs until it is ended,
and prints what it published as one JSON object a minute.
"""

import argparse
import gzip
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from local_web import Asked, LocalWeb, Reply

PAPERS = ("Harbour Gazette", "Meridian Wire", "North Desk", "El Faro", "La Digue", "Odd Times")
SPANISH, FRENCH, ODD = 3, 4, 5
SHOWN = 60  # reports that a feed names
_WHAT_COMES = (("new", 48), ("copied", 12), ("changed", 12), ("withdrawn", 5), ("foreign", 13), ("hostile", 10))

_SIDES = ("Taliban fighters", "ISIS-K militants", "Afghan troops", "gunmen of Boko Haram", "Turkish forces",
          "Russian forces", "Houthi rebels", "M23 rebels", "Congolese soldiers", "Al-Shabaab fighters")  # fmt: skip
_TOWNS = ("Kunduz", "Herat", "Kandahar", "Maiduguri", "Goma", "Bunia", "Marib", "Taiz", "Kharkiv", "Odesa", "Idlib",
          "Mogadishu", "Baidoa", "Jalalabad", "Mazar-i-Sharif", "Beni")  # fmt: skip
_STATES = ("the United States", "Russia", "Turkey", "Pakistan", "Iran", "China", "France", "Kenya", "Qatar", "Uganda")
_ACTS = (
    "{side} attacked a police post in {town} on {day}, killing {n} officers.",
    "{side} shelled the outskirts of {town} on {day}; at least {n} civilians were killed.",
    "A bomb went off at a market in {town} on {day}, killing {n} people, and {side} said they had placed it.",
    "{side} seized the governor's compound in {town} on {day}.",
    "{side} detained {n} members of the town council in {town} on {day}.",
    "{side} withdrew from {town} on {day} after a week of fighting.",
    "Some {n} hundred people marched against {side} in {town} on {day}.",
)
_WORDS = (
    "The foreign minister of {state} accused {other} of arming {side}.",
    "{state} will meet {other} for talks about {town} next month, an official said.",
    '"We shall not sit at a table with {side}," the governor of {town} said.',
    "{state} threatened to impose sanctions on {other} over the fighting near {town}.",
    "{state} sent {n} tonnes of flour to people who had fled {town}.",
    "{state} refused to receive an envoy of {other}.",
)
_AROUND = (
    "Shops along the river stayed shut, and {n} families slept in the school on the hill.",
    "The road to the north had been closed since the rains washed out {n} metres of it.",
    "A nurse counted {n} beds in use at the clinic and said that medicine would last for some days.",
    "Traders put the price of a sack of rice at {n} in the local coin, twice what it was in spring.",
    "The grid operator said that {n} villages were without light in the evening.",
)
_FOREIGN = {
    SPANISH: (
        "Combatientes del ISIS-K atacaron un puesto de policía en {town} el {day} y mataron a {n} agentes.",
        "El ministro de Exteriores de Rusia acusó a Turquía de armar a los rebeldes cerca de {town}.",
        "Unas {n} familias durmieron en la escuela del barrio alto, según contó una enfermera de la clínica.",
    ),
    FRENCH: (
        "Des combattants du M23 ont attaqué un poste de police à {town} {day} et tué {n} agents.",
        "Le ministre des Affaires étrangères de la France a accusé la Russie d'armer les rebelles près de {town}.",
        "Quelque {n} familles ont dormi dans l'école de la colline, a raconté une infirmière du dispensaire.",
    ),
}


@dataclass
class Report:
    """One report as it stands at its address now."""

    path: str
    title: str
    sentences: list[str]
    at: datetime
    updated: datetime | None = None
    status: str = "usable"


class Press:
    """The papers and what they print; `happen` lets one thing come to pass."""

    def __init__(self, web: LocalWeb, seed: int) -> None:
        self._web, self._dice = web, random.Random(seed)
        self._shown: list[list[Report]] = [[] for _ in PAPERS]
        self._number = 0
        self.counts: Counter[str] = Counter()
        for paper in range(len(PAPERS)):
            web.put(paper, "/robots.txt", "User-agent: *\nDisallow: /private\n", kind="text/plain")
            web.put(paper, "/rss", lambda asked, paper=paper: self._feed(paper))

    def open_every_language(self) -> None:
        """A report of each paper that prints another language, so that every translator starts with the first round."""
        for paper in _FOREIGN:
            self._print(paper, *self._written(paper))

    def happen(self) -> None:
        """One thing, by chance as often as in the table above."""
        what = self._dice.choices([name for name, _ in _WHAT_COMES], [share for _, share in _WHAT_COMES])[0]
        paper = self._dice.randrange(3)
        if what == "foreign":
            paper = self._dice.choice((SPANISH, FRENCH))
        if what in ("changed", "withdrawn", "copied") and not self._shown[paper]:
            what = "new"
        self.counts[what] += 1
        if what in ("new", "foreign"):
            self._print(paper, *self._written(paper))
        elif what == "hostile":
            self._be_hostile()
        else:
            report = self._dice.choice(self._shown[paper])
            getattr(self, f"_{what}")(paper, report)

    def _written(self, paper: int) -> tuple[str, list[str]]:
        dice = self._dice
        day = "el viernes" if paper == SPANISH else "vendredi" if paper == FRENCH else f"{_now():%A}"

        def fill(template: str) -> str:
            state, other = dice.sample(_STATES, 2)
            said = template.format(
                side=side, town=town, state=state, other=other, day=day.removeprefix("el "), n=dice.randrange(2, 90)
            )
            return said[0].upper() + said[1:]

        side, town = dice.choice(_SIDES), dice.choice(_TOWNS)
        if paper in _FOREIGN:
            said = [fill(template) for template in _FOREIGN[paper]]
        else:
            said = [fill(dice.choice(_ACTS)), *(fill(t) for t in dice.sample(_WORDS, 2))]
            said += [fill(t) for t in dice.sample(_AROUND, 2)]
        return said[0].split(",")[0].rstrip("."), said

    def _print(self, paper: int, title: str, sentences: list[str]) -> None:
        self._number += 1
        report = Report(f"/{_now():%Y/%m/%d}/report-{self._number:06}", title, sentences, _now())
        self._shown[paper].append(report)
        for old in self._shown[paper][:-SHOWN]:
            if old.status != "usable":
                self._web.drop(paper, old.path)
        del self._shown[paper][:-SHOWN]
        self._web.put(paper, report.path, _page(report))

    def _copied(self, paper: int, report: Report) -> None:
        self._print((paper + 1) % 3, report.title, [*report.sentences, f"This report first stood in {PAPERS[paper]}."])

    def _changed(self, paper: int, report: Report) -> None:
        report.updated = _now()
        report.sentences = [
            *report.sentences,
            f"Officials later put the number of the dead at {self._dice.randrange(90)}.",
        ]
        self._web.put(paper, report.path, _page(report))

    def _withdrawn(self, paper: int, report: Report) -> None:
        report.status, report.updated = "canceled", _now()
        self._web.drop(paper, report.path)

    def _be_hostile(self) -> None:
        """Something that a reader may not choke on, at an address that a feed names."""
        self._number += 1
        title = '<script>alert(1)</script> \u202e{{7*7}} "><img src=x onerror=alert(1)>'
        report = Report(
            f"/odd/{self._number:06}", title, ["Militants attacked Kunduz on Friday, killing 3 guards."], _now()
        )
        self._shown[ODD].append(report)
        del self._shown[ODD][:-SHOWN]
        kind = self._dice.choice(sorted(_HOSTILE))
        self.counts[f"hostile: {kind}"] += 1
        self._web.put(ODD, report.path, _HOSTILE[kind])

    def _feed(self, paper: int) -> Reply:
        if paper == ODD and self._dice.random() < 0.3:
            return self._dice.choice(_BROKEN_FEEDS)
        items = "".join(
            f"<item><title>{escape(r.title)}</title><link>{self._web.url(paper, r.path)}</link>"
            f"<guid>{self._web.url(paper, r.path)}</guid><pubDate>{format_datetime(r.at)}</pubDate>"
            + (f"<dcterms:modified>{r.updated.isoformat()}</dcterms:modified>" if r.updated else "")
            + (f"<nitf:pubstatus>{r.status}</nitf:pubstatus>" if r.status != "usable" else "")
            + "</item>"
            for r in reversed(self._shown[paper])
        )
        whole = (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:nitf="http://iptc.org/std/NITF/2006-10-18/"><channel><title>{PAPERS[paper]}</title>{items}</channel></rss>'
        )
        return 200, {"Content-Type": "application/rss+xml"}, whole.encode()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _page(report: Report) -> bytes:
    body = "".join(f"<p>{escape(sentence)}</p>" for sentence in report.sentences)
    changed = (
        f'<meta property="article:modified_time" content="{report.updated.isoformat()}">' if report.updated else ""
    )
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(report.title)}</title>'
        f'<meta property="article:published_time" content="{report.at.isoformat()}">{changed}</head>'
        f"<body><article><h1>{escape(report.title)}</h1>{body}</article></body></html>"
    ).encode()


def _html(body: bytes, **headers: str) -> Reply:
    return 200, {"Content-Type": "text/html; charset=utf-8", **headers}, body


def _dripping(asked: Asked) -> Reply:
    def drops() -> Iterator[bytes]:
        for _ in range(40):
            yield b"<p>One drop. "
            time.sleep(0.5)

    return 200, {"Content-Type": "text/html"}, drops()


def _script_page(asked: Asked) -> Reply:
    words = "Gunmen attacked Goma on Friday, killing 4 guards, <script>alert(1)</script> officials said. "
    return _html(
        (
            "<html><head><title>&lt;script&gt;alert(1)&lt;/script&gt; \u202e{{7*7}}</title></head><body><article>"
            f"<h1>&lt;img src=x onerror=alert(1)&gt;</h1><p>{words * 3}&lt;b onmouseover=alert(1)&gt;</p><p>{words}</p>"
        ).encode()
    )


_HOSTILE = {
    "script": _script_page,
    "nested": lambda asked: _html(b"<div>" * 30_000 + b"<p>Militants attacked Kunduz on Friday.</p>"),
    "gzip bomb": lambda asked: _html(gzip.compress(bytes(60_000_000), 9), **{"Content-Encoding": "gzip"}),
    "huge": lambda asked: _html(b"<p>" + b"Rebels attacked Bunia on Friday. " * 250_000),
    "loop": lambda asked: (302, {"Location": asked.path}, b""),
    "elsewhere": lambda asked: (302, {"Location": "http://10.255.255.1/secret"}, b""),
    "dripping": _dripping,
    "wrong charset": lambda asked: (
        200, {"Content-Type": "text/html; charset=utf-16"}, b"<p>Militants attacked Kunduz on Friday, killing 3.</p>"),
    "binary": lambda asked: _html(bytes(range(256)) * 400),
    "no page": lambda asked: (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7 ..."),
    "failing": lambda asked: (503, {"Retry-After": "5"}, b""),
    "refusing": lambda asked: (403, {}, b"no"),
    "one word": lambda asked: _html(b"<p>" + b"a" * 3_000_000 + b"</p>"),
    "turned": lambda asked: _html(
        "<title>\u202e\u2066</title><p>\u202eمقاتلون هاجموا كابل يوم الجمعة\u2069 killing 3 guards in Kabul.</p>".encode()),
}  # fmt: skip
_BROKEN_FEEDS: list[Reply] = [
    (200, {"Content-Type": "application/rss+xml"}, b"<rss><channel><item><title>cut"),
    (200, {"Content-Type": "application/rss+xml"}, b"<!DOCTYPE a [<!ENTITY b 'bb'>]><rss>&b;&b;</rss>"),
    (200, {"Content-Type": "application/rss+xml", "Content-Encoding": "gzip"}, b"no gzip at all"),
    (500, {"Content-Type": "text/plain"}, b"down"),
    (200, {"Content-Type": "application/rss+xml"}, b""),
]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sources", type=Path, required=True, help="the sources.toml to write")
    asked.add_argument("--folder", help="a folder of reports to name in it too")
    asked.add_argument("--every", type=float, default=2.0, help="seconds between two happenings")
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    with LocalWeb(len(PAPERS)) as web:
        press = Press(web, given.seed)
        press.open_every_language()
        for _ in range(30):
            press.happen()
        blocks = ['[collect]\ncontact = "desk@harbour.example"\ndelay_seconds = 0.2\n']
        blocks += [
            f'[[feed]]\nurl = "{web.url(n, "/rss")}"\nallow_private = ["127.0.0.0/8"]\nevery_minutes = 1\n'
            for n in range(len(PAPERS))
        ]
        if given.folder:
            blocks.append(f"[[folder]]\npath = {json.dumps(given.folder)}\n")
        given.sources.write_text("\n".join(blocks), "utf-8")
        told = datetime.now(UTC)
        while True:
            time.sleep(given.every)
            press.happen()
            del web.asked[:]  # who asked is not looked at here
            if datetime.now(UTC) - told >= timedelta(minutes=1):
                told = datetime.now(UTC)
                print(json.dumps(dict(sorted(press.counts.items()))), flush=True)


if __name__ == "__main__":
    main()
