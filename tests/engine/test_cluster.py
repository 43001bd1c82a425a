"""Engines: the cores of this machine, Daft on it, Daft on two nodes, and what each does when something dies."""

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from runpy import run_path
from types import ModuleType

import msgspec
import pytest

from dateline.engine.apart import Apart
from dateline.engine.cluster import Coder, Cores, Daft, engine_named
from dateline.engine.shards import Outcome, Shelf, cut
from dateline.engine.waves import run_waves
from dateline.errors import DataError, EngineError, EngineGone
from dateline.reading.archives import Raw

RECORDS = [f"report {n}".encode() for n in range(60)]
CODED = dict(enumerate(record.upper() for record in RECORDS))


@pytest.fixture
def sent_out(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module whose functions are sent out, where other processes find it too."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    import sent_out

    return sent_out


def test_the_coder_reads_and_codes_a_record() -> None:
    """A raw line becomes an article with what was found in it; a broken one is refused."""
    line = b'{"id": "a", "text": "France condemned the attack in Kabul on Friday.", "published": "2021-11-25"}'
    outcome = msgspec.msgpack.decode(Coder()(msgspec.msgpack.encode(Raw(where="a.jsonl:1", line=line))), type=Outcome)
    assert outcome.found is not None and outcome.found.events
    broken = Coder()(msgspec.msgpack.encode(Raw(where="a.jsonl:2", line=b"{")))
    assert msgspec.msgpack.decode(broken, type=Outcome).refused is not None


def test_a_bad_table_of_the_user_is_told_before_anything_is_read(tmp_path: Path) -> None:
    """One wrong row would else be met anew at every article."""
    (tmp_path / "actors.csv").write_text("not,a,table\n1,2,3\n")
    with pytest.raises(DataError):
        Coder(tmp_path / "actors.csv")


def test_a_killed_process_is_an_error_and_not_the_end(sent_out: ModuleType) -> None:
    """The call that lost its process says so; the next one works."""
    cores = Cores(sent_out.shout, cores=2)
    with pytest.raises(EngineError):
        list(cores.map([*RECORDS, b"poison"]))
    assert dict(cores.map(RECORDS)) == CODED
    cores.close()


@pytest.mark.parametrize("bad", [b"stuck", b"poison"])
def test_what_hangs_or_dies_costs_its_own_record_only(sent_out: ModuleType, bad: bytes) -> None:
    """Nothing waits for ever: all the others come back, then an error, and the next call works."""
    engine = Apart(partial(Cores, sent_out.shout, cores=2), patience_s=10)
    came: dict[int, bytes] = {}
    with pytest.raises(EngineError):
        came.update(engine.map([bad]))
    assert not came
    assert dict(engine.map(RECORDS)) == CODED
    engine.close()


@pytest.mark.parametrize("bad", [b"stuck", b"poison"])
def test_a_worker_of_daft_says_which_record_it_was(sent_out: ModuleType, bad: bytes) -> None:
    """All others come back in the same call, and then the error; nothing has to be halved."""
    engine = Apart(partial(Daft, sent_out.shout, workers=2, patience_s=5))
    came: dict[int, bytes] = {}
    with pytest.raises(EngineError, match="killed or stuck"):
        came.update(outcome for outcome in engine.map([*RECORDS[:5], bad, *RECORDS[5:9]]))
    assert came == {n if n < 5 else n + 1: record.upper() for n, record in enumerate(RECORDS[:9])}
    engine.close()


def test_the_child_goes_with_its_own_children(sent_out: ModuleType) -> None:
    """After an engine was closed, none of its processes is left."""
    engine = Apart(partial(Cores, sent_out.shout, cores=2))
    assert dict(engine.map(RECORDS)) == CODED
    group = engine._process.pid  # type: ignore[union-attr]
    assert _processes_of(group)
    engine.close()
    deadline = time.monotonic() + 10
    while _processes_of(group) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _processes_of(group)


def test_a_cluster_that_is_not_there_is_told(sent_out: ModuleType) -> None:
    """No record is blamed for an address where nothing answers."""
    engine = engine_named("ray", sent_out.shout, address="127.0.0.1:1")
    with pytest.raises(EngineGone, match="ray status"):
        list(engine.map(RECORDS))


@pytest.fixture
def two_nodes(monkeypatch: pytest.MonkeyPatch, sent_out: ModuleType) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a cluster of two nodes on this machine, and what kills the second."""
    for name in ("DO_NOT_TRACK", "SCARF_NO_ANALYTICS"):
        monkeypatch.setenv(name, "1")
    benchmark = run_path(str(Path(__file__).parents[2] / "benchmarks" / "two_nodes.py"))
    with benchmark["cluster_of_two"]() as nodes:
        yield nodes


def test_a_node_killed_in_the_middle_changes_no_byte(
    two_nodes: tuple[str, Callable[[], None]], sent_out: ModuleType, tmp_path: Path
) -> None:
    """On two nodes, one of which dies while it reads, shards come out as from the cores of this machine."""
    address, kill = two_nodes
    lines = [
        {"id": f"a{n}", "text": f"Report {n}. France condemned the attack in Kabul.", "published": "2021-11-25"}
        for n in range(64)
    ]
    shards = list(cut((Raw(where=f"a:{n}", line=json.dumps(line).encode()) for n, line in enumerate(lines)), size=4))
    here = Cores(Coder(), cores=1)
    quiet = run_waves(shards, Shelf(str(tmp_path / "quiet")), here)
    here.close()
    killed: list[int] = []

    def kill_once(read: int) -> None:
        if not killed:
            killed.append(read)
            kill()

    engine = engine_named("ray", sent_out.SlowCoder(), address=address)
    shaken = run_waves(shards, Shelf(str(tmp_path / "shaken")), engine, progress=kill_once)
    engine.close()
    assert killed and killed[0] < len(lines)
    assert shaken == quiet
    assert _files(tmp_path / "shaken") == _files(tmp_path / "quiet")


def test_a_record_that_kills_its_ray_worker_costs_itself_only(
    two_nodes: tuple[str, Callable[[], None]], sent_out: ModuleType, tmp_path: Path
) -> None:
    """It is refused with its place; the others are read, as on the cores of this machine."""
    lines = [{"id": f"a{n}", "text": "poison" if n == 2 else f"Report {n}."} for n in range(4)]
    shards = list(cut((Raw(where=f"a:{n}", line=json.dumps(line).encode()) for n, line in enumerate(lines)), size=4))
    done = {}
    for name, engine in {
        "here": engine_named("local", sent_out.MortalCoder(), cores=1),
        "ray": engine_named("ray", sent_out.MortalCoder(), cores=1, address=two_nodes[0]),
    }.items():
        done[name] = run_waves(shards, Shelf(str(tmp_path / name)), engine)
        engine.close()
        assert (done[name].read, done[name].accepted, done[name].refused) == (4, 3, 1)
        assert [refused.where for refused in done[name].quarantined] == ["a:2"]
        assert [outcome.article and outcome.article.id for outcome in Shelf(str(tmp_path / name)).get(shards[0].name)] == [
            "a0", "a1", None, "a3"
        ]  # fmt: skip


def _processes_of(group: int) -> list[str]:
    """Living processes of a process group."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, rest = status.read_text().rpartition(")")
        except (FileNotFoundError, ProcessLookupError):
            continue
        state, _, its_group = rest.split()[:3]
        if int(its_group) == group and state != "Z":
            found.append(status.parent.name)
    return found


def _files(shelf: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(shelf.iterdir())}
