"""Kinds of fault that reading fresh news brought up: what each rule catches, beside a near neighbour that it leaves alone.

A row of `kinds.tsv` holds a kind, a text and what must hold of it, parted by `;`. Each is an event as
`TYPE|modality|source|target|place|date`, where nothing stands for anything, `-` for none and other words for part of
what the text says; `TYPE>OF` asks what a verbal act speaks of, and `!TYPE` forbids the type, planned or not.
"""

import csv
from pathlib import Path

import pytest

from dateline.engine.tools import load_tools
from dateline.extraction import article
from dateline.values import Article, Event, Extraction, Party

with (Path(__file__).parent / "kinds.tsv").open(encoding="utf-8", newline="") as _table:
    ROWS = [(row["kind"], row["text"], row["holds"]) for row in csv.DictReader(_table, delimiter="\t")]


def _holds(wanted: str, found: Extraction, text: str) -> bool:
    if wanted.startswith("!"):
        return all(event.type != wanted[1:] for event in found.events)
    return any(_is(event, wanted, found, text) for event in found.events)


def _is(event: Event, wanted: str, found: Extraction, text: str) -> bool:
    kind, modality, source, target, place, date = (wanted.split("|") + [""] * 5)[:6]
    type, _, of = kind.partition(">")
    sources = event.actors or ((event.source,) if event.source is not None else ())
    targets = event.recipients or ((event.target,) if event.target is not None else ())
    where = "" if event.place is None else text[found.places[event.place].start : found.places[event.place].end]
    return (
        event.type == type
        and (not of or event.of == of)
        and (not modality or event.modality == modality)
        and _names(sources, source, text)
        and _names(targets, target, text)
        and (not place or (not where if place == "-" else place in where))
        and (not date or (event.date is None if date == "-" else event.date == date))
    )


def _names(parties: tuple[Party, ...], wanted: str, text: str) -> bool:
    if wanted == "-":
        return not parties
    ids = {p.actor.id for p in parties if p.actor is not None}
    return not wanted or wanted in ids or any(wanted in text[p.start : p.end] for p in parties)


@pytest.mark.parametrize(("kind", "text", "holds"), ROWS, ids=[f"{n}-{row[0]}" for n, row in enumerate(ROWS)])
def test_a_rule_holds_for_its_kind_and_leaves_its_neighbour_alone(kind: str, text: str, holds: str) -> None:
    """Each row holds: what the rule is for, and what stands near it and is something else."""
    found = article.extract(Article(id="t", text=text, published="2026-03-12"), tools=load_tools())
    missed = [wanted for wanted in holds.split(";") if not _holds(wanted.strip(), found, text)]
    assert not missed, [(e.type, e.modality, e.why) for e in found.events]


def test_the_army_in_gaza_city_is_not_palestines() -> None:
    """Where a people has no army of its own, "the army" is nobody whom the words name."""
    text = "The army ordered people in Gaza City to leave. Police in Gaza City closed two shops."
    found = article.extract(Article(id="t", text=text, published="2026-03-12"), tools=load_tools())
    named = {text[e.source.start : e.source.end]: e.source.actor for e in found.events if e.source is not None}
    assert named["The army"] is None
