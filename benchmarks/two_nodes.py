"""A Ray cluster of two nodes on this machine, one of them killed in the middle, against a quiet run on its cores.

    python benchmarks/two_nodes.py --articles 20000

Made articles go through `dateline run`'s own path twice. The shards of both have to be the same bytes; prints the times, what
was lost and how often a wave was tried again. Exit 1 where the bytes differ.
"""

import argparse
import hashlib
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from dateline.engine.cluster import Coder, Cores, Daft
from dateline.engine.shards import Shelf, cut
from dateline.engine.waves import run_waves
from dateline.errors import EngineError
from dateline.reading.archives import read_archives

_WHO = ("France", "Turkey", "Qatar", "Pakistan", "Iran", "India", "Kenya", "Norway")
_ACTS = ("condemned the attack in {}", "held talks in {}", "sent troops to {}", "announced aid for {}", "left {}")
_WHERE = ("Kabul", "Doha", "Nairobi", "Geneva", "Goma", "Aleppo", "Bamako", "Khartoum")


class Watched:
    """An engine whose lost waves are counted."""

    def __init__(self, engine: Daft) -> None:
        self._engine = engine
        self.lost = 0
        self.calls = 0

    def map(self, records: Sequence[bytes]) -> list[bytes]:
        self.calls += 1
        try:
            return self._engine.map(records)
        except EngineError as error:
            self.lost += 1
            print(f"  lost: {error}", file=sys.stderr)
            raise


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--articles", type=int, default=20_000)
    asked.add_argument("--kill-after", type=float, default=0.5, help="share of the quiet run's time (default: 0.5)")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "made.jsonl"
        archive.write_text("".join(json.dumps(made(n)) + "\n" for n in range(given.articles)))
        began = time.monotonic()
        cores = Cores(Coder(), cores=2)
        done = run_waves(cut(read_archives([str(archive)])), Shelf(f"{folder}/quiet"), cores)
        cores.close()
        quiet_s = time.monotonic() - began
        print(f"quiet, two cores: {done.read:,} articles in {quiet_s:.0f} s, {done.read / quiet_s:.0f} a second")
        lost, shaken_s = shaken(archive, f"{folder}/shaken", quiet_s * given.kill_after)
        print(f"two nodes, one killed: {shaken_s:.0f} s, {lost} waves tried again")
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


def shaken(archive: Path, out: str, after_s: float) -> tuple[int, float]:
    """The same on two nodes, the second of which goes after so many seconds."""
    os.environ.setdefault("RAY_raylet_start_wait_time_s", "180")
    import ray
    from ray.cluster_utils import Cluster

    small = {"num_cpus": 1, "object_store_memory": 200 * 1024 * 1024}
    cluster = Cluster(initialize_head=True, head_node_args={**small, "include_dashboard": False})
    second = cluster.add_node(**small)
    engine = Watched(Daft(Coder(), workers=2, address=cluster.address))
    killer = threading.Timer(after_s, lambda: cluster.remove_node(second, allow_graceful=False))
    began = time.monotonic()
    killer.start()
    try:
        run_waves(cut(read_archives([str(archive)])), Shelf(out), engine)
    finally:
        killer.cancel()
        ray.shutdown()
        cluster.shutdown()
    return engine.lost, time.monotonic() - began


def digest(folder: str) -> str:
    """All shards as one digest."""
    whole = hashlib.sha256()
    for path in sorted(Path(folder).glob("*.parquet")):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
