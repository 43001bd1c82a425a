"""Dateline turns news reporting into a sourced picture: who did or said what to whom, where and when.

    import dateline

    store = dateline.Store("dateline.db")            # keeps every version of everything
    for article in dateline.read("reports/"):        # an `Article`, or a `Refused` that says why
        found = dateline.extract(article)            # an `Extraction`, or a `Refused`
        store.add(article, found, seen_at="2021-11-25")
    store.picture().relation("USA", "taliban")       # facets, each with the events it stands on

Five names make up the public API; each is loaded when it is first used, so importing this costs nothing.

- `read(*paths)`: folders, text, HTML, JSON Lines or standard input as articles.
- `extract(article)`: everything one article says, each thing with the words it stands on.
- `fuse(events)`: many reports of one happening as one incident.
- `Picture`: relations, presence, calendar and warnings, with their evidence.
- `Store`: the file that keeps all of it, and answers questions as of any day.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.engine.local import extract_one as extract
    from dateline.fusion.incidents import fuse
    from dateline.picture import Picture
    from dateline.reading import read
    from dateline.store import Store

__version__ = "0.1.0"
__all__ = ["Picture", "Store", "extract", "fuse", "read"]

_HOMES = {
    "read": ("dateline.reading", "read"),
    "extract": ("dateline.engine.local", "extract_one"),
    "fuse": ("dateline.fusion.incidents", "fuse"),
    "Picture": ("dateline.picture", "Picture"),
    "Store": ("dateline.store", "Store"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}; its names are {', '.join(__all__)}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
