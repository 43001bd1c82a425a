"""The floors: what each scorer must show before a change may land.

Scorers and corpora are not ours to ship; they lie beside the checkout in `../shared`. Without them every floor is
skipped, aloud. `floors.json` pins the figures, and a digest of the corpus, so that a figure is never compared with one
from other data. Raising is free; a floor is lowered only with `--lower` and a line in the changelog.

    python -m dateline.evaluation.floors                 measure all, exit 1 below a floor
    python -m dateline.evaluation.floors geo time        measure these
    python -m dateline.evaluation.floors --raise         measure, and raise the floors to just below
"""

import argparse
import hashlib
import json
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

SHARED = Path(__file__).resolve().parents[4] / "shared"
PINNED = Path(__file__).with_name("floors.json")
_SLACK = 0.007  # of a figure: what is left between a floor and what was measured, so that noise does not fail a change


class Floor(msgspec.Struct, kw_only=True):
    """One scorer's run. `least` and `most` hold figures by their path in the scorer's own report."""

    name: str
    scorer: str
    arguments: list[str]
    command: str
    corpus: str | None
    digest: str | None = None
    prints_json: bool = False  # else it writes its report to a file
    pattern: str | None = None  # of a scorer without a report: what it prints of the figure
    least: dict[str, float] = msgspec.field(default_factory=dict)
    most: dict[str, float] = msgspec.field(default_factory=dict)


def main(argv: list[str] | None = None) -> int:
    """Measure what can be measured here; the exit code is 1 when a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="floors to measure; all where none is named")
    parser.add_argument("--raise", dest="is_raising", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--lower", action="store_true", help="with --raise: lower them too; say why in the changelog")
    given = parser.parse_args(argv)
    if not (SHARED / "score").is_dir():
        print(f"floors: skipped, all of them. They need the scorers and corpora in {SHARED}.")
        return 0
    floors = msgspec.json.decode(PINNED.read_bytes(), type=list[Floor])
    unknown = set(given.names) - {floor.name for floor in floors}
    if unknown:
        print(f"floors: no floor named {', '.join(sorted(unknown))}. There are: {', '.join(f.name for f in floors)}.")
        return 2
    missed = 0
    for floor in floors:
        if not given.names or floor.name in given.names:
            missed += _measure(floor, is_raising=given.is_raising, may_lower=given.lower)
    if given.is_raising:
        PINNED.write_text(json.dumps(msgspec.to_builtins(floors), indent=1) + "\n", encoding="utf-8")
    print(f"floors: {missed} missed" if missed else "floors: all hold")
    return 1 if missed else 0


def _measure(floor: Floor, *, is_raising: bool, may_lower: bool) -> int:
    digest = _digest(SHARED / floor.corpus) if floor.corpus else None
    if digest != floor.digest and not is_raising:
        print(f"{floor.name}: skipped, {floor.corpus} is not the corpus that the floor was measured on.")
        return 0
    began = time.monotonic()
    report = _run(floor)
    if report is None:
        return 1
    print(f"{floor.name} ({time.monotonic() - began:.0f} s)")
    missed = 0
    for path, limit, sign in [
        *((p, v, 1) for p, v in floor.least.items()),
        *((p, v, -1) for p, v in floor.most.items()),
    ]:
        value = _figure(report, path)
        is_held = sign * value >= sign * limit
        print(
            f"  {'holds ' if is_held else 'MISSED'} {path} {value:.4g} ({'at least' if sign > 0 else 'at most'} {limit:.4g})"
        )
        missed += not is_held
        if is_raising:
            kept = floor.least if sign > 0 else floor.most
            new = round(value * (1 - sign * _SLACK), 4)
            kept[path] = new if may_lower else max(limit, new) if sign > 0 else min(limit, new)
    if is_raising:
        floor.digest = digest
    return 0 if is_raising else missed


def _run(floor: Floor) -> Any:
    dateline = Path(sys.executable).with_name("dateline")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = floor.command.replace("{dateline}", shlex.quote(str(dateline)))
        words = [sys.executable, str(SHARED / "score" / floor.scorer), "--cmd", command]
        words += [word.replace("{shared}", str(SHARED)) for word in floor.arguments]
        if floor.pattern is None:
            words += ["--json"] if floor.prints_json else ["--json", str(out)]
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            print(f"{floor.name}: the scorer failed ({done.returncode}): {(done.stderr or done.stdout)[-400:]}")
            return None
        if floor.pattern is not None:
            found = re.search(floor.pattern, done.stdout)
            return {next(iter(floor.least)): float(found[1]) if found else 0.0}
        return json.loads(done.stdout if floor.prints_json else out.read_text(encoding="utf-8"))


def _figure(report: Any, path: str) -> float:
    for part in path.split("/"):
        report = report[int(part)] if isinstance(report, list) else report[part]
    return float(report)


def _digest(path: Path) -> str:
    """Names and bytes of a file or a folder's files, 16 hex digits."""
    digest = hashlib.sha256()
    for file in _files(path):
        digest.update(file.relative_to(path.parent).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    else:
        yield from sorted(file for file in path.rglob("*") if file.is_file())


if __name__ == "__main__":
    sys.exit(main())
