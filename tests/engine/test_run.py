"""A run adds up, adds nothing twice, and survives being killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.engine.run import run
from dateline.reading import read
from dateline.store import Store
from dateline.values import Article, Extraction, Refused, Sentence

SEEN = "2026-11-22T12:00:00+00:00"


def small_extract(articles: list[Article]) -> Iterable[Extraction | Refused]:
    """Stands in for the reading: refuses what holds the word `bad`."""
    for article in articles:
        if "bad" in article.text:
            yield Refused(article.id, "extraction.text", "A defect. Report it.")
        else:
            whole = Sentence(0, len(article.text))
            yield Extraction(id=article.id, language="en", coder="1", sentences=(whole,))


_ITEM = st.one_of(
    st.builds(lambda n, bad: Article(id=f"a{n}", text="bad news" if bad else "news"), st.integers(0, 9), st.booleans()),
    st.builds(lambda n: Refused(None, "reading", "It is empty.", f"f:{n}"), st.integers(0, 5)),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_items=st.lists(_ITEM, max_size=12), batch=st.integers(1, 5))
def test_what_was_read_adds_up(
    given_items: list[Article | Refused], batch: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """read = accepted + refused + duplicate, whatever comes, in whatever batches; a second run accepts nothing."""
    with Store(tmp_path_factory.mktemp("run") / "s.db") as store:
        first = run(given_items, store, seen_at=SEEN, extract=small_extract, batch=batch)
        assert first.read == len(given_items) == first.accepted + first.refused + first.duplicate
        assert first.refused == len(first.refusals)
        assert all(refused.why for refused in first.refusals)
        kept = store.status()
        second = run(given_items, store, seen_at="2027-01-01", extract=small_extract, batch=batch)
        assert (second.accepted, second.refused) == (0, first.refused)
        assert store.status() == kept


def test_what_is_known_is_not_read_again(tmp_path: Path) -> None:
    """A second run over the same folder extracts nothing."""
    (tmp_path / "a.txt").write_text("Talks were held.")

    def never(articles: list[Article]) -> Iterable[Extraction | Refused]:
        raise AssertionError("read again")

    with Store(tmp_path / "s.db") as store:
        assert run(read(tmp_path / "a.txt"), store, seen_at=SEEN, extract=small_extract).accepted == 1
        assert run(read(tmp_path / "a.txt"), store, seen_at=SEEN, extract=never).duplicate == 1


def test_progress_counts_up_to_what_was_read(tmp_path: Path) -> None:
    """It never goes back and ends at the total."""
    seen: list[int] = []
    items = [Article(id=f"a{n}", text="news") for n in range(7)]
    with Store(tmp_path / "s.db") as store:
        run([*items, *items], store, seen_at=SEEN, extract=small_extract, progress=seen.append, batch=3)
    assert seen == sorted(seen)
    assert seen[-1] == 14


_WRITER = """
import sys
sys.path.insert(0, {here!r})
from test_run import SEEN, small_extract
from dateline.engine.run import run
from dateline.store import Store
from dateline.values import Article
items = [Article(id=f"a{{n}}", text=f"news number {{n}}") for n in range(240)]
with Store(sys.argv[1]) as store:
    print("open", flush=True)
    print(run(items, store, seen_at=SEEN, extract=small_extract, batch=8).read, flush=True)
"""


@pytest.mark.parametrize("after_seconds", [0.0, 0.1])
def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path, after_seconds: float) -> None:
    """kill -9 in the middle leaves whole batches; the next run ends where a quiet one ends."""
    script = _WRITER.format(here=str(Path(__file__).parent))
    quiet, killed = tmp_path / "quiet.db", tmp_path / "killed.db"
    command = [sys.executable, "-c", script]
    subprocess.run([*command, str(quiet)], check=True, capture_output=True)
    with subprocess.Popen([*command, str(killed)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == b"open\n"
        time.sleep(after_seconds)
        os.kill(process.pid, signal.SIGKILL)
    with Store(killed, readonly=True) as store:
        kept = store.count_articles()
        assert kept == 240 or kept % 8 == 0
    subprocess.run([*command, str(killed)], check=True, capture_output=True)
    with Store(quiet, readonly=True) as one, Store(killed, readonly=True) as other:
        assert one.articles() == other.articles()
        assert one.status() == other.status()


HOSTILE = {  # name: (bytes, how many reports it holds, how many of them can be read)
    "half.jsonl": (b'{"id": "h", "text": "Guards \\ud800 left."}\n{"id": "ok", "text": "Guards left."}\n', 2, 1),
    "nul.txt": (b"Guards left \x00 the quay.", 1, 0),
    "nul.jsonl": (b'{"text": "Guards \\u0000 left."}\n', 1, 0),
    "title.jsonl": (b'{"id": "t", "text": "They met.", "title": "a\\u0000b", "publisher": "\\u202eP\\u0007"}\n', 1, 1),
    "bidi.txt": ("Guards \u202egnilaets\u202c left \u2066the quay\u2069.".encode(), 1, 1),
    "nested.jsonl": (b"[" * 100_000 + b"\n" + b'{"a":' * 50_000 + b"\n", 2, 0),
    "long.jsonl": (b'{"text": "' + b"Guards left. " * 800_000 + b'"}\n{"text": "Boats came."}\n', 2, 1),
    "long.txt": (b"w" * 10_000_000, 1, 0),
    "bomb.html": (
        b'<!DOCTYPE x [<!ENTITY a "Guards left."><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
        b"<html><body><article><p>Guards closed the quay on Friday, the council said. &d;&d;&d;</p></article></body></html>",
        1,
        None,
    ),
    "deep.html": (b"<html><body>" + b"<div>" * 20_000 + b"<p>Guards closed the quay.</p>", 1, None),
    "latin.txt": ("Café fermé.".encode("latin-1"), 1, 0),
    "blank.txt": (b" \n ", 1, 0),
}  # fmt: skip


def test_hostile_files_are_read_clean_or_refused_and_counted(tmp_path: Path) -> None:
    """Half characters, NULs, entities that grow, nesting without end, ten megabytes in a line: each is one or the other."""
    (tmp_path / "in").mkdir()
    for name, (raw, _, _) in HOSTILE.items():
        (tmp_path / "in" / name).write_bytes(raw)
    with Store(tmp_path / "s.db") as store:
        done = run(read(tmp_path / "in"), store, seen_at=SEEN, extract=small_extract)
        assert done.read == sum(reports for _, reports, _ in HOSTILE.values())
        assert done.read == done.accepted + done.refused + done.duplicate
        sure = sum(readable for _, _, readable in HOSTILE.values() if readable is not None)
        assert sure <= done.accepted <= sure + 2  # what trafilatura makes of the two pages is its own
        assert all(len(refused.why) > 10 and len(refused.why) < 500 for refused in done.refusals)
        texts = [reading.article.text for reading in store.readings()]
        assert len(texts) == done.accepted and not [text for text in texts if "\x00" in text or len(text) > 5_000_000]
        assert all(text.encode("utf-8") for text in texts), "no half character came in"
        again = run(read(tmp_path / "in"), store, seen_at=SEEN, extract=small_extract)
        assert (again.accepted, again.duplicate, again.refused) == (0, done.accepted, done.refused)
