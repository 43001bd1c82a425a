"""Shards through an engine that may lose its workers."""

from collections.abc import Container, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.engine.shards import Outcome, Shelf, cut
from dateline.engine.waves import Done, run_waves
from dateline.errors import EngineError, EngineGone
from dateline.reading.archives import Raw, read_raw
from dateline.values import Article, Extraction, Refused


def records(n: int) -> list[Raw]:
    return [Raw(where=f"a.jsonl:{i}", line=b'{"id": "%d", "text": "Report %d."}' % (i, i)) for i in range(n)]


def read_only(record: bytes) -> bytes:
    """Reads, and finds nothing: the waves are tried here, not the coder."""
    article = read_raw(msgspec.msgpack.decode(record, type=Raw))
    if isinstance(article, Refused):
        return msgspec.msgpack.encode(Outcome(refused=article))
    return msgspec.msgpack.encode(Outcome(article=article, found=Extraction(id=article.id, language="en")))


class Fragile:
    """An engine that dies of certain records, and in the middle of the calls it is told to; gives the last first."""

    def __init__(self, poison: set[int] = frozenset(), dies_at: Container[int] = ()) -> None:  # type: ignore[assignment]
        self.poison = {b'"id": "%d"' % n for n in poison}
        self.dies_at = dies_at
        self.calls = 0
        self.read = 0

    def map(self, given: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
        self.calls += 1
        for n in reversed(range(len(given))):
            if (self.calls in self.dies_at and n <= len(given) // 2) or any(p in given[n] for p in self.poison):
                raise EngineError("a process was killed while it read")
            self.read += 1
            yield n, read_only(given[n])


def files(shelf: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(shelf.iterdir())}


def run(n: int, out: Path, engine: Fragile) -> Done:
    return run_waves(cut(records(n), size=4), Shelf(str(out)), engine, wave=2)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(poison=st.sets(st.integers(0, 20), max_size=4), n=st.integers(1, 21))
def test_only_the_poisonous_record_is_lost(poison: set[int], n: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever kills its worker is refused with its place; every other record is read."""
    out = tmp_path_factory.mktemp("found")
    done = run(n, out, Fragile(poison))
    bad = sorted(p for p in poison if p < n)
    assert sorted(str(q.where) for q in done.quarantined) == sorted(f"a.jsonl:{p}" for p in bad)
    assert (done.read, done.accepted, done.refused) == (n, n - len(bad), len(bad))


def test_a_lost_node_changes_nothing(tmp_path: Path) -> None:
    """A wave that failed for no fault of a record is run again, and leaves the same bytes."""
    quiet = run(19, tmp_path / "quiet", Fragile())
    engine = Fragile(dies_at={1, 3})
    shaken = run(19, tmp_path / "shaken", engine)
    assert quiet == shaken
    assert engine.read == 19  # what came back before is not read again
    assert files(tmp_path / "quiet") == files(tmp_path / "shaken")


def test_an_engine_that_does_no_work_blames_no_record(tmp_path: Path) -> None:
    """Where not even a question is answered the run stops, says what to do, and keeps what is finished."""
    engine = Fragile(dies_at=range(2, 1000))
    with pytest.raises(EngineGone, match="same command again"):
        run(19, tmp_path, engine)
    kept = files(tmp_path)
    assert 2 <= len(kept) < 5
    done = run(19, tmp_path, Fragile())
    assert (done.read, done.accepted, done.known) == (19, 19 - done.known, sum(1 for _ in kept) * 4)
    assert not done.quarantined


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Finished shards are not read again, and the end is the same."""
    run(19, tmp_path / "whole", Fragile())
    run(8, tmp_path / "parts", Fragile())
    engine = Fragile()
    done = run(19, tmp_path / "parts", engine)
    assert (done.known, done.accepted) == (8, 11)
    assert files(tmp_path / "whole") == files(tmp_path / "parts")
    assert run(19, tmp_path / "parts", engine).known == 19


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    """Articles, findings and refusals survive the trip to Parquet."""
    shelf = Shelf(str(tmp_path))
    article = Article(id="é🙂", text="Text\u0000 with ‏rtl", title="T", published="2021-11-25")
    kept = [
        Outcome(article=article, found=Extraction(id=article.id, language="en")),
        Outcome(article=article, refused=Refused(article.id, "engine", "why")),
        Outcome(refused=Refused(None, "reading", "why", "a.jsonl:3")),
    ]
    shelf.put("shard-1", kept)
    assert list(shelf.get("shard-1")) == kept
    assert shelf.names() == ["shard-1"]


def test_shards_are_named_by_content() -> None:
    """The same records make the same shard wherever they lie; one changed record makes another."""
    here, there = records(4), [msgspec.structs.replace(r, where="elsewhere") for r in records(4)]
    assert [s.name for s in cut(here)] == [s.name for s in cut(there)] != [s.name for s in cut(records(3))]
