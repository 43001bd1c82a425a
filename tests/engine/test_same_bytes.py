"""Two hash seeds, one core and two, two orders: the same rows, the same pages, byte for byte."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import random, sys, tempfile
from hashlib import sha256
from pathlib import Path
from starlette.testclient import TestClient
from dateline.engine.run import run
from dateline.reading import read
from dateline.store import Store
from dateline.web.app import create_app
sys.path.insert(0, "benchmarks")
from soak_kills import everything

articles = list(read("sample/afghanistan-2021/reports.jsonl"))[:14]
for cores in (1, 2):
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/s.db"
        with Store(path) as store:
            run(articles, store, seen_at="2026-11-22T12:00:00+00:00", cores=cores)
        found = sha256(repr(sorted(everything(path).items())).encode())
        client = TestClient(create_app(path), base_url="http://127.0.0.1")
        for address in ("/", "/events", "/incidents", "/statements", "/events.csv", "/incidents.geojson", "/api/v1/events"):
            answer = client.get(address)
            assert answer.status_code == 200, address
            found.update(answer.content)
        print(found.hexdigest())
    random.Random(5).shuffle(articles)
"""


def test_neither_seed_nor_cores_nor_order_change_a_byte() -> None:
    """Rows of the store, pages, downloads and answers of the API."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    told = [process.communicate()[0].split() for process in started]
    assert [process.returncode for process in started] == [0, 0]
    assert len({digest for digests in told for digest in digests}) == 1, told
