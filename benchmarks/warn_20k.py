"""How long `dateline warn` takes over twenty thousand series of six years.

    python benchmarks/warn_20k.py --series 20000

Each series is one actor doing one type of act in one area; their rates go from one in two years to one a week, with a slow
wobble and overdispersed counts. Prints the seconds of the whole command, with reading and writing, and its memory.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

FIRST = date(2018, 1, 1)
WEEKS = 313
_TYPES = ("ASSAULT", "PROTEST", "COERCE")


def write(folder: Path, series: int, seed: int) -> int:
    """Write incidents.jsonl and coverage.csv; how many incidents there are."""
    draw = np.random.default_rng(seed)
    rate = np.exp(draw.uniform(np.log(0.01), np.log(1.0), series))
    level = np.zeros(series)
    shape = 1 / np.exp(draw.uniform(np.log(0.15), np.log(1.5), series))
    n = 0
    with (folder / "incidents.jsonl").open("w") as file:
        for week in range(WEEKS):
            level = 0.95 * level + draw.normal(0, 0.09, series)
            counts = draw.poisson(rate * np.exp(level - 0.04) * draw.gamma(shape, 1 / shape))
            for s in np.nonzero(counts)[0].tolist():
                country, area = f"X{s % 150:03d}", f"X{s % 150:03d}-{s // 150 % 20:02d}"
                for _ in range(int(counts[s])):
                    day = 7 * week + int(draw.integers(7))
                    known = min(day + int(draw.exponential(2.0)), 7 * WEEKS - 1)
                    row = {
                        "id": f"i{n}", "date": (FIRST + timedelta(days=day)).isoformat(),
                        "known_on": (FIRST + timedelta(days=known)).isoformat(), "type": _TYPES[s % 3],
                        "actors": [f"group-{s // 4}"], "country": country, "admin1": area,
                    }  # fmt: skip
                    file.write(json.dumps(row) + "\n")
                    n += 1
    with (folder / "coverage.csv").open("w") as file:
        file.write("date,articles\n")
        for day in range(7 * WEEKS):
            file.write(f"{(FIRST + timedelta(days=day)).isoformat()},{int(draw.normal(20_000, 1_500))}\n")
    return n


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=8)
    args = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        n = write(folder, args.series, args.seed)
        command = [
            sys.executable, "-m", "dateline.cli", "warn", str(folder / "incidents.jsonl"),
            "--coverage", str(folder / "coverage.csv"), "-o", str(folder / "warnings.jsonl"),
        ]  # fmt: skip
        begin = time.perf_counter()
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - begin
        warnings = sum(1 for _ in (folder / "warnings.jsonl").open())
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{args.series} series, {n} incidents, {warnings} warnings: {seconds:.1f} s "
        f"({used.ru_utime + used.ru_stime:.1f} s of processor), {used.ru_maxrss / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main()
