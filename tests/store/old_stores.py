"""Writes the store that `test_upgrades` opens, with whatever program is on the path: two reports, the event of one rejected.

    PYTHONPATH=RELEASE/src python tests/store/old_stores.py tests/store/schema_3.db.gz

Run once for each released schema from its own checkout; the file stays as that program left it.
"""

import gzip
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))

from conftest import SEEN, TEXT, reading
from dateline.engine.fusing import fuse_store
from dateline.engine.reviewing import reject_event
from dateline.store import Store

MORE = " Trucks with flour waited at the border for a third day, and drivers slept under them. A priest rang the bells."
OTHER = (
    " The lake was calm. Fishermen who had put out before dawn came back at noon and sold what they had on the quay."
)


def fill(path: Path) -> None:
    """Two reports and a decision, read and fused."""
    with Store(path) as store:
        for name, words, day in (("a", MORE, "2021-11-20"), ("b", OTHER, "2021-11-21")):
            store.add(*reading(name, text=TEXT + words, published=day, url=f"https://example.org/{name}"), seen_at=SEEN)
        fuse_store(store, at=SEEN)
        (event,) = [found.id for found in store.events() if found.evidence.article == "b"]
        reject_event(store, event, who="desk", why="misread", at="2021-12-01T10:00:00")
        fuse_store(store, at=SEEN)


def reprint(path: Path) -> None:
    """A third report, which reprints the first."""
    with Store(path) as store:
        words = TEXT + MORE + " From our news service."
        store.add(*reading("c", text=words, published="2021-11-22", url="https://example.net/c"), seen_at=SEEN)
        fuse_store(store, at=SEEN)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        made = Path(folder) / "old.db"
        fill(made)
        Path(sys.argv[1]).write_bytes(gzip.compress(made.read_bytes(), 9, mtime=0))
