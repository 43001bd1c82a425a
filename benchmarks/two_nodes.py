"""A Ray cluster of two nodes on this machine, one of them killed in the middle, against a quiet run on its cores.

    python benchmarks/two_nodes.py --articles 20000

Made articles go through `dateline run`'s own path twice. The shards of both have to be the same bytes; prints the times, where
the archive stood when the node was killed, and what came back to be given out again. Exit 1 where the bytes differ.
"""

import argparse
import hashlib
import json
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from dateline.engine.apart import Engine
from dateline.engine.cluster import Coder, engine_named
from dateline.engine.shards import Shelf, cut
from dateline.engine.waves import run_waves
from dateline.errors import EngineError
from dateline.reading.archives import read_archives

_WHO = ("France", "Turkey", "Qatar", "Pakistan", "Iran", "India", "Kenya", "Norway")
_ACTS = ("condemned the attack in {}", "held talks in {}", "sent troops to {}", "announced aid for {}", "left {}")
_WHERE = ("Kabul", "Doha", "Nairobi", "Geneva", "Goma", "Aleppo", "Bamako", "Khartoum")

_RAY = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_raylet_start_wait_time_s": "180",  # the machine may do other work as well
    "RAY_agent_register_timeout_ms": "180000",
}


class Watched:
    """An engine whose lost calls are counted, and which does something in the middle of what it reads."""

    def __init__(self, engine: Engine, after: int, then: Callable[[], None]) -> None:
        self._engine = engine
        self._after = after
        self._then = then
        self.came = 0
        self.lost = 0

    def map(self, records: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
        try:
            for outcome in self._engine.map(records):
                self.came += 1
                if self.came == self._after:
                    self._then()
                yield outcome
        except EngineError as error:
            self.lost += 1
            print(f"  lost: {error}", file=sys.stderr)
            raise


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--articles", type=int, default=20_000)
    asked.add_argument("--kill-at", type=float, default=0.5, help="share of the articles read by then (default: 0.5)")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "made.jsonl"
        archive.write_text("".join(json.dumps(made(n)) + "\n" for n in range(given.articles)))
        began = time.monotonic()
        cores = engine_named("local", Coder(), cores=2)
        done = run_waves(cut(read_archives([str(archive)])), Shelf(f"{folder}/quiet"), cores)
        cores.close()
        quiet_s = time.monotonic() - began
        print(f"quiet, two cores: {done.read:,} articles in {quiet_s:.0f} s, {done.read / quiet_s:.0f} a second")
        engine, start_s, shaken_s = shaken(archive, f"{folder}/shaken", int(given.articles * given.kill_at))
        print(
            f"two nodes, started in {start_s:.0f} s, one killed after {int(given.articles * given.kill_at):,} articles: "
            f"{shaken_s:.0f} s, {engine.came:,} outcomes came back, {engine.lost} calls were lost"
        )
        same = digest(f"{folder}/quiet") == digest(f"{folder}/shaken")
        print("the bytes are the same" if same else "THE BYTES DIFFER")
        return 0 if same else 1


def made(n: int) -> dict[str, str]:
    """Article n: three sentences of actors, acts and places in turn."""
    said = [
        f"{_WHO[(n + k) % 8]} {_ACTS[(n // 8 + k) % 5].format(_WHERE[(n // 40 + 3 * k) % 8])} on Monday."
        for k in range(3)
    ]
    return {"id": f"made-{n}", "text": f"Report {n}. {' '.join(said)}", "published": "2021-11-25"}


def shaken(archive: Path, out: str, after: int) -> tuple[Watched, float, float]:
    """The same on two nodes, the second of which goes after so many articles; seconds to start them, and of the run."""
    began = time.monotonic()
    with cluster_of_two() as (address, kill):
        started = time.monotonic()
        engine = engine_named("ray", Coder(), address=address)
        watched = Watched(engine, after, kill)
        try:
            run_waves(cut(read_archives([str(archive)])), Shelf(out), watched)
        finally:
            engine.close()
        return watched, started - began, time.monotonic() - started


@contextmanager
def cluster_of_two() -> Iterator[tuple[str, Callable[[], None]]]:
    """Two nodes of one processor each on this machine: their address, and what kills the second as a failing machine would."""
    os.environ.update(_RAY)
    from ray._private import services
    from ray.cluster_utils import Cluster

    start = services.start_raylet
    services.start_raylet = partial(_start_node, start)
    small = {"num_cpus": 1, "object_store_memory": 200 * 1024 * 1024}
    try:
        head = {**small, "include_dashboard": False, "runtime_env_agent_port": _free_port()}
        cluster = Cluster(initialize_head=True, head_node_args=head)
        second = cluster.add_node(**small, runtime_env_agent_port=_free_port())
    finally:
        services.start_raylet = start
    try:
        yield cluster.address, lambda: cluster.remove_node(second, allow_graceful=False)
    finally:
        cluster.shutdown()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _start_node(start: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Ray's own, with the ports of its agents said beforehand: none, as Ray says without its dashboard.

    A node waits fifteen seconds for its agents to write them, and gives up where they are slower (ray-project/ray#65983).
    """
    from ray._raylet import persist_port

    node, session = given[2], given[11]
    for port in ("metrics_agent_port", "metrics_export_port", "dashboard_agent_listen_port"):
        persist_port(session, node, port, -1)
    return start(*given, **named)


def digest(folder: str) -> str:
    """All shards as one digest."""
    whole = hashlib.sha256()
    for path in sorted(Path(folder).glob("*.parquet")):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
