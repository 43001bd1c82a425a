"""No figure without its label: whatever stands on a translation names its engine, wherever it is asked for."""

import json
import tempfile
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline.cli import cli
from dateline.engine.fusing import fuse_store
from dateline.exports.rows import event_row, incident_row, statement_row
from dateline.store import EventFilter, IncidentFilter, StatementFilter, Store
from dateline.values import Article, Event, Extraction, Party, Sentence, Span, Statement, Via
from dateline.values.actor import Actor

TEXT = "Rebels shelled the town on Friday. The mayor said that four had died."
ENGINES = (("Apertium", "3.8.3 spa-eng abc"), ("Ours", "2"))
REBELS = Actor("north-rebels", "Rebels of the north", "COD", "REB")
SEEN = "2026-11-22T12:00:00+00:00"
_ENGINE = st.sampled_from([None, *ENGINES])


def report(name: str, event_by: tuple[str, str] | None, said_by: tuple[str, str] | None) -> tuple[Article, Extraction]:
    """One report whose event and statement came through an engine each, or through none."""
    mayor = Party(35, 44, None)
    coder = ", ".join(["1", *dict.fromkeys(" ".join(engine) for engine in (event_by, said_by) if engine is not None)])
    event = Event(
        type="ASSAULT", quad="MX", score=-9.0, trigger=Span(7, 14), source=Party(0, 6, REBELS), target=None,
        date="2021-11-19", date_precision=1, why="rule", confidence=0.9, via=_via(event_by),
    )  # fmt: skip
    said = Statement(source=mayor, cue=Span(45, 49), content=(Span(50, len(TEXT)),), kind="indirect", via=_via(said_by))
    article = Article(id=name, text=f"{TEXT} {name}", published="2021-11-20", publisher=f"Post {name}")
    found = Extraction(
        id=name, language="es", coder=coder, sentences=(Sentence(0, 34), Sentence(35, len(TEXT))),
        events=(event,), statements=(said,),
    )  # fmt: skip
    return article, found


def _via(engine: tuple[str, str] | None) -> Via | None:
    return Via(*engine, "es", "Rebels shelled the town") if engine is not None else None


@settings(max_examples=12)
@given(engines=st.lists(st.tuples(_ENGINE, _ENGINE), min_size=1, max_size=4))
def test_every_event_and_statement_of_a_translation_names_its_engine(
    engines: list[tuple[tuple[str, str] | None, tuple[str, str] | None]],
) -> None:
    """In the store, in every row that exports share, in what is printed; and what is none is not called one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.db"
        with Store(path) as store:
            for n, (event_by, said_by) in enumerate(engines):
                store.add(*report(f"r{n}", event_by, said_by), seen_at=SEEN)
            with store.batch():
                fuse_store(store, at=SEEN)
            events, statements = store.events(EventFilter()), store.statements(StatementFilter())
            rows = [event_row(found) for found in events] + [statement_row(found) for found in statements]
            for found, row in zip((*events, *statements), rows, strict=True):
                item = getattr(found, "event", None) or getattr(found, "statement", None)
                assert found.evidence.is_machine_translated == (item.via is not None) == row["machine_translated"]
                named = f"{item.via.provider} {item.via.version}" if item.via is not None else None
                assert row["translated_by"] == named
                assert named is None or named in found.evidence.coder
            for incident in store.incidents(IncidentFilter()):
                members = [found for found in events if found.id in incident.events]
                named_by = incident_row(incident, members)["translated_by"] or ""
                assert all(f.event.via is None or f.event.via.provider in named_by for f in members)
        for kind in ("events", "statements"):
            said = CliRunner().invoke(cli, ["show", kind, "--json", "--store", str(path)]).output.splitlines()
            for line in map(json.loads, said):
                assert not line["machine_translated"] or any(" ".join(engine) in line["coder"] for engine in ENGINES)
            assert len(said) == len(engines)


def test_what_came_through_an_engine_can_be_left_out_or_asked_for(tmp_path: Path) -> None:
    """By `--mt no` and `--mt ENGINE`, for events, statements and incidents; an incident stands while one event of it does."""
    path = tmp_path / "s.db"
    with Store(path) as store:
        store.add(*report("a", ENGINES[0], None), seen_at=SEEN)
        store.add(*report("b", None, ENGINES[1]), seen_at=SEEN)
        article, extraction = report("c", ENGINES[1], ENGINES[1])
        store.add(replace(article, published="2022-03-01"), extraction, seen_at=SEEN)
        with store.batch():
            fuse_store(store, at=SEEN)

    def shown(kind: str, *words: str) -> set[str]:
        out = CliRunner().invoke(cli, ["show", kind, "--json", "--store", str(path), *words]).output
        return {
            name
            for line in out.splitlines()
            for name in (json.loads(line).get("article") or json.loads(line)["articles"]).split()
        }

    assert shown("events") == {"a", "b", "c"}
    assert shown("events", "--mt", "no") == {"b"} and shown("statements", "--mt", "no") == {"a"}
    assert shown("events", "--mt", "apertium") == {"a"} and shown("events", "--mt", "Ours 2") == {"c"}
    assert shown("statements", "--mt", "Ours") == {"b", "c"} and shown("events", "--mt", "Nobody") == set()
    assert "b" in shown("incidents", "--mt", "no") and "a" in shown("incidents", "--mt", "Apertium")
