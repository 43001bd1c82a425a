"""Engines: the cores of this machine, Daft on it, Daft on two nodes. The function is a small one; the promise is theirs."""

import os
import signal
import sys
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from dateline.engine.cluster import Coder, Cores, Daft
from dateline.engine.shards import Outcome
from dateline.errors import EngineError
from dateline.reading.archives import Raw

RECORDS = [f"report {n}".encode() for n in range(60)]
CODED = [record.upper() for record in RECORDS]


def shout(record: bytes) -> bytes:
    if record == b"poison":
        os.kill(os.getpid(), signal.SIGKILL)
    return record.upper()


def test_the_coder_reads_and_codes_a_record() -> None:
    """A raw line becomes an article with what was found in it; a broken one is refused."""
    line = b'{"id": "a", "text": "France condemned the attack in Kabul on Friday.", "published": "2021-11-25"}'
    outcome = msgspec.msgpack.decode(Coder()(msgspec.msgpack.encode(Raw(where="a.jsonl:1", line=line))), type=Outcome)
    assert outcome.found is not None and outcome.found.events
    broken = Coder()(msgspec.msgpack.encode(Raw(where="a.jsonl:2", line=b"{")))
    assert msgspec.msgpack.decode(broken, type=Outcome).refused is not None


def test_a_killed_process_is_an_error_and_not_the_end() -> None:
    """The call that lost its process says so; the next one works."""
    cores = Cores(shout, cores=2)
    with pytest.raises(EngineError):
        cores.map([*RECORDS, b"poison"])
    assert cores.map(RECORDS) == CODED
    cores.close()


@pytest.fixture
def two_nodes(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("DO_NOT_TRACK", "SCARF_NO_ANALYTICS"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    monkeypatch.setenv("RAY_raylet_start_wait_time_s", "180")  # other tests run beside this one
    import ray
    from ray.cluster_utils import Cluster

    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
    small: dict[str, Any] = {"num_cpus": 1, "object_store_memory": 100 * 1024 * 1024}
    cluster = Cluster(initialize_head=True, head_node_args={**small, "include_dashboard": False})
    cluster.add_node(**small)
    try:
        yield cluster.address
    finally:
        ray.shutdown()
        cluster.shutdown()


def test_two_nodes_give_what_one_machine_gives(two_nodes: str) -> None:
    """Daft on a Ray cluster of two nodes: the same outcomes in the same order."""
    assert Daft(shout, workers=2, address=two_nodes).map(RECORDS) == CODED
