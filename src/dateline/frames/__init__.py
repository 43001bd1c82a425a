"""For researchers: what a store holds as Polars or pandas frames, and three plots, in one line each.

    from dateline import Store, frames

    store = Store("dateline.db", readonly=True)
    frames.events(store, country="AFG", as_of="2021-11-20")      # Polars; to="pandas" for the other
    frames.plot_relation(store, "USA", "taliban").savefig("relation.png")

The rows are those of the page and its downloads. Needs the extra: `pip install 'dateline[frames]'`.
"""

from dateline.frames.plots import plot_presence, plot_relation, plot_series
from dateline.frames.tables import events, incidents, presence, relation, series, sources, statements, warnings

__all__ = [
    "events",
    "incidents",
    "plot_presence",
    "plot_relation",
    "plot_series",
    "presence",
    "relation",
    "series",
    "sources",
    "statements",
    "warnings",
]
