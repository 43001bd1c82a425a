"""Keeps values, answers questions. The only room that knows SQL; what a figure means belongs to `picture`."""

from dateline.store.answers import (
    ActorRow,
    ArticleRow,
    Bar,
    Change,
    Correction,
    Coverage,
    Facet,
    Hit,
    PairRow,
    PlaceRow,
    Reading,
    RefusalRow,
    Status,
)
from dateline.store.filters import ArticleFilter, EventFilter, IncidentFilter, StatementFilter
from dateline.store.narrowing import narrowed, words_for
from dateline.store.store import Store

__all__ = [
    "ActorRow",
    "ArticleFilter",
    "ArticleRow",
    "Bar",
    "Change",
    "Correction",
    "Coverage",
    "EventFilter",
    "Facet",
    "Hit",
    "IncidentFilter",
    "PairRow",
    "PlaceRow",
    "Reading",
    "RefusalRow",
    "StatementFilter",
    "Status",
    "Store",
    "narrowed",
    "words_for",
]
